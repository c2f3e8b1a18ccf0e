package speech_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis/speech"
	"github.com/sitrep-dev/sitrep/analysis/syntax"
	"github.com/sitrep-dev/sitrep/internal/corpus"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/text"
)

// stack is what turns a sentence into facts and attributions.
type stack struct {
	base   *knowledge.Base
	seg    *text.Segmenter
	parser *syntax.Parser
	reader *speech.Reader
}

var load = sync.OnceValues(func() (*stack, error) {
	base, err := knowledge.Load(knowledge.Embedded())
	if err != nil {
		return nil, err
	}
	parser, err := syntax.New()
	if err != nil {
		return nil, err
	}
	return &stack{base, text.New(base.Text), parser, speech.New(base.Speech)}, nil
})

func loaded(t testing.TB) *stack {
	t.Helper()
	s, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *stack) parse(words string) *sitrep.Document {
	doc := s.seg.Document(sitrep.Report{ID: "r_test", Text: words})
	s.parser.Parse(doc)
	return doc
}

func (s *stack) read(words string) *sitrep.Document {
	doc := s.parse(words)
	s.reader.Read(doc)
	return doc
}

func TestModalityCorpus(t *testing.T) {
	s := loaded(t)
	cases, err := corpus.Read("../../knowledge/speech/modality.corpus")
	if err != nil {
		t.Fatal(err)
	}
	fired := map[string]bool{}
	for _, c := range cases {
		sentence, word, ok := strings.Cut(c.Input, " | ")
		if !ok {
			t.Fatalf("%s: write \"sentence | word\"", c.Pos)
		}
		doc := s.read(sentence)
		for _, sent := range doc.Sentences {
			for _, f := range sent.Facts {
				fired[f.Entry] = true
			}
		}
		corpus.Check(t, c, factOf(doc, strings.TrimSpace(word)))
	}
	for _, m := range s.base.Speech.Moods {
		if !fired[m.ID] && !m.Reset && !m.Background {
			t.Errorf("modality.yaml: no example fires %s; add one to modality.corpus", m.ID)
		}
	}
}

// factOf prints the fact of the first token with that form.
func factOf(doc *sitrep.Document, word string) string {
	for _, sent := range doc.Sentences {
		for i, tok := range sent.Tokens {
			if tok.Form != word {
				continue
			}
			f := sent.Facts[i]
			got := fmt.Sprintf("%s %s", f.Modality, f.Polarity)
			if f.Background {
				got += " background"
			}
			if got == "happened affirmed" {
				return "none"
			}
			return got
		}
	}
	return "no such word"
}

func TestCueCorpus(t *testing.T) {
	s := loaded(t)
	cases, err := corpus.Read("../../knowledge/speech/cues.corpus")
	if err != nil {
		t.Fatal(err)
	}
	fired := map[string]bool{}
	for _, c := range cases {
		doc := s.read(c.Input)
		for _, a := range doc.Attributions {
			if a.CueSent < 0 {
				continue
			}
			sent := &doc.Sentences[a.CueSent]
			for _, hit := range s.base.Speech.CuesAt(sent, a.CueTok) {
				fired[hit.Cue.ID] = true
			}
			if cue, _ := s.base.Speech.PhraseAt(sent, a.CueTok); cue != nil {
				fired[cue.ID] = true
			}
		}
		corpus.Check(t, c, shown(doc))
	}
	for _, cue := range s.base.Speech.Cues {
		if !fired[cue.ID] {
			t.Errorf("cues.yaml: no example fires %s; add one to cues.corpus", cue.ID)
		}
	}
}

// shown prints the attributions of a document, "none" without any.
func shown(doc *sitrep.Document) string {
	if len(doc.Attributions) == 0 {
		return "none"
	}
	var all []string
	for _, a := range doc.Attributions {
		source, cue := "-", "-"
		if a.Source != nil {
			source = doc.Words(*a.Source)
		}
		if a.Cue != nil {
			cue = doc.Words(*a.Cue)
		}
		all = append(all, fmt.Sprintf("%s | %s | %s | %s", source, cue, a.Stance, short(doc.Words(a.Content))))
	}
	return strings.Join(all, "; ")
}

// short keeps the first and last three words.
func short(content string) string {
	words := strings.Fields(content)
	if len(words) <= 6 {
		return content
	}
	return strings.Join(words[:3], " ") + " … " + strings.Join(words[len(words)-3:], " ")
}
