package postgres

import (
	"context"
	"embed"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/sitrep-dev/sitrep/store"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Version is the newest version of the schema that this package knows.
const Version = 1

type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// version is 0 where there is no store yet, and an error for one that is too new.
func (s *Store) version(ctx context.Context, q querier) (int, error) {
	var there bool
	table := pgx.Identifier{s.schema, "schema_version"}.Sanitize()
	// The catalogue is asked as a table: to_regclass may answer from a cache that is
	// older than the lock under which this runs.
	if err := q.QueryRow(ctx, `select exists (select from pg_class c join pg_namespace s on s.oid = c.relnamespace
		where s.nspname = $1 and c.relname = 'schema_version')`, s.schema).Scan(&there); err != nil || !there {
		return 0, err
	}
	var n int
	if err := q.QueryRow(ctx, "select max(version) from "+table).Scan(&n); err != nil {
		return 0, err
	}
	if n > Version {
		return 0, s.wrap(fmt.Sprintf("its schema is version %d; this program knows versions up to %d", n, Version), "use the newer sitrep that made it", store.ErrNewer, nil)
	}
	return n, nil
}

// migrate brings the schema to Version in one transaction.
func (s *Store) migrate(ctx context.Context) error {
	return pgx.BeginFunc(ctx, s.pool, func(t pgx.Tx) error {
		if _, err := t.Exec(ctx, "select pg_advisory_xact_lock($1)", s.lock); err != nil {
			return err
		}
		have, err := s.version(ctx, t)
		if err != nil {
			return err
		}
		if have == 0 {
			if err := s.create(ctx, t); err != nil {
				return err
			}
		}
		for n := have + 1; n <= Version; n++ {
			body, err := schemaFiles.ReadFile(fmt.Sprintf("schema/%04d.sql", n))
			if err != nil {
				return err
			}
			if _, err := t.Exec(ctx, string(body)); err != nil {
				return fmt.Errorf("schema %d: %w", n, err)
			}
			if _, err := t.Exec(ctx, "insert into schema_version (version) values ($1)", n); err != nil {
				return err
			}
		}
		return nil
	})
}

// create makes the schema, if it is not there, and the table of its version.
func (s *Store) create(ctx context.Context, t pgx.Tx) error {
	var there bool
	name := pgx.Identifier{s.schema}.Sanitize()
	if err := t.QueryRow(ctx, "select exists (select from pg_namespace where nspname = $1)", s.schema).Scan(&there); err != nil {
		return err
	}
	if !there {
		if _, err := t.Exec(ctx, "create schema "+name); err != nil {
			return err
		}
	}
	_, err := t.Exec(ctx, "create table schema_version (version integer primary key)")
	return err
}
