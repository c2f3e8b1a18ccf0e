// Package storetest is the contract that every store passes. A new store needs
// only to call [Run]; what is particular to a database (files, servers, disks that
// are full) it tests itself.
package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/store"
)

// Opener makes an empty place for a store and gives the function that opens it.
// Each call of that function opens the same place once more, as another process
// would; what it opens is closed at the end of the test.
type Opener func(t *testing.T) func(opts ...store.Option) store.Store

// Run tests a store.
func Run(t *testing.T, open Opener) {
	tests := []struct {
		name string
		test func(*testing.T, func(...store.Option) store.Store)
	}{
		{"reports", testReports}, {"identity", testIdentity}, {"bytes", testBytes}, {"refusals", testRefusals},
		{"codings", testCodings}, {"uncoded", testUncoded}, {"decisions", testDecisions}, {"search", testSearch},
		{"records", testRecords}, {"latest", testLatest}, {"many", testMany}, {"model", testModel},
		{"rollback", testRollback}, {"isolation", testIsolation}, {"writers", testWriters},
		{"reopen", testReopen}, {"closed", testClosed}, {"cancel", testCancel},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			again := open(t)
			c.test(t, again)
			if err := again().Check(t.Context()); err != nil {
				t.Errorf("Check at the end: %v", err)
			}
		})
	}
}

// Report is the nth report of a made-up stream. Its text has about as many words
// as asked for.
func Report(n, words int) store.Report {
	zone := time.FixedZone("", 3*3600)
	text := fmt.Sprintf("Report %d of the day.\n\n", n)
	for i := range words {
		text += fmt.Sprintf("word%d ", (n*31+i*7)%997)
	}
	return store.Report{
		Report: sitrep.Report{ID: fmt.Sprintf("r_%06d", n), Title: fmt.Sprintf("Report %d", n), Text: text, Publisher: "The Daily Sample",
			Published: sitrep.Stamp{Time: time.Date(2024, 3, 5, 23, 30, n%60, 0, zone)}, URL: fmt.Sprintf("https://news.example/%d", n),
			Byline: "A. Writer", Language: "en", Source: "feed.xml",
			Blocks: []sitrep.Block{{Kind: sitrep.Heading, Span: sitrep.Span{Start: 0, End: 8}},
				{Kind: sitrep.Quote, Span: sitrep.Span{Start: 9, End: len(text)}, Speaker: "Somebody", Said: sitrep.Stamp{Time: time.Date(2024, 3, 4, 0, 0, 0, 0, time.UTC), DayOnly: true}}}},
		Raw: []byte("<html>" + text + "</html>"), Received: time.Date(2024, 3, 6, 1, 2, 3, 456789, time.UTC),
	}
}

// Claim is the nth claim of a report.
func Claim(rep sitrep.Report, n int) sitrep.Claim {
	twelve := 12
	return sitrep.Claim{ID: fmt.Sprintf("c_%s_%d", rep.ID, n), Report: rep, Sentence: sitrep.Span{Start: 0, End: 20}, Trigger: sitrep.Span{Start: 3, End: 9},
		Quote: "At least twelve people were said to have been hurt near the river on Monday, a spokesman told the paper.",
		Type:  "SAMPLE", Modes: []string{"unknown"}, Contexts: []string{}, Quad: 4, Modality: sitrep.Happened, Polarity: sitrep.Affirmed,
		Actors:     []sitrep.Actor{{Name: "an armed group", Span: sitrep.Span{Start: 1, End: 2}}},
		Recipients: []sitrep.Actor{{Name: "villagers", Span: sitrep.Span{Start: 4, End: 9}}},
		Time:       &sitrep.ClaimTime{Value: "2024-03-04", Start: "2024-03-04", End: "2024-03-05", Precision: "day"},
		Place:      &sitrep.Place{Name: "Riverton", Lat: 1.25, Lon: -2.5, Precision: "town", RadiusKm: 15},
		Figures:    []sitrep.Figure{{Measure: "injured", Min: &twelve, Victims: "civilian"}}, Confidence: 0.1 + 0.2, Entries: []string{"a.b"}, Coder: "sitrep test"}
}

func update(t *testing.T, s store.Store, do func(store.Tx)) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx store.Tx) error { do(tx); return nil }); err != nil {
		t.Fatal(err)
	}
}

func look(t *testing.T, s store.Store, do func(store.View)) {
	t.Helper()
	if err := s.View(t.Context(), func(v store.View) error { do(v); return nil }); err != nil {
		t.Fatal(err)
	}
}

// put adds one report in an Update of its own.
func put(t *testing.T, s store.Store, r store.Report, want store.Outcome) store.Report {
	t.Helper()
	var got store.Report
	update(t, s, func(tx store.Tx) {
		var outcome store.Outcome
		var err error
		if got, outcome, err = tx.PutReport(r); err != nil || outcome != want {
			t.Fatalf("PutReport %q: outcome %d, %v; want %d", r.Report.ID, outcome, err, want)
		}
	})
	return got
}

// must gives the value or ends the test.
func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

// expect is a report as it has to come back.
func expect(r store.Report, seq int64, version int) store.Report {
	sum := sha256.Sum256([]byte(r.Report.Text))
	r.Seq, r.Version, r.Hash = seq, version, hex.EncodeToString(sum[:])
	r.Received = r.Received.UTC().Truncate(time.Microsecond)
	return r
}

func testReopen(t *testing.T, open func(...store.Option) store.Store) {
	s := open()
	want := put(t, s, Report(1, 20), store.Added)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(store.ReadOnly())
	look(t, s, func(v store.View) { same(t, "after reopening", must(v.Report("r_000001", 0))(t), want) })
	err := s.Update(t.Context(), func(store.Tx) error { t.Error("Update of a store open for reading ran"); return nil })
	if !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("Update of a store open for reading: %v", err)
	}
}

func testClosed(t *testing.T, open func(...store.Option) store.Store) {
	s := open()
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if s.Update(t.Context(), func(store.Tx) error { return nil }) == nil || s.View(t.Context(), func(store.View) error { return nil }) == nil || s.Check(t.Context()) == nil {
		t.Error("a closed store works")
	}
}

func testCancel(t *testing.T, open func(...store.Option) store.Store) {
	s, other := open(), open()
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Update(ctx, func(tx store.Tx) error {
		_, _, err := tx.PutReport(Report(1, 5))
		cancel()
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled in the middle: %v", err)
	}
	wait, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer stop()
	update(t, s, func(tx store.Tx) {
		start := time.Now()
		for _, w := range []store.Store{s, other} {
			if err := w.Update(wait, func(store.Tx) error { return nil }); err == nil {
				t.Error("two Updates ran at once")
			}
		}
		if time.Since(start) > 5*time.Second {
			t.Errorf("waiting writers ended %s after their time", time.Since(start))
		}
	})
	look(t, s, func(v store.View) { same(t, "reports", must(v.CountReports())(t), 0) })
	put(t, s, Report(2, 5), store.Added)
}
