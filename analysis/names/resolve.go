package names

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// resolve finds country, sectors, chain and actor of item i, its owners first.
func (r *reading) resolve(i int) {
	it := &r.items[i]
	if it.state != unresolved {
		return
	}
	it.state = resolving
	for _, o := range it.owners {
		r.resolve(o)
	}
	if a := r.items[i].about; a > 0 {
		r.resolve(a - 1)
	}
	switch {
	case it.pron != nil:
		r.pronoun(i)
	case it.ent != nil && it.ent.person == nil:
		r.entity(i)
	case it.kind == sitrep.KindPerson && it.named:
		r.namedPerson(i)
	case it.role != nil:
		r.description(i)
	default:
		r.unlisted(i)
	}
	r.items[i].state = resolved
	if a := r.items[i].about; a > 0 && r.items[i].actor != nil {
		copied := *r.items[i].actor
		r.items[a-1].actor = &copied
		r.join(r.items[i].chain, a-1)
	}
}

// entity resolves a known state, people or body.
func (r *reading) entity(i int) {
	it := &r.items[i]
	ent := it.ent
	switch {
	case ent.state != nil:
		it.country = ent.state.ISO3
	case ent.people != nil:
		it.country = ent.people.Country
	default:
		it.country, it.sector = ent.org.Country, ent.org.Sectors
	}
	if it.ethnic {
		it.country = ""
	}
	key := "#" + ent.id
	if ent.id == "" {
		key = "~" + ent.name
	}
	if it.how == senseCitizens {
		key += "/citizens"
	}
	if it.ethnic {
		key += "/ethnic"
	}
	c := r.chainFor(key, i)
	if it.how != senseCitizens {
		if ent.state != nil && r.chains[c].ent == nil {
			r.states = append(r.states, c)
		}
		r.chains[c].ent, r.chains[c].kinds = ent, ent.kinds
	}
	if it.how == senseCapital && !r.governs(i) {
		if it.chain == len(r.chains)-1 && r.chains[c].last == i {
			delete(r.byKey, key)
		}
		it.chain, it.country = 0, ""
		it.dropped = true
		return
	}
	if it.kind == sitrep.KindPlace && (it.how == senseCapital || r.agent(i)) {
		it.sector = []string{r.lex.know.SectorFor["government"]}
	}
	if it.how == senseCitizens && !it.definite && !it.nested {
		it.sector = []string{r.lex.know.SectorFor["people"]}
	}
	name := ent.name
	if it.how == senseCitizens {
		name = it.words
	}
	it.actor = r.actorOf(it, name, ent.id)
	if it.how == senseCitizens {
		it.actor.Entity = ""
	}
	r.join(c, i)
}

// agent reports whether a state's name stands for its government: it does
// something, is addressed, or somebody speaks for it.
func (r *reading) agent(i int) bool {
	it, ln := &r.items[i], r.line
	if it.possessor && !it.nested {
		return true
	}
	h := it.head
	for steps := 0; ln.sent.Rel(h) == "conj" && ln.sent.HeadOf(h) >= 0 && steps < 20; steps++ {
		h = ln.sent.HeadOf(h)
	}
	switch ln.toks[h].Deprel {
	case "nsubj", "nsubj:pass", "obj", "iobj", "obl:agent":
		return true
	case "root":
		return ln.lostSubject(h)
	case "obl", "nmod":
		c := ln.child(h, "case")
		return c >= 0 && (ln.lex.is(ln.low[c], "side-preposition") || ln.lex.is(ln.low[c], "agent-preposition"))
	}
	return false
}

// lostSubject reports whether the root at token i looks like a subject whose
// verb the parser hung below it.
func (ln *line) lostSubject(i int) bool {
	if !ln.opening(i) || ln.toks[i].UPOS != "PROPN" {
		return false
	}
	for _, c := range ln.sent.Children(i) {
		if ln.toks[c].UPOS == "VERB" && (ln.toks[c].XPOS == "VBD" || ln.toks[c].XPOS == "VBZ" || ln.toks[c].XPOS == "VBN") && ln.sent.Rel(c) != "appos" {
			return true
		}
	}
	return false
}

// governs reports whether a capital's name stands for the government.
func (r *reading) governs(i int) bool {
	it, ln := &r.items[i], r.line
	tok := it.head
	if ln.at[tok] > 0 && ln.found[ln.at[tok]-1].names[0].single {
		return false
	}
	if it.possessor {
		return r.ownerOfActor(i)
	}
	if it.nested {
		return r.ownerOfActor(i)
	}
	for steps := 0; ln.sent.Rel(tok) == "conj" && ln.sent.HeadOf(tok) >= 0 && steps < 20; steps++ {
		tok = ln.sent.HeadOf(tok)
	}
	h := ln.sent.HeadOf(tok)
	if h < 0 {
		return ln.lostSubject(tok)
	}
	verb := fold(ln.toks[h].Lemma)
	switch ln.toks[tok].Deprel {
	case "nsubj":
		return ln.toks[h].UPOS == "VERB" && !ln.lex.is(verb, "place-verb")
	case "obj", "nsubj:pass":
		return ln.toks[h].UPOS == "VERB" && ln.lex.is(verb, "address-verb")
	case "obl:agent":
		return true
	case "obl", "nmod":
		c := ln.child(tok, "case")
		if c < 0 {
			return false
		}
		return ln.lex.is(ln.low[c], "party-preposition") || ln.lex.is(ln.low[c], "agent-preposition") &&
			(ln.toks[h].UPOS == "NOUN" || ln.child(h, "nsubj:pass", "aux:pass") >= 0)
	}
	return false
}

// ownerOfActor reports whether item i owns a described actor that stands for a
// state: "Moscow's ambassador", "the Kiev government".
func (r *reading) ownerOfActor(i int) bool {
	for j := max(0, i-window); j < min(len(r.items), i+window); j++ {
		it := &r.items[j]
		if it.sent != r.items[i].sent || it.role == nil || len(it.owners) == 0 || it.owners[0] != i {
			continue
		}
		switch it.role.Kind {
		case knowledge.RoleSpeaker, knowledge.RoleForce, knowledge.RoleOfficial, knowledge.RolePlatform:
			return true
		case knowledge.RoleBody:
			return len(it.role.Sectors) > 0 && r.power(it.role.Sectors[0]) == "state"
		}
	}
	return false
}

func (r *reading) power(sector string) string { return r.lex.know.Powers[sector] }

// actorOf builds the Actor of a resolved item.
func (r *reading) actorOf(it *item, name, entity string) *sitrep.Actor {
	a := &sitrep.Actor{Name: name, Country: it.country, Sectors: it.sector, Entity: entity}
	if a.Country != "" {
		a.Code = a.Country + strings.Join(a.Sectors, "")
	}
	return a
}

// owner is what an item's owners tell.
type owner struct {
	country string
	sectors []string
	state   bool // a state or people, not a body of it
	people  bool // a people without a state of its own
	item    int  // 1 + index of the nearest owner
}

func (r *reading) ownerOf(it *item) owner {
	var o owner
	for k, i := range it.owners {
		own := &r.items[i]
		country, sectors, state := own.country, own.sector, false
		if own.ent != nil && own.ent.org == nil && own.ent.person == nil {
			state = true
			if own.how == senseCapital && (it.role == nil || !it.role.Abroad) {
				country = own.ent.state.ISO3
			}
		}
		if own.pron != nil && own.actor != nil {
			country, sectors = own.actor.Country, own.actor.Sectors
			state = r.chains[own.chain].ent != nil && r.chains[own.chain].ent.state != nil
		}
		if k == 0 {
			o = owner{country, sectors, state, own.ent != nil && own.ent.people != nil, i + 1}
		} else if o.country == "" {
			o.country = country
		}
	}
	return o
}

// merge gives the sectors of a description with its owner; roles.tsv says how.
func (r *reading) merge(role *knowledge.Role, o owner, titles []string) []string {
	own := role.Sectors
	if len(titles) > 0 && role.Kind == knowledge.RoleSpeaker {
		own = titles
	}
	if role.Cause && o.item > 0 {
		own = []string{r.lex.know.SectorFor["rebels"]}
	}
	switch role.Kind {
	case knowledge.RoleSpeaker:
		if o.people && len(own) > 0 && own[0] == r.lex.know.SectorFor["government"] {
			return nil // those who speak for a people without a state do not govern one
		}
		if o.state || len(titles) > 0 && len(o.sectors) == 0 {
			return own
		}
		return o.sectors
	case knowledge.RoleForce, knowledge.RolePlatform:
		return r.armed(own, o)
	case knowledge.RoleBody:
		if len(own) == 0 && !o.state {
			return o.sectors
		}
	case knowledge.RolePeople:
		if role.Armed && !o.state && len(o.sectors) > 0 && r.power(o.sectors[0]) == "armed" {
			return o.sectors
		}
		if role.Armed && !o.state && len(o.sectors) > 0 && r.has(own, "unidentified") && r.power(o.sectors[0]) == "" {
			return []string{r.lex.know.SectorFor["rebels"]}
		}
	}
	return own
}

// armed gives the sectors of people in arms.
func (r *reading) armed(own []string, o owner) []string {
	if o.state || len(o.sectors) == 0 || len(own) == 0 {
		return own
	}
	switch r.power(o.sectors[0]) {
	case "state":
		if r.power(own[0]) == "state" {
			return own
		}
		return []string{r.lex.know.SectorFor["loyal"]}
	case "armed", "loyal":
		return o.sectors
	}
	return own
}

// description resolves a role noun with its owners.
func (r *reading) description(i int) {
	it := &r.items[i]
	if it.same > 0 {
		r.describeNamed(i)
		return
	}
	o := r.ownerOf(it)
	if it.role.Kind == knowledge.RolePlatform && o.country == "" && len(o.sectors) == 0 {
		it.dropped = true
		return
	}
	it.country = o.country
	it.sector = r.without(standing{o.country, r.merge(it.role, o, nil)})
	if len(it.sector) == 0 && r.lex.know.International[o.country] && r.headsBody(it.title) {
		it.sector = []string{r.lex.know.SectorFor["government"]}
	}
	if it.former && (it.role.Kind == knowledge.RoleOfficial || it.role.Kind == knowledge.RoleSpeaker) {
		it.sector = []string{r.lex.know.SectorFor["former"]}
	}
	if r.takeUp(i, o) {
		return
	}
	r.atHome(it)
	if kinds := r.lex.know.Hypernyms[it.role.Lemma]; it.country == "" && len(it.owners) == 0 && len(kinds) == 1 && !it.nested {
		it.country = r.lex.know.CodeOf[kinds[0]]
	}
	if it.role.Owned && (it.country == "" && len(it.sector) == 0 || it.nested) || r.vague(it, o) {
		it.dropped = true
		return
	}
	var c int
	switch {
	case it.named && it.key != "":
		c = r.chainFor("="+it.key, i)
		r.known[it.key] = i
		r.chains[c].kinds = appendNew(r.chains[c].kinds, []string{r.bodyKind(it.role)})
	case o.item > 0 && r.items[o.item-1].chain > 0:
		c = r.chainFor(r.ownedKey(it, o), i)
	default:
		c = r.newChain(i)
	}
	if !it.named && it.plural || it.role.Kind == knowledge.RoleForce {
		r.chains[c].kinds = appendNew(r.chains[c].kinds, []string{"group"})
	}
	it.actor = r.actorOf(it, r.called(it, o), "")
	r.join(c, i)
}

// atHome gives "the government", "the police" of a text that clearly is about
// one state that state's country.
func (r *reading) atHome(it *item) {
	if it.country != "" || !it.definite || it.plural && it.role.Kind != knowledge.RoleForce || it.nested || len(it.owners) > 0 ||
		len(it.sector) == 0 || r.power(it.sector[0]) != "state" || it.role.Abroad {
		return
	}
	switch it.role.Kind {
	case knowledge.RoleBody, knowledge.RoleForce, knowledge.RoleOfficial:
		if c := r.mainState(3); c > 0 {
			it.country = r.chains[c].ent.state.ISO3
		}
	}
}

// vague reports whether a noun for states means none: "a state of emergency".
func (r *reading) vague(it *item, o owner) bool {
	if it.plural || it.named || o.country != "" && !it.nested {
		return false
	}
	for _, kind := range r.lex.know.Hypernyms[it.role.Lemma] {
		if kind == "state" {
			return true
		}
	}
	return false
}

// bodyKind is the kind of organization a body's noun tells.
func (r *reading) bodyKind(role *knowledge.Role) string {
	for _, h := range []string{"party", "armed-group", "media", "company", "ngo", "organ"} {
		for _, kind := range r.lex.know.Hypernyms[role.Lemma] {
			if kind == h {
				return h
			}
		}
	}
	if len(role.Sectors) > 0 && r.power(role.Sectors[0]) == "state" {
		return "organ"
	}
	return "group"
}

// ownedKey makes "Haftar's troops" and "his forces" one.
func (r *reading) ownedKey(it *item, o owner) string {
	key := it.role.Lemma
	if it.role.Kind == knowledge.RoleForce && !it.role.Person && !o.state || it.role.Kind == knowledge.RoleForce && it.plural && !o.state {
		key = string(it.role.Kind) + strings.Join(it.sector, "")
	}
	if it.plural || !it.role.Person {
		return "of#" + itoa(r.items[o.item-1].chain) + "/" + key
	}
	return "of#" + itoa(r.items[o.item-1].chain) + "/1/" + key
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// called names a description: with a pronoun as owner by whom that means.
func (r *reading) called(it *item, o owner) string {
	if o.item == 0 || it.fixed {
		return it.words
	}
	own := &r.items[o.item-1]
	if own.actor == nil || own.ent != nil && own.ent.person == nil && own.pron == nil || own.end >= it.end || own.start > it.start {
		return r.doc.Words(sitrep.Span{Start: it.start, End: it.end})
	}
	if own.pron == nil && own.kind != sitrep.KindPerson || !r.line.genitive(own) {
		return r.doc.Words(sitrep.Span{Start: it.start, End: it.end})
	}
	rest := r.doc.Words(sitrep.Span{Start: r.line.start[it.from], End: it.end})
	if strings.HasSuffix(own.actor.Name, "s") {
		return own.actor.Name + "' " + rest
	}
	return own.actor.Name + "'s " + rest
}

// genitive reports whether an owner stands before its noun as a possessor.
func (ln *line) genitive(own *item) bool {
	return own.pron != nil || ln.possessiveAt(own.last()+1)
}

// describeNamed resolves a description in apposition to a name.
func (r *reading) describeNamed(i int) {
	it := &r.items[i]
	o := r.ownerOf(it)
	it.country = o.country
	it.sector = r.without(standing{o.country, r.merge(it.role, o, nil)})
	if it.former {
		it.sector = []string{r.lex.know.SectorFor["former"]}
	}
	if name := it.same - 1; r.items[name].state == unresolved {
		it.state = resolved // what the name needs of it is known now
		r.resolve(name)
	}
}

// homeOf is the country of the state to which an unlisted body is told to belong,
// "" without one.
func (r *reading) homeOf(it *item) string {
	for _, o := range it.owners {
		if ent := r.items[o].ent; ent != nil && ent.state != nil && r.items[o].how != senseCapital {
			return ent.state.ISO3
		}
	}
	return ""
}

// unlisted resolves a body or abbreviation in no list.
func (r *reading) unlisted(i int) {
	it := &r.items[i]
	if it.same > 0 && it.same-1 != i {
		r.resolve(it.same - 1)
		old := &r.items[it.same-1]
		it.chain, it.country, it.sector = old.chain, old.country, old.sector
		if old.actor != nil {
			copied := *old.actor
			it.actor = &copied
		}
		if it.chain > 0 {
			r.join(it.chain, i)
		}
		return
	}
	c := r.chainFor("="+it.key, i)
	if it.kind != sitrep.KindPlace { // a place by itself is nobody
		r.chains[c].kinds = appendNew(r.chains[c].kinds, []string{"group"})
		it.country = r.homeOf(it)
		if it.about > 0 {
			desc := &r.items[it.about-1]
			it.sector = desc.sector
			if it.country == "" {
				it.country = desc.country
			}
		}
		it.actor = r.actorOf(it, it.words, "")
	}
	r.join(c, i)
}
