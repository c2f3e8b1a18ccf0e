package speech

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
)

// quotation is a stretch between quotation marks, the marks included.
type quotation struct {
	span  sitrep.Span
	block int
	open  bool // the paragraph ends before the mark that closes it
	// resumes is true when the quotation before was left open and this one goes on with it.
	resumes bool
	words   int
}

// longestSingle is how many bytes a quotation in single marks may have: a lone
// apostrophe must not open one.
const longestSingle = 400

// quotations finds the quotations of all blocks, in order. A mark that is
// never closed counts only to the end of its sentence, unless the next
// paragraph opens with a mark, as in speech that runs over paragraphs.
func quotations(doc *sitrep.Document) []quotation {
	var all []quotation
	carried := false
	for b := range doc.Blocks {
		block := doc.Blocks[b].Span
		found := inBlock(doc.Text, block)
		for k := range found {
			found[k].block = b
		}
		opens := len(found) > 0 && found[0].span.Start-block.Start < 3
		if n := len(all); carried && n > 0 {
			if opens {
				found[0].resumes = true
			} else {
				all[n-1].cut(doc)
			}
		}
		all = append(all, found...)
		carried = len(found) > 0 && found[len(found)-1].open
	}
	if n := len(all); carried && n > 0 {
		all[n-1].cut(doc)
	}
	for k := range all {
		all[k].words = len(strings.Fields(doc.Text[all[k].span.Start:all[k].span.End]))
	}
	return all
}

// cut ends an unclosed quotation with the sentence that it starts in.
func (q *quotation) cut(doc *sitrep.Document) {
	q.open = false
	if s := doc.SentenceAt(q.span.Start); s >= 0 {
		q.span.End = min(q.span.End, doc.Sentences[s].Span.End)
	}
}

// mark is a quotation mark as it stands.
type mark struct {
	kind  rune // '"' double, '\'' single
	start int
	end   int
	opens bool
	shuts bool
}

func inBlock(text string, block sitrep.Span) []quotation {
	var found []quotation
	open := -1
	var kind rune
	for _, m := range marks(text, block) {
		switch {
		case open >= 0 && kind == '\'' && (m.kind != kind && m.opens || m.start-open > longestSingle):
			open = -1
			if m.opens {
				open, kind = m.start, m.kind
			}
		case open < 0 && m.opens:
			open, kind = m.start, m.kind
		case open >= 0 && m.kind == kind && m.shuts:
			if m.end-open > 3 {
				found = append(found, quotation{span: sitrep.Span{Start: open, End: m.end}})
			}
			open = -1
		}
	}
	if open >= 0 && kind == '"' {
		found = append(found, quotation{span: sitrep.Span{Start: open, End: block.End}, open: true})
	}
	return found
}

// marks lists the quotation marks of a block with what each may do where it stands.
func marks(text string, block sitrep.Span) []mark {
	var all []mark
	prev := ' '
	for i := block.Start; i < block.End; {
		r, size := utf8.DecodeRuneInString(text[i:block.End])
		m := mark{start: i, end: i + size}
		next, _ := utf8.DecodeRuneInString(text[i+size : block.End])
		if i+size >= block.End {
			next = ' '
		}
		if (r == '\'' || r == '`' || r == '’' || r == '‘') && next == r {
			m.kind, m.end = '"', i+2*size
			next, _ = utf8.DecodeRuneInString(text[m.end:block.End])
			if m.end >= block.End {
				next = ' '
			}
		}
		after, before := !wordy(next), !wordy(prev)
		switch {
		case m.kind == '"' || r == '"':
			m.kind = '"'
			m.opens, m.shuts = before && !unicode.IsSpace(next), !unicode.IsSpace(prev) || after
		case r == '“' || r == '„' || r == '«':
			m.kind, m.opens, m.shuts = '"', true, r == '“' && after && !before
		case r == '”' || r == '»':
			m.kind, m.shuts = '"', true
		case r == '‘':
			m.kind, m.opens = '\'', before
		case r == '’':
			m.kind, m.shuts = '\'', after
		case r == '\'':
			m.kind, m.opens, m.shuts = '\'', before && wordy(next), !unicode.IsSpace(prev) && after
		}
		if m.kind != 0 {
			all = append(all, m)
		}
		prev = r
		i = m.end
	}
	return all
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// quotesIn lists the quotations that overlap the sentence, as a sub-slice.
func (rd *reading) quotesIn(span sitrep.Span) []quotation {
	lo, hi := 0, len(rd.quotes)
	for lo < hi {
		mid := (lo + hi) / 2
		if rd.quotes[mid].span.End <= span.Start {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	end := lo
	for end < len(rd.quotes) && rd.quotes[end].span.Start < span.End {
		end++
	}
	return rd.quotes[lo:end]
}
