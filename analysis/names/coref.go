package names

import (
	"slices"
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
	ch.named = ch.named || it.named
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
	reach = 100
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
		if c := r.stateBefore(i); c > 0 && !it.plural && !r.narrower(it, it) {
			return r.link(i, c)
		}
		return false
	}
	for j := i - 1; j >= max(0, i-reach) && it.sent-r.items[j].sent <= near; j-- {
		old := &r.items[j]
		if old.chain == 0 || old.state != resolved || old.dropped || old.start >= it.start || old.end > it.start {
			continue
		}
		if r.agrees(it, old) && !r.narrower(it, old) {
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
				return r.mainState(2)
			}
			only = c
		}
		if only > 0 {
			return only
		}
	}
	return r.mainState(2)
}

// mainState is the chain of the state named that many times as often as any
// other, and at least that many times; 0 without one.
func (r *reading) mainState(times int) int {
	best, second := 0, 0
	for _, c := range r.states {
		if r.chains[c].count > r.chains[best].count {
			best, second = c, best
		} else if r.chains[c].count > r.chains[second].count {
			second = c
		}
	}
	if best > 0 && r.chains[best].count >= times*max(1, r.chains[second].count) {
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
	if old.pron != nil || old.role != nil && !old.named {
		return false
	}
	kinds := r.lex.know.Hypernyms[lemma]
	if slices.Contains(kinds, "name") && !r.hasInName(ch, old, lemma) {
		return false
	}
	for _, k := range ch.kinds {
		if slices.Contains(kinds, k) {
			return true
		}
	}
	return false
}

// hasInName reports whether a body bears a noun in its name: listed, or as the
// text has it.
func (r *reading) hasInName(ch *chain, old *item, lemma string) bool {
	if has(old.words, lemma) {
		return true
	}
	if ch.ent == nil || ch.ent.org == nil {
		return false
	}
	return has(ch.ent.org.Name, lemma) || slices.ContainsFunc(ch.ent.org.Aliases, func(alias string) bool { return has(alias, lemma) })
}

// has reports whether one of the words of a phrase is word, in small letters.
func has(phrase, word string) bool {
	for _, w := range strings.Fields(phrase) {
		if fold(w) == word {
			return true
		}
	}
	return false
}

// narrower reports whether a description says something that the older mention
// does not, so that it hardly means the same: "the new members", "the group
// that left". Words that describe a name anew are usual and count only where
// they follow the noun.
func (r *reading) narrower(it, old *item) bool {
	ln := r.line
	for _, c := range ln.sent.Children(it.head) {
		if c <= it.last() {
			continue
		}
		switch ln.sent.Rel(c) {
		case "acl":
			return true
		case "nmod":
			return ln.toks[c-1].Form != ","
		}
	}
	if r.chains[old.chain].named {
		return false
	}
	for k := it.from; k <= it.to; k++ {
		if ln.role[k] > 0 && ln.role[k] == ln.role[it.to] {
			continue
		}
		switch ln.toks[k].UPOS {
		case "ADJ", "NOUN", "PROPN", "VERB":
			if !ln.lex.is(ln.low[k], "former") && !has(old.words, fold(ln.toks[k].Form)) {
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
