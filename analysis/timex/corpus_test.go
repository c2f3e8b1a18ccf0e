package timex

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/internal/corpus"
	"github.com/sitrep-dev/sitrep/knowledge"
)

func load(t testing.TB) *Finder {
	t.Helper()
	base, err := knowledge.Load(knowledge.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return New(base.Timex)
}

func TestCorpus(t *testing.T) {
	files, _ := filepath.Glob("../../knowledge/timex/*.corpus")
	if len(files) == 0 {
		t.Fatal("no corpus files in knowledge/timex")
	}
	f := load(t)
	fired := map[string]bool{}
	for _, file := range files {
		cases, err := corpus.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		none := false
		for _, c := range cases {
			none = none || c.Want == "none"
			anchor, err := time.Parse(time.DateOnly, c.Vars["anchor"])
			if err != nil {
				t.Fatalf("%s: bad @anchor: %v", c.Pos, err)
			}
			got := "none"
			switch tx, err := f.Resolve(c.Input, anchor); {
			case err == nil:
				got = tx.Value
			case !errors.Is(err, ErrNoExpr):
				t.Fatal(err)
			}
			corpus.Check(t, c, got)
			note(f, c.Input, fired)
		}
		if !none {
			t.Errorf("%s: no example of \"none\"; add one that must not be read", file)
		}
	}
	for _, r := range f.g.rules {
		if !fired[r.ID] {
			t.Errorf("rule %s is fired by no example in knowledge/timex/*.corpus; add one", r.ID)
		}
	}
}

// note records the rules behind the expressions of a text, the inner ones too.
func note(f *Finder, text string, fired map[string]bool) {
	var walk func(nd *node)
	walk = func(nd *node) {
		fired[nd.rule.ID] = true
		for i := range nd.slots {
			if nd.slots[i].node != nil {
				walk(nd.slots[i].node)
			}
		}
	}
	for _, nd := range f.sequence(&sitrep.Document{Text: text}).choose() {
		walk(nd)
	}
}
