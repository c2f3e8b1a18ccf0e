package quantity_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis/quantity"
	"github.com/sitrep-dev/sitrep/analysis/syntax"
	"github.com/sitrep-dev/sitrep/internal/corpus"
	"github.com/sitrep-dev/sitrep/internal/doctest"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/text"
)

func base(t testing.TB) *knowledge.Base {
	t.Helper()
	k, err := knowledge.Load(knowledge.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func bound(n *int) string {
	if n == nil {
		return "*"
	}
	return fmt.Sprint(*n)
}

// found lists the figures with a measure as the corpus writes them.
func found(doc *sitrep.Document) string {
	var out []string
	for _, q := range doc.Quantities {
		f := q.Figure
		if f.Measure == "" {
			continue
		}
		line := fmt.Sprintf("%s %s..%s", f.Measure, bound(f.Min), bound(f.Max))
		if f.Subset {
			line += " part"
		}
		out = append(out, line)
	}
	if out == nil {
		return "none"
	}
	return strings.Join(out, " ; ")
}

func TestCorpus(t *testing.T) {
	k := base(t)
	parser, err := syntax.New()
	if err != nil {
		t.Fatal(err)
	}
	seg, finder := text.New(k.Text), quantity.New(k.Quantity)
	files, _ := filepath.Glob("../../knowledge/quantity/*.corpus")
	if len(files) == 0 {
		t.Fatal("no corpus files in knowledge/quantity")
	}
	for _, file := range files {
		cases, err := corpus.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			doc := seg.Document(sitrep.Report{ID: "r", Text: c.Input, Language: "en"})
			parser.Parse(doc)
			finder.Find(doc)
			corpus.Check(t, c, found(doc))
		}
	}
}

// TestByHand fixes the tree, so that only the rules are tested.
func TestByHand(t *testing.T) {
	finder := quantity.New(base(t).Quantity)
	for _, tt := range []struct{ line, want string }{
		{"Eleven/NUM/nummod/2 soldiers/NOUN/nsubj:pass/4/soldier were/AUX/aux:pass/4/be killed/VERB/root/0/kill ./PUNCT/punct/4", "killed 11..11"},
		{"It/PRON/nsubj/2 left/VERB/root/0/leave 14/NUM/obj/2 dead/ADJ/xcomp/2 ./PUNCT/punct/2", "killed 14..14"},
		{"Dozens/NOUN/nsubj/4/dozens of/ADP/case/3 people/NOUN/nmod/1 died/VERB/root/0/die ./PUNCT/punct/4", "killed 24..99"},
		{"They/PRON/nsubj/2 fired/VERB/root/0/fire 36/NUM/nummod/4 shells/NOUN/obj/2/shell ./PUNCT/punct/2", "none"},
	} {
		doc := doctest.Parse(tt.line)
		finder.Find(doc)
		if got := found(doc); got != tt.want {
			t.Errorf("%q gives %q, want %q", doc.Text, got, tt.want)
		}
	}
}

// TestAbsurd: numbers that no machine word holds, and a sentence of numbers only.
func TestAbsurd(t *testing.T) {
	k := base(t)
	seg, finder := text.New(k.Text), quantity.New(k.Quantity)
	parser, err := syntax.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, input := range []string{
		"More than 99999999999999999999999999 people were killed.",
		strings.Repeat("million ", 300) + "people were killed.",
		strings.Repeat("17 and ", 2000) + "18 were killed.",
		"killed killed killed 5 5 5 (5) (5 ) dead.",
	} {
		start := time.Now()
		doc := seg.Document(sitrep.Report{ID: "r", Text: input, Language: "en"})
		parser.Parse(doc)
		finder.Find(doc)
		for _, q := range doc.Quantities {
			if q.Figure.Span.Start < 0 || q.Figure.Span.End > len(doc.Text) || q.Figure.Span.Empty() {
				t.Errorf("%.40q: span %v is not in the text", input, q.Figure.Span)
			}
			if q.Figure.Min != nil && *q.Figure.Min < 0 {
				t.Errorf("%.40q: negative count %d", input, *q.Figure.Min)
			}
		}
		if d := time.Since(start); d > 3*time.Second {
			t.Errorf("%.40q took %v", input, d)
		}
	}
}

func FuzzFind(f *testing.F) {
	k := base(f)
	seg, finder := text.New(k.Text), quantity.New(k.Quantity)
	parser, err := syntax.New()
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"At least 12 people were killed.", "dozens or even hundreds", "no 5 - 7 %", "$3 million"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) {
		if len(input) > 2000 {
			return
		}
		doc := seg.Document(sitrep.Report{ID: "r", Text: strings.ToValidUTF8(input, "?"), Language: "en"})
		parser.Parse(doc)
		finder.Find(doc)
		for _, q := range doc.Quantities {
			if q.Figure.Span.Start < 0 || q.Figure.Span.End > len(doc.Text) || q.Figure.Span.Start > q.Figure.Span.End {
				t.Fatalf("span %v is not in the text", q.Figure.Span)
			}
		}
	})
}

// BenchmarkFind measures one report of ten sentences.
func BenchmarkFind(b *testing.B) {
	k := base(b)
	seg, finder := text.New(k.Text), quantity.New(k.Quantity)
	parser, err := syntax.New()
	if err != nil {
		b.Fatal(err)
	}
	input := strings.Repeat("At least 12 people were killed and 30 injured in the fighting. ", 10)
	doc := seg.Document(sitrep.Report{ID: "r", Text: input, Language: "en"})
	parser.Parse(doc)
	b.SetBytes(int64(len(input)))
	for b.Loop() {
		finder.Find(doc)
	}
}
