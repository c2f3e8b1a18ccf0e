package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/evaluate"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/pipeline"
)

type evalCmd struct {
	display
	Gold   string `arg:"" help:"A table with a header (CSV or TSV), or JSON Lines, or - for standard input; text and type are needed. docs/eval.md describes the columns." placeholder:"GOLD"`
	Errors int    `help:"How many of the worst errors are shown." default:"10" placeholder:"N"`
	Format string `help:"How to print: text or json." enum:"text,json" default:"text"`
}

// Run codes the labelled texts and prints how the claims agree with the labels.
func (c *evalCmd) Run(s *session) error {
	if err := c.display.check(); err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	if c.Errors < 0 {
		return fmt.Errorf("eval: --errors is %d; write 0 or more, or leave it out", c.Errors)
	}
	k, err := s.knowledge()
	if err != nil {
		return err
	}
	gold, err := s.gold(c.Gold, k)
	if err != nil {
		return err
	}
	p, err := pipeline.New(k)
	if err != nil {
		return err
	}
	texts, claims, err := s.labelled(p, place(c.Gold), gold)
	if err != nil {
		return err
	}
	result := evaluate.Score(texts, claims, c.Errors)
	result.Coder, result.Skipped = pipeline.Coder(k), s.skipped
	w := bufio.NewWriter(s.out)
	if c.Format == "json" {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		err = enc.Encode(result)
	} else {
		width, colour := c.terminal(s.out)
		(&scoreSheet{newSheet(w, max(width, 50), colour), result}).print()
	}
	return errors.Join(err, w.Flush())
}

// gold reads the labels and names the rows at fault.
func (s *session) gold(path string, k *knowledge.Base) (*evaluate.Gold, error) {
	raw, err := readAll(s, path, func(in io.Reader) ([]byte, error) { return io.ReadAll(io.LimitReader(in, 64<<20+1)) })
	var fault *fs.PathError
	if errors.As(err, &fault) {
		return nil, fmt.Errorf("eval: %s cannot be read: %w; name a file of labels", place(path), fault.Err)
	}
	if err != nil {
		return nil, err
	}
	gold, err := evaluate.Read(place(path), bytes.NewReader(raw), k.Ontology)
	if err != nil {
		return nil, err
	}
	for _, bad := range gold.Bad {
		s.fault(bad)
	}
	if len(gold.Texts) == 0 {
		return nil, fmt.Errorf("eval: no row of %s could be read", place(path))
	}
	return gold, nil
}

// labelled codes the texts and gives those that could be coded with their claims.
func (s *session) labelled(p *pipeline.Pipeline, source string, gold *evaluate.Gold) ([]evaluate.Text, [][]sitrep.Claim, error) {
	var texts []evaluate.Text
	var claims [][]sitrep.Claim
	at := map[string]int{}
	var reports iter.Seq2[sitrep.Report, error] = func(out func(sitrep.Report, error) bool) {
		for i := range gold.Texts {
			t := &gold.Texts[i]
			if !out(sitrep.Report{ID: fmt.Sprintf("line %d", t.Line), Text: t.Text, Published: t.Published, Language: "en",
				Source: fmt.Sprintf("%s:%d", source, t.Line)}, nil) {
				return
			}
		}
	}
	for i := range gold.Texts {
		at[fmt.Sprintf("line %d", gold.Texts[i].Line)] = i
	}
	err := s.each(p, reports, func(r pipeline.Result) error {
		texts = append(texts, gold.Texts[at[r.Document.Report.ID]])
		claims = append(claims, r.Claims)
		return nil
	})
	return texts, claims, err
}
