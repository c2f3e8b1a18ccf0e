package event

import (
	"github.com/sitrep-dev/sitrep"
)

// denied finds the claim of what a negated event denies, where no claim says so
// by its About: the affirmed deed of the same type that its slots fit best. Nil
// when nothing fits.
func (j *joiner) denied(cl *cluster) *slots {
	if cl.campaign {
		return nil
	}
	var found *slots
	best := 0.0
	for _, m := range cl.members {
		affirmed, ok := asAffirmed(m)
		if !ok {
			continue
		}
		seen := map[*slots]bool{}
		for _, key := range j.ask(affirmed) {
			for _, o := range j.index[key] {
				if seen[o] {
					continue
				}
				seen[o] = true
				if w := j.denies(o, affirmed); w > best || w == best && w > 0 && o.c.ID < found.c.ID {
					found, best = o, w
				}
			}
		}
	}
	return found
}

// asAffirmed is what a denial denies, told as if it were affirmed.
func asAffirmed(m *slots) (*slots, bool) {
	if m.polarity != sitrep.Negated || m.c.Type == "" {
		return nil, false
	}
	affirmed := *m
	affirmed.polarity = sitrep.Affirmed
	return &affirmed, true
}

// Denied is the id of the claim of what an event denies, as far as a slot says so;
// "" for none. The incidents are those of the event.
func (m *Merger) Denied(space Space, incidents []*Incident) (string, error) {
	found, best := "", 0.0
	for _, in := range incidents {
		if in.Group != "" {
			continue
		}
		for i := range in.Claims {
			alone := *in
			alone.ready, alone.Claims, alone.Clauses = nil, in.Claims[i:i+1], in.Clauses[i:i+1]
			affirmed, ok := asAffirmed(m.slots(&alone))
			if !ok {
				continue
			}
			near, err := space.Near((&joiner{k: m.k}).ask(affirmed))
			if err != nil {
				return "", err
			}
			for _, o := range near {
				if o.Group != "" {
					continue
				}
				if w := (&joiner{k: m.k}).denies(m.slots(o), affirmed); w > best || w == best && w > 0 && o.ID < found {
					found, best = o.ID, w
				}
			}
		}
	}
	return found, nil
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
