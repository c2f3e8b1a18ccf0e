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
