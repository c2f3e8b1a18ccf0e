package names

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// builder goes through the parts of one phrase.
type builder struct {
	r      *reading
	ln     *line
	parts  []part
	k      int
	begin  int   // first part of the mention under construction
	owners []int // items before the part that it may belong to
	titles []string
	gives  []string // sectors that titles and role nouns before a name give
	roles  []*noun
}

func (b *builder) step() {
	p := &b.parts[b.k]
	switch p.kind {
	case partTitle:
		b.titles = append(b.titles, b.lower(p))
		if len(b.gives) == 0 {
			b.gives = p.title.Sectors
		}
		b.k++
	case partName:
		b.name(p)
	case partRole:
		b.role(p)
	case partPerson, partUnknown:
		b.person(p)
	default:
		b.k++
	}
}

func appendNew(list, more []string) []string {
	for _, m := range more {
		seen := false
		for _, l := range list {
			seen = seen || l == m
		}
		if !seen {
			list = append(list[:len(list):len(list)], m)
		}
	}
	return list
}

// lower is a title in small letters, its short forms written out.
func (b *builder) lower(p *part) string {
	words := make([]string, 0, p.to-p.from+1)
	for u := b.ln.unit0[p.from]; u < b.ln.unit0[p.to+1]; u++ {
		word := b.ln.units[u].text
		if full := b.ln.lex.know.Ranks[word]; full != "" {
			word = full
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// namesPerson reports whether a person's name starts at part k.
func (b *builder) namesPerson(k int) bool {
	for ; k < len(b.parts); k++ {
		switch b.parts[k].kind {
		case partPerson:
			return true
		case partUnknown:
			return b.loneName(k)
		case partTitle, partRole:
			if b.parts[k].kind == partRole && !b.parts[k].noun.role.Person {
				return false
			}
		case partWord:
			if !b.ln.lex.is(b.ln.low[b.parts[k].from], "former") {
				return false
			}
		default:
			return false
		}
	}
	return false
}

// loneName reports whether the unknown words at part k are not the start of a
// body's name ("Interior Ministry").
func (b *builder) loneName(k int) bool {
	return k+1 >= len(b.parts) || !b.bodyName(k+1)
}

// bodyName reports whether part k is the capitalised noun that closes a body's
// name, perhaps after more words.
func (b *builder) bodyName(k int) bool {
	for ; k < len(b.parts); k++ {
		p := &b.parts[k]
		switch p.kind {
		case partRole:
			return upper(b.ln.toks[p.to].Form) && !p.noun.role.Person && !b.ln.shout
		case partName, partUnknown:
		case partWord:
			if !upper(b.ln.toks[p.from].Form) && !b.ln.hyphenAt(p.from) {
				return false
			}
		default:
			return false
		}
	}
	return false
}

// name makes an item of a known state or body.
func (b *builder) name(p *part) {
	m := p.match
	it := b.blank(p.from, p.to)
	it.ent, it.how, it.named = m.names[0].ent, m.names[0].sense, true
	it.start, it.end = m.start, m.end
	it.kind, it.adjective = sitrep.KindOrganization, b.ln.adjectival(p)
	switch {
	case it.how == senseAdjective && (b.k+1 < len(b.parts) || !nominalUse(b.ln, p.to)) || b.ln.adjective(p.to) && it.ent.org == nil:
		it.kind = sitrep.KindNationality
	case it.how == senseCitizens || it.how == senseAdjective && citizens(m.names):
		it.kind, it.how, it.plural = sitrep.KindGroup, senseCitizens, b.ln.plural(p.to)
	case it.ent.org == nil:
		it.kind = sitrep.KindPlace
	}
	if b.partOfOther(p) {
		b.k++
		return
	}
	it.nested = b.k+1 < len(b.parts)
	i := b.add(it)
	if it.kind == sitrep.KindOrganization {
		b.r.items[i].owners = b.owners
	}
	if !b.ln.taken(m) {
		b.owners = append([]int{i}, b.owners...)
	}
	b.k++
}

// taken reports whether the name is part of a compound that says where somebody
// stands, not whose he is: "anti-Syria", "Iran-backed".
func (ln *line) taken(m *match) bool {
	first, last := ln.unit0[m.from], ln.unit0[m.to+1]-1
	for first < last && ln.units[first].start < m.start {
		first++
	}
	for last > first && ln.units[last].end > m.end {
		last--
	}
	return ln.hyphenated(first) && ln.lex.is(ln.units[first-1].text, "stance-prefix") ||
		ln.hyphenated(last+1) && ln.lex.is(ln.units[last+1].text, "stance-suffix")
}

func nominalUse(ln *line, i int) bool {
	switch ln.sent.Rel(i) {
	case "amod", "compound":
		return ln.sent.HeadOf(i) < i
	}
	return ln.toks[i].UPOS != "ADJ"
}

func citizens(names []name) bool {
	for _, n := range names {
		if n.sense == senseCitizens {
			return true
		}
	}
	return false
}

// adjective reports whether token i is tagged and used as an adjective.
func (ln *line) adjective(i int) bool {
	return ln.toks[i].UPOS == "ADJ" && ln.sent.Rel(i) == "amod"
}

// partOfOther reports whether a place name only is part of a longer unknown
// name ("New Mexico", "Nelson Chad").
func (b *builder) partOfOther(p *part) bool {
	if b.k == 0 || p.match.names[0].ent.org != nil || p.match.names[0].sense == senseAdjective {
		return false
	}
	prev := &b.parts[b.k-1]
	if prev.kind != partUnknown || prev.to+1 != p.from || b.ln.lex.is(b.ln.low[prev.to], "direction") {
		return false
	}
	return true
}

// role makes an item of a role noun, or keeps it as a title of the name that follows.
func (b *builder) role(p *part) {
	n := p.noun
	if b.ln.lex.is(n.lemma, "quantity") && b.ln.partitive(p.to) {
		b.k++
		return
	}
	if n.role.Person && !b.ln.plural(p.to) && b.namesPerson(b.k+1) {
		b.titles = append(b.titles, n.lemma)
		b.roles = append(b.roles, n)
		b.k++
		return
	}
	it := b.blank(b.parts[b.begin].from, p.to)
	it.role, it.kind, it.plural = n.role, sitrep.KindGroup, b.ln.plural(b.ln.roleHead(p))
	it.title, it.owners = []string{n.lemma}, b.owners
	it.head = b.ln.roleHead(p)
	it.nested = b.nestedNoun(p)
	if b.isBodyName(p) {
		it.kind, it.named = sitrep.KindOrganization, true
		b.extendBody(&it)
		it.key = fold(b.ln.textOf(it.from, it.to))
	} else if n.role.Kind == knowledge.RoleBody {
		it.kind = sitrep.KindOrganization
	} else if n.role.Person && !it.plural {
		it.kind = sitrep.KindPerson
	}
	b.trim(&it)
	if it.nested && n.role.Kind == knowledge.RolePeople && !n.role.Armed {
		it.dropped = true // "student newspaper" speaks of no student
	}
	if b.oneSide(&it) {
		it.kind = sitrep.KindGroup
	}
	i := b.add(it)
	b.owners = []int{i}
	b.k++
	for b.k < len(b.parts) && b.parts[b.k].to <= it.to { // words the body's name took in
		b.k++
	}
	b.titles, b.gives, b.roles = nil, nil, nil
}

// roleHead is the head of a role noun: its last word, but where an "of" is part
// of the noun the word that the tree says.
func (ln *line) roleHead(p *part) int {
	for i := p.from; i < p.to; i++ {
		if ln.toks[i].UPOS == "ADP" {
			return ln.headIn(p.from, p.to)
		}
	}
	return p.to
}

// oneSide makes "both sides", "all parties" what they are, quantifier included.
func (b *builder) oneSide(it *item) bool {
	ln := b.ln
	quantified := it.from > 0 && ln.lex.is(ln.low[it.from-1], "whole")
	if it.role.Kind != knowledge.RoleSide {
		if !it.plural || !quantified || !ln.lex.is(it.role.Lemma, "side-noun") {
			return false
		}
		it.role = &knowledge.Role{Lemma: it.role.Lemma, Kind: knowledge.RoleSide}
	}
	if quantified {
		it.from--
	}
	if k := it.to + 1; k < len(ln.toks) && ln.toks[k].UPOS == "VERB" && ln.sent.Rel(k) == "acl" && ln.sent.HeadOf(k) == it.to &&
		(k+1 == len(ln.toks) || len(ln.sent.Children(k)) == 0) {
		it.to = k
	}
	return true
}

// isBodyName reports whether the role noun closes or opens a proper name: it is
// capitalised inside a sentence, and so is another word of its phrase, or an
// "of" or "for" with a capitalised word follows.
func (b *builder) isBodyName(p *part) bool {
	if p.noun.role.Person || b.ln.shout || !upper(b.ln.toks[p.to].Form) || b.ln.toks[p.to].UPOS != "PROPN" && b.ln.opening(p.to) {
		return false
	}
	for k := b.begin; k < b.k; k++ {
		if q := &b.parts[k]; q.kind == partUnknown || q.kind == partWord && upper(b.ln.toks[q.from].Form) {
			return true
		}
	}
	if p.from < p.to && upper(b.ln.toks[p.from].Form) {
		return true
	}
	return b.ln.ofName(p.to) > 0 || b.k > 0 && b.parts[b.k-1].kind == partName && !b.ln.opening(p.to)
}

// ofName is the last token of "of Health", "for National Salvation" after token
// i, 0 when no such name follows or when it is a known one.
func (ln *line) ofName(i int) int {
	end := 0
	for k := i + 1; k+1 < len(ln.toks); {
		if !ln.lex.is(ln.low[k], "joiner") {
			break
		}
		n := k + 1
		for n < len(ln.toks) && ln.lex.is(ln.low[n], "joiner") && !upper(ln.toks[n].Form) {
			n++
		}
		if n-k > 2 || n >= len(ln.toks) || ln.at[n] > 0 || !upper(ln.toks[n].Form) || ln.lex.is(ln.toks[n].Form, "calendar") || !ln.nominal(n) {
			break
		}
		if ln.toks[k].UPOS == "CCONJ" && (end == 0 || ln.toks[n].UPOS == "PROPN" && ln.role[n] > 0) {
			break
		}
		if ln.lex.is(ln.low[k], "in-preposition") {
			break
		}
		end = n
		for end+1 < len(ln.toks) && upper(ln.toks[end+1].Form) && ln.at[end+1] == 0 && ln.nominal(end+1) && ln.linked(end) {
			end++
		}
		k = end + 1
	}
	return end
}

// extendBody takes "of Health" into the name.
func (b *builder) extendBody(it *item) {
	if end := b.ln.ofName(it.to); end > it.to {
		it.to = end
	}
}

// textOf is the printed text of the tokens from and to, inclusive.
func (ln *line) textOf(from, to int) string {
	var sb strings.Builder
	for i := from; i <= to; i++ {
		if i > from && ln.start[i] > ln.end[i-1] {
			sb.WriteByte(' ')
		}
		sb.WriteString(ln.toks[i].Form)
	}
	return sb.String()
}

// nestedNoun reports whether the role noun only modifies a noun after it.
func (b *builder) nestedNoun(p *part) bool {
	return b.k+1 < len(b.parts) && p.to+1 == b.parts[b.k+1].from
}

// trim moves the start over numbers and other words that do not describe.
func (b *builder) trim(it *item) {
	for it.from < it.to {
		t := it.from
		if b.ln.toks[t].UPOS != "NUM" && b.ln.toks[t].UPOS != "PUNCT" && !b.ln.lex.is(b.ln.low[t], "quantifier") {
			break
		}
		it.from++
	}
}

// partitive reports whether a quantity noun at i is followed by "of" and a noun.
func (ln *line) partitive(i int) bool {
	return i+2 < len(ln.toks) && ln.toks[i+1].UPOS == "ADP" && ln.lex.is(ln.low[i+1], "of-preposition") && ln.sent.Rel(i+1) == "case"
}

// blank is an item over tokens from to to.
func (b *builder) blank(from, to int) item {
	return item{sent: b.ln.index, from: from, to: to, head: b.ln.headIn(from, to)}
}

// headIn is the token of from to to whose head lies outside.
func (ln *line) headIn(from, to int) int { return headIn(ln.sent, from, to) }

func headIn(sent *sitrep.Sentence, from, to int) int {
	for i := from; i <= to; i++ {
		if h := sent.HeadOf(i); h < from || h > to {
			if rel := sent.Rel(i); rel != "case" && rel != "det" && rel != "punct" && rel != "cc" {
				return i
			}
		}
	}
	return to
}

// add appends the item with its bytes and words and returns its index.
func (b *builder) add(it item) int {
	ln := b.ln
	if it.end == 0 {
		it.start, it.end = ln.start[it.from], ln.end[it.to]
	}
	it.words = b.r.doc.Words(sitrep.Span{Start: it.start, End: it.end})
	ln.determine(&it)
	b.r.items = append(b.r.items, it)
	return len(b.r.items) - 1
}

// determine looks at the words before the phrase: article, "former".
func (ln *line) determine(it *item) {
	it.ethnic = it.from > 0 && ln.lex.is(ln.low[it.from-1], "ethnic")
	for k := it.from; k <= it.to; k++ {
		it.former = it.former || ln.lex.is(ln.low[k], "former")
	}
	for k := it.from - 1; k >= 0 && k >= it.from-4; k-- {
		switch {
		case ln.lex.is(ln.low[k], "definite") && ln.toks[k].UPOS != "PRON":
			it.definite = true
			return
		case ln.toks[k].UPOS == "NUM" || ln.toks[k].UPOS == "ADJ" && ln.linked(k):
			it.former = it.former || ln.lex.is(ln.low[k], "former")
		default:
			return
		}
	}
}

// person makes an item of a person's name, or of an unknown name.
func (b *builder) person(p *part) {
	from, end := b.k, b.k
	for end+1 < len(b.parts) && (b.parts[end+1].kind == partPerson || b.parts[end+1].kind == partUnknown) && b.parts[end+1].from == b.parts[end].to+1 {
		end++
	}
	if b.bodyName(end+1) || end+1 < len(b.parts) && b.parts[end+1].kind == partName && b.bodyName(end+2) {
		b.k = end + 1 // the words open a body's name
		return
	}
	it := b.blank(b.parts[from].from, b.parts[end].to)
	b.identify(&it, b.parts[from:end+1])
	if it.kind == "" {
		b.k = end + 1
		if b.k < len(b.parts) && b.parts[b.k].kind == partRole {
			return // capitals of a longer title: "Vice Foreign Minister"
		}
		b.begin, b.owners = b.k, nil
		return
	}
	end = b.bound(&it, from, end)
	it.key = fold(b.ln.textOf(it.from, it.to))
	it.words = b.ln.textOf(it.from, it.to)
	words := it.words
	if it.kind == sitrep.KindPerson {
		b.entitle(&it)
	}
	it.nested = end+1 < len(b.parts)
	i := b.add(it)
	b.r.items[i].words = words
	b.r.introduce(i, words)
	b.owners = []int{i}
	b.k = end + 1
	b.titles, b.gives, b.roles = nil, nil, nil
}

// entitle gives a person the titles, roles and owners that stand before the name.
func (b *builder) entitle(it *item) {
	it.title, it.sectors, it.owners = b.titles, b.gives, b.owners
	if len(b.roles) > 0 {
		it.role = b.roles[len(b.roles)-1].role
	}
	start := b.k
	for k := b.k - 1; k >= b.begin; k-- {
		if b.parts[k].kind != partWord {
			start = k
		}
	}
	if len(b.titles) == 0 && len(b.owners) == 0 {
		start = b.k
	}
	from := b.parts[start].from
	tokFrom := it.from
	it.from = from
	b.trim(it)
	it.start = b.ln.start[it.from]
	it.head = b.ln.headIn(it.from, it.to)
	for _, t := range b.titles {
		if w := b.ln.lex.word(t, "gendered"); w != nil {
			it.gender = w.Gender
		}
	}
	if it.gender == "" {
		it.gender = b.ln.lex.know.FirstNames[b.ln.toks[tokFrom].Form]
	}
}
