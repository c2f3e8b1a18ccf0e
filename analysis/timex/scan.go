package timex

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
)

// word is one piece of text: a run of letters, a number with its inner
// separators, or one other character. A break stands between blocks.
type word struct {
	span    sitrep.Span
	text    string // lower case, dashes and quotes made plain
	capital bool
	glued   bool // nothing stands between it and the word before
	isBreak bool
}

// scan cuts text[span] into words.
func scan(text string, span sitrep.Span) []word {
	var out []word
	for i := span.Start; i < span.End; {
		r, size := utf8.DecodeRuneInString(text[i:])
		start := i
		switch {
		case unicode.IsSpace(r):
			if blankLine(text[i:span.End]) {
				out = append(out, word{span: sitrep.Span{Start: i, End: i}, isBreak: true})
			}
			for i < span.End && r < utf8.RuneSelf && isBlank(text[i]) {
				i++
			}
			if i == start {
				i += size
			}
			continue
		case r >= '0' && r <= '9':
			i = numberEnd(text, i, span.End)
			if dash := strings.IndexByte(text[start:i], '-'); dash > 0 && !dated(text[start:i]) {
				i = start + dash
			}
		case unicode.IsLetter(r):
			for i < span.End && (unicode.IsLetter(r) || unicode.IsMark(r)) {
				i += size
				r, size = utf8.DecodeRuneInString(text[i:])
			}
		default:
			i += size
			if isQuote(r) && i < span.End && (text[i] == 's' || text[i] == 'S') && !letterAt(text, i+1) && i > span.Start {
				i++
			}
		}
		first, _ := utf8.DecodeRuneInString(text[start:])
		glued := len(out) > 0 && out[len(out)-1].span.End == start && !out[len(out)-1].isBreak
		out = append(out, word{span: sitrep.Span{Start: start, End: i}, text: plain(text[start:i]), capital: unicode.IsUpper(first), glued: glued})
	}
	return out
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// blankLine reports whether the white space at the start of s holds an empty line.
func blankLine(s string) bool {
	lines := 0
	for i := 0; i < len(s) && isBlank(s[i]); i++ {
		if s[i] == '\n' {
			lines++
		}
	}
	return lines > 1
}

func letterAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[min(i, len(text)):])
	return unicode.IsLetter(r)
}

func isQuote(r rune) bool { return r == '\'' || r == '’' || r == '‘' || r == '`' }

// numberEnd is the end of the digits at i with the separators inside them.
func numberEnd(text string, i, end int) int {
	const longest = 24 // of a number with separators; digits alone may go on
	from := i
	digit := func(k int) bool { return k < end && text[k] >= '0' && text[k] <= '9' }
	for i < end {
		switch {
		case digit(i):
			i++
		case i-from > longest:
			return i
		case (text[i] == '.' || text[i] == ',' || text[i] == ':' || text[i] == '/' || text[i] == '-') && digit(i+1):
			i++
		case text[i] == 'T' && digit(i+1) && i >= 3 && text[i-3] == '-':
			i++
		default:
			return i
		}
	}
	return i
}

// dated reports whether a number with dashes is a date or a pair of years, not a range.
func dated(s string) bool {
	if numericParts(s) != nil || strings.Contains(s, "T") {
		return true
	}
	_, _, pair := yearPair(s)
	return pair
}

// plain lower-cases and replaces typographic dashes and quotes.
func plain(s string) string {
	switch s {
	case "–", "‐", "‑", "−":
		return "-"
	case "’", "‘", "`":
		return "'"
	}
	if strings.HasPrefix(s, "’") {
		s = "'" + strings.TrimPrefix(s, "’")
	}
	return strings.ToLower(s)
}
