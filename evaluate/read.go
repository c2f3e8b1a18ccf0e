package evaluate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep/knowledge"
)

// Limits of a file of labels.
const (
	maxFile = 64 << 20 // bytes
	maxText = 64 << 10 // bytes of one text
	maxRows = 100      // rows of one text
	maxBad  = 1000     // rows at fault before reading stops
)

// columns are those that a table may have, and the keys of JSON Lines.
var columns = [...]string{"id", "text", "type", "published", "mode", "modality", "polarity", "actor", "recipient", "place", "note"}

// RowError says what is wrong with a row, or with the whole file when Line is 0.
type RowError struct {
	File   string // as the caller named it
	Line   int    // where the row begins, counted from 1
	Msg    string
	Remedy string
}

func (e *RowError) Error() string {
	place := e.File
	if e.Line > 0 {
		place = fmt.Sprintf("%s:%d", place, e.Line)
	}
	return fmt.Sprintf("evaluate: %s: %s; %s", place, e.Msg, e.Remedy)
}

// Read reads labels from in, which messages call name. The kind is told by the
// content: JSON Lines when it begins with a brace, else a table whose header
// says whether tabs, semicolons or commas part its cells. Types and modes have
// to be those of the ontology.
//
// Rows at fault are in Bad, and the rest goes on. It is an error, a [*RowError]
// unless in fails, when the header cannot be read, when there are no rows, and when
// more than a thousand are at fault.
func Read(name string, in io.Reader, ontology *knowledge.Ontology) (*Gold, error) {
	raw, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("evaluate: %s: %w", name, err)
	}
	r := &reader{name: name, ontology: ontology, at: map[string]int{}}
	if err := r.content(raw); err != nil {
		return nil, err
	}
	if len(r.gold.Texts) == 0 && len(r.gold.Bad) == 0 {
		return nil, r.fault(0, "has no rows", "add a line below the header for each event, or for each text without one")
	}
	return &r.gold, nil
}

// reader is the state of reading one file.
type reader struct {
	name     string
	ontology *knowledge.Ontology
	gold     Gold
	at       map[string]int // key of a text → its place in gold.Texts
	none     []bool         // by text: its first row says that it tells no event
}

func (r *reader) fault(line int, msg, remedy string) *RowError {
	return &RowError{r.name, line, msg, remedy}
}

func (r *reader) content(raw []byte) error {
	switch {
	case len(raw) > maxFile:
		return r.fault(0, "is larger than 64 MiB", "split it")
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return r.fault(0, "is UTF-16", "save it as CSV in UTF-8")
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")):
		return r.fault(0, "is a spreadsheet or an archive", "save the sheet as CSV in UTF-8")
	}
	text := string(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")))
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	head := strings.TrimLeft(text, " \t\n")
	switch {
	case head == "":
		return r.fault(0, "is empty", "write a header with the columns text and type, and a row for each event")
	case head[0] == '{':
		return r.lines(text)
	case head[0] == '[':
		return r.fault(0, "is a JSON list", "write one object on each line")
	}
	return r.table(text)
}

// lines reads JSON Lines.
func (r *reader) lines(text string) error {
	line := 0
	for one := range strings.SplitSeq(text, "\n") {
		line++
		if strings.TrimSpace(one) == "" {
			continue
		}
		fields, bad := r.object(line, one)
		if bad == nil {
			bad = r.row(line, fields)
		}
		if err := r.leaveOut(line, bad); err != nil {
			return err
		}
	}
	return nil
}

// object reads the fields of one line of JSON.
func (r *reader) object(line int, one string) (map[string]string, *RowError) {
	var values map[string]json.RawMessage
	if err := json.Unmarshal([]byte(one), &values); err != nil {
		return nil, r.fault(line, "is not JSON: "+err.Error(), `write {"text":"…","type":"…"} on one line`)
	}
	var keys []string
	for key := range values {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	fields := map[string]string{}
	for _, key := range keys {
		if !slices.Contains(columns[:], key) {
			return nil, r.fault(line, fmt.Sprintf("key %q is not known", clip(key)), "use "+strings.Join(columns[:], ", "))
		}
		value, ok := value(values[key], separator(key))
		if !ok {
			return nil, r.fault(line, fmt.Sprintf("key %q is no string", key), "write it in quotes")
		}
		fields[key] = value
	}
	return fields, nil
}

// separator is what parts the items of a column.
func separator(column string) string {
	if column == "actor" || column == "recipient" {
		return ";"
	}
	return "|"
}

// value is a JSON string, number, null or list of strings as a cell has it.
func value(raw json.RawMessage, sep string) (string, bool) {
	var text *string
	if json.Unmarshal(raw, &text) == nil {
		if text == nil {
			return "", true
		}
		return *text, true
	}
	var number json.Number
	if json.Unmarshal(raw, &number) == nil {
		return number.String(), true
	}
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		return strings.Join(list, sep), true
	}
	return "", false
}

// table reads a header and the rows below it.
func (r *reader) table(text string) error {
	c := &cells{rest: text, line: 1}
	for strings.HasPrefix(c.rest, "\n") {
		c.rest, c.line = c.rest[1:], c.line+1
	}
	c.sep = delimiter(firstLine(c.rest))
	header, line, err, _ := c.next()
	if err != nil {
		return r.fault(line, "the header "+err.Error(), "write names of columns")
	}
	width := len(header)
	if header, err = r.header(line, header); err != nil {
		return err
	}
	for {
		record, line, err, ok := c.next()
		if !ok {
			return nil
		}
		var bad *RowError
		switch {
		case err != nil:
			bad = r.fault(line, err.Error(), "write quotes inside a cell twice, and one at each of its ends")
		case blank(record):
			continue
		case len(record) > width || !blank(record[min(len(header), len(record)):]):
			bad = r.fault(line, fmt.Sprintf("has %d cells, the header %d", len(record), len(header)), "put quotes around a cell that holds the separator")
		default:
			fields := map[string]string{}
			for i, name := range header[:min(len(header), len(record))] {
				fields[name] = record[i]
			}
			bad = r.row(line, fields)
		}
		if err := r.leaveOut(line, bad); err != nil {
			return err
		}
	}
}

// delimiter is what parts the names of a header.
func delimiter(header string) byte {
	switch {
	case strings.Contains(header, "\t"):
		return '\t'
	case strings.Count(header, ";") > strings.Count(header, ","):
		return ';'
	}
	return ','
}

// header checks the names of the columns and gives them in lower case, without
// empty ones at the end.
func (r *reader) header(line int, names []string) ([]string, error) {
	for len(names) > 0 && strings.TrimSpace(names[len(names)-1]) == "" {
		names = names[:len(names)-1]
	}
	for i, name := range names {
		names[i] = strings.ToLower(strings.TrimSpace(name))
		if !slices.Contains(columns[:], names[i]) {
			return nil, r.fault(line, fmt.Sprintf("the header has a column %q", clip(name)), "use "+strings.Join(columns[:], ", ")+", parted by commas, semicolons or tabs")
		}
		if slices.Contains(names[:i], names[i]) {
			return nil, r.fault(line, fmt.Sprintf("the header has two columns %q", names[i]), "leave one of them")
		}
	}
	for _, name := range [...]string{"text", "type"} {
		if !slices.Contains(names, name) {
			return nil, r.fault(line, fmt.Sprintf("the header has no column %q", name), "the columns text and type are needed")
		}
	}
	return names, nil
}

func blank(record []string) bool {
	return !slices.ContainsFunc(record, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

// leaveOut keeps a row's fault, if it has one, and gives an error when there are
// too many.
func (r *reader) leaveOut(line int, bad *RowError) error {
	if bad == nil {
		return nil
	}
	r.gold.Bad = append(r.gold.Bad, bad)
	if len(r.gold.Bad) > maxBad {
		return r.fault(line, fmt.Sprintf("more than %d rows are at fault, the first in line %d: %s", maxBad, r.gold.Bad[0].(*RowError).Line, r.gold.Bad[0].(*RowError).Msg), r.gold.Bad[0].(*RowError).Remedy)
	}
	return nil
}

// valid says what is wrong with the characters of a text, "" when nothing is.
func valid(text string) string {
	switch {
	case text == "":
		return "the text is empty"
	case len(text) > maxText:
		return "the text is longer than 64 KiB"
	case !utf8.ValidString(text):
		return "the text is broken UTF-8"
	}
	return ""
}
