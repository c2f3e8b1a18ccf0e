package names

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// newChain starts a chain with item i.
func (r *reading) newChain(i int) int {
	r.chains = append(r.chains, chain{last: i, best: i})
	r.items[i].chain = len(r.chains) - 1
	return len(r.chains) - 1
}

// chainFor is the chain known by key, a new one when there is none.
func (r *reading) chainFor(key string, i int) int {
	if c := r.byKey[key]; c > 0 {
		r.items[i].chain = c
		return c
	}
	c := r.newChain(i)
	r.byKey[key] = c
	return c
}

// join notes what item i adds to chain c.
func (r *reading) join(c, i int) {
	it, ch := &r.items[i], &r.chains[c]
	it.chain, ch.last = c, i
	ch.count++
	ch.titles = appendNew(ch.titles, it.title)
	if ch.gender == "" {
		ch.gender = it.gender
		if ch.gender == "" && it.ent != nil {
			ch.gender = it.ent.gender
		}
		for _, t := range it.title {
			if w := r.lex.word(t, "gendered"); w != nil {
				ch.gender = w.Gender
			}
		}
	}
	ch.plural = ch.plural || it.plural
	ch.person = ch.person || it.kind == sitrep.KindPerson
	if it.named && tells(it) > tells(&r.items[ch.best]) {
		ch.best = i
	}
}

// tells weighs how much is known of an item.
func tells(it *item) int {
	if it.actor == nil {
		return -1
	}
	n := len(it.actor.Sectors)
	if it.actor.Country != "" {
		n += 4
	}
	if it.actor.Entity != "" {
		n += 8
	}
	if it.pron == nil && it.named {
		n++
	}
	return n
}

// near is how many sentences back a description looks for what it takes up,
// reach how many items back anything is looked for: against texts made to be slow.
const (
	near  = 6
	reach = 200
)

// takeUp links "the general", "the ministry", "the group" back to the latest
// mention that agrees. It reports whether it found one.
func (r *reading) takeUp(i int, o owner) bool {
	it := &r.items[i]
	if !it.definite || it.nested && it.role.Kind != knowledge.RoleBody || it.role.Kind == knowledge.RoleSide {
		return false
	}
	if c := r.shortened(i); c > 0 {
		return r.link(i, c)
	}
	if it.named || o.item > 0 && !it.role.Person {
		return false
	}
	if r.meansState(it) {
		if c := r.stateBefore(i); c > 0 && !it.plural {
			return r.link(i, c)
		}
		return false
	}
	for j := i - 1; j >= max(0, i-reach) && it.sent-r.items[j].sent <= near; j-- {
		old := &r.items[j]
		if old.chain == 0 || old.state != resolved || old.dropped || old.start >= it.start || old.end > it.start {
			continue
		}
		if r.agrees(it, old) {
			return r.link(i, old.chain)
		}
	}
	return false
}

// meansState reports whether a noun takes up states.
func (r *reading) meansState(it *item) bool {
	for _, kind := range r.lex.know.Hypernyms[it.role.Lemma] {
		if kind == "state" {
			return true
		}
	}
	return false
}

// stateBefore is the chain of the state that "the country" means: the only one
// named in this sentence, or in the one before, or the one that the text names
// twice as often as any other; 0 when that is not clear.
func (r *reading) stateBefore(i int) int {
	it := &r.items[i]
	for s := it.sent; s >= 0 && s >= it.sent-1; s-- {
		only := 0
		for j := r.lastOf(s, i); j >= max(r.starts[s], i-reach); j-- {
			c := r.items[j].chain
			if c == 0 || r.items[j].start >= it.start || r.chains[c].ent == nil || r.chains[c].ent.state == nil {
				continue
			}
			if only > 0 && only != c {
				return r.mainState()
			}
			only = c
		}
		if only > 0 {
			return only
		}
	}
	return r.mainState()
}

// mainState is the chain of the state named twice as often as any other, 0 without one.
func (r *reading) mainState() int {
	best, second := 0, 0
	for _, c := range r.states {
		if r.chains[c].count > r.chains[best].count {
			best, second = c, best
		} else if r.chains[c].count > r.chains[second].count {
			second = c
		}
	}
	if best > 0 && r.chains[best].count >= 2*max(1, r.chains[second].count) {
		return best
	}
	return 0
}

// shortened is the chain of a body whose short name is the last word of item i.
func (r *reading) shortened(i int) int {
	it := &r.items[i]
	if !upper(r.line.toks[it.to].Form) {
		return 0
	}
	for _, id := range r.lex.shorts[r.line.toks[it.to].Form] {
		if c := r.byKey["#"+id]; c > 0 {
			return c
		}
	}
	return 0
}

// agrees reports whether a definite description can take up an older mention.
func (r *reading) agrees(it, old *item) bool {
	ch := &r.chains[old.chain]
	if it.country != "" && old.country != "" && it.country != old.country {
		return false
	}
	lemma := it.role.Lemma
	for _, t := range ch.titles {
		if t == lemma || strings.HasSuffix(t, " "+lemma) {
			return it.plural == old.plural || ch.person && !it.plural
		}
	}
	if it.plural || it.nested {
		return false
	}
	if old.kind == sitrep.KindNationality || old.how == senseCitizens {
		return false
	}
	for _, kind := range r.lex.know.Hypernyms[lemma] {
		for _, k := range ch.kinds {
			if k == kind && (old.role == nil || old.named) && old.pron == nil {
				return true
			}
		}
	}
	return false
}

// link makes item i mean chain c.
func (r *reading) link(i, c int) bool {
	src := r.chains[c].last
	if !r.items[src].named {
		src = r.chains[c].best
	}
	old, it := &r.items[src], &r.items[i]
	if old.actor == nil {
		return false
	}
	copied := *old.actor
	if ent := r.chains[c].ent; ent != nil && ent.state != nil && len(copied.Sectors) == 0 && r.agent(i) {
		copied = r.government(ent)
	}
	if ent := r.chains[c].ent; ent != nil && ent.state != nil {
		it.kind = sitrep.KindPlace
	}
	it.actor, it.country, it.sector = &copied, copied.Country, copied.Sectors
	r.join(c, i)
	return true
}

// government is a state as one who acts.
func (r *reading) government(ent *entity) sitrep.Actor {
	sec := r.lex.know.SectorFor["government"]
	return sitrep.Actor{Name: ent.name, Code: ent.state.ISO3 + sec, Country: ent.state.ISO3, Sectors: []string{sec}, Entity: ent.id}
}

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
	return ln.sent.ChildByRel(h, "csubj") >= 0 || ln.sent.ChildByRel(h, "cop") >= 0 && ln.sent.ChildByRel(h, "ccomp", "advcl", "xcomp") >= 0
}

// pronoun resolves a pronoun of the third person; others stay open.
func (r *reading) pronoun(i int) {
	it := &r.items[i]
	if it.pron.Person != "3" {
		return
	}
	src := -1
	switch {
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
	if old.actor == nil || old.chain == 0 {
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
			if !r.person(it, old) || old.start >= it.start || r.together(it, old) {
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
	c := ln.sent.ChildByRel(h, "ccomp", "parataxis")
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
	return h >= 0 && (h == sent.HeadOf(old.head) || h == old.head)
}

// thingBefore is the body or state that "it" means: the subject before it.
func (r *reading) thingBefore(i int) int {
	it := &r.items[i]
	object := it.pron.Class != "possessive" && !strings.HasPrefix(r.line.toks[it.head].Deprel, "nsubj")
	return r.subjectBefore(i, func(old *item) bool {
		ch := &r.chains[old.chain]
		if object && old.sent == it.sent {
			return false
		}
		return !ch.person && !old.plural && (old.kind == sitrep.KindOrganization || old.kind == sitrep.KindPlace || old.kind == sitrep.KindPronoun && old.pron.Gender == "none" || old.role != nil && !old.role.Person)
	})
}

// groupBefore is the group that "they" means: the subject before it.
func (r *reading) groupBefore(i int) int {
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
			if conj := sent.ChildByRel(t, "conj"); conj >= 0 && conj < from {
				return -1
			}
			j := r.headedBy(s, t, i)
			if j >= 0 && r.items[j].chain > 0 && r.items[j].actor != nil && fits(&r.items[j]) {
				return j
			}
			if s == it.sent && j >= 0 && r.items[j].chain > 0 && r.chains[r.items[j].chain].person {
				continue // a person is no hindrance: "Putin said Russia … it"
			}
			return -1
		}
	}
	return -1
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

// spread gives every mention of a named person what the best one tells.
func (r *reading) spread() {
	for i := range r.items {
		it := &r.items[i]
		if it.chain == 0 || it.actor == nil {
			continue
		}
		ch := &r.chains[it.chain]
		best := &r.items[ch.best]
		if ch.ent == nil && ch.person && best.actor != nil && tells(best) > tells(it) && it.actor.Country == "" && it.actor.Entity == "" {
			copied := *best.actor
			copied.Name = r.items[ch.best].actor.Name
			it.actor = &copied
		}
	}
}
