package text_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/internal/corpus"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/text"
)

func segmenter(t testing.TB) *text.Segmenter {
	t.Helper()
	k, err := knowledge.LoadText(knowledge.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return text.New(k)
}

func TestCorpus(t *testing.T) {
	seg := segmenter(t)
	for file, show := range map[string]func(string, []sitrep.Sentence) string{
		"../knowledge/text/tokens.corpus":    tokens,
		"../knowledge/text/sentences.corpus": sentences,
	} {
		cases, err := corpus.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			sents := seg.Segment(c.Input)
			invariant(t, c.Input, sents)
			corpus.Check(t, c, show(c.Input, sents))
		}
	}
}

// tokens writes words separated by blanks, those of one span joined by "_".
func tokens(_ string, sents []sitrep.Sentence) string {
	var out strings.Builder
	last := sitrep.Span{Start: -1}
	for _, s := range sents {
		for _, tok := range s.Tokens {
			switch {
			case tok.Span == last:
				out.WriteByte('_')
			case out.Len() > 0:
				out.WriteByte(' ')
			}
			out.WriteString(tok.Form)
			last = tok.Span
		}
	}
	return out.String()
}

func sentences(input string, sents []sitrep.Sentence) string {
	var out []string
	for _, s := range sents {
		out = append(out, input[s.Span.Start:s.Span.End])
	}
	return strings.Join(out, " | ")
}

// invariant checks that every token re-reads its form, that the words of a
// multi-word token spell it, and that only white space lies between tokens.
func invariant(t testing.TB, doc string, sents []sitrep.Sentence) {
	t.Helper()
	at := 0
	for n, s := range sents {
		if len(s.Tokens) == 0 {
			t.Fatalf("sentence %d has no token in %q", n, doc)
		}
		if s.Span.Start != s.Tokens[0].Span.Start || s.Span.End != s.Tokens[len(s.Tokens)-1].Span.End {
			t.Fatalf("sentence %d: span %v does not fit its tokens in %q", n, s.Span, doc)
		}
		for i := 0; i < len(s.Tokens); {
			j, form := i, ""
			for ; j < len(s.Tokens) && s.Tokens[j].Span == s.Tokens[i].Span; j++ {
				form += s.Tokens[j].Form
			}
			span := s.Tokens[i].Span
			if span.Start < at || span.Empty() || span.End > len(doc) {
				t.Fatalf("token %d of sentence %d: span %v after %d in %q", i, n, span, at, doc)
			}
			if got := doc[span.Start:span.End]; got != form {
				t.Fatalf("span %v reads %q, forms spell %q in %q", span, got, form, doc)
			}
			at, i = span.End, j
		}
	}
}

func TestNothingIsLost(t *testing.T) {
	input := "Mr. Oke's men -- 1,200 in all -- didn't reach Karzan (50km north).\nThey’ll try again…"
	kept := ""
	last := sitrep.Span{}
	for _, s := range segmenter(t).Segment(input) {
		for _, tok := range s.Tokens {
			if tok.Span != last {
				kept += input[tok.Span.Start:tok.Span.End]
			}
			last = tok.Span
		}
	}
	if want := strings.Join(strings.Fields(input), ""); kept != want {
		t.Errorf("tokens hold %q, want %q", kept, want)
	}
}

func TestDateline(t *testing.T) {
	seg := segmenter(t)
	const body = " Three people were hurt on Monday when a shell struck the market, the mayor said."
	for _, c := range []struct{ text, want string }{
		{"KARZAN, April 5 (MPA) -" + body, "KARZAN, April 5 (MPA) -"},
		{"KARZAN:" + body, "KARZAN:"},
		{"PORT OLAN, May 29 (Wirenews) --" + body, "PORT OLAN, May 29 (Wirenews) --"},
		{"OLAN, 9 April 2019 -" + body, "OLAN, 9 April 2019 -"},
		{"New Olan -" + body, "New Olan -"},
		{"KARZAN, Northland (MPA) —" + body, "KARZAN, Northland (MPA) —"},
		{"KARZAN/OLAN —" + body, "KARZAN/OLAN —"},
		{"KARZAN, Northland, Wednesday -" + body, "KARZAN, Northland, Wednesday -"},
		{"(MPA) -" + body, "(MPA) -"},
		{"KARZAN, 3 JAN 90 (RADIO OLAN) -- [REPORT] [TEXT] THREE MEN DIED IN THE NORTH, THE RADIO SAID.", "KARZAN, 3 JAN 90 (RADIO OLAN) -- [REPORT] [TEXT]"},
		{"OLAN (MPA) - 8.4.2019", "OLAN (MPA) - 8.4.2019"},
		{"6 April 2019\n\nKARZAN -" + body, "KARZAN -"},
		{"The army - or what is left of it - withdrew from the town.", ""},
		{"Daro: We shall never leave the town, whatever they offer us, and they have offered much.", ""},
		{"THE REBELS -- WHO HELD THE TOWN FOR A WEEK -- LEFT IT ON MONDAY WITHOUT A FIGHT.", ""},
		{"Three people were hurt on Monday - a record.", ""},
		{"US-backed forces entered the town.", ""},
		{"", ""},
	} {
		doc := seg.Document(sitrep.Report{Text: c.text})
		if got := doc.Text[doc.Dateline.Start:doc.Dateline.End]; got != c.want {
			t.Errorf("dateline of %q is %q, want %q", c.text, got, c.want)
		}
		for _, s := range doc.Sentences {
			if s.Span.Overlaps(doc.Dateline) {
				t.Errorf("a sentence of %q overlaps its dateline", c.text)
			}
		}
	}
}

func TestDocumentKeepsBlocks(t *testing.T) {
	input := "Fighting spreads\n\nThe army left. It came back.\n\n20:35\n\nAll quiet.\n\nEnter your name"
	block := func(kind sitrep.BlockKind, words string) sitrep.Block {
		at := strings.Index(input, words)
		return sitrep.Block{Kind: kind, Span: sitrep.Span{Start: at, End: at + len(words)}}
	}
	rep := sitrep.Report{Text: input, Blocks: []sitrep.Block{
		block(sitrep.Heading, "Fighting spreads"), block(sitrep.Para, "The army left. It came back."),
		block(sitrep.Heading, "20:35"), block(sitrep.Para, "All quiet."),
	}}
	doc := segmenter(t).Document(rep)
	var got []string
	for _, s := range doc.Sentences {
		if !doc.Blocks[s.Block].Span.Contains(s.Span) {
			t.Errorf("sentence %v lies outside block %d", s.Span, s.Block)
		}
		got = append(got, doc.Text[s.Span.Start:s.Span.End])
	}
	want := "Fighting spreads|The army left.|It came back.|20:35|All quiet."
	if strings.Join(got, "|") != want {
		t.Errorf("sentences are %q, want %q", got, want)
	}
	if doc.Text != input {
		t.Error("the text was changed")
	}
}

func TestBlocksThatDoNotFit(t *testing.T) {
	bad := []sitrep.Block{{Span: sitrep.Span{Start: 5, End: 99}}, {Span: sitrep.Span{Start: -1, End: 3}}, {Span: sitrep.Span{Start: 1, End: 4}}, {Span: sitrep.Span{Start: 4, End: 6}}, {Span: sitrep.Span{Start: 5, End: 9}}}
	doc := segmenter(t).Document(sitrep.Report{Text: "é was here.", Blocks: bad})
	if len(doc.Blocks) != 1 || doc.Blocks[0].Span.Start != 4 {
		t.Errorf("blocks kept: %v, want the one at 4", doc.Blocks)
	}
	if none := segmenter(t).Document(sitrep.Report{Text: "Enter your name", Blocks: []sitrep.Block{}}); len(none.Sentences) != 0 {
		t.Error("text without a block got sentences")
	}
	if blank := segmenter(t).Document(sitrep.Report{Text: " \n\n\t"}); len(blank.Blocks) != 0 {
		t.Error("blank text got a block")
	}
}

func TestLongSentenceIsCut(t *testing.T) {
	for name, input := range map[string]string{
		"commas":   strings.Repeat("one two three, ", 1000),
		"words":    strings.Repeat("word ", 3000),
		"clitics":  strings.Repeat("don't ", 1500),
		"brackets": strings.Repeat("( a ", 2000),
		"quotes":   strings.Repeat(`" a `, 2000),
	} {
		sents := segmenter(t).Segment(input)
		invariant(t, input, sents)
		for _, s := range sents {
			if len(s.Tokens) > 500 {
				t.Errorf("%s: a sentence of %d tokens", name, len(s.Tokens))
			}
		}
	}
}

// TestLinearTime feeds texts that a careless cutter reads again and again.
func TestLinearTime(t *testing.T) {
	seg := segmenter(t)
	for name, unit := range map[string]string{
		"brackets": "((((", "quotes": "\"'’“", "dots": "....", "dashes": "a-a-", "no blanks": "abcd", "apostrophes": "a'a'",
		"initials": "A. B", "addresses": "www.", "mail": "a@a.", "marks": "e\u0301\u0301", "commas": "1,11", "notes": ". [1] ", "prefixes": "re-re-",
	} {
		input := strings.Repeat(unit, 400_000/len(unit))
		start := time.Now()
		seg.Document(sitrep.Report{Text: input})
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: 400 kB took %v", name, took)
		}
	}
}

func FuzzSegment(f *testing.F) {
	for _, s := range []string{"He didn't. They’ll!", "KARZAN, April 5 (MPA) - x", "a\x00b\xff\xfe", "''\"“”", "U.S. No. 4 [1]", "5km $3 1,000 10% @x #y", "\u0301\u200d", "re-re-", "can't've", "i'"} {
		f.Add(s)
	}
	seg := segmenter(f)
	f.Fuzz(func(t *testing.T, input string) {
		doc := seg.Document(sitrep.Report{Text: input})
		invariant(t, input, doc.Sentences)
		if doc.Dateline.Start < 0 || doc.Dateline.End > len(input) {
			t.Fatalf("dateline %v outside the text", doc.Dateline)
		}
		if utf8.ValidString(input) {
			for _, s := range doc.Sentences {
				for _, tok := range s.Tokens {
					if !utf8.ValidString(tok.Form) {
						t.Fatalf("token %q cuts a character", tok.Form)
					}
				}
			}
		}
		invariant(t, input, seg.Segment(input))
	})
}

// BenchmarkSegment measures one paragraph of news on one core; bytes/s count the text.
func BenchmarkSegment(b *testing.B) {
	seg := segmenter(b)
	input := strings.Repeat("Maj.-Gen. Daro's men didn't hold the U.S.-built base, 5km south of Karzan, he said. \"We lost 1,200 rifles,\" he added. ", 20)
	b.SetBytes(int64(len(input)))
	b.ReportAllocs()
	for b.Loop() {
		seg.Segment(input)
	}
}
