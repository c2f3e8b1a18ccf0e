package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/projection"
)

// Recoded is a report whose new coding a store has acknowledged.
type Recoded struct {
	Report   sitrep.Report
	Old, New []sitrep.Claim // what was projected of it, nil for nothing, and what is
}

// Recoding codes the reports of a store with this coder, beside what others found.
type Recoding struct {
	Pipeline *Pipeline
	Store    store.Store
	Keeper   *projection.Keeper
	Workers  int
	Limit    int              // most reports that are coded; 0 is no limit
	Now      func() time.Time // when a report is coded
	// Done is called for every report once its coding is acknowledged; an error stops.
	Done func(Recoded) error
	// Fault is called for a report that could not be coded; the rest goes on.
	Fault func(error)
}

// Todo is how many reports Run would code, at most limit if that is not 0.
func (r *Recoding) Todo(ctx context.Context) (n int, err error) {
	coder := Coder(r.Pipeline.Knowledge)
	for after := int64(0); r.Limit == 0 || n < r.Limit; {
		var list []store.Report
		err := r.Store.View(ctx, func(v store.View) (err error) {
			list, err = v.Uncoded(coder, after, 256)
			return err
		})
		if err != nil || len(list) == 0 {
			return n, err
		}
		n, after = n+len(list), list[len(list)-1].Seq
	}
	return min(n, r.Limit), nil
}

// Run codes all reports, latest versions only, that this coder has not coded, and
// projects their new codings in the place of the old ones; without a Limit also codings
// of this coder that those of another one have replaced meanwhile. Broken off, it goes on
// where it was; when ctx ends, what is coded is still put.
func (r *Recoding) Run(ctx context.Context) error {
	coder := Coder(r.Pipeline.Knowledge)
	var batch []Result
	since := r.Now()
	flush := func() error {
		err := r.put(context.WithoutCancel(ctx), batch, coder)
		batch, since = batch[:0], r.Now()
		return err
	}
	for result, err := range r.Pipeline.Run(ctx, r.uncoded(ctx, coder), r.Workers) {
		var fatal *storeFault
		switch {
		case ctx.Err() != nil:
			return errors.Join(flush(), ctx.Err())
		case errors.As(err, &fatal):
			return errors.Join(flush(), fatal.err)
		case err != nil:
			r.Fault(err)
			continue
		}
		batch = append(batch, result)
		if len(batch) >= keepBatch || r.Now().Sub(since) > keepWait {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := errors.Join(flush(), ctx.Err()); err != nil || r.Limit > 0 {
		return err
	}
	return r.backTo(ctx, coder)
}

// backTo projects the codings of coder where it coded a report before another one,
// whose coding is projected now: knowledge that was changed and changed back.
func (r *Recoding) backTo(ctx context.Context, coder string) error {
	var coders []string
	err := r.Store.View(ctx, func(v store.View) (err error) { coders, err = v.Coders(); return err })
	for after := int64(0); err == nil && len(coders) > 1; {
		var done []Recoded
		next := after
		err = r.Store.Update(ctx, func(tx store.Tx) error {
			done, next = done[:0], after
			list, err := tx.Reports(after, keepBatch)
			for _, rep := range list {
				next = rep.Seq
				if one, err := r.back(tx, rep, coder); err != nil {
					return err
				} else if one != nil {
					done = append(done, *one)
				}
			}
			return err
		})
		if err != nil || next == after {
			return err
		}
		after = next
		for _, one := range done {
			if err := r.Done(one); err != nil {
				return err
			}
		}
	}
	return err
}

// back is backTo for one report, nil when nothing was to be done.
func (r *Recoding) back(tx store.Tx, rep store.Report, coder string) (*Recoded, error) {
	now, err := projection.Coding(tx, rep.Report.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && (now.Version != rep.Version || now.Coder == coder) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	own, err := tx.Coding(rep.Report.ID, rep.Version, coder)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err == nil {
		err = project(tx, r.Keeper, rep.Report, own)
	}
	return &Recoded{rep.Report, now.Claims, own.Claims}, err
}

// storeFault ends a run: the store failed, not a report.
type storeFault struct{ err error }

func (e *storeFault) Error() string { return e.err.Error() }

// uncoded are the reports that coder has not coded, in order of their arrival.
func (r *Recoding) uncoded(ctx context.Context, coder string) iter.Seq2[sitrep.Report, error] {
	return func(out func(sitrep.Report, error) bool) {
		n := 0
		for after := int64(0); ; {
			var list []store.Report
			err := r.Store.View(ctx, func(v store.View) (err error) {
				list, err = v.Uncoded(coder, after, 64)
				return err
			})
			if err != nil {
				out(sitrep.Report{}, &storeFault{err})
				return
			}
			for _, rep := range list {
				if n++; r.Limit > 0 && n > r.Limit || !out(rep.Report, nil) {
					return
				}
				after = rep.Seq
			}
			if len(list) == 0 {
				return
			}
		}
	}
}

// put is one acknowledgement. A report that was corrected meanwhile is left to who
// corrected it.
func (r *Recoding) put(ctx context.Context, batch []Result, coder string) error {
	if len(batch) == 0 {
		return nil
	}
	var done []Recoded
	err := r.Store.Update(ctx, func(tx store.Tx) error {
		done = done[:0]
		for _, result := range batch {
			rep := result.Document.Report
			last, err := tx.Report(rep.ID, 0)
			if err != nil {
				return err
			}
			if last.Report.Text != rep.Text {
				continue
			}
			old, err := projection.Coding(tx, rep.ID)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
			coding := store.Coding{Report: rep.ID, Version: last.Version, Coder: coder, Claims: result.Claims, Coded: r.Now().UTC()}
			if err := tx.PutCoding(coding); err != nil {
				return err
			}
			if err := project(tx, r.Keeper, last.Report, coding); err != nil {
				return err
			}
			done = append(done, Recoded{rep, old.Claims, result.Claims})
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, one := range done {
		if err := r.Done(one); err != nil {
			return err
		}
	}
	return nil
}

// Difference is a claim that two codings of one report do not have alike.
type Difference struct {
	Report string        `json:"report"`
	Kind   string        `json:"kind"`             // new, gone or changed
	Fields []string      `json:"fields,omitempty"` // of a changed claim: the members of its JSON that differ
	Old    *sitrep.Claim `json:"old,omitempty"`
	New    *sitrep.Claim `json:"new,omitempty"`
}

// Differences compares what two codings found in a report. Claims are the same one
// by their id, else by their trigger, as the id of a claim says its type.
func (r *Recoded) Differences() []Difference {
	left := slices.Clone(r.New)
	take := func(same func(sitrep.Claim) bool) *sitrep.Claim {
		i := slices.IndexFunc(left, same)
		if i < 0 {
			return nil
		}
		c := left[i]
		left = slices.Delete(left, i, i+1)
		return &c
	}
	found := make([]*sitrep.Claim, len(r.Old))
	for i := range r.Old {
		found[i] = take(func(c sitrep.Claim) bool { return c.ID == r.Old[i].ID })
	}
	var out []Difference
	for i := range r.Old {
		old := &r.Old[i]
		now := found[i]
		if now == nil {
			now = take(func(c sitrep.Claim) bool { return c.Trigger == old.Trigger })
		}
		if now == nil {
			out = append(out, Difference{Report: r.Report.ID, Kind: "gone", Old: old})
		} else if fields := differ(old, now); len(fields) > 0 {
			out = append(out, Difference{Report: r.Report.ID, Kind: "changed", Fields: fields, Old: old, New: now})
		}
	}
	for i := range left {
		out = append(out, Difference{Report: r.Report.ID, Kind: "new", New: &left[i]})
	}
	slices.SortStableFunc(out, func(a, b Difference) int {
		return cmp.Compare(cmp.Or(a.Old, a.New).Trigger.Start, cmp.Or(b.Old, b.New).Trigger.Start)
	})
	return out
}

// differ are the members of the JSON of two claims that are not the same, but for
// those that always change with the coder.
func differ(a, b *sitrep.Claim) []string {
	x, y := members(a), members(b)
	var fields []string
	for key := range x {
		if string(x[key]) != string(y[key]) {
			fields = append(fields, key)
		}
	}
	for key := range y {
		if _, both := x[key]; !both {
			fields = append(fields, key)
		}
	}
	slices.Sort(fields)
	return fields
}

func members(c *sitrep.Claim) map[string]json.RawMessage {
	body, _ := json.Marshal(c)
	var all map[string]json.RawMessage
	_ = json.Unmarshal(body, &all)
	for _, key := range []string{"id", "report", "coder", "about"} {
		delete(all, key)
	}
	return all
}
