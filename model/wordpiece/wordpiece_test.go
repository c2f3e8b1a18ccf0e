package wordpiece_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep/model/wordpiece"
)

var pieces = strings.Fields("[UNK] u . n ' rebel ##s attack ##ed ##ing , cafe - 東 京 a ##a i ##stanbul b ( ##b $")

func vocabulary(t testing.TB) *wordpiece.Vocabulary {
	t.Helper()
	v, err := wordpiece.New([]byte(strings.Join(pieces, "\n")+"\n"), 0)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAppend(t *testing.T) {
	v := vocabulary(t)
	for word, want := range map[string]string{
		"Rebels":                   "rebel ##s",
		"ATTACKED":                 "attack ##ed",
		"attacks":                  "attack ##s",
		"U.N.":                     "u . n .",
		"Café":                     "cafe",
		"cafe\u0301":               "cafe",
		"caf\u00ade":               "cafe", // a soft hyphen inside
		"東京":                       "東 京",
		"İstanbul":                 "i ##stanbul",
		"a\tb":                     "a ##b",
		"a b":                      "a b",
		"a\u00a0b":                 "a b",
		"":                         "[UNK]",
		"\u0301":                   "[UNK]",
		"\x00":                     "[UNK]",
		"rebelx":                   "[UNK]",
		"rebelx,a":                 "[UNK] , a",
		"(a)":                      "( a [UNK]",
		"$a":                       "$ a",
		"\xff\xfea":                "a",
		strings.Repeat("a", 100):   strings.TrimSpace("a " + strings.Repeat("##a ", 31)),
		strings.Repeat("a", 101):   "[UNK]",
		strings.Repeat(",", 5000):  strings.TrimSpace(strings.Repeat(", ", 32)),
		strings.Repeat("a,", 5000): strings.TrimSpace(strings.Repeat("a , ", 16)),
	} {
		var got []string
		for _, id := range v.Append(nil, word) {
			got = append(got, pieces[id])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%.30q: %v, want %s", word, got, want)
		}
	}
}

func TestAppendKeepsWhatWasThere(t *testing.T) {
	v := vocabulary(t)
	if got := v.Append(v.Append([]int32{9}, "rebels"), "a"); !slices.Equal(got, []int32{9, 5, 6, 15}) {
		t.Error(got)
	}
	ids := make([]int32, 0, 64)
	if n := testing.AllocsPerRun(100, func() { v.Append(ids, "attacks") }); n != 0 {
		t.Errorf("%v allocations for a word", n)
	}
}

func TestNewFaults(t *testing.T) {
	for text, unknown := range map[string]int{"a\nb\na": 0, "a\n##b\n##b": 0, "a": 1, "": 2} {
		if _, err := wordpiece.New([]byte(text), unknown); err == nil {
			t.Errorf("%q, unknown %d: no error", text, unknown)
		}
	}
}

func FuzzAppend(f *testing.F) {
	for _, s := range []string{"Rebels", "U.N.", "\xff", "東京", "a\u0301\u0302b", "ﷺ", strings.Repeat("ab", 300)} {
		f.Add(s)
	}
	v := vocabulary(f)
	f.Fuzz(func(t *testing.T, word string) {
		got := v.Append(nil, word)
		if len(got) == 0 || len(got) > wordpiece.MaxPieces {
			t.Fatalf("%q has %d pieces", word, len(got))
		}
		for _, id := range got {
			if int(id) >= v.Len() {
				t.Fatalf("%q has piece %d", word, id)
			}
		}
	})
}
