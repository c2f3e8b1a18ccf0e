// Package speech finds who is made to say what, and whether what a word names
// is told as having happened.
//
// Attributions come from the words of reporting (verbs, nouns, adverbs,
// "according to"), from quotation marks and from the layout: headlines with a
// colon, bracketed speakers, embedded posts, communiqués. Each has a source, a
// cue, a content and a stance. Facts come from the dependency tree: the words
// that plan, demand, offer, threaten, try, doubt or deny reach down over what
// they govern, outer ones before inner ones. Both read the parser's work with
// caution and fall back on the order of words.
//
// The package decides by grammar and knowledge/speech alone. It does not say
// who "he" is, does not choose which of several sources a claim belongs to, and
// does not judge whether anything is true. It takes time linear in the text.
package speech

import (
	"slices"
	"sort"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// Reader reads speech and modality. It is never changed after New and may be
// shared by any number of goroutines.
type Reader struct {
	k            *knowledge.Speech
	history      [][]string // phrases, word by word
	hypothetical [][]string
	negating     [][]string
}

// New makes a Reader from the cues of knowledge/speech.
func New(k *knowledge.Speech) *Reader {
	return &Reader{k: k, history: phrases(k.Words.History), hypothetical: phrases(k.Words.Hypothetical), negating: phrases(k.Words.Negating)}
}

func phrases(lines []string) [][]string {
	var all [][]string
	for _, line := range lines {
		all = append(all, strings.Fields(strings.ToLower(line)))
	}
	return all
}

// reading is the work on one document.
type reading struct {
	*Reader
	doc    *sitrep.Document
	trees  []*tree
	quotes []quotation
	found  []sitrep.Attribution
	direct []int  // indexes of found whose content is a quotation, in order
	entry  string // id of the cue that is tried
	slot   string // where its content was found
}

// Read sets doc.Attributions, in order of content, and the Facts of every
// sentence. It needs the words and trees of the sentences; mentions and time
// expressions sharpen it where they are there. Reading again gives the same.
func (r *Reader) Read(doc *sitrep.Document) {
	rd := &reading{Reader: r, doc: doc}
	for s := range doc.Sentences {
		rd.trees = append(rd.trees, newTree(&doc.Sentences[s]))
	}
	for s, t := range rd.trees {
		doc.Sentences[s].Facts = r.facts(doc, s, t)
	}
	rd.background()
	rd.quotes = quotations(doc)
	for s := range rd.trees {
		rd.sentence(s)
	}
	rd.layout()
	rd.continued()
	rd.outer()
	rd.wideCues()
	doc.Attributions = ordered(rd.found)
}

// ordered sorts by start of content, then the longer first, and drops repeats.
func ordered(found []sitrep.Attribution) []sitrep.Attribution {
	for i := range found {
		found[i].Scope = found[i].Scope.Cover(found[i].Content)
	}
	sort.SliceStable(found, func(a, b int) bool {
		x, y := found[a].Content, found[b].Content
		if x.Start != y.Start {
			return x.Start < y.Start
		}
		return x.End > y.End
	})
	return slices.CompactFunc(found, func(a, b sitrep.Attribution) bool {
		return a.Content == b.Content && a.CueSent == b.CueSent && a.CueTok == b.CueTok && a.SourceTok == b.SourceTok && a.Speaker == b.Speaker
	})
}

// Sources lists the indexes of doc.Attributions whose content or scope covers
// the token, innermost (shortest) first. An attribution does not cover its own
// cue. Nil when the report speaks in its own voice.
func Sources(doc *sitrep.Document, sent, tok int) []int {
	all := doc.AttributionsOver(doc.Sentences[sent].Tokens[tok].Span)
	return slices.DeleteFunc(all, func(i int) bool {
		a := &doc.Attributions[i]
		return a.Attitude || a.CueSent == sent && a.CueTok == tok
	})
}
