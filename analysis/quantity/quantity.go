// Package quantity finds counts of people and what is said of them: killed,
// wounded, captured, displaced.
//
// A number becomes a figure only when a word of knowledge/quantity says so on
// the tree: the verb whose victims are counted, a noun of loss that is counted
// itself, an adjective beside the number, a toll that the number follows. Every
// other number of people is kept with an empty measure; ages, money, distances,
// shares and counts of things are left out. The bounds follow the table of
// number words in reference works on casualty recording.
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

// Finder finds quantities. It is safe for concurrent use.
type Finder struct{ k *knowledge.Quantity }

// New makes a Finder.
func New(k *knowledge.Quantity) *Finder { return &Finder{k} }

// Find fills doc.Quantities, in order of sentence and token.
func (f *Finder) Find(doc *sitrep.Document) {
	doc.Quantities = nil
	for s := range doc.Sentences {
		r := &reading{f.k, doc, s, &doc.Sentences[s], nil}
		r.run()
		slices.SortStableFunc(r.out, func(a, b sitrep.Quantity) int { return cmp.Compare(a.Token, b.Token) })
		doc.Quantities = append(doc.Quantities, r.out...)
	}
}

// reading is the state of one sentence.
type reading struct {
	k    *knowledge.Quantity
	doc  *sitrep.Document
	s    int
	sent *sitrep.Sentence
	out  []sitrep.Quantity
}

func (r *reading) run() {
	for i := 0; i < len(r.sent.Tokens); {
		n, ok := r.numberAt(i)
		if !ok {
			i++
			continue
		}
		if q, ok := r.quantity(n); ok {
			r.out = append(r.out, q)
		}
		i = n.end
	}
	r.noneOf()
	r.singles()
	r.subsets()
	scope := "incident"
	if r.k.Cumulative(strings.ToLower(r.doc.Words(r.sent.Span))) {
		scope = "cumulative"
	}
	for i := range r.out {
		if r.out[i].Figure.Measure != "" {
			r.out[i].Figure.Scope = scope
		}
	}
}

// quantity says what the number counts.
func (r *reading) quantity(n number) (sitrep.Quantity, bool) {
	q := sitrep.Quantity{Sentence: r.s, Token: n.head, Counted: -1, Trigger: -1}
	q.Figure = sitrep.Figure{Min: n.min, Max: n.max, Best: n.best, Approx: n.approx, Victims: "unknown", Span: n.span(r.sent)}
	top := n.head
	if noun := r.countedNoun(n); noun >= 0 {
		q.Counted, top = noun, noun
		lemma := strings.ToLower(r.sent.Tokens[noun].Lemma)
		if r.k.Harmless(lemma) && r.k.NounMeasure(lemma) == "" && r.k.StandIn(r.headVerb(noun), lemma) == "" {
			return q, false
		}
	}
	q.Figure.Measure, q.Trigger = r.measure(n, top)
	r.describe(&q)
	if q.Figure.Measure == "" && q.Figure.Victims == "unknown" {
		return q, false
	}
	if q.Trigger >= 0 {
		q.Figure.Revises = r.revises(n.head, q.Trigger)
	}
	return q, true
}

// describe sets the class of victims and whose people they are.
func (r *reading) describe(q *sitrep.Quantity) {
	if q.Counted < 0 {
		return
	}
	lemma := strings.ToLower(r.sent.Tokens[q.Counted].Lemma)
	if class := r.k.Victims(lemma); class != "" {
		q.Figure.Victims = class
	}
	for _, c := range r.sent.Children(q.Counted) {
		rel := r.sent.Rel(c)
		if rel != "compound" && rel != "amod" && rel != "nmod" || c >= q.Counted && rel != "nmod" {
			continue
		}
		if class := r.k.Victims(strings.ToLower(r.sent.Tokens[c].Lemma)); class != "" && class != "unknown" && q.Figure.Victims == "unknown" {
			q.Figure.Victims = class
		}
		if r.sent.Tokens[c].UPOS == "PROPN" || r.doc.MentionAt(r.s, c) != nil && c < q.Counted {
			span := r.sent.Tokens[c].Span
			if c < q.Counted {
				span = span.Cover(r.sent.Tokens[q.Counted].Span)
			}
			if q.Figure.Side == "" && r.k.Victims(lemma) != "" {
				q.Figure.Side = r.doc.Words(span)
			}
		}
	}
}

// countedNoun is the noun that the number counts, -1 when none is named.
func (r *reading) countedNoun(n number) int {
	t := &r.sent.Tokens[n.head]
	if n.vagueNoun { // "dozens of people"
		for _, c := range r.sent.Children(n.head) {
			if r.sent.Rel(c) == "nmod" && r.isNoun(c) {
				return c
			}
		}
	}
	head := r.sent.HeadOf(n.head)
	if rel := r.sent.Rel(n.head); (rel == "nummod" || rel == "det" || rel == "amod" || rel == "compound") && head >= 0 && r.isNoun(head) && head >= n.end-1 {
		return head
	}
	for i := n.end; i < len(r.sent.Tokens) && i < n.end+4; i++ {
		u := r.sent.Tokens[i].UPOS
		if u == "NOUN" || u == "PROPN" && i+1 < len(r.sent.Tokens) && r.isNoun(i+1) {
			for r.isNoun(i) && r.sent.Rel(i) == "compound" && i+1 < len(r.sent.Tokens) && r.isNoun(i+1) {
				i++
			}
			if h := r.sent.HeadOf(i); t.UPOS == "NUM" && (h == n.head || r.sent.Rel(n.head) == "nummod" || r.sent.Rel(n.head) == "dep") {
				return i
			}
			return -1
		}
		if u != "ADJ" && u != "NUM" && u != "DET" && u != "PROPN" {
			break
		}
	}
	return -1
}

func (r *reading) isNoun(i int) bool {
	u := r.sent.Tokens[i].UPOS
	return u == "NOUN" || u == "PROPN"
}

func (r *reading) headVerb(i int) string {
	if h := r.sent.HeadOf(i); h >= 0 {
		return strings.ToLower(r.sent.Tokens[h].Lemma)
	}
	return ""
}
