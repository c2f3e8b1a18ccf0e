package toponym

import (
	"math"
	"strconv"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// area is a place said relative to a name: its part, its surroundings, a point
// off it, a stretch between two.
type area struct {
	span     sitrep.Span
	lat, lon float64
	radius   float64
	prec     sitrep.Precision
	method   sitrep.Method
}

// Distances in km, where the text gives none.
const (
	nearKm      = 20.0
	edgeKm      = 10.0
	vagueKm     = 50.0
	maxOffsetKm = 400.0
	pairKm      = 600.0
)

// centre is the value of a direction word that means the middle.
const centre = "centre"

// relate reads what the text says of the place beside the name.
func (d *reading) relate(f *found) {
	p := f.place()
	if p == nil || f.nested {
		return
	}
	wide := p.Kind == kindCountry || p.Kind == kindRegion || p.Kind == kindAdmin1 || p.Kind == kindWater || p.Kind == kindSea
	switch {
	case d.roadEnd(f):
		f.area = &area{span: f.span, lat: p.Lat, lon: p.Lon, radius: p.RadiusKm + vagueKm, prec: sitrep.PrecNear, method: sitrep.MethodRelative}
	case d.offset(f, p), wide && d.part(f, p), d.partOfTown(f, p):
	case !wide || p.Kind == kindAdmin1 && d.edgeWord(f):
		d.around(f, p)
	}
}

func (d *reading) bearing(low string) (float64, bool) {
	value, ok := d.k.Class("direction", low)
	if !ok || value == centre {
		return 0, false
	}
	deg, err := strconv.ParseFloat(value, 64)
	return deg, err == nil
}

// part reads "southern Libya", "the east of Libya", "Libya's east".
func (d *reading) part(f *found, p *knowledge.PlaceMatch) bool {
	before := f.in.at(f.from - 1)
	if value, from, ok := d.direction(f.in, f.from-1); ok && d.joined(f.in, f.from-1) {
		f.area = d.slice(p, value, sitrep.Span{Start: f.in.at(from).span.Start, End: f.span.End})
		return f.area != nil
	}
	if d.class("of", before.low) && f.from >= 3 {
		if value, from, ok := d.direction(f.in, f.from-2); ok && d.class("definite", f.in.at(from-1).low) {
			f.area = d.slice(p, value, sitrep.Span{Start: f.in.at(from).span.Start, End: f.span.End})
			return f.area != nil
		}
	}
	after := f.in.at(f.to)
	if d.class("genitive", after.low) {
		if value, ok := d.k.Class("direction", f.in.at(f.to+1).low); ok && (f.in.at(f.to+2).text == "," || d.endsPhrase(f.in, f.to+1)) {
			f.area = d.slice(p, value, sitrep.Span{Start: f.span.Start, End: f.in.at(f.to + 1).span.End})
			return f.area != nil
		}
	}
	return false
}

// direction reads a direction that ends at word i and may be printed as two words
// or with a hyphen: "north-west". from is its first word.
func (d *reading) direction(p *passage, i int) (value string, from int, ok bool) {
	w := p.at(i)
	if value, ok = d.k.Class("direction", w.low); !ok {
		return "", i, false
	}
	from = i - 1
	if p.at(from).text == "-" {
		from--
	}
	if two, is := d.k.Class("direction", p.at(from).low+"-"+w.low); is && from >= 0 && d.joined(p, from) {
		return two, from, true
	}
	return value, i, true
}

// slice is the part of a place that lies in a direction: the region that is kept by
// hand under that name, else its point moves by half the radius, its radius shrinks.
func (d *reading) slice(p *knowledge.PlaceMatch, direction string, span sitrep.Span) *area {
	for _, kept := range d.k.Lookup(d.doc.Words(span)) {
		if kept.Kind == kindRegion && kept.Feature == "" && !kept.Folded && kept.Country == p.Country {
			return &area{span: span, lat: kept.Lat, lon: kept.Lon, radius: kept.RadiusKm, prec: sitrep.PrecRegion, method: sitrep.MethodPart}
		}
	}
	a := &area{span: span, lat: p.Lat, lon: p.Lon, radius: p.RadiusKm * 0.6, prec: sitrep.PrecRegion, method: sitrep.MethodPart}
	if direction != centre {
		deg, err := strconv.ParseFloat(direction, 64)
		if err != nil {
			return nil
		}
		a.lat, a.lon = shifted(p.Lat, p.Lon, deg, p.RadiusKm*0.5)
	}
	a.radius = math.Round(a.radius)
	return a
}

// shifted moves a point by km along a bearing in degrees.
func shifted(lat, lon, bearing, km float64) (float64, float64) {
	const rad = math.Pi / 180
	lat2 := lat + km/111.2*math.Cos(bearing*rad)
	lat2 = max(-89.9, min(89.9, lat2))
	lon2 := lon + km/111.2*math.Sin(bearing*rad)/math.Cos((lat+lat2)/2*rad)
	if lon2 > 180 {
		lon2 -= 360
	} else if lon2 < -180 {
		lon2 += 360
	}
	return math.Round(lat2*1e4) / 1e4, math.Round(lon2*1e4) / 1e4
}

// partOfTown reads "eastern Aleppo", "north of the city of X" stays with offset:
// the town's point and precision hold.
func (d *reading) partOfTown(f *found, p *knowledge.PlaceMatch) bool {
	_, from, direction := d.direction(f.in, f.from-1)
	if !direction || !d.joined(f.in, f.from-1) || p.Kind != kindTown && p.Kind != kindCapital {
		return false
	}
	f.area = &area{span: sitrep.Span{Start: f.in.at(from).span.Start, End: f.span.End}, lat: p.Lat, lon: p.Lon, radius: p.RadiusKm, prec: sitrep.PrecTown, method: sitrep.MethodPart}
	return true
}

// offset reads "north of X", "30 km south of X", "12 miles from X".
func (d *reading) offset(f *found, p *knowledge.PlaceMatch) bool {
	i := d.skipArticle(f)
	from := d.class("from", f.in.at(i).low)
	if !from && !d.class("of", f.in.at(i).low) {
		return false
	}
	value, at, hasDeg := d.direction(f.in, i-1)
	deg, err := strconv.ParseFloat(value, 64)
	hasDeg = hasDeg && err == nil
	start := f.in.at(at).span.Start
	if hasDeg {
		if d.class("definite", f.in.at(at-1).low) {
			return false
		}
		at--
	}
	km, first, hasKm := d.distance(f.in, at)
	if !hasDeg && !hasKm || !hasDeg && p.RadiusKm > 100 || from && !hasKm {
		return false
	}
	if hasKm {
		start = f.in.at(first).span.Start
	}
	a := &area{span: sitrep.Span{Start: start, End: f.span.End}, lat: p.Lat, lon: p.Lon, prec: sitrep.PrecNear, method: sitrep.MethodRelative}
	switch {
	case hasKm && km > maxOffsetKm:
		return false
	case hasKm && hasDeg:
		a.lat, a.lon = shifted(p.Lat, p.Lon, deg, km)
		a.radius = math.Round(max(5, km*0.3))
	case hasKm:
		a.radius = math.Round(max(5, km*1.1))
	case p.RadiusKm > 100:
		a.lat, a.lon = shifted(p.Lat, p.Lon, deg, p.RadiusKm)
		a.radius, a.prec = math.Round(p.RadiusKm*0.6), sitrep.PrecRegion
	default:
		a.lat, a.lon = shifted(p.Lat, p.Lon, deg, nearKm/2+p.RadiusKm)
		a.radius = math.Round(nearKm + p.RadiusKm)
	}
	f.area = a
	return true
}

// skipArticle steps back from the name over "the", "city of" and the like.
func (d *reading) skipArticle(f *found) int {
	i := f.from - 1
	for steps := 0; steps < 4 && i > 0; steps++ {
		w := f.in.at(i)
		switch {
		case d.class("definite", w.low), w.upos == "DET", w.upos == "ADJ", d.class("capital", w.low), len(d.k.Adjective(w.low)) > 0:
		case d.isUnit(w.low) && !d.class("definite", f.in.at(i+1).low):
		case d.class("of", w.low) && d.isUnit(f.in.at(i-1).low):
		default:
			return i
		}
		i--
	}
	return i
}

// distance reads a number and a unit that end at word i: "30 km", "1,200 miles".
func (d *reading) distance(p *passage, i int) (km float64, from int, ok bool) {
	w := p.at(i).low
	if unit, is := d.k.Class("unitkm", w); is {
		factor, err := strconv.ParseFloat(unit, 64)
		n, good := number(p.at(i - 1).low)
		if err != nil || !good {
			return 0, 0, false
		}
		from = i - 1
		return n * factor, from, true
	}
	for k := len(w) - 1; k > 0; k-- {
		if w[k] >= '0' && w[k] <= '9' {
			unit, is := d.k.Class("unitkm", w[k+1:])
			n, good := number(w[:k+1])
			factor, err := strconv.ParseFloat(unit, 64)
			return n * factor, i, is && good && err == nil
		}
	}
	return 0, 0, false
}

func number(text string) (float64, bool) {
	n, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64)
	return n, err == nil && n >= 0 && n < 1e5
}

func (d *reading) edgeWord(f *found) bool {
	value, ok := d.k.Class("near", f.in.at(d.skipArticle(f)).low)
	return ok && value == "near"
}

// around reads "near X", "outside X", "the outskirts of X".
func (d *reading) around(f *found, p *knowledge.PlaceMatch) {
	i := d.skipArticle(f)
	w := f.in.at(i)
	value, ok := d.k.Class("near", w.low)
	from := i
	if !ok {
		if value, ok = d.k.Class("near", f.in.at(i-1).low+" "+w.low); ok {
			from = i - 1
		}
	}
	if !ok && (d.class("of", w.low) || d.class("parent", w.low)) {
		if value, ok = d.k.Class("near", f.in.at(i-1).low); ok && value != "edge" {
			ok = false
		}
		from = i - 1
	}
	if !ok || value == "edge" && from == i {
		return
	}
	a := &area{span: sitrep.Span{Start: f.in.at(from).span.Start, End: f.span.End}, lat: p.Lat, lon: p.Lon, prec: sitrep.PrecNear, method: sitrep.MethodRelative}
	a.radius = math.Round(max(nearKm, p.RadiusKm*1.5))
	if value == "edge" {
		a.radius = p.RadiusKm + edgeKm
	}
	f.area = a
}

// relatePairs reads "the road between X and Y", "the highway from X to Y": both
// names get the middle of the stretch.
func (d *reading) relatePairs() {
	for i := 1; i < len(d.found); i++ {
		a, b := d.found[i-1], d.found[i]
		if a.in != b.in || !a.accepted || !b.accepted || a.place() == nil || b.place() == nil || b.from != a.to+1 {
			continue
		}
		before, between := a.in.at(a.from-1).low, a.in.at(a.to).low
		pair := d.class("between", before) && (d.class("and", between) || d.class("to", between) || d.class("party", between)) || d.class("from", before) && d.class("to", between)
		road := d.class("road", a.in.at(a.from-2).low) || d.class("road", a.in.at(b.to).low) || d.class("between", before) && d.neighbours(a, b)
		if d.class("to", between) && d.class("road", before) {
			pair, road = true, true
		}
		pa, pb := a.place(), b.place()
		km := kmBetween(pa.Lat, pa.Lon, pb.Lat, pb.Lon)
		if !pair || !road || km > pairKm || km < 1 {
			continue
		}
		middle := area{span: a.span, lat: round4((pa.Lat + pb.Lat) / 2), lon: round4((pa.Lon + pb.Lon) / 2), radius: math.Round(km/2 + 1), prec: sitrep.PrecNear, method: sitrep.MethodBetween}
		other := middle
		other.span = b.span
		a.area, b.area = &middle, &other
	}
}

func round4(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// described finds places without a name of their own: "the capital", "the Libyan
// capital", "the south" of the document's main country.
func (d *reading) described() []sitrep.Toponym {
	var out []sitrep.Toponym
	for _, p := range d.passages {
		for i := range p.words {
			if p.caps {
				break
			}
			if t, ok := d.capital(p, i); ok {
				out = append(out, t)
			} else if t, ok := d.quarter(p, i); ok {
				out = append(out, t)
			}
		}
	}
	return out
}

// Confidences of places that are described, not named.
const (
	sureDescribed  = 0.8
	vagueDescribed = 0.45
)

// capital reads "the capital" and "the Libyan capital", where no name follows.
func (d *reading) capital(p *passage, i int) (sitrep.Toponym, bool) {
	w := p.at(i)
	if !d.class("capital", w.low) || w.upper || w.upos != "" && w.upos != "NOUN" || !d.endsPhrase(p, i) {
		return sitrep.Toponym{}, false
	}
	iso, from, conf := d.main, i-1, vagueDescribed
	if of := d.k.Adjective(p.at(i - 1).text); len(of) == 1 && p.at(i-1).upper {
		iso, from, conf = of[0].Country, i-1, sureDescribed
	} else if !d.class("definite", p.at(i-1).low) {
		return sitrep.Toponym{}, false
	}
	city, ok := d.k.Capital(iso)
	if !ok {
		return sitrep.Toponym{}, false
	}
	span := sitrep.Span{Start: p.at(from).span.Start, End: w.span.End}
	f := &found{in: p, from: from, to: i + 1, span: span, cands: []knowledge.PlaceMatch{{PlaceEntry: city}}}
	t := sitrep.Toponym{
		Span: span, Name: d.doc.Words(span), Geoname: city.Geoname, Lat: city.Lat, Lon: city.Lon, Country: iso, Admin1: city.Admin1,
		Kind: kindCapital, Confidence: conf, Prec: sitrep.PrecTown, RadiusKm: city.RadiusKm, Resolved: true, Event: true, Method: sitrep.MethodDescription,
	}
	if d.relate(f); f.area != nil {
		f.area.applyTo(&t)
		t.Name = d.doc.Words(t.Span)
	}
	return t, true
}

// applyTo makes a toponym of the place what the area says.
func (a *area) applyTo(t *sitrep.Toponym) {
	t.Span, t.Lat, t.Lon, t.RadiusKm, t.Prec, t.Method = a.span, a.lat, a.lon, a.radius, a.prec, a.method
}

// endsPhrase reports whether no noun, name or "of" follows that would say more.
func (d *reading) endsPhrase(p *passage, i int) bool {
	next := p.at(i + 1)
	if next.text == "," {
		next = p.at(i + 2)
	} else if d.class("of", next.low) || d.class("genitive", next.low) {
		return false
	}
	_, direction := d.k.Class("direction", next.low)
	return !next.upper && !direction && next.upos != "NOUN" && next.upos != "PROPN" && !d.isUnit(next.low)
}

// halves reports whether the document names a state that is called after a direction,
// as one of two: "the north" is then a state, not a part of one.
func (d *reading) halves() bool {
	for iso := range d.countries {
		if c := d.k.Country(iso); c != nil {
			first, _, _ := strings.Cut(strings.ToLower(c.Name), " ")
			if _, ok := d.k.Class("direction", first); ok {
				return true
			}
		}
	}
	return false
}

// quarter reads "in the south", "parts of the south" of the main country.
func (d *reading) quarter(p *passage, i int) (sitrep.Toponym, bool) {
	w := p.at(i)
	deg, ok := d.bearing(w.low)
	c := d.k.Country(d.main)
	if !ok || c == nil || d.halves() || w.upper || !d.class("definite", p.at(i-1).low) || !d.class("where", p.at(i-2).low) && !(d.class("of", p.at(i-2).low) && d.class("partof", p.at(i-3).low)) || w.upos != "" && w.upos != "NOUN" || !d.endsPhrase(p, i) {
		return sitrep.Toponym{}, false
	}
	a := d.slice(&knowledge.PlaceMatch{PlaceEntry: c.PlaceEntry}, strconv.FormatFloat(deg, 'f', -1, 64), w.span)
	span := sitrep.Span{Start: p.at(i - 1).span.Start, End: w.span.End}
	return sitrep.Toponym{
		Span: span, Name: d.doc.Words(span), Lat: a.lat, Lon: a.lon, Country: d.main, Kind: kindRegion,
		Confidence: vagueDescribed, Prec: a.prec, RadiusKm: a.radius, Resolved: true, Event: true, Method: sitrep.MethodDescription,
	}, true
}
