//go:build !amd64

package kernel

// assembled is false: only the plain path exists, and nothing below is called.
const assembled = false

const absent = "kernel: this path is for amd64; take paths from Best or Paths"

func mulPanelAVX512(*float32, int, *uint8, int, *int8, int, int, *float32, *float32, *int32, *float32) {
	panic(absent)
}
func mulHalfAVX2(*float32, int, *uint8, int, *int8, int, int, *float32, *float32, *int32, *float32, *int8, *uint16, *int32) {
	panic(absent)
}
func splitAVX2(*uint8, *int8, int, *uint8) { panic(absent) }
func mulQuarterVNNI(*float32, int, *uint8, int, *int8, int, int, *float32, *float32, *int32, *float32) {
	panic(absent)
}
func mulFourAVX512(*float32, int, *float32, int, *float32, int, int, int) { panic(absent) }
func mulFourAVX2(*float32, int, *float32, int, *float32, int, int, int)   { panic(absent) }
func dotAVX2(*float32, *float32, int) float32                             { panic(absent) }
func addScaledAVX2(*float32, *float32, int, float32)                      { panic(absent) }
func normAVX2(*float32, *float32, *float32, *float32, int, float32, float32) {
	panic(absent)
}
func softmaxAVX2(*float32, int, float32)       { panic(absent) }
func geluAVX2(*float32, int)                   { panic(absent) }
func geluAVX512(*float32, int)                 { panic(absent) }
func largestAVX2(*float32, int) float32        { panic(absent) }
func roundAVX2(*uint8, *float32, int, float32) { panic(absent) }
