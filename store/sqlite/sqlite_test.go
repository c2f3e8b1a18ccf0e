package sqlite

import (
	"path/filepath"
	"testing"

	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/storetest"
)

func openAt(t testing.TB, path string, opts ...store.Option) *Store {
	t.Helper()
	s, err := Open(t.Context(), path, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) func(...store.Option) store.Store {
		path := filepath.Join(t.TempDir(), "a store? #1 %41;é.db")
		return func(opts ...store.Option) store.Store { return openAt(t, path, opts...) }
	})
}
