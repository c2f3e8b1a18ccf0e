package toponym

import (
	"math"
	"sort"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// evidence is what points to a country: the distinct names that do.
type evidence struct {
	names map[string]bool
	times int
}

// anchor is a name resolved beyond doubt.
type anchor struct {
	key      string
	lat, lon float64
}

// Points of the scorer. A town of a million has a prior of 40.
const (
	priorCountry  = 70
	priorRegion   = 60
	priorWater    = 54
	priorSite     = 52
	priorOwnTown  = 44
	priorOwnUnit  = 45
	priorUnit     = 42
	priorAdmin2   = 22
	priorListed   = 16 // water, regions and sites that are not kept by hand
	bonusCapital  = 14
	bonusSeat     = 5
	bonusSeat2    = 3
	malusSection  = 8
	malusOther    = 3
	malusFolded   = 14
	pointsParent  = 60
	malusParent   = 25
	pointsCue     = 14
	malusCue      = 12
	pointsUnit    = 8
	pointsAnchor  = 15
	pointsLine    = 8
	anchorKm      = 150
	unknownSize   = 18
	malusUnlisted = 6
	longKey       = 9 // bytes of a key that hardly folds by chance
	pointsList    = 14
	pointsOpening = 20
	malusArticle  = 24
	malusNamesake = 24 // of a country
	pointsActor   = 20
	sureMargin    = 12
	sureScore     = 34
	countryFirst  = 10
	countryMore   = 6
	countryMost   = 28
	countryLeader = 5
)

// prior is what speaks for an entry before the document is read.
func prior(m *knowledge.PlaceMatch, key string) int {
	score := 0
	switch own := m.Feature == ""; {
	case m.Kind == kindCountry:
		score = priorCountry
	case !own && (m.Kind == kindRegion || m.Kind == kindWater || m.Kind == kindSite):
		score = priorListed
	case m.Kind == kindRegion:
		score = priorRegion
	case m.Kind == kindWater, m.Kind == kindSea:
		score = priorWater
	case m.Kind == kindSite:
		score = priorSite
	case m.Kind == kindAdmin1 && own:
		score = priorOwnUnit
	case m.Kind == kindAdmin1:
		score = priorUnit
	case m.Kind == kindAdmin2:
		score = priorAdmin2
	case own:
		score = priorOwnTown
	default:
		score = 2*m.LogPop + seat(m.Feature)
		if m.LogPop == 0 {
			score += unknownSize
		}
		if m.LogPop == 0 && m.Geoname == 0 {
			score -= malusUnlisted
		}
	}
	if m.Other && m.Kind != kindCountry && knowledge.PlaceKey(m.Name) != key+" city" {
		score -= malusOther
	}
	switch {
	case m.Folded && len(key) >= longKey:
		score -= malusFolded / 3
	case m.Folded:
		score -= malusFolded
	}
	return score
}

func seat(feature string) int {
	switch feature {
	case "P.PPLC":
		return bonusCapital
	case "P.PPLA":
		return bonusSeat
	case "P.PPLA2":
		return bonusSeat2
	case "P.PPLX":
		return -malusSection
	}
	return 0
}

// weighCountries counts the names that point to a country or one of its units:
// states, adjectives, capitals, and parties that earlier layers knew.
func (d *reading) weighCountries() {
	d.countries, d.units = map[string]*evidence{}, map[string]map[string]bool{}
	for _, f := range d.found {
		switch {
		case f.dropped:
		case len(f.adjective) > 0:
			for _, e := range f.adjective {
				d.point(e.Country, e.Name+" adjective")
			}
		default:
			d.weighName(f)
		}
	}
	for _, m := range d.doc.Mentions {
		if m.Actor != nil && (m.Kind == sitrep.KindPlace || m.Kind == sitrep.KindNationality || m.Kind == sitrep.KindOrganization) && d.k.Country(m.Actor.Country) != nil && len(d.k.Lookup(m.Actor.Name)) == 0 {
			d.point(m.Actor.Country, m.Actor.Name)
		}
	}
	d.chooseMain()
}

func (d *reading) weighName(f *found) {
	countries := 0
	for i := range f.cands {
		if f.cands[i].Kind == kindCountry && !f.cands[i].Folded {
			countries++
		}
	}
	for i := range f.cands {
		c := &f.cands[i]
		switch {
		case c.Folded:
		case c.Kind == kindCountry, f.unit != nil, c.Kind == kindCapital && c.LogPop > 16 && countries == 0:
			d.point(c.Country, f.key)
		case c.Kind == kindRegion && c.Feature == "" && c.Country != "" && countries == 0:
			d.point(c.Country, f.key)
		case c.Kind == kindAdmin1 && prior(c, f.key) >= priorUnit && len(f.cands) < 12:
			d.point(c.Country, f.key)
		case c.LogPop >= 20 && !c.Other:
			d.point(c.Country, f.key)
		}
		if c.Kind == kindAdmin1 && !c.Folded {
			key := unitKey(c.Country, c.Name)
			if d.units[key] == nil {
				d.units[key] = map[string]bool{}
			}
			d.units[key][f.key] = true
		}
	}
}

func unitKey(country, unit string) string { return country + " " + knowledge.PlaceKey(unit) }

func (d *reading) point(iso, name string) {
	if iso == "" {
		return
	}
	e := d.countries[iso]
	if e == nil {
		e = &evidence{names: map[string]bool{}}
		d.countries[iso] = e
	}
	e.names[name] = true
	e.times++
}

func (d *reading) weightOf(iso string) int {
	if e := d.countries[iso]; e != nil {
		return 4*len(e.names) + min(e.times, 12)
	}
	return 0
}

// chooseMain sets the main country when one is named far more than the rest.
func (d *reading) chooseMain() {
	list := make([]string, 0, len(d.countries))
	for iso := range d.countries {
		list = append(list, iso)
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := d.weightOf(list[i]), d.weightOf(list[j])
		return a > b || a == b && list[i] < list[j]
	})
	switch {
	case len(list) == 0 || d.weightOf(list[0]) < 6:
	case len(list) == 1 || d.weightOf(list[0]) >= d.weightOf(list[1])*3/2:
		d.main = list[0]
	}
}

// countryPoints is what the document's countries give an entry; the name itself
// does not count for its own country.
func (d *reading) countryPoints(f *found, iso string) int {
	e := d.countries[iso]
	if e == nil {
		return 0
	}
	n := len(e.names)
	if e.names[f.key] {
		n--
	}
	if n == 0 {
		return 0
	}
	points := min(countryMost, countryFirst+countryMore*(n-1))
	if iso == d.main {
		points += countryLeader
	}
	return points
}

func (d *reading) unitPoints(f *found, c *knowledge.PlaceMatch) int {
	names := d.units[unitKey(c.Country, c.Admin1)]
	n := len(names)
	if names[f.key] {
		n--
	}
	return min(2, n) * pointsUnit
}

func (d *reading) score(f *found, i int) int {
	c := &f.cands[i]
	score := prior(c, f.key) + d.countryPoints(f, c.Country)
	if c.Admin1 != "" {
		score += d.unitPoints(f, c)
	}
	if f.parent != nil {
		if d.inside(c, f.parent) {
			score += pointsParent
		} else {
			score -= malusParent
		}
	}
	if f.parentOf && (c.Kind == kindCountry || c.Kind == kindAdmin1) {
		score += pointsCue
	}
	score += cuePoints(f.cue, c.Kind) + listPoints(f, c) + d.openingPoints(f, c) + articlePoints(f, c)
	if c.Kind == kindCapital && d.actor(f) {
		score += pointsActor
	}
	if c.Kind != kindCountry && c.RadiusKm < 200 {
		score += d.anchorPoints(f, c)
	}
	return score
}

// inside reports whether entry c lies in the place that the parent was resolved to.
func (d *reading) inside(c *knowledge.PlaceMatch, parent *found) bool {
	if p := parent.place(); p != nil {
		return within(c, p) || quarterOf(c, p)
	}
	for i := range parent.cands {
		if within(c, &parent.cands[i]) || quarterOf(c, &parent.cands[i]) {
			return true
		}
	}
	return false
}

// listPoints favours the kind of the names that stand in one row with f: states
// with states, and units with units of the same country.
func listPoints(f *found, c *knowledge.PlaceMatch) int {
	for _, other := range f.beside {
		p := other.place()
		if p == nil || other.key == f.key || p.Kind != c.Kind {
			continue
		}
		if c.Kind == kindCountry || c.Kind == kindAdmin1 && p.Country == c.Country {
			return pointsList
		}
	}
	return 0
}

func cuePoints(cue, kind string) int {
	switch {
	case cue == "":
		return 0
	case cue == kind, cue == kindTown && kind == kindCapital, cue == kindAdmin1 && kind == kindRegion, cue == kindAdmin2 && kind == kindAdmin1:
		return pointsCue
	case (cue == kindAdmin1 || cue == kindAdmin2) && (kind == kindTown || kind == kindCapital),
		cue == kindTown && (kind == kindAdmin1 || kind == kindAdmin2 || kind == kindCountry):
		return -malusCue
	}
	return 0
}

func (d *reading) anchorPoints(f *found, c *knowledge.PlaceMatch) int {
	nearest := math.Inf(1)
	for i := range d.anchors {
		a := &d.anchors[i]
		if a.key != f.key && math.Abs(a.lat-c.Lat) < 6 {
			nearest = min(nearest, kmBetween(a.lat, a.lon, c.Lat, c.Lon))
		}
	}
	return int(math.Round(pointsAnchor * math.Exp(-nearest/anchorKm)))
}

// kmBetween is the great-circle distance.
func kmBetween(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	dLat, dLon := (lat2-lat1)*rad, (lon2-lon1)*rad
	h := math.Pow(math.Sin(dLat/2), 2) + math.Cos(lat1*rad)*math.Cos(lat2*rad)*math.Pow(math.Sin(dLon/2), 2)
	return 2 * 6371.0088 * math.Asin(math.Sqrt(min(1, h)))
}

const maxAnchors = 60

// resolve chooses an entry for every name: containing places first, then each
// name by itself, then again with the certain ones as anchors; a name keeps one
// sense in a document unless a containing place or a word beside it says another.
func (d *reading) resolve() {
	d.chooseParents()
	for _, f := range d.found {
		if !f.parentOf {
			d.choose(f)
		}
	}
	d.dropAnchors()
	for _, f := range d.found {
		if p := f.place(); p != nil && f.margin >= sureMargin && f.scores[f.best] >= sureScore && p.Kind != kindCountry && p.RadiusKm < 60 && !f.dropped {
			d.anchor(f.key, p)
		}
	}
	for _, f := range d.found {
		if !f.parentOf && (f.parent == nil || f.parent.place() != nil) {
			d.choose(f)
		}
	}
	d.oneSense()
	d.seats()
}

func (d *reading) dropAnchors() { d.anchors = d.anchors[:0] }

func (d *reading) anchor(key string, p *knowledge.PlaceMatch) {
	for _, a := range d.anchors {
		if a.key == key && a.lat == p.Lat && a.lon == p.Lon {
			return
		}
	}
	if len(d.anchors) < maxAnchors {
		d.anchors = append(d.anchors, anchor{key, p.Lat, p.Lon})
	}
}

func (d *reading) choose(f *found) {
	if len(f.cands) == 0 {
		return
	}
	f.scores = make([]int, len(f.cands))
	f.best = 0
	for i := range f.cands {
		f.scores[i] = d.score(f, i)
		if f.cue != kindTown && namedAfter(f, i) {
			f.scores[i] = 0
		}
		if f.cue != kindTown && f.parent == nil && f.cands[i].Kind == kindTown && isCountry(f) {
			f.scores[i] -= malusNamesake
		}
		if f.scores[i] > f.scores[f.best] {
			f.best = i
		}
	}
	f.margin = 40
	for i := range f.cands {
		if i != f.best && kmBetween(f.cands[i].Lat, f.cands[i].Lon, f.cands[f.best].Lat, f.cands[f.best].Lon) > 40 {
			f.margin = min(f.margin, f.scores[f.best]-f.scores[i])
		}
	}
}
