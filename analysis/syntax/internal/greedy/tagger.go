package greedy

import (
	"math"
	"unicode/utf8"
)

// edge stands for what lies outside the sentence.
const edge = 0xED6E

// tag sets the tag of every word from left to right.
func (e *Engine) tag(words []word, mode caseMode) {
	scores := make([]int32, len(e.Tags))
	feats := make([]uint32, 0, maxFeatures)
	for i := range words {
		feats = tagFeatures(feats[:0], words, i, mode)
		e.Tagger.Score(feats, scores)
		if e.afterParticle(words, i) {
			for k, t := range e.Tags {
				if nominalTags[t.XPOS] {
					scores[k] = math.MinInt32
				}
			}
		}
		if mode == plainCase && acronymLike(words[i].form) {
			for k, t := range e.Tags {
				if closedTags[t.XPOS] {
					scores[k] = math.MinInt32
				}
			}
		}
		if mode == plainCase && lowerCase(words[i].form) {
			for k, t := range e.Tags {
				if t.XPOS == "NNP" || t.XPOS == "NNPS" {
					scores[k] = math.MinInt32
				}
			}
		}
		words[i].tag = best(scores)
	}
}

// lowerCase reports a form that starts with a small letter.
func lowerCase(form string) bool { return form != "" && form[0] >= 'a' && form[0] <= 'z' }

// closedTags are tags of function words, which nobody prints in capitals inside
// a plain sentence: there "WHO", "US" and "IT" are names.
var closedTags = map[string]bool{"WP": true, "WDT": true, "WRB": true, "PRP": true, "DT": true, "IN": true, "CC": true, "TO": true, "MD": true, "EX": true}

// acronymLike reports two to five capitals and nothing else.
func acronymLike(form string) bool {
	if len(form) < 2 || len(form) > 5 {
		return false
	}
	for i := 0; i < len(form); i++ {
		if form[i] < 'A' || form[i] > 'Z' {
			return false
		}
	}
	return true
}

// nominalTags are the tags that no word has right behind the particle of
// infinitives; the preposition has a tag of its own in these treebanks.
var nominalTags = map[string]bool{"NN": true, "NNS": true, "NNP": true, "NNPS": true, "JJ": true}

// afterParticle reports whether the infinitive's particle stands before word i,
// adverbs in between.
func (e *Engine) afterParticle(words []word, i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		switch e.Tags[words[k].tag].XPOS {
		case "TO":
			return true
		case "RB":
			continue
		}
		return false
	}
	return false
}

// best is the first index with the highest score.
func best(scores []int32) int {
	top := 0
	for k, s := range scores {
		if s > scores[top] {
			top = k
		}
	}
	return top
}

// tagFeatures appends the features of word i; the tags left of it are read.
func tagFeatures(dst []uint32, words []word, i int, mode caseMode) []uint32 {
	f := featureList{dst: dst}
	f.addForm(words, i, mode)
	f.addAffixes(words, i)
	f.addContext(words, i)
	f.addEnds(words, i)
	return f.dst
}

// featureList numbers features as they are added, so that the order of the
// calls of add is part of the weights' format.
type featureList struct {
	dst  []uint32
	next uint32
}

func (f *featureList) add(vals ...uint32) {
	f.next++
	h := mix(mixB, f.next)
	for _, v := range vals {
		h = mix(h, v)
	}
	f.dst = append(f.dst, seal(h))
}

// at gives the hash and the ambiguity class of word k.
func at(words []word, k int) (hash, class uint32) {
	if k < 0 || k >= len(words) {
		return edge, edge
	}
	return words[k].hash, uint32(words[k].class)
}

// tagAt gives the tag of word k, which stands left of the one in question.
func tagAt(words []word, k int) uint32 {
	if k < 0 {
		return edge
	}
	return uint32(words[k].tag)
}

// isFirst is 1 for the first word.
func isFirst(i int) uint32 {
	if i == 0 {
		return 1
	}
	return 0
}

func (f *featureList) addForm(words []word, i int, mode caseMode) {
	w := &words[i]
	before, _ := at(words, i-1)
	after, _ := at(words, i+1)
	t1, t2 := tagAt(words, i-1), tagAt(words, i-2)
	f.add()
	f.add(w.hash)
	f.add(w.hash, t1)
	f.add(w.hash, t1, t2)
	f.add(w.hash, after)
	f.add(before, w.hash)
	f.add(w.hash, w.shape, uint32(mode))
	f.add(w.shape, isFirst(i), uint32(mode))
	f.add(w.shape, isFirst(i), uint32(w.class))
}

func (f *featureList) addAffixes(words []word, i int) {
	w, t1 := &words[i], tagAt(words, i-1)
	s2, s3 := hashString(suffix(w.norm, 2)), hashString(suffix(w.norm, 3))
	f.add(hashString(suffix(w.norm, 1)))
	f.add(s2)
	f.add(s3)
	f.add(hashString(suffix(w.norm, 4)))
	f.add(hashString(suffix(w.norm, 5)))
	f.add(hashString(prefix(w.norm, 1)), w.shape)
	f.add(hashString(prefix(w.norm, 2)))
	f.add(hashString(prefix(w.norm, 3)))
	f.add(s3, w.shape, isFirst(i))
	f.add(s2, t1)
	f.add(s3, t1)
}

func (f *featureList) addContext(words []word, i int) {
	class := uint32(words[i].class)
	p1, p1c := at(words, i-1)
	p2, _ := at(words, i-2)
	n1, n1c := at(words, i+1)
	n2, n2c := at(words, i+2)
	t1, t2 := tagAt(words, i-1), tagAt(words, i-2)
	f.add(class, t1)
	f.add(class, t1, t2)
	f.add(class, n1c)
	f.add(class, n1)
	f.add(class, n1c, n2c)
	f.add(class, t1, n1c)
	f.add(t1)
	f.add(t1, t2)
	f.add(t1, n1)
	f.add(t1, n1c)
	f.add(p1)
	f.add(p2, p1)
	f.add(n1)
	f.add(n1, n2)
	f.add(p1, n1)
	f.add(p1c, class, n1c)
}

// addEnds adds the ending of the next word, the length of this one and the last
// word of the sentence, which tells questions and headlines.
func (f *featureList) addEnds(words []word, i int) {
	w := &words[i]
	if i+1 < len(words) {
		after := &words[i+1]
		f.add(hashString(suffix(after.norm, 3)), uint32(w.class))
		f.add(after.shape, w.shape)
	} else {
		f.add(edge)
		f.add(edge, w.shape)
	}
	f.add(uint32(min(utf8.RuneCountInString(w.norm), 8)), w.shape)
	last, _ := at(words, len(words)-1)
	f.add(last, uint32(w.class))
}
