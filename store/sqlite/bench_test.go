package sqlite

import (
	"path/filepath"
	"testing"

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
							if err := storetest.Add(tx, i); err != nil {
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
