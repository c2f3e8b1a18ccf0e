package event

import (
	"github.com/sitrep-dev/sitrep"
)

// denied finds the event that a negated one denies, where no claim says so by
// its About: the affirmed deed of the same type that its slots fit best. Nil
// when nothing fits.
func (j *joiner) denied(cl *cluster) *cluster {
	if cl.campaign || cl.members[0].polarity != sitrep.Negated || cl.typ == "" {
		return nil
	}
	var found *cluster
	best := 0
	for _, m := range cl.members {
		affirmed := *m
		affirmed.polarity = sitrep.Affirmed
		seen := map[*cluster]bool{cl: true}
		for _, k := range j.keys(&affirmed) {
			block := j.index[k]
			for _, o := range block[max(0, len(block)-maxBlock):] {
				if seen[o] || o.campaign {
					continue
				}
				seen[o] = true
				if w := o.deniedBy(&affirmed); w > best || w == best && w > 0 && o.members[0].c.ID < found.members[0].c.ID {
					found, best = o, w
				}
			}
		}
	}
	return found
}

// deniedBy is how well a denial fits an event, 0 when it does not. A denial
// repeats little of what it denies, so one slot besides the type and the absence
// of any conflict is enough: the place, both parties, or the actor on one day or
// in one report.
func (cl *cluster) deniedBy(s *slots) int {
	best := 0
	for _, m := range cl.distinct {
		v := compare(m, s)
		if v.conflicts() {
			return 0
		}
		near := v.time >= partly || m.c.Report.ID == s.c.Report.ID || m.origin == s.origin
		fits := v.place >= partly && (v.actors >= partly || near) || v.actors >= partly && (v.recipients >= partly || near)
		if v.sameType && fits && !m.c.Background {
			best = max(best, v.weight())
		}
	}
	return best
}
