package knowledge

import (
	"encoding/binary"
	"math"
	"math/bits"
	"sort"
)

// packed is a column of numbers in three bytes each where they fit, else in four.
type packed struct {
	data  []byte
	width int
	base  uint32 // what is added to make the numbers positive
}

// packed takes n numbers of four bytes, none of which is below -base.
func (r *blobReader) packed(n int, base uint32) packed {
	return pack(r.take(4*n), base)
}

// postings takes n postings; their mark becomes the lowest bit.
func (r *blobReader) postings(n int) packed {
	raw := r.take(4 * n)
	for i := 0; i < len(raw); i += 4 {
		binary.LittleEndian.PutUint32(raw[i:], bits.RotateLeft32(binary.LittleEndian.Uint32(raw[i:]), 1))
	}
	return pack(raw, 0)
}

func pack(raw []byte, base uint32) packed {
	top := uint32(0)
	for i := 0; i < len(raw); i += 4 {
		v := binary.LittleEndian.Uint32(raw[i:]) + base
		binary.LittleEndian.PutUint32(raw[i:], v)
		top = max(top, v)
	}
	if top >= 1<<24 {
		return packed{raw, 4, base}
	}
	data := make([]byte, 0, len(raw)/4*3)
	for i := 0; i < len(raw); i += 4 {
		data = append(data, raw[i:i+3]...)
	}
	return packed{data, 3, base}
}

// at gives number i as two's complement.
func (c *packed) at(i int) uint32 {
	b := c.data[c.width*i:]
	v := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
	if c.width == 4 {
		v |= uint32(b[3]) << 24
	}
	return v - c.base
}

// groupHeads finds folded keys without holding them: it has every offsetStep-th, and
// a byte of all. The others are made of the exact keys when they are asked for.
type groupHeads struct {
	at   []uint32 // of the kept keys in pool, and its end
	pool []byte
	tags []byte
}

func headsOf(at *offsets, pool []byte) groupHeads {
	h := groupHeads{at: make([]uint32, 0, len(at.at)+1), tags: make([]byte, at.n)}
	kept := 0
	for i := 0; i < at.n; i += offsetStep {
		kept += int(at.length(i))
	}
	h.pool = make([]byte, 0, kept)
	for i, from := 0, uint32(0); i < at.n; i++ {
		key := pool[from : from+at.length(i)]
		h.tags[i] = tagOf(key)
		if i%offsetStep == 0 {
			h.at = append(h.at, uint32(len(h.pool)))
			h.pool = append(h.pool, key...)
		}
		from += uint32(len(key))
	}
	h.at = append(h.at, uint32(len(h.pool)))
	return h
}

// block gives the range of groups among which a folded key is, if it is there.
func (h *groupHeads) block(fold string) (from, to int) {
	k := sort.Search(len(h.at)-1, func(k int) bool { return string(h.pool[h.at[k]:h.at[k+1]]) > fold })
	if k == 0 {
		return 0, 0
	}
	return (k - 1) * offsetStep, min(k*offsetStep, len(h.tags))
}

// tagOf is a byte that tells most texts apart (FNV-1a, folded).
func tagOf[T string | []byte](text T) byte {
	h := uint32(2166136261)
	for i := range len(text) {
		h = (h ^ uint32(text[i])) * 16777619
	}
	h ^= h >> 16
	return byte(h ^ h>>8)
}

// offsets are the places of parts of different lengths that follow each other. Only
// every offsetStep-th is kept, the others are summed when they are asked for: that
// saves some 20 bytes a place.
type offsets struct {
	lengths []byte // of n parts, each in width bytes
	n       int
	width   int
	at      []uint32 // of every offsetStep-th part
	sum     uint32
}

const offsetStep = 8

// offsets takes the lengths of n parts, each in width bytes.
func (r *blobReader) offsets(n, width int) offsets {
	o := offsets{lengths: r.take(n * width), n: n, width: width}
	if r.bad {
		return offsets{width: width}
	}
	o.at = make([]uint32, 0, n/offsetStep+1)
	sum := uint64(0)
	for i := range n {
		if i%offsetStep == 0 {
			o.at = append(o.at, uint32(sum))
		}
		sum += uint64(o.length(i))
	}
	o.sum, r.bad = uint32(sum), sum > math.MaxUint32
	o.narrow()
	return o
}

func (o *offsets) length(i int) uint32 {
	if o.width == 2 {
		return uint32(binary.LittleEndian.Uint16(o.lengths[2*i:]))
	}
	return uint32(o.lengths[i])
}

// span gives the place of part i.
func (o *offsets) span(i int) (from, to uint32) {
	k := i / offsetStep
	from = o.at[k]
	for k *= offsetStep; k < i; k++ {
		from += o.length(k)
	}
	return from, from + o.length(i)
}

// find gives the part of pool that is text, where the parts are in byte order.
func (o *offsets) find(pool []byte, text string) (int, bool) {
	// Among every offsetStep-th part first, then among those after it.
	block := sort.Search(len(o.at), func(k int) bool {
		return string(pool[o.at[k]:o.at[k]+o.length(k*offsetStep)]) > text
	}) - 1
	if block < 0 {
		return 0, false
	}
	from := o.at[block]
	for i := block * offsetStep; i < min(o.n, (block+1)*offsetStep); i++ {
		to := from + o.length(i)
		if string(pool[from:to]) == text {
			return i, true
		}
		from = to
	}
	return 0, false
}

// narrow keeps lengths in one byte where two are not needed.
func (o *offsets) narrow() {
	if o.width != 2 {
		return
	}
	for i := range o.n {
		if o.lengths[2*i+1] != 0 {
			return
		}
	}
	one := make([]byte, o.n)
	for i := range one {
		one[i] = o.lengths[2*i]
	}
	o.lengths, o.width = one, 1
}
