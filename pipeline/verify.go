package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/projection"
	"github.com/sitrep-dev/sitrep/store/row"
)

// Fault is something in a store that is not as it has to be.
type Fault struct{ Item, Text string }

// Verifying looks through a store.
type Verifying struct {
	Store store.Store
	Fault func(Fault) // is called for each fault
	Tick  func()      // is called for each version of a report that was read

	Reports, Codings, Claims int // that were read
	sums                     map[string]uint64
	records                  [2]int // incidents and events that are projected
}

// Run checks the database, every stored text against its hash, every span of every
// claim against the text, and that the events have their claims. An error is that
// the store could not be read; what is wrong in it is a Fault.
func (v *Verifying) Run(ctx context.Context) error {
	if err := v.Store.Check(ctx); err != nil {
		if !errors.Is(err, store.ErrCorrupt) {
			return err
		}
		v.Fault(Fault{"store", err.Error()})
	}
	v.sums = map[string]uint64{}
	return v.Store.View(ctx, func(view store.View) error {
		coders, err := view.Coders()
		if err != nil {
			return err
		}
		if v.records[0], v.records[1], err = projection.Counts(view); err != nil {
			return err
		}
		if broken, err := projection.Unfinished(view); err != nil || broken {
			v.Fault(Fault{"projection", "a rebuild was broken off; do it again with --rebuild"})
			return errors.Join(err, v.each(ctx, view, coders, false))
		}
		return v.each(ctx, view, coders, true)
	})
}

// each reads the reports one by one; one that is damaged is named and passed over.
func (v *Verifying) each(ctx context.Context, view store.View, coders []string, whole bool) error {
	for after := int64(0); ctx.Err() == nil; after++ {
		list, err := view.Reports(after, 1)
		if errors.Is(err, store.ErrCorrupt) {
			v.Fault(Fault{fmt.Sprintf("report number %d", after+1), err.Error()})
			continue
		}
		if err != nil || len(list) == 0 {
			return err
		}
		after = list[0].Seq - 1
		if err := v.report(view, list[0], coders, whole); err != nil {
			return err
		}
		v.Tick()
	}
	return ctx.Err()
}

func (v *Verifying) report(view store.View, rep store.Report, coders []string, whole bool) error {
	v.Reports++
	name := fmt.Sprintf("report %s version %d", rep.Report.ID, rep.Version)
	if row.Hash(rep.Report.Text) != rep.Hash {
		v.Fault(Fault{name, "its text has not the hash it was stored with"})
	}
	codings, damaged := map[string][]sitrep.Claim{}, false
	for _, coder := range coders {
		coding, err := view.Coding(rep.Report.ID, rep.Version, coder)
		switch {
		case errors.Is(err, store.ErrNotFound):
			continue
		case errors.Is(err, store.ErrCorrupt):
			v.Fault(Fault{name, err.Error()})
			damaged = true
			continue
		case err != nil:
			return err
		}
		v.Codings++
		v.Claims += len(coding.Claims)
		codings[coder] = coding.Claims
		for i := range coding.Claims {
			for _, fault := range misread(rep.Report.Text, &coding.Claims[i]) {
				v.Fault(Fault{"claim " + coding.Claims[i].ID + " of " + name, fault})
			}
		}
	}
	last, err := view.Report(rep.Report.ID, 0)
	if err != nil && !errors.Is(err, store.ErrCorrupt) {
		return err
	}
	if err != nil || last.Version != rep.Version || !whole || damaged {
		return nil
	}
	sum, err := projection.Digest(view, rep.Report.ID)
	if err == nil {
		v.sums[rep.Report.ID] = sum
		err = projection.Faults(view, rep, codings, func(item, fault string) {
			v.Fault(Fault{item, fault + "; make the events anew with --rebuild"})
		})
	}
	if errors.Is(err, store.ErrCorrupt) {
		v.Fault(Fault{name, err.Error()})
		return nil
	}
	return err
}

// Rebuilt compares the projection with the one that Run saw and names the reports
// of which it is another one. Records that belonged to no report are a Fault.
func (v *Verifying) Rebuilt(ctx context.Context) (changed []string, err error) {
	extra := 0
	err = v.Store.View(ctx, func(view store.View) error {
		incidents, events, err := projection.Counts(view)
		if err != nil {
			return err
		}
		extra = v.records[0] - incidents + v.records[1] - events
		for after := int64(0); ; {
			list, err := view.Reports(after, 64)
			if err != nil || len(list) == 0 {
				return err
			}
			for _, rep := range list {
				after = rep.Seq
				id := rep.Report.ID
				sum, err := projection.Digest(view, id)
				if err != nil {
					return err
				}
				if sum != v.sums[id] && !slices.Contains(changed, id) {
					changed = append(changed, id)
				}
			}
		}
	})
	if extra > 0 && len(changed) == 0 {
		v.Fault(Fault{"projection", fmt.Sprintf("%d records belonged to no report; they are gone", extra)})
	}
	return changed, err
}

// misread lists what a claim says of a text that is not so.
func misread(text string, c *sitrep.Claim) []string {
	var out []string
	see := func(what string, s sitrep.Span) bool {
		bad := s.Start < 0 || s.Start > s.End || s.End > len(text) ||
			s.Start < len(text) && !utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End])
		if bad {
			out = append(out, fmt.Sprintf("its %s [%d,%d) is no stretch of the text of %d bytes", what, s.Start, s.End, len(text)))
		}
		return !bad
	}
	if see("sentence", c.Sentence) {
		if got := strings.Join(strings.Fields(text[c.Sentence.Start:c.Sentence.End]), " "); got != strings.Join(strings.Fields(c.Quote), " ") {
			out = append(out, fmt.Sprintf("its sentence reads %q, it quotes %q", got, c.Quote))
		}
	}
	if see("trigger", c.Trigger) && (c.Trigger.Start < c.Sentence.Start || c.Trigger.End > c.Sentence.End) {
		out = append(out, fmt.Sprintf("its trigger [%d,%d) is outside of its sentence", c.Trigger.Start, c.Trigger.End))
	}
	for i := range c.Sources {
		if s := c.Sources[i].Span; s != nil {
			see("source", *s)
		}
		if s := c.Sources[i].Cue; s != nil {
			see("cue", *s)
		}
	}
	for _, list := range [][]sitrep.Actor{c.Actors, c.Recipients} {
		for i := range list {
			see("party "+list[i].Name, list[i].Span)
		}
	}
	if c.Time != nil {
		see("time", c.Time.Span)
	}
	if c.Place != nil {
		see("place", c.Place.Span)
	}
	for i := range c.Figures {
		see("figure", c.Figures[i].Span)
	}
	return out
}
