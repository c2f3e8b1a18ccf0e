package event

import (
	"slices"
	"strings"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// presumed reports whether the sentence takes an act for a fact though a word above
// it makes it out as demanded, planned, open or the like: who asks to see the place
// of "last week's clash", or says that he does not know why a camp was raided, tells
// that there was a clash and a raid.
func (r *reading) presumed(s int, a *act, f sitrep.Fact) bool {
	t := r.k.Ontology.Types[a.entry.Type]
	if t == nil || t.Quad != 2 && t.Quad != 4 || f.Polarity == sitrep.Negated {
		return false
	}
	switch f.Modality {
	case sitrep.Planned, sitrep.Demanded, sitrep.Hypothetical, sitrep.Offered, sitrep.Threatened:
	case sitrep.Unclear:
		if f.Cue >= 0 && r.askedAfter(s, a.tok, f.Cue) {
			return true
		}
	default:
		return false
	}
	if t.Quad != 4 || f.Modality == sitrep.Unclear && r.doc.Sentences[s].HeadOf(a.tok) == f.Cue {
		return false // "could not confirm Monday's raid"
	}
	if a.pos == "V" {
		return r.participleOf(s, a.tok)
	}
	return r.datedBefore(s, a.tok) || r.toldBehind(s, a.tok) || r.goesOn(s, a.tok) || f.Modality == sitrep.Unclear && r.knownBelow(s, a.tok)
}

// toldOf reports a deed that its own words tell as done, whatever it stands below: a
// finite past, a participle behind its noun, a count of victims, a time gone by.
func (r *reading) toldOf(s int, a *act) bool {
	if a.pos == "N" {
		return r.datedBefore(s, a.tok) || r.toldBehind(s, a.tok)
	}
	return r.toldAsPast(s, a.tok) || len(r.figures(s, a.tok)) > 0 || r.participleOf(s, a.tok) || r.reduced(s, a.tok) >= 0
}

// askedAfter reports an act in the past within a question that cue leaves open and
// that asks of something else: who did it, why, how or when. Whether it was done is
// open where the question is whether.
func (r *reading) askedAfter(s, tok, cue int) bool {
	sent := &r.doc.Sentences[s]
	for i, steps := tok, 0; i >= 0 && i != cue && steps < 12; i, steps = sent.HeadOf(i), steps+1 {
		for _, c := range sent.Children(i) {
			if word := strings.ToLower(sent.Tokens[c].Form); c < i && r.k.Speech.Is("wh_words", word) {
				if r.k.Speech.Is("whether_words", word) {
					return false
				}
				if sent.Deprel(i) == "acl:relcl" {
					break // no question: "the men who fled"
				}
				return r.toldAsPast(s, i)
			}
		}
		h := sent.HeadOf(i)
		if h < 0 || h == cue || r.marked(s, i) || sent.Rel(i) == "ccomp" || slices.ContainsFunc(r.k.Speech.MoodsAt(sent, h), func(m knowledge.MoodHit) bool { return !m.Mood.Reset }) {
			return false
		}
	}
	return false
}

// toldAsPast reports a finite verb in the past or the perfect without a modal.
func (r *reading) toldAsPast(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	past := sent.Tokens[tok].XPOS == "VBD"
	for _, c := range r.children(s, tok, "aux", "cop") {
		switch x := sent.Tokens[c].XPOS; {
		case x == "MD":
			return false
		case x == "VBD", sent.Tokens[tok].XPOS == "VBN" && sent.Tokens[c].Deprel == "aux" && (x == "VBZ" || x == "VBP"):
			past = true
		}
	}
	return past && !r.marked(s, tok)
}

// participleOf reports a bare participle that has a day before that of the report
// for itself: "free the five soldiers seized on Monday", however it hangs.
func (r *reading) participleOf(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	if sent.Tokens[tok].XPOS != "VBN" || len(r.children(s, tok, "aux", "cop")) > 0 {
		return false
	}
	return slices.ContainsFunc(r.children(s, tok, "obl", "advmod"), func(c int) bool { return c > tok && r.overBefore(s, c, false) })
}

// datedBefore reports a noun for a deed that is named by its time, before the day of
// the report: "last week's clash", "the ambush of 3 May". A time behind an
// indefinite noun may be that of the verb above it.
func (r *reading) datedBefore(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	for _, c := range sent.Children(tok) {
		switch rel := sent.Rel(c); {
		case c < tok && (rel == "nmod" || rel == "compound" || rel == "amod"):
			if r.overBefore(s, c, true) {
				return true
			}
		case c > tok && (rel == "nmod" || rel == "obl") && r.definite(s, tok):
			if r.overBefore(s, c, false) {
				return true
			}
		}
	}
	return false
}

// overBefore reports a time expression with its head at tok that began before the day of
// the report, and was over by it unless open is true.
func (r *reading) overBefore(s, tok int, open bool) bool {
	published := r.doc.Report.Published
	if published.IsZero() {
		return false
	}
	sent := &r.doc.Sentences[s]
	day := published.Day().Format(time.DateOnly)
	for i := range r.doc.Timexes {
		t := onItsDay(&r.doc.Timexes[i])
		if t.Start == "" || t.Type == "SET" || !t.Span.Holds(sent.Tokens[tok].Span.Start) || timexHead(sent, t) != tok {
			continue
		}
		return t.Start < day && (open || t.End != "" && t.End[:min(len(t.End), len(day))] <= day)
	}
	return false
}

// toldBehind reports a noun for a deed of which a clause behind it tells what came
// of it: "a battle that killed scores". The clause may not be about plans or words.
func (r *reading) toldBehind(s, tok int) bool {
	return slices.ContainsFunc(r.children(s, tok, "acl:relcl"), func(c int) bool {
		sent := &r.doc.Sentences[s]
		f := sent.Facts[c]
		return r.toldAsPast(s, c) && f.Polarity != sitrep.Negated && len(r.k.Speech.MoodsAt(sent, c)) == 0 && len(r.k.Speech.CuesAt(sent, c)) == 0
	})
}

// goesOn reports the subject of a verb for lasting or ending, which has begun.
func (r *reading) goesOn(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	h := sent.HeadOf(tok)
	return h >= 0 && sent.Rel(tok) == "nsubj" && r.k.Classes.Has(sent.Tokens[h].Lemma, "lasts") && len(r.children(s, tok, "det", "nmod:poss")) > 0
}

// knownBelow reports a definite noun in a clause of which something is left open
// ("did not say that it was behind the raid"), unless the clause is about whether it
// took place.
func (r *reading) knownBelow(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	h := sent.HeadOf(tok)
	if h < 0 || !r.definite(s, tok) && len(r.children(s, tok, "nmod:poss")) == 0 {
		return false
	}
	if len(r.children(s, tok, "cop", "case")) > 1 { // "it was behind the raid"
		return true
	}
	return sent.Tokens[h].UPOS == "VERB" && sent.Rel(tok) == "obl"
}

// disowned reports an accusation that is only turned down: who rejects it was
// accused.
func (r *reading) disowned(s int, a *act, f sitrep.Fact) bool {
	sent := &r.doc.Sentences[s]
	if a.pos != "N" || !r.trait(a, "blames") || f.Modality != sitrep.Planned || f.Polarity != sitrep.Negated || f.Cue < 0 || !r.k.Speech.Is("accounts", sent.Tokens[a.tok].Lemma) {
		return false
	}
	return slices.ContainsFunc(r.k.Predicates.At(sent, f.Cue), func(h knowledge.Hit) bool { return r.k.Ontology.Types[h.Entry.Type].Has("disowns") })
}
