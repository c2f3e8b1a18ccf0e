//go:build unix

package kernel

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"
	"time"
)

// used is the processor time of this process, which other work on the machine
// does not add to. Rates are by it.
func used(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkInt8 multiplies rows whose largest number is 4.5 times the usual one,
// about as in the hidden states of the model. An operation is a product or a sum.
func BenchmarkInt8(b *testing.B) {
	for _, c := range [][3]int{{30, 384, 384}, {240, 384, 384}, {240, 1536, 384}, {240, 384, 1536}, {1, 384, 384}} {
		rows, outs, ins := c[0], c[1], c[2]
		rng := rand.New(rand.NewPCG(1, 1))
		m, _ := matrix(rng, outs, ins)
		r, dst := NewRows(rows, ins), make([]float32, Up(rows, Block)*m.Width())
		for _, p := range Paths() {
			src := numbers(rng, rows*ins, 1)
			for i := range rows {
				src[i*ins] = 4.5
			}
			p.Quantize(r, src, rows, ins, ins)
			b.Run(fmt.Sprintf("%dx%dx%d/%s", rows, outs, ins, p), func(b *testing.B) {
				from := used(b)
				for b.Loop() {
					p.Mul(dst, m.Width(), r, m)
				}
				b.ReportMetric(2e-9*float64(rows*outs*ins)*float64(b.N)/(used(b)-from).Seconds(), "GOP/s")
			})
		}
	}
}

// BenchmarkFloat multiplies as attention does, and a larger product.
func BenchmarkFloat(b *testing.B) {
	for _, c := range [][3]int{{30, 32, 32}, {240, 384, 384}} {
		rows, inner, cols := c[0], c[1], c[2]
		rng := rand.New(rand.NewPCG(1, 1))
		x, y, dst := numbers(rng, rows*inner, 1), numbers(rng, inner*cols, 1), make([]float32, rows*cols)
		for _, p := range Paths() {
			b.Run(fmt.Sprintf("%dx%dx%d/%s", rows, inner, cols, p), func(b *testing.B) {
				from := used(b)
				for b.Loop() {
					p.MulFloat(dst, cols, x, inner, y, cols, rows, inner, cols)
				}
				b.ReportMetric(2e-9*float64(rows*cols*inner)*float64(b.N)/(used(b)-from).Seconds(), "GFLOP/s")
			})
		}
	}
}

// BenchmarkRows measures what is done to one row of 384 numbers.
func BenchmarkRows(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	x, y := numbers(rng, 384, 1), numbers(rng, 384, 1)
	for _, name := range slices.Sorted(maps.Keys(rowKernels)) {
		run := rowKernels[name]
		if name == "round" {
			continue
		}
		for _, p := range Paths() {
			b.Run(name+"/"+p.String(), func(b *testing.B) {
				z := slices.Clone(x)
				for b.Loop() {
					copy(z, x)
					run(p, z, y, x, y)
				}
			})
		}
	}
}
