package event

import (
	"slices"
	"strings"
	"time"

	"github.com/sitrep-dev/sitrep"
)

// ofOther reports whether the tree ties the time whose head is at mod to another
// deed than that of tok: to a verb that only tells or judges it, to the clause that
// a relative clause only describes somebody of, to what came before or after it.
func (r *reading) ofOther(s, tok, mod int, t *sitrep.Timex) bool {
	sent := &r.doc.Sentences[s]
	top := tok
	for steps := 0; top >= 0 && !sent.Under(mod, top) && steps < 40; steps++ {
		top = sent.HeadOf(top)
	}
	if top < 0 {
		return true
	}
	behind := top < tok && mod > tok // "condemned the raid on Monday" may be read both ways
	for i, steps := tok, 0; i != top && steps < 40; i, steps = sent.HeadOf(i), steps+1 {
		if r.hasRole(s, i, "earlier") && r.after(s, tok, t) != nil {
			return false // told by how long before the time it was
		}
		if !r.sharesUp(s, i, mod, behind) {
			return true
		}
	}
	for i, steps := sent.HeadOf(mod), 0; mod != top && i != top && i >= 0 && steps < 40; i, steps = sent.HeadOf(i), steps+1 {
		if !r.sharesDown(s, tok, i) {
			return true
		}
	}
	if teller := sent.HeadOf(top); sent.Rel(top) == "ccomp" && top < teller && teller < mod && !r.toldAsNews(s, top, teller) {
		return true // behind the verb that tells: not within the clause told, whatever the parser says
	}
	return top == tok && r.pastPerfect(s, tok, mod, t)
}

// sharesUp reports whether what stands at i, a deed or what holds it, happened when
// the word did on which it hangs, which has the time at mod.
func (r *reading) sharesUp(s, i, mod int, behind bool) bool {
	sent := &r.doc.Sentences[s]
	head := sent.HeadOf(i)
	if head < 0 {
		return true
	}
	if sent.Tokens[i].UPOS == "NOUN" && !r.clausal(s, i) {
		return behind || r.withHead(s, i)
	}
	if r.encloses(s, i, mod) || r.opensBehind(s, i, mod) {
		return true // the parser has lost its way
	}
	switch sent.Rel(i) {
	case "acl", "amod", "compound":
		return r.tellsOfDeed(s, i, head)
	case "advcl":
		return !r.hasRole(s, i, "earlier") && !r.hasRole(s, i, "later") && (behind || !r.speaks(s, head) || r.speaks(s, i))
	case "ccomp", "parataxis":
		return r.toldAsNews(s, i, head)
	}
	return true
}

// tellsOfDeed reports whether the clause or participle at i that describes the noun tells
// of what happened when the noun did: of a deed ("an attack that killed ten"), of the
// place of one, or what a document says.
func (r *reading) tellsOfDeed(s, i, noun int) bool {
	sent := &r.doc.Sentences[s]
	switch {
	case r.talk(s, i) && r.k.Classes.Has(sent.Tokens[noun].Lemma, "document"):
		return sent.Tokens[i].XPOS == "VBG"
	case r.speaks(s, i) && !r.talk(s, noun):
		return false
	case r.occasion(s, noun):
		return true
	}
	return sent.Rel(noun) == "nmod" && r.hasRole(s, noun, "scene") && r.occasion(s, sent.HeadOf(noun))
}

// sharesDown reports whether a time inside the phrase or clause at i, which is below
// the deed at tok, is that of the deed.
func (r *reading) sharesDown(s, tok, i int) bool {
	sent := &r.doc.Sentences[s]
	if sent.Tokens[i].UPOS == "NOUN" && !r.clausal(s, i) {
		return !r.occasion(s, i) || r.withHead(s, i)
	}
	switch sent.Rel(i) {
	case "advcl":
		return !r.hasRole(s, i, "earlier") && !r.hasRole(s, i, "later")
	case "conj":
		return len(r.children(s, i, "nsubj")) == 0 || r.perfect(s, i) == r.perfect(s, tok) && !r.modal(s, i)
	case "parataxis": // "…, the ministry said on Friday"
		return !r.speaks(s, i) || !r.perfect(s, tok)
	case "ccomp", "xcomp":
		return !r.speaks(s, sent.HeadOf(i))
	}
	return true
}

// withHead reports whether the deed or thing that the noun names has the time of the
// word on which it hangs: as what does it, what is done or where, not as what it is
// about or for.
func (r *reading) withHead(s, noun int) bool {
	sent := &r.doc.Sentences[s]
	head := sent.HeadOf(noun)
	if head < 0 {
		return true
	}
	switch sent.Rel(noun) {
	case "obj":
		return !r.speaks(s, head) || !r.occasion(s, noun) || r.alike(s, noun, head) || r.lightOver(s, noun) == head
	case "obl":
		c := sent.ChildByRel(noun, "case")
		return c < 0 || r.k.Grammar.Is("scene", sent.Tokens[c].Lemma) && sent.ChildByRel(c, "fixed") < 0
	case "nmod":
		c := r.caseOf(s, noun)
		return r.k.Grammar.Is("genitive", c) && r.k.Grammar.Is("partitive", strings.ToLower(sent.Tokens[head].Lemma)) || r.k.Grammar.Is("inside", c) && r.occasion(s, head)
	}
	return true
}

// toldAsNews reports whether a clause that the verb at head tells is told as the
// news of that day: not what was denied, nor in a perfect, which looks back.
func (r *reading) toldAsNews(s, clause, head int) bool {
	sent := &r.doc.Sentences[s]
	if sent.Rel(clause) == "parataxis" && !r.speaks(s, head) {
		return true
	}
	cue := sent.Tokens[head].Span
	for i := range r.doc.Attributions {
		at := &r.doc.Attributions[i]
		if at.Cue != nil && at.Cue.Overlaps(cue) && at.Stance == sitrep.Denies {
			return false
		}
	}
	return !r.perfect(s, clause)
}

// pastPerfect reports a deed in the present perfect, which takes no day that is
// over, with a deed between it and the time to which the day belongs: "has been held
// over the murder at the well ten days ago".
func (r *reading) pastPerfect(s, tok, mod int, t *sitrep.Timex) bool {
	sent := &r.doc.Sentences[s]
	published := r.doc.Report.Published
	if published.IsZero() || t.End == "" || t.End > published.Day().Format(time.DateOnly) || !r.perfect(s, tok) {
		return false
	}
	for n := tok + 1; n < mod; n++ {
		if sent.Tokens[n].UPOS == "NOUN" && sent.Under(n, tok) && r.occasion(s, n) && !r.withHead(s, n) {
			return true
		}
	}
	return false
}

// perfect reports whether the verb at tok has "have" before it.
func (r *reading) perfect(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	for _, c := range r.children(s, tok, "aux") {
		if r.k.Grammar.Is("perfect", sent.Tokens[c].Lemma) {
			return true
		}
	}
	return false
}

// modal reports whether the verb at tok has "will", "may" or the like before it.
func (r *reading) modal(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	return slices.ContainsFunc(r.children(s, tok, "aux"), func(c int) bool { return sent.Tokens[c].XPOS == "MD" })
}

// speaks reports whether the verb at tok tells, asks or judges rather than does.
func (r *reading) speaks(s, tok int) bool {
	if a, ok := r.actAt(s, tok); ok && r.k.Ontology.Types[a.entry.Type] != nil {
		return r.k.Ontology.Types[a.entry.Type].Talk()
	}
	span := r.doc.Sentences[s].Tokens[tok].Span
	return slices.ContainsFunc(r.doc.Attributions, func(at sitrep.Attribution) bool { return at.Cue != nil && at.Cue.Overlaps(span) })
}

// alike reports whether two words name acts of speech of one quad class.
func (r *reading) alike(s, i, k int) bool {
	a, first := r.actAt(s, i)
	b, second := r.actAt(s, k)
	if !first || !second {
		return false
	}
	x, y := r.k.Ontology.Types[a.entry.Type], r.k.Ontology.Types[b.entry.Type]
	return x.Talk() && y.Talk() && x.Quad == y.Quad
}

// talk reports whether the word names an act of words.
func (r *reading) talk(s, tok int) bool {
	a, ok := r.actAt(s, tok)
	return ok && r.k.Ontology.Types[a.entry.Type].Talk() || r.k.Classes.Has(r.doc.Sentences[s].Tokens[tok].Lemma, "talks")
}

// occasion reports whether the noun names a deed or a meeting of people.
func (r *reading) occasion(s, noun int) bool {
	t := &r.doc.Sentences[s].Tokens[noun]
	if t.UPOS != "NOUN" {
		return false
	}
	for _, class := range []string{"hostilities", "talks", "protest-act"} {
		if r.k.Classes.Has(t.Lemma, class) {
			return true
		}
	}
	return r.isDeed(s, noun)
}

// clausal reports whether the noun is the predicate of a clause.
func (r *reading) clausal(s, tok int) bool {
	return r.doc.Sentences[s].ChildByRel(tok, "cop", "nsubj") >= 0
}

// encloses reports whether mod stands between the first and the last word of the
// clause at i.
func (r *reading) encloses(s, i, mod int) bool {
	sent := &r.doc.Sentences[s]
	return sent.Subtree(i).Contains(sent.Tokens[mod].Span)
}

// opensBehind reports whether the clause at i starts right behind the time with a
// word that points back to it: "1911, when the fort was shelled".
func (r *reading) opensBehind(s, i, mod int) bool {
	sent := &r.doc.Sentences[s]
	for k := mod + 1; k < len(sent.Tokens); k++ {
		if sent.Tokens[k].UPOS != "PUNCT" {
			return sent.Tokens[k].XPOS == "WRB" && sent.Under(k, i)
		}
	}
	return false
}
