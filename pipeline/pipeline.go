// Package pipeline wires the stages, readable from top to bottom: report, text,
// analysis, event. It adds concurrency that keeps the order of the input, and
// turns a crash on one report into an error about that report.
//
// It holds no rule of language or politics.
package pipeline

import (
	"context"
	"fmt"
	"iter"
	"runtime/debug"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/model"
	"github.com/sitrep-dev/sitrep/text"
)

// Version is the version of the program; releases change it.
const Version = "0.1.0"

// Pipeline codes reports. It is safe for concurrent use.
type Pipeline struct {
	Knowledge *knowledge.Base
	text      *text.Segmenter
	analysis  *analysis.Analyzer
	coder     *event.Coder
}

// New loads the model and prepares the stages over the given knowledge.
func New(k *knowledge.Base) (*Pipeline, error) {
	a, err := analysis.New(k)
	if err != nil {
		return nil, err
	}
	return &Pipeline{Knowledge: k, text: text.New(k.Text), analysis: a, coder: event.New(k, Coder(k))}, nil
}

// Coder names what coded a claim: program, model, knowledge.
func Coder(k *knowledge.Base) string {
	return fmt.Sprintf("sitrep %s model %s knowledge %s", Version, model.Version(), k.Version)
}

// Result is one coded report.
type Result struct {
	Document *sitrep.Document
	Claims   []sitrep.Claim
}

// Document segments and analyses one report.
func (p *Pipeline) Document(rep sitrep.Report) *sitrep.Document {
	doc := p.text.Document(rep)
	p.analysis.Analyze(doc)
	return doc
}

// Analyze fills the layers of a document whose words and sentences are given.
func (p *Pipeline) Analyze(doc *sitrep.Document) { p.analysis.Analyze(doc) }

// Claims codes an analysed document.
func (p *Pipeline) Claims(doc *sitrep.Document) []sitrep.Claim { return p.coder.Code(doc) }

// Explain tells of every sentence which entries matched and why others did not.
func (p *Pipeline) Explain(doc *sitrep.Document) []event.Explanation { return p.coder.Explain(doc) }

// Run codes reports with the given number of workers and yields the results in
// the order of the input. Errors of the input are passed on; a report that makes
// a stage panic yields an error that names it. Run stops when ctx is done.
func (p *Pipeline) Run(ctx context.Context, reports iter.Seq2[sitrep.Report, error], workers int) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		type answer struct {
			result Result
			err    error
		}
		queue := make(chan chan answer, max(workers, 1))
		slots := make(chan struct{}, max(workers, 1))
		go func() {
			defer close(queue)
			for rep, err := range reports {
				out := make(chan answer, 1)
				select {
				case queue <- out:
				case <-ctx.Done():
					return
				}
				if err != nil {
					out <- answer{err: err}
					continue
				}
				slots <- struct{}{}
				go func() {
					defer func() { <-slots }()
					result, err := p.safely(rep)
					out <- answer{result, err}
				}()
			}
		}()
		for out := range queue {
			select {
			case a := <-out:
				if !yield(a.result, a.err) {
					return
				}
			case <-ctx.Done():
				yield(Result{}, ctx.Err())
				return
			}
		}
	}
}

// ReportError says which report a stage could not take.
type ReportError struct {
	Report string // id
	Source string
	Cause  any
	Stack  []byte
}

func (e *ReportError) Error() string {
	return fmt.Sprintf("pipeline: report %s (%s) was skipped: a stage failed: %v; please send the report to the maintainers", e.Report, e.Source, e.Cause)
}

func (p *Pipeline) safely(rep sitrep.Report) (result Result, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &ReportError{rep.ID, rep.Source, cause, debug.Stack()}
		}
	}()
	doc := p.Document(rep)
	return Result{doc, p.Claims(doc)}, nil
}
