package pipeline

import (
	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/store/row"
	"github.com/sitrep-dev/sitrep/text"
)

// Passage is the sentence of a report that holds most words of a query, the first
// of them when several do; empty when none holds one.
func Passage(k *knowledge.Base, rep sitrep.Report, query string) sitrep.Span {
	asked := map[string]bool{}
	for _, w := range row.Words(query) {
		asked[w] = true
	}
	var best sitrep.Span
	most := 0
	for _, sent := range text.New(k.Text).Document(rep).Sentences {
		met := map[string]bool{}
		for _, w := range row.Words(rep.Text[sent.Span.Start:sent.Span.End]) {
			if asked[w] {
				met[w] = true
			}
		}
		if len(met) > most {
			best, most = sent.Span, len(met)
		}
	}
	return best
}
