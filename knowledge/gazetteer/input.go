package gazetteer

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// The kinds of table, told apart by their first line.
type tableKind int

const (
	noTable       tableKind = iota
	placeTable              // allCountries.txt, LY.txt, cities500.txt
	nameTable               // alternateNamesV2.txt
	unitCodeTable           // admin1CodesASCII.txt, admin2Codes.txt
)

const wantTables = "give tables of GeoNames: places in 19 columns (allCountries.txt, LY.txt), names in 10 (alternateNamesV2.txt), " +
	"units in 4 (admin1CodesASCII.txt, admin2Codes.txt), or the zip archives that hold them"

// maxLine is the longest line of a table, in bytes.
const maxLine = 1 << 20

// input is a table: a file, or an entry of a zip archive.
type input struct {
	name string // for messages and the note of the file
	kind tableKind
	size int64 // bytes, uncompressed
	open func() (io.ReadCloser, error)
	sum  string // SHA-256 of its content, known after the first reading
}

// openInputs finds the tables in the files; close ends the reading of archives.
func openInputs(paths []string) (list []*input, close func(), err error) {
	var archives []io.Closer
	close = func() {
		for _, a := range archives {
			a.Close()
		}
	}
	for _, path := range paths {
		found, archive, err := openInput(path)
		if archive != nil {
			archives = append(archives, archive)
		}
		if err != nil {
			close()
			return nil, nil, err
		}
		list = append(list, found...)
	}
	for _, in := range list {
		if in.kind == placeTable {
			return list, close, nil
		}
	}
	close()
	return nil, nil, errors.New("gazetteer: there is no table of places among the inputs; name allCountries.txt or the file of a country")
}

func openInput(path string) ([]*input, io.Closer, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, unreadable(path, err)
	}
	if info.IsDir() {
		return nil, nil, fmt.Errorf("gazetteer: %s is a directory; name the files in it", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, unreadable(path, err)
	}
	var magic [4]byte
	_, err = io.ReadFull(f, magic[:])
	f.Close()
	if err == nil && string(magic[:]) == "PK\x03\x04" {
		return openArchive(path)
	}
	in := &input{name: filepath.Base(path), size: info.Size(), open: func() (io.ReadCloser, error) { return os.Open(path) }}
	if err := in.detect(); err != nil {
		return nil, nil, err
	}
	return []*input{in}, nil, nil
}

// openArchive lists the tables of a zip archive; its other entries are no matter.
func openArchive(path string) ([]*input, io.Closer, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, nil, fmt.Errorf("gazetteer: %s is a damaged zip archive: %v; fetch it again", path, err)
	}
	var list []*input
	for _, entry := range archive.File {
		in := &input{name: filepath.Base(path) + ":" + entry.Name, size: int64(entry.UncompressedSize64), open: entry.Open}
		if entry.FileInfo().IsDir() || in.detect() != nil {
			continue
		}
		list = append(list, in)
	}
	if len(list) == 0 {
		return nil, archive, fmt.Errorf("gazetteer: %s holds no table; %s", path, wantTables)
	}
	return list, archive, nil
}

func unreadable(name string, err error) error {
	var file *fs.PathError
	if errors.As(err, &file) {
		err = file.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("gazetteer: there is no file %s; name the tables that you fetched from GeoNames", name)
	}
	return fmt.Errorf("gazetteer: %s cannot be read: %v; fetch it again", name, err)
}

// detect tells the kind of table by its first line.
func (in *input) detect() error {
	f, err := in.open()
	if err != nil {
		return unreadable(in.name, err)
	}
	defer f.Close()
	line, err := bufio.NewReaderSize(io.LimitReader(f, maxLine), 64<<10).ReadBytes('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return unreadable(in.name, err)
	}
	line = bytes.TrimRight(line, "\r\n")
	if len(line) == 0 {
		return fmt.Errorf("gazetteer: %s is empty or opens with an empty line; %s", in.name, wantTables)
	}
	var c [Columns][]byte
	n := split(line, c[:])
	switch {
	case n == Columns && number(c[0]) && bytes.ContainsRune(c[4], '.'):
		in.kind = placeTable
	case (n == 8 || n == 10) && number(c[0]) && number(c[1]):
		in.kind = nameTable
	case n == 4 && number(c[3]) && (bytes.Count(c[0], []byte(".")) == 1 || bytes.Count(c[0], []byte(".")) == 2):
		in.kind = unitCodeTable
	default:
		return fmt.Errorf("gazetteer: %s:1: %d columns, no table of GeoNames; %s", in.name, n, wantTables)
	}
	return nil
}

func number(cell []byte) bool {
	for _, b := range cell {
		if b < '0' || b > '9' {
			return false
		}
	}
	return len(cell) > 0
}

// lines calls do for every line, without its end, and tick, now and then, with
// the bytes read. The first reading takes the checksum.
func (in *input) lines(ctx context.Context, tick func(bytes int64), do func(line []byte) error) error {
	f, err := in.open()
	if err != nil {
		return unreadable(in.name, err)
	}
	defer f.Close()
	var sum hash.Hash
	source := io.Reader(f)
	if in.sum == "" {
		sum = sha256.New()
		source = io.TeeReader(f, sum)
	}
	r, read := bufio.NewReaderSize(source, maxLine), int64(0)
	for n := 1; ; n++ {
		if n%4096 == 0 {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			tick(read)
			read = 0
		}
		line, err := r.ReadSlice('\n')
		read += int64(len(line))
		if err != nil && !errors.Is(err, io.EOF) {
			if errors.Is(err, bufio.ErrBufferFull) {
				return fmt.Errorf("gazetteer: %s:%d: a line of more than 1 MiB; the file is no table or damaged, fetch it again", in.name, n)
			}
			return unreadable(in.name, err)
		}
		if text := bytes.TrimRight(line, "\r\n"); len(text) > 0 {
			if fault := do(text); fault != nil {
				return fmt.Errorf("gazetteer: %s:%d: %w; the file may be cut short or damaged, fetch it again", in.name, n, fault)
			}
		}
		if err != nil {
			break
		}
	}
	tick(read)
	if sum != nil {
		in.sum = hex.EncodeToString(sum.Sum(nil))
	}
	return nil
}
