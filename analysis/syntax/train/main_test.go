package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadKeepsGenres(t *testing.T) {
	word := "1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n\n"
	file := filepath.Join(t.TempDir(), "a.conllu")
	text := "# newdoc id = X_news_one\n" + word + word + "# newdoc id = X_fiction_two\n" + word + "# newdoc id = odd\n" + word
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		genres []string
		want   int
	}{{nil, 4}, {[]string{"news"}, 2}, {[]string{"speech"}, 0}} {
		got, err := read(file, c.genres)
		if err != nil || len(got) != c.want {
			t.Errorf("genres %v give %d sentences, %v; want %d", c.genres, len(got), err, c.want)
		}
	}
}

// Inputs that are not the listed ones, and genres under non-commercial
// licences, must never reach the weights.
func TestInputsAreChecked(t *testing.T) {
	dir := t.TempDir()
	if _, err := inputs(dir); err == nil {
		t.Error("missing inputs are no error")
	}
	name, _, _ := strings.Cut(strings.Split(manifest, "\n")[1], "\t")
	if err := os.WriteFile(filepath.Join(dir, name), []byte("1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := inputs(dir); err == nil || !strings.Contains(err.Error(), "SHA-256") {
		t.Errorf("a changed input gives %v", err)
	}
	for _, genre := range []string{"essay", "fiction", "letter", "podcast", "whow"} {
		if strings.Contains(manifest, genre) {
			t.Errorf("genre %s is listed", genre)
		}
	}
}
