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

// Open yields the reports of all inputs in order, as [Reader.Read] does, from
// the files that [Files] names. What cannot be opened is an [*InputError], and
// the rest goes on. When ctx ends, its error is the last one yielded.
func (r *Reader) Open(ctx context.Context, inputs []string, stdin io.Reader) iter.Seq2[sitrep.Report, error] {
	return func(out func(sitrep.Report, error) bool) {
		for path, err := range Files(inputs) {
			if ctx.Err() != nil {
				out(sitrep.Report{}, ctx.Err())
				return
			}
			if err != nil {
				if !out(sitrep.Report{}, err) {
					return
				}
				continue
			}
			if !r.file(ctx, path, stdin, out) {
				return
			}
		}
	}
}

// Files yields the path of every file that inputs stand for, in order: a file
// or "-" for itself, a directory for all files below it in the order of their
// names, links followed. Names below a directory that start with a dot are left
// out. What is no file is yielded as an [*InputError] in its place; so is a
// directory without files.
func Files(inputs []string) iter.Seq2[string, error] {
	return func(out func(string, error) bool) {
		for _, input := range inputs {
			if !files(input, out) {
				return
			}
		}
	}
}

func files(input string, out func(string, error) bool) bool {
	if input == "-" {
		return out(input, nil)
	}
	if lower := strings.ToLower(input); strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://") {
		return out("", &InputError{Source: input, Msg: "this version does not read web addresses", Remedy: "save the page and pass the file"})
	}
	info, err := os.Stat(input)
	if err != nil {
		return out("", cannotOpen(input, err))
	}
	if !info.IsDir() {
		return out(input, nil)
	}
	return below(input, out)
}

// below yields what a directory holds.
func below(dir string, out func(string, error) bool) bool {
	goOn, found := true, 0
	root := strings.TrimRight(dir, string(filepath.Separator)) + string(filepath.Separator) // also through a link
	tell := func(path string, err error) error {
		found++
		if goOn = out(path, err); !goOn {
			return fs.SkipAll
		}
		return nil
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return tell("", cannotOpen(path, err))
		case path != root && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		}
		info, err := os.Stat(path) // follows a link
		switch {
		case err != nil:
			return tell("", cannotOpen(path, err))
		case info.IsDir():
			return tell("", &InputError{Source: path, Msg: "is a link to a directory, which is not followed", Remedy: "pass that directory by name"})
		case !info.Mode().IsRegular():
			return tell("", &InputError{Source: path, Msg: "is no regular file", Remedy: "pass it by name if you mean it"})
		}
		return tell(path, nil)
	})
	if err == nil && goOn && found == 0 {
		goOn = out("", &InputError{Source: dir, Msg: "is a directory without files", Remedy: "put reports into it, or name another"})
	}
	return err == nil && goOn
}

// file yields the reports of one file; false stops the whole.
func (r *Reader) file(ctx context.Context, path string, stdin io.Reader, out yield) bool {
	in := stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return out(sitrep.Report{}, cannotOpen(path, err))
		}
		defer f.Close()
		in = f
	}
	for rep, err := range r.Read(ctx, path, in) {
		if !out(rep, err) || err != nil && ctx.Err() != nil {
			return false
		}
	}
	return true
}

func cannotOpen(path string, err error) error {
	msg, remedy := "cannot be opened: "+err.Error(), ""
	var cause *fs.PathError
	if errors.As(err, &cause) {
		msg = "cannot be opened: " + cause.Err.Error()
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		remedy = "check the name"
	case errors.Is(err, fs.ErrPermission):
		remedy = "make it readable for you"
	}
	return &InputError{Source: path, Msg: msg, Remedy: remedy, Err: err}
}
