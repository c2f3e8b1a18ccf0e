package row

import (
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
)

// text is a string that JSON keeps byte for byte: a JSON string, or, when it is
// not UTF-8 (a path may be so), {"bytes":"…"} in base 64.
type text string

type textBytes struct {
	Bytes []byte `json:"bytes"`
}

// MarshalJSON writes the string or its bytes.
func (s text) MarshalJSON() ([]byte, error) {
	if utf8.ValidString(string(s)) {
		return json.Marshal(string(s))
	}
	return json.Marshal(textBytes{[]byte(s)})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (s *text) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '{' {
		var raw textBytes
		err := json.Unmarshal(b, &raw)
		*s = text(raw.Bytes)
		return err
	}
	return json.Unmarshal(b, (*string)(s))
}

// stamp is a sitrep.Stamp that keeps its zone.
type stamp struct {
	Time string `json:"time"` // RFC 3339 with fractions of a second and zone
	Day  bool   `json:"day,omitempty"`
}

func newStamp(s sitrep.Stamp) (*stamp, error) {
	if s == (sitrep.Stamp{}) {
		return nil, nil
	}
	t := s.Time
	if _, offset := t.Zone(); offset%60 != 0 {
		t = t.UTC() // a zone with seconds, as before standard time
	}
	if y := t.Year(); y < 0 || y > 9999 {
		return nil, fmt.Errorf("store: the year %d of a report cannot be written; give one from 0 to 9999", y)
	}
	return &stamp{t.Format(time.RFC3339Nano), s.DayOnly}, nil
}

func (s *stamp) stamp() (sitrep.Stamp, error) {
	if s == nil {
		return sitrep.Stamp{}, nil
	}
	t, err := time.Parse(time.RFC3339Nano, s.Time)
	if err != nil {
		return sitrep.Stamp{}, err
	}
	if _, offset := t.Zone(); offset == 0 {
		t = t.UTC()
	} else {
		t = t.In(time.FixedZone("", offset)) // never the zone of this machine
	}
	return sitrep.Stamp{Time: t, DayOnly: s.Day}, nil
}

// meta is what a report says beside id and text.
type meta struct {
	Title     text    `json:"title,omitempty"`
	Published *stamp  `json:"published,omitempty"`
	Publisher text    `json:"publisher,omitempty"`
	URL       text    `json:"url,omitempty"`
	Byline    text    `json:"byline,omitempty"`
	Language  text    `json:"language,omitempty"`
	Source    text    `json:"source,omitempty"`
	Blocks    []block `json:"blocks,omitempty"`
}

type block struct {
	Kind    text        `json:"kind"`
	Span    sitrep.Span `json:"span"`
	Speaker text        `json:"speaker,omitempty"`
	Said    *stamp      `json:"said,omitempty"`
}

func encodeMeta(rep sitrep.Report) (string, error) {
	published, err := newStamp(rep.Published)
	if err != nil {
		return "", err
	}
	m := meta{Title: text(rep.Title), Published: published, Publisher: text(rep.Publisher), URL: text(rep.URL),
		Byline: text(rep.Byline), Language: text(rep.Language), Source: text(rep.Source)}
	for _, b := range rep.Blocks {
		said, err := newStamp(b.Said)
		if err != nil {
			return "", err
		}
		m.Blocks = append(m.Blocks, block{text(b.Kind), b.Span, text(b.Speaker), said})
	}
	out, err := json.Marshal(m)
	return string(out), err
}

func decodeMeta(body string) (sitrep.Report, error) {
	var m meta
	if err := json.Unmarshal([]byte(body), &m); err != nil {
		return sitrep.Report{}, err
	}
	published, err := m.Published.stamp()
	if err != nil {
		return sitrep.Report{}, err
	}
	rep := sitrep.Report{Title: string(m.Title), Published: published, Publisher: string(m.Publisher), URL: string(m.URL),
		Byline: string(m.Byline), Language: string(m.Language), Source: string(m.Source)}
	for _, b := range m.Blocks {
		said, err := b.Said.stamp()
		if err != nil {
			return sitrep.Report{}, err
		}
		rep.Blocks = append(rep.Blocks, sitrep.Block{Kind: sitrep.BlockKind(b.Kind), Span: b.Span, Speaker: string(b.Speaker), Said: said})
	}
	return rep, nil
}
