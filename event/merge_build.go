package event

import (
	"cmp"
	"slices"

	"github.com/sitrep-dev/sitrep"
)

// events turns the clusters into events, in order of time, then of id; events
// without a time come last.
func (j *joiner) events() []sitrep.Event {
	of := map[string]string{} // claim → event
	for _, cl := range j.clusters {
		cl.order()
		for _, m := range cl.members {
			of[m.c.ID] = ID(cl.members[0].c.ID)
		}
	}
	out := make([]sitrep.Event, 0, len(j.clusters))
	for _, cl := range j.clusters {
		ev := event(cl, j.lin)
		if about := of[ev.About]; about != ev.ID {
			ev.About = about
		} else {
			ev.About = ""
		}
		if ev.About == "" {
			if o := j.denied(cl); o != nil {
				ev.About = of[o.c.ID]
			}
		}
		out = append(out, ev)
	}
	SortEvents(out)
	return out
}

// SortEvents puts events in order of time, then of id; those without a time last.
func SortEvents(events []sitrep.Event) {
	slices.SortFunc(events, func(a, b sitrep.Event) int {
		return cmp.Or(compareTimes(a.Time, b.Time), cmp.Compare(a.ID, b.ID))
	})
}

// order puts the members in order of publication; the first gives the event its id.
func (cl *cluster) order() {
	slices.SortFunc(cl.members, func(a, b *slots) int {
		return cmp.Or(a.c.Report.Published.Compare(b.c.Report.Published), cmp.Compare(a.c.ID, b.c.ID))
	})
}

func compareTimes(a, b *sitrep.ClaimTime) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}

// event makes an event of a cluster whose members are in order. About is the id of
// a claim of another event, where a member speaks of one.
func event(cl *cluster, lin *Lineage) sitrep.Event {
	id := ID(cl.members[0].c.ID)
	own := map[string]bool{}
	for _, m := range cl.members {
		own[m.c.ID] = true
	}
	ev := sitrep.Event{
		ID: id, Modality: cl.modality(), Polarity: cl.members[0].polarity, Background: true,
		Actors: []sitrep.Actor{}, Recipients: []sitrep.Actor{}, Sources: []sitrep.Source{}, Figures: []sitrep.EventFigure{},
		MergedBecause: slices.Clone(cl.because),
	}
	if ev.MergedBecause == nil {
		ev.MergedBecause = []string{}
	}
	slices.Sort(ev.MergedBecause)
	claims := make([]*sitrep.Claim, len(cl.members))
	typ := cl.mainType()
	for i, m := range cl.members {
		claims[i] = m.c
		ev.Background = ev.Background && m.c.Background
		ev.Claims = append(ev.Claims, m.c.ID)
		if !slices.Contains(ev.Reports, m.c.Report.ID) {
			ev.Reports = append(ev.Reports, m.c.Report.ID)
		}
		if m.c.About != "" && !own[m.c.About] && ev.About == "" {
			ev.About = m.c.About
		}
		if m.c.Type != "" || typ == "" { // who only counts victims does not tell the deed
			ev.Sources = addSources(ev.Sources, m.c.Sources)
		}
	}
	ev.Type = typ
	ev.Modes = cl.modes(ev.Type)
	ev.Contexts = contexts(claims)
	ev.Origins = lin.Count(claims)
	ev.Time, ev.Place = bestTime(cl.members), bestPlace(cl.members)
	if cl.campaign {
		ev.Time = span(cl.members)
		return ev
	}
	ev.Actors = parties(cl.members, func(c *sitrep.Claim) []sitrep.Actor { return c.Actors })
	ev.Recipients = parties(cl.members, func(c *sitrep.Claim) []sitrep.Actor { return c.Recipients })
	return ev
}

// modality is that of the claim published first; what one claim tells as happened
// is not made unclear by another.
func (cl *cluster) modality() sitrep.Modality {
	first := cl.members[0].modality
	if first != sitrep.Unclear {
		return first
	}
	for _, m := range cl.members {
		if m.modality != sitrep.Unclear {
			return m.modality
		}
	}
	return first
}

// mainType is the type of most claims; on a tie the type of the first.
func (cl *cluster) mainType() string {
	if cl.campaign {
		return cl.typ
	}
	count := map[string]int{}
	for _, m := range cl.members {
		if m.c.Type != "" {
			count[m.c.Type]++
		}
	}
	best := ""
	for _, m := range cl.members {
		if t := m.c.Type; t != "" && (best == "" || count[t] > count[best]) {
			best = t
		}
	}
	return best
}

// modes are those that at least half of the claims of the type that give modes have.
func (cl *cluster) modes(typ string) []string {
	count, with := map[string]int{}, 0
	for _, m := range cl.members {
		if m.c.Type != typ || len(m.c.Modes) == 0 || cl.campaign {
			continue
		}
		with++
		for _, mode := range m.c.Modes {
			count[mode]++
		}
	}
	out := []string{}
	for mode, n := range count {
		if 2*n >= with {
			out = append(out, mode)
		}
	}
	slices.Sort(out)
	return out
}

func contexts(claims []*sitrep.Claim) []string {
	var out []string
	for _, c := range claims {
		for _, x := range c.Contexts {
			if !slices.Contains(out, x) {
				out = append(out, x)
			}
		}
	}
	slices.Sort(out)
	return out
}

// addSources appends the claimants of one claim that are not yet there.
func addSources(have, more []sitrep.Source) []sitrep.Source {
	for _, src := range more {
		known := slices.ContainsFunc(have, func(o sitrep.Source) bool {
			return o.Stance == src.Stance && (o.Entity != "" && o.Entity == src.Entity || FoldName(o.Source) == FoldName(src.Source))
		})
		if !known {
			have = append(have, src)
		}
	}
	return have
}

// parties joins what the claims say of one slot. Names of one party become one,
// the known name first; a description is dropped where somebody is named; where
// one code stands for a leader and his force, the one that more claims name stays.
func parties(members []*slots, slot func(*sitrep.Claim) []sitrep.Actor) []sitrep.Actor {
	type entry struct {
		a sitrep.Actor
		n int
	}
	var found []entry
	together := map[[2]string]bool{} // pairs that one claim lists side by side are two parties
	for _, m := range members {
		list := slot(m.c)
		for i := range list {
			for k := range list {
				if i != k {
					together[[2]string{partyKey(&list[i]), partyKey(&list[k])}] = true
				}
			}
			at := slices.IndexFunc(found, func(e entry) bool { return matchParty(&e.a, &list[i]) == same })
			if at < 0 {
				found = append(found, entry{list[i], 1})
				continue
			}
			found[at].n++
			if found[at].a.Entity == "" && list[i].Entity != "" || found[at].a.Code == "" && list[i].Code != "" {
				found[at].a = list[i]
			}
		}
	}
	slices.SortStableFunc(found, func(a, b entry) int { return cmp.Compare(b.n, a.n) })
	out := []sitrep.Actor{}
	for _, e := range found {
		drop := slices.ContainsFunc(out, func(o sitrep.Actor) bool {
			if together[[2]string{partyKey(&o), partyKey(&e.a)}] {
				return false
			}
			d := matchParty(&o, &e.a)
			return d == same || d == partly || d == unknown && (vague(&e.a) || len(e.a.Code) <= len(o.Code) && e.a.Code != "")
		})
		if drop {
			continue
		}
		out = slices.DeleteFunc(out, func(o sitrep.Actor) bool {
			return vague(&o) && !vague(&e.a) && matchParty(&o, &e.a) == unknown && !together[[2]string{partyKey(&o), partyKey(&e.a)}]
		})
		out = append(out, e.a)
	}
	return out
}

// bestTime is the narrowest interval given; on a tie the one given most, then
// first. Nil when none is given. Where a deed is told, the days of counts, on which
// somebody counted or died, do not date it.
func bestTime(members []*slots) *sitrep.ClaimTime {
	if slices.ContainsFunc(members, func(m *slots) bool { return m.c.Type != "" }) {
		members = slices.DeleteFunc(slices.Clone(members), func(m *slots) bool { return m.c.Type == "" })
	}
	count := map[string]int{}
	for _, m := range members {
		if m.timed() {
			count[m.c.Time.Start+" "+m.c.Time.End]++
		}
	}
	var best *slots
	for _, m := range members {
		if !m.timed() {
			continue
		}
		if best == nil {
			best = m
			continue
		}
		narrower := cmp.Compare(m.hi-m.lo, best.hi-best.lo)
		if narrower < 0 || narrower == 0 && count[m.c.Time.Start+" "+m.c.Time.End] > count[best.c.Time.Start+" "+best.c.Time.End] {
			best = m
		}
	}
	if best == nil {
		return nil
	}
	t := *best.c.Time
	return &t
}

// span is the time from the first to the last day that totals count over.
func span(members []*slots) *sitrep.ClaimTime {
	var first, last *slots
	for _, m := range members {
		if !m.timed() {
			continue
		}
		if first == nil || m.lo < first.lo {
			first = m
		}
		if last == nil || m.hi > last.hi {
			last = m
		}
	}
	if first == nil {
		return nil
	}
	return &sitrep.ClaimTime{Value: first.c.Time.Value, Start: first.c.Time.Start, End: last.c.Time.End, Precision: sitrep.PrecVague}
}

// bestPlace is the most exact place given; on a tie the one given most, then first.
func bestPlace(members []*slots) *sitrep.Place {
	count := map[string]int{}
	for _, m := range members {
		if m.c.Place != nil {
			count[FoldName(m.c.Place.Name)]++
		}
	}
	var best *sitrep.Place
	for _, m := range members {
		p := m.c.Place
		if p == nil {
			continue
		}
		if best == nil || finer(p, best) || !finer(best, p) && count[FoldName(p.Name)] > count[FoldName(best.Name)] {
			best = p
		}
	}
	if best == nil {
		return nil
	}
	p := *best
	return &p
}

func finer(a, b *sitrep.Place) bool {
	if coarse(a) != coarse(b) {
		return !coarse(a)
	}
	return a.RadiusKm < b.RadiusKm
}
