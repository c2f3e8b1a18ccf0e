package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// sheet prints rows of a given number of columns for people. Every word goes
// through it, so that nothing of a text can move the cursor, change colours or
// the direction of writing.
type sheet struct {
	w      io.Writer
	width  int
	colour bool
	cond   *runewidth.Condition
}

func newSheet(w io.Writer, width int, colour bool) *sheet {
	cond := runewidth.NewCondition()
	cond.EastAsianWidth = false // the same columns whatever the locale
	return &sheet{w, width, colour, cond}
}

// tone is a colour, by its ANSI number.
type tone string

const (
	usual  tone = ""
	strong tone = "1"
	dim    tone = "2"
	good   tone = "32"
	mark   tone = "36"
	warn   tone = "33"
)

// piece is some words in one tone.
type piece struct {
	tone tone
	text string
}

// row prints pieces one after the other; blanks at the end are left out.
func (s *sheet) row(pieces ...piece) {
	for len(pieces) > 0 && strings.TrimSpace(pieces[len(pieces)-1].text) == "" {
		pieces = pieces[:len(pieces)-1]
	}
	var b strings.Builder
	for i, p := range pieces {
		text := legible(p.text)
		if i == len(pieces)-1 {
			text = strings.TrimRight(text, " ")
		}
		if s.colour && p.tone != usual {
			text = "\x1b[" + string(p.tone) + "m" + text + "\x1b[0m"
		}
		b.WriteString(text)
	}
	b.WriteByte('\n')
	io.WriteString(s.w, b.String())
}

func (s *sheet) title(text string) {
	s.row()
	s.row(piece{strong, text})
}

// cell is the number of columns of a table cell and the words in it.
type cell struct {
	tone  tone
	width int
	text  string
}

// entry prints cells in a row, each cut and padded to its width, two blanks
// apart. The last one is broken at blanks and goes on below its own beginning.
func (s *sheet) entry(indent int, cells ...cell) {
	out, at := []piece{{usual, strings.Repeat(" ", indent)}}, indent
	for _, c := range cells[:len(cells)-1] {
		out = append(out, piece{c.tone, s.fit(c.text, c.width)}, piece{usual, "  "})
		at += c.width + 2
	}
	last := cells[len(cells)-1]
	rest := at
	if s.width-at < 24 { // no room beside: go on further left
		rest = indent + 4
	}
	rows := s.wrap(last.text, max(s.width-at, 12), max(s.width-rest, 12))
	if len(rows) == 0 {
		rows = []string{""}
	}
	for i, text := range rows {
		if i > 0 {
			out = []piece{{usual, strings.Repeat(" ", rest)}}
		}
		s.row(append(out, piece{last.tone, text})...)
	}
}

// columns is how wide a text is on a terminal.
func (s *sheet) columns(text string) int { return s.cond.StringWidth(text) }

// widest is the columns of the widest text, at most limit.
func (s *sheet) widest(limit int, texts ...string) int {
	n := 0
	for _, t := range texts {
		n = max(n, s.columns(legible(t)))
	}
	return min(n, limit)
}

// fit cuts a text to so many columns and pads it to them.
func (s *sheet) fit(text string, width int) string {
	text = legible(text)
	if s.columns(text) > width {
		text = s.cond.Truncate(text, width, "…")
	}
	return text + strings.Repeat(" ", max(0, width-s.columns(text)))
}

// wrap breaks a text at blanks into rows of so many columns, the first of its
// own width; a word that is longer is cut.
func (s *sheet) wrap(text string, first, width int) []string {
	var rows []string
	row, used, room := "", 0, first
	flush := func() {
		rows, row, used, room = append(rows, row), "", 0, width
	}
	for _, word := range strings.Fields(legible(text)) {
		n := s.columns(word)
		if used > 0 && used+1+n > room {
			flush()
		} else if used > 0 {
			row, used = row+" ", used+1
		}
		for _, r := range word {
			k := s.cond.RuneWidth(r)
			if used+k > room && used > 0 {
				flush()
			}
			row, used = row+string(r), used+k
		}
	}
	if row != "" {
		flush()
	}
	return rows
}

// legible writes control characters, marks of writing direction, broken UTF-8
// and what else cannot be seen as \x1b or \u202e, and white space as blanks. A
// text that begins with a mark for the letter before gets a circle to bear it.
func legible(text string) string {
	clean := true
	for i, r := range text {
		if r < ' ' || r == 0x7f || r >= 0x80 && (!seen(r) || i == 0 && unicode.Is(unicode.M, r)) || r == utf8.RuneError {
			clean = false
			break
		}
	}
	if clean {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], string(utf8.RuneError)):
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case r < 0x80 && (r < ' ' || r == 0x7f):
			fmt.Fprintf(&b, `\x%02x`, r)
		case !seen(r) && r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		case !seen(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		case i == 0 && unicode.Is(unicode.M, r):
			b.WriteString("◌" + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// seen reports whether a character takes part in what is seen: letters, marks,
// numbers, signs, the blank, and the joiners that scripts need.
func seen(r rune) bool {
	return r == ' ' || r == '\u200c' || r == '\u200d' || unicode.IsGraphic(r) && !unicode.IsSpace(r)
}
