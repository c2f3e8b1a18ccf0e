package quantity

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/internal/corpus"
	"github.com/sitrep-dev/sitrep/internal/doctest"
	"github.com/sitrep-dev/sitrep/knowledge"
)

func load(t testing.TB) *Finder {
	t.Helper()
	base, err := knowledge.Load(knowledge.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return New(base.Quantity)
}

// parse builds a document from doctest notation and adds the Penn tags that the
// notation leaves out.
func parse(lines ...string) *sitrep.Document {
	doc := doctest.Parse(lines...)
	for s := range doc.Sentences {
		sent := &doc.Sentences[s]
		for i := range sent.Tokens {
			sent.Tokens[i].XPOS = penn(sent, i)
		}
	}
	return doc
}

func penn(sent *sitrep.Sentence, i int) string {
	tok := &sent.Tokens[i]
	form := strings.ToLower(tok.Form)
	switch tok.UPOS {
	case "NOUN":
		if form != strings.ToLower(tok.Lemma) || form == "people" {
			return "NNS"
		}
		return "NN"
	case "PROPN":
		return "NNP"
	case "PRON":
		switch {
		case tok.Deprel == "nmod:poss":
			return "PRP$"
		case strings.HasPrefix(form, "wh"):
			return "WP"
		}
		return "PRP"
	case "ADV":
		if strings.HasPrefix(form, "wh") {
			return "WRB"
		}
		return "RB"
	case "PART":
		return "TO"
	case "VERB":
		switch {
		case strings.HasSuffix(form, "ing"):
			return "VBG"
		case form == strings.ToLower(tok.Lemma):
			return "VB"
		case sent.ChildByRel(i, "aux", "aux:pass", "cop") >= 0 || sent.Rel(i) == "acl" && tok.Deprel != "acl:relcl" || sent.Rel(i) == "amod" || sent.Rel(i) == "xcomp":
			return "VBN"
		}
		return "VBD"
	}
	return ""
}

// answer writes the figures of a document, in order: "killed 12.. civilian subset".
func answer(doc *sitrep.Document) string {
	var out []string
	for _, q := range doc.Quantities {
		f := q.Figure
		parts := []string{f.Measure, bounds(f)}
		if f.Measure == "" {
			parts[0] = "counted"
		}
		if f.Approx {
			parts = append(parts, "approx")
		}
		if f.Victims != "unknown" {
			parts = append(parts, f.Victims)
		}
		if f.Side != "" {
			parts = append(parts, "("+f.Side+")")
		}
		for _, flag := range []struct {
			on   bool
			name string
		}{{f.Subset, "subset"}, {f.Scope == "cumulative", "cumulative"}, {f.Revises, "revises"}} {
			if flag.on {
				parts = append(parts, flag.name)
			}
		}
		out = append(out, strings.Join(parts, " "))
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, "; ")
}

func bounds(f sitrep.Figure) string {
	show := func(n *int) string {
		if n == nil {
			return ""
		}
		return fmt.Sprint(*n)
	}
	if f.Min != nil && f.Max != nil && *f.Min == *f.Max {
		return show(f.Min)
	}
	return show(f.Min) + ".." + show(f.Max)
}

// TestTrees runs sentences with given trees, so that no trained model decides.
func TestTrees(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.corpus")
	if len(files) == 0 {
		t.Fatal("no corpus files in testdata")
	}
	f := load(t)
	for _, file := range files {
		cases, err := corpus.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		none := false
		for _, c := range cases {
			none = none || c.Want == "none"
			doc := parse(c.Input)
			f.Find(doc)
			corpus.Check(t, c, answer(doc))
			check(t, doc)
		}
		if !none {
			t.Errorf("%s: no example of \"none\"; add one that must not be counted", file)
		}
	}
}

// check holds what every answer has to fulfil.
func check(t testing.TB, doc *sitrep.Document) {
	t.Helper()
	sentence, token := 0, 0
	for _, q := range doc.Quantities {
		if q.Sentence < sentence || q.Sentence == sentence && q.Token < token {
			t.Fatalf("out of order: sentence %d token %d after %d %d", q.Sentence, q.Token, sentence, token)
		}
		sentence, token = q.Sentence, q.Token
		sent := &doc.Sentences[q.Sentence]
		for _, i := range []int{q.Counted, q.Trigger} {
			if i < -1 || i >= len(sent.Tokens) {
				t.Fatalf("token %d of a sentence with %d", i, len(sent.Tokens))
			}
		}
		f := q.Figure
		switch {
		case (f.Measure == "") != (q.Trigger < 0):
			t.Fatalf("measure %q with trigger %d", f.Measure, q.Trigger)
		case f.Min != nil && f.Max != nil && *f.Min > *f.Max || f.Min != nil && *f.Min < 0:
			t.Fatalf("bounds %s", bounds(f))
		case f.Span.Empty() || !sent.Span.Contains(f.Span):
			t.Fatalf("span %v outside the sentence %v", f.Span, sent.Span)
		}
	}
}

// TestNumberWords follows the table of number words: one row a phrase.
func TestNumberWords(t *testing.T) {
	f := load(t)
	for phrase, want := range map[string]string{
		"At/ADP least/ADJ 12/NUM":                            "12..",
		"12/NUM or/CCONJ more/ADJ":                           "12..",
		"More/ADJ than/ADP 12/NUM":                           "13..",
		"Over/ADP 12/NUM":                                    "13..",
		"Up/ADP to/ADP 12/NUM":                               "0..12",
		"As/ADV many/ADJ as/ADP 12/NUM":                      "0..12",
		"Fewer/ADJ than/ADP 12/NUM":                          "0..11",
		"Nearly/ADV 15/NUM":                                  "14",
		"Almost/ADV 10,000/NUM":                              "9000..9999",
		"About/ADV 15/NUM":                                   "14..16",
		"Around/ADV 80/NUM":                                  "72..88",
		"3/NUM to/ADP 5/NUM":                                 "3..5",
		"Between/ADP 3/NUM and/CCONJ 5/NUM":                  "3..5",
		"A/DET couple/NOUN of/ADP":                           "2",
		"A/DET few/ADJ":                                      "3..5",
		"Several/ADJ":                                        "3..9",
		"A/DET dozen/NUM":                                    "12",
		"At/ADP least/ADJ a/DET dozen/NUM":                   "12..",
		"Half/DET a/DET dozen/NUM":                           "6",
		"Two/NUM dozen/NUM":                                  "24",
		"Dozens/NOUN of/ADP":                                 "24..99",
		"Scores/NOUN of/ADP":                                 "40..99",
		"Tens/NOUN of/ADP":                                   "20..99",
		"Hundreds/NOUN of/ADP":                               "200..999",
		"Thousands/NOUN of/ADP":                              "2000..9999",
		"Tens/NOUN of/ADP thousands/NOUN of/ADP":             "20000..99999",
		"Dozens/NOUN or/CCONJ even/ADV hundreds/NOUN of/ADP": "24..999",
		"Several/ADJ hundred/NUM":                            "300..999",
		"Twenty/NUM -/PUNCT one/NUM (/PUNCT 21/NUM )/PUNCT":  "21",
		"Two/NUM hundred/NUM and/CCONJ six/NUM":              "206",
		"1.5/NUM million/NUM":                                "1500000",
		"No/DET":                                             "0",
		"99999999999999999999999/NUM":                        "none",
		"3000000000/NUM":                                     "none",
	} {
		words := strings.Fields(phrase)
		n := len(words)
		for i, w := range words {
			words[i] = fmt.Sprintf("%s/dep/%d", w, n+1)
		}
		words = append(words, fmt.Sprintf("people/NOUN/nsubj:pass/%d were/AUX/aux:pass/%d killed/VERB/root/0/kill", n+3, n+3))
		doc := parse(strings.Join(words, " "))
		f.Find(doc)
		got := "none"
		if len(doc.Quantities) == 1 && doc.Quantities[0].Figure.Measure == "killed" {
			got = bounds(doc.Quantities[0].Figure)
		}
		if got != want {
			t.Errorf("%s: got %s, want %s (%s)", phrase, got, want, answer(doc))
		}
		check(t, doc)
	}
}

func TestPositions(t *testing.T) {
	doc := parse("At/ADP/case/3 least/ADJ/nmod/3 12/NUM/nummod/5 army/NOUN/compound/5 soldiers/NOUN/nsubj:pass/7/soldier were/AUX/aux:pass/7/be killed/VERB/root/0/kill")
	load(t).Find(doc)
	if len(doc.Quantities) != 1 {
		t.Fatalf("got %s", answer(doc))
	}
	q := doc.Quantities[0]
	if q.Token != 2 || q.Counted != 4 || q.Trigger != 6 || doc.Text[q.Figure.Span.Start:q.Figure.Span.End] != "At least 12" || q.Figure.Best != nil {
		t.Errorf("got token %d counted %d trigger %d span %q best %v", q.Token, q.Counted, q.Trigger, doc.Text[q.Figure.Span.Start:q.Figure.Span.End], q.Figure.Best)
	}
}

func TestGlued(t *testing.T) {
	doc := parse("Two/NUM/nummod/3 -/PUNCT/punct/3 hour/NOUN/compound/4 clashes/NOUN/nsubj/5/clash killed/VERB/root/0/kill him/PRON/obj/5")
	toks := doc.Sentences[0].Tokens
	toks[1].Span = sitrep.Span{Start: toks[0].Span.End, End: toks[0].Span.End + 1}
	toks[2].Span.Start = toks[1].Span.End
	load(t).Find(doc)
	if got := answer(doc); got != "none" {
		t.Errorf("a two-hour clash counts %s", got)
	}
}

func TestTimesAreNoPeople(t *testing.T) {
	doc := parse("In/ADP/case/2 2014/NUM/obl/5 people/NOUN/nsubj:pass/5 were/AUX/aux:pass/5/be killed/VERB/root/0/kill")
	doc.Timexes = []sitrep.Timex{{Span: doc.Sentences[0].Tokens[1].Span, Type: "DATE", Value: "2014"}}
	load(t).Find(doc)
	if got := answer(doc); got != "none" {
		t.Errorf("a year counts %s", got)
	}
}

func FuzzTrees(f *testing.F) {
	finder := load(f)
	f.Add("11 people were killed , including four children and no one 's of the", uint8(3))
	f.Add("between 3 and 99999999999 -- or dozens of dozens half a ( 21 ) toll of to 5", uint8(7))
	tags := []string{"NUM", "NOUN", "VERB", "ADP", "DET", "ADJ", "AUX", "PUNCT", "PRON", "CCONJ", "PROPN", "ADV"}
	rels := []string{"nsubj", "obj", "nmod", "nummod", "conj", "acl:relcl", "nsubj:pass", "aux:pass", "case", "amod"}
	f.Fuzz(func(t *testing.T, text string, seed uint8) {
		doc := &sitrep.Document{Text: text}
		sent := sitrep.Sentence{Span: sitrep.Span{End: len(text)}}
		at := 0
		for i, w := range strings.Fields(text) {
			start := at + strings.Index(text[at:], w)
			at = start + len(w)
			k := i*7 + int(seed)
			sent.Tokens = append(sent.Tokens, sitrep.Token{Span: sitrep.Span{Start: start, End: at}, Form: w, Lemma: strings.TrimSuffix(w, "s"),
				UPOS: tags[(k+len(w))%len(tags)], XPOS: []string{"NNS", "VBN", "VBD", "WP"}[k%4], Deprel: rels[k%len(rels)], Head: (k * 5) % (i + 2)})
		}
		sent.Link()
		doc.Sentences = []sitrep.Sentence{sent}
		finder.Find(doc)
		check(t, doc)
	})
}

// BenchmarkOneSentence measures a hostile sentence that never ends.
func BenchmarkOneSentence(b *testing.B) {
	f := load(b)
	for _, size := range []int{1_000, 10_000} {
		var words []string
		for i := 0; i < size; i++ {
			n := 4 * i
			words = append(words, fmt.Sprintf("5/NUM/nummod/%d people/NOUN/obj/%d and/CCONJ/cc/%d since/ADP/case/%d", n+2, max(n-2, 0), n+2, n+2))
		}
		doc := parse(strings.Join(words, " "))
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			b.SetBytes(int64(len(doc.Text)))
			for b.Loop() {
				f.Find(doc)
			}
		})
	}
}

// BenchmarkSizes shows that time grows with the length of the text.
func BenchmarkSizes(b *testing.B) {
	f := load(b)
	line := "At/ADP/case/3 least/ADJ/nmod/3 12/NUM/nummod/5 army/NOUN/compound/5 soldiers/NOUN/nsubj:pass/7/soldier were/AUX/aux:pass/7/be killed/VERB/root/0/kill " +
		"and/CCONJ/cc/10 23/NUM/nsubj/10 injured/VERB/conj/7/injure in/ADP/case/13 the/DET/det/13 town/NOUN/obl/10"
	for _, size := range []int{1_000, 10_000, 100_000} {
		lines := make([]string, size/70)
		for i := range lines {
			lines[i] = line
		}
		doc := parse(lines...)
		b.Run(fmt.Sprintf("%dkB", size/1000), func(b *testing.B) {
			b.SetBytes(int64(len(doc.Text)))
			b.ReportAllocs()
			for b.Loop() {
				f.Find(doc)
			}
		})
	}
}
