package timex

import (
	"strconv"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// node is one matched rule with the slots its words filled.
type node struct {
	rule  *rule
	start int // first word
	n     int
	slots []mark // in order; values of classes and finished expressions
}

// get is the value of the first slot of a class.
func (n *node) get(classes ...string) (string, bool) {
	for _, c := range classes {
		for i := range n.slots {
			if n.slots[i].class == c {
				return n.slots[i].value, true
			}
		}
		if v, ok := n.rule.Set[c]; ok {
			return v, true
		}
	}
	return "", false
}

// child is the k-th finished expression inside.
func (n *node) child(k int) *node {
	for i := range n.slots {
		if n.slots[i].node != nil {
			if k == 0 {
				return n.slots[i].node
			}
			k--
		}
	}
	return nil
}

// element is one place of a pattern.
type element struct {
	options  []option
	optional bool
}

type option struct {
	class   string // "" for a literal
	literal string
}

type rule struct {
	*knowledge.TimexRule
	order                        int
	prev, notPrev, next, notNext []string
}

// grammar holds the compiled rules and the words by their first piece.
type grammar struct {
	rules   []*rule
	byFirst [4]map[string][]start // level, then class or 'literal
	phrases map[string][]phrase
	stops   map[string][]phrase
	numbers *knowledge.Numbers
}

type start struct {
	rule    *rule
	pattern []element
}

type phrase struct {
	words        []string
	class, value string
	capital      bool
}

func compile(k *knowledge.Timex) *grammar {
	g := &grammar{phrases: map[string][]phrase{}, stops: map[string][]phrase{}, numbers: k.Numbers}
	for _, w := range k.Words {
		addPhrase(g.phrases, w.Phrase, w.Class, w.Value, w.Capital)
	}
	for name := range k.Holidays {
		addPhrase(g.phrases, name, "holiday", name, true)
	}
	for _, s := range k.Stops {
		addPhrase(g.stops, s, "", "", false)
	}
	for level := range g.byFirst {
		g.byFirst[level] = map[string][]start{}
	}
	for i := range k.Rules {
		r := &rule{TimexRule: &k.Rules[i], order: i}
		r.prev, r.notPrev = strings.Fields(r.Prev), strings.Fields(r.NotPrev)
		r.next, r.notNext = strings.Fields(r.Next), strings.Fields(r.NotNext)
		for _, p := range r.Patterns {
			g.index(r, parsePattern(p))
		}
		g.rules = append(g.rules, r)
	}
	return g
}

func addPhrase(to map[string][]phrase, text, class, value string, capital bool) {
	var pieces []string
	for _, w := range scan(text, sitrep.Span{End: len(text)}) {
		pieces = append(pieces, w.text)
	}
	if len(pieces) > 0 {
		to[pieces[0]] = append(to[pieces[0]], phrase{pieces, class, value, capital})
	}
}

// parsePattern reads the notation of knowledge.TimexRule.
func parsePattern(p string) []element {
	var out []element
	for _, f := range strings.Fields(p) {
		e := element{}
		if len(f) > 1 && strings.HasSuffix(f, "?") {
			e.optional, f = true, strings.TrimSuffix(f, "?")
		}
		for _, alt := range strings.Split(f, "|") {
			switch {
			case len(alt) > 2 && alt[0] == '\'' && alt[len(alt)-1] == '\'':
				e.options = append(e.options, option{literal: alt[1 : len(alt)-1]})
			case alt == "–" || alt == "-":
				e.options = append(e.options, option{literal: "-"})
			case alt[0] == '@' || alt[0] >= 'a' && alt[0] <= 'z':
				e.options = append(e.options, option{class: alt})
			default:
				e.options = append(e.options, option{literal: alt})
			}
		}
		out = append(out, e)
	}
	return out
}

func (g *grammar) index(r *rule, pattern []element) {
	seen := map[string]bool{}
	for _, e := range pattern {
		for _, o := range e.options {
			if key := o.key(); !seen[key] {
				seen[key] = true
				g.byFirst[r.Level][key] = append(g.byFirst[r.Level][key], start{r, pattern})
			}
		}
		if !e.optional {
			return
		}
	}
}

func (o option) key() string {
	if o.class != "" {
		return o.class
	}
	return "'" + o.literal
}

// sequence is a text cut into words, with what each may mean.
type sequence struct {
	g       *grammar
	words   []word
	marks   [][]mark
	stopped []bool
	tags    func(sitrep.Span) string // UPOS at a span, "" when not known
}

func (s *sequence) at(i int) *word {
	if i < 0 || i >= len(s.words) || s.words[i].isBreak {
		return nil
	}
	return &s.words[i]
}

func (s *sequence) textAt(i int) string {
	if w := s.at(i); w != nil {
		return w.text
	}
	return ""
}

// hasClass looks the word up in the lexicon alone.
func (s *sequence) hasClass(i int, class string) bool {
	for _, p := range s.g.phrases[s.textAt(i)] {
		if p.class == class && s.fits(p, i) {
			return true
		}
	}
	return false
}

func (s *sequence) fits(p phrase, i int) bool {
	if p.capital && !s.words[i].capital {
		return false
	}
	for k, piece := range p.words {
		if s.textAt(i+k) != piece {
			return false
		}
	}
	return true
}

// annotate fills marks from the lexicon, numbers and shapes.
func (s *sequence) annotate() {
	s.marks = make([][]mark, len(s.words))
	s.stopped = make([]bool, len(s.words))
	for i := range s.words {
		t := s.textAt(i)
		if t == "" {
			continue
		}
		for _, p := range s.g.stops[t] {
			if s.fits(p, i) {
				for k := range p.words {
					s.stopped[i+k] = true
				}
			}
		}
		for _, p := range s.g.phrases[t] {
			if s.fits(p, i) {
				s.marks[i] = append(s.marks[i], mark{class: p.class, value: p.value, n: len(p.words)})
				if p.class == "ordinal" {
					s.marks[i] = append(s.marks[i], mark{class: "ord", value: p.value, n: len(p.words)})
				}
			}
		}
		if t == "'" && !s.words[i].glued {
			if next := s.at(i + 1); next != nil && next.glued && len(next.text) == 2 && inRange(next.text, 2, 2, 99) {
				s.marks[i] = append(s.marks[i], mark{class: "yy", value: next.text, n: 2})
			}
		}
		if t[0] >= '0' && t[0] <= '9' {
			s.marks[i] = append(s.marks[i], s.shapes(i)...)
		}
		s.numbers(i)
	}
}

// numbers marks cardinals, vague amounts and years in words.
func (s *sequence) numbers(i int) {
	const longest = 12
	var texts [longest]string
	n := 0
	for ; n < longest && s.textAt(i+n) != ""; n++ {
		texts[n] = s.textAt(i + n)
	}
	words := texts[:n]
	if i > 0 && s.words[i].glued && s.textAt(i-1) == "$" {
		return
	}
	if v, used := s.g.numbers.Cardinal(words); used > 0 {
		if v2, more := s.half(words, used); more > 0 {
			v, used = v+v2, used+more
		}
		s.marks[i] = append(s.marks[i], mark{class: "num", value: strconv.FormatFloat(v, 'f', -1, 64), n: used})
		if v >= 13 && v <= 20 && used == 1 && v == float64(int(v)) && s.words[i].text[0] > '9' {
			if low, more := s.g.numbers.Cardinal(words[1:]); more > 0 && low >= 10 && low < 100 {
				s.marks[i] = append(s.marks[i], mark{class: "spelled-year", value: strconv.Itoa(int(v)*100 + int(low)), n: 1 + more})
			}
		}
		return
	}
	k := 0
	if s.hasClass(i, "article") {
		k = 1
	}
	if k < n {
		if w, ok := s.g.numbers.Word(words[k]); ok && (w.Kind == knowledge.NumberVague || w.Kind == knowledge.NumberMany) {
			m := mark{class: "vague", value: "X", n: k + 1}
			if w.Min == w.Max {
				m.class, m.value = "num", strconv.Itoa(w.Min)
			}
			s.marks[i] = append(s.marks[i], m)
			if k+1 < n && words[k+1] == "of" {
				m.n++
				s.marks[i] = append(s.marks[i], m)
			}
		} else if ok && k == 1 && (w.Kind == knowledge.NumberHundred || w.Kind == knowledge.NumberScale) {
			s.marks[i] = append(s.marks[i], mark{class: "num", value: strconv.Itoa(w.Min), n: 2})
		}
	}
}

// half reads "1/2" or "and a half" after a number.
func (s *sequence) half(words []string, at int) (float64, int) {
	rest := words[at:]
	switch {
	case len(rest) > 0 && rest[0] == "1/2":
		return 0.5, 1
	case len(rest) > 2 && rest[0] == "and" && rest[1] == "a" && rest[2] == "half":
		return 0.5, 3
	}
	return 0, 0
}

// build runs the rules level by level; every expression found at a level can be
// a part of one of a higher level.
func (s *sequence) build() [][]*node {
	found := make([][]*node, len(s.words))
	for level := 1; level <= 3; level++ {
		starts := s.g.byFirst[level]
		fresh := make([][]mark, len(s.words))
		for i := range s.words {
			if s.stopped[i] || s.at(i) == nil {
				continue
			}
			for _, nd := range s.matchAt(i, starts) {
				found[i] = append(found[i], nd)
				if nd.rule.Gives != "" {
					fresh[i] = append(fresh[i], mark{class: "@" + nd.rule.Gives, n: nd.n, node: nd})
				}
			}
		}
		for i := range fresh {
			s.marks[i] = append(s.marks[i], fresh[i]...)
		}
	}
	return found
}

// matchAt gives the longest match of every rule at word i.
func (s *sequence) matchAt(i int, starts map[string][]start) []*node {
	var out []*node
	try := func(list []start) {
		for _, st := range list {
			var slots []mark
			end := s.match(st.pattern, i, &slots)
			if end <= i || s.anyStopped(i, end) || !s.context(st.rule, i, end) {
				continue
			}
			if k := len(out) - 1; k >= 0 && out[k].rule == st.rule {
				if out[k].n < end-i {
					out[k] = &node{st.rule, i, end - i, slots}
				}
				continue
			}
			out = append(out, &node{st.rule, i, end - i, slots})
		}
	}
	try(starts["'"+s.words[i].text])
	last := ""
	for k := range s.marks[i] {
		if c := s.marks[i][k].class; c != last {
			try(starts[c])
			last = c
		}
	}
	return out
}

func (s *sequence) anyStopped(from, to int) bool {
	for i := from; i < to; i++ {
		if s.stopped[i] {
			return true
		}
	}
	return false
}

// match finds the longest way to lay the pattern on the words from i; it gives
// the end, or -1, and fills slots in order.
func (s *sequence) match(pattern []element, i int, slots *[]mark) int {
	if len(pattern) == 0 {
		return i
	}
	e := pattern[0]
	best := -1
	var kept []mark
	keep := func(end int, own []mark, rest []mark) {
		if end > best {
			best = end
			kept = append(append([]mark(nil), own...), rest...)
		}
	}
	if s.at(i) != nil {
		for _, o := range e.options {
			if o.class == "" {
				if s.words[i].text == o.literal {
					var rest []mark
					keep(s.match(pattern[1:], i+1, &rest), nil, rest)
				}
				continue
			}
			for k := range s.marks[i] {
				if m := &s.marks[i][k]; m.class == o.class {
					var rest []mark
					keep(s.match(pattern[1:], i+m.n, &rest), []mark{*m}, rest)
				}
			}
		}
	}
	if e.optional {
		var rest []mark
		keep(s.match(pattern[1:], i, &rest), nil, rest)
	}
	*slots = kept
	return best
}

// context tests the words around a match.
func (s *sequence) context(r *rule, from, to int) bool {
	switch {
	case r.Start && from > 0 && !s.words[from-1].isBreak:
		return false
	case len(r.prev) > 0 && !s.oneOf(from-1, r.prev):
		return false
	case len(r.notPrev) > 0 && s.oneOf(from-1, r.notPrev):
		return false
	case len(r.next) > 0 && !s.oneOf(to, r.next):
		return false
	case len(r.notNext) > 0 && s.oneOf(to, r.notNext):
		return false
	}
	return true
}

func (s *sequence) oneOf(i int, list []string) bool {
	w := s.at(i)
	if w == nil {
		return false
	}
	for _, item := range list {
		switch item {
		case w.text:
			return true
		case "noun":
			if s.nounLike(i) {
				return true
			}
		case "proper":
			if w.capital {
				return true
			}
		case "plural":
			if s.plural(i) {
				return true
			}
		case "num":
			if w.text[0] >= '0' && w.text[0] <= '9' || s.numberWord(w.text) {
				return true
			}
		default:
			if len(item) > 2 && s.hasClass(i, item) {
				return true
			}
		}
	}
	return false
}

func (s *sequence) numberWord(text string) bool {
	n, ok := s.g.numbers.Word(text)
	return ok && n.Kind != knowledge.NumberNone && n.Kind != knowledge.NumberAnd
}

// plural guesses that word i is a lower-case plural noun.
func (s *sequence) plural(i int) bool {
	w := s.at(i)
	if w == nil || w.capital || len(w.text) < 4 || !strings.HasSuffix(w.text, "s") {
		return false
	}
	tag := s.tags(w.span)
	return tag == "" || tag == "NOUN"
}

// nounLike reports whether word i may go on with a noun phrase.
func (s *sequence) nounLike(i int) bool {
	w := s.at(i)
	if w == nil || !letterAt(w.text, 0) {
		return false
	}
	if tag := s.tags(w.span); tag != "" {
		return tag == "NOUN" || tag == "ADJ" || tag == "PROPN"
	}
	return !s.hasClass(i, "function")
}
