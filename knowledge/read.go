package knowledge

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"
)

// SyntaxError is a fault in a knowledge file: place, fault, remedy.
type SyntaxError struct {
	File   string // below knowledge/
	Line   int    // counted from 1; 0 when the fault is of the whole file
	Msg    string
	Remedy string
}

func (e *SyntaxError) Error() string {
	place := "knowledge/" + e.File
	if e.Line > 0 {
		place = fmt.Sprintf("%s:%d", place, e.Line)
	}
	if e.Remedy == "" {
		return place + ": " + e.Msg
	}
	return place + ": " + e.Msg + "; " + e.Remedy
}

// row is one line of a TSV file; get gives a cell by the name of its column.
type row struct {
	file  string
	line  int
	cols  map[string]int
	cells []string
}

func (r row) get(col string) string { return r.cells[r.cols[col]] }

// list splits a cell at "|"; an empty cell gives nil.
func (r row) list(col string) []string {
	cell := r.get(col)
	if cell == "" {
		return nil
	}
	parts := strings.Split(cell, "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

func (r row) fault(msg, remedy string) error {
	return &SyntaxError{File: r.file, Line: r.line, Msg: msg, Remedy: remedy}
}

// readTables reads a table and the further ones in the folder of its name, which
// need not be there: ontology/types.tsv, then ontology/types/*.tsv by name.
func readTables(fsys fs.FS, file string, cols ...string) ([]row, error) {
	rows, err := readTSV(fsys, file, cols...)
	if err != nil {
		return nil, err
	}
	more, err := glob(fsys, strings.TrimSuffix(file, ".tsv")+"/*.tsv")
	if err != nil {
		return nil, err
	}
	for _, name := range more {
		add, err := readTSV(fsys, name, cols...)
		if err != nil {
			return nil, err
		}
		rows = append(rows, add...)
	}
	return rows, nil
}

// readTSV reads a table with exactly the named columns, in this order. Blank
// lines and lines that start with "#" are skipped; "-" stands for an empty cell.
func readTSV(fsys fs.FS, file string, columns ...string) ([]row, error) {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, fmt.Errorf("knowledge: %w", err)
	}
	cols := make(map[string]int, len(columns))
	for i, c := range columns {
		cols[c] = i
	}
	var rows []row
	seenHeader := false
	for n, line := range strings.Split(string(data), "\n") {
		line = strings.TrimRight(line, "\r")
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if !seenHeader {
			if strings.Join(cells, "\t") != strings.Join(columns, "\t") {
				return nil, &SyntaxError{file, n + 1, fmt.Sprintf("header is %q", cells), fmt.Sprintf("write the columns %q, separated by tabs", columns)}
			}
			seenHeader = true
			continue
		}
		if len(cells) != len(columns) {
			return nil, &SyntaxError{file, n + 1, fmt.Sprintf("%d cells, want %d", len(cells), len(columns)), "separate cells by single tabs and write - for an empty one"}
		}
		for i := range cells {
			if cells[i] = strings.TrimSpace(cells[i]); cells[i] == "-" {
				cells[i] = ""
			}
		}
		rows = append(rows, row{file, n + 1, cols, cells})
	}
	if !seenHeader {
		return nil, &SyntaxError{file, 0, "no header line", fmt.Sprintf("start with the columns %q", columns)}
	}
	return rows, nil
}

// readYAML decodes a file into out and refuses keys that out does not have.
func readYAML(fsys fs.FS, file string, out any) error {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return fmt.Errorf("knowledge: %w", err)
	}
	dec := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict())
	if err := dec.Decode(out); err != nil {
		line := 0
		var at yaml.Error
		if errors.As(err, &at) && at.GetToken() != nil && at.GetToken().Position != nil {
			line = at.GetToken().Position.Line
			return &SyntaxError{file, line, at.GetMessage(), "see docs/knowledge.md for the keys"}
		}
		return &SyntaxError{file, line, err.Error(), "see docs/knowledge.md for the keys"}
	}
	return nil
}

// glob lists the files that match pattern, sorted; none is not an error.
func glob(fsys fs.FS, pattern string) ([]string, error) {
	files, err := fs.Glob(fsys, pattern)
	if err != nil {
		return nil, fmt.Errorf("knowledge: pattern %q: %w", pattern, err)
	}
	sort.Strings(files)
	return files, nil
}

// lineOf finds the line of the first occurrence of text in a file, 0 when absent:
// for faults found after decoding.
func lineOf(fsys fs.FS, file, text string) int {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return 0
	}
	i := bytes.Index(data, []byte(text))
	if i < 0 {
		return 0
	}
	return 1 + bytes.Count(data[:i], []byte("\n"))
}
