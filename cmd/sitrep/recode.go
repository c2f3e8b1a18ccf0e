package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/pipeline"
	"github.com/sitrep-dev/sitrep/store"
)

type recodeCmd struct {
	Limit int    `help:"Code at most so many reports, and the others another time." placeholder:"N"`
	Diff  string `help:"Write the claims that are new, gone or changed to this file (JSON Lines)." placeholder:"FILE"`
}

// Run codes the reports that this version has not coded, beside the old codings, and
// prints how the new ones differ.
func (c *recodeCmd) Run(s *session) (err error) {
	if c.Limit < 0 {
		return fmt.Errorf("recode: --limit is %d; write 1 or more, or leave it out", c.Limit)
	}
	st, err := s.open(store.Existing())
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
	diff := &differences{fields: map[string]int{}, before: map[string]int{}, after: map[string]int{}}
	if c.Diff != "" {
		f, err := os.Create(c.Diff)
		if err != nil {
			return fmt.Errorf("recode: --diff: %w", err)
		}
		diff.lines = bufio.NewWriter(f)
		defer func() { err = errors.Join(err, diff.lines.Flush(), f.Close()) }()
	}
	r := &pipeline.Recoding{Pipeline: p, Store: st, Keeper: keeper, Workers: s.workers(),
		Limit: c.Limit, Now: time.Now, Fault: s.fault}
	todo, err := r.Todo(s.ctx)
	if err != nil {
		return err
	}
	tick, done := s.bar(todo, "coded")
	r.Done = func(one pipeline.Recoded) error {
		s.read++
		tick()
		return diff.add(&one)
	}
	err = r.Run(s.ctx)
	done()
	if errors.Is(err, context.Canceled) {
		return errors.Join(diff.print(s.out), fmt.Errorf("interrupted; %d of %d reports are coded and in %s, go on with the same command", s.read, todo, s.flags.DB))
	}
	if err != nil {
		return err
	}
	if todo == 0 && s.read == 0 {
		s.note("recode: all reports in %s are coded by %s", s.flags.DB, pipeline.Coder(p.Knowledge))
		return nil
	}
	s.note("recode: %d reports go by the coding of %s now", s.read, pipeline.Coder(p.Knowledge))
	return diff.print(s.out)
}

// differences counts how new codings differ from old ones.
type differences struct {
	lines                       *bufio.Writer // nil for none
	reports, fresh, gone, moved int
	fields                      map[string]int // of changed claims
	before, after               map[string]int // claims by type
}

func (d *differences) add(r *pipeline.Recoded) error {
	for list, count := range map[*[]sitrep.Claim]map[string]int{&r.Old: d.before, &r.New: d.after} {
		for i := range *list {
			count[cmp.Or((*list)[i].Type, "(no act)")]++
		}
	}
	all := r.Differences()
	if len(all) > 0 {
		d.reports++
	}
	for i := range all {
		switch all[i].Kind {
		case "new":
			d.fresh++
		case "gone":
			d.gone++
		default:
			d.moved++
		}
		for _, field := range all[i].Fields {
			d.fields[field]++
		}
		if d.lines != nil {
			enc := json.NewEncoder(d.lines)
			enc.SetEscapeHTML(false)
			if err := enc.Encode(&all[i]); err != nil {
				return fmt.Errorf("recode: --diff: %w", err)
			}
		}
	}
	return nil
}

// print writes the sums as a table of tabs.
func (d *differences) print(out io.Writer) error {
	w := bufio.NewWriter(out)
	fmt.Fprintf(w, "reports that differ\t%d\nclaims new\t%d\nclaims gone\t%d\nclaims changed\t%d\n", d.reports, d.fresh, d.gone, d.moved)
	for _, field := range slices.Sorted(maps.Keys(d.fields)) {
		fmt.Fprintf(w, "changed in %s\t%d\n", field, d.fields[field])
	}
	types := maps.Clone(d.before)
	maps.Copy(types, d.after)
	for _, typ := range slices.Sorted(maps.Keys(types)) {
		fmt.Fprintf(w, "%s\t%d before\t%d now\n", typ, d.before[typ], d.after[typ])
	}
	return w.Flush()
}
