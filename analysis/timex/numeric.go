package timex

import (
	"strings"
	"time"
)

// evalNumeric reads 2019-04-05, 8.4.2019 and 5/4/2019.
func (r *reader) evalNumeric(nd *node) (reading, bool) {
	text, _ := nd.get("numdate")
	p := numericParts(text)
	y, m, d := p[2], p[1], p[0]
	if p[0] >= 1000 {
		y, m, d = p[0], p[1], p[2]
	} else if !strings.Contains(text, ".") {
		switch {
		case d > 12 || d == m:
		case m > 12:
			m, d = d, m
		case r.order == "mdy":
			r.note("other dates of the text have the month first")
			m, d = d, m
		case r.order == "":
			return r.ambiguous(y, p[0], p[1])
		}
	}
	if m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return reading{}, false
	}
	return unitReading(day, date(y, m, d)), true
}

// ambiguous chooses between 5 April and May 4 by the anchor: the one reading that
// lies within two months before it. Else only the year is sure.
func (r *reader) ambiguous(y, a, b int) (reading, bool) {
	if a < 1 || b < 1 {
		return reading{}, false
	}
	near := func(t time.Time) bool {
		return !r.anchor.IsZero() && !t.After(r.anchor) && t.After(r.anchor.AddDate(0, -2, 0))
	}
	dayFirst, monthFirst := date(y, b, a), date(y, a, b)
	switch {
	case near(dayFirst) && !near(monthFirst):
		r.published()
		return unitReading(day, dayFirst), true
	case near(monthFirst) && !near(dayFirst):
		r.published()
		return unitReading(day, monthFirst), true
	}
	v := unitReading(year, date(y, 1, 1))
	v.value += "-XX-XX"
	return v, true
}

// numericOrder learns from clear dates of the text whether the day or the month
// comes first.
func (r *reader) numericOrder(nodes []*node) {
	dmy, mdy := 0, 0
	for _, nd := range nodes {
		if text, ok := nd.get("numdate"); ok && !strings.Contains(text, ".") {
			switch p := numericParts(text); {
			case p[0] >= 1000 || p[0] == p[1]:
			case p[0] > 12:
				dmy++
			case p[1] > 12:
				mdy++
			}
		}
	}
	switch {
	case dmy > 0 && mdy == 0:
		r.order = "dmy"
	case mdy > 0 && dmy == 0:
		r.order = "mdy"
	}
}
