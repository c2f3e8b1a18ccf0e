package greedy

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
)

// LearnLemmas makes the lemma table and the suffix rules from words with gold
// tags and lemmas. A rule is kept only where it says something else than the
// shorter suffix; a pair is tabled only where the rules get it wrong.
func LearnLemmas(sents [][]sitrep.Token) *Lemmas {
	l := &Lemmas{Keep: keptTags(sents), Table: map[Tag]map[string]string{}, Rules: map[Tag]map[string]Edit{}}
	l.Words = knownLemmas(sents)
	pairs := l.pairs(sents)
	for tag, forms := range pairs {
		l.Rules[tag] = learnRules(forms)
	}
	for tag, forms := range pairs {
		for form, lemma := range forms {
			if l.ByRule(form, tag) != lemma {
				if l.Table[tag] == nil {
					l.Table[tag] = map[string]string{}
				}
				l.Table[tag][form] = lemma
			}
		}
	}
	return l
}

// knownLemmas lists the lemmas of the inflected open classes.
func knownLemmas(sents [][]sitrep.Token) map[string]map[string]bool {
	out := map[string]map[string]bool{"NOUN": {}, "VERB": {}}
	for _, s := range sents {
		for i := range s {
			if words := out[s[i].UPOS]; words != nil {
				words[s[i].Lemma] = true
			}
		}
	}
	return out
}

// keptTags finds the tags whose capitalised words mostly have capitalised lemmas.
func keptTags(sents [][]sitrep.Token) map[Tag]bool {
	capped, kept := map[Tag]int{}, map[Tag]int{}
	for _, s := range sents {
		for i := 1; i < len(s); i++ {
			tag := Tag{s[i].UPOS, s[i].XPOS}
			if low := strings.ToLower(s[i].Form); low != s[i].Form {
				capped[tag]++
				if strings.ToLower(s[i].Lemma) != s[i].Lemma {
					kept[tag]++
				}
			}
		}
	}
	out := map[Tag]bool{}
	for tag, n := range capped {
		if kept[tag]*2 > n && n >= rare {
			out[tag] = true
		}
	}
	return out
}

// pairs gives the commonest lemma of every form with its tag; of equals the first in order.
func (l *Lemmas) pairs(sents [][]sitrep.Token) map[Tag]map[string]string {
	counts := map[Tag]map[string]map[string]int{}
	for _, s := range sents {
		for i := range s {
			tag, key := Tag{s[i].UPOS, s[i].XPOS}, s[i].Form
			if !l.Keep[tag] {
				key = strings.ToLower(key)
			}
			if counts[tag] == nil {
				counts[tag] = map[string]map[string]int{}
			}
			if counts[tag][key] == nil {
				counts[tag][key] = map[string]int{}
			}
			counts[tag][key][s[i].Lemma]++
		}
	}
	out := map[Tag]map[string]string{}
	for tag, forms := range counts {
		out[tag] = map[string]string{}
		for form, lemmas := range forms {
			out[tag][form] = commonest(lemmas, strings.Compare)
		}
	}
	return out
}

func commonest[K comparable](counts map[K]int, order func(a, b K) int) K {
	keys := slices.SortedFunc(maps.Keys(counts), order)
	top := keys[0]
	for _, k := range keys {
		if counts[k] > counts[top] {
			top = k
		}
	}
	return top
}

func learnRules(forms map[string]string) map[string]Edit {
	counts := map[string]map[Edit]int{}
	for form, lemma := range forms {
		edit := editOf(form, lemma)
		for n := range MaxSuffix + 1 {
			s := suffix(form, n)
			if n > 0 && utf8.RuneCountInString(s) < n {
				break
			}
			if counts[s] == nil {
				counts[s] = map[Edit]int{}
			}
			counts[s][edit]++
		}
	}
	suffixes := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
	})
	rules := map[string]Edit{}
	for _, s := range suffixes {
		edit := commonest(counts[s], func(a, b Edit) int { return cmp.Or(cmp.Compare(a.Cut, b.Cut), strings.Compare(a.Add, b.Add)) })
		if back, ok := inherited(rules, s); counts[s][edit] >= 2 && (!ok || back != edit) {
			rules[s] = edit
		}
	}
	return rules
}

// inherited is the edit the longest shorter suffix of s gives.
func inherited(rules map[string]Edit, s string) (Edit, bool) {
	for i := range s {
		if i == 0 {
			continue
		}
		if e, ok := rules[s[i:]]; ok {
			return e, true
		}
	}
	e, ok := rules[""]
	return e, ok
}

func editOf(form, lemma string) Edit {
	common := 0
	for common < len(form) {
		r, size := utf8.DecodeRuneInString(form[common:])
		q, _ := utf8.DecodeRuneInString(lemma[common:])
		if r != q || common+size > len(lemma) {
			break
		}
		common += size
	}
	return Edit{utf8.RuneCountInString(form[common:]), lemma[common:]}
}
