package event

import (
	"math"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// where is the place of the act of a claim at tok: a name in a slot of place of its
// own clause, and of two that hold each other the finer.
func (r *reading) where(s, tok int, c *sitrep.Claim) *sitrep.Place {
	violent := r.k.Ontology.Types[c.Type].Has("violent")
	price := func(t *sitrep.Toponym, head int) int {
		switch {
		case r.elsewhere(s, tok, head, r.origin(s, t, head)), r.isParty(c, t), r.ofFirst(s, tok, head) && r.hasOwnPlace(s, tok):
			return tooFar
		case !violent && r.ofNext(s, tok, head):
			return tooFar
		case r.ofPerson(s, head):
			return 3
		case r.ofFirst(s, tok, head):
			return 2
		case violent && r.origin(s, t, head): // an attack is where it strikes
			return 2
		}
		return 0
	}
	if t := r.placeNear(s, tok, price); t != nil {
		if !t.Resolved { // nor is it any other place
			return nil
		}
		p := placeOf(r.finest(s, tok, t, price))
		return &p
	}
	for _, w := range append(r.object(s, tok, "V"), r.children(s, tok, "obl", "nmod")...) {
		if t := r.sameTown(s, w); t != nil {
			p := placeOf(t)
			p.Span = r.doc.Sentences[s].Tokens[w].Span
			return &p
		}
	}
	return r.there(s, tok)
}

// nearPlace finds the place name that belongs to the predicate at tok, nil when
// the clause gives none.
func (r *reading) nearPlace(s, tok int) *sitrep.Toponym {
	return r.placeNear(s, tok, func(*sitrep.Toponym, int) int { return 0 })
}

// tooFar is the price of a name that is not the place of an act.
const tooFar = maxDistance + 1

// placeNear is nearPlace with a price on names that hardly are the place.
func (r *reading) placeNear(s, tok int, price func(t *sitrep.Toponym, head int) int) *sitrep.Toponym {
	var best *sitrep.Toponym
	cost := tooFar
	for t, head := range r.places(s) {
		if r.hasRole(s, head, "origin") && r.ofParty(s, tok, head) {
			continue
		}
		if c := r.placeCost(s, tok, t, head) + price(t, head); c < cost {
			best, cost = t, c
		}
	}
	return best
}

// origin reports whether something comes from the place: "fired from Xxx". One end
// of a road and "ten km from Xxx" are no origins.
func (r *reading) origin(s int, t *sitrep.Toponym, head int) bool {
	return r.hasRole(s, head, "origin") && t.Method != sitrep.MethodRelative && t.Method != sitrep.MethodBetween
}

// places gives the names of a sentence at which something may happen, resolved or
// not, each with the token that is its head.
func (r *reading) places(s int) func(yield func(*sitrep.Toponym, int) bool) {
	return func(yield func(*sitrep.Toponym, int) bool) {
		sent := &r.doc.Sentences[s]
		lo, _ := slices.BinarySearchFunc(r.doc.Toponyms, sent.Span.Start, func(t sitrep.Toponym, at int) int { return t.Span.Start - at })
		for i := lo; i < len(r.doc.Toponyms) && r.doc.Toponyms[i].Span.Start < sent.Span.End; i++ {
			t := &r.doc.Toponyms[i]
			if !t.Event {
				continue
			}
			if head := r.headOf(s, t); head >= 0 && !yield(t, head) {
				return
			}
		}
	}
}

// headOf is the token of a place's name that hangs on the rest, -1 when there is
// none. A clitic behind the name ("Xxx's") shares the span of its last word.
func (r *reading) headOf(s int, t *sitrep.Toponym) int {
	sent := &r.doc.Sentences[s]
	span := t.Span
	for i := range sent.Tokens {
		if at := sent.Tokens[i].Span; at.Holds(t.Span.End-1) && at.End > span.End {
			span.End = at.End
			break
		}
	}
	head := sent.HeadIn(span)
	if head > 0 && sent.Tokens[head].Span == sent.Tokens[head-1].Span && sent.HeadOf(head) == head-1 {
		head-- // the clitic itself
	}
	return head
}

// placeCost is how far a name at head is from the predicate at tok.
func (r *reading) placeCost(s, tok int, t *sitrep.Toponym, head int) int {
	c := r.distance(s, tok, head)
	if !r.located(s, head) || r.ofParty(s, tok, head) {
		c += 3
	}
	if t.Kind == "country" {
		c++
		if r.genitive(s, head) { // "the embassies of two states"
			c += 3
		}
	}
	return c
}

// isParty reports whether the name only stands for a party of the claim: a state
// that acts, or one that is spoken to or of.
func (r *reading) isParty(c *sitrep.Claim, t *sitrep.Toponym) bool {
	if t.Kind != "country" && t.Kind != "capital" || t.Method == sitrep.MethodPart || t.Method == sitrep.MethodRelative {
		return false
	}
	names := func(p sitrep.Actor) bool {
		return !p.Span.Empty() && p.Span.Contains(t.Span) && p.Country == t.Country && p.Entity != ""
	}
	return slices.ContainsFunc(c.Actors, names) || (c.Quad == 1 || c.Quad == 3) && slices.ContainsFunc(c.Recipients, names)
}

// elsewhere reports whether the tree ties the name at place to another clause than
// that of tok: where somebody says what happened ("said in Xxx that …"), where the
// subject that did it does something else ("the rebels, who …, attacked Xxx"),
// where another act starts from ("recalled its envoy from Xxx after …").
func (r *reading) elsewhere(s, tok, place int, origin bool) bool {
	sent := &r.doc.Sentences[s]
	for i, steps := tok, 0; i >= 0 && steps < 30; steps++ {
		head := sent.HeadOf(i)
		if head < 0 || sent.Under(place, i) {
			return false
		}
		switch rel := sent.Deprel(i); {
		case rel == "ccomp" && sent.Under(place, head):
			return place > head || !r.opens(s, place, head)
		case rel == "acl:relcl" && sent.Rel(head) == "nsubj" && !sent.Under(place, head):
			return true
		case origin && (rel == "advcl" || rel == "acl:relcl" || rel == "conj" || rel == "parataxis"):
			return true
		}
		i = head
	}
	return false
}

// opens reports whether the place is a phrase of its own before the verb on which
// it hangs, not a part of its subject: "In Xxx, officials said …".
func (r *reading) opens(s, place, verb int) bool {
	sent := &r.doc.Sentences[s]
	for i, steps := place, 0; i >= 0 && steps < 10; i, steps = sent.HeadOf(i), steps+1 {
		if sent.HeadOf(i) == verb {
			return i < verb && sent.Rel(i) == "obl"
		}
	}
	return false
}

// finest follows a country, unit or landscape down to the finest name of the same
// act that lies in it: of "In Xxx, gunmen killed ten in Yyy" the second.
func (r *reading) finest(s, tok int, t *sitrep.Toponym, price func(t *sitrep.Toponym, head int) int) *sitrep.Toponym {
	sent := &r.doc.Sentences[s]
	for range 3 {
		at := r.headOf(s, t)
		inner := r.placeNear(s, tok, func(o *sitrep.Toponym, head int) int {
			if !holds(t, o) || sent.Rel(head) == "conj" && sent.HeadOf(head) == at || r.ofParty(s, tok, head) || r.ofFirst(s, tok, head) || r.origin(s, o, head) {
				return tooFar
			}
			return price(o, head)
		})
		if inner == nil {
			return t
		}
		t = inner
	}
	return t
}

// ofFirst reports whether the name stands behind the first of two verbs in a row
// of which the second, at tok, has a subject of its own.
func (r *reading) ofFirst(s, tok, place int) bool {
	sent := &r.doc.Sentences[s]
	if sent.Deprel(tok) != "conj" || len(r.children(s, tok, "nsubj")) == 0 {
		return false
	}
	return place > sent.HeadOf(tok) && !sent.Under(place, tok)
}

// ofNext reports whether the name hangs on a later verb of a row that starts at tok:
// "warned the rebels and moved troops to Xxx".
func (r *reading) ofNext(s, tok, place int) bool {
	sent := &r.doc.Sentences[s]
	for i, steps := place, 0; i >= 0 && i != tok && steps < 20; i, steps = sent.HeadOf(i), steps+1 {
		if sent.HeadOf(i) == tok && sent.Rel(i) == "conj" && sent.Tokens[i].UPOS == "VERB" {
			return true
		}
	}
	return false
}

// hasOwnPlace reports whether a phrase of place hangs on the verb itself, with a name
// that is listed or not.
func (r *reading) hasOwnPlace(s, tok int) bool {
	return slices.ContainsFunc(r.children(s, tok, "obl"), func(c int) bool { return r.hasRole(s, c, "place") && !r.inTimex(s, c) })
}

// ofPerson reports whether the name is a word before a noun for a person, whom it
// only describes, or says where somebody with a name is from: "a Xxx
// correspondent", "Mr Yyy of Xxx".
func (r *reading) ofPerson(s, place int) bool {
	sent := &r.doc.Sentences[s]
	head := sent.HeadOf(place)
	if head >= 0 && sent.Rel(place) == "nmod" && r.hasRole(s, place, "genitive") && sent.Tokens[head].UPOS == "PROPN" {
		m := r.doc.MentionAt(s, head)
		return m != nil && m.Kind == sitrep.KindPerson
	}
	return head > place && sent.Rel(place) == "compound" && r.human(strings.ToLower(sent.Tokens[head].Lemma))
}

// holds reports whether a wide place contains a smaller one, as far as their points
// and radii tell.
func holds(wide, inner *sitrep.Toponym) bool {
	if wide.Method == sitrep.MethodContainer { // the name is a village's
		return false
	}
	switch wide.Prec {
	case sitrep.PrecCountry, sitrep.PrecAdmin1, sitrep.PrecAdmin2, sitrep.PrecRegion:
	default:
		return false
	}
	if inner.Prec == sitrep.PrecCountry || inner.RadiusKm >= wide.RadiusKm || inner.Span.Overlaps(wide.Span) || wide.Country != "" && wide.Country != inner.Country {
		return false
	}
	reach := 1.3 * wide.RadiusKm
	switch {
	case wide.Prec == sitrep.PrecCountry:
		return wide.Country != ""
	case wide.Kind == "sea" && inner.Prec != sitrep.PrecRegion && inner.Prec != sitrep.PrecSite:
		return false
	case wide.Kind == "water": // a river is long
		reach = 2 * wide.RadiusKm
	}
	return km(wide, inner) < reach
}

// km is the distance of two places on a plane, good enough for some hundred km.
func km(a, b *sitrep.Toponym) float64 {
	const degree = 111.2
	dy, dx := a.Lat-b.Lat, (a.Lon-b.Lon)*math.Cos((a.Lat+b.Lat)/2*math.Pi/180)
	return degree * math.Hypot(dx, dy)
}

// ofParty reports whether the place only says where the subject of the act is
// from: "fighters from the coast shelled the port".
func (r *reading) ofParty(s, tok, place int) bool {
	sent := &r.doc.Sentences[s]
	for _, c := range sent.Children(tok) {
		if sent.Rel(c) == "nsubj" && c != place && sent.Under(place, c) {
			return true
		}
	}
	return false
}

// genitive reports whether the word, or one that it is strung to, only says of
// what or of whom.
func (r *reading) genitive(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	for steps := 0; tok >= 0 && steps < 4; steps++ {
		if r.hasRole(s, tok, "genitive") {
			return true
		}
		switch sent.Rel(tok) {
		case "nmod", "conj", "appos", "flat", "compound", "list":
			tok = sent.HeadOf(tok)
			continue
		}
		return false
	}
	return false
}

// located reports whether the word stands where places stand: after a
// preposition of place, as object, or inside such a phrase.
func (r *reading) located(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	for steps := 0; tok >= 0 && steps < 4; steps++ {
		if r.hasRole(s, tok, "place") || r.hasRole(s, tok, "genitive") {
			return true
		}
		switch sent.Rel(tok) {
		case "compound", "flat", "amod", "nmod", "appos", "conj":
			tok = sent.HeadOf(tok)
			continue
		case "obj":
			return true
		}
		return false
	}
	return false
}

// toponymAt is the place name whose phrase has its head at tok, nil for none.
func (r *reading) toponymAt(s, tok int) *sitrep.Toponym {
	sent := &r.doc.Sentences[s]
	start := sent.Tokens[tok].Span.Start // a clitic behind the name ("Ghana's") is in the token's span
	lo, _ := slices.BinarySearchFunc(r.doc.Toponyms, sent.Span.Start, func(t sitrep.Toponym, at int) int { return t.Span.Start - at })
	for i := lo; i < len(r.doc.Toponyms) && r.doc.Toponyms[i].Span.Start < sent.Span.End; i++ {
		t := &r.doc.Toponyms[i]
		if t.Span.Holds(start) && t.Kind != "adjective" {
			return t
		}
	}
	return nil
}

// toponymUnder is the place of a phrase: the name at its head, else the first
// below it.
func (r *reading) toponymUnder(s, tok int) *sitrep.Toponym {
	if t := r.toponymAt(s, tok); t != nil {
		return t
	}
	sent := &r.doc.Sentences[s]
	for i := range sent.Tokens {
		if sent.Under(i, tok) {
			if t := r.toponymAt(s, i); t != nil && t.Resolved {
				return t
			}
		}
	}
	return r.sameTown(s, tok)
}

// sameTown is the town that "the town" at tok points back to: the last one named
// in this block or the three sentences before; nil for none or another word.
func (r *reading) sameTown(s, tok int) *sitrep.Toponym {
	sent := &r.doc.Sentences[s]
	if !r.k.Classes.Has(sent.Tokens[tok].Lemma, "settlement") || !r.definite(s, tok) || r.named(s, tok) || sent.Tokens[tok].XPOS == "NNS" {
		return nil
	}
	at := sent.Tokens[tok].Span.Start
	from := r.doc.Sentences[max(s-3, 0)].Span.Start
	for i := len(r.doc.Toponyms) - 1; i >= 0; i-- {
		t := &r.doc.Toponyms[i]
		if t.Span.Start >= at || !t.Resolved || !t.Event || t.Kind != "town" && t.Kind != "capital" {
			continue
		}
		if t.Span.Start < from {
			return nil
		}
		return t
	}
	return nil
}

// named reports whether a name follows the word or hangs on it, in a list or not:
// "the town of Xxx" points back to no other.
func (r *reading) named(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	for _, c := range r.children(s, tok, "nmod", "appos", "flat", "compound") {
		if sent.Tokens[c].UPOS == "PROPN" && (sent.Rel(c) != "nmod" || r.hasRole(s, c, "genitive")) {
			return true
		}
	}
	return false
}

func (r *reading) definite(s, tok int) bool {
	for _, c := range r.children(s, tok, "det") {
		if r.k.Grammar.Is("definite", r.doc.Sentences[s].Tokens[c].Lemma) {
			return true
		}
	}
	return false
}

func placeOf(t *sitrep.Toponym) sitrep.Place {
	p := sitrep.Place{Name: t.Name, Geoname: t.Geoname, Lat: t.Lat, Lon: t.Lon, Country: t.Country, Admin1: t.Admin1,
		Precision: t.Prec, RadiusKm: t.RadiusKm, Span: t.Span, Kind: t.Kind, Method: t.Method}
	return p.Graded(t.Home)
}
