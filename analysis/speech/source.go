package speech

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// who is a source in the sentence of its cue.
type who struct {
	tok  int // its head word, -1 for nobody
	span sitrep.Span
	how  string // how it was found, in words for people
}

// by notes how a source was found.
func (w who) by(how string) who {
	w.how = how
	return w
}

func nobody() who { return who{tok: -1} }

// How a source was found.
const (
	ofSubject = "the subject of the cue"
	nextTo    = "the noun next to the cue, by the order of words"
	owns      = "the owner of what the cue names"
)

// climb is how many words up a verb without a subject may find one.
const climb = 5

// speaker finds the source of the verb i. The second answer is false when an
// active verb has nobody to say it, as in "refused to say".
func (rd *reading) speaker(t *tree, i int) (who, bool) {
	if t.passive(i) {
		if agent := rd.agent(t, i); agent >= 0 {
			return rd.phrase(t, agent, i).by("the by-phrase of the cue"), true
		}
		return nobody(), true
	}
	if s := rd.namer(t, i); s >= 0 {
		return rd.phrase(t, rd.antecedent(t, i, s), i).by(ofSubject), true
	}
	if h := rd.inherited(t, i); h >= 0 {
		return rd.phrase(t, h, i).by("shared with the clause above the cue"), true
	}
	if s := rd.beside(t, i); s >= 0 {
		return rd.phrase(t, s, i).by(nextTo), true
	}
	return nobody(), false
}

// namer is the subject of i that can speak: of two the nearer, and no date.
func (rd *reading) namer(t *tree, i int) int {
	s := t.sent.ChildByRel(i, "nsubj")
	if s < 0 {
		return -1
	}
	for _, k := range t.kids(i) {
		if k < i && t.rel(k) == "nsubj" && !rd.k.Is("time_words", t.lemmas[k]) {
			s = k
		}
	}
	if rd.k.Is("time_words", t.lemmas[s]) {
		return rd.beside(t, i)
	}
	return s
}

// outsider is a source for a quotation whose subject the parser saw inside it.
func (rd *reading) outsider(t *tree, i int, content sitrep.Span) (who, bool) {
	if s := rd.beside(t, i); s >= 0 && !content.Contains(t.tok(s).Span) {
		return rd.phrase(t, s, i).by(nextTo), true
	}
	if i+1 < t.len() && (t.nominal(i+1) || t.tok(i+1).UPOS == "DET" || t.tok(i+1).UPOS == "ADJ") {
		s := rd.top(t, i+1, func(h int) bool { return h > i })
		if w := rd.phrase(t, s, i).by(nextTo); !content.Overlaps(w.span) {
			return w, true
		}
	}
	return nobody(), false
}

// agent is the by-phrase of a passive, -1 when there is none.
func (rd *reading) agent(t *tree, i int) int {
	for _, k := range t.kids(i) {
		if t.full(k) == "obl:agent" || t.rel(k) == "obl" && rd.k.Is("agent", t.link(k)) {
			return k
		}
	}
	return -1
}

// antecedent is the noun that a relative pronoun stands for, else the word itself.
func (rd *reading) antecedent(t *tree, i, s int) int {
	if !rd.k.Is("relative", t.forms[s]) {
		return s
	}
	for step := 0; step < climb && i >= 0; step++ {
		if t.full(i) == "acl:relcl" || t.full(i) == "acl" {
			if h := t.head(i); h >= 0 {
				return h
			}
		}
		if t.rel(i) != "conj" {
			break
		}
		i = t.head(i)
	}
	if x := t.tok(s).XPOS; x != "WP" && x != "WDT" {
		return s
	}
	j := s - 1
	if j >= 0 && t.forms[j] == "," {
		j--
	}
	if j >= 0 && t.nominal(j) {
		return rd.top(t, j, func(h int) bool { return h < s })
	}
	return s
}

// inherited is the subject that a verb without one shares with what it hangs on.
func (rd *reading) inherited(t *tree, i int) int {
	for step := 0; step < climb; step++ {
		h := t.head(i)
		if h < 0 {
			return -1
		}
		switch t.rel(i) {
		case "acl":
			if t.participle(i) || !t.nominal(h) {
				return -1
			}
			return h
		case "conj", "xcomp", "advcl", "parataxis", "ccomp", "dep":
		case "obl":
			if t.tok(i).UPOS != "VERB" {
				return -1
			}
		default:
			return -1
		}
		if rd.cites(t, h) && rd.k.Is("as_words", t.link(i)) {
			return rd.cited(t, h)
		}
		if g := t.head(h); t.rel(h) == "ccomp" && g >= 0 && rd.adds(t, i) {
			i = h
			continue
		}
		if t.rel(i) == "xcomp" {
			if o := t.sent.ChildByRel(h, "obj"); o >= 0 && t.infinitive(i) {
				return o
			}
		}
		if s := t.sent.ChildByRel(h, "nsubj"); s >= 0 {
			return rd.antecedent(t, h, s)
		}
		i = h
	}
	return -1
}

// cites reports whether h is a verb by which one source passes on another.
func (rd *reading) cites(t *tree, h int) bool {
	for _, hit := range rd.k.CuesAt(t.sent, h) {
		if hit.Cue.Cites {
			return true
		}
	}
	return false
}

// cited is who is quoted by the verb h.
func (rd *reading) cited(t *tree, h int) int {
	if t.passive(h) {
		return t.sent.ChildByRel(h, "nsubj")
	}
	if o := t.sent.ChildByRel(h, "obj"); o >= 0 {
		return o
	}
	return t.sent.ChildByRel(h, "nsubj")
}

// beside is the noun right before the verb, or right behind it when turned
// round ("said the minister"), for trees that lost the subject.
func (rd *reading) beside(t *tree, i int) int {
	if x := t.tok(i).XPOS; x == "VB" || x == "VBG" || t.infinitive(i) || t.participle(i) {
		return -1
	}
	j := i - 1
	for j >= 0 && i-j < longestSource && (t.tok(j).UPOS == "AUX" || t.tok(j).UPOS == "ADV" || t.tok(j).UPOS == "PART" || rd.k.Is("time_words", t.lemmas[j])) {
		if rd.k.Is("time_words", t.lemmas[j]) {
			j = t.lo[j]
		}
		j--
	}
	if j > 0 && t.tok(j).UPOS == "ADJ" && t.tok(j-1).UPOS == "DET" {
		return j // "the general", taken for an adjective
	}
	if j >= 0 && t.nominal(j) && t.full(j) != "nmod:poss" {
		return rd.top(t, j, func(h int) bool { return h < i })
	}
	if i+1 < t.len() && (t.nominal(i+1) || t.tok(i+1).UPOS == "DET") && i > 0 && (t.punct(i-1) || rd.k.Is("as_words", t.forms[i-1])) {
		return rd.top(t, i+1, func(h int) bool { return h > i })
	}
	return -1
}

// top climbs from a word to the head of its noun phrase, on the allowed side.
func (rd *reading) top(t *tree, j int, allowed func(int) bool) int {
	for step := 0; step < 2*climb; step++ {
		h := t.head(j)
		if h < 0 || !allowed(h) || !t.nominal(h) || t.rel(j) == "conj" && t.verbal(h) {
			return j
		}
		j = h
	}
	return j
}

// phrase is the whole noun phrase around head, up to the clause of the cue.
func (rd *reading) phrase(t *tree, head, cue int) who {
	a, b := t.lo[head], t.hi[head]
	if t.tok(head).UPOS == "ADJ" && a == head && a > 0 && t.tok(a-1).UPOS == "DET" {
		a--
	}
	if cue >= a && cue <= b {
		if cue > head {
			b = max(head, t.lo[cue]-1)
			if t.lo[cue] <= head {
				b = head
			}
		} else {
			a = min(head, max(cue+1, a))
		}
	}
	for _, k := range t.kids(head) {
		if r := t.rel(k); (r == "parataxis" || r == "list" || r == "discourse") && k > head && t.lo[k] > head {
			b = min(b, t.lo[k]-1)
		}
	}
	for _, k := range t.kids(head) {
		if k > head && t.lo[k] > head && t.tok(k).XPOS == "VBG" && t.forms[t.lo[k]] == "," {
			b = min(b, t.lo[k]-1)
		}
	}
	for a < head && t.rel(a) == "case" && t.head(a) == head {
		a++
	}
	a, b = rd.trim(t, a, b)
	if a > head || b < head {
		a, b = head, head
	}
	return who{tok: head, span: t.words(a, b)}
}

// trim drops links and punctuation at both ends of a stretch of tokens; a
// bracket or quotation mark stays when its partner is inside.
func (rd *reading) trim(t *tree, a, b int) (int, int) {
	for a <= b && (t.punct(a) && !rd.paired(t, a, b, a) || t.rel(a) == "cc") {
		a++
	}
	for b >= a && t.punct(b) && !rd.paired(t, a, b, b) {
		b--
	}
	return a, b
}

// pairs are the marks that come in twos, opening and closing.
const (
	openers = "\"“«([‘'`"
	closers = "\"”»)]’'"
)

// paired reports whether the mark at p, at one end of the stretch, has its partner in it.
func (rd *reading) paired(t *tree, a, b, p int) bool {
	if p == a {
		return strings.ContainsAny(t.forms[p], openers) && hasMark(t, a+1, min(b, a+reach), closers)
	}
	return strings.ContainsAny(t.forms[p], closers) && hasMark(t, max(a, b-reach), b-1, openers)
}

// reach is how many words away the partner of a mark is looked for.
const reach = 80

func hasMark(t *tree, a, b int, set string) bool {
	for i := a; i <= b; i++ {
		if t.punct(i) && strings.ContainsAny(t.forms[i], set) {
			return true
		}
	}
	return false
}
