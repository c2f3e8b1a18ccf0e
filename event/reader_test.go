package event_test

import (
	"sync"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/text"
)

// chain reads a text up to claims.
type chain struct {
	seg    *text.Segmenter
	layers *analysis.Analyzer
	coder  *event.Coder
}

// loaded is the chain, made once for the tests of the package.
var loaded = sync.OnceValues(func() (*chain, error) {
	k, err := knowledge.Load(knowledge.Embedded())
	if err != nil {
		return nil, err
	}
	layers, err := analysis.New(k)
	if err != nil {
		return nil, err
	}
	return &chain{text.New(k.Text), layers, event.New(k, "test")}, nil
})

func load(t *testing.T) *chain {
	t.Helper()
	c, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// code gives the analysed document and the claims of a report.
func (c *chain) code(rep sitrep.Report) (*sitrep.Document, []sitrep.Claim) {
	rep.ID, rep.Language = "r", "en"
	doc := c.seg.Document(rep)
	c.layers.Analyze(doc)
	return doc, c.coder.Code(doc)
}
