package knowledge

import (
	"encoding/binary"
	"errors"
	"fmt"
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

// gazetteer is the decompressed file. Rows are read where they lie; only the
// offsets of variable-length columns are spread out.
type gazetteer struct {
	features, countries  []string
	kinds                []string // of the features
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
func openGazetteer(data []byte, fold *PlaceFold, features *placeFeatures) (*gazetteer, error) {
	if len(data) < 4 || binary.LittleEndian.Uint32(data) != zstdMagic && binary.LittleEndian.Uint32(data) != noteMagic {
		return nil, errors.New("is no gazetteer")
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxBlob))
	if err != nil {
		return nil, err
	}
	defer dec.Close()
	raw, err := dec.DecodeAll(data, nil)
	if err != nil {
		return nil, errCut
	}
	return readGazetteer(raw, fold, features)
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
	fits := func(at []uint32, n int) bool { return int(at[len(at)-1]) == n }
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

// offsets takes n lengths of the given width in bytes and sums them; the result is
// one longer.
func (r *blobReader) offsets(n, width int) []uint32 {
	lengths := r.take(n * width)
	if r.bad {
		return []uint32{0}
	}
	out, sum := make([]uint32, n+1), uint64(0)
	for i := range n {
		if width == 2 {
			sum += uint64(binary.LittleEndian.Uint16(lengths[2*i:]))
		} else {
			sum += uint64(lengths[i])
		}
		out[i+1] = uint32(sum)
	}
	r.bad = sum > math.MaxUint32
	return out
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
