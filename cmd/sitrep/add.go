package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/sitrep-dev/sitrep/pipeline"
	"github.com/sitrep-dev/sitrep/store"
)

type addCmd struct{ inputs }

// Run puts reports into the store. It prints a line for each as soon as the store
// has acknowledged it: its id, version, what became of it, and its claims.
func (c *addCmd) Run(s *session) (err error) {
	st, err := s.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	p, err := s.load()
	if err != nil {
		return err
	}
	keeper, err := s.keeper(st, p.Knowledge)
	if err != nil {
		return err
	}
	reports, err := s.reports(p, c.inputs)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(s.out)
	tick, done := s.progress()
	defer done()
	counts := map[store.Outcome]int{}
	keeping := &pipeline.Keeping{
		Pipeline: p, Store: st, Keeper: keeper, Workers: s.workers(), Now: time.Now,
		Fault: s.fault,
		Done: func(kept pipeline.Kept) error {
			s.read++
			counts[kept.Outcome]++
			tick()
			if s.flags.Quiet {
				return nil
			}
			fmt.Fprintf(w, "%s\t%d\t%s\t%d\n", kept.Report.Report.ID, kept.Report.Version, kept.Outcome, kept.Claims)
			return w.Flush()
		},
	}
	err = keeping.Add(s.ctx, reports)
	done()
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("interrupted; the %d reports named so far are in %s, go on with the same command", s.read, s.flags.DB)
	}
	if err != nil {
		return err
	}
	if s.read == 0 {
		return errNoReport
	}
	s.note("add: %d reports new, %d corrected, %d there before", counts[store.Added], counts[store.Revised], counts[store.Known])
	return nil
}
