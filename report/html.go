package report

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"codeberg.org/readeck/go-readability"
	"github.com/markusmobius/go-htmldate"
	"github.com/markusmobius/go-trafilatura"
	"github.com/sitrep-dev/sitrep"
	"golang.org/x/net/html"
)

const (
	// maxPage is the size in bytes of the largest web page that is read. No
	// article is near it, and extraction takes memory many times the page.
	maxPage = 16 << 20
	// maxNodes is the number of elements and texts of a page up to which the
	// extractors are asked: their time grows with its square.
	maxNodes = 25_000
	// shortArticle is the length of text in bytes below which another way of
	// extraction is tried.
	shortArticle = 250
)

// web reads a web page.
func (r *Reader) web(source string, raw []byte) (rep sitrep.Report, notes []*Warning, err error) {
	if len(raw) > maxPage {
		return rep, nil, &InputError{Source: source, Msg: fmt.Sprintf("a web page of more than %d MiB", maxPage>>20), Remedy: "save the article only"}
	}
	utf8Page, err := decodePage(source, raw)
	if err != nil {
		return rep, nil, err
	}
	doc, err := html.ParseWithOptions(bytes.NewReader(utf8Page), html.ParseOptionEnableScripting(false))
	if err != nil {
		return rep, nil, &InputError{Source: source, Msg: "is no readable web page: " + err.Error(), Remedy: "save its text and pass that", Err: err}
	}
	rep, notes = r.metadata(source, doc)
	r.prune(doc)
	pieces := r.article(doc, rep.Title)
	rep.Text, rep.Blocks = assemble(pieces)
	if err := fits(source, 0, rep.Text); err != nil {
		return rep, nil, err
	}
	if len(rep.Blocks) == 0 {
		return rep, nil, &InputError{Source: source, Msg: "a web page with no article in it", Remedy: "save its text and pass that"}
	}
	return rep, notes, nil
}

// article gives the pieces of the main text. What belongs to it is said by
// trafilatura, or by readability when that finds next to nothing; how it is cut
// into paragraphs is taken from the page itself, since extractors glue them.
// When they lost a large part of the paragraphs, or the page is huge, the page
// itself decides.
func (r *Reader) article(doc *html.Node, title string) []piece {
	all := withoutTitle(r.ownWalk(doc), title)
	own := r.clean(all)
	if size(doc, maxNodes) >= maxNodes {
		return own
	}
	best := r.clean(pieces(trafilaturaNode(doc), r.page))
	guessed := false
	if length(best) < shortArticle {
		if second := r.clean(pieces(readabilityNode(doc), r.page)); length(second) > length(best) && length(own) < shortArticle {
			best, guessed = second, true
		}
	}
	switch kept, covered := common(all, own, best); {
	case covered:
		best = kept
	case guessed: // a title, or blocks run together: not what the page shows
		return own
	}
	if lost(own, best) {
		return own
	}
	return best
}

// size counts the nodes of a tree, up to limit.
func size(n *html.Node, limit int) int {
	count := 1
	for c := n.FirstChild; c != nil && count < limit; c = c.NextSibling {
		count += size(c, limit-count)
	}
	return count
}

// trafilaturaNode is the article by trafilatura, nil when it finds none. A
// panic of the library is the same as finding none.
func trafilaturaNode(doc *html.Node) (node *html.Node) {
	defer func() {
		if recover() != nil {
			node = nil
		}
	}()
	result, err := trafilatura.ExtractDocument(doc, trafilatura.Options{
		ExcludeComments:  true,
		HtmlDateOverride: &htmldate.Result{},
	})
	if err != nil || result == nil {
		return nil
	}
	return result.ContentNode
}

// readabilityNode is the article by readability, nil when it finds none.
func readabilityNode(doc *html.Node) (node *html.Node) {
	defer func() {
		if recover() != nil {
			node = nil
		}
	}()
	article, err := readability.FromDocument(doc, &url.URL{})
	if err != nil {
		return nil
	}
	return article.Node
}

// clean drops the pieces that are no article text, and repeated ones.
func (r *Reader) clean(in []piece) []piece {
	var out []piece
	seen := map[string]bool{}
	for _, p := range in {
		lead, colon := r.page.LinkLead(p.text)
		switch {
		case lead && (p.linked() || colon && len(p.text) <= 2*headBytes):
		case r.page.Label(p.text), r.page.Prompt(p.text):
		case len(p.text) > headBytes && seen[p.text]:
		default:
			seen[p.text] = true
			out = append(out, p.asPost(r.page))
		}
	}
	for len(out) > 0 && out[len(out)-1].kind == sitrep.Heading { // of something that was dropped
		out = out[:len(out)-1]
	}
	return out
}

// withoutTitle drops the headline where it only repeats the title.
func withoutTitle(in []piece, title string) []piece {
	for i, p := range in[:min(len(in), 6)] {
		if p.kind == sitrep.Heading && strings.EqualFold(p.text, title) {
			return append(in[:i:i], in[i+1:]...)
		}
	}
	return in
}

// length is the size of the text of pieces in bytes.
func length(in []piece) int {
	n := 0
	for _, p := range in {
		n += len(p.text)
	}
	return n
}

// common gives the pieces of own that found has, too, and headings when what
// they head is kept; and whether most of found stands in all, of which
// own is the clean part.
func common(all, own, found []piece) (kept []piece, covered bool) {
	have := runSet(found)
	keep := make([]bool, len(own))
	next := false
	for i := len(own) - 1; i >= 0; i-- {
		here := share(own[i].text, have) >= 0.5
		if own[i].kind != sitrep.Heading {
			next = here
		}
		keep[i] = here || next
	}
	for i, p := range own {
		if keep[i] {
			kept = append(kept, p)
		}
	}
	in := runSet(all)
	total, there := 0, 0.0
	for _, p := range found {
		total += len(p.text)
		there += share(p.text, in) * float64(len(p.text))
	}
	glued := len(found) == 1 && len(kept) > 1
	return kept, len(kept) > 0 && (glued || there >= 0.7*float64(total))
}

// lost reports whether found misses a large part of the paragraphs in own, or
// the times that head the entries of a live page.
func lost(own, found []piece) bool {
	have := runSet(found)
	total, missing, times := 0, 0.0, 0
	for _, p := range own {
		switch {
		case p.kind == sitrep.Para || p.kind == sitrep.Quote:
			total += len(p.text)
			missing += (1 - share(p.text, have)) * float64(len(p.text))
		case p.kind == sitrep.Heading && clockOnly(p.text) && share(p.text, have) == 0:
			times++
		}
	}
	return missing > 0.25*float64(total) && length(own) > length(found) || times >= 2
}

// runSet holds the runs of words of pieces.
func runSet(in []piece) map[string]bool {
	have := map[string]bool{}
	for _, p := range in {
		for _, run := range runs(p.text) {
			have[run] = true
		}
	}
	return have
}

// share is the part of the runs of text that have holds, from 0 to 1.
func share(text string, have map[string]bool) float64 {
	all, there := runs(text), 0
	for _, run := range all {
		if have[run] {
			there++
		}
	}
	return float64(there) / float64(len(all))
}

// runs are the runs of four words of text; a shorter text is one run. Marks do
// not count, so that paragraphs which an extractor glued still compare well.
func runs(text string) []string {
	words := strings.FieldsFunc(text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c) })
	if len(words) <= 4 {
		return []string{strings.Join(words, " ")}
	}
	out := make([]string, 0, len(words)-3)
	for i := 0; i+4 <= len(words); i++ {
		out = append(out, strings.Join(words[i:i+4], " "))
	}
	return out
}

// clockOnly reports whether a heading is a time of day.
func clockOnly(text string) bool {
	return len(text) <= 12 && len(text) >= 4 && strings.ContainsAny(text, ":.") && text[0] >= '0' && text[0] <= '9'
}

// assemble joins the pieces by empty lines and gives the blocks their spans.
func assemble(in []piece) (string, []sitrep.Block) {
	var text strings.Builder
	var blocks []sitrep.Block
	for _, p := range in {
		if text.Len() > 0 {
			text.WriteString("\n\n")
		}
		start := text.Len()
		text.WriteString(p.text)
		if n := len(p.text) - p.credit; n > 0 {
			blocks = append(blocks, sitrep.Block{Kind: p.kind, Span: sitrep.Span{Start: start, End: start + n}, Speaker: p.speaker, Said: p.said})
		}
	}
	return text.String(), blocks
}
