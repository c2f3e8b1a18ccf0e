package main

import (
	"bufio"
	"encoding/json"
	"fmt"

	"github.com/sitrep-dev/sitrep/pipeline"
	"github.com/sitrep-dev/sitrep/report"
)

type codeCmd struct {
	inputs
}

// Run prints the claims of every report as JSON Lines, in the order of the input.
func (c *codeCmd) Run(s *session) error {
	p, err := s.load()
	if err != nil {
		return err
	}
	reports, err := s.reports(p, c.inputs)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(s.out)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return s.each(p, report.Distinct(reports), func(r pipeline.Result) error {
		for i := range r.Claims {
			if err := enc.Encode(&r.Claims[i]); err != nil {
				return fmt.Errorf("code: %w", err)
			}
		}
		return w.Flush()
	})
}
