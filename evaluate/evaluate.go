// Package evaluate scores the coder on texts that users labelled themselves.
//
// It reads the labels from a table or from JSON Lines, lays them beside the
// claims that were coded of the same texts, and counts. What it counts, and how a
// label and a claim are matched, stands in docs/eval.md.
//
// The package does not code, does not print and does not judge whether a label
// is right. A claim that no label accepts counts against the coder, also where
// it is true and only not labelled.
package evaluate

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
)

// None is what a label has for a type when its text tells no event.
const None = "none"

// Gold is a file of labels.
type Gold struct {
	Texts []Text  // in the order of their first row; nil when all rows are at fault
	Bad   []error // a [*RowError] for every row that was left out, in order
}

// Text is a text with its labels.
type Text struct {
	ID        string // as given, "" when the rows have none
	Line      int    // of its first row, counted from 1
	Text      string // as given, white space at both ends removed
	Published sitrep.Stamp
	Rows      []Row // the events it tells, nil when it tells none
}

// Row is the label of one event. A nil or empty field was not judged.
type Row struct {
	Line       int               `json:"line"`
	Types      []string          `json:"types"` // any of them is right; at least one
	Modes      []string          `json:"modes,omitempty"`
	Modalities []sitrep.Modality `json:"modalities,omitempty"`
	Polarity   sitrep.Polarity   `json:"polarity,omitempty"`
	Actors     []string          `json:"actors,omitempty"` // names or codes, all of them
	Recipients []string          `json:"recipients,omitempty"`
	Place      string            `json:"place,omitempty"`
}

// isEvent reports whether a claim says that an event of quad class 1 to 4 took
// place; precision, false alarms and the table of confidence are about these.
func isEvent(c *sitrep.Claim) bool {
	return c.Type != "" && c.Quad >= 1 && modality(c) == sitrep.Happened && polarity(c) == sitrep.Affirmed
}

func modality(c *sitrep.Claim) sitrep.Modality {
	if c.Modality == "" {
		return sitrep.Happened
	}
	return c.Modality
}

func polarity(c *sitrep.Claim) sitrep.Polarity {
	if c.Polarity == "" {
		return sitrep.Affirmed
	}
	return c.Polarity
}

// hasParties reports whether each of the labels is one of the parties of a claim.
func hasParties(labels []string, parties []sitrep.Actor, text string) bool {
	for _, label := range labels {
		found := false
		for i := range parties {
			a := &parties[i]
			found = found || isCode(label) && strings.HasPrefix(a.Code, label) || sameName(label, a.Name) || sameName(label, words(text, a.Span))
		}
		if !found {
			return false
		}
	}
	return true
}

// isPlace reports whether a label means a place of a claim: its name, the words
// of the text for it, or the code of its country.
func isPlace(label string, p *sitrep.Place, text string) bool {
	return p != nil && (isCode(label) && label == p.Country || sameName(label, p.Name) || sameName(label, words(text, p.Span)))
}

// isCode reports whether a label can be a code: three or more capital letters.
func isCode(label string) bool {
	for i := 0; i < len(label); i++ {
		if label[i] < 'A' || label[i] > 'Z' {
			return false
		}
	}
	return len(label) >= 3
}

// sameName reports whether all words of one name are among those of the other,
// as [event.FoldName] writes them.
func sameName(a, b string) bool {
	x, y := strings.Fields(event.FoldName(a)), strings.Fields(event.FoldName(b))
	if len(x) > len(y) {
		x, y = y, x
	}
	in := map[string]bool{}
	for _, w := range y {
		in[w] = true
	}
	for _, w := range x {
		if !in[w] {
			return false
		}
	}
	return len(x) > 0
}

// words are the characters of a span, none when it lies outside the text.
func words(text string, s sitrep.Span) string {
	if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
		return ""
	}
	return text[s.Start:s.End]
}
