package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func numbers(rng *rand.Rand, n int, spread float64) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = float32(rng.NormFloat64() * spread)
	}
	return out
}

func matrix(rng *rand.Rand, outs, ins int) (*Matrix, [][]int8) {
	m, rows := NewMatrix(outs, ins), make([][]int8, outs)
	for i := range rows {
		rows[i] = make([]int8, ins)
		for k := range rows[i] {
			rows[i][k] = int8(rng.IntN(255) - 127)
		}
		m.SetRow(i, rows[i], rng.Float32()/100, rng.Float32()-0.5)
	}
	return m, rows
}

// product is the int8 product from its definition, in float64.
func product(r *Rows, m *Matrix, weights [][]int8, i, ch int) float64 {
	total := 0
	for k, w := range weights[ch] {
		total += (int(r.data[i*r.inner+k]) - 128) * int(w)
	}
	return float64(total)*float64(r.scale[i])*float64(m.scale[ch]) + float64(m.bias[ch])
}

func checkInt8(t *testing.T, seed uint64, rows, outs, ins int) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 1))
	m, weights := matrix(rng, outs, ins)
	src := numbers(rng, rows*(ins+3), 2)
	var want []float32
	for _, p := range Paths() {
		r := NewRows(rows, ins)
		p.Quantize(r, src, rows, ins, ins+3)
		stride := m.Width() + 5
		got := make([]float32, Up(rows, Block)*stride)
		p.Mul(got, stride, r, m)
		if p == Plain {
			want = got
			for i := range rows {
				for ch := range outs {
					exact := product(r, m, weights, i, ch)
					if math.Abs(float64(got[i*stride+ch])-exact) > 1e-3*(1+math.Abs(exact)) {
						t.Fatalf("%d×%d×%d: result (%d, %d) is %g, by definition %g", rows, outs, ins, i, ch, got[i*stride+ch], exact)
					}
				}
			}
			continue
		}
		for i := range rows {
			if !slices.Equal(got[i*stride:][:m.Width()], want[i*stride:][:m.Width()]) {
				t.Fatalf("%d×%d×%d: row %d differs between %s and plain", rows, outs, ins, i, p)
			}
		}
	}
}

func TestInt8(t *testing.T) {
	for _, c := range [][3]int{{1, 1, 16}, {1, 64, 32}, {5, 65, 48}, {6, 128, 96}, {7, 1152, 384}, {13, 384, 1536}, {30, 257, 256}} {
		checkInt8(t, uint64(c[0]), c[0], c[1], c[2])
	}
}

func FuzzInt8(f *testing.F) {
	f.Add(uint64(1), uint8(3), uint8(70), uint8(4))
	f.Add(uint64(2), uint8(1), uint8(1), uint8(1))
	f.Fuzz(func(t *testing.T, seed uint64, rows, outs, ins uint8) {
		checkInt8(t, seed, 1+int(rows)%40, 1+int(outs), 16+int(ins)%30*16)
	})
}

// TestInt8Extremes takes the largest bytes there are, where 16-bit sums would overflow.
func TestInt8Extremes(t *testing.T) {
	const ins = 1536
	m, all, none := NewMatrix(2, ins), make([]int8, ins), make([]int8, ins)
	for k := range all {
		all[k], none[k] = 127, -127
	}
	m.SetRow(0, all, 1, 0)
	m.SetRow(1, none, 1, 0)
	src := make([]float32, 2*ins)
	for k := range ins {
		src[k], src[ins+k] = 127, -127
	}
	for _, p := range Paths() {
		r, got := NewRows(2, ins), make([]float32, Block*Panel)
		p.Quantize(r, src, 2, ins, ins)
		p.Mul(got, Panel, r, m)
		const top = 127 * 127 * ins
		if got[0] != top || got[1] != -top || got[Panel] != -top || got[Panel+1] != top {
			t.Errorf("%s: %v %v %v %v, want ±%d", p, got[0], got[1], got[Panel], got[Panel+1], top)
		}
	}
}

func TestQuantize(t *testing.T) {
	src := make([]float32, 32)
	copy(src, []float32{1, 2, -1, 0.4999})
	for _, p := range Paths() {
		r := NewRows(2, 16)
		p.Quantize(r, src, 2, 16, 16)
		var got []int
		for _, k := range []int{0, 1, 2, 3, 40} { // the last is of a row of zeros
			v := int(r.data[k]) - 128
			if p == AVX2 {
				v = int(r.data[k]) - 64 + int(r.split.rest[k])
			}
			got = append(got, v)
		}
		if !slices.Equal(got, []int{64, 127, -64, 32, 0}) {
			t.Errorf("%s: numbers %v", p, got)
		}
		if r.scale[0] != float32(2)/127 || r.scale[1] != 1e-12 {
			t.Errorf("%s: scales %v", p, r.scale)
		}
	}
}

func checkFloat(t *testing.T, seed uint64, rows, inner, cols int) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 2))
	a, b := numbers(rng, rows*(inner+1), 1), numbers(rng, inner*(cols+2), 1)
	var want []float32
	for _, p := range Paths() {
		got := make([]float32, rows*(cols+3))
		p.MulFloat(got, cols+3, a, inner+1, b, cols+2, rows, inner, cols)
		if p == Plain {
			want = got
		} else if !slices.Equal(got, want) {
			t.Fatalf("%d×%d×%d: %s differs from plain", rows, inner, cols, p)
		}
	}
	sum := 0.0
	for k := range inner {
		sum += float64(a[k]) * float64(b[k*(cols+2)])
	}
	if math.Abs(sum-float64(want[0])) > 1e-3 {
		t.Errorf("first result %g, want %g", want[0], sum)
	}
}

func TestMulFloat(t *testing.T) {
	for _, c := range [][3]int{{1, 1, 16}, {3, 32, 48}, {4, 32, 32}, {5, 7, 80}, {30, 32, 32}, {31, 256, 64}} {
		checkFloat(t, uint64(c[0]), c[0], c[1], c[2])
	}
}

func FuzzMulFloat(f *testing.F) {
	f.Add(uint64(1), uint8(3), uint8(70), uint8(4))
	f.Fuzz(func(t *testing.T, seed uint64, rows, inner, cols uint8) {
		checkFloat(t, seed, 1+int(rows)%50, 1+int(inner), 16+int(cols)%8*16)
	})
}

// rowKernels are the kernels over one row, for the comparison of paths.
var rowKernels = map[string]func(p Path, x, y, gain, bias []float32) []float32{
	"dot":       func(p Path, x, y, _, _ []float32) []float32 { return []float32{p.Dot(x, y)} },
	"addscaled": func(p Path, x, y, _, _ []float32) []float32 { p.AddScaled(x, y, 0.37); return x },
	"norm":      func(p Path, x, y, gain, bias []float32) []float32 { p.Norm(x, y, gain, bias, 1e-12); return x },
	"softmax":   func(p Path, x, _, _, _ []float32) []float32 { p.Softmax(x, 0.17); return x },
	"gelu":      func(p Path, x, _, _, _ []float32) []float32 { p.GELU(x); return x },
	"largest":   func(p Path, x, _, _, _ []float32) []float32 { return []float32{p.largest(x)} },
	"round": func(p Path, x, _, _, _ []float32) []float32 {
		out, bytes := make([]float32, len(x)), make([]uint8, len(x))
		p.round(bytes, x, 127/p.largest(x))
		for i, b := range bytes {
			out[i] = float32(b)
		}
		return out
	},
}

func checkRow(t *testing.T, seed uint64, n int, spread float64) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 3))
	x, y, gain, bias := numbers(rng, n, spread), numbers(rng, n, spread), numbers(rng, n, 1), numbers(rng, n, 1)
	for name, run := range rowKernels {
		want := run(Plain, slices.Clone(x), y, gain, bias)
		for _, p := range Paths()[1:] {
			got := run(p, slices.Clone(x), y, gain, bias)
			for i := range want {
				if got[i] != want[i] {
					t.Fatalf("%s of %d numbers, spread %g: number %d is %g on %s, %g on plain", name, n, spread, i, got[i], p, want[i])
				}
			}
		}
	}
}

func TestRows(t *testing.T) {
	for n := 16; n <= 1536; n += 16 {
		checkRow(t, uint64(n), n, float64(n%7)+0.1)
	}
}

func FuzzRows(f *testing.F) {
	f.Add(uint64(1), uint8(3), 1.0)
	f.Add(uint64(2), uint8(0), 1e-6)
	f.Add(uint64(3), uint8(9), 1e4)
	f.Fuzz(func(t *testing.T, seed uint64, n uint8, spread float64) {
		if math.Abs(spread) > 1e-10 && math.Abs(spread) < 1e10 {
			checkRow(t, seed, 16+int(n)%24*16, spread)
		}
	})
}

func TestValues(t *testing.T) {
	for x := -6.0; x < 6; x += 1.0 / 64 {
		want := x * 0.5 * (1 + math.Erf(x/math.Sqrt2))
		row := make([]float32, 16)
		row[0] = float32(x)
		Plain.GELU(row)
		if math.Abs(float64(row[0])-want) > 1e-6 {
			t.Fatalf("gelu(%g) is %g, want %g", x, row[0], want)
		}
	}
	for x := -87.0; x <= 0; x += 0.01 {
		got, want := float64(exp(float32(x))), math.Exp(float64(float32(x)))
		if math.Abs(got-want) > 4e-7*want {
			t.Fatalf("exp(%g) is %g, want %g", x, got, want)
		}
	}
	row := []float32{1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8}
	Plain.Softmax(row, 1)
	sum := 0.0
	for _, v := range row {
		sum += float64(v)
	}
	if math.Abs(sum-1) > 1e-6 || row[7]/row[6] < 2.718 || row[7]/row[6] > 2.719 {
		t.Errorf("softmax gives %v", row)
	}
	x, zero, one := []float32{1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4}, make([]float32, 16), slices.Repeat([]float32{1}, 16)
	Plain.Norm(x, zero, one, zero, 0)
	if math.Abs(float64(x[0])+1.5/math.Sqrt(1.25)) > 1e-6 {
		t.Errorf("norm gives %v", x)
	}
}

func TestSizesPanic(t *testing.T) {
	for name, f := range map[string]func(){
		"row":      func() { NewMatrix(1, 16).SetRow(0, make([]int8, 15), 1, 0) },
		"quantize": func() { Plain.Quantize(NewRows(1, 16), make([]float32, 640), 20, 32, 32) },
		"mul": func() {
			r := NewRows(1, 32)
			Plain.Quantize(r, make([]float32, 32), 1, 32, 32)
			Plain.Mul(make([]float32, 10), 64, r, NewMatrix(64, 32))
		},
		"float": func() {
			Plain.MulFloat(make([]float32, 16), 16, make([]float32, 2), 2, make([]float32, 16), 16, 1, 2, 16)
		},
		"dot": func() { Plain.Dot(make([]float32, 15), make([]float32, 15)) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}
