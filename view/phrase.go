package view

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// sentence says in plain words what an event is.
func (b *builder) sentence(ev *sitrep.Event) string {
	modality := string(cmp.Or(ev.Modality, sitrep.Happened))
	if ev.Polarity == sitrep.Negated {
		modality = "negated"
		for _, src := range ev.Sources {
			if src.Stance == sitrep.Denies {
				modality = "denied"
			}
		}
	}
	if modality != string(sitrep.Happened) {
		return upperFirst(b.notDone(ev, modality))
	}
	text := b.fill(ev, string(sitrep.Happened))
	if about := b.events[ev.About]; about != nil && about.ID != ev.ID {
		text += ": " + b.noun(about)
	}
	return upperFirst(text)
}

// notDone words a deed that is demanded, planned, denied and so on.
func (b *builder) notDone(ev *sitrep.Event, modality string) string {
	row, ok := b.opt.Phrases.Find(knowledge.AnyType, nil, modality)
	if !ok {
		return modality + ": " + b.noun(ev)
	}
	who := ""
	for _, src := range ev.Sources {
		who = cmp.Or(who, clean(cmp.Or(src.Source, b.names[src.Entity])))
	}
	if who == "" {
		return strings.ReplaceAll(row.None, "{N}", b.noun(ev))
	}
	own := *ev
	own.Actors = slices.DeleteFunc(slices.Clone(ev.Actors), func(a sitrep.Actor) bool { return clean(a.Name) == who })
	return strings.NewReplacer("{N}", b.noun(&own), "{S}", who).Replace(row.Both)
}

// noun is the noun phrase of an event: "an air strike by X on Y".
func (b *builder) noun(ev *sitrep.Event) string { return b.fill(ev, knowledge.NounModality) }

func (b *builder) fill(ev *sitrep.Event, modality string) string {
	a, r := b.list(ev.Actors), b.list(ev.Recipients)
	row, ok := b.opt.Phrases.Find(ev.Type, ev.Modes, modality)
	if !ok {
		return strings.Join(strings.Fields(fmt.Sprint(a, " ", strings.ToLower(ev.Type), " ", strings.Join(ev.Modes, " "), " ", r)), " ")
	}
	text := row.None
	switch {
	case a != "" && r != "":
		text = row.Both
	case a != "":
		text = row.Actor
	case r != "":
		text = row.Recipient
	}
	return strings.NewReplacer("{A}", a, "{R}", r).Replace(text)
}

// list names parties: "X, Y and Z".
func (b *builder) list(actors []sitrep.Actor) string {
	var names []string
	for i := range actors {
		if n := shorten(clean(actors[i].Name), 120); n != "" {
			names = append(names, n)
		}
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// upperFirst writes the first letter as a capital.
func upperFirst(s string) string {
	for i, r := range s {
		return s[:i] + string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}

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
		name = "near " + name
	case sitrep.PrecAdmin1, sitrep.PrecAdmin2, sitrep.PrecRegion:
		return name + " (area only)"
	case sitrep.PrecCountry:
		return name + " (country only)"
	}
	if p.RadiusKm >= 1 {
		name += fmt.Sprintf(" (±%.0f km)", p.RadiusKm)
	}
	return name
}

// citation is " [1][2]" for numbers, "" for none.
func citation(notes []int) string {
	if len(notes) == 0 {
		return ""
	}
	var out strings.Builder
	out.WriteByte(' ')
	for _, n := range notes {
		fmt.Fprintf(&out, "[%d]", n)
	}
	return out.String()
}

// quote is a printed sentence in quotation marks on one line.
func quote(s string) string {
	s = shorten(clean(s), 420)
	if s == "" {
		return ""
	}
	return "“" + strings.Trim(s, "“”\"") + "”"
}

// shorten cuts at a blank before n bytes and says so.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	cut := strings.LastIndexByte(s[:n], ' ')
	if cut < n/2 {
		for cut = n; cut > 0 && s[cut]&0xC0 == 0x80; cut-- {
		}
	}
	return s[:cut] + " …"
}

// terminal finds the control sequences of terminals: colours and cursor moves,
// and titles or links up to their end.
var terminal = regexp.MustCompile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\\\)?|[ -~])")

// clean makes words of a report safe to print: white space becomes single
// blanks, terminal sequences, control characters and characters that change the
// direction of writing are dropped, broken UTF-8 is replaced.
func clean(s string) string {
	if strings.ContainsRune(s, '\x1b') {
		s = terminal.ReplaceAllString(s, "")
	}
	var b strings.Builder
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || r == '\u2028' || r == '\u2029':
			gap = b.Len() > 0
			continue
		case unicode.IsControl(r), r == '\u061c', r == '\u200e', r == '\u200f', '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069',
			r == '\ufeff', '\U000e0000' <= r && r <= '\U000e007f':
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	return b.String()
}
