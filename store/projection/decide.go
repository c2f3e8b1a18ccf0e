package projection

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/store"
)

// Decide puts a decision and projects the reports of the claims it is about anew. A
// decision must not be put in another way: Keepers would not know of it.
// What it names has to be there; see [Keeper.ClaimsOf] for how events become claims.
func (k *Keeper) Decide(tx store.Tx, dec store.Decision) (store.Decision, Change, error) {
	if err := k.check(tx, dec); err != nil {
		return dec, Change{}, err
	}
	before, err := decisions(tx)
	if err != nil {
		return dec, Change{}, err
	}
	if dec, err = tx.PutDecision(dec); err != nil {
		return dec, Change{}, err
	}
	k.decided = nil
	after, err := decisions(tx)
	if err != nil {
		return dec, Change{}, err
	}
	claims, err := otherSide(dec)
	if err != nil {
		return dec, Change{}, err
	}
	for _, id := range dec.Items {
		claims = append(claims, id)
		for _, u := range slices.Concat(before.units[id], after.units[id]) {
			claims = append(claims, u.claim, u.other)
		}
	}
	change, err := k.anew(tx, claims)
	return dec, change, err
}

// anew projects the reports of claims anew, from what is stored.
func (k *Keeper) anew(tx store.Tx, claims []string) (Change, error) {
	reports := map[string]bool{}
	for _, id := range claims {
		rep, err := reportOf(tx, id)
		if err != nil {
			return Change{}, err
		}
		if rep != "" {
			reports[rep] = true
		}
	}
	ids := slices.Sorted(maps.Keys(reports))
	before, err := told(tx, ids)
	if err != nil {
		return Change{}, err
	}
	made := map[string]bool{} // events that may be of other reports only
	for _, id := range ids {
		rep, coding, err := projected(tx, id)
		if err != nil {
			return Change{}, err
		}
		one, err := k.Add(tx, rep.Report, coding)
		if err != nil {
			return Change{}, err
		}
		for _, id := range one.Gone {
			if !made[id] { // else it stood in between only
				before[id] += ""
			}
		}
		for _, id := range one.Made {
			made[id] = true
		}
	}
	after, err := told(tx, ids)
	if err != nil {
		return Change{}, err
	}
	records, err := tx.Get(kindEvent, slices.Sorted(maps.Keys(made))...)
	if err != nil {
		return Change{}, err
	}
	for _, rec := range records {
		after[rec.ID] = string(rec.Body)
	}
	var change Change
	for id, body := range after {
		if before[id] != body {
			change.Made = append(change.Made, id)
		}
	}
	for id := range before {
		if _, stands := after[id]; !stands {
			change.Gone = append(change.Gone, id)
		}
	}
	slices.Sort(change.Made)
	slices.Sort(change.Gone)
	return change, err
}

// told are the records of the events that reports tell, by id.
func told(view store.View, reports []string) (map[string]string, error) {
	var keys []uint64
	for _, id := range reports {
		keys = append(keys, event.Key("report", id))
	}
	ids, err := view.Find(kindEvent, keys)
	if err != nil {
		return nil, err
	}
	records, err := view.Get(kindEvent, ids...)
	out := map[string]string{}
	for _, rec := range records {
		out[rec.ID] = string(rec.Body)
	}
	return out, err
}

// check refuses a decision that cannot be what was meant.
func (k *Keeper) check(view store.View, dec store.Decision) error {
	switch {
	case strings.TrimSpace(dec.Author) == "":
		return errors.New("projection: a decision without author; say who decides")
	case strings.TrimSpace(dec.Reason) == "":
		return errors.New("projection: a decision without reason; say why")
	case len(dec.Items) == 0:
		return errors.New("projection: a decision about nothing; name events or claims")
	case dec.Kind == Accept:
		return nil
	}
	others, err := otherSide(dec)
	if err != nil {
		return err
	}
	for _, id := range slices.Concat(dec.Items, others) {
		if rep, err := reportOf(view, id); err != nil || rep == "" {
			return errors.Join(err, fmt.Errorf("claim %s: %w", id, store.ErrNotFound))
		}
	}
	switch dec.Kind {
	case Merge, Split:
		return k.checkIncidents(view, dec, others)
	case Correct:
		c, _, err := Claim(view, dec.Items[0])
		if err == nil {
			_, err = Corrected(c, dec.Field, dec.Value)
		}
		return err
	}
	return nil
}

// checkIncidents refuses to join totals and to part what one report tells as one.
func (k *Keeper) checkIncidents(view store.View, dec store.Decision, others []string) error {
	if dec.Kind == Merge && len(dec.Items) < 2 || dec.Kind == Split && len(others) == 0 {
		return fmt.Errorf("projection: a %s of fewer than two; name what is to be one, or leave something in the event", dec.Kind)
	}
	s := space{k, view}
	for _, id := range dec.Items {
		ins, err := s.Near([]uint64{event.Key("claim", id)})
		if err != nil {
			return err
		}
		for _, in := range ins {
			for i := range in.Claims {
				if dec.Kind == Split && slices.Contains(others, in.Claims[i].ID) {
					return fmt.Errorf("projection: claims %s and %s tell one occurrence in one report; split off both, or reject one", id, in.Claims[i].ID)
				}
			}
		}
		if len(ins) == 0 {
			return fmt.Errorf("projection: claim %s tells no single occurrence: it is rejected, or a total over a time; totals are grouped by country and cannot be joined or split, but corrected or rejected", id)
		}
	}
	return nil
}

// ClaimsOf gives the claims that an id stands for: of an event, also by an id that
// it once had, or the claim itself. With all also events that a decision took
// away. ErrNotFound when it stands for none.
func (k *Keeper) ClaimsOf(view store.View, id string, all bool) ([]string, error) {
	rep, err := reportOf(view, id)
	if err != nil {
		return nil, err
	}
	if rep != "" {
		return []string{id}, nil
	}
	if ev, err := k.Resolve(view, id); err == nil || !errors.Is(err, store.ErrNotFound) {
		return ev.Claims, err
	}
	if all {
		list, err := view.Decisions()
		if err != nil {
			return nil, err
		}
		for _, dec := range slices.Backward(list) {
			if slices.ContainsFunc(dec.Items, func(c string) bool { return c == id || event.ID(c) == id }) {
				return dec.Items, nil
			}
		}
	}
	return nil, fmt.Errorf("%s is no claim and no event: %w", id, store.ErrNotFound)
}

// Claim gives a claim that is projected as it was coded, and as analysts have it:
// with their corrections, nil when they reject it. ErrNotFound when it is not there.
func Claim(view store.View, id string) (coded sitrep.Claim, now *sitrep.Claim, err error) {
	rep, err := reportOf(view, id)
	if err != nil {
		return coded, nil, err
	}
	if rep == "" {
		return coded, nil, fmt.Errorf("claim %s: %w", id, store.ErrNotFound)
	}
	_, coding, err := projected(view, rep)
	if err != nil {
		return coded, nil, err
	}
	decided, err := decisions(view)
	if err != nil {
		return coded, nil, err
	}
	for _, c := range coding.Claims {
		if c.ID != id {
			continue
		}
		if fixed := decided.corrected(c); !decided.reject[id] {
			now = &fixed
		}
		return c, now, nil
	}
	return coded, nil, fmt.Errorf("claim %s: %w", id, store.ErrNotFound)
}

// list lets a report be found by its claims.
func (w *work) list(report string, claims []sitrep.Claim) error {
	rec := store.Record{Kind: kindClaims, ID: report}
	for i := range claims {
		rec.Keys = append(rec.Keys, event.Key("claim", claims[i].ID))
	}
	return w.tx.Put(rec)
}

// reportOf is the id of the report whose projected coding has a claim, "" for none.
func reportOf(view store.View, claim string) (string, error) {
	if claim == "" {
		return "", nil
	}
	ids, err := view.Find(kindClaims, []uint64{event.Key("claim", claim)})
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

// projected is the version of a report and the coding that are projected.
func projected(view store.View, id string) (store.Report, store.Coding, error) {
	known, err := texts(view, []string{id})
	if err != nil {
		return store.Report{}, store.Coding{}, err
	}
	t, ok := known[id]
	if !ok {
		return store.Report{}, store.Coding{}, fmt.Errorf("report %s: %w", id, store.ErrNotFound)
	}
	rep, err := view.Report(id, t.Version)
	if err != nil {
		return rep, store.Coding{}, err
	}
	coding, err := view.Coding(id, t.Version, t.Coder)
	if err != nil {
		return rep, coding, fmt.Errorf("projection: coding of report %s: %w", id, err)
	}
	return rep, coding, nil
}

// Coding is the coding of a report that is projected; ErrNotFound when none is.
func Coding(view store.View, report string) (store.Coding, error) {
	_, coding, err := projected(view, report)
	return coding, err
}

// Effect says what a decision does now.
type Effect string

// The effects of decisions.
const (
	Holds    Effect = "holds"
	InPart   Effect = "holds in part"
	Replaced Effect = "replaced" // by a later decision
	NoEffect Effect = "without effect"
)

// Standing is a decision and what it does now.
type Standing struct {
	store.Decision
	Effect Effect
	Note   string // why it does not hold, or not wholly; "" else
}

// Standings gives all decisions, first made first, with what they do now.
func Standings(view store.View) ([]Standing, error) {
	d, err := decisions(view)
	if err != nil {
		return nil, err
	}
	list, err := view.Decisions()
	if err != nil {
		return nil, err
	}
	there := map[string]bool{"": true}
	for claim := range d.units {
		rep, err := reportOf(view, claim)
		if err != nil {
			return nil, err
		}
		there[claim] = rep != ""
	}
	out := make([]Standing, len(list))
	for i, dec := range list {
		out[i] = d.standing(dec, there)
	}
	return out, nil
}

func (d *decided) standing(dec store.Decision, there map[string]bool) Standing {
	var lost, by string
	holds, all := 0, d.of[dec.Seq]
	for _, u := range all {
		switch last := d.word[u]; {
		case !there[u.claim]:
			lost = u.claim
		case !there[u.other]:
			lost = u.other
		case last.Seq != dec.Seq:
			by = fmt.Sprintf("decision %d is later", last.Seq)
		default:
			holds++
		}
	}
	note := by
	if lost != "" {
		note = strings.TrimPrefix(note+"; claim "+lost+" is not there any more: its report has changed or was coded anew", "; ")
	}
	switch {
	case len(all) == 0:
		return Standing{dec, NoEffect, "there was nothing to take back"}
	case holds == len(all):
		return Standing{dec, Holds, ""}
	case holds > 0:
		return Standing{dec, InPart, note}
	case by != "":
		return Standing{dec, Replaced, note}
	}
	return Standing{dec, NoEffect, note}
}

// SplitOff makes the decision that keeps claims from the others of their event.
func SplitOff(ev *sitrep.Event, claims []string) (store.Decision, error) {
	rest := []string{}
	for _, id := range ev.Claims {
		if !slices.Contains(claims, id) {
			rest = append(rest, id)
		}
	}
	for _, id := range claims {
		if !slices.Contains(ev.Claims, id) {
			return store.Decision{}, fmt.Errorf("claim %s is not of event %s; sitrep why %s lists its claims", id, ev.ID, ev.ID)
		}
	}
	if len(rest) == 0 {
		return store.Decision{}, fmt.Errorf("all claims of event %s are named; leave in those that stay", ev.ID)
	}
	body, err := json.Marshal(rest)
	return store.Decision{Kind: Split, Items: claims, Value: string(body)}, err
}
