package event

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// single is the figure of a claim of harm done to one person who is not counted in
// words: "the colonel was killed". Nil when there are several, when a number is
// told, and when it did not happen.
func (r *reading) single(s int, a *act, c *sitrep.Claim) *sitrep.Figure {
	if a.entry.Measure == "" || len(c.Figures) > 0 || len(c.Recipients) != 1 || c.Modality != sitrep.Happened || c.Polarity != sitrep.Affirmed {
		return nil
	}
	p := c.Recipients[0]
	sent := &r.doc.Sentences[s]
	head := sent.HeadIn(p.Span)
	if p.Thing || head < 0 || !r.onePerson(s, head) {
		return nil
	}
	one := 1
	return &sitrep.Figure{Measure: a.entry.Measure, Min: &one, Max: &one, Best: &one, Victims: "unknown", Span: p.Span,
		Subset: true, Named: true, Scope: "incident", Why: []sitrep.Reason{{Text: "one person, to whom it is done; no number is told"}}}
}

// onePerson reports a word in the singular that names or describes a person and no
// body of people.
func (r *reading) onePerson(s, tok int) bool {
	t := &r.doc.Sentences[s].Tokens[tok]
	if t.XPOS != "NN" && t.XPOS != "NNP" || len(r.children(s, tok, "nummod")) > 0 || len(r.children(s, tok, "conj")) > 0 {
		return false
	}
	if m := r.doc.MentionAt(s, tok); m != nil && m.Kind == sitrep.KindPerson {
		return true
	}
	lemma := strings.ToLower(t.Lemma)
	return r.k.Classes.Has(lemma, "individual")
}
