// Package situation keeps what is believed to be the case, and on whose word.
//
// Fold takes claims and reports and gives the picture that follows from them:
// events with figures reconciled by a named policy, the ledger of every figure
// by claimant, alignments and control with the time in which they held, the
// procedures of deciding bodies, what is unclear and what changed. Two times
// apply: AsOf asks what held at a moment, KnownAt what had been published by
// then. The same claims in any order give the same Situation.
//
// Nothing is overwritten and nothing is averaged: claimants who differ leave
// two rows. The package does not read text, it does no I/O and reads no clock.
package situation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// Input is what Fold works on. Claims and Reports may be in any order; a report
// that only a claim knows is taken from there.
type Input struct {
	Claims  []sitrep.Claim
	Reports []sitrep.Report
	// AsOf asks for the state of the world at a moment; zero is the end of the reports.
	AsOf time.Time
	// KnownAt leaves out what was published later; zero leaves out nothing. A
	// report known to the day counts from the last second of that day, one with
	// unknown publication is left out and counted in a change of kind "coverage".
	KnownAt time.Time
	// Policy reconciles figures; the zero Policy is "lowest".
	Policy Policy
	// Version is that of the program, copied into the result.
	Version string
	// About keeps what has to do with an actor (id or name) or place; "" keeps all.
	About string
	// Since keeps only changes that became known after it; zero keeps all.
	Since time.Time
	// Claimants tells the roles of sources; nil knows none, and the policies that
	// rank sources then treat all but parties alike.
	Claimants *knowledge.Claimants
	// Merging weighs what speaks for two claims being one event; not nil, but for
	// events that are given.
	Merging *knowledge.Merging
	// Events are given where a store keeps them, with the Lineage of their reports;
	// nil has them made from the claims. Given with KnownAt, they are made of what
	// was published by then.
	Events  []sitrep.Event
	Lineage *event.Lineage
	// Openings are what reports open with, by id, where Reports have no text.
	Openings map[string]string
}

// Fold gives the situation that follows from the input. The only error is that
// two claims with one id differ in report or trigger.
func Fold(in Input) (*sitrep.Situation, error) {
	if in.Policy.Name == "" {
		in.Policy = policies()[0]
	}
	claims, reports, undated := Known(in.Claims, in.Reports, in.KnownAt)
	f := &fold{in: in, claims: make(map[string]*sitrep.Claim, len(claims)), eventOf: map[string]int{}}
	if err := f.take(claims); err != nil {
		return nil, err
	}
	f.lin, f.events = in.Lineage, slices.Clone(in.Events)
	if in.Events == nil {
		f.lin = event.Origins(reports, claims)
		f.events = event.MergeWith(claims, f.lin, in.Merging)
	}
	for i := range f.events {
		for _, id := range f.events[i].Claims {
			f.eventOf[id] = i
		}
	}
	f.learnNames()
	f.theCampaign = f.onlyCampaign()
	f.ledger = f.rows()
	f.reconcile()
	sit := &sitrep.Situation{
		AsOf: stampText(in.AsOf), KnownAt: stampText(in.KnownAt), Policy: in.Policy.Name, Version: in.Version,
		Reports: countReports(reports, claims), Origins: len(f.lin.Origins()),
		Events: f.events, Ledger: f.records(), Relations: f.relations(), Control: f.control(),
		Processes: f.processes(), Unclear: f.unclear(), Parties: f.parties(), Claims: f.claims,
	}
	if !in.AsOf.IsZero() {
		f.cutAsOf(sit)
	}
	if in.Merging != nil {
		sit.Stories = event.Stories(f.opened(reports), in.Merging)
	}
	sit.Changes = f.changes(sit, undated)
	if in.About != "" {
		f.keepAbout(sit)
	}
	tidy(sit)
	return sit, nil
}

// fold is the state of one Fold.
type fold struct {
	in          Input
	lin         *event.Lineage
	claims      map[string]*sitrep.Claim
	order       []*sitrep.Claim // by publication, then by id
	events      []sitrep.Event
	eventOf     map[string]int             // claim → index into events
	names       map[string]map[string]bool // entity → folded names seen for it
	display     map[string]string          // entity → the first name seen for it
	fighter     []sitrep.Actor             // every party of material conflict once
	ledger      []*entry
	theCampaign string // id of the only campaign, "" else
}

// opened are the reports by what they open with.
func (f *fold) opened(reports []sitrep.Report) []event.Opened {
	out := make([]event.Opened, len(reports))
	for i := range reports {
		rep := &reports[i]
		out[i] = event.Opened{ID: rep.ID, Published: rep.Published, Opening: event.Opening(rep)}
		if text, ok := f.in.Openings[rep.ID]; ok {
			out[i].Opening = text
		}
	}
	return out
}

// take files the claims by id.
func (f *fold) take(claims []sitrep.Claim) error {
	for i := range claims {
		c := &claims[i]
		if old := f.claims[c.ID]; old != nil {
			if old.Report.ID != c.Report.ID || old.Trigger != c.Trigger {
				return fmt.Errorf("situation: claim %s comes from %s and from %s; give each claim its own id", c.ID, old.Report.ID, c.Report.ID)
			}
			continue
		}
		f.claims[c.ID] = c
		f.order = append(f.order, c)
	}
	slices.SortFunc(f.order, func(a, b *sitrep.Claim) int {
		return cmp.Or(a.Report.Published.Compare(b.Report.Published), cmp.Compare(a.Report.ID, b.Report.ID),
			cmp.Compare(a.Trigger.Start, b.Trigger.Start), cmp.Compare(a.ID, b.ID))
	})
	return nil
}

// Known leaves only the claims and reports that were published at or before at;
// zero leaves all. Undated is the number of reports left out because their time
// of publication is unknown.
func Known(claims []sitrep.Claim, reports []sitrep.Report, at time.Time) (known []sitrep.Claim, printed []sitrep.Report, undated int) {
	if at.IsZero() {
		return slices.Clone(claims), slices.Clone(reports), 0
	}
	dateless := map[string]bool{}
	ok := func(rep *sitrep.Report) bool {
		if rep.Published.IsZero() {
			dateless[rep.ID] = true
			return false
		}
		return !rep.Published.Latest().After(at)
	}
	for i := range reports {
		if ok(&reports[i]) {
			printed = append(printed, reports[i])
		}
	}
	for i := range claims {
		if ok(&claims[i].Report) {
			known = append(known, claims[i])
		}
	}
	return known, printed, len(dateless)
}

func countReports(reports []sitrep.Report, claims []sitrep.Claim) int {
	ids := map[string]bool{}
	for i := range reports {
		ids[reports[i].ID] = true
	}
	for i := range claims {
		ids[claims[i].Report.ID] = true
	}
	return len(ids)
}

func stampText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// unclear lists what reports say is not known or could not be verified, each
// sentence once for the copies of one text.
func (f *fold) unclear() []sitrep.Open {
	var out []sitrep.Open
	seen := map[string]bool{}
	for _, c := range f.order {
		if c.Modality != sitrep.Unclear || c.Background {
			continue
		}
		key := f.lin.Of(c.Report.ID) + "\x00" + event.FoldName(c.Quote)
		if seen[key] {
			continue
		}
		seen[key] = true
		out = append(out, sitrep.Open{Claim: c.ID, Text: strings.Join(strings.Fields(c.Quote), " ")})
	}
	return out
}

// parties counts the claims that name each known actor, most first.
func (f *fold) parties() []sitrep.Party {
	byID := map[string]*sitrep.Party{}
	for _, c := range f.order {
		here := map[string]bool{}
		for _, list := range [][]sitrep.Actor{c.Actors, c.Recipients} {
			for i := range list {
				a := &list[i]
				if a.Entity == "" {
					continue
				}
				p := byID[a.Entity]
				if p == nil {
					p = &sitrep.Party{Entity: a.Entity, Name: a.Name, Code: a.Code, Country: a.Country}
					if len(a.Sectors) > 0 {
						p.Kind = a.Sectors[0]
					}
					byID[a.Entity] = p
				}
				if !here[a.Entity] {
					p.Claims++
					here[a.Entity] = true
				}
			}
		}
	}
	out := make([]sitrep.Party, 0, len(byID))
	for _, p := range byID {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b sitrep.Party) int {
		return cmp.Or(cmp.Compare(b.Claims, a.Claims), cmp.Compare(a.Entity, b.Entity))
	})
	return out
}

// tidy makes every list non-nil, so that JSON shows [] and not null.
func tidy(s *sitrep.Situation) {
	s.Events, s.Ledger, s.Relations = some(s.Events), some(s.Ledger), some(s.Relations)
	s.Control, s.Processes, s.Unclear = some(s.Control), some(s.Processes), some(s.Unclear)
	s.Changes, s.Parties, s.Stories = some(s.Changes), some(s.Parties), some(s.Stories)
	for i := range s.Events {
		s.Events[i].Figures = some(s.Events[i].Figures)
	}
}

func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
