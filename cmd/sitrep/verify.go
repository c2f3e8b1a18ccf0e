package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/sitrep-dev/sitrep/pipeline"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/projection"
)

type verifyCmd struct {
	Rebuild bool `help:"Also make the events anew from reports, codings and decisions, and say whether they are the same."`
}

// Run looks through the whole store and prints a line for every fault: what it is
// in, and what is wrong. The exit status is 1 when there is one.
func (c *verifyCmd) Run(s *session) (err error) {
	opts := []store.Option{store.ReadOnly()}
	if c.Rebuild {
		opts = []store.Option{store.Existing()}
	}
	st, err := s.open(opts...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	total := 0
	if err := st.View(s.ctx, func(v store.View) (err error) { total, err = v.CountReports(); return err }); err != nil {
		return err
	}
	w := bufio.NewWriter(s.out)
	tick, done := s.bar(total, "verified")
	v := &pipeline.Verifying{Store: st, Tick: tick, Fault: func(f pipeline.Fault) {
		s.skipped++
		fmt.Fprintf(w, "%s\t%s\n", f.Item, strings.Join(strings.Fields(f.Text), " "))
	}}
	err = v.Run(s.ctx)
	done()
	if err == nil && c.Rebuild {
		err = c.rebuild(s, st, v, total)
	}
	if err == nil && s.skipped == 0 {
		fmt.Fprintf(w, "%d versions of reports, %d codings, %d claims: all as they were stored\n", v.Reports, v.Codings, v.Claims)
	}
	if err == nil && s.skipped > 0 {
		s.note("verify: %d faults in %s", s.skipped, s.flags.DB)
	}
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted; the store is not verified to its end")
	}
	return errors.Join(w.Flush(), err)
}

// rebuild makes the events anew and names the reports that tell others than before.
func (c *verifyCmd) rebuild(s *session, st store.Store, v *pipeline.Verifying, total int) error {
	k, err := s.knowledge()
	if err != nil {
		return err
	}
	keeper, foreign := projection.New(k.Merging), false
	if err := st.View(s.ctx, func(v store.View) (err error) { foreign, err = keeper.Foreign(v); return err }); err != nil {
		return err
	}
	tick, done := s.bar(total, "rebuilt")
	err = keeper.Rebuild(s.ctx, st, tick)
	done()
	if err != nil {
		if errors.Is(err, context.Canceled) {
			return errors.New("interrupted; the events are not whole, finish with the same command")
		}
		return err
	}
	if foreign {
		s.note("verify: the events were made by another version of program or knowledge; they are made anew")
		return nil
	}
	changed, err := v.Rebuilt(s.ctx)
	if err != nil {
		return err
	}
	for _, id := range changed {
		v.Fault(pipeline.Fault{Item: "report " + id, Text: "its events were not what its claims and the decisions give; they are made anew"})
	}
	if len(changed) == 0 && s.skipped == 0 {
		s.note("verify: the events made anew are the same, byte for byte")
	}
	return nil
}
