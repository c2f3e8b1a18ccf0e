package greedy

import (
	"strings"
	"unicode/utf8"
)

// Edit makes a lemma of a form: Cut runes go from its end, Add is put there.
type Edit struct {
	Cut int
	Add string
}

// Lemmas finds the dictionary form of a word with its tag: by a table of pairs
// first, then by the longest known suffix.
type Lemmas struct {
	Keep  map[Tag]bool               // tags whose lemmas keep the case of the form
	Table map[Tag]map[string]string  // form, lower-cased unless kept, to lemma
	Rules map[Tag]map[string]Edit    // suffix to edit; the empty suffix is the last resort
	Words map[string]map[string]bool // by UPOS, the lemmas seen in training; nil for tags that need none
}

// MaxSuffix is the longest suffix, in runes, that a rule looks at.
const MaxSuffix = 6

// Find gives the lemma of form; a tag without rules gives the lower-cased form.
func (l *Lemmas) Find(form string, tag Tag) string {
	key := form
	if !l.Keep[tag] {
		key = strings.ToLower(form)
	}
	if lemma := l.Table[tag][key]; lemma != "" {
		return lemma
	}
	return l.ByRule(key, tag)
}

// ByRule gives the lemma by suffix alone: of the rules whose suffix the form
// has, the longest that leads to a known lemma, else a known
// lemma that looks like the form, else what the longest says. A form with digits
// stays as it is, but for the commas of a number.
func (l *Lemmas) ByRule(key string, tag Tag) string {
	if strings.ContainsAny(key, "0123456789") {
		if tag.UPOS == "NUM" {
			return ungrouped(key)
		}
		return key
	}
	rules, words := l.Rules[tag], l.Words[tag.UPOS]
	var starts [MaxSuffix + 1]int
	n, i := 0, len(key)
	for starts[0] = i; n < MaxSuffix && i > 0; {
		_, size := utf8.DecodeLastRuneInString(key[:i])
		i -= size
		n++
		starts[n] = i
	}
	first, found := key, false
	for ; n >= 0; n-- {
		edit, ok := rules[key[starts[n]:]]
		if !ok {
			continue
		}
		lemma := edit.apply(key)
		if words == nil || words[lemma] {
			return lemma
		}
		if !found {
			first, found = lemma, true
		}
	}
	if words[key] {
		return key
	}
	return first
}

// ungrouped drops the commas that part a number into groups of three digits.
func ungrouped(number string) string {
	groups := strings.Split(number, ",")
	for i, g := range groups {
		whole, _, _ := strings.Cut(g, ".")
		if i > 0 && len(whole) != 3 || i < len(groups)-1 && whole != g {
			return number
		}
	}
	return strings.Join(groups, "")
}

// apply edits key; an edit that would leave nothing changes nothing.
func (e Edit) apply(key string) string {
	i := len(key)
	for n := e.Cut; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(key[:i])
		i -= size
	}
	if i == 0 && e.Add == "" {
		return key
	}
	return key[:i] + e.Add
}
