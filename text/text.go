// Package text turns a Report into a Document: it copies the main text and its
// blocks, finds the dateline, and cuts the blocks into sentences and words.
//
// Words follow the Universal Dependencies treebanks of English: "don't" and
// "Haftar's" are multi-word tokens whose words share one span, a hyphen stands
// alone except after a prefix, a period belongs to an abbreviation. What counts
// as an abbreviation, a prefix or a clitic is data in knowledge/text.
//
// The text itself is never changed, and text outside the blocks is never
// looked at. The package does not tag, and it does not decide what a sentence
// means. It has no state: the same report gives the same document.
package text

import (
	"unicode"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// Segmenter cuts texts. It is never changed after New and may be shared by any
// number of goroutines.
type Segmenter struct{ words *knowledge.Text }

// New makes a Segmenter that knows the word lists of k, which must not be nil.
func New(k *knowledge.Text) *Segmenter { return &Segmenter{k} }

// Document cuts rep. Sentences are in order, lie inside one block each, and
// have at least one token; tokens have Span and Form only. A report whose
// Blocks are nil is cut into paragraphs at blank lines; one whose Blocks are
// empty gets no sentences. Blocks that lie outside the text, overlap or cut a
// character are left out. It takes time linear in the length of the text.
func (s *Segmenter) Document(rep sitrep.Report) *sitrep.Document {
	doc := &sitrep.Document{Report: rep, Text: rep.Text, Blocks: sound(rep.Text, rep.Blocks)}
	if rep.Blocks == nil {
		doc.Blocks = paragraphs(rep.Text)
	}
	at := s.datelineBlock(doc)
	for i, block := range doc.Blocks {
		span := block.Span
		if i == at {
			span.Start = doc.Dateline.End
		}
		for _, sent := range s.sentences(rep.Text, span) {
			sent.Block = i
			doc.Sentences = append(doc.Sentences, sent)
		}
	}
	return doc
}

// Segment cuts one block of text, without looking for a dateline. The block
// number of every sentence is 0.
func (s *Segmenter) Segment(text string) []sitrep.Sentence {
	return s.sentences(text, sitrep.Span{End: len(text)})
}

// sound keeps the blocks that lie in order inside the text.
func sound(text string, blocks []sitrep.Block) []sitrep.Block {
	var out []sitrep.Block
	last := 0
	for _, b := range blocks {
		if b.Span.Start < last || b.Span.End > len(text) || b.Span.Empty() ||
			!boundary(text, b.Span.Start) || !boundary(text, b.Span.End) {
			continue
		}
		last = b.Span.End
		out = append(out, b)
	}
	return out
}

func boundary(text string, at int) bool {
	return at == len(text) || utf8.RuneStart(text[at])
}

// paragraphs are the stretches between blank lines.
func paragraphs(text string) []sitrep.Block {
	var out []sitrep.Block
	start, end, newlines := -1, 0, 0
	flush := func() {
		if start >= 0 {
			out = append(out, sitrep.Block{Kind: sitrep.Para, Span: sitrep.Span{Start: start, End: end}})
		}
		start = -1
	}
	for i, r := range text {
		switch {
		case r == '\n':
			newlines++
		case unicode.IsSpace(r):
		default:
			if newlines > 1 {
				flush()
			}
			if newlines = 0; start < 0 {
				start = i
			}
			_, size := utf8.DecodeRuneInString(text[i:])
			end = i + size
		}
	}
	flush()
	return out
}
