package postgres

import (
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/row"
)

// putChunk is the number of records that travel in one message.
const putChunk = 2000

const (
	insertRecords = `insert into record (kind, id, at, keys, body, sum)
		select $1, * from unnest($2::text[], $3::text[], $4::bytea[], $5::bytea[], $6::bigint[]) returning id, n`
	updateRecords = `update record r set at = u.at, keys = u.keys, body = u.body, sum = u.sum
		from unnest($1::bigint[], $2::text[], $3::bytea[], $4::bytea[], $5::bigint[]) u (n, at, keys, body, sum) where r.n = u.n`
	insertKeys = "insert into record_key (kind, key, n) select $1, * from unnest($2::bigint[], $3::bigint[])"
	deleteKeys = "delete from record_key k using unnest($2::bigint[], $3::bigint[]) u (key, n) where k.kind = $1 and k.key = u.key and k.n = u.n"
)

// pairs are rows of record_key.
type pairs struct{ keys, ns []int64 }

func (p *pairs) add(n int64, keys []int64) {
	for _, k := range keys {
		p.keys, p.ns = append(p.keys, k), append(p.ns, n)
	}
}

// columns are records as arrays, one for each column.
type columns struct {
	ns           []int64
	ids, ats     []string
	keys, bodies [][]byte
	sums         []int64
}

func (c *columns) add(n int64, r row.Record) {
	c.ns, c.ids, c.ats = append(c.ns, n), append(c.ids, r.ID), append(c.ats, r.At)
	c.keys, c.bodies, c.sums = append(c.keys, r.Keys), append(c.bodies, r.Body), append(c.sums, r.Sum)
}

// kept is a record that is there.
type kept struct {
	n    int64
	keys []int64
}

// Put implements store.Tx. All records of one kind travel together.
func (t *tx) Put(records ...store.Record) error {
	var order []string
	byKind := map[string][]row.Record{}
	at := map[[2]string]int{} // where each record is, as the last of several with one id counts
	for _, r := range records {
		in, _, err := t.s.codec.Record(r)
		if err != nil {
			return err
		}
		if byKind[in.Kind] == nil {
			order = append(order, in.Kind)
		}
		if i, twice := at[[2]string{in.Kind, in.ID}]; twice {
			byKind[in.Kind][i] = in
			continue
		}
		at[[2]string{in.Kind, in.ID}] = len(byKind[in.Kind])
		byKind[in.Kind] = append(byKind[in.Kind], in)
	}
	for _, kind := range order {
		for chunk := range slices.Chunk(byKind[kind], putChunk) {
			if err := t.put(kind, chunk); err != nil {
				return t.s.fault(err)
			}
		}
	}
	return nil
}

func (t *tx) put(name string, records []row.Record) error {
	kind, err := t.kind(name)
	if err != nil {
		return err
	}
	there, err := t.kept(kind, records)
	if err != nil {
		return err
	}
	var fresh, old columns
	var gone, come pairs
	for _, r := range records {
		if k, ok := there[r.ID]; ok {
			old.add(k.n, r)
			less, more := row.Diff(k.keys, row.UnpackKeys(r.Keys))
			gone.add(k.n, less)
			come.add(k.n, more)
		} else {
			fresh.add(0, r)
		}
	}
	numbers, err := t.insert(kind, fresh)
	if err != nil {
		return err
	}
	for i, id := range fresh.ids {
		come.add(numbers[id], row.UnpackKeys(fresh.keys[i]))
	}
	var b pgx.Batch
	if len(old.ns) > 0 {
		b.Queue(updateRecords, old.ns, old.ats, old.keys, old.bodies, old.sums)
	}
	if len(gone.ns) > 0 {
		b.Queue(deleteKeys, kind, gone.keys, gone.ns)
	}
	if len(come.ns) > 0 {
		b.Queue(insertKeys, kind, come.keys, come.ns)
	}
	return t.q.SendBatch(t.ctx, &b).Close()
}

// kept finds which of the records are there.
func (t *tx) kept(kind int32, records []row.Record) (map[string]kept, error) {
	ids := make([]string, len(records))
	for i, r := range records {
		ids[i] = r.ID
	}
	there := map[string]kept{}
	err := t.rows("select id, n, keys from record where kind = $1 and id = any($2)", []any{kind, ids}, func(rows pgx.Rows) error {
		var id string
		var k kept
		var keys []byte
		err := rows.Scan(&id, &k.n, &keys)
		k.keys = row.UnpackKeys(keys)
		there[id] = k
		return err
	})
	return there, err
}

// insert adds records that are not there and gives their numbers by id.
func (t *tx) insert(kind int32, c columns) (map[string]int64, error) {
	numbers := make(map[string]int64, len(c.ids))
	if len(c.ids) == 0 {
		return numbers, nil
	}
	err := t.rows(insertRecords, []any{kind, c.ids, c.ats, c.keys, c.bodies, c.sums}, func(rows pgx.Rows) error {
		var id string
		var n int64
		err := rows.Scan(&id, &n)
		numbers[id] = n
		return err
	})
	return numbers, err
}
