package event

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// Reasons for which a deed is told of in general, as they stand among the
// entries of a claim.
const (
	generalNoun    = "general.noun"    // "attacks on officials", "the armed conflict"
	generalHabit   = "general.habit"   // "gangs rob traders"
	generalOf      = "general.of"      // "the widows of men whom the guard murdered"
	generalBare    = "general.bare"    // "they have killed peasants"
	generalPurpose = "general.purpose" // "arms to kill people with"
	generalYears   = "general.years"   // "over the past nine years people have been killed"
)

// generalDoubt is what the confidence of a claim of the general kind is
// multiplied with.
const generalDoubt = 0.8

// general makes background of a deed that the sentence tells of no occasion: only
// what is told to have taken place at some time or place, to somebody, is news.
func (r *reading) general(s int, a *act, c *sitrep.Claim) {
	t := r.k.Ontology.Types[c.Type]
	if a.entry.Vague && (r.acted(s, a) || c.Modality != sitrep.Happened && c.Modality != sitrep.Threatened || c.Time == nil && !r.placed(c) && len(c.Figures) == 0) {
		c.Background = true
		c.Entries = append(c.Entries, generalNoun)
		told(c, sitrep.Reason{Text: "background, told of no occasion", Rule: generalNoun})
		return
	}
	if r.purpose(s, a, c) {
		c.Background = true
		c.Entries = append(c.Entries, generalPurpose)
		return
	}
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
	case (a.pos == "V" || r.severalBy(s, a)) && r.describes(s, a, c):
		reason = generalOf
	case t.Has("violent") && r.bare(s, a, c):
		reason = generalBare
	}
	if reason == "" {
		return
	}
	c.Background = true
	c.Entries = append(c.Entries, reason)
	told(c, sitrep.Reason{Text: "background, told of no occasion", Rule: reason})
	c.Confidence = float64(int(c.Confidence*generalDoubt*100+0.5)) / 100
}

// manyOrLasting reports a noun for deeds in the plural, or for a state of things
// that lasts, with nothing that makes an occasion of it: no number, harm, day or
// town, no verb that says it took place.
func (r *reading) manyOrLasting(s int, a *act, c *sitrep.Claim) bool {
	sent := &r.doc.Sentences[s]
	tok := &sent.Tokens[a.tok]
	if tok.XPOS != "NNS" && !r.k.Classes.Has(tok.Lemma, "lasting") || a.light >= 0 || len(a.merged) > 0 {
		return false
	}
	known := r.campaign(s, a)
	if rel := sent.Rel(a.tok); known && (rel == "obl" || rel == "nmod") && len(c.Figures) == 0 {
		return true // "since the offensive of last month"
	}
	if r.placed(c) && !known || c.Time != nil {
		return false
	}
	if r.doc.Blocks[sent.Block].Kind == sitrep.Heading || len(r.children(s, a.tok, "nummod")) > 0 {
		return false
	}
	if rel := sent.Rel(a.tok); rel == "root" || rel == "nsubj" && !known {
		return false
	}
	if tok.XPOS == "NNS" && r.knownOf(s, a, c) {
		return false
	}
	return !slices.ContainsFunc(c.Recipients, func(p sitrep.Actor) bool {
		i := sent.HeadIn(p.Span)
		return i >= 0 && sent.Tokens[i].UPOS == "PROPN"
	})
}

// acted reports a noun for fighting that is the object of a verb which does
// something to it ("ended its operation"): the day is that of the verb.
func (r *reading) acted(s int, a *act) bool {
	return a.pos == "N" && a.light < 0 && r.doc.Sentences[s].Rel(a.tok) == "obj"
}

// purpose reports a deed that is only what another act or a thing is for: it has
// neither day nor place nor two known parties, and nobody is said to plan it.
func (r *reading) purpose(s int, a *act, c *sitrep.Claim) bool {
	if c.Modality != sitrep.Planned || len(c.Entries) != 1 || a.pos != "V" || c.Time != nil || r.placed(c) || !r.k.Ontology.Types[c.Type].Has("violent") {
		return false
	}
	coded := func(p sitrep.Actor) bool { return p.Code != "" }
	if slices.ContainsFunc(c.Actors, coded) && slices.ContainsFunc(c.Recipients, coded) {
		return false
	}
	rel := r.doc.Sentences[s].Deprel(r.clauseTop(s, a.tok))
	return rel == "acl" || rel == "advcl"
}

// severalBy reports an uncounted plural of deeds behind a light verb ("who carry
// out attacks").
func (r *reading) severalBy(s int, a *act) bool {
	return a.light >= 0 && r.doc.Sentences[s].Tokens[a.tok].XPOS == "NNS" && len(r.children(s, a.tok, "nummod")) == 0
}

// describes reports a deed that only says of whom or of what a noun speaks: in a
// clause or participle behind it, without number, day or place.
func (r *reading) describes(s int, a *act, c *sitrep.Claim) bool {
	sent := &r.doc.Sentences[s]
	top := a.tok
	if a.light >= 0 {
		top = a.light
	}
	top = r.clauseTop(s, top)
	if rel := sent.Deprel(top); rel != "acl:relcl" && rel != "acl" || c.Time != nil || r.placed(c) {
		return false
	}
	for _, f := range c.Figures {
		if !f.Named {
			return false
		}
	}
	h := sent.HeadOf(top)
	if h < 0 {
		return false
	}
	_, deed := r.actAt(s, h) // "an attack that hit the port"
	return !deed
}

// bare reports harm to people of whom the sentence gives no number, name, day or
// place. Where a noun tells it, they have to be many ("the murder of students").
func (r *reading) bare(s int, a *act, c *sitrep.Claim) bool {
	sent := &r.doc.Sentences[s]
	if a.entry.Measure == "" || len(c.Figures) > 0 || len(a.merged) > 0 || c.Time != nil || r.placed(c) || r.doc.Blocks[sent.Block].Kind == sitrep.Heading {
		return false
	}
	if a.pos == "N" && (a.light >= 0 || len(c.Recipients) == 0) {
		return false
	}
	return !slices.ContainsFunc(c.Recipients, func(p sitrep.Actor) bool {
		i := sent.HeadIn(p.Span)
		return i >= 0 && (sent.Tokens[i].UPOS == "PROPN" && sent.Tokens[i].XPOS != "NNPS" || a.pos == "N" && (sent.Tokens[i].XPOS != "NNS" && sent.Tokens[i].XPOS != "NNPS" || len(r.children(s, i, "nummod", "det")) > 0))
	})
}

// campaign reports a definite noun for a state of war or a campaign that is spoken
// of as known ("the offensive in the capital"), not as what takes place.
func (r *reading) campaign(s int, a *act) bool {
	sent := &r.doc.Sentences[s]
	if !r.k.Classes.Has(sent.Tokens[a.tok].Lemma, "lasting") || !r.definite(s, a.tok) && len(r.children(s, a.tok, "nmod:poss")) == 0 {
		return false
	}
	h := sent.HeadOf(a.tok)
	return h >= 0 && !r.k.Classes.Has(sent.Tokens[h].Lemma, "occur")
}

// knownOf reports a definite noun with somebody known who did it: "the attacks by
// the guard" are those of these days.
func (r *reading) knownOf(s int, a *act, c *sitrep.Claim) bool {
	return r.definite(s, a.tok) && slices.ContainsFunc(c.Actors, func(p sitrep.Actor) bool { return p.Code != "" })
}

// habitOf reports a deed in the simple present that nobody in particular does: its
// subject is a bare plural or, in the active, a plural pronoun, and its sentence
// has no name, number, day or place.
func (r *reading) habitOf(s int, a *act, c *sitrep.Claim) bool {
	sent := &r.doc.Sentences[s]
	if r.doc.Blocks[sent.Block].Kind == sitrep.Heading || c.Time != nil || r.placed(c) || !r.simplePresent(s, a.tok) {
		return false
	}
	if last := &sent.Tokens[len(sent.Tokens)-1]; last.UPOS != "PUNCT" {
		return false // a headline
	}
	done := false
	for _, w := range r.children(s, a.tok, "nsubj", "nsubj:pass", "obj") {
		t, rel := &sent.Tokens[w], sent.Tokens[w].Deprel
		m := r.doc.MentionAt(s, w)
		switch {
		case t.UPOS == "PROPN" || len(r.children(s, w, "nummod")) > 0 || m != nil && m.Actor != nil && m.Actor.Code != "" && m.Kind != sitrep.KindPronoun:
			return false
		case rel == "obj":
			if t.UPOS == "PRON" {
				return false // somebody in particular
			}
		case t.XPOS == "NNS" && !r.definite(s, w):
			done = true
		case t.UPOS == "PRON" && rel == "nsubj" && sent.Tokens[a.tok].XPOS == "VBP" && r.k.Ontology.Types[c.Type].Has("violent"):
			done = true
		default:
			return false
		}
	}
	return done || sent.Rel(a.tok) == "conj" && len(r.children(s, a.tok, "nsubj", "nsubj:pass")) == 0 && r.habitAbove(s, a.tok)
}

// habitAbove reports whether the verb to which the one at tok is joined has a
// bare plural or a pronoun as its subject.
func (r *reading) habitAbove(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	h := sent.HeadOf(tok)
	if h < 0 || sent.Tokens[h].XPOS != "VBP" {
		return false
	}
	return slices.ContainsFunc(r.children(s, h, "nsubj"), func(w int) bool {
		t := &sent.Tokens[w]
		return t.XPOS == "NNS" && !r.definite(s, w) && len(r.children(s, w, "nummod")) == 0 || t.UPOS == "PRON"
	})
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

// placed reports a place that is smaller than a country.
func (r *reading) placed(c *sitrep.Claim) bool {
	if c.Place == nil {
		return false
	}
	switch c.Place.Precision {
	case sitrep.PrecSite, sitrep.PrecTown, sitrep.PrecNear, sitrep.PrecAdmin2, sitrep.PrecAdmin1:
		return true
	}
	return false
}
