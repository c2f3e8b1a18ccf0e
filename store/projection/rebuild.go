package projection

import (
	"context"
	"errors"
	"slices"

	"github.com/sitrep-dev/sitrep/store"
)

// Rebuild drops the projection and makes it anew from the facts, report by report
// in order of their arrival; tick is called after each. Of a report that several
// versions of the coder coded it takes the coding that was projected, else the
// latest. Broken off, it leaves the store [Unfinished].
func (k *Keeper) Rebuild(ctx context.Context, st store.Store, tick func()) error {
	k.last = ""
	coders, err := chosen(ctx, st)
	if err != nil {
		return err
	}
	mark := store.Record{Kind: kindRebuild, ID: "unfinished"}
	if err := st.Update(ctx, func(tx store.Tx) error { return errors.Join(tx.Drop(), tx.Put(mark)) }); err != nil {
		return err
	}
	for done := int64(0); ; {
		n, after := 0, done
		err := st.Update(ctx, func(tx store.Tx) error {
			after = done
			reports, err := tx.Reports(after, 64)
			if err != nil {
				return err
			}
			if n = len(reports); n == 0 {
				return tx.Delete(mark.Kind, mark.ID)
			}
			for _, rep := range reports {
				if err := k.again(tx, rep, coders[rep.Report.ID]); err != nil {
					return err
				}
				after = rep.Seq
			}
			return nil
		})
		if err != nil {
			k.last = ""
			return err
		}
		done = after
		for range n {
			tick()
		}
		if n == 0 {
			return nil
		}
	}
}

// chosen are the coders whose codings are projected, by report; those that would be
// taken anyway are left out.
func chosen(ctx context.Context, st store.Store) (map[string]string, error) {
	out := map[string]string{}
	err := st.View(ctx, func(view store.View) error {
		coders, err := view.Coders()
		if err != nil || len(coders) < 2 {
			return err
		}
		for after := int64(0); ; {
			reports, err := view.Reports(after, 64)
			if err != nil || len(reports) == 0 {
				return err
			}
			ids := make([]string, len(reports))
			for i := range reports {
				ids[i], after = reports[i].Report.ID, reports[i].Seq
			}
			known, err := texts(view, ids)
			if err != nil {
				return err
			}
			for id, t := range known {
				if t.Coder != coders[len(coders)-1] {
					out[id] = t.Coder
				}
			}
		}
	})
	return out, err
}

// again projects a report, if it is the latest version and coded.
func (k *Keeper) again(tx store.Tx, rep store.Report, coder string) error {
	latest, err := tx.Report(rep.Report.ID, 0)
	if err != nil || latest.Version != rep.Version {
		return err
	}
	coders, err := tx.Coders()
	if err != nil {
		return err
	}
	slices.Reverse(coders)
	for _, c := range append([]string{coder}, coders...) {
		coding, err := tx.Coding(rep.Report.ID, rep.Version, c)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err == nil {
			_, err = k.Add(tx, rep.Report, coding)
		}
		return err
	}
	return nil
}
