package knowledge

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestOverlayRefusesWhatNothingReads keeps a rule in the wrong place from being
// taken for one in force.
func TestOverlayRefusesWhatNothingReads(t *testing.T) {
	for name, ok := range map[string]bool{
		"verbs/mine.yaml": true, "classes/mine.tsv": true, "actors/groups/mine.tsv": true, "speech/words.yaml": true, "README.md": true,
		"verb/mine.yaml": false, "verbs/mine.yml": false, "verbs/sub/mine.yaml": false, "actors/mine.tsv": false, "knowledge/verbs/aid.yaml": false,
	} {
		dir := t.TempDir()
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := Overlay(Embedded(), dir)
		if (err == nil) != ok || err != nil && !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
