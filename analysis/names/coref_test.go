package names_test

import (
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
)

// tagged gives quotation marks and nouns the tags that the parser gives them.
func tagged(doc *sitrep.Document) *sitrep.Document {
	for s := range doc.Sentences {
		for i := range doc.Sentences[s].Tokens {
			switch tok := &doc.Sentences[s].Tokens[i]; {
			case tok.Form == "“":
				tok.XPOS = "``"
			case tok.Form == "”":
				tok.XPOS = "''"
			case tok.UPOS == "NOUN" && tok.Lemma == strings.ToLower(tok.Form):
				tok.XPOS = "NN"
			case tok.UPOS == "NOUN":
				tok.XPOS = "NNS"
			}
		}
	}
	return doc
}

// TestChains asks which mentions are joined; the mentions of other chains than
// those of interest may be left out of want.
func TestChains(t *testing.T) {
	f := finder(t)
	const urgo = "Tolva/PROPN/nsubj/3 Urgo/PROPN/flat/1 slept/VERB/root/0/sleep ./PUNCT/punct/3 | person 1-2 0.9"
	cases := []struct {
		name  string
		lines []string
		want  []string
	}{
		{"he after the only man", []string{urgo,
			"He/PRON/nsubj/2 woke/VERB/root/0/wake ./PUNCT/punct/2",
		}, []string{"He pronoun #1"}},
		{"a stranger between them leaves he open", []string{urgo,
			"His/PRON/nmod:poss/2 cousin/NOUN/nsubj/3 woke/VERB/root/0/wake ./PUNCT/punct/3 | person 1-2 0.9",
			"He/PRON/nsubj/2 left/VERB/root/0/leave ./PUNCT/punct/2",
		}, []string{"He pronoun #0"}},
		{"where one he is open the next is too", []string{
			"Tolva/PROPN/nsubj/3 Urgo/PROPN/flat/1 met/VERB/root/0/meet Belos/PROPN/obj/3 Ratko/PROPN/flat/4 ./PUNCT/punct/3 | person 1-2 0.9 person 4-5 0.9",
			"It/PRON/nsubj/2 rained/VERB/root/0/rain ./PUNCT/punct/2",
			"It/PRON/nsubj/2 rained/VERB/root/0/rain ./PUNCT/punct/2",
			"It/PRON/nsubj/2 rained/VERB/root/0/rain ./PUNCT/punct/2",
			"He/PRON/nsubj/2 hid/VERB/root/0/hide his/PRON/nmod:poss/4 hat/NOUN/obj/2 ./PUNCT/punct/2",
		}, []string{"He pronoun #0", "his pronoun #0"}},
		{"a woman between them does not", []string{urgo,
			"His/PRON/nmod:poss/2 mother/NOUN/nsubj/3 woke/VERB/root/0/wake ./PUNCT/punct/3 | person 1-2 0.9",
			"He/PRON/nsubj/2 left/VERB/root/0/leave ./PUNCT/punct/2",
		}, []string{"He pronoun #1"}},
		{"the man of a relative clause is not him", []string{urgo,
			"The/DET/det/2 general/NOUN/nsubj/6 who/PRON/nsubj/4 saw/VERB/acl:relcl/2/see him/PRON/obj/4 left/VERB/root/0/leave ./PUNCT/punct/6",
		}, []string{"him pronoun #1"}},
		{"a reflexive means the subject", []string{urgo,
			"Belos/PROPN/nsubj/2 hid/VERB/root/0/hide himself/PRON/obj/2 ./PUNCT/punct/2 | person 1-1 0.9",
		}, []string{"Belos person #2", "himself pronoun #2"}},
		{"inside a quotation he is not its speaker", []string{
			"“/PUNCT/punct/3 He/PRON/nsubj/3 left/VERB/ccomp/7/leave ,/PUNCT/punct/3 ”/PUNCT/punct/3 Urgo/PROPN/nsubj/7 said/VERB/root/0/say ./PUNCT/punct/7 | person 6-6 0.9",
			"“/PUNCT/punct/3 He/PRON/nsubj/3 fled/VERB/root/0/flee ./PUNCT/punct/3 ”/PUNCT/punct/3",
		}, []string{"He pronoun #0", "Urgo person #1", "He pronoun #0"}},
		{"I in a quotation is its speaker, also of the next one", []string{
			"“/PUNCT/punct/3 I/PRON/nsubj/3 left/VERB/ccomp/7/leave ,/PUNCT/punct/3 ”/PUNCT/punct/3 Urgo/PROPN/nsubj/7 said/VERB/root/0/say ./PUNCT/punct/7 | person 6-6 0.9",
			"“/PUNCT/punct/3 I/PRON/nsubj/3 fled/VERB/root/0/flee ./PUNCT/punct/3 ”/PUNCT/punct/3",
		}, []string{"I pronoun #1", "Urgo person #1", "I pronoun #1"}},
		{"I outside a quotation stays open", []string{urgo,
			"I/PRON/nsubj/2 left/VERB/root/0/leave ./PUNCT/punct/2",
		}, []string{"I pronoun #0"}},
		{"two speakers leave I open", []string{
			"“/PUNCT/punct/3 I/PRON/nsubj/3 left/VERB/ccomp/7/leave ,/PUNCT/punct/3 ”/PUNCT/punct/3 Urgo/PROPN/nsubj/7 said/VERB/root/0/say and/CCONJ/cc/10 Belos/PROPN/nsubj/10 said/VERB/conj/7/say ./PUNCT/punct/7 | person 6-6 0.9 person 9-9 0.9",
		}, []string{"I pronoun #0"}},
		{"it as an object is nobody", []string{
			"Hezbollah/PROPN/nsubj/2 fired/VERB/root/0/fire ./PUNCT/punct/2",
			"Israel/PROPN/nsubj/2 saw/VERB/root/0/see it/PRON/obj/2 ./PUNCT/punct/2",
		}, []string{"it pronoun #0"}},
		{"a place is taken up by it", []string{
			"Orlavo/PROPN/nsubj/2 grew/VERB/root/0/grow ./PUNCT/punct/2 | place 1-1 0.9",
			"It/PRON/nsubj/2 shrank/VERB/root/0/shrink ./PUNCT/punct/2",
		}, []string{"Orlavo place #1", "It pronoun #1"}},
		{"new words make another group", []string{
			"Gunmen/NOUN/nsubj/2/gunman fled/VERB/root/0/flee ./PUNCT/punct/2",
			"The/DET/det/3 wounded/ADJ/amod/3 gunmen/NOUN/nsubj/4/gunman died/VERB/root/0/die ./PUNCT/punct/4",
		}, []string{"Gunmen group #1", "wounded gunmen group #2"}},
		{"the same words do not", []string{
			"Gunmen/NOUN/nsubj/2/gunman fled/VERB/root/0/flee ./PUNCT/punct/2",
			"The/DET/det/2 gunmen/NOUN/nsubj/3/gunman died/VERB/root/0/die ./PUNCT/punct/3",
		}, []string{"Gunmen group #1", "gunmen group #1"}},
		{"words that follow the noun make another group", []string{
			"Hezbollah/PROPN/nsubj/2 fired/VERB/root/0/fire ./PUNCT/punct/2",
			"The/DET/det/2 group/NOUN/nsubj/5 that/PRON/nsubj/4 split/VERB/acl:relcl/2/split died/VERB/root/0/die ./PUNCT/punct/5",
		}, []string{"Hezbollah organization #1", "group organization #2"}},
		{"a council takes up a council only", []string{
			"Hezbollah/PROPN/nsubj/2 fired/VERB/root/0/fire ./PUNCT/punct/2",
			"UNESCO/PROPN/nsubj/2 spoke/VERB/root/0/speak ./PUNCT/punct/2",
			"The/DET/det/2 council/NOUN/nsubj/3 met/VERB/root/0/meet ./PUNCT/punct/3",
		}, []string{"UNESCO organization #2", "council organization #3"}},
		{"the council after one", []string{
			"The/DET/det/4 UN/PROPN/compound/4 Security/PROPN/compound/4 Council/PROPN/nsubj/5 met/VERB/root/0/meet ./PUNCT/punct/5",
			"The/DET/det/2 council/NOUN/nsubj/3 voted/VERB/root/0/vote ./PUNCT/punct/3",
		}, []string{"UN Security Council organization #1", "council organization #1"}},
		{"a verb in capitals is no abbreviation of mixed letters", []string{
			"Let/VERB/root/0/let us/PRON/obj/1 go/VERB/xcomp/1 ./PUNCT/punct/1",
		}, []string{"us pronoun #0"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			doc := tagged(read(t, c.lines...))
			f.Find(doc)
			got := kindsOf(doc)
			rest := got
			for _, want := range c.want {
				_, after, found := strings.Cut(rest, want)
				if !found {
					t.Fatalf("no %q, in this order, among %s", want, got)
				}
				rest = after
			}
		})
	}
}
