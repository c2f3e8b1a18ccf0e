package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/row"
)

// view reads inside a transaction.
type view struct {
	ctx context.Context
	q   pgx.Tx
	s   *Store
}

// rows calls each for every row of a query.
func (v *view) rows(query string, args []any, each func(pgx.Rows) error) error {
	rows, err := v.q.Query(v.ctx, query, args...)
	if err != nil {
		return v.s.fault(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return v.s.fault(err)
		}
	}
	return v.s.fault(rows.Err())
}

// named says whether a database can hold the name at all; what it cannot hold is not there.
func named(names ...string) bool {
	for _, n := range names {
		if row.CheckName("name", n) != nil {
			return false
		}
	}
	return true
}

const reportColumns = "select r.seq, r.id, r.version, r.hash, r.received, r.meta, r.text, r.raw, r.sum from report r "

// reports reads the rows that a query with reportColumns gives.
func (v *view) reports(query string, args ...any) ([]store.Report, error) {
	var out []store.Report
	err := v.rows(reportColumns+query, args, func(rows pgx.Rows) error {
		var r row.Report
		if err := rows.Scan(&r.Seq, &r.ID, &r.Version, &r.Hash, &r.Received, &r.Meta, &r.Text, &r.Raw, &r.Sum); err != nil {
			return err
		}
		rep, err := v.s.codec.Decode(r)
		out = append(out, rep)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func missing(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{store.ErrNotFound}, args...)...)
}

// Report implements store.View.
func (v *view) Report(id string, version int) (store.Report, error) {
	if !named(id) {
		return store.Report{}, missing("report %q version %d", id, version)
	}
	found, err := v.reports("where r.id = $1 and ($2 = 0 or r.version = $2) order by r.version desc limit 1", id, version)
	if err != nil {
		return store.Report{}, err
	}
	if len(found) == 0 {
		return store.Report{}, missing("report %q version %d", id, version)
	}
	return found[0], nil
}

// Reports implements store.View.
func (v *view) Reports(after int64, limit int) ([]store.Report, error) {
	return v.reports("where r.seq > $1 order by r.seq limit $2", after, max(limit, 0))
}

// CountReports implements store.View.
func (v *view) CountReports() (n int, err error) {
	return n, v.s.fault(v.q.QueryRow(v.ctx, "select count(*) from report where version = 1").Scan(&n))
}

// Coding implements store.View.
func (v *view) Coding(report string, version int, coder string) (store.Coding, error) {
	rep, err := v.Report(report, version)
	if err != nil {
		return store.Coding{}, err
	}
	r := row.Coding{Seq: rep.Seq, Coder: coder}
	err = pgx.ErrNoRows
	if named(coder) {
		err = v.q.QueryRow(v.ctx, "select coded, claims, sum from coding where seq = $1 and coder = (select n from coder where name = $2)",
			rep.Seq, coder).Scan(&r.Coded, &r.Claims, &r.Sum)
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return store.Coding{}, missing("coding of report %q version %d by %s", report, rep.Version, coder)
	}
	if err != nil {
		return store.Coding{}, v.s.fault(err)
	}
	return v.s.codec.DecodeCoding(r, rep)
}

// strings reads one column.
func (v *view) strings(query string, args ...any) ([]string, error) {
	var out []string
	err := v.rows(query, args, func(rows pgx.Rows) error {
		var s string
		err := rows.Scan(&s)
		out = append(out, s)
		return err
	})
	return out, err
}

// Coders implements store.View.
func (v *view) Coders() ([]string, error) { return v.strings("select name from coder order by n") }

// Uncoded implements store.View.
func (v *view) Uncoded(coder string, after int64, limit int) ([]store.Report, error) {
	number := int32(0)
	if named(coder) {
		err := v.q.QueryRow(v.ctx, "select n from coder where name = $1", coder).Scan(&number)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return nil, v.s.fault(err)
		}
	}
	return v.reports(`where r.seq > $1
		and not exists (select 1 from report l where l.id = r.id and l.version = r.version + 1)
		and not exists (select 1 from coding c where c.seq = r.seq and c.coder = $2)
		order by r.seq limit $3`, after, number, max(limit, 0))
}

// Decisions implements store.View.
func (v *view) Decisions() ([]store.Decision, error) {
	var out []store.Decision
	err := v.rows("select seq, kind, made, body, sum from decision order by seq", nil, func(rows pgx.Rows) error {
		var r row.Decision
		if err := rows.Scan(&r.Seq, &r.Kind, &r.Made, &r.Body, &r.Sum); err != nil {
			return err
		}
		d, err := r.Decode()
		out = append(out, d)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Search implements store.View.
func (v *view) Search(query string, limit int) ([]string, error) {
	words := row.Words(query)
	if len(words) == 0 || limit <= 0 {
		return nil, nil
	}
	return v.strings(`select r.id from words w join report r using (seq), (select $1::text::tsquery as q) q
		where w.body @@ q.q order by ts_rank(w.body, q.q, 1) desc, r.seq desc limit $2`, row.Query(words), limit)
}

const recordColumns = "select r.id, r.at, r.keys, r.body, r.sum from record r where r.kind = (select n from kind where name = $1) "

func (v *view) records(kind, query string, args ...any) ([]store.Record, error) {
	if !named(kind) {
		return nil, nil
	}
	var out []store.Record
	err := v.rows(recordColumns+query, append([]any{kind}, args...), func(rows pgx.Rows) error {
		r := row.Record{Kind: kind}
		if err := rows.Scan(&r.ID, &r.At, &r.Keys, &r.Body, &r.Sum); err != nil {
			return err
		}
		rec, err := v.s.codec.DecodeRecord(r)
		out = append(out, rec)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Get implements store.View.
func (v *view) Get(kind string, ids ...string) ([]store.Record, error) {
	ask := possible(ids)
	if len(ask) == 0 {
		return nil, nil
	}
	found, err := v.records(kind, "and r.id = any($2)", ask)
	if err != nil {
		return nil, err
	}
	return row.InOrder(found, ids), nil
}

// possible gives the ids that a database can hold.
func possible(ids []string) []string {
	var out []string
	for _, id := range ids {
		if named(id) {
			out = append(out, id)
		}
	}
	return out
}

// Find implements store.View.
func (v *view) Find(kind string, keys []uint64) ([]string, error) {
	if len(keys) == 0 || !named(kind) {
		return nil, nil
	}
	return v.strings(`select distinct r.id from record_key k join record r on r.n = k.n
		where k.kind = (select n from kind where name = $1) and k.key = any($2) order by r.id`, kind, row.Keys(keys))
}

// Latest implements store.View.
func (v *view) Latest(kind, since, until string, limit int) ([]store.Record, error) {
	if until == "" {
		return v.records(kind, "and r.at >= $2 order by r.at desc, r.id limit $3", since, max(limit, 0))
	}
	return v.records(kind, "and r.at >= $2 and r.at <= $3 order by r.at desc, r.id limit $4", since, until, max(limit, 0))
}

// Count implements store.View.
func (v *view) Count(kind string) (n int, err error) {
	if !named(kind) {
		return 0, nil
	}
	return n, v.s.fault(v.q.QueryRow(v.ctx, "select count(*) from record where kind = (select n from kind where name = $1)", kind).Scan(&n))
}
