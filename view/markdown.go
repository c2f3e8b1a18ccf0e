package view

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Markdown prints a page as GitHub Markdown, with tables and with footnotes as
// numbered links.
func Markdown(w io.Writer, p *Page) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# %s\n\n%s\n", escape(p.Heading), escape(strings.Join(p.Facts, " · ")))
	for i := range p.Sections {
		markdownSection(out, &p.Sections[i])
	}
	if len(p.Sources) > 0 {
		fmt.Fprint(out, "\n## Sources\n\n")
		for i := range p.Sources {
			s := &p.Sources[i]
			fmt.Fprintf(out, "%d. <a id=\"s%d\"></a>%s\n", s.N, s.N, escape(s.text()))
		}
	}
	if len(p.Method) > 0 {
		fmt.Fprint(out, "\n## Method\n\n")
		for _, m := range p.Method {
			fmt.Fprintf(out, "- %s\n", escape(m))
		}
	}
	return out.Flush()
}

func markdownSection(out io.Writer, sec *Section) {
	fmt.Fprintf(out, "\n## %s\n\n", escape(sec.Title))
	if sec.Note != "" {
		fmt.Fprintf(out, "*%s*\n\n", escape(sec.Note))
	}
	for i := range sec.Lines {
		markdownLine(out, &sec.Lines[i])
	}
	if sec.More != "" {
		fmt.Fprintf(out, "\n%s\n", escape(sec.More))
	}
}

// markdownLine prints a line as an item of a list; a line with a table is a
// paragraph, since a table within a list is not read as one everywhere.
func markdownLine(out io.Writer, l *Line) {
	bullet, sub := "- ", "  - "
	if l.Table != nil {
		bullet, sub = "", "- "
	}
	if l.Mark.Word != "" {
		fmt.Fprintf(out, "%s%s **%s** %s", bullet, l.Mark.Shape, escape(l.Mark.Word), escape(l.Text))
		if l.Quote == "" {
			fmt.Fprint(out, markdownNotes(l.Notes))
		}
		fmt.Fprintln(out)
	}
	if under := l.under(); under != "" {
		fmt.Fprintf(out, "%s%s\n", sub, escape(under))
	}
	if l.Table != nil {
		markdownTable(out, l.Table, l.Mark.Word != "")
	}
	for _, d := range l.Detail {
		fmt.Fprintf(out, "%s%s%s\n", sub, escape(d.Text), markdownNotes(d.Notes))
	}
	if l.Quote != "" {
		fmt.Fprintf(out, "%s%s%s\n", sub, escape(l.Quote), markdownNotes(l.Notes))
	}
	if l.Table != nil && len(l.Detail) > 0 {
		fmt.Fprintln(out)
	}
}

func markdownTable(out io.Writer, tab *Table, apart bool) {
	if apart {
		fmt.Fprintln(out)
	}
	for _, c := range tab.Columns {
		fmt.Fprintf(out, "| %s ", escape(c))
	}
	fmt.Fprintf(out, "|\n%s|\n", strings.Repeat("| --- ", len(tab.Columns)))
	for i := range tab.Rows {
		row := &tab.Rows[i]
		for c, cell := range row.Cells {
			fmt.Fprintf(out, "| %s", escape(cell))
			if c == len(row.Cells)-1 {
				fmt.Fprint(out, markdownNotes(row.Notes))
			}
			fmt.Fprint(out, " ")
		}
		fmt.Fprintln(out, "|")
	}
	fmt.Fprintln(out)
}

func markdownNotes(notes []int) string {
	var b strings.Builder
	for _, n := range notes {
		fmt.Fprintf(&b, " [\\[%d\\]](#s%d)", n, n)
	}
	return b.String()
}

// escape keeps words of reports from being read as Markdown or HTML.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch r {
		case '\\', '`', '*', '_', '[', ']', '<', '>', '#', '|', '~', '!':
			b.WriteByte('\\')
		case '&':
			b.WriteString("&amp;")
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
