package storetest

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"

	"github.com/sitrep-dev/sitrep/store"
)

// testRollback: an Update that fails leaves nothing, however it fails.
func testRollback(t *testing.T, open func(...store.Option) store.Store) {
	s := open()
	put(t, s, Report(1, 5), store.Added)
	fill := func(tx store.Tx) {
		if r, outcome, err := tx.PutReport(Report(2, 5)); err != nil || outcome != store.Added || r.Seq != 2 {
			t.Fatal(r.Seq, outcome, err)
		}
		same(t, "own report", must(tx.Report("r_000002", 0))(t).Seq, int64(2))
		same(t, "own words", must(tx.Search("report 2", 9))(t), []string{"r_000002"})
		must(0, tx.PutCoding(store.Coding{Report: "r_000002", Version: 1, Coder: "c"}))(t)
		must(tx.PutDecision(store.Decision{Kind: "merge"}))(t)
		must(0, tx.Put(store.Record{Kind: "fresh", ID: "i", Keys: []uint64{1}}))(t)
		same(t, "own decision", len(must(tx.Decisions())(t)), 1)
		same(t, "own record", must(tx.Find("fresh", []uint64{1}))(t), []string{"i"})
	}
	nothing := func() {
		t.Helper()
		look(t, s, func(v store.View) {
			same(t, "reports", must(v.CountReports())(t), 1)
			same(t, "words", len(must(v.Search("report 2", 9))(t)), 0)
			same(t, "coders", len(must(v.Coders())(t)), 0)
			same(t, "decisions", len(must(v.Decisions())(t)), 0)
			same(t, "records", must(v.Count("fresh"))(t), 0)
		})
	}
	mine := errors.New("mine")
	if err := s.Update(t.Context(), func(tx store.Tx) error { fill(tx); return mine }); !errors.Is(err, mine) {
		t.Errorf("the error of do came back as %v", err)
	}
	nothing()
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic of do was swallowed")
			}
		}()
		_ = s.Update(t.Context(), func(tx store.Tx) error { fill(tx); panic("mine") })
	}()
	nothing()
	if err := s.View(t.Context(), func(store.View) error { return mine }); !errors.Is(err, mine) {
		t.Errorf("the error of do came back as %v", err)
	}
	update(t, s, fill)
	put(t, s, Report(3, 5), store.Added)
}

// testIsolation: a View reads one state, while Updates go on.
func testIsolation(t *testing.T, open func(...store.Option) store.Store) {
	s, other := open(), open()
	put(t, s, Report(1, 5), store.Added)
	look(t, s, func(v store.View) {
		for n := 2; n <= 4; n++ {
			put(t, other, Report(n, 5), store.Added)
			same(t, "the View", must(v.CountReports())(t), 1)
			same(t, "the View", len(must(v.Reports(0, 100))(t)), 1)
			look(t, s, func(v store.View) { same(t, "a later View", must(v.CountReports())(t), n) })
		}
	})
	look(t, s, func(v store.View) { same(t, "afterwards", must(v.CountReports())(t), 4) })
}

// testWriters: writers of two processes neither lose nor repeat anything.
func testWriters(t *testing.T, open func(...store.Option) store.Store) {
	const goroutines, each = 4, 12
	stores := []store.Store{open(), open()}
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range each {
				err := stores[g%2].Update(t.Context(), func(tx store.Tx) error { return count(tx, g*100+i) })
				if err != nil {
					t.Error(err)
				}
				if err := stores[(g+1)%2].View(t.Context(), consistent); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	wg.Wait()
	look(t, stores[0], func(v store.View) {
		rec := must(v.Get("counter", "n"))(t)
		same(t, "the counter", string(rec[0].Body), strconv.Itoa(goroutines*each))
		for i, r := range must(v.Reports(0, 1000))(t) {
			same(t, "Seq", r.Seq, int64(i+1))
		}
	})
}

// count adds a report and counts it in a record.
func count(tx store.Tx, n int) error {
	if _, _, err := tx.PutReport(Report(n, 10)); err != nil {
		return err
	}
	recs, err := tx.Get("counter", "n")
	if err != nil {
		return err
	}
	now := 0
	if len(recs) == 1 {
		if now, err = strconv.Atoi(string(recs[0].Body)); err != nil {
			return err
		}
	}
	return tx.Put(store.Record{Kind: "counter", ID: "n", Body: []byte(strconv.Itoa(now + 1))})
}

// consistent says whether the reports are as many as were counted.
func consistent(v store.View) error {
	recs, err := v.Get("counter", "n")
	if err != nil {
		return err
	}
	n, err := v.CountReports()
	if err == nil && (len(recs) != 1 || string(recs[0].Body) != strconv.Itoa(n)) {
		err = fmt.Errorf("%d reports, but the counter says %v", n, recs)
	}
	return err
}
