package timex

import (
	"strings"
	"time"
)

// partHours are the bounds of the parts of a day, in hours from midnight.
var partHours = map[string][2]int{"MO": {5, 12}, "AF": {12, 18}, "EV": {18, 24}, "NI": {18, 30}, "12:00": {12, 13}, "24:00": {24, 25}}

// partReading is a part of the day t.
func partReading(t time.Time, part, mod string) reading {
	v := reading{typ: "TIME", value: day.value(t) + "T" + part, mod: mod, clock: true, grain: hour, year: t.Year()}
	h, ok := partHours[part]
	if !ok {
		h = [2]int{0, 24}
	}
	v.start, v.end = t.Add(time.Duration(h[0])*time.Hour), t.Add(time.Duration(h[1])*time.Hour)
	return v
}

// evalPart reads "last night", "this morning", "overnight", "the next morning".
func (r *reader) evalPart(nd *node) (reading, bool) {
	part := slot(nd, "part", "tonight", "overnight")
	mod := slot(nd, "mod", "relmod")
	base, step := r.anchor, 0
	_, deictic := nd.get("dir", "tonight", "overnight")
	_, over := nd.get("overnight")
	switch {
	case nd.rule.Make == "ana-part" || !deictic:
		base = time.Time{}
		if r.haveDay && nd.start-r.dayAt < 4*nearWords {
			base = r.from(dayTold, r.lastDay.start)
		}
		if ana, ok := nd.get("ana"); ok {
			step = atoi(ana)
		} else if r.hasWord(nd, "next") {
			step = 1
		}
		if t := r.dayAhead(nd); step < 0 && !t.IsZero() {
			base = r.from(dayNext, t)
		}
	case over:
		if r.tense(nd.start, nd.n) <= 0 {
			step = -1
		}
	case slot(nd, "dir") != "":
		if step = atoi(slot(nd, "dir")); step > 0 {
			step = 1
		}
	}
	if base.IsZero() || r.history && deictic {
		return reading{typ: "TIME", value: "XXXX-XX-XXT" + part, mod: mod, grain: hour}, true
	}
	if deictic && nd.rule.Make != "ana-part" {
		r.published()
	}
	return partReading(base.AddDate(0, 0, step), part, mod), true
}

// evalPartOf reads "Sunday morning", "dawn on Friday", "the night of 20 June".
func (r *reader) evalPartOf(nd *node) (reading, bool) {
	c := nd.child(0)
	v, ok := r.eval(c)
	if !ok {
		return v, false
	}
	part := slot(nd, "part", "moment", "overnight")
	mod := slot(nd, "mod", "relmod")
	if v.start.IsZero() || v.grain != day {
		if v.value == "" {
			v.value = "XXXX-XX-XX"
		}
		return reading{typ: "TIME", value: v.value + "T" + part, mod: mod, grain: hour}, true
	}
	return partReading(v.start, part, mod), true
}

// clockOf is the time of day a clock node names, as minutes from midnight and as
// TIMEX3 writes it; false for hours that do not exist.
func clockOf(nd *node) (minutes int, value string, ok bool) {
	text := slot(nd, "clock", "hhmm", "moment")
	whole := false
	if text == "" {
		if text, whole = slot(nd, "hour", "num"), true; len(text) > 2 {
			return 0, "", false
		}
	}
	hText, rest, _ := strings.Cut(text, ":")
	mText, _, _ := strings.Cut(rest, ":")
	h, m := atoi(hText), atoi(mText)
	part := slot(nd, "part")
	switch ampm := slot(nd, "ampm"); {
	case (ampm == "pm" || part == "AF" || part == "EV" || part == "NI" && h >= 6) && h < 12:
		h += 12
	case (ampm == "am" || part == "NI") && h == 12:
		h = 0
	}
	if h > 24 || m > 59 {
		return 0, "", false
	}
	value = "T" + two(h) + ":" + two(m)
	if whole {
		value = "T" + two(h) + ":00"
	}
	return 60*h + m, value, true
}

// evalClock reads a time of day; the day is that of the last heading with a
// date, of a day told close before in the same block, else of the report.
func (r *reader) evalClock(nd *node) (reading, bool) {
	if p := slot(nd, "moment"); p != "" && !strings.Contains(p, ":") {
		base, ok := r.clockDay(nd)
		if !ok {
			return reading{typ: "TIME", value: "XXXX-XX-XXT" + p, grain: hour}, true
		}
		return partReading(base, p, ""), true
	}
	minutes, value, ok := clockOf(nd)
	if !ok {
		return reading{}, false
	}
	base, known := r.clockDay(nd)
	if !known {
		return reading{typ: "TIME", value: "XXXX-XX-XX" + value, mod: slot(nd, "approx"), grain: minute}, true
	}
	return clockReading(nd, base, minutes, value), true
}

func clockReading(nd *node, base time.Time, minutes int, value string) reading {
	v := reading{typ: "TIME", value: day.value(base) + value, mod: slot(nd, "approx"), clock: true, grain: minute, year: base.Year()}
	v.start = base.Add(time.Duration(minutes) * time.Minute)
	v.end = v.start.Add(time.Minute)
	if _, whole := nd.get("hour"); whole {
		v.grain, v.end = hour, v.start.Add(time.Hour)
	}
	return v
}

func (r *reader) clockDay(nd *node) (time.Time, bool) {
	if r.haveDay && nd.start-r.dayAt < nearWords && r.sameBlock(r.dayAt, nd.start) {
		return r.from(dayTold, r.lastDay.start), true
	}
	switch {
	case !r.heading.IsZero():
		return r.from(headingDate, r.heading), true
	case r.history:
		return time.Time{}, false
	}
	return r.published(), !r.anchor.IsZero()
}

func (r *reader) sameBlock(a, b int) bool {
	for i := a; i < b; i++ {
		if r.seq.words[i].isBreak {
			return false
		}
	}
	return true
}

// evalClockOf reads "8 p.m. on Monday", "noon Thursday", "Friday at 13:20".
func (r *reader) evalClockOf(nd *node) (reading, bool) {
	var clock, when *node
	for i := range nd.slots {
		switch c := nd.slots[i].node; {
		case c == nil:
		case nd.slots[i].class == "@clock":
			clock = c
		default:
			when = c
		}
	}
	if clock == nil {
		return reading{}, false
	}
	base, known := r.anchor, !r.anchor.IsZero()
	if when != nil {
		v, ok := r.eval(when)
		if !ok {
			return reading{}, false
		}
		base, known = v.start, !v.start.IsZero() && v.grain == day
	} else if n := slot(nd, "deictic"); n != "" {
		base = r.published().AddDate(0, 0, atoi(n))
	} else if n := slot(nd, "dir"); n != "" {
		base = r.published().AddDate(0, 0, min(atoi(n), 1))
	}
	if p := slot(clock, "moment"); p != "" && !strings.Contains(p, ":") {
		if !known {
			return reading{typ: "TIME", value: "XXXX-XX-XXT" + p, grain: hour}, true
		}
		return partReading(base, p, ""), true
	}
	merged := &node{rule: clock.rule, start: clock.start, n: clock.n, slots: append(append([]mark(nil), clock.slots...), partSlots(nd)...)}
	minutes, value, ok := clockOf(merged)
	if !ok {
		return reading{}, false
	}
	if !known {
		return reading{typ: "TIME", value: "XXXX-XX-XX" + value, grain: minute}, true
	}
	return clockReading(merged, base, minutes, value), true
}

// partSlots takes "morning" or "tonight" beside a clock as its half of the day.
func partSlots(nd *node) []mark {
	var out []mark
	for _, m := range nd.slots {
		if m.class == "part" || m.class == "tonight" {
			out = append(out, mark{class: "part", value: m.value})
		}
	}
	return out
}
