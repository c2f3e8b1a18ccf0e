package names_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis/names"
	"github.com/sitrep-dev/sitrep/internal/corpus"
	"github.com/sitrep-dev/sitrep/internal/doctest"
	"github.com/sitrep-dev/sitrep/knowledge"
)

func finder(t testing.TB) *names.Finder {
	t.Helper()
	base, err := knowledge.Load(knowledge.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return names.New(base.Actors)
}

// phrase makes a sentence of which the noun phrase is the subject: words before
// a preposition hang on the last of them, what follows it is an nmod.
func phrase(text string) string {
	words := strings.Fields(strings.ReplaceAll(text, "'s", " 's"))
	heads := make([]int, len(words)) // index of the head word of each word's stretch
	last := len(words) - 1
	for i := len(words) - 1; i >= 0; i-- {
		if adposition(words[i]) {
			last = i - 1
			continue
		}
		heads[i] = last
	}
	main := heads[0]
	var out []string
	prev := main
	for i, w := range words {
		upos, rel, head := "NOUN", "compound", heads[i]
		if unicode.IsUpper([]rune(w)[0]) {
			upos = "PROPN"
		}
		switch {
		case adposition(w):
			upos, rel, head = "ADP", "case", heads[min(i+1, len(words)-1)]
		case w == "the" || w == "a":
			upos, rel = "DET", "det"
		case w == "'s":
			upos, rel, head = "PART", "case", i-1
		case i+1 < len(words) && words[i+1] == "'s":
			rel = "nmod:poss"
		case i == main:
			rel, head = "nsubj", len(words)
		case i == heads[i]:
			rel, head = "nmod", prev
			prev = i
		}
		out = append(out, fmt.Sprintf("%s/%s/%s/%d", w, upos, rel, head+1))
	}
	out = append(out, fmt.Sprintf("acted/VERB/root/0/act ./PUNCT/punct/%d", len(words)+1))
	return strings.Join(out, " ")
}

func adposition(w string) bool {
	switch w {
	case "of", "for", "from", "in", "to":
		return true
	}
	return false
}

// code is what the subject of the sentence codes to.
func code(doc *sitrep.Document) string {
	subject := -1
	for i, tok := range doc.Sentences[0].Tokens {
		if tok.Deprel == "nsubj" {
			subject = i
		}
	}
	m := doc.MentionAt(0, subject)
	switch {
	case m == nil || m.Actor == nil:
		return "none"
	case m.Actor.Code != "":
		return m.Actor.Code
	case len(m.Actor.Sectors) > 0:
		return "---" + strings.Join(m.Actor.Sectors, "")
	}
	return "unknown"
}

// TestCorpus runs the corpora beside the knowledge of actors: each line is the
// subject of a sentence, the answer its code, "---" standing for no country and
// "unknown" for an actor of whom only the words are known.
func TestCorpus(t *testing.T) {
	f := finder(t)
	var files []string
	for _, pattern := range []string{"*.corpus", "groups/*.corpus"} {
		found, err := filepath.Glob("../../knowledge/actors/" + pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Fatal("no corpus files in knowledge/actors")
	}
	for _, file := range files {
		cases, err := corpus.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		none := false
		for _, c := range cases {
			doc := doctest.Parse(phrase(c.Input))
			if day := c.Vars["published"]; day != "" {
				stamp, err := sitrep.ParseStamp(day)
				if err != nil {
					t.Fatalf("%s: %v", c.Pos, err)
				}
				doc.Report.Published = stamp
			}
			f.Find(doc)
			corpus.Check(t, c, code(doc))
			none = none || c.Want == "none"
		}
		if !none {
			t.Errorf("%s has no line with the answer none", file)
		}
	}
}

// show writes the mentions as "words=code#chain", in order.
func show(doc *sitrep.Document) string {
	var out []string
	for _, m := range doc.Mentions {
		what := "-"
		if m.Actor != nil {
			what = m.Actor.Name
			if m.Actor.Code != "" {
				what += " " + m.Actor.Code
			}
		}
		out = append(out, fmt.Sprintf("%s #%d %s", doc.Words(m.Span), m.Chain, what))
	}
	return strings.Join(out, "\n")
}

func TestMentions(t *testing.T) {
	f := finder(t)
	cases := []struct {
		name  string
		lines []string
		want  []string // lines of show that must be there
		not   []string // words that no mention may have
	}{
		{"title and transliteration", []string{
			"Libyan/ADJ/amod/2 General/PROPN/nsubj/5 Chalifa/PROPN/flat/2 Hifter/PROPN/flat/2 refused/VERB/root/0/refuse ./PUNCT/punct/5",
			"The/DET/det/2 general/NOUN/nsubj/3 left/VERB/root/0/leave ./PUNCT/punct/3",
			"His/PRON/nmod:poss/2 troops/NOUN/nsubj/3/troop stayed/VERB/root/0/stay ./PUNCT/punct/3",
		}, []string{
			"Libyan General Chalifa Hifter #1 Khalifa Haftar LBYREB", "general #1 Khalifa Haftar LBYREB",
			"His troops #3 Khalifa Haftar's troops LBYREB", "His #1 Khalifa Haftar LBYREB",
		}, nil},
		{"unknown spokesman of a known ministry's state", []string{
			"Afghan/ADJ/amod/3 Health/PROPN/compound/3 Ministry/PROPN/compound/4 spokesman/NOUN/nsubj/7 Wahid/PROPN/flat/4 Majroh/PROPN/flat/4 spoke/VERB/root/0/speak ./PUNCT/punct/7",
			"Majroh/PROPN/nsubj/2 left/VERB/root/0/leave ./PUNCT/punct/2",
		}, []string{
			"Afghan Health Ministry spokesman Wahid Majroh #1 Wahid Majroh AFGGOV", "Afghan Health Ministry #2 Afghan Health Ministry AFGGOV",
			"Majroh #1 Wahid Majroh AFGGOV",
		}, nil},
		{"abbreviation bound by the text", []string{
			"The/DET/det/4 Northern/PROPN/compound/4 Freedom/PROPN/compound/4 Party/PROPN/nsubj/8 (/PUNCT/punct/6 NFP/PROPN/appos/4 )/PUNCT/punct/6 split/VERB/root/0 ./PUNCT/punct/8",
			"The/DET/det/2 NFP/PROPN/nsubj/3 denied/VERB/root/0/deny it/PRON/obj/3 ./PUNCT/punct/3",
		}, []string{"Northern Freedom Party #1 Northern Freedom Party", "NFP #1 Northern Freedom Party"}, nil},
		{"abbreviation of two bodies, one told in full", []string{
			"Rapid/PROPN/compound/3 Support/PROPN/compound/3 Forces/PROPN/nsubj/4 advanced/VERB/root/0/advance ./PUNCT/punct/4",
			"The/DET/det/2 RSF/PROPN/nsubj/3 denied/VERB/root/0/deny it/PRON/obj/3 ./PUNCT/punct/3",
		}, []string{"Rapid Support Forces #1 Rapid Support Forces SDNPRM", "RSF #1 Rapid Support Forces SDNPRM"}, nil},
		{"abbreviation of two bodies, one of a state that is named", []string{
			"Sudan/PROPN/nsubj/2 burns/VERB/root/0/burn ./PUNCT/punct/2",
			"The/DET/det/2 RSF/PROPN/nsubj/3 denied/VERB/root/0/deny it/PRON/obj/3 ./PUNCT/punct/3",
		}, []string{"RSF #2 Rapid Support Forces SDNPRM"}, nil},
		{"capital that acts, capital as a place", []string{
			"Moscow/PROPN/nsubj/2 insisted/VERB/root/0/insist ./PUNCT/punct/2",
			"He/PRON/nsubj/2 lives/VERB/root/0/live in/ADP/case/4 Berlin/PROPN/obl/2 ./PUNCT/punct/2",
			"Kabul/PROPN/nsubj/2 fell/VERB/root/0/fall ./PUNCT/punct/2",
		}, []string{"Moscow #1 Russia RUSGOV"}, []string{"Berlin", "Kabul"}},
		{"two owners of one noun", []string{
			"Russian/ADJ/amod/4 and/CCONJ/cc/3 Syrian/ADJ/conj/1 forces/NOUN/nsubj/5/force attacked/VERB/root/0/attack ./PUNCT/punct/5",
		}, []string{"Russian and Syrian forces #1 Russian forces RUSMIL", "Syrian forces #3 Syrian forces SYRMIL"}, nil},
		{"quantity", []string{
			"Hundreds/NOUN/nsubj/5/hundred of/ADP/case/4 armed/ADJ/amod/4 rebels/NOUN/nmod/1/rebel fled/VERB/root/0/flee ./PUNCT/punct/5",
		}, []string{"armed rebels #1 armed rebels"}, nil},
		{"sides", []string{
			"Both/DET/det/2 sides/NOUN/nsubj/3/side agreed/VERB/root/0/agree ./PUNCT/punct/3",
			"All/DET/det/2 parties/NOUN/nsubj/4/party involved/VERB/acl/2/involve agreed/VERB/root/0/agree ./PUNCT/punct/4",
		}, []string{"Both sides #1 Both sides", "All parties involved #2 All parties involved"}, nil},
		{"short name of a state and it", []string{
			"North/PROPN/compound/2 Korea/PROPN/nsubj/3 protested/VERB/root/0/protest ./PUNCT/punct/3",
			"The/DET/det/2 North/PROPN/nsubj/3 said/VERB/root/0/say it/PRON/nsubj/6 would/AUX/aux/6 answer/VERB/ccomp/3 ./PUNCT/punct/3",
		}, []string{"North Korea #1 North Korea PRKGOV", "North #1 North Korea PRKGOV", "it #1 North Korea PRKGOV"}, nil},
		{"apposition", []string{
			"Ana/PROPN/nsubj/8 Torres/PROPN/flat/1 ,/PUNCT/punct/6 Chile/PROPN/nmod:poss/6 's/PART/case/4 ambassador/NOUN/appos/1 ,/PUNCT/punct/6 left/VERB/root/0/leave ./PUNCT/punct/8",
			"The/DET/det/2 ambassador/NOUN/nsubj/4 then/ADV/advmod/4 returned/VERB/root/0/return ./PUNCT/punct/4",
			"She/PRON/nsubj/2 spoke/VERB/root/0/speak ./PUNCT/punct/2",
		}, []string{"Ana Torres #1 Ana Torres CHLGOV", "Chile's ambassador #1 Ana Torres CHLGOV", "ambassador #1 Ana Torres CHLGOV", "She #1 Ana Torres CHLGOV"}, nil},
		{"two men leave he open", []string{
			"Reporters/NOUN/nsubj/2/reporter saw/VERB/root/0/see Paul/PROPN/obj/2 Kern/PROPN/flat/3 with/ADP/case/6 Peter/PROPN/obl/2 Holm/PROPN/flat/6 ./PUNCT/punct/2",
			"He/PRON/nsubj/2 waved/VERB/root/0/wave ./PUNCT/punct/2",
		}, []string{"He #0 -"}, nil},
		{"it stands for nothing", []string{
			"Russia/PROPN/nsubj/2 left/VERB/root/0/leave ./PUNCT/punct/2",
			"It/PRON/expl/3 is/AUX/cop/3 unclear/ADJ/root/0 ./PUNCT/punct/3",
		}, nil, []string{"It"}},
		{"first person stays open", []string{
			"We/PRON/nsubj/2 won/VERB/root/0/win ./PUNCT/punct/2",
		}, []string{"We #0 -"}, nil},
		{"the group", []string{
			"Hezbollah/PROPN/nsubj/2 fired/VERB/root/0/fire ./PUNCT/punct/2",
			"The/DET/det/2 group/NOUN/nsubj/3 warned/VERB/root/0/warn Israel/PROPN/obj/3 ./PUNCT/punct/3",
		}, []string{"group #1 Hezbollah LBNREBPTY", "Israel #2 Israel ISRGOV"}, nil},
		{"the government of a text about one state", []string{
			"Peru/PROPN/nsubj/2 spoke/VERB/root/0/speak", "Peru/PROPN/nsubj/2 left/VERB/root/0/leave", "Peru/PROPN/nsubj/2 won/VERB/root/0/win",
			"The/DET/det/2 government/NOUN/nsubj/3 resigned/VERB/root/0/resign ./PUNCT/punct/3",
		}, []string{"government #2 government PERGOV"}, nil},
		{"the government of one of two states", []string{
			"Peru/PROPN/nsubj/2 accused/VERB/root/0/accuse Chile/PROPN/obj/2",
			"The/DET/det/2 government/NOUN/nsubj/3 resigned/VERB/root/0/resign ./PUNCT/punct/3",
		}, []string{"government #3 government"}, []string{"government #3 government P"}},
		{"a name told by the description beside it", []string{
			"The/DET/det/2 court/NOUN/nmod:poss/4 's/PART/case/2 spokesman/NOUN/nsubj/9 ,/PUNCT/punct/6 Alirezo/PROPN/appos/4 Jamshad/PROPN/flat/6 ,/PUNCT/punct/6 resigned/VERB/root/0/resign ./PUNCT/punct/9",
		}, []string{"Alirezo Jamshad #1 Alirezo Jamshad"}, nil},
		{"who is a pronoun in capitals", []string{
			"REBELS/NOUN/nsubj/2/rebel ATTACKED/VERB/root/0/attack THE/DET/det/4 POLICE/NOUN/obj/2 WHO/PRON/nsubj/6 WITHDREW/VERB/acl:relcl/4/withdraw ./PUNCT/punct/2",
		}, []string{"REBELS #1 REBELS"}, []string{"WHO"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			doc := doctest.Parse(c.lines...)
			doc.Report.Published = sitrep.Stamp{Time: time.Date(2019, 4, 8, 0, 0, 0, 0, time.UTC), DayOnly: true}
			f.Find(doc)
			got := show(doc)
			for _, want := range c.want {
				if !strings.Contains("\n"+got+"\n", "\n"+want+"\n") && !strings.Contains("\n"+got, "\n"+want) {
					t.Errorf("no %q among\n%s", want, got)
				}
			}
			for _, words := range c.not {
				if strings.Contains("\n"+got, "\n"+words+" #") {
					t.Errorf("%q is a mention:\n%s", words, got)
				}
			}
		})
	}
}

// TestQuantityHead asks that "hundreds of rebels" is found at the word that the verb governs.
func TestQuantityHead(t *testing.T) {
	doc := doctest.Parse("Dozens/NOUN/nsubj/4/dozen of/ADP/case/3 gunmen/NOUN/nmod/1/gunman fled/VERB/root/0/flee")
	finder(t).Find(doc)
	if m := doc.MentionAt(0, 0); m == nil || doc.Words(m.Span) != "gunmen" {
		t.Errorf("nobody at the head of the subject: %v", doc.Mentions)
	}
}

// TestOrder asks for the promised order and for the same answer twice.
func TestOrder(t *testing.T) {
	f := finder(t)
	build := func() *sitrep.Document {
		return doctest.Parse(
			"US/PROPN/compound/2 Secretary/PROPN/nsubj/7 of/ADP/case/4 State/PROPN/nmod/2 Mike/PROPN/flat/2 Pompeo/PROPN/flat/2 met/VERB/root/0/meet Israeli/ADJ/amod/9 officials/NOUN/obj/7/official ./PUNCT/punct/7")
	}
	a, b := build(), build()
	f.Find(a)
	f.Find(b)
	if show(a) != show(b) {
		t.Errorf("two runs differ:\n%s\n\n%s", show(a), show(b))
	}
	for i := 1; i < len(a.Mentions); i++ {
		x, y := a.Mentions[i-1].Span, a.Mentions[i].Span
		if x.Start > y.Start || x.Start == y.Start && x.End < y.End {
			t.Errorf("mentions %d and %d are out of order: %v %v", i-1, i, x, y)
		}
	}
}

// FuzzFind throws made-up sentences at the finder. Whatever the tags and heads,
// it may not panic, and spans lie inside their sentence.
func FuzzFind(f *testing.F) {
	find := finder(f)
	for _, seed := range []string{"Haftar 's troops of the UN ( LNA ) said it", "US - led forces of al - Qaeda al al al", "KING OF THE US WHO IS", "General of of Libya ,, the the country", "é̈ ’s ’ \xff"} {
		f.Add(seed, uint64(12345))
	}
	tags := []string{"NOUN", "PROPN", "ADJ", "VERB", "ADP", "DET", "PRON", "PUNCT", "PART", "NUM", "CCONJ", "AUX", "X"}
	rels := []string{"nsubj", "obj", "compound", "amod", "flat", "nmod", "nmod:poss", "case", "det", "appos", "conj", "cc", "acl", "obl", "root"}
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		doc := &sitrep.Document{Text: text, Report: sitrep.Report{Text: text}}
		sent := sitrep.Sentence{Span: sitrep.Span{End: len(text)}}
		at := 0
		words := strings.Fields(text)
		for _, w := range words {
			start := at + strings.Index(text[at:], w)
			at = start + len(w)
			seed = seed*6364136223846793005 + 1442695040888963407
			pick := func(n int) int { seed = seed*6364136223846793005 + 1; return int(seed>>33) % n }
			sent.Tokens = append(sent.Tokens, sitrep.Token{
				Span: sitrep.Span{Start: start, End: at}, Form: w, Lemma: strings.ToLower(w),
				UPOS: tags[pick(len(tags))], Deprel: rels[pick(len(rels))], Head: pick(len(words) + 1),
			})
		}
		for i := range words {
			sent.Phrases = append(sent.Phrases, sitrep.Phrase{First: i, Last: i + int(seed>>i)%5 - 1, Kind: []string{"person", "place", "organization", "time"}[i%4], Score: float64(i%10) / 9})
		}
		sent.Link()
		doc.Sentences = append(doc.Sentences, sent)
		find.Find(doc)
		for _, m := range doc.Mentions {
			if m.Span.Start > m.Span.End || m.Span.Start < 0 || m.Span.End > len(text) {
				t.Fatalf("span %v of a text of %d bytes", m.Span, len(text))
			}
			if m.Head < 0 || m.Head >= len(sent.Tokens) {
				t.Fatalf("head %d of %d words", m.Head, len(sent.Tokens))
			}
		}
	})
}

// TestLongSentence keeps hostile texts from becoming slow: twenty thousand
// words in one sentence are read in seconds.
func TestLongSentence(t *testing.T) {
	f := finder(t)
	for _, line := range []string{
		"the/DET/det/2 country/NOUN/nsubj/3 it/PRON/obj/3 Russia/PROPN/compound/2 general/NOUN/compound/2",
		"Ann/PROPN/compound/2 al/PROPN/compound/2 -/PUNCT/punct/2 he/PRON/nsubj/2 his/PRON/nmod:poss/2 forces/NOUN/nsubj/2",
		"“/PUNCT/punct/2 he/PRON/nsubj/3 said/VERB/root/0/say Ann/PROPN/nsubj/3 himself/PRON/obj/3 I/PRON/nsubj/3 ”/PUNCT/punct/2",
	} {
		doc := tagged(doctest.Parse(strings.Repeat(line+" ", 4000)))
		for i := range doc.Sentences[0].Tokens {
			doc.Sentences[0].Phrases = append(doc.Sentences[0].Phrases, sitrep.Phrase{First: i, Last: i, Kind: "person", Score: 0.9})
		}
		start := time.Now()
		f.Find(doc)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%d words took %v", len(doc.Sentences[0].Tokens), took)
		}
	}
}

// BenchmarkFind measures one sentence of news; bytes/s count its text.
func BenchmarkFind(b *testing.B) {
	f := finder(b)
	doc := doctest.Parse("US/PROPN/compound/2 Secretary/PROPN/nsubj/7 of/ADP/case/4 State/PROPN/nmod/2 Mike/PROPN/flat/2 Pompeo/PROPN/flat/2 met/VERB/root/0/meet Israeli/ADJ/amod/9 officials/NOUN/obj/7/official in/ADP/case/11 Cairo/PROPN/obl/7 ./PUNCT/punct/7")
	b.SetBytes(int64(len(doc.Text)))
	b.ReportAllocs()
	for b.Loop() {
		f.Find(doc)
	}
}
