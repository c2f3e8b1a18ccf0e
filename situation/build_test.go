package situation

import (
	"fmt"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// Invented parties and places.
var (
	front  = sitrep.Actor{Name: "Northern Front", Entity: "northern-front", Code: "XLDREB", Country: "XLD"}
	army   = sitrep.Actor{Name: "Xland Army", Entity: "xland-army", Code: "XLDMIL", Country: "XLD"}
	quarry = sitrep.Place{Name: "Quarry Hill", Geoname: 7, Lat: 10, Lon: 20, Country: "XLD", Precision: sitrep.PrecTown, RadiusKm: 5}
	xland  = sitrep.Place{Name: "Xland", Geoname: 9, Lat: 10, Lon: 21, Country: "XLD", Precision: sitrep.PrecCountry, RadiusKm: 300}

	armySays  = sitrep.Source{Source: "Xland Army", Entity: "xland-army", Code: "XLDMIL", Country: "XLD", Stance: sitrep.Says}
	frontSays = sitrep.Source{Source: "Northern Front", Entity: "northern-front", Code: "XLDREB", Country: "XLD", Stance: sitrep.Claims}
)

type option func(*sitrep.Claim)

func on(day string) option {
	return func(c *sitrep.Claim) {
		t, err := time.Parse(time.DateOnly, day)
		if err != nil {
			panic(err)
		}
		c.Time = &sitrep.ClaimTime{Value: day, Start: day, End: t.AddDate(0, 0, 1).Format(time.DateOnly), Precision: sitrep.PrecDay}
	}
}
func at(p sitrep.Place) option     { return func(c *sitrep.Claim) { c.Place = &p } }
func by(as ...sitrep.Actor) option { return func(c *sitrep.Claim) { c.Actors = as } }
func to(as ...sitrep.Actor) option { return func(c *sitrep.Claim) { c.Recipients = as } }
func as(m sitrep.Modality) option  { return func(c *sitrep.Claim) { c.Modality = m } }
func not(c *sitrep.Claim)          { c.Polarity = sitrep.Negated }
func source(s sitrep.Source) option {
	return func(c *sitrep.Claim) { c.Sources = append(c.Sources, s) }
}
func says(name string) option { return source(sitrep.Source{Source: name, Stance: sitrep.Says}) }
func named(name, entity string) option {
	return source(sitrep.Source{Source: name, Entity: entity, Stance: sitrep.Says})
}
func denies(s sitrep.Source) option { s.Stance = sitrep.Denies; return source(s) }

type figure func(*sitrep.Figure)

func count(measure string, lo, hi int, set ...figure) option {
	return func(c *sitrep.Claim) {
		f := sitrep.Figure{Measure: measure, Min: &lo, Max: &hi, Victims: "unknown", Scope: incident}
		if hi < 0 {
			f.Max = nil
		}
		for _, s := range set {
			s(&f)
		}
		c.Figures = append(c.Figures, f)
	}
}
func part(class string) figure { return func(f *sitrep.Figure) { f.Subset, f.Victims = true, class } }
func only(class string) figure { return func(f *sitrep.Figure) { f.Victims = class } }
func side(words string) figure { return func(f *sitrep.Figure) { f.Side = words } }
func overall(f *sitrep.Figure) { f.Scope = cumulative }
func rises(f *sitrep.Figure)   { f.Revises = true }

// claim is one claim of its own report, published at the moment given.
func claim(id, published, typ string, opts ...option) sitrep.Claim {
	stamp, err := sitrep.ParseStamp(published)
	if err != nil {
		panic(err)
	}
	c := sitrep.Claim{ID: id, Type: typ, Modality: sitrep.Happened, Polarity: sitrep.Affirmed, Quote: "Sentence of " + id + ".",
		Report: sitrep.Report{ID: "r" + id, Publisher: "Outlet " + id, Published: stamp}}
	if typ == "ASSAULT" || typ == "COERCE" {
		c.Quad = 4
	}
	for _, o := range opts {
		o(&c)
	}
	return c
}

// merging is the embedded table of points.
var merging = func() *knowledge.Merging {
	k, err := knowledge.LoadMerging(knowledge.Embedded())
	if err != nil {
		panic(err)
	}
	return k
}()

func mustFold(t testing.TB, in Input) *sitrep.Situation {
	t.Helper()
	in.Merging = merging
	s, err := Fold(in)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func policy(t testing.TB, name string) Policy {
	t.Helper()
	p, err := ParsePolicy(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func roles(t testing.TB) *knowledge.Claimants {
	t.Helper()
	c, err := knowledge.LoadClaimants(knowledge.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func moment(text string) time.Time {
	s, err := sitrep.ParseStamp(text)
	if err != nil {
		panic(err)
	}
	return s.Time
}

// number writes a bound.
func number(n *int) string {
	if n == nil {
		return "-"
	}
	return fmt.Sprint(*n)
}

func triple(f *sitrep.EventFigure) string {
	if f == nil {
		return "none"
	}
	return number(f.Min) + "/" + number(f.Best) + "/" + number(f.Max)
}

// figureOf is the figure of a measure in any event, nil for none.
func figureOf(s *sitrep.Situation, measure string) *sitrep.EventFigure {
	for i := range s.Events {
		for k := range s.Events[i].Figures {
			if s.Events[i].Figures[k].Measure == measure {
				return &s.Events[i].Figures[k]
			}
		}
	}
	return nil
}
