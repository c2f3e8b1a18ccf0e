package names

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/sitrep-dev/sitrep/knowledge"
)

// fold is a word as names are compared: small letters without accents, dots
// and apostrophes.
func fold(word string) string {
	for i := 0; i < len(word); i++ {
		if c := word[i]; c < 'a' || c > 'z' {
			return foldSlow(word)
		}
	}
	return word
}

func foldSlow(word string) string {
	out := make([]byte, 0, len(word))
	for _, r := range word {
		switch {
		case r < utf8.RuneSelf:
			if r != '.' && r != '\'' && r != '`' {
				out = append(out, byte(unicode.ToLower(r)))
			}
		case apostrophe(r):
		default:
			out = appendPlain(out, unicode.ToLower(r))
		}
	}
	return string(out)
}

func apostrophe(r rune) bool {
	return r == '’' || r == '‘' || r == 'ʼ' || r == 'ʽ' || r == 'ʻ' || r == '´'
}

// appendPlain adds r without its accents.
func appendPlain(out []byte, r rune) []byte {
	var in [utf8.UTFMax]byte
	n := utf8.EncodeRune(in[:], r)
	for _, p := range string(norm.NFKD.Append(nil, in[:n]...)) {
		switch {
		case unicode.Is(unicode.Mn, p):
		case p == 'ı':
			out = append(out, 'i')
		case p == 'ø':
			out = append(out, 'o')
		case p == 'ł':
			out = append(out, 'l')
		default:
			out = utf8.AppendRune(out, unicode.ToLower(p))
		}
	}
	return out
}

// ear compares romanised names by sound; its rules come from sounds.tsv.
type ear struct{ byFirst map[byte][]knowledge.Sound }

func newEar(sounds []knowledge.Sound) *ear {
	e := &ear{map[byte][]knowledge.Sound{}}
	for _, s := range sounds {
		e.byFirst[s.From[0]] = append(e.byFirst[s.From[0]], s)
	}
	for _, list := range e.byFirst {
		sort.SliceStable(list, func(i, j int) bool { return len(list[i].From) > len(list[j].From) })
	}
	return e
}

// hear gives the sound of a folded word.
func (e *ear) hear(word string) string {
	out := make([]byte, 0, len(word))
	for i := 0; i < len(word); {
		to, n := word[i:i+1], 1
		for _, s := range e.byFirst[word[i]] {
			if strings.HasPrefix(word[i:], s.From) {
				to, n = s.To, len(s.From)
				break
			}
		}
		for k := 0; k < len(to); k++ {
			if len(out) == 0 || out[len(out)-1] != to[k] {
				out = append(out, to[k])
			}
		}
		i += n
	}
	if n := len(out); n > 2 && out[n-1] == 'h' {
		out = out[:n-1]
	}
	return string(out)
}

// unit is a piece of a token as names are matched: words joined by hyphens or
// slashes count singly, a possessive ending is a piece of its own.
type unit struct {
	text       string // folded
	orig       string
	start, end int // bytes
	tok        int // index of the token
}

// units cuts text, the form of a token that starts at byte start.
func appendUnits(out []unit, text string, start, tok int) []unit {
	from := 0
	add := func(i, j int) {
		if j <= i {
			return
		}
		if k := possessive(text[i:j]); k > 0 && i+k < j {
			out = appendUnit(out, text[i:i+k], start+i, tok)
			out = appendUnit(out, text[i+k:j], start+i+k, tok)
			return
		}
		out = appendUnit(out, text[i:j], start+i, tok)
	}
	for i, r := range text {
		if hyphen(r) || r == '/' {
			add(from, i)
			from = i + utf8.RuneLen(r)
		}
	}
	add(from, len(text))
	return out
}

func appendUnit(out []unit, text string, start, tok int) []unit {
	folded := fold(text)
	if folded == "&" {
		folded = "and"
	}
	if folded == "" {
		return out
	}
	return append(out, unit{folded, text, start, start + len(text), tok})
}

func hyphen(r rune) bool { return r == '-' || r == '‐' || r == '‑' || r == '–' || r == '—' }

// possessive is where the possessive ending of a word starts, 0 without one.
func possessive(word string) int {
	for _, end := range []string{"'s", "’s"} {
		if strings.HasSuffix(word, end) {
			return len(word) - len(end)
		}
	}
	return 0
}

// upper reports whether a word starts with a capital letter.
func upper(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

// capitals reports whether a word holds letters and all of them are capitals.
func capitals(word string) bool {
	letters := 0
	for _, r := range word {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 1
}
