package view

import (
	"cmp"
	"slices"

	"github.com/sitrep-dev/sitrep"
)

// story is what one sentence tells: the event that matters most, and others of
// the same sentence, which share its quotation.
type story struct {
	event sitrep.Event
	also  []*sitrep.Event
}

// stories groups events, which come ranked, by the sentence they are quoted
// from. Two codings of one deed, by what was done and by who was harmed, become
// one event here; the situation keeps both.
func (b *builder) stories(evs []*sitrep.Event) []*story {
	var out []*story
	byNote := map[int]*story{}
	for _, ev := range evs {
		n := 0
		if c := b.firstClaim(ev); c != nil {
			n = b.note(c.ID)
		}
		st := byNote[n]
		switch {
		case st == nil || n == 0:
			st = &story{event: *ev}
			out = append(out, st)
			byNote[n] = st
		case oneDeed(&st.event, ev):
			absorb(&st.event, ev)
			b.told[ev.ID] = st.event.ID
			b.tellers[st.event.ID] = append(b.tellers[st.event.ID], ev)
		default:
			st.also = append(st.also, ev)
		}
	}
	return out
}

// oneDeed reports whether two events of one sentence can be one deed: nothing
// that both say differs.
func oneDeed(x, y *sitrep.Event) bool {
	if x.Type != y.Type || x.Modality != y.Modality || x.Polarity != y.Polarity || x.About != "" && y.About != "" && x.About != y.About {
		return false
	}
	if len(x.Modes) > 0 && len(y.Modes) > 0 && !slices.Equal(x.Modes, y.Modes) {
		return false
	}
	if x.Place != nil && y.Place != nil && x.Place.Name != y.Place.Name || x.Time != nil && y.Time != nil && x.Time.Start != y.Time.Start {
		return false
	}
	apart := func(a, b []sitrep.Actor) bool { return len(a) > 0 && len(b) > 0 && !shared(a, b) }
	if apart(x.Actors, y.Actors) || apart(x.Recipients, y.Recipients) || shared(x.Actors, y.Recipients) || shared(y.Actors, x.Recipients) {
		return false
	}
	for i := range x.Figures {
		for k := range y.Figures {
			if x.Figures[i].Measure == y.Figures[k].Measure && figureText(x.Figures[i]) != figureText(y.Figures[k]) {
				return false
			}
		}
	}
	return true
}

// absorb adds to x what y knows more.
func absorb(x, y *sitrep.Event) {
	if len(x.Modes) == 0 {
		x.Modes = y.Modes
	}
	x.Time, x.Place = cmp.Or(x.Time, y.Time), cmp.Or(x.Place, y.Place)
	x.About, x.Grade = cmp.Or(x.About, y.About), cmp.Or(x.Grade, y.Grade)
	x.Actors, x.Recipients = join(x.Actors, y.Actors), join(x.Recipients, y.Recipients)
	x.Sources = append(slices.Clone(x.Sources), y.Sources...)
	x.Figures = slices.Clone(x.Figures)
	for _, f := range y.Figures {
		if !slices.ContainsFunc(x.Figures, func(o sitrep.EventFigure) bool { return o.Measure == f.Measure }) {
			x.Figures = append(x.Figures, f)
		}
	}
	x.Claims, x.Reports = slices.Clone(x.Claims), slices.Clone(x.Reports)
	for _, id := range y.Claims {
		x.Claims = appendNew(x.Claims, id)
	}
	for _, id := range y.Reports {
		x.Reports = appendNew(x.Reports, id)
	}
	x.Origins = max(x.Origins, y.Origins)
}

func join(a, b []sitrep.Actor) []sitrep.Actor {
	out := slices.Clone(a)
	for i := range b {
		if !shared(out, b[i:i+1]) {
			out = append(out, b[i])
		}
	}
	return out
}

func (b *builder) lines(stories []*story) []Line {
	var out []Line
	for _, st := range stories {
		line := b.eventLine(&st.event)
		for _, ev := range st.also {
			if b.vague(ev) && b.events[ev.About] == nil {
				continue // adds nothing to the quotation
			}
			text := "also: " + b.sentence(ev)
			if word := b.mark(ev).Word; word != line.Mark.Word {
				text = "also " + word + ": " + b.sentence(ev)
			}
			line.Detail = append(line.Detail, Detail{Text: text})
		}
		out = append(out, line)
	}
	return out
}

func (b *builder) eventLine(ev *sitrep.Event) Line {
	line := Line{Mark: b.mark(ev), Text: b.sentence(ev), Where: whenWhere(ev.Time, ev.Place), ID: ev.ID, Says: b.says(ev)}
	if c := b.firstClaim(ev); c != nil {
		line.Quote = quote(c.Quote)
		line.Notes = b.cite(append([]string{c.ID}, ev.Claims...), 4)
	}
	return line
}

// firstClaim is the claim to quote: the first of the event's type, else the first.
func (b *builder) firstClaim(ev *sitrep.Event) *sitrep.Claim {
	var found *sitrep.Claim
	for _, id := range ev.Claims {
		c := b.s.Claims[id]
		if c == nil {
			continue
		}
		if found == nil || found.Type != ev.Type && c.Type == ev.Type {
			found = c
		}
	}
	return found
}

// bottomLine puts the few things first that a reader must not miss: what was
// done, the toll, what a body decided, who demands what.
func (b *builder) bottomLine(deeds, talk []*story) []Line {
	var lines []Line
	for _, st := range deeds[:min(3, len(deeds))] {
		lines = append(lines, b.brief(&st.event))
	}
	if toll := b.tollLine(); toll != nil {
		lines = append(lines, *toll)
	}
	for i := range b.s.Processes {
		if len(lines) < 5 {
			lines = append(lines, b.outcome(&b.s.Processes[i]))
		}
	}
	for _, st := range talk {
		if b.mark(&st.event).Shape == "○" && len(lines) < 6 && (len(st.event.Actors) > 0 || len(st.event.Sources) > 0) {
			lines = append(lines, b.brief(&st.event))
			break
		}
	}
	return lines
}

// brief is an event in one line: what, when, where, on whose word.
func (b *builder) brief(ev *sitrep.Event) Line {
	line := Line{Mark: b.mark(ev), Text: b.sentence(ev), ID: ev.ID, Notes: b.cite(ev.Claims, 3)}
	if w := whenWherePlain(ev.Time, ev.Place); w != "" {
		line.Text += " (" + w + ")"
	}
	if who, own, _ := b.behind(ev.Claims, ev); len(own) == 0 && len(who) > 0 {
		line.Text += ", according to " + some(who, 2)
	}
	return line
}
