package event

import (
	"fmt"
	"math"
	"slices"

	"github.com/cespare/xxhash/v2"

	"github.com/sitrep-dev/sitrep"
)

// keys are the blocks a claim is looked up in: only claims that share a key are
// ever compared, which keeps the cost of a claim flat. A key is a party, a place
// or a rare word within weeks, or a name that the report opens with within days:
// two claims whose days lie within half a row of each other share one of two rows.
func (j *joiner) keys(s *slots) []uint64 {
	const weeks, days = 32, 10
	var keys []uint64
	class := class(s)
	add := func(row string, thing any) {
		keys = append(keys, xxhash.Sum64String(fmt.Sprint(class, "\x00", row, "\x00", thing)))
	}
	for _, row := range rows(s.anchor(), weeks) {
		for _, list := range [][]sitrep.Actor{s.c.Actors, s.c.Recipients} {
			for i := range list {
				add(row, "a "+partyKey(&list[i]))
				if code := list[i].Code; len(code) > 3 {
					add(row, "c "+code)
				}
			}
		}
		if p := s.c.Place; p != nil && !coarse(p) {
			add(row, "p "+FoldName(p.Name))
		}
		for _, w := range s.words.rarest(6) {
			add(row, w)
		}
		for _, v := range []vector{s.words, s.names, s.party} {
			for _, w := range v.rarest(12) {
				add(row, fmt.Sprint(w, " ", s.c.Quad))
			}
		}
		for _, v := range []vector{s.scene, s.story} {
			for _, w := range v.rarest(8) {
				add(row, fmt.Sprint("s ", w, " ", s.c.Quad))
			}
		}
	}
	for _, row := range rows(s.anchor(), days) {
		for _, v := range []vector{s.names, s.scene} {
			for _, w := range v.rarest(6) {
				add(row, w)
			}
		}
		for _, w := range s.party.rarest(4) {
			add(row, w)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// rows are the two rows of so many days that a day falls into.
func rows(day float64, length int) []string {
	if math.IsNaN(day) {
		return []string{fmt.Sprint(length, " undated")}
	}
	n := float64(length)
	return []string{fmt.Sprint(length, "d", math.Floor(day/n)), fmt.Sprint(length, "e", math.Floor((day+n/2)/n))}
}

// anchor is the day a claim is filed under: the one on which it says that it
// happened, if that is known to a week, else that of publication; NaN for neither.
func (s *slots) anchor() float64 {
	if s.timed() && s.hi-s.lo <= 8 {
		return s.lo
	}
	return s.published
}
