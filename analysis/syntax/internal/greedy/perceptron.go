package greedy

import (
	"cmp"
	"math"
	"slices"
)

// perceptron is a linear model whose weights still move. It keeps running
// totals, so that the mean over all steps can be taken at the end, and it takes
// up a feature only when it had a part in minUpdates mistakes (Goldberg and
// Elhadad, ACL 2011), which keeps the model small.
type perceptron struct {
	minUpdates uint8
	pending    []uint8 // mistakes by hash prefix, for features not taken up yet
	keys       []uint32
	rows       []int32 // index into cells plus 1; 0 is a free slot
	used       int
	cells      [][]movingCell
	now        uint32
}

type movingCell struct {
	total  int64
	weight int32
	stamp  uint32 // step at which total was brought up to date
	class  uint8
}

const pendingBits = 24

func newPerceptron(minUpdates int) *perceptron {
	const size = 1 << 20
	return &perceptron{
		minUpdates: uint8(minUpdates), pending: make([]uint8, 1<<pendingBits),
		keys: make([]uint32, size), rows: make([]int32, size),
	}
}

func (p *perceptron) find(key uint32) int {
	mask := uint32(len(p.keys) - 1)
	for i := key & mask; ; i = (i + 1) & mask {
		if p.rows[i] == 0 {
			return -1
		}
		if p.keys[i] == key {
			return int(p.rows[i] - 1)
		}
	}
}

// Score implements Scorer with the weights of this moment.
func (p *perceptron) Score(feats []uint32, scores []int32) {
	clear(scores)
	for _, f := range feats {
		if row := p.find(f); row >= 0 {
			for _, c := range p.cells[row] {
				scores[c.class] += c.weight
			}
		}
	}
}

// step counts one decision, right or wrong.
func (p *perceptron) step() { p.now++ }

// update moves the weights of feats towards class good and away from bad.
func (p *perceptron) update(feats []uint32, good, bad int) {
	for _, f := range feats {
		row := p.find(f)
		if row < 0 {
			if row = p.takeUp(f); row < 0 {
				continue
			}
		}
		p.add(row, uint8(good), 1)
		p.add(row, uint8(bad), -1)
	}
}

func (p *perceptron) takeUp(f uint32) int {
	if n := &p.pending[f>>(32-pendingBits)]; *n+1 < p.minUpdates {
		*n++
		return -1
	}
	if p.used*2 >= len(p.keys) {
		p.grow()
	}
	p.cells = append(p.cells, nil)
	p.place(f, int32(len(p.cells)))
	p.used++
	return len(p.cells) - 1
}

func (p *perceptron) place(f uint32, row int32) {
	mask := uint32(len(p.keys) - 1)
	i := f & mask
	for p.rows[i] != 0 {
		i = (i + 1) & mask
	}
	p.keys[i], p.rows[i] = f, row
}

func (p *perceptron) grow() {
	keys, rows := p.keys, p.rows
	p.keys, p.rows = make([]uint32, 2*len(keys)), make([]int32, 2*len(keys))
	for i, row := range rows {
		if row != 0 {
			p.place(keys[i], row)
		}
	}
}

func (p *perceptron) add(row int, class uint8, by int32) {
	cells := p.cells[row]
	for i := range cells {
		if c := &cells[i]; c.class == class {
			c.total += int64(c.weight) * int64(p.now-c.stamp)
			c.weight += by
			c.stamp = p.now
			return
		}
	}
	p.cells[row] = append(cells, movingCell{class: class, weight: by, stamp: p.now})
}

// mean gives the averaged weights times scale, rounded; weights of 0 are left out.
func (p *perceptron) mean(scale float64) []Row {
	var out []Row
	for i, row := range p.rows {
		if row == 0 {
			continue
		}
		var cells []Cell
		for _, c := range p.cells[row-1] {
			total := c.total + int64(c.weight)*int64(p.now-c.stamp)
			w := math.Round(float64(total) / float64(p.now) * scale)
			if w = max(-math.MaxInt16, min(math.MaxInt16, w)); w != 0 {
				cells = append(cells, Cell{c.class, int16(w)})
			}
		}
		if len(cells) > 0 {
			slices.SortFunc(cells, func(a, b Cell) int { return cmp.Compare(a.Class, b.Class) })
			out = append(out, Row{p.keys[i], cells})
		}
	}
	slices.SortFunc(out, func(a, b Row) int { return cmp.Compare(a.Key, b.Key) })
	return out
}
