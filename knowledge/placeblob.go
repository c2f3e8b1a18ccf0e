package knowledge

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
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

// gazetteer is the decompressed file, in columns that take less room than there.
type gazetteer struct {
	features, countries  []string
	kinds                []string // of the features
	id, lat, lon         packed
	feature, country     []byte
	pop, radius          []byte
	admin1, admin2       packed
	nameAt               offsets
	names                []byte
	groups               groupHeads
	groupKey             offsets // into the keys
	keyAt, keyPost       offsets
	keys                 []byte
	posts                packed // row, then a bit that says that the name is not its own
	wordAt               offsets
	wordMarks, wordsPool []byte
	fold                 *PlaceFold
}

// openGazetteer decompresses data and checks that every column has its length.
func openGazetteer(data io.Reader, fold *PlaceFold, features *placeFeatures) (*gazetteer, error) {
	dec, size, err := unpack(bufio.NewReaderSize(data, 64<<10))
	if err != nil {
		return nil, err
	}
	defer dec.Close()
	return readGazetteer(dec, size, fold, features)
}

// unpack steps over notes and opens the frame. size is that of what it holds, as
// far as its head tells, else the most that it may hold.
func unpack(in *bufio.Reader) (dec *zstd.Decoder, size uint64, err error) {
	for {
		head, _ := in.Peek(8)
		if len(head) < 8 || binary.LittleEndian.Uint32(head) != noteMagic {
			break
		}
		in.Discard(len(head))
		if _, err := io.CopyN(io.Discard, in, int64(binary.LittleEndian.Uint32(head[4:]))); err != nil {
			return nil, 0, errCut
		}
	}
	start, _ := in.Peek(zstd.HeaderMaxSize)
	var head zstd.Header
	if len(start) < 4 || binary.LittleEndian.Uint32(start) != zstdMagic {
		return nil, 0, errors.New("is no gazetteer")
	}
	if err := head.Decode(start); err != nil {
		return nil, 0, errCut
	}
	if head.FrameContentSize > maxBlob {
		return nil, 0, fmt.Errorf("takes more than %d GiB of memory; build one of fewer places", maxBlob>>30)
	}
	if size = maxBlob; head.HasFCS {
		size = head.FrameContentSize
	}
	dec, err = zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(64<<20))
	return dec, size, err
}

// readGazetteer reads what is decompressed, of at most size bytes.
func readGazetteer(in io.Reader, size uint64, fold *PlaceFold, features *placeFeatures) (*gazetteer, error) {
	r := &blobReader{in: in, left: size}
	switch magic := string(r.take(len(blobMagic))); {
	case magic == blobMagic:
	case strings.HasPrefix(magic, blobAnyVersion):
		return nil, errors.New("is a gazetteer of another version of sitrep")
	case r.bad:
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
	g := &gazetteer{fold: fold}
	g.read(r, n)
	if r.bad || !r.ends() {
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
	g.id, g.lat, g.lon = r.packed(p, 0), r.packed(p, 90e4), r.packed(p, 180e4)
	g.feature, g.country, g.pop, g.radius = r.take(p), r.take(p), r.take(p), r.take(2*p)
	g.admin1, g.admin2 = r.packed(p, 1), r.packed(p, 1)
	g.nameAt = r.offsets(p, 1)
	g.names = r.take(n[nNamePool])
	groupAt := r.offsets(n[nGroups], 1)
	g.groupKey = r.offsets(n[nGroups], 1)
	pool := r.take(n[nGroupPool])
	if r.bad || int(groupAt.sum) != len(pool) {
		r.bad = true
		return
	}
	g.groups = headsOf(&groupAt, pool)
	g.keyAt = r.offsets(n[nKeys], 1)
	g.keyPost = r.offsets(n[nKeys], 2)
	g.keys, g.posts = r.take(n[nKeyPool]), r.postings(n[nPostings])
	g.wordAt = r.offsets(n[nWords], 1)
	g.wordMarks, g.wordsPool = r.take(n[nWords]), r.take(n[nWordPool])
	fits := func(at offsets, n int) bool { return int(at.sum) == n }
	if !fits(g.nameAt, len(g.names)) || !fits(g.groupKey, n[nKeys]) ||
		!fits(g.keyAt, len(g.keys)) || !fits(g.keyPost, n[nPostings]) || !fits(g.wordAt, len(g.wordsPool)) {
		r.bad = true
	}
}

// blobReader reads the file piece by piece, so that no more of it is in memory than
// is kept and one column.
type blobReader struct {
	in   io.Reader
	left uint64 // bytes that may follow
	bad  bool
}

// takePiece is how many bytes are made room for before they are known to be there.
const takePiece = 32 << 20

func (r *blobReader) take(n int) []byte {
	if r.bad || n < 0 || uint64(n) > r.left {
		r.bad = true
		return nil
	}
	part := make([]byte, 0, min(n, takePiece))
	for len(part) < n {
		from := len(part)
		part = slices.Grow(part, min(n-from, takePiece))[:from+min(n-from, takePiece)]
		if _, err := io.ReadFull(r.in, part[from:]); err != nil {
			r.bad = true
			return nil
		}
	}
	r.left -= uint64(n)
	return part
}

// ends reports whether nothing follows.
func (r *blobReader) ends() bool {
	var one [1]byte
	_, err := io.ReadFull(r.in, one[:])
	return err == io.EOF
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
	first, end := g.groups.block(fold)
	tag := tagOf(fold)
	for i := first; i < end; i++ {
		if g.groups.tags[i] != tag {
			continue
		}
		if a, b := g.groupKey.span(i); a < b && g.fold.Fold(g.key(int(a))) == fold {
			return int(a), int(b)
		}
	}
	return 0, 0
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
