package report

import (
	"strings"
	"unicode"

	"github.com/sitrep-dev/sitrep"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// prune takes out of a page what its elements, class names and ids mark as
// beside the article, unless half of all paragraphs or a third of all text stand
// in it: some pages wrap everything in a form.
func (r *Reader) prune(doc *html.Node) {
	total, all := paragraphBytes(doc), textBytes(doc)
	var cut func(n *html.Node)
	cut = func(n *html.Node) {
		for c := n.FirstChild; c != nil; {
			next := c.NextSibling
			switch {
			case c.Type != html.ElementNode:
			case r.besides(c) && paragraphBytes(c)*2 <= total && (never(c) || textBytes(c)*3 <= all):
				n.RemoveChild(c)
			default:
				cut(c)
			}
			c = next
		}
	}
	cut(doc)
}

// never says which elements are beside the article however much they hold.
func never(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Nav, atom.Footer, atom.Noscript, atom.Template, atom.Menu, atom.Dialog:
		return true
	}
	return false
}

// ownWalk gives the headings, paragraphs, items and quotations of a pruned page
// in the order of the page. It is the measure for what an extractor lost, and
// it takes over for simple pages that an extractor does not understand.
func (r *Reader) ownWalk(doc *html.Node) []piece {
	root := widest(doc)
	return printed(pieces(root, r.page), paragraphBytes(root))
}

// printed drops what a menu or a row of buttons would be: links, and loose
// words of a page that has proper paragraphs.
func printed(in []piece, total int) []piece {
	var out []piece
	for _, p := range in {
		if p.linked() && p.kind != sitrep.Para || p.linked() && len(p.text) <= headBytes {
			continue
		}
		if p.kind == sitrep.Para && p.loose() && total >= shortArticle {
			continue
		}
		out = append(out, p)
	}
	return out
}

// loose reports whether a piece looks like words of a menu: short, and not
// ended like a sentence.
func (p *piece) loose() bool {
	return len(p.text) <= headBytes && !strings.ContainsAny(p.text[len(p.text)-1:], ".?!\"')]:") && !strings.HasSuffix(p.text, "”") && !strings.HasSuffix(p.text, "…")
}

// widest is the article or main element that holds most of the paragraphs of
// the page; the page itself when none holds half of them.
func widest(doc *html.Node) *html.Node {
	total := paragraphBytes(doc)
	best, size := doc, 0
	var look func(n *html.Node)
	look = func(n *html.Node) {
		if n.DataAtom == atom.Article || n.DataAtom == atom.Main {
			if s := paragraphBytes(n); s > size {
				best, size = n, s
			}
			return // what is inside is not larger
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			look(c)
		}
	}
	look(doc)
	if size*2 < total {
		return doc
	}
	return best
}

// paragraphBytes is the length of the text in the p elements below n.
func paragraphBytes(n *html.Node) int {
	if n.Type == html.TextNode {
		return 0
	}
	if n.DataAtom == atom.P {
		return textBytes(n)
	}
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		sum += paragraphBytes(c)
	}
	return sum
}

// textBytes is the length of the text below n, without scripts and the like.
func textBytes(n *html.Node) int {
	switch {
	case n.Type == html.TextNode:
		return len(n.Data)
	case n.DataAtom == atom.Script || n.DataAtom == atom.Style || n.DataAtom == atom.Noscript || n.DataAtom == atom.Template:
		return 0
	}
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		sum += textBytes(c)
	}
	return sum
}

// besides reports whether an element is marked as something beside the article.
func (r *Reader) besides(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Nav, atom.Aside, atom.Footer, atom.Form, atom.Figure, atom.Menu, atom.Header, atom.Dialog, atom.Noscript, atom.Template:
		return n.DataAtom != atom.Header || !inside(n, atom.Article)
	case atom.Html, atom.Body, atom.Article, atom.Main:
		return false
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id":
			for part := range strings.FieldsFuncSeq(camelToDash(a.Val), func(c rune) bool { return !unicode.IsLetter(c) }) {
				if r.page.Container(part) {
					return true
				}
			}
		case "hidden":
			return true
		case "aria-hidden":
			if a.Val == "true" {
				return true
			}
		}
	}
	return false
}

func inside(n *html.Node, tag atom.Atom) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.DataAtom == tag {
			return true
		}
	}
	return false
}

// camelToDash writes "relatedLinks" as "related-links".
func camelToDash(name string) string {
	var out strings.Builder
	lower := false
	for _, r := range name {
		if unicode.IsUpper(r) && lower {
			out.WriteByte('-')
		}
		lower = unicode.IsLower(r)
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}
