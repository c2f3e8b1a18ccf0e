package names

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// pronounAt is the entry of a pronoun at token i, nil when it is none.
func (r *reading) pronounAt(i int) *knowledge.Word {
	tok := &r.line.toks[i]
	if tok.UPOS != "PRON" && tok.UPOS != "DET" || r.line.at[i] > 0 {
		return nil
	}
	form := r.line.low[i]
	if r.line.sent.Rel(i) == "nmod" {
		if w := r.lex.word(form, "possessive"); w != nil {
			return w
		}
	}
	if w := r.lex.word(form, "pronoun"); w != nil {
		return w
	}
	return r.lex.word(form, "possessive")
}

func (r *reading) addPronoun(i int, w *knowledge.Word) {
	ln := r.line
	if w.Gender == "none" && w.Class == "pronoun" && ln.empty(i) {
		return
	}
	it := item{
		sent: ln.index, from: i, to: i, head: i, start: ln.start[i], end: ln.end[i],
		kind: sitrep.KindPronoun, pron: w, gender: w.Gender, plural: w.Number == "plural", words: ln.toks[i].Form,
	}
	r.items = append(r.items, it)
}

// empty reports whether an "it" at token i stands for nothing.
func (ln *line) empty(i int) bool {
	if ln.sent.Rel(i) == "expl" {
		return true
	}
	h := ln.sent.HeadOf(i)
	if h < 0 {
		return false
	}
	if ln.lex.is(fold(ln.toks[h].Lemma), "pleonastic") {
		return true
	}
	return ln.child(h, "csubj") >= 0 || ln.child(h, "cop") >= 0 && ln.child(h, "ccomp", "advcl", "xcomp") >= 0
}

// pronoun resolves a pronoun of the third person, and "I" inside a quotation;
// others stay open.
func (r *reading) pronoun(i int) {
	it := &r.items[i]
	src := -1
	switch {
	case it.pron.Person == "1" && it.pron.Number == "singular":
		src = r.speakerOf(i)
	case it.pron.Person != "3":
		return
	case r.lex.is(fold(it.words), "reflexive"):
		src = r.own(i)
	case it.pron.Gender == "male" || it.pron.Gender == "female":
		src = r.personBefore(i)
	case it.pron.Number == "singular":
		src = r.thingBefore(i)
	default:
		src = r.groupBefore(i)
	}
	if src < 0 {
		return
	}
	old := &r.items[src]
	if old.actor == nil {
		if old.chain > 0 && old.kind != sitrep.KindPronoun {
			r.join(old.chain, i)
		}
		return
	}
	if old.chain == 0 {
		return
	}
	copied := *old.actor
	if ent := r.chains[old.chain].ent; ent != nil && ent.state != nil && it.pron.Gender == "none" {
		copied = r.government(ent)
	}
	it.actor, it.country, it.sector = &copied, copied.Country, copied.Sectors
	r.join(old.chain, i)
	if ch := &r.chains[old.chain]; ch.person && ch.gender == "" {
		ch.gender = it.pron.Gender
	}
}

// subject reports whether item j is the subject of a clause.
func (r *reading) subject(it *item) bool {
	sent := &r.doc.Sentences[it.sent]
	return !it.nested && !it.possessor && strings.HasPrefix(sent.Tokens[it.head].Deprel, "nsubj") || it.pron != nil && strings.HasPrefix(sent.Tokens[it.head].Deprel, "nsubj")
}

// personBefore is the person that "he" or "she" means: the nearest subject
// before it, else the only person in reach; -1 when that is not clear.
func (r *reading) personBefore(i int) int {
	it := &r.items[i]
	top := it.sent
	if r.line.speechTag(it.head) {
		top--
	}
	for s := top; s >= 0 && s >= it.sent-2; s-- {
		subj, only, several := -1, -1, false
		for j := r.lastOf(s, i); j >= max(r.starts[s], i-reach); j-- {
			old := &r.items[j]
			if only < 0 && openBefore(it, old) {
				return -1
			}
			if !r.person(it, old) || old.start >= it.start || r.together(it, old) || r.apart(it, old) {
				continue
			}
			if subj < 0 && r.subject(old) {
				subj = j
			}
			if only >= 0 && r.items[only].chain != old.chain {
				several = true
			}
			only = j
		}
		switch {
		case subj >= 0 && r.stranger(it, s, r.items[subj].start, true) || subj < 0 && r.stranger(it, s, -1, false):
			return -1
		case subj >= 0:
			return subj
		case only >= 0 && !several:
			return only
		case several:
			return -1
		}
	}
	return -1
}

// openBefore reports whether an older pronoun of the same gender was left open:
// what it means, this one most likely means.
func openBefore(it, old *item) bool {
	return old.pron != nil && old.chain == 0 && old.state == resolved && old.start < it.start && old.pron.Gender == it.pron.Gender
}

// speechTag reports whether token i is the subject of a verb that follows what
// it governs (", he said"): such a pronoun means somebody outside its sentence.
func (ln *line) speechTag(i int) bool {
	h := ln.sent.HeadOf(i)
	if h < 0 || ln.sent.Rel(i) != "nsubj" || !ln.lex.is(fold(ln.toks[h].Lemma), "human-verb") {
		return false
	}
	if ln.sent.Rel(h) == "parataxis" {
		return true
	}
	c := ln.child(h, "ccomp", "parataxis")
	return c >= 0 && c < i
}

// lastOf is the last item of sentence s, all items being known up to the
// sentence of item i.
func (r *reading) lastOf(s, i int) int {
	if s+1 < len(r.starts) {
		return r.starts[s+1] - 1
	}
	return len(r.items) - 1
}

// person reports whether an older item is one human being of fitting gender.
func (r *reading) person(it, old *item) bool {
	if old.chain == 0 || old.dropped || old.actor == nil || old.state != resolved {
		return false
	}
	ch := &r.chains[old.chain]
	if !ch.person || old.plural || old.kind == sitrep.KindGroup || old.kind == sitrep.KindOrganization {
		return false
	}
	return ch.gender == "" || ch.gender == it.pron.Gender
}

// together reports whether two items depend on one verb, so that a pronoun
// cannot mean the other; a possessive may.
func (r *reading) together(it, old *item) bool {
	if it.sent != old.sent || it.pron.Class == "possessive" {
		return false
	}
	sent := &r.doc.Sentences[it.sent]
	h := sent.HeadOf(it.head)
	if h >= 0 && sent.Rel(h) == "acl" && sent.HeadOf(h) == old.head {
		return true // "the man who saw him"
	}
	return h >= 0 && (h == sent.HeadOf(old.head) || h == old.head)
}

// thingBefore is the body or state that "it" means: the subject before it.
func (r *reading) thingBefore(i int) int {
	it := &r.items[i]
	if r.asObject(it) {
		return -1
	}
	return r.subjectBefore(i, func(old *item) bool {
		ch := &r.chains[old.chain]
		if it.pron.Class != "possessive" && !r.goesWith(it, old) {
			return false
		}
		return !ch.person && !old.plural && (old.kind == sitrep.KindOrganization || old.kind == sitrep.KindPlace || old.kind == sitrep.KindPronoun && old.pron.Gender == "none" || old.role != nil && !old.role.Person)
	})
}

// goesWith reports whether "it" can take up an older subject: in its sentence one
// whose verb governs it, in the sentence before one when it acts itself and both
// are in or out of a quotation.
func (r *reading) goesWith(it, old *item) bool {
	sent := r.line.sent
	if old.sent == it.sent {
		h := sent.HeadOf(old.head)
		return h >= 0 && sent.Under(it.head, h)
	}
	h := sent.HeadOf(it.head)
	return h >= 0 && sent.Tokens[it.head].Deprel == "nsubj" && sent.Tokens[h].UPOS == "VERB" && !r.line.quoted[it.head]
}

// asObject reports whether a pronoun is neither subject nor possessive: "it" and
// "them" then mostly mean something that is nobody.
func (r *reading) asObject(it *item) bool {
	return it.pron.Class != "possessive" && !strings.HasPrefix(r.line.toks[it.head].Deprel, "nsubj")
}

// groupBefore is the group that "they" means: the subject before it.
func (r *reading) groupBefore(i int) int {
	if r.asObject(&r.items[i]) {
		return -1
	}
	return r.subjectBefore(i, func(old *item) bool {
		ch := &r.chains[old.chain]
		return !ch.person && (old.plural || old.kind == sitrep.KindGroup || old.kind == sitrep.KindOrganization && old.sent < r.items[i].sent)
	})
}

// subjectBefore is the nearest subject before item i, in its sentence or the
// one before, if it satisfies fits; -1 when another noun is the subject there.
func (r *reading) subjectBefore(i int, fits func(*item) bool) int {
	it := &r.items[i]
	top := it.sent
	if r.line.speechTag(it.head) {
		top--
	}
	for s := top; s >= 0 && s >= it.sent-1; s-- {
		sent := &r.doc.Sentences[s]
		from := len(sent.Tokens) - 1
		if s == it.sent {
			from = it.from - 1
		}
		for t := from; t >= max(0, from-reach); t-- {
			if !strings.HasPrefix(sent.Tokens[t].Deprel, "nsubj") || s == it.sent && it.pron.Class != "possessive" && sent.HeadOf(t) == sent.HeadOf(it.head) {
				continue
			}
			if sent.Tokens[t].UPOS == "PRON" && (sent.Tokens[t].XPOS == "WDT" || sent.Tokens[t].XPOS == "WP") {
				continue
			}
			if conj := childOf(sent, t, "conj"); conj >= 0 && conj < from {
				return -1
			}
			j := r.headedBy(s, t, i)
			if j >= 0 && r.items[j].chain > 0 && (r.items[j].actor != nil || r.items[j].kind == sitrep.KindPlace) && fits(&r.items[j]) {
				return j
			}
			if s == it.sent && j >= 0 && r.items[j].chain > 0 && r.chains[r.items[j].chain].person {
				continue // a person is no hindrance: "Putin said Russia … it"
			}
			return -1
		}
		if s == it.sent && it.pron.Class == "possessive" && r.nearer(i, fits) {
			return -1
		}
	}
	return -1
}

// nearer reports whether the sentence of item i has somebody before it that
// fits, so that a possessive hardly means somebody of the sentence before.
func (r *reading) nearer(i int, fits func(*item) bool) bool {
	it := &r.items[i]
	for j := r.starts[it.sent]; j < len(r.items); j++ {
		if old := &r.items[j]; j != i && old.start < it.start && !old.dropped && old.chain > 0 && old.actor != nil && fits(old) {
			return true
		}
	}
	return false
}

// headedBy is the widest resolved item of sentence s, the current one or the
// one before, whose head is token t; -1 without one.
func (r *reading) headedBy(s, t, i int) int {
	heads := r.heads
	if s < r.line.index {
		heads = r.before
	}
	if t >= len(heads) || heads[t] == 0 {
		return -1
	}
	j := heads[t] - 1
	if r.items[j].dropped || r.items[j].state != resolved || j == i {
		return -1
	}
	return j
}

// index lists the widest item at each head of the current sentence.
func (r *reading) index(first int) {
	r.before, r.heads = r.heads, make([]int, len(r.line.toks))
	for j := first; j < len(r.items); j++ {
		it := &r.items[j]
		if old := r.heads[it.head]; old == 0 || it.end-it.start > r.items[old-1].end-r.items[old-1].start {
			r.heads[it.head] = j + 1
		}
	}
}
