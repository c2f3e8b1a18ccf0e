package sqlite

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/storetest"
)

// TestFullDisk fills a small disk of its own, once with other files and again
// with the store, and goes on when there is space again.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=8m"); err != nil {
		t.Skipf("a small disk cannot be mounted (%v); run the test as root", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	s := openAt(t, filepath.Join(dir, "s.db"))
	s.logLimit = 1 << 20
	acked := 0
	for round := range 3 { // with less ballast each time
		ballast := filepath.Join(dir, "ballast")
		if err := os.WriteFile(ballast, bytes.Repeat([]byte{1}, (3-round)<<20), 0o644); err != nil && !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
		before := acked
		for {
			err := s.Update(t.Context(), func(tx store.Tx) error { return storetest.Add(tx, acked+1) })
			if err != nil {
				if !errors.Is(err, store.ErrFull) {
					t.Fatalf("round %d: %v", round, err)
				}
				break
			}
			acked++
		}
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		if n := whole(t, s); n != acked || n == before {
			t.Fatalf("round %d: %d reports of %d acknowledged", round, n, acked)
		}
		if round < 2 {
			addTo(t, s, acked+1, 1)
			acked++
		}
	}
	t.Logf("%d reports before the disk was full for good", acked)
}
