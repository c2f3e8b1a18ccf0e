package sqlite

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/sitrep-dev/sitrep/store"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Version is the newest version of the schema that this package knows.
const Version = 1

// application marks a SQLite file as a store: "sitr" in its header.
const application = 0x73697472

// look says whether what is at path can only be read, and refuses what is no store.
func look(path string, o store.Options) (readOnly bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, lookNew(path, o)
	case err != nil:
		return false, place(path, "it cannot be opened", "give a file that may be read", nil, err)
	case info.IsDir():
		return false, place(path, "it is a folder", "give the path of a file in it", nil, nil)
	case info.Size() == 0:
		return false, place(path, "the file is empty, so it is no store", "remove it to make a new store there, or take the store from a backup", nil, nil)
	}
	head := make([]byte, 16)
	f, err := os.Open(path)
	if err != nil {
		return false, place(path, "it cannot be opened", "give a file that may be read", nil, err)
	}
	defer func() { _ = f.Close() }()
	if _, err := io.ReadFull(f, head); err != nil || !bytes.Equal(head, []byte("SQLite format 3\x00")) {
		return false, place(path, "it does not begin as a SQLite file does, so it is no store", "give the path of a store; if this was one, take it from a backup", nil, nil)
	}
	return !writable(path), nil
}

func lookNew(path string, o store.Options) error {
	if o.Existing {
		return place(path, "there is no store", "make one with sitrep add, or give another path", store.ErrNotFound, nil)
	}
	dir := filepath.Dir(path)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return place(path, "its folder is not there", "make the folder "+dir+", or give another path", fs.ErrNotExist, nil)
	}
	return nil
}

// writable says whether the file can be written and its log made beside it.
func writable(path string) bool {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return false
	}
	_ = f.Close()
	probe, err := os.CreateTemp(filepath.Dir(path), ".sitrep-*")
	if err != nil {
		return false
	}
	_ = probe.Close()
	return os.Remove(probe.Name()) == nil
}

// create makes a new store where there is no file. It is made under another name
// and then put into its place, so that there never is half a store.
func create(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	// With os.CreateTemp nobody else could read it, whatever the umask says.
	tmp, err := os.OpenFile(fmt.Sprintf("%s.new-%016x", path, rand.Uint64()), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o644)
	if err != nil {
		return &store.Error{Place: path, Fault: "no file can be made in its folder", Remedy: "give the right to write there, or another path", Kind: store.ErrReadOnly, Cause: err}
	}
	_ = tmp.Close()
	defer func() {
		for _, end := range []string{"", "-wal", "-shm", "-journal"} {
			_ = os.Remove(tmp.Name() + end)
		}
	}()
	db := connect(tmp.Name(), "rw", writerPragmas)
	defer func() { _ = db.Close() }()
	c, err := dial(ctx, db)
	if err != nil {
		return err
	}
	if err := c.exec(ctx, "pragma journal_mode = wal"); err != nil {
		return err
	}
	if err := migrate(ctx, c, path); err != nil {
		return err
	}
	c.drop()
	if err := db.Close(); err != nil { // the last to close folds the log into the file
		return err
	}
	return install(tmp.Name(), path)
}

// install gives a finished file its name, unless another process was first.
func install(tmp, path string) error {
	err := os.Link(tmp, path)
	if err != nil && !errors.Is(err, fs.ErrExist) { // a file system without links
		if _, there := os.Stat(path); there != nil {
			err = os.Rename(tmp, path)
		}
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		_ = dir.Sync() // not every system can
		_ = dir.Close()
	}
	return nil
}

// migrate brings the schema to Version, each step in the one transaction.
func migrate(ctx context.Context, c *conn, path string) error {
	have, err := schemaVersion(ctx, c, path)
	if err != nil || have == Version {
		return err
	}
	if err := c.exec(ctx, "begin immediate"); err != nil {
		return err
	}
	defer c.rollback()
	if have, err = schemaVersion(ctx, c, path); err != nil {
		return err
	}
	for n := have + 1; n <= Version; n++ {
		body, err := schemaFiles.ReadFile(fmt.Sprintf("schema/%04d.sql", n))
		if err != nil {
			return err
		}
		if _, err := c.db.ExecContext(ctx, string(body)); err != nil {
			return fmt.Errorf("schema %d: %w", n, err)
		}
	}
	for _, pragma := range []string{fmt.Sprintf("application_id = %d", application), fmt.Sprintf("user_version = %d", Version)} {
		if _, err := c.db.ExecContext(ctx, "pragma "+pragma); err != nil {
			return err
		}
	}
	return c.exec(ctx, "commit")
}

// schemaVersion is 0 for a database without a table, and an error for one that is
// no store or too new.
func schemaVersion(ctx context.Context, c *conn, path string) (int, error) {
	var mark, version, tables int
	for query, into := range map[string]*int{"pragma application_id": &mark, "pragma user_version": &version, "select count(*) from sqlite_schema": &tables} {
		if err := c.row(ctx, query, nil, into); err != nil {
			return 0, err
		}
	}
	switch {
	case mark != application && tables > 0:
		return 0, place(path, "it is a SQLite file of another program", "give the path of a store", nil, nil)
	case version > Version:
		return 0, place(path, fmt.Sprintf("its schema is version %d; this program knows versions up to %d", version, Version), "use the newer sitrep that made it", store.ErrNewer, nil)
	}
	return version, nil
}

func checkSchema(v *view, path string) error {
	version, err := schemaVersion(v.ctx, v.c, path)
	if err == nil && version < Version {
		return place(path, fmt.Sprintf("its schema is version %d and has to become %d, which cannot be done read only", version, Version), "open it once where it may be written", store.ErrReadOnly, nil)
	}
	return err
}

// freeze says whether a store that may only be read has to be opened as a file
// that nobody changes: so it is when there is no log and none can be made.
func (s *Store) freeze() (bool, error) {
	info, err := os.Stat(s.path)
	if err != nil {
		return false, err
	}
	log, err := os.Stat(s.path + "-wal")
	hasLog := err == nil && log.Size() > 0
	_, err = os.Stat(s.path + "-shm")
	switch {
	case hasLog && err != nil && !writable(s.path):
		return false, place(s.path, "its latest changes are in "+s.path+"-wal, which cannot be read where nothing may be written", "copy both files to a folder that may be written", store.ErrReadOnly, nil)
	case hasLog || writable(s.path):
		return false, nil
	}
	s.frozen = &info
	return true, nil
}

// unchanged refuses to go on when another process changed a file that was opened frozen.
func (s *Store) unchanged() error {
	if s.frozen == nil {
		return nil
	}
	was := *s.frozen
	now, err := os.Stat(s.path)
	log, logErr := os.Stat(s.path + "-wal")
	if err != nil || now.Size() != was.Size() || !now.ModTime().Equal(was.ModTime()) || logErr == nil && log.Size() > 0 {
		return place(s.path, "another process changed it meanwhile", "open it again", nil, err)
	}
	return nil
}
