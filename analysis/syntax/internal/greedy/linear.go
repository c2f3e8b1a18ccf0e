package greedy

import "math/bits"

// Scorer adds the weights of features to the scores of classes. Linear is the
// one used for reading; the trainer has one whose weights can still move.
type Scorer interface {
	// Score overwrites scores, one per class, with the sums over feats.
	Score(feats []uint32, scores []int32)
}

// Cell is one weight: what a feature says for or against a class.
type Cell struct {
	Class  uint8
	Weight int16
}

// Row is a feature with its weights, in order of class.
type Row struct {
	Key   uint32
	Cells []Cell
}

// slot of the open-addressing table. start holds the first cell in its low 24
// bits and the number of cells in its high 8; a slot without cells is free.
type slot struct{ key, start uint32 }

// Linear is a frozen sparse linear model. Features are known by their 32-bit
// hash alone; an unknown feature has no weight.
type Linear struct {
	shift uint
	slots []slot
	cells []Cell
}

// MaxCells is the number of weights one Linear can hold.
const MaxCells = 1 << 24

// NewLinear builds the table from rows in rising order of key, each with 1 to
// 255 cells, at most MaxCells in all.
func NewLinear(rows []Row) *Linear {
	n := 0
	for _, r := range rows {
		n += len(r.Cells)
	}
	m := newTable(len(rows), n)
	for _, r := range rows {
		m.cells = append(m.cells, r.Cells...)
		m.insert(r.Key, len(r.Cells))
	}
	return m
}

func newTable(rows, cells int) *Linear {
	size := uint(bits.Len(uint(rows*3/2 + 1)))
	m := &Linear{shift: 32 - size, cells: make([]Cell, 0, cells)}
	// The tail lets probing run past the last home slot without wrapping, which
	// keeps insertion in key order sequential in memory.
	m.slots = make([]slot, 1<<size+probeTail)
	return m
}

// probeTail slots follow the table; sorted insertion never needs many.
const probeTail = 1 << 10

// insert files the last count cells under key; a key that finds no free slot is dropped.
func (m *Linear) insert(key uint32, count int) {
	for i := key >> m.shift; int(i) < len(m.slots); i++ {
		if m.slots[i].start == 0 {
			m.slots[i] = slot{key, uint32(len(m.cells)-count) | uint32(count)<<24}
			return
		}
	}
}

// Score implements Scorer.
func (m *Linear) Score(feats []uint32, scores []int32) {
	clear(scores)
	var found [maxFeatures]uint32
	n := 0
	// Two loops: the first only probes, so that cache misses overlap.
	for _, f := range feats {
		for i := f >> m.shift; int(i) < len(m.slots); i++ {
			s := m.slots[i]
			if s.key == f {
				found[n] = s.start
				n++
				break
			}
			if s.start == 0 {
				break
			}
		}
	}
	for _, start := range found[:n] {
		lo := start & 0xffffff
		for _, c := range m.cells[lo : lo+start>>24] {
			scores[c.Class] += int32(c.Weight)
		}
	}
}

// maxFeatures bounds the number of features of one decision.
const maxFeatures = 256

const (
	mixA = 0x9E3779B97F4A7C15
	mixB = 0xD6E8FEB86659FD93
)

// mix folds v into the running hash h.
func mix(h uint64, v uint32) uint64 {
	h = (h ^ uint64(v)) * mixA
	return h ^ h>>32
}

// seal makes the 32-bit feature key of a running hash.
func seal(h uint64) uint32 { return uint32((h * mixB) >> 32) }

// hashString is FNV-1a over the bytes of s.
func hashString(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
