package knowledge

import (
	"fmt"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// Pattern is a predicate or cue of one or more words, matched on the tree.
//
// It is written as lemmas. The head is the word marked by "*", else the first
// word of a verb pattern and the last of a noun or adjective pattern. Every other
// word has to hang on the head, one or two steps below: "open fire" is the verb
// open with fire among its dependents, "call for" the verb call with a
// dependent that has for as its case, "*state of emergency" the noun state with
// emergency below it. "attack|raid" allows either lemma; articles are left out.
// A word after "+" has to be there but stays free for patterns of its own:
// "announce +offensive" leaves the offensive to be coded as what is announced.
// A word after "^" has to hang on the head itself: "give ^in" is not there in "gave
// them a house in town".
// A verb whose subject is a word of the pattern may have no object but of the
// pattern, unless that word is free.
type Pattern struct {
	Text  string
	POS   string // "V" verbs, "N" nouns and names, "A" adjectives and adverbs
	Words []PatternWord
	Head  int // index into Words
}

// PatternWord is one position of a Pattern: any of its lemmas.
type PatternWord struct {
	Lemmas []string
	Free   bool // required, but not used up
	Direct bool // a child of the head, no deeper
}

// ParsePattern reads a pattern; pos is "V", "N" or "A".
func ParsePattern(text, pos string) (Pattern, error) {
	p := Pattern{Text: text, POS: pos, Head: -1}
	for i, word := range strings.Fields(strings.ToLower(text)) {
		if strings.HasPrefix(word, "*") {
			if p.Head >= 0 {
				return p, fmt.Errorf("pattern %q has two heads", text)
			}
			p.Head, word = i, word[1:]
		}
		word, free := strings.CutPrefix(word, "+")
		word, direct := strings.CutPrefix(word, "^")
		lemmas := strings.Split(word, "|")
		for _, lemma := range lemmas {
			if lemma == "" {
				return p, fmt.Errorf("pattern %q has an empty alternative", text)
			}
		}
		p.Words = append(p.Words, PatternWord{lemmas, free, direct})
	}
	if len(p.Words) == 0 {
		return p, fmt.Errorf("pattern is empty")
	}
	if p.Head < 0 {
		p.Head = len(p.Words) - 1
		if pos == "V" {
			p.Head = 0
		}
	}
	return p, nil
}

// Match reports whether the pattern stands in sent with its head at token i,
// and the tokens that it uses, i first. It does not check lemmas of the head
// beyond those of the pattern.
func (p *Pattern) Match(sent *sitrep.Sentence, i int) (used []int, ok bool) {
	if !p.headAt(sent, i) {
		return nil, false
	}
	used = append(used, i)
	for n := range p.Words {
		if n == p.Head {
			continue
		}
		at := p.find(sent, i, p.Words[n], used)
		if at < 0 {
			return nil, false
		}
		if !p.Words[n].Free {
			used = append(used, at)
		}
	}
	return used, p.POS != "V" || !strayObject(sent, i, used)
}

// strayObject reports a verb one of whose pattern words is its subject while its
// object is none of them: the government that left the island left no government.
func strayObject(sent *sitrep.Sentence, i int, used []int) bool {
	subj := false
	for _, u := range used {
		subj = subj || sent.HeadOf(u) == i && sent.Deprel(u) == "nsubj"
	}
	if !subj {
		return false
	}
	for _, c := range sent.Children(i) {
		if sent.Rel(c) != "obj" {
			continue
		}
		stray := true
		for _, u := range used[1:] {
			stray = stray && !sent.Under(u, c)
		}
		if stray {
			return true
		}
	}
	return false
}

func (p *Pattern) headAt(sent *sitrep.Sentence, i int) bool {
	tok := &sent.Tokens[i]
	switch p.POS {
	case "V":
		if tok.UPOS != "VERB" && tok.UPOS != "AUX" && !infinitive(sent, i) {
			return false
		}
	case "N":
		if !nominal(tok) || infinitive(sent, i) {
			return false
		}
	case "A":
		if tok.UPOS != "ADJ" && tok.UPOS != "ADV" && !(tok.UPOS == "VERB" && tok.XPOS == "VBN") {
			return false
		}
	}
	return p.Words[p.Head].has(tok.Lemma)
}

// infinitive reports a noun behind the particle of infinitives, which is a verb
// that the tagger mistook ("ordered to march").
func infinitive(sent *sitrep.Sentence, i int) bool {
	return sent.Tokens[i].UPOS == "NOUN" && i > 0 && sent.Tokens[i-1].XPOS == "TO"
}

// nominal reports whether the word is a noun, or stands where only nouns stand:
// gerunds, and words that taggers mistake for adjectives ("the offensive").
func nominal(tok *sitrep.Token) bool {
	switch tok.UPOS {
	case "NOUN", "PROPN":
		return true
	case "VERB":
		return tok.XPOS == "VBG"
	case "ADJ":
		rel, _, _ := strings.Cut(tok.Deprel, ":")
		return rel == "obj" || rel == "nsubj" || rel == "obl" || rel == "nmod"
	}
	return false
}

// Len is the number of words of the pattern.
func (p *Pattern) Len() int { return len(p.Words) }

func (p *Pattern) find(sent *sitrep.Sentence, i int, word PatternWord, used []int) int {
	for _, c := range sent.Children(i) {
		switch sent.Rel(c) {
		case "ccomp", "advcl", "parataxis", "conj":
			continue
		}
		if sent.Tokens[c].XPOS == "TO" && c < i && p.POS == "V" {
			continue // "to head the agency" heads to nowhere
		}
		if word.has(sent.Tokens[c].Lemma) && !taken(used, c) {
			return c
		}
	}
	if word.Direct {
		return -1
	}
	for _, c := range sent.Children(i) {
		switch sent.Rel(c) {
		case "nsubj", "conj", "parataxis", "ccomp":
			continue
		}
		for _, cc := range sent.Children(c) {
			if rel := sent.Rel(cc); (rel == "advcl" || rel == "ccomp" || rel == "parataxis") && sent.Tokens[cc].UPOS == "VERB" && sent.Rel(c) == "xcomp" {
				continue // another clause: "vowed to keep up the raids until the war ends"
			}
			if sent.Deprel(cc) == "acl:relcl" && sent.Tokens[cc].UPOS == "VERB" {
				continue // what a clause about the word says ("introduced a bill that would sanction")
			}
			if sent.Rel(c) == "advcl" && sent.Rel(cc) == "nsubj" {
				continue // who acts in a clause beside it ("block … unless deliveries resume")
			}
			if word.has(sent.Tokens[cc].Lemma) && !taken(used, cc) {
				return cc
			}
		}
	}
	if p.POS == "N" {
		return adjacent(sent, i, word, used)
	}
	return p.findCase(sent, i, word, used)
}

// adjacent finds a word of the phrase right behind a noun that the parser hung
// higher up ("urged an immediate halt to the offensive").
func adjacent(sent *sitrep.Sentence, i int, word PatternWord, used []int) int {
	if i+1 >= len(sent.Tokens) || sent.Tokens[i+1].UPOS != "ADP" {
		return -1
	}
	for _, at := range []int{i + 1, sent.HeadOf(i + 1)} {
		if at > i && at < i+6 && word.has(sent.Tokens[at].Lemma) && !taken(used, at) {
			return at
		}
	}
	return -1
}

// findCase finds a preposition whose phrase the parser hung on the object
// instead of the verb ("fired shells at the town").
func (p *Pattern) findCase(sent *sitrep.Sentence, i int, word PatternWord, used []int) int {
	for _, c := range sent.Children(i) {
		if rel := sent.Rel(c); rel != "obj" {
			continue
		}
		for _, cc := range sent.Children(c) {
			for _, ccc := range sent.Children(cc) {
				if sent.Rel(ccc) == "case" && word.has(sent.Tokens[ccc].Lemma) && !taken(used, ccc) {
					return ccc
				}
			}
		}
	}
	return -1
}

func (w PatternWord) has(lemma string) bool {
	lemma = strings.ToLower(lemma)
	for _, l := range w.Lemmas {
		if l == lemma {
			return true
		}
	}
	return false
}

func taken(used []int, i int) bool {
	for _, u := range used {
		if u == i {
			return true
		}
	}
	return false
}

// patternIndex finds patterns by the lemma of their head.
type patternIndex[T any] map[string][]indexed[T]

type indexed[T any] struct {
	Pattern Pattern
	Value   T
}

func (x patternIndex[T]) add(p Pattern, value T) {
	for _, lemma := range p.Words[p.Head].Lemmas {
		x[lemma] = append(x[lemma], indexed[T]{p, value})
	}
}
