package knowledge

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"sort"
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

// The file: magic, the fold rules it was built with, eight counts, then columns
// one after another, little endian, all compressed as one Zstandard frame.
// Groups are the distinct folded keys in byte order; each holds its exact keys in
// byte order, each of which lists the rows that bear the name.
const (
	blobMagic = "sitrep places 1\n"
	otherName = uint32(1) << 31 // of a posting: the name is not the row's own
	maxBlob   = 1 << 30
)

// BuildGazetteer encodes rows and word marks as the file gazetteer.zst. Rows keep
// their order, which Admin1 and Admin2 refer to.
func BuildGazetteer(rows []GazetteerRow, words map[string]WordMark, fold *PlaceFold) ([]byte, error) {
	w := &blobWriter{}
	if err := w.places(rows); err != nil {
		return nil, err
	}
	if err := w.keys(rows, fold); err != nil {
		return nil, err
	}
	w.words(words)
	head := append([]byte(blobMagic), le32(uint32(len(fold.mark)))...)
	head = append(head, fold.mark...)
	for _, n := range w.counts {
		head = append(head, le32(n)...)
	}
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithWindowSize(8<<20), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("knowledge: %w", err)
	}
	defer enc.Close()
	return enc.EncodeAll(append(head, w.out.Bytes()...), nil), nil
}

func le32(n uint32) []byte { return binary.LittleEndian.AppendUint32(nil, n) }

// The counts of the head, in order.
const (
	nPlaces = iota
	nNamePool
	nTables
	nGroups
	nGroupPool
	nKeys
	nKeyPool
	nPostings
	nWords
	nWordPool
	numCounts
)

type blobWriter struct {
	out    bytes.Buffer
	counts [numCounts]uint32
}

func (w *blobWriter) u32(n uint32) { w.out.Write(le32(n)) }

func (w *blobWriter) places(rows []GazetteerRow) error {
	features, countries := newTable(), newTable()
	for _, r := range rows {
		features.add(r.Feature)
		countries.add(r.Country)
		if len(r.Name) > 255 {
			return fmt.Errorf("knowledge: the name %.40q… of place %d is longer than 255 bytes; leave it out", r.Name, r.ID)
		}
	}
	if len(features.names) > 255 || len(countries.names) > 255 {
		return errors.New("knowledge: more than 255 features or countries in a gazetteer; keep fewer kinds")
	}
	tables := strings.Join(features.names, "\n") + "\n\n" + strings.Join(countries.names, "\n")
	w.counts[nPlaces], w.counts[nTables] = uint32(len(rows)), uint32(len(tables))
	w.out.WriteString(tables)
	for _, r := range rows {
		w.u32(r.ID)
	}
	for _, r := range rows {
		w.u32(uint32(int32(round(r.Lat * 1e4))))
	}
	for _, r := range rows {
		w.u32(uint32(int32(round(r.Lon * 1e4))))
	}
	for _, r := range rows {
		w.out.WriteByte(byte(features.index[r.Feature]))
	}
	for _, r := range rows {
		w.out.WriteByte(byte(countries.index[r.Country]))
	}
	for _, r := range rows {
		w.out.WriteByte(r.LogPop)
	}
	for _, r := range rows {
		w.out.Write(binary.LittleEndian.AppendUint16(nil, r.RadiusKm))
	}
	for _, r := range rows {
		w.u32(uint32(r.Admin1))
	}
	for _, r := range rows {
		w.u32(uint32(r.Admin2))
	}
	for _, r := range rows {
		w.out.WriteByte(byte(len(r.Name)))
		w.counts[nNamePool] += uint32(len(r.Name))
	}
	for _, r := range rows {
		w.out.WriteString(r.Name)
	}
	return nil
}

func round(x float64) float64 {
	if x < 0 {
		return -float64(int64(-x + 0.5))
	}
	return float64(int64(x + 0.5))
}

type table struct {
	names []string
	index map[string]int
}

func newTable() *table { return &table{index: map[string]int{}} }

func (t *table) add(name string) {
	if _, ok := t.index[name]; !ok {
		t.index[name] = len(t.names)
		t.names = append(t.names, name)
	}
}

func (w *blobWriter) keys(rows []GazetteerRow, fold *PlaceFold) error {
	postings := map[string][]uint32{}
	for i, r := range rows {
		if r.Quiet {
			continue
		}
		for n, key := range rowKeys(r, fold) {
			post := uint32(i)
			if n > 0 {
				post |= otherName
			}
			postings[key] = append(postings[key], post)
		}
	}
	groups := map[string][]string{}
	for key := range postings {
		f := fold.Fold(key)
		groups[f] = append(groups[f], key)
	}
	folds := make([]string, 0, len(groups))
	for f := range groups {
		sort.Strings(groups[f])
		folds = append(folds, f)
	}
	sort.Strings(folds)
	return w.writeKeys(folds, groups, postings)
}

// rowKeys lists the exact keys of a row, that of its own name first.
func rowKeys(r GazetteerRow, fold *PlaceFold) []string {
	var keys []string
	seen := map[string]bool{}
	add := func(key string) {
		if key != "" && len(key) <= 255 && !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
	}
	for _, name := range append([]string{r.Name}, r.Others...) {
		add(PlaceKey(name))
	}
	for _, key := range keys {
		add(fold.Bare(key))
	}
	return keys
}

func (w *blobWriter) writeKeys(folds []string, groups map[string][]string, postings map[string][]uint32) error {
	var groupLen, groupSize, keyLen, keySize []byte
	var groupPool, keyPool, posts bytes.Buffer
	for _, f := range folds {
		if len(f) > 255 || len(groups[f]) > 255 {
			return fmt.Errorf("knowledge: %d names fold to %.40q; make the rules of places/fold.tsv narrower", len(groups[f]), f)
		}
		groupLen, groupSize = append(groupLen, byte(len(f))), append(groupSize, byte(len(groups[f])))
		groupPool.WriteString(f)
		for _, key := range groups[f] {
			list := postings[key]
			if len(list) > 65535 {
				list = list[:65535]
			}
			keyLen, keySize = append(keyLen, byte(len(key))), binary.LittleEndian.AppendUint16(keySize, uint16(len(list)))
			keyPool.WriteString(key)
			for _, p := range list {
				posts.Write(le32(p))
			}
		}
	}
	w.counts[nGroups], w.counts[nGroupPool] = uint32(len(folds)), uint32(groupPool.Len())
	w.counts[nKeys], w.counts[nKeyPool] = uint32(len(keyLen)), uint32(keyPool.Len())
	w.counts[nPostings] = uint32(posts.Len() / 4)
	for _, part := range [][]byte{groupLen, groupSize, groupPool.Bytes(), keyLen, keySize, keyPool.Bytes(), posts.Bytes()} {
		w.out.Write(part)
	}
	return nil
}

func (w *blobWriter) words(marks map[string]WordMark) {
	list := make([]string, 0, len(marks))
	for word := range marks {
		if len(word) > 0 && len(word) <= 255 {
			list = append(list, word)
		}
	}
	sort.Strings(list)
	var pool bytes.Buffer
	for _, word := range list {
		w.out.WriteByte(byte(len(word)))
		pool.WriteString(word)
	}
	for _, word := range list {
		w.out.WriteByte(byte(marks[word]))
	}
	w.out.Write(pool.Bytes())
	w.counts[nWords], w.counts[nWordPool] = uint32(len(list)), uint32(pool.Len())
}

// gazetteer is the decompressed file. Rows are read where they lie; only the
// offsets of variable-length columns are spread out.
type gazetteer struct {
	features, countries  []string
	id, lat, lon         []byte
	feature, country     []byte
	pop, radius          []byte
	admin1, admin2       []byte
	nameAt               []uint32
	names                []byte
	groupAt, groupKey    []uint32 // offsets into groups; first key of a group
	groups               []byte
	keyAt, keyPost       []uint32
	keys, posts          []byte
	wordAt               []uint32
	wordMarks, wordsPool []byte
}

// openGazetteer decompresses data and checks that every column has its length.
func openGazetteer(data []byte, fold *PlaceFold) (*gazetteer, error) {
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxBlob))
	if err != nil {
		return nil, err
	}
	defer dec.Close()
	raw, err := dec.DecodeAll(data, nil)
	if err != nil {
		return nil, err
	}
	r := &blobReader{rest: raw}
	if string(r.take(len(blobMagic))) != blobMagic {
		return nil, errors.New("no gazetteer of this version")
	}
	if string(r.take(int(r.u32()))) != fold.mark {
		return nil, errors.New("built with other rules than those of places/fold.tsv")
	}
	var n [numCounts]int
	for i := range n {
		n[i] = int(r.u32())
	}
	g := &gazetteer{}
	g.read(r, n)
	if r.bad || len(r.rest) > 0 {
		return nil, errors.New("cut short or damaged")
	}
	return g, nil
}

func (g *gazetteer) read(r *blobReader, n [numCounts]int) {
	features, countries, _ := strings.Cut(string(r.take(n[nTables])), "\n\n")
	g.features, g.countries = strings.Split(features, "\n"), strings.Split(countries, "\n")
	p := n[nPlaces]
	g.id, g.lat, g.lon = r.take(4*p), r.take(4*p), r.take(4*p)
	g.feature, g.country, g.pop, g.radius = r.take(p), r.take(p), r.take(p), r.take(2*p)
	g.admin1, g.admin2 = r.take(4*p), r.take(4*p)
	g.nameAt = offsets(r.take(p), 1)
	g.names = r.take(n[nNamePool])
	g.groupAt = offsets(r.take(n[nGroups]), 1)
	g.groupKey = offsets(r.take(n[nGroups]), 1)
	g.groups = r.take(n[nGroupPool])
	g.keyAt = offsets(r.take(n[nKeys]), 1)
	g.keyPost = offsets(r.take(2*n[nKeys]), 2)
	g.keys, g.posts = r.take(n[nKeyPool]), r.take(4*n[nPostings])
	g.wordAt = offsets(r.take(n[nWords]), 1)
	g.wordMarks, g.wordsPool = r.take(n[nWords]), r.take(n[nWordPool])
	fits := func(at []uint32, n int) bool { return int(at[len(at)-1]) == n }
	if !fits(g.nameAt, len(g.names)) || !fits(g.groupAt, len(g.groups)) || !fits(g.groupKey, n[nKeys]) ||
		!fits(g.keyAt, len(g.keys)) || !fits(g.keyPost, n[nPostings]) || !fits(g.wordAt, len(g.wordsPool)) {
		r.bad = true
	}
}

// offsets sums lengths of the given width in bytes; the result is one longer.
func offsets(lengths []byte, width int) []uint32 {
	out := make([]uint32, len(lengths)/width+1)
	var sum uint32
	for i := range len(out) - 1 {
		if width == 2 {
			sum += uint32(binary.LittleEndian.Uint16(lengths[2*i:]))
		} else {
			sum += uint32(lengths[i])
		}
		out[i+1] = sum
	}
	return out
}

type blobReader struct {
	rest []byte
	bad  bool
}

func (r *blobReader) take(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.bad = true
		return nil
	}
	part := r.rest[:n:n]
	r.rest = r.rest[n:]
	return part
}

func (r *blobReader) u32() uint32 {
	b := r.take(4)
	if b == nil {
		return 0
	}
	return binary.LittleEndian.Uint32(b)
}

// group finds a folded key and gives its range of exact keys, empty when absent.
func (g *gazetteer) group(fold string) (from, to int) {
	n := len(g.groupAt) - 1
	i := sort.Search(n, func(i int) bool { return string(g.groups[g.groupAt[i]:g.groupAt[i+1]]) >= fold })
	if i == n || string(g.groups[g.groupAt[i]:g.groupAt[i+1]]) != fold {
		return 0, 0
	}
	return int(g.groupKey[i]), int(g.groupKey[i+1])
}

func (g *gazetteer) key(i int) string { return string(g.keys[g.keyAt[i]:g.keyAt[i+1]]) }

// word gives the marks of a lower-case word, 0 when it has none.
func (g *gazetteer) word(word string) WordMark {
	n := len(g.wordAt) - 1
	i := sort.Search(n, func(i int) bool { return string(g.wordsPool[g.wordAt[i]:g.wordAt[i+1]]) >= word })
	if i == n || string(g.wordsPool[g.wordAt[i]:g.wordAt[i+1]]) != word {
		return 0
	}
	return WordMark(g.wordMarks[i])
}
