package knowledge

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// Numbers are the number words of the language.
type Numbers struct{ words map[string]NumberWord }

// NumberWord is one word of quantity/numbers.en.tsv. Exact words have Min equal
// to Max; Max is -1 when the word has no upper bound.
type NumberWord struct {
	Kind     NumberKind
	Min, Max int
}

// NumberKind says how a number word combines.
type NumberKind string

// The kinds: Unit ("seven"), Ten ("thirty"), Hundred and Scale multiply what
// stands before them ("two hundred", "3 million"), Vague gives an interval
// ("several"), Many is a plural that gives one ("dozens of"), None is zero
// ("no"), And joins parts of one number.
const (
	NumberUnit    NumberKind = "unit"
	NumberTen     NumberKind = "ten"
	NumberHundred NumberKind = "hundred"
	NumberScale   NumberKind = "scale"
	NumberVague   NumberKind = "vague"
	NumberMany    NumberKind = "many"
	NumberNone    NumberKind = "none"
	NumberAnd     NumberKind = "and"
)

// MaxNumber is the largest number read; anything above it is no number.
const MaxNumber = 1_000_000_000_000

// Word looks up a lower-case word.
func (n *Numbers) Word(word string) (NumberWord, bool) {
	w, ok := n.words[word]
	return w, ok
}

// Cardinal reads the longest exact cardinal at the start of words, which are
// lower-case and free of punctuation but for "-" between parts: "two hundred
// and six", "1.5 million", "twenty - one", "three dozen". Used is the count of
// words it took, 0 when there is none or it exceeds MaxNumber.
func (n *Numbers) Cardinal(words []string) (value float64, used int) {
	var total, part float64
	seen, last := false, NumberKind("")
	for i := 0; i < len(words) && i < maxNumberWords; i++ {
		w, ok := n.words[words[i]]
		digits, isDigits := Digits(words[i])
		switch {
		case isDigits && !seen:
			part, last = digits, "digits"
		case !seen && ok && (w.Kind == NumberUnit || w.Kind == NumberTen):
			part, last = float64(w.Min), w.Kind
		case !seen && ok && w.Kind == NumberScale && w.Min == 12:
			part, last = 12, NumberScale
		case ok && seen && w.Kind == NumberUnit && w.Min > 0 && (last == NumberTen && w.Min < 10 || last == NumberHundred || last == NumberScale || last == NumberAnd):
			part, last = part+float64(w.Min), w.Kind
		case ok && seen && w.Kind == NumberTen && (last == NumberHundred || last == NumberScale || last == NumberAnd):
			part, last = part+float64(w.Min), w.Kind
		case ok && seen && w.Kind == NumberHundred && part > 0 && part < 100:
			part, last = part*100, w.Kind
		case ok && seen && w.Kind == NumberScale && part > 0 && last != NumberScale:
			total, part, last = total+part*float64(w.Min), 0, w.Kind
		case ok && w.Kind == NumberAnd && (last == NumberHundred || last == NumberScale) && i+1 < len(words) && n.small(words[i+1]):
			last = NumberAnd
			continue
		case words[i] == "-" && i+1 < len(words) && (last == NumberTen && n.small(words[i+1]) || n.scale(words[i+1]) && seen):
			continue
		default:
			return total + part, used
		}
		if total+part > MaxNumber {
			return 0, 0
		}
		seen, used = true, i+1
	}
	return total + part, used
}

// maxNumberWords bounds the words of one number.
const maxNumberWords = 16

func (n *Numbers) small(word string) bool {
	w, ok := n.words[word]
	return ok && w.Min > 0 && (w.Kind == NumberUnit || w.Kind == NumberTen)
}

func (n *Numbers) scale(word string) bool {
	w, ok := n.words[word]
	return ok && (w.Kind == NumberScale || w.Kind == NumberHundred)
}

// Digits reads "1,000", "1.5" or "23"; false for anything else, for groups that
// are not of three digits, and for numbers above MaxNumber.
func Digits(word string) (float64, bool) {
	if word == "" || len(word) > 20 || word[0] < '0' || word[0] > '9' {
		return 0, false
	}
	whole, fraction, dotted := strings.Cut(word, ".")
	groups := strings.Split(whole, ",")
	for i, g := range groups {
		if !allDigits(g) || i > 0 && len(g) != 3 || i == 0 && len(groups) > 1 && len(g) > 3 {
			return 0, false
		}
	}
	if dotted && !allDigits(fraction) {
		return 0, false
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(word, ",", ""), 64)
	return v, err == nil && v <= MaxNumber
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func loadNumbers(fsys fs.FS) (*Numbers, error) {
	rows, err := readTSV(fsys, "quantity/numbers.en.tsv", "words", "kind", "min", "max")
	if err != nil {
		return nil, err
	}
	n := &Numbers{words: map[string]NumberWord{}}
	for _, r := range rows {
		w := NumberWord{Kind: NumberKind(r.get("kind")), Max: -1}
		switch w.Kind {
		case NumberUnit, NumberTen, NumberHundred, NumberScale, NumberVague, NumberMany, NumberNone, NumberAnd:
		default:
			return nil, r.fault(fmt.Sprintf("kind %q of number", w.Kind), "use unit, ten, hundred, scale, vague, many, none or and")
		}
		if w.Min, err = strconv.Atoi(r.get("min")); err != nil {
			return nil, r.fault("min is not a whole number", "write digits only")
		}
		if cell := r.get("max"); cell != "" {
			if w.Max, err = strconv.Atoi(cell); err != nil || w.Max < w.Min {
				return nil, r.fault("max is not a whole number of at least min", "write digits, or - for no bound")
			}
		}
		for _, word := range r.list("words") {
			if _, twice := n.words[word]; twice || word != strings.ToLower(word) {
				return nil, r.fault(fmt.Sprintf("%q is there twice or not in lower case", word), "write it once, in lower case")
			}
			n.words[word] = w
		}
	}
	return n, nil
}
