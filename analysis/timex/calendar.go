package timex

import (
	"fmt"
	"strconv"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// grain is the width of a calendar unit, in TIMEX3 letters; times of day are
// TH, TM and TS, a weekend WE, a season its own two letters.
type grain string

const (
	second  grain = "TS"
	minute  grain = "TM"
	hour    grain = "TH"
	day     grain = "D"
	week    grain = "W"
	weekend grain = "WE"
	night   grain = "F" // fortnight
	month   grain = "M"
	quarter grain = "Q"
	year    grain = "Y"
	decade  grain = "E"
	cent    grain = "C"
)

func date(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// floor is the start of the unit that holds t.
func floor(g grain, t time.Time) time.Time {
	y, m, d := t.Date()
	switch g {
	case week, night:
		return date(y, int(m), d-isoDay(t)+1)
	case weekend:
		return date(y, int(m), d-isoDay(t)+6)
	case month:
		return date(y, int(m), 1)
	case quarter:
		return date(y, (int(m)-1)/3*3+1, 1)
	case year:
		return date(y, 1, 1)
	case decade:
		return date(y/10*10, 1, 1)
	case cent:
		return date(y/100*100, 1, 1)
	}
	return date(y, int(m), d)
}

// shift moves t by n units.
func shift(g grain, t time.Time, n int) time.Time {
	y, m, d := t.Date()
	switch g {
	case second:
		return t.Add(time.Duration(n) * time.Second)
	case minute:
		return t.Add(time.Duration(n) * time.Minute)
	case hour:
		return t.Add(time.Duration(n) * time.Hour)
	case week, weekend:
		return t.AddDate(0, 0, 7*n)
	case night:
		return t.AddDate(0, 0, 14*n)
	case month, quarter:
		if g == quarter {
			n *= 3
		}
		to := date(y, int(m)+n, 1)
		return date(to.Year(), int(to.Month()), min(int(d), daysIn(to.Year(), int(to.Month()))))
	case year:
		return date(y+n, int(m), min(d, daysIn(y+n, int(m))))
	case decade:
		return date(y+10*n, int(m), d)
	case cent:
		return date(y+100*n, int(m), d)
	}
	return t.AddDate(0, 0, n)
}

// width is the end of the unit that starts at t.
func width(g grain, t time.Time) time.Time {
	if g == weekend {
		return t.AddDate(0, 0, 2)
	}
	return shift(g, t, 1)
}

func daysIn(y, m int) int { return date(y, m+1, 0).Day() }

// isoDay is 1 for Monday to 7 for Sunday.
func isoDay(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

// value writes the TIMEX3 value of the unit of t.
func (g grain) value(t time.Time) string {
	y, m, _ := t.Date()
	switch g {
	case week, night, weekend:
		yy, w := t.ISOWeek()
		if g == weekend {
			return fmt.Sprintf("%04d-W%02d-WE", yy, w)
		}
		return fmt.Sprintf("%04d-W%02d", yy, w)
	case month:
		return t.Format("2006-01")
	case quarter:
		return fmt.Sprintf("%04d-Q%d", y, (int(m)-1)/3+1)
	case year:
		return t.Format("2006")
	case decade:
		return fmt.Sprintf("%03d", y/10)
	case cent:
		return fmt.Sprintf("%02d", y/100)
	}
	return t.Format(time.DateOnly)
}

func (g grain) precision() sitrep.Precision {
	switch g {
	case second, minute:
		return sitrep.PrecMinute
	case hour:
		return sitrep.PrecHour
	case day:
		return sitrep.PrecDay
	case week, weekend, night:
		return sitrep.PrecWeek
	case month:
		return sitrep.PrecMonth
	case quarter, "SP", "SU", "FA", "WI", "H1", "H2":
		return sitrep.PrecSeason
	case year:
		return sitrep.PrecYear
	case decade, cent:
		return sitrep.PrecDecade
	}
	return sitrep.PrecVague
}

// period writes a duration of n units; n is a number or "X".
func (g grain) period(n string) string {
	f, err := strconv.ParseFloat(n, 64)
	switch g {
	case decade:
		if err == nil && f > 1 {
			return "P" + strconv.FormatFloat(10*f, 'f', -1, 64) + "Y"
		}
	case cent:
		if err == nil && f > 1 {
			return "P" + strconv.FormatFloat(100*f, 'f', -1, 64) + "Y"
		}
	case night:
		if err == nil {
			return "P" + strconv.FormatFloat(2*f, 'f', -1, 64) + "W"
		}
		return "PXW"
	case weekend:
		return "P" + n + "WE"
	case second, minute, hour:
		return "PT" + withHalf(n, f, err, g[1:])
	}
	return "P" + withHalf(n, f, err, g)
}

// withHalf writes 2.5 years as 2Y6M, 1.5 hours as 1H30M.
func withHalf(n string, f float64, err error, g grain) string {
	small := map[grain]string{"Y": "6M", "H": "30M", "M": "30S"}[g]
	if err == nil && f != float64(int64(f)) && f-float64(int64(f)) == 0.5 && small != "" && f > 1 {
		return strconv.Itoa(int(f)) + string(g) + small
	}
	return n + string(g)
}

// season gives the bounds of a season of the northern half of the earth; winter
// of a year is the one that begins in it.
func season(id string, y int) (from, to time.Time) {
	m := map[string]int{"SP": 3, "SU": 6, "FA": 9, "WI": 12}[id]
	return date(y, m, 1), date(y, m+3, 1)
}

// easter is Easter Sunday of a year (Gregorian computus of Meeus, Jones and Butcher).
func easter(y int) time.Time {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return date(y, n/31, n%31+1)
}

// holiday lists the ranges [from, to) of a holiday in a year; none when the
// tables end.
func holiday(h *knowledge.Holiday, y int) (ranges [][2]time.Time) {
	add := func(t time.Time) { ranges = append(ranges, [2]time.Time{t, t.AddDate(0, 0, h.Days)}) }
	switch {
	case h.Easter != nil:
		add(easter(y).AddDate(0, 0, *h.Easter))
	case h.Nth > 0:
		first := date(y, h.Month, 1)
		add(first.AddDate(0, 0, (h.Weekday-isoDay(first)+7)%7+7*(h.Nth-1)))
	case h.Nth < 0:
		last := date(y, h.Month+1, 0)
		add(last.AddDate(0, 0, -((isoDay(last) - h.Weekday + 7) % 7)))
	case h.Day > 0:
		add(date(y, h.Month, h.Day))
	}
	for _, r := range h.Dates {
		from, err1 := time.Parse(time.DateOnly, r.First)
		to, err2 := time.Parse(time.DateOnly, r.Last)
		if err1 == nil && err2 == nil && from.Year() == y {
			ranges = append(ranges, [2]time.Time{from, to.AddDate(0, 0, 1)})
		}
	}
	return ranges
}
