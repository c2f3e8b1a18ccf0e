package event

import (
	"slices"
	"strings"
	"unicode"

	"github.com/cespare/xxhash/v2"
)

const (
	sketchBins  = 128  // bins of the one-permutation MinHash
	bandRows    = 2    // bins a bucket key is made of
	sketchLimit = 2048 // shingles kept of one text: the smallest hashes
)

// shingled is a text as a set of 3-word shingles.
type shingled struct {
	size   int      // distinct shingles
	whole  uint64   // hash over all words in order
	kept   []uint64 // the smallest hashes in ascending order, at most sketchLimit
	sketch [sketchBins]uint64
}

// shingle reads a text in time linear in its length. Case, punctuation and
// spacing do not count.
func shingle(text string) shingled {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	var s shingled
	if len(words) == 0 {
		return s
	}
	var all xxhash.Digest
	all.Reset()
	hashes := make([]uint64, 0, len(words))
	for i, word := range words {
		all.WriteString(word)
		all.WriteString(" ")
		if i+3 <= len(words) {
			hashes = append(hashes, xxhash.Sum64String(strings.Join(words[i:i+3], " ")))
		}
	}
	s.whole = all.Sum64()
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	s.size = max(len(hashes), 1)
	s.fill(hashes)
	s.kept = slices.Clone(hashes[:min(len(hashes), sketchLimit)])
	return s
}

// fill puts the smallest hash of each bin into the sketch; an empty bin takes
// the value of the next full one, changed by the distance, so that equal sets
// still agree and unequal ones do not agree by being empty.
func (s *shingled) fill(hashes []uint64) {
	const width = ^uint64(0)/sketchBins + 1
	var full [sketchBins]bool
	for _, h := range hashes {
		bin := h / width
		if !full[bin] { // hashes ascend: the first is the smallest
			s.sketch[bin], full[bin] = h, true
		}
	}
	if len(hashes) == 0 {
		return
	}
	for i := range s.sketch {
		for d := 0; !full[i] && d < sketchBins; d++ {
			if j := (i + d) % sketchBins; full[j] {
				s.sketch[i] = s.sketch[j] + uint64(d)*0x9e3779b97f4a7c15
				break
			}
		}
	}
}

// bands are the bucket keys. With 64 bands of two bins, texts that share four
// tenths of their shingles meet nearly always, a shortened copy that shares two
// tenths in nine cases of ten.
func (s *shingled) bands() []uint64 {
	if s.size == 0 {
		return nil
	}
	keys := make([]uint64, 0, sketchBins/bandRows+1)
	keys = append(keys, s.whole)
	for i := 0; i+bandRows <= sketchBins && len(s.kept) > 0; i += bandRows {
		h := uint64(i)
		for _, v := range s.sketch[i : i+bandRows] {
			h = (h ^ v) * 0x9e3779b97f4a7c15
			h ^= h >> 29
		}
		keys = append(keys, h)
	}
	return keys
}

// compare gives the Jaccard index and the share of the smaller set that is in
// the larger. It is exact up to sketchLimit shingles, else the bottom-k estimate.
func (s *shingled) compare(o *shingled) (jaccard, containment float64) {
	both, either := 0, 0
	limit := len(s.kept) + len(o.kept)
	if s.size > sketchLimit || o.size > sketchLimit {
		limit = sketchLimit
	}
	for i, j := 0, 0; (i < len(s.kept) || j < len(o.kept)) && either < limit; either++ {
		switch {
		case j == len(o.kept) || i < len(s.kept) && s.kept[i] < o.kept[j]:
			i++
		case i == len(s.kept) || o.kept[j] < s.kept[i]:
			j++
		default:
			both++
			i++
			j++
		}
	}
	if either == 0 {
		return 0, 0
	}
	jaccard = float64(both) / float64(either)
	shared := jaccard / (1 + jaccard) * float64(s.size+o.size)
	return jaccard, min(1, shared/float64(min(s.size, o.size)))
}
