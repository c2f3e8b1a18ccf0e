package event_test

import (
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/text"
)

// TestThere wants "there" read as the place told last, and as none where none is told.
func TestThere(t *testing.T) {
	k, err := knowledge.Load(knowledge.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	layers, err := analysis.New(k)
	if err != nil {
		t.Fatal(err)
	}
	for sentence, want := range map[string]string{
		"Shells fell on Gao on Monday. Two farmers were killed there, a doctor said.":             "Gao",
		"The mayor in Bamako wept on Monday. The road was closed. Two farmers were killed there.": "",
		"Soldiers reached Gao on Monday. There were two farmers killed.":                          "",
	} {
		doc := text.New(k.Text).Document(sitrep.Report{ID: "r", Text: sentence, Language: "en"})
		layers.Analyze(doc)
		got := "no claim"
		for _, c := range event.New(k, "test").Code(doc) {
			if doc.Words(c.Trigger) == "killed" {
				if got = ""; c.Place != nil {
					got = c.Place.Name
				}
			}
		}
		if got != want {
			t.Errorf("%s: place %q, want %q", sentence, got, want)
		}
	}
}
