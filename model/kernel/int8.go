package kernel

import (
	"fmt"
	"math/bits"
	"sync"
)

// step is what the inner length of a product is padded to.
const step = 32

// Matrix is a linear layer with int8 weights: outputs × inputs, one scale and
// one bias an output. It lies in panels of 64 outputs; inside a panel four
// inputs of one output are neighbours, then come the 64 outputs, then the next
// four inputs, which is the order in which the processor reads them.
type Matrix struct {
	outs, ins int
	inner     int // ins padded to a multiple of step
	data      []int8
	scale     []float32
	bias      []float32
	sum       []int32 // 128 times the sum of an output's weights

	once  sync.Once // fills lanes
	lanes []six
}

// NewMatrix makes room for outs × ins weights, all zero.
func NewMatrix(outs, ins int) *Matrix {
	n, inner := Up(outs, Panel), Up(ins, step)
	return &Matrix{
		outs: outs, ins: ins, inner: inner,
		data: make([]int8, n*inner), scale: make([]float32, n), bias: make([]float32, n), sum: make([]int32, n),
	}
}

// SetRow gives output i its weights, each −127 to 127, its scale (weight = int8 ×
// scale) and its bias. All rows are set before the first Mul.
func (m *Matrix) SetRow(i int, weights []int8, scale, bias float32) {
	if len(weights) != m.ins || i >= m.outs {
		panic(fmt.Sprintf("kernel: row %d of %d weights does not fit a matrix of %d rows of %d", i, len(weights), m.outs, m.ins))
	}
	panel := m.data[i/Panel*Panel*m.inner:][:Panel*m.inner]
	at, total := i%Panel*4, int32(0)
	for len(weights) >= 4 {
		q := panel[at : at+4 : at+4]
		q[0], q[1], q[2], q[3] = weights[0], weights[1], weights[2], weights[3]
		total += int32(q[0]) + int32(q[1]) + int32(q[2]) + int32(q[3])
		weights = weights[4:]
		at += 4 * Panel
	}
	for k, v := range weights {
		panel[at+k] = v
		total += int32(v)
	}
	m.scale[i], m.bias[i], m.sum[i] = scale, bias, 128*total
}

// Outs is the number of outputs, without padding.
func (m *Matrix) Outs() int { return m.outs }

// Ins is the number of inputs, without padding.
func (m *Matrix) Ins() int { return m.ins }

// Width is the number of outputs with padding, the least stride of results.
func (m *Matrix) Width() int { return len(m.scale) }

// Rows are input rows, rounded to int8: each row has a scale of its own, the
// largest magnitude of the row divided by 127. They are stored with 128 added,
// for AVX2 as is said of split.
type Rows struct {
	n     int
	inner int
	data  []uint8
	scale []float32
	split *split // nil until AVX2 asks for it
}

// split is what AVX2 keeps beside data. It adds products of two neighbours in 16
// bits, which hold them only where two bytes add up to at most 258. So data holds
// the numbers with 64 added, cut to between 0 and 129 where they or their
// neighbours would not fit, and rest what was cut off, which is mostly nothing.
// The sums are exact as ever.
type split struct {
	rest  []int8
	hot   []uint16 // the quads of a row of which something is left, inner/4 a row
	count []int32  // how many of them
	marks []uint8
}

// NewRows makes room for n rows of at most ins inputs.
func NewRows(n, ins int) *Rows {
	n, ins = Up(n, Block), Up(ins, step)
	return &Rows{data: make([]uint8, n*ins), scale: make([]float32, n)}
}

// Quantize rounds n rows of ins inputs, of which row i begins at src[i*stride],
// half to even, and keeps them in r for Mul of the same path. ins is a multiple of
// Lanes. The first time on AVX2 allocates.
func (p Path) Quantize(r *Rows, src []float32, n, ins, stride int) {
	inner := Up(ins, step)
	if ins%Lanes != 0 || Up(n, Block)*inner > len(r.data) || n > len(r.scale) {
		panic(fmt.Sprintf("kernel: no room for %d rows of %d inputs", n, ins))
	}
	r.n, r.inner = n, inner
	if p == AVX2 && r.split == nil {
		size := len(r.data)
		r.split = &split{make([]int8, size), make([]uint16, size/4), make([]int32, len(r.scale)), make([]uint8, size/step)}
	}
	for i := range n {
		row, dst := src[i*stride:][:ins], r.data[i*inner:][:inner]
		top := p.largest(row)
		scale, inverse := top/127, 127/top
		if scale < 1e-12 { // rows of zeros
			scale, inverse = 1e-12, 1e12
		}
		r.scale[i] = scale
		p.round(dst[:ins], row, inverse)
		for k := ins; k < inner; k++ {
			dst[k] = 128
		}
		if p == AVX2 {
			r.cut(i)
		}
	}
	for i := n; i < Up(n, Block); i++ { // rows nobody reads
		r.scale[i] = 0
		if p == AVX2 {
			r.split.count[i] = 0
		}
	}
}

// cut splits row i.
func (r *Rows) cut(i int) {
	s := r.split
	splitAVX2(&r.data[i*r.inner], &s.rest[i*r.inner], r.inner, &s.marks[0])
	hot, n := s.hot[i*r.inner/4:][:r.inner/4], 0
	for k, m := range s.marks[:r.inner/32] {
		for ; m != 0; m &= m - 1 {
			hot[n] = uint16(8*k + bits.TrailingZeros8(m))
			n++
		}
	}
	s.count[i] = int32(n)
}

// Mul computes dst = rows × matrixᵀ + bias. Row i of the result begins at
// dst[i*stride]; stride is at least m.Width(), and there must be room for a
// multiple of Block rows: those beyond the last hold nothing of meaning. The plain
// path allocates, the first time some three bytes a weight, then four a row.
func (p Path) Mul(dst []float32, stride int, r *Rows, m *Matrix) {
	if r.n == 0 {
		return
	}
	blocks := Up(r.n, Block) / Block
	if r.inner != m.inner || stride < m.Width() || len(dst) < (blocks*Block-1)*stride+m.Width() {
		panic(fmt.Sprintf("kernel: %d rows of %d inputs do not fit a matrix of %d inputs and %d results of stride %d",
			r.n, r.inner, m.inner, len(dst), stride))
	}
	if p == Plain {
		mulPlain(dst, stride, r, m, blocks*Block)
		return
	}
	for at := 0; at < m.Width(); at += Panel {
		w := m.data[at*m.inner:][:Panel*m.inner]
		switch p {
		case AVX512:
			mulPanelAVX512(&dst[at], stride, &r.data[0], r.inner, &w[0], r.inner/4, blocks, &r.scale[0], &m.scale[at], &m.sum[at], &m.bias[at])
		case VNNI:
			for c := 0; c < Panel; c += 16 {
				mulQuarterVNNI(&dst[at+c], stride, &r.data[0], r.inner, &w[4*c], r.inner/4, blocks, &r.scale[0], &m.scale[at+c], &m.sum[at+c], &m.bias[at+c])
			}
		default:
			for c := 0; c < Panel; c += 32 {
				mulHalfAVX2(&dst[at+c], stride, &r.data[0], r.inner, &w[4*c], r.inner/4, Up(r.n, 3)/3, &r.scale[0], &m.scale[at+c], &m.sum[at+c], &m.bias[at+c],
					&r.split.rest[0], &r.split.hot[0], &r.split.count[0])
			}
		}
	}
}

// six is what the plain path makes of the weights of six outputs: three share a
// word of 64 bits, 21 bits each, with 128 added to every weight. One
// multiplication then serves three weights, and 32 products of two bytes fit 21
// bits.
type six [step][2]uint64

const (
	laneBits = 21
	laneMask = 1<<laneBits - 1
)

// mulPlain is Mul in plain Go. The sums are those of (input+128) × (weight+128);
// what that adds is taken off at the end.
func mulPlain(dst []float32, stride int, r *Rows, m *Matrix, rows int) {
	m.once.Do(m.pack)
	sums := make([]int32, rows)
	for i := range sums {
		for _, a := range r.data[i*r.inner:][:r.inner] {
			sums[i] += int32(a)
		}
		clear(dst[i*stride+m.outs:][:m.Width()-m.outs])
	}
	blocks := m.inner / step
	for at := 0; at < m.outs; at += 6 {
		w := m.lanes[at/6*blocks:][:blocks]
		for i := 0; i < rows; i += 2 {
			x, y := dotLanes(r.data[i*r.inner:][:r.inner], r.data[(i+1)*r.inner:][:r.inner], w)
			for c := range min(6, m.outs-at) {
				dst[i*stride+at+c] = finish(int32(x[c]), sums[i], r.scale[i], m, at+c)
				dst[(i+1)*stride+at+c] = finish(int32(y[c]), sums[i+1], r.scale[i+1], m, at+c)
			}
		}
	}
}

// finish takes off what the shifted sum has too much and scales: with a = q+128
// and v = w+128 the sum of q·w is the sum of a·v - 128·a - 128·w.
func finish(total, sum int32, scale float32, m *Matrix, ch int) float32 {
	v := float32(total - 128*sum - m.sum[ch])
	return float32(v*float32(scale*m.scale[ch])) + m.bias[ch]
}

// pack fills lanes, inner/step of them for every six outputs.
func (m *Matrix) pack() {
	blocks := m.inner / step
	m.lanes = make([]six, Up(m.outs, 6)/6*blocks)
	for ch := range m.outs {
		quads := m.data[ch/Panel*Panel*m.inner+ch%Panel*4:]
		lanes, word, shift := m.lanes[ch/6*blocks:], ch%6/3, ch%3*laneBits
		for k := range m.inner {
			lanes[k/step][k%step][word] |= uint64(int(quads[k/4*4*Panel+k%4])+128) << shift
		}
	}
}

// dotLanes is the sums of two rows against six outputs.
func dotLanes(a, b []uint8, lanes []six) (x, y [6]uint32) {
	for n := range lanes {
		w := &lanes[n]
		p, q := (*[step]uint8)(a[n*step:]), (*[step]uint8)(b[n*step:])
		var x0, x1, y0, y1 uint64
		for k := range step {
			u, v := uint64(p[k]), uint64(q[k])
			x0 += u * w[k][0]
			x1 += u * w[k][1]
			y0 += v * w[k][0]
			y1 += v * w[k][1]
		}
		spill(&x, x0, x1)
		spill(&y, y0, y1)
	}
	return x, y
}

func spill(sum *[6]uint32, first, second uint64) {
	sum[0] += uint32(first & laneMask)
	sum[1] += uint32(first >> laneBits & laneMask)
	sum[2] += uint32(first >> (2 * laneBits))
	sum[3] += uint32(second & laneMask)
	sum[4] += uint32(second >> laneBits & laneMask)
	sum[5] += uint32(second >> (2 * laneBits))
}
