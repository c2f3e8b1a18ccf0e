package speech

import (
	"slices"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// grip is the mood entry that governs a word, and the word that brings it in.
type grip struct {
	cue int
	hit knowledge.MoodHit
}

// walk reads one sentence.
type walk struct {
	r     *Reader
	doc   *sitrep.Document
	s     int // the sentence of t in doc
	t     *tree
	grips map[int]grip
	whole []state // of each token with all that stands at it
	above []state // what came from above, for its coordinates
	done  []bool
}

// facts says of every token of the sentence how it is told, were it a predicate.
func (r *Reader) facts(doc *sitrep.Document, s int, t *tree) []sitrep.Fact {
	n := t.len()
	w := &walk{r: r, doc: doc, s: s, t: t, grips: map[int]grip{}, whole: make([]state, n), above: make([]state, n), done: make([]bool, n)}
	for i := 0; i < n; i++ {
		w.gripsOf(i)
	}
	asked := r.asked(t)
	for _, i := range t.order {
		s := real()
		if h := t.head(i); h >= 0 && w.done[h] {
			s = w.pass(h, i)
		}
		if g, ok := w.grips[i]; ok {
			s = w.apply(g, s)
		}
		w.above[i] = s
		if asked[i] {
			s.form(sitrep.Unclear, -1, "a question")
		}
		w.whole[i], w.done[i] = w.local(i, s), true
	}
	w.spreadUnclear()
	facts := make([]sitrep.Fact, n)
	for i := range facts {
		facts[i] = finished(w.whole[i].fact)
	}
	return facts
}

// spreadUnclear carries an open question to all words from its question word to
// the next punctuation, wherever the parser hung them.
func (w *walk) spreadUnclear() {
	for c := range w.t.forms {
		g, ok := w.grips[c]
		if !ok || !g.hit.Mood.Deep || c < g.cue || !w.r.k.Is("wh_words", w.t.forms[w.t.lo[c]]) {
			continue
		}
		for j := w.t.lo[c]; j < w.t.len() && !w.t.punct(j); j++ {
			if s := &w.whole[j]; s.happened() && !s.negated() {
				s.set(sitrep.Unclear, g.cue, g.hit.Mood.ID)
			}
		}
	}
}

func finished(f sitrep.Fact) sitrep.Fact {
	if f.Modality == "" {
		f.Modality = sitrep.Happened
	}
	if f.Polarity == "" {
		f.Polarity = sitrep.Affirmed
	}
	return f
}

// gripsOf notes what the moods at token i govern. The longest pattern whose
// scope is filled has the say on each dependent.
func (w *walk) gripsOf(i int) {
	if rel := w.t.rel(i); rel == "cop" || rel == "aux" {
		return
	}
	hits := w.r.k.MoodsAt(w.t.sent, i)
	for _, hit := range hits {
		if hit.Mood.When == "negated" && !w.denied(i) && !w.undone(i) || w.doc.Dates(w.s, hit.Used) {
			continue
		}
		for _, c := range w.r.governed(w.t, i, hit.Used, hit.Scope) {
			if c == i || hit.Mood.SparesActs && w.ownAct(c) {
				continue
			}
			old, ok := w.grips[c]
			if !ok || old.cue != i && w.outranks(i, old.cue, c, hit.POS) {
				w.grips[c] = grip{i, hit}
			}
		}
	}
}

// undone reports a word that a mood before it negates and leaves in the real
// world: what somebody "has yet to confirm" is as open as what he does not.
func (w *walk) undone(i int) bool {
	g, ok := w.grips[i]
	return ok && g.cue < i && g.hit.Mood.Polarity == sitrep.Negated && g.hit.Mood.Modality == ""
}

// outranks prefers as the cue of c its head to an adjective of c, and a noun
// right before c to the verb that governs the noun ("renewed their threat to").
func (w *walk) outranks(cue, old, c int, pos string) bool {
	t := w.t
	if t.head(c) == cue && t.head(old) == c && t.rel(old) == "amod" {
		return true
	}
	return pos == "N" && t.head(cue) == old && t.lo[c] == cue+1
}

func (w *walk) ownAct(c int) bool {
	for _, hit := range w.r.k.MoodsAt(w.t.sent, c) {
		if hit.Mood.Act && hit.POS == "N" {
			return true
		}
	}
	return false
}

// apply is the state of a word under a mood, given what came from above.
func (w *walk) apply(g grip, passed state) state {
	outer, m := passed, g.hit.Mood
	if w.done[g.cue] {
		outer = w.whole[g.cue]
	}
	if m.Reset {
		s := real()
		s.fact.Background, s.fact.Old = m.Background || outer.fact.Background, outer.fact.Old
		s.past(m)
		return s
	}
	s := outer
	s.deep = outer.deep || m.Deep
	s.fact.Background, s.fact.Old = outer.fact.Background || m.Background, outer.fact.Old
	s.past(m)
	if m.When == "negated" {
		s.fact.Modality, s.fact.Polarity, s.fact.Cue, s.fact.Entry, s.fact.Not = m.Modality, m.Polarity, g.cue, m.ID, g.cue
		return s
	}
	if outer.negated() && m.Negated != nil {
		s.fact = sitrep.Fact{Modality: m.Negated.Modality, Polarity: m.Negated.Polarity, Cue: g.cue, Entry: m.ID, Not: s.fact.Not, Background: s.fact.Background, Old: s.fact.Old}
		return s
	}
	if m.Modality != "" && (outer.happened() || m.Act && yields(outer.fact.Modality)) {
		s.fact.Modality, s.fact.Cue, s.fact.Entry = m.Modality, g.cue, m.ID
	}
	if m.Polarity == sitrep.Negated {
		s.negate(g.cue)
		if s.fact.Entry == "" {
			s.fact.Entry = m.ID
		}
	}
	return s
}

// yields is true for modalities that give way to that of a verbal act below:
// who plans to demand a thing does not plan the thing.
func yields(m sitrep.Modality) bool { return m == sitrep.Planned || m == sitrep.Attempted }

// pass is what reaches c from its head i when no mood governs it.
func (w *walk) pass(i, c int) state {
	own, t := w.whole[i], w.t
	if r := t.rel(c); (r == "nsubj" || r == "obj") && own.negated() && w.nobody(c) {
		own.fact.Polarity = sitrep.Affirmed // it is the argument that negates the verb
	}
	bg := state{fact: sitrep.Fact{Cue: -1}}
	rel, full := t.rel(c), t.full(c)
	switch rel {
	case "xcomp":
		if c > 0 && t.rel(c-1) == "obl" && t.reduced(c) {
			return real() // "brought water to a ferry seized on Monday"
		}
		return own
	case "conj":
		return w.conjunct(i, c)
	case "obj", "csubj", "appos", "compound", "dep", "fixed", "flat", "dislocated":
		return own
	case "ccomp":
		return w.reported(i, c, own)
	case "nsubj":
		return w.subject(i, c, own, full)
	case "advcl":
		return w.adverbial(i, c, own)
	case "acl":
		if full == "acl" && t.infinitive(c) && w.anyOf(i) >= 0 {
			return own // "any effort to bomb the plants"
		}
		if full == "acl" && own.happened() && t.participle(c) && w.nobody(i) {
			s := real()
			s.negate(t.sent.ChildByRel(i, "det"))
			return s // "no foreigners held hostage"
		}
		if own.negated() && own.fact.Modality == sitrep.Planned && t.past(c) && w.r.k.Is("that_words", t.link(c)) {
			own.fact.Modality = sitrep.Happened // "rejected the charge that his men had fired"
			return own
		}
		if g, ok := w.grips[i]; ok && g.cue == c && t.nominal(i) {
			return real() // "a group opposed to the talks"
		}
		if w.asIs(c, own, full) || own.happened() && !own.negated() {
			return w.happening(c, own, full)
		}
		return own
	case "obl", "nmod", "iobj":
		if own.negated() && own.fact.Modality == sitrep.Planned && t.nominal(i) && w.r.k.Is("accounts", t.lemmas[i]) {
			own.fact.Modality = sitrep.Happened // "rejected talk of a massacre"
		} else if rel == "nmod" && own.negated() && w.r.k.Is("texts", t.lemmas[i]) && !w.r.k.Is("accounts", t.lemmas[i]) {
			return real() // "kept the council from adopting a statement on the raids"
		}
		return w.oblique(c, own)
	case "parataxis":
		if own.deep {
			return own
		}
	}
	return bg
}

// asIs reports whether the clause c tells how the noun it modifies is in fact.
func (w *walk) asIs(c int, own state, full string) bool {
	t := w.t
	if own.deep && !t.past(c) {
		return false
	}
	if full == "acl" {
		return t.participle(c) && t.tok(c).XPOS == "VBN"
	}
	return t.relative(c) && !w.hasModal(c) && !t.infinitive(c)
}

// happening is a clause that modifies a noun told as real.
func (w *walk) happening(c int, own state, full string) state {
	if full == "acl" && w.t.infinitive(c) && own.happened() {
		if w.ranked(w.t.head(c)) {
			return own
		}
		s := real()
		s.form(sitrep.Planned, -1, infinitive)
		return s
	}
	return real()
}

// conjunct shares with the first what stood above both, and when it leans on
// the first for subject and tense, also what stands at it.
func (w *walk) conjunct(i, c int) state {
	t := w.t
	if !t.verbal(c) && !(t.verbal(i) && t.sent.ChildByRel(c, "cop") >= 0) {
		return w.whole[i]
	}
	if t.subject(c) >= 0 || t.tok(c).XPOS != t.tok(i).XPOS || w.hasAux(c) {
		return w.above[i]
	}
	s := w.whole[i]
	if k := s.fact.Not; s.negated() && !w.above[i].negated() && t.rel(k) == "obj" && t.head(k) == i && c > k {
		s.fact.Polarity, s.fact.Not = sitrep.Affirmed, 0 // "set no date and left": he left
		if s.fact.Cue == k {
			s.fact.Cue = -1
		}
	}
	return s
}

func (w *walk) hasAux(i int) bool { return w.t.sent.ChildByRel(i, "aux") >= 0 }

// reported is the content clause of i: what is told of the past stays told as
// the past when i itself did not happen, and what somebody did not say is open.
func (w *walk) reported(i, c int, own state) state {
	if !own.happened() && !own.deep && w.t.past(c) && own.fact.Modality != sitrep.Hypothetical {
		return real()
	}
	if own.happened() && own.negated() && w.speaks(i) {
		s := real()
		s.form(sitrep.Unclear, i, "what somebody did not say")
		return s
	}
	return own
}

// speaks reports whether i is a verb of reporting that is no act of its own.
func (w *walk) speaks(i int) bool {
	for _, hit := range w.r.k.CuesAt(w.t.sent, i) {
		if hit.POS == "V" {
			return !hit.Cue.Act
		}
	}
	return false
}

// subject: that of a passive is its object, that of a verb of happening takes place with it.
func (w *walk) subject(i, c int, own state, full string) state {
	t := w.t
	switch {
	case own.deep, full == "nsubj:pass", w.r.k.Is("occur", t.lemmas[i]), t.sent.ChildByRel(i, "expl") >= 0 && c > i:
		return own
	case !t.verbal(i) && t.sent.ChildByRel(i, "cop") >= 0 && t.nominal(i) && !own.negated():
		return real()
	case w.r.indefinite(t, c):
		s := real()
		if !own.happened() {
			s.fact.Modality, s.fact.Cue, s.fact.Entry, s.fact.How = own.fact.Modality, own.fact.Cue, own.fact.Entry, own.fact.How
		}
		return s
	}
	return real()
}

// oblique nouns are reached through some prepositions, when the reader does not know them yet.
func (w *walk) oblique(c int, own state) state {
	t := w.t
	link := t.link(c)
	switch {
	case w.phraseAt(t.lo[c], w.r.negating):
		s := own
		s.negate(t.lo[c])
		return s
	case w.phraseAt(t.lo[c], w.r.hypothetical):
		s := real()
		s.form(sitrep.Hypothetical, t.lo[c], condition)
		return s
	case own.deep, t.rel(c) == "iobj":
		return own
	case w.r.k.Is("passing_cases", link) && !w.r.known(t, c) && !(own.negated() && !t.nominal(t.head(c))):
		return own
	case w.r.k.Is("part_words", link) && !own.happened():
		return own
	}
	return real()
}

// phraseAt reports whether one of the phrases starts at token i.
func (w *walk) phraseAt(i int, phrases [][]string) bool {
	for _, words := range phrases {
		if i+len(words) <= w.t.len() && slices.Equal(w.t.forms[i:i+len(words)], words) {
			return true
		}
	}
	return false
}
