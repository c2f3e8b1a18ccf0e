package storetest

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/sitrep-dev/sitrep/store"
	"pgregory.net/rapid"
)

// sorted gives records with their keys ascending, as the order of keys is free.
func sorted(records []store.Record) []store.Record {
	for i := range records {
		records[i].Keys = slices.Clone(records[i].Keys)
		slices.Sort(records[i].Keys)
	}
	return records
}

func testRecords(t *testing.T, open func(...store.Option) store.Store) {
	s := open()
	a := store.Record{Kind: "claim", ID: "a", At: "2024-03-05", Keys: []uint64{0, 7, math.MaxUint64, 1 << 63, 1<<63 - 1}, Body: []byte("A\x00")}
	b := store.Record{Kind: "claim", ID: "b", Keys: []uint64{7, 7, 9}, Body: []byte{}}
	other := store.Record{Kind: "event", ID: "a", Keys: []uint64{7}, Body: []byte("E")}
	update(t, s, func(tx store.Tx) {
		must(0, tx.Put())(t)
		must(0, tx.Put(b, a, other))(t)
		same(t, "Get in the transaction", len(must(tx.Get("claim", "a", "b"))(t)), 2)
	})
	b.Keys = []uint64{7, 9}
	look(t, s, func(v store.View) {
		slices.Sort(a.Keys)
		same(t, "Get", sorted(must(v.Get("claim", "b", "none", "a"))(t)), []store.Record{b, a})
		same(t, "Get of one", sorted(must(v.Get("claim", "a"))(t)), []store.Record{a})
		same(t, "Get of another kind", sorted(must(v.Get("event", "a", "b"))(t)), []store.Record{other})
		same(t, "Get of nothing", len(must(v.Get("claim"))(t)), 0)
		same(t, "Get of no kind", len(must(v.Get("none", "a", "b"))(t)), 0)
		same(t, "Find", must(v.Find("claim", []uint64{7, 9}))(t), []string{"a", "b"})
		same(t, "Find with nothing", len(must(v.Find("claim", nil))(t)), 0)
		same(t, "Count", []int{must(v.Count("claim"))(t), must(v.Count("event"))(t), must(v.Count("none"))(t)}, []int{2, 1, 0})
		for _, k := range a.Keys {
			if ids := must(v.Find("claim", []uint64{k}))(t); len(ids) == 0 || ids[0] != "a" {
				t.Errorf("Find %d: %v", k, ids)
			}
		}
	})
	update(t, s, func(tx store.Tx) { // in their place, the last of one call wins
		must(0, tx.Put(store.Record{Kind: "claim", ID: "a", Keys: []uint64{5}}, store.Record{Kind: "claim", ID: "a", At: "x", Keys: []uint64{9}, Body: []byte("new")}))(t)
	})
	look(t, s, func(v store.View) {
		same(t, "Get", must(v.Get("claim", "a"))(t), []store.Record{{Kind: "claim", ID: "a", At: "x", Keys: []uint64{9}, Body: []byte("new")}})
		same(t, "old keys", must(v.Find("claim", []uint64{7, 5, 0}))(t), []string{"b"})
		same(t, "new keys", must(v.Find("claim", []uint64{9}))(t), []string{"a", "b"})
	})
	update(t, s, func(tx store.Tx) {
		must(0, tx.Delete("claim", "a", "none"))(t)
		must(0, tx.Delete("claim"))(t)
		must(0, tx.Delete("none", "a"))(t)
		same(t, "Find in the transaction", must(tx.Find("claim", []uint64{9}))(t), []string{"b"})
	})
	look(t, s, func(v store.View) {
		same(t, "deleted", len(must(v.Get("claim", "a"))(t)), 0)
		same(t, "of another kind", len(must(v.Get("event", "a"))(t)), 1)
	})
	put(t, s, Report(1, 5), store.Added)
	update(t, s, func(tx store.Tx) { must(0, tx.Drop())(t) })
	look(t, s, func(v store.View) {
		same(t, "dropped", must(v.Count("claim"))(t)+must(v.Count("event"))(t), 0)
		same(t, "keys dropped", len(must(v.Find("event", []uint64{7}))(t)), 0)
		same(t, "facts stay", must(v.CountReports())(t), 1)
	})
	update(t, s, func(tx store.Tx) { must(0, tx.Put(a))(t) })
}

func testLatest(t *testing.T, open func(...store.Option) store.Store) {
	s := open()
	update(t, s, func(tx store.Tx) {
		for id, at := range map[string]string{"a": "2024-03-05", "b": "2024-03-05", "c": "2024-03-06T10:00:00Z", "d": "", "e": "2023", "É": "2024-03-05", "B": "2024-03-05"} {
			must(0, tx.Put(store.Record{Kind: "k", ID: id, At: at}, store.Record{Kind: "l", ID: id, At: at}))(t)
		}
	})
	ids := func(since, until string, limit int) (out []string) {
		look(t, s, func(v store.View) {
			for _, r := range must(v.Latest("k", since, until, limit))(t) {
				out = append(out, r.ID)
			}
		})
		return out
	}
	same(t, "all", ids("", "", 100), []string{"c", "B", "a", "b", "É", "e", "d"})
	same(t, "limit", ids("", "", 2), []string{"c", "B"})
	same(t, "limit 0", len(ids("", "", 0)), 0)
	same(t, "since", ids("2024-03-05", "", 9), []string{"c", "B", "a", "b", "É"})
	same(t, "until", ids("", "2024-03-05", 3), []string{"B", "a", "b"})
	same(t, "both", ids("2023", "2023", 9), []string{"e"})
	same(t, "none", len(ids("2025", "2024", 9)), 0)
}

// testMany: lists of tens of thousands are one call.
func testMany(t *testing.T, open func(...store.Option) store.Store) {
	s := open()
	n := 20000
	if testing.Short() {
		n = 5000
	}
	var records []store.Record
	var ids []string
	var keys []uint64
	for i := range n {
		id := fmt.Sprintf("id%06d", i)
		records = append(records, store.Record{Kind: "k", ID: id, At: id, Keys: []uint64{uint64(i) << 40, 3}, Body: []byte(id)})
		ids, keys = append(ids, id), append(keys, uint64(i)<<40)
	}
	update(t, s, func(tx store.Tx) { must(0, tx.Put(records...))(t) })
	look(t, s, func(v store.View) {
		same(t, "Get", len(must(v.Get("k", ids...))(t)), n)
		same(t, "Find", must(v.Find("k", keys))(t), ids)
		same(t, "Find by one key", must(v.Find("k", []uint64{3}))(t), ids)
		same(t, "Latest", must(v.Latest("k", "", "", 1))(t)[0].ID, ids[n-1])
	})
	update(t, s, func(tx store.Tx) { must(0, tx.Delete("k", ids[1:]...))(t) })
	look(t, s, func(v store.View) { same(t, "Count", must(v.Count("k"))(t), 1) })
}

// testModel compares random calls with a map.
func testModel(t *testing.T, open func(...store.Option) store.Store) {
	s := open()
	kinds, ids := []string{"a", "b"}, []string{"1", "2", "3", "4", "5"}
	rapid.Check(t, func(r *rapid.T) {
		model := map[string]store.Record{}
		update(t, s, func(tx store.Tx) { must(0, tx.Drop())(t) })
		for range rapid.IntRange(1, 12).Draw(r, "steps") {
			kind, id := rapid.SampledFrom(kinds).Draw(r, "kind"), rapid.SampledFrom(ids).Draw(r, "id")
			switch rapid.IntRange(0, 3).Draw(r, "call") {
			case 0, 1:
				rec := store.Record{Kind: kind, ID: id, At: rapid.SampledFrom([]string{"", "1", "2"}).Draw(r, "at"),
					Keys: slices.Sorted(maps.Keys(rapid.MapOf(rapid.Uint64Range(0, 5), rapid.Bool()).Draw(r, "keys"))), Body: []byte(rapid.String().Draw(r, "body"))}
				model[kind+id] = rec
				update(t, s, func(tx store.Tx) { must(0, tx.Put(rec))(t) })
			case 2:
				delete(model, kind+id)
				update(t, s, func(tx store.Tx) { must(0, tx.Delete(kind, id))(t) })
			case 3:
				compare(t, s, model, kind, rapid.SliceOf(rapid.Uint64Range(0, 5)).Draw(r, "find"))
			}
		}
		for _, kind := range kinds {
			compare(t, s, model, kind, []uint64{0, 1, 2, 3, 4, 5})
		}
	})
}

func compare(t *testing.T, s store.Store, model map[string]store.Record, kind string, keys []uint64) {
	t.Helper()
	var all []store.Record
	var found []string
	for _, id := range slices.Sorted(maps.Keys(model)) {
		rec := model[id]
		if rec.Kind != kind {
			continue
		}
		all = append(all, rec)
		if slices.ContainsFunc(rec.Keys, func(k uint64) bool { return slices.Contains(keys, k) }) {
			found = append(found, rec.ID)
		}
	}
	slices.SortStableFunc(all, func(a, b store.Record) int { return cmp.Or(cmp.Compare(b.At, a.At), cmp.Compare(a.ID, b.ID)) })
	look(t, s, func(v store.View) {
		got := must(v.Latest(kind, "", "", 100))(t)
		if fmt.Sprint(sorted(got)) != fmt.Sprint(all) {
			t.Fatalf("Latest of %s:\n got %v\nwant %v", kind, got, all)
		}
		if got := must(v.Find(kind, keys))(t); fmt.Sprint(got) != fmt.Sprint(found) {
			t.Fatalf("Find %v in %s: got %v, want %v", keys, kind, got, found)
		}
		same(t, "Count", must(v.Count(kind))(t), len(all))
	})
}
