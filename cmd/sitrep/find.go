package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/pipeline"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/view"
)

type findCmd struct {
	display
	Words  []string `arg:"" help:"Words that a report has to hold, all of them." placeholder:"WORD"`
	Limit  int      `help:"Most reports that are printed, the best ones." default:"20" placeholder:"N"`
	Format string   `help:"How to print: text or json (JSON Lines)." enum:"text,json" default:"text"`
}

// Run prints the reports whose latest version holds all words, best first.
func (c *findCmd) Run(s *session) error {
	if err := c.check(); err != nil {
		return fmt.Errorf("find: %w", err)
	}
	if c.Limit < 1 {
		return fmt.Errorf("find: --limit is %d; write 1 or more", c.Limit)
	}
	query := strings.Join(c.Words, " ")
	var found []sitrep.Report
	err := s.view(func(v store.View) error {
		ids, err := v.Search(query, c.Limit)
		if err != nil {
			return err
		}
		for _, id := range ids {
			rep, err := v.Report(id, 0)
			if err != nil {
				return err
			}
			found = append(found, rep.Report)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(found) == 0 {
		s.note("find: no report in %s holds all of: %s", s.flags.DB, query)
		return nil
	}
	k, err := s.knowledge()
	if err != nil {
		return err
	}
	passages := make([]view.Passage, len(found))
	for i, rep := range found {
		span := pipeline.Passage(k, rep, query)
		passages[i] = view.Passage{Report: rep, Span: span, Sentence: rep.Text[span.Start:span.End]}
	}
	w := bufio.NewWriter(s.out)
	if c.Format == "json" {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		for i := range passages {
			if err := enc.Encode(&passages[i]); err != nil {
				return fmt.Errorf("find: %w", err)
			}
		}
		return w.Flush()
	}
	width, colour := c.terminal(s.out)
	return errors.Join(view.Passages(w, passages, view.TextOptions{Width: width, Color: colour}), w.Flush())
}
