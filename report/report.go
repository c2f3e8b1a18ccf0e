// Package report turns bytes into Reports: plain text with or without header
// lines, web pages, and JSON with one report a line. The kind is told by the
// content, never by the name of a file.
//
// Of a web page it keeps the article: headline, publisher, byline, address and
// publication time go into fields, the paragraphs into the text. Menus, related
// stories, captions, comments and forms are left out, by the extraction of
// trafilatura and by the phrases of knowledge/page. Text that is given as text
// stays as it is, to the byte; what a web form left at its end gets no Block,
// and so is never analysed.
//
// The package deliberately does not fetch anything from the network, does not
// translate, and does not guess a date: a publication time that the input does
// not state is unknown.
package report

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

const (
	// MaxReport is the size in bytes up to which the input of one report is read.
	MaxReport = 64 << 20
	// MaxText is the length in bytes up to which the text of one report is taken.
	// It is that of a long book; coding takes memory some hundred times the text.
	MaxText = 2 << 20
)

// InputError says why an input, or one line of it, gave no report.
type InputError struct {
	Source string // path, address or "-"
	Line   int    // counted from 1; 0 when the fault is of the whole input
	Msg    string
	Remedy string // may be empty
	Err    error  // the cause, nil when there is none
}

func (e *InputError) Error() string { return "report: " + sentence(e.Source, e.Line, e.Msg, e.Remedy) }

// Unwrap gives the cause.
func (e *InputError) Unwrap() error { return e.Err }

// Warning says what was doubtful about a report that is kept: it comes before
// the report it speaks of.
type Warning struct {
	Source string
	Line   int // counted from 1; 0 when it speaks of the whole input
	Msg    string
	Remedy string
}

func (w *Warning) Error() string { return "report: " + sentence(w.Source, w.Line, w.Msg, w.Remedy) }

func sentence(source string, line int, msg, remedy string) string {
	place := source
	if source == "-" {
		place = "standard input"
	}
	if line > 0 {
		place = fmt.Sprintf("%s:%d", place, line)
	}
	if remedy != "" {
		msg += "; " + remedy
	}
	return place + ": " + msg
}

// Reader reads reports. It is never changed after New and may be shared by any
// number of goroutines.
type Reader struct{ page *knowledge.Page }

// New makes a Reader that knows the phrases of page, which must not be nil.
func New(page *knowledge.Page) *Reader { return &Reader{page} }

// yield is what the readers of the kinds hand their results to; false stops them.
type yield func(sitrep.Report, error) bool

// Read yields the reports of one input in order. With each step either the
// error is nil, or the report is zero and the error says what was wrong with a
// part of the input: an [*InputError] when a report is lost, a [*Warning] when
// the next report is kept but doubtful. A broken line does not stop the lines
// after it. When ctx ends, its error is the last one yielded.
//
// JSON with one report a line is read line by line; any other input, and any
// one line, may have up to [MaxReport] bytes, and a text up to [MaxText].
func (r *Reader) Read(ctx context.Context, source string, in io.Reader) iter.Seq2[sitrep.Report, error] {
	return func(out func(sitrep.Report, error) bool) {
		buffered := bufio.NewReaderSize(in, 64<<10)
		head, err := buffered.Peek(4 << 10)
		if err != nil && !errors.Is(err, io.EOF) {
			out(sitrep.Report{}, unreadable(source, err))
			return
		}
		if isJSON(head) {
			r.readJSON(ctx, source, buffered, out)
			return
		}
		raw, err := io.ReadAll(io.LimitReader(buffered, MaxReport+1))
		switch {
		case ctx.Err() != nil:
			out(sitrep.Report{}, ctx.Err())
		case err != nil:
			out(sitrep.Report{}, unreadable(source, err))
		case len(raw) > MaxReport:
			out(sitrep.Report{}, tooLong(source, 0))
		default:
			r.readWhole(source, raw, out)
		}
	}
}

func unreadable(source string, err error) error {
	return &InputError{Source: source, Msg: "cannot be read: " + err.Error(), Err: err}
}

func tooLong(source string, line int) error {
	return &InputError{Source: source, Line: line, Msg: fmt.Sprintf("more than %d MiB for one report", MaxReport>>20), Remedy: splitIt}
}

const splitIt = "split it into its articles, or give one report a line as JSON"

// fits gives an error for a text that is too long for one report.
func fits(source string, line int, text string) error {
	if len(text) <= MaxText {
		return nil
	}
	return &InputError{Source: source, Line: line, Remedy: splitIt,
		Msg: fmt.Sprintf("%.1f MiB of text, more than the %d MiB that one report may have", float64(len(text))/(1<<20), MaxText>>20)}
}

// readWhole reads an input that is one report.
func (r *Reader) readWhole(source string, raw []byte, out yield) {
	if len(bytes.TrimSpace(raw)) == 0 {
		out(sitrep.Report{}, &InputError{Source: source, Msg: "is empty", Remedy: "put the article into it, or leave it out"})
		return
	}
	if err := foreign(source, raw); err != nil {
		out(sitrep.Report{}, err)
		return
	}
	var rep sitrep.Report
	var notes []*Warning
	var err error
	if isHTML(raw) {
		rep, notes, err = r.web(source, raw)
	} else {
		rep, notes, err = r.plain(source, raw)
	}
	rep.Raw = raw
	r.finish(rep, notes, err, 0, out)
}

// finish checks the language, fills in the id and yields notes and report.
func (r *Reader) finish(rep sitrep.Report, notes []*Warning, err error, line int, out yield) bool {
	if err == nil {
		err = r.language(&rep, line)
	}
	if err != nil {
		return out(sitrep.Report{}, err)
	}
	for _, note := range notes {
		if !out(sitrep.Report{}, note) {
			return false
		}
	}
	if rep.ID == "" {
		rep.ID = contentID(&rep)
	}
	return out(rep, nil)
}

// contentID makes the id of a report that has none: of its text and of where
// and when it was published, so that two outlets that print one text keep two
// reports.
func contentID(rep *sitrep.Report) string {
	sum := sha256.New()
	io.WriteString(sum, rep.Text)
	if rep.Publisher != "" || rep.URL != "" || !rep.Published.IsZero() {
		fmt.Fprintf(sum, "\x00%s\x00%s\x00%s", rep.Publisher, rep.URL, rep.Published)
	}
	return "r_" + hex.EncodeToString(sum.Sum(nil)[:8])
}

// fold makes one line of s, with single blanks.
func fold(s string) string { return strings.Join(strings.Fields(s), " ") }
