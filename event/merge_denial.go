package event

import (
	"github.com/sitrep-dev/sitrep"
)

// denied finds the claim of what a negated event denies, where no claim says so
// by its About: the affirmed deed of the same type that its slots fit best. Nil
// when nothing fits.
func (j *joiner) denied(cl *cluster) *slots {
	if cl.campaign || cl.members[0].polarity != sitrep.Negated || cl.typ == "" {
		return nil
	}
	var found *slots
	best := 0.0
	for _, m := range cl.members {
		affirmed := *m
		affirmed.polarity = sitrep.Affirmed
		seen := map[*slots]bool{}
		for _, k := range j.keys(&affirmed) {
			for _, o := range j.index[k] {
				if seen[o] {
					continue
				}
				seen[o] = true
				if w := j.denies(o, &affirmed); w > best || w == best && w > 0 && o.c.ID < found.c.ID {
					found, best = o, w
				}
			}
		}
	}
	return found
}

// denies is how well a denial, told as if affirmed, fits a deed, 0 when it does
// not. A denial repeats little of what it denies, so one slot besides the type
// and the absence of any conflict is enough: the place, both parties, or the
// actor on one day or in one report; else the words have to tell.
func (j *joiner) denies(m, s *slots) float64 {
	const sure = 1 // points
	v := compare(m, s)
	if v.actors == conflict || v.recipients == conflict || v.time == conflict || v.place == conflict ||
		v.figures == conflict || v.content == conflict || !v.sameType || m.c.Background || class(m) != class(s) {
		return 0
	}
	near := v.time >= partly || m.c.Report.ID == s.c.Report.ID || m.origin == s.origin
	if v.place >= partly && (v.actors >= partly || near) || v.actors >= partly && (v.recipients >= partly || near) {
		return float64(2*int(v.actors) + 2*int(v.recipients) + 2*int(v.time) + 2*int(v.place) + int(v.modes) + int(v.content))
	}
	if p := j.points(m, s); p > sure {
		return p
	}
	return 0
}
