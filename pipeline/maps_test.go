package pipeline_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/internal/golden"
	"github.com/sitrep-dev/sitrep/pipeline"
	"github.com/sitrep-dev/sitrep/report"
)

// TestMaps codes ten reports of our own about ten wars and compares the places of
// their claims with maps that were drawn and looked at, and with what expected.tsv
// says of them. Draw the .geojson files again when they change.
func TestMaps(t *testing.T) {
	p := stages(t)
	files, err := filepath.Glob("testdata/maps/*.txt")
	if err != nil || len(files) != 10 {
		t.Fatalf("%d reports in testdata/maps, want 10 (%v)", len(files), err)
	}
	expected := expectedPlaces(t)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name, func(t *testing.T) {
			places := placesOf(t, p, file)
			golden.Check(t, filepath.Join("maps", name+".geojson"), geoJSON(t, places))
			if len(expected[name]) < 8 {
				t.Errorf("expected.tsv has %d rows for %s, want 8", len(expected[name]), name)
			}
			for _, e := range expected[name] {
				e.check(t, places)
			}
		})
	}
}

// placesOf gives the distinct places of the claims of a report, in text order.
func placesOf(t *testing.T, p *pipeline.Pipeline, file string) []sitrep.Place {
	t.Helper()
	var out []sitrep.Place
	for rep, err := range report.New(p.Knowledge.Page).Open(context.Background(), []string{file}, nil) {
		if err != nil {
			t.Fatal(err)
		}
		result, err := p.Code(rep)
		if err != nil {
			t.Fatal(err)
		}
		for i := range result.Claims {
			if place := result.Claims[i].Place; place != nil && !slices.ContainsFunc(out, func(o sitrep.Place) bool { return samePlace(&o, place) }) {
				out = append(out, *place)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b sitrep.Place) int { return a.Span.Start - b.Span.Start })
	return out
}

func samePlace(a, b *sitrep.Place) bool {
	return a.Name == b.Name && a.Lat == b.Lat && a.Lon == b.Lon && a.Precision == b.Precision
}

// geoJSON writes one feature a line.
func geoJSON(t *testing.T, places []sitrep.Place) []byte {
	t.Helper()
	type object = map[string]any
	var out bytes.Buffer
	out.WriteString("{\"type\":\"FeatureCollection\",\"features\":[\n")
	for i := range places {
		p := &places[i]
		line, err := json.Marshal(object{
			"type":       "Feature",
			"geometry":   object{"type": "Point", "coordinates": []float64{p.Lon, p.Lat}},
			"properties": object{"name": p.Name, "country": p.Country, "precision": p.Precision, "radius_km": p.RadiusKm, "method": p.Method},
		})
		if err != nil {
			t.Fatal(err)
		}
		out.Write(line)
		if i < len(places)-1 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
	}
	out.WriteString("]}\n")
	return out.Bytes()
}

// expectedPlace is one row of testdata/maps/expected.tsv.
type expectedPlace struct {
	name, precision string
	countries       []string
	lat, lon, km    float64
}

func expectedPlaces(t *testing.T) map[string][]expectedPlace {
	t.Helper()
	data, err := os.ReadFile("testdata/maps/expected.tsv")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]expectedPlace{}
	for n, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		cells := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || cells[0] == "report" {
			continue
		}
		if len(cells) != 7 {
			t.Fatalf("expected.tsv:%d: %d columns, want 7", n+1, len(cells))
		}
		e := expectedPlace{name: cells[1], precision: cells[2], countries: strings.Split(strings.ReplaceAll(cells[3], "-", ""), ",")}
		for i, to := range []*float64{&e.lat, &e.lon, &e.km} {
			if e.precision == "not" {
				continue
			}
			if *to, err = strconv.ParseFloat(cells[4+i], 64); err != nil {
				t.Fatalf("expected.tsv:%d: %v", n+1, err)
			}
		}
		out[cells[0]] = append(out[cells[0]], e)
	}
	return out
}

func (e *expectedPlace) check(t *testing.T, places []sitrep.Place) {
	t.Helper()
	var nearest string
	for i := range places {
		p := &places[i]
		if p.Name != e.name || e.precision == "not" && !slices.Contains(e.countries, p.Country) {
			continue
		}
		km := kmApart(p, e.lat, e.lon)
		if string(p.Precision) == e.precision && slices.Contains(e.countries, p.Country) && km <= e.km {
			return
		}
		nearest += fmt.Sprintf(" %s in %q, %.0f km off;", p.Precision, p.Country, km)
	}
	switch {
	case e.precision == "not" && nearest != "":
		t.Errorf("%s must not be drawn in %v", e.name, e.countries)
	case e.precision != "not":
		t.Errorf("%s: no %s in %v within %.0f km;%s", e.name, e.precision, e.countries, e.km, nearest)
	}
}

func kmApart(p *sitrep.Place, lat, lon float64) float64 {
	const degree, rad = 111.2, math.Pi / 180
	return degree * math.Hypot(p.Lat-lat, (p.Lon-lon)*math.Cos(lat*rad))
}
