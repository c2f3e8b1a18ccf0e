package main

import (
	"bufio"
	"errors"
	"fmt"
	"slices"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/pipeline"
	"github.com/sitrep-dev/sitrep/situation"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/projection"
	"github.com/sitrep-dev/sitrep/view"
)

type whyCmd struct {
	ID string `arg:"" name:"id" help:"Of an event, claim, report, figure of the ledger or process, as other commands print it." placeholder:"ID"`
	inputs
	display
	Format  string `help:"How to print: text or json." enum:"text,json" default:"text"`
	Policy  string `help:"How figures are reconciled: ${policies}." default:"lowest" placeholder:"NAME"`
	Reports int    `help:"With --db: how many reports, the latest ones, are looked through, as in brief." default:"1000" placeholder:"N"`
}

// Run prints the evidence and the arithmetic behind one item.
func (c *whyCmd) Run(s *session) error {
	if err := c.display.check(); err != nil {
		return fmt.Errorf("why: %w", err)
	}
	policy, err := situation.ParsePolicy(c.Policy)
	if err != nil {
		return err
	}
	in := situation.Input{Policy: policy}
	if s.flags.DB != "" {
		return c.fromStore(s, in)
	}
	p, err := s.load()
	if err != nil {
		return err
	}
	if err := s.gather(p, c.inputs, &in); err != nil {
		return err
	}
	sit, e, err := c.find(in, p.Knowledge)
	if err != nil {
		return err
	}
	if e == nil {
		return fmt.Errorf("why: nothing in these inputs has the id %s; take one that sitrep brief --format json prints for the same inputs", c.ID)
	}
	trace(e, event.Origins(in.Reports, in.Claims))
	return c.print(s, sit, e, p.Knowledge)
}

// find folds the input and looks for the item.
func (c *whyCmd) find(in situation.Input, k *knowledge.Base) (*sitrep.Situation, *view.Evidence, error) {
	in.Version, in.Claimants, in.Merging = pipeline.Coder(k), k.Claimants, k.Merging
	sit, err := situation.Fold(in)
	if err != nil {
		return nil, nil, err
	}
	if e := view.Find(sit, c.ID); e != nil {
		return sit, e, nil
	}
	for i := range sit.Events {
		if ev := &sit.Events[i]; slices.ContainsFunc(ev.Claims, func(id string) bool { return event.ID(id) == c.ID }) {
			e := view.Find(sit, ev.ID)
			e.Was = c.ID
			return sit, e, nil
		}
	}
	for _, rep := range in.Reports {
		if rep.ID == c.ID {
			e := view.Nothing(rep, in.Policy.Name)
			return sit, e, nil
		}
	}
	return sit, nil, nil
}

// trace says of the reports of an item which text they go back to.
func trace(e *view.Evidence, lin *event.Lineage) {
	for _, o := range lin.Origins() {
		for i, id := range o.Reports {
			at := slices.IndexFunc(e.Reports, func(r view.EvidenceReport) bool { return r.ID == id })
			if at < 0 {
				continue
			}
			e.Reports[at].Origin = o.ID
			if i > 0 && i <= len(o.Because) {
				e.Reports[at].Because = o.Because[i-1]
			}
		}
	}
}

// fromStore looks in the part of the store that a brief is made of, then around the
// reports of the item itself.
func (c *whyCmd) fromStore(s *session, in situation.Input) error {
	if len(c.Input) > 0 {
		return errors.New("why: inputs and --db exclude each other; put the reports into the store with sitrep add")
	}
	if c.Reports < 1 {
		return fmt.Errorf("why: --reports is %d; write 1 or more", c.Reports)
	}
	k, err := s.knowledge()
	if err != nil {
		return err
	}
	var sit *sitrep.Situation
	var e *view.Evidence
	err = s.view(func(v store.View) error {
		keeper := projection.New(k.Merging)
		if err := s.warn(v, keeper); err != nil {
			return err
		}
		w, err := keeper.Window(v, projection.Query{Limit: c.Reports})
		if err != nil {
			return err
		}
		if sit, e, err = c.findIn(in, w, k); err != nil {
			return err
		}
		if e == nil {
			if sit, e, err = c.around(v, keeper, in, k); err != nil {
				return err
			}
		}
		return addStored(v, e)
	})
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("why: nothing in %s has the id %s; take one that sitrep brief --format json or find prints", s.flags.DB, c.ID)
	}
	if err != nil {
		return err
	}
	return c.print(s, sit, e, k)
}

func (c *whyCmd) findIn(in situation.Input, w projection.Window, k *knowledge.Base) (*sitrep.Situation, *view.Evidence, error) {
	in.Claims, in.Reports, in.Openings, in.Events, in.Lineage = w.Claims, w.Reports, w.Openings, w.Events, w.Lineage
	return c.find(in, k)
}

// around finds an item that is older than what a brief is made of, or rejected.
func (c *whyCmd) around(v store.View, keeper *projection.Keeper, in situation.Input, k *knowledge.Base) (*sitrep.Situation, *view.Evidence, error) {
	var reports []string
	coded, now, err := projection.Claim(v, c.ID)
	switch {
	case err == nil && now == nil:
		return &sitrep.Situation{}, view.Alone(coded, in.Policy.Name), nil
	case err == nil:
		reports = []string{coded.Report.ID}
	case !errors.Is(err, store.ErrNotFound):
		return nil, nil, err
	default:
		if _, err := v.Report(c.ID, 0); err == nil {
			reports = []string{c.ID}
			break
		}
		ev, err := keeper.Resolve(v, c.ID)
		if err != nil {
			return nil, nil, err
		}
		reports = ev.Reports
	}
	w, err := keeper.Around(v, reports...)
	if err != nil {
		return nil, nil, err
	}
	sit, e, err := c.findIn(in, w, k)
	if err == nil && e == nil {
		err = store.ErrNotFound
	}
	return sit, e, err
}

// addStored adds what only a store knows: versions, hashes, copies and decisions.
func addStored(v store.View, e *view.Evidence) error {
	for i := range e.Reports {
		r := &e.Reports[i]
		of, origin, why, err := projection.Copied(v, r.ID)
		if err != nil {
			return err
		}
		stored, err := v.Report(r.ID, 0)
		if err != nil {
			return err
		}
		r.CopyOf, r.Because, r.Version, r.Hash, r.Received = of, why, stored.Version, stored.Hash, stored.Received
		if origin != "" {
			r.Origin = origin
		}
	}
	all, err := projection.Standings(v)
	for _, one := range all {
		touches := slices.ContainsFunc(one.Items, func(id string) bool {
			return id == e.ID || slices.ContainsFunc(e.Claims, func(c sitrep.Claim) bool { return c.ID == id })
		})
		if touches {
			e.Decisions = append(e.Decisions, ruling(one))
		}
	}
	return err
}

func (c *whyCmd) print(s *session, sit *sitrep.Situation, e *view.Evidence, k *knowledge.Base) error {
	w := bufio.NewWriter(s.out)
	if c.Format == "json" {
		return errors.Join(view.EvidenceJSON(w, e), w.Flush())
	}
	width, colour := c.terminal(s.out)
	return errors.Join(view.EvidenceText(w, e, sit, k.Phrases, view.TextOptions{Width: width, Color: colour}), w.Flush())
}
