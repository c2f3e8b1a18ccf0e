package event

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// Reasons for which a deed is told of in general, as they stand among the
// entries of a claim.
const (
	generalNoun  = "general.noun"  // "attacks on officials", "the armed conflict"
	generalHabit = "general.habit" // "gangs rob traders"
	generalYears = "general.years" // "over the past nine years people have been killed"
)

// generalDoubt is what the confidence of a claim of the general kind is
// multiplied with.
const generalDoubt = 0.8

// general makes background of a deed that the sentence tells of no occasion: only
// what is told to have taken place at some time or place, to somebody, is news.
func (r *reading) general(s int, a *act, c *sitrep.Claim) {
	t := r.k.Ontology.Types[c.Type]
	if c.Background || c.Modality != sitrep.Happened || c.Polarity != sitrep.Affirmed || !t.Has("violent") && !t.Has("coercive") {
		return
	}
	reason := ""
	switch {
	case r.overYears(s, a, c):
		reason = generalYears
	case a.pos == "N" && r.manyOrLasting(s, a, c):
		reason = generalNoun
	case a.pos == "V" && r.habitOf(s, a, c):
		reason = generalHabit
	}
	if reason == "" {
		return
	}
	c.Background = true
	c.Entries = append(c.Entries, reason)
	c.Confidence = float64(int(c.Confidence*generalDoubt*100+0.5)) / 100
}

// manyOrLasting reports a noun for deeds in the plural, or for a state of things
// that lasts, with nothing that makes an occasion of it: no number, harm, day or
// town, no verb that says it took place.
func (r *reading) manyOrLasting(s int, a *act, c *sitrep.Claim) bool {
	sent := &r.doc.Sentences[s]
	tok := &sent.Tokens[a.tok]
	if tok.XPOS != "NNS" && !r.k.Classes.Has(tok.Lemma, "lasting") || a.light >= 0 || len(a.merged) > 0 || r.placed(c) || c.Time != nil {
		return false
	}
	if r.doc.Blocks[sent.Block].Kind == sitrep.Heading || len(r.children(s, a.tok, "nummod")) > 0 {
		return false
	}
	for _, rel := range []string{"nsubj", "root"} {
		if sent.Rel(a.tok) == rel {
			return false
		}
	}
	return true
}

// habitOf reports a deed in the simple present that nobody in particular does:
// its subject is a bare plural or a pronoun, and its sentence has no name, number,
// day or place.
func (r *reading) habitOf(s int, a *act, c *sitrep.Claim) bool {
	sent := &r.doc.Sentences[s]
	if r.doc.Blocks[sent.Block].Kind == sitrep.Heading || c.Time != nil || r.placed(c) || !r.simplePresent(s, a.tok) {
		return false
	}
	if last := &sent.Tokens[len(sent.Tokens)-1]; last.UPOS != "PUNCT" {
		return false // a headline
	}
	for _, w := range r.children(s, a.tok, "nsubj", "nsubj:pass", "obj") {
		t := &sent.Tokens[w]
		if t.UPOS == "PROPN" || len(r.children(s, w, "nummod")) > 0 || r.definite(s, w) && sent.Rel(w) == "nsubj" && t.XPOS != "NNS" {
			return false
		}
		if m := r.doc.MentionAt(s, w); m != nil && m.Actor != nil && m.Actor.Code != "" && m.Kind != sitrep.KindPronoun {
			return false
		}
		if sent.Rel(w) == "nsubj" && t.XPOS != "NNS" && t.UPOS != "PRON" {
			return false
		}
	}
	return true
}

// simplePresent reports whether the verb at tok, or the one it is joined to, is in
// the simple present, active or passive.
func (r *reading) simplePresent(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	for i, steps := tok, 0; i >= 0 && steps < 4; i, steps = sent.HeadOf(i), steps+1 {
		switch sent.Tokens[i].XPOS {
		case "VBZ", "VBP":
			return true
		case "VBD", "VBG", "MD":
			return false
		}
		aux := r.children(s, i, "aux", "aux:pass")
		if len(aux) == 1 && sent.Tokens[i].XPOS == "VBN" && sent.Tokens[aux[0]].Deprel == "aux:pass" {
			x := sent.Tokens[aux[0]].XPOS
			return x == "VBZ" || x == "VBP"
		}
		if len(aux) > 0 || sent.Rel(i) != "conj" {
			return false
		}
	}
	return false
}

// overYears reports a deed in the perfect that a span of years sums up.
func (r *reading) overYears(s int, a *act, c *sitrep.Claim) bool {
	if c.Time == nil || !strings.HasPrefix(c.Time.Value, "P") || !strings.HasSuffix(c.Time.Value, "Y") && !strings.HasSuffix(c.Time.Value, "E") {
		return false
	}
	sent := &r.doc.Sentences[s]
	return slices.ContainsFunc(r.children(s, a.tok, "aux"), func(w int) bool {
		x := sent.Tokens[w].XPOS
		return sent.Tokens[w].Deprel == "aux" && (x == "VBZ" || x == "VBP")
	}) && sent.Tokens[a.tok].XPOS == "VBN"
}

// placed reports a place finer than a district of a country.
func (r *reading) placed(c *sitrep.Claim) bool {
	if c.Place == nil {
		return false
	}
	switch c.Place.Precision {
	case sitrep.PrecSite, sitrep.PrecTown, sitrep.PrecNear, sitrep.PrecAdmin2:
		return true
	}
	return false
}
