package event

import (
	"slices"

	"github.com/sitrep-dev/sitrep"
)

// things is what an act is done to where that is nobody: the referendum that is
// rejected, the school that is burnt, the enclave that is shelled. They bear the
// words of the text and no code; a place bears its country.
func (r *reading) things(s int, a *act, slots []string, not []int) []sitrep.Actor {
	if !r.trait(a, "things") || r.counted(s, a) {
		return nil
	}
	sent := &r.doc.Sentences[s]
	for _, slot := range slots {
		if slot == "subj" || slot == "speaker" || slot == "self" || slot == "poss" || slot == "mod" {
			continue
		}
		var out []sitrep.Actor
		for _, w := range r.slot(s, a.tok, a.pos, a.used, slot) {
			for _, c := range r.conjuncts(s, w) {
				u := sent.Tokens[c].UPOS
				if u != "NOUN" && u != "PROPN" || slices.Contains(a.used, c) || slices.Contains(not, c) || r.inTimex(s, c) {
					continue
				}
				if party := r.partner(s, c, a.actors); party != nil {
					out = mergeParties(out, party)
					continue
				}
				out = mergeParties(out, []sitrep.Actor{r.asThing(s, c)})
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// partner is with or between whom a thing is: the contacts with a state that are
// broken off are broken off with the state.
func (r *reading) partner(s, tok int, not []sitrep.Actor) []sitrep.Actor {
	for _, c := range r.children(s, tok, "nmod") {
		if !r.hasRole(s, c, "partner") {
			continue
		}
		var out []sitrep.Actor
		for _, x := range r.conjuncts(s, c) {
			if p, ok := r.party(s, x, 1); ok {
				out = mergeParties(out, []sitrep.Actor{p})
			}
		}
		if out = without(out, not); len(out) > 0 {
			return out
		}
	}
	return nil
}

// asThing is the phrase at tok as something acted on.
func (r *reading) asThing(s, tok int) sitrep.Actor {
	p := r.described(r.phrase(s, tok))
	p.Thing, p.Span = true, r.wide(s, tok, p)
	if t := r.toponymAt(s, tok); t != nil {
		p.Country, p.Code, p.Thing = t.Country, t.Country, false
	}
	return p
}

// twins are the further parties that one noun names for several owners: the
// Syrian ones of "Russian and Syrian forces".
func (r *reading) twins(s, tok int) []sitrep.Actor {
	first := r.doc.MentionAt(s, tok)
	if first == nil {
		return nil
	}
	var out []sitrep.Actor
	for _, m := range r.doc.MentionsAt(s, tok) {
		if m != first && m.Actor != nil && first.Span.Contains(m.Span) && m.Kind == first.Kind {
			out = append(out, r.plain(s, m))
		}
	}
	return out
}

// accuses names whom an accusation or inquiry without a known target is about: who
// does what is alleged in the words below it ("into claims that two colonels
// tortured prisoners", "the threats made by the government").
func (r *reading) accuses(s int, acts []act) {
	for i := range acts {
		a := &acts[i]
		if !r.trait(a, "blames") || slices.ContainsFunc(a.recipients, func(p sitrep.Actor) bool { return !p.Thing }) {
			continue
		}
		for j := range acts {
			b := &acts[j]
			if b == a || len(b.actors) == 0 || r.trait(b, "blames") || r.trait(b, "addresses") || r.trait(b, "comments") || !r.inside(s, b.tok, a.tok) {
				continue
			}
			if who := without(b.actors, a.actors); len(who) > 0 {
				a.recipients = who
				break
			}
		}
	}
}

// asked is who is to do what a demand asks for, or who does what an accusation
// alleges, where that is no act of its own: the subject of the clause that it
// governs, or that a noun below it does.
func (r *reading) asked(s int, a *act) []sitrep.Actor {
	level := a.used
	for depth := 0; depth < 3 && len(level) > 0; depth++ {
		var next []int
		for _, u := range level {
			for _, c := range r.children(s, u, "ccomp", "acl") {
				if out := r.doers(s, a, c); len(out) > 0 {
					return out
				}
			}
			if r.trait(a, "blames") {
				next = append(next, r.children(s, u, "obj", "nmod", "obl")...)
			}
		}
		level = next
	}
	return nil
}

// doers are the parties that the clause at tok has as its subject, without those
// that act in a.
func (r *reading) doers(s int, a *act, tok int) []sitrep.Actor {
	var out []sitrep.Actor
	for _, w := range r.children(s, tok, "nsubj", "nsubj:pass") {
		if !r.animate(s, w) || r.doc.Sentences[s].Tokens[w].UPOS == "PRON" {
			continue
		}
		for _, x := range r.conjuncts(s, w) {
			if p, ok := r.party(s, x, 0); ok && !slices.ContainsFunc(a.actors, func(q sitrep.Actor) bool { return sameParty(p, q) }) {
				p.Span = r.wide(s, x, p)
				out = mergeParties(out, []sitrep.Actor{r.government(s, x, p)})
			}
		}
	}
	return out
}

// wide is the span of a party that is only described, with the phrases behind it
// that say of where or of whom it is: "people in the north", "members of a clan".
func (r *reading) wide(s, tok int, p sitrep.Actor) sitrep.Span {
	sent := &r.doc.Sentences[s]
	if p.Entity != "" || !p.Span.Holds(sent.Tokens[tok].Span.Start) {
		return p.Span
	}
	span := p.Span
	for _, c := range r.children(s, tok, "nmod") {
		if c < tok || sent.Deprel(c) == "nmod:poss" || r.inTimex(s, c) || !r.hasRole(s, c, "restricts") {
			continue
		}
		span = span.Cover(r.phraseWithCase(s, c))
		if m := r.doc.MentionAt(s, c); m != nil {
			span = span.Cover(m.Span)
		}
	}
	return span
}

// benefits are known parties to whom something is to be done in the clauses below
// an act of good will: whom one agrees to arm, or offers to send help to.
func (r *reading) benefits(s int, a *act, below []int) []sitrep.Actor {
	for _, w := range below {
		if rel := r.doc.Sentences[s].Rel(w); rel != "obj" && rel != "iobj" || slices.Contains(a.used, r.doc.Sentences[s].HeadOf(w)) {
			continue
		}
		var out []sitrep.Actor
		for _, c := range r.conjuncts(s, w) {
			if p, ok := r.party(s, c, 0); ok && (p.Code != "" || p.Entity != "") {
				out = mergeParties(out, []sitrep.Actor{r.government(s, c, p)})
			}
		}
		if out = without(out, a.actors); len(out) > 0 {
			return out
		}
	}
	return nil
}

// voices names at whom a protest is aimed that itself names nobody: who is asked
// for something in the words below or beside it ("a rally calling on the
// president to resign", "marched through the town demanding that the ministry pay").
func (r *reading) voices(s int, acts []act) {
	for i := range acts {
		a := &acts[i]
		if !r.trait(a, "voices") || len(a.recipients) > 0 {
			continue
		}
		for j := range acts {
			b := &acts[j]
			if b == a || !r.trait(b, "addresses") && !r.trait(b, "blames") || !r.inside(s, b.tok, a.tok) && (a.light < 0 || !r.inside(s, b.tok, a.light)) {
				continue
			}
			if a.recipients = slices.DeleteFunc(without(b.recipients, a.actors), func(p sitrep.Actor) bool { return p.Thing }); len(a.recipients) > 0 {
				break
			}
		}
	}
}

// retorts takes from the doer of a deed that only an own "its" points to what he
// did not do: sanctions on a state "for its invasion" answer the state's deed, not
// that of who imposed them.
func (r *reading) retorts(s int, acts []act) {
	sent := &r.doc.Sentences[s]
	for i := range acts {
		a := &acts[i]
		poss := r.children(s, a.tok, "nmod:poss")
		if a.pos != "N" || len(poss) != 1 || sent.Tokens[poss[0]].UPOS != "PRON" || len(a.actors) != 1 || !r.trait(a, "violent") && !r.trait(a, "coercive") {
			continue
		}
		for j := range acts {
			b := &acts[j]
			if b == a || !r.trait(b, "answers") || !r.inside(s, a.tok, b.tok) || !anyShared(a.actors, b.actors) {
				continue
			}
			if whom := slices.DeleteFunc(without(b.recipients, a.recipients), func(p sitrep.Actor) bool { return p.Thing }); len(whom) > 0 {
				a.actors = whom
			}
		}
	}
}

// inside reports whether a word hangs below another, and not only as one that is
// strung to it ("condemned the attack and met the mayor").
func (r *reading) inside(s, tok, top int) bool {
	sent := &r.doc.Sentences[s]
	for i, steps := tok, 0; i >= 0 && steps < 40; i, steps = sent.HeadOf(i), steps+1 {
		if h := sent.HeadOf(i); h == top {
			return sent.Rel(i) != "conj" && sent.Rel(i) != "parataxis"
		}
	}
	return false
}

// bargained is the mood of an act that is given for another one ("withdraw in
// exchange for the release of prisoners"): that of the act that it is given for.
func (r *reading) bargained(s, tok int) (sitrep.Fact, bool) {
	sent := &r.doc.Sentences[s]
	for i, steps := tok, 0; i >= 0 && steps < 12; i, steps = sent.HeadOf(i), steps+1 {
		if sent.Rel(i) == "obl" && r.k.Grammar.Is("bargain", sent.Tokens[i].Lemma) && r.hasRole(s, i, "engaged") && sent.HeadOf(i) >= 0 {
			f := sent.Facts[sent.HeadOf(i)]
			return f, f.Modality != "" && f.Modality != sitrep.Happened || f.Polarity == sitrep.Negated
		}
	}
	return sitrep.Fact{}, false
}
