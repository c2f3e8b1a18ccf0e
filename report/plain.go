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
// what follows the empty line after them. A text that does not open with a
// known header line has none.
func header(text string, rep *sitrep.Report, page *knowledge.Page) (string, []*Warning) {
	var notes []*Warning
	rest := strings.TrimLeft(text, "\n")
	line := 1 + len(text) - len(rest)
	found := sitrep.Report{Source: rep.Source}
	for n := 0; ; n++ {
		this, after, _ := strings.Cut(rest, "\n")
		if strings.TrimSpace(this) == "" {
			if n == 0 {
				return text, nil
			}
			*rep = found
			return after, notes
		}
		name, value, ok := strings.Cut(this, ":")
		if !ok || !headerName(name) {
			return text, nil // prose: no headers at all
		}
		known, note := setHeader(&found, name, strings.TrimSpace(value), page)
		if n == 0 && !known {
			return text, nil
		}
		if note != nil {
			note.Source, note.Line = rep.Source, line+n
			notes = append(notes, note)
		}
		rest = after
	}
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
	case "title":
		rep.Title = fold(value)
	case "publisher":
		rep.Publisher = fold(value)
	case "url":
		rep.URL = value
	case "byline":
		rep.Byline = fold(value)
	case "language":
		rep.Language = strings.ToLower(value)
	case "published":
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
