package gazetteer

import (
	"math"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep/knowledge"
)

// Units makes the rows of first- and second-level units, and tells which row is
// the unit of a place.
type Units struct {
	reader  *Reader
	generic []string // words that may follow or precede a unit's name
	boxes   map[string]*box
	index   map[string]int // code ("LY.77") to row
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

// radius is that of a circle around the box, in km.
func (x *box) radius() uint16 {
	high := (x.north - x.south) / 2 * 111
	wide := (x.east - x.west) / 2 * 111 * math.Cos((x.south+x.north)/2*math.Pi/180)
	return uint16(min(3000, max(8, math.Round(math.Hypot(high, wide)))))
}

// NewUnits knows no unit yet.
func NewUnits(r *Reader) *Units {
	return &Units{reader: r, generic: r.tables.ClassWords("unit"), boxes: map[string]*box{}, index: map[string]int{}}
}

// Extend lets the units of a town reach to it.
func (u *Units) Extend(town *Row) {
	for _, code := range []string{town.Code1, town.Code2} {
		if code == "" {
			continue
		}
		if u.boxes[code] == nil {
			u.boxes[code] = &box{}
		}
		u.boxes[code].add(town.Lat, town.Lon)
	}
}

// Level is 1 for the code of a second-level unit ("LY.77.8"), 0 for a first-level one.
func Level(code string) int { return min(strings.Count(code, "."), 2) - 1 }

// Named gives the row of a unit of which only code and name are known: its point
// is the middle of the box around its towns. False when it has no towns or no
// country that is known.
func (u *Units) Named(code, name string) (knowledge.GazetteerRow, bool) {
	country, _, _ := strings.Cut(code, ".")
	x := u.boxes[code]
	row := knowledge.GazetteerRow{Name: name, Country: u.reader.ISO3(country), Feature: [...]string{"A.ADM1", "A.ADM2"}[Level(code)], Admin1: -1, Admin2: -1}
	if x == nil || row.Country == "" || len(name) > 255 {
		return row, false
	}
	row.Lat, row.Lon = (x.south+x.north)/2, (x.west+x.east)/2
	return row, true
}

// Enter completes the row of a unit, which will be the at-th of the gazetteer:
// radius, the unit above it, its name without the generic word. Units of the
// first level come before those of the second. False when the code has a row.
func (u *Units) Enter(code string, row *knowledge.GazetteerRow, at int) bool {
	if _, ok := u.index[code]; ok {
		return false
	}
	if x := u.boxes[code]; x != nil {
		row.RadiusKm = x.radius()
	}
	country, _, _ := strings.Cut(code, ".")
	short, level := u.bare(row.Name), Level(code)
	if level == 1 {
		if i, ok := u.index[code[:strings.LastIndexByte(code, '.')]]; ok {
			row.Admin1 = int32(i)
		}
	}
	if _, full := u.reader.tables.Class("fullunit", country); short != "" && (level == 0 || !full) && !slices.Contains(row.Others, short) {
		row.Others = append(row.Others, short)
	}
	row.Quiet = level == 0 && (u.reader.tables.HandKept(row.Country, row.Name) || short != "" && u.reader.tables.HandKept(row.Country, short))
	u.index[code] = at
	return true
}

// Place writes into a row which rows are its units.
func (u *Units) Place(row *Row) {
	if i, ok := u.index[row.Code1]; ok {
		row.Admin1 = int32(i)
	}
	if i, ok := u.index[row.Code2]; ok {
		row.Admin2 = int32(i)
	}
}

// bare is a unit's name without the generic word, "" when there is none.
func (u *Units) bare(name string) string {
	for _, word := range u.generic {
		if n := len(name) - len(word) - 1; n > 2 && strings.EqualFold(name[n:], " "+word) {
			return name[:n]
		}
		for _, prefix := range []string{word + " of ", word + " "} {
			if n := len(prefix); len(name) > n+2 && strings.EqualFold(name[:n], prefix) {
				return name[n:]
			}
		}
	}
	return ""
}
