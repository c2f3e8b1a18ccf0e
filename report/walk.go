package report

import (
	"strings"
	"unicode"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// piece is a paragraph, heading, item or quotation of a page.
type piece struct {
	kind    sitrep.BlockKind
	text    string // one line, single blanks, not empty
	link    int    // bytes of it that stand in links
	credit  int    // bytes at its end that name the speaker of a quotation
	speaker string
	said    sitrep.Stamp
}

// linked reports whether the piece is hardly more than links.
func (p *piece) linked() bool { return p.link*10 >= len(p.text)*6 }

// walker turns a tree of elements into pieces.
type walker struct {
	page  *knowledge.Page
	out   []piece
	kind  sitrep.BlockKind
	buf   strings.Builder
	link  int
	blank bool // white space is due before the next word
	depth int  // of links
}

// pieces gives the pieces below node, which may be nil.
func pieces(node *html.Node, page *knowledge.Page) []piece {
	if node == nil {
		return nil
	}
	w := walker{page: page, kind: sitrep.Para}
	w.walk(node)
	w.flush()
	return w.out
}

// walk adds what is below n. The parser of pages allows 512 levels, so the
// recursion is bounded.
func (w *walker) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.text(n.Data)
		return
	case html.ElementNode:
		if dropped(n) {
			w.blank = true
			return
		}
	case html.DocumentNode:
	default:
		return
	}
	switch n.DataAtom {
	case atom.Br:
		if w.blank && n.PrevSibling != nil && onlyBreak(n.PrevSibling) {
			w.flush()
		}
		w.blank = true
		return
	case atom.A:
		w.depth++
		w.children(n)
		w.depth--
		return
	case atom.Blockquote:
		w.quote(n)
		return
	case atom.Td, atom.Th:
		if w.buf.Len() > 0 {
			w.text(" |")
			w.blank = true
		}
	}
	kind, block := kindOfElement(n, w.kind)
	if !block {
		w.children(n)
		return
	}
	w.flush()
	outer := w.kind
	w.kind = kind
	w.children(n)
	w.flush()
	w.kind = outer
}

func (w *walker) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c)
	}
}

// onlyBreak reports whether n is a line break, or white space after one.
func onlyBreak(n *html.Node) bool {
	for n != nil && n.Type == html.TextNode && strings.TrimSpace(n.Data) == "" {
		n = n.PrevSibling
	}
	return n != nil && n.DataAtom == atom.Br
}

// dropped says which elements hold no text of an article, whatever they are called.
func dropped(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe, atom.Button, atom.Input, atom.Select,
		atom.Textarea, atom.Label, atom.Figcaption, atom.Caption, atom.Object, atom.Video, atom.Audio, atom.Canvas, atom.Head, atom.Math:
		return true
	}
	return false
}

// kindOfElement is the kind of block that an element opens inside one of kind
// outer; not a block for elements within a line.
func kindOfElement(n *html.Node, outer sitrep.BlockKind) (sitrep.BlockKind, bool) {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return sitrep.Heading, true
	case atom.Li, atom.Dd, atom.Dt:
		return sitrep.Item, true
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Nav, atom.Ul, atom.Ol, atom.Dl,
		atom.Table, atom.Tr, atom.Tbody, atom.Thead, atom.Pre, atom.Form, atom.Figure, atom.Hr, atom.Body, atom.Html, atom.Address,
		atom.Details, atom.Summary, atom.Fieldset, atom.Center:
		if outer == sitrep.Heading {
			return sitrep.Para, true
		}
		return outer, true
	}
	return outer, false
}

// text adds words to the piece under construction, white space folded.
func (w *walker) text(data string) {
	for data != "" {
		i := strings.IndexFunc(data, unicode.IsSpace)
		if i == 0 {
			w.blank = true
			data = strings.TrimLeftFunc(data, unicode.IsSpace)
			continue
		}
		word := data
		if i > 0 {
			word = data[:i]
		}
		data = data[len(word):]
		w.word(word)
	}
}

func (w *walker) word(word string) {
	if w.page.Embedded(word) {
		return
	}
	word = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u00ad' || r == '\u200b' || r == '\ufeff' {
			return -1
		}
		return r
	}, word)
	if word == "" {
		return
	}
	before := w.buf.Len()
	if w.blank && before > 0 {
		w.buf.WriteByte(' ')
	}
	w.blank = false
	w.buf.WriteString(word)
	if w.depth > 0 {
		w.link += w.buf.Len() - before
	}
}

// flush ends the piece under construction.
func (w *walker) flush() {
	if w.buf.Len() > 0 {
		w.out = append(w.out, piece{kind: w.kind, text: w.buf.String(), link: w.link})
	}
	w.buf.Reset()
	w.link, w.blank = 0, false
}

// quote adds a block quotation; who is credited at its end becomes the speaker
// of all its pieces.
func (w *walker) quote(n *html.Node) {
	w.flush()
	outer, first := w.kind, len(w.out)
	w.kind = sitrep.Quote
	w.children(n)
	w.flush()
	w.kind = outer
	if len(w.out) == first {
		return
	}
	last := &w.out[len(w.out)-1]
	speaker, said, at := credit(last.text, w.page)
	if at < 0 {
		return
	}
	last.credit = len(last.text) - at
	for i := first; i < len(w.out); i++ {
		w.out[i].speaker, w.out[i].said = speaker, said
	}
}

// asPost makes a quotation of a paragraph that ends like an embedded post.
func (p piece) asPost(page *knowledge.Page) piece {
	if p.kind != sitrep.Para || !strings.Contains(p.text, "(@") {
		return p
	}
	if speaker, said, at := credit(p.text, page); at > 0 && !said.IsZero() {
		p.kind, p.speaker, p.said, p.credit = sitrep.Quote, speaker, said, len(p.text)-at
	}
	return p
}

// credit reads the end of a quotation, "— Name (@handle) April 5, 2019" or, on
// a line of its own, "— Name, office". The number is where it starts, -1 when
// there is none.
func credit(text string, page *knowledge.Page) (speaker string, said sitrep.Stamp, at int) {
	if i := strings.LastIndex(text, "(@"); i > 0 {
		start := lastDash(text[:i])
		end := strings.IndexByte(text[i:], ')')
		if start < 0 || end < 0 || i-start > 100 {
			return "", said, -1
		}
		said, _ = parseDate(text[i+end+1:], page)
		return strings.Trim(text[start:i], "-–—― "), said, len(strings.TrimRight(text[:start], " "))
	}
	if lastDash(text) == 0 && len(text) <= 100 {
		name, _, _ := strings.Cut(strings.TrimLeft(text, "-–—― "), ",")
		return strings.TrimSpace(name), said, 0
	}
	return "", said, -1
}

// lastDash is the start of the last dash that a blank follows or that stands
// after a blank; -1 when there is none.
func lastDash(text string) int {
	best := -1
	for i, r := range text {
		if r == '—' || r == '–' || r == '―' || r == '-' && (i == 0 || text[i-1] == ' ') {
			best = i
		}
	}
	return best
}
