package evaluate

import (
	"errors"
	"fmt"
	"strings"
)

// maxQuoted bounds a quoted cell, so that a quote that is never closed costs one
// row and not the file.
const maxQuoted = 64 << 10

// cells reads records of a table as spreadsheets write them: cells apart by one
// separator, quotes around a cell that holds separators, quotes or line breaks,
// quotes inside doubled. Line breaks are "\n".
type cells struct {
	rest string
	line int // of the next record, counted from 1
	sep  byte
}

// next gives a record and the line that it begins on; ok is false at the end.
// After an error the next record is that of the following line.
func (c *cells) next() (record []string, line int, err error, ok bool) {
	if c.rest == "" {
		return nil, 0, nil, false
	}
	whole, line := c.rest, c.line
	for {
		cell, end, err := c.cell()
		if err != nil {
			_, c.rest, _ = strings.Cut(whole, "\n")
			c.line = line + 1
			return nil, line, err, true
		}
		record = append(record, cell)
		if end {
			return record, line, nil, true
		}
	}
}

// cell takes one cell and what ends it; end is true for the last of a record.
func (c *cells) cell() (text string, end bool, err error) {
	if strings.HasPrefix(c.rest, `"`) {
		text, n, err := quoted(c.rest)
		if err == nil && n < len(c.rest) && c.rest[n] != c.sep && c.rest[n] != '\n' {
			err = fmt.Errorf("has %q behind the closing quote of a cell", clip(firstLine(c.rest[n:])))
		}
		if err == nil {
			return text, c.leave(n), nil
		}
		if c.sep != '\t' { // tables with tabs are also written without quotes
			return "", false, err
		}
	}
	n := strings.IndexAny(c.rest, string(c.sep)+"\n")
	if n < 0 {
		n = len(c.rest)
	}
	text = c.rest[:n]
	return text, c.leave(n), nil
}

// leave goes on behind a cell of n bytes and reports whether the record ends.
func (c *cells) leave(n int) (end bool) {
	c.line += strings.Count(c.rest[:n], "\n")
	if n == len(c.rest) {
		c.rest = ""
		return true
	}
	end = c.rest[n] == '\n'
	if end {
		c.line++
	} else if n+1 == len(c.rest) { // an empty last cell of the file
		c.rest = "\n"
		return false
	}
	c.rest = c.rest[n+1:]
	return end
}

// quoted reads the quoted cell that s begins with and gives its bytes in s.
func quoted(s string) (text string, n int, err error) {
	var b strings.Builder
	for n = 1; n < min(len(s), maxQuoted); {
		i := strings.IndexByte(s[n:min(len(s), maxQuoted)], '"')
		if i < 0 {
			break
		}
		b.WriteString(s[n : n+i])
		n += i + 1
		if n == len(s) || s[n] != '"' {
			return b.String(), n, nil
		}
		b.WriteByte('"')
		n++
	}
	return "", 0, errors.New("opens a quote that is not closed")
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// clip shortens a value for a message.
func clip(s string) string {
	if len(s) <= 40 {
		return s
	}
	return strings.ToValidUTF8(s[:40], "") + "…"
}
