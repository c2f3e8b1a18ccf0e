package projection

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/store"
)

// Events gives all events of a store, in order of time. It reads them all.
func (k *Keeper) Events(view store.View) ([]sitrep.Event, error) {
	n, err := view.Count(kindEvent)
	if err != nil {
		return nil, err
	}
	records, err := view.Latest(kindEvent, "", "", n)
	if err != nil {
		return nil, err
	}
	return k.finish(view, records)
}

// finish reads events and lets those that speak of a claim point at its event.
func (k *Keeper) finish(view store.View, records []store.Record) ([]sitrep.Event, error) {
	events := make([]sitrep.Event, len(records))
	for i, rec := range records {
		if err := json.Unmarshal(rec.Body, &events[i]); err != nil {
			return nil, fmt.Errorf("projection: record of event %s: %w; rebuild the projection", rec.ID, err)
		}
	}
	for i := range events {
		about, err := Of(view, events[i].About)
		if err != nil {
			return nil, err
		}
		events[i].About = about
		if about == events[i].ID {
			events[i].About = ""
		}
		if events[i].About == "" && events[i].Polarity == sitrep.Negated {
			if events[i].About, err = k.denied(view, &events[i]); err != nil {
				return nil, err
			}
		}
	}
	event.SortEvents(events)
	return events, nil
}

// Of is the id of the event that a claim belongs to, "" for none.
func Of(view store.View, claim string) (string, error) {
	if claim == "" {
		return "", nil
	}
	ids, err := view.Find(kindEvent, []uint64{event.Key("claim", claim)})
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

// denied is the id of the event that a negated one denies, "" for none.
func (k *Keeper) denied(view store.View, ev *sitrep.Event) (string, error) {
	var keys []uint64
	for _, id := range ev.Claims {
		keys = append(keys, event.Key("claim", id))
	}
	s := space{k, view}
	incidents, err := s.Near(keys)
	if err != nil {
		return "", err
	}
	claim, err := k.merger.Denied(s, incidents)
	if err != nil {
		return "", err
	}
	return Of(view, claim)
}

// Resolve gives the event that an id stands for: ids of events that were joined to
// others or split stay good. ErrNotFound when it never was one.
func (k *Keeper) Resolve(view store.View, id string) (sitrep.Event, error) {
	records, err := view.Get(kindEvent, id)
	if err != nil {
		return sitrep.Event{}, err
	}
	if len(records) == 0 {
		ids, err := view.Find(kindEvent, []uint64{event.Key("was", id)})
		if err != nil {
			return sitrep.Event{}, err
		}
		if len(ids) == 0 {
			return sitrep.Event{}, fmt.Errorf("event %s: %w", id, store.ErrNotFound)
		}
		if records, err = view.Get(kindEvent, ids[0]); err != nil {
			return sitrep.Event{}, err
		}
	}
	events, err := k.finish(view, records[:1])
	if err != nil {
		return sitrep.Event{}, err
	}
	return events[0], nil
}

// idsOf are the ids that an event would have or has had: one a claim.
func idsOf(claims []*sitrep.Claim) []uint64 {
	var keys []uint64
	for _, c := range claims {
		keys = append(keys, event.Key("was", event.ID(c.ID)))
	}
	return slices.Compact(keys)
}

// Query says which part of a store is asked for.
type Query struct {
	// Since and Until bound the publication of reports, in RFC 3339, UTC; "" is no bound.
	Since, Until string
	// Name keeps the events of a party or place; "" keeps all.
	Name string
	// Limit is the most reports that are read, the latest ones first.
	Limit int
}

// Window is a part of a store: the reports that were asked for, and the events
// that they tell with all their claims, also those of other reports.
type Window struct {
	Reports []sitrep.Report // without the text
	Claims  []sitrep.Claim
	Events  []sitrep.Event
	Lineage *event.Lineage
	// Openings are what the reports open with, by id.
	Openings map[string]string
	// Held is how many reports the store holds, Read how many the window has.
	Held, Read int
	printed    map[string]event.Printed // reports, by id
	// From is when the first report of the window was published, "" when unknown.
	From string
}

// Window reads a part of a store.
func (k *Keeper) Window(view store.View, q Query) (Window, error) {
	var w Window
	held, err := view.Count(kindText)
	if err != nil {
		return w, err
	}
	w.Held = held
	records, err := view.Latest(kindText, q.Since, q.Until, q.Limit)
	if err != nil {
		return w, err
	}
	asked := map[string]bool{}
	for _, rec := range records {
		asked[rec.ID] = true
		if rec.At != "" {
			w.From = rec.At
		}
	}
	events, err := k.eventsOf(view, asked, q.Name)
	if err != nil {
		return w, err
	}
	return w, k.fill(view, &w, asked, events)
}

// Around reads the window of some reports, whenever they were published.
func (k *Keeper) Around(view store.View, reports ...string) (w Window, err error) {
	asked := map[string]bool{}
	for _, id := range reports {
		asked[id] = true
	}
	if w.Held, err = view.Count(kindText); err != nil {
		return w, err
	}
	events, err := k.eventsOf(view, asked, "")
	if err != nil {
		return w, err
	}
	return w, k.fill(view, &w, asked, events)
}

// Copied tells which report another one is a copy of, and why; "" for an original.
func Copied(view store.View, report string) (of, origin, why string, err error) {
	known, err := texts(view, []string{report})
	t := known[report]
	return t.CopyOf, t.Origin, t.Why, err
}

// eventsOf are the events of reports; with a name also those of other reports, and
// only those that have to do with it.
func (k *Keeper) eventsOf(view store.View, asked map[string]bool, name string) ([]sitrep.Event, error) {
	var keys []uint64
	for id := range asked {
		keys = append(keys, event.Key("report", id))
	}
	if name != "" {
		keys = []uint64{event.Key("name", event.FoldName(name))}
	}
	ids, err := view.Find(kindEvent, keys)
	if err != nil {
		return nil, err
	}
	records, err := view.Get(kindEvent, ids...)
	if err != nil {
		return nil, err
	}
	return k.finish(view, records)
}

// fill reads the claims of the reports and events.
func (k *Keeper) fill(view store.View, w *Window, asked map[string]bool, events []sitrep.Event) error {
	w.Events, w.Read = events, len(asked)
	if w.Events == nil {
		w.Events = []sitrep.Event{}
	}
	wanted := map[string]bool{}
	reports := map[string]bool{}
	for id := range asked {
		reports[id] = true
	}
	for i := range events {
		for _, id := range events[i].Claims {
			wanted[id] = true
		}
		for _, id := range events[i].Reports {
			reports[id] = true
		}
	}
	ids := make([]string, 0, len(reports))
	for id := range reports {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	known, err := texts(view, ids)
	if err != nil {
		return err
	}
	decided, err := decisions(view)
	if err != nil {
		return err
	}
	w.printed, w.Openings = map[string]event.Printed{}, map[string]string{}
	for _, id := range ids {
		t := known[id]
		w.printed[id], w.Openings[id] = t.Printed, t.Opening
		coding, err := view.Coding(id, t.Version, t.Coder)
		if err != nil {
			return fmt.Errorf("projection: coding of report %s: %w", id, err)
		}
		claims := decided.apply(coding.Claims)
		if !asked[id] {
			claims = slices.DeleteFunc(claims, func(c sitrep.Claim) bool { return !wanted[c.ID] })
		}
		w.Claims = append(w.Claims, claims...)
		if len(coding.Claims) > 0 {
			w.Reports = append(w.Reports, coding.Claims[0].Report)
			continue
		}
		rep, err := view.Report(id, t.Version)
		if err != nil {
			return err
		}
		rep.Report.Text, rep.Report.Blocks = "", nil
		w.Reports = append(w.Reports, rep.Report)
	}
	w.Lineage = event.LineageOf(w.printed)
	return nil
}
