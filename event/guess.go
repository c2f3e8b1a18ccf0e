package event

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// What the language model thinks of a word counts in four ways, all bounded here.
// The bounds were set on development data: see bench/quality.tsv.
const (
	// doubted is how likely an act has to be, by the model, for an entry to hold.
	doubted = 0.05
	// confirmed is how likely its type has to be for an entry to hold without its
	// conditions, overruled for it to take the place of another that holds.
	confirmed = 0.7
	overruled = 0.95
	// proposed is how likely a type has to be for an act that no entry covers.
	proposed = 0.8
	// learnedConfidence is the confidence of such an act.
	learnedConfidence = 0.5
)

// agrees reports whether the model sees the act of an entry. Entries that say that
// an act was not done, or not yet, stand and fall with their conditions.
func agrees(g *sitrep.Guess, e *knowledge.Entry) bool {
	return g != nil && g.Type == e.Type && g.Prob >= confirmed && e.Modality == "" && !e.Negated && e.Only == ""
}

// learned makes the entries that stand for acts that only the model knows.
func learned(o *knowledge.Ontology) map[string]*knowledge.Entry {
	out := map[string]*knowledge.Entry{}
	for name := range o.Types {
		out[name] = &knowledge.Entry{ID: "learned." + strings.ToLower(name), Type: name, Confidence: learnedConfidence}
	}
	return out
}

// guess is what the model takes the word at tok for, nil for nothing.
func (r *reading) guess(s, tok int) *sitrep.Guess {
	list := r.doc.Sentences[s].Guesses
	i, ok := slices.BinarySearchFunc(list, tok, func(g sitrep.Guess, at int) int { return g.Token - at })
	if !ok {
		return nil
	}
	return &list[i]
}

// meantAsAct reports whether the model takes any of the words of an act for one.
func (r *reading) meantAsAct(s int, a *act) bool {
	if a.entry.Type == "" {
		return true
	}
	words := append(slices.Clone(a.used), a.tok)
	if a.light >= 0 {
		words = append(words, a.light)
	}
	return slices.ContainsFunc(words, func(w int) bool {
		g := r.guess(s, w)
		return g != nil && g.Any >= doubted
	})
}

// propose adds acts for words that the model is sure of and no entry covers.
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
		if g.Prob < proposed || covered[g.Token] || entry == nil || r.inName(s, g.Token) || r.tells(s, &g, acts) {
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

// supplement fills parties and modes that frame and phrases left open with what
// the model says of them.
func (r *reading) supplement(s int, a *act) {
	g := r.guess(s, a.tok)
	if g == nil || a.entry.Type == "" || g.Type != a.entry.Type || g.Prob < 0.5 {
		return
	}
	if len(a.actors) == 0 {
		a.actors = r.guessed(s, g.Actors, a.recipients)
	}
	if len(a.recipients) == 0 && !a.entry.Reciprocal {
		a.recipients = r.guessed(s, g.Recipients, a.actors)
	}
}

// guessed are the parties at the given words, without those of not.
func (r *reading) guessed(s int, words []int, not []sitrep.Actor) []sitrep.Actor {
	var out []sitrep.Actor
	for _, w := range words {
		p, ok := r.party(s, w, 0)
		if ok && !slices.ContainsFunc(not, func(q sitrep.Actor) bool { return sameParty(p, q) }) {
			out = mergeParties(out, []sitrep.Actor{p})
		}
	}
	return out
}
