package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/pipeline"
	"github.com/sitrep-dev/sitrep/situation"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/projection"
	"github.com/sitrep-dev/sitrep/view"
)

type briefCmd struct {
	inputs
	display
	Format  string `help:"How to print: text, md, html or json." enum:"text,md,html,json" default:"text"`
	AsOf    string `help:"State of the world at this moment." placeholder:"T"`
	KnownAt string `help:"Only what was published by this moment." placeholder:"T"`
	Policy  string `help:"How figures are reconciled: ${policies}." default:"lowest" placeholder:"NAME"`
	About   string `help:"Only what concerns this actor or place." placeholder:"NAME"`
	Since   string `help:"What changed after this moment." placeholder:"T"`
	Reports int    `help:"With --db: how many reports, the latest ones, the brief is made of at most." default:"1000" placeholder:"N"`
	All     bool   `help:"Print every line of every section; else long sections are cut and say so."`
}

// Run reads the reports and prints the situation that follows from them.
func (c *briefCmd) Run(s *session) error {
	in, err := c.input()
	if err != nil {
		return err
	}
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
	return c.fold(s, in, p.Knowledge)
}

// fold makes the situation and prints it.
func (c *briefCmd) fold(s *session, in situation.Input, k *knowledge.Base) error {
	in.Version, in.Claimants, in.Merging = pipeline.Coder(k), k.Claimants, k.Merging
	sit, err := situation.Fold(in)
	if err != nil {
		return err
	}
	if c.About != "" && len(sit.Events)+len(sit.Relations)+len(sit.Control)+len(sit.Processes) == 0 {
		s.note("brief: nothing in these reports concerns %q; write a name or code as the brief prints it", c.About)
	}
	w := bufio.NewWriter(s.out)
	if err := c.print(w, s, sit, in, k); err != nil {
		return fmt.Errorf("brief: %w", err)
	}
	return w.Flush()
}

// fromStore makes the brief of what a store holds: of the latest reports, and of
// all that other reports say of the same events.
func (c *briefCmd) fromStore(s *session, in situation.Input) error {
	if len(c.Input) > 0 {
		return errors.New("brief: inputs and --db exclude each other; put the reports into the store with sitrep add")
	}
	if c.Reports < 1 {
		return fmt.Errorf("brief: --reports is %d; write 1 or more", c.Reports)
	}
	k, err := s.knowledge()
	if err != nil {
		return err
	}
	query := projection.Query{Name: c.About, Limit: c.Reports}
	if !in.KnownAt.IsZero() {
		query.Until = in.KnownAt.Format(time.RFC3339)
	}
	var w projection.Window
	err = s.view(func(v store.View) error {
		keeper := projection.New(k.Merging)
		if err := s.warn(v, keeper); err != nil {
			return err
		}
		if w, err = keeper.Window(v, query); err != nil || in.KnownAt.IsZero() {
			return err
		}
		claims, reports, _ := situation.Known(w.Claims, w.Reports, in.KnownAt)
		w, err = keeper.Known(v, w, reports, claims)
		return err
	})
	if err != nil {
		return err
	}
	if w.Held == 0 {
		return fmt.Errorf("brief: %s holds no report; put some in with sitrep add", s.flags.DB)
	}
	if w.Read == c.Reports && w.Read < w.Held {
		s.note("brief: made of the latest %d of %d reports, from %s, and of what others say of the same events; more with --reports N", w.Read, w.Held, w.From)
	}
	in.Claims, in.Reports, in.Openings = w.Claims, w.Reports, w.Openings
	in.Events, in.Lineage = w.Events, w.Lineage
	return c.fold(s, in, k)
}

// input reads the times and the policy of the flags.
func (c *briefCmd) input() (in situation.Input, err error) {
	if err := c.display.check(); err != nil {
		return in, fmt.Errorf("brief: %w", err)
	}
	if in.Policy, err = situation.ParsePolicy(c.Policy); err != nil {
		return in, err
	}
	for _, flag := range []struct {
		name, value string
		to          *time.Time
	}{{"as-of", c.AsOf, &in.AsOf}, {"known-at", c.KnownAt, &in.KnownAt}, {"since", c.Since, &in.Since}} {
		stamp, err := sitrep.ParseStamp(flag.value)
		if err != nil {
			return in, fmt.Errorf("brief: --%s: %w", flag.name, err)
		}
		if !stamp.IsZero() {
			*flag.to = stamp.Latest().UTC()
		}
	}
	in.About = c.About
	return in, nil
}

func (c *briefCmd) print(w io.Writer, s *session, sit *sitrep.Situation, in situation.Input, k *knowledge.Base) error {
	if c.Format == "json" {
		return view.JSON(w, sit)
	}
	lineage := in.Lineage
	if lineage == nil {
		lineage = event.Origins(in.Reports, in.Claims)
	}
	opt := view.Options{Phrases: k.Phrases, Reports: in.Reports, Origin: lineage.Of, Limit: 12, About: c.About, Since: c.Since}
	if c.All {
		opt.Limit = 0
	}
	page := view.Brief(sit, opt)
	switch c.Format {
	case "md":
		return view.Markdown(w, page)
	case "html":
		return view.HTML(w, page)
	}
	width, colour := c.terminal(s.out)
	return view.Text(w, page, view.TextOptions{Width: width, Color: colour})
}

// policyNames is shown in the help.
func policyNames() string { return strings.Join(situation.PolicyNames(), ", ") }
