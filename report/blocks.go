package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
)

const (
	wrapMin   = 45  // bytes of a line in hard-wrapped text, at least
	wrapMax   = 110 // and at most
	headBytes = 120 // a heading is shorter
)

// textLine is a line that is not blank, without the white space around it.
type textLine struct {
	span   sitrep.Span
	indent int
	first  bool // first of the text or after a blank line
	item   bool // starts with a list mark
	end    rune // last character
	start  rune // first character
}

// blocks finds the blocks of a plain text: paragraphs, headings and list items.
// Blank lines separate them; in text that is not wrapped by hand line ends do,
// too. What a web form left at the end gets no block. The result is never nil.
func (r *Reader) blocks(text string) []sitrep.Block {
	lines := textLines(text)
	wrapped := hardWrapped(lines)
	out := []sitrep.Block{}
	for i := 0; i < len(lines); {
		j := i + 1
		for j < len(lines) && !lines[j].first && !breaks(lines[i:j+1], wrapped) {
			j++
		}
		span := sitrep.Span{Start: lines[i].span.Start, End: lines[j-1].span.End}
		out = append(out, sitrep.Block{Kind: kindOf(text[span.Start:span.End], lines[i:j]), Span: span})
		i = j
	}
	return r.withoutResidue(text, settle(out))
}

func textLines(text string) []textLine {
	var out []textLine
	first := true
	for at := 0; at < len(text); {
		end := strings.IndexByte(text[at:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += at
		}
		line := text[at:end]
		trimmed := strings.TrimLeftFunc(line, unicode.IsSpace)
		indent := len(line) - len(trimmed)
		trimmed = strings.TrimRightFunc(trimmed, unicode.IsSpace)
		if trimmed == "" {
			first = true
		} else {
			start, _ := utf8.DecodeRuneInString(trimmed)
			last, _ := utf8.DecodeLastRuneInString(trimmed)
			out = append(out, textLine{
				span:   sitrep.Span{Start: at + indent, End: at + indent + len(trimmed)},
				indent: indent, first: first, item: isItem(trimmed), end: last, start: start,
			})
			first = false
		}
		at = end + 1
	}
	return out
}

// isItem tells a list mark from a dash or a minus: a blank and text follow it.
func isItem(line string) bool {
	r, n := utf8.DecodeRuneInString(line)
	switch r {
	case '•', '●', '▪', '‣', '◦', '·':
		return len(line) > n
	case '-', '*', '–':
		return len(line) > n+1 && line[n] == ' '
	}
	return false
}

// hardWrapped reports whether the lines are those of text cut at a fixed width,
// as old agency copy is: most lines that another follows are of medium length,
// none is long, and half of them end inside a sentence.
func hardWrapped(lines []textLine) bool {
	inner, medium, open := 0, 0, 0
	for i := 0; i+1 < len(lines); i++ {
		if lines[i].span.End-lines[i].span.Start > wrapMax {
			return false
		}
		if lines[i+1].first {
			continue
		}
		inner++
		if n := lines[i].span.End - lines[i].span.Start; n >= wrapMin {
			medium++
		}
		if !strings.ContainsRune(sentenceEnds, lines[i].end) {
			open++
		}
	}
	return inner > 0 && medium*10 >= inner*7 && open*2 >= inner
}

const sentenceEnds = ".?!…:;\"”’')]"

// breaks reports whether the last of the lines begins a new block after the
// lines before it.
func breaks(block []textLine, wrapped bool) bool {
	last, next := block[len(block)-2], block[len(block)-1]
	switch {
	case next.item:
		return true
	case unicode.IsLower(next.start):
		return false
	case block[0].item && next.indent > block[0].indent:
		return false
	case !wrapped:
		return true
	case next.indent >= block[len(block)-2].indent+2 && strings.ContainsRune(sentenceEnds, last.end):
		return true
	}
	return false
}

func kindOf(text string, lines []textLine) sitrep.BlockKind {
	switch {
	case lines[0].item:
		return sitrep.Item
	case len(lines) == 1 && len(text) <= headBytes && !strings.ContainsRune(sentenceEnds+",-–—", lines[0].end) &&
		!unicode.IsLower(lines[0].start) && strings.IndexFunc(text, unicode.IsLetter) >= 0:
		return sitrep.Heading
	}
	return sitrep.Para
}

// settle makes a paragraph of a heading that stands for the whole text: a
// sentence without its period.
func settle(blocks []sitrep.Block) []sitrep.Block {
	for _, b := range blocks {
		if b.Kind != sitrep.Heading {
			return blocks
		}
	}
	if len(blocks) == 1 {
		blocks[0].Kind = sitrep.Para
	}
	return blocks
}

// withoutResidue drops the blocks at the end that are the words of a form, and
// those anywhere that point to other articles or label what is no text.
func (r *Reader) withoutResidue(text string, blocks []sitrep.Block) []sitrep.Block {
	n := len(blocks)
	for n > 0 && r.page.Prompt(text[blocks[n-1].Span.Start:blocks[n-1].Span.End]) {
		n--
	}
	kept := blocks[:0]
	for _, b := range blocks[:n] {
		words := text[b.Span.Start:b.Span.End]
		_, colon := r.page.LinkLead(words)
		if len(words) <= 2*headBytes && (colon && len(blocks) > 1 || n > 1 && r.page.Label(words)) {
			continue
		}
		kept = append(kept, b)
	}
	return kept
}
