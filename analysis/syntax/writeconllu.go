package syntax

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// WriteCoNLLU writes a Document as CoNLL-U: "# newdoc id" with Report.ID,
// "# newpar" where a block begins, and for every sentence "# sent_id" as the
// report's id and the number of the sentence from 1, "# text", its words in ten
// columns, and an empty line. FEATS and DEPS are "_"; MISC says SpaceAfter=No
// where the text goes on without white space. Words that share a Span are
// written as one multi-word token with its range.
func WriteCoNLLU(w io.Writer, doc *sitrep.Document) error {
	out := bufio.NewWriter(w)
	for n := range doc.Sentences {
		for _, line := range rawComments(doc, n) {
			fmt.Fprintln(out, line)
		}
		writeWords(out, doc, n, func(i int, parts int) (rangeMisc, misc string) {
			gap := ""
			if joined(doc, n, i+max(parts, 1)-1) {
				gap = "SpaceAfter=No"
			}
			if parts > 0 {
				return gap, ""
			}
			return "", gap
		})
	}
	return flush(out)
}

// WriteCoNLLU writes the document as it was read, with its comment lines and its
// MISC column, and the annotation it bears now. A sentence without "# sent_id"
// or "# text" gets them.
func (c *CoNLLU) WriteCoNLLU(w io.Writer) error {
	out := bufio.NewWriter(w)
	for n := range c.Doc.Sentences {
		has := map[string]bool{}
		for _, line := range c.Comments[n] {
			key, _ := comment(line)
			has[key] = true
			fmt.Fprintln(out, line)
		}
		if !has["sent_id"] {
			fmt.Fprintln(out, "# sent_id = "+sentenceID(c.Doc, n))
		}
		if !has["text"] {
			fmt.Fprintln(out, "# text = "+oneLine(c.Doc.Words(c.Doc.Sentences[n].Span)))
		}
		writeWords(out, c.Doc, n, func(i int, _ int) (string, string) { return c.RangeMisc[n][i], c.Misc[n][i] })
	}
	return flush(out)
}

func flush(out *bufio.Writer) error {
	if err := out.Flush(); err != nil {
		return fmt.Errorf("syntax: writing CoNLL-U: %w", err)
	}
	return nil
}

func rawComments(doc *sitrep.Document, n int) []string {
	sent := doc.Sentences[n]
	var lines []string
	if n == 0 {
		lines = append(lines, "# newdoc id = "+oneLine(doc.Report.ID))
	}
	if n == 0 || doc.Sentences[n-1].Block != sent.Block {
		lines = append(lines, "# newpar")
	}
	return append(lines, "# sent_id = "+sentenceID(doc, n), "# text = "+oneLine(doc.Words(sent.Span)))
}

func sentenceID(doc *sitrep.Document, n int) string {
	number := strconv.Itoa(n + 1)
	if doc.Report.ID == "" {
		return number
	}
	return oneLine(doc.Report.ID) + "-" + number
}

// joined reports whether the text goes on right behind token i of sentence n.
func joined(doc *sitrep.Document, n, i int) bool {
	toks := doc.Sentences[n].Tokens
	end := toks[i].Span.End
	if i+1 < len(toks) {
		return toks[i+1].Span.Start == end
	}
	return n+1 < len(doc.Sentences) && doc.Sentences[n+1].Span.Start == end
}

// writeWords writes the lines of sentence n and the empty line behind it. misc
// is asked for each word, with the number of words in the multi-word token it
// opens, 0 when it opens none.
func writeWords(out *bufio.Writer, doc *sitrep.Document, n int, misc func(i, parts int) (rangeMisc, misc string)) {
	toks := doc.Sentences[n].Tokens
	inside := 0 // words of a multi-word token still to come
	for i := range toks {
		if inside > 0 {
			inside--
			_, own := misc(i, -1)
			writeWord(out, i, &toks[i], own)
			continue
		}
		parts := 0
		for k := i + 1; k < len(toks) && toks[k].Span == toks[i].Span; k++ {
			parts = k - i + 1
		}
		whole, own := misc(i, parts)
		if parts > 0 {
			inside = parts - 1
			fmt.Fprintf(out, "%d-%d\t%s%s\t%s\n", i+1, i+parts, cell(doc.Text[toks[i].Span.Start:toks[i].Span.End]), strings.Repeat("\t_", 7), cell(whole))
		}
		writeWord(out, i, &toks[i], own)
	}
	fmt.Fprintln(out)
}

func writeWord(out *bufio.Writer, i int, tok *sitrep.Token, misc string) {
	head := "_"
	if tok.Head > 0 || tok.Deprel != "" {
		head = strconv.Itoa(tok.Head)
	}
	fmt.Fprintf(out, "%d\t%s\t%s\t%s\t%s\t_\t%s\t%s\t_\t%s\n", i+1, cell(tok.Form), cell(tok.Lemma), cell(tok.UPOS), cell(tok.XPOS), head, cell(tok.Deprel), cell(misc))
}

// cell makes a value fit for a column: "_" for none, and no tabs or line ends.
func cell(s string) string {
	if s == "" {
		return "_"
	}
	return oneLine(s)
}

func oneLine(s string) string {
	if !strings.ContainsAny(s, "\t\n\r") {
		return s
	}
	return strings.NewReplacer("\t", " ", "\r", " ", "\n", " ").Replace(s)
}
