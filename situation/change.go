package situation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// kinds of change.
const (
	newEvent   = "new-event"
	revised    = "toll-revised"
	controlled = "control"
	stepTaken  = "step"
	denied     = "denial"
	retracted  = "retraction"
	coverage   = "coverage"
)

// changes lists what became known, in order of publication. Item is the id of
// the event, ledger row or process, or the name of the place. Events of history
// and hypotheses are no news.
func (f *fold) changes(s *sitrep.Situation, undated int) []sitrep.Change {
	var out []sitrep.Change
	add := func(kind, item, text string, claims []string) {
		if len(claims) == 0 {
			return
		}
		out = append(out, sitrep.Change{Time: f.firstPrinted(claims), Kind: kind, Item: item, Text: text, Claims: claims})
	}
	content := map[string]bool{} // what a demand or threat speaks of is told with it
	for i := range s.Events {
		content[s.Events[i].About] = true
	}
	for i := range s.Events {
		ev := &s.Events[i]
		switch {
		case content[ev.ID] && ev.Modality != sitrep.Happened:
		case ev.Background || ev.Modality == sitrep.Hypothetical || ev.Modality == sitrep.Unclear || ev.Type == "" || f.campaign(ev):
		case ev.Polarity == sitrep.Negated:
			add(denied, ev.ID, eventText(ev), ev.Claims)
		default:
			add(newEvent, ev.ID, eventText(ev), ev.Claims)
		}
	}
	f.ledgerChanges(s, add)
	for i := range s.Control {
		c := &s.Control[i]
		add(controlled, c.Place.Name, fmt.Sprintf("%s: %s by %s (%s)", c.Place.Name, c.State, f.name(c.Holder), c.Basis), c.Claims)
	}
	for i := range s.Processes {
		p := &s.Processes[i]
		for _, st := range p.Steps {
			add(stepTaken, p.ID, stepText(p, &st, f.name(st.By)), st.Claims)
		}
	}
	if undated > 0 {
		out = append(out, sitrep.Change{Time: sitrep.Stamp{Time: f.in.KnownAt}, Kind: coverage,
			Text: fmt.Sprintf("left out for want of a known time of publication: %d of the reports", undated), Claims: []string{}})
	}
	slices.SortStableFunc(out, func(a, b sitrep.Change) int {
		return a.Time.Compare(b.Time)
	})
	if !f.in.Since.IsZero() {
		out = slices.DeleteFunc(out, func(c sitrep.Change) bool {
			return c.Kind != coverage && (c.Time.IsZero() || !c.Time.Latest().After(f.in.Since))
		})
	}
	return out
}

func (f *fold) ledgerChanges(s *sitrep.Situation, add func(kind, item, text string, claims []string)) {
	byID := map[string]*entry{}
	for _, e := range f.ledger {
		byID[e.row.ID] = e
	}
	for i := range s.Ledger {
		e := byID[s.Ledger[i].ID]
		r := &e.row
		switch {
		case r.Stance == sitrep.Denies && byID[r.Denies] != nil && byID[r.Denies].retract:
			add(retracted, r.ID, fmt.Sprintf("%s takes back %s %s", e.who(), e.text(), r.Measure), r.Claims)
		case r.Stance == sitrep.Denies:
			add(denied, r.ID, fmt.Sprintf("%s denies %s %s", e.who(), e.text(), r.Measure), r.Claims)
		case byID[r.Supersedes] != nil:
			add(revised, r.ID, fmt.Sprintf("%s %s → %s (%s)", r.Measure, byID[r.Supersedes].text(), e.text(), e.who()), r.Claims)
		}
	}
}

// firstPrinted is the earliest publication among claims; zero when none is known.
func (f *fold) firstPrinted(ids []string) (first sitrep.Stamp) {
	for _, id := range ids {
		if c := f.claims[id]; c != nil && (first.IsZero() || c.Report.Published.Compare(first) < 0) {
			first = c.Report.Published
		}
	}
	return first
}

// eventText is an event in a row of fields; package view writes sentences.
func eventText(ev *sitrep.Event) string {
	parts := []string{ev.Type}
	if len(ev.Modes) > 0 {
		parts[0] += "/" + strings.Join(ev.Modes, "+")
	}
	if ev.Modality != sitrep.Happened {
		parts[0] += " (" + string(ev.Modality) + ")"
	}
	names := func(list []sitrep.Actor) string {
		var out []string
		for i := range list {
			out = append(out, list[i].Name)
		}
		return strings.Join(out, ", ")
	}
	if who := names(ev.Actors); who != "" {
		parts = append(parts, who)
	}
	if whom := names(ev.Recipients); whom != "" {
		parts = append(parts, "→ "+whom)
	}
	if ev.Place != nil {
		parts = append(parts, "at "+ev.Place.Name)
	}
	return strings.Join(parts, " ")
}

func stepText(p *sitrep.Process, st *sitrep.Step, by string) string {
	out := strings.TrimSpace(p.Body+" "+p.Product) + ": " + st.Kind
	if by != "" {
		out += " by " + by
	}
	if st.Claimant != "" {
		out += ", according to " + st.Claimant
	}
	return out
}
