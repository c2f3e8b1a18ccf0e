package event

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// atHome gives the parties of a claim that the text only describes the country
// of the place by which it describes them ("Darfur rebels", "students in
// Jakarta"), or, to those that are at home where they act and suffer, that of the
// place of the act. Known actors, people called strangers, and those of states,
// who also act abroad, are left as they are.
func (r *reading) atHome(s int, c *sitrep.Claim) {
	place := ""
	if t := r.k.Ontology.Types[c.Type]; c.Place != nil && t != nil && t.Quad == 4 {
		place = c.Place.Country
	}
	c.Actors = r.homes(s, c, c.Actors, place)
	if place == "" {
		place = r.rule(c)
	}
	c.Recipients = r.homes(s, c, c.Recipients, place)
}

// rule is the country whose police or courts are the only ones who act: those
// they act on are at home there.
func (r *reading) rule(c *sitrep.Claim) string {
	country := ""
	for _, p := range c.Actors {
		if p.Country == "" || r.k.Actors.International[p.Country] || len(p.Sectors) == 0 || r.k.Actors.Powers[p.Sectors[0]] != "state" || !r.k.Actors.AtHome[p.Sectors[0]] || country != "" && p.Country != country {
			return ""
		}
		country = p.Country
	}
	return country
}

func (r *reading) homes(s int, c *sitrep.Claim, parties []sitrep.Actor, place string) []sitrep.Actor {
	out := parties
	for i := range parties {
		p := &parties[i]
		if p.Country != "" || p.Entity != "" || p.Span.End == 0 || !r.doc.Sentences[s].Span.Holds(p.Span.Start) {
			continue
		}
		head := r.doc.Sentences[s].HeadIn(p.Span)
		if head < 0 {
			continue
		}
		country := r.placedIn(s, head, c, p)
		if country == "" && r.resident(s, head, p) {
			country = place
		}
		if country == "" {
			continue
		}
		if &out[0] == &parties[0] {
			out = slices.Clone(parties)
		}
		out[i].Country = country
		out[i].Code = country + strings.Join(p.Sectors, "")
	}
	return out
}

// resident reports whether a party is at home where it is: its sector is of
// those that are, and no word of the phrase says that it is from elsewhere.
func (r *reading) resident(s, head int, p *sitrep.Actor) bool {
	if len(p.Sectors) == 0 || !r.k.Actors.AtHome[p.Sectors[0]] {
		return false
	}
	sent := &r.doc.Sentences[s]
	if m := r.doc.MentionAt(s, head); sent.Tokens[head].UPOS == "PROPN" && (m == nil || m.Kind != sitrep.KindGroup) {
		return false
	}
	lo, _ := slices.BinarySearchFunc(sent.Tokens, p.Span.Start, func(t sitrep.Token, at int) int { return t.Span.Start - at })
	for i := lo; i < len(sent.Tokens) && sent.Tokens[i].Span.Start < p.Span.End; i++ {
		t := &sent.Tokens[i]
		if t.Span.End <= p.Span.End && r.k.Classes.Has(strings.ToLower(t.Lemma), "stranger") {
			return false
		}
	}
	return true
}

// placeReach is how many place names behind the start of a party are looked at.
const placeReach = 8

// placedIn is the country of the place inside the phrase of a party, or of the
// place that a preposition binds to it, "" without one. Where people meet is often
// no one's home: "talks with the rebels in Xxx".
func (r *reading) placedIn(s, head int, c *sitrep.Claim, p *sitrep.Actor) string {
	sent := &r.doc.Sentences[s]
	resident := r.resident(s, head, p)
	m := r.doc.MentionAt(s, head)
	named := m != nil && m.Kind == sitrep.KindOrganization
	lo, _ := slices.BinarySearchFunc(r.doc.Toponyms, p.Span.Start, func(t sitrep.Toponym, at int) int { return t.Span.Start - at })
	for i := lo; i < min(len(r.doc.Toponyms), lo+placeReach); i++ {
		t := &r.doc.Toponyms[i]
		if t.Country == "" || !t.Resolved || !sent.Span.Holds(t.Span.Start) || t.Kind == "adjective" {
			continue
		}
		at := sent.HeadIn(t.Span)
		if at < 0 {
			continue
		}
		if t.Span.Start >= p.Span.Start && t.Span.End <= p.Span.End && (resident || named) && r.belongs(s, at, head) {
			return t.Country
		}
		if resident && sent.HeadOf(at) == head && sent.Rel(at) == "nmod" && (r.hasRole(s, at, "place") && c.Quad != 1 || r.hasRole(s, at, "genitive")) {
			return t.Country
		}
	}
	return ""
}

// belongs reports whether a place stands as an attribute on the way up to head:
// as a word before its noun, or behind "of" and the like.
func (r *reading) belongs(s, at, head int) bool {
	sent := &r.doc.Sentences[s]
	for steps := 0; at >= 0 && at != head && steps < 5; steps++ {
		switch sent.Rel(at) {
		case "compound", "flat", "appos", "amod":
		case "nmod":
			if !r.hasRole(s, at, "genitive") && !r.hasRole(s, at, "place") && sent.Deprel(at) != "nmod:poss" {
				return false
			}
		default:
			return false
		}
		at = sent.HeadOf(at)
	}
	return at == head
}
