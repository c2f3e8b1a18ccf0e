package names

import (
	"github.com/sitrep-dev/sitrep"
)

// The trained model marks the nouns of a sentence with their kinds. It is heeded
// for names in no list, above trusted; a known name gives way to it only where
// it is nearly sure, above certain.
const (
	trusted = 0.6
	certain = 0.9
)

// verdict is what the model takes a name for, over all places where the text has it.
type verdict struct {
	kind  sitrep.MentionKind // person, organization or place; "" for anything else
	score float64            // mean over the places
	span  sitrep.Phrase      // where it was asked: the phrase, First > Last without one
}

// tally adds up the scores of one name.
type tally struct {
	sum   [4]float64 // person, organization, place, all others
	times int
}

// The places of the kinds in a tally.
const (
	asPerson = iota
	asOrganization
	asPlace
	asOther
)

// best is the kind with the highest sum, and its mean. Bodies and their seats
// share names ("the House"): what is said for the one speaks against a person
// and so counts for the other.
func (t *tally) best() (int, float64) {
	best := 0
	for k := range t.sum {
		if t.sum[k] > t.sum[best] {
			best = k
		}
	}
	if best == asOrganization || best == asPlace {
		return best, (t.sum[asOrganization] + t.sum[asPlace]) / float64(t.times)
	}
	return best, t.sum[best] / float64(t.times)
}

// tallyNames reads what the model says of every name of the text.
func (r *reading) tallyNames() {
	r.tallies = map[string]*tally{}
	r.phrases = make([][]int, len(r.doc.Sentences))
	for s := range r.doc.Sentences {
		sent := &r.doc.Sentences[s]
		r.phrases[s] = phraseHeads(sent)
		for i := range sent.Tokens {
			if r.phrases[s] == nil || !proper(sent, i) {
				continue
			}
			if from, to := nameAround(sent, i); headIn(sent, from, to) == i {
				r.tally(s, i, nameKey(sent, from, to))
			}
		}
	}
}

func (r *reading) tally(s, i int, key string) {
	t := r.tallies[key]
	if t == nil {
		t = &tally{}
		r.tallies[key] = t
	}
	t.times++
	if n := r.phrases[s][i]; n > 0 {
		p := &r.doc.Sentences[s].Phrases[n-1]
		t.sum[kindIndex(p.Kind)] += p.Score
	}
}

func kindIndex(kind string) int {
	switch sitrep.MentionKind(kind) {
	case sitrep.KindPerson:
		return asPerson
	case sitrep.KindOrganization:
		return asOrganization
	case sitrep.KindPlace:
		return asPlace
	}
	return asOther
}

// phraseHeads gives each token 1 + index of the surest phrase that it heads, 0
// without one; nil when the sentence has no phrases.
func phraseHeads(sent *sitrep.Sentence) []int {
	if len(sent.Phrases) == 0 {
		return nil
	}
	at := make([]int, len(sent.Tokens))
	for n := range sent.Phrases {
		p := &sent.Phrases[n]
		if p.First < 0 || p.Last >= len(sent.Tokens) || p.First > p.Last {
			continue
		}
		h := headIn(sent, p.First, p.Last)
		if at[h] == 0 || p.Score > sent.Phrases[at[h]-1].Score {
			at[h] = n + 1
		}
	}
	return at
}

func proper(sent *sitrep.Sentence, i int) bool {
	return sent.Tokens[i].UPOS == "PROPN" && upper(sent.Tokens[i].Form)
}

// nameAround is the run of proper nouns that token i is one of; names longer
// than that do not recur.
func nameAround(sent *sitrep.Sentence, i int) (from, to int) {
	const most = 8
	from, to = i, i
	for from > 0 && from > i-most && proper(sent, from-1) {
		from--
	}
	for to+1 < len(sent.Tokens) && to < i+most && proper(sent, to+1) {
		to++
	}
	return from, to
}

func nameKey(sent *sitrep.Sentence, from, to int) string {
	key := ""
	for i := from; i <= to; i++ {
		key += fold(sent.Tokens[i].Form) + " "
	}
	return key
}

// judge gives the verdict on the name that token head of sentence s heads.
func (r *reading) judge(s, head int) verdict {
	none := verdict{span: sitrep.Phrase{First: 1}}
	if s >= len(r.phrases) || r.phrases[s] == nil || r.phrases[s][head] == 0 {
		return none
	}
	sent := &r.doc.Sentences[s]
	p := sent.Phrases[r.phrases[s][head]-1]
	best, score := kindIndex(p.Kind), p.Score
	from, to := nameAround(sent, head)
	if t := r.tallies[nameKey(sent, from, to)]; t != nil && t.times > 1 {
		best, score = t.best()
	}
	v := verdict{span: p, score: score}
	if best != asOther {
		v.kind = [...]sitrep.MentionKind{sitrep.KindPerson, sitrep.KindOrganization, sitrep.KindPlace}[best]
	}
	return v
}

// contradicts reports whether a name cannot mean what it is listed for when it
// is of a kind; people of a state are persons as well.
func contradicts(n name, kind sitrep.MentionKind) bool {
	switch {
	case n.ent.person != nil:
		return kind == sitrep.KindPlace || kind == sitrep.KindOrganization
	case n.ent.state != nil:
		return kind == sitrep.KindPerson && (n.sense == senseName || n.sense == senseCapital)
	}
	return false
}

// preferRead drops known single names where the model is sure that the text
// means another kind of thing: a town's or a state's name borne by a person, a
// person's by a place.
func (r *reading) preferRead() {
	ln := r.line
	for i := range ln.found {
		m := &ln.found[i]
		if m.from != m.to || !proper(ln.sent, m.from) {
			continue
		}
		v := r.judge(ln.index, m.from)
		if v.kind == sitrep.KindOrganization && m.names[0].ent.person != nil && r.leads(m.names[0].ent) {
			continue // the surname of one who leads a state is read like that of a body: both act
		}
		if _, given := ln.lex.know.FirstNames[ln.toks[m.from].Form]; v.kind == sitrep.KindPerson && m.names[0].ent.state != nil && m.names[0].sense == senseName && !given {
			continue // no person bears a name that is no first name; a state acts as persons do
		}
		if v.score >= certain && contradicts(m.names[0], v.kind) {
			ln.at[m.from] = 0
		}
	}
}

// bound moves the ends of an unknown name, parts from to end of its phrase, to
// those of the phrase that the model sees, as far as that takes in known names
// or "of" with more of the name: "Lisbon Herald", "Friends of Nature", "Ann
// Paris". It returns the last part that belongs to the name.
func (b *builder) bound(it *item, from, end int) int {
	v := b.r.judge(b.ln.index, it.head)
	if v.kind != it.kind || v.score < trusted || it.ent != nil {
		return end
	}
	if it.kind == sitrep.KindPerson {
		if end+1 < len(b.parts) && b.bears(&b.parts[end+1], it.to+1) && v.span.First <= it.from && b.parts[end+1].to <= v.span.Last {
			end++
			it.to = b.parts[end].to
		}
		return end
	}
	if from > b.begin && b.bears(&b.parts[from-1], b.parts[from-1].from) && b.parts[from-1].to+1 == it.from && v.span.First <= b.parts[from-1].from {
		it.from = b.parts[from-1].from
	}
	if to := b.ln.ofName(it.to); to <= v.span.Last && to > it.to && it.kind == sitrep.KindOrganization && end+1 == len(b.parts) {
		it.to = to
	}
	return end
}

// bears reports whether a part that starts at a token is the name of a state, a
// capital or a body, and no adjective, so that it may be part of another name.
func (b *builder) bears(p *part, token int) bool {
	return p.kind == partName && p.from == token && (p.match.names[0].sense == senseName || p.match.names[0].sense == senseCapital) && !b.ln.adjectival(p)
}
