package toponym

import (
	"slices"

	"github.com/sitrep-dev/sitrep/knowledge"
)

// Limits of names that need no support by the text.
const (
	otherPrior = 36 // prior below which a name in another language is a coincidence
	worldPrior = 41 // prior from which it is not one even where the text contradicts
	smallUnit  = 30 // km; a unit of first order below it is as a village
	nearbyKm   = 120
	fewHints   = 2
	crowd      = 5 // countries
)

// hints are the names told from all namesakes, by country and key.
type hints map[string]map[string]*found

// loseStrays marks the names that stand for no entry of the gazetteer: the text
// puts them where no list has them, or all lists have them in a country of which
// the text says nothing, while it speaks of another. Villages are often in no list,
// and their namesakes abroad are.
func (d *reading) loseStrays() {
	holders := map[string]*found{}
	for _, f := range d.found {
		if d.placed(f) {
			if f.lost = d.alien(f); f.lost && holders[f.key] == nil {
				holders[f.key] = f.holder
			}
		}
	}
	h := d.hints()
	for _, f := range d.found {
		if !d.placed(f) || f.lost || f.parent != nil {
			continue
		}
		if holder := holders[f.key]; holder != nil {
			f.holder, f.lost = holder, true
		} else if d.unsupported(f, h) && !d.rechosen(f) {
			f.lost = !f.known() && d.points(f, h)
		}
	}
}

// placed reports whether a name was given an entry.
func (d *reading) placed(f *found) bool {
	return f.accepted && !f.dropped && len(f.adjective) == 0 && f.place() != nil
}

// hints finds the towns and units that are told from all their namesakes, by
// themselves or by another such name nearby.
func (d *reading) hints() hints {
	h := hints{}
	for _, near := range []bool{false, true} {
		for _, f := range d.found {
			if !d.placed(f) || f.lost || f.margin < sureMargin && !f.alone() && !near {
				continue
			}
			p := f.place()
			if p.Folded || p.Other || p.Country == "" || p.Kind == kindCountry || near && !h.near(f) {
				continue
			}
			if h[p.Country] == nil {
				h[p.Country] = map[string]*found{}
			}
			h[p.Country][f.key] = f
		}
	}
	return h
}

// near reports whether a hint of another name lies near the entry of f.
func (h hints) near(f *found) bool {
	p := f.place()
	for key, g := range h[p.Country] {
		if o := g.place(); key != f.key && kmBetween(o.Lat, o.Lon, p.Lat, p.Lon) < nearbyKm {
			return true
		}
	}
	return false
}

// unsupported reports whether a name is a town or small unit in a country to which
// nothing else points.
func (d *reading) unsupported(f *found, h hints) bool {
	p := f.place()
	if f.in.caps || f.heads() || d.isUnit(f.in.at(f.to-1).low) || p.Feature == "" || p.Country == "" || f.unit != nil {
		return false
	}
	small := p.Kind == kindTown || p.Kind == kindAdmin2 || p.Kind == kindAdmin1 && p.RadiusKm < smallUnit
	return small && (f.coincident() || !f.yielded()) && !d.supports(f, p, h)
}

// heads reports whether a name is a dateline, or printed as one.
func (f *found) heads() bool {
	return f.in.sent < 0 || f.from == 0 && f.in.at(0).caps
}

// yielded reports whether a larger namesake had to yield to the entry, so that the
// text speaks for it.
func (f *found) yielded() bool {
	p := f.place()
	for i := range f.cands {
		if c := &f.cands[i]; !c.Folded && c.Kind != kindAdmin2 && prior(c, f.key) > prior(p, f.key) {
			return true
		}
	}
	return false
}

// known reports whether the place is so large that it is meant wherever it is named.
func (f *found) known() bool {
	p := f.place()
	switch {
	case p.Folded || p.Kind == kindAdmin1 || p.Kind == kindAdmin2:
		return false
	case p.Other:
		return prior(p, f.key) >= otherPrior
	case f.alone():
		return prior(p, f.key) >= neutralPrior
	case f.crowded():
		return prior(p, f.key) >= worldPrior
	}
	return prior(p, f.key) >= villagePrior
}

// alone reports whether no other country has a place of the name.
func (f *found) alone() bool {
	p := f.place()
	for i := range f.cands {
		if !f.cands[i].Folded && f.cands[i].Country != p.Country {
			return false
		}
	}
	return !p.Folded && !p.Other
}

// crowded reports whether towns of many countries bear the name, so that one more in
// no list is likely.
func (f *found) crowded() bool {
	var seen []string
	for i := range f.cands {
		if c := &f.cands[i]; !c.Folded && !c.Other && !slices.Contains(seen, c.Country) {
			seen = append(seen, c.Country)
		}
	}
	return len(seen) >= crowd
}

// coincident reports whether a name is so short, and in another language, that it is
// likely to be the name of something else.
func (f *found) coincident() bool {
	const short = 4 // letters
	return f.place().Other && len(f.key) <= short
}

// supports reports whether the text names the country of an entry or a place nearby.
func (d *reading) supports(f *found, p *knowledge.PlaceMatch, h hints) bool {
	if f.coincident() {
		return d.nearby(f, p)
	}
	if d.names(f, p.Country) > 0 {
		return true
	}
	for key, g := range h[p.Country] {
		if key != f.key && g.known() {
			return true
		}
	}
	return d.nearby(f, p)
}

// nearby reports whether the text names another place near an entry.
func (d *reading) nearby(f *found, p *knowledge.PlaceMatch) bool {
	for _, g := range d.found {
		if g.key == f.key && g.heads() { // the dateline names it too
			return true
		}
		if g.key == f.key || !d.placed(g) || g.lost {
			continue
		}
		if o := g.place(); !o.Folded && o.Country == p.Country && o.Kind != kindCountry && kmBetween(o.Lat, o.Lon, p.Lat, p.Lon) < nearbyKm {
			return true
		}
	}
	return false
}

// names counts the names other than f's own that point to a country.
func (d *reading) names(f *found, iso string) int {
	e := d.countries[iso]
	switch {
	case e == nil:
		return 0
	case e.names[f.key]:
		return len(e.names) - 1
	}
	return len(e.names)
}

// rechosen gives a stray its entry near another place that the text names.
func (d *reading) rechosen(f *found) bool {
	best := -1
	for i := range f.cands {
		c := &f.cands[i]
		if !c.Folded && !c.Other && c.Kind == kindTown && c.Country != f.place().Country && d.nearby(f, c) && (best < 0 || f.scores[i] > f.scores[best]) {
			best = i
		}
	}
	if best < 0 {
		return false
	}
	f.best, f.margin = best, 0
	return true
}

// points reports whether the text speaks of another country than that of the entry. For
// a name that only one country has it must speak of one country above all, and of
// towns in it.
func (d *reading) points(f *found, h hints) bool {
	iso := f.place().Country
	for other, names := range h {
		if other != iso && len(names) >= fewHints {
			return true
		}
	}
	if f.alone() && f.where > 0 {
		return d.main != "" && d.main != iso && len(h[d.main]) > 0 && d.strength(f, h) >= fewHints
	}
	for other := range d.countries {
		if other != iso && d.names(f, other) > 0 && (!f.alone() || len(h[other]) > 0) {
			return true
		}
	}
	return false
}

// strength counts the names other than f's own that point to the main country or lie in it.
func (d *reading) strength(f *found, h hints) int {
	n := d.names(f, d.main)
	for key := range h[d.main] {
		if e := d.countries[d.main]; key != f.key && (e == nil || !e.names[key]) {
			n++
		}
	}
	return n
}

// only is the country of which the text speaks above all, when it names no place in
// another and points to others far less; "" when there is none.
func (d *reading) only(f *found) string {
	strength := d.strength(f, d.hints())
	if strength < fewHints {
		return ""
	}
	for other := range d.countries {
		if n := d.names(f, other); other != d.main && 2*n > strength {
			return ""
		}
	}
	for _, g := range d.found {
		if d.placed(g) && !g.lost && g.key != f.key && g.place().Country != d.main {
			return ""
		}
	}
	return d.main
}
