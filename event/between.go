package event

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sitrep-dev/sitrep"
)

// gap is how long before or after another deed a deed took place: "two days after
// it was seized".
type gap struct {
	length *sitrep.Timex
	sign   int // -1: the deed comes first, 1: it comes behind
	word   int // "after" or "before"
	top    int // the head of the clause or phrase behind the word
}

// gapAt finds how far the act at tok is said to lie from the deed on which its clause
// or phrase hangs.
func (r *reading) gapAt(s, tok int) (gap, bool) {
	sent := &r.doc.Sentences[s]
	root := tok
	for steps := 0; sent.HeadOf(root) >= 0 && steps < 40; steps++ {
		root = sent.HeadOf(root)
	}
	for i, steps := tok, 0; i >= 0 && steps < 12; i, steps = sent.HeadOf(i), steps+1 {
		for _, c := range r.openers(s, i) {
			sign := 0
			switch word := strings.ToLower(sent.Tokens[c].Form); {
			case r.k.Grammar.Is("earlier", word):
				sign = -1
			case r.k.Grammar.Is("later", word):
				sign = 1
			default:
				continue
			}
			if d := r.lengthBefore(s, c); d != nil {
				return gap{d, sign, c, i}, true
			}
		}
		if i == root || !r.sharesUp(s, i, root, false) {
			break
		}
	}
	return gap{}, false
}

// openers are the words that open the clause or phrase at i; the parser hangs some of
// those of a clause on its subject.
func (r *reading) openers(s, i int) []int {
	sent := &r.doc.Sentences[s]
	out := r.children(s, i, "mark", "case")
	for _, w := range r.children(s, i, "nsubj") {
		for k := w - 1; k >= 0 && w-k < 6; k-- {
			if sent.Rel(k) == "case" && sent.Under(k, w) {
				out = append(out, k)
			}
		}
	}
	return out
}

// lengthBefore is the length of time that stands right before the word at tok.
func (r *reading) lengthBefore(s, tok int) *sitrep.Timex {
	sent := &r.doc.Sentences[s]
	if tok == 0 {
		return nil
	}
	last := sent.Tokens[tok-1].Span
	for i := range r.doc.Timexes {
		if d := &r.doc.Timexes[i]; d.Type == "DURATION" && sent.Span.Contains(d.Span) && d.Span.Overlaps(last) && d.Span.End >= last.End {
			return d
		}
	}
	return nil
}

// between is the time of a deed that lies apart from another: that of the other,
// shifted. Nil where no day is told for the other.
func (r *reading) between(s, tok int, a gap) *sitrep.ClaimTime {
	sent := &r.doc.Sentences[s]
	outside := func(h int) func(t *sitrep.Timex, head int) bool {
		return func(t *sitrep.Timex, head int) bool {
			return !sent.Under(head, a.top) && !t.Span.Overlaps(a.length.Span) && !r.ofOther(s, h, head, t)
		}
	}
	for i, steps := a.top, 0; steps < 6; steps++ {
		h := sent.HeadOf(i)
		if h < 0 || i != a.top && sent.Rel(i) == "acl" {
			break
		}
		if rel := sent.Rel(i); i != a.top && (rel == "ccomp" || rel == "parataxis") && !r.toldAsNews(s, i, h) {
			return nil
		}
		if sent.Tokens[h].UPOS == "VERB" || r.clausal(s, h) || r.occasion(s, h) {
			if t := r.timexFor(s, h, outside(h)); t != nil {
				return r.shifted(s, tok, t, a.length, a.sign)
			}
			if r.onlyDates(s, h) {
				return r.fromTold(s, h, a)
			}
		}
		i = h
	}
	return nil
}

// onlyDates reports a clause that only says when what was told took place: "the
// incident came two days after …".
func (r *reading) onlyDates(s, verb int) bool {
	sent := &r.doc.Sentences[s]
	if !r.k.Classes.Has(sent.Tokens[verb].Lemma, "arise") {
		return false
	}
	return slices.ContainsFunc(r.children(s, verb, "nsubj"), func(w int) bool {
		t := &sent.Tokens[w]
		return t.UPOS == "NOUN" && !r.human(strings.ToLower(t.Lemma)) && r.definite(s, w) || t.UPOS == "PRON" && r.k.Grammar.Is("thing", t.Lemma)
	})
}

// fromTold counts from the day of what the report told before.
func (r *reading) fromTold(s, verb int, a gap) *sitrep.ClaimTime {
	day := r.dayTold(s, verb)
	if day == nil {
		return nil
	}
	t := &sitrep.Timex{Value: day.Value, Start: day.Start, End: day.End, Prec: day.Precision, Mod: day.Mod, Span: a.length.Span}
	ct := dayFrom(t, a.length, a.sign)
	if ct != nil {
		ct.Why = []sitrep.Reason{{Text: "from the day told before,", Span: day.Span}, {Text: "shifted by the time between them,", Span: a.length.Span}}
	}
	return ct
}

// dayTold is the day of the deed told before that the subject of the verb names, else
// of whatever the report told as news, if that was of one day only.
func (r *reading) dayTold(s, verb int) *sitrep.ClaimTime {
	named := ""
	for _, w := range r.children(s, verb, "nsubj") {
		if act, ok := r.actAt(s, w); ok {
			named = act.entry.Type
		}
	}
	var day *sitrep.ClaimTime
	for i := range r.told {
		n := &r.told[i]
		switch {
		case named != "" && n.typ == named:
			return n.day
		case day == nil:
			day = n.day
		case !sameDay(n.day, day):
			return nil
		}
	}
	return day
}

// sameDay reports whether two times start on one day.
func sameDay(a, b *sitrep.ClaimTime) bool {
	const date = len(time.DateOnly)
	return a.Start[:date] == b.Start[:date]
}

// news is a day that the report told of, and the type of what it told.
type news struct {
	typ string
	day *sitrep.ClaimTime
}

// toldDays is how many days before its publication what a report tells as its news is.
const toldDays = 3

// keepDay notes of what day a sentence tells the news: that of its claims or, of the
// first that has a day, that of its verb.
func (r *reading) keepDay(s int, claims []sitrep.Claim) {
	for i := range claims {
		c := &claims[i]
		if c.Type != "" && c.Modality == sitrep.Happened && c.Polarity == sitrep.Affirmed && !c.Background {
			r.keepNews(c.Type, c.Time)
		}
	}
	if len(r.told) > 0 || len(claims) > 0 {
		return
	}
	sent := &r.doc.Sentences[s]
	for i := range sent.Tokens {
		if rel := sent.Rel(i); sent.Tokens[i].XPOS == "VBD" && (rel == "root" || rel == "ccomp" && sent.Rel(sent.HeadOf(i)) == "root" && i < sent.HeadOf(i)) {
			r.keepNews("", r.when(s, i))
			return
		}
	}
}

// keepNews notes a time of the news.
func (r *reading) keepNews(typ string, t *sitrep.ClaimTime) {
	if r.isNews(t) {
		r.told = append(r.told, news{typ, t})
	}
}

// isNews reports a day near that of publication.
func (r *reading) isNews(t *sitrep.ClaimTime) bool {
	if t == nil || !oneDay(t.Start, t.End) {
		return false
	}
	p := r.doc.Report.Published
	if p.IsZero() {
		return true
	}
	day := p.Day()
	return t.Start >= day.AddDate(0, 0, -toldDays).Format(time.DateOnly) && t.Start < day.AddDate(0, 0, 1).Format(time.DateOnly)
}

// oneDay reports an interval of two days at most.
func oneDay(start, end string) bool {
	from, bad := sitrep.ParseStamp(start)
	to, open := sitrep.ParseStamp(end)
	return bad == nil && open == nil && to.Time.Sub(from.Time) <= 48*time.Hour
}

// daysOf gives the days that a length of time means: from the least to the most that it may be,
// false for lengths of which no days can be told.
func daysOf(length *sitrep.Timex) (least, most int, ok bool) {
	value := length.Value
	if len(value) < 3 || value[0] != 'P' {
		return 0, 0, false
	}
	unit := value[len(value)-1]
	if value[1] == 'T' {
		if unit == 'M' {
			return 0, 0, true
		}
		n, err := strconv.Atoi(value[2 : len(value)-1])
		return 0, max(1, (n+23)/24), unit == 'H' && (err == nil || value == "PTXH")
	}
	n, err := strconv.Atoi(value[1 : len(value)-1])
	if err != nil {
		return 0, 0, false
	}
	least, most = n, n
	switch unit {
	case 'D':
	case 'W':
		least, most = 7*n-1, 7*n+1 // hardly to the day
	case 'M':
		least, most = 30*n-7, 31*n+7
	default:
		return 0, 0, false
	}
	switch length.Mod {
	case "LESS_THAN", "EQUAL_OR_LESS":
		least = 0
	case "MORE_THAN", "EQUAL_OR_MORE":
		return 0, 0, false
	}
	return least, most, n <= 60
}
