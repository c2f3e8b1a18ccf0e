package report

import (
	"fmt"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// plain reads a plain text, with or without header lines.
func (r *Reader) plain(source string, raw []byte) (sitrep.Report, []*Warning, error) {
	text, note, err := decodePlain(source, raw)
	if err != nil {
		return sitrep.Report{}, nil, err
	}
	var notes []*Warning
	if note != nil {
		notes = append(notes, note)
	}
	if err := fits(source, 0, text); err != nil {
		return sitrep.Report{}, nil, err
	}
	if strings.ContainsRune(text, '\r') {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	if bad := strings.IndexFunc(text, func(c rune) bool { return !printable(c) && c != '\f' && c != '\u0085' }); bad >= 0 && mostlyControl(text) {
		return sitrep.Report{}, nil, &InputError{Source: source, Msg: fmt.Sprintf("is a binary file (a control character at byte %d)", bad), Remedy: "pass text, HTML or JSON lines"}
	}
	rep := sitrep.Report{Source: source}
	body, more := header(text, &rep, r.page)
	notes = append(notes, more...)
	rep.Text = body
	if strings.TrimSpace(body) == "" {
		return rep, nil, &InputError{Source: source, Msg: "has header lines but no text", Remedy: "put an empty line and the text below them"}
	}
	rep.Blocks = r.blocks(rep.Text)
	return rep, notes, nil
}

func mostlyControl(text string) bool {
	control := 0
	for _, c := range text {
		if !printable(c) {
			control++
		}
	}
	return control*50 > len(text)
}

// header reads the header lines that text may open with into rep, and gives
// what follows them. They end at an empty line; where text follows two or more at
// once, a note says so. Lines of which none is a known header are text, and a note
// names those that look like headers.
func header(text string, rep *sitrep.Report, page *knowledge.Page) (string, []*Warning) {
	var notes []*Warning
	rest := strings.TrimLeft(text, "\n")
	line := 1 + len(text) - len(rest)
	found := sitrep.Report{Source: rep.Source}
	note := func(at int, w *Warning) {
		w.Source, w.Line = rep.Source, at
		notes = append(notes, w)
	}
	taken := 0
	n := 0
	for ; rest != ""; n++ {
		this, after, _ := strings.Cut(rest, "\n")
		if strings.TrimSpace(this) == "" {
			rest = after
			break
		}
		name, value, ok := strings.Cut(this, ":")
		if !ok || !headerName(name) {
			if taken == 1 {
				return text, nil // "Title: what is in a name" may well be prose
			}
			if taken > 1 {
				note(line+n, &Warning{Msg: "the text begins right behind the headers", Remedy: "put an empty line between them"})
			}
			break
		}
		known, w := setHeader(&found, name, strings.TrimSpace(value), page)
		if known {
			taken++
		}
		if w != nil {
			note(line+n, w)
		}
		rest = after
	}
	if taken == 0 {
		if n < 2 { // "KYIV: …" opens many a text
			return text, nil
		}
		return text, notes
	}
	*rep = found
	return rest, notes
}

func headerName(name string) bool {
	if name == "" || len(name) > 24 {
		return false
	}
	for i := 0; i < len(name); i++ {
		if c := name[i] | 0x20; (c < 'a' || c > 'z') && name[i] != '-' {
			return false
		}
	}
	return true
}

// setHeader fills the field that name stands for; the note is nil when all is well.
func setHeader(rep *sitrep.Report, name, value string, page *knowledge.Page) (known bool, note *Warning) {
	switch strings.ToLower(name) {
	case "title", "headline":
		rep.Title = fold(value)
	case "publisher", "source":
		rep.Publisher = fold(value)
	case "url", "link":
		rep.URL = value
	case "byline", "author":
		rep.Byline = fold(value)
	case "language":
		rep.Language = strings.ToLower(value)
	case "published", "date":
		if value == "" {
			return true, nil
		}
		stamp, ok := parseDate(value, page)
		if !ok {
			return true, undated(value)
		}
		rep.Published = stamp
	default:
		return false, &Warning{Msg: fmt.Sprintf("header %q is not known", name), Remedy: "use Title, Publisher, Published, URL, Byline or Language"}
	}
	return true, nil
}

func undated(value string) *Warning {
	return &Warning{Msg: fmt.Sprintf("publication time %q cannot be read and is left unknown", clip(value)),
		Remedy: "write 2019-04-08 or 2019-04-08T09:00:00+02:00"}
}

// clip shortens a value for a message.
func clip(s string) string {
	if len(s) <= 60 {
		return s
	}
	return strings.ToValidUTF8(s[:60], "") + "…"
}
