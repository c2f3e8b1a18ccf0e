package event

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// continued is the day of a deed of force that goes on with what the sentence before
// told of one day: "the attackers fled", "two guards were killed". It has to be told in
// the simple past of a main clause, in a sentence without any time or place, and of somebody or
// something known, or of those who suffered. Nil for others.
func (r *reading) continued(s int, a *act, c *sitrep.Claim) *sitrep.ClaimTime {
	if r.lately == nil || r.latelyAt != s-1 || a.pos != "V" || !r.k.Ontology.Types[c.Type].Has("violent") ||
		c.Modality != sitrep.Happened || c.Polarity != sitrep.Affirmed || c.Background || c.Place != nil || r.hasTimex(s) {
		return nil
	}
	if !r.mainPast(s, a.tok) || !r.ofKnown(s, a.tok) {
		return nil
	}
	ct := *r.lately
	ct.Span = r.doc.Sentences[s].Tokens[a.tok].Span
	ct.Why = []sitrep.Reason{{Text: "goes on with the sentence before, of the time", Span: r.lately.Span}}
	return &ct
}

// hasTimex reports whether the sentence has any expression of time.
func (r *reading) hasTimex(s int) bool {
	sent := &r.doc.Sentences[s]
	for i := range sent.Tokens {
		if r.inTimex(s, i) {
			return true
		}
	}
	return false
}

// mainPast reports whether the verb at tok is in the simple past, and in a main clause or
// in what a main clause tells.
func (r *reading) mainPast(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	for i, steps := tok, 0; i >= 0 && steps < 6; i, steps = sent.HeadOf(i), steps+1 {
		switch rel := sent.Rel(i); {
		case rel == "root":
			return r.simplePast(s, tok)
		case rel != "conj" && rel != "ccomp" && rel != "parataxis":
			return false
		}
	}
	return false
}

// simplePast reports "shot" and "was shot", not "has shot" or "shooting".
func (r *reading) simplePast(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	aux := r.children(s, tok, "aux")
	if len(aux) == 0 {
		return sent.Tokens[tok].XPOS == "VBD"
	}
	return len(aux) == 1 && sent.Tokens[aux[0]].Deprel == "aux:pass" && sent.Tokens[aux[0]].XPOS == "VBD"
}

// ofKnown reports a deed whose subject is known from before, or those who suffer it.
func (r *reading) ofKnown(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	for i, steps := tok, 0; i >= 0 && steps < 4; i, steps = sent.HeadOf(i), steps+1 {
		for _, w := range r.children(s, i, "nsubj") {
			t := &sent.Tokens[w]
			return t.Deprel == "nsubj:pass" || t.UPOS == "PRON" && r.k.Grammar.Is("third", strings.ToLower(t.Lemma)) || t.UPOS == "NOUN" && r.definite(s, w)
		}
		if sent.Rel(i) != "conj" {
			return false
		}
	}
	return false
}

// keepLately notes the day of the last deed of force that a sentence tells.
func (r *reading) keepLately(s int, claims []sitrep.Claim) {
	for i := range claims {
		c := &claims[i]
		if c.Type != "" && r.k.Ontology.Types[c.Type].Has("violent") && c.Modality == sitrep.Happened && c.Polarity == sitrep.Affirmed && !c.Background && r.isNews(c.Time) {
			if r.lately != nil && r.latelyAt == s && !sameDay(r.lately, c.Time) {
				r.lately = nil
				return
			}
			r.lately, r.latelyAt = c.Time, s
		}
	}
}
