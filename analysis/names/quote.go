package names

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// markQuotes notes which words of the current sentence stand in quotation marks.
// A quotation goes on into the next sentence of its block until it is closed.
func (r *reading) markQuotes() {
	ln := r.line
	if ln.index == 0 || ln.sent.Block != r.doc.Sentences[ln.index-1].Block {
		r.open = false
	}
	ln.quoted = make([]bool, len(ln.toks))
	r.quotes = append(r.quotes, false)
	for i := range ln.toks {
		switch ln.toks[i].XPOS {
		case "``":
			r.open, r.quotes[ln.index] = true, true
		case "''":
			r.open, r.quotes[ln.index] = false, true
		default:
			ln.quoted[i] = r.open
		}
	}
	r.hear()
}

// hear notes who utters the quotation of the current sentence: somebody told in
// it, or whoever uttered that of the sentence before when this one holds nothing
// but a quotation.
func (r *reading) hear() {
	ln := r.line
	first := slices.Index(ln.quoted, true)
	before := r.voice
	if r.voice = -1; first < 0 {
		return
	}
	if r.voice = r.speaker(first); r.voice >= 0 || ln.index == 0 || ln.sent.Block != r.doc.Sentences[ln.index-1].Block {
		return
	}
	for t := range ln.toks {
		if !ln.quoted[t] && ln.toks[t].UPOS != "PUNCT" {
			return
		}
	}
	r.voice = before
}

// speaker is the item of the current sentence that utters the quotation around
// token tok: the only subject outside quotation marks of a verb that people
// utter things with; -1 when that is not clear.
func (r *reading) speaker(tok int) int {
	ln := r.line
	if !ln.quoted[tok] {
		return -1
	}
	found := -1
	for t := range ln.toks {
		if ln.quoted[t] || !ln.utters(t) || ln.toks[t].XPOS == "WP" {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = t
	}
	if found < 0 || r.heads[found] == 0 {
		return -1
	}
	return r.heads[found] - 1
}

// utters reports whether token t is the subject of a verb that only people do.
func (ln *line) utters(t int) bool {
	h := ln.sent.HeadOf(t)
	return h >= 0 && ln.sent.Tokens[t].Deprel == "nsubj" && ln.lex.is(fold(ln.toks[h].Lemma), "human-verb")
}

// speakerOf is whom "I" in a quotation means, the one person who utters it; -1
// when that is not clear.
func (r *reading) speakerOf(i int) int {
	j := r.voice
	if j < 0 || !r.line.quoted[r.items[i].head] {
		return -1
	}
	r.resolve(j)
	if old := &r.items[j]; old.chain == 0 || old.dropped || old.plural || !r.chains[old.chain].person {
		return -1
	}
	return j
}

// apart reports whether quotation marks keep two mentions from meaning the same:
// inside a quotation somebody else than its speaker is spoken of.
func (r *reading) apart(it, old *item) bool {
	in := r.line.quoted[it.head]
	if old.sent == it.sent && in && !r.line.quoted[old.head] {
		return r.line.utters(old.head)
	}
	if old.sent < it.sent && in {
		return r.utterer(old)
	}
	return false
}

// utterer reports whether an older item is the subject of a verb that only
// people do, in a sentence with a quotation.
func (r *reading) utterer(old *item) bool {
	sent := &r.doc.Sentences[old.sent]
	h := sent.HeadOf(old.head)
	return r.quotes[old.sent] && h >= 0 && sent.Tokens[old.head].Deprel == "nsubj" && r.lex.is(fold(sent.Tokens[h].Lemma), "human-verb")
}

// own is what a reflexive pronoun takes up: the subject of its verb, or the noun
// that it stresses ("the general himself"); -1 without a resolved one.
func (r *reading) own(i int) int {
	it, ln := &r.items[i], r.line
	h := ln.sent.HeadOf(it.head)
	for steps := 0; h >= 0 && steps < 8; steps++ {
		if s := ln.child(h, "nsubj"); s >= 0 && s != it.head {
			return r.fitting(it, s)
		}
		if ln.toks[h].UPOS != "VERB" && steps == 0 && r.heads[h] > 0 {
			return r.fitting(it, h)
		}
		if rel := ln.sent.Rel(h); rel != "xcomp" && rel != "conj" && rel != "nmod" && rel != "obl" && rel != "obj" {
			break
		}
		h = ln.sent.HeadOf(h)
	}
	return -1
}

// fitting is the item headed by token t when its gender and number are those of
// the pronoun; -1 otherwise.
func (r *reading) fitting(it *item, t int) int {
	j := r.heads[t] - 1
	if j < 0 || r.items[j].chain == 0 || r.items[j].dropped || r.items[j].state != resolved {
		return -1
	}
	old := &r.items[j]
	switch it.pron.Gender {
	case "male", "female":
		if !r.person(it, old) {
			return -1
		}
	default:
		if r.chains[old.chain].person || old.pron == nil && it.plural != (old.plural || old.kind == sitrep.KindGroup) {
			return -1
		}
	}
	return j
}

// stranger reports whether sentence s speaks of a human being of whom nothing is
// known and whom the pronoun may mean as well: "his brother", "a Dr. X". With
// subject only such a subject after byte from counts.
func (r *reading) stranger(it *item, s, from int, subject bool) bool {
	sent := &r.doc.Sentences[s]
	heads := r.heads
	if s < r.line.index {
		heads = nil
		if s == r.line.index-1 {
			heads = r.before
		}
	}
	if r.phrases[s] == nil {
		return false
	}
	end := len(sent.Tokens)
	if s == it.sent {
		end = it.from
	}
	for t := max(0, end-reach); t < end; t++ {
		tok := &sent.Tokens[t]
		if r.phrases[s][t] == 0 || tok.Span.Start <= from || tok.Span.Start >= it.start {
			continue
		}
		p := &sent.Phrases[r.phrases[s][t]-1]
		if p.Kind != string(sitrep.KindPerson) || p.Score < trusted || tok.UPOS != "NOUN" || tok.XPOS != "NN" || heads != nil && heads[t] > 0 {
			continue
		}
		if subject && !strings.HasPrefix(tok.Deprel, "nsubj") {
			continue
		}
		if w := r.lex.word(fold(tok.Lemma), "gendered"); w != nil && w.Gender != it.pron.Gender {
			continue
		}
		if s == it.sent && it.pron.Class != "possessive" && sent.HeadOf(t) == sent.HeadOf(it.head) {
			continue
		}
		return true
	}
	return false
}
