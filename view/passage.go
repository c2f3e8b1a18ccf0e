package view

import (
	"bufio"
	"cmp"
	"io"

	"github.com/sitrep-dev/sitrep"
)

// Passage is a sentence of a report that was looked for.
type Passage struct {
	Report   sitrep.Report `json:"report"`
	Span     sitrep.Span   `json:"span"` // of the sentence in the stored text; empty when only the title has the words
	Sentence string        `json:"sentence"`
}

// Passages prints passages for people: the report, then the sentence.
func Passages(w io.Writer, list []Passage, opt TextOptions) error {
	t := &textPrinter{w: bufio.NewWriter(w), width: max(cmp.Or(opt.Width, 100), 50), color: opt.Color, cond: narrow()}
	for i := range list {
		p := &list[i]
		t.wrap("", "  ", "happened", clean(p.Report.ID)+" · "+printed(&p.Report))
		if p.Sentence != "" {
			t.wrap("  ", "", "plain", quote(p.Sentence))
		}
	}
	return t.w.Flush()
}
