package syntax_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis/syntax"
)

// load gives the one parser of this test binary.
var load = sync.OnceValues(syntax.New)

func parser(t testing.TB) *syntax.Parser {
	t.Helper()
	p, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// words makes a document of sentences, words separated by blanks.
func words(lines ...string) *sitrep.Document {
	doc := &sitrep.Document{}
	var text strings.Builder
	for _, line := range lines {
		sent := sitrep.Sentence{Span: sitrep.Span{Start: text.Len()}}
		for _, form := range strings.Split(line, " ") {
			tok := sitrep.Token{Form: form, Span: sitrep.Span{Start: text.Len(), End: text.Len() + len(form)}}
			sent.Tokens = append(sent.Tokens, tok)
			text.WriteString(form + " ")
		}
		sent.Span.End = text.Len() - 1
		doc.Sentences = append(doc.Sentences, sent)
	}
	doc.Text = text.String()
	return doc
}

// find is the index of the first word with the form, whatever its case.
func find(t *testing.T, s *sitrep.Sentence, form string) int {
	t.Helper()
	for i := range s.Tokens {
		if strings.EqualFold(s.Tokens[i].Form, form) {
			return i
		}
	}
	t.Fatalf("no word %q", form)
	return -1
}

func TestReadings(t *testing.T) {
	for _, c := range []struct{ text, word, lemma, upos, rel, head string }{
		{"The army shelled the town on Tuesday .", "army", "army", "NOUN", "nsubj", "shelled"},
		{"The army shelled the town on Tuesday .", "town", "town", "NOUN", "obj", "shelled"},
		{"The army shelled the town on Tuesday .", "shelled", "shell", "VERB", "root", ""},
		{"Five soldiers were killed by a mine near the border .", "soldiers", "soldier", "NOUN", "nsubj:pass", "killed"},
		{"Five soldiers were killed by a mine near the border .", "Five", "five", "NUM", "nummod", "soldiers"},
		{"The minister said that the talks had failed .", "failed", "fail", "VERB", "ccomp", "said"},
		{"The minister did not sign the treaty .", "not", "not", "PART", "advmod", "sign"},
		{"REBELS SEIZED THE CITY AND BURNED TWO HOUSES", "REBELS", "rebel", "NOUN", "nsubj", "SEIZED"},
		{"REBELS SEIZED THE CITY AND BURNED TWO HOUSES", "CITY", "city", "NOUN", "obj", "SEIZED"},
	} {
		doc := words(c.text)
		parser(t).Parse(doc)
		s := &doc.Sentences[0]
		i := find(t, s, c.word)
		head := ""
		if h := s.HeadOf(i); h >= 0 {
			head = s.Tokens[h].Form
		}
		tok := s.Tokens[i]
		if tok.Lemma != c.lemma || tok.UPOS != c.upos || tok.Deprel != c.rel || head != c.head {
			t.Errorf("%q in %q: %s %s %s of %q, want %s %s %s of %q", c.word, c.text, tok.Lemma, tok.UPOS, tok.Deprel, head, c.lemma, c.upos, c.rel, c.head)
		}
	}
}

// checkTree fails unless every word is annotated and leads to the one root.
func checkTree(t interface{ Fatalf(string, ...any) }, s *sitrep.Sentence) {
	roots := 0
	for i, tok := range s.Tokens {
		if tok.UPOS == "" || tok.XPOS == "" || tok.Deprel == "" || tok.Head < 0 || tok.Head > len(s.Tokens) {
			t.Fatalf("word %d is %+v", i, tok)
		}
		if (tok.Head == 0) != (tok.Deprel == "root") {
			t.Fatalf("word %d has head %d and label %s", i, tok.Head, tok.Deprel)
		}
		if tok.Head == 0 {
			roots++
		}
		steps := 0
		for k := i; s.Tokens[k].Head != 0; k = s.Tokens[k].Head - 1 {
			if steps++; steps > len(s.Tokens) {
				t.Fatalf("a cycle above word %d", i)
			}
		}
	}
	if roots != 1 {
		t.Fatalf("%d roots", roots)
	}
}

func TestTreesAreValid(t *testing.T) {
	p := parser(t)
	form := rapid.OneOf(rapid.StringN(1, 6, 20),
		rapid.SampledFrom(strings.Fields("the The army ARMY said , . ( ) \" - to of and NATO 7 1,200 shelled who not 's \xff é ’")))
	rapid.Check(t, func(t *rapid.T) {
		doc := &sitrep.Document{Sentences: []sitrep.Sentence{{}}}
		for _, f := range rapid.SliceOfN(form, 1, 40).Draw(t, "forms") {
			doc.Sentences[0].Tokens = append(doc.Sentences[0].Tokens, sitrep.Token{Form: f})
		}
		p.Parse(doc)
		checkTree(t, &doc.Sentences[0])
	})
}

func TestOddSentences(t *testing.T) {
	doc := &sitrep.Document{Sentences: []sitrep.Sentence{{}, {Tokens: []sitrep.Token{{Form: ""}}}}}
	parser(t).Parse(doc)
	checkTree(t, &doc.Sentences[1])
	long := words(strings.TrimSpace(strings.Repeat("and the towns , ", 5000)))
	parser(t).Parse(long)
	checkTree(t, &long.Sentences[0])
}

func TestSameBytesFromManyGoroutines(t *testing.T) {
	p := parser(t)
	text := []string{"Officials in Omsk denied that troops had crossed the border .", "NO TALKS PLANNED , SAYS ENVOY", "Why ?"}
	outs := make([]bytes.Buffer, 8)
	var group sync.WaitGroup
	for i := range outs {
		group.Go(func() {
			doc := words(text...)
			p.Parse(doc)
			if err := syntax.WriteCoNLLU(&outs[i], doc); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for i := range outs {
		if outs[i].String() != outs[0].String() {
			t.Fatalf("goroutine %d printed\n%s, the first\n%s", i, outs[i].String(), outs[0].String())
		}
	}
}

// BenchmarkParse measures tagging, lemmas and parsing on one core, in words a second.
func BenchmarkParse(b *testing.B) {
	p := parser(b)
	doc := words(
		"The foreign minister told reporters on Monday that government forces had taken two villages near the river .",
		"At least twelve people were killed and dozens wounded when shells hit a market in the north of the city , doctors said .",
		"Neither side has commented on the report , which could not be confirmed .",
		"Talks are due to resume next week in a neutral capital .")
	n := 0
	for i := range doc.Sentences {
		n += len(doc.Sentences[i].Tokens)
	}
	b.ReportAllocs()
	for b.Loop() {
		p.Parse(doc)
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

// BenchmarkNew measures loading the weights.
func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := syntax.New(); err != nil {
			b.Fatal(err)
		}
	}
}
