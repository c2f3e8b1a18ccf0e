package sqlite

import (
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/row"
)

// tx writes in a transaction that holds the write lock.
type tx struct {
	view
	kinds map[string]int64 // numbers of the kinds met in this transaction
}

// PutReport implements store.Tx.
func (t *tx) PutReport(r store.Report) (store.Report, store.Outcome, error) {
	if err := row.CheckReport(r); err != nil {
		return store.Report{}, 0, err
	}
	same, err := t.reports(reportColumns+"where r.id = ? and r.hash = ? order by r.version", r.Report.ID, row.Hash(r.Report.Text))
	if err != nil {
		return store.Report{}, 0, err
	}
	for _, old := range same {
		if row.Same(old.Report, r.Report) {
			return old, store.Known, nil
		}
	}
	var last int64
	err = t.c.row(t.ctx, `select coalesce((select max(seq) from report), 0),
		coalesce((select max(version) from report where id = ?1), 0),
		coalesce((select seq from report where id = ?1 order by version desc limit 1), 0)`,
		[]any{r.Report.ID}, &r.Seq, &r.Version, &last)
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
	err = t.c.exec(t.ctx, "insert into report (seq, id, version, hash, received, meta, text, raw, sum) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		in.Seq, in.ID, in.Version, in.Hash, in.Received, in.Meta, in.Text, in.Raw, in.Sum)
	if err != nil {
		return err
	}
	if last > 0 {
		if err := t.c.exec(t.ctx, "delete from words where rowid = ?", last); err != nil {
			return err
		}
	}
	words := row.Words(r.Report.Title + "\n" + r.Report.Text)
	return t.c.exec(t.ctx, "insert into words (rowid, body) values (?, ?)", in.Seq, row.Phrase(words, ""))
}

// PutCoding implements store.Tx.
func (t *tx) PutCoding(c store.Coding) error {
	var seq int64
	err := t.c.row(t.ctx, "select seq from report where id = ? and version = ?", []any{c.Report, c.Version}, &seq)
	if errors.Is(err, sql.ErrNoRows) {
		return missing("report %q version %d, of which a coding was put", c.Report, c.Version)
	}
	if err != nil {
		return t.s.fault(err)
	}
	in, err := t.s.codec.Coding(seq, c)
	if err != nil {
		return err
	}
	if err := t.c.exec(t.ctx, "insert into coder (name) select ?1 where not exists (select 1 from coder where name = ?1)", in.Coder); err != nil {
		return t.s.fault(err)
	}
	return t.s.fault(t.c.exec(t.ctx, `insert into coding (seq, coder, coded, claims, sum)
		values (?, (select n from coder where name = ?), ?, ?, ?) on conflict do nothing`, in.Seq, in.Coder, in.Coded, in.Claims, in.Sum))
}

// PutDecision implements store.Tx.
func (t *tx) PutDecision(d store.Decision) (store.Decision, error) {
	if err := t.c.row(t.ctx, "select coalesce(max(seq), 0) + 1 from decision", nil, &d.Seq); err != nil {
		return store.Decision{}, t.s.fault(err)
	}
	in, err := row.NewDecision(d)
	if err != nil {
		return store.Decision{}, err
	}
	d.Made = d.Made.UTC().Truncate(time.Microsecond)
	return d, t.s.fault(t.c.exec(t.ctx, "insert into decision (seq, kind, made, body, sum) values (?, ?, ?, ?, ?)",
		in.Seq, in.Kind, in.Made, in.Body, in.Sum))
}

// Put implements store.Tx.
func (t *tx) Put(records ...store.Record) error {
	for _, r := range records {
		in, keys, err := t.s.codec.Record(r)
		if err == nil {
			err = t.put(in, keys)
		}
		if err != nil {
			return t.s.fault(err)
		}
	}
	return nil
}

func (t *tx) put(in row.Record, keys []int64) error {
	kind, err := t.kind(in.Kind)
	if err != nil {
		return err
	}
	var n int64
	var was []byte
	err = t.c.row(t.ctx, "select n, keys from record where kind = ? and id = ?", []any{kind, in.ID}, &n, &was)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		n, err = t.c.insert(t.ctx, "insert into record (kind, id, at, keys, body, sum) values (?, ?, ?, ?, ?, ?)",
			kind, in.ID, in.At, in.Keys, in.Body, in.Sum)
	case err == nil:
		err = t.c.exec(t.ctx, "update record set at = ?, keys = ?, body = ?, sum = ? where n = ?", in.At, in.Keys, in.Body, in.Sum, n)
	}
	if err != nil {
		return err
	}
	gone, come := row.Diff(row.UnpackKeys(was), keys)
	return t.keys(kind, n, gone, come)
}

func (t *tx) keys(kind, n int64, gone, come []int64) error {
	for _, k := range gone {
		if err := t.c.exec(t.ctx, "delete from record_key where kind = ? and key = ? and n = ?", kind, k, n); err != nil {
			return err
		}
	}
	for _, k := range come {
		if err := t.c.exec(t.ctx, "insert into record_key (kind, key, n) values (?, ?, ?)", kind, k, n); err != nil {
			return err
		}
	}
	return nil
}

// kind gives the number of a kind, a new one if need be.
func (t *tx) kind(name string) (int64, error) {
	if n, ok := t.kinds[name]; ok {
		return n, nil
	}
	var n int64
	err := t.c.row(t.ctx, "select n from kind where name = ?", []any{name}, &n)
	if errors.Is(err, sql.ErrNoRows) {
		n, err = t.c.insert(t.ctx, "insert into kind (name) values (?)", name)
	}
	if err == nil {
		t.kinds[name] = n
	}
	return n, err
}

// Delete implements store.Tx.
func (t *tx) Delete(kind string, ids ...string) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	type old struct {
		n    int64
		keys []byte
	}
	var found []old
	err = t.c.rows(t.ctx, `select n, keys from record where kind = (select n from kind where name = ?)
		and id in (select value from json_each(?))`, []any{kind, string(list)}, func(scan func(...any) error) error {
		var o old
		err := scan(&o.n, &o.keys)
		found = append(found, o)
		return err
	})
	if err != nil || len(found) == 0 {
		return t.s.fault(err)
	}
	number, err := t.kind(kind)
	for _, o := range found {
		if err == nil {
			err = t.keys(number, o.n, row.UnpackKeys(o.keys), nil)
		}
		if err == nil {
			err = t.c.exec(t.ctx, "delete from record where n = ?", o.n)
		}
	}
	return t.s.fault(err)
}

// Drop implements store.Tx.
func (t *tx) Drop() error {
	return t.s.fault(errors.Join(t.c.exec(t.ctx, "delete from record_key"), t.c.exec(t.ctx, "delete from record")))
}
