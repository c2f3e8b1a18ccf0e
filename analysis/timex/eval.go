package timex

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/sitrep-dev/sitrep"
)

// reading is what an expression was found to mean.
type reading struct {
	typ, value, mod string
	start, end      time.Time // zero when open or not known
	grain           grain
	clock           bool // start and end are times of day
	vague           bool
	year            int // told or inherited, for what follows; 0 when not known
	ends            []rangeEnd
}

// rangeEnd is one end of a range and its words.
type rangeEnd struct {
	reading
	start, n int
}

func (v reading) timex(span sitrep.Span) sitrep.Timex {
	t := sitrep.Timex{Span: span, Type: v.typ, Value: v.value, Mod: v.mod, Prec: v.grain.precision()}
	if v.vague {
		t.Prec = sitrep.PrecVague
	}
	layout := time.DateOnly
	if v.clock {
		layout = "2006-01-02T15:04:05"
	}
	write := func(at time.Time) string {
		if at.IsZero() || at.Year() < 1 || at.Year() > 9999 {
			return ""
		}
		return at.Format(layout)
	}
	t.Start, t.End = write(v.start), write(v.end)
	return t
}

// unit makes the reading of one calendar unit.
func unitReading(g grain, t time.Time) reading {
	t = floor(g, t)
	return reading{typ: "DATE", value: g.value(t), start: t, end: width(g, t), grain: g, year: t.Year()}
}

func unresolved(value string, g grain) reading { return reading{typ: "DATE", value: value, grain: g} }

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// eval gives the meaning of a node; false when it has none (31 June).
func (r *reader) eval(nd *node) (reading, bool) {
	switch nd.rule.Make {
	case "date":
		return r.evalDate(nd)
	case "month-of":
		return r.evalMonthOf(nd)
	case "numeric":
		return r.evalNumeric(nd)
	case "stamp":
		return evalStamp(nd)
	case "bc":
		return evalBC(nd)
	case "years":
		return evalYears(nd)
	case "spelled":
		y, _ := nd.get("spelled-year")
		return unitReading(year, date(atoi(y), 1, 1)), true
	case "decade", "century":
		return evalWide(nd)
	case "deictic":
		return r.evalDeictic(nd)
	case "weekday", "weekday-ana":
		return r.evalWeekday(nd)
	case "day-of-month":
		return r.evalDayOfMonth(nd)
	case "holiday":
		return r.evalHoliday(nd)
	case "rel-unit":
		return r.evalRelUnit(nd)
	case "ana-unit":
		return r.evalAnaUnit(nd)
	case "ana-part", "part":
		return r.evalPart(nd)
	case "season":
		return r.evalSeason(nd)
	case "quarter-told":
		return r.evalQuarterTold(nd)
	case "quarter", "half":
		return r.evalQuarter(nd)
	case "ago", "later", "in-future":
		return r.evalOffset(nd)
	case "window":
		return r.evalWindow(nd)
	case "duration":
		return evalDuration(nd)
	case "age": // matched so that nothing else is found in it
		return reading{}, false
	case "ref":
		v, _ := nd.get("ref", "bareref", "current", "recent")
		if v == "FUTURE_REF" && r.history { // "soon" of a narrative is not our future
			return reading{}, false
		}
		return reading{typ: "DATE", value: v, vague: true}, true
	case "set":
		return evalSet(nd)
	case "clock", "moment":
		return r.evalClock(nd)
	case "mod":
		return r.evalMod(nd)
	case "part-of":
		return r.evalPartOf(nd)
	case "clock-of":
		return r.evalClockOf(nd)
	case "week-of":
		return r.evalWeekOf(nd)
	case "range":
		return r.evalRange(nd)
	case "range-md":
		return r.evalRangeDays(nd)
	}
	return reading{}, false
}

// evalDate builds a date from year, month and day, as far as they are told.
func (r *reader) evalDate(nd *node) (reading, bool) {
	monthText, hasMonth := nd.get("month", "month-weak", "month-short")
	dayText, hasDay := nd.get("number", "ord", "suffixed")
	yearText, hasYear := nd.get("year", "modern", "yy")
	y, m, d := atoi(yearText), atoi(monthText), atoi(dayText)
	if hasDay && (d < 1 || d > 31 || hasMonth && d > longest[m]) {
		return reading{}, false
	}
	if yy, short := nd.get("yy"); short {
		y = century(atoi(yy)) + atoi(yy)
	}
	mod, _ := nd.get("mod")
	dirText, hasDir := nd.get("dir", "ana")
	if !hasYear && hasMonth {
		y = r.yearOf(nd, m, d, hasDir, atoi(dirText))
		if y == 0 {
			v := unresolved("XXXX-"+two(m), month)
			if hasDay {
				v = unresolved("XXXX-"+two(m)+"-"+two(d), day)
			}
			v.mod = mod
			return v, true
		}
	}
	var v reading
	switch {
	case hasDay && hasMonth:
		if d > daysIn(y, m) {
			return reading{}, false
		}
		v = unitReading(day, date(y, m, d))
	case hasMonth:
		v = unitReading(month, date(y, m, 1))
	default:
		v = unitReading(year, date(y, 1, 1))
	}
	v.mod = mod
	return v, true
}

// longest is the most days a month can have.
var longest = [...]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// yearOf finds the year of a month or day told without one: 0 when not known.
func (r *reader) yearOf(nd *node, m, d int, hasDir bool, dir int) int {
	if wd, ok := nd.get("weekday", "weekday-short"); ok && d > 0 && !r.anchor.IsZero() && !r.history {
		for _, k := range []int{0, -1, 1, -2, -3, -4, -5} {
			y := r.anchor.Year() + k
			if d <= daysIn(y, m) && isoDay(date(y, m, d)) == atoi(wd) && (k != 0 || !date(y, m, d).After(r.anchor.AddDate(0, 6, 0))) {
				r.published()
				r.note("the year in which that day has that name")
				return y
			}
		}
	}
	if y := r.toldYear(nd.start); y != 0 && !hasDir {
		return y
	}
	if r.anchor.IsZero() {
		return 0
	}
	return r.nearYear(nd, m, d, hasDir, dir)
}

// nearYear reads a month or day from the anchor: a day is the nearest one, since
// a year is left out only near by; a month looks back unless its clause looks ahead.
func (r *reader) nearYear(nd *node, m, d int, hasDir bool, dir int) int {
	y := r.published().Year()
	look := 0
	if !hasDir {
		look = r.tense(nd.start, nd.n)
	}
	switch {
	case hasDir && dir == 0:
		return y
	case hasDir:
		look = dir
	case r.openBefore(nd.start) == "since":
		look = -1
	}
	if d > 0 && !hasDir {
		return r.nearestDay(m, d, look)
	}
	here, from := date(y, m, max(d, 1)), r.anchor
	if d == 0 {
		from = floor(month, r.anchor)
	}
	switch {
	case look > 0 && here.Before(from):
		return y + 1
	case look <= 0 && here.After(from):
		return y - 1
	}
	return y
}

// nearestDay is the year in which the day lies nearest to the anchor; more than
// three months ahead only when the clause looks ahead.
func (r *reader) nearestDay(m, d, look int) int {
	const turn = 90
	best, least := r.anchor.Year(), 1<<30
	for y := r.anchor.Year() - 1; y <= r.anchor.Year()+1; y++ {
		days := int(date(y, m, d).Sub(r.anchor).Hours() / 24)
		distance := max(days, -days)
		if look <= 0 && days > turn || look > 0 && days < -turn {
			distance += 366
		}
		if distance < least {
			best, least = y, distance
		}
	}
	return best
}

// nearWords is how far a told year reaches in news, in words.
const (
	nearWords = 60
	bareYear  = 12 // the same for a year told without month
)

// toldYear is the year of the last date in history, or in news the last one of
// the same block when it is not the anchor's own; 0 when none reaches here.
func (r *reader) toldYear(at int) int {
	if !r.haveLast || r.last.year == 0 {
		return 0
	}
	if r.history {
		r.from(yearTold, r.last.start)
		return r.last.year
	}
	if r.last.grain == year && at-r.lastAt > bareYear || at-r.lastAt > nearWords || !r.anchor.IsZero() && r.last.year >= r.anchor.Year()-1 {
		return 0
	}
	for i := r.lastAt; i < at; i++ {
		if r.seq.words[i].isBreak {
			return 0
		}
	}
	r.from(yearTold, r.last.start)
	return r.last.year
}

func (r *reader) evalMonthOf(nd *node) (reading, bool) {
	m, _ := nd.get("month", "month-weak", "month-short")
	base, delta, what := r.anchor, 0, "the day of publication"
	if dir, ok := nd.get("dir"); ok {
		delta = atoi(dir)
	} else {
		ana, _ := nd.get("ana")
		delta = atoi(ana)
		if r.haveLast && r.last.year != 0 {
			base, what = date(r.last.year, 1, 1), yearTold
		}
	}
	if base.IsZero() {
		return unresolved("XXXX-"+two(atoi(m)), month), true
	}
	return unitReading(month, date(r.from(what, base).Year()+delta, atoi(m), 1)), true
}

func evalStamp(nd *node) (reading, bool) {
	s, _ := nd.get("stamp")
	at, err := time.Parse("2006-01-02T15:04:05", s)
	if err != nil {
		if at, err = time.Parse("2006-01-02T15:04", s); err != nil {
			return reading{}, false
		}
	}
	return reading{typ: "TIME", value: s, start: at, end: at.Add(time.Minute), clock: true, grain: minute, year: at.Year()}, true
}

func evalBC(nd *node) (reading, bool) {
	n, _ := nd.get("year", "num")
	if k := atoi(n); k > 0 && k < 10000 {
		if m := slot(nd, "month", "month-weak"); m != "" {
			return unresolved(fmt.Sprintf("BC%04d-%02d", k, atoi(m)), month), true
		}
		return unresolved(fmt.Sprintf("BC%04d", k), year), true
	}
	return reading{}, false
}

func evalYears(nd *node) (reading, bool) {
	pair, _ := nd.get("years")
	a, b, _ := strings.Cut(pair, "/")
	return reading{typ: "DATE", value: pair, start: date(atoi(a), 1, 1), end: date(atoi(b)+1, 1, 1), grain: year, vague: false, year: atoi(b)}, true
}

// evalWide reads decades and centuries.
func evalWide(nd *node) (reading, bool) {
	var v reading
	if d, ok := nd.get("decade", "decade-word"); ok {
		v = unitReading(decade, date(atoi(d)*10, 1, 1))
	} else {
		n, _ := nd.get("ord")
		if c := atoi(n); c < 1 || c > 30 {
			return reading{}, false
		}
		v = unitReading(cent, date((atoi(n)-1)*100, 1, 1))
	}
	v.mod, _ = nd.get("mod")
	v.year = 0
	return v, true
}
