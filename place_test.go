package sitrep_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
)

// TestPublishedPrecision follows the tables of the three codebooks.
func TestPublishedPrecision(t *testing.T) {
	for _, tt := range []struct {
		name               string
		place              sitrep.Place
		home               bool
		ucdp, acled, gdelt int
	}{
		{"site", sitrep.Place{Precision: sitrep.PrecSite, Country: "XLD"}, false, 1, 1, 4},
		{"town", sitrep.Place{Precision: sitrep.PrecTown, Country: "XLD"}, false, 1, 1, 4},
		{"town at home", sitrep.Place{Precision: sitrep.PrecTown, Country: "XLD"}, true, 1, 1, 3},
		{"near a town", sitrep.Place{Precision: sitrep.PrecNear, RadiusKm: 20, Country: "XLD"}, false, 2, 2, 4},
		{"at the limit", sitrep.Place{Precision: sitrep.PrecNear, RadiusKm: 25, Country: "XLD"}, true, 2, 2, 3},
		{"on a long road", sitrep.Place{Precision: sitrep.PrecNear, RadiusKm: 60, Country: "XLD"}, false, 5, 3, 4},
		{"district", sitrep.Place{Precision: sitrep.PrecAdmin2, Country: "XLD"}, false, 3, 3, 5},
		{"district at home", sitrep.Place{Precision: sitrep.PrecAdmin2, Country: "XLD"}, true, 3, 3, 5},
		{"province", sitrep.Place{Precision: sitrep.PrecAdmin1, Country: "XLD"}, false, 4, 3, 5},
		{"state at home", sitrep.Place{Precision: sitrep.PrecAdmin1, Country: "XLD"}, true, 4, 3, 2},
		{"landscape", sitrep.Place{Precision: sitrep.PrecRegion, Country: "XLD"}, false, 5, 3, 1},
		{"landscape in one unit", sitrep.Place{Precision: sitrep.PrecRegion, Country: "XLD", Admin1: "East"}, false, 5, 3, 5},
		{"landscape over borders", sitrep.Place{Precision: sitrep.PrecRegion}, false, 5, 3, 0},
		{"river", sitrep.Place{Precision: sitrep.PrecRegion, Kind: "water", Country: "XLD"}, false, 5, 3, 1},
		{"sea", sitrep.Place{Precision: sitrep.PrecRegion, Kind: "sea"}, false, 7, 0, 0},
		{"country", sitrep.Place{Precision: sitrep.PrecCountry, Country: "XLD"}, false, 6, 0, 1},
		{"unknown", sitrep.Place{Name: "Somewhere"}, false, 0, 0, 0},
	} {
		p := tt.place
		if a, b, c := p.WherePrec(), p.GeoPrecision(), p.ActionGeoType(tt.home); a != tt.ucdp || b != tt.acled || c != tt.gdelt {
			t.Errorf("%s: where_prec %d, geo_precision %d, action_geo_type %d, want %d, %d, %d", tt.name, a, b, c, tt.ucdp, tt.acled, tt.gdelt)
		}
		if g := p.Graded(tt.home); g.UCDPPrec != tt.ucdp || g.ACLEDPrec != tt.acled || g.GDELTType != tt.gdelt || g.Precision != p.Precision {
			t.Errorf("%s: graded %+v", tt.name, g)
		}
	}
}

// TestPlaceKeys: codes that are not known are left out, never written as 0.
func TestPlaceKeys(t *testing.T) {
	whole, err := json.Marshal(sitrep.Place{Name: "Mill", Precision: sitrep.PrecTown, Kind: "town", Method: sitrep.MethodExact, Country: "XLD"}.Graded(false))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{`"method":"exact"`, `"kind":"town"`, `"where_prec":1`, `"geo_precision":1`, `"action_geo_type":4`} {
		if !strings.Contains(string(whole), key) {
			t.Errorf("%s lacks %s", whole, key)
		}
	}
	bare, err := json.Marshal(sitrep.Place{Name: "Somewhere"}.Graded(false))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"method", "kind", "where_prec", "geo_precision", "action_geo_type"} {
		if strings.Contains(string(bare), key) {
			t.Errorf("%s has %s", bare, key)
		}
	}
}
