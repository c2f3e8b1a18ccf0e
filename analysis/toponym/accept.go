package toponym

import (
	"strings"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// Points for and against a name being a place's. A prior of 30, a town of
// 30,000 people, counts 0.
const (
	neutralPrior   = 30
	forWhere       = 14
	forLocative    = 6
	forProper      = 4
	againstTag     = 18
	forMention     = 12
	forParent      = 30
	forParentOf    = 14
	forCue         = 10
	againstWord    = 14
	againstStart   = 6
	againstStop    = 60
	againstFirst   = 10
	againstLast    = 8
	againstCommon  = 14
	againstPerson  = 30
	againstSingle  = 12
	forCountry     = 10
	againstFolded  = 8
	againstRun     = 18
	againstArticle = 18
	againstStray   = 12 // a loose spelling in a country of which the text says nothing
	surePlace      = 18
	forSure        = 12
	againstNested  = 4
	againstVague   = 24
	forList        = 10
	forLong        = 10
	largePlace     = 36
)

// accept decides which names are places.
func (d *reading) accept() {
	sure := map[string]bool{}
	for _, f := range d.found {
		f.weight = d.weigh(f)
		sure[f.key] = sure[f.key] || f.weight >= surePlace && !f.dropped && len(f.adjective) == 0
	}
	for _, f := range d.found {
		if sure[f.key] && !f.nested {
			f.weight += forSure
		}
		for _, other := range f.beside {
			if other.weight >= surePlace {
				f.weight += forList
				break
			}
		}
		f.accepted = !f.dropped && (f.weight >= 0 || f.whole && f.where == 2)
	}
}

func (d *reading) weigh(f *found) int {
	if len(f.adjective) > 0 {
		if f.in.caps && f.in.at(f.from).upos != "ADJ" && f.in.at(f.from).upos != "PROPN" {
			return -1
		}
		return surePlace
	}
	p := f.place()
	if p == nil || f.in.caps && !f.properly() {
		return -1
	}
	weight := prior(p, f.key) - neutralPrior + d.tagPoints(f) + d.markPoints(f)
	switch f.where {
	case 2:
		weight += forWhere
	case 1:
		weight += forLocative
	}
	if f.placeMention {
		weight += forMention
	}
	if f.personMention && p.Kind != kindCountry {
		weight -= againstSingle
	}
	if f.bodyMention && f.where < 2 {
		weight -= againstStop
	}
	if f.parent != nil {
		weight += forParent
	}
	if f.parentOf {
		weight += forParentOf
	}
	if f.cue != "" {
		weight += forCue
	}
	if d.countryPoints(f, p.Country) > 0 && p.Kind != kindCountry {
		weight += forCountry
	}
	if p.Folded {
		weight -= againstFolded
		if len(d.countries) > 0 && d.countryPoints(f, p.Country) == 0 && f.parent == nil {
			weight -= againstStray
		}
	}
	if f.definite && p.Kind == kindTown {
		weight -= againstArticle
	}
	if d.vague(f) {
		weight -= againstVague
	}
	return weight + d.runPoints(f)
}

// properly reports whether a name printed among capitals is tagged as one: some
// word of it as a proper noun, or its only word as a noun.
func (f *found) properly() bool {
	for i := f.from; i < f.to; i++ {
		switch f.in.at(i).upos {
		case "PROPN", "":
			return true
		case "NOUN":
			if f.to-f.from == 1 {
				return true
			}
		}
	}
	return false
}

// vague reports whether a name is made of general words only ("Northern Province").
func (d *reading) vague(f *found) bool {
	for i := f.from; i < f.to; i++ {
		low := f.in.at(i).low
		if _, ok := d.k.Class("direction", low); !ok && !d.isUnit(low) && !d.class("stop", low) {
			return false
		}
	}
	return true
}

// tagPoints reads the tag of the last word; in capitals tags say little.
func (d *reading) tagPoints(f *found) int {
	w := f.in.at(f.to - 1)
	switch {
	case w.upos == "" || f.in.caps && w.upos == "NOUN":
		return 0
	case w.upos == "PROPN":
		return forProper
	case f.to-f.from > 1 || w.caps && w.mark == 0:
		return 0
	}
	return -againstTag
}

// markPoints weighs what else a single word may be.
func (d *reading) markPoints(f *found) int {
	if f.to-f.from > 1 {
		return d.longPoints(f)
	}
	w, points := f.in.at(f.from), 0
	if w.start || f.in.caps {
		points -= againstStart
	}
	big := f.place().Kind == kindCountry || f.place().Kind == kindCapital && !f.place().Folded
	if w.mark&knowledge.DictionaryWord != 0 && !big {
		points -= againstWord
		if w.start && prior(f.place(), f.key) < largePlace {
			points -= againstWord
		}
	}
	if d.class("stop", strings.TrimSuffix(w.low, ".")) && !w.caps {
		points -= againstStop
	}
	if d.persons[f.key] {
		points -= againstPerson
	}
	if before := f.in.at(f.from - 1); !before.upper && d.class("particle", before.low) && f.in.at(f.from-2).upper && d.joined(f.in, f.from-1) && d.joined(f.in, f.from-2) {
		points -= againstPerson
	}
	if big {
		return points
	}
	if w.mark&knowledge.FirstName != 0 {
		points -= againstFirst
	}
	switch {
	case w.mark&knowledge.CommonSurname != 0:
		points -= againstCommon
	case w.mark&knowledge.Surname != 0:
		points -= againstLast
	}
	if utf8.RuneCountInString(f.text) < 4 {
		points -= againstLast
	}
	return points
}

// longPoints weighs a name of several words: none of them common, it is hardly
// anything but a place.
func (d *reading) longPoints(f *found) int {
	if d.class("stop", f.text) {
		return -againstStop
	}
	for i := f.from; i < f.to; i++ {
		if f.in.at(i).mark&^knowledge.Surname != 0 && f.in.at(i).upper {
			return 0
		}
	}
	return forLong
}

// runPoints weighs capitalised words beside the name that are not part of it.
func (d *reading) runPoints(f *found) int {
	points := 0
	if f.nested {
		points -= againstNested
	}
	if f.runTo > f.to && !d.isUnit(f.in.at(f.to).low) && !f.nested {
		points -= againstRun
	}
	if d.goesOn(f) {
		points -= againstRun
	}
	if f.runFrom < f.from {
		before := f.in.at(f.from - 1).low
		if _, direction := d.k.Class("direction", before); !direction && !d.isUnit(before) && len(d.k.Adjective(before)) == 0 {
			points -= againstRun
		}
	}
	return points
}

// goesOn reports whether a small word and a capital follow, so that the name is the
// head of a longer one that no list has: "Xxx de Yyy".
func (d *reading) goesOn(f *found) bool {
	next := f.in.at(f.to)
	return next.letters() && !next.upper && d.class("particle", next.low) && f.in.at(f.to+1).upper && d.joined(f.in, f.to-1) && d.joined(f.in, f.to)
}

// confidence turns the distance to the next best entry and the support in the
// text into a probability, by a table.
func confidence(f *found) float64 {
	steps := []struct {
		margin int
		value  float64
	}{{30, 0.95}, {20, 0.9}, {12, 0.82}, {6, 0.7}, {3, 0.6}, {0, 0.5}}
	value := 0.4
	for _, s := range steps {
		if f.margin >= s.margin {
			value = s.value
			break
		}
	}
	if f.weight < 8 {
		value -= 0.15
	}
	return value
}

// unlisted finds names that no list holds but whose containing place the text
// names right after them: "Xxx, Libya".
func (d *reading) unlisted() {
	var more []*found
	for i, f := range d.found {
		p := f.place()
		if !f.accepted || len(f.adjective) > 0 || p == nil || p.Kind != kindCountry && p.Kind != kindAdmin1 || f.in.at(f.from-1).text != "," || f.in.caps {
			continue
		}
		g := d.before(f)
		if g == nil || i > 0 && d.found[i-1].accepted && d.found[i-1].span.Overlaps(g.span) {
			continue
		}
		if !d.inPerson(g) && !d.persons[knowledge.PlaceKey(g.text)] {
			more = append(more, g)
		}
	}
	d.found = append(d.found, more...)
}

// before is the capitalised name that ends before the comma in front of f; nil
// when none stands there after a preposition.
func (d *reading) before(f *found) *found {
	to := f.from - 1
	from := to
	for from > 0 && to-from < 3 && d.nameLike(f.in, from-1) && (from == to || d.joined(f.in, from-1)) {
		from--
	}
	if from == to || d.class("stop", f.in.at(to-1).low) || from > 0 && !d.class("where", f.in.at(from-1).low) {
		return nil
	}
	g := &found{in: f.in, from: from, to: to, best: -1, parent: f, accepted: true}
	g.span = sitrep.Span{Start: f.in.at(from).span.Start, End: f.in.at(to - 1).span.End}
	g.text = d.doc.Words(g.span)
	return g
}
