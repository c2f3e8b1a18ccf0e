package greedy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// caseMode says how a sentence is printed.
type caseMode uint8

const (
	plainCase caseMode = iota
	upperCase          // hardly a lower-case letter: old wires, shouted headlines
	titleCase          // every longer word capitalised: headlines
)

// word is what the tagger and the parser see of a token.
type word struct {
	first bool   // of its sentence
	form  string // as printed, or recased in an upper-case sentence
	norm  string // lower-cased, digits as 0, typographic quotes made plain
	hash  uint32 // of norm
	lemma uint32 // hash, known once the word has its tag
	shape uint32
	class uint16 // ambiguity class, 0 when the word is not in the lexicon
	tag   int    // index into Engine.Tags
}

// modeOf looks at the letters of the forms.
func modeOf(forms []string) caseMode {
	upper, lower, long, capped := 0, 0, 0, 0
	for i, f := range forms {
		letters := 0
		for _, r := range f {
			switch {
			case unicode.IsUpper(r):
				upper++
				letters++
			case unicode.IsLower(r):
				lower++
				letters++
			}
		}
		if i > 0 && letters > 3 {
			long++
			if r, _ := utf8.DecodeRuneInString(f); unicode.IsUpper(r) {
				capped++
			}
		}
	}
	switch {
	case upper >= 8 && lower*10 < upper:
		return upperCase
	case long >= 3 && capped == long:
		return titleCase
	}
	return plainCase
}

// normalise lower-cases a form, turns digits to 0 and plain quotes; addresses become one token.
func normalise(form string) string {
	plain := true
	for i := 0; i < len(form); i++ {
		if c := form[i]; c >= utf8.RuneSelf || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' {
			plain = false
			break
		}
	}
	if strings.Contains(form, "://") || strings.HasPrefix(form, "www.") {
		return "<url>"
	}
	if at := strings.IndexByte(form, '@'); at > 0 && strings.IndexByte(form[at:], '.') > 0 {
		return "<mail>"
	}
	if plain {
		return form
	}
	return strings.Map(plainRune, form)
}

func plainRune(r rune) rune {
	switch {
	case r >= '0' && r <= '9':
		return '0'
	case r == '’' || r == '‘' || r == '`':
		return '\''
	case r == '“' || r == '”':
		return '"'
	case r == '–' || r == '—':
		return '-'
	}
	return unicode.ToLower(r)
}

// shapeOf hashes the form with runs of letters and digits reduced to one sign.
func shapeOf(form string) uint32 {
	var buf [12]byte
	out := buf[:0]
	for _, r := range form {
		c := byte('?')
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLower(r):
			c = 'x'
		case unicode.IsDigit(r):
			c = '0'
		case r < utf8.RuneSelf:
			c = byte(r)
		}
		if n := len(out); n > 0 && out[n-1] == c {
			continue
		}
		if len(out) == cap(out) {
			break
		}
		out = append(out, c)
	}
	return hashString(string(out))
}

// suffix is the last n runes of s, all of s when it has fewer.
func suffix(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return s[i:]
}

// prefix is the first n runes of s, all of s when it has fewer.
func prefix(s string, n int) string {
	i := 0
	for ; n > 0 && i < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return s[:i]
}

// titled capitalises the first letter and lowers the rest.
func titled(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + strings.ToLower(s[size:])
}
