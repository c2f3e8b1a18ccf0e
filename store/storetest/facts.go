package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/store"
)

func testReports(t *testing.T, open func(...store.Option) store.Store) {
	s := open()
	look(t, s, func(v store.View) {
		same(t, "reports of an empty store", must(v.CountReports())(t), 0)
		same(t, "list of an empty store", len(must(v.Reports(0, 10))(t)), 0)
		if _, err := v.Report("r", 0); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a report that is not there: %v", err)
		}
	})
	for n := 1; n <= 5; n++ {
		same(t, "what PutReport gives", put(t, s, Report(n, 50), store.Added), expect(Report(n, 50), int64(n), 1))
	}
	look(t, s, func(v store.View) {
		same(t, "Report", must(v.Report("r_000003", 0))(t), expect(Report(3, 50), 3, 1))
		same(t, "Report, version 1", must(v.Report("r_000003", 1))(t), expect(Report(3, 50), 3, 1))
		if _, err := v.Report("r_000003", 2); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a version that is not there: %v", err)
		}
		same(t, "CountReports", must(v.CountReports())(t), 5)
		same(t, "Reports", must(v.Reports(2, 2))(t), []store.Report{expect(Report(3, 50), 3, 1), expect(Report(4, 50), 4, 1)})
		same(t, "Reports, limit 0", len(must(v.Reports(0, 0))(t)), 0)
	})
}

// testIdentity: what makes a report the same, and what a new version.
func testIdentity(t *testing.T, open func(...store.Option) store.Store) {
	s := open()
	first := put(t, s, Report(1, 20), store.Added)
	again := Report(1, 20)
	again.Report.Published.Time = again.Report.Published.Time.UTC() // the same moment
	again.Report.URL, again.Report.Byline, again.Raw = "https://mirror.example/", "B", nil
	again.Received = again.Received.Add(-time.Hour) // a clock set back
	same(t, "what stands of a known report", put(t, s, again, store.Known), first)

	changes := []func(*store.Report){
		func(r *store.Report) { r.Report.Text += "Corrected." },
		func(r *store.Report) { r.Report.Title += "!" },
		func(r *store.Report) { r.Report.Publisher = "Another" },
		func(r *store.Report) { r.Report.Published.Time = r.Report.Published.Time.Add(time.Second) },
		func(r *store.Report) { r.Report.Published.DayOnly = true },
		func(r *store.Report) { r.Report.Published = sitrep.Stamp{} },
	}
	for i, change := range changes {
		r := Report(1, 20)
		change(&r)
		same(t, "a revision", put(t, s, r, store.Revised), expect(r, int64(i+2), i+2))
		put(t, s, r, store.Known)
	}
	same(t, "the first version again", put(t, s, Report(1, 20), store.Known), first)
	put(t, s, Report(2, 20), store.Added)
	look(t, s, func(v store.View) {
		same(t, "ids", must(v.CountReports())(t), 2)
		same(t, "the latest", must(v.Report("r_000001", 0))(t).Version, len(changes)+1)
		same(t, "the first", must(v.Report("r_000001", 1))(t), first)
		all := must(v.Reports(0, 100))(t)
		same(t, "all versions", len(all), len(changes)+2)
		for i, r := range all {
			same(t, "Seq", r.Seq, int64(i+1))
		}
	})
}

// testBytes: everything comes back as it was, whatever bytes it is made of.
func testBytes(t *testing.T, open func(...store.Option) store.Store) {
	s := open()
	texts := []string{"", "\x00", "a\x00b", "\ufeffBOM", "Ünï ☂ مرحبا 平和", strings.Repeat("long ", 40000), strings.Repeat("x", 300000), "' \" \\ % _ ; -- $1 ?1 :a"}
	raws := [][]byte{nil, {}, {0}, []byte("\xff\xfe\x00bad"), []byte(strings.Repeat("<p>\xe9</p>", 5000))}
	for i, text := range texts {
		for j, raw := range raws {
			r := Report(i*10+j, 1)
			r.Report = sitrep.Report{ID: fmt.Sprintf("id ' \" %% _ é/%d/%d", i, j), Text: text, Title: "t\x00", Source: "in/\xff\xfe"}
			r.Raw = raw
			if string(raw) == text {
				r.Raw = nil
			}
			put(t, s, r, store.Added)
			look(t, s, func(v store.View) {
				got := must(v.Report(r.Report.ID, 0))(t)
				same(t, "report", got, expect(r, got.Seq, 1))
			})
			put(t, s, r, store.Known)
		}
	}
	r := Report(99, 1)
	r.Report.Text, r.Raw = "same", []byte("same")
	if got := put(t, s, r, store.Added); got.Raw != nil {
		t.Error("Raw that is the text is kept twice")
	}
	for i, at := range []time.Time{{}, time.Date(1850, 1, 1, 0, 0, 0, 0, time.FixedZone("", 53*60+28)), time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC)} {
		r := Report(200+i, 1)
		r.Report.Published.Time, r.Received = at, at
		got := put(t, s, r, store.Added)
		look(t, s, func(v store.View) {
			same(t, "report", must(v.Report(r.Report.ID, 0))(t).Received, got.Received)
			if back := must(v.Report(r.Report.ID, 0))(t).Report.Published; !back.Time.Equal(at) {
				t.Errorf("published %s came back as %s", at, back.Time)
			}
		})
	}
}

func testRefusals(t *testing.T, open func(...store.Option) store.Store) {
	s := open()
	put(t, s, Report(1, 5), store.Added)
	refused := func(what string, do func(store.Tx) error) {
		t.Helper()
		err := s.Update(t.Context(), do)
		if err == nil || !strings.Contains(err.Error(), "store: ") || !strings.Contains(err.Error(), "; ") {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, id := range []string{"", "a\x00", "\xff", strings.Repeat("x", 2001)} {
		refused("report id", func(tx store.Tx) error {
			r := Report(2, 5)
			r.Report.ID = id
			_, _, err := tx.PutReport(r)
			return err
		})
		refused("record id", func(tx store.Tx) error { return tx.Put(store.Record{Kind: "k", ID: id}) })
		refused("record kind", func(tx store.Tx) error { return tx.Put(store.Record{Kind: id, ID: "i"}) })
		refused("coder", func(tx store.Tx) error { return tx.PutCoding(store.Coding{Report: "r_000001", Version: 1, Coder: id}) })
		refused("decision kind", func(tx store.Tx) error { _, err := tx.PutDecision(store.Decision{Kind: id}); return err })
	}
	refused("at", func(tx store.Tx) error { return tx.Put(store.Record{Kind: "k", ID: "i", At: "\x00"}) })
	refused("text", func(tx store.Tx) error {
		r := Report(2, 5)
		r.Report.Text = "\xff"
		_, _, err := tx.PutReport(r)
		return err
	})
	refused("claim of another report", func(tx store.Tx) error {
		return tx.PutCoding(store.Coding{Report: "r_000001", Version: 1, Coder: "c", Claims: []sitrep.Claim{{Report: sitrep.Report{ID: "r"}}}})
	})
	for _, id := range []string{"", "a\x00", "\xff", strings.Repeat("x", 3000)} { // asking is no fault
		look(t, s, func(v store.View) {
			if _, err := v.Report(id, 0); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("Report(%q): %v", id[:min(9, len(id))], err)
			}
			same(t, "Get", len(must(v.Get("k", id, "x"))(t)), 0)
			same(t, "Get of a kind", len(must(v.Get(id, "x"))(t)), 0)
			same(t, "Count", must(v.Count(id))(t), 0)
		})
	}
	long := strings.Repeat("é", 1000)
	update(t, s, func(tx store.Tx) {
		r := Report(3, 5)
		r.Report.ID = long
		if _, _, err := tx.PutReport(r); err != nil {
			t.Fatal(err)
		}
	})
}

func testCodings(t *testing.T, open func(...store.Option) store.Store) {
	s := open()
	rep := put(t, s, Report(1, 20), store.Added)
	coding := store.Coding{Report: "r_000001", Version: 1, Coder: "coder 2", Coded: time.Date(2024, 3, 6, 2, 0, 0, 1000, time.UTC)}
	for n := range 8 {
		coding.Claims = append(coding.Claims, Claim(rep.Report, n))
	}
	put2 := func(c store.Coding) { t.Helper(); update(t, s, func(tx store.Tx) { must(0, tx.PutCoding(c))(t) }) }
	put2(coding)
	other := coding
	other.Claims, other.Coded = coding.Claims[:1], coding.Coded.Add(time.Hour)
	put2(other) // the same report, version and coder: changes nothing
	other.Coder, other.Claims = "coder 1", []sitrep.Claim{}
	put2(other)
	look(t, s, func(v store.View) {
		same(t, "Coding", must(v.Coding("r_000001", 1, "coder 2"))(t), coding)
		same(t, "Coding, latest version", must(v.Coding("r_000001", 0, "coder 2"))(t), coding)
		same(t, "Coding without claims", must(v.Coding("r_000001", 1, "coder 1"))(t), other)
		same(t, "Coders", must(v.Coders())(t), []string{"coder 2", "coder 1"})
		for _, miss := range []store.Coding{{Report: "r", Coder: "coder 1"}, {Report: "r_000001", Version: 2, Coder: "coder 1"}, {Report: "r_000001", Version: 1, Coder: "coder"}} {
			if _, err := v.Coding(miss.Report, miss.Version, miss.Coder); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%+v: %v", miss, err)
			}
		}
	})
	for _, c := range []store.Coding{{Report: "r", Version: 1, Coder: "c"}, {Report: "r_000001", Version: 2, Coder: "c"}} {
		if err := s.Update(t.Context(), func(tx store.Tx) error { return tx.PutCoding(c) }); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("coding of nothing: %v", err)
		}
	}
}

func testUncoded(t *testing.T, open func(...store.Option) store.Store) {
	s := open()
	for n := 1; n <= 6; n++ {
		put(t, s, Report(n, 5), store.Added)
	}
	revised := Report(2, 5)
	revised.Report.Text += "!"
	put(t, s, revised, store.Revised) // Seq 7
	code := func(id string, version int, coder string) {
		update(t, s, func(tx store.Tx) { must(0, tx.PutCoding(store.Coding{Report: id, Version: version, Coder: coder}))(t) })
	}
	seqs := func(coder string, after int64, limit int) (out []int64) {
		look(t, s, func(v store.View) {
			for _, r := range must(v.Uncoded(coder, after, limit))(t) {
				out = append(out, r.Seq)
			}
		})
		return out
	}
	same(t, "before any coding", seqs("a", 0, 100), []int64{1, 3, 4, 5, 6, 7})
	code("r_000001", 1, "a")
	code("r_000002", 1, "a")
	code("r_000004", 1, "a")
	same(t, "after some", seqs("a", 0, 100), []int64{3, 5, 6, 7})
	same(t, "for another coder", seqs("b", 3, 2), []int64{4, 5})
	code("r_000002", 2, "a")
	same(t, "the revised is coded", seqs("a", 4, 100), []int64{5, 6})
}

func testDecisions(t *testing.T, open func(...store.Option) store.Store) {
	s := open()
	look(t, s, func(v store.View) { same(t, "no decisions", len(must(v.Decisions())(t)), 0) })
	want := []store.Decision{
		{Kind: "merge", Items: []string{"e_1", "e_2"}, Author: "A. N. Alyst", Reason: "one event, “two” names\n", Made: time.Date(2024, 3, 6, 0, 0, 0, 1000, time.UTC)},
		{Kind: "correct", Items: []string{"c_1"}, Field: "place", Value: "\x00\xff'", Author: "B", Reason: "", Made: time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)},
		{Kind: "merge", Items: []string{"e_1", "e_2"}, Author: "A. N. Alyst", Reason: "one event, “two” names\n", Made: time.Date(2024, 3, 6, 0, 0, 0, 1000, time.UTC)},
	}
	for i := range want {
		update(t, s, func(tx store.Tx) {
			got := must(tx.PutDecision(want[i]))(t)
			want[i].Seq = int64(i + 1)
			same(t, "what PutDecision gives", got, want[i])
		})
	}
	look(t, s, func(v store.View) { same(t, "Decisions", must(v.Decisions())(t), want) })
}

func testSearch(t *testing.T, open func(...store.Option) store.Store) {
	s := open()
	texts := []string{"The river Évros rose; the RIVER fell.", "A river far away, in a long text about other things that go on and on without end.",
		"Al-Sample: it's 3.5 km² of مرحبا", "nothing", strings.Repeat("many different words ", 1000) + strings.Repeat("y", 5000)}
	for i, text := range texts {
		r := Report(i+1, 0)
		r.Report.Text, r.Report.Title = text, fmt.Sprintf("Headline%d", i+1)
		put(t, s, r, store.Added)
	}
	search := func(query string) (out []string) {
		t.Helper()
		look(t, s, func(v store.View) { out = must(v.Search(query, 10))(t) })
		return out
	}
	for query, want := range map[string][]string{
		"river": {"r_000001", "r_000002"}, "RIVER away": {"r_000002"}, "evros": {"r_000001"}, "ÉVROS": {"r_000001"}, "al-sample": {"r_000003"},
		"it's": {"r_000003"}, "مرحبا": {"r_000003"}, "km2": {"r_000003"}, "headline4": {"r_000004"}, "riv": nil, "": nil, "  ": nil, "\"": nil, "''": nil, "river nothing": nil,
		"river* OR nothing": nil, "river AND (away)": {"r_000002"}, "words:river": nil, "\x00\xff": nil, "river\x00away": {"r_000002"}, "- river": {"r_000001", "r_000002"}, "^river": {"r_000001", "r_000002"},
		"many different": {"r_000005"}, strings.Repeat("river ", 3000): {"r_000001", "r_000002"}, "river \\ % & | ! <-> :*": {"r_000001", "r_000002"},
	} {
		same(t, fmt.Sprintf("Search(%.40q)", query), search(query), want)
	}
	look(t, s, func(v store.View) { same(t, "limit", must(v.Search("river", 1))(t), []string{"r_000001"}) })
	r := Report(1, 0)
	r.Report.Text, r.Report.Title = "The lake rose.", "Headline1"
	put(t, s, r, store.Revised)
	same(t, "an old version is not found", search("river"), []string{"r_000002"})
	same(t, "the new version is", search("lake rose"), []string{"r_000001"})
}
