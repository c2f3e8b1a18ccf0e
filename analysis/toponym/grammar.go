package toponym

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// acts reports whether the name stands for a government or another party that
// acts, not for the place where something happens: a state or capital that is
// the subject of what governments do, any name before "government", "troops" and
// the like, a name in the possessive before them, and adjective-like parts of
// compounds ("Tripoli-based").
func (d *reading) acts(f *found) bool {
	if f.in.sent < 0 {
		return false
	}
	next := f.in.at(f.to)
	if rest := d.doc.Text[f.span.End:]; len(rest) > 1 && rest[0] == '-' && 'a' <= rest[1] && rest[1] <= 'z' { // "Moscow-backed"
		return true
	}
	if d.paired(f) {
		return true
	}
	if d.class("genitive", next.low) {
		next = f.in.at(f.to + 1)
	}
	if d.joined(f.in, f.to-1) && (d.governs(next.low) || d.class("pact", next.low)) {
		return true
	}
	sent := &d.doc.Sentences[f.in.sent]
	head := f.head(sent)
	if head < 0 || sent.HeadOf(head) < 0 {
		return false
	}
	return d.actsAt(sent, head, f)
}

// head is the token of the name whose head lies outside it, -1 when there is none.
func (f *found) head(sent *sitrep.Sentence) int {
	first, last := f.in.at(f.from).tok, f.in.at(f.to-1).tok
	for i := first; i >= 0 && i <= last; i++ {
		if h := sent.HeadOf(i); h < first || h > last {
			return i
		}
	}
	return -1
}

func (d *reading) actsAt(sent *sitrep.Sentence, head int, f *found) bool {
	gov := sent.HeadOf(head)
	lemma := sent.Tokens[gov].Lemma
	kind := f.place().Kind
	state := kind == kindCountry || kind == kindCapital
	switch sent.Rel(head) {
	case "nsubj":
		if sent.Tokens[head].Deprel == "nsubj:pass" {
			return state && d.class("speech", lemma) && !d.struck(sent, gov)
		}
		if state {
			return !d.class("experience", lemma) && sent.Tokens[gov].UPOS != "NOUN"
		}
		return d.class("speech", lemma)
	case "compound", "amod":
		return d.governs(lemma) || kind == kindCountry && !d.isUnit(lemma)
	case "nmod":
		possessive := sent.Tokens[head].Deprel == "nmod:poss"
		switch {
		case state && possessive:
			return !d.isUnit(strings.ToLower(lemma)) && !d.class("address", strings.ToLower(lemma))
		case state && (d.party(sent, head) || d.class("addressed", lemma)), d.origin(sent, head, f):
			return true
		}
		return d.governs(lemma) && (possessive || sent.ChildByRel(head, "case") < 0 || state && d.caseLinks(sent, head, lemma))
	case "conj":
		if gov != head {
			return d.actsLike(sent, gov, f)
		}
	case "obj", "iobj":
		return state && (d.class("speech", lemma) || d.judged(sent, head, gov)) && !d.struck(sent, gov)
	case "obl":
		if d.origin(sent, head, f) {
			return true
		}
		return sent.Tokens[head].Deprel == "obl:agent" || state && (d.party(sent, head) || d.asked(sent, head, lemma))
	}
	return false
}

// paired reports whether a hyphen joins the name to another state or capital, and
// the two do something together: "the Xxx-Yyy exercise".
func (d *reading) paired(f *found) bool {
	if !f.state() || d.roadEnd(f) {
		return false
	}
	text := d.doc.Text
	for _, g := range d.found {
		if g.in != f.in || !g.state() || g == f {
			continue
		}
		a, b := f, g
		if g.span.End <= f.span.Start {
			a, b = g, f
		}
		if a.span.End < b.span.Start && text[a.span.End:b.span.Start] == "-" {
			return true
		}
	}
	return false
}

// state reports whether the name stands for a country or its capital.
func (f *found) state() bool {
	p := f.place()
	return p != nil && (p.Kind == kindCountry || p.Kind == kindCapital)
}

// judged reports whether an adjective behind the object says what it is held to be:
// "hold Xxx responsible".
func (d *reading) judged(sent *sitrep.Sentence, object, verb int) bool {
	c := sent.ChildByRel(verb, "xcomp")
	return c > object && sent.Tokens[c].UPOS == "ADJ"
}

// asked reports whether something is wanted from the state: "demand from Xxx".
func (d *reading) asked(sent *sitrep.Sentence, head int, verb string) bool {
	c := sent.ChildByRel(head, "case")
	return c >= 0 && d.class("from", sent.Tokens[c].Lemma) && d.class("asking", verb)
}

// actsLike lets a coordinated name act when the first of the row does.
func (d *reading) actsLike(sent *sitrep.Sentence, first int, f *found) bool {
	if sent.HeadOf(first) < 0 || sent.Rel(first) == "conj" {
		return false
	}
	if d.actsAt(sent, first, f) {
		return true
	}
	for _, g := range f.beside {
		if g.in == f.in && g.head(sent) == first && g.place() != nil && len(g.adjective) == 0 {
			return d.actsAt(sent, first, g)
		}
	}
	return false
}

// struck reports whether a passive verb is one by which places suffer: it has no
// agent that speaks, so a bombed state is a place and a condemned one a party.
func (d *reading) struck(sent *sitrep.Sentence, verb int) bool {
	return d.class("struck", sent.Tokens[verb].Lemma)
}

// governs reports whether a noun stands for those who rule or act for a place.
func (d *reading) governs(lemma string) bool {
	return d.class("government", lemma) || d.class("role", lemma)
}

// party reports whether a preposition makes a state a party: "by", "against", "with",
// or "for" behind what is done for somebody.
func (d *reading) party(sent *sitrep.Sentence, head int) bool {
	c := sent.ChildByRel(head, "case")
	if c < 0 {
		return false
	}
	lemma := sent.Tokens[c].Lemma
	return d.class("party", lemma) || d.class("behalf", lemma) && d.class("serving", sent.Tokens[sent.HeadOf(head)].Lemma)
}

// caseLinks reports whether the name hangs on its noun by "of" or "to", or by "in" on one
// for a government: police or an embassy in a capital are in a place.
func (d *reading) caseLinks(sent *sitrep.Sentence, head int, noun string) bool {
	c := sent.ChildByRel(head, "case")
	return c >= 0 && (d.class("of", sent.Tokens[c].Lemma) || d.class("to", sent.Tokens[c].Lemma) || d.class("parent", sent.Tokens[c].Lemma) && d.class("government", noun) && !d.isUnit(noun))
}
