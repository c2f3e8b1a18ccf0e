package quantity

import (
	"math"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// number is a number expression with its bounds.
type number struct {
	start, end     int // tokens [start, end), bounding words included
	head           int // the last word of the number proper
	min, max, best *int
	approx         bool
	many           bool // a noun such as "dozens"
}

func (n *number) span(sent *sitrep.Sentence) sitrep.Span {
	return sent.Tokens[n.start].Span.Cover(sent.Tokens[n.end-1].Span)
}

// numberAt reads the number expression whose number proper starts at token i.
func (r *reading) numberAt(i int) (number, bool) {
	low, high, end, vague := r.core(i)
	if end == i || r.timed[i] || r.boundStarts(i) || r.noPeople(i, end) {
		return number{}, false
	}
	n := number{start: i, end: end, head: end - 1, approx: vague, many: vague}
	exact := low == high
	if lo2, hi2, end2, ok := r.rangeTo(i, end, low); ok {
		low, high, exact = min(low, lo2), max(hi2, lo2), false
		n.end, n.head, n.approx = end2, end2-1, n.approx || vague
		if i > 0 && r.k.Is("between", r.lower[i-1]) {
			n.start = i - 1
		}
	}
	n.min, n.max = ptr(low), ptr(high)
	if high < 0 {
		n.max = nil
	}
	if exact {
		n.best = ptr(low)
	}
	if n.start == i && i > 0 && r.k.Is("article", r.lower[i-1]) {
		n.start = i - 1 // "at least a dozen"
	}
	r.repeated(&n)
	r.bound(&n, low, high)
	return n, true
}

// core reads a cardinal or a vague number word; high is -1 for an open top, end
// is i when there is none.
func (r *reading) core(i int) (low, high, end int, vague bool) {
	if w, ok := r.k.Numbers.Word(r.lower[i]); ok {
		switch w.Kind {
		case knowledge.NumberVague:
			return r.vague(i, w)
		case knowledge.NumberMany:
			return r.many(i, w)
		case knowledge.NumberNone:
			if i+1 < len(r.lower) && r.k.Is("nobody", r.lower[i]+" "+r.lower[i+1]) {
				return 0, 0, i + 2, false
			}
			return 0, 0, i + 1, false
		}
	}
	if r.k.Is("half", r.lower[i]) {
		return r.halfDozen(i)
	}
	const longest = 8
	value, used := r.k.Numbers.Cardinal(r.lower[i:min(len(r.lower), i+longest)])
	if used == 0 || value > math.MaxInt32 || value != math.Trunc(value) {
		return 0, 0, i, false
	}
	return int(value), int(value), i + used, false
}

// vague reads "several" and "several hundred".
func (r *reading) vague(i int, w knowledge.NumberWord) (low, high, end int, vague bool) {
	k := i + 1
	if k+1 < len(r.lower) && r.k.Is("partitive", r.lower[k]) {
		k++ // "a couple of hundred"
	}
	if k < len(r.lower) {
		if next, ok := r.k.Numbers.Word(r.lower[k]); ok && next.Min <= 1_000_000 && (next.Kind == knowledge.NumberScale || next.Kind == knowledge.NumberHundred) {
			return w.Min * next.Min, (w.Max+1)*next.Min - 1, k + 1, true
		}
	}
	return w.Min, w.Max, i + 1, w.Min != w.Max
}

// halfDozen reads "half a dozen" and "half-dozen": half of what a scale word says.
func (r *reading) halfDozen(i int) (low, high, end int, vague bool) {
	for k := i + 1; k < len(r.lower) && k <= i+2; k++ {
		if w, ok := r.k.Numbers.Word(r.lower[k]); ok && w.Kind == knowledge.NumberScale {
			return w.Min / 2, w.Min / 2, k + 1, false
		}
	}
	return 0, 0, i, false
}

// many reads "dozens" and "tens of thousands".
func (r *reading) many(i int, w knowledge.NumberWord) (low, high, end int, vague bool) {
	if i+2 < len(r.lower) && r.k.Is("partitive", r.lower[i+1]) {
		if next, ok := r.k.Numbers.Word(r.lower[i+2]); ok && next.Kind == knowledge.NumberMany && next.Min >= 1000 && w.Max < 1000 {
			return w.Min * (next.Min / 2), (w.Max+1)*(next.Min/2) - 1, i + 3, true
		}
	}
	return w.Min, w.Max, i + 1, true
}

// boundStarts reports a word that belongs to a bounding phrase ("no" in "no fewer than").
func (r *reading) boundStarts(i int) bool {
	for _, b := range r.k.Bounds() {
		if len(b.Words) > 1 && r.wordsAt(i, b.Words) {
			return true
		}
	}
	return false
}

// noPeople reports a number that is money, a share, an age, a rank or a part of
// a name or a longer word.
func (r *reading) noPeople(i, end int) bool {
	toks := r.sent.Tokens
	if i > 1 && end == i+1 && end < len(toks) && toks[i-1].Form == "," && toks[end].Form == "," && !numeral(&toks[i-2]) && toks[i].UPOS == "NUM" && len(toks[i].Form) <= 2 {
		return true // "the driver, 39, was killed"
	}
	if i > 0 {
		before := &toks[i-1]
		glued := before.Span.End == toks[i].Span.Start
		switch {
		case before.XPOS == "$" || before.UPOS == "SYM" || r.k.Is("age", r.lower[i-1]):
			return true
		case glued && before.UPOS != "PUNCT":
			return true
		case glued && before.Form == "-" && !numeral(&toks[max(i-2, 0)]):
			return true // "MiG-29"
		}
	}
	if end < len(toks) {
		after := &toks[end]
		glued := after.Span.Start == toks[end-1].Span.End
		switch {
		case after.UPOS == "SYM" || after.Form == "%":
			return true
		case glued && after.Form == "-" && end+1 < len(toks) && toks[end+1].Span.Start == after.Span.End && !numeral(&toks[end+1]):
			return true // "a two-hour truce"
		case glued && after.UPOS != "PUNCT":
			return true
		}
	}
	return false
}

// numeral reports a word of digits or one tagged as a number.
func numeral(t *sitrep.Token) bool {
	return t.UPOS == "NUM" || t.Form != "" && t.Form[0] >= '0' && t.Form[0] <= '9'
}

// rangeTo reads the second part of "3 to 5", "3-5", "between 3 and 5", "dozens or even hundreds".
func (r *reading) rangeTo(i, end, low int) (lo, hi, next int, ok bool) {
	between := i > 0 && r.k.Is("between", r.lower[i-1])
	const reach = 6
	dashes := 0
	for k := end; k < len(r.lower) && k < end+reach; k++ {
		if lo, hi, next, _ = r.core(k); next > k && k > end {
			return lo, hi, next, lo > low
		}
		switch f := r.lower[k]; {
		case r.k.Is("range", f) || between && r.k.Is("and", f):
		case k > end && (f == "-" || f == "—"):
		case f == "--" || f == "—":
			if dashes++; dashes > 2 {
				return 0, 0, 0, false
			}
		default:
			return 0, 0, 0, false
		}
	}
	return 0, 0, 0, false
}

// repeated takes in a number given twice: "twenty-one (21)".
func (r *reading) repeated(n *number) {
	if n.end+2 >= len(r.lower) || r.lower[n.end] != "(" || n.best == nil {
		return
	}
	if low, high, end, _ := r.core(n.end + 1); end < len(r.lower) && end > n.end+1 && r.lower[end] == ")" && low == *n.best && high == low {
		n.end = end + 1
	}
}

// bound applies "at least", "up to", "about" and the like, before and behind.
func (r *reading) bound(n *number, low, high int) {
	for _, b := range r.k.Bounds() {
		at := n.start - len(b.Words)
		switch {
		case b.After && r.wordsAt(n.end, b.Words):
			n.end += len(b.Words)
			n.apply(b.Kind, low, high)
			return
		case !b.After && at >= 0 && r.wordsAt(at, b.Words):
			n.start = at
			n.apply(b.Kind, low, high)
			return
		}
	}
}

func (r *reading) wordsAt(i int, words []string) bool {
	if i < 0 || i+len(words) > len(r.lower) {
		return false
	}
	for k, w := range words {
		if r.lower[i+k] != w {
			return false
		}
	}
	return true
}

// apply sets the bounds; vague words keep their own interval where a bound only
// blurs it.
func (n *number) apply(kind string, low, high int) {
	n.best = nil
	switch kind {
	case "least":
		n.max = nil
	case "more":
		n.min, n.max = ptr(low+1), nil
	case "upto":
		n.min, n.max = ptr(0), ptr(high)
	case "less":
		n.min, n.max = ptr(0), ptr(max(low-1, 0))
	case "nearly":
		n.min, n.max, n.approx = ptr(ceilTenths(low, 9)), ptr(max(low-1, 0)), true
	case "about":
		n.approx = true
		if low == high {
			n.min, n.max, n.best = ptr(ceilTenths(low, 9)), ptr(low/10*11+low%10*11/10), ptr(low)
		}
	}
}

// ceilTenths is n times tenths/10, rounded up.
func ceilTenths(n, tenths int) int { return (n*tenths + 9) / 10 }

func ptr(n int) *int { return &n }
