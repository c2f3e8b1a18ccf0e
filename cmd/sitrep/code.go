package main

import (
	"bufio"
	"encoding/json"
	"fmt"

	"github.com/sitrep-dev/sitrep/pipeline"
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
	w := bufio.NewWriter(s.out)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	err = s.each(p, c.inputs, func(r pipeline.Result) error {
		for i := range r.Claims {
			if err := enc.Encode(&r.Claims[i]); err != nil {
				return fmt.Errorf("writing claims: %w", err)
			}
		}
		return w.Flush()
	})
	if flushErr := w.Flush(); err == nil {
		err = flushErr
	}
	return err
}
