// Package doctest builds Documents by hand, so that tests of logic need no
// trained model.
package doctest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// Parse makes a Document of sentences written one a line, words separated by
// blanks, each word as form/UPOS/deprel/head or form/UPOS/deprel/head/lemma,
// heads counted from 1, 0 for the root:
//
//	Russia/PROPN/nsubj/2 shelled/VERB/root/0/shell Kharkiv/PROPN/obj/2 ./PUNCT/punct/2
//
// The text joins the forms with blanks, none before closing punctuation. The
// default lemma is the lower-cased form. Parse panics on a malformed word.
func Parse(lines ...string) *sitrep.Document {
	doc := &sitrep.Document{}
	var text strings.Builder
	for n, line := range lines {
		if n > 0 {
			text.WriteByte('\n')
		}
		sent := sitrep.Sentence{Span: sitrep.Span{Start: text.Len()}}
		for i, word := range strings.Fields(line) {
			tok := token(word)
			if i > 0 && !strings.Contains(".,;:!?'’)”", tok.Form[:1]) {
				text.WriteByte(' ')
			}
			tok.Span.Start = text.Len()
			text.WriteString(tok.Form)
			tok.Span.End = text.Len()
			sent.Tokens = append(sent.Tokens, tok)
		}
		sent.Span.End = text.Len()
		sent.Link()
		doc.Sentences = append(doc.Sentences, sent)
	}
	doc.Text = text.String()
	doc.Report = sitrep.Report{ID: "r_test", Text: doc.Text}
	doc.Blocks = []sitrep.Block{{Kind: sitrep.Para, Span: sitrep.Span{End: len(doc.Text)}}}
	return doc
}

func token(word string) sitrep.Token {
	parts := strings.Split(word, "/")
	if len(parts) < 4 {
		panic(fmt.Sprintf("doctest: %q is not form/UPOS/deprel/head[/lemma]", word))
	}
	head, err := strconv.Atoi(parts[3])
	if err != nil {
		panic(fmt.Sprintf("doctest: %q: head is not a number", word))
	}
	lemma := strings.ToLower(parts[0])
	if len(parts) > 4 {
		lemma = parts[4]
	}
	return sitrep.Token{Form: parts[0], Lemma: lemma, UPOS: parts[1], Deprel: parts[2], Head: head}
}
