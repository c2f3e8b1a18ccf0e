// Package syntax gives every word its lemma, its tags and its place in a
// dependency tree (Universal Dependencies, English), and reads and writes the
// CoNLL-U format.
//
// It finds neither words nor sentences, that is done by package text, and adds
// no meaning: names, times and events are found by others over the trees.
//
// The engine behind Parser is model/encoder; its weights come from package
// model and are made by training/.
package syntax

import (
	"fmt"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/model"
	"github.com/sitrep-dev/sitrep/model/encoder"
	"github.com/sitrep-dev/sitrep/model/kernel"
)

// Parser tags and parses documents. It holds weights only and may be used by
// any number of goroutines at once.
type Parser struct {
	net    *encoder.Net
	lemmas *knowledge.Lemmas
}

// New loads the embedded weights and the built-in knowledge of base forms. It
// takes a fraction of a second; make one and share it.
func New() (*Parser, error) {
	lemmas, err := knowledge.LoadLemmas(knowledge.Embedded())
	if err != nil {
		return nil, fmt.Errorf("syntax: %w", err)
	}
	return With(lemmas)
}

// With is New with the base forms that the caller knows.
func With(lemmas *knowledge.Lemmas) (*Parser, error) { return On(lemmas, kernel.Best()) }

// On is With on one implementation of the kernels, for measurements: all give
// the same bytes.
func On(lemmas *knowledge.Lemmas, path kernel.Path) (*Parser, error) {
	data, err := model.Open(model.Language)
	if err != nil {
		return nil, fmt.Errorf("syntax: %w", err)
	}
	net, err := encoder.Open(data, path)
	if err != nil {
		return nil, fmt.Errorf("syntax: weights %s: %w", model.Language, err)
	}
	return &Parser{net, lemmas}, nil
}

// Reading is all that the model says of a sentence: beside tags and tree, which
// Parse keeps, the entities, nested as they are, and the roles of PropBank.
type Reading = encoder.Reading

// Word is what a Reading says of a word, Entity a phrase that names or describes
// something, Role an argument of a predicate; they count words from 0.
type (
	Word   = encoder.Word
	Entity = encoder.Entity
	Role   = encoder.Role
)

// Read gives the model's reading of every sentence of doc, which it leaves as it
// is. Lemmas are the model's own. The same words give the same reading as in Parse.
func (p *Parser) Read(doc *sitrep.Document) []Reading {
	in := make([]encoder.Sentence, len(doc.Sentences))
	for i := range doc.Sentences {
		in[i] = words(&doc.Sentences[i])
	}
	return p.net.Read(in)
}

// Parse fills Lemma, UPOS, XPOS, Head and Deprel of all words of doc.Sentences
// and the Phrases and Guesses of each sentence, and links the sentences. Every
// sentence gets a tree with exactly one root. Forms and spans are only read; what
// stood in the other fields is overwritten.
// Time grows with the number of words.
func (p *Parser) Parse(doc *sitrep.Document) {
	for i, reading := range p.Read(doc) {
		toks := doc.Sentences[i].Tokens
		for k, w := range reading.Words {
			toks[k].UPOS, toks[k].XPOS, toks[k].Lemma = w.UPOS, w.XPOS, p.lemma(toks[k].Form, &w)
			toks[k].Head, toks[k].Deprel = w.Head, w.Rel
		}
		unflatten(toks)
		activate(toks)
		doc.Sentences[i].Guesses = guesses(reading.Acts)
		doc.Sentences[i].Phrases = phrases(reading.Entities)
		doc.Sentences[i].Link()
	}
}

// unflatten hangs what depends on a further word of a name on its first word, as
// Universal Dependencies asks of flat: in "to Ana Torres" the preposition is Ana's.
func unflatten(toks []sitrep.Token) {
	for k := range toks {
		for steps := 0; steps < len(toks); steps++ {
			h := toks[k].Head - 1
			if h < 0 || toks[h].Deprel != "flat" || toks[h].Head < 1 {
				break
			}
			toks[k].Head = toks[h].Head
		}
	}
}

// activate makes the subject of a finite verb that has an object and no auxiliary one
// that acts: only a participle is passive.
func activate(toks []sitrep.Token) {
	for k := range toks {
		h := toks[k].Head - 1
		if toks[k].Deprel != "nsubj:pass" || h < 0 || toks[h].XPOS != "VBD" && toks[h].XPOS != "VBZ" && toks[h].XPOS != "VBP" {
			continue
		}
		object, auxiliary := false, false
		for i := range toks {
			if toks[i].Head-1 == h {
				object = object || toks[i].Deprel == "obj"
				auxiliary = auxiliary || strings.HasPrefix(toks[i].Deprel, "aux")
			}
		}
		if object && !auxiliary {
			toks[k].Deprel = "nsubj"
		}
	}
}

// guesses are the possible acts of a reading.
func guesses(acts []encoder.Act) []sitrep.Guess {
	var out []sitrep.Guess
	for _, a := range acts {
		g := sitrep.Guess{Token: a.Word, Type: a.Type, Prob: float64(a.Prob), Any: float64(a.Any), Modes: a.Modes}
		for _, p := range a.Parties {
			switch p.Role {
			case "actor":
				g.Actors = append(g.Actors, p.Word)
			case "recipient":
				g.Recipients = append(g.Recipients, p.Word)
			}
		}
		out = append(out, g)
	}
	return out
}

// phrases copies the entities of the model.
func phrases(entities []encoder.Entity) []sitrep.Phrase {
	var out []sitrep.Phrase
	for _, e := range entities {
		out = append(out, sitrep.Phrase{First: e.First, Last: e.Last, Kind: e.Kind, Score: float64(e.Prob)})
	}
	return out
}

// lemma corrects the model's edit rule by the table of irregular forms and the
// known base forms.
func (p *Parser) lemma(form string, w *encoder.Word) string {
	switch {
	case w.UPOS == "VERB" || w.UPOS == "AUX" && w.XPOS != "MD":
		return p.lemmas.Verb(strings.ToLower(form), w.XPOS, w.Lemma)
	case w.XPOS == "NNS":
		return p.lemmas.Noun(strings.ToLower(form), w.Lemma)
	case w.XPOS == "NN":
		return p.lemmas.Singular(strings.ToLower(form), w.Lemma)
	}
	return w.Lemma
}

// words are the forms of a sentence, each with whether it touches the one before.
func words(sent *sitrep.Sentence) encoder.Sentence {
	s := encoder.Sentence{Words: make([]string, len(sent.Tokens)), Glued: make([]bool, len(sent.Tokens))}
	for i := range sent.Tokens {
		s.Words[i] = sent.Tokens[i].Form
		if i > 0 {
			before := sent.Tokens[i-1].Span
			s.Glued[i] = sent.Tokens[i].Span.Start == before.End || sent.Tokens[i].Span == before
		}
	}
	return s
}
