package event

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// Explanation tells, of one sentence, which entries matched and what became of
// them, in text order.
type Explanation struct {
	Sentence int
	Tried    []Tried
	// Genre names the kind of report that the judge sees, the words that decided
	// and what follows for claims; "" for news. It is the same for all sentences.
	Genre string
	// Guesses are the words that the language model takes for acts.
	Guesses []sitrep.Guess
}

// Tried is an entry whose words stand in the sentence.
type Tried struct {
	Token int
	Entry string
	Fired bool
	// Why says what kept the entry from firing, "" when it fired.
	Why string
}

// Explain tells of every sentence of an analysed document which entries fired,
// which nearly did, and why those did not.
func (c *Coder) Explain(doc *sitrep.Document) []Explanation {
	r := &reading{k: c.k, doc: doc, learned: c.learned}
	r.topic = r.judge()
	var out []Explanation
	for s := range doc.Sentences {
		e := Explanation{Sentence: s, Genre: r.topic.verdict()}
		fired := map[int]string{}
		found := r.sentence(s)
		r.before = found
		for _, claim := range found {
			if t := doc.Sentences[s].TokenAt(claim.Trigger); t >= 0 && len(claim.Entries) > 0 {
				fired[t] = claim.Entries[0]
			}
		}
		for _, g := range doc.Sentences[s].Guesses {
			if g.Any >= 0.5 {
				e.Guesses = append(e.Guesses, g)
			}
		}
		for i := range doc.Sentences[s].Tokens {
			if id := fired[i]; strings.HasPrefix(id, "learned.") {
				e.Tried = append(e.Tried, Tried{Token: i, Entry: id, Fired: true})
			}
			for _, hit := range c.k.Predicates.At(&doc.Sentences[s], i) {
				if hit.Entry.Light {
					continue
				}
				t := Tried{Token: i, Entry: hit.Entry.ID, Fired: fired[i] == hit.Entry.ID}
				if !t.Fired {
					t.Why = r.whyNot(s, i, hit.Entry.ID)
				}
				e.Tried = append(e.Tried, t)
			}
		}
		out = append(out, e)
	}
	return out
}

// verdict is the genre with what it means for the claims of the document.
func (t topic) verdict() string {
	if t.genre == nil {
		return ""
	}
	if !t.sure {
		return "leans to " + t.String() + ": claims that are not told soberly lose confidence"
	}
	switch t.genre.Effect {
	case knowledge.EffectDrill:
		return t.String() + ": violence on nobody's word is hypothetical"
	case knowledge.EffectImagined:
		return t.String() + ": what nobody is said to report is hypothetical"
	case knowledge.EffectHistory, knowledge.EffectCourt:
		return t.String() + ": what bears no date of these days is background"
	}
	return t.String() + ": claims that are not told soberly are left out"
}

// whyNot names the first reason for which the entry did not fire at token i.
func (r *reading) whyNot(s, i int, id string) string {
	if g := r.topic.genre; g != nil && r.topic.sure && (g.Effect == knowledge.EffectMetaphor || g.Effect == knowledge.EffectFiction) {
		return "the report is of the genre " + r.topic.String() + ", where words of struggle are not meant unless told soberly"
	}
	if r.inName(s, i) {
		return "the word is part of a name"
	}
	for _, hit := range r.k.Predicates.At(&r.doc.Sentences[s], i) {
		if hit.Entry.ID != id {
			continue
		}
		if r.blocked(s, i, hit) {
			return "the word only modifies another"
		}
		for _, slot := range sortedKeys(hit.Entry.If) {
			if !r.fits(s, i, hit, slot, hit.Entry.If[slot]) {
				return "nothing in slot " + slot + " is of the classes the entry asks for"
			}
		}
		for _, slot := range sortedKeys(hit.Entry.Unless) {
			if r.fits(s, i, hit, slot, hit.Entry.Unless[slot]) {
				return "slot " + slot + " holds a word of a class that the entry excludes"
			}
		}
	}
	return "another entry with more words came first, or the noun only points back"
}
