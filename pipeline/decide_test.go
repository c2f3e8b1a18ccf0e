package pipeline_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/projection"
	"github.com/sitrep-dev/sitrep/store/sqlite"
)

// kept is a store under test with its keeper.
type kept struct {
	t *testing.T
	store.Store
	keeper *projection.Keeper
}

func keep(t *testing.T) *kept {
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "events.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return &kept{t, st, projection.New(stages(t).Knowledge.Merging)}
}

func (k *kept) update(do func(store.Tx) error) {
	k.t.Helper()
	if err := k.Update(k.t.Context(), do); err != nil {
		k.t.Fatal(err)
	}
}

func (k *kept) add(s stream, reports ...sitrep.Report) {
	k.t.Helper()
	k.update(func(tx store.Tx) error {
		for _, rep := range reports {
			if _, _, err := tx.PutReport(store.Report{Report: rep}); err != nil {
				return err
			}
			coding := store.Coding{Report: rep.ID, Version: 1, Coder: "test", Claims: s.claimsOf(rep.ID)}
			if err := tx.PutCoding(coding); err != nil {
				return err
			}
			if _, err := k.keeper.Add(tx, rep, coding); err != nil {
				return err
			}
		}
		return nil
	})
}

func (k *kept) decide(dec store.Decision) projection.Change {
	k.t.Helper()
	dec.Author, dec.Reason = "A. Nalyst", "seen"
	var change projection.Change
	k.update(func(tx store.Tx) (err error) {
		_, change, err = k.keeper.Decide(tx, dec)
		return err
	})
	return change
}

func (k *kept) events() []sitrep.Event {
	k.t.Helper()
	var events []sitrep.Event
	if err := k.View(k.t.Context(), func(v store.View) (err error) {
		events, err = k.keeper.Events(v)
		return err
	}); err != nil {
		k.t.Fatal(err)
	}
	return events
}

func (k *kept) of(claim string) *sitrep.Event {
	events := k.events()
	for i := range events {
		if slices.Contains(events[i].Claims, claim) {
			return &events[i]
		}
	}
	return nil
}

// same wants the projection, record by record, to be the one that a rebuild makes.
func (k *kept) same(s stream) {
	k.t.Helper()
	before, events := k.sums(s), lines(k.t, k.events())
	if err := k.keeper.Rebuild(context.Background(), k, func() {}); err != nil {
		k.t.Fatal(err)
	}
	if again := lines(k.t, k.events()); !slices.Equal(again, events) {
		k.t.Errorf("rebuilt: %d events, before %d", len(again), len(events))
	}
	for id, sum := range k.sums(s) {
		if sum != before[id] {
			k.t.Errorf("report %s: rebuilt records are other ones", id)
		}
	}
}

func (k *kept) sums(s stream) map[string]uint64 {
	k.t.Helper()
	sums := map[string]uint64{}
	if err := k.View(k.t.Context(), func(v store.View) error {
		for _, rep := range s.reports {
			sum, err := projection.Digest(v, rep.ID)
			if err != nil {
				return err
			}
			sums[rep.ID] = sum
		}
		return nil
	}); err != nil {
		k.t.Fatal(err)
	}
	return sums
}

// TestDecide wants each kind of decision to change the events as it says, and
// accept to give back what was.
func TestDecide(t *testing.T) {
	s := part(t, 40)
	k := keep(t)
	k.add(s, s.reports...)
	was := lines(t, k.events())
	var big, other sitrep.Event
	for _, ev := range k.events() {
		if ev.Type == "" || len(ev.Actors) == 0 {
			continue
		}
		switch {
		case len(ev.Reports) >= 3 && big.ID == "":
			big = ev
		case len(ev.Reports) == 1 && len(ev.Claims) == 1 && ev.Modality == sitrep.Happened:
			other = ev
		}
	}
	if big.ID == "" || other.ID == "" {
		t.Fatal("the stream has no events for the test")
	}

	both := slices.Concat(big.Claims, other.Claims)
	k.decide(store.Decision{Kind: projection.Merge, Items: both})
	got := k.of(other.Claims[0])
	for _, id := range both {
		if !slices.Contains(got.Claims, id) {
			t.Errorf("merged event is without claim %s", id)
		}
	}
	k.same(s)
	k.decide(store.Decision{Kind: projection.Accept, Items: both})
	if now := lines(t, k.events()); !slices.Equal(now, was) {
		t.Error("accept after merge gives other events than before")
	}

	apart := beside(s, &big, big.Claims[0])
	dec, err := projection.SplitOff(&big, apart)
	if err != nil {
		t.Fatal(err)
	}
	k.decide(dec)
	if one, two := k.of(apart[0]), k.of(others(big.Claims, apart)[0]); one.ID == two.ID {
		t.Error("split event is still one")
	}
	k.same(s)
	k.decide(store.Decision{Kind: projection.Accept, Items: apart})
	if now := lines(t, k.events()); !slices.Equal(now, was) {
		t.Error("accept after split gives other events than before")
	}

	change := k.decide(store.Decision{Kind: projection.Reject, Items: other.Claims})
	if !slices.Equal(change.Gone, []string{other.ID}) || slices.Contains(change.Made, other.ID) {
		t.Errorf("rejecting %s is said to change %+v", other.ID, change)
	}
	if ev := k.of(other.Claims[0]); ev != nil {
		t.Errorf("rejected claim is in event %s", ev.ID)
	}
	k.same(s)
	k.decide(store.Decision{Kind: projection.Accept, Items: other.Claims})

	k.decide(store.Decision{Kind: projection.Correct, Items: other.Claims, Field: "actors", Value: `[{"name":"Blue Guard","span":[0,1]}]`})
	if ev := k.of(other.Claims[0]); len(ev.Actors) != 1 || ev.Actors[0].Name != "Blue Guard" {
		t.Errorf("corrected actors: %+v", ev.Actors)
	}
	k.same(s)
	k.decide(store.Decision{Kind: projection.Accept, Items: other.Claims})
	if now := lines(t, k.events()); !slices.Equal(now, was) {
		t.Error("accept after correct gives other events than before")
	}
}

// beside are the claims of an event that come from the same report as one of it.
func beside(s stream, ev *sitrep.Event, id string) []string {
	var out []string
	for _, c := range s.claims {
		if c.ID != id {
			continue
		}
		for _, o := range s.claimsOf(c.Report.ID) {
			if slices.Contains(ev.Claims, o.ID) {
				out = append(out, o.ID)
			}
		}
	}
	return out
}

func others(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(id string) bool { return slices.Contains(some, id) })
}

// TestDecisionsOrder makes random decisions between reports that come in in random
// order, and wants what a rebuild gives, and what another order of the reports under
// the same decisions gives.
func TestDecisionsOrder(t *testing.T) {
	s := part(t, 60)
	for round := range uint64(3) {
		random := rand.New(rand.NewPCG(round, 11))
		k := keep(t)
		order := random.Perm(len(s.reports))
		for i, at := range order {
			k.add(s, s.reports[at])
			if i > 10 && i%4 == 0 {
				k.random(random)
			}
		}
		want := lines(t, k.events())
		k.same(s)

		again := keep(t) // the decisions first: what they speak of comes in later
		var made []store.Decision
		if err := k.View(t.Context(), func(v store.View) (err error) { made, err = v.Decisions(); return err }); err != nil {
			t.Fatal(err)
		}
		again.update(func(tx store.Tx) error {
			for _, dec := range made {
				if _, err := tx.PutDecision(dec); err != nil {
					return err
				}
			}
			return nil
		})
		for _, at := range random.Perm(len(s.reports)) {
			again.add(s, s.reports[at])
		}
		if got := lines(t, again.events()); !slices.Equal(got, want) {
			t.Errorf("round %d: decisions first gives %d events, want %d", round, len(got), len(want))
			for i := range min(len(got), len(want)) {
				if got[i] != want[i] {
					t.Fatalf("got  %s\nwant %s", got[i], want[i])
				}
			}
		}
		if err := again.View(t.Context(), func(v store.View) error {
			all, err := projection.Standings(v)
			for _, one := range all {
				if one.Effect == projection.Holds {
					return err
				}
			}
			return errors.Join(err, errors.New("no decision holds"))
		}); err != nil {
			t.Error(err)
		}
	}
}

// random makes a decision that is good for the events as they are.
func (k *kept) random(random *rand.Rand) {
	k.t.Helper()
	events := slices.DeleteFunc(k.events(), func(ev sitrep.Event) bool { return len(ev.Claims) == 0 || ev.Type == "" })
	pick := func() *sitrep.Event { return &events[random.IntN(len(events))] }
	a, b := pick(), pick()
	claim := a.Claims[random.IntN(len(a.Claims))]
	dec := store.Decision{Kind: projection.Reject, Items: []string{claim}, Author: "A. Nalyst", Reason: "seen"}
	switch random.IntN(5) {
	case 0:
		dec.Kind, dec.Items = projection.Merge, slices.Concat(a.Claims, b.Claims)
	case 1:
		dec, _ = projection.SplitOff(a, []string{claim})
	case 2:
		dec.Kind, dec.Field, dec.Value = projection.Correct, "modality", "planned"
	case 3:
		dec.Kind = projection.Accept
	}
	dec.Author, dec.Reason = "A. Nalyst", "seen"
	_ = k.Update(k.t.Context(), func(tx store.Tx) error { // what is not possible is refused
		_, _, err := k.keeper.Decide(tx, dec)
		return err
	})
}

// TestDecisionsRefused wants what cannot be meant to be refused in words that help.
func TestDecisionsRefused(t *testing.T) {
	s := part(t, 10)
	k := keep(t)
	k.add(s, s.reports...)
	claim := s.claims[0].ID
	for _, dec := range []store.Decision{
		{Kind: projection.Reject, Items: []string{claim}, Reason: "x"},
		{Kind: projection.Reject, Items: []string{claim}, Author: "x", Reason: " "},
		{Kind: projection.Reject, Author: "x", Reason: "x"},
		{Kind: projection.Reject, Items: []string{"c_none"}, Author: "x", Reason: "x"},
		{Kind: projection.Merge, Items: []string{claim}, Author: "x", Reason: "x"},
		{Kind: projection.Correct, Items: []string{claim}, Field: "quote", Value: "x", Author: "x", Reason: "x"},
		{Kind: projection.Correct, Items: []string{claim}, Field: "actors", Value: "x", Author: "x", Reason: "x"},
		{Kind: "forget", Items: []string{claim}, Author: "x", Reason: "x"},
	} {
		err := k.Update(t.Context(), func(tx store.Tx) error {
			_, _, err := k.keeper.Decide(tx, dec)
			return err
		})
		if err == nil {
			t.Errorf("taken: %+v", dec)
		}
	}
	if list := k.decisions(); len(list) != 0 {
		t.Errorf("refused decisions are kept: %v", list)
	}
}

func (k *kept) decisions() (list []store.Decision) {
	k.t.Helper()
	if err := k.View(k.t.Context(), func(v store.View) (err error) { list, err = v.Decisions(); return err }); err != nil {
		k.t.Fatal(err)
	}
	return list
}

// opened is the start of the open streams, coded once for all tests.
var opened struct {
	sync.Mutex
	stream
}

// part is the first n reports of the open streams with their claims, n at most 60.
func part(t *testing.T, n int) stream {
	t.Helper()
	opened.Lock()
	defer opened.Unlock()
	if opened.reports == nil {
		opened.origin, opened.types = map[string]string{}, map[string]string{}
		for _, file := range []string{"s1.jsonl", "s2.jsonl"} {
			raw, err := os.ReadFile(filepath.Join("..", "event", "testdata", "streams", "open", file))
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(raw)) {
				if len(opened.reports) < 60 {
					opened.add(t, stages(t), line)
				}
			}
		}
	}
	s := stream{reports: opened.reports[:min(n, len(opened.reports))]}
	for _, c := range opened.claims {
		if slices.ContainsFunc(s.reports, func(r sitrep.Report) bool { return r.ID == c.Report.ID }) {
			s.claims = append(s.claims, c)
		}
	}
	return s
}
