package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/row"
)

// Check implements store.Store. It reads every row and compares its checksum, and
// looks for rows that are missing. Pages and indexes are the server's business
// (data checksums, pg_amcheck).
func (s *Store) Check(ctx context.Context) error {
	return s.View(ctx, func(in store.View) error {
		v := in.(*view)
		for _, check := range []func() error{v.checkLinks, v.checkReports, v.checkCodings, v.checkDecisions, v.checkRecords} {
			if err := check(); err != nil {
				return s.inside(err)
			}
		}
		return nil
	})
}

// inside adds the address to the name of a row.
func (s *Store) inside(err error) error {
	var e *store.Error
	if errors.As(err, &e) && e.Place != s.place {
		e.Place = s.place + ": " + e.Place
	}
	return err
}

// none fails with the fault if the query gives a row.
func (v *view) none(fault, query string) error {
	var found bool
	if err := v.q.QueryRow(v.ctx, "select exists ("+query+")").Scan(&found); err != nil {
		return v.s.fault(err)
	}
	if found {
		return v.s.wrap(fault, "take it from a backup", store.ErrCorrupt, nil)
	}
	return nil
}

func (v *view) checkLinks() error {
	for _, c := range []struct{ fault, query string }{
		{"reports are missing: their numbers have gaps", `select 1 from (select count(*) as n, max(seq) as last, min(seq) as first from report) x where n > 0 and (n <> last or first <> 1)
			union all select 1 from report r where version > 1 and not exists (select 1 from report p where p.id = r.id and p.version = r.version - 1)`},
		{"decisions are missing: their numbers have gaps", "select 1 from (select count(*) as n, max(seq) as last from decision) x where n > 0 and n <> last"},
		{"a coding is of a report that is not there", "select 1 from coding c where not exists (select 1 from report r where r.seq = c.seq)"},
		{"the words of a report are missing", `select 1 from report r where not exists (select 1 from report l where l.id = r.id and l.version = r.version + 1)
			and not exists (select 1 from words w where w.seq = r.seq)`},
		{"keys of records are missing", "select 1 where (select coalesce(sum(length(keys)), 0) from record) <> 8 * (select count(*) from record_key)"},
		{"a key points to a record that is not there", "select 1 from record_key k where not exists (select 1 from record r where r.n = k.n and r.kind = k.kind)"},
	} {
		if err := v.none(c.fault, c.query); err != nil {
			return err
		}
	}
	return nil
}

func (v *view) checkReports() error {
	for after := int64(0); ; {
		reps, err := v.Reports(after, 100)
		if err != nil || len(reps) == 0 {
			return err
		}
		after = reps[len(reps)-1].Seq
	}
}

func (v *view) checkCodings() error {
	return v.rows("select c.seq, d.name, c.coded, c.claims, c.sum from coding c join coder d on d.n = c.coder", nil, func(rows pgx.Rows) error {
		var r row.Coding
		if err := rows.Scan(&r.Seq, &r.Coder, &r.Coded, &r.Claims, &r.Sum); err != nil {
			return err
		}
		_, err := v.s.codec.DecodeCoding(r, store.Report{})
		return err
	})
}

func (v *view) checkDecisions() error {
	_, err := v.Decisions()
	return err
}

func (v *view) checkRecords() error {
	return v.rows("select k.name, r.id, r.at, r.keys, r.body, r.sum from record r join kind k on k.n = r.kind", nil, func(rows pgx.Rows) error {
		var r row.Record
		if err := rows.Scan(&r.Kind, &r.ID, &r.At, &r.Keys, &r.Body, &r.Sum); err != nil {
			return err
		}
		_, err := v.s.codec.DecodeRecord(r)
		return err
	})
}
