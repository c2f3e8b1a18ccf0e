// Package quantity finds counts of people and what is said of them: killed,
// wounded, captured, displaced.
//
// A number becomes a figure with a measure only when a word of
// knowledge/quantity says so: the verb whose victims are counted, a noun of loss
// that is counted itself, an adjective beside the number, a toll that the number
// follows. The words next to the number are read first, since parsers often fail
// on lists of figures, then the tree. Other numbers of people are kept with an
// empty measure; ages, money, distances, shares and counts of things are left
// out. The bounds follow the table of number words in reference works on
// casualty recording: "at least 12" has no upper bound, "dozens" is 24 to 99.
//
// The package does not decide whether what it counts happened, who says it, or
// which figure is right.
package quantity

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// Finder finds quantities. It is never changed after New and may be shared by any
// number of goroutines.
type Finder struct{ k *knowledge.Quantity }

// New makes a Finder over k, which must not be nil.
func New(k *knowledge.Quantity) *Finder { return &Finder{k} }

// Find fills doc.Quantities, in order of sentence and token. It reads sentences
// with tags and trees, and the layers of names and times when they are there.
// It takes time linear in the length of the text.
func (f *Finder) Find(doc *sitrep.Document) {
	doc.Quantities = nil
	timex := 0
	for s := range doc.Sentences {
		sent := &doc.Sentences[s]
		for timex < len(doc.Timexes) && doc.Timexes[timex].Span.End <= sent.Span.Start {
			timex++
		}
		last := timex
		for last < len(doc.Timexes) && doc.Timexes[last].Span.Start < sent.Span.End {
			last++
		}
		r := &reading{k: f.k, doc: doc, s: s, sent: sent, times: doc.Timexes[timex:last]}
		r.run()
		for i := range r.out {
			doc.Quantities = append(doc.Quantities, r.out[i].Quantity)
		}
	}
}

// reading is the state of one sentence.
type reading struct {
	k     *knowledge.Quantity
	doc   *sitrep.Document
	s     int
	sent  *sitrep.Sentence
	times []sitrep.Timex
	lower []string // forms in lower case
	lemma []string
	timed []bool // the token is part of a time expression
	taken []bool // the token belongs to a phrase that is counted
	cues  []int  // where phrases of scope start
	out   []count
}

// count is a quantity with where its words lie.
type count struct {
	sitrep.Quantity
	number
	phraseEnd int  // one past the noun phrase of the counted
	after     bool // the measure stands behind the phrase
	part      bool // "six of the wounded"
	predicate bool // "nine were civilians"

	how   string        // by which words the measure was found
	scope sitrep.Reason // what makes a total of it
}

func (r *reading) run() {
	r.prepare()
	n := len(r.sent.Tokens)
	for i := 0; i < n; {
		num, ok := r.numberAt(i)
		if !ok {
			i++
			continue
		}
		if c, ok := r.count(num); ok {
			r.out = append(r.out, c)
			for k := c.start; k < max(c.phraseEnd, c.Counted+1); k++ {
				r.taken[k] = true
			}
		}
		i = num.end
	}
	r.zeros()
	r.singles()
	slices.SortStableFunc(r.out, func(a, b count) int { return cmp.Compare(a.Token, b.Token) })
	r.share()
	r.subsets()
	r.finish()
}

// prepare lower-cases the words and marks times and phrases of scope.
func (r *reading) prepare() {
	n := len(r.sent.Tokens)
	r.lower, r.lemma = make([]string, n), make([]string, n)
	r.timed, r.taken = make([]bool, n), make([]bool, n)
	t := 0
	for i := range r.sent.Tokens {
		tok := &r.sent.Tokens[i]
		r.lower[i], r.lemma[i] = strings.ToLower(tok.Form), strings.ToLower(tok.Lemma)
		for t < len(r.times) && r.times[t].Span.End <= tok.Span.Start {
			t++
		}
		r.timed[i] = t < len(r.times) && r.times[t].Span.Overlaps(tok.Span)
	}
	for i := range r.lower {
		for _, phrase := range r.k.Scope() {
			if phrase[0] == r.lower[i] && r.wordsAt(i, phrase) {
				r.cues = append(r.cues, i)
				break
			}
		}
	}
}

// near is how many tokens or figures apart words of one statement may stand.
const near = 60

// finish drops what counts no people, and sets scope and revision.
func (r *reading) finish() {
	kept := r.out[:0]
	for _, c := range r.out {
		if c.Figure.Measure == "" && c.Figure.Victims == "" {
			continue
		}
		if c.Figure.Victims == "" {
			c.Figure.Victims = unknown
		}
		if c.Figure.Measure != "" {
			c.Figure.Scope = "incident"
			if why, total := r.cumulative(&c); total {
				c.scope = why
				c.Figure.Scope = "cumulative"
			}
			if r.revises(&c) {
				if c.start > 0 && r.k.Is("old", r.lower[c.start-1]) {
					continue // "from 49 to 57": the older figure
				}
				c.Figure.Revises = true
			}
			c.Figure.Why = r.why(&c)
		}
		kept = append(kept, c)
	}
	r.out = kept
}

// unknown is the class of victims of whom nothing is told.
const unknown = "unknown"

// count says what a number counts; false when it counts things.
func (r *reading) count(n number) (count, bool) {
	c := count{number: n, Quantity: sitrep.Quantity{Sentence: r.s, Token: n.head, Counted: -1, Trigger: -1}}
	c.Figure = sitrep.Figure{Min: n.min, Max: n.max, Best: n.best, Approx: n.approx, Span: n.span(r.sent)}
	c.Counted, c.phraseEnd, c.part = r.counted(&n)
	if c.Counted < 0 {
		if c.Counted, c.predicate = r.predicateNoun(&n); c.predicate {
			c.phraseEnd = c.Counted + 1
		}
	}
	if c.Counted >= 0 {
		lemma := r.lemma[c.Counted]
		if r.k.Is("harmless", lemma) && r.k.StandIn(r.verbBefore(&n), lemma) == "" {
			return c, false
		}
		r.describe(&c)
		r.groups(&c)
	} else {
		c.family(r)
	}
	if !c.predicate {
		c.Figure.Measure, c.Trigger = r.measure(&c)
	}
	if c.part && c.Counted < 0 && c.Trigger >= c.end {
		r.partClass(&c)
	}
	if zero := c.max != nil && *c.max == 0; zero && c.Figure.Measure == "" {
		return c, false
	}
	return c, true
}

// partClass takes the class of "four of those killed were children".
func (r *reading) partClass(c *count) {
	i := c.Trigger + 1
	if i >= len(r.lower) || r.lemma[i] != "be" {
		return
	}
	if noun, _ := r.nounPhrase(i + 1); noun >= 0 {
		if class := r.k.Victims("", r.lemma[noun]); class != "" {
			c.Counted, c.Figure.Victims = noun, class
		}
	}
}

// family makes "a family of five" people.
func (c *count) family(r *reading) {
	if c.start >= 2 && r.k.Is("partitive", r.lower[c.start-1]) && r.k.Is("units", r.lemma[c.start-2]) {
		c.Figure.Victims = unknown
	}
}

// groups opens the upper bound of "2,000 families", which are more people.
func (r *reading) groups(c *count) {
	if r.k.Is("units", r.lemma[c.Counted]) {
		c.Figure.Max, c.Figure.Best, c.Figure.Approx = nil, nil, true
	}
}

// describe sets the class of victims and whose people they are.
func (r *reading) describe(c *count) {
	before := ""
	if c.Counted > 0 {
		before = r.lemma[c.Counted-1]
	}
	class := r.k.Victims(before, r.lemma[c.Counted])
	if class == unknown {
		for i := c.end; i < c.Counted; i++ {
			if m := r.k.Victims("", r.lemma[i]); m != "" && m != unknown {
				class = m
			}
		}
	}
	c.Figure.Victims = class
	c.Figure.Side = r.side(c)
}

// side is the name of the party in the phrase ("145 LNA soldiers"), the owner's
// name ("seven of his men"), or the name behind "from".
func (r *reading) side(c *count) string {
	for i := c.end; i < c.Counted; i++ {
		m := r.doc.MentionAt(r.s, i)
		named := m != nil && (m.Kind == sitrep.KindOrganization || m.Kind == sitrep.KindNationality || m.Kind == sitrep.KindPlace)
		switch tok := &r.sent.Tokens[i]; {
		case tok.UPOS == "PRON" && m != nil && m.Actor != nil && m.Actor.Code != "":
			return m.Actor.Name
		case tok.UPOS == "PROPN" || named && tok.UPOS != "PRON":
			return r.doc.Words(tok.Span.Cover(r.sent.Tokens[c.Counted].Span))
		}
	}
	return ""
}
