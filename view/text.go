package view

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
)

// TextOptions says how a page is printed as text.
type TextOptions struct {
	// Width is the number of columns; 0 means 100, less than 50 is taken as 50.
	Width int
	// Color adds ANSI colours; shape and word tell the same without.
	Color bool
}

// Text prints a page for a terminal or an e-mail.
func Text(w io.Writer, p *Page, opt TextOptions) error {
	t := &textPrinter{w: bufio.NewWriter(w), width: opt.Width, color: opt.Color}
	if t.width == 0 {
		t.width = 100
	}
	t.width = max(t.width, 50)
	t.cond = narrow()
	t.page(p)
	return t.w.Flush()
}

// narrow measures columns alike on every machine, whatever its locale.
func narrow() *runewidth.Condition {
	cond := runewidth.NewCondition()
	cond.EastAsianWidth = false
	return cond
}

type textPrinter struct {
	w     *bufio.Writer
	width int
	color bool
	cond  *runewidth.Condition
}

// markWidth is the columns of "● OCCURRED  ", with room for the longest word.
const markWidth = 15

// ansi are the colours of tones, chosen to differ in brightness as well as hue.
func ansi(tone string) string {
	switch tone {
	case "happened":
		return "1"
	case "part":
		return "33"
	case "talk":
		return "36"
	case "blocked":
		return "35"
	case "denied":
		return "31"
	case "dim":
		return "2"
	}
	return "0"
}

func (t *textPrinter) paint(tone, s string) string {
	if !t.color || tone == "plain" || s == "" {
		return s
	}
	return "\x1b[" + ansi(tone) + "m" + s + "\x1b[0m"
}

func (t *textPrinter) page(p *Page) {
	t.wrap("", "", "happened", strings.ToUpper(p.Heading))
	t.wrap("", "", "plain", strings.Join(p.Facts, " · "))
	for i := range p.Sections {
		t.section(&p.Sections[i])
	}
	t.sources(p)
	if len(p.Method) > 0 {
		t.title("Method")
		for _, m := range p.Method {
			t.wrap("", "", "dim", m)
		}
	}
}

// title prints a heading with a rule under it.
func (t *textPrinter) title(s string) {
	s = strings.ToUpper(s)
	fmt.Fprintf(t.w, "\n%s\n%s\n", t.paint("happened", s), strings.Repeat("─", min(t.width, t.cond.StringWidth(s))))
}

func (t *textPrinter) section(sec *Section) {
	t.title(sec.Title)
	if sec.Note != "" {
		t.wrap("", "", "dim", sec.Note)
	}
	for i := range sec.Lines {
		line := &sec.Lines[i]
		if i > 0 && (line.full() || sec.Lines[i-1].full()) {
			fmt.Fprintln(t.w)
		}
		t.line(line)
	}
	if sec.More != "" {
		t.wrap("", "", "dim", sec.More)
	}
}

// full reports whether a line takes more than its first sentence.
func (l *Line) full() bool {
	return l.Quote != "" || len(l.Detail) > 0 || l.Table != nil || l.Where+l.Says != ""
}

// under joins time, place and sources, which stand under the first sentence.
func (l *Line) under() string {
	if l.Where != "" && l.Says != "" {
		return l.Where + " · " + l.Says
	}
	return l.Where + l.Says
}

func (t *textPrinter) line(l *Line) {
	indent := strings.Repeat(" ", markWidth)
	if l.Mark.Word != "" {
		mark := l.Mark.Shape + " " + l.Mark.Word
		pad := strings.Repeat(" ", max(1, markWidth-t.cond.StringWidth(mark)))
		text := l.Text
		if l.Quote == "" {
			text += citation(l.Notes)
		}
		t.wrapMarked(t.paint(l.Mark.Tone, mark)+pad, indent, text)
	}
	if under := l.under(); under != "" {
		t.wrap(indent, "", "dim", under)
	}
	if l.Table != nil {
		margin := ""
		if l.Mark.Word != "" {
			margin = "  "
		}
		t.table(margin, l.Table)
		indent = margin
	}
	for _, d := range l.Detail {
		tone := "plain"
		if l.Table != nil {
			tone = "dim"
		}
		t.wrap(indent+"· ", "", tone, d.Text+citation(d.Notes))
	}
	if l.Quote != "" {
		t.wrap(indent, "", "plain", l.Quote+citation(l.Notes))
	}
}

// wrapMarked prints a text behind a mark that is already padded to markWidth.
func (t *textPrinter) wrapMarked(first, indent, text string) {
	for i, row := range t.rows(text, t.width-markWidth) {
		if i > 0 {
			first = indent
		}
		fmt.Fprintf(t.w, "%s%s\n", first, row)
	}
}

// wrap prints a paragraph; rows after the first are indented like the first.
func (t *textPrinter) wrap(first, extra, tone, text string) {
	rest := strings.Repeat(" ", t.cond.StringWidth(first)) + extra
	for i, row := range t.rows(text, t.width-t.cond.StringWidth(rest)) {
		if i > 0 {
			first = rest
		}
		fmt.Fprintf(t.w, "%s%s\n", first, t.paint(tone, row))
	}
}

// rows breaks a text at blanks into rows of at most width columns; a word that
// is longer, such as an address, is cut.
func (t *textPrinter) rows(text string, width int) []string {
	width = max(width, 4)
	var rows []string
	row, used := "", 0
	flush := func() {
		if row != "" {
			rows = append(rows, row)
		}
		row, used = "", 0
	}
	for _, word := range strings.Fields(text) {
		n := t.cond.StringWidth(word)
		if used > 0 && used+1+n > width {
			flush()
		}
		if n > width {
			var heads []string
			heads, word = t.cut(word, width)
			rows = append(rows, heads...)
			n = t.cond.StringWidth(word)
		}
		if used > 0 {
			row, used = row+" ", used+1
		}
		row, used = row+word, used+n
	}
	flush()
	return rows
}

// cut breaks a word that is too wide for a row; rest is what remains for the
// next row. It reads the word once, however long it is.
func (t *textPrinter) cut(word string, width int) (heads []string, rest string) {
	start, used := 0, 0
	for i, r := range word {
		n := t.cond.RuneWidth(r)
		if used+n > width && i > start {
			heads = append(heads, word[start:i])
			start, used = i, 0
		}
		used += n
	}
	return heads, word[start:]
}

// sources lists the reports in order of first reference, under each its numbers.
func (t *textPrinter) sources(p *Page) {
	if len(p.Sources) == 0 {
		return
	}
	t.title("Sources")
	var order []string
	byReport := map[string][]*Source{}
	for i := range p.Sources {
		s := &p.Sources[i]
		if byReport[s.Report] == nil {
			order = append(order, s.Report)
		}
		byReport[s.Report] = append(byReport[s.Report], s)
	}
	for _, id := range order {
		t.wrap("", "  ", "plain", byReport[id][0].outlet())
		var seen []string
		for _, s := range byReport[id] {
			if s.Quote == "" {
				seen = append(seen, s.number())
			}
		}
		if len(seen) > 0 {
			t.wrap("  ", "", "plain", strings.Join(seen, ", "))
		}
		for _, s := range byReport[id] {
			if s.Quote != "" {
				t.wrap("  ", "", "dim", s.number()+": "+shorten(s.Quote, 300))
			}
		}
	}
}

// number is the number of a source with its place in the report.
func (s *Source) number() string { return fmt.Sprintf("[%d] bytes %d–%d", s.N, s.Start, s.End) }

// text is a source as one paragraph.
func (s *Source) text() string {
	text := fmt.Sprintf("%s, bytes %d–%d", s.outlet(), s.Start, s.End)
	if s.Quote != "" {
		text += ": " + s.Quote
	}
	return text
}

// outlet is the report of a source: who, what, when, where.
func (s *Source) outlet() string {
	parts := []string{s.Outlet}
	if s.Title != "" {
		parts = append(parts, "“"+s.Title+"”")
	}
	if s.Published != "" {
		parts = append(parts, s.Published)
	}
	if s.URL != "" {
		parts = append(parts, s.URL)
	}
	out := strings.Join(parts, ", ")
	if s.CopyOf != "" {
		out += " (copies the text of " + s.CopyOf + ")"
	}
	return out
}
