package sqlite

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/storetest"
)

// TestLarge adds 100,000 reports with 800,000 claims: memory stays flat, and the
// last ten thousand take hardly longer than the first.
func TestLarge(t *testing.T) {
	if !*long {
		t.Skip("takes minutes and 2 GB of disk; pass -long")
	}
	const total, step, batch = 100_000, 10_000, 50
	path := filepath.Join(t.TempDir(), "s.db")
	s := openAt(t, path)
	var first, last time.Duration
	var most uint64
	for n := 1; n <= total; n += step {
		start := time.Now()
		for from := n; from < n+step; from += batch {
			if err := s.Update(t.Context(), func(tx store.Tx) error {
				for i := from; i < from+batch; i++ {
					if err := storetest.Add(tx, i); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		if last = time.Since(start); n == 1 {
			first = last
		}
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapAlloc)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("a report among the first 10,000: %s, among the last: %s; heap %d MB, file %d MB", first/step, last/step, most>>20, info.Size()>>20)
	if last > 2*first || most > 64<<20 {
		t.Error("adding does not stay flat")
	}
	timed := func(what string, do func(store.View) error) {
		start := time.Now()
		if err := s.View(t.Context(), do); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %s", what, time.Since(start).Round(time.Microsecond))
	}
	timed("search", func(v store.View) error { _, err := v.Search("report 77777", 10); return err })
	timed("latest 100", func(v store.View) error { _, err := v.Latest("event", "", "", 100); return err })
	timed("find 18 keys", func(v store.View) error {
		rep, err := v.Report("r_055555", 0)
		if err == nil {
			_, err = v.Find("event", storetest.Records(rep.Report, 55_555)[0].Keys)
		}
		return err
	})
	timed("count", func(v store.View) error { _, err := v.Count("event"); return err })
	timed("uncoded, none left", func(v store.View) error { _, err := v.Uncoded(storetest.Coder, 0, 10); return err })
	start := time.Now()
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Logf("check: %s", time.Since(start).Round(time.Millisecond))
}
