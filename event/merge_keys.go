package event

import (
	"fmt"
	"math"
	"slices"

	"github.com/cespare/xxhash/v2"

	"github.com/sitrep-dev/sitrep"
)

// keys are the blocks an incident is filed under, ask those that its partners are
// looked up in: only incidents that share a block are ever compared, which keeps
// the cost of one flat. A block is what happened, was planned or demanded in a row of
// days with
//
//   - one rare name of the sentence or of the story;
//   - two of the parties and the place;
//   - the country and the kind of deed, in rows of few days.
//
// Partners are looked up in the row of an incident and in those before and after. One
// that recalls something without a day is filed in rows further back too. All that
// one report tells is compared.
func (j *joiner) keys(s *slots) []uint64 { return blocks(s, 0) }

func (j *joiner) ask(s *slots) []uint64 { return blocks(s, 1) }

const (
	rowDays  = 8 // of blocks that two things make
	newsDays = 6 // of those of a country
	back     = 3 // rows that what is recalled is looked for
)

// blocks are the keys of an incident in its rows and so many around them.
func blocks(s *slots, around int) []uint64 {
	class := class(s)
	var hashes []uint64
	for _, w := range s.rare() {
		hashes = append(hashes, xxhash.Sum64String(fmt.Sprint(class, "\x00", w)))
	}
	things := things(s)
	for i, a := range things {
		for _, b := range things[:i] {
			hashes = append(hashes, xxhash.Sum64String(class+"\x00"+min(a, b)+"\x00"+max(a, b)))
		}
	}
	before := around
	if recalls(s) {
		before += back
	}
	keys := inRows(nil, s.anchor(), rowDays, before, around, hashes)
	if s.home != "" {
		keys = inRows(keys, s.anchor(), newsDays, around, around, []uint64{xxhash.Sum64String(fmt.Sprint(class, "\x00", s.c.Quad, "\x00", s.home))})
	}
	keys = append(keys, Key("told by", s.c.Report.ID))
	slices.Sort(keys)
	return slices.Compact(keys)
}

// inRows puts hashes into the row of a day and those before and after: the upper 16
// bits of a key are its row, so that what is of one time stands together in an index.
// NaN is the row of what has no day.
func inRows(keys []uint64, day, width float64, before, after int, hashes []uint64) []uint64 {
	if math.IsNaN(day) {
		before, after = 0, 0
	}
	for row := -before; row <= after; row++ {
		for _, h := range hashes {
			keys = append(keys, inRow(math.Floor(day/width)+float64(row), h^uint64(width)))
		}
	}
	return keys
}

// inRow puts a hash into a row of days; NaN is the row of what has no day.
func inRow(row float64, hash uint64) uint64 {
	n := uint64(1)
	if !math.IsNaN(row) {
		n = uint64(int64(row)+1<<14) & 0x7fff
	}
	return n<<48 | hash>>16
}

// rare are the rarest names of the sentence and of the story, each of them so rare
// that it is enough to look something up by.
func (s *slots) rare() (out []uint32) {
	const seldom, most = 9, 6 // weight, see weigh; names of each text
	for _, v := range []vector{s.names, s.party, s.scene} {
		for _, w := range v.rarest(most) {
			i, _ := slices.BinarySearch(v.words, w)
			if v.weight[i] > seldom && !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}

// things are the parties and the place of an incident, each once.
func things(s *slots) []string {
	var out []string
	for _, list := range [][]sitrep.Actor{s.c.Actors, s.c.Recipients} {
		for i := range list[:min(len(list), 2)] {
			if a := "a " + partyKey(&list[i]); !slices.Contains(out, a) {
				out = append(out, a)
			}
		}
	}
	if p := s.c.Place; p != nil && !coarse(p) {
		out = append(out, "p "+s.placeName)
	}
	return out
}

// anchor is the day a claim is filed under: the one on which it says that it
// happened, if that is known to a week, else that of publication; NaN for neither.
func (s *slots) anchor() float64 {
	if s.timed() && s.hi-s.lo <= 8 {
		return s.lo
	}
	return s.published
}
