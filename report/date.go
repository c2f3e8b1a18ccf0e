package report

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// layouts are the forms of a moment with its zone, besides ISO 8601.
var layouts = [...]string{
	time.RFC1123Z, time.RFC1123, time.RFC822Z, time.RFC850, time.RFC3339Nano,
	"Mon, 2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -0700",
	"2006-01-02T15:04:05-0700", "2006-01-02T15:04:05.000-0700", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 -07:00",
	"2006-01-02 15:04:05-07:00", "2006-01-02T15:04-0700", "2006-01-02 15:04Z07:00", "20060102T150405Z07:00",
}

// parseDate reads a publication time as headers and pages write it: ISO 8601,
// RFC 1123, or words ("2 May 2021, 07:30 Lagos time (UTC+1)"). A time of
// day without a zone gives the day only, except in ISO 8601, where it is taken
// as UTC. A numeric date that could be read two ways is not read.
//
// The names of zones come from page.
func parseDate(text string, page *knowledge.Page) (sitrep.Stamp, bool) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\u00a0", " "))
	if text == "" || len(text) > 120 {
		return sitrep.Stamp{}, false
	}
	if stamp, err := sitrep.ParseStamp(text); err == nil {
		return stamp, sane(stamp.Time)
	}
	for _, layout := range layouts {
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		if name, offset := t.Zone(); offset == 0 && !zeroZone(name) { // a name that Go does not know
			break
		}
		return sitrep.Stamp{Time: t}, sane(t)
	}
	return parseWords(text, page)
}

func zeroZone(name string) bool { return name == "" || name == "UTC" || name == "GMT" || name == "Z" }

func sane(t time.Time) bool { return t.Year() >= 1700 && t.Year() <= 2200 }

// dateParts is what has been found of a date in words.
type dateParts struct {
	day, month, year int
	hour, minute     int
	second           int
	clock, zoned     bool
	offset           int // seconds east of UTC
}

// parseWords reads a date in words: day, name of the month and year in any
// order, with or without time of day and zone. Other words are passed over.
func parseWords(text string, page *knowledge.Page) (sitrep.Stamp, bool) {
	var d dateParts
	words := strings.FieldsFunc(text, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune(",;()[]|·—–", c) })
	for i, w := range words {
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		if !d.take(strings.Trim(w, "."), next) {
			return sitrep.Stamp{}, false
		}
	}
	if d.clock && !d.zoned {
		d.namedZone(words, page)
	}
	return d.stamp()
}

// take adds one word; false means that the text says two different dates.
func (d *dateParts) take(w, next string) bool {
	lower := strings.ToLower(w)
	switch {
	case d.takeZone(w) || d.takeClock(lower, strings.ToLower(strings.ReplaceAll(next, ".", ""))):
		return true
	case strings.Trim(w, "0123456789./-") == "" && strings.ContainsAny(w, "./-"):
		return d.takeNumeric(w)
	}
	if m := monthOf(lower); m > 0 && d.month == 0 {
		d.month = m
		return true
	}
	digits := strings.TrimRight(lower, "abcdefghijklmnopqrstuvwxyz")
	n, err := strconv.Atoi(digits)
	switch suffix := lower[len(digits):]; {
	case err != nil || len(suffix) != 0 && len(suffix) != 2:
		return true
	case len(digits) == 4 && suffix == "" && d.year == 0:
		d.year = n
	case n >= 1 && n <= 31 && d.day == 0 && len(digits) <= 2:
		d.day = n
	}
	return true
}

// monthOf is the number of a month by its English name, or three letters or
// more of it; 0 for any other word.
func monthOf(lower string) int {
	if len(lower) < 3 {
		return 0
	}
	for m := time.January; m <= time.December; m++ {
		if strings.HasPrefix(strings.ToLower(m.String()), lower) {
			return int(m)
		}
	}
	return 0
}

// takeClock reads "18:00", "18:00:30", "6:00pm" and "6:00 p.m.".
func (d *dateParts) takeClock(w, next string) bool {
	number := strings.TrimRight(w, "apmhz.")
	suffix := strings.ReplaceAll(w[len(number):], ".", "")
	if suffix == "" && (next == "am" || next == "pm") {
		suffix = next
	}
	parts := strings.Split(number, ":")
	if d.clock || len(parts) < 2 || len(parts) > 3 {
		return false
	}
	var n [3]int
	for i, p := range parts {
		var err error
		if n[i], err = strconv.Atoi(p); err != nil || len(p) > 2 {
			return false
		}
	}
	switch {
	case suffix == "pm" && n[0] < 12:
		n[0] += 12
	case suffix == "am" && n[0] == 12:
		n[0] = 0
	case suffix == "z":
		d.zoned = true
	}
	if n[0] > 23 || n[1] > 59 || n[2] > 59 {
		return false
	}
	d.clock, d.hour, d.minute, d.second = true, n[0], n[1], n[2]
	return true
}

// takeZone reads "UTC", "GMT+2", "UTC+05:30" and "+0200".
func (d *dateParts) takeZone(w string) bool {
	upper := strings.ToUpper(strings.ReplaceAll(w, "−", "-"))
	rest, named := upper, false
	for _, zero := range [...]string{"UTC", "GMT"} {
		if after, ok := strings.CutPrefix(rest, zero); ok {
			rest, named = after, true
			break
		}
	}
	if rest == "" && named {
		d.zoned = true
		return true
	}
	if rest == "" || rest[0] != '+' && rest[0] != '-' {
		return false
	}
	digits := strings.ReplaceAll(rest[1:], ":", "")
	n, err := strconv.Atoi(digits)
	if err != nil || len(digits) == 0 || len(digits) > 4 || !named && len(digits) != 4 {
		return false
	}
	if len(digits) <= 2 {
		n *= 100
	}
	seconds := n/100*3600 + n%100*60
	if seconds > 14*3600 {
		return false
	}
	if rest[0] == '-' {
		seconds = -seconds
	}
	d.zoned, d.offset = true, seconds
	return true
}

// takeNumeric reads "8.4.2019", "16/03/2023" and "2019/04/08". Between slashes
// the order of day and month is taken only when one of them is above 12.
func (d *dateParts) takeNumeric(w string) bool {
	parts := strings.FieldsFunc(w, func(c rune) bool { return strings.ContainsRune("./-", c) })
	if len(parts) != 3 {
		return true
	}
	if d.year != 0 || d.month != 0 {
		return false
	}
	var n [3]int
	for i, p := range parts {
		n[i], _ = strconv.Atoi(p)
	}
	switch {
	case len(parts[0]) == 4:
		d.year, d.month, d.day = n[0], n[1], n[2]
	case len(parts[2]) != 4:
		return false
	case strings.Contains(w, ".") || n[0] > 12 || n[0] == n[1]:
		d.day, d.month, d.year = n[0], n[1], n[2]
	case n[1] > 12:
		d.month, d.day, d.year = n[0], n[1], n[2]
	default:
		return false
	}
	return true
}

// namedZone looks for a zone by name among the words, of up to four words.
func (d *dateParts) namedZone(words []string, page *knowledge.Page) {
	for n := 4; n >= 1; n-- {
		for i := 0; i+n <= len(words); i++ {
			if seconds, ok := page.Zone(strings.Join(words[i:i+n], " ")); ok {
				d.zoned, d.offset = true, seconds
				return
			}
		}
	}
}

func (d *dateParts) stamp() (sitrep.Stamp, bool) {
	if d.year == 0 || d.month < 1 || d.month > 12 || d.day < 1 {
		return sitrep.Stamp{}, false
	}
	zone := time.UTC
	if d.offset != 0 {
		zone = time.FixedZone("", d.offset)
	}
	day := time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
	if day.Day() != d.day || !sane(day) {
		return sitrep.Stamp{}, false
	}
	if !d.clock || !d.zoned {
		return sitrep.Stamp{Time: day, DayOnly: true}, true
	}
	t := time.Date(d.year, time.Month(d.month), d.day, d.hour, d.minute, d.second, 0, zone)
	return sitrep.Stamp{Time: t}, true
}
