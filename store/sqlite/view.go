package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/row"
)

// view reads on one connection inside a transaction.
type view struct {
	ctx context.Context
	c   *conn
	s   *Store
}

const reportColumns = "select r.seq, r.id, r.version, r.hash, r.received, r.meta, r.text, r.raw, r.sum from report r "

// reports reads the rows that a query with reportColumns gives.
func (v *view) reports(query string, args ...any) ([]store.Report, error) {
	var out []store.Report
	err := v.c.rows(v.ctx, query, args, func(scan func(...any) error) error {
		var r row.Report
		if err := scan(&r.Seq, &r.ID, &r.Version, &r.Hash, &r.Received, &r.Meta, &r.Text, &r.Raw, &r.Sum); err != nil {
			return err
		}
		rep, err := v.s.codec.Decode(r)
		out = append(out, rep)
		return err
	})
	if err != nil {
		return nil, v.s.fault(err)
	}
	return out, nil
}

// Report implements store.View.
func (v *view) Report(id string, version int) (store.Report, error) {
	found, err := v.reports(reportColumns+"where r.id = ?1 and (?2 = 0 or r.version = ?2) order by r.version desc limit 1", id, version)
	if err != nil {
		return store.Report{}, err
	}
	if len(found) == 0 {
		return store.Report{}, missing("report %q version %d", id, version)
	}
	return found[0], nil
}

func missing(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{store.ErrNotFound}, args...)...)
}

// Reports implements store.View.
func (v *view) Reports(after int64, limit int) ([]store.Report, error) {
	return v.reports(reportColumns+"where r.seq > ? order by r.seq limit ?", after, max(limit, 0))
}

// CountReports implements store.View.
func (v *view) CountReports() (n int, err error) {
	return n, v.s.fault(v.c.row(v.ctx, "select count(*) from report where version = 1", nil, &n))
}

// Coding implements store.View.
func (v *view) Coding(report string, version int, coder string) (store.Coding, error) {
	rep, err := v.Report(report, version)
	if err != nil {
		return store.Coding{}, err
	}
	r := row.Coding{Seq: rep.Seq, Coder: coder}
	err = v.c.row(v.ctx, "select coded, claims, sum from coding where seq = ? and coder = (select n from coder where name = ?)",
		[]any{rep.Seq, coder}, &r.Coded, &r.Claims, &r.Sum)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Coding{}, missing("coding of report %q version %d by %s", report, rep.Version, coder)
	}
	if err != nil {
		return store.Coding{}, v.s.fault(err)
	}
	return v.s.codec.DecodeCoding(r, rep)
}

// Coders implements store.View.
func (v *view) Coders() ([]string, error) {
	return v.strings("select name from coder order by n")
}

// strings reads one column.
func (v *view) strings(query string, args ...any) ([]string, error) {
	var out []string
	err := v.c.rows(v.ctx, query, args, func(scan func(...any) error) error {
		var s string
		err := scan(&s)
		out = append(out, s)
		return err
	})
	return out, v.s.fault(err)
}

// Uncoded implements store.View.
func (v *view) Uncoded(coder string, after int64, limit int) ([]store.Report, error) {
	return v.reports(reportColumns+`where r.seq > ?
		and not exists (select 1 from report l where l.id = r.id and l.version = r.version + 1)
		and not exists (select 1 from coding c where c.seq = r.seq and c.coder = (select n from coder where name = ?))
		order by r.seq limit ?`, after, coder, max(limit, 0))
}

// Decisions implements store.View.
func (v *view) Decisions() ([]store.Decision, error) {
	var out []store.Decision
	err := v.c.rows(v.ctx, "select seq, kind, made, body, sum from decision order by seq", nil, func(scan func(...any) error) error {
		var r row.Decision
		if err := scan(&r.Seq, &r.Kind, &r.Made, &r.Body, &r.Sum); err != nil {
			return err
		}
		d, err := r.Decode()
		out = append(out, d)
		return err
	})
	if err != nil {
		return nil, v.s.fault(err)
	}
	return out, nil
}

// Search implements store.View.
func (v *view) Search(query string, limit int) ([]string, error) {
	words := row.Words(query)
	if len(words) == 0 || limit <= 0 {
		return nil, nil
	}
	return v.strings("select r.id from words w join report r on r.seq = w.rowid where words match ? order by w.rank, r.seq desc limit ?",
		row.Phrase(words, `"`), limit)
}

const recordColumns = "select r.id, r.at, r.keys, r.body, r.sum from record r where r.kind = (select n from kind where name = ?) "

func (v *view) records(kind, query string, args ...any) ([]store.Record, error) {
	var out []store.Record
	err := v.c.rows(v.ctx, recordColumns+query, append([]any{kind}, args...), func(scan func(...any) error) error {
		r := row.Record{Kind: kind}
		if err := scan(&r.ID, &r.At, &r.Keys, &r.Body, &r.Sum); err != nil {
			return err
		}
		rec, err := v.s.codec.DecodeRecord(r)
		out = append(out, rec)
		return err
	})
	if err != nil {
		return nil, v.s.fault(err)
	}
	return out, nil
}

// Get implements store.View.
func (v *view) Get(kind string, ids ...string) ([]store.Record, error) {
	switch len(ids) {
	case 0:
		return nil, nil
	case 1:
		return v.records(kind, "and r.id = ?", ids[0])
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	found, err := v.records(kind, "and r.id in (select value from json_each(?))", string(list))
	if err != nil {
		return nil, err
	}
	return row.InOrder(found, ids), nil
}

// Find implements store.View.
func (v *view) Find(kind string, keys []uint64) ([]string, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	return v.strings(`select distinct r.id from record_key k join record r on r.n = k.n
		where k.kind = (select n from kind where name = ?) and k.key in (select value from json_each(?)) order by r.id`,
		kind, keyList(row.Keys(keys)))
}

// keyList writes keys as a JSON array. SQLite reads integers of 64 bits exactly.
func keyList(keys []int64) string {
	b := []byte{'['}
	for i, k := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, k, 10)
	}
	return string(append(b, ']'))
}

// Latest implements store.View.
func (v *view) Latest(kind, since, until string, limit int) ([]store.Record, error) {
	if until == "" {
		return v.records(kind, "and r.at >= ? order by r.at desc, r.id limit ?", since, max(limit, 0))
	}
	return v.records(kind, "and r.at >= ? and r.at <= ? order by r.at desc, r.id limit ?", since, until, max(limit, 0))
}

// Count implements store.View.
func (v *view) Count(kind string) (n int, err error) {
	return n, v.s.fault(v.c.row(v.ctx, "select count(*) from record where kind = (select n from kind where name = ?)", []any{kind}, &n))
}
