package pipeline_test

import (
	"context"
	"errors"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/pipeline"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/projection"
	"github.com/sitrep-dev/sitrep/store/sqlite"
)

// keeping puts reports into a new store by the pipeline, with the clock given.
func keeping(t *testing.T, now func() time.Time) (*kept, *pipeline.Keeping, *[]pipeline.Kept) {
	t.Helper()
	k, acked := keep(t), new([]pipeline.Kept)
	return k, &pipeline.Keeping{Pipeline: stages(t), Store: k, Keeper: k.keeper, Workers: 2, Now: now,
		Done:  func(one pipeline.Kept) error { *acked = append(*acked, one); return nil },
		Fault: func(err error) { t.Error(err) },
	}, acked
}

func each(reports ...sitrep.Report) iter.Seq2[sitrep.Report, error] {
	return func(yield func(sitrep.Report, error) bool) {
		for _, rep := range reports {
			if !yield(rep, nil) {
				return
			}
		}
	}
}

// TestClockBack sets the clock back an hour with every look at it: order, versions
// and events do not go by it.
func TestClockBack(t *testing.T) {
	s := part(t, 12)
	clock := time.Date(2031, 1, 1, 12, 0, 0, 0, time.UTC)
	k, keeping, acked := keeping(t, func() time.Time { clock = clock.Add(-time.Hour); return clock })
	for _, rep := range s.reports {
		if err := keeping.Add(t.Context(), each(rep)); err != nil {
			t.Fatal(err)
		}
	}
	fixed := s.reports[3]
	fixed.Text += " Corrected: nobody was hurt."
	if err := keeping.Add(t.Context(), each(fixed, fixed)); err != nil {
		t.Fatal(err)
	}
	for i, one := range (*acked)[:len(s.reports)] {
		if one.Report.Seq != int64(i+1) || one.Outcome != store.Added {
			t.Errorf("report %d has number %d, %v", i+1, one.Report.Seq, one.Outcome)
		}
	}
	last := (*acked)[len(s.reports):]
	if len(last) != 2 || last[0].Outcome != store.Revised || last[0].Report.Version != 2 || last[1].Outcome != store.Known {
		t.Errorf("a corrected report, twice: %+v", last)
	}
	if err := k.View(t.Context(), func(v store.View) error {
		now, err := v.Report(fixed.ID, 0)
		if err != nil || now.Version != 2 || now.Report.Text != fixed.Text {
			t.Errorf("latest is version %d, %v", now.Version, err)
		}
		old, err := v.Report(fixed.ID, 1)
		if err != nil || old.Report.Text != s.reports[3].Text || !old.Received.After(now.Received) {
			t.Errorf("version 1 is not kept as it was: %v", err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	k.clean()
}

// clean wants the store to be without fault, also made anew.
func (k *kept) clean() {
	k.t.Helper()
	v := &pipeline.Verifying{Store: k, Tick: func() {}, Fault: func(f pipeline.Fault) { k.t.Errorf("%s: %s", f.Item, f.Text) }}
	if err := v.Run(k.t.Context()); err != nil {
		k.t.Fatal(err)
	}
	if err := k.keeper.Rebuild(k.t.Context(), k, func() {}); err != nil {
		k.t.Fatal(err)
	}
	if changed, err := v.Rebuilt(k.t.Context()); err != nil || len(changed) > 0 {
		k.t.Errorf("made anew, reports %v tell other events, %v", changed, err)
	}
}

// TestOldVersionAgain adds an old version of a report once more: the latest stands.
func TestOldVersionAgain(t *testing.T) {
	s := part(t, 6)
	k, keeping, _ := keeping(t, time.Now)
	fixed := s.reports[2]
	fixed.Text = "Nothing happened in the village on Monday."
	if err := keeping.Add(t.Context(), each(append(slices.Clone(s.reports), fixed)...)); err != nil {
		t.Fatal(err)
	}
	want := lines(t, k.events())
	for range 2 {
		if err := keeping.Add(t.Context(), each(append(slices.Clone(s.reports), fixed)...)); err != nil {
			t.Fatal(err)
		}
		if got := lines(t, k.events()); !slices.Equal(got, want) {
			t.Fatalf("%d events, want %d", len(got), len(want))
		}
	}
	k.clean()
}

// TestStoreFails wants an error of the store to end the run with that error, and what
// was coded before it to be kept.
func TestStoreFails(t *testing.T) {
	s := part(t, 4)
	_, keeping, acked := keeping(t, time.Now)
	full := errors.New("the store is gone")
	keeping.Store = failing{keeping.Store, full}
	if err := keeping.Add(t.Context(), each(s.reports...)); !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
	if len(*acked) != 0 {
		t.Errorf("%d reports acknowledged", len(*acked))
	}
}

// failing is a store that can be read and not written.
type failing struct {
	store.Store
	err error
}

func (f failing) Update(context.Context, func(store.Tx) error) error { return f.err }

// TestRecode codes a store anew in parts, with an interrupt between, and wants the
// events of the new codings, the old ones beside them, and what differs.
func TestRecode(t *testing.T) {
	s := part(t, 12)
	k := keep(t)
	old := s
	old.claims = nil // the old coder found less, and one type was another
	for i, c := range s.claims {
		if i%5 == 0 {
			continue
		}
		if i%5 == 1 {
			c.ID, c.Type = c.ID+"x", "PROTEST"
		}
		old.claims = append(old.claims, c)
	}
	k.add(old, s.reports...)
	var all []pipeline.Recoded
	ctx, stop := context.WithCancel(t.Context())
	r := &pipeline.Recoding{Pipeline: stages(t), Store: k, Keeper: k.keeper, Workers: 2, Now: time.Now, Limit: 5,
		Done: func(one pipeline.Recoded) error { all = append(all, one); return nil }, Fault: func(err error) { t.Error(err) }}
	if n, err := r.Todo(ctx); n != 5 || err != nil {
		t.Errorf("%d to do, %v", n, err)
	}
	if err := r.Run(ctx); err != nil || len(all) != 5 {
		t.Fatalf("%d recoded, %v", len(all), err)
	}
	stop()
	r.Limit = 0
	if err := r.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	if err := r.Run(t.Context()); err != nil || len(all) != len(s.reports) {
		t.Fatalf("%d recoded, %v", len(all), err)
	}
	kinds := map[string]int{}
	for i := range all {
		for _, d := range all[i].Differences() {
			kinds[d.Kind]++
			if d.Kind == "changed" && !slices.Equal(d.Fields, []string{"type"}) {
				t.Errorf("changed in %v", d.Fields)
			}
		}
	}
	if kinds["new"] == 0 || kinds["changed"] == 0 || kinds["gone"] > 0 {
		t.Errorf("differences %v", kinds)
	}
	fresh := keep(t)
	fresh.add(s, s.reports...)
	if got, want := lines(t, k.events()), lines(t, fresh.events()); !slices.Equal(got, want) {
		t.Errorf("recoded: %d events, want %d", len(got), len(want))
	}
	if err := k.View(t.Context(), func(v store.View) error {
		coders, err := v.Coders()
		if len(coders) != 2 {
			t.Errorf("coders %v", coders)
		}
		was, _ := v.Coding(s.reports[0].ID, 1, "test")
		if len(was.Claims) != len(old.claimsOf(s.reports[0].ID)) {
			t.Error("the old coding is not as it was")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	k.clean()
}

// TestVerify wants every kind of fault to be named.
func TestVerify(t *testing.T) {
	s := part(t, 3)
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "v.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	k := &kept{t, st, projection.New(stages(t).Knowledge.Merging)}
	bad := s
	bad.claims = slices.Clone(s.claims)
	bad.claims[0].Quote = "Somebody else said something else."
	bad.claims[1].Trigger.End = 1 << 20
	k.add(bad, s.reports...)
	k.update(func(tx store.Tx) error { // a report that is coded, and not projected
		rep := s.reports[0]
		rep.ID = "half"
		if _, _, err := tx.PutReport(store.Report{Report: rep}); err != nil {
			return err
		}
		return tx.PutCoding(store.Coding{Report: "half", Version: 1, Coder: "test"})
	})
	found := map[string]string{}
	v := &pipeline.Verifying{Store: st, Tick: func() {}, Fault: func(f pipeline.Fault) { found[f.Item] += f.Text }}
	if err := v.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	report := func(i int) string {
		return "claim " + bad.claims[i].ID + " of report " + bad.claims[i].Report.ID + " version 1"
	}
	for item, says := range map[string]string{report(0): "its sentence reads", report(1): "is no stretch of the text", "report half": "coded, but not projected"} {
		if !strings.Contains(found[item], says) {
			t.Errorf("%s: %q, want %q", item, found[item], says)
		}
	}
	if len(found) != 3 {
		t.Errorf("faults %v", found)
	}
}

// TestOrphan wants a record that belongs to no report to be found by a rebuild.
func TestOrphan(t *testing.T) {
	s := part(t, 3)
	k := keep(t)
	k.add(s, s.reports...)
	k.update(func(tx store.Tx) error {
		return tx.Put(store.Record{Kind: "event", ID: "e_orphan", Body: []byte(`{"id":"e_orphan"}`)})
	})
	var faults []string
	v := &pipeline.Verifying{Store: k, Tick: func() {}, Fault: func(f pipeline.Fault) { faults = append(faults, f.Text) }}
	err := errors.Join(v.Run(t.Context()), k.keeper.Rebuild(t.Context(), k, func() {}))
	changed, again := v.Rebuilt(t.Context())
	if err != nil || again != nil || len(changed) > 0 || len(faults) != 1 || faults[0] != "1 records belonged to no report; they are gone" {
		t.Errorf("faults %q, changed %q, %v, %v", faults, changed, err, again)
	}
}

// TestRebuildBroken wants a rebuild that was broken off to be known as such.
func TestRebuildBroken(t *testing.T) {
	s := part(t, 12)
	k := keep(t)
	k.add(s, s.reports...)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	unfinished := func() (broken bool) {
		if err := k.View(t.Context(), func(v store.View) (err error) { broken, err = projection.Unfinished(v); return err }); err != nil {
			t.Fatal(err)
		}
		return broken
	}
	dying := dyingStore{k.Store, new(int)}
	if err := k.keeper.Rebuild(t.Context(), dying, func() {}); err == nil || !unfinished() {
		t.Errorf("broken off: %v, unfinished %v", err, unfinished())
	}
	if err := k.keeper.Rebuild(ctx, k, func() {}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	if err := k.keeper.Rebuild(t.Context(), k, func() {}); err != nil || unfinished() {
		t.Errorf("finished: %v, unfinished %v", err, unfinished())
	}
	k.clean()
}

// dyingStore fails at its second Update.
type dyingStore struct {
	store.Store
	n *int
}

func (d dyingStore) Update(ctx context.Context, do func(store.Tx) error) error {
	if *d.n++; *d.n > 1 {
		return errors.New("killed")
	}
	return d.Store.Update(ctx, do)
}

// TestForeign wants events that were made with other knowledge to be known as such,
// until they are made anew.
func TestForeign(t *testing.T) {
	s := part(t, 6)
	k := keep(t)
	foreign := func(keeper *projection.Keeper) (other bool) {
		if err := k.View(t.Context(), func(v store.View) (err error) { other, err = keeper.Foreign(v); return err }); err != nil {
			t.Fatal(err)
		}
		return other
	}
	other := projection.New(&knowledge.Merging{})
	if foreign(k.keeper) || foreign(other) {
		t.Error("an empty store is foreign")
	}
	k.add(s, s.reports...)
	if foreign(k.keeper) || !foreign(other) {
		t.Errorf("foreign to its own keeper %v, to another one %v", foreign(k.keeper), foreign(other))
	}
	if err := other.Rebuild(t.Context(), k, func() {}); err != nil {
		t.Fatal(err)
	}
	if !foreign(k.keeper) || foreign(other) {
		t.Error("made anew, and still foreign")
	}
}
