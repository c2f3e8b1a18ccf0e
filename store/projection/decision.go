package projection

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/store"
)

// The kinds of decision. They name claims and not events: a claim keeps its id for
// as long as its report and coder do, whatever it is merged with.
const (
	Merge   = "merge"   // Items: claims that are one event
	Split   = "split"   // Items: claims that are kept from those of Value, a JSON list
	Correct = "correct" // Items: one claim; Field: a member of its JSON; Value: what it is, JSON
	Reject  = "reject"  // Items: claims that are no longer counted
	Accept  = "accept"  // Items: claims for which all earlier decisions are taken back
)

// unit is the smallest thing that is decided: about two claims, in order, whether
// they are one event; about one claim, what a field of it is, or whether it counts.
type unit struct{ claim, other, field string }

// decided is what analysts decided, ready to be applied.
type decided struct {
	word    map[unit]store.Decision // the last one on it
	of      map[int64][]unit        // what a decision is about
	units   map[string][]unit       // by claim
	same    map[string][]string     // claim → claims that are one event with it
	apart   map[string][]string
	correct map[string][]store.Decision
	reject  map[string]bool
}

// decisions reads all decisions; a later one on the same claims takes the place of
// an earlier one.
func decisions(view store.View) (*decided, error) {
	list, err := view.Decisions()
	if err != nil {
		return nil, err
	}
	d := &decided{word: map[unit]store.Decision{}, of: map[int64][]unit{}, units: map[string][]unit{},
		same: map[string][]string{}, apart: map[string][]string{}, correct: map[string][]store.Decision{}, reject: map[string]bool{}}
	for _, dec := range list {
		if err := d.take(dec); err != nil {
			return nil, err
		}
	}
	for u, dec := range d.word {
		switch dec.Kind {
		case Merge:
			d.same[u.claim], d.same[u.other] = append(d.same[u.claim], u.other), append(d.same[u.other], u.claim)
		case Split:
			d.apart[u.claim], d.apart[u.other] = append(d.apart[u.claim], u.other), append(d.apart[u.other], u.claim)
		case Correct:
			d.correct[u.claim] = append(d.correct[u.claim], dec)
		case Reject:
			d.reject[u.claim] = true
		}
	}
	for _, table := range []map[string][]string{d.same, d.apart} {
		for _, ids := range table {
			slices.Sort(ids)
		}
	}
	for _, list := range d.correct {
		slices.SortFunc(list, func(a, b store.Decision) int { return int(a.Seq - b.Seq) })
	}
	return d, nil
}

// take makes a decision the last word on what it is about.
func (d *decided) take(dec store.Decision) error {
	others, err := otherSide(dec)
	if err != nil {
		return err
	}
	for i, a := range dec.Items {
		switch dec.Kind {
		case Merge:
			for _, b := range dec.Items[:i] {
				d.say(pairOf(a, b), dec)
			}
		case Split:
			for _, b := range others {
				d.say(pairOf(a, b), dec)
			}
		case Correct:
			d.say(unit{claim: a, field: dec.Field}, dec)
		case Reject:
			d.say(unit{claim: a}, dec)
		case Accept:
			for _, u := range d.units[a] {
				if d.word[u].Kind != Accept {
					d.say(u, dec)
				}
			}
		default:
			return fmt.Errorf("projection: decision %d is of the kind %q, which this version does not know; use a newer sitrep", dec.Seq, dec.Kind)
		}
	}
	return nil
}

func pairOf(a, b string) unit { return unit{claim: min(a, b), other: max(a, b)} }

func (d *decided) say(u unit, dec store.Decision) {
	if u.claim == u.other {
		return
	}
	if _, met := d.word[u]; !met {
		d.units[u.claim] = append(d.units[u.claim], u)
		if u.other != "" {
			d.units[u.other] = append(d.units[u.other], u)
		}
	}
	d.word[u] = dec
	d.of[dec.Seq] = append(d.of[dec.Seq], u)
}

// otherSide are the claims that those of a split are kept from.
func otherSide(dec store.Decision) (ids []string, err error) {
	if dec.Kind != Split {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(dec.Value), &ids); err != nil {
		return nil, fmt.Errorf("projection: decision %d: the value of a split is no list of claims: %w", dec.Seq, err)
	}
	return ids, nil
}

// apply gives the claims as corrected, without those that were rejected.
func (d *decided) apply(claims []sitrep.Claim) []sitrep.Claim {
	out := make([]sitrep.Claim, 0, len(claims))
	for _, c := range claims {
		if !d.reject[c.ID] {
			out = append(out, d.corrected(c))
		}
	}
	return out
}

func (d *decided) corrected(c sitrep.Claim) sitrep.Claim {
	for _, dec := range d.correct[c.ID] {
		if fixed, err := Corrected(c, dec.Field, dec.Value); err == nil {
			c = fixed
		}
	}
	return c
}

// bind notes on an incident what its claims are joined to and kept from.
func (d *decided) bind(in *event.Incident) {
	for i := range in.Claims {
		in.Same = append(in.Same, d.same[in.Claims[i].ID]...)
		in.Apart = append(in.Apart, d.apart[in.Claims[i].ID]...)
	}
}

// Corrigible are the members of a claim that an analyst may correct.
func Corrigible() []string {
	return []string{"type", "modes", "contexts", "modality", "polarity", "background", "actors", "recipients", "attribution", "time", "place", "figures"}
}

// Corrected is a claim with another value in one member of its JSON. A value that
// is no JSON is taken for a string. The value of type may be an object with the
// members type, quad, cameo and modes, which go together.
func Corrected(c sitrep.Claim, field, value string) (sitrep.Claim, error) {
	if !slices.Contains(Corrigible(), field) {
		return c, fmt.Errorf("projection: %q of a claim cannot be corrected; name one of %v", field, Corrigible())
	}
	raw := json.RawMessage(value)
	if !json.Valid(raw) {
		raw, _ = json.Marshal(value)
	}
	members := map[string]json.RawMessage{field: raw}
	if field == "type" && raw[0] == '{' {
		if err := json.Unmarshal(raw, &members); err != nil {
			return c, err
		}
		for key := range members {
			if !slices.Contains([]string{"type", "quad", "cameo", "modes"}, key) {
				return c, fmt.Errorf("projection: %q is no part of the type of a claim; give type, quad, cameo, modes", key)
			}
		}
	}
	body, err := json.Marshal(members)
	if err != nil {
		return c, err
	}
	fixed := c
	switch field { // a list is replaced, not merged with the old one
	case "actors":
		fixed.Actors = nil
	case "recipients":
		fixed.Recipients = nil
	case "attribution":
		fixed.Sources = nil
	case "figures":
		fixed.Figures = nil
	case "modes", "type":
		fixed.Modes = slices.Clone(fixed.Modes)
	case "contexts":
		fixed.Contexts = nil
	case "time":
		fixed.Time = nil
	case "place":
		fixed.Place = nil
	}
	if err := json.Unmarshal(body, &fixed); err != nil {
		return c, fmt.Errorf("projection: %s of claim %s: %w; write it as sitrep code prints it", field, c.ID, err)
	}
	modalities := []sitrep.Modality{sitrep.Happened, sitrep.Planned, sitrep.Demanded, sitrep.Offered, sitrep.Threatened, sitrep.Attempted, sitrep.Hypothetical, sitrep.Unclear}
	polarities := []sitrep.Polarity{sitrep.Affirmed, sitrep.Negated}
	switch {
	case field == "modality" && !slices.Contains(modalities, fixed.Modality):
		return c, fmt.Errorf("projection: there is no modality %q; use one of %v", fixed.Modality, modalities)
	case field == "polarity" && !slices.Contains(polarities, fixed.Polarity):
		return c, fmt.Errorf("projection: there is no polarity %q; use one of %v", fixed.Polarity, polarities)
	}
	event.Lists(&fixed)
	return fixed, nil
}
