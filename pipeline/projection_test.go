package pipeline_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/projection"
	"github.com/sitrep-dev/sitrep/store/sqlite"
)

// TestProjection adds the reports of a stream to a store one by one, in several
// orders and in batches, some of them twice, and wants the events that Merge
// makes of all at once, to the byte.
func TestProjection(t *testing.T) {
	p := stages(t)
	s := half(t, p, "open")
	s.reports, s.claims = s.reports[:100], slices.DeleteFunc(slices.Clone(s.claims), func(c sitrep.Claim) bool {
		return !slices.ContainsFunc(s.reports[:100], func(r sitrep.Report) bool { return r.ID == c.Report.ID })
	})
	want := lines(t, event.Merge(s.claims, s.reports, p.Knowledge.Merging))
	ctx := context.Background()
	for round := range uint64(4) {
		st, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "events.db"))
		if err != nil {
			t.Fatal(err)
		}
		random := rand.New(rand.NewPCG(round, 7))
		order := random.Perm(len(s.reports))
		order = append(order, order[3], order[7]) // the same report once more
		keeper := projection.New(p.Knowledge.Merging)
		for len(order) > 0 {
			n := 1 + random.IntN(min(20, len(order)))
			err := st.Update(ctx, func(tx store.Tx) error {
				for _, i := range order[:n] {
					rep := s.reports[i]
					if _, _, err := tx.PutReport(store.Report{Report: rep}); err != nil {
						return err
					}
					if _, err := keeper.Add(tx, rep, store.Coding{Report: rep.ID, Version: 1, Coder: "test", Claims: s.claimsOf(rep.ID)}); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			order = order[n:]
		}
		var got []sitrep.Event
		if err := st.View(ctx, func(v store.View) (err error) {
			got, err = keeper.Events(v)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if text := lines(t, got); !slices.Equal(text, want) {
			for i := range min(len(text), len(want)) {
				if text[i] != want[i] {
					t.Fatalf("round %d: %d events, want %d; first that differs:\n got  %s\n want %s", round, len(text), len(want), text[i], want[i])
				}
			}
			t.Fatalf("round %d: %d events, want %d", round, len(text), len(want))
		}
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func (s *stream) claimsOf(report string) []sitrep.Claim {
	var out []sitrep.Claim
	for _, c := range s.claims {
		if c.Report.ID == report {
			out = append(out, c)
		}
	}
	return out
}

func lines(t *testing.T, events []sitrep.Event) []string {
	t.Helper()
	out := make([]string, len(events))
	for i := range events {
		b, err := json.Marshal(events[i])
		if err != nil {
			t.Fatal(err)
		}
		out[i] = string(b)
	}
	return out
}
