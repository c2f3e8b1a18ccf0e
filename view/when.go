package view

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/sitrep-dev/sitrep"
)

// whenWhere is the time and the place with their precision, "" when neither is known.
func whenWhere(t *sitrep.ClaimTime, p *sitrep.Place) string {
	var parts []string
	if t != nil && t.Start != "" {
		parts = append(parts, timeText(t))
	}
	if p != nil {
		parts = append(parts, placeText(p))
	}
	return strings.Join(parts, ", ")
}

// whenWherePlain is the same without precision, for lines that repeat others.
func whenWherePlain(t *sitrep.ClaimTime, p *sitrep.Place) string {
	if p != nil {
		plain := *p
		plain.RadiusKm = 0
		if plain.Precision != sitrep.PrecNear {
			plain.Precision = sitrep.PrecTown
		}
		p = &plain
	}
	return whenWhere(t, p)
}

// timeText writes an interval as days: one day, or from and to.
func timeText(t *sitrep.ClaimTime) string {
	start, err := sitrep.ParseStamp(t.Start)
	if err != nil || start.IsZero() {
		return clean(t.Start)
	}
	end, err := sitrep.ParseStamp(t.End)
	if err != nil || end.IsZero() {
		if t.End == "" && t.Precision == sitrep.PrecVague {
			return "since " + dateText(t.Start)
		}
		return dateText(t.Start)
	}
	if !start.DayOnly {
		text := start.Time.UTC().Format("2 Jan 2006 15:04 UTC")
		if t.Precision == sitrep.PrecHour || t.Precision == sitrep.PrecMinute {
			return "about " + text
		}
	}
	last := end.Time.Add(-time.Second)
	switch {
	case last.Sub(start.Time) < 24*time.Hour && start.Time.UTC().Day() == last.UTC().Day():
		return dateText(t.Start)
	case t.Precision == sitrep.PrecMonth:
		return start.Time.Format("January 2006")
	case t.Precision == sitrep.PrecYear:
		return start.Time.Format("2006")
	}
	return dateText(t.Start) + " to " + dateText(last.UTC().Format(time.DateOnly))
}

// stampText is a moment of publication, to the minute where it is known, "" when
// it is not known.
func stampText(s sitrep.Stamp) string {
	switch {
	case s.IsZero():
		return ""
	case s.DayOnly:
		return s.Time.Format("2 Jan 2006")
	}
	return s.Time.UTC().Format("2 Jan 2006 15:04 UTC")
}

// dateText is "5 Apr 2019" for an ISO date; other texts stay.
func dateText(iso string) string {
	stamp, err := sitrep.ParseStamp(iso)
	if err != nil || stamp.IsZero() {
		return clean(iso)
	}
	return stamp.Time.UTC().Format("2 Jan 2006")
}

// placeText is a place with its precision in words.
func placeText(p *sitrep.Place) string {
	name := clean(p.Name)
	switch p.Precision {
	case sitrep.PrecNear:
		if !relative(name) {
			name = "near " + name
		}
	case sitrep.PrecAdmin1, sitrep.PrecAdmin2, sitrep.PrecRegion:
		return name + " (area only)"
	case sitrep.PrecCountry:
		return name + " (country only)"
	}
	if p.RadiusKm >= 1 && p.Precision != sitrep.PrecSite {
		name += fmt.Sprintf(" (±%.0f km)", p.RadiusKm)
	}
	return name
}

// relative reports whether the name of a place tells already where it lies from
// another ("north of Quarry Hill"): it starts with a small word that is no article.
func relative(name string) bool {
	first, _, more := strings.Cut(name, " ")
	return more && first != "the" && strings.IndexFunc(first, unicode.IsUpper) < 0
}
