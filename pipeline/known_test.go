package pipeline_test

import (
	"slices"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/projection"
)

// TestKnown asks a store for what had been published by a moment: the events that
// those reports alone make, and what analysts decided since.
func TestKnown(t *testing.T) {
	s, first := part(t, 40), part(t, 25)
	k := keep(t)
	k.add(s, s.reports...)
	known := func() (w projection.Window) {
		t.Helper()
		if err := k.View(t.Context(), func(v store.View) (err error) {
			if w, err = k.keeper.Window(v, projection.Query{Limit: 100}); err != nil {
				return err
			}
			claims := slices.DeleteFunc(slices.Clone(w.Claims), func(c sitrep.Claim) bool { return first.claimsOf(c.Report.ID) == nil })
			w, err = k.keeper.Known(v, w, first.reports, claims)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return w
	}
	w := known()
	want := event.Merge(first.claims, first.reports, stages(t).Knowledge.Merging)
	if got, want := lines(t, w.Events), lines(t, want); !slices.Equal(got, want) {
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Errorf("got  %s\nwant %s", got[i], want[i])
			}
		}
		t.Fatalf("%d events, want the %d that the reports make by themselves", len(got), len(want))
	}
	if got, want := len(w.Lineage.Origins()), len(event.Origins(first.reports, first.claims).Origins()); got != want {
		t.Errorf("%d origins, want %d", got, want)
	}
	var two []string
	for _, ev := range w.Events {
		if ev.Type == "ASSAULT" && ev.Modality == sitrep.Happened && ev.Polarity == sitrep.Affirmed && len(two) < 2 {
			two = append(two, ev.Claims[0])
		}
	}
	k.decide(store.Decision{Kind: projection.Merge, Items: two})
	i := slices.IndexFunc(known().Events, func(ev sitrep.Event) bool { return slices.Contains(ev.Claims, two[0]) })
	if ev := known().Events[i]; !slices.Contains(ev.Claims, two[1]) {
		t.Errorf("merged by an analyst, apart in what was known: %v", ev.Claims)
	}
}
