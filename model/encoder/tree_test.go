package encoder

import (
	"math"
	"math/rand/v2"
	"testing"
)

// bestTree tries every choice of heads.
func bestTree(at []float32, stride, n int) float64 {
	best, heads := math.Inf(-1), make([]int, n+1)
	var try func(i int, sum float64)
	try = func(i int, sum float64) {
		if i > n {
			if roots(heads) == 1 && cycleOf(heads) == nil {
				best = max(best, sum)
			}
			return
		}
		for h := range n + 1 {
			if h != i {
				heads[i] = h
				try(i+1, sum+float64(at[(i-1)*stride+h]))
			}
		}
	}
	try(1, 0)
	return best
}

func TestTreeIsTheBest(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 400 {
		n := 1 + rng.IntN(5)
		stride := n + 1 + rng.IntN(3)
		at := make([]float32, n*stride)
		for i := range at {
			at[i] = float32(rng.NormFloat64() * 5)
		}
		sum, words := 0.0, make([]Word, n)
		for i, h := range treeOf(at, stride, n) {
			sum += float64(at[i*stride+h])
			words[i].Head = h
		}
		checkTree(t, words)
		if want := bestTree(at, stride, n); math.Abs(sum-want) > 1e-4 {
			t.Fatalf("tree of %d words scores %g, the best %g", n, sum, want)
		}
	}
}

// TestTreeOfBadScores: equal scores, and scores that make every word the root or
// long chains of cycles.
func TestTreeOfBadScores(t *testing.T) {
	const n = 240
	for name, score := range map[string]func(i, h int) float32{
		"equal": func(int, int) float32 { return 0 },
		"roots": func(_, h int) float32 { return float32(100 - h) },
		"pairs": func(i, h int) float32 { return -float32(max(i-h, h-i)) },
		"huge":  func(i, h int) float32 { return float32((i*7919+h*104729)%1000) * 1e3 },
	} {
		at := make([]float32, n*(n+1))
		for i := range n {
			for h := range n + 1 {
				at[i*(n+1)+h] = score(i+1, h)
			}
		}
		words := make([]Word, n)
		for i, h := range treeOf(at, n+1, n) {
			words[i].Head = h
		}
		t.Run(name, func(t *testing.T) { checkTree(t, words) })
	}
}
