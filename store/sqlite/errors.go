package sqlite

import (
	"context"
	"errors"

	"github.com/sitrep-dev/sitrep/store"
	sqlite3 "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

func place(path, fault, remedy string, kind, cause error) error {
	return &store.Error{Place: path, Fault: fault, Remedy: remedy, Kind: kind, Cause: cause}
}

// code is the primary result code of SQLite, 0 for other errors.
func code(err error) int {
	var e *sqlite3.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

func busy(err error) bool { return code(err) == lib.SQLITE_BUSY || code(err) == lib.SQLITE_LOCKED }

// cancelled gives the reason why SQLite was interrupted.
func cancelled(ctx context.Context, err error) error {
	if code(err) == lib.SQLITE_INTERRUPT && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// fault says of an error of SQLite where it was and what can be done. Other
// errors stay as they are.
func (s *Store) fault(err error) error {
	var known *store.Error
	if err == nil || code(err) == 0 || errors.As(err, &known) && known.Place == s.path {
		return err
	}
	switch code(err) {
	case lib.SQLITE_FULL:
		return place(s.path, "no space is left; what was acknowledged is safe", "free space and do it again", store.ErrFull, err)
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return place(s.path, "the file is damaged", "take it from a backup", store.ErrCorrupt, err)
	case lib.SQLITE_READONLY, lib.SQLITE_PERM:
		return place(s.path, "it may not be written", "give the right to write the file and its folder", store.ErrReadOnly, err)
	case lib.SQLITE_CANTOPEN:
		return place(s.path, "it cannot be opened", "see that the file is there and may be read", nil, err)
	case lib.SQLITE_IOERR:
		return place(s.path, "the disk failed; what was acknowledged stays as far as the disk keeps it", "look at the disk, then run sitrep verify", nil, err)
	case lib.SQLITE_INTERRUPT:
		return err
	}
	return place(s.path, "the database refused", "", nil, err)
}
