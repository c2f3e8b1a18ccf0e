package gazetteer

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/sitrep-dev/sitrep/knowledge"
)

// names are the other names of alternateNamesV2.txt by GeoNames number, packed.
type names struct {
	tables *knowledge.Places
	pool   []byte // each name after its length
	at     []nameAt
	langs  map[string]bool // languages that mark no name
}

type nameAt struct{ id, start uint32 }

// line takes a line of the table: of a kept place, a name that a report in
// English may print. A colloquial name ("Big Apple") is none.
func (s *names) line(line []byte, kept func(id uint32) bool) error {
	var c [10][]byte
	if n := split(line, c[:]); n != 8 && n != 10 {
		return fmt.Errorf("%d columns, want 10", n)
	}
	id, err := strconv.ParseUint(string(c[1]), 10, 32)
	if err != nil {
		return fmt.Errorf("%.60q has no number of a place", line)
	}
	if !kept(uint32(id)) || string(c[6]) == "1" || s.noName(c[2]) || !printable(string(bytes.TrimSpace(c[3]))) {
		return nil
	}
	name := bytes.TrimSpace(c[3])
	if len(s.pool)+len(name) >= math.MaxUint32 {
		return errors.New("more than 4 GiB of names")
	}
	s.at = append(s.at, nameAt{uint32(id), uint32(len(s.pool))})
	s.pool = append(append(s.pool, byte(len(name))), name...)
	return nil
}

func (s *names) noName(lang []byte) bool {
	no, known := s.langs[string(lang)]
	if !known {
		_, no = s.tables.Class("notname", string(lang))
		if len(s.langs) < 4096 {
			s.langs[string(lang)] = no
		}
	}
	return no
}

func (s *names) sort() {
	slices.SortFunc(s.at, func(a, b nameAt) int {
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.start, b.start))
	})
}

// of lists the names of a place, nil when the table has none. sort comes first.
func (s *names) of(id uint32) []string {
	i, _ := slices.BinarySearchFunc(s.at, id, func(a nameAt, id uint32) int { return cmp.Compare(a.id, id) })
	var out []string
	for ; i < len(s.at) && s.at[i].id == id; i++ {
		start := s.at[i].start + 1
		out = append(out, string(s.pool[start:start+uint32(s.pool[start-1])]))
	}
	return out
}

// idSet is a set of GeoNames numbers.
type idSet []uint64

// add reports whether the number is new; 0, which stands for none, always is.
func (s *idSet) add(id uint32) bool {
	if s.has(id) {
		return id == 0
	}
	for int(id/64) >= len(*s) {
		*s = append(*s, make([]uint64, max(1024, len(*s)))...)
	}
	(*s)[id/64] |= 1 << (id % 64)
	return true
}

func (s *idSet) has(id uint32) bool {
	return int(id/64) < len(*s) && (*s)[id/64]&(1<<(id%64)) != 0
}
