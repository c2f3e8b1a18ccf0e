package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
)

// Backup writes the store as it is to a new file at path. It may run at any time,
// beside writers too, and the copy is packed densely.
func (s *Store) Backup(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err == nil {
		return place(path, "the file is there", "give the path of a new file", fs.ErrExist, nil)
	}
	db := connect(s.path, readMode(s.writes == nil, s.frozen != nil), nil)
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(ctx, "vacuum into ?", path); err != nil {
		return errors.Join(place(path, "the backup could not be written", "see that there is space", nil, err), os.Remove(path))
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
