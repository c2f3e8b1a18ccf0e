package projection

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/store"
)

// near is a report that shares a key with another one.
type near struct {
	id string
	text
	ready *event.Text // nil until asked for
}

// trace finds what a report is a copy of and what is a copy of it. It gives the
// origin of the report and, by id, the new origins of reports that got another.
func (w *work) trace(rep sitrep.Report, coding store.Coding) (moved map[string]string, origin string, err error) {
	own := event.Read(&rep)
	w.keep(fmt.Sprint(rep.ID, "\x00", coding.Version), own)
	others, err := w.neighbours(rep.ID, own.Ask())
	if err != nil {
		return nil, "", err
	}
	mine := text{Printed: event.Printed{Imprint: own.Imprint}, Published: rep.Published, Opening: event.Opening(&rep), Version: coding.Version, Coder: coding.Coder}
	if mine.CopyOf, mine.Why, err = w.original(rep.ID, rep.Published, own, others); err != nil {
		return nil, "", err
	}
	changed, err := w.copies(rep, own, others)
	if err != nil {
		return nil, "", err
	}
	if mine.Origin, err = w.originOf(rep.ID, mine.CopyOf); err != nil {
		return nil, "", err
	}
	if err := w.saveText(rep.ID, mine, own.Keys()); err != nil {
		return nil, "", err
	}
	moved = map[string]string{}
	return moved, mine.Origin, w.follow(rep.ID, changed, moved)
}

// neighbours are the reports that share a key, earliest first.
func (w *work) neighbours(id string, keys []uint64) ([]*near, error) {
	ids, err := w.tx.Find(kindText, keys)
	if err != nil {
		return nil, err
	}
	known, err := texts(w.tx, ids)
	if err != nil {
		return nil, err
	}
	var out []*near
	for _, o := range ids {
		if o != id {
			out = append(out, &near{id: o, text: known[o]})
		}
	}
	slices.SortFunc(out, func(a, b *near) int { return order(a.Published, a.id, b.Published, b.id) })
	return out, nil
}

// original is the earliest of the reports printed before this one that it is a
// copy of, "" when it is none.
func (w *work) original(id string, at sitrep.Stamp, own *event.Text, others []*near) (of, why string, err error) {
	for _, o := range others {
		if order(o.Published, o.id, at, id) > 0 {
			return "", "", nil
		}
		if err := w.read(o); err != nil {
			return "", "", err
		}
		if why := o.ready.Copied(own); why != "" {
			return o.id, why, nil
		}
	}
	return "", "", nil
}

func (w *work) read(o *near) error {
	if o.ready != nil {
		return nil
	}
	key := fmt.Sprint(o.id, "\x00", o.Version)
	if o.ready = w.texts[key]; o.ready != nil {
		return nil
	}
	rep, err := w.tx.Report(o.id, o.Version)
	if err != nil {
		return fmt.Errorf("text of report %s: %w", o.id, err)
	}
	o.ready = event.Read(&rep.Report)
	w.keep(key, o.ready)
	return nil
}

// keep remembers a text for the reports to come.
func (k *Keeper) keep(key string, t *event.Text) {
	if len(k.texts) >= textSize {
		clear(k.texts)
	}
	k.texts[key] = t
}

// copies are the later reports that go back to this one now, and those that went
// back to an earlier version of it and have to look for another original.
func (w *work) copies(rep sitrep.Report, own *event.Text, others []*near) ([]*near, error) {
	was, err := w.tx.Find(kindText, []uint64{event.Key("copies", rep.ID)})
	if err != nil {
		return nil, err
	}
	var changed []*near
	for _, o := range others {
		if order(o.Published, o.id, rep.Published, rep.ID) < 0 {
			continue
		}
		if o.CopyOf != "" && o.CopyOf != rep.ID {
			first, err := texts(w.tx, []string{o.CopyOf})
			if err != nil {
				return nil, err
			}
			if order(first[o.CopyOf].Published, o.CopyOf, rep.Published, rep.ID) < 0 {
				continue
			}
		}
		if err := w.read(o); err != nil {
			return nil, err
		}
		if why := own.Copied(o.ready); why != "" {
			o.CopyOf, o.Why = rep.ID, why
			changed = append(changed, o)
		}
	}
	for _, id := range was {
		if slices.ContainsFunc(changed, func(o *near) bool { return o.id == id }) {
			continue
		}
		known, err := texts(w.tx, []string{id})
		if err != nil {
			return nil, err
		}
		o := &near{id: id, text: known[id]}
		if err := w.read(o); err != nil {
			return nil, err
		}
		more, err := w.neighbours(id, o.ready.Ask())
		if err != nil {
			return nil, err
		}
		more = slices.DeleteFunc(more, func(n *near) bool { return n.id == rep.ID })
		if o.CopyOf, o.Why, err = w.original(id, o.Published, o.ready, more); err != nil {
			return nil, err
		}
		changed = append(changed, o)
	}
	slices.SortFunc(changed, func(a, b *near) int { return order(a.Published, a.id, b.Published, b.id) })
	return changed, nil
}

func (w *work) originOf(id, copyOf string) (string, error) {
	if copyOf == "" {
		return id, nil
	}
	known, err := texts(w.tx, []string{copyOf})
	return cmp.Or(known[copyOf].Origin, copyOf), err
}

// follow saves the texts whose original has changed and gives all that go back to
// them their origin.
func (w *work) follow(id string, changed []*near, moved map[string]string) error {
	queue := changed
	direct := map[string]bool{}
	for _, o := range changed {
		direct[o.id] = true
	}
	parents := []string{id}
	for len(queue) > 0 || len(parents) > 0 {
		if len(queue) == 0 {
			copies, err := w.tx.Find(kindText, []uint64{event.Key("copies", parents[0])})
			if err != nil {
				return err
			}
			parents = parents[1:]
			known, err := texts(w.tx, copies)
			if err != nil {
				return err
			}
			for _, c := range copies {
				queue = append(queue, &near{id: c, text: known[c]})
			}
			continue
		}
		o := queue[0]
		queue = queue[1:]
		origin, err := w.originOf(o.id, o.CopyOf)
		if err != nil {
			return err
		}
		if o.Origin == origin && !direct[o.id] {
			continue
		}
		delete(direct, o.id)
		if o.Origin != origin {
			moved[o.id], o.Origin = origin, origin
			parents = append(parents, o.id)
		}
		if err := w.read(o); err != nil {
			return err
		}
		if err := w.saveText(o.id, o.text, o.ready.Keys()); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) saveText(id string, t text, keys []uint64) error {
	body, err := json.Marshal(t)
	if err != nil {
		return err
	}
	if t.CopyOf != "" {
		keys = append(keys[:len(keys):len(keys)], event.Key("copies", t.CopyOf))
	}
	at := ""
	if !t.Published.IsZero() {
		at = stamp(t.Published)
	}
	return w.tx.Put(store.Record{Kind: kindText, ID: id, At: at, Keys: keys, Body: body})
}

// order sorts reports by publication, unknown ones last, then by id.
func order(a sitrep.Stamp, aID string, b sitrep.Stamp, bID string) int {
	return cmp.Or(a.Compare(b), cmp.Compare(aID, bID))
}
