package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis/syntax"
	"github.com/sitrep-dev/sitrep/pipeline"
)

type analyzeCmd struct {
	inputs
	Format       string `help:"What to print: jsonl, one document a line, or conllu." enum:"jsonl,conllu" default:"jsonl"`
	Pretokenized bool   `help:"Read CoNLL-U and keep its words and sentences."`
}

// Run prints the layers of every report.
func (c *analyzeCmd) Run(s *session) error {
	p, err := s.load()
	if err != nil {
		return err
	}
	w := bufio.NewWriter(s.out)
	if c.Pretokenized {
		err = c.words(s, p, w)
	} else {
		err = s.each(p, c.inputs, func(r pipeline.Result) error {
			if err := c.print(w, r.Document); err != nil {
				return err
			}
			return w.Flush()
		})
	}
	if flushErr := w.Flush(); err == nil {
		err = flushErr
	}
	return err
}

// words reads CoNLL-U from every input.
func (c *analyzeCmd) words(s *session, p *pipeline.Pipeline, w io.Writer) error {
	paths, err := c.paths(s)
	if err != nil {
		return err
	}
	for _, path := range paths {
		if err := c.file(s, p, w, path); err != nil {
			s.fault(fmt.Errorf("%s: %w", path, err))
			continue
		}
		s.read++
	}
	return nil
}

func (c *analyzeCmd) file(s *session, p *pipeline.Pipeline, w io.Writer, path string) error {
	in := s.in
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	files, err := syntax.ReadCoNLLU(in)
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		p.Analyze(file.Doc)
		if c.Format == "conllu" {
			err = file.WriteCoNLLU(w)
		} else {
			err = c.print(w, file.Doc)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *analyzeCmd) print(w io.Writer, doc *sitrep.Document) error {
	if c.Format == "conllu" {
		return syntax.WriteCoNLLU(w, doc)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(layers(doc))
}

// sentenceJSON and documentJSON are the shapes that the contract promises.
type sentenceJSON struct {
	Span   sitrep.Span    `json:"span"`
	Tokens []sitrep.Token `json:"tokens"`
}

type documentJSON struct {
	Report       sitrep.Report        `json:"report"`
	Text         string               `json:"text"`
	Blocks       []sitrep.Block       `json:"blocks"`
	Sentences    []sentenceJSON       `json:"sentences"`
	Mentions     []sitrep.Mention     `json:"mentions"`
	Timexes      []sitrep.Timex       `json:"timexes"`
	Toponyms     []sitrep.Toponym     `json:"toponyms"`
	Quantities   []sitrep.Figure      `json:"quantities"`
	Attributions []sitrep.Attribution `json:"attributions"`
}

func layers(doc *sitrep.Document) documentJSON {
	d := documentJSON{Report: doc.Report, Text: doc.Text, Blocks: list(doc.Blocks), Sentences: []sentenceJSON{}, Mentions: list(doc.Mentions),
		Timexes: list(doc.Timexes), Toponyms: list(doc.Toponyms), Quantities: []sitrep.Figure{}, Attributions: list(doc.Attributions)}
	for i := range doc.Sentences {
		d.Sentences = append(d.Sentences, sentenceJSON{doc.Sentences[i].Span, list(doc.Sentences[i].Tokens)})
	}
	for _, q := range doc.Quantities {
		d.Quantities = append(d.Quantities, q.Figure)
	}
	return d
}

// list makes an empty list of a nil one, so that it prints as [].
func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}
