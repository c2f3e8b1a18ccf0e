package quantity

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// singles finds one victim told without a number: "a doctor was shot dead", "a
// commander and three of his guards were killed", "a third is missing".
func (r *reading) singles() {
	for i := range r.sent.Tokens {
		m, told := r.k.VerbMeasure(r.sent, i)
		if m == "" {
			if m = r.k.AdjectiveMeasure(r.lower[i]); m == "" || r.sent.ChildByRel(i, "cop") < 0 {
				continue
			}
			told = knowledge.Agent
		}
		for _, noun := range r.filler(i, told) {
			if r.single(noun) {
				r.addSingle(m, noun, i)
			}
		}
	}
}

// filler lists the nouns in the slot that the verb's measure tells of, with
// those joined to them.
func (r *reading) filler(verb int, told knowledge.Told) []int {
	first := -1
	passive := r.sent.ChildByRel(verb, "nsubj:pass")
	switch {
	case told == knowledge.Agent:
		first = r.sent.ChildByRel(verb, "nsubj")
	case passive >= 0:
		first = passive
	case r.sent.ChildByRel(verb, "obj") >= 0:
		first = r.sent.ChildByRel(verb, "obj")
	case r.sent.ChildByRel(verb, "aux:pass") >= 0:
		first = r.sent.ChildByRel(verb, "nsubj")
	}
	if h := r.sent.HeadOf(verb); first < 0 && told == knowledge.Patient && h >= 0 && r.sent.Rel(verb) == "conj" && r.sent.ChildByRel(verb, "obj") < 0 {
		first = r.sent.ChildByRel(h, "nsubj:pass") // "was shot and killed"
	}
	if first < 0 {
		return nil
	}
	if strings.HasPrefix(r.sent.Tokens[first].XPOS, "W") {
		if r.sent.Deprel(verb) != "acl:relcl" {
			return nil
		}
		return []int{r.sent.HeadOf(verb)}
	}
	out := []int{first}
	for _, c := range r.sent.Children(first) {
		if r.sent.Rel(c) == "conj" {
			out = append(out, c)
		}
	}
	return out
}

// single reports one person: a singular noun of people with an article of one,
// that no number counts already.
func (r *reading) single(noun int) bool {
	if noun < 0 {
		return false
	}
	if x := r.sent.Tokens[noun].XPOS; x == "NNS" || x == "NNP" || x == "NNPS" {
		return false
	}
	before := ""
	if noun > 0 {
		before = r.lemma[noun-1]
	}
	if r.k.Victims(before, r.lemma[noun]) == "" || r.k.Is("units", r.lemma[noun]) {
		return false
	}
	if r.taken[noun] {
		return false
	}
	for _, c := range r.sent.Children(noun) {
		if r.sent.Rel(c) == "det" && r.k.Is("single", r.lower[c]) {
			return true
		}
	}
	return false
}

func (r *reading) addSingle(measure string, noun, trigger int) {
	start := noun
	for _, c := range r.sent.Children(noun) {
		if r.sent.Rel(c) == "det" {
			start = min(start, c)
		}
	}
	one := 1
	c := count{number: number{start: start, end: start + 1, head: noun, min: &one, max: &one, best: &one}, phraseEnd: noun + 1}
	c.how = "one person whom the verb is said of"
	c.Quantity = sitrep.Quantity{Sentence: r.s, Token: noun, Counted: noun, Trigger: trigger}
	c.Figure = sitrep.Figure{Measure: measure, Min: ptr(1), Max: ptr(1), Best: ptr(1), Span: r.sent.Tokens[start].Span.Cover(r.sent.Tokens[noun].Span)}
	r.describe(&c)
	r.taken[noun] = true
	r.out = append(r.out, c)
}

// zeros carries "no" over to the next noun of loss: "no deaths or injuries".
func (r *reading) zeros() {
	for _, c := range r.out {
		k := c.phraseEnd
		if c.max == nil || *c.max != 0 || c.Counted < 0 || k+1 >= len(r.lower) || r.sent.Tokens[k].UPOS != "CCONJ" {
			continue
		}
		noun, end := r.nounPhrase(k + 1)
		if noun < 0 {
			continue
		}
		m := r.k.NounMeasure(r.lemma[noun])
		if m == "" || r.taken[noun] {
			continue
		}
		zero := count{number: c.number, phraseEnd: end, Quantity: sitrep.Quantity{Sentence: r.s, Token: noun, Counted: noun, Trigger: noun}}
		zero.how = "a list that begins with none"
		zero.Figure = sitrep.Figure{Measure: m, Min: ptr(0), Max: ptr(0), Best: ptr(0), Victims: unknown, Span: r.sent.Tokens[noun].Span}
		r.taken[noun] = true
		r.out = append(r.out, zero)
	}
}

// share gives a number without a measure that of its neighbour in a list: "12
// soldiers and 30 rebels were killed", "killed two policemen and 13 others".
func (r *reading) share() {
	for i := range r.out {
		r.out[i].after = r.out[i].Trigger > r.out[i].phraseEnd-1
	}
	for i := len(r.out) - 2; i >= 0; i-- {
		if c, next := &r.out[i], &r.out[i+1]; r.open(c) && next.Figure.Measure != "" && next.after && r.joined(c, next) {
			c.Figure.Measure, c.Trigger, c.after, c.how = next.Figure.Measure, next.Trigger, true, shared
		}
	}
	for i := 1; i < len(r.out); i++ {
		if c, prev := &r.out[i], &r.out[i-1]; r.open(c) && prev.Figure.Measure != "" && !prev.after && prev.Trigger < prev.start && r.joined(prev, c) {
			c.Figure.Measure, c.Trigger, c.how = prev.Figure.Measure, prev.Trigger, shared
		}
	}
}

// How a figure has its measure from another one.
const (
	shared = "the neighbour in a list"
	partOf = "the figure that it is a part of"
)

// open reports a number of people of whom nothing is said yet.
func (r *reading) open(c *count) bool {
	return c.Figure.Measure == "" && c.Figure.Victims != "" && !c.predicate
}

// joined reports that only commas and conjunctions stand between two counts.
func (r *reading) joined(a, b *count) bool {
	if b.start-a.phraseEnd > 3 || b.start < a.phraseEnd {
		return false
	}
	coordinated := false
	for k := a.phraseEnd; k < b.start; k++ {
		switch {
		case r.sent.Tokens[k].UPOS == "CCONJ":
			coordinated = true
		case r.lower[k] == ",":
		default:
			return false
		}
	}
	return coordinated || b.start > a.phraseEnd
}

// subsets marks parts of a figure: behind "including", "nine of them children",
// "nine were civilians", "six of the wounded", and a breakdown that follows the
// figure in the same sentence.
func (r *reading) subsets() {
	parent := -1
	for i := range r.out {
		c := &r.out[i]
		switch {
		case r.including(c) || c.predicate:
			c.Figure.Subset = r.inherit(c, parent)
			if c.predicate && !c.Figure.Subset {
				c.Figure.Measure, c.Trigger = "", -1
			}
			continue
		case c.part && c.Figure.Measure != "" && r.partOfHarmed(c):
			c.Figure.Subset = true
			continue
		case r.open(c) && parent >= 0 && r.breakdown(i, parent):
			c.Figure.Subset = r.inherit(c, parent)
			continue
		}
		if c.Figure.Measure != "" {
			parent = i
		}
	}
}

// including reports a word that opens a part right before the count, or "them" of
// another in a list of parts.
func (r *reading) including(c *count) bool {
	for k := c.start - 1; k >= 0 && k >= c.start-3; k-- {
		if r.k.Is("including", r.lower[k]) || r.k.Is("including", r.lemma[k]) && r.sent.Tokens[k].XPOS == "VBG" {
			return true
		}
		if u := r.sent.Tokens[k].UPOS; u != "DET" && u != "PRON" && u != "ADP" && u != "PUNCT" && u != "ADV" {
			return false
		}
	}
	return false
}

// inherit takes the measure of the parent, else of the last word of harm before;
// false when there is neither.
func (r *reading) inherit(c *count, parent int) bool {
	if c.Figure.Measure != "" && !c.predicate && parent < 0 {
		return true
	}
	if parent >= 0 {
		p := &r.out[parent]
		c.Figure.Measure, c.Trigger, c.how = p.Figure.Measure, p.Trigger, partOf
		return true
	}
	for k := c.start - 1; k >= 0 && k >= c.start-near; k-- {
		m := r.k.AdjectiveMeasure(r.lower[k])
		if m == "" {
			m = r.k.NounMeasure(r.lemma[k])
		}
		if m != "" {
			c.Figure.Measure, c.Trigger, c.how = m, k, partOf
			return true
		}
	}
	return false
}

// partOfHarmed reports that the share is of people already called harmed ("six of
// the wounded"), not of a group ("six of the guards were killed").
func (r *reading) partOfHarmed(c *count) bool {
	return c.Trigger >= c.end && c.Trigger <= c.phraseEnd && (c.Counted < 0 || c.Counted > c.Trigger)
}

// breakdown reports a list of parts behind the parent: "nine bodies, six fighters
// and three townspeople", introduced by a comma, colon, dash or bracket, with no
// verb of its own, and not more than the parent in all.
func (r *reading) breakdown(i, parent int) bool {
	p, c := &r.out[parent], &r.out[i]
	if i-parent > near {
		return false
	}
	if i == parent+1 || !r.out[i-1].Figure.Subset {
		if c.start == 0 || r.sent.Tokens[c.start-1].UPOS != "PUNCT" || r.lower[c.start-1] == "\"" {
			return false
		}
	} else if !r.joined(&r.out[i-1], c) {
		return false
	}
	for k := c.phraseEnd; k < len(r.lower) && k < c.phraseEnd+3; k++ {
		if u := r.sent.Tokens[k].UPOS; u == "VERB" || u == "AUX" {
			return false
		}
	}
	sum := 0
	for k := parent + 1; k <= i; k++ {
		if min := r.out[k].Figure.Min; min != nil && (r.out[k].Figure.Subset && !r.out[k].predicate || k == i) {
			sum += *min
		}
	}
	return p.Figure.Max == nil || sum <= *p.Figure.Max
}
