package knowledge

import (
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// placeFeatures says which features of GeoNames the gazetteer holds, and as what.
type placeFeatures struct {
	rows []placeFeature
}

// placeFeature is a row of places/features.tsv.
type placeFeature struct {
	pattern  string
	kind     string // "" for those left out
	radiusKm uint16 // 0: by population
	seat     bool   // kept whatever its population
}

func loadPlaceFeatures(fsys fs.FS) (*placeFeatures, error) {
	rows, err := readTSV(fsys, "places/features.tsv", "feature", "kind", "radius_km", "seat", "what")
	if err != nil {
		return nil, err
	}
	f := &placeFeatures{}
	for _, r := range rows {
		one := placeFeature{pattern: r.get("feature"), kind: r.get("kind"), seat: r.get("seat") == "yes"}
		if _, err := path.Match(one.pattern, "P.PPL"); err != nil || !strings.Contains(one.pattern, ".") {
			return nil, r.fault("no feature "+one.pattern, "write class and code of GeoNames as P.PPL or P.*")
		}
		if one.kind != "" && !slices.Contains(ownKinds, one.kind) {
			return nil, r.fault("unknown kind "+one.kind, "use one of "+strings.Join(ownKinds, ", ")+", or - to leave the feature out")
		}
		if km := r.get("radius_km"); km != "" {
			n, err := strconv.ParseUint(km, 10, 16)
			if err != nil {
				return nil, r.fault("no radius "+km, "write whole kilometres or -")
			}
			one.radiusKm = uint16(n)
		}
		f.rows = append(f.rows, one)
	}
	return f, nil
}

// of gives the first row that fits a feature ("P.PPL"), nil when none does or
// when it leaves the feature out.
func (f *placeFeatures) of(feature string) *placeFeature {
	for i := range f.rows {
		if ok, _ := path.Match(f.rows[i].pattern, feature); ok {
			if f.rows[i].kind == "" {
				return nil
			}
			return &f.rows[i]
		}
	}
	return nil
}

// Feature says how the gazetteer holds a feature of GeoNames ("P.PPL"): its kind,
// the radius of its places, 0 for one by population, and whether it is a seat of
// government, kept whatever its population. The kind is "" for one left out.
func (p *Places) Feature(feature string) (kind string, radiusKm uint16, seat bool) {
	f := p.features.of(feature)
	if f == nil {
		return "", 0, false
	}
	return f.kind, f.radiusKm, f.seat
}

// ISO3 gives the ISO 3166-1 alpha-3 codes of countries by their alpha-2 codes.
func (p *Places) ISO3() map[string]string {
	codes := map[string]string{}
	for iso3, c := range p.countries {
		codes[c.ISO2] = iso3
	}
	return codes
}

// Fold is how spellings of names come together.
func (p *Places) Fold() *PlaceFold { return p.fold }

// HandKept reports whether a unit or region of a country is kept by hand under
// this name.
func (p *Places) HandKept(iso3, name string) bool {
	return slices.ContainsFunc(p.own[PlaceKey(name)], func(own ownName) bool {
		return own.entry.Country == iso3 && (own.entry.Kind == "admin1" || own.entry.Kind == "region")
	})
}

// ClassWords lists the words of a class of places/words.tsv in lower case, the
// longest first, nil when there is no such class.
func (p *Places) ClassWords(class string) []string {
	var list []string
	for word := range p.words[class] {
		list = append(list, word)
	}
	slices.SortFunc(list, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return list
}
