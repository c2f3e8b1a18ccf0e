package corpus_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/sitrep-dev/sitrep/internal/corpus"
)

func TestRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.corpus")
	text := "# comment\n@anchor 2024-03-05\n\none\ntwo  # aside\n  = x y\n\nthree\n  ~ none\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cases, err := corpus.Read(file)
	if err != nil || len(cases) != 3 {
		t.Fatalf("got %d cases, %v; want 3", len(cases), err)
	}
	if c := cases[1]; c.Input != "two" || c.Want != "x y" || c.Vars["anchor"] != "2024-03-05" || c.Pos != "a.corpus:5" {
		t.Errorf("second case is %+v", c)
	}
	if !cases[2].Gap {
		t.Error("third case should be a gap")
	}
}

func TestReadFaults(t *testing.T) {
	for _, text := range []string{"  = x\n", "one\n", "one\n  is x\n"} {
		file := filepath.Join(t.TempDir(), "a.corpus")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := corpus.Read(file); err == nil {
			t.Errorf("no error for %q", text)
		}
	}
}
