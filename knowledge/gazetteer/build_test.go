package gazetteer

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/sitrep-dev/sitrep/knowledge"
)

const (
	placesFile = "testdata/places.txt"
	namesFile  = "testdata/names.txt"
	unitsFile  = "testdata/units.txt"
)

// built makes a gazetteer and gives its bytes with the numbers.
func built(t *testing.T, opt Options) ([]byte, Stats) {
	t.Helper()
	opt.Output = filepath.Join(t.TempDir(), "made.zst")
	stats, err := Build(context.Background(), knowledge.Embedded(), opt)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(opt.Output)
	if err != nil {
		t.Fatal(err)
	}
	if only(t, filepath.Dir(opt.Output)) != "made.zst" {
		t.Error("scratch files are left")
	}
	return data, stats
}

// only lists a directory.
func only(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return strings.Join(list, " ")
}

// loaded reads a gazetteer as the program does.
func loaded(t *testing.T, data []byte) *knowledge.Places {
	t.Helper()
	file := filepath.Join(t.TempDir(), "own.zst")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	fsys, err := knowledge.WithGazetteer(knowledge.Embedded(), file)
	if err != nil {
		t.Fatal(err)
	}
	p, err := knowledge.LoadPlaces(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// show prints what is found under a name: kind, country, number, units.
func show(p *knowledge.Places, name string) string {
	var out []string
	for _, m := range p.Lookup(name) {
		s := fmt.Sprintf("%s %s %d %s/%s", m.Kind, m.Country, m.Geoname, m.Admin1, m.Admin2)
		if m.Other {
			s += " other"
		}
		if m.Folded {
			s += " folded"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestBuild(t *testing.T) {
	data, stats := built(t, Options{Inputs: []string{placesFile, unitsFile}})
	if stats.Rows != 18 || stats.Places != 16 || stats.Left != 0 {
		t.Errorf("%+v, want 16 places of 18 rows", stats)
	}
	p := loaded(t, data)
	for name, want := range map[string]string{
		"Maridah":         "town LBY 9000004 Sabkha Province/Upper Sabkha District; town TCD 9000018 Tamrou Region/",
		"Marida":          "town LBY 9000004 Sabkha Province/Upper Sabkha District other; town LBY 9000004 Sabkha Province/Upper Sabkha District folded; town TCD 9000018 Tamrou Region/ folded",
		"Maridhah":        "town LBY 9000004 Sabkha Province/Upper Sabkha District other",
		"Old Maridah":     "",
		"Hotel Zirqin":    "",
		"Zirqin Dam":      "site LBY 9000007 Sabkha Province/Upper Sabkha District",
		"Jabal Qurun":     "region LBY 9000009 Sabkha Province/",
		"Maridah Airport": "site LBY 9000010 Sabkha Province/Upper Sabkha District",
		"Gulf of Vesk":    "water  9000013 /",
		"Upper Sabkha":    "admin2 LBY 9000003 Sabkha Province/ other",
		"Port Selda":      "town LBY 9000011 Selda Governorate/",
		"Selda":           "admin1 LBY 0 / other; town LBY 9000011 Selda Governorate/ other",
		"Camp Tamrou":     "site TCD 9000017 Tamrou Region/",
		"Nowhere":         "",
		"Empty":           "",
	} {
		if got := show(p, name); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if p.Mark("harvest") != knowledge.DictionaryWord {
		t.Error("a dictionary word that only this gazetteer has as a name is not marked")
	}
	for _, m := range p.Lookup("Sabkha Province") {
		if m.Geoname == 9000002 && (m.RadiusKm != 12 || m.Lat != 30) {
			t.Errorf("the unit is a circle of %v km at %v, want its own point and the extent of its towns", m.RadiusKm, m.Lat)
		}
	}
	if note := string(data[8:300]); !strings.Contains(note, "GeoNames") || !strings.Contains(note, "\nplaces.txt  1973 bytes  SHA-256 f07a05aee859") {
		t.Errorf("the note says %q", note)
	}
}

// TestOwnKept: entries kept by hand stay before those of the user's gazetteer.
func TestOwnKept(t *testing.T) {
	data, _ := built(t, Options{Inputs: []string{placesFile}})
	own, embedded := loaded(t, data).Lookup("Darfur"), embeddedPlaces(t).Lookup("Darfur")
	if len(own) == 0 || !reflect.DeepEqual(own[0], embedded[0]) {
		t.Errorf("Darfur is %+v with an own gazetteer, %+v with the embedded one", own, embedded)
	}
}

func embeddedPlaces(t *testing.T) *knowledge.Places {
	t.Helper()
	p, err := knowledge.LoadPlaces(knowledge.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestSameAsEmbedded: rows encoded in memory, as the embedded gazetteer is, and
// rows that went through the tables and scratch files are found alike.
func TestSameAsEmbedded(t *testing.T) {
	tables, err := knowledge.LoadPlaceTables(knowledge.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(placesFile)
	if err != nil {
		t.Fatal(err)
	}
	reader := NewReader(tables)
	units, names := NewUnits(reader), []string{}
	var rows []knowledge.GazetteerRow
	var towns []Row
	for line := range bytes.Lines(text) {
		row, ok, err := reader.Row(bytes.TrimRight(line, "\n"))
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			continue
		}
		names = append(append(names, row.Name), row.Others...)
		if towns = append(towns, row); strings.HasPrefix(row.Feature, "P.") {
			units.Extend(&row)
		}
	}
	var rest []Row
	for _, row := range towns {
		code := row.Code1
		if row.Feature == "A.ADM2" {
			code = row.Code2
		}
		if row.Feature != "A.ADM1" && row.Feature != "A.ADM2" {
			rest = append(rest, row)
		} else if units.Enter(code, &row.GazetteerRow, len(rows)) {
			rows = append(rows, row.GazetteerRow)
		}
	}
	for _, row := range rest {
		units.Place(&row)
		rows = append(rows, row.GazetteerRow)
	}
	marks, err := knowledge.LoadWordMarks(knowledge.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	blob, err := knowledge.BuildGazetteer(rows, marks, tables.Fold())
	if err != nil {
		t.Fatal(err)
	}
	data, _ := built(t, Options{Inputs: []string{placesFile}})
	want, got := loaded(t, blob), loaded(t, data)
	for _, name := range names {
		if w, g := want.Lookup(name), got.Lookup(name); len(w) == 0 || !reflect.DeepEqual(w, g) {
			t.Errorf("%s: %+v, want %+v", name, g, w)
		}
		if want.Mark(name) != got.Mark(name) {
			t.Errorf("%s has marks %d, want %d", name, got.Mark(name), want.Mark(name))
		}
	}
}

func TestOptions(t *testing.T) {
	data, _ := built(t, Options{Inputs: []string{placesFile}, MinPopulation: 1000})
	p := loaded(t, data)
	for name, want := range map[string]bool{"Maridah": true, "Wadi Zirqin": false, "Tamrou": false, "Port Selda": true, "Zirqin Dam": true} {
		if got := show(p, name) != ""; got != want {
			t.Errorf("with towns of 1,000 and more %s is there: %v", name, got)
		}
	}
	data, stats := built(t, Options{Inputs: []string{placesFile}, Countries: []string{"td"}})
	if p = loaded(t, data); stats.Places != 4 || show(p, "Port Selda") != "" || show(p, "Tamrou") == "" {
		t.Errorf("of one country: %d places", stats.Places)
	}
	data, _ = built(t, Options{Inputs: []string{namesFile, placesFile}})
	p = loaded(t, data)
	exact := func(name string) bool {
		return slices.ContainsFunc(p.Lookup(name), func(m knowledge.PlaceMatch) bool { return !m.Folded })
	}
	for name, want := range map[string]bool{"Marida Town": true, "Maredah": true, "Maridaville": true, "White Maridah": false, "Maridhah": false, "Not Kept": false, "Zirqin": true} {
		if got := exact(name); got != want {
			t.Errorf("with the table of names %s is there: %v", name, got)
		}
	}
}

// TestInputs: archives, doubled tables and another order of tables make no other
// places, and what is made twice is made the same.
func TestInputs(t *testing.T) {
	archive := filepath.Join(t.TempDir(), "all.zip")
	f, err := os.Create(archive)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for _, file := range []string{placesFile, unitsFile} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		entry, _ := z.Create(filepath.Base(file))
		entry.Write(data)
	}
	entry, _ := z.Create("readme.txt")
	io.WriteString(entry, "What the columns are.\n")
	if z.Close() != nil || f.Close() != nil {
		t.Fatal("no archive")
	}
	body := func(data []byte) []byte { return data[bytes.Index(data, []byte{0x28, 0xB5, 0x2F, 0xFD}):] }
	want, _ := built(t, Options{Inputs: []string{placesFile, unitsFile}})
	again, _ := built(t, Options{Inputs: []string{placesFile, unitsFile}})
	if !bytes.Equal(want, again) {
		t.Error("the same tables make other bytes")
	}
	for _, inputs := range [][]string{{archive}, {unitsFile, placesFile}, {placesFile, unitsFile, placesFile}} {
		if got, _ := built(t, Options{Inputs: inputs}); !bytes.Equal(body(got), body(want)) {
			t.Errorf("%q make other places", inputs)
		}
	}
}

func TestFaults(t *testing.T) {
	dir := t.TempDir()
	good, err := os.ReadFile(placesFile)
	if err != nil {
		t.Fatal(err)
	}
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, tt := range map[string]struct {
		inputs    []string
		countries []string
		people    int64
		want      string
	}{
		"missing":  {inputs: []string{filepath.Join(dir, "none.txt")}, want: "there is no file "},
		"folder":   {inputs: []string{dir}, want: "is a directory; name the files in it"},
		"empty":    {inputs: []string{file("empty.txt", "")}, want: "empty.txt is empty"},
		"foreign":  {inputs: []string{file("notes.txt", "Some notes.\n")}, want: "notes.txt:1: 1 columns, no table of GeoNames; give "},
		"binary":   {inputs: []string{file("b", "\x00\x01\xff\xfe")}, want: "no table of GeoNames"},
		"cut":      {inputs: []string{file("cut.txt", string(good[:len(good)-30]))}, want: "cut.txt:18: "},
		"columns":  {inputs: []string{file("cols.txt", string(good)+"1\t2\t3\n")}, want: "cols.txt:19: 3 columns, want 19; the file may be cut short or damaged, fetch it again"},
		"point":    {inputs: []string{file("point.txt", string(good)+strings.Replace(string(good[strings.Index(string(good), "9000004"):]), "30.41000", "95.00000", 1))}, want: "has no number or point"},
		"long":     {inputs: []string{file("long.txt", string(good)+strings.Repeat("x", maxLine+1))}, want: "long.txt:19: a line of more than 1 MiB"},
		"names":    {inputs: []string{namesFile}, want: "there is no table of places among the inputs"},
		"badnames": {inputs: []string{placesFile, file("n.txt", "1\t9000004\ten\tX\t\t\t\t\t\t\n1\t2\n")}, want: "n.txt:2: 2 columns, want 10"},
		"country":  {inputs: []string{placesFile}, countries: []string{"QQ"}, want: `there is no country "QQ"; write codes of two letters`},
		"none":     {inputs: []string{placesFile}, countries: []string{"FR"}, want: "no place is left"},
		"zip":      {inputs: []string{file("bad.zip", "PK\x03\x04 and no more")}, want: "is a damaged zip archive"},
	} {
		out := t.TempDir()
		old := filepath.Join(out, "old.zst")
		if err := os.WriteFile(old, []byte("old"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Build(context.Background(), knowledge.Embedded(), Options{Inputs: tt.inputs, Output: old, Countries: tt.countries, MinPopulation: tt.people})
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "gazetteer: ") {
			t.Errorf("%s: error %v, want %q", name, err, tt.want)
		}
		if data, err := os.ReadFile(old); err != nil || string(data) != "old" || only(t, out) != "old.zst" {
			t.Errorf("%s: the file of before is gone, or scratch files are left: %s", name, only(t, out))
		}
	}
}

// TestInterrupt ends a build in every step: nothing new is there afterwards.
func TestInterrupt(t *testing.T) {
	for _, step := range []string{"reading units", "reading names", "reading places", "writing"} {
		out := t.TempDir()
		ctx, cancel := context.WithCancel(context.Background())
		_, err := Build(ctx, knowledge.Embedded(), Options{
			Inputs: []string{placesFile, namesFile}, Output: filepath.Join(out, "new.zst"),
			Progress: func(at string, _, _ int64) {
				if at == step {
					cancel()
				}
			},
		})
		if err == nil || !strings.Contains(err.Error(), "interrupted") || only(t, out) != "" {
			t.Errorf("%s: error %v, left %q", step, err, only(t, out))
		}
		cancel()
	}
}

func TestUnwritable(t *testing.T) {
	full := unwritable(&fs.PathError{Op: "write", Path: "/x/3", Err: syscall.ENOSPC}, "own.zst")
	if want := "gazetteer: cannot write beside own.zst: no space left on device; free about as much space as the tables take, or name another disk with --output"; full.Error() != want {
		t.Errorf("%v", full)
	}
	_, err := Build(context.Background(), knowledge.Embedded(), Options{Inputs: []string{placesFile}, Output: filepath.Join(t.TempDir(), "no", "such", "dir.zst")})
	if err == nil || !strings.Contains(err.Error(), "cannot write beside") || !strings.Contains(err.Error(), "--output") {
		t.Errorf("a directory that is not there: %v", err)
	}
}

// FuzzRow reads any line: no panic, and a kept row has a name, a point on the
// earth and a feature of the table.
func FuzzRow(f *testing.F) {
	data, err := os.ReadFile(placesFile)
	if err != nil {
		f.Fatal(err)
	}
	for line := range bytes.Lines(data) {
		f.Add(bytes.TrimRight(line, "\n"))
	}
	f.Add([]byte("1\tİ Province\t\t,,\xff\t1.0\tNaN\tA\tADM1\tLY\t\t1" + strings.Repeat("\t", 8)))
	tables, err := knowledge.LoadPlaceTables(knowledge.Embedded())
	if err != nil {
		f.Fatal(err)
	}
	reader := NewReader(tables)
	f.Fuzz(func(t *testing.T, line []byte) {
		row, ok, err := reader.Row(line)
		if err != nil || !ok {
			return
		}
		if !(row.Lat >= -90 && row.Lat <= 90 && row.Lon >= -180 && row.Lon <= 180) || !strings.Contains(row.Feature, ".") {
			t.Errorf("%q: %+v", line, row)
		}
		units := NewUnits(reader)
		units.Extend(&row)
		if row.Code1 != "" && Level(row.Code1) >= 0 {
			units.Enter(row.Code1, &row.GazetteerRow, 0)
		}
		units.Place(&row)
	})
}
