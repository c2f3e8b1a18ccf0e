package gazetteer

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/sitrep-dev/sitrep/knowledge"
)

// Options say what is built.
type Options struct {
	Inputs        []string // tables of GeoNames in any order, or zip archives of them
	Output        string   // the file to write; one that is there is replaced
	Countries     []string // ISO 3166-1 alpha-2 codes of those kept; nil for all
	MinPopulation int64    // towns with fewer people are left out, but for seats; 0 keeps all
	// Progress, which may be nil, hears what is being done and how far it is.
	Progress func(step string, done, total int64)
}

// Stats tell what was built.
type Stats struct {
	Rows   int64 // lines of the tables of places
	Places int   // rows of the gazetteer
	Names  int   // distinct names of them
	Left   int   // names that the format has no room for
	Bytes  int64 // of the file
}

// Build makes a gazetteer from the user's tables. The tables of places are read
// twice, the others once; memory does not grow with the places but for a bit
// each and the names of alternateNamesV2.txt. Scratch files stand beside the
// output and are removed in the end, whatever it is. The output is there whole
// or not at all. The same tables and options give the same bytes.
func Build(ctx context.Context, fsys fs.FS, opt Options) (Stats, error) {
	b, err := newBuild(ctx, fsys, opt)
	if err != nil {
		return Stats{}, err
	}
	stats, err := b.run()
	if ctx.Err() != nil {
		return stats, fmt.Errorf("gazetteer: interrupted, nothing was written to %s: %w", opt.Output, ctx.Err())
	}
	return stats, unwritable(err, opt.Output)
}

// unwritable says what to do about an error of the disk; others stay as they are.
func unwritable(err error, output string) error {
	var file *fs.PathError
	if !errors.As(err, &file) {
		return err
	}
	remedy := "name another place with --output"
	if errors.Is(err, syscall.ENOSPC) {
		remedy = "free about as much space as the tables take, or name another disk with --output"
	}
	return fmt.Errorf("gazetteer: cannot write beside %s: %v; %s", output, file.Err, remedy)
}

// build is one run.
type build struct {
	ctx    context.Context
	opt    Options
	inputs []*input
	close  func()
	reader *Reader
	units  *Units
	only   map[string]bool // alpha-2 codes of Countries
	fold   *knowledge.PlaceFold
	marks  map[string]knowledge.WordMark
	names  *names // nil without a table of names

	kept  idSet
	found []unit // units, as they come
	stats Stats
	dir   string
	files []*os.File

	done, total int64 // bytes of the tables
	step        string
}

// unit is a unit of which the tables of places have a row.
type unit struct {
	code string
	row  knowledge.GazetteerRow
}

func newBuild(ctx context.Context, fsys fs.FS, opt Options) (*build, error) {
	tables, err := knowledge.LoadPlaceTables(fsys)
	if err != nil {
		return nil, err
	}
	b := &build{ctx: ctx, opt: opt, reader: NewReader(tables), fold: tables.Fold()}
	b.units = NewUnits(b.reader)
	if b.marks, err = knowledge.LoadWordMarks(fsys); err != nil {
		return nil, err
	}
	if len(opt.Countries) > 0 {
		b.only = map[string]bool{}
	}
	for _, code := range opt.Countries {
		code = strings.ToUpper(strings.TrimSpace(code))
		if b.reader.ISO3(code) == "" {
			return nil, fmt.Errorf("gazetteer: there is no country %q; write codes of two letters (ISO 3166-1)", code)
		}
		b.only[code] = true
	}
	if b.inputs, b.close, err = openInputs(opt.Inputs); err != nil {
		return nil, err
	}
	for _, in := range b.inputs {
		if in.kind == nameTable {
			b.names = &names{tables: tables, langs: map[string]bool{}}
		}
	}
	return b, nil
}

func (b *build) run() (Stats, error) {
	defer b.close()
	var err error
	if b.dir, err = os.MkdirTemp(filepath.Dir(b.opt.Output), ".gazetteer-"); err != nil {
		return b.stats, err
	}
	defer os.RemoveAll(b.dir)
	defer func() {
		for _, f := range b.files {
			f.Close()
		}
	}()
	w, err := knowledge.NewGazetteerWriter(b.fold, b.scratch)
	if err != nil {
		return b.stats, err
	}
	for _, step := range []func(*knowledge.GazetteerWriter) error{b.readUnits, b.readNames, b.writeRows, b.finish, b.write} {
		if err := step(w); err != nil {
			return b.stats, err
		}
	}
	return b.stats, nil
}

// scratch makes an empty file for the writer.
func (b *build) scratch() (knowledge.Scratch, error) {
	f, err := os.Create(filepath.Join(b.dir, fmt.Sprint(len(b.files))))
	if err != nil {
		return nil, err
	}
	b.files = append(b.files, f)
	return f, nil
}

// begin starts a step that reads tables of a kind.
func (b *build) begin(step string, kind tableKind) {
	b.step, b.done, b.total = step, 0, 0
	for _, in := range b.inputs {
		if in.kind == kind {
			b.total += in.size
		}
	}
}

// each reads the tables of a kind.
func (b *build) each(kind tableKind, do func(line []byte) error) error {
	for _, in := range b.inputs {
		if in.kind != kind {
			continue
		}
		if err := in.lines(b.ctx, func(n int64) { b.done += n; b.progress(b.done, b.total) }, do); err != nil {
			return err
		}
	}
	return nil
}

func (b *build) progress(done, total int64) error {
	if b.opt.Progress != nil {
		b.opt.Progress(b.step, done, total)
	}
	return b.ctx.Err()
}

// row reads a line; ok is false for a place that is left out.
func (b *build) row(line []byte) (Row, bool, error) {
	row, ok, err := b.reader.Row(line)
	if !ok || err != nil || b.only != nil && !b.only[row.ISO2] || len(row.Name) > 255 || row.Name == "" {
		return row, false, err
	}
	return row, true, nil
}

// readUnits reads the tables of places for their units: names, points, extents.
func (b *build) readUnits(w *knowledge.GazetteerWriter) error {
	b.begin("reading units", placeTable)
	err := b.each(placeTable, func(line []byte) error {
		b.stats.Rows++
		row, ok, err := b.row(line)
		if !ok || err != nil || !b.kept.add(row.ID) {
			return err
		}
		switch {
		case strings.HasPrefix(row.Feature, "P."):
			b.units.Extend(&row)
		case row.Feature == "A.ADM1" && row.Code1 != "":
			b.found = append(b.found, unit{row.Code1, row.GazetteerRow})
		case row.Feature == "A.ADM2" && row.Code2 != "":
			b.found = append(b.found, unit{row.Code2, row.GazetteerRow})
		}
		return nil
	})
	if err != nil {
		return err
	}
	have := map[string]bool{}
	for _, u := range b.found {
		have[u.code] = true
	}
	return b.each(unitCodeTable, func(line []byte) error {
		var c [4][]byte
		if n := split(line, c[:]); n != len(c) {
			return fmt.Errorf("%d columns, want %d", n, len(c))
		}
		code := string(c[0])
		if level := Level(code); level < 0 || have[code] {
			return nil
		}
		if row, ok := b.units.Named(code, string(c[1])); ok {
			b.found = append(b.found, unit{code, row})
		}
		return nil
	})
}

func (b *build) readNames(*knowledge.GazetteerWriter) error {
	if b.names == nil {
		return nil
	}
	b.begin("reading names", nameTable)
	err := b.each(nameTable, func(line []byte) error { return b.names.line(line, b.kept.has) })
	b.names.sort()
	return err
}

// rename gives a row the other names of the table of names, if it has some.
func (b *build) rename(row *knowledge.GazetteerRow) {
	if b.names == nil || row.ID == 0 {
		return
	}
	if others := b.names.of(row.ID); len(others) > 0 {
		row.Others = latin(row.Name, others)
	}
}

// writeRows writes the units, those of the first level first, then all others.
func (b *build) writeRows(w *knowledge.GazetteerWriter) error {
	slices.SortStableFunc(b.found, func(a, c unit) int {
		if level := Level(a.code) - Level(c.code); level != 0 {
			return level
		}
		return strings.Compare(a.code, c.code)
	})
	for i := range b.found {
		u := &b.found[i]
		b.rename(&u.row)
		if !b.units.Enter(u.code, &u.row, w.Len()) {
			continue
		}
		if err := w.Add(u.row); err != nil {
			return err
		}
	}
	b.found = nil
	var seen idSet
	b.begin("reading places", placeTable)
	err := b.each(placeTable, func(line []byte) error {
		row, ok, err := b.row(line)
		if !ok || err != nil || !seen.add(row.ID) {
			return err
		}
		unit := row.Feature == "A.ADM1" && row.Code1 != "" || row.Feature == "A.ADM2" && row.Code2 != ""
		if unit || !row.Seat && row.Population < float64(b.opt.MinPopulation) {
			return nil
		}
		b.rename(&row.GazetteerRow)
		b.units.Place(&row)
		return w.Add(row.GazetteerRow)
	})
	if err == nil && w.Len() == 0 {
		err = errors.New("gazetteer: no place is left; lower --min-population or name other countries")
	}
	b.names, b.kept = nil, nil
	return err
}

func (b *build) finish(w *knowledge.GazetteerWriter) error {
	b.step = "sorting names"
	err := w.Finish(b.marks, b.progress)
	b.stats.Places, b.stats.Names, b.stats.Left = w.Len(), w.Names(), w.Left()
	return err
}

// write makes the file and puts it in its place in one step.
func (b *build) write(w *knowledge.GazetteerWriter) error {
	b.step = "writing"
	f, err := os.Create(filepath.Join(b.dir, "made"))
	if err != nil {
		return err
	}
	defer f.Close()
	out := bufio.NewWriterSize(f, 1<<20)
	if err := w.Compress(out, b.note(), b.progress); err != nil {
		return err
	}
	if err := errors.Join(out.Flush(), f.Sync()); err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	b.stats.Bytes = info.Size()
	if err := f.Close(); err != nil {
		return err
	}
	if err := b.ctx.Err(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), b.opt.Output); err != nil {
		return &fs.PathError{Op: "rename", Path: b.opt.Output, Err: errors.Unwrap(err)}
	}
	return nil
}

// note names what the gazetteer was built from, for those who look into the file.
func (b *build) note() string {
	var s strings.Builder
	s.WriteString("sitrep gazetteer, " + knowledge.GazetteerVersion + "\n")
	s.WriteString("Places from GeoNames (https://www.geonames.org), CC BY 4.0\n")
	fmt.Fprintf(&s, "%d places, %d names", b.stats.Places, b.stats.Names)
	if b.opt.MinPopulation > 0 {
		fmt.Fprintf(&s, ", towns of %d people and more", b.opt.MinPopulation)
	}
	if len(b.opt.Countries) > 0 {
		fmt.Fprintf(&s, ", of %s only", strings.ToUpper(strings.Join(b.opt.Countries, " ")))
	}
	s.WriteString("\n")
	for _, in := range b.inputs {
		fmt.Fprintf(&s, "%s  %d bytes  SHA-256 %s\n", in.name, in.size, in.sum)
	}
	return s.String()
}
