package report

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// given is a report as JSON. Keys that are not listed are passed over; a note
// names those of the first where it has no time of publication.
type given struct {
	ID        any     `json:"id"` // a text or a number
	Title     string  `json:"title"`
	Text      *string `json:"text"`
	Published string  `json:"published"`
	Publisher string  `json:"publisher"`
	URL       string  `json:"url"`
	Byline    string  `json:"byline"`
	Language  string  `json:"language"`
}

// readJSON reads one report a line. An input whose first line is no whole value
// is read as one object or array that may be spread over lines.
func (r *Reader) readJSON(ctx context.Context, source string, in *bufio.Reader, out yield) {
	if head, _ := in.Peek(len(bom)); bytes.Equal(head, bom) {
		in.Discard(len(bom))
	}
	for line := 1; ; line++ {
		if err := ctx.Err(); err != nil {
			out(sitrep.Report{}, err)
			return
		}
		raw, err := readLine(in)
		if errors.Is(err, errLong) {
			if !out(sitrep.Report{}, tooLong(source, line)) {
				return
			}
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) {
			out(sitrep.Report{}, unreadable(source, err))
			return
		}
		trimmed := bytes.TrimSpace(raw)
		if spread(trimmed) && line == 1 {
			r.readSpread(ctx, source, io.MultiReader(bytes.NewReader(raw), in), out)
			return
		}
		if len(trimmed) > 0 && !r.jsonReport(source, line, trimmed, out) || err != nil {
			return
		}
	}
}

var errLong = errors.New("line too long")

// readLine reads up to and including the next line end, at most MaxReport
// bytes; the rest of a longer line is skipped.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		if len(line)+len(part) > MaxReport {
			for errors.Is(err, bufio.ErrBufferFull) {
				_, err = in.ReadSlice('\n')
			}
			return nil, errLong
		}
		line = append(line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

// spread reports whether a first line is the beginning of a value that ends on
// a later line, or an array.
func spread(line []byte) bool {
	if len(line) > 0 && line[0] == '[' {
		return true
	}
	var whole json.RawMessage
	err := json.NewDecoder(bytes.NewReader(line)).Decode(&whole)
	return errors.Is(err, io.ErrUnexpectedEOF)
}

// readSpread reads an object, or an array of objects, that may take many lines.
func (r *Reader) readSpread(ctx context.Context, source string, in io.Reader, out yield) {
	raw, err := io.ReadAll(io.LimitReader(in, MaxReport+1))
	switch {
	case err != nil:
		out(sitrep.Report{}, unreadable(source, err))
		return
	case len(raw) > MaxReport:
		out(sitrep.Report{}, tooLong(source, 0))
		return
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	array := bytes.TrimSpace(raw)[0] == '['
	if array {
		dec.Token()
	}
	for dec.More() {
		if err := ctx.Err(); err != nil {
			out(sitrep.Report{}, err)
			return
		}
		start := dec.InputOffset()
		var one json.RawMessage
		if err := dec.Decode(&one); err != nil {
			out(sitrep.Report{}, badJSON(source, lineAt(raw, faultAt(dec, err)), err))
			return
		}
		for start < int64(len(raw)) && bytes.IndexByte([]byte(" \t\r\n,"), raw[start]) >= 0 {
			start++
		}
		if !r.jsonReport(source, lineAt(raw, start), one, out) {
			return
		}
	}
	if _, err := dec.Token(); err != nil && (array || !errors.Is(err, io.EOF)) {
		out(sitrep.Report{}, badJSON(source, lineAt(raw, faultAt(dec, err)), err))
	}
}

// faultAt is the offset of a fault in what dec reads.
func faultAt(dec *json.Decoder, err error) int64 {
	var fault *json.SyntaxError
	if errors.As(err, &fault) {
		return fault.Offset
	}
	return dec.InputOffset()
}

func lineAt(raw []byte, offset int64) int {
	return 1 + bytes.Count(raw[:min(offset, int64(len(raw)))], []byte("\n"))
}

func badJSON(source string, line int, err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Field != "" {
		return &InputError{Source: source, Line: line, Msg: wrong.Field + " is a " + wrong.Value, Err: err, Remedy: "write it as a text in quotation marks"}
	}
	return &InputError{Source: source, Line: line, Msg: "is not JSON: " + err.Error(), Err: err,
		Remedy: `write {"text":"…"} on one line for each report`}
}

// jsonReport yields the report of one JSON object.
func (r *Reader) jsonReport(source string, line int, raw []byte, out yield) bool {
	if !utf8.Valid(raw) {
		return out(sitrep.Report{}, &InputError{Source: source, Line: line, Msg: "is broken UTF-8", Remedy: "save it as UTF-8"})
	}
	var g given
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	err := dec.Decode(&g)
	if err == nil {
		if _, more := dec.Token(); more == nil {
			err = errors.New("more than one value on a line")
		} else if !errors.Is(more, io.EOF) {
			err = more
		}
	}
	if err != nil {
		return out(sitrep.Report{}, badJSON(source, line, err))
	}
	rep, note, err := g.report(source, line, r.page)
	var notes []*Warning
	if note != nil {
		notes = append(notes, note)
	}
	if line == 1 && err == nil && g.Published == "" {
		if keys := unlisted(raw); len(keys) > 0 {
			notes = append(notes, &Warning{Source: source, Line: line, Msg: "there is no key published; keys that are not read: " + strings.Join(keys, ", "),
				Remedy: `write "published":"2019-04-08T09:00:00Z"`})
		}
	}
	if err == nil {
		rep.Blocks, rep.Raw = r.blocks(rep.Text), bytes.Clone(raw)
	}
	return r.finish(rep, notes, err, line, out)
}

// unlisted names the keys of an object that given does not have, sorted, five
// at most.
func unlisted(raw []byte) []string {
	var all map[string]json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		return nil
	}
	t := reflect.TypeFor[given]()
	for i := range t.NumField() {
		delete(all, t.Field(i).Tag.Get("json"))
	}
	keys := slices.Sorted(maps.Keys(all))
	for i := range keys {
		keys[i] = clip(keys[i])
	}
	return keys[:min(len(keys), 5)]
}

func (g *given) report(source string, line int, page *knowledge.Page) (sitrep.Report, *Warning, error) {
	rep := sitrep.Report{Source: source, Title: g.Title, Publisher: g.Publisher, URL: g.URL, Byline: g.Byline, Language: g.Language}
	switch id := g.ID.(type) {
	case nil:
	case string:
		rep.ID = id
	case json.Number:
		rep.ID = id.String()
	default:
		return rep, nil, &InputError{Source: source, Line: line, Msg: "id is neither a text nor a number", Remedy: "write it in quotation marks, or leave it out"}
	}
	if g.Text == nil || len(bytes.TrimSpace([]byte(*g.Text))) == 0 {
		return rep, nil, &InputError{Source: source, Line: line, Msg: "the report has no text", Remedy: `put the article into "text"`}
	}
	rep.Text = *g.Text
	if err := fits(source, line, rep.Text); err != nil {
		return rep, nil, err
	}
	if g.Published == "" {
		return rep, nil, nil
	}
	stamp, ok := parseDate(g.Published, page)
	if !ok {
		note := undated(g.Published)
		note.Source, note.Line = source, line
		return rep, note, nil
	}
	rep.Published = stamp
	return rep, nil, nil
}
