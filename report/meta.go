package report

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/markusmobius/go-htmldate"
	"github.com/sitrep-dev/sitrep"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// pageFacts is what the head of a page, its structured data and a few elements
// say about the article.
type pageFacts struct {
	meta      map[string]string // by lower-case property, name or itemprop; the first wins
	title, h1 string
	canonical string
	lang      string
	times     []string // datetime of time elements, in order
	article   map[string]any
}

// metadata reads the fields of a report from a page. It leaves the page as it is.
func (r *Reader) metadata(source string, doc *html.Node) (sitrep.Report, []*Warning) {
	f := pageFacts{meta: map[string]string{}}
	f.collect(doc)
	rep := sitrep.Report{Source: source}
	rep.Publisher = first(f.meta["og:site_name"], f.named("publisher"), f.meta["application-name"])
	var suffix string
	rep.Title, suffix = f.headline(rep.Publisher)
	rep.Publisher = first(rep.Publisher, suffix)
	rep.Byline = first(f.meta["author"], f.named("author"), f.meta["article:author"], f.meta["byl"])
	if strings.Contains(rep.Byline, "://") {
		rep.Byline = ""
	}
	rep.URL = webAddress(f.canonical, f.meta["og:url"], f.string("url"))
	rep.Language = pageLanguage(first(f.lang, f.string("inLanguage"), f.meta["og:locale"]))
	var doubt string
	rep.Published, doubt = r.published(&f, doc, rep.URL)
	if doubt != "" {
		note := undated(doubt)
		note.Source = source
		return rep, []*Warning{note}
	}
	return rep, nil
}

func first(values ...string) string {
	for _, v := range values {
		if v = fold(v); v != "" {
			return v
		}
	}
	return ""
}

func webAddress(values ...string) string {
	for _, v := range values {
		if v = strings.TrimSpace(v); strings.HasPrefix(v, "http://") || strings.HasPrefix(v, "https://") {
			return v
		}
	}
	return ""
}

// pageLanguage keeps what a page declares only when it is English: pages of
// other languages often carry the default of their software, and the other way
// round, so that anything else is left to the text.
func pageLanguage(declared string) string {
	if lower := strings.ToLower(declared); lower == "en" || strings.HasPrefix(lower, "en-") || strings.HasPrefix(lower, "en_") {
		return "en"
	}
	return ""
}

func (f *pageFacts) collect(n *html.Node) {
	if n.Type == html.ElementNode {
		f.element(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		f.collect(c)
	}
}

func (f *pageFacts) element(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		f.lang = attr(n, "lang")
	case atom.Meta:
		for _, key := range [...]string{"property", "name", "itemprop"} {
			name := strings.ToLower(attr(n, key))
			if _, ok := f.meta[name]; name != "" && !ok {
				f.meta[name] = attr(n, "content")
			}
		}
	case atom.Link:
		if attr(n, "rel") == "canonical" && f.canonical == "" {
			f.canonical = attr(n, "href")
		}
	case atom.Title:
		if f.title == "" && n.Namespace == "" {
			f.title = words(n)
		}
	case atom.H1:
		if f.h1 == "" {
			f.h1 = words(n)
		}
	case atom.Time:
		if t := attr(n, "datetime"); t != "" && len(f.times) < 20 {
			f.times = append(f.times, t)
		}
	case atom.Script:
		if strings.Contains(attr(n, "type"), "ld+json") && n.FirstChild != nil && f.article == nil {
			var data any
			if json.Unmarshal([]byte(n.FirstChild.Data), &data) == nil {
				f.article = articleIn(data, 0)
			}
		}
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// words is the text below n on one line.
func words(n *html.Node) string {
	var out strings.Builder
	var add func(n *html.Node)
	add = func(n *html.Node) {
		if n.Type == html.TextNode {
			out.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			add(c)
		}
	}
	add(n)
	return fold(out.String())
}

// articleIn finds the object that describes the article in structured data:
// the first with a date of publication.
func articleIn(data any, depth int) map[string]any {
	if depth > 8 {
		return nil
	}
	switch v := data.(type) {
	case []any:
		for _, one := range v {
			if found := articleIn(one, depth+1); found != nil {
				return found
			}
		}
	case map[string]any:
		if _, ok := v["datePublished"]; ok {
			return v
		}
		for _, key := range [...]string{"@graph", "mainEntity", "mainEntityOfPage", "itemListElement"} {
			if found := articleIn(v[key], depth+1); found != nil {
				return found
			}
		}
	}
	return nil
}

// string is a text field of the structured data.
func (f *pageFacts) string(key string) string {
	s, _ := f.article[key].(string)
	return s
}

// named is the name of a person or organisation in the structured data, the
// names of several joined by commas.
func (f *pageFacts) named(key string) string { return nameOf(f.article[key], 0) }

func nameOf(data any, depth int) string {
	switch v := data.(type) {
	case string:
		return v
	case map[string]any:
		if depth < 4 {
			return nameOf(v["name"], depth+1)
		}
	case []any:
		var names []string
		for _, one := range v {
			if name := nameOf(one, depth+1); name != "" && depth < 4 && len(names) < 10 {
				names = append(names, name)
			}
		}
		return strings.Join(names, ", ")
	}
	return ""
}

// headline is the title of the article, and the name of the site when the
// title of the page ends in it.
func (f *pageFacts) headline(publisher string) (title, site string) {
	whole := fold(f.title)
	title = first(f.meta["og:title"], f.h1, f.string("headline"), whole)
	for _, separator := range [...]string{" | ", " — ", " – ", " - ", " :: ", " » "} {
		i := strings.LastIndex(whole, separator)
		if i <= 0 {
			continue
		}
		head, tail := whole[:i], whole[i+len(separator):]
		if strings.EqualFold(tail, publisher) || strings.EqualFold(head, title) || title == whole && siteLike(separator, head, tail) {
			site = tail
			if title == whole {
				title = head
			}
			break
		}
	}
	for _, separator := range [...]string{" | ", " - ", " – ", " — "} {
		if name := first(publisher, site); name != "" {
			title = strings.TrimSuffix(title, separator+name)
		}
	}
	return title, site
}

// siteLike reports whether the tail of a title looks like the name of a site.
func siteLike(separator, head, tail string) bool {
	n := len(strings.Fields(tail))
	return n > 0 && n <= 4 && len(strings.Fields(head)) > n && (separator == " | " || strings.ToLower(tail) != tail)
}

// published finds the publication time: first what names a full moment, then
// what names a day. The second value is a date that could not be read.
func (r *Reader) published(f *pageFacts, doc *html.Node, address string) (sitrep.Stamp, string) {
	candidates := []string{f.meta["article:published_time"], f.string("datePublished"), f.meta["og:article:published_time"],
		f.meta["og:published_time"], f.meta["datepublished"], f.meta["date"], f.meta["pubdate"], f.meta["publishdate"], f.meta["publish-date"],
		f.meta["publish_date"], f.meta["parsely-pub-date"], f.meta["sailthru.date"], f.meta["dc.date"], f.meta["dc.date.issued"], f.meta["dcterms.date"],
		f.meta["dcterms.created"], f.meta["article.published"], f.meta["timestamp"]}
	candidates = append(candidates, f.times...)
	var day sitrep.Stamp
	doubt := ""
	for _, text := range candidates {
		if strings.TrimSpace(text) == "" {
			continue
		}
		stamp, ok := parseDate(text, r.page)
		switch {
		case !ok:
			doubt = first(doubt, text)
		case !stamp.DayOnly:
			return stamp, ""
		case day.IsZero():
			day = stamp
		}
	}
	if !day.IsZero() {
		return day, ""
	}
	if stamp := searched(doc, address); !stamp.IsZero() {
		return stamp, ""
	}
	return day, doubt
}

// searched is the date by htmldate, which also looks at addresses and bylines.
// Its bounds are fixed: it must not ask a clock.
func searched(doc *html.Node, address string) (stamp sitrep.Stamp) {
	defer func() {
		if recover() != nil {
			stamp = sitrep.Stamp{}
		}
	}()
	found, err := htmldate.FromDocument(doc, htmldate.Options{
		ExtractTime: true, UseOriginalDate: true, SkipExtensiveSearch: true, URL: address,
		MinDate: time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC), MaxDate: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC),
	})
	if err != nil || found.IsZero() {
		return sitrep.Stamp{}
	}
	if found.HasTime && found.HasTimezone {
		return sitrep.Stamp{Time: found.DateTime}
	}
	y, m, d := found.DateTime.Date()
	return sitrep.Stamp{Time: time.Date(y, m, d, 0, 0, 0, 0, time.UTC), DayOnly: true}
}
