// Package toponym finds place names in a Document and resolves them to entries
// of the gazetteer, as precisely as the text allows and no more.
//
// Names are found by look-up and casing together with the tags, the tree and
// the mentions that earlier layers left. They are resolved by one table of
// points: prior (population and kind), countries and units the document names,
// a containing place named beside them, words that tell the kind, nearness to
// names already certain, one sense a document. Adjectives of countries are
// listed as a kind of their own. Places said relative to a name ("30 km south
// of", "on the road between", "the country's east") get a shifted point with a
// radius, or an area.
//
// The package does not choose where an event happened, invents no point for a
// name it cannot place, and reads nothing but the Document and the gazetteer.
package toponym

import (
	"sort"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// Kinds of toponyms that are not kinds of gazetteer entries.
const (
	kindAdjective = "adjective"
	kindTown      = "town"
	kindCapital   = "capital"
	kindCountry   = "country"
	kindAdmin1    = "admin1"
	kindAdmin2    = "admin2"
	kindRegion    = "region"
	kindSite      = "site"
	kindWater     = "water"
	kindSea       = "sea"
	cueLandscape  = "landscape" // a plain, a pass: named after a place, not the place
)

// Resolver finds and resolves place names. It keeps no state between documents
// and may be shared by any number of goroutines.
type Resolver struct {
	k *knowledge.Places
}

// New makes a Resolver over a loaded gazetteer.
func New(k *knowledge.Places) *Resolver { return &Resolver{k} }

// Find fills doc.Toponyms, in order of Start. It reads doc.Text, Dateline,
// Sentences (tags and tree may be missing) and Mentions, and changes nothing
// else. Spans lie inside the text and do not overlap.
func (r *Resolver) Find(doc *sitrep.Document) {
	d := &reading{Resolver: r, doc: doc, lookups: map[string][]knowledge.PlaceMatch{}, persons: map[string]bool{}}
	d.split()
	d.readPersons()
	d.scan()
	d.lengthen()
	d.readContext()
	d.weighCountries()
	d.resolve()
	d.accept()
	d.unlisted()
	d.loseStrays()
	doc.Toponyms = d.toponyms()
}

// PlaceOf is the place of a claim that a toponym stands for. An unresolved
// toponym gives a Place with a name and a span only.
func PlaceOf(t sitrep.Toponym) sitrep.Place {
	p := sitrep.Place{Name: t.Name, Span: t.Span}
	if !t.Resolved {
		return p
	}
	p.Geoname, p.Lat, p.Lon, p.Country, p.Admin1 = t.Geoname, t.Lat, t.Lon, t.Country, t.Admin1
	p.Precision, p.RadiusKm, p.Kind, p.Method = t.Prec, t.RadiusKm, t.Kind, t.Method
	return p.Graded(t.Home)
}

// reading is the work on one document.
type reading struct {
	*Resolver
	doc      *sitrep.Document
	passages []*passage
	found    []*found
	lookups  map[string][]knowledge.PlaceMatch
	persons  map[string]bool // keys of names that persons bear in this document
	// spans of persons, by passage: words that belong to a person's name
	countries map[string]*evidence
	units     map[string]map[string]bool // "ISO3 unit" to the names that point to it
	main      string                     // the document's main country, "" when not clear
	anchors   []anchor
}

// found is a stretch of words that may name a place.
type found struct {
	in       *passage
	from, to int // words [from, to)
	span     sitrep.Span
	text     string
	key      string
	cands    []knowledge.PlaceMatch
	scores   []int
	// adjective lists countries and regions when the words are an adjective or a people.
	adjective []*knowledge.PlaceEntry

	runFrom, runTo int    // the capitalised words around it
	cue            string // kind that a word beside it tells, "" for none
	where          int    // 2 after "in" and its like, 1 after other prepositions
	owned          bool   // its holder stands before it in the possessive
	definite       bool   // "the" stands before it and no common noun behind
	opening        *found // country or unit that opens its sentence ("In X, …"), nil for none
	parent         *found // containing place named right after it
	parentOf       bool
	child          *found                 // the name before it that it contains
	holder         *found                 // a country or town that the text says holds it, in which no list has the name
	beside         []*found               // names before and after it in the same row
	unit           []knowledge.PlaceMatch // units of a printed abbreviation
	nested         bool                   // inside the name of an organisation
	dropped        bool                   // a person's, a newspaper's, a street's name
	placeMention   bool
	personMention  bool
	bodyMention    bool // the whole name is that of a known body

	best, margin int // index into cands, -1 for none
	weight       int // how much speaks for a place name; 0 and more is accepted
	accepted     bool
	area         *area // set when the text names a part or a surrounding of it
	skip         bool  // covered by another
	whole        bool  // a longer name that no list has
	lost         bool  // stands for none of its entries
}

func (f *found) place() *knowledge.PlaceMatch {
	if f.best < 0 || f.best >= len(f.cands) {
		return nil
	}
	return &f.cands[f.best]
}

// toponyms turns what was accepted into the layer.
func (d *reading) toponyms() []sitrep.Toponym {
	var out []sitrep.Toponym
	for _, f := range d.found {
		if !f.accepted || f.skip {
			continue
		}
		if len(f.adjective) > 0 {
			out = append(out, d.adjectiveOf(f))
			continue
		}
		d.relate(f)
	}
	d.relatePairs()
	for _, f := range d.found {
		if f.accepted && !f.skip && len(f.adjective) == 0 {
			out = append(out, d.toponym(f))
		}
	}
	out = append(out, d.described()...)
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i].Span, out[j].Span
		return a.Start < b.Start || a.Start == b.Start && a.End > b.End
	})
	for i := range out {
		out[i].Home = d.class("home", out[i].Country)
	}
	kept := out[:0]
	for _, t := range out {
		if len(kept) == 0 || kept[len(kept)-1].Span.End <= t.Span.Start {
			kept = append(kept, t)
		}
	}
	return kept
}

func (d *reading) adjectiveOf(f *found) sitrep.Toponym {
	t := sitrep.Toponym{Span: f.span, Name: f.text, Kind: kindAdjective, Confidence: 0.9}
	e := f.adjective[0]
	for _, other := range f.adjective {
		if d.weightOf(other.Country) > d.weightOf(e.Country) {
			e = other
		}
	}
	t.Geoname, t.Lat, t.Lon, t.Country = e.Geoname, e.Lat, e.Lon, e.Country
	t.Prec, t.RadiusKm, t.Resolved = precision(&knowledge.PlaceMatch{PlaceEntry: *e}), e.RadiusKm, true
	t.Method = sitrep.MethodAdjective
	return t
}

func (d *reading) toponym(f *found) sitrep.Toponym {
	t := sitrep.Toponym{Span: f.span, Name: f.text, Confidence: 0.3, Kind: kindTown}
	p := f.place()
	if p == nil || f.lost {
		d.inParent(f, &t)
		return t
	}
	t.Geoname, t.Lat, t.Lon, t.Country, t.Admin1 = p.Geoname, p.Lat, p.Lon, p.Country, p.Admin1
	t.Kind, t.Resolved = p.Kind, true
	t.Prec, t.RadiusKm = precision(p), p.RadiusKm
	t.Confidence, t.Method = confidence(f), d.method(f)
	if u := d.unitAround(f, p); u != nil {
		t.Geoname, t.Lat, t.Lon, t.Admin1 = u.Geoname, u.Lat, u.Lon, ""
		t.Kind, t.Prec, t.RadiusKm = u.Kind, precision(u), u.RadiusKm
	}
	if f.districtOf(p) {
		t.Kind, t.Prec, t.RadiusKm = kindAdmin2, sitrep.PrecAdmin2, max(p.RadiusKm, quarterKm)
	}
	if c := d.k.Country(p.Country); c != nil && d.unverified(f) {
		t.Geoname, t.Lat, t.Lon, t.Admin1, t.RadiusKm = 0, c.Lat, c.Lon, "", c.RadiusKm
		t.Prec, t.Method = sitrep.PrecCountry, sitrep.MethodContainer
		f.area = nil
	}
	t.Event = !f.nested && !f.waterway() && !d.acts(f)
	if a := f.area; a != nil {
		a.applyTo(&t)
		t.Name = d.doc.Words(a.span)
		if t.Prec == sitrep.PrecRegion {
			t.Kind = kindRegion
			t.Event = true
		}
	}
	return t
}

// method tells what chose the entry of a name that stands by itself.
func (d *reading) method(f *found) sitrep.Method {
	p := f.place()
	switch {
	case f.parent != nil && d.inside(p, f.parent):
		return sitrep.MethodParent
	case p.Folded:
		return sitrep.MethodSpelling
	}
	for i := range f.cands {
		if prior(&f.cands[i], f.key) > prior(p, f.key) {
			return sitrep.MethodContext
		}
	}
	return sitrep.MethodExact
}

// inParent gives a name that no list holds the place that the text says it is in.
func (d *reading) inParent(f *found, t *sitrep.Toponym) {
	holder := f.parent
	if holder == nil {
		holder = f.holder
	}
	if holder == nil {
		d.inCountry(f, t)
		return
	}
	p := holder.place()
	if p == nil || p.Country == "" {
		return
	}
	t.Lat, t.Lon, t.Country, t.RadiusKm, t.Resolved = p.Lat, p.Lon, p.Country, p.RadiusKm, true
	t.Prec, t.Event, t.Method = sitrep.PrecCountry, true, sitrep.MethodContainer
	switch {
	case holder.unitOf() == kindAdmin1:
		t.Prec, t.Admin1 = sitrep.PrecAdmin1, p.Name
	case holder.unitOf() == kindAdmin2:
		t.Prec, t.Admin1, t.RadiusKm = sitrep.PrecAdmin2, p.Admin1, max(p.RadiusKm, quarterKm)
	case p.Kind == kindTown || p.Kind == kindCapital: // a quarter of the town
		t.Prec, t.Admin1 = sitrep.PrecTown, p.Admin1
	}
}

// inCountry gives a name that is lost the only country of which the text speaks. Without
// one the name stays a place that nobody knows.
func (d *reading) inCountry(f *found, t *sitrep.Toponym) {
	c := d.k.Country(d.only(f))
	t.Event = f.lost && f.where == 2
	if c == nil || !t.Event {
		return
	}
	t.Lat, t.Lon, t.Country, t.RadiusKm, t.Resolved = c.Lat, c.Lon, c.Country, c.RadiusKm, true
	t.Prec, t.Method = sitrep.PrecCountry, sitrep.MethodContainer
}

func precision(p *knowledge.PlaceMatch) sitrep.Precision {
	switch p.Kind {
	case kindCountry:
		return sitrep.PrecCountry
	case kindRegion, kindWater, kindSea:
		return sitrep.PrecRegion
	case kindAdmin1:
		return sitrep.PrecAdmin1
	case kindAdmin2:
		return sitrep.PrecAdmin2
	case kindSite:
		return sitrep.PrecSite
	}
	return sitrep.PrecTown
}
