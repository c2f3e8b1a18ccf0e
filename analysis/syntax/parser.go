// Package syntax gives every word its lemma, its tags and its place in a
// dependency tree (Universal Dependencies, English), and reads and writes the
// CoNLL-U format.
//
// It finds neither words nor sentences, that is done by package text, and adds
// no meaning: names, times and events are found by others over the trees.
//
// The engine behind Parser is internal/greedy; its weights come from package
// model and are made by the command in analysis/syntax/train.
package syntax

import (
	"fmt"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis/syntax/internal/greedy"
	"github.com/sitrep-dev/sitrep/model"
)

// Parser tags and parses documents. It holds weights only and may be used by
// any number of goroutines at once.
type Parser struct{ engine *greedy.Engine }

// New loads the embedded weights. It takes a fraction of a second and some tens
// of megabytes; make one and share it.
func New() (*Parser, error) {
	data, err := model.Open(model.Syntax)
	if err != nil {
		return nil, fmt.Errorf("syntax: %w", err)
	}
	engine, err := greedy.Decode(data)
	if err != nil {
		return nil, fmt.Errorf("syntax: weights %s: %w", model.Syntax, err)
	}
	return &Parser{engine}, nil
}

// Parse fills Lemma, UPOS, XPOS, Head and Deprel of all words of doc.Sentences
// and links the sentences. Every sentence gets a projective tree with exactly
// one root. Forms and spans are only read; what stood in the five fields is
// overwritten. Time grows with the number of words.
func (p *Parser) Parse(doc *sitrep.Document) {
	for i := range doc.Sentences {
		p.engine.Annotate(doc.Sentences[i].Tokens)
		doc.Sentences[i].Link()
	}
}
