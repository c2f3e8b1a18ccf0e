package quantity

import (
	"slices"

	"github.com/sitrep-dev/sitrep"
)

// reach is how far before its number a toll may stand, in tokens.
const reach = 14

// toll finds "a death toll of 40", "the toll rose to 34", "the number of its men
// taken at 128": a noun of toll before the number, a preposition or a counting
// verb right before the number, no other number in between.
func (r *reading) toll(c *count) (string, int) {
	last := c.start - 1
	if last < 1 || c.Counted >= 0 && r.k.Victims("", r.lemma[c.Counted]) == "" {
		return "", -1
	}
	if !r.k.Is("states", r.lower[last]) && !r.k.Is("counting", r.lemma[last]) {
		return "", -1
	}
	stated := r.k.Is("partitive", r.lower[last])
	for i := last - 1; i >= 0 && i >= last-reach; i-- {
		if m := r.tollAt(i, last); m != "" {
			if stated && i < last-1 && !r.stated(i, last) {
				return "", -1
			}
			return m, i
		}
		if r.k.Is("counting", r.lemma[i]) || r.k.Is("revising", r.lemma[i]) {
			stated = true
			continue
		}
		if numeral(&r.sent.Tokens[i]) && !r.timed[i] || r.sent.Tokens[i].Form == ";" {
			return "", -1
		}
	}
	return "", -1
}

// stated reports a counting or revising verb between i and last.
func (r *reading) stated(i, last int) bool {
	for k := i + 1; k < last; k++ {
		if r.k.Is("counting", r.lemma[k]) || r.k.Is("revising", r.lemma[k]) {
			return true
		}
	}
	return false
}

// tollAt is the measure of a toll whose noun stands at i: "death toll", or "number
// of … taken" with the word that tells the fate within the phrase.
func (r *reading) tollAt(i, last int) string {
	before := ""
	if i > 0 {
		before = r.lemma[i-1]
	}
	tok := &r.sent.Tokens[i]
	if tok.UPOS != "NOUN" && tok.UPOS != "PROPN" {
		return ""
	}
	if m := r.k.TollMeasure(before, r.lemma[i]); m != "" {
		return m
	}
	if !r.k.Is("counting", r.lemma[i]) || i+2 >= last || !r.k.Is("partitive", r.lower[i+1]) {
		return ""
	}
	for k := i + 2; k < last && k < i+7; k++ {
		if m := r.k.TakenMeasure(r.lower[k]); m != "" {
			return m
		}
		if m := r.k.TakenMeasure(r.lemma[k]); m != "" {
			return m
		}
	}
	return ""
}

// revises reports whether the figure replaces an older one: a verb of change
// before it in its clause.
func (r *reading) revises(c *count) bool {
	if c.start == 0 {
		return false
	}
	change := -1
	for i := c.start - 1; i >= 0 && i >= c.start-reach; i-- {
		if r.k.Is("revising", r.lemma[i]) && r.sent.Tokens[i].UPOS == "VERB" {
			change = i
			break
		}
		if r.sent.Tokens[i].Form == ";" {
			break
		}
	}
	if change < 0 {
		return false
	}
	// The verb has to be about a toll or a number, before or behind it.
	for i := max(change-reach, 0); i < c.start; i++ {
		if r.tollAt(i, c.start) != "" {
			return true
		}
	}
	return false
}

// cumulative reports, with the reason, a phrase of scope in the figure's own clause, or a span of
// past time with it.
func (r *reading) cumulative(c *count) (sitrep.Reason, bool) {
	if c.max != nil && *c.max == 0 {
		return sitrep.Reason{}, false
	}
	if c.Trigger >= 0 && r.k.Is("stock", c.Figure.Measure) && r.k.Is("counting", r.lemma[c.Trigger]) {
		return sitrep.Reason{Text: "a total, since it is counted", Span: r.sent.Tokens[c.Trigger].Span}, true
	}
	first, _ := slices.BinarySearch(r.cues, c.start-near)
	for _, i := range r.cues[first:] {
		if i > c.start+near {
			break
		}
		if !r.inside(c, i) {
			return sitrep.Reason{Text: "a total, by", Span: r.sent.Tokens[i].Span}, true
		}
	}
	return sitrep.Reason{}, false
}

// inside reports whether the figure hangs below the phrase that the scope word
// at i opens ("the worst attack since 2011, when 60 died"), or in a relative
// clause that the word does not belong to.
func (r *reading) inside(c *count, i int) bool {
	at := c.Trigger
	if at < 0 {
		at = c.Token
	}
	head := r.sent.HeadOf(i)
	if head >= 0 && head != at && r.sent.Under(at, head) && head > i && c.start > i {
		return true
	}
	for k := min(i, c.start); k < max(i, c.start); k++ {
		if k > i && c.start > i && len(r.sent.Tokens[k].XPOS) > 1 && r.sent.Tokens[k].XPOS[:2] == "WR" {
			return true // "since 2011, when"
		}
	}
	return false
}
