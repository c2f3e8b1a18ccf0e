package sitrep

import (
	"encoding/json"
	"fmt"
)

// Span is a half-open byte range [Start, End) into a Document's Text. The zero
// Span is empty; it stands for "nowhere" where a layer allows that.
type Span struct{ Start, End int }

// Empty reports whether the span covers no bytes.
func (s Span) Empty() bool { return s.End <= s.Start }

// Overlaps reports whether the two spans share a byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Contains reports whether o lies wholly inside s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Holds reports whether the byte at offset lies inside s. A word with a clitic
// ("Ghana's"), whose tokens share one span, begins inside the name that it holds.
func (s Span) Holds(offset int) bool { return s.Start <= offset && offset < s.End }

// Cover returns the smallest span that contains both; an empty span adds nothing.
func (s Span) Cover(o Span) Span {
	switch {
	case s.Empty():
		return o
	case o.Empty():
		return s
	}
	return Span{min(s.Start, o.Start), max(s.End, o.End)}
}

// MarshalJSON writes the span as [start,end].
func (s Span) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "[%d,%d]", s.Start, s.End), nil
}

// UnmarshalJSON reads [start,end].
func (s *Span) UnmarshalJSON(b []byte) error {
	var pair [2]int
	if err := json.Unmarshal(b, &pair); err != nil {
		return fmt.Errorf("sitrep: a span is [start,end]: %w", err)
	}
	s.Start, s.End = pair[0], pair[1]
	return nil
}
