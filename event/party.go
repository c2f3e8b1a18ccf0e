package event

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// fill sets actors and recipients of an act from the slots of its entry.
func (r *reading) fill(s int, a *act) {
	actorSlots, recipientSlots := a.entry.Actor, a.entry.Recipient
	if a.pos == "N" {
		actorSlots, recipientSlots = a.entry.NounActor, a.entry.NounRecipient
		if actorSlots == nil {
			actorSlots = []string{"poss", "by", "subj", "mod", "of"}
		}
	}
	if actorSlots == nil {
		actorSlots = []string{"subj"}
	}
	if recipientSlots == nil && a.pos == "V" {
		recipientSlots = []string{"obj"}
	}
	var used []int
	a.actors, used = r.firstSlot(s, a, actorSlots, nil, nil)
	apart := a.actors // whose own things are acted on is not acted on: "opened its borders to refugees"
	if a.entry.Reciprocal || a.entry.Type == "" {
		apart = nil
	}
	a.recipients, _ = r.firstSlot(s, a, recipientSlots, used, apart)
	if len(a.recipients) == 0 && (r.trait(a, "addresses") || r.trait(a, "blames") && a.pos == "V") {
		a.recipients = r.asked(s, a)
	}
	if len(a.recipients) == 0 && !slices.Contains(recipientSlots, "none") && !(a.entry.Reciprocal && r.trait(a, "violent")) {
		a.recipients = r.towards(s, a, used)
	}
	if len(a.recipients) == 0 {
		a.recipients = r.things(s, a, recipientSlots, used)
	}
	if a.entry.Reciprocal {
		a.doers = a.actors
		a.actors = mergeParties(a.actors, a.recipients)
		a.recipients = nil
	}
	if a.entry.Type == "" {
		return
	}
	a.recipients = slices.DeleteFunc(a.recipients, func(p sitrep.Actor) bool {
		return slices.ContainsFunc(a.actors, func(q sitrep.Actor) bool {
			return sameParty(p, q) || p.Code != "" && p.Code == q.Code && strings.Contains(q.Name, p.Name) // "the group" of "members of the group"
		})
	})
}

// firstSlot gives the parties of the first slot that yields any besides those to
// be kept apart, and the words it used.
func (r *reading) firstSlot(s int, a *act, slots []string, not []int, apart []sitrep.Actor) ([]sitrep.Actor, []int) {
	for _, slot := range slots {
		var parties []sitrep.Actor
		var words []int
		if slot != "obj" && slices.Contains(slots, "obj") && r.counted(s, a) { // "kills three in the valley"
			return nil, nil
		}
		if slot == "speaker" {
			parties = r.speakers(s, a.tok)
		}
		for _, w := range r.slot(s, a.tok, a.pos, a.used, slot) {
			if slices.Contains(not, w) || w != a.tok && slices.Contains(a.used, w) && r.isDeed(s, w) {
				continue
			}
			if a.pos == "V" && r.trait(a, "violent") && r.k.Classes.Has(r.doc.Sentences[s].Tokens[w].Lemma, "document") {
				continue // "a statement on the raid that killed ten": the raid did
			}
			for _, c := range r.conjuncts(s, w) {
				if c != w && (r.saysSo(s, c, a.tok) || a.pos == "V" && w < a.tok && c > a.tok) {
					continue
				}
				if p, ok := r.party(s, c, 0); ok {
					if slot == "mod" && p.Code == "" && p.Entity == "" && len(p.Sectors) == 0 && !r.human(strings.ToLower(r.doc.Sentences[s].Tokens[c].Lemma)) {
						continue // "an earlier Gulf attack" is nobody's
					}
					if r.k.Ontology.Types[a.entry.Type].Talk() {
						p = r.government(s, c, p)
					}
					p.Span = r.wide(s, c, p)
					parties = mergeParties(parties, append([]sitrep.Actor{p}, r.twins(s, c)...))
					words = append(words, w)
				}
			}
		}
		if parties = without(parties, apart); len(parties) > 0 {
			return parties, words
		}
	}
	return nil, nil
}

// counted reports an act whose object is a bare number of people.
func (r *reading) counted(s int, a *act) bool {
	obj := r.slot(s, a.tok, a.pos, a.used, "obj")
	return len(obj) > 0 && r.doc.Sentences[s].Tokens[obj[0]].UPOS == "NUM"
}

// isDeed reports a word that names an act, which is nobody.
func (r *reading) isDeed(s, tok int) bool {
	if r.human(strings.ToLower(r.doc.Sentences[s].Tokens[tok].Lemma)) {
		return false
	}
	a, ok := r.actAt(s, tok)
	return ok && a.entry.Type != ""
}

// towards looks for whom an act is aimed at where the slots of its entry are
// empty: a known party behind a preposition that acts of its type take, as deep
// in the phrases below it as no other act stands between ("lifted sanctions on
// exports to India").
func (r *reading) towards(s int, a *act, not []int) []sitrep.Actor {
	t := r.k.Ontology.Types[a.entry.Type]
	if t == nil || len(t.Towards) == 0 {
		return nil
	}
	below := r.below(s, a, t.Has("blames"))
	if t.Has("helps") {
		if out := r.benefits(s, a, below); len(out) > 0 {
			return out
		}
	}
	for _, prep := range t.Towards {
		for _, w := range below {
			if slices.Contains(not, w) || r.inTimex(s, w) || !r.hasCase(s, w, prep) {
				continue
			}
			var parties []sitrep.Actor
			for _, c := range r.conjuncts(s, w) {
				if p, ok := r.aimedAt(s, c, t, prep); ok {
					if t.Has("violent") && r.hasRole(s, w, "genitive") && r.toponymAt(s, c) != nil && !slices.Contains(a.used, r.doc.Sentences[s].HeadOf(w)) {
						continue // "fighting near the port of" a town is not fighting of the town
					}
					if r.athome(prep, p, a.actors) {
						continue
					}
					parties = mergeParties(parties, append([]sitrep.Actor{p}, r.twins(s, c)...))
				}
			}
			if parties = without(parties, a.actors); len(parties) > 0 {
				return parties
			}
		}
	}
	return nil
}

// athome reports a place that an act is only said to be in, in the country of who
// acts: a state's police that goes on alert in its capital does so to nobody.
func (r *reading) athome(prep string, p sitrep.Actor, actors []sitrep.Actor) bool {
	return r.k.Grammar.Is("inside", prep) && slices.ContainsFunc(actors, func(q sitrep.Actor) bool { return q.Country == "" || q.Country == p.Country })
}

// aimedAt is the known party at tok, or the place there, coded by its country.
// An act of force is aimed at a place only where the preposition says so: shells
// fall on a town, but a man is shot in it.
func (r *reading) aimedAt(s, tok int, t *knowledge.Type, prep string) (sitrep.Actor, bool) {
	p, ok := r.party(s, tok, 0)
	if ok && (p.Code != "" || p.Entity != "" || r.human(strings.ToLower(r.doc.Sentences[s].Tokens[tok].Lemma))) {
		if t.Talk() {
			p = r.government(s, tok, p)
		}
		p.Span = r.wide(s, tok, p)
		return p, true
	}
	place := r.toponymAt(s, tok)
	if place == nil || place.Country == "" || r.relative(s, place) || t.Has("violent") && !r.k.Grammar.Is("target", prep) {
		return sitrep.Actor{}, false
	}
	return sitrep.Actor{Name: r.doc.Words(place.Span), Span: place.Span, Country: place.Country, Code: place.Country}, true
}

// relative reports a place that is only near or about the one it names.
func (r *reading) relative(s int, t *sitrep.Toponym) bool {
	sent := &r.doc.Sentences[s]
	i := sent.TokenAt(t.Span)
	return i >= 0 && sent.Tokens[i].UPOS == "ADP"
}

// below lists the words of the phrases under an act, nearest first, without those
// that stand below another act. Through lets them pass acts of the same type.
func (r *reading) below(s int, a *act, through bool) []int {
	sent := &r.doc.Sentences[s]
	level := slices.Clone(a.used)
	if a.light >= 0 {
		level = append(level, a.light)
	}
	var out []int
	for depth := 0; depth < 4 && len(level) > 0; depth++ {
		var next []int
		for _, h := range level {
			for _, c := range sent.Children(h) {
				rel := sent.Rel(c)
				clause := rel == "xcomp" || rel == "acl" && sent.Tokens[c].XPOS == "VBN" || rel == "advcl" && r.marked(s, c) || rel == "acl" && r.marked(s, c)
				if rel != "obj" && rel != "iobj" && rel != "obl" && rel != "nmod" && !clause || slices.Contains(a.used, c) {
					continue
				}
				if !clause {
					out = append(out, c)
				}
				if other, ok := r.actAt(s, c); !ok || through && other.entry.Type == a.entry.Type {
					next = append(next, c)
				}
			}
		}
		level = next
	}
	return out
}

// saysSo reports whether the word is part of the source of what stands at tok,
// which a parser may string to the parties ("…, a resident and an official said").
func (r *reading) saysSo(s, word, tok int) bool {
	sent := &r.doc.Sentences[s]
	for _, i := range r.doc.AttributionsOver(sent.Tokens[tok].Span) {
		if at := &r.doc.Attributions[i]; at.Attitude {
			continue
		}
		if src := r.doc.Attributions[i].Source; src != nil && src.Holds(sent.Tokens[word].Span.Start) {
			return true
		}
	}
	return false
}

// conjuncts is the word and the words coordinated with it.
func (r *reading) conjuncts(s, tok int) []int {
	out := []int{tok}
	for _, c := range r.children(s, tok, "conj") {
		if r.doc.Sentences[s].Tokens[c].UPOS != "VERB" {
			out = append(out, c)
		}
	}
	return out
}

// eachOther reports a pronoun that sends back to the parties themselves.
func (r *reading) eachOther(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	word := strings.ToLower(sent.Tokens[tok].Form)
	if tok > 0 && r.k.Grammar.Is("reflexive", strings.ToLower(sent.Tokens[tok-1].Form)+" "+word) {
		return true
	}
	return tok+1 < len(sent.Tokens) && r.k.Grammar.Is("reflexive", word+" "+strings.ToLower(sent.Tokens[tok+1].Form))
}

// party is who the phrase at tok names. A deed in the place of a doer gives its
// own doer ("the attack killed five"); things give their owner or nothing.
func (r *reading) party(s, tok, depth int) (sitrep.Actor, bool) {
	if r.eachOther(s, tok) {
		return sitrep.Actor{}, false // the parties are those who do it
	}
	sent := &r.doc.Sentences[s]
	t := &sent.Tokens[tok]
	if at := r.thing(s, tok); at >= 0 && depth < 2 {
		return r.party(s-1, at, depth+1)
	}
	if r.inTimex(s, tok) {
		return sitrep.Actor{}, false
	}
	if t.UPOS == "PRON" && r.k.Grammar.Is("first", strings.ToLower(t.Lemma)) {
		if said := r.speakers(s, tok); len(said) > 0 {
			return said[0], true
		}
		return sitrep.Actor{}, false
	}
	if t.UPOS == "NUM" { // a number of people is nobody's name
		if of := r.children(s, tok, "nmod"); len(of) > 0 {
			return r.party(s, of[0], depth+1)
		}
		return sitrep.Actor{}, false
	}
	if m := r.doc.MentionAt(s, tok); m != nil && m.Actor != nil {
		return r.plain(s, m), true
	} else if m != nil && m.Kind == sitrep.KindPronoun {
		return r.ownAct(s, tok)
	} else if m != nil && m.Kind != sitrep.KindPlace {
		return r.described(r.unbound(s, m.Span)), true
	}
	if m := r.doc.MentionOver(s, tok); m != nil && m.Actor != nil && m.Kind != "nationality" {
		p := *m.Actor
		p.Span = m.Span
		return p, true
	}
	if depth < 2 && (t.UPOS == "NOUN" || t.UPOS == "PROPN") {
		if a, ok := r.actAt(s, tok); ok && a.entry.Type != "" {
			r.fillOnce(s, &a, depth)
			if len(a.actors) > 0 {
				return a.actors[0], true
			}
			return sitrep.Actor{}, false
		}
	}
	if t.XPOS == "WP" || t.XPOS == "WDT" {
		return sitrep.Actor{}, false // "who did it" names nobody
	}
	lemma := strings.ToLower(t.Lemma)
	if r.k.Classes.Has(lemma, "document") {
		return r.author(s, tok, depth), true
	}
	if r.human(lemma) || r.calledHuman(s, tok) {
		return r.described(r.unbound(s, r.phrase(s, tok))), true
	}
	if t.UPOS == "NOUN" {
		if p, ok := r.owned(s, tok); ok {
			return p, true
		}
	}
	if t.UPOS == "PROPN" && depth == 0 && r.toponymAt(s, tok) == nil {
		return r.described(r.phrase(s, tok)), true
	}
	return sitrep.Actor{}, false
}

// ownAct is who says of himself what stands in a clause whose subject is the open
// pronoun at tok: "The front said it would lay down its arms".
func (r *reading) ownAct(s, tok int) (sitrep.Actor, bool) {
	sent := &r.doc.Sentences[s]
	clause := sent.HeadOf(tok)
	if clause < 0 || sent.Rel(tok) != "nsubj" || sent.Deprel(clause) != "ccomp" || !r.k.Grammar.Is("third", strings.ToLower(sent.Tokens[tok].Form)) {
		return sitrep.Actor{}, false
	}
	said := sent.HeadOf(clause)
	if said < 0 || said > tok {
		return sitrep.Actor{}, false
	}
	subj := r.children(s, said, "nsubj")
	if len(subj) != 1 || sent.Tokens[subj[0]].UPOS == "PRON" {
		return sitrep.Actor{}, false
	}
	for _, p := range r.speakers(s, tok) {
		if p.Span.Holds(sent.Tokens[subj[0]].Span.Start) {
			if len(r.children(s, subj[0], "conj")) > 0 {
				return p, true
			}
			if q, ok := r.party(s, subj[0], 1); ok {
				return q, true
			}
			return r.described(r.phrase(s, subj[0])), true
		}
	}
	return sitrep.Actor{}, false
}

// plain is the actor of a mention; one that is only described loses its number
// and the words that bound it ("at least 12 people"), which the figures tell.
func (r *reading) plain(s int, m *sitrep.Mention) sitrep.Actor {
	p := *m.Actor
	p.Span = m.Span
	if p.Entity == "" && m.Kind == sitrep.KindGroup && p.Name == r.doc.Words(m.Span) {
		p.Span = r.unbound(s, m.Span)
		p.Name = r.doc.Words(p.Span)
	}
	return p
}

// unbound is the span without a leading number, the words that bound or blur it,
// and a possessive that tells nothing by itself.
func (r *reading) unbound(s int, span sitrep.Span) sitrep.Span {
	sent := &r.doc.Sentences[s]
	for i := range sent.Tokens {
		t := &sent.Tokens[i]
		if t.Span.Start < span.Start || t.Span.End >= span.End {
			continue
		}
		number := t.UPOS == "NUM" || t.XPOS == "PRP$" || t.Form == "-" && i > 0 && sent.Tokens[i-1].UPOS == "NUM"
		if t.Span.Start == span.Start && (number || r.k.Grammar.Is("bound", strings.ToLower(t.Form))) && i+1 < len(sent.Tokens) && sent.Tokens[i+1].UPOS != "ADP" {
			span.Start = sent.Tokens[i+1].Span.Start
			continue
		}
		break
	}
	return span
}

// owned is whose thing a noun is: "the positions of the army", "rebel hideouts".
func (r *reading) owned(s, tok int) (sitrep.Actor, bool) {
	words := append(r.children(s, tok, "nmod:poss"), r.modifiers(s, tok, nil)...)
	for _, c := range r.children(s, tok, "nmod") {
		if r.hasRole(s, c, "genitive") || r.hasRole(s, c, "agent") || r.hasRole(s, c, "origin") {
			words = append(words, c)
		}
	}
	for _, c := range r.children(s, tok, "acl") { // "the missiles fired by the army"
		if r.doc.Sentences[s].Tokens[c].XPOS == "VBN" {
			words = append(words, r.agent(s, c)...)
		}
	}
	for _, o := range words {
		if m := r.doc.MentionOver(s, o); m != nil && m.Actor != nil {
			p := *m.Actor
			p.Span = m.Span
			if m.Kind == "nationality" && p.Country != "" && len(p.Sectors) == 0 && r.k.Classes.Has(strings.ToLower(r.doc.Sentences[s].Tokens[tok].Lemma), "household") {
				p = r.described(r.phrase(s, tok)) // the houses of a people are not its state's
				p.Country, p.Sectors = m.Actor.Country, []string{r.k.Actors.SectorFor["people"]}
				p.Code = p.Country + p.Sectors[0]
			}
			return p, true
		}
	}
	return sitrep.Actor{}, false
}

// government takes a capital or state that is spoken to or of in talk for its
// government, as it is known from the rest of the text.
func (r *reading) government(s, tok int, p sitrep.Actor) sitrep.Actor {
	if p.Code != "" {
		return p
	}
	t := r.toponymAt(s, tok)
	if t == nil || t.Kind != "capital" && t.Kind != "country" || t.Country == "" {
		return p
	}
	for i := range r.doc.Mentions {
		m := &r.doc.Mentions[i]
		if m.Actor != nil && m.Actor.Country == t.Country && m.Kind == sitrep.KindPlace && m.Actor.Entity != "" {
			g := *m.Actor
			g.Span = p.Span
			return g
		}
	}
	p.Country, p.Sectors = t.Country, []string{r.k.Actors.SectorFor["government"]}
	p.Code = p.Country + p.Sectors[0]
	return p
}

// fillOnce finds the actors of a deed without following deeds further.
func (r *reading) fillOnce(s int, a *act, depth int) {
	slots := a.entry.NounActor
	if slots == nil {
		slots = []string{"poss", "by", "mod", "of"}
	}
	for _, slot := range slots {
		for _, w := range r.slot(s, a.tok, a.pos, a.used, slot) {
			if p, ok := r.party(s, w, depth+1); ok {
				a.actors = append(a.actors, p)
			}
		}
		if len(a.actors) > 0 {
			return
		}
	}
}

// described is a party known only by the words of the text.
func (r *reading) described(span sitrep.Span) sitrep.Actor {
	name := r.doc.Words(span)
	for suffix := range r.k.Grammar.Words("possessive") {
		name = strings.TrimSuffix(name, suffix)
	}
	return sitrep.Actor{Name: name, Span: span}
}

// phrase is the noun phrase at tok without clauses, appositions and places.
func (r *reading) phrase(s, tok int) sitrep.Span {
	sent := &r.doc.Sentences[s]
	span := sent.Tokens[tok].Span
	for _, c := range sent.Children(tok) {
		switch sent.Rel(c) {
		case "amod", "compound", "nummod", "flat", "fixed", "goeswith":
			span = span.Cover(sent.Subtree(c))
		case "nmod":
			if sent.Deprel(c) == "nmod:poss" || r.hasRole(s, c, "genitive") {
				span = span.Cover(r.phraseWithCase(s, c))
			}
		case "det":
			span = span.Cover(sent.Tokens[c].Span)
		}
	}
	return r.trimArticle(s, span)
}

func (r *reading) phraseWithCase(s, tok int) sitrep.Span {
	span := r.phrase(s, tok)
	for _, c := range r.children(s, tok, "case") {
		span = span.Cover(r.doc.Sentences[s].Tokens[c].Span)
	}
	return span
}

func (r *reading) trimArticle(s int, span sitrep.Span) sitrep.Span {
	sent := &r.doc.Sentences[s]
	i := sent.TokenAt(span)
	if i >= 0 && i+1 < len(sent.Tokens) && sent.Tokens[i].UPOS == "DET" && sent.Tokens[i+1].UPOS != "ADP" && sent.Tokens[i].Span.End < span.End {
		if l := sent.Tokens[i].Lemma; r.k.Grammar.Is("definite", l) || r.k.Grammar.Is("indefinite", l) {
			span.Start = sent.Tokens[i+1].Span.Start
		}
	}
	return span
}

func mergeParties(a, b []sitrep.Actor) []sitrep.Actor {
	for _, p := range b {
		if !slices.ContainsFunc(a, func(q sitrep.Actor) bool { return sameParty(p, q) }) {
			a = append(a, p)
		}
	}
	return a
}

func sameParty(a, b sitrep.Actor) bool {
	if a.Entity != "" && a.Entity == b.Entity {
		return a.Name == b.Name
	}
	return strings.EqualFold(a.Name, b.Name)
}

// speakers is the innermost source of what stands at tok.
func (r *reading) speakers(s, tok int) []sitrep.Actor {
	chain := r.sources(r.doc.Sentences[s].Tokens[tok].Span)
	if len(chain) == 0 {
		return nil
	}
	src := chain[0]
	p := sitrep.Actor{Name: src.Source, Code: src.Code, Country: src.Country, Entity: src.Entity}
	if src.Span != nil {
		p.Span = *src.Span
		for i := range r.doc.Mentions {
			if m := &r.doc.Mentions[i]; m.Actor != nil && m.Span.Overlaps(p.Span) && m.Actor.Entity == p.Entity && m.Actor.Code == p.Code {
				p.Sectors = m.Actor.Sectors
			}
		}
	}
	return []sitrep.Actor{p}
}

// author is who speaks in a text: the body that adopted or issued it, whose it
// is, else the text by its own words.
func (r *reading) author(s, tok, depth int) sitrep.Actor {
	sent := &r.doc.Sentences[s]
	if head := sent.HeadOf(tok); head >= 0 && depth < 2 {
		for _, hit := range r.k.Procedure.StepsAt(sent, head) {
			if !hit.Rule.Gives || sent.Rel(tok) != "obj" && sent.Deprel(tok) != "nsubj:pass" {
				continue
			}
			for _, w := range r.subject(s, head, "V", 0) {
				if p, ok := r.party(s, w, depth+1); ok {
					return p
				}
			}
		}
	}
	for _, c := range r.children(s, tok, "nmod") {
		if r.hasRole(s, c, "agent") || r.hasRole(s, c, "genitive") || r.hasRole(s, c, "within") {
			if m := r.doc.MentionAt(s, c); m != nil && m.Actor != nil {
				p := *m.Actor
				p.Span = m.Span
				return p
			}
		}
	}
	if p, ok := r.owned(s, tok); ok {
		return p
	}
	if r.k.Procedure.ProductAt(sent, tok) != nil {
		if m := r.lastBody(sent.Span.Start); m != nil {
			p := *m.Actor
			p.Span = sent.Tokens[tok].Span
			return p
		}
	}
	return r.described(r.phrase(s, tok))
}

// lastBody is the last mention before an offset of a body whose texts are
// followed, in the paragraph or the one before; nil for none.
func (r *reading) lastBody(before int) *sitrep.Mention {
	for i := len(r.doc.Mentions) - 1; i >= 0; i-- {
		m := &r.doc.Mentions[i]
		if m.Span.Start >= before || m.Actor == nil {
			continue
		}
		if before-m.Span.Start > 800 {
			return nil
		}
		if r.k.Procedure.Body(m.Actor.Name) != "" {
			return m
		}
	}
	return nil
}
