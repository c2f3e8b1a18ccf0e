// Package projection keeps the events of a store: which claims of which reports
// are one event, which reports are copies of one text. It follows what is put into
// the store report by report; the events are the same in whatever order reports
// came in, and the cost of one report does not grow with the store.
//
// All that it writes are records that can be dropped and made again from the
// reports, codings and decisions; see [Keeper.Rebuild]. It does no coding and
// decides nothing about figures or control: that is the work of package situation.
package projection

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/store"
)

// The kinds of record.
const (
	kindText     = "text"     // one a report: what it is a copy of; At is when it was published
	kindIncident = "incident" // one an event.Incident
	kindEvent    = "event"    // one an event; At is when its last claim was published
	kindClaims   = "claims"   // one a report: its keys are the claims of the coding, rejected ones too
	kindState    = "state"    // one: who wrote last, see turn
	kindRebuild  = "rebuild"  // one while a rebuild is on its way, else none
)

// Keeper keeps the events of a store. It is used by one goroutine at a time.
type Keeper struct {
	merger *event.Merger
	cache  map[string]*event.Incident // incidents that were read or written before
	texts  map[string]*event.Text
	// version is how it makes events: see Foreign.
	version string
	name    string // of this Keeper among those that wrote to the store
	turns   int
	last    string // what it wrote last into the record of kindState
	// decided are the decisions of the store, nil when they have to be read; see Decide.
	decided *decided
}

const (
	cacheSize = 20000 // incidents, some 10 kB each
	textSize  = 2000  // texts, some 10 kB each
)

// New makes a Keeper.
func New(k *knowledge.Merging) *Keeper {
	return &Keeper{merger: event.NewMerger(k), version: fmt.Sprint(form, " ", k.Version()), name: rand.Text(), cache: map[string]*event.Incident{}, texts: map[string]*event.Text{}}
}

// text is the record of a report.
type text struct {
	event.Printed
	CopyOf string `json:"copy_of,omitempty"` // the earliest report that it is a copy of
	Why    string `json:"why,omitempty"`
	// Published orders texts: the earlier one is the original.
	Published sitrep.Stamp `json:"published,omitzero"`
	Opening   string       `json:"opening"` // see event.Opening
	// Version and Coder are those of the coding that is projected.
	Version int    `json:"version"`
	Coder   string `json:"coder"`
}

// Change lists what adding reports did to events.
type Change struct {
	Made []string // ids of events that are new or changed
	Gone []string // ids that stand no longer; each is found again by [Resolve]
}

// Add projects a coding of a report, in the place of what was projected of the
// report before. The coding has to be that of its latest version.
func (k *Keeper) Add(tx store.Tx, rep sitrep.Report, coding store.Coding) (Change, error) {
	change, err := k.add(tx, rep, coding)
	if err != nil {
		k.last = "" // what was read may have been changed
		return change, fmt.Errorf("projection: report %s: %w", rep.ID, err)
	}
	return change, nil
}

func (k *Keeper) add(tx store.Tx, rep sitrep.Report, coding store.Coding) (Change, error) {
	if err := k.turn(tx); err != nil {
		return Change{}, err
	}
	if k.decided == nil {
		var err error
		if k.decided, err = decisions(tx); err != nil {
			return Change{}, err
		}
	}
	decided := k.decided
	w := &work{space: space{k, tx}, tx: tx, gone: map[string]bool{}}
	if err := w.removeReport(rep.ID); err != nil {
		return Change{}, err
	}
	if err := w.list(rep.ID, coding.Claims); err != nil {
		return Change{}, err
	}
	moved, origin, err := w.trace(rep, coding)
	if err != nil {
		return Change{}, err
	}
	for _, in := range k.merger.Incidents(decided.apply(carrying(rep, coding.Claims)), origin) {
		decided.bind(in)
		if err := w.insert(in); err != nil {
			return Change{}, err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(moved)) {
		if err := w.reinsert(id, moved[id], decided); err != nil {
			return Change{}, err
		}
	}
	return w.settle()
}

// carrying gives the claims with their whole report.
func carrying(rep sitrep.Report, claims []sitrep.Claim) []sitrep.Claim {
	out := slices.Clone(claims)
	for i := range out {
		out[i].Report = rep
	}
	return out
}

// work is the projection of one report.
type work struct {
	space
	tx      store.Tx
	touched []string
	gone    map[string]bool // claims whose events are no longer
}

func (w *work) insert(in *event.Incident) error {
	touched, err := w.merger.Insert(w, in)
	w.touched = append(w.touched, touched...)
	return err
}

func (w *work) remove(in *event.Incident) error {
	for i := range in.Claims {
		w.gone[in.Claims[i].ID] = true
	}
	if in.Group != "" {
		rest, err := w.Near([]uint64{event.Key("total", in.Group)})
		if err != nil {
			return err
		}
		for _, o := range rest {
			w.touched = append(w.touched, o.ID)
		}
		return w.Remove(in.ID)
	}
	touched, err := w.merger.Remove(w, in)
	w.touched = append(w.touched, touched...)
	return err
}

// removeReport takes away what was projected of a report.
func (w *work) removeReport(id string) error {
	old, err := w.Near([]uint64{event.Key("report", id)})
	if err != nil {
		return err
	}
	for _, in := range old {
		if err := w.remove(in); err != nil {
			return err
		}
	}
	return nil
}

// reinsert projects the incidents of a report whose origin has changed anew.
func (w *work) reinsert(id, origin string, decided *decided) error {
	ins, err := w.Near([]uint64{event.Key("report", id)})
	if err != nil {
		return err
	}
	for _, in := range ins {
		if err := w.remove(in); err != nil {
			return err
		}
		fresh := &event.Incident{ID: in.ID, Claims: in.Claims, Content: in.Content, Opening: in.Opening, Clauses: in.Clauses, Home: in.Home, Origin: origin, Group: in.Group, Fighting: in.Fighting}
		decided.bind(fresh)
		if err := w.insert(fresh); err != nil {
			return err
		}
	}
	return nil
}

// settle makes the events of all that was touched anew.
func (w *work) settle() (Change, error) {
	slices.Sort(w.touched)
	groups, err := w.merger.Groups(w, slices.Compact(w.touched))
	if err != nil {
		return Change{}, err
	}
	var keys []uint64
	for id := range w.gone {
		keys = append(keys, event.Key("claim", id))
	}
	for _, g := range groups {
		for _, c := range g.Claims() {
			keys = append(keys, event.Key("claim", c.ID))
		}
	}
	old, err := w.tx.Find(kindEvent, keys)
	if err != nil {
		return Change{}, err
	}
	stale := map[string]bool{}
	for _, id := range old {
		stale[id] = true
	}
	var change Change
	var records []store.Record
	for _, g := range groups {
		rec, ev, err := w.event(g)
		if err != nil {
			return Change{}, err
		}
		delete(stale, ev.ID)
		change.Made = append(change.Made, ev.ID)
		records = append(records, rec)
	}
	change.Gone = slices.Sorted(maps.Keys(stale))
	if err := w.tx.Delete(kindEvent, change.Gone...); err != nil {
		return Change{}, err
	}
	slices.Sort(change.Made)
	return change, w.tx.Put(records...)
}

// event makes the record of an event.
func (w *work) event(g event.Group) (store.Record, sitrep.Event, error) {
	claims := g.Claims()
	lin, err := lineage(w.tx, claims)
	if err != nil {
		return store.Record{}, sitrep.Event{}, err
	}
	ev := g.Event(lin)
	body, err := json.Marshal(ev)
	if err != nil {
		return store.Record{}, ev, err
	}
	rec := store.Record{Kind: kindEvent, ID: ev.ID, Body: body}
	for _, c := range claims {
		rec.Keys = append(rec.Keys, event.Key("claim", c.ID))
		if at := c.Report.Published; !at.IsZero() {
			rec.At = max(rec.At, stamp(at))
		}
	}
	for _, id := range ev.Reports {
		rec.Keys = append(rec.Keys, event.Key("report", id))
	}
	for _, name := range named(&ev) {
		rec.Keys = append(rec.Keys, event.Key("name", event.FoldName(name)))
	}
	rec.Keys = append(rec.Keys, idsOf(claims)...)
	slices.Sort(rec.Keys)
	rec.Keys = slices.Compact(rec.Keys)
	return rec, ev, nil
}

// named are the names that an event is asked for by: of parties and places.
func named(ev *sitrep.Event) []string {
	var names []string
	for _, list := range [][]sitrep.Actor{ev.Actors, ev.Recipients} {
		for _, a := range list {
			names = append(names, a.Name, a.Entity, a.Code, a.Country)
		}
	}
	if p := ev.Place; p != nil {
		names = append(names, p.Name, p.Country, p.Admin1)
	}
	return slices.DeleteFunc(names, func(n string) bool { return event.FoldName(n) == "" })
}

// lineage is that of the reports behind claims.
func lineage(view store.View, claims []*sitrep.Claim) (*event.Lineage, error) {
	var ids []string
	for _, c := range claims {
		ids = append(ids, c.Report.ID)
	}
	slices.Sort(ids)
	texts, err := texts(view, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	printed := map[string]event.Printed{}
	for id, t := range texts {
		printed[id] = t.Printed
	}
	return event.LineageOf(printed), nil
}

func texts(view store.View, ids []string) (map[string]text, error) {
	records, err := view.Get(kindText, ids...)
	out := map[string]text{}
	for _, rec := range records {
		var t text
		if err := json.Unmarshal(rec.Body, &t); err != nil {
			return nil, fmt.Errorf("record of report %s: %w; rebuild the projection", rec.ID, err)
		}
		out[rec.ID] = t
	}
	return out, err
}

// space are the incidents of a store, to be read.
type space struct {
	*Keeper
	view store.View
}

// Near gives the incidents that have one of the keys; see event.Space.
func (s space) Near(keys []uint64) ([]*event.Incident, error) {
	ids, err := s.view.Find(kindIncident, keys)
	if err != nil {
		return nil, err
	}
	return s.incidents(ids...)
}

// Incident gives an incident, nil when it is not there; see event.Space.
func (s space) Incident(id string) (*event.Incident, error) {
	found, err := s.incidents(id)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

func (s space) incidents(ids ...string) ([]*event.Incident, error) {
	out := make([]*event.Incident, 0, len(ids))
	var missing []string
	for _, id := range ids {
		if in := s.cache[id]; in != nil {
			out = append(out, in)
			continue
		}
		missing = append(missing, id)
	}
	if len(missing) == 0 {
		return out, nil
	}
	records, err := s.view.Get(kindIncident, missing...)
	if err != nil {
		return nil, err
	}
	for _, rec := range records {
		in := new(event.Incident)
		if err := json.Unmarshal(rec.Body, in); err != nil {
			return nil, fmt.Errorf("record of incident %s: %w; rebuild the projection", rec.ID, err)
		}
		s.cache[rec.ID] = in
		out = append(out, in)
	}
	return out, nil
}

// Save keeps an incident; see event.Space.
func (w *work) Save(in *event.Incident, keys []uint64) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	w.cache[in.ID] = in
	return w.tx.Put(store.Record{Kind: kindIncident, ID: in.ID, Keys: keys, Body: body})
}

// Remove takes an incident away; see event.Space.
func (w *work) Remove(id string) error {
	delete(w.cache, id)
	return w.tx.Delete(kindIncident, id)
}

// Save refuses: a space is read.
func (s space) Save(*event.Incident, []uint64) error { return store.ErrReadOnly }

// Remove refuses: a space is read.
func (s space) Remove(string) error { return store.ErrReadOnly }

// stamp is a moment as records are sorted by: the latest it can be.
func stamp(s sitrep.Stamp) string { return s.Latest().UTC().Format("2006-01-02T15:04:05Z") }
