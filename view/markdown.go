package view

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Markdown prints a page as CommonMark with footnotes as numbered links.
func Markdown(w io.Writer, p *Page) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# %s\n\n%s\n", escape(p.Heading), escape(strings.Join(p.Facts, " · ")))
	for _, sec := range p.Sections {
		fmt.Fprintf(out, "\n## %s\n\n", escape(sec.Title))
		if sec.Note != "" {
			fmt.Fprintf(out, "*%s*\n\n", escape(sec.Note))
		}
		for _, l := range sec.Lines {
			markdownLine(out, &l)
		}
		if sec.More > 0 {
			fmt.Fprintf(out, "- … and %d more\n", sec.More)
		}
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
			fmt.Fprintf(out, "%s\n", escape(m))
		}
	}
	return out.Flush()
}

func markdownLine(out io.Writer, l *Line) {
	fmt.Fprintf(out, "- %s **%s** %s", l.Mark.Shape, escape(l.Mark.Word), escape(l.Text))
	if l.Quote == "" {
		fmt.Fprint(out, markdownNotes(l.Notes))
	}
	fmt.Fprintln(out)
	for _, s := range []string{l.Where, l.Says} {
		if s != "" {
			fmt.Fprintf(out, "  - %s\n", escape(s))
		}
	}
	for _, d := range l.Detail {
		fmt.Fprintf(out, "  - %s\n", escape(d))
	}
	if l.Quote != "" {
		fmt.Fprintf(out, "  - %s%s\n", escape(l.Quote), markdownNotes(l.Notes))
	}
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
