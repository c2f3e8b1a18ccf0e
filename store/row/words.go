package row

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The bounds of what is indexed for search: PostgreSQL takes 1 MB a text, 2 kB a
// word and 256 positions a word up to 16,383.
const (
	foldLimit  = 256 << 10
	wordLimit  = 120
	eachLimit  = 255
	placeLimit = 16383
)

// Words cuts a text into words for search: letters and digits, in lower case,
// without accents. A word ends after 120 bytes, a text after 256 KB.
func Words(s string) []string {
	var out []string
	var word strings.Builder
	total := 0
	end := func() {
		if word.Len() > 0 {
			total += word.Len() + 1
			out = append(out, word.String())
			word.Reset()
		}
	}
	for _, r := range norm.NFKD.String(s[:min(len(s), 2*foldLimit)]) {
		switch {
		case total > foldLimit:
			return out
		case unicode.Is(unicode.M, r):
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			if word.Len() < wordLimit {
				word.WriteRune(unicode.ToLower(r))
			}
		default:
			end()
		}
	}
	end()
	return out
}

// Phrase joins words as the full-text index of SQLite reads them: a text, or a
// query for all words.
func Phrase(words []string, quote string) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(quote + w + quote)
	}
	return b.String()
}

// Vector writes words as a tsvector of PostgreSQL.
func Vector(words []string) string {
	places := map[string][]int{}
	var order []string
	for i, w := range words {
		if places[w] == nil {
			order = append(order, w)
		}
		if len(places[w]) < eachLimit {
			places[w] = append(places[w], min(i+1, placeLimit))
		}
	}
	var b strings.Builder
	for _, w := range order {
		b.WriteString(" '" + w + "'")
		for i, p := range places[w] {
			b.WriteByte(":,"[min(i, 1)])
			b.WriteString(strconv.Itoa(p))
		}
	}
	return b.String()
}

// Query writes words as a tsquery of PostgreSQL that asks for all of them.
func Query(words []string) string { return "'" + strings.Join(words, "' & '") + "'" }
