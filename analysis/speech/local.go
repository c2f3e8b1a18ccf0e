package speech

import (
	"github.com/sitrep-dev/sitrep"
)

// local adds to a state what stands at the word itself: auxiliaries, negation,
// conditions, adverbs and the form of the clause.
func (w *walk) local(i int, s state) state {
	t := w.t
	if w.modalHere(i, &s) {
		// An auxiliary has spoken.
	} else if cue, ok := w.headline(i); ok {
		s.form(sitrep.Planned, cue, "the infinitive of a headline")
	} else if w.imperative(i) {
		s.form(sitrep.Demanded, -1, "an imperative")
	}
	if s.happened() && w.habit(i) {
		s.form(sitrep.Hypothetical, -1, "a passive in the present, of a thing of its kind")
	}
	for _, k := range w.negators(i) {
		s.negate(k)
	}
	if k := w.anyOf(i); k >= 0 && !s.negated() && (s.happened() && !t.verbal(i) || s.fact.Modality == sitrep.Planned) {
		s.fact.Modality = sitrep.Happened
		s.form(sitrep.Hypothetical, k, "any of its kind")
	}
	if t.verbal(i) && w.conditional(i) {
		if s.happened() {
			s.form(sitrep.Hypothetical, -1, condition)
		} else if s.fact.Modality == sitrep.Planned && s.fact.Entry == "" {
			s.fact.Modality, s.fact.How = sitrep.Hypothetical, condition
		}
	}
	return s
}

// anyOf is the determiner of a noun, or of the object of a verb, that stands for
// whichever there may be ("any attack"), which is no one thing that is or will
// be; -1 for none.
func (w *walk) anyOf(i int) int {
	if w.t.verbal(i) {
		if i = w.t.sent.ChildByRel(i, "obj"); i < 0 {
			return -1
		}
	}
	if k := w.t.sent.ChildByRel(i, "det"); k >= 0 && w.r.k.Is("generic", w.t.forms[k]) {
		return k
	}
	return -1
}

// habit reports whether a passive in the present tells what is done with things
// of a kind, not what was done with one: "a statement is adopted by consent".
func (w *walk) habit(i int) bool {
	t := w.t
	be, subj := -1, -1
	for _, k := range t.kids(i) {
		switch t.full(k) {
		case "aux:pass":
			be = k
		case "nsubj:pass":
			subj = k
		case "aux":
			return false
		}
	}
	return be >= 0 && subj >= 0 && t.tok(be).XPOS == "VBZ" && w.r.indefinite(t, subj)
}

// modal is the modality that the auxiliary k gives.
func (r *Reader) modal(t *tree, k int) (sitrep.Modality, bool) {
	if t.rel(k) != "aux" {
		return "", false
	}
	m, ok := r.k.Words.Modals[t.forms[k]]
	if !ok {
		m, ok = r.k.Words.Modals[t.lemmas[k]]
	}
	if r.k.Is("have_words", t.lemmas[k]) {
		return "", false
	}
	return m, ok
}

// modalHere applies the first modal auxiliary of i.
func (w *walk) modalHere(i int, s *state) bool {
	t := w.t
	for _, k := range t.kids(i) {
		m, ok := w.r.modal(t, k)
		if !ok {
			continue
		}
		if m == sitrep.Planned && w.perfectAfter(i, k) && w.r.k.Is("past_modals", t.forms[k]) {
			m = sitrep.Hypothetical
		}
		s.form(m, k, "an auxiliary")
		return true
	}
	return false
}

func (w *walk) perfectAfter(i, modal int) bool {
	for _, k := range w.t.kids(i) {
		if k > modal && k < i && w.t.rel(k) == "aux" && w.r.k.Is("have_words", w.t.lemmas[k]) {
			return true
		}
	}
	return false
}

// headline reports whether i is the bare infinitive of a headline ("Minister to visit").
func (w *walk) headline(i int) (int, bool) {
	t := w.t
	if t.rel(i) != "root" || !t.verbal(i) || !t.infinitive(i) {
		return -1, false
	}
	subj := t.sent.ChildByRel(i, "nsubj")
	return -1, subj >= 0 && subj < i
}

// imperative reports whether i commands.
func (w *walk) imperative(i int) bool {
	t := w.t
	if t.tok(i).XPOS != "VB" || t.infinitive(i) || t.sent.ChildByRel(i, "nsubj", "cop", "mark") >= 0 {
		return false
	}
	switch t.rel(i) {
	case "root", "ccomp", "parataxis":
	default:
		return false
	}
	for _, hit := range w.r.k.MoodsAt(t.sent, i) {
		if hit.Mood.Modality == sitrep.Hypothetical {
			return false
		}
	}
	for _, k := range t.kids(i) {
		if t.rel(k) == "aux" && !w.r.k.Is("do_words", t.lemmas[k]) {
			return false
		}
	}
	first := t.lo[i]
	for first < i && (t.punct(first) || w.r.k.Is("negators", t.forms[first]) || w.r.k.Is("do_words", t.lemmas[first]) || t.tok(first).UPOS == "INTJ" || t.tok(first).UPOS == "ADV") {
		first++
	}
	return first == i
}

// negators lists the words that negate i, in order.
func (w *walk) negators(i int) []int {
	t := w.t
	var found []int
	for _, k := range t.kids(i) {
		switch t.rel(k) {
		case "advmod", "aux", "cc", "discourse", "cc:preconj":
			if w.r.k.Is("negators", t.forms[k]) && !w.focused(i, k) {
				found = append(found, k)
			}
		case "det":
			if w.r.k.Is("no_words", t.forms[k]) {
				found = append(found, k)
			}
		case "nsubj", "obj":
			if w.nobody(k) {
				found = append(found, k)
			}
		}
	}
	return found
}

// focused is a "not" that goes on to "only" or stands before another word than i.
func (w *walk) focused(i, k int) bool {
	return k+1 < w.t.len() && w.r.k.Is("focus", w.t.forms[k+1])
}

// nobody reports whether the argument k makes its verb negative.
func (w *walk) nobody(k int) bool {
	t := w.t
	if w.r.k.Is("nobody", t.forms[k]) {
		return true
	}
	for _, d := range t.kids(k) {
		if d > k {
			break
		}
		if t.rel(d) == "det" && w.r.k.Is("no_words", t.forms[d]) {
			return true
		}
	}
	return false
}

// denied reports whether the word i is negated where it stands, or by the verb it belongs to.
func (w *walk) denied(i int) bool {
	if len(w.negators(i)) > 0 {
		return true
	}
	h := w.t.head(i)
	if h < 0 {
		return false
	}
	switch w.t.rel(i) {
	case "xcomp", "obj", "nsubj", "csubj", "ccomp":
		return len(w.negators(h)) > 0
	}
	return false
}

// conditional reports whether the clause of i has a condition on it.
func (w *walk) conditional(i int) bool {
	t := w.t
	for _, k := range t.kids(i) {
		if t.full(k) != "advcl" {
			continue
		}
		if !w.r.k.Is("if_words", t.link(k)) && !w.r.k.Is("if_words", t.forms[t.lo[k]]) {
			continue
		}
		if t.past(i) && !w.hasModal(i) {
			return false
		}
		return w.hasModal(i) || t.past(k)
	}
	return false
}

func (w *walk) hasModal(i int) bool {
	for _, k := range w.t.kids(i) {
		if _, ok := w.r.modal(w.t, k); ok {
			return true
		}
	}
	return false
}

// asked marks the predicates of direct questions.
func (r *Reader) asked(t *tree) map[int]bool {
	asked := map[int]bool{}
	for i := range t.forms {
		if t.forms[i] != "?" {
			continue
		}
		h := t.head(i)
		if h < 0 {
			continue
		}
		if c := r.questioned(t, h, i); c >= 0 {
			h = c
		}
		asked[h] = true
	}
	return asked
}

// questioned is the clause before the question mark when h only reports it.
func (r *Reader) questioned(t *tree, h, mark int) int {
	for _, c := range t.kids(h) {
		if (t.rel(c) == "ccomp" || t.rel(c) == "parataxis") && c < mark && t.hi[c] <= mark && h > mark {
			return c
		}
	}
	return -1
}
