package greedy

import (
	"math/rand/v2"

	"github.com/sitrep-dev/sitrep"
)

// Options steer training; equal options and sentences give equal weights.
type Options struct {
	Seed         uint64
	Passes       int // of the parser
	TagPasses    int
	Folds        int // the parser learns from tags that taggers of other folds gave
	MinUpdates   int // of parser features
	TagUpdates   int // of tagger features
	Explore      float64
	Scale        float64 // of the stored weights
	Progress     func(stage string, pass int, mistakes, decisions int)
	AfterPass    func(pass int, e *Engine) // nil, or called with the weights so far
	VariantShare float64                   // of sentences added in capitals; half as many as headlines
}

// Train makes an Engine from annotated sentences with valid trees.
func Train(sents [][]sitrep.Token, opt Options) *Engine {
	e := &Engine{Lemmas: LearnLemmas(sents), templates: parseTemplates(templateText)}
	e.Tags, e.Labels = inventory(sents)
	e.Lexicon = learnLexicon(sents, e)
	rng := rand.New(rand.NewPCG(opt.Seed, 1))
	sents = append(sents[:len(sents):len(sents)], variants(sents, opt.VariantShare, rng)...)
	e.Tagger = NewLinear(e.trainTagger(sents, opt, opt.TagPasses, rng))
	tagged := e.jackknife(sents, opt, rng)
	e.trainArcs(sents, tagged, opt, rng)
	return e
}

// trainTagger gives the rows of a tagger for the sentences.
func (e *Engine) trainTagger(sents [][]sitrep.Token, opt Options, passes int, rng *rand.Rand) []Row {
	p := newPerceptron(opt.TagUpdates)
	index := e.tagIndex()
	words := make([][]word, len(sents))
	modes := make([]caseMode, len(sents))
	for i, s := range sents {
		words[i], modes[i] = e.words(forms(s)), modeOf(forms(s))
	}
	scores := make([]int32, len(e.Tags))
	var feats []uint32
	for pass := range passes {
		mistakes, decisions := 0, 0
		for _, k := range rng.Perm(len(sents)) {
			for i := range words[k] {
				feats = tagFeatures(feats[:0], words[k], i, modes[k])
				p.Score(feats, scores)
				guess, gold := best(scores), e.goldTag(index, sents[k][i])
				p.step()
				decisions++
				if guess != gold {
					mistakes++
					p.update(feats, gold, guess)
				}
				words[k][i].tag = guess
			}
		}
		opt.Progress("tagger", pass, mistakes, decisions)
	}
	return p.mean(opt.Scale)
}

// jackknife tags every sentence with a tagger that has not seen it.
func (e *Engine) jackknife(sents [][]sitrep.Token, opt Options, rng *rand.Rand) [][]word {
	fold := make([]int, len(sents))
	for i := range fold {
		fold[i] = rng.IntN(opt.Folds)
	}
	out := make([][]word, len(sents))
	for f := range opt.Folds {
		var rest [][]sitrep.Token
		for i, s := range sents {
			if fold[i] != f {
				rest = append(rest, s)
			}
		}
		part := *e
		part.Lexicon = learnLexicon(rest, e)
		part.Tagger = NewLinear(part.trainTagger(rest, opt, max(opt.TagPasses/2, 1), rng))
		for i, s := range sents {
			if fold[i] != f {
				continue
			}
			out[i] = part.words(forms(s))
			mode := modeOf(forms(s))
			part.tag(out[i], mode)
			for k := range out[i] {
				part.lemma(&out[i][k], mode)
			}
		}
	}
	return out
}

func (e *Engine) trainArcs(sents [][]sitrep.Token, tagged [][]word, opt Options, rng *rand.Rand) {
	p := newPerceptron(opt.MinUpdates)
	targets := e.targets(sents)
	run := arcTrainer{e: e, p: p, rng: rng, scores: make([]int32, 1+2*len(e.Labels))}
	for pass := range opt.Passes {
		run.mistakes, run.decisions = 0, 0
		run.explore = opt.Explore
		if pass == 0 {
			run.explore = 0
		}
		for _, k := range rng.Perm(len(sents)) {
			run.learn(tagged[k], targets[k])
		}
		opt.Progress("parser", pass, run.mistakes, run.decisions)
		if opt.AfterPass != nil || pass == opt.Passes-1 {
			e.Arcs = NewLinear(p.mean(opt.Scale))
		}
		if opt.AfterPass != nil {
			opt.AfterPass(pass, e)
		}
	}
}

type arcTrainer struct {
	e                   *Engine
	p                   *perceptron
	rng                 *rand.Rand
	explore             float64 // share of wrong guesses that are followed
	scores              []int32
	feats               []uint32
	mistakes, decisions int
}

func (t *arcTrainer) learn(words []word, g *target) {
	labels := len(t.e.Labels)
	s := t.e.newState(words)
	for !s.done() {
		if !s.canShift() && !s.canRight() {
			s.apply(1, labels)
			continue
		}
		t.feats = s.features(t.feats[:0], t.e.templates)
		t.p.Score(t.feats, t.scores)
		guess := s.bestAllowed(t.scores, labels)
		right, ok := s.bestCorrect(g, t.scores, labels)
		t.p.step()
		t.decisions++
		if right >= 0 && !ok(guess) {
			t.mistakes++
			t.p.update(t.feats, right, guess)
			if t.rng.Float64() >= t.explore {
				guess = right
			}
		}
		s.apply(guess, labels)
	}
}
