package report

import (
	"bytes"
	"fmt"
)

// isJSON reports whether an input that begins with head holds JSON: an object,
// or an array of objects. Text may open with a bracket, too ("[Presenter] …").
func isJSON(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n")
	if len(head) == 0 || head[0] != '{' && head[0] != '[' {
		return false
	}
	rest := bytes.TrimLeft(head[1:], " \t\r\n")
	if len(rest) == 0 {
		return false
	}
	if head[0] == '[' {
		return rest[0] == '{' || rest[0] == ']'
	}
	return rest[0] == '"' || rest[0] == '}'
}

// pageTags open a piece of a web page that has no html element.
var pageTags = [...]string{"html", "head", "body", "title", "meta", "script", "link", "style", "article", "main", "section",
	"header", "nav", "div", "p", "h1", "h2", "h3", "span", "table", "ul", "blockquote", "img", "a"}

// isHTML reports whether raw is a web page, or a piece of one.
func isHTML(raw []byte) bool {
	head := bytes.ToLower(raw[:min(len(raw), 2<<10)])
	head = bytes.ReplaceAll(head, []byte{0}, nil) // UTF-16
	if i := bytes.IndexByte(head, '<'); i < 0 || i > 4 && len(bytes.TrimSpace(bytes.TrimPrefix(head[:i], bom))) > 0 {
		return false
	} else {
		head = head[i:]
	}
	if bytes.Contains(head, []byte("<!doctype html")) || bytes.Contains(head, []byte("<html")) {
		return true
	}
	for bytes.HasPrefix(head, []byte("<!--")) {
		_, after, _ := bytes.Cut(head, []byte("-->"))
		head = bytes.TrimSpace(after)
	}
	for _, tag := range pageTags {
		rest, ok := bytes.CutPrefix(head, []byte("<"+tag))
		if ok && len(rest) > 0 && bytes.IndexByte([]byte(" >\t\r\n/"), rest[0]) >= 0 {
			return true
		}
	}
	return false
}

// foreign gives an error for content that is known but not read here, nil for
// all else.
func foreign(source string, raw []byte) error {
	head := bytes.TrimSpace(raw[:min(len(raw), 512)])
	for _, kind := range [...]struct{ magic, name, remedy string }{
		{"%PDF-", "a PDF file", "save its text and pass that"},
		{"PK\x03\x04", "a zip archive or office document", "unpack it, or save its text"},
		{"\x1f\x8b", "compressed with gzip", "unpack it first"},
		{"BZh", "compressed with bzip2", "unpack it first"},
		{"\xfd7zXZ", "compressed with xz", "unpack it first"},
		{"\x28\xb5\x2f\xfd", "compressed with zstd", "unpack it first"},
		{"\x89PNG", "a picture", "pass text, HTML or JSON lines"},
		{"\xff\xd8\xff", "a picture", "pass text, HTML or JSON lines"},
		{"GIF8", "a picture", "pass text, HTML or JSON lines"},
		{"\x7fELF", "a program", "pass text, HTML or JSON lines"},
		{"{\\rtf", "a rich text document", "save it as plain text"},
		{"WARC/", "a web archive", "extract its pages first"},
		{"SQLite format 3", "a database", "write its reports as JSON lines"},
	} {
		if bytes.HasPrefix(head, []byte(kind.magic)) {
			return &InputError{Source: source, Msg: "is " + kind.name, Remedy: kind.remedy}
		}
	}
	lower := bytes.ToLower(head)
	if bytes.HasPrefix(lower, []byte("<?xml")) || bytes.HasPrefix(lower, []byte("<")) {
		for _, root := range [...]string{"<rss", "<feed", "<rdf:rdf"} {
			if bytes.Contains(lower, []byte(root)) {
				return &InputError{Source: source, Msg: "is a feed of headlines",
					Remedy: "save the articles it points to and pass the files"}
			}
		}
	}
	if n := bytes.IndexByte(raw, 0); n >= 0 && !utf16Like(raw) && !isHTML(raw) {
		return &InputError{Source: source, Msg: fmt.Sprintf("is a binary file (a NUL at byte %d)", n), Remedy: "pass text, HTML or JSON lines"}
	}
	return nil
}
