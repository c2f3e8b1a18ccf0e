package sitrep

import (
	"encoding/json"
	"fmt"
	"time"
)

// Report is one text as received: what was published, by whom, when.
type Report struct {
	// ID comes from the input when it gives one; else it is "r_" and the first
	// 16 hex digits of the SHA-256 of Text and, where known, of publisher, address
	// and time: two outlets that print one text are two reports.
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
	// Published is the moment of publication in the outlet's own zone; zero when
	// unknown. It is never taken from a clock or a file's date.
	Published Stamp  `json:"published,omitzero"`
	Publisher string `json:"publisher,omitempty"`
	URL       string `json:"url,omitempty"`
	Byline    string `json:"byline,omitempty"`
	// Language is a BCP 47 code, "" when neither given nor recognised.
	Language string `json:"language,omitempty"`

	// Text is the main text, UTF-8, the only text that spans refer to.
	Text string `json:"-"`
	// Blocks cover Text in order without overlapping; white space between blocks
	// belongs to none. Nil means one has to be found by blank lines.
	Blocks []Block `json:"-"`
	// Source is where the bytes came from: a path, URL or "-".
	Source string `json:"-"`
	// Raw are the bytes that the report was read from; nil when they are unknown.
	Raw []byte `json:"-"`
}

// Block is a stretch of the main text with one function on the page.
type Block struct {
	Kind BlockKind `json:"kind"`
	Span Span      `json:"span"`
	// Speaker and Said are known for embedded posts and credited block
	// quotations: who speaks, and when.
	Speaker string `json:"speaker,omitempty"`
	Said    Stamp  `json:"said,omitzero"`
}

// BlockKind says what a Block is on the page.
type BlockKind string

// The kinds of block.
const (
	Heading BlockKind = "heading"
	Para    BlockKind = "para"
	Quote   BlockKind = "quote"
	Item    BlockKind = "item"
	Caption BlockKind = "caption"
)

// Stamp is a moment that may be known to the day only. Time keeps the zone it
// was written in. The zero Stamp means unknown.
type Stamp struct {
	Time    time.Time
	DayOnly bool
}

// Compare orders moments by their latest reading, unknown ones last.
func (s Stamp) Compare(o Stamp) int {
	switch {
	case s.IsZero() && o.IsZero():
		return 0
	case s.IsZero():
		return 1
	case o.IsZero():
		return -1
	}
	return s.Latest().Compare(o.Latest())
}

// IsZero reports whether the moment is unknown.
func (s Stamp) IsZero() bool { return s.Time.IsZero() }

// String gives RFC 3339 in UTC, a bare date when only the day is known, "" when unknown.
func (s Stamp) String() string {
	switch {
	case s.IsZero():
		return ""
	case s.DayOnly:
		return s.Time.Format(time.DateOnly)
	}
	return s.Time.UTC().Format(time.RFC3339)
}

// Latest is the last instant the stamp can mean: for a bare day the last second of that day.
func (s Stamp) Latest() time.Time {
	if s.DayOnly {
		return s.Time.AddDate(0, 0, 1).Add(-time.Second)
	}
	return s.Time
}

// Day is the calendar day in the stamp's own zone, as midnight UTC.
func (s Stamp) Day() time.Time {
	y, m, d := s.Time.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// MarshalJSON writes String.
func (s Stamp) MarshalJSON() ([]byte, error) { return json.Marshal(s.String()) }

// UnmarshalJSON reads what ParseStamp reads.
func (s *Stamp) UnmarshalJSON(b []byte) error {
	var text string
	if err := json.Unmarshal(b, &text); err != nil {
		return err
	}
	got, err := ParseStamp(text)
	*s = got
	return err
}

// ParseStamp reads an ISO 8601 date or RFC 3339 moment; "" gives the zero Stamp.
func ParseStamp(text string) (Stamp, error) {
	if text == "" {
		return Stamp{}, nil
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return Stamp{Time: t, DayOnly: true}, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return Stamp{Time: t}, nil
		}
	}
	return Stamp{}, fmt.Errorf("sitrep: %q is no date; write 2019-04-08 or 2019-04-08T09:00:00Z", text)
}
