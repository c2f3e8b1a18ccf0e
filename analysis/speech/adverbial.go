package speech

import "github.com/sitrep-dev/sitrep"

// adverbial clauses follow their link: a purpose is planned, a condition
// hypothetical, what came before or was the cause did happen.
func (w *walk) adverbial(i, c int, own state) state {
	t := w.t
	link := t.linkOrAdverb(c)
	switch {
	case w.phraseAt(t.lo[c], w.r.negating):
		s := own
		s.negate(t.lo[c])
		return s
	case t.reduced(c), own.negated() && link == "" && t.tok(c).XPOS == "VBG" && w.speaks(c):
		return real()
	case w.r.k.Is("if_words", link), w.r.k.Is("if_words", t.forms[t.lo[c]]), w.phraseAt(t.lo[c], w.r.hypothetical):
		s := real()
		s.form(sitrep.Hypothetical, t.lo[c], condition)
		return s
	case w.r.k.Is("until_words", link):
		s := real()
		if !own.happened() || own.negated() {
			s.form(sitrep.Hypothetical, t.lo[c], condition)
		}
		return s
	case t.infinitive(c):
		if !own.happened() || w.r.k.Is("implicative", t.lemmas[i]) {
			return own
		}
		s := real()
		s.form(sitrep.Planned, -1, infinitive)
		return s
	case w.r.k.Is("past_links", link) && (t.past(c) || t.tok(c).XPOS == "VBG"), t.full(c) == "advcl:relcl" && t.past(c):
		return real()
	case w.r.k.Is("before_words", link) && t.past(c) && !w.hasModal(c) && !own.negated() && own.fact.Modality != sitrep.Attempted:
		return real() // "could be driven in before it blew up"
	}
	if own.negated() && t.link(c) != "" {
		return real()
	}
	if k := w.clauseBefore(i, c); k >= 0 {
		return w.whole[k]
	}
	return own
}

// clauseBefore is the finite clause right before the participle c that leans on
// it, though both hang on i: "when a bomb went off, killing six". It is -1 for none.
func (w *walk) clauseBefore(i, c int) int {
	t := w.t
	if t.tok(c).XPOS != "VBG" || t.lo[c] < 2 || t.link(c) != "" || !t.punct(t.lo[c]) && !t.punct(t.lo[c]-1) {
		return -1
	}
	for _, k := range t.kids(i) {
		if k < c && t.rel(k) == "advcl" && t.past(k) && w.done[k] && t.hi[k] >= t.lo[c]-2 {
			return k
		}
	}
	return -1
}

// ranked reports a noun for the one of a row that an infinitive tells of as done:
// "the first town to fall". A way or a chance to do a thing does not.
func (w *walk) ranked(i int) bool {
	t := w.t
	if w.r.k.Is("ways", t.lemmas[i]) || len(w.r.k.MoodsAt(t.sent, i)) > 0 {
		return false
	}
	for _, k := range t.kids(i) {
		if k < i && w.r.k.Is("ranks", t.lemmas[k]) {
			return true
		}
	}
	return false
}
