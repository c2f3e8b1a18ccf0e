package greedy

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// rare is the number of examples below which a tag or label is not learned.
const rare = 5

// known is the number of times a word must be seen to enter the lexicon, so
// that training sees unknown words too.
const known = 3

// inventory lists the tags and labels to learn, in order of name, "root" first.
func inventory(sents [][]sitrep.Token) ([]Tag, []string) {
	tags, labels := map[Tag]int{}, map[string]int{}
	for _, s := range sents {
		for i := range s {
			tags[Tag{s[i].UPOS, s[i].XPOS}]++
			labels[s[i].Deprel]++
		}
	}
	delete(labels, "root")
	names := []string{"root"}
	for _, l := range slices.Sorted(maps.Keys(labels)) {
		if base, _, sub := strings.Cut(l, ":"); labels[l] >= rare || !sub || labels[base] == 0 {
			names = append(names, l)
		}
	}
	var out []Tag
	for t, n := range tags {
		if n >= rare {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b Tag) int {
		return cmp.Or(cmp.Compare(a.UPOS, b.UPOS), cmp.Compare(a.XPOS, b.XPOS))
	})
	return out, names
}

func (e *Engine) tagIndex() map[Tag]int {
	index := make(map[Tag]int, len(e.Tags))
	for i, t := range e.Tags {
		index[t] = i
	}
	return index
}

// goldTag is the index of a word's tag; one that is not learned gives the first
// tag with its XPOS, or else the first of all.
func (e *Engine) goldTag(index map[Tag]int, tok sitrep.Token) int {
	if k, ok := index[Tag{tok.UPOS, tok.XPOS}]; ok {
		return k
	}
	for k, t := range e.Tags {
		if t.XPOS == tok.XPOS {
			return k
		}
	}
	return 0
}

func (e *Engine) targets(sents [][]sitrep.Token) []*target {
	index := map[string]int{}
	for i, l := range e.Labels {
		index[l] = i
	}
	out := make([]*target, len(sents))
	for k, s := range sents {
		head, label := make([]int, len(s)), make([]int, len(s))
		for i := range s {
			head[i] = s[i].Head - 1
			if s[i].Head == 0 {
				head[i] = len(s)
			}
			l, ok := index[s[i].Deprel]
			if !ok {
				base, _, _ := strings.Cut(s[i].Deprel, ":")
				l = index[base]
			}
			label[i] = l
		}
		out[k] = newTarget(head, label)
	}
	return out
}

// usage is what was seen of a word.
type usage struct {
	n      int
	casing [3]int // inside sentences in plain case, by Casing
	tags   map[int]int
}

// learnLexicon notes how words are printed inside sentences and which tags they
// usually bear; sets of tags are numbered in order of the sorted words.
func learnLexicon(sents [][]sitrep.Token, e *Engine) map[string]Entry {
	seen := usages(sents, e)
	classes := map[string]uint16{}
	lexicon := map[string]Entry{}
	for _, norm := range slices.Sorted(maps.Keys(seen)) {
		u := seen[norm]
		if u.n < known {
			continue
		}
		key := classKey(u.tags, u.n)
		if classes[key] == 0 {
			classes[key] = uint16(len(classes) + 1)
		}
		lexicon[norm] = Entry{Casing: Casing(bestOf(u.casing[:])), Class: classes[key]}
	}
	return lexicon
}

func usages(sents [][]sitrep.Token, e *Engine) map[string]*usage {
	index := e.tagIndex()
	seen := map[string]*usage{}
	for _, s := range sents {
		mode := modeOf(forms(s))
		if mode == upperCase {
			continue
		}
		for i := range s {
			norm := normalise(s[i].Form)
			u := seen[norm]
			if u == nil {
				u = &usage{tags: map[int]int{}}
				seen[norm] = u
			}
			u.n++
			u.tags[e.goldTag(index, s[i])]++
			if i > 0 && mode == plainCase {
				u.casing[casingOf(s[i].Form)]++
			}
		}
	}
	return seen
}

// classKey names the tags a word bears at least one time in twelve.
func classKey(tags map[int]int, n int) string {
	var key strings.Builder
	for _, t := range slices.Sorted(maps.Keys(tags)) {
		if tags[t]*12 >= n {
			key.WriteByte(byte(t))
			if tags[t]*3 >= 2*n {
				key.WriteByte(255)
			}
		}
	}
	return key.String()
}

func bestOf(counts []int) int {
	top := 0
	for i, n := range counts {
		if n > counts[top] {
			top = i
		}
	}
	return top
}

func casingOf(form string) Casing {
	switch {
	case form == strings.ToLower(form):
		return Lower
	case form == strings.ToUpper(form) && len(form) > 1:
		return Upper
	}
	return Title
}

// variants adds news-like printings of some sentences: in capitals, as a
// headline without its full stop, as a headline with capitalised words.
func variants(sents [][]sitrep.Token, share float64, rng *rand.Rand) [][]sitrep.Token {
	var out [][]sitrep.Token
	for _, s := range sents {
		switch r := rng.Float64(); {
		case r < share:
			out = append(out, printed(s, strings.ToUpper))
		case r < 1.5*share && len(s) <= 16:
			out = append(out, printed(withoutStop(s), func(f string) string {
				if len(f) < 4 {
					return f
				}
				first := prefix(f, 1)
				return strings.ToUpper(first) + f[len(first):]
			}))
		case r < 2*share:
			if cut := withoutStop(s); len(cut) < len(s) && len(cut) > 0 {
				out = append(out, cut)
			}
		}
	}
	return out
}

func printed(s []sitrep.Token, as func(string) string) []sitrep.Token {
	out := slices.Clone(s)
	for i := range out {
		out[i].Form = as(out[i].Form)
	}
	return out
}

// withoutStop drops a final full stop that nothing hangs on.
func withoutStop(s []sitrep.Token) []sitrep.Token {
	last := len(s) - 1
	if last < 1 || s[last].Form != "." || s[last].Head == 0 {
		return s
	}
	for i := range s {
		if s[i].Head == last+1 {
			return s
		}
	}
	return s[:last]
}
