package syntax

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// CoNLLU is a Document read from CoNLL-U, with what the file says beyond it.
type CoNLLU struct {
	Doc *sitrep.Document
	// Comments are the comment lines above each sentence as printed, "# text"
	// and all, without line ends. As long as Doc.Sentences.
	Comments [][]string
	// Misc holds the tenth column of each word, RangeMisc that of the multi-word
	// token a word opens; "" for "_". Indexed by sentence and word.
	Misc, RangeMisc [][]string
}

// maxLine is the longest line of CoNLL-U read, in bytes.
const maxLine = 1 << 24

// ReadCoNLLU reads CoNLL-U, one Document for every "# newdoc", one in all when
// there is none. An input without sentences gives none.
//
// Words and sentences are kept as they are; lemmas, tags, heads and labels are
// kept where given and empty where the column is "_". Text joins the words with
// single blanks but for SpaceAfter=No, sentences with a blank, and paragraphs
// ("# newpar") with an empty line; each paragraph is a Block. The words of a
// multi-word token share its Span. FEATS, DEPS and empty nodes are dropped.
// Report.ID is the id of "# newdoc", "" when it has none.
//
// A malformed line is an error with its number.
func ReadCoNLLU(r io.Reader) ([]*CoNLLU, error) {
	rd := &conlluReader{}
	scan := bufio.NewScanner(r)
	scan.Buffer(make([]byte, 0, 1<<16), maxLine)
	for n := 1; scan.Scan(); n++ {
		if err := rd.line(strings.TrimSuffix(scan.Text(), "\r")); err != nil {
			return nil, fmt.Errorf("syntax: CoNLL-U line %d: %w", n, err)
		}
	}
	if err := scan.Err(); err != nil {
		return nil, fmt.Errorf("syntax: reading CoNLL-U: %w", err)
	}
	if err := rd.endSentence(); err != nil {
		return nil, fmt.Errorf("syntax: last sentence of the CoNLL-U: %w", err)
	}
	for i, c := range rd.docs {
		c.Doc.Text = rd.text[i].String()
		c.Doc.Report.Text = c.Doc.Text
		c.Doc.Report.Blocks = c.Doc.Blocks
	}
	return rd.docs, nil
}

// conlluReader holds the sentence being read.
type conlluReader struct {
	docs     []*CoNLLU
	text     []*strings.Builder
	comments []string
	rows     []conlluRow
	ranges   []conlluRange
}

type conlluRow struct {
	tok  sitrep.Token
	misc string
}

type conlluRange struct {
	from, to   int // words counted from 1, both inside
	form, misc string
}

func (rd *conlluReader) line(line string) error {
	switch {
	case strings.TrimSpace(line) == "":
		return rd.endSentence()
	case line[0] == '#':
		if len(rd.rows) > 0 {
			return errors.New("comment inside a sentence; put an empty line before it")
		}
		rd.comments = append(rd.comments, line)
		return nil
	}
	cols := strings.Split(line, "\t")
	if len(cols) != 10 {
		return fmt.Errorf("%d columns; write ten, separated by tabs, with _ for what is not known", len(cols))
	}
	if cols[1] == "" {
		return errors.New("no form; write the word, or _ for an underscore")
	}
	switch id := cols[0]; {
	case strings.Contains(id, "."):
		return nil
	case strings.Contains(id, "-"):
		return rd.addRange(cols)
	}
	return rd.addWord(cols)
}

func (rd *conlluReader) addRange(cols []string) error {
	a, b, _ := strings.Cut(cols[0], "-")
	from, err1 := strconv.Atoi(a)
	to, err2 := strconv.Atoi(b)
	if err1 != nil || err2 != nil || from != len(rd.rows)+1 || to <= from {
		return fmt.Errorf("range %q; it stands before its first word, here %d, and ends after it", cols[0], len(rd.rows)+1)
	}
	if k := len(rd.ranges); k > 0 && rd.ranges[k-1].to >= from {
		return fmt.Errorf("range %q overlaps the one before it", cols[0])
	}
	rd.ranges = append(rd.ranges, conlluRange{from, to, cols[1], known(cols[9])})
	return nil
}

func (rd *conlluReader) addWord(cols []string) error {
	if cols[0] != strconv.Itoa(len(rd.rows)+1) {
		return fmt.Errorf("id %q, want %d; ids count the words of a sentence from 1", cols[0], len(rd.rows)+1)
	}
	tok := sitrep.Token{Form: cols[1], Lemma: known(cols[2]), UPOS: known(cols[3]), XPOS: known(cols[4]), Deprel: known(cols[7])}
	if cols[1] == "_" {
		tok.Lemma = cols[2]
	}
	if cols[6] != "_" {
		head, err := strconv.Atoi(cols[6])
		if err != nil || head < 0 {
			return fmt.Errorf("head %q; write the number of a word, 0 for the root, or _", cols[6])
		}
		tok.Head = head
	}
	rd.rows = append(rd.rows, conlluRow{tok, known(cols[9])})
	return nil
}

// known is a cell's value, "" for "_".
func known(cell string) string {
	if cell == "_" {
		return ""
	}
	return cell
}

func (rd *conlluReader) endSentence() error {
	if len(rd.rows) == 0 {
		if len(rd.ranges) > 0 {
			return errors.New("a range without words; list its words below it")
		}
		// Comments without words stand for nothing; they go to the next sentence.
		return nil
	}
	if k := len(rd.ranges); k > 0 && rd.ranges[k-1].to > len(rd.rows) {
		return fmt.Errorf("range %d-%d runs past the last word %d", rd.ranges[k-1].from, rd.ranges[k-1].to, len(rd.rows))
	}
	for i := range rd.rows {
		if h := rd.rows[i].tok.Head; h > len(rd.rows) || h == i+1 {
			return fmt.Errorf("word %d has head %d; heads are other words, 1 to %d", i+1, h, len(rd.rows))
		}
	}
	if id, ok := newDoc(rd.comments); ok || len(rd.docs) == 0 {
		doc := &sitrep.Document{}
		doc.Report.ID = id
		rd.docs = append(rd.docs, &CoNLLU{Doc: doc})
		rd.text = append(rd.text, &strings.Builder{})
	}
	rd.addSentence()
	rd.comments, rd.rows, rd.ranges = nil, nil, nil
	return nil
}

// newDoc finds the last "# newdoc" of comment lines and its id.
func newDoc(comments []string) (id string, ok bool) {
	for _, c := range comments {
		if key, value := comment(c); key == "newdoc" || key == "newdoc id" {
			id, ok = value, true
		}
	}
	return id, ok
}

// comment splits "# key = value"; a comment without "=" has no value.
func comment(line string) (key, value string) {
	key, value, _ = strings.Cut(strings.TrimPrefix(line, "#"), "=")
	return strings.TrimSpace(key), strings.TrimSpace(value)
}

func startsParagraph(comments []string) bool {
	for _, c := range comments {
		if key, _ := comment(c); key == "newpar" || key == "newpar id" {
			return true
		}
	}
	return false
}

// addSentence files the open sentence in the last document.
func (rd *conlluReader) addSentence() {
	c := rd.docs[len(rd.docs)-1]
	text := rd.text[len(rd.docs)-1]
	rd.separate(c, text)
	sent := sitrep.Sentence{Block: len(c.Doc.Blocks) - 1}
	misc, rangeMisc := make([]string, len(rd.rows)), make([]string, len(rd.rows))
	start := text.Len()
	for i := 0; i < len(rd.rows); {
		form, gap, end := rd.rows[i].tok.Form, rd.rows[i].misc, i+1
		if len(rd.ranges) > 0 && rd.ranges[0].from == i+1 {
			form, gap, end = rd.ranges[0].form, rd.ranges[0].misc, rd.ranges[0].to
			rangeMisc[i] = gap
			rd.ranges = rd.ranges[1:]
		}
		span := sitrep.Span{Start: text.Len()}
		text.WriteString(form)
		span.End = text.Len()
		for ; i < end; i++ {
			rd.rows[i].tok.Span = span
			misc[i] = rd.rows[i].misc
			sent.Tokens = append(sent.Tokens, rd.rows[i].tok)
		}
		sent.Span = sitrep.Span{Start: start, End: span.End}
		if spaceAfter(gap) && i < len(rd.rows) {
			text.WriteByte(' ')
		}
	}
	sent.Link()
	c.Doc.Sentences = append(c.Doc.Sentences, sent)
	c.Doc.Blocks[sent.Block].Span.End = sent.Span.End
	c.Comments = append(c.Comments, rd.comments)
	c.Misc, c.RangeMisc = append(c.Misc, misc), append(c.RangeMisc, rangeMisc)
}

// separate writes what stands between the last sentence and the next, and opens
// a block where a paragraph starts.
func (rd *conlluReader) separate(c *CoNLLU, text *strings.Builder) {
	n := len(c.Doc.Sentences)
	switch {
	case n > 0 && startsParagraph(rd.comments):
		text.WriteString("\n\n")
	case n > 0 && c.endsWithSpace(n-1):
		text.WriteByte(' ')
	}
	if n == 0 || startsParagraph(rd.comments) {
		c.Doc.Blocks = append(c.Doc.Blocks, sitrep.Block{Kind: sitrep.Para, Span: sitrep.Span{Start: text.Len()}})
	}
}

// endsWithSpace reports whether a blank may follow sentence n.
func (c *CoNLLU) endsWithSpace(n int) bool {
	toks := c.Doc.Sentences[n].Tokens
	last := len(toks) - 1
	first := last
	for first > 0 && toks[first-1].Span == toks[last].Span {
		first--
	}
	if first < last {
		return spaceAfter(c.RangeMisc[n][first])
	}
	return spaceAfter(c.Misc[n][last])
}

func spaceAfter(misc string) bool {
	for misc != "" {
		var item string
		item, misc, _ = strings.Cut(misc, "|")
		if item == "SpaceAfter=No" {
			return false
		}
	}
	return true
}
