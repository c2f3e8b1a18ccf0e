package knowledge

import (
	"encoding/binary"
	"testing"
)

func TestPacked(t *testing.T) {
	for _, tt := range []struct {
		values []int32
		base   uint32
		width  int
	}{
		{[]int32{0, 1, 1<<24 - 1}, 0, 3},
		{[]int32{0, 1 << 24}, 0, 4},
		{[]int32{-1, 7}, 1, 3},
		{[]int32{-900000, 0, 899999}, 90e4, 3},
		{[]int32{-900001}, 90e4, 4},
		{nil, 0, 3},
	} {
		var raw []byte
		for _, v := range tt.values {
			raw = binary.LittleEndian.AppendUint32(raw, uint32(v))
		}
		c := pack(raw, tt.base)
		if c.width != tt.width {
			t.Errorf("%v in %d bytes each, want %d", tt.values, c.width, tt.width)
		}
		for i, v := range tt.values {
			if got := int32(c.at(i)); got != v {
				t.Errorf("%v: number %d reads %d", tt.values, i, got)
			}
		}
	}
}

// TestGroupHeads finds every folded key of the embedded gazetteer from its exact
// keys, and none that it lacks.
func TestGroupHeads(t *testing.T) {
	p := testPlaces(t)
	for i := 0; i < p.gaz.groupKey.n; i += 97 {
		first, end := p.gaz.groupKey.span(i)
		from, to := p.gaz.group(p.fold.Fold(p.gaz.key(int(first))))
		if from != int(first) || to != int(end) {
			t.Fatalf("group %d: keys %d to %d, want %d to %d", i, from, to, first, end)
		}
	}
	for _, absent := range []string{"", "a", "zzzzzz", "qqq xxx", "~"} {
		if from, to := p.gaz.group(absent); from != to {
			t.Errorf("%q: keys %d to %d", absent, from, to)
		}
	}
}
