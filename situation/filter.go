package situation

import (
	"slices"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
)

// cutAsOf leaves the state of the world at a moment, as far as it is known now:
// what had begun and had not ended. An event without a time counts from the
// publication of its first report, which is when it had certainly been said;
// plans and threats likewise, whatever time they speak of.
func (f *fold) cutAsOf(s *sitrep.Situation) {
	at := f.in.AsOf
	day := at.UTC().Format("2006-01-02")
	printed := func(claims []string) bool {
		first := f.firstPrinted(claims)
		return !first.IsZero() && !first.Latest().After(at)
	}
	kept := map[string]bool{}
	s.Events = slices.DeleteFunc(s.Events, func(ev sitrep.Event) bool {
		begun := printed(ev.Claims)
		if ev.Modality == sitrep.Happened && ev.Time != nil && !f.campaign(&ev) {
			begun = begunBy(ev.Time.Start, at)
		}
		kept[ev.ID] = begun
		return !begun
	})
	s.Ledger = slices.DeleteFunc(s.Ledger, func(r sitrep.LedgerRow) bool {
		return !kept[r.Event] || r.Scope == cumulative && !printed(r.Claims)
	})
	s.Relations = slices.DeleteFunc(s.Relations, func(r sitrep.Relation) bool {
		return r.Start > day || r.Start == "" && !printed(r.Claims) || r.End != "" && r.End <= day
	})
	s.Control = slices.DeleteFunc(s.Control, func(c sitrep.Control) bool {
		return c.Start > day || c.Start == "" && !printed(c.Claims) || c.End != "" && c.End <= day
	})
	s.Unclear = slices.DeleteFunc(s.Unclear, func(o sitrep.Open) bool { return !printed([]string{o.Claim}) })
}

// keepAbout leaves what has to do with an actor or place.
func (f *fold) keepAbout(s *sitrep.Situation) {
	want := event.FoldName(f.in.About)
	is := func(entity, name string) bool {
		name = event.FoldName(name)
		return entity != "" && entity == f.in.About || name != "" && (name == want || hasWords(name, want)) || f.names[entity][want]
	}
	actor := func(a sitrep.Actor) bool { return is(a.Entity, a.Name) || a.Code != "" && a.Code == f.in.About }
	place := func(p *sitrep.Place) bool { return p != nil && (is("", p.Name) || is("", p.Admin1)) }
	about := func(id string) bool {
		c := f.claims[id]
		return c != nil && (slices.ContainsFunc(c.Actors, actor) || slices.ContainsFunc(c.Recipients, actor) || place(c.Place) ||
			slices.ContainsFunc(c.Sources, func(src sitrep.Source) bool { return is(src.Entity, src.Source) }))
	}
	kept := map[string]bool{}
	s.Events = slices.DeleteFunc(s.Events, func(ev sitrep.Event) bool {
		kept[ev.ID] = slices.ContainsFunc(ev.Claims, about) || place(ev.Place)
		return !kept[ev.ID]
	})
	s.Ledger = slices.DeleteFunc(s.Ledger, func(r sitrep.LedgerRow) bool {
		kept[r.ID] = kept[r.Event] || is(r.Entity, r.Claimant)
		return !kept[r.ID]
	})
	s.Relations = slices.DeleteFunc(s.Relations, func(r sitrep.Relation) bool {
		return !is(r.From, f.name(r.From)) && !is(r.To, f.name(r.To))
	})
	s.Control = slices.DeleteFunc(s.Control, func(c sitrep.Control) bool {
		here := place(&c.Place) || is(c.Holder, f.name(c.Holder))
		kept[c.Place.Name] = kept[c.Place.Name] || here
		return !here
	})
	s.Processes = slices.DeleteFunc(s.Processes, func(p sitrep.Process) bool {
		by := slices.ContainsFunc(p.Steps, func(st sitrep.Step) bool { return is(st.By, f.name(st.By)) })
		kept[p.ID] = by || is("", p.Body) || is("", p.Subject)
		return !kept[p.ID]
	})
	s.Unclear = slices.DeleteFunc(s.Unclear, func(o sitrep.Open) bool { return !about(o.Claim) && !is("", o.Text) })
	s.Parties = slices.DeleteFunc(s.Parties, func(p sitrep.Party) bool {
		return !is(p.Entity, p.Name) && p.Code != f.in.About && !slices.ContainsFunc(s.Events, func(ev sitrep.Event) bool {
			return slices.ContainsFunc(append(slices.Clone(ev.Actors), ev.Recipients...), func(a sitrep.Actor) bool { return a.Entity == p.Entity })
		})
	})
	s.Changes = slices.DeleteFunc(s.Changes, func(c sitrep.Change) bool { return c.Kind != coverage && !kept[c.Item] })
}

// begunBy reports whether a start in ISO 8601 is not after a moment; an
// unreadable start has not begun.
func begunBy(start string, at time.Time) bool {
	stamp, err := sitrep.ParseStamp(start)
	return err == nil && !stamp.IsZero() && !stamp.Time.After(at)
}
