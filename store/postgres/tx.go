package postgres

import (
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/row"
)

// tx writes in a transaction that holds the lock of the writers.
type tx struct {
	view
	kinds map[string]int32 // numbers of the kinds met in this transaction
}

// PutReport implements store.Tx.
func (t *tx) PutReport(r store.Report) (store.Report, store.Outcome, error) {
	if err := row.CheckReport(r); err != nil {
		return store.Report{}, 0, err
	}
	same, err := t.reports("where r.id = $1 and r.hash = $2 order by r.version", r.Report.ID, row.Hash(r.Report.Text))
	if err != nil {
		return store.Report{}, 0, err
	}
	for _, old := range same {
		if row.Same(old.Report, r.Report) {
			return old, store.Known, nil
		}
	}
	var last int64
	err = t.q.QueryRow(t.ctx, `select coalesce((select max(seq) from report), 0),
		coalesce((select max(version) from report where id = $1), 0),
		coalesce((select seq from report where id = $1 order by version desc limit 1), 0)`, r.Report.ID).Scan(&r.Seq, &r.Version, &last)
	if err != nil {
		return store.Report{}, 0, t.s.fault(err)
	}
	r.Seq, r.Version = r.Seq+1, r.Version+1
	if err := t.insertReport(r, last); err != nil {
		return store.Report{}, 0, t.s.fault(err)
	}
	outcome := store.Added
	if r.Version > 1 {
		outcome = store.Revised
	}
	return row.Stored(r), outcome, nil
}

// insertReport adds a version and makes it, instead of the one with the Seq last,
// the one that is searched.
func (t *tx) insertReport(r store.Report, last int64) error {
	in, err := t.s.codec.Report(r)
	if err != nil {
		return err
	}
	var b pgx.Batch
	b.Queue("insert into report (seq, id, version, hash, received, meta, text, raw, sum) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		in.Seq, in.ID, in.Version, in.Hash, in.Received, in.Meta, in.Text, in.Raw, in.Sum)
	if last > 0 {
		b.Queue("delete from words where seq = $1", last)
	}
	words := row.Words(r.Report.Title + "\n" + r.Report.Text)
	b.Queue("insert into words (seq, body) values ($1, $2::text::tsvector)", in.Seq, row.Vector(words))
	return t.q.SendBatch(t.ctx, &b).Close()
}

// PutCoding implements store.Tx.
func (t *tx) PutCoding(c store.Coding) error {
	seq, err := int64(0), pgx.ErrNoRows
	if named(c.Report) {
		err = t.q.QueryRow(t.ctx, "select seq from report where id = $1 and version = $2", c.Report, c.Version).Scan(&seq)
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return missing("report %q version %d, of which a coding was put", c.Report, c.Version)
	}
	if err != nil {
		return t.s.fault(err)
	}
	in, err := t.s.codec.Coding(seq, c)
	if err != nil {
		return err
	}
	var b pgx.Batch
	b.Queue("insert into coder (n, name) select (select coalesce(max(n), 0) + 1 from coder), $1::text where not exists (select 1 from coder where name = $1::text)", in.Coder)
	b.Queue(`insert into coding (seq, coder, coded, claims, sum)
		values ($1, (select n from coder where name = $2), $3, $4, $5) on conflict do nothing`, in.Seq, in.Coder, in.Coded, in.Claims, in.Sum)
	return t.s.fault(t.q.SendBatch(t.ctx, &b).Close())
}

// PutDecision implements store.Tx.
func (t *tx) PutDecision(d store.Decision) (store.Decision, error) {
	if err := t.q.QueryRow(t.ctx, "select coalesce(max(seq), 0) + 1 from decision").Scan(&d.Seq); err != nil {
		return store.Decision{}, t.s.fault(err)
	}
	in, err := row.NewDecision(d)
	if err != nil {
		return store.Decision{}, err
	}
	d.Made = d.Made.UTC().Truncate(time.Microsecond)
	_, err = t.q.Exec(t.ctx, "insert into decision (seq, kind, made, body, sum) values ($1, $2, $3, $4, $5)", in.Seq, in.Kind, in.Made, in.Body, in.Sum)
	return d, t.s.fault(err)
}

// Delete implements store.Tx.
func (t *tx) Delete(kind string, ids ...string) error {
	ask := possible(ids)
	if len(ask) == 0 || !named(kind) {
		return nil
	}
	var gone pairs
	err := t.rows("delete from record where kind = (select n from kind where name = $1) and id = any($2) returning n, keys",
		[]any{kind, ask}, func(rows pgx.Rows) error {
			var n int64
			var keys []byte
			err := rows.Scan(&n, &keys)
			gone.add(n, row.UnpackKeys(keys))
			return err
		})
	if err != nil || len(gone.keys) == 0 {
		return err
	}
	number, err := t.kind(kind)
	if err != nil {
		return t.s.fault(err)
	}
	_, err = t.q.Exec(t.ctx, deleteKeys, number, gone.keys, gone.ns)
	return t.s.fault(err)
}

// Drop implements store.Tx.
func (t *tx) Drop() error {
	var b pgx.Batch
	b.Queue("delete from record_key")
	b.Queue("delete from record")
	return t.s.fault(t.q.SendBatch(t.ctx, &b).Close())
}

// kind gives the number of a kind, a new one if need be.
func (t *tx) kind(name string) (int32, error) {
	if n, ok := t.kinds[name]; ok {
		return n, nil
	}
	var n int32
	err := t.q.QueryRow(t.ctx, "select n from kind where name = $1", name).Scan(&n)
	if errors.Is(err, pgx.ErrNoRows) {
		err = t.q.QueryRow(t.ctx, "insert into kind (name) values ($1) returning n", name).Scan(&n)
	}
	if err == nil {
		t.kinds[name] = n
	}
	return n, err
}
