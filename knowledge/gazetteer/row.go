package gazetteer

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep/knowledge"
)

// Columns is the number of columns of a GeoNames table of places.
const Columns = 19

// Row is a place as a GeoNames table gives it.
type Row struct {
	knowledge.GazetteerRow
	ISO2         string // its country as GeoNames writes it
	Code1, Code2 string // codes of its units ("LY.77"), "" when unknown
	Population   float64
	Seat         bool // of a government, or of a kind that has no population
}

// Reader reads rows of GeoNames tables.
type Reader struct {
	tables *knowledge.Places
	iso3   map[string]string
	kinds  map[string]kind // by feature, as they come
}

type kind struct {
	name, feature string
	radiusKm      uint16
	seat          bool
}

// NewReader makes a reader that keeps the features and countries of tables.
func NewReader(tables *knowledge.Places) *Reader {
	return &Reader{tables: tables, iso3: tables.ISO3(), kinds: map[string]kind{}}
}

// ISO3 gives the ISO 3166-1 alpha-3 code of an alpha-2 code, "" when unknown.
func (r *Reader) ISO3(iso2 string) string { return r.iso3[iso2] }

// Row reads a line without its end. ok is false for a place that the gazetteer
// leaves out: by its feature or because its country is unknown. Admin1 and
// Admin2 are -1.
func (r *Reader) Row(line []byte) (row Row, ok bool, err error) {
	var c [Columns][]byte
	if n := split(line, c[:]); n != Columns {
		return row, false, fmt.Errorf("%d columns, want %d", n, Columns)
	}
	k := r.kind(c[6], c[7])
	if k.name == "" {
		return row, false, nil
	}
	row.ISO2 = string(c[8])
	if row.Country = r.iso3[row.ISO2]; row.Country == "" && row.ISO2 != "" {
		return row, false, nil
	}
	id, errID := strconv.ParseUint(string(c[0]), 10, 32)
	lat, errLat := strconv.ParseFloat(string(c[4]), 64)
	lon, errLon := strconv.ParseFloat(string(c[5]), 64)
	if errID != nil || errLat != nil || errLon != nil || !(math.Abs(lat) <= 90 && math.Abs(lon) <= 180) {
		return row, false, fmt.Errorf("%.60q has no number or point", line)
	}
	row.ID, row.Name, row.Feature, row.Lat, row.Lon = uint32(id), string(c[1]), k.feature, lat, lon
	row.Population, _ = strconv.ParseFloat(string(c[14]), 64)
	row.LogPop, row.RadiusKm, row.Seat = logPop(row.Population), k.radiusKm, k.seat
	row.Admin1, row.Admin2 = -1, -1
	row.Others = latin(row.Name, append([]string{string(c[2])}, strings.Split(string(c[3]), ",")...))
	if len(c[10]) > 0 {
		row.Code1 = row.ISO2 + "." + string(c[10])
		if len(c[11]) > 0 {
			row.Code2 = row.Code1 + "." + string(c[11])
		}
	}
	return row, true, nil
}

// kind looks a feature up once.
func (r *Reader) kind(class, code []byte) kind {
	var buf [32]byte
	feature := append(append(append(buf[:0], class...), '.'), code...)
	if k, ok := r.kinds[string(feature)]; ok {
		return k
	}
	k := kind{feature: string(feature)}
	k.name, k.radiusKm, k.seat = r.tables.Feature(k.feature)
	if len(r.kinds) < 1<<16 {
		r.kinds[k.feature] = k
	}
	return k
}

// split cuts a line at tabs into cells and gives the number of columns, which
// may be more than there are cells.
func split(line []byte, cells [][]byte) int {
	n := 0
	for {
		i := bytes.IndexByte(line, '\t')
		if i < 0 {
			i = len(line)
		}
		if n < len(cells) {
			cells[n] = line[:i]
		}
		if n++; i == len(line) {
			return n
		}
		line = line[i+1:]
	}
}

func logPop(pop float64) uint8 {
	if !(pop >= 2) {
		return 0
	}
	return uint8(math.Round(math.Log2(min(pop, 1e12))))
}

// latin keeps the other names that a report in English may print: Latin letters,
// a capital somewhere at the start of a word, no codes, no phrases of tables.
func latin(name string, others []string) []string {
	var out []string
	seen := map[string]bool{knowledge.PlaceKey(name): true}
	for _, other := range others {
		other = strings.TrimSpace(other)
		if !printable(other) {
			continue
		}
		if key := knowledge.PlaceKey(other); !seen[key] {
			seen[key] = true
			out = append(out, other)
		}
	}
	return out
}

func printable(name string) bool {
	n := utf8.RuneCountInString(name)
	if n < 4 && !(n == 3 && name != strings.ToUpper(name)) || len(name) > 60 {
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
	if !capital || name == strings.ToUpper(name) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(name)
	return unicode.IsUpper(first) || strings.IndexAny(name, "-' ’") > 0 && strings.IndexAny(name, "-' ’") <= 3
}
