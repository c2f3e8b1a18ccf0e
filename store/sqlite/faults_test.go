package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/storetest"
)

// addTo adds n reports, the first with the number from, one Update each.
func addTo(t *testing.T, s *Store, from, n int) {
	t.Helper()
	for i := from; i < from+n; i++ {
		if err := s.Update(t.Context(), func(tx store.Tx) error { return storetest.Add(tx, i) }); err != nil {
			t.Fatal(err)
		}
	}
}

// whole gives the number of reports of a store that is whole.
func whole(t *testing.T, s *Store) int {
	t.Helper()
	n, err := storetest.Whole(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// has fails unless the report with the number n is there.
func has(t *testing.T, s *Store, n int) {
	t.Helper()
	if err := storetest.Has(t.Context(), s, n); err != nil {
		t.Fatalf("acknowledged report %d: %v", n, err)
	}
}

func TestAppendOnly(t *testing.T) {
	s := openAt(t, filepath.Join(t.TempDir(), "s.db"))
	addTo(t, s, 1, 1)
	if err := s.Update(t.Context(), func(tx store.Tx) error { _, err := tx.PutDecision(store.Decision{Kind: "merge"}); return err }); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"report", "coder", "coding", "decision"} {
		column := map[string]string{"report": "meta", "coder": "name", "coding": "coded", "decision": "body"}[table]
		for _, query := range []string{"delete from " + table, "update " + table + " set " + column + " = " + column} {
			if _, err := s.writes.Exec(query); err == nil || !strings.Contains(err.Error(), "only added") {
				t.Errorf("%s: %v", query, err)
			}
		}
	}
}

func TestNoStore(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, body []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, body, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	foreign := filepath.Join(dir, "foreign.db")
	db := connect(foreign, "rwc", nil)
	if _, err := db.Exec("create table t (x)"); err != nil {
		t.Fatal(err)
	}
	_ = db.Close()
	newer := filepath.Join(dir, "newer.db")
	_ = openAt(t, newer).Close()
	db = connect(newer, "rw", nil)
	if _, err := db.Exec(fmt.Sprintf("pragma user_version = %d", Version+1)); err != nil {
		t.Fatal(err)
	}
	_ = db.Close()
	for _, c := range []struct {
		path, says string
		is         error
		opts       []store.Option
	}{
		{write("empty.db", nil), "the file is empty, so it is no store; remove it", nil, nil},
		{write("text.db", []byte("A text of some length, but no database.")), "does not begin as a SQLite file does", nil, nil},
		{write("short.db", []byte("A")), "does not begin as a SQLite file does", nil, nil},
		{dir, "it is a folder; give the path of a file in it", nil, nil},
		{filepath.Join(dir, "none", "s.db"), "its folder is not there; make the folder", fs.ErrNotExist, nil},
		{filepath.Join(dir, "none.db"), "there is no store; make one", store.ErrNotFound, []store.Option{store.Existing()}},
		{filepath.Join(dir, "none.db"), "there is no store; make one", store.ErrNotFound, []store.Option{store.ReadOnly()}},
		{foreign, "it is a SQLite file of another program; give the path of a store", nil, nil},
		{newer, "use the newer sitrep", store.ErrNewer, nil},
		{newer, "use the newer sitrep", store.ErrNewer, []store.Option{store.ReadOnly()}},
	} {
		before, _ := os.ReadFile(c.path)
		_, err := Open(t.Context(), c.path, c.opts...)
		if err == nil || !strings.HasPrefix(err.Error(), "store: "+c.path+": ") || !strings.Contains(err.Error(), c.says) || c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%s: %v", c.path, err)
		}
		if after, _ := os.ReadFile(c.path); !bytes.Equal(before, after) {
			t.Errorf("%s was changed", c.path)
		}
	}
	left, _ := filepath.Glob(filepath.Join(dir, "*.new-*"))
	if _, err := os.Stat(filepath.Join(dir, "none.db")); err == nil || len(left) > 0 {
		t.Errorf("something was made: %v", left)
	}
}

// TestFull lets SQLite run out of pages, as on a full disk.
func TestFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	s := openAt(t, path)
	addTo(t, s, 1, 5)
	pages := func(n int) {
		w := <-s.writer
		var got int
		if err := w.row(t.Context(), fmt.Sprintf("pragma max_page_count = %d", n), nil, &got); err != nil {
			t.Fatal(err)
		}
		s.writer <- w
	}
	pages(1) // the count there is
	acked := 5
	for {
		err := s.Update(t.Context(), func(tx store.Tx) error { return storetest.Add(tx, acked+1) })
		if err == nil {
			acked++
			continue
		}
		if !errors.Is(err, store.ErrFull) || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "free space") {
			t.Fatal(err)
		}
		break
	}
	for range 3 { // it stays usable and gives the same answer
		if err := s.Update(t.Context(), func(tx store.Tx) error { return storetest.Add(tx, acked+1) }); !errors.Is(err, store.ErrFull) {
			t.Fatal(err)
		}
	}
	if n := whole(t, s); n != acked {
		t.Fatalf("%d reports of %d acknowledged", n, acked)
	}
	pages(1 << 30)
	addTo(t, s, acked+1, 5)
	if n := whole(t, s); n != acked+5 {
		t.Fatalf("%d reports of %d acknowledged", n, acked+5)
	}
}

// TestDamage changes bytes all over the file: Check finds them, or they say nothing.
func TestDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	s := openAt(t, path)
	addTo(t, s, 1, 30)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	for page := range len(good) / 4096 {
		bad := bytes.Clone(good)
		copy(bad[page*4096:], bytes.Repeat([]byte{0xA5}, 4096))
		if err := checkCopy(t.Context(), copied, bad); page > 0 && (!errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), copied)) || err == nil {
			t.Fatalf("page %d of %d overwritten: %v", page+1, len(good)/4096, err)
		}
	}
	at := bytes.Index(good, []byte("word713 "))
	if at < 0 {
		t.Fatal("no text in the file")
	}
	bad := bytes.Clone(good)
	bad[at] ^= 1
	err = checkCopy(t.Context(), copied, bad)
	if !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), copied+": report ") || !strings.Contains(err.Error(), "backup") {
		t.Fatalf("one bit of a text changed: %v", err)
	}
	if err := checkCopy(t.Context(), copied, good[:len(good)-3*4096]); !errors.Is(err, store.ErrCorrupt) {
		t.Fatalf("file cut short: %v", err)
	}
	if err := checkCopy(t.Context(), copied, good); err != nil {
		t.Fatal(err)
	}
}

// checkCopy writes a store and gives what Open or Check say of it.
func checkCopy(ctx context.Context, path string, body []byte) (err error) {
	for _, end := range []string{"-wal", "-shm"} {
		_ = os.Remove(path + end)
	}
	if err := os.WriteFile(path, body, 0o644); err != nil {
		return err
	}
	s, err := Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return s.Check(ctx)
}

// TestCopy copies the two files in the middle of a stream of Updates.
func TestCopy(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "s.db")
	s := openAt(t, path)
	acked := make(chan int)
	stop := make(chan struct{})
	go func() {
		defer close(acked)
		for n := 1; ; n++ {
			if err := s.Update(context.Background(), func(tx store.Tx) error { return storetest.Add(tx, n) }); err != nil {
				t.Error(err)
				return
			}
			select {
			case acked <- n:
			case <-stop:
				return
			}
		}
	}()
	for round := range 4 {
		last := 0
		for range 30 {
			last = <-acked
		}
		go func() { // the stream goes on
			for range acked {
			}
		}()
		to := filepath.Join(dir, fmt.Sprintf("copy%d.db", round))
		for _, end := range []string{"", "-wal"} {
			copyFile(t, path+end, to+end)
		}
		c := openAt(t, to)
		if n := whole(t, c); n < last {
			t.Errorf("the copy has %d reports; %d were acknowledged before it began", n, last)
		}
		addTo(t, c, 1_000_000, 1)
	}
	close(stop)
	for range acked {
	}
	backup := filepath.Join(dir, "backup.db")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	if a, b := whole(t, s), whole(t, openAt(t, backup)); a != b {
		t.Errorf("%d reports, %d in the backup", a, b)
	}
	if err := s.Backup(t.Context(), backup); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a backup over a file: %v", err)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	out, err := os.Create(to)
	if err == nil {
		_, err = io.Copy(out, in)
	}
	if err = errors.Join(err, out.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestFold: a large log is folded into the file, and the writer goes on meanwhile
// even when a reader keeps an old state.
func TestFold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	s := openAt(t, path)
	s.logLimit = 1 << 20
	err := s.View(t.Context(), func(v store.View) error {
		addTo(t, s, 1, 30)
		n, err := v.CountReports()
		if n != 0 {
			t.Errorf("the View sees %d reports", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.tried = 0
	addTo(t, s, 31, 1)
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() > 1<<20 {
		t.Errorf("the log was not folded: %v, %v", info.Size(), err)
	}
	if n := whole(t, s); n != 31 {
		t.Errorf("%d reports of 31", n)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + "-wal"); err == nil {
		t.Error("the log is still there after Close")
	}
}
