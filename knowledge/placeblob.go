package knowledge

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sort"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// The file: an optional skippable frame with a note for people, then one frame of
// Zstandard, which holds magic, the fold rules it was built with, the counts,
// then columns one after another, little endian. Groups are the distinct folded
// keys in byte order; each holds its exact keys in byte order, each of which
// lists the rows that bear the name.
const (
	blobMagic      = blobAnyVersion + "1\n"
	blobAnyVersion = "sitrep places "
	zstdMagic      = 0xFD2FB528
	noteMagic      = 0x184D2A53      // of the skippable frame of the note
	otherName      = uint32(1) << 31 // of a posting: the name is not the row's own
	maxBlob        = uint64(4) << 30 // bytes after decompression
)

// GazetteerVersion names the format for people.
const GazetteerVersion = "format 1"

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

// gazetteer is the decompressed file. Rows are read where they lie.
type gazetteer struct {
	features, countries  []string
	kinds                []string // of the features
	id, lat, lon         []byte
	feature, country     []byte
	pop, radius          []byte
	admin1, admin2       []byte
	nameAt               offsets
	names                []byte
	groupAt, groupKey    offsets // into groups; into the keys
	groups               []byte
	keyAt, keyPost       offsets
	keys, posts          []byte
	wordAt               offsets
	wordMarks, wordsPool []byte
}

// openGazetteer decompresses data and checks that every column has its length.
func openGazetteer(data io.Reader, fold *PlaceFold, features *placeFeatures) (*gazetteer, error) {
	raw, err := unpack(bufio.NewReaderSize(data, 64<<10))
	if err != nil {
		return nil, err
	}
	return readGazetteer(raw, fold, features)
}

// unpack decompresses the file, piece by piece, so that it is in memory once.
func unpack(in *bufio.Reader) ([]byte, error) {
	for {
		head, _ := in.Peek(8)
		if len(head) < 8 || binary.LittleEndian.Uint32(head) != noteMagic {
			break
		}
		in.Discard(len(head))
		if _, err := io.CopyN(io.Discard, in, int64(binary.LittleEndian.Uint32(head[4:]))); err != nil {
			return nil, errCut
		}
	}
	start, _ := in.Peek(zstd.HeaderMaxSize)
	var head zstd.Header
	if len(start) < 4 || binary.LittleEndian.Uint32(start) != zstdMagic {
		return nil, errors.New("is no gazetteer")
	}
	if err := head.Decode(start); err != nil {
		return nil, errCut
	}
	if head.FrameContentSize > maxBlob {
		return nil, fmt.Errorf("takes more than %d GiB of memory; build one of fewer places", maxBlob>>30)
	}
	dec, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(64<<20))
	if err != nil {
		return nil, err
	}
	defer dec.Close()
	var raw bytes.Buffer
	raw.Grow(int(head.FrameContentSize) + bytes.MinRead) // 0 when the head does not tell
	if n, err := raw.ReadFrom(io.LimitReader(dec, int64(maxBlob)+1)); err != nil || uint64(n) > maxBlob {
		return nil, errCut
	}
	return raw.Bytes(), nil
}

// readGazetteer reads what is decompressed.
func readGazetteer(raw []byte, fold *PlaceFold, features *placeFeatures) (*gazetteer, error) {
	r := &blobReader{rest: raw}
	switch magic := string(r.take(len(blobMagic))); {
	case magic == blobMagic:
	case strings.HasPrefix(magic, blobAnyVersion):
		return nil, errors.New("is a gazetteer of another version of sitrep")
	case len(raw) == 0:
		return nil, errCut
	default:
		return nil, errors.New("is no gazetteer")
	}
	if string(r.take(int(r.u32()))) != fold.mark {
		return nil, errors.New("was built with other rules than those of places/fold.tsv")
	}
	var n [numCounts]int
	for i := range n {
		n[i] = int(r.u32())
	}
	g := &gazetteer{}
	g.read(r, n)
	if r.bad || len(r.rest) > 0 {
		return nil, errCut
	}
	for _, feature := range g.features {
		kind := features.of(feature)
		if kind == nil && feature != "" {
			return nil, fmt.Errorf("holds places of the feature %s, which places/features.tsv lacks or leaves out", feature)
		}
		if kind != nil {
			g.kinds = append(g.kinds, kind.kind)
		} else {
			g.kinds = append(g.kinds, "")
		}
	}
	return g, nil
}

var errCut = errors.New("is cut short or damaged")

func (g *gazetteer) read(r *blobReader, n [numCounts]int) {
	features, countries, _ := strings.Cut(string(r.take(n[nTables])), "\n\n")
	g.features, g.countries = strings.Split(features, "\n"), strings.Split(countries, "\n")
	p := n[nPlaces]
	g.id, g.lat, g.lon = r.take(4*p), r.take(4*p), r.take(4*p)
	g.feature, g.country, g.pop, g.radius = r.take(p), r.take(p), r.take(p), r.take(2*p)
	g.admin1, g.admin2 = r.take(4*p), r.take(4*p)
	g.nameAt = r.offsets(p, 1)
	g.names = r.take(n[nNamePool])
	g.groupAt = r.offsets(n[nGroups], 1)
	g.groupKey = r.offsets(n[nGroups], 1)
	g.groups = r.take(n[nGroupPool])
	g.keyAt = r.offsets(n[nKeys], 1)
	g.keyPost = r.offsets(n[nKeys], 2)
	g.keys, g.posts = r.take(n[nKeyPool]), r.take(4*n[nPostings])
	g.wordAt = r.offsets(n[nWords], 1)
	g.wordMarks, g.wordsPool = r.take(n[nWords]), r.take(n[nWordPool])
	fits := func(at offsets, n int) bool { return int(at.sum) == n }
	if !fits(g.nameAt, len(g.names)) || !fits(g.groupAt, len(g.groups)) || !fits(g.groupKey, n[nKeys]) ||
		!fits(g.keyAt, len(g.keys)) || !fits(g.keyPost, n[nPostings]) || !fits(g.wordAt, len(g.wordsPool)) {
		r.bad = true
	}
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

// offsets are the places of parts of different lengths that follow each other. Only
// every offsetStep-th is kept, the others are summed when they are asked for: that
// saves some 20 bytes a place.
type offsets struct {
	lengths []byte // of n parts, each in width bytes
	n       int
	width   int
	at      []uint32 // of every offsetStep-th part
	sum     uint32
}

const offsetStep = 8

// offsets takes the lengths of n parts, each in width bytes.
func (r *blobReader) offsets(n, width int) offsets {
	o := offsets{lengths: r.take(n * width), n: n, width: width}
	if r.bad {
		return offsets{width: width}
	}
	o.at = make([]uint32, 0, n/offsetStep+1)
	sum := uint64(0)
	for i := range n {
		if i%offsetStep == 0 {
			o.at = append(o.at, uint32(sum))
		}
		sum += uint64(o.length(i))
	}
	o.sum, r.bad = uint32(sum), sum > math.MaxUint32
	return o
}

func (o *offsets) length(i int) uint32 {
	if o.width == 2 {
		return uint32(binary.LittleEndian.Uint16(o.lengths[2*i:]))
	}
	return uint32(o.lengths[i])
}

// span gives the place of part i.
func (o *offsets) span(i int) (from, to uint32) {
	k := i / offsetStep
	from = o.at[k]
	for k *= offsetStep; k < i; k++ {
		from += o.length(k)
	}
	return from, from + o.length(i)
}

// find gives the part of pool that is text, where the parts are in byte order.
func (o *offsets) find(pool []byte, text string) (int, bool) {
	// Among every offsetStep-th part first, then among those after it.
	block := sort.Search(len(o.at), func(k int) bool {
		return string(pool[o.at[k]:o.at[k]+o.length(k*offsetStep)]) > text
	}) - 1
	if block < 0 {
		return 0, false
	}
	from := o.at[block]
	for i := block * offsetStep; i < min(o.n, (block+1)*offsetStep); i++ {
		to := from + o.length(i)
		if string(pool[from:to]) == text {
			return i, true
		}
		from = to
	}
	return 0, false
}

// group finds a folded key and gives its range of exact keys, empty when absent.
func (g *gazetteer) group(fold string) (from, to int) {
	i, ok := g.groupAt.find(g.groups, fold)
	if !ok {
		return 0, 0
	}
	first, end := g.groupKey.span(i)
	return int(first), int(end)
}

func (g *gazetteer) key(i int) string {
	from, to := g.keyAt.span(i)
	return string(g.keys[from:to])
}

// word gives the marks of a lower-case word, 0 when it has none.
func (g *gazetteer) word(word string) WordMark {
	i, ok := g.wordAt.find(g.wordsPool, word)
	if !ok {
		return 0
	}
	return WordMark(g.wordMarks[i])
}
