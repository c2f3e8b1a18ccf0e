package main

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"runtime"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/pipeline"
	"github.com/sitrep-dev/sitrep/report"
)

// inputs are the arguments of every command that reads reports.
type inputs struct {
	Input []string `arg:"" optional:"" help:"Files, directories or - for standard input: plain text, HTML, or JSON Lines with one report a line." placeholder:"INPUT"`
}

// paths gives standard input when nothing is named and something is piped in.
func (i inputs) paths(s *session) ([]string, error) {
	if len(i.Input) > 0 {
		return i.Input, nil
	}
	if f, ok := s.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return nil, errors.New("no input; name files or directories, or - for standard input")
	}
	return []string{"-"}, nil
}

// load reads the knowledge with the user's overlay and prepares the stages.
func (s *session) load() (*pipeline.Pipeline, error) {
	k, err := s.knowledge()
	if err != nil {
		return nil, err
	}
	return pipeline.New(k)
}

func (s *session) knowledge() (*knowledge.Base, error) {
	fsys := knowledge.Embedded()
	if dir := s.flags.Knowledge; dir != "" {
		var err error
		if fsys, err = knowledge.Overlay(fsys, dir); err != nil {
			return nil, err
		}
	}
	return knowledge.Load(fsys)
}

func (s *session) workers() int {
	if s.flags.Workers > 0 {
		return s.flags.Workers
	}
	return runtime.NumCPU()
}

// reports opens the inputs; faults are named on standard error and counted, the
// rest goes through.
func (s *session) reports(p *pipeline.Pipeline, in inputs) (iter.Seq2[sitrep.Report, error], error) {
	paths, err := in.paths(s)
	if err != nil {
		return nil, err
	}
	return report.New(p.Knowledge.Page).Open(s.ctx, paths, s.in), nil
}

// each codes the reports and calls do for every one that could be read.
func (s *session) each(p *pipeline.Pipeline, in inputs, do func(pipeline.Result) error) error {
	reports, err := s.reports(p, in)
	if err != nil {
		return err
	}
	tick, done := s.progress()
	defer done()
	for result, err := range p.Run(s.ctx, reports, s.workers()) {
		if err != nil {
			if s.ctx.Err() != nil {
				return s.ctx.Err()
			}
			s.fault(err)
			continue
		}
		s.read++
		tick()
		if err := do(result); err != nil {
			return err
		}
	}
	return s.ctx.Err()
}

// fault names an input that could not be read, or a warning about one that could.
func (s *session) fault(err error) {
	var warning *report.Warning
	if errors.As(err, &warning) {
		if !s.flags.Quiet {
			fmt.Fprintln(s.err, "sitrep:", err)
		}
		return
	}
	s.skipped++
	fmt.Fprintln(s.err, "sitrep:", err)
}

// progress shows a counter of reports on a terminal and nothing in a pipe.
func (s *session) progress() (tick, done func()) {
	f, ok := s.err.(*os.File)
	if !ok || s.flags.Quiet || !term.IsTerminal(int(f.Fd())) {
		return func() {}, func() {}
	}
	p := mpb.NewWithContext(s.ctx, mpb.WithOutput(f), mpb.WithWidth(40))
	bar := p.AddSpinner(0, mpb.BarRemoveOnComplete(),
		mpb.AppendDecorators(decor.CurrentNoUnit("%d reports coded"), decor.AverageSpeed(0, "  %.1f/s")))
	return func() { bar.Increment() }, func() {
		bar.SetTotal(-1, true)
		p.Wait()
	}
}
