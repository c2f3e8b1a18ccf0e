package report_test

import (
	"testing"

	"github.com/sitrep-dev/sitrep/internal/corpus"
	"github.com/sitrep-dev/sitrep/knowledge"
)

func TestPhrases(t *testing.T) {
	page, err := knowledge.LoadPage(knowledge.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	cases, err := corpus.Read("../knowledge/page/boilerplate.corpus")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		got := "none"
		switch _, pointer := page.LinkLead(c.Input); {
		case page.Prompt(c.Input):
			got = "prompt"
		case pointer:
			got = "pointer"
		case page.Label(c.Input):
			got = "label"
		}
		corpus.Check(t, c, got)
	}
}
