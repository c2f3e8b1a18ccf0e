package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"net/url"
	"path/filepath"
	"strings"
)

// conn is one connection with the statements prepared on it. One goroutine at a
// time uses it.
type conn struct {
	db    *sql.Conn
	stmts map[string]*sql.Stmt
	bad   bool // a transaction could not be ended on it
}

var (
	writerPragmas = []string{"busy_timeout(250)", "foreign_keys(1)", "synchronous(full)", "wal_autocheckpoint(0)",
		"cache_size(-65536)", "temp_store(memory)"}
	readerPragmas = []string{"busy_timeout(10000)", "query_only(1)", "wal_autocheckpoint(0)", "cache_size(-16384)", "temp_store(memory)"}
)

func readMode(readOnly, frozen bool) string {
	switch {
	case frozen:
		return "ro&immutable=1"
	case readOnly:
		return "ro"
	}
	return "rw"
}

// connect names the file in a way that no character of its path can change.
func connect(path, mode string, pragmas []string) *sql.DB {
	path = filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" {
		path = "/" + path
	}
	parts := strings.Split(path, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	dsn := "file:" + strings.Join(parts, "/") + "?mode=" + mode
	for _, p := range pragmas {
		dsn += "&_pragma=" + p
	}
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		panic(err) // the driver is not there: a fault of the build
	}
	return db
}

func dial(ctx context.Context, db *sql.DB) (*conn, error) {
	c, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{db: c, stmts: map[string]*sql.Stmt{}}, nil
}

func (c *conn) usable() bool { return !c.bad }

// drop closes the connection itself, not only its place in the pool.
func (c *conn) drop() {
	for _, s := range c.stmts {
		_ = s.Close()
	}
	_ = c.db.Raw(func(any) error { return driver.ErrBadConn })
	_ = c.db.Close()
}

func (c *conn) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := c.stmts[query]; s != nil {
		return s, nil
	}
	s, err := c.db.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	c.stmts[query] = s
	return s, nil
}

func (c *conn) exec(ctx context.Context, query string, args ...any) error {
	s, err := c.stmt(ctx, query)
	if err != nil {
		return err
	}
	_, err = s.ExecContext(ctx, args...)
	return err
}

// insert gives the number of the new row.
func (c *conn) insert(ctx context.Context, query string, args ...any) (int64, error) {
	s, err := c.stmt(ctx, query)
	if err != nil {
		return 0, err
	}
	res, err := s.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// row reads one row; sql.ErrNoRows when there is none.
func (c *conn) row(ctx context.Context, query string, args []any, into ...any) error {
	s, err := c.stmt(ctx, query)
	if err != nil {
		return err
	}
	return s.QueryRowContext(ctx, args...).Scan(into...)
}

// rows calls each for every row.
func (c *conn) rows(ctx context.Context, query string, args []any, each func(scan func(...any) error) error) error {
	s, err := c.stmt(ctx, query)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// rollback ends a transaction that may have ended by itself.
func (c *conn) rollback() {
	err := c.exec(context.Background(), "rollback")
	if err != nil && !strings.Contains(err.Error(), "no transaction is active") {
		c.bad = true
	}
}
