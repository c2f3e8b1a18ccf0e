package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// word is a syntactic word under construction.
type word struct {
	sitrep.Token
	glued bool // no white space before it
	inner bool // second or later word of a multi-word token
	// abbrev is set when a period belongs to the form.
	abbrev knowledge.AbbreviationKind
}

// tokenizer cuts one block, chunk by chunk between white space.
type tokenizer struct {
	know  *knowledge.Text
	text  string
	out   []word
	quote bool // a single quotation mark is open
	end   int  // end of the current chunk
	stop  int  // end of the block
}

func (s *Segmenter) tokenize(text string, span sitrep.Span) []word {
	t := &tokenizer{know: s.words, text: text, stop: span.End}
	t.out = make([]word, 0, (span.End-span.Start)/5+2)
	for i := span.Start; i < span.End; {
		r, size := utf8.DecodeRuneInString(text[i:span.End])
		if blank(r) {
			i += size
			continue
		}
		j := i
		for j < span.End {
			r, size := utf8.DecodeRuneInString(text[j:span.End])
			if blank(r) {
				break
			}
			j += size
		}
		first := len(t.out)
		t.end = j
		t.chunk(i)
		if len(t.out) > first {
			t.out[first].glued = false
		}
		i = j
	}
	return t.out
}

// blank takes control and zero-width characters for white space too: nothing
// printable is lost by it.
func blank(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u200b' || r == '\ufeff'
}

// emit adds the text of [i, j) as one token.
func (t *tokenizer) emit(i, j int) *word {
	t.out = append(t.out, word{
		Token: sitrep.Token{Span: sitrep.Span{Start: i, End: j}, Form: t.text[i:j]},
		glued: true,
	})
	return &t.out[len(t.out)-1]
}

// chunk cuts the text from i to t.end, which holds no white space.
func (t *tokenizer) chunk(i int) {
	if t.know.Whole(t.text[i:t.end]) {
		t.emit(i, t.end)
		return
	}
	for start := i; i < t.end; {
		r, size := t.rune(i)
		switch {
		case r == '\'' || r == '’' || r == '‘' || r == '`':
			i = t.apostrophe(start, i)
		case (r == '@' || r == '#') && t.letterAt(i+size):
			i = t.tag(i, size)
		case r == '.' && t.digitAt(i+1) && (i == start || !t.alnumBefore(i)):
			i = t.word(i)
		case alnum(r):
			i = t.word(i)
		default:
			i = t.symbols(i, r, size)
		}
	}
}

func (t *tokenizer) rune(i int) (rune, int) {
	if i >= t.end {
		return 0, 0
	}
	if c := t.text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(t.text[i:t.end])
}

func alnum(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' ||
		r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)) && r != 'º' && r != 'ª'
}

func digit(r rune) bool { return '0' <= r && r <= '9' }

func (t *tokenizer) alnumAt(i int) bool  { r, _ := t.rune(i); return alnum(r) }
func (t *tokenizer) digitAt(i int) bool  { r, _ := t.rune(i); return digit(r) }
func (t *tokenizer) letterAt(i int) bool { r, _ := t.rune(i); return alnum(r) && !unicode.IsDigit(r) }

func (t *tokenizer) alnumBefore(i int) bool {
	r, _ := utf8.DecodeLastRuneInString(t.text[:i])
	return alnum(r)
}

// tag takes a handle or hashtag whole.
func (t *tokenizer) tag(i, size int) int {
	j := i + size
	for {
		r, n := t.rune(j)
		if !alnum(r) && r != '_' {
			break
		}
		j += n
	}
	t.emit(i, j)
	return j
}

// symbols takes one symbol, or a run of those that belong together.
func (t *tokenizer) symbols(i int, r rune, size int) int {
	j := i + size
	switch {
	case strings.ContainsRune(".?!…", r):
		for strings.ContainsRune(".?!…", t.peek(j)) {
			_, n := t.rune(j)
			j += n
		}
	case strings.ContainsRune("-*_=~<>|+^–—", r):
		for t.peek(j) == r {
			j += size
		}
	default: // an accent or a joiner goes with what stands before it
		for n := t.peek(j); n == '\u200d' || n == '\ufe0f' || unicode.IsMark(n) && n != 0; n = t.peek(j) {
			_, w := t.rune(j)
			j += w
		}
	}
	t.emit(i, j)
	return j
}

// peek is the rune at i, NUL at the end of the chunk; no text holds NUL here
// because blank takes it for white space.
func (t *tokenizer) peek(i int) rune { r, _ := t.rune(i); return r }

// apostrophe takes a quotation mark, or a word that starts with an apostrophe.
func (t *tokenizer) apostrophe(start, i int) int {
	r, size := t.rune(i)
	j := i + size
	if t.peek(j) == r || r != '`' && t.peek(j) == '’' { // two make a double quotation mark
		_, n := t.rune(j)
		t.emit(i, j+n)
		return j + n
	}
	opens := i == start || !t.alnumBefore(i) && !closing(t.text[:i])
	if opens && r != '‘' && r != '`' {
		if n := t.elided(i, j); n > 0 {
			t.emit(i, n)
			return n
		}
	}
	t.emit(i, j)
	t.quote = opens && r != '’' || r == '‘'
	return j
}

func closing(before string) bool {
	return before != "" && strings.IndexByte(".,!?)", before[len(before)-1]) >= 0
}

// elided is the end of a word with a cut beginning ("'90s", "'em"), 0 when there is none.
func (t *tokenizer) elided(i, j int) int {
	k := j
	for t.alnumAt(k) {
		_, n := t.rune(k)
		k += n
	}
	rest := t.text[j:k]
	short := len(rest) >= 2 && digit(rune(rest[0])) && digit(rune(rest[1])) && (len(rest) == 2 || rest[2:] == "s")
	if short || k > j && (t.know.Whole("'"+rest) || t.know.Clitic("'"+rest)) {
		return k
	}
	return 0
}
