package main

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/pipeline"
	"github.com/sitrep-dev/sitrep/report"
	"github.com/sitrep-dev/sitrep/situation"
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
	s.log.Debug("knowledge loaded", "version", k.Version, "workers", s.workers())
	return pipeline.New(k)
}

// files are the files of knowledge: the embedded ones with the user's over them.
func (s *session) files() (fs.FS, error) {
	fsys, dir := knowledge.Embedded(), s.flags.Knowledge
	if dir == "" {
		return fsys, nil
	}
	fsys, err := knowledge.Overlay(fsys, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("--knowledge: there is no directory %s; name the one that holds your files", dir)
	}
	if err != nil {
		return nil, fmt.Errorf("--knowledge: %w", err)
	}
	return fsys, nil
}

func (s *session) knowledge() (*knowledge.Base, error) {
	fsys, err := s.files()
	if err != nil {
		return nil, err
	}
	own := s.flags.Gazetteer
	if own != "" {
		fsys, err = knowledge.WithGazetteer(fsys, own)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("--gazetteer: there is no file %s; make it with sitrep gazetteer build", own)
		}
		if err != nil {
			return nil, fmt.Errorf("--gazetteer: %w", err)
		}
	}
	base, err := knowledge.Load(fsys)
	if err == nil {
		return base, nil
	}
	return nil, s.ownNames(err)
}

// ownNames names faults of knowledge by the user's files, where they are in them.
func (s *session) ownNames(err error) error {
	var fault *knowledge.SyntaxError
	if !errors.As(err, &fault) {
		return err
	}
	text := err.Error()
	if own := s.flags.Gazetteer; own != "" {
		text = strings.ReplaceAll(text, "knowledge/"+knowledge.GazetteerFile+": ", "--gazetteer: "+own+" ")
	}
	if dir := s.flags.Knowledge; dir != "" {
		path := filepath.Join(dir, filepath.FromSlash(fault.File))
		if _, missing := os.Stat(path); missing == nil {
			text = strings.ReplaceAll(text, "knowledge/"+fault.File, path)
		}
	}
	return errors.New(text)
}

func (s *session) workers() int {
	if s.flags.Workers > 0 {
		return s.flags.Workers
	}
	return runtime.NumCPU()
}

// reports opens the inputs.
func (s *session) reports(p *pipeline.Pipeline, in inputs) (iter.Seq2[sitrep.Report, error], error) {
	paths, err := in.paths(s)
	if err != nil {
		return nil, err
	}
	return report.New(p.Knowledge.Page).Open(s.ctx, paths, s.in), nil
}

// each codes reports and calls do for every one, in order. Faults are named on
// standard error and counted, the rest goes through. It is an error when there
// is no report at all.
func (s *session) each(p *pipeline.Pipeline, reports iter.Seq2[sitrep.Report, error], do func(pipeline.Result) error) error {
	tick, done := s.progress()
	defer done()
	for result, err := range p.Run(s.ctx, reports, s.workers()) {
		if s.ctx.Err() != nil {
			return s.ctx.Err()
		}
		if err != nil {
			s.fault(err)
			continue
		}
		s.read++
		tick()
		if err := do(result); err != nil {
			return err
		}
	}
	if s.read == 0 {
		return errNoReport
	}
	return nil
}

// gather codes the reports of the inputs and adds them and their claims to in.
func (s *session) gather(p *pipeline.Pipeline, from inputs, in *situation.Input) error {
	reports, err := s.reports(p, from)
	if err != nil {
		return err
	}
	return s.each(p, report.Distinct(reports), func(r pipeline.Result) error {
		in.Claims = append(in.Claims, r.Claims...)
		in.Reports = append(in.Reports, r.Document.Report)
		return nil
	})
}

// fault names an input that could not be read, or a warning about one that could.
func (s *session) fault(err error) {
	var warning *report.Warning
	if errors.As(err, &warning) {
		s.note("%v", err)
		return
	}
	var crash *pipeline.ReportError
	if errors.As(err, &crash) {
		s.log.Debug("a stage failed", "report", crash.Report, "stack", string(crash.Stack))
	}
	s.skipped++
	fmt.Fprintln(s.err, "sitrep:", err)
}

// note says something that is no error.
func (s *session) note(format string, args ...any) {
	if !s.flags.Quiet {
		fmt.Fprintf(s.err, "sitrep: "+format+"\n", args...)
	}
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
