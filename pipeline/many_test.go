package pipeline_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/projection"
	"github.com/sitrep-dev/sitrep/store/sqlite"
)

var many = flag.Int("many", 500, "reports that TestMany puts into a store; memory and cost are judged from 20,000")

// TestMany puts reports with prepared codings into one store, in one go, and wants
// the memory of the process to stay flat and the cost of a report too. The reports
// are those of TestGrowth, with fewer claims each.
func TestMany(t *testing.T) {
	total := *many
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "many.db")
	st, err := sqlite.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	k := stages(t).Knowledge
	keeper := projection.New(k.Merging)
	world, told := invent(rand.New(rand.NewPCG(3, 4))), 0
	var peaks []int
	var costs []time.Duration
	const batch, parts = 50, 10
	began := time.Now()
	for n := 0; n < total; n += batch {
		err := st.Update(ctx, func(tx store.Tx) error {
			for range batch {
				rep, claims := world.report(told, 4)
				told++
				put, _, err := tx.PutReport(store.Report{Report: rep, Received: began})
				if err != nil {
					return err
				}
				coding := store.Coding{Report: rep.ID, Version: put.Version, Coder: "test", Claims: claims, Coded: began}
				if err := tx.PutCoding(coding); err != nil {
					return err
				}
				if _, err := keeper.Add(tx, rep, coding); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if (n+batch)%(total/parts) == 0 {
			costs = append(costs, time.Since(began)/time.Duration(total/parts))
			peaks = append(peaks, peak(t))
			t.Logf("%d reports: %v a report, %d MB of resident memory at its peak", n+batch, costs[len(costs)-1], peaks[len(peaks)-1])
			began = time.Now()
		}
	}
	began = time.Now()
	var window projection.Window
	if err := st.View(ctx, func(v store.View) (err error) {
		window, err = keeper.Window(v, projection.Query{Limit: 1000})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("window of %d reports with %d events in %v; file of %d MB", window.Read, len(window.Events), time.Since(began), info.Size()>>20)
	if window.Held != total || len(window.Events) == 0 {
		t.Errorf("%d reports held, %d events in the window", window.Held, len(window.Events))
	}
	if first, last := peaks[1], peaks[len(peaks)-1]; total >= 20000 && last > first+first/4+50 {
		t.Errorf("memory grew from %d MB after a fifth to %d MB", first, last)
	}
	if total >= 20000 && costs[len(costs)-1] > 2*costs[1] {
		t.Errorf("a report costs %v at the end, %v in the second tenth", costs[len(costs)-1], costs[1])
	}
}

// peak is the largest resident memory of this process so far in MB; 0 where that is
// not told.
func peak(t *testing.T) int {
	t.Helper()
	body, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(body)) {
		kB := 0
		if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kB); n == 1 {
			return kB >> 10
		}
	}
	return 0
}
