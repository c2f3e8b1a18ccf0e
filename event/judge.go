package event

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// topic is what a document is about, as far as that decides whether words of
// struggle are meant.
type topic struct {
	effect string // "" or an effect of page/genres.tsv
	genre  string
}

// judge finds the first genre whose words are common enough in the document,
// title included. Each noun and verb counts once.
func (r *reading) judge() topic {
	seen := map[string]bool{}
	for s := range r.doc.Sentences {
		for i := range r.doc.Sentences[s].Tokens {
			t := &r.doc.Sentences[s].Tokens[i]
			if t.UPOS == "NOUN" || t.UPOS == "VERB" || t.UPOS == "PROPN" {
				seen[strings.ToLower(t.Lemma)] = true
			}
		}
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(r.doc.Report.Title), func(c rune) bool { return (c < 'a' || c > 'z') && c != '-' }) {
		seen[word] = true
	}
	for i := range r.k.Genres {
		g := &r.k.Genres[i]
		n := 0
		for word := range seen {
			if g.Words[word] {
				n++
			}
		}
		if n >= g.Least && n*100 >= g.Share*len(seen) {
			return topic{g.Effect, g.Name}
		}
	}
	return topic{}
}

// meant reports whether a claim may stand in a document of the genre: where
// struggle is a figure of speech, only counted victims on somebody's word are.
func (r *reading) meant(c *sitrep.Claim) bool {
	if r.topic.effect != knowledge.EffectMetaphor {
		return true
	}
	return len(c.Figures) > 0 && len(c.Sources) > 0 && (c.Type == "" || r.k.Ontology.Types[c.Type].Has("violent"))
}

// bend changes a claim as the genre of its document asks: what is played in a
// drill is hypothetical, what an anniversary tells is history.
func (r *reading) bend(c *sitrep.Claim) {
	switch r.topic.effect {
	case knowledge.EffectDrill:
		if t := r.k.Ontology.Types[c.Type]; c.Modality == sitrep.Happened && (t.Has("violent") || t.Has("coercive") || c.Type == "") {
			c.Modality = sitrep.Hypothetical
			c.Entries = append(c.Entries, "genre."+r.topic.genre)
		}
	case knowledge.EffectHistory:
		if c.Modality == sitrep.Happened && !c.Background {
			c.Background = true
			c.Entries = append(c.Entries, "genre."+r.topic.genre)
		}
	}
}
