package event

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// What the language model thinks of a word counts in these ways, all bounded here.
// The bounds were set on development data: see bench/quality.tsv.
const (
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
		if g.Prob < proposed || covered[g.Token] || entry == nil || r.inName(s, g.Token) || r.tells(s, &g, acts) || r.ruledOut(s, g.Token, g.Type) {
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

// ruledOut reports that an entry of the type knows the word and excludes what
// stands around it: a hurricane that kills attacks nobody.
func (r *reading) ruledOut(s, tok int, typ string) bool {
	return slices.ContainsFunc(r.k.Predicates.At(&r.doc.Sentences[s], tok), func(h knowledge.Hit) bool {
		return h.Entry.Type == typ && r.excluded(s, tok, h)
	})
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
		a.actors = r.guessed(s, a, g.Actors, a.recipients)
	}
	if len(a.recipients) == 0 && !a.entry.Reciprocal && !r.trait(a, "addresses") {
		a.recipients = r.guessed(s, a, g.Recipients, a.actors)
	}
}

// onlyTells reports whether the word is in the source of what stands at tok, or in
// any source of the sentence while tok is in none ("According to the ministry,
// eleven have been killed").
func (r *reading) onlyTells(s, word, tok int) bool {
	if r.saysSo(s, word, tok) {
		return true
	}
	sent := &r.doc.Sentences[s]
	at := sent.Tokens[word].Span.Start
	return slices.ContainsFunc(r.doc.Attributions, func(x sitrep.Attribution) bool {
		return x.Source != nil && x.Source.Start <= at && at < x.Source.End && x.Content.Overlaps(sent.Span) && !x.Source.Overlaps(sent.Tokens[tok].Span)
	})
}

// modes gives a claim the modes that the model sees, where the entry tells none or
// its conditions do not hold.
func (r *reading) modes(s int, a *act, c *sitrep.Claim) {
	if a.loose {
		c.Modes, c.CAMEO = nil, ""
	}
	if g := r.guess(s, a.tok); g != nil && len(c.Modes) == 0 && g.Type == c.Type && g.Prob >= 0.5 {
		c.Modes = slices.Clone(g.Modes)
	}
}

// guessed are the parties at the given words, without those of not, and without
// who only tells of the act.
func (r *reading) guessed(s int, a *act, words []int, not []sitrep.Actor) []sitrep.Actor {
	var out []sitrep.Actor
	for _, w := range words {
		p, ok := r.party(s, w, 0)
		if ok && !r.onlyTells(s, w, a.tok) && !slices.ContainsFunc(not, func(q sitrep.Actor) bool { return sameParty(p, q) }) {
			out = mergeParties(out, []sitrep.Actor{p})
		}
	}
	return out
}
