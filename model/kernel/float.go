package kernel

import (
	"fmt"
	"math"
)

// MulFloat computes dst = a × b, a of rows × inner, b of inner × cols, all with
// row strides. cols is a multiple of Lanes. Every sum runs over the inner index
// in order, from zero.
func (p Path) MulFloat(dst []float32, dstStride int, a []float32, aStride int, b []float32, bStride, rows, inner, cols int) {
	if rows == 0 || cols == 0 {
		return
	}
	if cols%Lanes != 0 || inner == 0 || len(dst) < (rows-1)*dstStride+cols || len(a) < (rows-1)*aStride+inner || len(b) < (inner-1)*bStride+cols {
		panic(fmt.Sprintf("kernel: %d×%d times %d×%d does not fit the slices", rows, inner, inner, cols))
	}
	if p == Plain {
		mulFloatPlain(dst, dstStride, a, aStride, b, bStride, rows, inner, cols)
		return
	}
	four := mulFourAVX2
	if p == AVX512 {
		four = mulFourAVX512
	}
	if rows < 4 { // four times the same row
		for i := range rows {
			four(&dst[i*dstStride], 0, &a[i*aStride], 0, &b[0], bStride, inner, cols)
		}
		return
	}
	for i := 0; i < rows; i += 4 {
		i := min(i, rows-4) // the last four may do rows again
		four(&dst[i*dstStride], dstStride, &a[i*aStride], aStride, &b[0], bStride, inner, cols)
	}
}

func mulFloatPlain(dst []float32, dstStride int, a []float32, aStride int, b []float32, bStride, rows, inner, cols int) {
	for i := range rows {
		out := dst[i*dstStride:][:cols]
		clear(out)
		for k, x := range a[i*aStride:][:inner] {
			row := b[k*bStride:][:len(out)]
			for j, y := range row {
				out[j] += float32(x * y)
			}
		}
	}
}

// tree adds sixteen lanes: i and i+8, then i and i+4, i and i+2, and the two left.
func tree(s *[Lanes]float32) float32 {
	for half := Lanes / 2; half > 0; half /= 2 {
		for i := range half {
			s[i] += s[i+half]
		}
	}
	return s[0]
}

func whole(x []float32) {
	if len(x)%Lanes != 0 || len(x) == 0 {
		panic(fmt.Sprintf("kernel: a row of %d numbers is no multiple of %d", len(x), Lanes))
	}
}

// Dot is the sum of products of x and the first len(x) numbers of y.
func (p Path) Dot(x, y []float32) float32 {
	whole(x)
	y = y[:len(x)]
	if p != Plain {
		return dotAVX2(&x[0], &y[0], len(x))
	}
	var s [Lanes]float32
	for i, v := range x {
		s[i%Lanes] += float32(v * y[i])
	}
	return tree(&s)
}

// AddScaled adds a times each number of x to dst.
func (p Path) AddScaled(dst, x []float32, a float32) {
	whole(x)
	dst = dst[:len(x)]
	if p != Plain {
		addScaledAVX2(&dst[0], &x[0], len(x), a)
		return
	}
	for i, v := range x {
		dst[i] += float32(a * v)
	}
}

// Norm is the layer norm of x + plus, written over x: less the mean, divided by
// the standard deviation, times gain, plus bias. eps is added to the variance.
func (p Path) Norm(x, plus, gain, bias []float32, eps float32) {
	whole(x)
	n := len(x)
	plus, gain, bias = plus[:n], gain[:n], bias[:n]
	if p != Plain {
		normAVX2(&x[0], &plus[0], &gain[0], &bias[0], n, float32(n), eps)
		return
	}
	var s [Lanes]float32
	for i := range x {
		x[i] += plus[i]
		s[i%Lanes] += x[i]
	}
	mean := tree(&s) / float32(n)
	s = [Lanes]float32{}
	for i := range x {
		x[i] -= mean
		s[i%Lanes] += float32(x[i] * x[i])
	}
	inverse := 1 / float32(math.Sqrt(float64(tree(&s)/float32(n)+eps)))
	for i := range x {
		x[i] = float32(float32(x[i]*inverse)*gain[i]) + bias[i]
	}
}

// Softmax turns the scores x, times scale, into weights that add up to one.
func (p Path) Softmax(x []float32, scale float32) {
	whole(x)
	if p != Plain {
		softmaxAVX2(&x[0], len(x), scale)
		return
	}
	top := x[0]
	for _, v := range x {
		top = max(top, v)
	}
	var s [Lanes]float32
	for i, v := range x {
		x[i] = exp(float32((v - top) * scale))
		s[i%Lanes] += x[i]
	}
	inverse := 1 / tree(&s)
	for i := range x {
		x[i] *= inverse
	}
}

// exp is e to the power of x, which is at most zero; below -87 it is that of -87.
// The range is reduced by powers of two and the rest is a polynomial (Cephes, expf).
func exp(x float32) float32 {
	x = max(x, expLow)
	n := nearest(float32(x * log2e))
	r := x - float32(n*ln2High)
	r -= float32(n * ln2Low)
	y := float32(expC0)
	for _, c := range [...]float32{expC1, expC2, expC3, expC4, expC5} {
		y = float32(y*r) + c
	}
	y = float32(y*float32(r*r)) + r
	y++
	return y * math.Float32frombits(uint32(int32(n)+127)<<23)
}

// nearest rounds to the nearest integer, half to even, below 2²².
func nearest(x float32) float32 {
	const big = 3 << 22
	x = float32(x + big)
	return x - big
}

// GELU replaces each x by x times the chance that a standard normal number is
// below x. The error function is a quotient of polynomials (as in Eigen),
// exact to about 2e-7.
func (p Path) GELU(x []float32) {
	whole(x)
	switch p {
	case AVX512:
		geluAVX512(&x[0], len(x))
		return
	case AVX2, VNNI:
		geluAVX2(&x[0], len(x))
		return
	}
	for i, v := range x {
		u := min(max(float32(v*sqrtHalf), -4), 4)
		s := float32(u * u)
		n := float32(erfN6)
		for _, c := range [...]float32{erfN5, erfN4, erfN3, erfN2, erfN1, erfN0} {
			n = float32(n*s) + c
		}
		d := float32(erfD4)
		for _, c := range [...]float32{erfD3, erfD2, erfD1, erfD0} {
			d = float32(d*s) + c
		}
		x[i] = float32(v*0.5) * (float32(n*u)/d + 1)
	}
}

// largest is the largest magnitude in x.
func (p Path) largest(x []float32) float32 {
	if p != Plain {
		return largestAVX2(&x[0], len(x))
	}
	top := float32(0)
	for _, v := range x {
		top = max(top, math.Float32frombits(math.Float32bits(v)&^(1<<31)))
	}
	return top
}

// round gives x times inverse as bytes with 128 added.
func (p Path) round(dst []uint8, x []float32, inverse float32) {
	if p != Plain {
		roundAVX2(&dst[0], &x[0], len(x), inverse)
		return
	}
	for i, v := range x {
		dst[i] = uint8(int32(nearest(float32(v*inverse))) + 128)
	}
}

const (
	expLow   = -87
	log2e    = 1.44269504088896341
	ln2High  = 0.693359375
	ln2Low   = -2.12194440e-4
	expC0    = 1.9875691500e-4
	expC1    = 1.3981999507e-3
	expC2    = 8.3334519073e-3
	expC3    = 4.1665795894e-2
	expC4    = 1.6666665459e-1
	expC5    = 5.0000001201e-1
	sqrtHalf = 0.70710678118654752

	erfN6 = -2.72614225801306e-10
	erfN5 = 2.77068142495902e-08
	erfN4 = -2.10102402082508e-06
	erfN3 = -5.69250639462346e-05
	erfN2 = -7.34990630326855e-04
	erfN1 = -2.95459980854025e-03
	erfN0 = -1.60960333262415e-02
	erfD4 = -1.45660718464996e-05
	erfD3 = -2.13374055278905e-04
	erfD2 = -1.68282697438203e-03
	erfD1 = -7.37332916720468e-03
	erfD0 = -1.42647390514189e-02
)
