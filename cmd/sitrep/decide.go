package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/projection"
	"github.com/sitrep-dev/sitrep/view"
)

// deciding are the flags of every decision.
type deciding struct {
	Author string `help:"Who decides." required:"" placeholder:"NAME"`
	Reason string `help:"Why; it stands beside the decision for good." required:"" placeholder:"TEXT"`
}

type mergeCmd struct {
	deciding
	Events []string `arg:"" help:"Two or more events that are one." placeholder:"EVENT"`
}

type splitCmd struct {
	deciding
	Event  string   `arg:"" help:"The event that holds too much."`
	Claims []string `arg:"" help:"The claims that are another event." placeholder:"CLAIM"`
}

type correctCmd struct {
	deciding
	Claim string `arg:"" help:"The claim that is coded wrong."`
	Field string `arg:"" help:"What of it: ${corrigible}."`
	Value string `arg:"" help:"What it is: a word, or JSON as sitrep code prints it."`
}

type rejectCmd struct {
	deciding
	IDs []string `arg:"" name:"id" help:"Events or claims that no longer count." placeholder:"ID"`
}

type acceptCmd struct {
	deciding
	IDs []string `arg:"" name:"id" help:"Events or claims of which all decisions are taken back." placeholder:"ID"`
}

// Run joins events.
func (c *mergeCmd) Run(s *session) error {
	return s.decide(c.deciding, func(k *knowledge.Base, keeper *projection.Keeper, v store.View) (store.Decision, error) {
		events := map[string]bool{}
		var items []string
		for _, id := range c.Events {
			ev, err := keeper.Resolve(v, id)
			if err != nil {
				return store.Decision{}, unknown(id, err)
			}
			if !events[ev.ID] {
				items = append(items, ev.Claims...)
			}
			events[ev.ID] = true
		}
		if len(events) < 2 {
			return store.Decision{}, fmt.Errorf("%s is one event already", strings.Join(c.Events, " "))
		}
		return store.Decision{Kind: projection.Merge, Items: items}, nil
	})
}

// Run takes claims out of an event.
func (c *splitCmd) Run(s *session) error {
	return s.decide(c.deciding, func(k *knowledge.Base, keeper *projection.Keeper, v store.View) (store.Decision, error) {
		ev, err := keeper.Resolve(v, c.Event)
		if err != nil {
			return store.Decision{}, unknown(c.Event, err)
		}
		return projection.SplitOff(&ev, c.Claims)
	})
}

// Run corrects a field of a claim.
func (c *correctCmd) Run(s *session) error {
	return s.decide(c.deciding, func(k *knowledge.Base, keeper *projection.Keeper, v store.View) (store.Decision, error) {
		dec := store.Decision{Kind: projection.Correct, Items: []string{c.Claim}, Field: c.Field, Value: c.Value}
		if c.Field == "contexts" {
			return dec, knownWords(c.Value, "context", slices.Sorted(maps.Keys(k.Ontology.Contexts)))
		}
		if c.Field == "modes" {
			_, now, err := projection.Claim(v, c.Claim)
			if typ := typeOf(k, now); err == nil && typ != nil {
				err = knownWords(c.Value, "mode of "+now.Type, typ.ModeNames)
			}
			return dec, unknown(c.Claim, err)
		}
		if c.Field != "type" {
			return dec, nil
		}
		name := strings.Trim(c.Value, `"`)
		typ := k.Ontology.Types[name]
		if typ == nil {
			return dec, fmt.Errorf("there is no type %q; use one of %s", name, strings.Join(slices.Sorted(maps.Keys(k.Ontology.Types)), ", "))
		}
		body, err := json.Marshal(map[string]any{"type": name, "quad": typ.Quad, "cameo": typ.CAMEO, "modes": []string{}})
		dec.Value = string(body)
		return dec, err
	})
}

// typeOf is the type of a claim, nil for none.
func typeOf(k *knowledge.Base, c *sitrep.Claim) *knowledge.Type {
	if c == nil {
		return nil
	}
	return k.Ontology.Types[c.Type]
}

// knownWords wants a JSON list of words that are known.
func knownWords(value, what string, known []string) error {
	var words []string
	if err := json.Unmarshal([]byte(value), &words); err != nil {
		return fmt.Errorf("%s is no JSON list; write [\"%s\"]", value, strings.Join(known[:min(len(known), 1)], ""))
	}
	for _, w := range words {
		if !slices.Contains(known, w) {
			return fmt.Errorf("there is no %s %q; use some of %s", what, w, strings.Join(known, ", "))
		}
	}
	return nil
}

// Run takes claims out of the picture.
func (c *rejectCmd) Run(s *session) error { return s.decideOn(c.deciding, projection.Reject, c.IDs) }

// Run takes decisions back.
func (c *acceptCmd) Run(s *session) error { return s.decideOn(c.deciding, projection.Accept, c.IDs) }

func (s *session) decideOn(by deciding, kind string, ids []string) error {
	return s.decide(by, func(_ *knowledge.Base, keeper *projection.Keeper, v store.View) (store.Decision, error) {
		dec := store.Decision{Kind: kind}
		for _, id := range ids {
			claims, err := keeper.ClaimsOf(v, id, kind == projection.Accept)
			if err != nil {
				return dec, unknown(id, err)
			}
			for _, c := range claims {
				if !slices.Contains(dec.Items, c) {
					dec.Items = append(dec.Items, c)
				}
			}
		}
		return dec, nil
	})
}

func unknown(id string, err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("%s is not in the store; take an id that sitrep brief --format json, why or find prints", id)
	}
	return err
}

// decide puts a decision and prints its number and the events that it changed.
func (s *session) decide(by deciding, what func(*knowledge.Base, *projection.Keeper, store.View) (store.Decision, error)) (err error) {
	st, err := s.open(store.Existing())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	k, err := s.knowledge()
	if err != nil {
		return err
	}
	keeper := projection.New(k.Merging)
	var dec store.Decision
	var change projection.Change
	err = st.Update(s.ctx, func(tx store.Tx) error {
		if err := s.fits(tx, keeper); err != nil {
			return err
		}
		if dec, err = what(k, keeper, tx); err != nil {
			return err
		}
		dec.Author, dec.Reason, dec.Made = by.Author, by.Reason, time.Now().UTC()
		dec, change, err = keeper.Decide(tx, dec)
		return err
	})
	if err != nil {
		return err
	}
	w := bufio.NewWriter(s.out)
	fmt.Fprintf(w, "decision\t%d\n", dec.Seq)
	for _, id := range change.Made {
		fmt.Fprintf(w, "made\t%s\n", id)
	}
	for _, id := range change.Gone {
		fmt.Fprintf(w, "gone\t%s\n", id)
	}
	return w.Flush()
}

type decisionsCmd struct {
	display
	Format string `help:"How to print: text or json (JSON Lines)." enum:"text,json" default:"text"`
}

// Run lists all decisions with what they do now.
func (c *decisionsCmd) Run(s *session) error {
	if err := c.check(); err != nil {
		return fmt.Errorf("decisions: %w", err)
	}
	var list []view.EvidenceDecision
	err := s.view(func(v store.View) error {
		all, err := projection.Standings(v)
		for _, one := range all {
			list = append(list, ruling(one))
		}
		return err
	})
	if err != nil {
		return err
	}
	w := bufio.NewWriter(s.out)
	if c.Format == "json" {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		for i := range list {
			if err := enc.Encode(&list[i]); err != nil {
				return fmt.Errorf("decisions: %w", err)
			}
		}
		return w.Flush()
	}
	if len(list) == 0 {
		s.note("decisions: none are made in %s", s.flags.DB)
	}
	width, colour := c.terminal(s.out)
	return errors.Join(view.Decisions(w, list, view.TextOptions{Width: width, Color: colour}), w.Flush())
}

func ruling(d projection.Standing) view.EvidenceDecision {
	return view.EvidenceDecision{Seq: d.Seq, Kind: d.Kind, Items: d.Items, Field: d.Field, Value: d.Value, Author: d.Author,
		Reason: d.Reason, Made: d.Made, Effect: string(d.Effect), Note: d.Note}
}
