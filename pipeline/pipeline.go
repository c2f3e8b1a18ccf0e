// Package pipeline wires the stages, readable from top to bottom: report, text,
// analysis, event. It adds concurrency that keeps the order of the input, and
// turns a crash on one report into an error about that report.
//
// It holds no rule of language or politics.
package pipeline

import (
	"fmt"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis"
	"github.com/sitrep-dev/sitrep/analysis/syntax"
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

// Code segments, analyses and codes one report. A stage that panics gives a
// [*ReportError].
func (p *Pipeline) Code(rep sitrep.Report) (result Result, err error) {
	err = guard(rep, func() {
		doc := p.text.Document(rep)
		p.analysis.Analyze(doc)
		result = Result{doc, p.coder.Code(doc)}
	})
	return result, err
}

// Analyze fills the layers of a document whose words and sentences are given. A
// stage that panics gives a [*ReportError].
func (p *Pipeline) Analyze(doc *sitrep.Document) error {
	return guard(doc.Report, func() { p.analysis.Analyze(doc) })
}

// Explain tells of every sentence of a document that [Pipeline.Code] gave which
// entries matched and why others did not. A stage that panics gives a
// [*ReportError].
func (p *Pipeline) Explain(doc *sitrep.Document) (tried []event.Explanation, err error) {
	err = guard(doc.Report, func() { tried = p.coder.Explain(doc) })
	return tried, err
}

// Read gives the model's own reading of every sentence of a document, with the
// entities and roles that no layer keeps. A stage that panics gives a
// [*ReportError].
func (p *Pipeline) Read(doc *sitrep.Document) (readings []syntax.Reading, err error) {
	err = guard(doc.Report, func() { readings = p.analysis.Read(doc) })
	return readings, err
}
