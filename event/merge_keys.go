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
// the cost of one flat. A block is two things that an incident tells (parties, its
// place, names and rare words of the sentence and of the story) and a row of days;
// partners are looked up in the row of the incident and in those before and after.
func (j *joiner) keys(s *slots) []uint64 { return blocks(s, 0) }

func (j *joiner) ask(s *slots) []uint64 {
	if math.IsNaN(s.anchor()) {
		return blocks(s, 0)
	}
	return slices.Concat(blocks(s, -1), blocks(s, 0), blocks(s, 1))
}

const rowDays = 8

// blocks are the keys of an incident in the row so many after its own.
func blocks(s *slots, after float64) []uint64 {
	row := math.NaN()
	if day := s.anchor(); !math.IsNaN(day) {
		row = math.Floor(day/rowDays) + after
	}
	class, things := class(s), things(s)
	own := len(things)
	for _, w := range s.scene.rarest(5) {
		if thing := fmt.Sprint("w ", w); !slices.Contains(things, thing) {
			things = append(things, thing)
		}
	}
	keys := make([]uint64, 0, len(things)*own)
	for i, a := range things {
		for _, b := range things[:min(i, own)] {
			keys = append(keys, inRow(row, xxhash.Sum64String(class+"\x00"+min(a, b)+"\x00"+max(a, b))))
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// inRow puts a hash into a row of days: the upper 16 bits of a key are its row, so
// that what is of one time stands together in an index. NaN is the row of what has
// no day.
func inRow(row float64, hash uint64) uint64 {
	n := uint64(1)
	if !math.IsNaN(row) {
		n = uint64(int64(row)+1<<14) & 0x7fff
	}
	return n<<48 | hash>>16
}

// things are what an incident is looked up by, each once, but for the names of its
// story, which it shares with all others of its report.
func things(s *slots) []string {
	var out []string
	add := func(thing string) {
		if !slices.Contains(out, thing) {
			out = append(out, thing)
		}
	}
	for _, list := range [][]sitrep.Actor{s.c.Actors, s.c.Recipients} {
		for i := range list[:min(len(list), 2)] {
			add("a " + partyKey(&list[i]))
		}
	}
	if p := s.c.Place; p != nil && !coarse(p) {
		add("p " + FoldName(p.Name))
	}
	for _, part := range []struct {
		v vector
		n int
	}{{s.names, 4}, {s.party, 2}, {s.plain, 5}} {
		for _, w := range part.v.rarest(part.n) {
			add(fmt.Sprint("w ", w))
		}
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
