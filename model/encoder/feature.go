package encoder

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The rules of this file are those of training/FORMAT.md; a model fits no others.

// shapes is the number of shapes of a word; the rows of the shape table are
// shape + shapes × (first + 2 × glued + 4 × casing).
const shapes = 32

// Shapes of words with letters, by their casing.
const (
	shapeSmall   = 2 // no capital
	shapeInitial = 3 // only the first letter
	shapeLetter  = 4 // one letter, capital
	shapeCapital = 5 // all
	shapeMixed   = 6
	shapeDigits  = 7 // letters and digits
	shapeClass   = 7 // mask of the class
)

// shapeOf is 0 to 31: the class of letters and digits, 8 for a hyphen, 16 for a full stop.
func shapeOf(word string) int {
	letters, upper, digits, initial, extra := 0, 0, 0, false, 0
	for _, r := range word {
		switch {
		case r == '-':
			extra |= 8
		case r == '.':
			extra |= 16
		case unicode.IsLetter(r):
			letters++
			if unicode.IsUpper(r) {
				upper++
				initial = initial || letters == 1
			}
		case unicode.IsDigit(r):
			digits++
		}
	}
	return classOf(letters, upper, digits, initial) + extra
}

func classOf(letters, upper, digits int, initial bool) int {
	switch {
	case letters == 0 && digits == 0:
		return 0
	case letters == 0:
		return 1
	case digits > 0:
		return shapeDigits
	case upper == 0:
		return shapeSmall
	case letters == 1:
		return shapeLetter
	case upper == letters:
		return shapeCapital
	case upper == 1 && initial:
		return shapeInitial
	}
	return shapeMixed
}

// Casings of sentences.
const (
	casingUsual    = 0
	casingCapitals = 1
	casingSmall    = 2
	casingHeadline = 3
)

// casingOf looks at the words that begin with a letter and have two characters
// or more, and tells how the sentence is cased.
func casingOf(words []string) int {
	seen, capitals, small, long, title := 0, 0, 0, 0, 0
	for _, w := range words {
		first, size := utf8.DecodeRuneInString(w)
		if size == len(w) || !unicode.IsLetter(first) {
			continue
		}
		switch shapeOf(w) & shapeClass {
		case shapeCapital:
			capitals++
		case shapeSmall, shapeDigits:
			small++
		}
		if seen > 0 && utf8.RuneCountInString(w) >= 4 {
			long++
			if unicode.IsUpper(first) {
				title++
			}
		}
		seen++
	}
	switch {
	case seen == 0:
		return casingUsual
	case 10*capitals >= 7*seen:
		return casingCapitals
	case small == seen:
		return casingSmall
	case long >= 3 && 10*title >= 7*long:
		return casingHeadline
	}
	return casingUsual
}

func shapeRow(word string, first, glued bool, casing int) int {
	row := shapeOf(word) + 4*shapes*casing
	if first {
		row += shapes
	}
	if glued {
		row += 2 * shapes
	}
	return row
}

// hashesOf is the rows of the hash table of a word: the whole of it, its last
// two, three and four characters, its first three; lower case, digits as 0.
func hashesOf(word string, rows uint32) [5]uint32 {
	var buf [64]byte
	low := buf[:0]
	for _, r := range word {
		if unicode.IsDigit(r) {
			r = '0'
		}
		low = utf8.AppendRune(low, unicode.ToLower(r))
	}
	return [5]uint32{
		hash('w', low) % rows,
		hash('2', last(low, 2)) % rows,
		hash('3', last(low, 3)) % rows,
		hash('4', last(low, 4)) % rows,
		hash('p', first(low, 3)) % rows,
	}
}

func last(s []byte, n int) []byte {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRune(s[:i])
		i -= size
	}
	return s[i:]
}

func first(s []byte, n int) []byte {
	i := 0
	for ; n > 0 && i < len(s); n-- {
		_, size := utf8.DecodeRune(s[i:])
		i += size
	}
	return s[:i]
}

// hash is FNV-1a of a mark and a string.
func hash(mark byte, s []byte) uint32 {
	const prime = 16777619
	h := (uint32(2166136261) ^ uint32(mark)) * prime
	for _, b := range s {
		h = (h ^ uint32(b)) * prime
	}
	return h
}

// lemmaRule is how a lemma comes from a form: so many characters off the end,
// something added, the first or all characters made capitals.
type lemmaRule struct {
	casing byte // l: lower case, k: as the form is, t: capital first, u: all capitals
	cut    int
	add    string
}

// apply gives the lemma; a rule that cuts more than there is, or all of it, gives
// the form in the case of the rule.
func (r lemmaRule) apply(form string) string {
	base := form
	if r.casing != 'k' {
		base = strings.Map(unicode.ToLower, form)
	}
	end := len(base)
	for n := r.cut; n > 0; n-- {
		if end == 0 {
			return base
		}
		_, size := utf8.DecodeLastRuneInString(base[:end])
		end -= size
	}
	out := base[:end] + r.add
	if out == "" {
		return base
	}
	switch r.casing {
	case 't':
		c, size := utf8.DecodeRuneInString(out)
		out = string(unicode.ToUpper(c)) + out[size:]
	case 'u':
		out = strings.Map(unicode.ToUpper, out)
	}
	return out
}
