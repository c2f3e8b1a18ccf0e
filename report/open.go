package report

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// Open yields the reports of all inputs in order, as [Reader.Read] does: files,
// directories with all that is below them in the order of their names, and "-"
// for stdin. Names below a directory that start with a dot are left out. What
// cannot be opened is an [*InputError], and the rest goes on. When ctx ends,
// its error is the last one yielded.
func (r *Reader) Open(ctx context.Context, inputs []string, stdin io.Reader) iter.Seq2[sitrep.Report, error] {
	return func(out func(sitrep.Report, error) bool) {
		for _, input := range inputs {
			if !r.open(ctx, input, stdin, out) {
				return
			}
		}
	}
}

func (r *Reader) open(ctx context.Context, input string, stdin io.Reader, out yield) bool {
	if input == "-" {
		return r.pass(ctx, "-", stdin, out)
	}
	if lower := strings.ToLower(input); strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://") {
		return out(sitrep.Report{}, &InputError{Source: input, Msg: "reading web addresses comes with sitrep watch", Remedy: "save the page and pass the file"})
	}
	info, err := os.Stat(input)
	if err != nil {
		return out(sitrep.Report{}, cannotOpen(input, err))
	}
	if !info.IsDir() {
		return r.file(ctx, input, out)
	}
	return r.walk(ctx, input, out)
}

func (r *Reader) walk(ctx context.Context, root string, out yield) bool {
	goOn := true
	tell := func(ok bool) error {
		if goOn = ok; !ok {
			return fs.SkipAll
		}
		return nil
	}
	fault := func(err error) error { return tell(out(sitrep.Report{}, err)) }
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return fault(cannotOpen(path, err))
		}
		if path != root && strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		info, err := os.Stat(path) // follows a link
		switch {
		case err != nil:
			return fault(cannotOpen(path, err))
		case !info.Mode().IsRegular():
			return fault(&InputError{Source: path, Msg: "is no regular file", Remedy: "pass it by name if you mean it"})
		}
		return tell(r.file(ctx, path, out))
	})
	return err == nil && goOn
}

func (r *Reader) file(ctx context.Context, path string, out yield) bool {
	f, err := os.Open(path)
	if err != nil {
		return out(sitrep.Report{}, cannotOpen(path, err))
	}
	defer f.Close()
	return r.pass(ctx, path, f, out)
}

// pass yields the reports of one input; false stops the whole.
func (r *Reader) pass(ctx context.Context, source string, in io.Reader, out yield) bool {
	if err := ctx.Err(); err != nil {
		out(sitrep.Report{}, err)
		return false
	}
	for rep, err := range r.Read(ctx, source, in) {
		if !out(rep, err) || err != nil && ctx.Err() != nil {
			return false
		}
	}
	return true
}

func cannotOpen(path string, err error) error {
	msg := "cannot be opened: " + err.Error()
	var cause *fs.PathError
	if errors.As(err, &cause) {
		msg = "cannot be opened: " + cause.Err.Error()
	}
	return &InputError{Source: path, Msg: msg, Err: err}
}
