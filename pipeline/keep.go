package pipeline

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/projection"
	"github.com/sitrep-dev/sitrep/store/row"
)

// Kept is a report that a store has acknowledged.
type Kept struct {
	Report  store.Report
	Outcome store.Outcome
	Claims  int // that were found in it
}

// Keeping puts reports into a store.
type Keeping struct {
	Pipeline *Pipeline
	Store    store.Store
	Keeper   *projection.Keeper
	Workers  int
	Now      func() time.Time // when a report is received and coded
	// Done is called for every report once it is acknowledged; an error stops.
	Done func(Kept) error
	// Fault is called for what could not be read or coded; the rest goes on.
	Fault func(error)
}

const (
	keepBatch = 32              // reports of one acknowledgement
	keepWait  = 2 * time.Second // longest a coded report waits for it
)

// Add codes reports and puts them into the store with their claims and events. A
// report that is there already, coded by this coder, is acknowledged as it is.
// When ctx ends, what is coded is still put; the error is that of ctx.
func (k *Keeping) Add(ctx context.Context, reports iter.Seq2[sitrep.Report, error]) error {
	coder := Coder(k.Pipeline.Knowledge)
	var batch []Result
	var since time.Time
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		err := k.put(context.WithoutCancel(ctx), batch, coder)
		batch = batch[:0]
		return err
	}
	for result, err := range k.Pipeline.Run(ctx, k.fresh(ctx, reports, coder), k.Workers) {
		var fatal *storeFault
		switch {
		case ctx.Err() != nil:
			return errors.Join(flush(), ctx.Err())
		case errors.As(err, &fatal):
			return errors.Join(flush(), fatal.err)
		case err != nil:
			k.Fault(err)
			continue
		}
		if len(batch) == 0 {
			since = k.Now()
		}
		batch = append(batch, result)
		if len(batch) >= keepBatch || k.Now().Sub(since) > keepWait {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return errors.Join(flush(), ctx.Err())
}

// fresh passes on the reports that are not in the store yet.
func (k *Keeping) fresh(ctx context.Context, reports iter.Seq2[sitrep.Report, error], coder string) iter.Seq2[sitrep.Report, error] {
	return func(out func(sitrep.Report, error) bool) {
		for rep, err := range reports {
			if err == nil {
				known, there, err := k.there(ctx, rep, coder)
				if err == nil && there {
					err = k.Done(Kept{known, store.Known, 0})
				}
				if err != nil {
					out(sitrep.Report{}, &storeFault{err})
					return
				}
				if there {
					continue
				}
			}
			if !out(rep, err) {
				return
			}
		}
	}
}

// there reports whether a version of a report is this one, coded by this coder if
// it is the latest.
func (k *Keeping) there(ctx context.Context, rep sitrep.Report, coder string) (known store.Report, there bool, err error) {
	err = k.Store.View(ctx, func(v store.View) error {
		last, err := v.Report(rep.ID, 0)
		for old := last; err == nil; old, err = v.Report(rep.ID, old.Version-1) {
			if row.Same(old.Report, rep) {
				if old.Version == last.Version {
					_, err = v.Coding(rep.ID, old.Version, coder)
				}
				known, there = old, err == nil
				return err
			}
			if old.Version == 1 {
				return nil
			}
		}
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return known, there, err
}

// project projects a coding, unless the report has got a later version.
func project(tx store.Tx, keeper *projection.Keeper, rep sitrep.Report, coding store.Coding) error {
	last, err := tx.Report(rep.ID, 0)
	if err != nil || last.Version != coding.Version {
		return err
	}
	_, err = keeper.Add(tx, rep, coding)
	return err
}

// put is one acknowledgement.
func (k *Keeping) put(ctx context.Context, batch []Result, coder string) error {
	var kept []Kept
	err := k.Store.Update(ctx, func(tx store.Tx) error {
		kept = kept[:0]
		for _, r := range batch {
			rep := r.Document.Report
			put, outcome, err := tx.PutReport(store.Report{Report: rep, Raw: rep.Raw, Received: k.Now().UTC()})
			if err != nil {
				return err
			}
			coding := store.Coding{Report: rep.ID, Version: put.Version, Coder: coder, Claims: r.Claims, Coded: k.Now().UTC()}
			if err := tx.PutCoding(coding); err != nil {
				return err
			}
			if err := project(tx, k.Keeper, rep, coding); err != nil {
				return err
			}
			kept = append(kept, Kept{put, outcome, len(r.Claims)})
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, one := range kept {
		if err := k.Done(one); err != nil {
			return err
		}
	}
	return nil
}
