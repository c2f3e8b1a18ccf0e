package event

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// verdict is the comparison of two claims in all slots.
type verdict struct {
	actors, recipients, time, place, figures, modes, content degree
	copied                                                   bool // one printed sentence
	sameType                                                 bool
	control                                                  bool // both say that one holder has one place
}

func compare(a, b *slots) verdict {
	v := verdict{
		actors:     matchParties(a.c.Actors, b.c.Actors),
		recipients: matchParties(a.c.Recipients, b.c.Recipients),
		time:       matchTime(a, b),
		place:      matchPlace(a.c.Place, b.c.Place),
		figures:    matchFigures(a, b),
		modes:      matchModes(a.c.Modes, b.c.Modes),
		content:    matchContent(a, b),
		sameType:   a.c.Type == b.c.Type,
		control:    sameControl(a.c.Control, b.c.Control),
	}
	if mutual(a.c) && mutual(b.c) && (v.actors == conflict || v.recipients == conflict) {
		// Talks have no direction: who met whom may be told either way round.
		x, y := matchParties(a.c.Actors, b.c.Recipients), matchParties(a.c.Recipients, b.c.Actors)
		if min(x, y) > min(v.actors, v.recipients) {
			v.actors, v.recipients = x, y
		}
	}
	v.copied = a.origin == b.origin && a.c.Report.ID != b.c.Report.ID && sharedWords(a, b) >= 0.7
	return v
}

func sameControl(a, b *sitrep.ControlClaim) bool {
	return a != nil && b != nil && a.State == b.State &&
		matchParty(&a.Holder, &b.Holder) >= partly && matchPlace(&a.Place, &b.Place) == same
}

// mutual reports whether a claim is of verbal cooperation, where both sides take part.
func mutual(c *sitrep.Claim) bool { return c.Quad == 1 }

// spoken reports whether the act of a claim consists of words.
func spoken(c *sitrep.Claim) bool { return c.Type != "" && (c.Quad == 0 || c.Quad == 1 || c.Quad == 3) }

// conflicts reports whether some slot rules out that both are one event.
func (v verdict) conflicts() bool {
	return v.actors == conflict || v.recipients == conflict || v.time == conflict || v.place == conflict ||
		v.figures == conflict || v.content == conflict
}

// same reports whether two claims describe one event. Doubt says no.
func (v verdict) same(a, b *slots) bool {
	switch {
	case v.conflicts():
		return false
	case a.c.Report.ID == b.c.Report.ID && !v.retold(a, b):
		return false
	case v.copied && v.sameType:
		return true
	case spoken(a.c) || spoken(b.c):
		return v.sameType && v.sameSaid(a, b)
	}
	return v.sameDone(a, b)
}

// retold reports whether two claims of one report may be one event at all: a
// writer who tells it twice uses the same names, not the same sentence.
func (v verdict) retold(a, b *slots) bool {
	switch {
	case a.c.Sentence.Overlaps(b.c.Sentence), !v.sameType, v.modes == conflict:
		return false
	case v.place == partly && v.figures != same:
		return false
	}
	if v.atSite(a, b) && openParties(a.c, b.c) {
		return true
	}
	return v.figures == same || v.actors == same && v.recipients != partly || v.recipients == same && v.actors == unknown
}

// sameDone decides for deeds and for bare counts.
func (v verdict) sameDone(a, b *slots) bool {
	party := v.actors >= partly || v.recipients >= partly
	where := v.place >= partly
	if v.place == partly && (coarse(a.c.Place) || coarse(b.c.Place)) {
		where = v.actors >= partly && v.recipients >= partly || v.figures == same
	}
	switch {
	case !v.sameType:
		return a.c.Quad == b.c.Quad && v.time == same && v.place >= partly && v.actors >= partly && (v.control || v.figures == same)
	case v.modes == conflict:
		return v.actors >= partly && v.time == same && v.place == same && v.figures == same
	case v.time >= partly && where && (party || v.figures == same):
		return true
	case v.time == same && v.place == same && openParties(a.c, b.c) && v.modes == same:
		return true // the unnamed actor may be the named one
	case v.atSite(a, b) && (v.actors >= partly || openParties(a.c, b.c)):
		return true
	case v.time == same && v.actors >= partly && v.recipients == same:
		return true // one report leaves out where
	case v.place == same && v.actors == same && v.recipients >= partly:
		return true // one report leaves out when, and was printed in the same days
	}
	return v.figures == same && bigFigure(a.c) && party
}

// atSite reports whether two claims tell one kind of deed at one site (a bridge,
// an airport), printed within a day of each other where a time is missing.
func (v verdict) atSite(a, b *slots) bool {
	return v.place == same && a.c.Place.Precision == sitrep.PrecSite && v.modes == same &&
		(v.time >= partly || dayGap(a, b) <= 1)
}

// openParties reports whether one of the claims leaves open, or only describes,
// who did it.
func openParties(a, b *sitrep.Claim) bool {
	open := func(as []sitrep.Actor) bool {
		for i := range as {
			if !vague(&as[i]) {
				return false
			}
		}
		return true
	}
	return open(a.Actors) || open(b.Actors)
}

// sameSaid decides for verbal acts: one speaker, one time and one content. Where
// the content is not coded the sentences have to agree as well.
func (v verdict) sameSaid(a, b *slots) bool {
	if v.actors < partly || v.modes == conflict {
		return false
	}
	if v.content == same {
		return v.time >= partly || v.actors == same
	}
	if v.time < partly && v.place < same && v.recipients < partly {
		return false
	}
	if mutual(a.c) && v.recipients >= partly && v.time >= partly {
		return true
	}
	return v.actors == same && v.recipients != conflict && sharedWords(a, b) >= 0.5 &&
		(a.content == nil) == (b.content == nil)
}

// weight ranks the events that a claim could join.
func (v verdict) weight() int {
	n := 2*int(v.actors) + 2*int(v.recipients) + 2*int(v.time) + 2*int(v.place) + int(v.modes) + int(v.content)
	if v.figures == same {
		n += 4
	}
	if v.sameType {
		n += 2
	}
	if v.copied {
		n += 8
	}
	return n
}

// reason says in a sentence what two claims agree in.
func (v verdict) reason(a, b *slots) string {
	var parts []string
	add := func(ok bool, words string) {
		if ok {
			parts = append(parts, words)
		}
	}
	add(v.copied, "copied sentence of one origin")
	add(v.sameType && a.c.Type != "", "type "+a.c.Type)
	add(v.modes == same, "mode")
	add(v.actors == same, "actor")
	add(v.actors == partly, "actors of one side")
	add(v.recipients == same, "recipient")
	add(v.recipients == partly, "recipients of one side")
	if v.place >= partly {
		p, q := a.c.Place.Name, b.c.Place.Name
		if p > q {
			p, q = q, p
		}
		if v.place == same || p == q {
			parts = append(parts, "place "+p)
		} else {
			parts = append(parts, "places that contain each other ("+p+", "+q+")")
		}
	}
	if v.time == same {
		parts = append(parts, "day "+dayText(max(a.lo, b.lo)))
	}
	add(v.time == partly, "times that overlap")
	add(v.figures == same, "figures")
	add(v.content == same, "content")
	add(v.control, "holder of the place")
	return b.c.ID + " joined " + a.c.ID + ": same " + strings.Join(parts, ", ")
}
