package knowledge

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"math"
	"sort"
	"strconv"
	"strings"
)

// PlaceEntry is one place of the gazetteer.
type PlaceEntry struct {
	Geoname  int    // GeoNames number, 0 when it has none
	Name     string // the gazetteer's own name
	Kind     string // country, capital, town, admin1, admin2, region, site, water
	Feature  string // GeoNames class and code ("P.PPLA2"), "" for entries kept by hand
	Country  string // ISO 3166-1 alpha-3, "" for none or several
	Admin1   string // name of the first-level unit it lies in, "" when unknown
	Admin2   string
	LogPop   int // binary logarithm of the population, 0 when unknown
	Lat, Lon float64
	RadiusKm float64 // of a circle that covers the place
}

// PlaceMatch is an entry found under a name.
type PlaceMatch struct {
	PlaceEntry
	Other  bool // found under another name than its own
	Folded bool // found by folded spelling only
	// Caps says that the name counts only when printed in capitals ("US").
	Caps bool
}

// Country is a state or territory, with the words that point to it.
type Country struct {
	PlaceEntry
	ISO2       string
	Aliases    []string
	Adjectives []string // of the country and of its people
	Capital    string
}

// WordMark says what else a word that could name a place is.
type WordMark uint8

// The marks of a word; they add up.
const (
	DictionaryWord WordMark = 1 << iota // an English word in lower case
	FirstName
	Surname       // borne by some
	CommonSurname // borne by many
)

// Places is the gazetteer and the word lists of its reader. It is never changed
// after loading.
type Places struct {
	gaz       *gazetteer
	features  *placeFeatures
	fold      *PlaceFold
	own       map[string][]ownName // by exact key: countries and supplement
	folded    map[string][]ownName // by folded key
	countries map[string]*Country
	adjective map[string][]*PlaceEntry
	abbrev    map[string][]ownName
	words     map[string]map[string]string // class to words to value
	longest   int                          // words in the longest phrase of words
}

type ownName struct {
	entry *PlaceEntry
	key   string
	other bool
	caps  bool
}

// GazetteerFile is the gazetteer's name among the files of knowledge.
const GazetteerFile = "places/gazetteer.zst"

// LoadPlaces reads the gazetteer and its word lists alone, without the rest of
// the knowledge. [Load] reads them too.
func LoadPlaces(fsys fs.FS) (*Places, error) { return loadPlaces(fsys) }

// LoadPlaceTables reads what is kept by hand, without the gazetteer: enough to
// build one. Lookup and Mark may not be called then.
func LoadPlaceTables(fsys fs.FS) (*Places, error) {
	p := &Places{
		own: map[string][]ownName{}, folded: map[string][]ownName{}, countries: map[string]*Country{},
		adjective: map[string][]*PlaceEntry{}, abbrev: map[string][]ownName{}, words: map[string]map[string]string{},
	}
	var err error
	if p.fold, err = LoadPlaceFold(fsys); err != nil {
		return nil, err
	}
	if p.features, err = loadPlaceFeatures(fsys); err != nil {
		return nil, err
	}
	for _, load := range []func(fs.FS) error{p.loadCountries, p.loadSupplement, p.loadAdjectives, p.loadAbbreviations, p.loadWords} {
		if err := load(fsys); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func loadPlaces(fsys fs.FS) (*Places, error) {
	p, err := LoadPlaceTables(fsys)
	if err != nil {
		return nil, err
	}
	file, err := fsys.Open(GazetteerFile)
	if err != nil {
		return nil, fmt.Errorf("knowledge: %w", err)
	}
	defer file.Close()
	if p.gaz, err = openGazetteer(file, p.fold, p.features); err != nil {
		return nil, &SyntaxError{File: GazetteerFile, Msg: err.Error(), Remedy: "build it anew, as docs/gazetteer.md describes"}
	}
	return p, nil
}

func (p *Places) loadCountries(fsys fs.FS) error {
	rows, err := readTSV(fsys, "places/countries.tsv", "iso3", "iso2", "geoname", "name", "aliases", "adjectives", "capital", "lat", "lon", "radius_km")
	if err != nil {
		return err
	}
	for _, r := range rows {
		c := &Country{ISO2: r.get("iso2"), Aliases: r.list("aliases"), Adjectives: r.list("adjectives"), Capital: r.get("capital")}
		c.Name, c.Kind, c.Country, c.Feature = r.get("name"), "country", r.get("iso3"), "A.PCL"
		if err := point(r, &c.PlaceEntry); err != nil {
			return err
		}
		if p.countries[c.Country] != nil {
			return r.fault("country "+c.Country+" has two rows", "keep one")
		}
		p.countries[c.Country] = c
		p.name(&c.PlaceEntry, c.Aliases)
		for _, adj := range c.Adjectives {
			p.adjective[PlaceKey(adj)] = append(p.adjective[PlaceKey(adj)], &c.PlaceEntry)
		}
	}
	return nil
}

func point(r row, e *PlaceEntry) error {
	var err error
	if id := r.get("geoname"); id != "" {
		if e.Geoname, err = strconv.Atoi(id); err != nil {
			return r.fault("geoname "+id+" is no number", "write the GeoNames number or -")
		}
	}
	lat, errLat := strconv.ParseFloat(r.get("lat"), 64)
	lon, errLon := strconv.ParseFloat(r.get("lon"), 64)
	if errLat != nil || errLon != nil || math.Abs(lat) > 90 || math.Abs(lon) > 180 {
		return r.fault("no point", "write lat and lon in degrees")
	}
	radius, err := strconv.ParseFloat(r.get("radius_km"), 64)
	if err != nil || radius <= 0 {
		return r.fault("no radius", "write radius_km, greater than 0")
	}
	e.Lat, e.Lon, e.RadiusKm = lat, lon, radius
	return nil
}

// name enters an entry under its name and its aliases.
func (p *Places) name(e *PlaceEntry, aliases []string) {
	seen := map[string]bool{}
	for i, name := range append([]string{e.Name}, aliases...) {
		key := PlaceKey(name)
		if key == "" || seen[key] {
			continue
		}
		seen[key] = true
		own := ownName{e, key, i > 0, name == strings.ToUpper(name) && len(key) <= 5}
		p.own[key] = append(p.own[key], own)
		f := p.fold.Fold(key)
		p.folded[f] = append(p.folded[f], own)
	}
}

var ownKinds = []string{"country", "capital", "town", "admin1", "admin2", "region", "site", "water", "sea"}

func (p *Places) loadSupplement(fsys fs.FS) error {
	rows, err := readTSV(fsys, "places/supplement.tsv", "name", "aliases", "kind", "country", "admin1", "lat", "lon", "radius_km", "geoname")
	if err != nil {
		return err
	}
	for _, r := range rows {
		e := &PlaceEntry{Name: r.get("name"), Kind: r.get("kind"), Country: r.get("country"), Admin1: r.get("admin1")}
		if err := point(r, e); err != nil {
			return err
		}
		known := false
		for _, kind := range ownKinds {
			known = known || kind == e.Kind
		}
		if !known {
			return r.fault("unknown kind "+e.Kind, "use one of "+strings.Join(ownKinds, ", "))
		}
		if e.Country != "" && p.countries[e.Country] == nil {
			return r.fault("unknown country "+e.Country, "write a code of places/countries.tsv or -")
		}
		p.name(e, r.list("aliases"))
	}
	return nil
}

func (p *Places) loadAdjectives(fsys fs.FS) error {
	rows, err := readTSV(fsys, "places/adjectives.tsv", "adjectives", "name")
	if err != nil {
		return err
	}
	for _, r := range rows {
		own := p.own[PlaceKey(r.get("name"))]
		if len(own) == 0 {
			return r.fault("no place "+r.get("name"), "add it to places/supplement.tsv")
		}
		for _, adj := range r.list("adjectives") {
			p.adjective[PlaceKey(adj)] = append(p.adjective[PlaceKey(adj)], own[0].entry)
		}
	}
	return nil
}

func (p *Places) loadAbbreviations(fsys fs.FS) error {
	rows, err := readTSV(fsys, "places/abbreviations.tsv", "abbreviations", "name", "country")
	if err != nil {
		return err
	}
	for _, r := range rows {
		found := false
		for _, own := range p.own[PlaceKey(r.get("name"))] {
			if own.entry.Country != r.get("country") || own.entry.Kind != "admin1" && own.entry.Kind != "country" {
				continue
			}
			found = true
			for _, short := range r.list("abbreviations") {
				p.abbrev[short] = append(p.abbrev[short], own)
			}
		}
		if !found {
			return r.fault("no unit "+r.get("name")+" in "+r.get("country"), "add it to places/supplement.tsv")
		}
	}
	return nil
}

func (p *Places) loadWords(fsys fs.FS) error {
	rows, err := readTSV(fsys, "places/words.tsv", "class", "value", "words")
	if err != nil {
		return err
	}
	for _, r := range rows {
		class := r.get("class")
		if p.words[class] == nil {
			p.words[class] = map[string]string{}
		}
		for _, word := range r.list("words") {
			p.words[class][strings.ToLower(word)] = r.get("value")
			p.longest = max(p.longest, len(strings.Fields(word)))
		}
	}
	return nil
}

// Lookup finds the places that bear a name, as printed: hand-kept entries first,
// then those of the gazetteer, exact spellings before folded ones. Nil for none.
// Of names that count in capitals only, the caller checks the print.
func (p *Places) Lookup(name string) []PlaceMatch {
	key := PlaceKey(name)
	if key == "" {
		return nil
	}
	fold := p.fold.Fold(key)
	var out, loose []PlaceMatch
	for _, own := range p.folded[fold] {
		m := PlaceMatch{PlaceEntry: *own.entry, Other: own.other, Caps: own.caps, Folded: own.key != key}
		if m.Folded {
			loose = append(loose, m)
		} else {
			out = append(out, m)
		}
	}
	for i, to := p.gaz.group(fold); i < to; i++ {
		exact := p.gaz.key(i) == key
		for _, m := range p.gaz.matches(i) {
			if m.Folded = !exact; exact {
				out = append(out, m)
			} else {
				loose = append(loose, m)
			}
		}
	}
	return append(out, loose...)
}

// matches lists the rows of an exact key, the row's own names first.
func (g *gazetteer) matches(key int) []PlaceMatch {
	from, to := g.keyPost.span(key)
	out := make([]PlaceMatch, 0, to-from)
	for ; from < to; from++ {
		post := g.posts.at(int(from))
		i := int(post >> 1)
		if i < len(g.feature) {
			out = append(out, PlaceMatch{PlaceEntry: g.entry(i), Other: post&1 != 0})
		}
	}
	sort.SliceStable(out, func(a, b int) bool { return !out[a].Other && out[b].Other })
	return out
}

func (g *gazetteer) entry(i int) PlaceEntry {
	e := PlaceEntry{
		Geoname: int(g.id.at(i)),
		Name:    g.name(i),
		Country: g.countries[int(g.country[i])%len(g.countries)],
		Feature: g.features[int(g.feature[i])%len(g.features)],
		LogPop:  int(g.pop[i]),
		Lat:     float64(int32(g.lat.at(i))) / 1e4,
		Lon:     float64(int32(g.lon.at(i))) / 1e4,
		Admin1:  g.name(int(int32(g.admin1.at(i)))),
		Admin2:  g.name(int(int32(g.admin2.at(i)))),
	}
	e.Kind = g.kinds[int(g.feature[i])%len(g.kinds)]
	e.RadiusKm = float64(binary.LittleEndian.Uint16(g.radius[2*i:]))
	if e.RadiusKm == 0 {
		e.RadiusKm = townRadius(e.LogPop)
	}
	return e
}

func (g *gazetteer) name(i int) string {
	if i < 0 || i >= g.nameAt.n {
		return ""
	}
	from, to := g.nameAt.span(i)
	return string(g.names[from:to])
}

// townRadius grows with the root of the population: 3 km for a village, 15 km
// for a million people.
func townRadius(logPop int) float64 {
	if logPop == 0 {
		return 3
	}
	return math.Round(min(40, 2.5+12.5*math.Sqrt(math.Exp2(float64(logPop))/1e6)))
}

// Country gives a country by its ISO 3166-1 alpha-3 code, nil when unknown.
func (p *Places) Country(iso3 string) *Country { return p.countries[iso3] }

// Adjective gives the countries and regions that an adjective or the name of a
// people, of any case, points to; nil when it is none. The entries are shared:
// read only.
func (p *Places) Adjective(word string) []*PlaceEntry { return p.adjective[PlaceKey(word)] }

// Abbreviation gives the units that a printed abbreviation stands for after the
// name of a town ("Calif."). Nil when it is none.
func (p *Places) Abbreviation(printed string) []PlaceMatch {
	var out []PlaceMatch
	for _, own := range p.abbrev[printed] {
		out = append(out, PlaceMatch{PlaceEntry: *own.entry, Other: true})
	}
	return out
}

// Capital gives the capital of a country; false when the gazetteer lacks it.
func (p *Places) Capital(iso3 string) (PlaceEntry, bool) {
	c := p.countries[iso3]
	if c == nil || c.Capital == "" {
		return PlaceEntry{}, false
	}
	for _, m := range p.Lookup(c.Capital) {
		if m.Country == iso3 && (m.Kind == "capital" || m.Kind == "town") && !m.Folded {
			return m.PlaceEntry, true
		}
	}
	return PlaceEntry{}, false
}

// Mark says what else a word of a text, of any case, is.
func (p *Places) Mark(word string) WordMark { return p.gaz.word(PlaceKey(word)) }

// Class gives the value that a word or phrase, of any case, has in a class of
// places/words.tsv; false when the class does not hold it.
func (p *Places) Class(class, phrase string) (string, bool) {
	value, ok := p.words[class][strings.ToLower(phrase)]
	return value, ok
}
