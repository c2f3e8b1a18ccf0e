package golden_test

import (
	"testing"

	"github.com/sitrep-dev/sitrep/internal/golden"
)

func TestDiff(t *testing.T) {
	for _, tt := range []struct {
		want, got string
		line      int
		same      bool
	}{
		{"a\nb\n", "a\nb\n", 0, true},
		{"a\nb\n", "a\nc\n", 2, false},
		{"a\n", "a\nb\n", 2, false},
		{"a\nb", "a", 2, false},
	} {
		line, _, _, same := golden.Diff([]byte(tt.want), []byte(tt.got))
		if line != tt.line || same != tt.same {
			t.Errorf("Diff(%q, %q) = line %d, same %t; want %d, %t", tt.want, tt.got, line, same, tt.line, tt.same)
		}
	}
}

func TestCheck(t *testing.T) { golden.Check(t, "sample.txt", []byte("one line\n")) }
