package toponym

import (
	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// chooseParents chooses containing places together with what they contain: of
// two namesakes, a state and a country, the one that holds the larger town of
// the name before the comma.
func (d *reading) chooseParents() {
	for _, f := range d.found {
		if !f.parentOf {
			continue
		}
		d.choose(f)
		if f.child == nil || len(f.cands) < 2 || f.parent != nil {
			continue
		}
		best, most := f.best, -1
		for i := range f.cands {
			if f.cands[i].Folded {
				continue
			}
			if in := largestIn(f.child, &f.cands[i]); in >= 0 && in+f.scores[i] > most {
				best, most = i, in+f.scores[i]
			}
		}
		f.best = best
	}
}

// largestIn is the highest prior of the entries of f that lie in a place, -1 when none does.
func largestIn(f *found, holder *knowledge.PlaceMatch) int {
	most := -1
	for i := range f.cands {
		if within(&f.cands[i], holder) {
			most = max(most, prior(&f.cands[i], f.key))
		}
	}
	return most
}

// seats lets a bare name that a unit shares with its seat mean the seat: reports
// say "province" when they mean it. A name that holds another ("X in Hama"), that
// stands in a row of units, or that the supplement lists as a unit keeps its sense.
func (d *reading) seats() {
	for _, f := range d.found {
		p := f.place()
		if p == nil || f.parentOf && f.cue != kindTown || f.cue != "" && f.cue != kindTown || p.Feature == "" || p.Kind != kindAdmin1 && p.Kind != kindAdmin2 || d.amongUnits(f) {
			continue
		}
		if i := seatOf(f, p); i >= 0 {
			f.best = i
		}
	}
}

// seatOf is the index of the town of the same name that lies in a unit, -1 for none.
func seatOf(f *found, unit *knowledge.PlaceMatch) int {
	best := -1
	for i := range f.cands {
		c := &f.cands[i]
		if c.Kind != kindTown && c.Kind != kindCapital || c.Country != unit.Country {
			continue
		}
		chief := seat(c.Feature) > bonusSeat2 || c.Kind == kindCapital || seat(c.Feature) > 0 && prior(c, f.key) > largePlace
		inside := unit.Kind == kindAdmin1 && c.Admin1 == unit.Name || unit.Kind == kindAdmin2 && c.Admin1 == unit.Admin1 && kmBetween(c.Lat, c.Lon, unit.Lat, unit.Lon) < 2*unit.RadiusKm
		if !inside || unit.Kind == kindAdmin1 && !chief {
			continue
		}
		if best < 0 || prior(c, f.key) > prior(&f.cands[best], f.key) {
			best = i
		}
	}
	return best
}

// amongUnits reports whether a name beside it is a unit that has no seat of its name.
func (d *reading) amongUnits(f *found) bool {
	for _, other := range f.beside {
		if p := other.place(); other != f.parent && p != nil && p.Kind == kindAdmin1 && (other.cue == kindAdmin1 || seatOf(other, p) < 0) {
			return true
		}
	}
	return false
}

// owns reports whether a place in the possessive holds the one that follows it:
// "Nairobi's Kibera district".
func (d *reading) owns(a, b *found) bool {
	if b.from-a.to != 1 || !d.class("genitive", a.in.at(a.to).low) {
		return false
	}
	return contains(a, b) || inTown(a, b)
}

// claims reports whether a country in the possessive stands before a name that no list
// has in it, with nothing behind: "in Nauru's Xxx, …".
func (d *reading) claims(a, b *found) bool {
	if b.from-a.to != 1 || !d.class("genitive", a.in.at(a.to).low) || !isCountry(a) || isCountry(b) {
		return false
	}
	return !d.joined(b.in, b.to-1) || b.in.at(b.to).upos != "NOUN" && b.in.at(b.to).upos != "PROPN"
}

// foreign reports whether the second of two names opens a longer name of something
// that the first has, and is no place in it: of "Nairobi's Aden Xxx hotel".
func (d *reading) foreign(a, b *found) bool {
	if b.from-a.to != 1 || !d.class("genitive", a.in.at(a.to).low) || b.runTo <= b.to || d.isUnit(b.in.at(b.to).low) {
		return false
	}
	return !contains(a, b) && !inTown(a, b)
}

// roadEnd reports whether the name is one end of a road printed as "Kassala-Gedaref road".
func (d *reading) roadEnd(f *found) bool {
	i, text := f.to, d.doc.Text
	if f.span.Start > 0 && text[f.span.Start-1] == '-' {
		return d.class("road", f.in.at(i).low) && !f.in.at(i).upper
	}
	if f.span.End >= len(text) || text[f.span.End] != '-' {
		return false
	}
	if f.in.at(i).text == "-" {
		i++
	}
	for n := 0; n < 3 && f.in.at(i).upper; n++ {
		i++
	}
	return i > f.to && d.class("road", f.in.at(i).low) && !f.in.at(i).upper
}

// appositionWords is how many words may stand between a name and what contains it.
const appositionWords = 7

// belongs reports whether the words between two names say that the first lies in
// the second: "Abu Salim district of Tripoli", "Soyapango, a suburb of San Salvador".
func (d *reading) belongs(a, b *found) bool {
	n := b.from - a.to
	last := b.in.at(b.from - 1)
	if n < 2 || n > appositionWords || !d.class("of", last.low) && !d.class("parent", last.low) {
		return false
	}
	from := a.to
	if a.in.at(from).text == "," {
		if from++; a.in.at(from).upos != "DET" && !d.class("definite", a.in.at(from).low) {
			return false
		}
	} else if n > 3 {
		return false
	}
	for i := from; i < b.from-1; i++ {
		if w := a.in.at(i); w.upper || !w.letters() {
			return false
		}
	}
	noun := a.in.at(b.from - 2).low
	return d.isUnit(noun) || d.class("capital", noun)
}

// quarterKm is how far from a town's middle a quarter of it may lie.
const quarterKm = 25

// inTown reports whether some entry of b is a quarter or site of the town a.
func inTown(a, b *found) bool {
	for i := range a.cands {
		for j := range b.cands {
			if quarterOf(&b.cands[j], &a.cands[i]) {
				return true
			}
		}
	}
	return false
}

// quarterOf reports whether an entry lies at most quarterKm off a town, and in it or at its edge.
func quarterOf(c, town *knowledge.PlaceMatch) bool {
	if town.Kind != kindTown && town.Kind != kindCapital || c.Kind != kindTown && c.Kind != kindSite || c.Country != town.Country {
		return false
	}
	return kmBetween(c.Lat, c.Lon, town.Lat, town.Lon) < min(quarterKm, 2*town.RadiusKm)
}

// strung gives the second name of a pair the preposition of the first: "between X and Y".
func (d *reading) strung(a, b *found) {
	if b.where > 0 || a.in.sent < 0 || b.from != a.to+1 || !d.class("and", a.in.at(a.to).low) {
		return
	}
	sent := &d.doc.Sentences[a.in.sent]
	if head := b.head(sent); head >= 0 && sent.Rel(head) == "conj" && sent.HeadOf(head) == a.head(sent) {
		b.where = a.where
	}
}

// neighbours reports whether two names are towns or sites so near to each other
// that what is between them is on the ground, not between two parties.
func (d *reading) neighbours(a, b *found) bool {
	pa, pb := a.place(), b.place()
	ground := func(p *knowledge.PlaceMatch) bool { return p.Kind == kindTown || p.Kind == kindSite }
	return ground(pa) && ground(pb) && kmBetween(pa.Lat, pa.Lon, pb.Lat, pb.Lon) < neighbourKm && !d.acts(a) && !d.acts(b)
}

const neighbourKm = 150

// plain reports whether a mention of an organisation that no list knows is no more
// than the name of a place: "Venezuela's Táchira state", "the occupied West Bank".
func (d *reading) plain(f *found, m *sitrep.Mention) bool {
	if i := d.skipArticle(f); d.class("parent", f.in.at(i).low) && !f.in.at(i-1).upper && m.Span.Contains(f.in.at(i-1).span) { // "the UN mission in Mali"
		return true
	}
	if m.Actor != nil && m.Actor.Entity != "" {
		return false
	}
	for i := f.to; m.Span.Contains(f.in.at(i).span) && i < len(f.in.words); i++ {
		if low := f.in.at(i).low; !d.class("genitive", low) && (!d.isUnit(low) || d.governs(low)) {
			return false
		}
	}
	for i := f.from - 1; i >= 0 && m.Span.Contains(f.in.words[i].span); i-- {
		w := &f.in.words[i]
		switch {
		case d.class("genitive", w.low):
			return true
		case w.upper || w.upos == "NOUN" || w.upos == "ADP":
			return false
		}
	}
	return true
}

// villagePrior is the prior below which a namesake abroad is a coincidence.
const villagePrior = 34

// alien reports whether the text puts a name into a country or town in which no list has
// it, and all its namesakes elsewhere are small: it is then in no list.
func (d *reading) alien(f *found) bool {
	if f.holder == nil && f.opening != nil && f.where == 2 && f.cue == "" {
		if p := f.opening.place(); p != nil && (p.Kind == kindCountry || p.Kind == kindAdmin1) && f.place().Kind == kindTown && f.place().Country != p.Country {
			f.holder = f.opening
		}
	}
	if f.holder == nil || f.parent != nil || len(f.adjective) > 0 || f.where == 0 && !f.owned {
		return false
	}
	h := f.holder.place()
	if h == nil || h.Kind == kindRegion || !f.holder.accepted {
		return false
	}
	for i := range f.cands {
		c := &f.cands[i]
		at := c.Country == h.Country
		switch {
		case h.Kind == kindTown || h.Kind == kindCapital:
			at = at && kmBetween(c.Lat, c.Lon, h.Lat, h.Lon) < h.RadiusKm+holderKm
		case f.holder.unitOf() != "":
			at = at && kmBetween(c.Lat, c.Lon, h.Lat, h.Lon) < 2*h.RadiusKm+holderKm
		}
		if at || c.Country == "" || !c.Folded && (c.Feature == "" || !f.owned && prior(c, f.key) >= villagePrior && (!c.Other || prior(c, f.key) >= worldPrior)) {
			return false
		}
	}
	return true
}

// holderKm is how far off a unit, whose point and radius are rough, a place in it may lie.
const holderKm = 40

// unitOf is the kind of unit that the words make of a name: its own, or that of
// the unit around a town ("Xxx district"); "" when it is none.
func (f *found) unitOf() string {
	switch p := f.place(); {
	case p == nil:
		return ""
	case p.Kind == kindAdmin1 || p.Kind == kindAdmin2:
		return p.Kind
	case p.Kind == kindTown && (f.cue == kindAdmin1 || f.cue == kindAdmin2):
		return f.cue
	}
	return ""
}

// districtOf reports whether the words name the district of a seat ("Xxx district"),
// which no list has under the name, and not the seat or a quarter.
func (f *found) districtOf(p *knowledge.PlaceMatch) bool {
	return f.cue == kindAdmin2 && f.parent == nil && p.Kind == kindTown && seat(p.Feature) > 0
}

// unitAround is the unit of first order that a town gave its name ("the Xxx
// region") and that no list has under it; nil when the words name the town.
func (d *reading) unitAround(f *found, p *knowledge.PlaceMatch) *knowledge.PlaceMatch {
	if f.cue != kindAdmin1 || p.Kind != kindTown && p.Kind != kindCapital || p.Admin1 == "" || seat(p.Feature) <= bonusSeat2 && p.Kind != kindCapital {
		return nil
	}
	units := d.k.Lookup(p.Admin1)
	for i := range units {
		if u := &units[i]; u.Kind == kindAdmin1 && u.Country == p.Country && !u.Folded {
			return u
		}
	}
	return nil
}

// origin reports whether the name only says where people are from: "a fighter
// from X", "peacekeepers from X".
func (d *reading) origin(sent *sitrep.Sentence, head int, f *found) bool {
	c := sent.ChildByRel(head, "case")
	if c < 0 || !d.class("from", sent.Tokens[c].Lemma) {
		return false
	}
	of := sent.HeadOf(head)
	if sent.Rel(head) != "nmod" {
		if of = d.bracketed(f); of < 0 {
			return false
		}
	}
	m := d.doc.MentionAt(f.in.sent, of)
	return m != nil && (m.Kind == sitrep.KindGroup || m.Kind == sitrep.KindPerson)
}

// waterway reports whether a river, lake or landscape bears the name of a unit or
// town: it may be far from it.
func (f *found) waterway() bool {
	p := f.place()
	switch f.cue {
	case kindWater:
		return p.Kind != kindWater && p.Kind != kindSea
	case cueLandscape:
		return p.Kind == kindTown || p.Kind == kindCapital || p.Kind == kindSite
	}
	return false
}

// bracketed is the token before the comma of "…, (originally) from the X, …"; -1 for none.
func (d *reading) bracketed(f *found) int {
	if next := f.in.at(f.to).text; next != "," && next != "." {
		return -1
	}
	i := f.from - 1
	if d.class("definite", f.in.at(i).low) {
		i--
	}
	if i--; f.in.at(i).upos == "ADV" {
		i--
	}
	if i < 1 || f.in.at(i).text != "," {
		return -1
	}
	return f.in.at(i - 1).tok
}

// oneSense gives every mention of a name the sense of its best-evidenced mention.
func (d *reading) oneSense() {
	best := map[string]*found{}
	for _, f := range d.found {
		if f.place() == nil || f.dropped {
			continue
		}
		if b := best[f.key]; b == nil || f.scores[f.best] > b.scores[b.best] {
			best[f.key] = f
		}
	}
	for _, f := range d.found {
		b := best[f.key]
		if b == nil || f == b || f.place() == nil || f.parent != nil || f.cue != "" && f.cue != b.cue {
			continue
		}
		want := b.place()
		for i := range f.cands {
			if f.cands[i].PlaceEntry == want.PlaceEntry {
				f.best = i
				f.margin = max(f.margin, b.margin)
			}
		}
	}
}
