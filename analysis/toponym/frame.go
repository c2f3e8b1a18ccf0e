package toponym

import "github.com/sitrep-dev/sitrep/knowledge"

// opensSentence reports whether the name opens its sentence as the country, unit or
// landscape in which the rest takes place: "In Xxx, …", "In southern Xxx, …".
func (d *reading) opensSentence(f *found) bool {
	if f.in.sent < 0 || f.from == 0 || f.from > 4 || f.dropped || len(f.adjective) > 0 || !d.class("parent", f.in.at(0).low) {
		return false
	}
	for i := 1; i < f.from; i++ {
		if w := f.in.at(i); w.upper || !w.letters() {
			return false
		}
	}
	to := f.to
	for d.isUnit(f.in.at(to).low) {
		to++
	}
	return f.in.at(to).text == ","
}

// openingPoints favours entries that lie in the place that opens the sentence, and
// speaks against towns of other countries.
func (d *reading) openingPoints(f *found, c *knowledge.PlaceMatch) int {
	if f.opening == nil || f.parent != nil {
		return 0
	}
	if d.inside(c, f.opening) {
		return pointsOpening
	}
	if p := f.opening.place(); c.Kind == kindTown && p != nil && p.Country != "" && p.Country != c.Country {
		return -pointsOpening
	}
	return 0
}

// unverified reports whether the text puts a village into a place that no list has,
// so that nothing tells it from its namesakes: "in Xxx, in East Yyy".
func (d *reading) unverified(f *found) bool {
	p := f.place()
	if p.Kind != kindTown || p.Feature == "" || prior(p, f.key) >= villagePrior || f.parent != nil || f.holder != nil || f.in.caps || f.where == 0 {
		return false
	}
	i := f.to
	if f.in.at(i).text == "," {
		i++
	}
	if !d.class("parent", f.in.at(i).low) || !f.in.at(i+1).upper || f.in.at(i+1).upos != "PROPN" {
		return false
	}
	i++
	if _, ok := d.k.Class("direction", f.in.at(i).low); ok && f.in.at(i+1).upper && d.joined(f.in, i) {
		i++
	}
	if d.class("stop", f.in.at(i).low) { // "in January"
		return false
	}
	for _, g := range d.found {
		if g.in == f.in && g.from <= i && i < g.to {
			return false
		}
	}
	return true
}

// outlet reports whether the words before say that the name is a newspaper's or an
// agency's: "the newspaper Xxx", "according to Xxx".
func (d *reading) outlet(f *found) bool {
	if f.from == 0 {
		return false
	}
	before := f.in.at(f.from - 1)
	if d.joined(f.in, f.from-1) && d.class("outlet", before.low) && !before.upper {
		return true
	}
	if !d.class("citing", f.in.at(f.from-2).low+" "+before.low) && !d.class("citing", before.low) {
		return false
	}
	for i := range f.cands { // governments speak, towns do not
		if c := &f.cands[i]; c.Kind != kindTown && c.Kind != kindAdmin2 {
			return false
		}
	}
	next := f.in.at(f.to)
	return !next.letters() && !d.class("genitive", next.low)
}

// articled reports whether "the" belongs to the name itself: rivers, seas and
// regions bear it ("the Xxx", "the northern Xxx"), towns hardly.
func (d *reading) articled(f *found) bool {
	if f.in.caps {
		return false
	}
	i := f.from - 1
	for _, ok := d.k.Class("direction", f.in.at(i).low); ok && !f.in.at(i).upper; _, ok = d.k.Class("direction", f.in.at(i).low) {
		i--
	}
	if !d.class("definite", f.in.at(i).low) {
		return false
	}
	next := f.in.at(f.to)
	return !d.joined(f.in, f.to-1) || next.upos != "NOUN" && next.upos != "PROPN" && next.upos != "ADJ" && next.upos != "NUM" && !next.upper && !d.isUnit(next.low) && !d.class("genitive", next.low)
}

// articlePoints speaks against towns and units that bear the article of a river or
// a sea. Names that are listed with the article keep it inside.
func articlePoints(f *found, c *knowledge.PlaceMatch) int {
	if !f.definite {
		return 0
	}
	switch c.Kind {
	case kindTown, kindCapital, kindAdmin1, kindAdmin2:
	default:
		return 0
	}
	for i := range f.cands {
		if o := &f.cands[i]; (o.Kind == kindSea || o.Kind == kindWater) && o.Feature == "" && !o.Folded {
			return -2 * pointsParent
		}
	}
	return -malusArticle
}

// actor reports whether the bare name is the subject of what governments do: it then
// means a capital rather than a namesake of one.
func (d *reading) actor(f *found) bool {
	if f.in.sent < 0 || f.where > 0 || f.in.caps {
		return false
	}
	sent := &d.doc.Sentences[f.in.sent]
	head := f.head(sent)
	if head < 0 || sent.HeadOf(head) < 0 || sent.Tokens[head].Deprel != "nsubj" {
		return false
	}
	verb := &sent.Tokens[sent.HeadOf(head)]
	return verb.UPOS == "VERB" && !d.class("experience", verb.Lemma)
}

// namedAfter reports whether entry i bears the name of its own country, which is
// then what a report means.
func namedAfter(f *found, i int) bool {
	if f.cands[i].Kind == kindCountry {
		return false
	}
	for j := range f.cands {
		if f.cands[j].Kind == kindCountry && f.cands[j].Country == f.cands[i].Country && !f.cands[j].Folded {
			return true
		}
	}
	return false
}
