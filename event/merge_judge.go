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
	v.copied = a.origin == b.origin && a.c.Report.ID != b.c.Report.ID && a.words.like(&b.words).cosine >= 0.7
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

// likeWords is the cosine from which two sentences or reports are said to share words.
const likeWords = 0.3

// reason says in a sentence what two claims agree in.
func (j *joiner) reason(a, b *slots) string {
	v := compare(a, b)
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
	if a.words.like(&b.words).cosine > likeWords {
		parts = append(parts, "words")
	}
	if a.story.like(&b.story).cosine > likeWords {
		parts = append(parts, "story")
	}
	return b.c.ID + " joined " + a.c.ID + ": same " + strings.Join(parts, ", ")
}
