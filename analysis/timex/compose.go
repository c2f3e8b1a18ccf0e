package timex

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
)

// evalMod adds "early", "late", "mid" or "about" to a date.
func (r *reader) evalMod(nd *node) (reading, bool) {
	v, ok := r.eval(nd.child(0))
	if !ok {
		return v, false
	}
	v.mod = slot(nd, "mod", "relmod", "approx")
	if _, rel := nd.get("relmod"); rel && (v.grain == week || v.grain == month || v.grain == year) {
		r.clip(nd, &v, v.mod)
	}
	if !v.start.IsZero() && !v.clock {
		narrow(&v)
	}
	return v, true
}

// narrow cuts the interval to the third of a year or month that a modifier
// names; a week or day keeps its bounds.
func narrow(v *reading) {
	var third time.Time
	var second time.Time
	switch v.grain {
	case month:
		third, second = v.start.AddDate(0, 0, 10), v.start.AddDate(0, 0, 20)
	case year:
		third, second = v.start.AddDate(0, 4, 0), v.start.AddDate(0, 8, 0)
	default:
		return
	}
	switch v.mod {
	case "START":
		v.end = minTime(v.end, third)
	case "MID":
		v.start, v.end = third, second
	case "END":
		v.start = maxTime(v.start, second)
	}
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// evalWeekOf reads "the first week of May".
func (r *reader) evalWeekOf(nd *node) (reading, bool) {
	v, ok := r.eval(nd.child(0))
	if !ok {
		return v, false
	}
	v.mod = slot(nd, "first-last")
	if n := atoi(slot(nd, "ord")); n > 0 && n <= 5 && !v.start.IsZero() {
		end := v.start.AddDate(0, 0, 7*n)
		v.start, v.end = v.start.AddDate(0, 0, 7*(n-1)), minTime(v.end, end)
		v.grain = week
	} else if !v.start.IsZero() && v.mod == "END" {
		v.start, v.grain = v.end.AddDate(0, 0, -7), week
	} else if !v.start.IsZero() && v.mod == "START" {
		v.end, v.grain = v.start.AddDate(0, 0, 7), week
	}
	return v, true
}

// evalRange joins two ends, "between 3 and 7 April", "from March to May 2015".
func (r *reader) evalRange(nd *node) (reading, bool) {
	b := nd.child(1)
	if b == nil {
		return r.rangeFromDay(nd)
	}
	last, ok := r.eval(b)
	if !ok {
		return last, false
	}
	a := nd.child(0)
	if y, told := b.get("year", "modern"); told && slot(a, "year", "modern") == "" && (slot(a, "month", "month-weak", "month-short") != "") {
		a = &node{rule: a.rule, start: a.start, n: a.n, slots: append(append([]mark(nil), a.slots...), mark{class: "year", value: y})}
	}
	first, ok := r.eval(a)
	if !ok {
		return first, false
	}
	if !first.start.IsZero() && !last.start.IsZero() && last.start.Before(first.start) {
		if slot(b, "year", "modern") == "" && last.grain != minute && last.grain != hour && first.start.Sub(last.start) < 366*24*time.Hour {
			last = unitReading(last.grain, shift(year, last.start, 1))
		} else {
			return first, true
		}
	}
	v := joined(first, last)
	v.ends = []rangeEnd{{first, a.start, a.n}, {last, b.start, b.n}}
	return v, true
}

func joined(first, last reading) reading {
	v := last
	v.value = first.value + "/" + last.value
	v.start, v.mod = first.start, ""
	if first.start.IsZero() || last.start.IsZero() {
		v.start, v.end = time.Time{}, time.Time{}
	}
	return v
}

// rangeFromDay reads "14 to 16 April": the first end has only its number.
func (r *reader) rangeFromDay(nd *node) (reading, bool) {
	c := nd.child(0)
	last, ok := r.eval(c)
	if !ok {
		return last, false
	}
	d := atoi(slot(nd, "number", "ord"))
	if last.start.IsZero() || last.grain != day {
		if len(last.value) == len("XXXX-04-16") {
			last.value = last.value[:8] + two(d) + "/" + last.value
		}
		return last, true
	}
	at := date(last.start.Year(), int(last.start.Month()), d)
	if !at.Before(last.start) {
		return last, true
	}
	first := unitReading(day, at)
	v := joined(first, last)
	v.ends = []rangeEnd{{first, c.start - 2, 1}, {last, c.start, c.n}} // number, link, date
	return v, true
}

// evalRangeDays reads "July 16 to 21" and "April 3-7, 2019".
func (r *reader) evalRangeDays(nd *node) (reading, bool) {
	c := nd.child(0)
	if y := slot(nd, "year"); y != "" && slot(c, "year") == "" {
		c = &node{rule: c.rule, start: c.start, n: c.n, slots: append(append([]mark(nil), c.slots...), mark{class: "year", value: y})}
	}
	first, ok := r.eval(c)
	if !ok {
		return first, false
	}
	d := atoi(slot(nd, "number", "ord"))
	if first.start.IsZero() || first.grain != day {
		return first, true
	}
	y, m := first.start.Year(), int(first.start.Month())
	if d > daysIn(y, m) || d <= first.start.Day() {
		return first, true
	}
	last := unitReading(day, date(y, m, d))
	v := joined(first, last)
	k := c.start + c.n + 1 // date, link, number
	v.ends = []rangeEnd{{first, c.start, c.n}, {last, k, nd.start + nd.n - k}}
	return v, true
}

// openness opens the interval by the preposition before it: "since 2011".
func (r *reader) openness(nd *node, v *reading) {
	if v.typ == "DURATION" || v.typ == "SET" || r.seq.textAt(nd.start+nd.n) == "'s" {
		return
	}
	word := r.openBefore(nd.start)
	if word != "" {
		r.note("open, behind a word of kind " + word)
	}
	switch word {
	case "since":
		v.end = time.Time{}
		if v.mod == "" {
			v.mod = "ON_OR_AFTER"
		}
	case "after":
		v.start, v.end = v.end, time.Time{}
		setMod(v, "AFTER")
	case "until", "by":
		v.start = time.Time{}
		setMod(v, "ON_OR_BEFORE")
	case "before":
		v.start, v.end = time.Time{}, v.start
		setMod(v, "BEFORE")
	}
}

func setMod(v *reading, mod string) {
	if v.mod == "" {
		v.mod = mod
	}
}

// openBefore finds the longest opening phrase that ends right before word i.
func (r *reader) openBefore(i int) string {
	for k := 3; k >= 1; k-- {
		if i-k < 0 || r.seq.at(i-k) == nil {
			continue
		}
		for _, p := range r.seq.g.phrases[r.seq.words[i-k].text] {
			if p.class == "open" && len(p.words) == k && r.seq.fits(p, i-k) {
				return p.value
			}
		}
	}
	return ""
}

// ends are the two ends of a range as expressions of their own, nil for no range.
func (r *reader) ends(nd *node, v *reading, span sitrep.Span) []sitrep.Timex {
	var out []sitrep.Timex
	for _, e := range v.ends {
		words := r.seq.words[e.start].span.Cover(r.seq.words[e.start+e.n-1].span)
		out = append(out, e.timex(words))
	}
	if pair, ok := nd.get("years"); ok && nd.rule.Make == "years" {
		dash := strings.IndexFunc(r.doc.Text[span.Start:span.End], func(c rune) bool { return !unicode.IsDigit(c) })
		digits := strings.LastIndexFunc(r.doc.Text[span.Start:span.End], func(c rune) bool { return !unicode.IsDigit(c) })
		if dash < 0 {
			return nil
		}
		_, size := utf8.DecodeRuneInString(r.doc.Text[span.Start+digits:])
		a, b, _ := strings.Cut(pair, "/")
		out = append(out, unitReading(year, date(atoi(a), 1, 1)).timex(sitrep.Span{Start: span.Start, End: span.Start + dash}),
			unitReading(year, date(atoi(b), 1, 1)).timex(sitrep.Span{Start: span.Start + digits + size, End: span.End}))
	}
	return out
}
