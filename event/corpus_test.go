package event_test

import (
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/internal/corpus"
)

// TestCorpus runs the example sentences beside the predicate files through the
// whole chain up to claims. An answer lists claims as
// "TYPE/mode actor > recipient ; …"; each has to be found, "none" forbids every
// event claim of quad class 1 to 4.
func TestCorpus(t *testing.T) {
	files, _ := filepath.Glob("../knowledge/verbs/*.corpus")
	if len(files) == 0 {
		t.Fatal("no corpus files in knowledge/verbs")
	}
	chain := load(t)
	for _, file := range files {
		cases, err := corpus.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		none := false
		for _, c := range cases {
			none = none || c.Want == "none"
			doc, claims := chain.code(sitrep.Report{Text: c.Input})
			got := describe(doc, claims, c.Want)
			corpus.Check(t, c, got)
		}
		if !none {
			t.Errorf("%s: no example with the answer none; add sentences in which the words mean something else", filepath.Base(file))
		}
	}
}

// describe gives want back when every claim it lists was coded, else what was.
func describe(doc *sitrep.Document, claims []sitrep.Claim, want string) string {
	var all []string
	for i := range claims {
		if claims[i].Quad > 0 || want != "none" && claims[i].Type != "" {
			all = append(all, short(doc, &claims[i]))
		}
	}
	if len(all) == 0 {
		return "none"
	}
	if want != "none" {
		missed := false
		for _, part := range strings.Split(want, ";") {
			missed = missed || !oneOf(doc, claims, strings.TrimSpace(part))
		}
		if !missed {
			return want
		}
	}
	sort.Strings(all)
	return strings.Join(all, " ; ")
}

func short(doc *sitrep.Document, c *sitrep.Claim) string {
	word := func(actors []sitrep.Actor) string {
		var names []string
		for _, a := range actors {
			names = append(names, a.Name)
		}
		if names == nil {
			return "-"
		}
		return strings.Join(names, "+")
	}
	out := c.Type
	if len(c.Modes) > 0 {
		out += "/" + strings.Join(c.Modes, "+")
	}
	return out + " " + word(c.Actors) + " > " + word(c.Recipients)
}

// oneOf reports whether some claim has the type, all modes, and parties whose
// name or words contain those of the pattern. A pattern without parties asks for
// the type alone.
func oneOf(doc *sitrep.Document, claims []sitrep.Claim, pattern string) bool {
	head, parties, hasParties := strings.Cut(pattern, " ")
	typ, modes, _ := strings.Cut(head, "/")
	actor, recipient, _ := strings.Cut(parties, ">")
	for i := range claims {
		c := &claims[i]
		if c.Type != typ || !hasModes(c.Modes, modes) {
			continue
		}
		if !hasParties || named(doc, c.Actors, actor) && named(doc, c.Recipients, recipient) {
			return true
		}
	}
	return false
}

func hasModes(have []string, want string) bool {
	for _, mode := range strings.Split(want, "+") {
		if mode != "" && !strings.Contains(" "+strings.Join(have, " ")+" ", " "+mode+" ") {
			return false
		}
	}
	return true
}

func named(doc *sitrep.Document, actors []sitrep.Actor, want string) bool {
	want = strings.ToLower(strings.TrimSpace(want))
	if want == "" || want == "-" {
		return want == "" || len(actors) == 0
	}
	for _, name := range strings.Split(want, "+") {
		found := false
		for _, a := range actors {
			words := strings.ToLower(a.Name + " " + doc.Words(a.Span))
			found = found || strings.Contains(words, strings.TrimSpace(name))
		}
		if !found {
			return false
		}
	}
	return true
}
