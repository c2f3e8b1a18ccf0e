package names_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/internal/doctest"
)

// read parses sentences of which each may end in the phrases that the model
// sees, "| kind first-last score …", words counted from 1.
func read(t *testing.T, lines ...string) *sitrep.Document {
	t.Helper()
	var words []string
	phrases := make([][]sitrep.Phrase, len(lines))
	for n, line := range lines {
		said, seen, _ := strings.Cut(line, " | ")
		words = append(words, said)
		for fields := strings.Fields(seen); len(fields) > 2; fields = fields[3:] {
			p := sitrep.Phrase{Kind: fields[0]}
			if _, err := fmt.Sscanf(fields[1]+" "+fields[2], "%d-%d %f", &p.First, &p.Last, &p.Score); err != nil {
				t.Fatalf("phrase %q: %v", fields, err)
			}
			p.First, p.Last = p.First-1, p.Last-1
			phrases[n] = append(phrases[n], p)
		}
	}
	doc := doctest.Parse(words...)
	for n := range phrases {
		doc.Sentences[n].Phrases = phrases[n]
	}
	return doc
}

// kindsOf writes the mentions as "words kind #chain", in order.
func kindsOf(doc *sitrep.Document) string {
	var out []string
	for _, m := range doc.Mentions {
		out = append(out, fmt.Sprintf("%s %s #%d", doc.Words(m.Span), m.Kind, m.Chain))
	}
	return strings.Join(out, "; ")
}

func TestVerdict(t *testing.T) {
	f := finder(t)
	cases := []struct {
		name  string
		lines []string
		want  string
	}{
		{"an unknown person and a family name", []string{
			"Tolva/PROPN/nsubj/3 Urgo/PROPN/flat/1 slept/VERB/root/0/sleep ./PUNCT/punct/3 | person 1-2 0.9",
			"Urgo/PROPN/nsubj/2 woke/VERB/root/0/wake ./PUNCT/punct/2 | person 1-1 0.9",
		}, "Tolva Urgo person #1; Urgo person #1"},
		{"an unknown body", []string{
			"Kelvar/PROPN/nsubj/2 fell/VERB/root/0/fall ./PUNCT/punct/2 | organization 1-1 0.8",
		}, "Kelvar organization #1"},
		{"an unknown place", []string{
			"It/PRON/nsubj/2 rained/VERB/root/0/rain in/ADP/case/4 Orlavo/PROPN/obl/2 ./PUNCT/punct/2 | place 4-4 0.8",
			"Orlavo/PROPN/nsubj/2 slept/VERB/root/0/sleep ./PUNCT/punct/2 | place 1-1 0.8",
		}, "Orlavo place #1; Orlavo place #1"},
		{"a guess of the model is not heeded", []string{
			"Kelvar/PROPN/nsubj/2 fell/VERB/root/0/fall ./PUNCT/punct/2 | organization 1-1 0.4",
		}, ""},
		{"what the text mostly says goes before one sentence", []string{
			"Kelvar/PROPN/nsubj/2 fell/VERB/root/0/fall ./PUNCT/punct/2 | person 1-1 0.7",
			"Kelvar/PROPN/nsubj/2 fell/VERB/root/0/fall ./PUNCT/punct/2 | organization 1-1 0.9",
			"Kelvar/PROPN/nsubj/2 fell/VERB/root/0/fall ./PUNCT/punct/2 | organization 1-1 0.95",
		}, "Kelvar organization #1; Kelvar organization #1; Kelvar organization #1"},
		{"a first name does not make a surely known body a person", []string{
			"Martin/PROPN/nsubj/3 Vexal/PROPN/flat/1 grew/VERB/root/0/grow ./PUNCT/punct/3 | organization 1-2 0.95",
		}, "Martin Vexal organization #1"},
		{"a state's name borne by a person", []string{
			"Chad/PROPN/nsubj/2 smiled/VERB/root/0/smile ./PUNCT/punct/2 | person 1-1 0.95",
		}, "Chad person #1"},
		{"a state in doubt stays one", []string{
			"Chad/PROPN/nsubj/2 protested/VERB/root/0/protest ./PUNCT/punct/2 | person 1-1 0.8",
		}, "Chad place #1"},
		{"citizens are persons and stay citizens", []string{
			"Iraqis/PROPN/nsubj/2/Iraqi voted/VERB/root/0/vote ./PUNCT/punct/2 | person 1-1 0.99",
		}, "Iraqis group #1"},
		{"a body and its seat share a name", []string{
			"Kelvar/PROPN/nsubj/2 fell/VERB/root/0/fall ./PUNCT/punct/2 | organization 1-1 0.7",
			"Kelvar/PROPN/nsubj/2 fell/VERB/root/0/fall ./PUNCT/punct/2 | place 1-1 0.6",
		}, "Kelvar organization #1; Kelvar organization #1"},
		{"a state's name opens a paper's", []string{
			"The/DET/det/3 Peru/PROPN/compound/3 Kelvar/PROPN/nsubj/4 closed/VERB/root/0/close ./PUNCT/punct/4 | organization 1-3 0.9",
		}, "Peru Kelvar organization #1; Peru place #2"},
		{"a body's name goes on after of", []string{
			"Friends/PROPN/nsubj/4 of/ADP/case/3 Kelvar/PROPN/nmod/1 met/VERB/root/0/meet ./PUNCT/punct/4 | organization 1-3 0.9",
		}, "Friends of Kelvar organization #1"},
		{"a capital's name closes a person's", []string{
			"Tolva/PROPN/nsubj/3 Paris/PROPN/flat/1 sang/VERB/root/0/sing ./PUNCT/punct/3 | person 1-2 0.9",
		}, "Tolva Paris person #1"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			doc := read(t, c.lines...)
			f.Find(doc)
			if got := kindsOf(doc); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}
