package knowledge

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"
)

// TestRecordSorter: runs on scratch stores give the order of a sort in memory.
func TestRecordSorter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOf(rapid.SliceOfN(rapid.Byte(), 0, 20)).Draw(t, "records")
		stores := 0
		s := &recordSorter{run: rapid.IntRange(1, 200).Draw(t, "run"), scratch: func() (Scratch, error) { stores++; return &memory{}, nil }}
		size, parts := 0, 0
		for _, rec := range want {
			size, parts = size+len(rec), parts+min(len(rec), 1)
			if err := s.add(rec); err != nil {
				t.Fatal(err)
			}
		}
		var got [][]byte
		if err := s.sorted(func(rec []byte) error { got = append(got, bytes.Clone(rec)); return nil }); err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(want, bytes.Compare)
		if !slices.EqualFunc(got, want, bytes.Equal) {
			t.Fatalf("got %q, want %q", got, want)
		}
		if size > 10*s.run && parts > 1 && stores == 0 {
			t.Fatal("nothing went to a scratch store")
		}
	})
}

// TestSpilled: a gazetteer whose names went through scratch stores is the one made
// in memory.
func TestSpilled(t *testing.T) {
	fold, err := LoadPlaceFold(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	var rows []GazetteerRow
	for i := range 500 {
		rows = append(rows, GazetteerRow{ID: uint32(i), Name: fmt.Sprintf("Al Qasr %c%c", 'a'+i%7, 'a'+i%11), Others: []string{fmt.Sprintf("Kasr %d", i%50)},
			Feature: "P.PPL", Country: "LBY", Lat: float64(i%90) + 0.123456, Lon: -float64(i % 180), Admin1: -1, Admin2: -1})
	}
	want, err := BuildGazetteer(rows, map[string]WordMark{"qasr": Surname}, fold)
	if err != nil {
		t.Fatal(err)
	}
	w, err := NewGazetteerWriter(fold, func() (Scratch, error) { return &memory{}, nil })
	if err != nil {
		t.Fatal(err)
	}
	w.keys.run = 1000
	for _, r := range rows {
		if err := w.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Finish(map[string]WordMark{"qasr": Surname}, nil); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := w.Compress(&out, "a note\n", nil); err != nil {
		t.Fatal(err)
	}
	a, b := opened(t, want, fold), opened(t, out.Bytes(), fold)
	if !reflect.DeepEqual(a, b) {
		t.Error("they differ")
	}
	if !bytes.Contains(out.Bytes()[:20], []byte("a note")) || w.Len() != 500 || w.Names() != a.keyAt.n || len(w.keys.runs) < 3 {
		t.Errorf("%d rows, %d names, %d runs", w.Len(), w.Names(), len(w.keys.runs))
	}
}

func opened(t *testing.T, data []byte, fold *PlaceFold) *gazetteer {
	t.Helper()
	g, err := openGazetteer(bytes.NewReader(data), fold, testFeatures(t))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestWriterFaults: an error of a scratch store and of the caller ends the work.
func TestWriterFaults(t *testing.T) {
	fold, err := LoadPlaceFold(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("no space")
	w, err := NewGazetteerWriter(fold, func() (Scratch, error) { return fullStore{err: full}, nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Add(GazetteerRow{Name: "Qasr", Feature: "P.PPL", Country: "LBY"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Finish(nil, nil); !errors.Is(err, full) {
		t.Errorf("Finish on a full disk: %v", err)
	}
	if _, err := NewGazetteerWriter(fold, func() (Scratch, error) { return nil, full }); !errors.Is(err, full) {
		t.Errorf("without a scratch store: %v", err)
	}
	if err := w.Add(GazetteerRow{Name: strings.Repeat("x", 256)}); err == nil {
		t.Error("a name of 256 bytes is taken")
	}
}

type fullStore struct {
	io.ReaderAt
	err error
}

func (s fullStore) Write([]byte) (int, error) { return 0, s.err }

// TestNoGazetteer: files that are none, or of another version, say so.
func TestNoGazetteer(t *testing.T) {
	fold, err := LoadPlaceFold(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	pack := func(text string) string {
		enc, err := zstd.NewWriter(nil)
		if err != nil {
			t.Fatal(err)
		}
		return string(enc.EncodeAll([]byte(text), nil))
	}
	note := string(le32(noteMagic))
	for data, want := range map[string]string{
		"":                                      "is no gazetteer",
		"some text":                             "is no gazetteer",
		note + "\xff\xff\xff\x7fab":             "is cut short or damaged",
		note + "\x02\x00\x00\x00abjunkjunkjunk": "is no gazetteer",
		pack(strings.Repeat("other content ", 9)):                                   "is no gazetteer",
		pack("sitrep places 9\n and more of it "):                                   "is a gazetteer of another version of sitrep",
		pack(blobMagic + "\x00\x00\x00\x00"):                                        "was built with other rules than those of places/fold.tsv",
		pack(blobMagic + string(le32(uint32(len(fold.mark)))) + fold.mark + "\x01"): "is cut short or damaged",
	} {
		if _, err := openGazetteer(strings.NewReader(data), fold, testFeatures(t)); err == nil || err.Error() != want {
			t.Errorf("%.40q: error %v, want %q", data, err, want)
		}
	}
	blob, err := BuildGazetteer([]GazetteerRow{{Name: "Qasr", Feature: "Z.ZZZ", Country: "LBY"}}, nil, fold)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openGazetteer(bytes.NewReader(blob), fold, testFeatures(t)); err == nil || !strings.Contains(err.Error(), "feature Z.ZZZ") {
		t.Errorf("a feature that nobody knows: %v", err)
	}
}

func TestFeatures(t *testing.T) {
	p := testPlaces(t)
	for feature, want := range map[string]string{
		"P.PPLC": "capital", "P.PPL": "town", "P.PPLQ": "", "A.ADM1": "admin1", "A.ADM3": "admin2", "A.PCLI": "",
		"H.GULF": "water", "S.AIRB": "site", "S.HTL": "", "T.MTS": "region", "U.SMU": "", ".": "", "P.[": "town",
	} {
		if got, _, _ := p.Feature(feature); got != want {
			t.Errorf("%s is %q, want %q", feature, got, want)
		}
	}
	for row, want := range map[string]string{
		"P.PPL\tvillage\t-\t-\tx": "unknown kind village; use one of",
		"P.PPL\ttown\tfar\t-\tx":  "no radius far; write whole kilometres",
		"PPL\ttown\t-\t-\tx":      "no feature PPL; write class and code",
	} {
		fsys := fstest.MapFS{"places/features.tsv": {Data: []byte("feature\tkind\tradius_km\tseat\twhat\n" + row + "\n")}}
		if _, err := loadPlaceFeatures(fsys); err == nil || !strings.Contains(err.Error(), "features.tsv:2: "+want) {
			t.Errorf("%q: %v", row, err)
		}
	}
}

func TestWordMarks(t *testing.T) {
	want := map[string]WordMark{"harvest": DictionaryWord, "austin": FirstName | Surname | CommonSurname, "ölmez": Surname}
	data, err := EncodeWordMarks(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := LoadWordMarks(fstest.MapFS{marksFile: {Data: data}})
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range [][]byte{nil, []byte("text"), data[:len(data)-3]} {
		if got, err := LoadWordMarks(fstest.MapFS{marksFile: {Data: bad}}); err == nil && len(got) > 0 {
			t.Errorf("%q: %v, %v", bad, got, err)
		}
	}
	p := testPlaces(t)
	all, err := LoadWordMarks(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 200000 || all["harvest"]&DictionaryWord == 0 || p.Mark("reading") != all["reading"] {
		t.Errorf("%d marks, harvest %d", len(all), all["harvest"])
	}
}

func TestWithGazetteer(t *testing.T) {
	dir := t.TempDir()
	if _, err := WithGazetteer(Embedded(), filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	if _, err := WithGazetteer(Embedded(), dir); err == nil {
		t.Error("a directory is taken")
	}
	file := filepath.Join(dir, "own")
	if err := os.WriteFile(file, []byte("own"), 0o600); err != nil {
		t.Fatal(err)
	}
	fsys, err := WithGazetteer(Embedded(), file)
	if err != nil {
		t.Fatal(err)
	}
	own, _ := fs.ReadFile(fsys, GazetteerFile)
	kept, _ := fs.ReadFile(fsys, "places/supplement.tsv")
	if string(own) != "own" || len(kept) < 1000 {
		t.Errorf("gazetteer %.10q, supplement of %d bytes", own, len(kept))
	}
	a, errA := version(Embedded())
	b, errB := version(fsys)
	if errA != nil || errB != nil || a == b {
		t.Errorf("versions %s and %s; %v, %v", a, b, errA, errB)
	}
}

// FuzzGazetteer reads what is decompressed: no panic, neither then nor in look-ups.
func FuzzGazetteer(f *testing.F) {
	fold, err := LoadPlaceFold(os.DirFS("."))
	if err != nil {
		f.Fatal(err)
	}
	w, err := NewGazetteerWriter(fold, func() (Scratch, error) { return &memory{}, nil })
	if err != nil {
		f.Fatal(err)
	}
	w.Add(GazetteerRow{ID: 1, Name: "Qasr", Others: []string{"Kasr"}, Feature: "P.PPL", Country: "LBY", Admin1: -1, Admin2: 7})
	var raw bytes.Buffer
	if err := errors.Join(w.Finish(map[string]WordMark{"qasr": Surname}, nil), w.raw(&raw)); err != nil {
		f.Fatal(err)
	}
	// The fuzzer changes what comes after magic and rules.
	head := len(blobMagic) + 4 + len(fold.mark)
	f.Add(raw.Bytes()[head:])
	f.Add(binary.LittleEndian.AppendUint32(nil, 1<<31))
	features := testFeatures(f)
	f.Fuzz(func(t *testing.T, tail []byte) {
		g, err := readGazetteer(bytes.NewReader(append(raw.Bytes()[:head:head], tail...)), maxBlob, fold, features)
		if err != nil {
			return
		}
		p := &Places{gaz: g, fold: fold}
		for _, name := range []string{"Qasr", "Kasr", "Aa", "zz"} {
			p.Lookup(name)
			p.Mark(name)
		}
	})
}
