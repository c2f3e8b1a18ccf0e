package pipeline_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
)

var freshFailures = flag.Bool("fresh-places", false, "print the failures of the half that nobody tunes on")

// placeCase is one row of analysis/toponym/testdata/places.tsv.
type placeCase struct {
	id, half, text string
	want           []wantedPlace
	not            []sitrep.Span
}

type wantedPlace struct {
	span           sitrep.Span
	countries      []string
	precisions     []string
	lat, lon, km   float64
	optional, done bool
}

// placeScore counts over one half. An answer is right when name, country and
// precision agree, and the point where the row gives one; it is found when an
// event's place overlaps the name.
type placeScore struct{ wanted, given, found, right, traps, fell int }

func (s placeScore) recall() float64    { return 100 * float64(s.right) / float64(s.wanted) }
func (s placeScore) precision() float64 { return 100 * float64(s.right) / float64(s.given) }

// Bounds that were reached, in percent of right answers. They only go up.
var placeBounds = map[string]struct{ recall, precision float64 }{
	"seen":  {99.7, 98.9},
	"fresh": {89.7, 92.1},
}

// TestPlaces scores the layer of places on whole texts. The half that may be
// looked at prints its failures; the other only its figures.
func TestPlaces(t *testing.T) {
	cases := readPlaceCases(t)
	p := stages(t)
	scores, countries, kinds := map[string]placeScore{}, map[string]bool{}, map[string]int{}
	for i := range cases {
		c := &cases[i]
		for _, w := range c.want {
			countries[w.countries[0]] = true
		}
		result, err := p.Code(sitrep.Report{ID: c.id, Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		s := scores[c.half]
		failures := scorePlaces(c, result.Document, &s)
		scores[c.half] = s
		for _, f := range failures {
			if c.half == "fresh" {
				kinds[strings.Fields(f)[0]]++
			}
		}
		if c.half == "seen" || *freshFailures {
			for _, f := range failures {
				t.Logf("%s %s: %s", c.id, f, c.text)
			}
		}
	}
	for half, bound := range placeBounds {
		s := scores[half]
		t.Logf("%s: recall %.1f of %d, precision %.1f of %d, found %d, traps %d of %d", half, s.recall(), s.wanted, s.precision(), s.given, s.found, s.fell, s.traps)
		if s.recall() < bound.recall || s.precision() < bound.precision {
			t.Errorf("%s: recall %.1f, precision %.1f; reached before: %.1f, %.1f", half, s.recall(), s.precision(), bound.recall, bound.precision)
		}
	}
	t.Logf("fresh: failures by their first word: %v", kinds)
	if len(cases) < 300 || len(countries) < 60 {
		t.Errorf("%d texts of %d countries, want 300 of 60", len(cases), len(countries))
	}
}

func scorePlaces(c *placeCase, doc *sitrep.Document, s *placeScore) (failures []string) {
	for i := range doc.Toponyms {
		got := &doc.Toponyms[i]
		if !got.Event {
			continue
		}
		w := c.wantedAt(got.Span)
		switch {
		case w == nil:
			s.given++
			failures = append(failures, fmt.Sprintf("too much: %s", placeLine(got)))
		case w.done:
		case w.optional && w.fault(got) == "":
			w.done = true
		case w.optional:
			s.given++
			failures = append(failures, fmt.Sprintf("%s: %s", w.fault(got), placeLine(got)))
		default:
			w.done = true
			s.given++
			s.found++
			if fault := w.fault(got); fault != "" {
				failures = append(failures, fmt.Sprintf("%s: %s", fault, placeLine(got)))
			} else {
				s.right++
			}
		}
	}
	for i := range c.want {
		w := &c.want[i]
		if w.optional {
			continue
		}
		s.wanted++
		if !w.done {
			failures = append(failures, "missed: "+c.text[w.span.Start:w.span.End])
		}
	}
	for _, trap := range c.not {
		s.traps++
		if slices.ContainsFunc(doc.Toponyms, func(t sitrep.Toponym) bool { return t.Event && t.Span.Overlaps(trap) }) {
			s.fell++
		}
	}
	return failures
}

// wantedAt is the wanted place whose name the span overlaps most.
func (c *placeCase) wantedAt(span sitrep.Span) *wantedPlace {
	var best *wantedPlace
	most := 0
	for i := range c.want {
		w := &c.want[i]
		if common := min(w.span.End, span.End) - max(w.span.Start, span.Start); common > most {
			best, most = w, common
		}
	}
	return best
}

func (w *wantedPlace) fault(got *sitrep.Toponym) string {
	country := got.Country
	if country == "" {
		country = "-"
	}
	switch {
	case !slices.Contains(w.countries, country):
		return "country not " + strings.Join(w.countries, ",")
	case !slices.Contains(w.precisions, string(got.Prec)):
		return "precision not " + strings.Join(w.precisions, ",")
	case w.km > 0:
		const rad = math.Pi / 180
		dy, dx := got.Lat-w.lat, (got.Lon-w.lon)*math.Cos(w.lat*rad)
		if km := 111.2 * math.Hypot(dx, dy); km > w.km {
			return fmt.Sprintf("off by %.0f km", km)
		}
	}
	return ""
}

func placeLine(t *sitrep.Toponym) string {
	return fmt.Sprintf("%s = %s %s %s %s %.2f,%.2f", t.Name, t.Country, t.Admin1, t.Kind, t.Prec, t.Lat, t.Lon)
}

func readPlaceCases(t *testing.T) []placeCase {
	t.Helper()
	const file = "../analysis/toponym/testdata/places.tsv"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []placeCase
	for n, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		cells := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || cells[0] == "id" {
			continue
		}
		if len(cells) != 5 {
			t.Fatalf("%s:%d: %d columns, want 5", file, n+1, len(cells))
		}
		c := placeCase{id: cells[0], half: cells[1], text: cells[2]}
		if err := c.read(cells[3], cells[4]); err != nil {
			t.Fatalf("%s:%d: %v", file, n+1, err)
		}
		out = append(out, c)
	}
	return out
}

func (c *placeCase) read(places, not string) error {
	for _, item := range strings.Split(places, "; ") {
		if item == "-" {
			continue
		}
		name, rest, ok := strings.Cut(item, "=")
		parts := strings.Split(rest, "/")
		if !ok || len(parts) < 2 || len(parts) > 3 {
			return fmt.Errorf("place %q is not name=country/precision[/lat,lon,km]", item)
		}
		w := wantedPlace{countries: strings.Split(parts[0], ","), precisions: strings.Split(parts[1], ",")}
		name, w.optional = strings.TrimPrefix(name, "?"), strings.HasPrefix(name, "?")
		if len(parts) == 3 {
			if _, err := fmt.Sscanf(parts[2], "%f,%f,%f", &w.lat, &w.lon, &w.km); err != nil {
				return fmt.Errorf("point of %q: %w", item, err)
			}
		}
		if w.span, ok = c.locate(name); !ok {
			return fmt.Errorf("the text lacks %q", name)
		}
		c.want = append(c.want, w)
	}
	for _, name := range strings.Split(not, "; ") {
		if name == "-" {
			continue
		}
		span, ok := c.locate(name)
		if !ok {
			return fmt.Errorf("the text lacks %q", name)
		}
		c.not = append(c.not, span)
	}
	return nil
}

// locate finds a name, "name#2" its second occurrence, that no wanted place covers yet.
func (c *placeCase) locate(name string) (sitrep.Span, bool) {
	nth := 1
	if front, number, ok := strings.Cut(name, "#"); ok {
		n, err := strconv.Atoi(number)
		if err != nil {
			return sitrep.Span{}, false
		}
		name, nth = front, n
	}
	at := 0
	for {
		i := strings.Index(c.text[at:], name)
		if i < 0 {
			return sitrep.Span{}, false
		}
		span := sitrep.Span{Start: at + i, End: at + i + len(name)}
		taken := slices.ContainsFunc(c.want, func(w wantedPlace) bool { return w.span.Overlaps(span) })
		if nth--; nth <= 0 && !taken {
			return span, true
		}
		at = span.End
	}
}
