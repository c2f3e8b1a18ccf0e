// Package sqlite keeps a store in one SQLite file, without a server and without cgo.
//
// The file is in WAL mode: beside PATH stand PATH-wal, the latest changes, and
// PATH-shm while it is open. One connection writes, several read. Each Update
// ends with fsync, so what is acknowledged survives a power cut. The log is folded
// into the file only when it is large and when the last process closes the store:
// in between the file itself does not change, so that copying first PATH and then
// PATH-wal gives a store as it was when the second copy ended. docs/store.md says more.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/row"
	_ "modernc.org/sqlite" // the driver
)

const (
	readers  = 8              // most connections that read at once
	lockWait = time.Minute    // how long an Update waits for another process
	logLimit = int64(1) << 28 // bytes of log from which it is folded into the file
	logStep  = int64(1) << 25 // growth of the log after which folding is tried again
)

// Store is a store in a SQLite file.
type Store struct {
	path   string
	codec  *row.Codec
	reads  *sql.DB
	writes *sql.DB // nil when read only

	writer chan *conn    // holds the one connection that writes while nobody uses it
	idle   chan *conn    // connections that read, not in use
	slots  chan struct{} // one for each connection that reads

	frozen   *os.FileInfo // the file as opened, where nothing guards against its change
	logLimit int64
	tried    int64 // size of the log when folding was last tried

	closing sync.Once
	closed  chan struct{}
	err     error
}

// Open opens the store in the file at path, and makes it where there is none; the
// folder must be there. A file or folder that may not be written opens for reading.
func Open(ctx context.Context, path string, opts ...store.Option) (*Store, error) {
	o := store.Apply(opts)
	readOnly, err := look(path, o)
	if err != nil {
		return nil, err
	}
	codec, err := row.NewCodec()
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, codec: codec, logLimit: logLimit, closed: make(chan struct{}),
		writer: make(chan *conn, 1), idle: make(chan *conn, readers), slots: make(chan struct{}, readers)}
	if err := s.open(ctx, readOnly || o.ReadOnly); err != nil {
		return nil, errors.Join(s.fault(err), s.Close())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, readOnly bool) error {
	frozen := false
	if readOnly {
		var err error
		if frozen, err = s.freeze(); err != nil {
			return err
		}
	} else {
		if err := create(ctx, s.path); err != nil {
			return err
		}
		s.writes = connect(s.path, "rw", writerPragmas)
		w, err := dial(ctx, s.writes)
		if err != nil {
			return err
		}
		s.writer <- w
		if err := migrate(ctx, w, s.path); err != nil {
			return err
		}
	}
	s.reads = connect(s.path, readMode(readOnly, frozen), readerPragmas)
	return s.View(ctx, func(v store.View) error { return checkSchema(v.(*view), s.path) })
}

// Update implements store.Store.
func (s *Store) Update(ctx context.Context, do func(store.Tx) error) error {
	if s.writes == nil {
		return &store.Error{Place: s.path, Fault: "it was opened for reading", Kind: store.ErrReadOnly,
			Remedy: "give the right to write the file and its folder, or copy it to where you have it"}
	}
	var c *conn
	select {
	case c = <-s.writer:
	case <-s.closed:
		return s.closedError()
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.writer <- c }()
	if !c.usable() {
		fresh, err := dial(ctx, s.writes)
		if err != nil {
			return s.fault(err)
		}
		c.drop()
		c = fresh
	}
	if err := s.begin(ctx, c); err != nil {
		return s.fault(err)
	}
	if err := s.run(ctx, c, do); err != nil {
		return s.fault(cancelled(ctx, err))
	}
	s.fold(ctx, c)
	return nil
}

// begin takes the write lock. It waits for other processes as long as ctx lasts,
// a minute at most.
func (s *Store) begin(ctx context.Context, c *conn) error {
	end := time.Now().Add(lockWait)
	for {
		err := c.exec(ctx, "begin immediate")
		if !busy(err) {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if time.Now().After(end) {
			return &store.Error{Place: s.path, Fault: fmt.Sprintf("another process has been writing for %s", lockWait),
				Remedy: "end it, or try again later", Cause: err}
		}
	}
}

// run runs do and commits. Whatever goes wrong, nothing of it stays.
func (s *Store) run(ctx context.Context, c *conn, do func(store.Tx) error) (err error) {
	done := false
	defer func() {
		if !done {
			c.rollback()
		}
	}()
	if err := do(&tx{view{ctx: ctx, c: c, s: s}, map[string]int64{}}); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := c.exec(context.WithoutCancel(ctx), "commit"); err != nil {
		return err
	}
	done = true
	return nil
}

// View implements store.Store.
func (s *Store) View(ctx context.Context, do func(store.View) error) error {
	c, err := s.reader(ctx)
	if err != nil {
		return s.fault(err)
	}
	defer func() { s.idle <- c; <-s.slots }()
	if err := s.unchanged(); err != nil {
		return err
	}
	if err := c.exec(ctx, "begin"); err != nil {
		return s.fault(err)
	}
	defer c.rollback()
	var n int // the first reading fixes what the View sees
	if err := c.row(ctx, "select count(*) from sqlite_schema", nil, &n); err != nil {
		return s.fault(err)
	}
	return s.fault(cancelled(ctx, do(&view{ctx: ctx, c: c, s: s})))
}

// reader gives an idle connection, or a new one. The caller owns a slot then.
func (s *Store) reader(ctx context.Context) (*conn, error) {
	select {
	case <-s.closed:
		return nil, s.closedError()
	default:
	}
	select {
	case s.slots <- struct{}{}:
	case <-s.closed:
		return nil, s.closedError()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	for {
		select {
		case c := <-s.idle:
			if c.usable() {
				return c, nil
			}
			c.drop()
			continue
		default:
		}
		c, err := dial(ctx, s.reads)
		if err != nil {
			<-s.slots
		}
		return c, err
	}
}

// fold moves the log into the file when it is large. What it cannot do it leaves
// for later: the changes are safe in the log.
func (s *Store) fold(ctx context.Context, c *conn) {
	info, err := os.Stat(s.path + "-wal")
	if err != nil || info.Size() < s.logLimit || info.Size() < s.tried+logStep && s.tried > 0 {
		return
	}
	s.tried = info.Size()
	var waits, frames, moved int
	err = c.row(context.WithoutCancel(ctx), "pragma wal_checkpoint(truncate)", nil, &waits, &frames, &moved)
	if err == nil && waits == 0 {
		s.tried = 0
	}
}

// Close waits for what runs and closes the store. The last process to close a
// store folds the log into the file.
func (s *Store) Close() error {
	s.closing.Do(func() {
		close(s.closed)
		s.err = s.shut()
	})
	return s.err
}

func (s *Store) shut() error {
	var errs []error
	if s.reads != nil {
		for range readers {
			s.slots <- struct{}{}
		}
		for len(s.idle) > 0 {
			(<-s.idle).drop()
		}
		errs = append(errs, s.reads.Close())
	}
	if s.writes != nil {
		if s.reads != nil { // else opening failed, and the writer may not be there
			(<-s.writer).drop()
		} else if len(s.writer) > 0 {
			(<-s.writer).drop()
		}
		errs = append(errs, s.writes.Close())
	}
	s.codec.Close()
	return s.fault(errors.Join(errs...))
}

func (s *Store) closedError() error {
	return &store.Error{Place: s.path, Fault: "the store is closed", Remedy: "open it again"}
}
