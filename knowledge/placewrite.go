package knowledge

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// GazetteerRow is one place as the builder of a gazetteer gives it.
type GazetteerRow struct {
	ID       uint32 // GeoNames number, 0 for none
	Name     string
	Others   []string // other names, without Name
	Feature  string   // GeoNames class and code, "P.PPL"
	Country  string   // ISO 3166-1 alpha-3
	Lat, Lon float64  // WGS 84 degrees
	LogPop   uint8    // binary logarithm of the population, rounded; 0 when unknown
	RadiusKm uint16   // 0: by kind and population
	Admin1   int32    // index of the row of the unit it lies in, -1 for none
	Admin2   int32
	Quiet    bool // not found by its name: it only names the unit of others
}

// Scratch is a store that a [GazetteerWriter] fills from the start and reads
// again: an empty file, for instance.
type Scratch interface {
	io.Writer
	io.ReaderAt
}

// GazetteerWriter encodes rows as a gazetteer. Columns and sorted runs of names
// go to scratch stores, so that its memory does not grow with the rows. Call Add
// for every row, then Finish, then Compress.
type GazetteerWriter struct {
	fold      *PlaceFold
	cols      [numColumns]*column
	counts    [numCounts]uint32
	features  *table
	countries *table
	tables    string
	keys      *recordSorter
	record    []byte
	left      int
	quiet     []string            // names of quiet rows
	marks     map[string]WordMark // what Finish was given
	marked    map[string]bool     // those of its words that occur in a name
}

// The columns of the file, in order; the tables of features and countries come
// before them.
const (
	colID = iota
	colLat
	colLon
	colFeature
	colCountry
	colPop
	colRadius
	colAdmin1
	colAdmin2
	colNameLen
	colNames
	colGroupLen
	colGroupSize
	colGroups
	colKeyLen
	colKeySize
	colKeys
	colPosts
	colWordLen
	colWordMarks
	colWords
	numColumns
)

// column is one column on its way to its scratch store.
type column struct {
	*bufio.Writer
	store Scratch
	size  int64
}

func (c *column) Write(data []byte) (int, error) {
	c.size += int64(len(data))
	return c.Writer.Write(data)
}

// NewGazetteerWriter starts a gazetteer. scratch is called some thirty times for
// an empty store; the caller removes the stores in the end.
func NewGazetteerWriter(fold *PlaceFold, scratch func() (Scratch, error)) (*GazetteerWriter, error) {
	w := &GazetteerWriter{fold: fold, features: newTable(), countries: newTable(), keys: &recordSorter{scratch: scratch}}
	for i := range w.cols {
		store, err := scratch()
		if err != nil {
			return nil, err
		}
		w.cols[i] = &column{Writer: bufio.NewWriterSize(store, 64<<10), store: store}
	}
	return w, nil
}

// Len is the number of rows so far, and the index of the next one.
func (w *GazetteerWriter) Len() int { return int(w.counts[nPlaces]) }

// Names is the number of distinct names, known after Finish.
func (w *GazetteerWriter) Names() int { return int(w.counts[nKeys]) }

// Left is the number of names that the format has no room for, known after
// Finish: too long, or of 255 and more spellings that fold together.
func (w *GazetteerWriter) Left() int { return w.left }

// Add takes the next row. Rows keep their order, which Admin1 and Admin2 refer to.
func (w *GazetteerWriter) Add(r GazetteerRow) error {
	if len(r.Name) > 255 {
		return fmt.Errorf("knowledge: the name %.40q… of place %d is longer than 255 bytes; leave it out", r.Name, r.ID)
	}
	feature, country := w.features.add(r.Feature), w.countries.add(r.Country)
	if feature > 254 || country > 254 {
		return errors.New("knowledge: more than 255 features or countries in a gazetteer; keep fewer kinds")
	}
	for _, n := range []struct {
		col   int
		value uint32
	}{
		{colID, r.ID}, {colLat, fixed(r.Lat)}, {colLon, fixed(r.Lon)}, {colAdmin1, uint32(r.Admin1)}, {colAdmin2, uint32(r.Admin2)},
	} {
		w.cols[n.col].Write(binary.LittleEndian.AppendUint32(w.record[:0], n.value))
	}
	w.byte(colFeature, byte(feature))
	w.byte(colCountry, byte(country))
	w.byte(colPop, r.LogPop)
	w.cols[colRadius].Write(binary.LittleEndian.AppendUint16(w.record[:0], r.RadiusKm))
	w.byte(colNameLen, byte(len(r.Name)))
	w.text(colNames, r.Name)
	w.counts[nNamePool] += uint32(len(r.Name))
	row := w.counts[nPlaces]
	w.counts[nPlaces]++
	if r.Quiet {
		w.quiet = append(append(w.quiet, r.Name), r.Others...)
		return nil
	}
	return w.addKeys(row, r)
}

// fixed is an angle in units of 0.0001 degrees.
func fixed(degrees float64) uint32 { return uint32(int32(math.Round(degrees * 1e4))) }

// Errors of scratch stores stick to their writers and show at the end, in Flush.
func (w *GazetteerWriter) byte(col int, b byte) {
	w.cols[col].size++
	w.cols[col].WriteByte(b)
}

func (w *GazetteerWriter) text(col int, s string) {
	w.cols[col].size += int64(len(s))
	w.cols[col].WriteString(s)
}

type table struct {
	names []string
	index map[string]int
}

func newTable() *table { return &table{index: map[string]int{}} }

func (t *table) add(name string) int {
	i, ok := t.index[name]
	if !ok {
		i = len(t.names)
		t.index[name] = i
		t.names = append(t.names, name)
	}
	return i
}

// Finish sorts the names and encodes the marks of words: of first names, and of
// other words that occur in a name. tick, which may be nil, hears of the share of
// the names that is done; its error ends the work.
func (w *GazetteerWriter) Finish(words map[string]WordMark, tick func(done, total int64) error) error {
	w.marks, w.marked = words, map[string]bool{}
	for _, name := range w.quiet {
		w.mark(PlaceKey(name))
	}
	if err := w.writeKeys(tick); err != nil {
		return err
	}
	w.words()
	w.tables = strings.Join(w.features.names, "\n") + "\n\n" + strings.Join(w.countries.names, "\n")
	w.counts[nTables] = uint32(len(w.tables))
	for _, c := range w.cols {
		if err := c.Flush(); err != nil {
			return err
		}
		if c.size > math.MaxUint32 {
			return errors.New("knowledge: a column of the gazetteer is longer than 4 GiB; keep fewer places")
		}
	}
	return nil
}

// size is the length of what raw writes.
func (w *GazetteerWriter) size() int64 {
	n := int64(len(w.head()) + len(w.tables))
	for _, c := range w.cols {
		n += c.size
	}
	return n
}

func (w *GazetteerWriter) head() []byte {
	head := append([]byte(blobMagic), le32(uint32(len(w.fold.mark)))...)
	head = append(head, w.fold.mark...)
	for _, n := range w.counts {
		head = append(head, le32(n)...)
	}
	return head
}

func le32(n uint32) []byte { return binary.LittleEndian.AppendUint32(nil, n) }

// raw writes the gazetteer uncompressed.
func (w *GazetteerWriter) raw(out io.Writer) error {
	if _, err := out.Write(append(w.head(), w.tables...)); err != nil {
		return err
	}
	for _, c := range w.cols {
		if _, err := io.Copy(out, io.NewSectionReader(c.store, 0, c.size)); err != nil {
			return err
		}
	}
	return nil
}

// Compress writes the finished gazetteer to out, after note, some lines for
// people that a reader skips (a skippable frame of Zstandard). tick, which may
// be nil, hears of the bytes done of all; its error ends the work.
func (w *GazetteerWriter) Compress(out io.Writer, note string, tick func(done, total int64) error) error {
	head := append(le32(noteMagic), le32(uint32(len(note)))...)
	if _, err := out.Write(append(head, note...)); err != nil {
		return err
	}
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithWindowSize(8<<20), zstd.WithEncoderConcurrency(2))
	if err != nil {
		return fmt.Errorf("knowledge: %w", err)
	}
	defer enc.Close()
	enc.ResetContentSize(out, w.size())
	if err := w.raw(&ticker{w: enc, tick: tick, total: w.size()}); err != nil {
		return err
	}
	return enc.Close()
}

// ticker counts what is written through it.
type ticker struct {
	w           io.Writer
	tick        func(done, total int64) error
	done, total int64
}

func (t *ticker) Write(data []byte) (int, error) {
	if t.tick != nil {
		if err := t.tick(t.done, t.total); err != nil {
			return 0, err
		}
	}
	n, err := t.w.Write(data)
	t.done += int64(n)
	return n, err
}

// BuildGazetteer encodes rows and word marks as the file gazetteer.zst, in
// memory. Rows keep their order, which Admin1 and Admin2 refer to.
func BuildGazetteer(rows []GazetteerRow, words map[string]WordMark, fold *PlaceFold) ([]byte, error) {
	w, err := NewGazetteerWriter(fold, func() (Scratch, error) { return &memory{}, nil })
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if err := w.Add(r); err != nil {
			return nil, err
		}
	}
	if err := w.Finish(words, nil); err != nil {
		return nil, err
	}
	if w.left > 0 {
		return nil, fmt.Errorf("knowledge: %d names are too long or fold together with too many; make the rules of places/fold.tsv narrower", w.left)
	}
	var raw bytes.Buffer
	if err := w.raw(&raw); err != nil {
		return nil, err
	}
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithWindowSize(8<<20), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("knowledge: %w", err)
	}
	defer enc.Close()
	return enc.EncodeAll(raw.Bytes(), nil), nil
}

// memory is a scratch store for small gazetteers.
type memory struct{ data []byte }

func (m *memory) Write(data []byte) (int, error) {
	m.data = append(m.data, data...)
	return len(data), nil
}

func (m *memory) ReadAt(data []byte, at int64) (int, error) {
	if at >= int64(len(m.data)) {
		return 0, io.EOF
	}
	n := copy(data, m.data[at:])
	if n < len(data) {
		return n, io.EOF
	}
	return n, nil
}
