package view

import (
	"fmt"
	"strings"
)

// gap is the number of blanks between the columns of a table.
const gap = 2

// table prints a table with aligned columns behind a margin. Cells that are too
// wide are wrapped in their column.
func (t *textPrinter) table(margin string, tab *Table) {
	cells := make([][]string, 0, len(tab.Rows)+1)
	cells = append(cells, tab.Columns)
	for i := range tab.Rows {
		row := append([]string(nil), tab.Rows[i].Cells...)
		if n := len(row); n > 0 {
			row[n-1] += citation(tab.Rows[i].Notes)
		}
		cells = append(cells, row)
	}
	widths := t.columns(cells, t.width-t.cond.StringWidth(margin))
	for i, row := range cells {
		tone := "plain"
		if i == 0 {
			tone = "dim"
		}
		t.tableRow(margin, tone, row, widths)
	}
}

// columns gives the width of each column: its widest cell, or less so that the
// whole fits into width, taking from the widest column first.
func (t *textPrinter) columns(cells [][]string, width int) []int {
	widths := make([]int, len(cells[0]))
	for _, row := range cells {
		for c := range widths {
			if c < len(row) {
				widths[c] = min(max(widths[c], t.cond.StringWidth(row[c])), width)
			}
		}
	}
	total := gap * (len(widths) - 1)
	for _, w := range widths {
		total += w
	}
	for ; total > width; total-- {
		widest := 0
		for c := range widths {
			if widths[c] > widths[widest] {
				widest = c
			}
		}
		widths[widest]--
	}
	return widths
}

func (t *textPrinter) tableRow(margin, tone string, cells []string, widths []int) {
	rows := make([][]string, len(widths))
	height := 0
	for c := range rows {
		if c < len(cells) {
			rows[c] = t.rows(cells[c], widths[c])
		}
		height = max(height, len(rows[c]))
	}
	for r := range height {
		var line strings.Builder
		for c := range rows {
			cell := ""
			if r < len(rows[c]) {
				cell = rows[c][r]
			}
			line.WriteString(cell)
			line.WriteString(strings.Repeat(" ", max(0, widths[c]-t.cond.StringWidth(cell))+gap))
		}
		fmt.Fprintf(t.w, "%s%s\n", margin, t.paint(tone, strings.TrimRight(line.String(), " ")))
	}
}
