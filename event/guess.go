package event

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// What the language model thinks of a word counts in one way only: as an act that
// no entry knows. The parties that it sees are not taken, on news that nothing was
// tuned on one in three of those it added to nouns was false; nor its modes, which
// changed nothing.
const (
	// proposed is how likely a type has to be for an act that no entry covers.
	proposed = 0.8
	// learnedConfidence is the confidence of such an act.
	learnedConfidence = 0.5
)

// learned makes the entries that stand for acts that only the model knows.
func learned(o *knowledge.Ontology) map[string]*knowledge.Entry {
	out := map[string]*knowledge.Entry{}
	for name := range o.Types {
		out[name] = &knowledge.Entry{ID: "learned." + strings.ToLower(name), Type: name, Confidence: learnedConfidence}
	}
	return out
}

// propose adds acts for words that the model is sure of and no entry knows. Where
// one knows the word and does not hold, its conditions keep the act out.
func (r *reading) propose(s int, acts []act) []act {
	sent := &r.doc.Sentences[s]
	covered := make([]bool, len(sent.Tokens))
	for i := range acts {
		covered[acts[i].tok] = true
		for _, u := range acts[i].used {
			covered[u] = true
		}
		if light := r.lightOver(s, acts[i].tok); acts[i].pos == "N" && light >= 0 {
			covered[light] = true
		}
	}
	for _, g := range sent.Guesses {
		entry := r.learned[g.Type]
		if g.Prob < proposed || covered[g.Token] || entry == nil || r.inName(s, g.Token) || r.tells(s, &g, acts) || len(r.k.Predicates.At(sent, g.Token)) > 0 {
			continue
		}
		pos := ""
		switch u := sent.Tokens[g.Token].UPOS; u {
		case "VERB":
			pos = "V"
		case "NOUN":
			pos = "N"
		case "ADJ":
			pos = "A"
		default:
			continue
		}
		acts = append(acts, act{entry: entry, pos: pos, tok: g.Token, used: []int{g.Token}, light: -1})
	}
	slices.SortFunc(acts, func(a, b act) int { return a.tok - b.tok })
	return acts
}

// tells reports an act of the same type that hangs directly on the guessed word
// or bears it: two words for one thing ("imposed a curfew").
func (r *reading) tells(s int, g *sitrep.Guess, acts []act) bool {
	sent := &r.doc.Sentences[s]
	return slices.ContainsFunc(acts, func(a act) bool {
		return a.entry.Type == g.Type && (sent.HeadOf(a.tok) == g.Token || sent.HeadOf(g.Token) == a.tok)
	})
}
