package projection

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/store"
)

// The kinds of decision.
const (
	Merge   = "merge"   // Items: claims that are one event
	Split   = "split"   // Items: claims that are kept from those of Value, a JSON list
	Correct = "correct" // Items: one claim; Field: a member of its JSON; Value: what it is, JSON
	Reject  = "reject"  // Items: claims that are no longer counted
	Accept  = "accept"  // Items: claims that a decision of reject or split no longer holds for
)

// decided is what analysts decided, ready to be applied.
type decided struct {
	same, apart map[string][]string // claim → claims
	correct     map[string][]store.Decision
	reject      map[string]bool
}

// decisions reads all decisions; a later one on the same claims takes the place of
// an earlier one.
func decisions(view store.View) (*decided, error) {
	list, err := view.Decisions()
	if err != nil {
		return nil, err
	}
	d := &decided{same: map[string][]string{}, apart: map[string][]string{}, correct: map[string][]store.Decision{}, reject: map[string]bool{}}
	for _, dec := range list {
		switch dec.Kind {
		case Merge:
			for _, a := range dec.Items {
				for _, b := range dec.Items {
					d.pair(d.same, d.apart, a, b)
				}
			}
		case Split:
			var rest []string
			if err := json.Unmarshal([]byte(dec.Value), &rest); err != nil {
				return nil, fmt.Errorf("decision %d: %w", dec.Seq, err)
			}
			for _, a := range dec.Items {
				for _, b := range rest {
					d.pair(d.apart, d.same, a, b)
					d.pair(d.apart, d.same, b, a)
				}
			}
		case Correct:
			for _, id := range dec.Items {
				d.correct[id] = append(d.correct[id], dec)
			}
		case Reject, Accept:
			for _, id := range dec.Items {
				d.reject[id] = dec.Kind == Reject
				if dec.Kind == Accept {
					delete(d.apart, id)
					delete(d.same, id)
					delete(d.correct, id)
				}
			}
		}
	}
	return d, nil
}

// pair notes that a goes with b in one table, and so no longer in the other.
func (d *decided) pair(in, not map[string][]string, a, b string) {
	if a == b {
		return
	}
	if !slices.Contains(in[a], b) {
		in[a] = append(in[a], b)
	}
	not[a] = slices.DeleteFunc(not[a], func(x string) bool { return x == b })
}

// apply gives the claims as corrected, without those that were rejected.
func (d *decided) apply(claims []sitrep.Claim) []sitrep.Claim {
	out := make([]sitrep.Claim, 0, len(claims))
	for _, c := range claims {
		if d.reject[c.ID] {
			continue
		}
		for _, dec := range d.correct[c.ID] {
			if fixed, err := Corrected(c, dec.Field, dec.Value); err == nil {
				c = fixed
			}
		}
		out = append(out, c)
	}
	return out
}

// bind notes on an incident what its claims are joined to and kept from.
func (d *decided) bind(in *event.Incident) {
	for i := range in.Claims {
		in.Same = append(in.Same, d.same[in.Claims[i].ID]...)
		in.Apart = append(in.Apart, d.apart[in.Claims[i].ID]...)
	}
}

// corrigible are the members of a claim that an analyst may correct.
var corrigible = []string{"type", "modes", "contexts", "modality", "polarity", "background", "actors", "recipients", "attribution", "time", "place", "figures"}

// Corrected is a claim with another value in one member of its JSON. A value that
// is no JSON is taken for a string.
func Corrected(c sitrep.Claim, field, value string) (sitrep.Claim, error) {
	if !slices.Contains(corrigible, field) {
		return c, fmt.Errorf("projection: %q of a claim cannot be corrected; name one of %v", field, corrigible)
	}
	raw := json.RawMessage(value)
	if !json.Valid(raw) {
		raw, _ = json.Marshal(value)
	}
	body, err := json.Marshal(map[string]json.RawMessage{field: raw})
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
	case "time":
		fixed.Time = nil
	case "place":
		fixed.Place = nil
	}
	if err := json.Unmarshal(body, &fixed); err != nil {
		return c, fmt.Errorf("projection: %s of claim %s: %w; write it as sitrep code prints it", field, c.ID, err)
	}
	return fixed, nil
}
