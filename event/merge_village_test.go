package event

import (
	"testing"

	"github.com/sitrep-dev/sitrep"
)

// TestVillages compares names that no list has, of which only the area is known.
func TestVillages(t *testing.T) {
	area := sitrep.Place{Name: "Xland", Lat: 10, Lon: 20, Country: "XLD", Precision: sitrep.PrecCountry, RadiusKm: 400}
	village := func(name string) *sitrep.Place {
		p := area
		p.Name, p.Method = name, sitrep.MethodContainer
		return &p
	}
	town := &sitrep.Place{Name: "Port Ashe", Lat: 10.1, Lon: 20.1, Country: "XLD", Precision: sitrep.PrecTown, RadiusKm: 8}
	for _, tt := range []struct {
		name string
		a, b *sitrep.Place
		want degree
	}{
		{"one name", village("Ottle"), village("Ottle"), same},
		{"two names", village("Ottle"), village("Brenn"), conflict},
		{"a town that is known", village("Ottle"), town, unknown},
		{"the country", village("Ottle"), &area, partly},
	} {
		if got := matchPlace(tt.a, tt.b); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
		if got := matchPlace(tt.b, tt.a); got != tt.want {
			t.Errorf("%s, turned: got %v, want %v", tt.name, got, tt.want)
		}
	}
}
