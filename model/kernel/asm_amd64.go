package kernel

// assembled tells that the functions below exist.
const assembled = true

// mulPanelAVX512 multiplies blocks of six rows with one panel of 64 outputs.
//
//go:noescape
func mulPanelAVX512(dst *float32, stride int, a *uint8, inner int, w *int8, quads, blocks int, rowScale, scale *float32, sum *int32, bias *float32)

// mulHalfAVX2 multiplies threes of rows, split as by splitAVX2, with half a
// panel, 32 outputs.
//
//go:noescape
func mulHalfAVX2(dst *float32, stride int, a *uint8, inner int, w *int8, quads, triples int, rowScale, scale *float32, sum *int32, bias *float32, rest *int8, hot *uint16, counts *int32)

// splitAVX2 cuts the n bytes of data, with 128 added, to those with 64 added of
// which two neighbours are at most 258, and writes what is left of each to rest.
// A bit of marks stands for four bytes of which something is left.
//
//go:noescape
func splitAVX2(data *uint8, rest *int8, n int, marks *uint8)

// mulQuarterVNNI multiplies blocks of six rows with a quarter of a panel, 16 outputs.
//
//go:noescape
func mulQuarterVNNI(dst *float32, stride int, a *uint8, inner int, w *int8, quads, blocks int, rowScale, scale *float32, sum *int32, bias *float32)

// mulFourAVX512 multiplies four rows with a matrix of cols columns.
//
//go:noescape
func mulFourAVX512(dst *float32, dstStride int, a *float32, aStride int, b *float32, bStride, inner, cols int)

//go:noescape
func mulFourAVX2(dst *float32, dstStride int, a *float32, aStride int, b *float32, bStride, inner, cols int)

//go:noescape
func dotAVX2(x, y *float32, n int) float32

//go:noescape
func addScaledAVX2(dst, x *float32, n int, a float32)

//go:noescape
func normAVX2(x, plus, gain, bias *float32, n int, count, eps float32)

//go:noescape
func softmaxAVX2(x *float32, n int, scale float32)

//go:noescape
func geluAVX2(x *float32, n int)

//go:noescape
func geluAVX512(x *float32, n int)

//go:noescape
func largestAVX2(x *float32, n int) float32

//go:noescape
func roundAVX2(dst *uint8, x *float32, n int, inverse float32)
