package main

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis/syntax"
)

// printed is a sentence as it is shown: legible, white space as single blanks.
type printed struct {
	sheet      *sheet
	text       string
	start, end []int // bytes of every word in text
}

// print lays out the words of a sentence. Words of one multi-word token stand
// where their forms do, if these make up the token.
func (s *sheet) print(doc *sitrep.Document, sent *sitrep.Sentence) *printed {
	p := &printed{s, "", make([]int, len(sent.Tokens)), make([]int, len(sent.Tokens))}
	var b strings.Builder
	at := sent.Span.Start
	for i := 0; i < len(sent.Tokens); {
		span := sent.Tokens[i].Span
		last, forms := i+1, sent.Tokens[i].Form
		for ; last < len(sent.Tokens) && sent.Tokens[last].Span == span; last++ {
			forms += sent.Tokens[last].Form
		}
		if gap := doc.Text[min(at, span.Start):span.Start]; b.Len() > 0 && gap != "" {
			b.WriteString(between(gap))
		}
		at = span.End
		whole := doc.Text[span.Start:span.End]
		begin := b.Len()
		for k := i; k < last; k++ {
			switch {
			case forms == whole:
				p.start[k] = b.Len()
				b.WriteString(legible(sent.Tokens[k].Form))
			case k == i:
				b.WriteString(legible(whole))
				fallthrough
			default:
				p.start[k] = begin
			}
			p.end[k] = b.Len()
		}
		i = last
	}
	p.text = b.String()
	return p
}

// between is what stands between two words.
func between(gap string) string {
	words := strings.Fields(gap)
	if len(words) == 0 {
		return " "
	}
	return " " + legible(strings.Join(words, " ")) + " "
}

// word is word i as shown.
func (p *printed) word(i int) string { return p.text[p.start[i]:p.end[i]] }

// spot is where something stands in the broken text: from one row and column to
// another, the end not included.
type spot struct{ row, col, endRow, endCol int }

// rows breaks the sentence into rows of so many columns and says where each word
// stands.
func (p *printed) rows(width int) (rows []string, at []spot) {
	at = make([]spot, len(p.start))
	row, used := "", 0
	flush := func() {
		rows, row, used = append(rows, strings.TrimRight(row, " ")), "", 0
	}
	from := 0
	for i := range p.start {
		if i > 0 && p.start[i] < from { // shares its place with the word before
			at[i] = at[i-1]
			continue
		}
		gap := p.text[from:p.start[i]]
		row, used = row+gap, used+p.sheet.columns(gap)
		if gap != "" && used+p.glued(i) > width {
			flush()
		}
		at[i].row, at[i].col = len(rows), used
		for _, r := range p.word(i) {
			n := p.sheet.cond.RuneWidth(r)
			if used+n > width && used > 0 {
				flush()
				if at[i].row < len(rows) && at[i].col >= width {
					at[i].row, at[i].col = len(rows), 0
				}
			}
			row, used = row+string(r), used+n
		}
		at[i].endRow, at[i].endCol = len(rows), used
		from = p.end[i]
	}
	flush()
	return rows, at
}

// glued is the columns of word i and of those that follow without a gap.
func (p *printed) glued(i int) int {
	last := i
	for last+1 < len(p.start) && p.start[last+1] <= p.end[last] {
		last++
	}
	return p.sheet.columns(p.text[p.start[i]:p.end[last]])
}

// span is a labelled stretch of words, and the line under the text it is drawn on.
type span struct {
	first, last int
	label       string
	line        int
}

// bar is the part of a span in one row: columns [from, to), and with its label
// [left, right).
type bar struct {
	from, to    int
	left, right int
	open, more  bool // begins before the row, goes on after it
}

// bars cuts a span into its parts, by row.
func (p *printed) bars(s span, rows []string, at []spot) map[int]bar {
	out := map[int]bar{}
	first, last := at[s.first], at[s.last]
	for row := first.row; row <= last.endRow; row++ {
		b := bar{to: max(1, p.sheet.columns(rows[row])), open: row > first.row, more: row < last.endRow}
		if !b.open {
			b.from = first.col
		}
		if !b.more {
			b.to = last.endCol
		}
		if b.to <= b.from {
			continue
		}
		b.left, b.right = b.from, b.to
		if label := len(s.label); b.to-b.from < label+3 {
			if b.right = b.to + 1 + label; b.right > p.sheet.width-2 && b.from > label {
				b.left, b.right = b.from-1-label, b.to
			}
		}
		out[row] = b
	}
	return out
}

// spans prints the sentence with lines under it, short spans above long ones.
func (p *printed) spans(list []span) {
	rows, at := p.rows(p.sheet.width - 2)
	slices.SortStableFunc(list, func(a, b span) int {
		return (a.last - a.first) - (b.last - b.first)
	})
	type placed struct {
		line, left, right int
		s                 *span
		bar               bar
	}
	byRow := make([][]placed, len(rows))
	for i := range list {
		s := &list[i]
		bars := p.bars(*s, rows, at)
		for row, b := range bars { // below all that it holds or touches
			for _, o := range byRow[row] {
				if b.left <= o.right && o.left <= b.right {
					s.line = max(s.line, o.line+1)
				}
			}
		}
		for row, b := range bars {
			byRow[row] = append(byRow[row], placed{s.line, b.left, b.right, s, b})
		}
	}
	for row, text := range rows {
		p.sheet.row(piece{usual, "  " + text})
		slices.SortStableFunc(byRow[row], func(a, b placed) int {
			if a.line != b.line {
				return a.line - b.line
			}
			return a.left - b.left
		})
		for i := 0; i < len(byRow[row]); {
			line, used := byRow[row][i].line, 0
			pieces := []piece{{usual, "  "}}
			for ; i < len(byRow[row]) && byRow[row][i].line == line; i++ {
				o := byRow[row][i]
				pieces = append(pieces, piece{usual, strings.Repeat(" ", o.left-used)})
				pieces = append(pieces, o.bar.pieces(o.s.label)...)
				used = o.right
			}
			p.sheet.row(pieces...)
		}
		if row+1 < len(rows) && len(byRow[row]) > 0 {
			p.sheet.row()
		}
	}
}

// pieces draws a bar with its label inside, or beside it where it is too short.
func (b bar) pieces(label string) []piece {
	width := b.to - b.from
	begin, end := "╰", "╯"
	if b.open {
		begin = "─"
	}
	if b.more {
		end = "─"
	}
	if width >= len(label)+3 {
		fill := width - 3 - len(label)
		return []piece{{dim, begin + "─"}, {mark, label}, {dim, strings.Repeat("─", fill) + end}}
	}
	line := begin + strings.Repeat("─", max(0, width-2)) + end
	if width == 1 {
		line = "╵"
	}
	if b.left < b.from {
		return []piece{{mark, label + " "}, {dim, line}}
	}
	return []piece{{dim, line}, {mark, " " + label}}
}

// entities prints what the model takes for names and descriptions.
func (e *explainer) entities(words *printed, found []syntax.Entity) {
	if len(found) == 0 {
		return
	}
	var list []span
	for _, x := range found {
		list = append(list, span{first: x.First, last: x.Last, label: x.Kind})
	}
	e.title("ENTITIES")
	words.spans(list)
}

// roles prints every predicate with its arguments in the order of the text, and
// last those that have none.
func (e *explainer) roles(sent *sitrep.Sentence, words *printed, r *syntax.Reading) {
	var rows [][]cell
	before := -1
	for _, role := range r.Roles {
		name := ""
		if role.Predicate != before {
			name, before = words.word(role.Predicate), role.Predicate
		}
		rows = append(rows, []cell{{strong, 0, name}, {mark, 0, role.Role}, {text: words.argument(sent, role.Predicate, role.Word)}})
	}
	e.section("ROLES", rows)
	if bare := words.bare(r); len(rows) > 0 && bare != "" {
		e.entry(2, cell{dim, len("without roles:"), "without roles:"}, cell{dim, 0, bare})
	}
}

// bare lists the predicates that have no roles.
func (p *printed) bare(r *syntax.Reading) string {
	var out []string
	for i := range r.Words {
		if r.Words[i].Predicate && !slices.ContainsFunc(r.Roles, func(x syntax.Role) bool { return x.Predicate == i }) {
			out = append(out, p.word(i))
		}
	}
	return strings.Join(out, ", ")
}

// argument is the words of the phrase that head leads, without those that the
// predicate leads and without commas and the like at its ends.
func (p *printed) argument(sent *sitrep.Sentence, predicate, head int) string {
	in := make([]bool, len(sent.Tokens))
	todo := []int{head}
	for len(todo) > 0 {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		in[i] = true
		for _, kid := range sent.Children(i) {
			if !in[kid] && !sent.Under(predicate, kid) {
				todo = append(todo, kid)
			}
		}
	}
	for i := range in { // what is only set off by signs belongs to it
		if !in[i] && i > 0 && in[i-1] && sent.Rel(i) == "punct" {
			in[i] = true
		}
	}
	first, last := 0, len(in)-1
	for ; first < head && (!in[first] || sent.Rel(first) == "punct"); first++ {
	}
	for ; last > head && (!in[last] || sent.Rel(last) == "punct"); last-- {
	}
	out, from := "", -1
	for i := first; i <= last+1; i++ {
		switch {
		case i <= last && in[i] && from < 0:
			from = i
		case (i > last || !in[i]) && from >= 0:
			if out != "" {
				out += " … "
			}
			out += p.text[p.start[from]:p.end[i-1]]
			from = -1
		}
	}
	return out
}
