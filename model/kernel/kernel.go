// Package kernel multiplies matrices and does the few other sums that a small
// transformer needs: norm, softmax, GELU, dot products.
//
// Every function exists in plain Go and in assembly for AVX2 or AVX-512, and
// all forms give the same bits: integer sums are exact, floating-point ones are
// taken in one fixed order (sixteen lanes, added as a tree), products and sums
// are rounded one by one and never fused. A Path says which one runs; Best asks
// the processor. Results do not depend on how many rows are computed together.
//
// It does not know what the numbers mean, starts no goroutine and allocates
// only where it says so. It checks sizes once a call and panics when a slice is
// too short, which is an error of the program and never of its input.
package kernel

import "golang.org/x/sys/cpu"

// Path is one implementation of the kernels. The zero Path is plain Go.
type Path uint8

// The paths. Asking for one that the processor lacks ends the program with an
// illegal instruction; take them from Best or Paths.
const (
	Plain Path = iota
	AVX2
	VNNI   // AVX2 with the byte dot product of AVX-VNNI
	AVX512 // with the byte dot product of AVX512-VNNI
)

// String is the name for reports: "plain", "avx2", "avx-vnni", "avx512".
func (p Path) String() string {
	switch p {
	case AVX2:
		return "avx2"
	case VNNI:
		return "avx-vnni"
	case AVX512:
		return "avx512"
	}
	return "plain"
}

// Paths lists what this processor can run, slowest first.
func Paths() []Path {
	out := []Path{Plain}
	if !assembled {
		return out
	}
	if cpu.X86.HasAVX2 {
		out = append(out, AVX2)
		if cpu.X86.HasAVXVNNI {
			out = append(out, VNNI)
		}
		if cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512VNNI {
			out = append(out, AVX512)
		}
	}
	return out
}

// Best is the fastest path of this processor.
func Best() Path {
	all := Paths()
	return all[len(all)-1]
}

// Panel is the number of outputs of a Matrix that are computed together: rows of
// results are that wide or a multiple of it.
const Panel = 64

// Block is the number of input rows computed together: results have room for a
// multiple of it.
const Block = 6

// Lanes is the number of partial sums of a floating-point sum; lengths of rows
// given to the floating-point kernels are multiples of it.
const Lanes = 16

// Up rounds n up to a multiple of unit.
func Up(n, unit int) int { return (n + unit - 1) / unit * unit }
