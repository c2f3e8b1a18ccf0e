package knowledge

import (
	"bytes"
	"math"
	"os"
	"runtime"
	"testing"
	"testing/fstest"
	"time"
)

func testPlaces(t testing.TB) *Places {
	t.Helper()
	p, err := LoadPlaces(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func testFeatures(t testing.TB) *placeFeatures {
	t.Helper()
	f, err := loadPlaceFeatures(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestPlaceKey(t *testing.T) {
	for name, want := range map[string]string{
		"Tripoli":       "tripoli",
		"U.S.":          "us",
		"Deir ez-Zor":   "deir ez zor",
		"Côte d’Ivoire": "cote divoire",
		"Łódź":          "lodz",
		"N'Djamena":     "ndjamena",
		"  São  Tomé ":  "sao tome",
		"Ma‘arrat":      "maarrat",
		"—":             "",
	} {
		if got := PlaceKey(name); got != want {
			t.Errorf("PlaceKey(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestFold: spellings of one name fold together, other names do not.
func TestFold(t *testing.T) {
	fold, err := LoadPlaceFold(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]string{
		{"Al Hudaydah", "Hudayda"}, {"Zawiya", "az-Zawiyah"}, {"Khan Yunis", "Khan Younis"},
		{"Qamishli", "Kamishli"}, {"Mount Sinjar", "Mt. Sinjar"}, {"Saint Louis", "St. Louis"},
	} {
		a, b := fold.Fold(PlaceKey(pair[0])), fold.Fold(PlaceKey(pair[1]))
		if a != b {
			t.Errorf("%q folds to %q, %q to %q", pair[0], a, pair[1], b)
		}
	}
	for _, pair := range [][2]string{{"Mali", "Malawi"}, {"Niger", "Nigeria"}, {"Aleppo", "Alep"}, {"Al", "El"}} {
		if a, b := fold.Fold(PlaceKey(pair[0])), fold.Fold(PlaceKey(pair[1])); a == b {
			t.Errorf("%q and %q both fold to %q", pair[0], pair[1], a)
		}
	}
}

func TestLookup(t *testing.T) {
	p := testPlaces(t)
	for _, tt := range []struct {
		name, country, kind string
		folded              bool
		lat, lon            float64
	}{
		{"Libya", "LBY", "country", false, 28, 17},
		{"DRC", "COD", "country", false, -2.5, 23.5},
		{"Tripoli", "LBY", "capital", false, 32.9, 13.2},
		{"Tripoli", "LBN", "town", false, 34.4, 35.8},
		{"Kiev", "UKR", "capital", false, 50.45, 30.5},
		{"Qamishli", "SYR", "town", false, 37.05, 41.2},
		{"Hodeidah", "YEM", "town", true, 14.8, 42.95},
		{"Darfur", "SDN", "region", false, 13.5, 24.5},
		{"Bagram Air Base", "AFG", "site", false, 34.95, 69.3},
		{"Hunan", "CHN", "admin1", false, 27.5, 111.8},
		{"Texas", "USA", "admin1", false, 31.25, -99.25},
		{"Red Sea", "", "sea", false, 20, 38.5},
	} {
		found := false
		for _, m := range p.Lookup(tt.name) {
			if m.Country == tt.country && m.Kind == tt.kind && m.Folded == tt.folded {
				found = true
				if math.Abs(m.Lat-tt.lat) > 1 || math.Abs(m.Lon-tt.lon) > 1 || m.RadiusKm <= 0 {
					t.Errorf("%s in %s: at %.2f, %.2f with radius %.0f, want %.2f, %.2f", tt.name, tt.country, m.Lat, m.Lon, m.RadiusKm, tt.lat, tt.lon)
				}
				break
			}
		}
		if !found {
			t.Errorf("no %s %q in %q, folded %v", tt.kind, tt.name, tt.country, tt.folded)
		}
	}
	for _, name := range []string{"", "—", "Qwxzzyq"} {
		if m := p.Lookup(name); m != nil {
			t.Errorf("Lookup(%q) = %+v, want none", name, m)
		}
	}
}

// TestCapitals: every state's capital is in the gazetteer under the name that
// countries.tsv gives it, or the row says why not.
func TestCapitals(t *testing.T) {
	p := testPlaces(t)
	missing := 0
	for iso, c := range p.countries {
		if city, ok := p.Capital(iso); ok {
			if km := math.Hypot((city.Lat-c.Lat)*111, (city.Lon-c.Lon)*111*math.Cos(c.Lat*math.Pi/180)); km > 4*c.RadiusKm+1000 {
				t.Errorf("%s: the capital %s lies %.0f km from the country's point", iso, city.Name, km)
			}
		} else if c.Capital != "" {
			missing++
			t.Logf("%s: no capital %q", iso, c.Capital)
		}
	}
	if missing > 8 {
		t.Errorf("%d capitals are not in the gazetteer", missing)
	}
}

func TestAdjective(t *testing.T) {
	p := testPlaces(t)
	for word, country := range map[string]string{"Libyan": "LBY", "syrians": "SYR", "South Korean": "KOR", "Congolese": "COD", "Chechen": "RUS"} {
		if got := p.Adjective(word); len(got) == 0 || got[0].Country != country {
			t.Errorf("Adjective(%q) = %+v, want %s", word, got, country)
		}
	}
	if got := p.Adjective("wooden"); got != nil {
		t.Errorf("Adjective(wooden) = %+v", got)
	}
}

// TestRoundTrip: what is built is found again.
func TestRoundTrip(t *testing.T) {
	fold, err := LoadPlaceFold(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	rows := []GazetteerRow{
		{Name: "Northern Unit", Feature: "A.ADM1", Country: "LBY", Lat: -1.5, Lon: 179.9999, RadiusKm: 300, Admin1: -1, Admin2: -1},
		{ID: 7, Name: "Al Qasr", Others: []string{"Kasr", "Qaṣr al Kabīr"}, Feature: "P.PPL", Country: "LBY", Lat: 30.12345, Lon: -12.5, LogPop: 12, Admin1: 0, Admin2: -1},
		{ID: 8, Name: "Hidden", Feature: "P.PPL", Country: "LBY", Admin1: -1, Admin2: -1, Quiet: true},
	}
	blob, err := BuildGazetteer(rows, map[string]WordMark{"qasr": DictionaryWord, "hidden": Surname, "austin": FirstName | Surname, "may": DictionaryWord}, fold)
	if err != nil {
		t.Fatal(err)
	}
	g, err := openGazetteer(bytes.NewReader(blob), fold, testFeatures(t))
	if err != nil {
		t.Fatal(err)
	}
	p := &Places{gaz: g, fold: fold}
	got := p.Lookup("Qasr")
	want := PlaceEntry{Geoname: 7, Name: "Al Qasr", Kind: "town", Feature: "P.PPL", Country: "LBY", Admin1: "Northern Unit", LogPop: 12, Lat: 30.1235, Lon: -12.5, RadiusKm: 3}
	if len(got) == 0 || got[0].PlaceEntry != want || !got[0].Other || got[0].Folded {
		t.Errorf("Lookup(Qasr) = %+v, want %+v as another name", got, want)
	}
	if got := p.Lookup("Hidden"); got != nil {
		t.Errorf("a quiet row is found: %+v", got)
	}
	for word, want := range map[string]WordMark{"qasr": DictionaryWord, "hidden": Surname, "austin": FirstName, "may": 0} {
		if got := g.word(word); got != want {
			t.Errorf("marks of %s are %d, want %d: first names, and other words that names have", word, got, want)
		}
	}
}

// TestDamaged: a gazetteer that was cut or built with other rules is refused.
func TestDamaged(t *testing.T) {
	fold, err := LoadPlaceFold(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	blob, err := BuildGazetteer([]GazetteerRow{{Name: "Qasr", Feature: "P.PPL", Country: "LBY", Admin1: -1, Admin2: -1}}, nil, fold)
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(blob) {
		if _, err := openGazetteer(bytes.NewReader(blob[:n]), fold, testFeatures(t)); err == nil {
			t.Fatalf("the first %d of %d bytes are taken for a gazetteer", n, len(blob))
		}
	}
	other, err := LoadPlaceFold(fstest.MapFS{"places/fold.tsv": {Data: []byte("rule\tfrom\tto\nletters\tq\tk\n")}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openGazetteer(bytes.NewReader(blob), other, testFeatures(t)); err == nil {
		t.Error("a gazetteer built with other folding rules is taken")
	}
}

// TestGazetteerLimits holds the promises of size: 10 MB embedded, 45 MB in memory.
func TestGazetteerLimits(t *testing.T) {
	info, err := os.Stat("places/gazetteer.zst")
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > 10e6 {
		t.Errorf("gazetteer.zst has %d bytes, limit 10 MB", info.Size())
	}
	before, start := heapUsed(), time.Now()
	p := testPlaces(t)
	t.Logf("loaded in %v", time.Since(start))
	if used := heapUsed() - before; used > 45e6 {
		t.Errorf("the gazetteer takes %d bytes of memory, limit 45 MB", used)
	}
	runtime.KeepAlive(p)
}

// BenchmarkLoadPlaces measures opening the gazetteer; heap-B is the memory that it
// and the lists kept by hand take for good.
func BenchmarkLoadPlaces(b *testing.B) {
	var p *Places
	before := heapUsed()
	for b.Loop() {
		p = testPlaces(b)
	}
	b.ReportMetric(float64(heapUsed()-before), "heap-B")
	runtime.KeepAlive(p)
}

// heapUsed is the memory in use after a collection, in bytes.
func heapUsed() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkLookup measures one name of many places.
func BenchmarkLookup(b *testing.B) {
	p := testPlaces(b)
	b.ReportAllocs()
	for b.Loop() {
		p.Lookup("San Jose")
	}
}
