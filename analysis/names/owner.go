package names

import (
	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// aliases binds what stands in parentheses right after a body's name to it:
// "Libyan National Army (LNA)". The phrase ended at token i.
func (r *reading) aliases(i int) {
	ln := r.line
	n := len(r.items) - 1
	if n < 0 || r.items[n].sent != ln.index || r.items[n].to != i || !r.items[n].named || i+3 > len(ln.toks)-1 || ln.toks[i+1].Form != "(" {
		return
	}
	end := i + 2
	for end < len(ln.toks) && end < i+8 && ln.toks[end].Form != ")" {
		end++
	}
	if end >= len(ln.toks) || ln.toks[end].Form != ")" || end == i+2 || !upper(ln.toks[i+2].Form) {
		return
	}
	switch r.items[n].kind {
	case sitrep.KindOrganization, sitrep.KindGroup:
	default:
		return
	}
	text := ln.textOf(i+2, end-1)
	if m := ln.at[i+2]; m > 0 && ln.found[m-1].to == end-1 && r.items[n].ent == nil && ln.alike(r.items[n].words, &ln.found[m-1]) {
		r.items[n].ent = ln.found[m-1].names[0].ent
		return
	}
	if end == i+3 && len(text) > 12 {
		return
	}
	r.known[fold(text)] = n
	r.local[fold(text)] = true
	for t := i + 2; t < end; t++ { // what the text says goes before what is known
		ln.at[t], ln.role[t] = 0, 0
	}
}

// alike reports whether unlisted words are nearly a listed name of the body
// whose short name follows them.
func (ln *line) alike(words string, m *match) bool {
	org := m.names[0].ent.org
	if org == nil {
		return false
	}
	got, _ := ln.lex.cut(words)
	for _, listed := range append([]string{org.Name}, org.Aliases...) {
		want, _ := ln.lex.cut(listed)
		common := 0
		for _, g := range got {
			for _, w := range want {
				if g == w && len(g) > 2 {
					common++
					break
				}
			}
		}
		if common >= 2 && common >= min(len(got), len(want))-1 {
			return true
		}
	}
	return false
}

// pair joins the items of the sentence that belong together: owners by
// possessive and by preposition, quantities, appositions.
func (r *reading) pair(first int) {
	for i := first; i < len(r.items); i++ {
		r.possessive(i, first)
	}
	for i := len(r.items) - 1; i >= first; i-- {
		r.prepositional(i)
	}
	n := len(r.items)
	for i := first; i < n; i++ {
		r.quantity(i)
	}
	for i := first; i < n; i++ {
		r.coordinate(i)
	}
	for i := first; i < len(r.items); i++ {
		r.apposition(i)
		r.sortOf(i)
	}
}

// owns reports whether an item can have an owner.
func (it *item) owns() bool {
	return it.role != nil || it.kind == sitrep.KindOrganization && it.named && it.ent == nil || it.kind == sitrep.KindPerson && len(it.title) > 0
}

// possessive finds the owner in "Germany's ambassador", "his forces".
func (r *reading) possessive(i, first int) {
	it, ln := &r.items[i], r.line
	if !it.owns() || it.nested && it.role == nil {
		return
	}
	k := it.from - 1
	for k > 0 && k >= it.from-3 && (ln.toks[k].UPOS == "NUM" || ln.toks[k].UPOS == "ADJ" || ln.lex.is(ln.low[k], "quantifier")) && ln.lex.word(ln.low[k], "possessive") == nil {
		k--
	}
	if k < 0 {
		return
	}
	owner := -1
	if ln.possessiveAt(k) {
		owner = r.endingAt(k-1, first, i)
	} else if ln.lex.word(ln.low[k], "possessive") != nil && ln.toks[k].UPOS == "PRON" {
		owner = r.endingAt(k, first, i)
	}
	if owner < 0 {
		return
	}
	own := &r.items[owner]
	it.owners = append(it.owners[:len(it.owners):len(it.owners)], owner)
	own.possessor = true
	it.start = min(it.start, own.start)
}

// window is how many items away the parts of one phrase are looked for.
const window = 16

// endingAt is the widest item near item not that ends with token k, -1 when none does.
func (r *reading) endingAt(k, first, not int) int {
	best := -1
	for i := max(first, not-window); i < min(len(r.items), not+window); i++ {
		it := &r.items[i]
		if i != not && it.last() == k && !it.dropped && (best < 0 || it.from < r.items[best].from) {
			best = i
		}
	}
	return best
}

// last is the last token of an item with the phrases that follow it.
func (it *item) last() int { return max(it.to, it.reach) }

// prepositional finds the owner in "a spokesman for the ministry", "rebels in Yemen".
func (r *reading) prepositional(i int) {
	it, ln := &r.items[i], r.line
	k := it.to + 1
	if !it.owns() || it.nested || k+1 >= len(ln.toks) {
		return
	}
	far, near := false, false
	switch {
	case ln.lex.is(ln.low[k], "of-preposition"):
		near = true
	case ln.lex.is(ln.low[k], "for-preposition"):
		near = it.role != nil && it.role.Kind == knowledge.RoleSpeaker || it.role != nil && it.role.Person && ln.nmodAfter(it.head, k)
	case ln.lex.is(ln.low[k], "from-preposition"):
		far = it.role != nil && (it.role.Kind != knowledge.RoleBody)
	case ln.lex.is(ln.low[k], "in-preposition"):
		far = it.role != nil && !it.role.Abroad && (it.role.Kind == knowledge.RolePeople || it.role.Kind == knowledge.RoleForce || it.role.Kind == knowledge.RoleBody)
	case ln.lex.is(ln.low[k], "loyal") && ln.toks[k+1].UPOS == "ADP":
		near, k = true, k+1
	}
	if !near && !far {
		return
	}
	o := r.startingAt(k+1, i+1)
	if o < 0 || o == i || r.items[o].nested {
		return
	}
	own := &r.items[o]
	if far && (own.ent == nil || own.ent.person != nil || len(it.owners) > 0 || own.ent.org != nil && ln.lex.is(ln.low[k], "in-preposition")) {
		return
	}
	if own.kind == sitrep.KindNationality || own.role != nil && own.role.Kind == knowledge.RolePeople && it.role != nil && it.role.Kind != knowledge.RoleSpeaker {
		return
	}
	it.owners = append(it.owners[:len(it.owners):len(it.owners)], o)
	own.possessor = true
	if near {
		it.end, it.reach = max(it.end, own.end), own.last()
	}
}

// nmodAfter reports whether the preposition at token k attaches to the noun h.
func (ln *line) nmodAfter(h, k int) bool {
	noun := ln.sent.HeadOf(k)
	return noun > k && ln.sent.HeadOf(noun) == h
}

// startingAt is the main item of the phrase that starts at token k, looked for
// from item first on; -1 when it holds none.
func (r *reading) startingAt(k, first int) int {
	ln, best := r.line, -1
	stop := k + 8
	for i := first; i < min(len(r.items), first+window); i++ {
		it := &r.items[i]
		if it.from < k || it.from >= stop || it.dropped || it.pron != nil {
			continue
		}
		if best >= 0 && (it.from > r.items[best].to+1 || ln.possessiveAt(r.items[best].to+1)) {
			break
		}
		if best < 0 && !ln.introduces(k, it.from) {
			break
		}
		if best < 0 || r.items[best].nested || it.to > r.items[best].to {
			best = i
		}
	}
	return best
}

// introduces reports whether only articles and describing words stand between.
func (ln *line) introduces(k, to int) bool {
	for ; k < to; k++ {
		switch ln.toks[k].UPOS {
		case "DET", "ADJ", "NUM":
		case "VERB":
			if ln.sent.Rel(k) != "amod" {
				return false
			}
		case "PRON":
			if ln.lex.word(ln.low[k], "possessive") == nil {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// quantity makes the number word the head in "hundreds of militias".
func (r *reading) quantity(i int) {
	it, ln := &r.items[i], r.line
	k := it.from - 1
	if it.nested || it.pron != nil {
		return
	}
	for k > 0 && (ln.toks[k].UPOS == "DET" || ln.toks[k].UPOS == "NUM" || ln.toks[k].UPOS == "ADJ" || ln.toks[k].UPOS == "CCONJ" || ln.at[k] > 0 && ln.adjectival(&part{match: &ln.found[ln.at[k]-1]})) {
		k--
	}
	if k < 1 || !ln.lex.is(ln.low[k], "of-preposition") {
		return
	}
	for top := it.head; k >= 1 && ln.lex.is(ln.low[k], "of-preposition"); k -= 2 { // "tens of thousands of people"
		q := k - 1
		if !ln.lex.is(ln.low[q], "quantity") && !ln.lex.is(fold(ln.toks[q].Lemma), "quantity") {
			return
		}
		switch ln.sent.HeadOf(top) {
		case q:
			top, it.head = q, q
		case q - 2: // the words hang on the first number
		default:
			return
		}
	}
}

// coordinate gives "Russian and Syrian forces" a second item for the first owner.
func (r *reading) coordinate(i int) {
	it, ln := &r.items[i], r.line
	if !it.adjective || it.nested || it.to+2 >= len(ln.toks) || ln.toks[it.to+1].UPOS != "CCONJ" && ln.toks[it.to+1].Form != "," {
		return
	}
	for j := i + 1; j < min(len(r.items), i+window); j++ {
		other := &r.items[j]
		if !other.adjective || other.from != it.to+2 && other.from != it.to+3 {
			continue
		}
		for h := j + 1; h < min(len(r.items), j+window); h++ {
			head := r.items[h]
			if head.role == nil || head.from != other.from || len(head.owners) == 0 || head.owners[0] != j {
				continue
			}
			it.kind, it.how = sitrep.KindNationality, senseAdjective
			twin := head
			twin.owners, twin.fixed = []int{i}, true
			twin.from, twin.start = it.from, it.start
			twin.words = joinWords(r.doc.Words(sitrep.Span{Start: it.start, End: it.end}), r.doc.Words(sitrep.Span{Start: other.end, End: twin.end}))
			r.items = append(r.items, twin)
			return
		}
	}
}

func joinWords(a, b string) string {
	for len(b) > 0 && b[0] == ' ' {
		b = b[1:]
	}
	return a + " " + b
}

// apposition joins a name with the description beside it.
func (r *reading) apposition(i int) {
	it, ln := &r.items[i], r.line
	if it.nested || it.dropped || it.pron != nil {
		return
	}
	for j := i + 1; j < min(len(r.items), i+window); j++ {
		other := &r.items[j]
		if other.from > it.last()+4 {
			break
		}
		if other.nested || other.dropped || other.pron != nil || other.from <= it.last() || !r.sameKind(it, other) || !ln.beside(it, other) {
			continue
		}
		name, role := i, j
		if it.named == other.named {
			continue
		}
		if other.named {
			name, role = j, i
		}
		if r.items[name].about > 0 || r.items[role].same > 0 || r.items[role].plural {
			continue
		}
		r.items[name].about, r.items[role].same = role+1, name+1
		return
	}
}

// sameKind reports whether a name and a description can mean one actor.
func (r *reading) sameKind(a, b *item) bool {
	if a.kind == sitrep.KindPerson || b.kind == sitrep.KindPerson {
		return a.kind == b.kind
	}
	return a.kind == sitrep.KindOrganization && (b.kind == sitrep.KindOrganization || b.kind == sitrep.KindGroup) ||
		b.kind == sitrep.KindOrganization && a.kind == sitrep.KindGroup
}

// beside reports whether b stands in apposition to a: by the tree, or set off by
// commas where the tree does not say that they are joined by "and".
func (ln *line) beside(a, b *item) bool {
	if ln.sent.HeadOf(b.head) == a.head && ln.sent.Rel(b.head) == "appos" {
		return true
	}
	k := a.last() + 1
	if k >= len(ln.toks) || ln.toks[k].Form != "," || !ln.introduces(k+1, b.from) || ln.sent.Rel(b.head) == "conj" {
		return false
	}
	after := b.last() + 1
	closed := after >= len(ln.toks) || ln.toks[after].Form == "," || ln.toks[after].Form == "."
	return closed && a.kind == sitrep.KindPerson && !ln.continues(after)
}

// continues reports whether after the comma at token k a list goes on.
func (ln *line) continues(k int) bool {
	return k+1 < len(ln.toks) && ln.toks[k].Form == "," && ln.toks[k+1].UPOS == "CCONJ"
}
