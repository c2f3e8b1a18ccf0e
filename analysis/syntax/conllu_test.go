package syntax_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis/syntax"
)

const bare = `# newdoc id = r_1
# newpar
# sent_id = r_1-1
# text = They didn't go (yet).
1	They	_	_	_	_	_	_	_	_
2-3	didn't	_	_	_	_	_	_	_	_
2	did	_	_	_	_	_	_	_	_
3	n't	_	_	_	_	_	_	_	_
4	go	_	_	_	_	_	_	_	Extra=1
5	(	_	_	_	_	_	_	_	SpaceAfter=No
6	yet	_	_	_	_	_	_	_	SpaceAfter=No
7	)	_	_	_	_	_	_	_	SpaceAfter=No
8	.	_	_	_	_	_	_	_	_

# sent_id = odd name
# note without value
# text = Why not?
1	Why	_	_	_	_	_	_	_	_
2	not	_	_	_	_	_	_	_	SpaceAfter=No
3	?	_	_	_	_	_	_	_	_

# newpar
# sent_id = r_1-3
# text = Who's there
1-2	Who's	_	_	_	_	_	_	_	_
1	Who	_	_	_	_	_	_	_	_
2	's	_	_	_	_	_	_	_	_
3	there	_	_	_	_	_	_	_	_

`

func read(t *testing.T, text string) []*syntax.CoNLLU {
	t.Helper()
	docs, err := syntax.ReadCoNLLU(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

func TestReadCoNLLU(t *testing.T) {
	docs := read(t, bare)
	if len(docs) != 1 {
		t.Fatalf("%d documents, want 1", len(docs))
	}
	doc := docs[0].Doc
	if want := "They didn't go (yet). Why not?\n\nWho's there"; doc.Text != want {
		t.Errorf("text is %q, want %q", doc.Text, want)
	}
	if doc.Report.ID != "r_1" || doc.Report.Text != doc.Text || len(doc.Blocks) != 2 || len(doc.Sentences) != 3 {
		t.Errorf("report %q, %d blocks, %d sentences", doc.Report.ID, len(doc.Blocks), len(doc.Sentences))
	}
	if doc.Sentences[0].Tokens[1].Span != doc.Sentences[0].Tokens[2].Span {
		t.Error("words of a multi-word token must share its span")
	}
	for _, s := range doc.Sentences {
		if !doc.Blocks[s.Block].Span.Contains(s.Span) {
			t.Errorf("sentence %v is not in its block %v", s.Span, doc.Blocks[s.Block].Span)
		}
		for _, tok := range s.Tokens {
			if got := doc.Text[tok.Span.Start:tok.Span.End]; got != tok.Form && got != "didn't" && got != "Who's" {
				t.Errorf("span of %q reads %q", tok.Form, got)
			}
		}
	}
}

func TestRoundTrip(t *testing.T) {
	var out bytes.Buffer
	for _, d := range read(t, bare) {
		if err := d.WriteCoNLLU(&out); err != nil {
			t.Fatal(err)
		}
	}
	if out.String() != bare {
		t.Errorf("got\n%s\nwant\n%s", out.String(), bare)
	}
}

// What the parser adds changes columns three to eight and nothing else.
func TestPretokenized(t *testing.T) {
	d := read(t, bare)[0]
	parser(t).Parse(d.Doc)
	var out bytes.Buffer
	if err := d.WriteCoNLLU(&out); err != nil {
		t.Fatal(err)
	}
	want, got := strings.Split(bare, "\n"), strings.Split(out.String(), "\n")
	if len(got) != len(want) {
		t.Fatalf("%d lines, want %d", len(got), len(want))
	}
	for i := range want {
		w, g := strings.Split(want[i], "\t"), strings.Split(got[i], "\t")
		if len(w) != len(g) || w[0] != g[0] {
			t.Fatalf("line %d is %q, want %q", i+1, got[i], want[i])
		}
		if len(w) == 10 && (w[1] != g[1] || w[9] != g[9]) {
			t.Errorf("line %d is %q, want %q", i+1, got[i], want[i])
		}
		if len(w) == 10 && !strings.Contains(w[0], "-") && (g[3] == "_" || g[6] == "_" || g[7] == "_") {
			t.Errorf("line %d has no annotation: %q", i+1, got[i])
		}
	}
}

func TestAnnotatedInput(t *testing.T) {
	text := "1\tIt\tit\tPRON\tPRP\tCase=Nom\t2\tnsubj\t2:nsubj\t_\n1.1\tran\trun\tVERB\tVBD\t_\t_\t_\t0:root\t_\n2\tended\tend\tVERB\tVBD\t_\t0\troot\t0:root\tSpaceAfter=No\n3\t_\t_\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n"
	d := read(t, text)[0]
	s := &d.Doc.Sentences[0]
	if s.Root() != 1 || s.ChildByRel(1, "nsubj") != 0 || s.Tokens[2].Lemma != "_" {
		t.Errorf("read as %+v", s.Tokens)
	}
	var out bytes.Buffer
	if err := d.WriteCoNLLU(&out); err != nil {
		t.Fatal(err)
	}
	want := "# sent_id = 1\n# text = It ended_\n1\tIt\tit\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n2\tended\tend\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n3\t_\t_\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n"
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestDocuments(t *testing.T) {
	word := "1\tGo\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
	docs := read(t, "# newdoc id = a\r\n"+word+word+"# newdoc\n"+word+"# newdoc id = empty\n\n")
	if len(docs) != 2 || docs[0].Doc.Text != "Go Go" || docs[1].Doc.Text != "Go" || docs[1].Doc.Report.ID != "" {
		t.Errorf("got %d documents", len(docs))
	}
	if docs := read(t, "\n\n# nothing\n"); docs != nil {
		t.Errorf("no sentences give %d documents", len(docs))
	}
}

func TestWriteRaw(t *testing.T) {
	doc := words("They have n't met .")
	doc.Report.ID = "r_7"
	doc.Text = "They haven't met."
	for i, span := range []sitrep.Span{{Start: 0, End: 4}, {Start: 5, End: 12}, {Start: 5, End: 12}, {Start: 13, End: 16}, {Start: 16, End: 17}} {
		doc.Sentences[0].Tokens[i].Span = span
	}
	doc.Sentences[0].Span = sitrep.Span{Start: 0, End: 17}
	want := `# newdoc id = r_7
# newpar
# sent_id = r_7-1
# text = They haven't met.
1	They	_	_	_	_	_	_	_	_
2-3	haven't	_	_	_	_	_	_	_	_
2	have	_	_	_	_	_	_	_	_
3	n't	_	_	_	_	_	_	_	_
4	met	_	_	_	_	_	_	_	SpaceAfter=No
5	.	_	_	_	_	_	_	_	_

`
	var out bytes.Buffer
	if err := syntax.WriteCoNLLU(&out, doc); err != nil {
		t.Fatal(err)
	}
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestReadFaults(t *testing.T) {
	row := func(id, form, head string) string {
		return id + "\t" + form + "\t_\t_\t_\t_\t" + head + "\t_\t_\t_\n"
	}
	for _, c := range []struct{ text, want string }{
		{"1\tGo\n", "line 1: 2 columns"},
		{row("1", "", "_"), "no form"},
		{row("2", "Go", "_"), `id "2", want 1`},
		{row("1", "Go", "_") + "# late\n", "line 2: comment inside"},
		{row("1", "Go", "x"), `head "x"`},
		{row("1", "Go", "4") + "\n", "word 1 has head 4"},
		{row("1", "Go", "1") + "\n", "word 1 has head 1"},
		{row("1-2", "Gon", "_") + row("1", "Go", "_"), "past the last word"},
		{row("1-2", "Gon", "_") + row("1-3", "Gon", "_"), "overlaps"},
		{row("2-3", "Gon", "_"), `range "2-3"`},
		{row("1-1", "Gon", "_"), `range "1-1"`},
		{row("1-2", "Gon", "_") + "\n", "without words"},
	} {
		_, err := syntax.ReadCoNLLU(strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "syntax: ") {
			t.Errorf("%q: error is %v, want %q", c.text, err, c.want)
		}
	}
}

// FuzzReadCoNLLU wants no panic, spans inside the text, and what was written to
// read back the same.
func FuzzReadCoNLLU(f *testing.F) {
	f.Add(bare)
	f.Add("1\ta\tb\tX\tX\t_\t0\troot\t_\tSpaceAfter=No\n\n# newdoc id = z\n1-2\tab\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n1\ta\t_\t_\t_\t_\t2\tx\t_\t_\n2\tb\t_\t_\t_\t_\t0\troot\t_\t_\n")
	f.Fuzz(func(t *testing.T, text string) {
		docs, err := syntax.ReadCoNLLU(strings.NewReader(text))
		if err != nil {
			return
		}
		var first, second bytes.Buffer
		for _, d := range docs {
			for _, s := range d.Doc.Sentences {
				for _, tok := range s.Tokens {
					if tok.Span.Start > tok.Span.End || !s.Span.Contains(tok.Span) || s.Span.End > len(d.Doc.Text) {
						t.Fatalf("span %v outside %v", tok.Span, s.Span)
					}
				}
			}
			if err := d.WriteCoNLLU(&first); err != nil {
				t.Fatal(err)
			}
		}
		again, err := syntax.ReadCoNLLU(bytes.NewReader(first.Bytes()))
		if err != nil {
			t.Fatalf("what was written does not read: %v\n%s", err, first.String())
		}
		for _, d := range again {
			if err := d.WriteCoNLLU(&second); err != nil {
				t.Fatal(err)
			}
		}
		if first.String() != second.String() {
			t.Fatalf("first\n%s\nsecond\n%s", first.String(), second.String())
		}
	})
}
