package knowledge

import (
	"bufio"
	"bytes"
	"container/heap"
	"encoding/binary"
	"errors"
	"io"
	"slices"
)

// sortRun is the memory of a run of records, in bytes.
const sortRun = 96 << 20

// recordSorter sorts more records than fit into memory: full runs are sorted and
// written to scratch stores, then merged. Records are shorter than 64 KiB and
// compared byte by byte.
type recordSorter struct {
	scratch func() (Scratch, error)
	run     int // bytes of a run, 0 for sortRun
	data    []byte
	at      []record
	runs    []*io.SectionReader
	count   int64
}

// record is the place of one in data, with its first bytes for a quick comparison.
type record struct {
	first uint64
	start uint32
	size  uint16
}

func (s *recordSorter) add(rec []byte) error {
	limit := s.run
	if limit == 0 {
		limit = sortRun
	}
	if len(s.data) > 0 && len(s.data)+len(rec) > limit {
		if err := s.spill(); err != nil {
			return err
		}
	}
	var first [8]byte
	copy(first[:], rec)
	s.at = append(s.at, record{binary.BigEndian.Uint64(first[:]), uint32(len(s.data)), uint16(len(rec))})
	s.data = append(s.data, rec...)
	s.count++
	return nil
}

func (s *recordSorter) get(r record) []byte { return s.data[r.start : r.start+uint32(r.size)] }

func (s *recordSorter) sort() {
	slices.SortFunc(s.at, func(a, b record) int {
		switch {
		case a.first < b.first:
			return -1
		case a.first > b.first:
			return 1
		}
		return bytes.Compare(s.get(a), s.get(b))
	})
}

// spill writes the records in memory as a sorted run.
func (s *recordSorter) spill() error {
	s.sort()
	store, err := s.scratch()
	if err != nil {
		return err
	}
	w, size := bufio.NewWriterSize(store, 256<<10), int64(0)
	var length [2]byte
	for _, r := range s.at {
		binary.LittleEndian.PutUint16(length[:], r.size)
		w.Write(length[:])
		w.Write(s.get(r)) // the first error sticks and shows in Flush
		size += 2 + int64(r.size)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	s.runs = append(s.runs, io.NewSectionReader(store, 0, size))
	s.data, s.at = s.data[:0], s.at[:0]
	return nil
}

// sorted calls do for every record in order. A record is valid until do returns.
func (s *recordSorter) sorted(do func(rec []byte) error) error {
	if len(s.runs) == 0 {
		s.sort()
		for _, r := range s.at {
			if err := do(s.get(r)); err != nil {
				return err
			}
		}
		return nil
	}
	if err := s.spill(); err != nil {
		return err
	}
	s.data, s.at = nil, nil
	var heads runs
	for _, r := range s.runs {
		head := &runHead{in: bufio.NewReaderSize(r, 256<<10)}
		if more, err := head.next(); err != nil {
			return err
		} else if more {
			heads = append(heads, head)
		}
	}
	heap.Init(&heads)
	for len(heads) > 0 {
		if err := do(heads[0].rec); err != nil {
			return err
		}
		switch more, err := heads[0].next(); {
		case err != nil:
			return err
		case more:
			heap.Fix(&heads, 0)
		default:
			heap.Pop(&heads)
		}
	}
	return nil
}

// runHead is the next record of a run.
type runHead struct {
	in  *bufio.Reader
	rec []byte
}

func (h *runHead) next() (bool, error) {
	var length [2]byte
	if _, err := io.ReadFull(h.in, length[:]); errors.Is(err, io.EOF) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	h.rec = slices.Grow(h.rec[:0], int(binary.LittleEndian.Uint16(length[:])))[:binary.LittleEndian.Uint16(length[:])]
	_, err := io.ReadFull(h.in, h.rec)
	return err == nil, err
}

// runs is a heap of run heads.
type runs []*runHead

func (r runs) Len() int           { return len(r) }
func (r runs) Less(i, j int) bool { return bytes.Compare(r[i].rec, r[j].rec) < 0 }
func (r runs) Swap(i, j int)      { r[i], r[j] = r[j], r[i] }
func (r *runs) Push(x any)        { *r = append(*r, x.(*runHead)) }
func (r *runs) Pop() any {
	last := (*r)[len(*r)-1]
	*r = (*r)[:len(*r)-1]
	return last
}
