package speech

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// tree is a sentence with what is asked of it often: the stretch of words
// below each word, and an order in which heads come before dependents. A word
// that hangs on itself, directly or in a circle, counts as a root.
type tree struct {
	sent   *sitrep.Sentence
	lo, hi []int // first and last token of the subtree of each token
	order  []int
	forms  []string // lower case
	lemmas []string // lower case
}

func newTree(sent *sitrep.Sentence) *tree {
	n := len(sent.Tokens)
	t := &tree{sent: sent, lo: make([]int, n), hi: make([]int, n), order: make([]int, 0, n),
		forms: make([]string, n), lemmas: make([]string, n)}
	seen := make([]bool, n)
	for i := range sent.Tokens {
		t.lo[i], t.hi[i] = i, i
		t.forms[i] = strings.ToLower(sent.Tokens[i].Form)
		t.lemmas[i] = strings.ToLower(sent.Tokens[i].Lemma)
		if h := sent.HeadOf(i); h < 0 || h >= n {
			t.reach(i, seen)
		}
	}
	for i := range sent.Tokens {
		t.reach(i, seen)
	}
	for k := n - 1; k >= 0; k-- {
		i := t.order[k]
		for _, c := range sent.Children(i) {
			t.lo[i], t.hi[i] = min(t.lo[i], t.lo[c]), max(t.hi[i], t.hi[c])
		}
	}
	return t
}

// reach appends i and what hangs on it to the order, heads first.
func (t *tree) reach(i int, seen []bool) {
	if seen[i] {
		return
	}
	seen[i] = true
	t.order = append(t.order, i)
	for k := len(t.order) - 1; k < len(t.order); k++ {
		for _, c := range t.sent.Children(t.order[k]) {
			if !seen[c] {
				seen[c] = true
				t.order = append(t.order, c)
			}
		}
	}
}

func (t *tree) len() int                { return len(t.sent.Tokens) }
func (t *tree) tok(i int) *sitrep.Token { return &t.sent.Tokens[i] }
func (t *tree) rel(i int) string        { return t.sent.Rel(i) }
func (t *tree) full(i int) string       { return t.sent.Tokens[i].Deprel }
func (t *tree) head(i int) int {
	if h := t.sent.HeadOf(i); h < t.len() {
		return h
	}
	return -1
}
func (t *tree) kids(i int) []int { return t.sent.Children(i) }

func (t *tree) verbal(i int) bool {
	u := t.tok(i).UPOS
	return u == "VERB" || u == "AUX"
}

func (t *tree) nominal(i int) bool {
	u := t.tok(i).UPOS
	return u == "NOUN" || u == "PROPN" || u == "PRON" || u == "NUM"
}

func (t *tree) punct(i int) bool { return t.tok(i).UPOS == "PUNCT" }

// words is the span of the tokens from a to b.
func (t *tree) words(a, b int) sitrep.Span {
	if a < 0 || b >= t.len() || a > b {
		return sitrep.Span{}
	}
	return sitrep.Span{Start: t.tok(a).Span.Start, End: t.tok(b).Span.End}
}

// link is the preposition or conjunction by which c hangs on its head, "" for none.
func (t *tree) link(c int) string {
	for _, k := range t.kids(c) {
		if k > c {
			break
		}
		if r := t.rel(k); r == "case" || r == "mark" {
			return t.lemmas[k]
		}
	}
	return ""
}

// linkOrAdverb is the link of c or, where it has none, the adverb that opens it
// ("when", "where").
func (t *tree) linkOrAdverb(c int) string {
	if link := t.link(c); link != "" {
		return link
	}
	if k := t.lo[c]; k < c && t.head(k) == c && t.tok(k).XPOS == "WRB" {
		return t.forms[k]
	}
	return ""
}

// reduced reports whether the clause c is a bare participle right behind a noun
// that it says something of, wherever the parser hung it: "supplies to a ship
// seized on Monday".
func (t *tree) reduced(c int) bool {
	if x := t.tok(c).XPOS; x != "VBN" && x != "VBD" || t.head(c) > c || t.subject(c) >= 0 || t.link(c) != "" || t.sent.ChildByRel(c, "aux", "obj", "ccomp") >= 0 {
		return false
	}
	k := t.lo[c]
	if k < c && t.punct(k) {
		k++
	}
	before := k - 1
	if before > 0 && t.punct(before) {
		before--
	}
	return k == c && before >= 0 && t.nominal(before)
}

// infinitive reports whether c is a clause with "to": the particle is tagged TO.
func (t *tree) infinitive(c int) bool {
	for _, k := range t.kids(c) {
		if k >= c {
			break
		}
		if t.tok(k).UPOS == "PART" && (t.rel(k) == "mark" || t.rel(k) == "aux") {
			return true
		}
	}
	return false
}

// subject is the subject of i, -1 when it has none of its own.
func (t *tree) subject(i int) int { return t.sent.ChildByRel(i, "nsubj", "csubj") }

// passive reports whether i is a verb in the passive.
func (t *tree) passive(i int) bool {
	for _, k := range t.kids(i) {
		if d := t.full(k); d == "nsubj:pass" || d == "aux:pass" || d == "csubj:pass" {
			return true
		}
	}
	return false
}

// participle reports whether i is a past participle that modifies its head.
func (t *tree) participle(i int) bool {
	if t.tok(i).UPOS != "VERB" && t.tok(i).UPOS != "ADJ" {
		return false
	}
	d := t.full(i)
	return (d == "acl" || d == "amod") && t.tok(i).XPOS != "VBG" && !t.infinitive(i) && !t.active(i) && !t.onlyVerb(i)
}

// onlyVerb reports whether i was taken for a participle though the sentence has
// no other verb: "The council called on …" with council for its root.
func (t *tree) onlyVerb(i int) bool {
	h := t.head(i)
	if h < 0 || t.rel(h) != "root" || i != h+1 || t.rel(i) != "acl" || t.forms[t.len()-1] != "." {
		return false
	}
	for _, k := range t.kids(h) {
		if k != i && (t.verbal(k) || t.rel(k) == "nsubj") {
			return false
		}
	}
	return true
}

// active reports whether a verb tagged as a participle has what only an active
// verb can have: an object, a finite complement or a gerund.
func (t *tree) active(i int) bool {
	for _, k := range t.kids(i) {
		switch t.full(k) {
		case "obj", "ccomp":
			return k > i
		case "xcomp":
			if t.tok(k).XPOS == "VBG" {
				return true
			}
		}
	}
	return false
}

// relative reports whether the clause c has a relative pronoun among its arguments.
func (t *tree) relative(c int) bool {
	a := t.lo[c]
	for ; a < c; a++ {
		if x := t.tok(a).XPOS; t.rel(a) == "mark" {
			return false
		} else if x == "WDT" || x == "WP" || x == "WRB" || x == "WP$" {
			return true
		}
		if a > t.lo[c]+1 {
			break
		}
	}
	return t.lo[c] == c || t.tok(t.lo[c]).XPOS != "IN"
}

// past reports whether i is the verb of a finite clause about the past, the
// perfect included; unknown tags count as no past.
func (t *tree) past(i int) bool {
	if t.tok(i).XPOS == "VBD" {
		return true
	}
	for _, k := range t.kids(i) {
		r := t.rel(k)
		if r != "aux" && r != "cop" {
			continue
		}
		if x := t.tok(k).XPOS; x == "VBD" {
			return true
		}
		if r == "aux" && t.perfect(i, k) {
			return true
		}
	}
	return false
}

func (t *tree) perfect(i, aux int) bool {
	x := t.tok(aux).XPOS
	return t.tok(aux).UPOS == "AUX" && (x == "VBZ" || x == "VBP" || x == "VBD") && t.tok(i).XPOS == "VBN"
}

// pluperfect reports whether i has "had" for auxiliary.
func (t *tree) pluperfect(i int) bool {
	for _, k := range t.kids(i) {
		if t.full(k) == "aux" && t.tok(k).XPOS == "VBD" && t.tok(i).XPOS == "VBN" {
			return true
		}
	}
	return false
}

// headIn is the token inside span whose head lies outside it, -1 when the span holds no token.
func (t *tree) headIn(span sitrep.Span) int {
	first := -1
	for i := t.sent.TokenAt(span); i >= 0 && i < t.len() && t.tok(i).Span.Start < span.End; i++ {
		if !span.Contains(t.tok(i).Span) {
			continue
		}
		if first < 0 {
			first = i
		}
		if h := t.head(i); h < 0 || !span.Contains(t.tok(h).Span) {
			return i
		}
	}
	return first
}
