// Package golden compares whole outputs with files kept in testdata.
//
// go test -update rewrites the files; an ordinary run never does.
package golden

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "rewrite golden files with what the tests produce")

// Check fails the test unless testdata/name holds got, and names the first line
// that differs. With -update it writes the file instead.
func Check(t testing.TB, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatalf("golden: %v", err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatalf("golden: %v", err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("golden: %v; run go test -update to write it", err)
	}
	if line, x, y, same := Diff(want, got); !same {
		t.Errorf("%s:%d: got %q, want %q; run go test -update if the change is meant", name, line, y, x)
	}
}

// Diff finds the first line, counted from 1, in which two texts differ.
func Diff(want, got []byte) (line int, x, y string, same bool) {
	a, b := bytes.Split(want, []byte("\n")), bytes.Split(got, []byte("\n"))
	for i := 0; i < max(len(a), len(b)); i++ {
		switch {
		case i >= len(a):
			return i + 1, "", string(b[i]), false
		case i >= len(b):
			return i + 1, string(a[i]), "", false
		case !bytes.Equal(a[i], b[i]):
			return i + 1, string(a[i]), string(b[i]), false
		}
	}
	return 0, "", "", true
}
