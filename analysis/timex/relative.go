package timex

import (
	"strconv"
	"strings"
	"time"

	"github.com/sitrep-dev/sitrep/knowledge"
)

func (r *reader) evalDeictic(nd *node) (reading, bool) {
	n, _ := nd.get("deictic")
	if r.anchor.IsZero() {
		return unresolved("", day), true
	}
	v := unitReading(day, r.published().AddDate(0, 0, atoi(n)))
	v.mod, _ = nd.get("mod", "relmod")
	return v, true
}

// evalWeekday reads "Monday", "last Monday", "next Friday", "Tuesday this week".
func (r *reader) evalWeekday(nd *node) (reading, bool) {
	if nd.rule.Make == "weekday-ana" {
		return r.evalWeekdayAna(nd)
	}
	wd, _ := nd.get("weekday", "weekday-short")
	want := atoi(wd)
	base, what := r.anchor, "the day of publication"
	if r.history {
		base, what = time.Time{}, dayTold
		if r.haveDay {
			base = r.lastDay.start
		}
	}
	r.from(what, base)
	if base.IsZero() {
		return unresolved("", day), true
	}
	dir, hasDir := nd.get("dir")
	if _, ofWeek := nd.get("week-word"); ofWeek {
		monday := floor(week, base).AddDate(0, 0, 7*atoi(dir))
		return unitReading(day, monday.AddDate(0, 0, want-1)), true
	}
	back := (isoDay(base) - want + 7) % 7
	ahead := (want - isoDay(base) + 7) % 7
	look := -1
	switch {
	case hasDir && atoi(dir) < 0:
		if back == 0 {
			back = 7
		}
	case hasDir && atoi(dir) > 0:
		look = 1
		if ahead == 0 {
			ahead = 7
		}
	case r.tense(nd.start, nd.n) > 0:
		look = 1
	}
	if look > 0 {
		return unitReading(day, base.AddDate(0, 0, ahead)), true
	}
	return unitReading(day, base.AddDate(0, 0, -back)), true
}

// evalWeekdayAna reads "the previous Friday" from the last day told.
func (r *reader) evalWeekdayAna(nd *node) (reading, bool) {
	wd, _ := nd.get("weekday")
	ana, _ := nd.get("ana")
	base, what := r.anchor, "the day of publication"
	if r.haveDay {
		base, what = r.lastDay.start, dayTold
	}
	r.from(what, base)
	if base.IsZero() {
		return unresolved("", day), true
	}
	switch step := (isoDay(base) - atoi(wd) + 7) % 7; {
	case atoi(ana) < 0:
		if step == 0 {
			step = 7
		}
		return unitReading(day, base.AddDate(0, 0, -step)), true
	case atoi(ana) > 0:
		return unitReading(day, base.AddDate(0, 0, 7-step)), true
	default:
		return unitReading(day, base.AddDate(0, 0, -step)), true
	}
}

// evalDayOfMonth reads "on the 16th" from the month last told.
func (r *reader) evalDayOfMonth(nd *node) (reading, bool) {
	n, _ := nd.get("suffixed")
	base := time.Time{}
	switch {
	case r.haveLast && (r.last.grain == day || r.last.grain == month) && (r.history || nd.start-r.lastAt < 2*nearWords):
		base = r.from(dateTold, r.last.start)
	case !r.anchor.IsZero() && !r.history:
		base = r.published()
	}
	if base.IsZero() || atoi(n) > daysIn(base.Year(), int(base.Month())) {
		return reading{}, false
	}
	return unitReading(day, date(base.Year(), int(base.Month()), atoi(n))), true
}

// evalHoliday finds the year as for a bare month: told, else around the anchor.
func (r *reader) evalHoliday(nd *node) (reading, bool) {
	name, _ := nd.get("holiday")
	list := r.f.holidays[name]
	if len(list) == 0 {
		return reading{}, false
	}
	h := &list[0]
	y := 0
	if text, ok := nd.get("year"); ok {
		y = atoi(text)
	} else if y = r.toldYear(nd.start); y == 0 && !r.anchor.IsZero() {
		return r.nearHoliday(nd, h)
	}
	if y == 0 {
		return unresolved("", day), true
	}
	if ranges := holiday(h, y); len(ranges) > 0 {
		return holidayReading(h, ranges[0]), true
	}
	return unresolved("", day), true
}

func (r *reader) nearHoliday(nd *node, h *knowledge.Holiday) (reading, bool) {
	dir, hasDir := nd.get("dir")
	look := atoi(dir)
	if !hasDir {
		look = r.tense(nd.start, nd.n)
	}
	r.published()
	var before, after *reading
	for y := r.anchor.Year() - 1; y <= r.anchor.Year()+1; y++ {
		for _, span := range holiday(h, y) {
			v := holidayReading(h, span)
			if v.start.After(r.anchor) {
				if after == nil {
					after = &v
				}
				continue
			}
			before = &v
			if hasDir && look == 0 && y == r.anchor.Year() {
				return v, true
			}
		}
	}
	switch {
	case look > 0 && after != nil && !(before != nil && r.anchor.Before(before.end)):
		return *after, true
	case before != nil:
		return *before, true
	}
	return unresolved("", day), true
}

func holidayReading(h *knowledge.Holiday, span [2]time.Time) reading {
	v := reading{typ: "DATE", start: span[0], end: span[1], grain: day, year: span[0].Year()}
	v.value = day.value(span[0])
	if days := int(span[1].Sub(span[0]).Hours() / 24); days > 1 {
		v.grain, v.value = week, v.value+"/"+day.value(span[1].AddDate(0, 0, -1))
		if days > 10 {
			v.grain = month
		}
	}
	if h.Approx {
		v.mod = "APPROX"
		v.start, v.end = v.start.AddDate(0, 0, -1), v.end.AddDate(0, 0, 1)
	}
	return v
}

// evalRelUnit reads "last week", "earlier this month", "the end of the year".
func (r *reader) evalRelUnit(nd *node) (reading, bool) {
	u, ok := nd.get("unit")
	if !ok {
		u, _ = nd.get("weekend-word")
	}
	dir, _ := nd.get("dir")
	mod, _ := nd.get("mod", "relmod")
	g := grain(u)
	base, what := r.anchor, "the day of publication"
	if r.history && dir == "0" && r.haveLast {
		base, what = r.last.start, dateTold
	}
	switch g {
	case second, minute, hour:
		return reading{typ: "DURATION", value: g.period("1")}, true
	}
	if base.IsZero() {
		return unresolved("", g), true
	}
	at := shift(g, floor(g, r.from(what, base)), atoi(dir))
	if g == day && dir != "0" {
		return reading{}, false
	}
	if g == weekend && dir == "0" && at.After(base) && r.tense(nd.start, nd.n) <= 0 {
		at = at.AddDate(0, 0, -7)
	}
	v := unitReading(g, at)
	v.mod = mod
	r.clip(nd, &v, mod)
	return v, true
}

// clip narrows "earlier this week" to what lies before the report, "later this
// week" to what follows.
func (r *reader) clip(nd *node, v *reading, mod string) {
	if _, rel := nd.get("relmod"); !rel || r.anchor.Before(v.start) || !r.anchor.Before(v.end) {
		return
	}
	if mod == "START" {
		v.end = r.anchor.AddDate(0, 0, 1)
	} else {
		v.start = r.anchor
	}
}

// evalAnaUnit reads "the same day", "the previous year", "that month" from the
// last date told.
func (r *reader) evalAnaUnit(nd *node) (reading, bool) {
	u, _ := nd.get("unit")
	g := grain(u)
	switch g {
	case second, minute, hour, decade, cent, night:
		return reading{}, false
	}
	step := 0
	if ana, ok := nd.get("ana"); ok {
		step = atoi(ana)
	} else if _, that := nd.get("that"); !that && !r.hasWord(nd, "that") && !r.hasWord(nd, "same") {
		step = 1
	}
	base, ok := r.toldBase(nd, g)
	if !ok {
		return unresolved("", g), true
	}
	v := unitReading(g, shift(g, floor(g, base), step))
	v.mod, _ = nd.get("relmod")
	return v, true
}

// toldBase is the date an anaphoric unit is counted from: a day from the last day
// told, a wider unit from the last date; in news from the anchor when nothing
// near was told and the unit is a week or wider.
func (r *reader) toldBase(nd *node, g grain) (time.Time, bool) {
	reach := 4 * nearWords
	if r.history {
		reach = 10 * nearWords
	}
	ana, _ := nd.get("ana")
	switch t := r.dayAhead(nd); {
	case g == day && atoi(ana) < 0 && !t.IsZero():
		return r.from(dayNext, t), true
	case g == day && r.haveDay && nd.start-r.dayAt < reach:
		return r.from(dayTold, r.lastDay.start), true
	case g != day && r.haveLast && nd.start-r.lastAt < reach:
		return r.from(dateTold, r.last.start), true
	case g != day && !r.anchor.IsZero() && !r.history:
		return r.published(), true
	}
	return time.Time{}, false
}

func (r *reader) hasWord(nd *node, text string) bool {
	for i := nd.start; i < nd.start+nd.n; i++ {
		if r.seq.words[i].text == text {
			return true
		}
	}
	return false
}

func (r *reader) evalSeason(nd *node) (reading, bool) {
	id, _ := nd.get("season")
	y := 0
	dir, hasDir := nd.get("dir")
	switch text, hasYear := nd.get("year"); {
	case hasYear:
		y = atoi(text)
	case r.toldYear(nd.start) != 0 && !hasDir:
		y = r.toldYear(nd.start)
	case r.anchor.IsZero():
		v := unresolved("XXXX-"+id, grain(id))
		v.mod, _ = nd.get("mod")
		return v, true
	default:
		y = r.seasonYear(nd, id, dir, hasDir)
	}
	v := reading{typ: "DATE", value: strconv.Itoa(y) + "-" + id, grain: grain(id), year: y}
	v.start, v.end = season(id, y)
	v.mod, _ = nd.get("mod")
	return v, true
}

func (r *reader) seasonYear(nd *node, id, dir string, hasDir bool) int {
	y := r.published().Year()
	if hasDir && r.hasWord(nd, "year") {
		return y + atoi(dir)
	}
	from, to := season(id, y)
	look := -1
	if hasDir {
		look = atoi(dir)
	} else if r.tense(nd.start, nd.n) > 0 {
		look = 1
	}
	switch {
	case look < 0 && (hasDir && r.anchor.Before(to) || r.anchor.Before(from)):
		return y - 1
	case look > 0 && !r.anchor.Before(from):
		return y + 1
	case id == "WI" && look == 0 && int(r.anchor.Month()) < 3:
		return y - 1
	}
	return y
}

// evalQuarter reads quarters and halves of a year.
func (r *reader) evalQuarter(nd *node) (reading, bool) {
	half, isHalf := nd.get("half")
	n, _ := nd.get("ord")
	q := atoi(n)
	if !isHalf && (q < 1 || q > 4) {
		return reading{}, false
	}
	y := 0
	if text, ok := nd.get("year"); ok {
		y = atoi(text)
	} else if r.anchor.IsZero() {
		return unresolved("XXXX-Q"+n, quarter), true
	} else {
		y = r.published().Year()
		if dir, ok := nd.get("dir"); ok && r.hasWord(nd, "year") {
			y += atoi(dir)
		} else if !isHalf && date(y, 3*q-2, 1).After(r.anchor) && r.tense(nd.start, nd.n) <= 0 {
			y--
		}
	}
	if isHalf {
		m := 1
		if half == "H2" {
			m = 7
		}
		return reading{typ: "DATE", value: strconv.Itoa(y) + "-" + half, start: date(y, m, 1), end: date(y, m+6, 1), grain: grain(half), year: y}, true
	}
	return unitReading(quarter, date(y, 3*q-2, 1)), true
}

// evalQuarterTold reads "the quarter": the last one told, else the one that was over
// last when the report was printed.
func (r *reader) evalQuarterTold(nd *node) (reading, bool) {
	switch {
	case !r.quarter.start.IsZero() && nd.start-r.quarterAt < quarterReach:
		return unitReading(quarter, r.from("the last quarter told", r.quarter.start)), true
	case r.anchor.IsZero() || r.history:
		return unresolved("", quarter), true
	}
	return unitReading(quarter, shift(quarter, floor(quarter, r.published()), -1)), true
}

// amount gives the count of a duration: "X" when vague.
func amount(nd *node) string {
	if _, vague := nd.get("vague"); vague {
		return "X"
	}
	if n, ok := nd.get("num"); ok {
		return n
	}
	if _, one := nd.get("article"); one {
		return "1"
	}
	if _, plural := nd.get("units"); plural {
		return "X"
	}
	return "1"
}

// evalOffset reads "two days ago", "three years later", "in two weeks".
func (r *reader) evalOffset(nd *node) (reading, bool) {
	u, _ := nd.get("unit", "units")
	g, n := grain(u), amount(nd)
	mod, _ := nd.get("approx")
	step := -1
	base, known, ago := r.anchor, !r.anchor.IsZero(), true
	switch nd.rule.Make {
	case "in-future":
		if r.tense(nd.start, nd.n) <= 0 || n == "X" {
			return reading{typ: "DURATION", value: g.period(n), mod: mod}, true
		}
		step = 1
	case "later":
		later, _ := nd.get("later")
		step = atoi(later)
		if step == 0 {
			step = -1
		}
		base, known = r.laterBase(nd, g, step)
		ago = false
	}
	count, err := strconv.ParseFloat(n, 64)
	if err != nil || count > 5000 {
		ref := "PAST_REF"
		if step > 0 {
			ref = "FUTURE_REF"
		}
		return reading{typ: "DATE", value: ref, vague: true}, true
	}
	switch g {
	case second, minute, hour:
		return reading{typ: "DURATION", value: g.period(n), mod: mod}, true
	case night:
		g, count = week, 2*count
	case weekend:
		return reading{}, false
	case decade:
		g, count = year, 10*count
	case cent:
		g, count = year, 100*count
	}
	if !known {
		return unresolved("", g), true
	}
	if v, ok := r.quarterAgo(nd, g, step*int(count)); ok && nd.rule.Make != "in-future" {
		return v, true
	}
	if ago {
		r.published()
	}
	at := shift(g, base, step*int(count))
	if count != float64(int(count)) && g == year {
		at, g = shift(month, base, step*int(12*count)), month
	}
	if at.Year() < 1 || at.Year() > 9999 {
		return reading{}, false
	}
	v := unitReading(g, at)
	v.mod = mod
	if mod != "" {
		v.start, v.end = shift(g, v.start, -1), shift(g, v.end, 1)
	}
	return v, true
}

// quarterReach is how many words a quarter is compared with "a year earlier".
const quarterReach = 150

// quarterAgo reads "a year ago" and "a year earlier" beside figures of a quarter:
// they are compared with those of the same quarter of the year before.
func (r *reader) quarterAgo(nd *node, g grain, step int) (reading, bool) {
	if g != year || step != -1 || r.quarter.start.IsZero() || nd.start-r.quarterAt > quarterReach {
		return reading{}, false
	}
	return unitReading(quarter, shift(year, r.from("the last quarter told", r.quarter.start), -1)), true
}

// laterBase is the date that "two days later" is counted from. What a report
// compares with a year earlier is its own time.
func (r *reader) laterBase(nd *node, g grain, step int) (time.Time, bool) {
	const near = 80
	reach := near
	if r.history {
		reach = 6 * near
	}
	if t := r.dayAhead(nd); g == day && step < 0 && !t.IsZero() {
		return r.from(dayNext, t), true
	}
	if g == day && r.haveDay && nd.start-r.dayAt < reach {
		return r.from(dayTold, r.lastDay.start), true
	}
	if r.haveLast && nd.start-r.lastAt < reach && (step > 0 || r.history || g == day) && finer(r.last.grain, g) {
		return r.from(dateTold, r.last.start), true
	}
	if step < 0 && g != day && !r.anchor.IsZero() && !r.history {
		return r.published(), true
	}
	return time.Time{}, false
}

// dayAhead is the day told next in the sentence of an expression that looks back from
// a day, where the sentence tells none before it: "those held a day earlier were freed
// on Monday". Zero for none.
func (r *reader) dayAhead(nd *node) time.Time {
	ends := func(from, to int) bool {
		for i := from; i < to; i++ {
			if w := &r.seq.words[i]; w.isBreak || w.text == "." {
				return true
			}
		}
		return false
	}
	if len(r.ahead) == 0 || r.haveDay && !ends(r.dayAt, nd.start) || ends(nd.start+nd.n, r.ahead[0].start) {
		return time.Time{}
	}
	next := r.ahead[0]
	switch next.rule.Make {
	case "date", "weekday", "numeric":
	default:
		return time.Time{}
	}
	why := r.why
	v, ok := r.eval(next)
	r.why = why
	if !ok || v.grain != day {
		return time.Time{}
	}
	return v.start
}

// finer reports whether a date of grain a is exact enough to count units g from.
func finer(a, g grain) bool {
	rank := map[grain]int{day: 1, week: 2, weekend: 2, month: 3, quarter: 4, "SP": 4, "SU": 4, "FA": 4, "WI": 4, year: 5}
	return rank[a] > 0 && rank[a] <= rank[g]
}

// evalWindow reads "the past four days", "the next two weeks", "recent months".
func (r *reader) evalWindow(nd *node) (reading, bool) {
	u, _ := nd.get("units", "unit")
	g, n := grain(u), amount(nd)
	v := reading{typ: "DURATION", value: g.period(n), grain: g}
	v.mod, _ = nd.get("approx")
	count, err := strconv.ParseFloat(n, 64)
	if err != nil || count > 5000 || r.anchor.IsZero() || r.history {
		v.vague = true
		return v, true
	}
	if g == hour || g == minute || g == second {
		hours := map[grain]float64{hour: 1, minute: 1. / 60, second: 1. / 3600}[g] * count
		if g == hour && count == 24 {
			v.value = "P1D"
		}
		count = float64(int((hours + 23) / 24))
		g = day
	}
	if g == weekend {
		g = week
	}
	r.published()
	if _, ahead := nd.get("ahead"); ahead {
		v.start, v.end = r.anchor, shift(g, r.anchor, int(count)).AddDate(0, 0, 1)
	} else {
		v.start, v.end = shift(g, r.anchor, -int(count)), r.anchor.AddDate(0, 0, 1)
	}
	if v.start.Year() < 1 || v.end.Year() > 9999 {
		v.start, v.end = time.Time{}, time.Time{}
	}
	return v, true
}

func evalDuration(nd *node) (reading, bool) {
	u, _ := nd.get("unit", "units")
	v := reading{typ: "DURATION", value: grain(u).period(amount(nd)), vague: true}
	v.mod, _ = nd.get("approx")
	if v.mod == "" {
		v.mod, _ = nd.get("first-last")
	}
	return v, true
}

// evalSet reads "every Monday", "per day", "daily".
func evalSet(nd *node) (reading, bool) {
	v := reading{typ: "SET", vague: true}
	every, _ := nd.get("every")
	switch {
	case slot(nd, "adverb") != "":
		if v.value = slot(nd, "adverb"); strings.HasPrefix(v.value, "T") {
			v.value = "XXXX-XX-XX" + v.value
		}
	case slot(nd, "weekday", "weekdays") != "":
		v.value = "XXXX-WXX-" + slot(nd, "weekday", "weekdays")
		if p := slot(nd, "parts"); p != "" {
			v.value += "T" + p
		}
	case slot(nd, "part") != "":
		v.value = "XXXX-XX-XXT" + slot(nd, "part")
	case slot(nd, "month", "month-weak", "month-short") != "":
		v.value = "XXXX-" + two(atoi(slot(nd, "month", "month-weak", "month-short")))
		if d := slot(nd, "number", "ord"); d != "" {
			v.value += "-" + two(atoi(d))
		}
	case slot(nd, "season") != "":
		v.value = "XXXX-" + slot(nd, "season")
	default:
		n := amount(nd)
		if n == "1" && every == "2" {
			n = "2"
		}
		v.value = grain(slot(nd, "unit", "units")).period(n)
	}
	return v, true
}

func slot(nd *node, classes ...string) string {
	v, _ := nd.get(classes...)
	return v
}
