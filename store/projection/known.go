package projection

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/store"
)

// Known is the window of some of its reports alone, as if the others had never come:
// events are made of their claims, decisions of analysts applied. It writes nothing.
func (k *Keeper) Known(view store.View, w Window, reports []sitrep.Report, claims []sitrep.Claim) (Window, error) {
	printed := map[string]event.Printed{}
	for i := range reports {
		printed[reports[i].ID] = w.printed[reports[i].ID]
	}
	w.Lineage, w.printed = event.LineageOf(printed), printed
	var err error
	w.Events, err = k.regroup(view, w, claims)
	return w, err
}

func (k *Keeper) regroup(view store.View, w Window, claims []sitrep.Claim) ([]sitrep.Event, error) {
	decided, err := decisions(view)
	if err != nil {
		return nil, err
	}
	byReport := map[string][]sitrep.Claim{}
	var order []string
	for _, c := range claims {
		id := c.Report.ID
		if byReport[id] == nil {
			order = append(order, id)
		}
		c.Report.Text = strings.TrimPrefix(w.Openings[id], c.Report.Title+" ") // see event.Opening
		byReport[id] = append(byReport[id], c)
	}
	space := memory{incidents: map[string]*event.Incident{}, keys: map[string][]uint64{}, index: map[uint64][]string{}}
	var ids []string
	for _, report := range order {
		for _, in := range k.merger.Incidents(byReport[report], w.Lineage.Of(report)) {
			decided.bind(in)
			ids = append(ids, in.ID)
			if _, err := k.merger.Insert(space, in); err != nil {
				return nil, err
			}
		}
	}
	groups, err := k.merger.Groups(space, ids)
	if err != nil {
		return nil, err
	}
	events := make([]sitrep.Event, len(groups))
	of := map[string]string{} // claim → event
	for i, g := range groups {
		events[i] = g.Event(w.Lineage)
		for _, id := range events[i].Claims {
			of[id] = events[i].ID
		}
	}
	for i := range events {
		if err := k.point(space, &events[i], of); err != nil {
			return nil, err
		}
	}
	event.SortEvents(events)
	return events, nil
}

// point lets an event that speaks of a claim, or denies it, point at its event.
func (k *Keeper) point(space memory, ev *sitrep.Event, of map[string]string) error {
	if ev.About = of[ev.About]; ev.About == ev.ID {
		ev.About = ""
	}
	if ev.About != "" || ev.Polarity != sitrep.Negated {
		return nil
	}
	var keys []uint64
	for _, id := range ev.Claims {
		keys = append(keys, event.Key("claim", id))
	}
	incidents, err := space.Near(keys)
	if err != nil {
		return err
	}
	claim, err := k.merger.Denied(space, incidents)
	ev.About = of[claim]
	return err
}

// memory is a space of incidents that is kept nowhere.
type memory struct {
	incidents map[string]*event.Incident
	keys      map[string][]uint64
	index     map[uint64][]string
}

// Near gives the incidents that have one of the keys; see event.Space.
func (m memory) Near(keys []uint64) ([]*event.Incident, error) {
	var ids []string
	for _, key := range keys {
		ids = append(ids, m.index[key]...)
	}
	slices.Sort(ids)
	var out []*event.Incident
	for _, id := range slices.Compact(ids) {
		out = append(out, m.incidents[id])
	}
	return out, nil
}

// Incident gives an incident, nil when it is not there; see event.Space.
func (m memory) Incident(id string) (*event.Incident, error) { return m.incidents[id], nil }

// Save keeps an incident; see event.Space.
func (m memory) Save(in *event.Incident, keys []uint64) error {
	if err := m.Remove(in.ID); err != nil {
		return err
	}
	m.incidents[in.ID], m.keys[in.ID] = in, keys
	for _, key := range keys {
		m.index[key] = append(m.index[key], in.ID)
	}
	return nil
}

// Remove takes an incident away; see event.Space.
func (m memory) Remove(id string) error {
	for _, key := range m.keys[id] {
		m.index[key] = slices.DeleteFunc(m.index[key], func(o string) bool { return o == id })
	}
	delete(m.incidents, id)
	delete(m.keys, id)
	return nil
}
