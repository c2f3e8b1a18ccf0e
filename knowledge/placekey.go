package knowledge

import (
	"io/fs"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// PlaceKey is the exact key of a place name: lower case, without diacritics,
// apostrophes and full stops, every other mark a blank. "" when nothing is left.
func PlaceKey(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	blank := false
	for _, r := range decomposed(name) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			writeLetter(&b, unicode.ToLower(r))
		case unicode.Is(unicode.Mn, r) || strings.ContainsRune(".'’‘`ʻʼ", r):
		default:
			blank = true
		}
	}
	return b.String()
}

func decomposed(name string) string {
	for i := 0; i < len(name); i++ {
		if name[i] >= 0x80 {
			return norm.NFKD.String(name)
		}
	}
	return name
}

// writeLetter spells the Latin letters that do not decompose.
func writeLetter(b *strings.Builder, r rune) {
	switch r {
	case 'ł':
		b.WriteByte('l')
	case 'ø':
		b.WriteByte('o')
	case 'đ', 'ð':
		b.WriteByte('d')
	case 'ı':
		b.WriteByte('i')
	case 'ß':
		b.WriteString("ss")
	case 'æ':
		b.WriteString("ae")
	case 'œ':
		b.WriteString("oe")
	case 'þ':
		b.WriteString("th")
	case 'ə':
		b.WriteByte('a')
	default:
		b.WriteRune(r)
	}
}

// PlaceFold turns exact keys into folded keys, under which the spellings that
// reports give one name come together. Its rules are places/fold.tsv.
type PlaceFold struct {
	drop    map[string]bool
	article map[string]bool // dropped too, and optional at the start of a name
	word    map[string]string
	suffix  [][2]string // longest first, as the file has them
	letters *strings.Replacer
	mark    string
}

// LoadPlaceFold reads places/fold.tsv.
func LoadPlaceFold(fsys fs.FS) (*PlaceFold, error) {
	const file = "places/fold.tsv"
	rows, err := readTSV(fsys, file, "rule", "from", "to")
	if err != nil {
		return nil, err
	}
	f := &PlaceFold{drop: map[string]bool{}, article: map[string]bool{}, word: map[string]string{}}
	var pairs []string
	var all strings.Builder
	for _, r := range rows {
		from, to := r.get("from"), r.get("to")
		if from == "" {
			return nil, r.fault("a rule that rewrites nothing", "write in the second column what it rewrites")
		}
		switch rule := r.get("rule"); rule {
		case "drop":
			f.drop[from] = true
		case "article":
			f.drop[from], f.article[from] = true, true
		case "word":
			f.word[from] = to
		case "suffix":
			f.suffix = append(f.suffix, [2]string{from, to})
		case "letters":
			pairs = append(pairs, from, to)
		default:
			return nil, r.fault("unknown rule "+rule, "use drop, article, word, suffix or letters")
		}
		all.WriteString(r.get("rule") + "\t" + from + "\t" + to + "\n")
	}
	f.letters = strings.NewReplacer(pairs...)
	f.mark = all.String()
	return f, nil
}

// Bare gives an exact key without the article it opens with, "" when it has none
// or too little is left to be a name.
func (f *PlaceFold) Bare(key string) string {
	first, rest, ok := strings.Cut(key, " ")
	if !ok || !f.article[first] || len(rest) < 4 {
		return ""
	}
	return rest
}

// Fold gives the folded form of an exact key (see PlaceKey).
func (f *PlaceFold) Fold(key string) string {
	words := strings.Fields(key)
	kept := 0
	var b strings.Builder
	b.Grow(len(key))
	for i, w := range words {
		if f.drop[w] && len(words) > 1 && (kept > 0 || i < len(words)-1) {
			continue
		}
		if to, ok := f.word[w]; ok {
			w = to
		}
		for _, s := range f.suffix {
			if len(w) > len(s[0])+1 && strings.HasSuffix(w, s[0]) {
				w = w[:len(w)-len(s[0])] + s[1]
				break
			}
		}
		b.WriteString(w)
		kept++
	}
	return single(f.letters.Replace(b.String()))
}

// single writes doubled letters once.
func single(s string) string {
	var last rune
	return strings.Map(func(r rune) rune {
		if r == last {
			return -1
		}
		last = r
		return r
	}, s)
}
