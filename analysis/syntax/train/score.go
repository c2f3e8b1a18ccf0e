package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis/syntax/internal/greedy"
)

// score annotates the sentences anew and compares: shares of all words,
// punctuation with them, labels without their subtypes.
func score(e *greedy.Engine, gold [][]sitrep.Token) string {
	var n, upos, xpos, lemma, uas, las float64
	for _, g := range gold {
		got := slices.Clone(g)
		e.Annotate(got)
		for i := range g {
			n++
			upos += one(got[i].UPOS == g[i].UPOS)
			xpos += one(got[i].XPOS == g[i].XPOS)
			lemma += one(got[i].Lemma == g[i].Lemma)
			uas += one(got[i].Head == g[i].Head)
			las += one(got[i].Head == g[i].Head && base(got[i].Deprel) == base(g[i].Deprel))
		}
	}
	p := func(x float64) float64 { return 100 * x / n }
	return fmt.Sprintf("UPOS %.2f XPOS %.2f lemma %.2f UAS %.2f LAS %.2f", p(upos), p(xpos), p(lemma), p(uas), p(las))
}

func one(ok bool) float64 {
	if ok {
		return 1
	}
	return 0
}

func base(label string) string {
	label, _, _ = strings.Cut(label, ":")
	return label
}
