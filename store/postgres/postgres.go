// Package postgres keeps a store in a schema of a PostgreSQL database, for a team
// whose machines share it.
//
// Writers take one advisory lock, so that they follow one another as on SQLite; a
// View is a read-only transaction on one snapshot. A commit whose answer was lost
// with the connection is not reported as done: the package asks the server what
// became of the transaction.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/cespare/xxhash/v2"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/row"
)

const (
	connections = 8                // at most, unless the address says pool_max_conns
	attempts    = 5                // to make one transaction
	pause       = time.Second / 10 // before the second attempt, then twice as long each time
	doubtWait   = 15 * time.Second
)

// Store is a store in a PostgreSQL database.
type Store struct {
	place    string // the address without password
	schema   string
	readOnly bool
	lock     int64 // number of the advisory lock
	pool     *pgxpool.Pool
	codec    *row.Codec
	closed   atomic.Bool
	writer   chan struct{} // one: writers of this process wait without a connection
	// commit and doubtWait are here so that tests can lose the answer to a commit.
	commit    func(context.Context, pgx.Tx) error
	doubtWait time.Duration // how long the fate of a commit is asked for
}

// Open opens the store at an address, postgres://user@host/database?schema=name,
// and makes the schema and its tables where they are not there. Without schema it is
// the first of the user's search path.
func Open(ctx context.Context, dsn string, opts ...store.Option) (*Store, error) {
	o := store.Apply(opts)
	u, err := url.Parse(dsn)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return nil, &store.Error{Place: "postgres", Fault: "that is no address of a database", Remedy: "write postgres://user@host/database?schema=name"}
	}
	query := u.Query()
	s := &Store{place: u.Redacted(), schema: query.Get("schema"), readOnly: o.ReadOnly, writer: make(chan struct{}, 1),
		commit: func(ctx context.Context, t pgx.Tx) error { return t.Commit(ctx) }, doubtWait: doubtWait}
	query.Del("schema")
	u.RawQuery = query.Encode()
	config, err := pgxpool.ParseConfig(u.String())
	if err != nil {
		return nil, s.wrap("the address cannot be read", "write postgres://user@host/database?schema=name", nil, err)
	}
	if !query.Has("pool_max_conns") {
		config.MaxConns = connections
	}
	if s.schema != "" {
		config.ConnConfig.RuntimeParams["search_path"] = pgx.Identifier{s.schema}.Sanitize()
	}
	if o.ReadOnly {
		config.ConnConfig.RuntimeParams["default_transaction_read_only"] = "on"
	}
	config.AfterConnect = durable
	if s.codec, err = row.NewCodec(); err != nil {
		return nil, err
	}
	if s.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, s.fault(err)
	}
	if err = s.prepare(ctx, o); err != nil {
		return nil, errors.Join(s.fault(err), s.Close())
	}
	return s, nil
}

// durable undoes a setting of the server by which commits are acknowledged before
// they are on the disk.
func durable(ctx context.Context, c *pgx.Conn) error {
	_, err := c.Exec(ctx, "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'")
	return err
}

// prepare finds the schema and brings its tables to the newest version.
func (s *Store) prepare(ctx context.Context, o store.Options) error {
	if s.schema == "" {
		if err := s.retry(ctx, func() (bool, error) {
			err := s.pool.QueryRow(ctx, "select coalesce(current_schema(), '')").Scan(&s.schema)
			return connectionLost(err), err
		}); err != nil {
			return err
		}
	}
	s.lock = int64(xxhash.Sum64String("sitrep store in schema " + s.schema))
	have, err := s.version(ctx, s.pool)
	switch {
	case err != nil || have == Version:
		return err
	case have == 0 && o.Existing:
		return s.wrap("there is no store in schema "+s.schema, "make one with sitrep add, or give another schema", store.ErrNotFound, nil)
	case o.ReadOnly:
		return s.wrap(fmt.Sprintf("its schema is version %d and has to become %d, which cannot be done read only", have, Version), "open it once for writing", store.ErrReadOnly, nil)
	}
	return s.migrate(ctx)
}

// Update implements store.Store.
func (s *Store) Update(ctx context.Context, do func(store.Tx) error) error {
	if s.readOnly {
		return s.wrap("it was opened for reading", "open it for writing", store.ErrReadOnly, nil)
	}
	select {
	case s.writer <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-s.writer }()
	return s.fault(s.retry(ctx, func() (bool, error) { return s.update(ctx, do) }))
}

// retry calls try again as long as it says that this is safe.
func (s *Store) retry(ctx context.Context, try func() (again bool, err error)) error {
	wait := pause
	for n := 1; ; n++ {
		again, err := try()
		if err == nil || !again || n == attempts || ctx.Err() != nil {
			return err
		}
		select {
		case <-time.After(wait):
			wait *= 2
		case <-ctx.Done():
			return err
		}
	}
}

// update makes one attempt. again says that nothing of it was committed for sure
// and that another attempt may do better.
func (s *Store) update(ctx context.Context, do func(store.Tx) error) (again bool, err error) {
	t, err := s.pool.Begin(ctx)
	if err != nil {
		return connectionLost(err), err
	}
	defer func() { _ = t.Rollback(context.WithoutCancel(ctx)) }()
	if _, err := t.Exec(ctx, "select pg_advisory_xact_lock($1)", s.lock); err != nil {
		return connectionLost(err), err
	}
	var xid string
	if err := t.QueryRow(ctx, "select pg_current_xact_id()::text").Scan(&xid); err != nil {
		return connectionLost(err), err
	}
	if err := do(&tx{view{ctx: ctx, q: t, s: s}, map[string]int32{}}); err != nil {
		return connectionLost(err) || t.Conn().IsClosed(), err
	}
	if err := ctx.Err(); err != nil {
		return false, err
	}
	err = s.commit(ctx, t)
	var said *pgconn.PgError
	switch {
	case err == nil:
		return false, nil
	case errors.As(err, &said), errors.Is(err, pgx.ErrTxCommitRollback), pgconn.SafeToRetry(err):
		return connectionLost(err), err
	}
	return s.resolve(ctx, xid, err)
}

// resolve asks what became of a transaction whose commit was not answered.
func (s *Store) resolve(ctx context.Context, xid string, lost error) (again bool, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.doubtWait)
	defer cancel()
	for {
		var status *string
		err := s.pool.QueryRow(ctx, "select pg_xact_status($1::text::xid8)", xid).Scan(&status)
		switch {
		case err == nil && status != nil && *status == "committed":
			return false, nil
		case err == nil && status != nil && *status == "aborted":
			return true, lost
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return false, s.wrap("the server did not answer the commit; it may be done or not",
				"do it again when the server is back: what is there already is not added twice", nil, lost)
		}
	}
}

// View implements store.Store.
func (s *Store) View(ctx context.Context, do func(store.View) error) error {
	var t pgx.Tx
	err := s.retry(ctx, func() (bool, error) {
		var err error
		if t, err = s.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}); err != nil {
			return connectionLost(err), err
		}
		if _, err = t.Exec(ctx, "select 1"); err != nil { // the first statement fixes what the View sees
			_ = t.Rollback(context.WithoutCancel(ctx))
		}
		return connectionLost(err), err
	})
	if err != nil {
		return s.fault(err)
	}
	defer func() { _ = t.Rollback(context.WithoutCancel(ctx)) }()
	return s.fault(do(&view{ctx: ctx, q: t, s: s}))
}

// Close implements store.Store.
func (s *Store) Close() error {
	if !s.closed.Swap(true) {
		s.pool.Close()
		s.codec.Close()
	}
	return nil
}
