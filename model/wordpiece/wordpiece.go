// Package wordpiece cuts words into the pieces that a BERT encoder was trained
// on: lower case, without accents, every punctuation sign by itself, then the
// longest known piece first.
//
// It takes words, not text: what is a word, and where it stands, is decided
// before, so that pieces always belong to exactly one word.
package wordpiece

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxPieces is the most pieces that a word has; what would follow is dropped.
const MaxPieces = 32

// maxRun is the most characters of a run without punctuation that are looked up.
const maxRun = 100

// continued marks pieces that do not begin a run.
const continued = "##"

// Vocabulary is a list of pieces. It never changes and may be shared.
type Vocabulary struct {
	first, rest map[string]int32
	longest     int // bytes
	unknown     int32
}

// New reads a vocabulary: one piece a line, the number of the line, from 0, is
// its id. unknown is the id that stands for what no piece covers.
func New(text []byte, unknown int) (*Vocabulary, error) {
	all := string(bytes.TrimSuffix(text, []byte("\n")))
	lines := strings.Count(all, "\n") + 1
	if unknown < 0 || unknown >= lines {
		return nil, fmt.Errorf("wordpiece: the unknown piece is number %d of a vocabulary of %d; take both from one model", unknown, lines)
	}
	v := &Vocabulary{first: make(map[string]int32, lines), rest: make(map[string]int32, lines/4), unknown: int32(unknown)}
	id := int32(0)
	for line := range strings.SplitSeq(all, "\n") {
		into, piece := v.first, line
		if rest, ok := strings.CutPrefix(line, continued); ok {
			into, piece = v.rest, rest
		}
		if _, double := into[piece]; double {
			return nil, fmt.Errorf("wordpiece: line %d: piece %q comes twice; the file is damaged", id+1, line)
		}
		into[piece] = id
		v.longest = max(v.longest, len(piece))
		id++
	}
	return v, nil
}

// Len is the number of pieces.
func (v *Vocabulary) Len() int { return len(v.first) + len(v.rest) }

// Append adds the pieces of one word to ids: at least one, at most MaxPieces.
// Bytes that are not UTF-8 are passed over.
func (v *Vocabulary) Append(ids []int32, word string) []int32 {
	c := cutter{vocabulary: v, ids: ids, limit: len(ids) + MaxPieces}
	if plain(word) {
		for i := 0; i < len(word) && len(c.ids) < c.limit; i++ {
			c.ascii(word[i])
		}
	} else {
		c.decomposed(word)
	}
	c.end()
	if len(c.ids) == len(ids) {
		return append(ids, v.unknown)
	}
	return c.ids
}

func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// cutter collects a run and cuts it when it ends.
type cutter struct {
	vocabulary *Vocabulary
	ids        []int32
	limit      int
	buf        [maxRun * utf8.UTFMax]byte
	n, chars   int // bytes in buf; characters of the run, those beyond maxRun too
}

func (c *cutter) ascii(b byte) {
	switch {
	case 'A' <= b && b <= 'Z':
		c.add(rune(b) + 'a' - 'A')
	case 'a' <= b && b <= 'z', '0' <= b && b <= '9':
		c.add(rune(b))
	case b == ' ':
		c.end()
	case b > ' ' && b < 0x7f: // all that is left is signs
		c.single(rune(b))
	}
}

// decomposed takes a word with characters beyond ASCII.
func (c *cutter) decomposed(word string) {
	var it norm.Iter
	it.InitString(norm.NFD, strings.Map(unicode.ToLower, word))
	for !it.Done() && len(c.ids) < c.limit {
		for part := it.Next(); len(part) > 0; {
			r, size := utf8.DecodeRune(part)
			part = part[size:]
			c.rune(r)
		}
	}
}

func (c *cutter) rune(r rune) {
	switch {
	case r < utf8.RuneSelf:
		c.ascii(byte(r))
	case r == utf8.RuneError || unicode.In(r, unicode.Mn, unicode.Cc, unicode.Cf):
	case unicode.In(r, unicode.Z):
		c.end()
	case unicode.IsPunct(r) || ideograph(r):
		c.single(r)
	default:
		c.add(r)
	}
}

// ideograph reports the CJK ideographs, which BERT keeps apart.
func ideograph(r rune) bool {
	return 0x4E00 <= r && r <= 0x9FFF || 0x3400 <= r && r <= 0x4DBF || 0x20000 <= r && r <= 0x2A6DF ||
		0x2A700 <= r && r <= 0x2CEAF || 0xF900 <= r && r <= 0xFAFF || 0x2F800 <= r && r <= 0x2FA1F
}

func (c *cutter) add(r rune) {
	c.chars++
	if c.chars <= maxRun {
		c.n += utf8.EncodeRune(c.buf[c.n:], r)
	}
}

func (c *cutter) single(r rune) {
	c.end()
	c.add(r)
	c.end()
}

// end cuts the run that was collected, greedily; a run that cannot be cut to
// its end is one unknown piece.
func (c *cutter) end() {
	run, chars := c.buf[:c.n], c.chars
	c.n, c.chars = 0, 0
	if chars == 0 || len(c.ids) >= c.limit {
		return
	}
	v, start := c.vocabulary, len(c.ids)
	if chars > maxRun {
		c.ids = append(c.ids, v.unknown)
		return
	}
	pieces := v.first
	for len(run) > 0 {
		id, n := longest(pieces, run, v.longest)
		if n == 0 {
			c.ids = append(c.ids[:start], v.unknown)
			return
		}
		c.ids = append(c.ids, id)
		run, pieces = run[n:], v.rest
	}
	c.ids = c.ids[:min(len(c.ids), c.limit)]
}

// longest finds the longest piece that run begins with, and its bytes.
func longest(pieces map[string]int32, run []byte, most int) (int32, int) {
	for n := min(len(run), most); n > 0; n-- {
		if n < len(run) && !utf8.RuneStart(run[n]) {
			continue
		}
		if id, ok := pieces[string(run[:n])]; ok {
			return id, n
		}
	}
	return 0, 0
}
