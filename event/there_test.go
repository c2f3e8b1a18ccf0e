package event_test

import (
	"testing"

	"github.com/sitrep-dev/sitrep"
)

// TestThere wants "there" read as the place told last, and as none where none is told.
func TestThere(t *testing.T) {
	c := load(t)
	for sentence, want := range map[string]string{
		"Shells fell on Gao on Monday. Two farmers were killed there, a doctor said.":             "Gao",
		"The mayor in Bamako wept on Monday. The road was closed. Two farmers were killed there.": "",
		"Soldiers reached Gao on Monday. There were two farmers killed.":                          "",
	} {
		doc, claims := c.code(sitrep.Report{Text: sentence})
		got := "no claim"
		for _, c := range claims {
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
