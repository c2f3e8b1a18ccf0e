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
	"github.com/sitrep-dev/sitrep/report"
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
		return c.words(s, p, w)
	}
	reports, err := s.reports(p, c.inputs)
	if err != nil {
		return err
	}
	return s.each(p, reports, func(r pipeline.Result) error {
		if err := c.print(w, r.Document); err != nil {
			return err
		}
		return w.Flush()
	})
}

// words analyses the CoNLL-U of every input.
func (c *analyzeCmd) words(s *session, p *pipeline.Pipeline, w *bufio.Writer) error {
	paths, err := c.paths(s)
	if err != nil {
		return err
	}
	for path, err := range report.Files(paths) {
		if err != nil {
			s.fault(err)
			continue
		}
		docs, err := readAll(s, path, syntax.ReadCoNLLU)
		if s.ctx.Err() != nil {
			return s.ctx.Err()
		}
		if err != nil {
			s.fault(fmt.Errorf("%s: %w", place(path), err))
			continue
		}
		for _, doc := range docs {
			if err := c.word(s, p, w, doc); err != nil {
				return err
			}
		}
	}
	if s.read == 0 {
		return errNoReport
	}
	return nil
}

// word analyses and prints one document with given words.
func (c *analyzeCmd) word(s *session, p *pipeline.Pipeline, w *bufio.Writer, doc *syntax.CoNLLU) error {
	if s.ctx.Err() != nil {
		return s.ctx.Err()
	}
	if err := p.Analyze(doc.Doc); err != nil {
		s.fault(err)
		return nil
	}
	s.read++
	var err error
	if c.Format == "conllu" {
		err = doc.WriteCoNLLU(w)
	} else {
		err = c.print(w, doc.Doc)
	}
	if err != nil {
		return err
	}
	return w.Flush()
}

// readAll gives what read makes of a file or of standard input. It returns when
// the session ends, even while the input blocks.
func readAll[T any](s *session, path string, read func(io.Reader) (T, error)) (T, error) {
	type answer struct {
		made T
		err  error
	}
	out := make(chan answer, 1)
	go func() {
		in := s.in
		if path != "-" {
			f, err := os.Open(path)
			if err != nil {
				out <- answer{err: err}
				return
			}
			defer f.Close()
			in = f
		}
		made, err := read(in)
		out <- answer{made, err}
	}()
	select {
	case a := <-out:
		return a.made, a.err
	case <-s.ctx.Done():
		var none T
		return none, s.ctx.Err()
	}
}

// place names an input in a message.
func place(path string) string {
	if path == "-" {
		return "standard input"
	}
	return path
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
		Timexes: []sitrep.Timex{}, Toponyms: list(doc.Toponyms), Quantities: []sitrep.Figure{}, Attributions: []sitrep.Attribution{}}
	for i := range doc.Sentences {
		d.Sentences = append(d.Sentences, sentenceJSON{doc.Sentences[i].Span, list(doc.Sentences[i].Tokens)})
	}
	for _, t := range doc.Timexes {
		if t.Ends != nil { // a range is two expressions in TimeML
			d.Timexes = append(d.Timexes, t.Ends...)
			continue
		}
		d.Timexes = append(d.Timexes, t)
	}
	for _, a := range doc.Attributions {
		// The list says whom the report itself cites, as annotators of quotations mark
		// it. Whom a quoted speaker cites in his own words is part of the quotation.
		// The layer has to keep both, since the chain of sources of a claim goes through
		// either, and explain shows both; so the choice is made here, where it is printed.
		if !a.Quoted {
			d.Attributions = append(d.Attributions, a)
		}
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
