package knowledge

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep/internal/corpus"
)

func predicateFiles(t *testing.T) (*Predicates, *Classes) {
	t.Helper()
	fsys := Embedded()
	ont, err := loadOntology(fsys)
	if err != nil {
		t.Fatal(err)
	}
	classes, err := loadClasses(fsys)
	if err != nil {
		t.Fatal(err)
	}
	p, err := loadPredicates(fsys, ont, classes)
	if err != nil {
		t.Fatal(err)
	}
	return p, classes
}

func TestPredicatesLoad(t *testing.T) {
	p, _ := predicateFiles(t)
	types := map[string]bool{}
	for _, e := range p.Entries {
		types[e.Type] = true
		if e.Light && e.Type != "" {
			t.Errorf("%s:%d: %s is light and has a type", e.File, e.Line, e.ID)
		}
		if e.Confidence <= 0 || e.Confidence > 1 {
			t.Errorf("%s:%d: confidence %g is no probability", e.File, e.Line, e.Confidence)
		}
		if e.Line == 0 {
			t.Errorf("%s: entry %s has no line", e.File, e.ID)
		}
		family, _, _ := strings.Cut(e.ID, ".")
		if want := "verbs/" + family + ".yaml"; e.File != want {
			t.Errorf("%s stands in %s, want %s", e.ID, e.File, want)
		}
	}
	ont, err := loadOntology(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for name := range ont.Types {
		if !types[name] {
			t.Errorf("no entry codes %s", name)
		}
	}
}

// TestPatternsOnce keeps one pattern from standing twice in an entry, where the
// second can never be reached.
func TestPatternsOnce(t *testing.T) {
	p, _ := predicateFiles(t)
	for _, e := range p.Entries {
		for _, list := range [][]string{e.Verbs, e.Nouns, e.Adjectives} {
			seen := map[string]bool{}
			for _, text := range list {
				if seen[text] {
					t.Errorf("%s:%d: %s lists %q twice", e.File, e.Line, e.ID, text)
				}
				seen[text] = true
			}
		}
	}
}

// TestEntriesHaveExamples holds every entry to a line of the corpus beside its
// file, labelled "@entry ID", and every corpus to enough lines labelled "none".
func TestEntriesHaveExamples(t *testing.T) {
	p, _ := predicateFiles(t)
	byID := map[string]*Entry{}
	for _, e := range p.Entries {
		byID[e.ID] = e
	}
	files, err := filepath.Glob("verbs/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in verbs: %v", err)
	}
	examples := map[string]int{}
	for _, file := range files {
		cases, err := corpus.Read(strings.TrimSuffix(file, ".yaml") + ".corpus")
		if err != nil {
			t.Fatal(err)
		}
		negatives := 0
		for _, c := range cases {
			id := c.Vars["entry"]
			if c.Want == "none" {
				negatives++
			}
			if id == "none" {
				continue
			}
			e := byID[id]
			if e == nil {
				t.Errorf("%s: no entry %q", c.Pos, id)
				continue
			}
			if e.Type != "" && !strings.Contains(c.Want, e.Type) && (e.Soft == "" || !strings.Contains(c.Want, e.Soft)) {
				t.Errorf("%s: the answer %q of %s has not its type %s", c.Pos, c.Want, id, e.Type)
			}
			examples[id]++
		}
		if negatives < 15 {
			t.Errorf("%s: %d negative examples, want 15", file, negatives)
		}
	}
	for _, e := range p.Entries {
		if examples[e.ID] == 0 {
			t.Errorf("%s:%d: entry %s has no example", e.File, e.Line, e.ID)
		}
	}
}

// TestPeopleArePersons keeps "person" the widest class of people, so that a
// condition on persons need not list soldiers and ministers.
func TestPeopleArePersons(t *testing.T) {
	_, classes := predicateFiles(t)
	narrow := []string{"armed", "police", "state-armed", "non-state-armed", "leader", "envoy", "civilian", "captive", "crowd", "worker"}
	for lemma, names := range classes.byLemma {
		for _, class := range narrow {
			if classes.Has(lemma, class) && !classes.Has(lemma, "person") {
				t.Errorf("%q is of %v, not of person", lemma, names)
			}
		}
	}
}
