package quantity

import (
	"math"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// number is a number expression with its bounds.
type number struct {
	start, end     int // tokens [start, end), bounding words included
	head           int // the last word of the number proper
	first          int // the first word of the number proper
	min, max, best *int
	approx         bool
	vagueNoun      bool // a noun such as "dozens", which has what it counts below it
}

func (n *number) span(sent *sitrep.Sentence) sitrep.Span {
	return sent.Tokens[n.start].Span.Cover(sent.Tokens[n.end-1].Span)
}

// numberAt reads the number expression that starts at token i.
func (r *reading) numberAt(i int) (number, bool) {
	low, high, end, vague := r.core(i)
	if end == i || r.noPeople(i, end) {
		return number{}, false
	}
	n := number{start: i, end: end, head: end - 1, first: i, approx: vague, vagueNoun: vague && r.isNoun(end-1)}
	exact := low == high
	if lo2, hi2, end2, ok := r.rangeTo(end, low); ok {
		high, exact = max(hi2, lo2), false
		n.end, n.head = end2, end2-1
	}
	n.min, n.max = ptr(low), ptr(high)
	if high < 0 {
		n.max = nil
	}
	if exact {
		n.best = ptr(low)
	}
	r.repeated(&n)
	r.bound(&n, low)
	return n, true
}

// core reads a cardinal or a vague number word; high is -1 for an open top.
func (r *reading) core(i int) (low, high, end int, vague bool) {
	word := r.lower(i)
	if w, ok := r.k.Numbers.Word(word); ok {
		switch w.Kind {
		case knowledge.NumberVague:
			return w.Min, w.Max, i + 1, true
		case knowledge.NumberMany:
			end = i + 1
			if end+1 < len(r.sent.Tokens) { // "tens of thousands"
				if next, ok := r.k.Numbers.Word(r.lower(end + 1)); ok && next.Kind == knowledge.NumberMany && next.Min >= 1000 && w.Min < 1000 {
					unit := next.Min / 2
					return w.Min * unit, w.Max * unit, end + 2, true
				}
			}
			return w.Min, w.Max, end, true
		case knowledge.NumberNone:
			if r.sent.Rel(i) == "det" {
				return 0, 0, i + 1, false
			}
			return 0, 0, i, false
		}
	}
	words := make([]string, 0, 8)
	for k := i; k < len(r.sent.Tokens) && len(words) < 8; k++ {
		words = append(words, r.lower(k))
	}
	value, used := r.k.Numbers.Cardinal(words)
	if used == 0 || value > math.MaxInt32 || value != math.Trunc(value) {
		return 0, 0, i, false
	}
	return int(value), int(value), i + used, false
}

func (r *reading) lower(i int) string { return strings.ToLower(r.sent.Tokens[i].Form) }

// noPeople reports a number that is money, a share, a year, a rank or a part of
// a name or a longer word.
func (r *reading) noPeople(i, end int) bool {
	if i > 0 {
		before := &r.sent.Tokens[i-1]
		if before.XPOS == "$" || before.UPOS == "SYM" || before.Span.End == r.sent.Tokens[i].Span.Start && before.UPOS != "PUNCT" {
			return true
		}
		if before.UPOS == "PUNCT" && before.Form == "-" && before.Span.End == r.sent.Tokens[i].Span.Start && i > 1 && r.sent.Tokens[i-2].UPOS == "PROPN" {
			return true // "MiG-29"
		}
	}
	if end < len(r.sent.Tokens) {
		after := &r.sent.Tokens[end]
		if after.UPOS == "SYM" || after.Form == "%" || after.Form == "-" && after.Span.Start == r.sent.Tokens[end-1].Span.End && end+1 < len(r.sent.Tokens) && r.sent.Tokens[end+1].UPOS != "NUM" {
			return true
		}
	}
	for _, m := range r.doc.Timexes {
		if m.Span.Start > r.sent.Span.End {
			break
		}
		if m.Span.Overlaps(r.sent.Tokens[i].Span) {
			return true
		}
	}
	return false
}

// rangeTo reads the second part of "3 to 5", "3-5", "dozens or even hundreds".
func (r *reading) rangeTo(end, low int) (lo, hi, next int, ok bool) {
	for k := end; k < len(r.sent.Tokens) && k < end+3; k++ {
		lo, hi, next, _ = r.core(k)
		if next > k {
			joined := k > end && r.joins(end, k)
			return lo, hi, next, joined && lo > low
		}
	}
	return 0, 0, 0, false
}

// joins reports whether the words between two numbers make one range of them.
func (r *reading) joins(from, to int) bool {
	for k := from; k < to; k++ {
		t := &r.sent.Tokens[k]
		if !r.k.Joins(strings.ToLower(t.Form)) {
			return false
		}
	}
	return true
}

// repeated takes in a number given twice: "twenty-one (21)".
func (r *reading) repeated(n *number) {
	if n.end+2 < len(r.sent.Tokens) && r.sent.Tokens[n.end].Form == "(" && r.sent.Tokens[n.end+2].Form == ")" {
		if low, high, end, _ := r.core(n.end + 1); end == n.end+2 && n.best != nil && low == *n.best && high == low {
			n.end += 3
		}
	}
}

// bound applies "at least", "up to", "about" and the like.
func (r *reading) bound(n *number, low int) {
	for _, b := range r.k.Bounds() {
		if r.wordsAt(n.start-len(b.Words), b.Words) && n.start >= len(b.Words) {
			n.start -= len(b.Words)
			n.apply(b.Kind, low)
			return
		}
		if r.wordsAt(n.end, b.Words) && b.After {
			n.end += len(b.Words)
			n.apply(b.Kind, low)
			return
		}
	}
}

func (r *reading) wordsAt(i int, words []string) bool {
	if i < 0 || i+len(words) > len(r.sent.Tokens) {
		return false
	}
	for k, w := range words {
		if r.lower(i+k) != w {
			return false
		}
	}
	return true
}

func (n *number) apply(kind string, low int) {
	switch kind {
	case "least":
		n.max, n.best = nil, nil
	case "more":
		n.min, n.max, n.best = ptr(low+1), nil, nil
	case "upto":
		n.min, n.max, n.best = ptr(0), ptr(low), nil
	case "less":
		n.min, n.max, n.best = ptr(0), ptr(max(low-1, 0)), nil
	case "nearly":
		n.min, n.max, n.best, n.approx = ptr((low*9+9)/10), ptr(low-1), nil, true
	case "about":
		if n.best != nil {
			n.min, n.max = ptr((low*9+9)/10), ptr(low*11/10)
		}
		n.approx = true
	}
}

func ptr(n int) *int { return &n }
