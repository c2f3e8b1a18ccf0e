package row

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/store"
	"pgregory.net/rapid"
)

func codec(t testing.TB) *Codec {
	t.Helper()
	c, err := NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// FuzzReport: a report is refused or comes back as it was, and no changed byte of
// its row goes unseen.
func FuzzReport(f *testing.F) {
	f.Add("r_1", "A text.", []byte("<p>A text."), "title", "/a/path", int64(1712566800), int16(120), false)
	f.Add("r\x00", "\xff", []byte{0}, "\xff\x00", "\"\\", int64(-1<<40), int16(-719), true)
	f.Add("é", strings.Repeat("long ", 1000), []byte(nil), "", "\xe2\x28", int64(0), int16(0), false)
	c := codec(f)
	f.Fuzz(func(t *testing.T, id, text string, raw []byte, title, source string, unix int64, minutes int16, day bool) {
		at := time.Unix(unix, 5).In(time.FixedZone("", int(minutes%1400)*60))
		in := store.Report{Seq: 7, Version: 2, Raw: raw, Received: at, Report: sitrep.Report{ID: id, Text: text, Title: title, Source: source,
			Published: sitrep.Stamp{Time: at, DayOnly: day}, Blocks: []sitrep.Block{{Kind: "x", Span: sitrep.Span{Start: 1, End: 2}, Speaker: title, Said: sitrep.Stamp{Time: at}}}}}
		r, err := c.Report(in)
		if err != nil {
			if CheckName("id", id) == nil && utf8.ValidString(text) && at.Year() >= 0 && at.Year() <= 9999 {
				t.Fatal(err)
			}
			return
		}
		got, err := c.Decode(r)
		if err != nil {
			t.Fatal(err)
		}
		want := Stored(in)
		if !got.Report.Published.Time.Equal(at) || got.Report.Published.Time.Format(time.RFC3339Nano) != at.Format(time.RFC3339Nano) {
			t.Fatalf("published %s came back as %s", at, got.Report.Published.Time)
		}
		for _, rep := range []*store.Report{&got, &want} {
			rep.Report.Published.Time, rep.Report.Blocks[0].Said.Time = time.Time{}, time.Time{}
		}
		if !bytes.Equal(got.Raw, want.Raw) || (got.Raw == nil) != (want.Raw == nil) {
			t.Fatalf("raw %q came back as %q", want.Raw, got.Raw)
		}
		got.Raw, want.Raw = nil, nil
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v\nwant %+v", got, want)
		}
		r.Received++
		if _, err := c.Decode(r); !errors.Is(err, store.ErrCorrupt) {
			t.Fatalf("a changed time: %v", err)
		}
	})
}

// FuzzDecode: columns of any bytes give an error, never a panic.
func FuzzDecode(f *testing.F) {
	f.Add([]byte{zstandard, 0x28, 0xb5, 0x2f, 0xfd, 4, 0, 1, 0}, "{}")
	f.Add([]byte{}, `{"published":{"time":"x"}}`)
	f.Add([]byte{9}, `{"blocks":[{"span":[1]}]}`)
	c := codec(f)
	f.Fuzz(func(t *testing.T, packed []byte, meta string) {
		r := Report{ID: "r", Meta: meta, Raw: packed, Hash: Hash("")}
		r.Sum = r.sum()
		_, _ = c.Decode(r)
		coding := Coding{Claims: packed}
		coding.Sum = coding.sum()
		_, _ = c.DecodeCoding(coding, store.Report{})
		d := Decision{Body: meta}
		d.Sum = d.sum()
		_, _ = d.Decode()
		rec := Record{Keys: packed, Body: packed}
		rec.Sum = rec.sum()
		_, _ = c.DecodeRecord(rec)
	})
}

// FuzzWords: words are letters and digits, and the words of words are the same.
func FuzzWords(f *testing.F) {
	f.Add("Évros-Delta, it's ½ 平和 \xff\x00 'x' & | ! ́")
	f.Add(strings.Repeat("ﷺ", 200))
	f.Fuzz(func(t *testing.T, s string) {
		words := Words(s)
		for _, w := range words {
			if w == "" || len(w) > wordLimit+utf8.UTFMax || strings.ContainsAny(w, " '\"\\:&|!\x00") || !utf8.ValidString(w) {
				t.Fatalf("%q gives the word %q", s, w)
			}
		}
		if v := Vector(words); strings.Count(v, "'")%2 != 0 {
			t.Fatalf("%q gives the vector %q", s, v)
		}
	})
}

func TestWords(t *testing.T) {
	for in, want := range map[string][]string{
		"":                           nil,
		" -- ":                       nil,
		"The RIVER Évros, rose.":     {"the", "river", "evros", "rose"},
		"Al-Sample's 3.5 km²":        {"al", "sample", "s", "3", "5", "km2"},
		"e\u0301 \u0645\u064e\u0631": {"e", "\u0645\u0631"},
		"a\x00b\xffc":                {"a", "b", "c"},
	} {
		if got := Words(in); !slices.Equal(got, want) {
			t.Errorf("Words(%q) = %q, want %q", in, got, want)
		}
	}
	long := Words(strings.Repeat("word ", 1<<20))
	if size := 5 * len(long); size < foldLimit || size > foldLimit+10 {
		t.Errorf("%d bytes of words are indexed", size)
	}
	if got, want := Vector([]string{"b", "a", "b"}), " 'b':1,3 'a':2"; got != want {
		t.Errorf("Vector gives %q, want %q", got, want)
	}
	if got, want := Query([]string{"b", "a"}), "'b' & 'a'"; got != want {
		t.Errorf("Query gives %q, want %q", got, want)
	}
}

func TestDiff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.Uint64Range(0, 9)
		was, now := Keys(rapid.SliceOf(key).Draw(t, "was")), Keys(rapid.SliceOf(key).Draw(t, "now"))
		gone, come := Diff(was, now)
		for k := int64(0); k < 10; k++ {
			before, after := slices.Contains(was, k), slices.Contains(now, k)
			if slices.Contains(gone, k) != (before && !after) || slices.Contains(come, k) != (after && !before) {
				t.Fatalf("Diff(%v, %v) = %v, %v", was, now, gone, come)
			}
		}
	})
}
