package sqlite

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/storetest"
)

// BenchmarkAdd measures what sitrep add writes for one report: 400 words, a coding
// of 8 claims, 3 records with 18 keys each. "each" commits every report, "fifty"
// every fiftieth; both end on the disk.
func BenchmarkAdd(b *testing.B) {
	for _, batch := range []struct {
		name string
		size int
	}{{"each", 1}, {"fifty", 50}} {
		b.Run(batch.name, func(b *testing.B) {
			s := openAt(b, filepath.Join(b.TempDir(), "store.db"))
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				if n++; n%batch.size == 0 {
					if err := s.Update(b.Context(), func(tx store.Tx) error {
						for i := n - batch.size; i < n; i++ {
							if err := add(tx, i); err != nil {
								return err
							}
						}
						return nil
					}); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// add writes the nth report with all that belongs to it.
func add(tx store.Tx, n int) error {
	rep, _, err := tx.PutReport(storetest.Report(n, 400))
	if err != nil {
		return err
	}
	coding := store.Coding{Report: rep.Report.ID, Version: rep.Version, Coder: "sitrep test", Coded: rep.Received}
	for i := range 8 {
		coding.Claims = append(coding.Claims, storetest.Claim(rep.Report, i))
	}
	if err := tx.PutCoding(coding); err != nil {
		return err
	}
	return tx.Put(records(rep.Report, n)...)
}

func records(rep sitrep.Report, n int) []store.Record {
	var out []store.Record
	for i := range 3 {
		rec := store.Record{Kind: "event", ID: fmt.Sprintf("e_%d_%d", n, i), At: rep.Published.String(), Body: []byte(rep.Text)}
		for k := range 18 {
			rec.Keys = append(rec.Keys, uint64(n*54+i*18+k)*0x9E3779B97F4A7C15)
		}
		out = append(out, rec)
	}
	return out
}
