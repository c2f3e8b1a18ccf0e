package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// maxDepth is how many levels of a tree are drawn. What hangs deeper stands
// behind dots, and the number of its head tells where it belongs.
const maxDepth = 24

// Arms of a cell of the drawing.
const (
	up = 1 << iota
	down
	left
	right
)

// joints are the characters of a cell by its arms.
var joints = [16]string{" ", "╵", "╷", "│", "╴", "╯", "╮", "┤", "╶", "╰", "╭", "├", "─", "┴", "┬", "┼"}

// drawing is a tree, words from top to bottom and the root at the left: arms of
// cells, by row and level.
type drawing struct {
	arms   [][]uint8
	level  []int  // of every word
	lifted []bool // drawn under a word above its head
}

// draw places the words of a sentence, each one level right of its head. Where
// the line to the head would cross others (trees that are not projective), it
// leads to the nearest word above the head that can be reached, and is dotted.
func draw(sent *sitrep.Sentence) *drawing {
	n := len(sent.Tokens)
	d := &drawing{make([][]uint8, n), make([]int, n), make([]bool, n)}
	heads := lift(sent, d.lifted)
	kids := make([][]int, n)
	var queue []int
	for i, h := range heads {
		d.arms[i] = make([]uint8, maxDepth+1)
		if h < 0 {
			queue = append(queue, i)
		} else {
			kids[h] = append(kids[h], i)
		}
	}
	for len(queue) > 0 {
		head := queue[0]
		queue = append(queue[1:], kids[head]...)
		level := d.level[head]
		if level > maxDepth {
			for _, kid := range kids[head] {
				d.level[kid] = level
			}
			continue
		}
		lo, hi := head, head
		for _, kid := range kids[head] {
			lo, hi = min(lo, kid), max(hi, kid)
			d.level[kid] = level + 1
			d.arms[kid][level] |= right
		}
		d.arms[head][level] |= left
		for i := lo; i <= hi; i++ {
			if i > lo {
				d.arms[i][level] |= up
			}
			if i < hi {
				d.arms[i][level] |= down
			}
		}
	}
	return d
}

// lift gives the heads, from 0 and -1 for the root, of the projective tree next
// to that of the sentence, and marks the words whose head is another one
// (Nivre and Nilsson, 2005).
func lift(sent *sitrep.Sentence, lifted []bool) []int {
	heads := make([]int, len(sent.Tokens))
	for i := range heads {
		heads[i] = sent.HeadOf(i)
	}
	under := func(i, a int) bool {
		for ; i >= 0 && i != a; i = heads[i] {
		}
		return i == a
	}
	for again := true; again; {
		again = false
		for i, h := range heads {
			for k := min(i, h) + 1; h >= 0 && k < max(i, h); k++ {
				if !under(k, h) {
					heads[i], lifted[i], again = heads[h], true, true
					break
				}
			}
		}
	}
	return heads
}

// lines gives what stands before every word, each level step columns wide.
func (d *drawing) lines(step int) []string {
	out := make([]string, len(d.arms))
	for i, arms := range d.arms {
		var b strings.Builder
		for at := 0; at <= min(d.level[i], maxDepth); at++ {
			b.WriteString(joints[arms[at]])
			switch {
			case at == d.level[i] || step == 1:
			case arms[at]&right == 0:
				b.WriteByte(' ')
			case d.lifted[i]:
				b.WriteString("╌")
			default:
				b.WriteString("─")
			}
		}
		if d.level[i] > maxDepth {
			b.WriteString("··")
		}
		gap := " "
		if d.lifted[i] && step == 1 {
			gap = "╌"
		}
		out[i] = b.String() + gap
	}
	return out
}

// column is one property of all words of a sentence.
type column struct {
	name  string
	tone  tone
	right bool // numbers stand at the right
	width int
	texts []string
}

// columnsOf are the properties that stand beside the tree.
func (e *explainer) columnsOf(sent *sitrep.Sentence) []column {
	cols := []column{{name: "LEMMA"}, {name: "UPOS"}, {name: "XPOS"}, {name: "HEAD", tone: dim, right: true}, {name: "RELATION", tone: mark}}
	for _, t := range sent.Tokens {
		for k, text := range []string{t.Lemma, t.UPOS, t.XPOS, strconv.Itoa(t.Head), t.Deprel} {
			cols[k].texts = append(cols[k].texts, text)
		}
	}
	for k := range cols {
		cols[k].width = max(len(cols[k].name), e.widest(20, cols[k].texts...))
	}
	return cols
}

// tree prints one word a row, with what the model says of it; predicates are in
// bold. Where there is little room levels are narrower, then XPOS is left out,
// then lemmas and words are cut.
func (e *explainer) tree(sent *sitrep.Sentence, words *printed, predicates []bool) {
	cols, d := e.columnsOf(sent), draw(sent)
	digits := len(strconv.Itoa(len(sent.Tokens)))
	room := func() int {
		n := e.width - digits - 2
		for _, c := range cols {
			n -= c.width + 2
		}
		return n
	}
	lines, word := e.lines(d, words, 2)
	if word > room() {
		lines, word = e.lines(d, words, 1)
	}
	if word > room() {
		cols = slices.Delete(cols, 2, 3)
	}
	cols[0].width = max(7, min(cols[0].width, cols[0].width+room()-word))
	word = min(word, room())

	e.title("TREE")
	blank := strings.Repeat(" ", digits+2)
	head := blank + e.fit("WORD", word)
	for _, c := range cols {
		head += "  " + e.fit(c.name, c.width)
	}
	e.row(piece{dim, head})
	for i := range sent.Tokens {
		number := strconv.Itoa(i + 1)
		row := []piece{{dim, blank[len(number)+2:] + number + "  "}}
		row = append(row, e.node(lines[i], words.word(i), word, predicates[i])...)
		for _, c := range cols {
			text := e.fit(c.texts[i], c.width)
			if c.right {
				text = strings.Repeat(" ", c.width-len(c.texts[i])) + c.texts[i]
			}
			row = append(row, piece{c.tone, "  " + text})
		}
		e.row(row...)
	}
	if slices.Contains(d.lifted, true) {
		e.row(piece{dim, blank + "╌ the head stands elsewhere, see its number"})
	}
}

// lines gives what stands before every word, and the columns of the widest line
// with its word, of which no more than 24 are counted.
func (e *explainer) lines(d *drawing, words *printed, step int) (lines []string, wide int) {
	lines, wide = d.lines(step), len("WORD")
	for i := range lines {
		wide = max(wide, e.columns(lines[i])+e.widest(24, words.word(i)))
	}
	return lines, wide
}

// node is a word behind its line, cut and padded to width. The line is cut where
// it leaves no four columns for the word.
func (e *explainer) node(line, word string, width int, predicate bool) []piece {
	if most := width - min(4, e.columns(word)); e.columns(line) > most {
		line = e.fit(line, most)
	}
	tone := usual
	if predicate {
		tone = strong
	}
	return []piece{{dim, line}, {tone, e.fit(word, width-e.columns(line))}}
}
