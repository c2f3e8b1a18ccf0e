// Package analysis runs the language layers over a Document in one fixed order:
// syntax, names, times, places, quantities, speech. Each layer is written by one
// sub-package and read by those that come later; they meet in the Document and
// never import each other.
//
// The package decides nothing itself and does no I/O.
package analysis

import (
	"fmt"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis/names"
	"github.com/sitrep-dev/sitrep/analysis/quantity"
	"github.com/sitrep-dev/sitrep/analysis/speech"
	"github.com/sitrep-dev/sitrep/analysis/syntax"
	"github.com/sitrep-dev/sitrep/analysis/timex"
	"github.com/sitrep-dev/sitrep/analysis/toponym"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// Analyzer holds the layers. It is safe for concurrent use.
type Analyzer struct {
	syntax   *syntax.Parser
	names    *names.Finder
	timex    *timex.Finder
	toponym  *toponym.Resolver
	quantity *quantity.Finder
	speech   *speech.Reader
}

// New loads the trained model and prepares every layer.
func New(k *knowledge.Base) (*Analyzer, error) {
	parser, err := syntax.With(k.Lemmas)
	if err != nil {
		return nil, fmt.Errorf("analysis: %w", err)
	}
	return &Analyzer{parser, names.New(k.Actors), timex.New(k.Timex), toponym.New(k.Places), quantity.New(k.Quantity), speech.New(k.Speech)}, nil
}

// Analyze fills the layers of a document that has sentences and tokens.
func (a *Analyzer) Analyze(doc *sitrep.Document) {
	a.syntax.Parse(doc)
	a.names.Find(doc)
	a.timex.Find(doc)
	a.toponym.Find(doc)
	a.quantity.Find(doc)
	a.speech.Read(doc)
}

// Read gives the model's own reading of every sentence, with the entities and
// roles that no layer keeps. It leaves doc as it is.
func (a *Analyzer) Read(doc *sitrep.Document) []syntax.Reading { return a.syntax.Read(doc) }
