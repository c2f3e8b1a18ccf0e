package toponym

import (
	"sort"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// readContext reads what stands beside each name.
func (d *reading) readContext() {
	var opening *found
	for i, f := range d.found {
		if opening != nil && opening.in != f.in {
			opening = nil
		}
		if f.opening = opening; opening == nil && d.opensSentence(f) {
			opening = f
		}
		f.definite = d.articled(f)
		d.readRun(f)
		d.readCue(f)
		d.readBefore(f)
		d.readMentions(f)
		if len(f.adjective) == 0 {
			d.readName(f)
		}
		if i > 0 {
			d.readParent(d.found[i-1], f)
			d.readRow(d.found[i-1], f)
			d.strung(d.found[i-1], f)
		}
	}
}

// readRun finds the capitalised words around a name.
func (d *reading) readRun(f *found) {
	f.runFrom, f.runTo = f.from, f.to
	if d.roadEnd(f) {
		return
	}
	for f.runFrom > 0 && d.joined(f.in, f.runFrom-1) && d.nameLike(f.in, f.runFrom-1) {
		f.runFrom--
	}
	for f.runTo < len(f.in.words) && d.joined(f.in, f.runTo-1) && (d.nameLike(f.in, f.runTo) || d.opensName(f.in, f.runTo)) {
		f.runTo++
	}
}

// readCue reads a word that tells the kind: after the name, before it, or as its last word.
func (d *reading) readCue(f *found) {
	after, before := f.in.at(f.to), f.in.at(f.from-1)
	if d.joined(f.in, f.to-1) && !after.start {
		f.cue = d.cueOf(after.low)
	}
	if f.cue == "" && d.class("of", before.low) && !(f.in.at(f.from-3).upper && d.joined(f.in, f.from-3)) { // not "Abu Salim district of Tripoli"
		f.cue = d.cueOf(f.in.at(f.from - 2).low)
	}
	if f.cue == "" && f.from > 0 && d.joined(f.in, f.from-1) && before.letters() {
		f.cue = d.cueOf(before.low)
	}
}

func (d *reading) cueOf(low string) string {
	if kind, ok := d.k.Class("unit", low); ok {
		return kind
	}
	kind, _ := d.k.Class("cue", low)
	return kind
}

func (d *reading) readBefore(f *found) {
	if f.in.sent < 0 || d.roadEnd(f) {
		f.where = 2
		return
	}
	if w := f.in.at(f.from - 1); w.tok >= 0 && w.text != "" && d.class("struck", d.doc.Sentences[f.in.sent].Tokens[w.tok].Lemma) {
		f.where = 2
		return
	}
	for i := f.from - 1; i >= f.from-4 && i >= 0; i-- {
		w := f.in.at(i)
		switch {
		case d.class("where", w.low):
			f.where = 2
			return
		case d.class("locative", w.low):
			f.where = 1
			return
		case w.upper && i < f.from-1 || !w.letters():
			return
		}
		if _, ok := d.k.Class("direction", w.low); !ok && w.upos != "DET" && w.upos != "ADJ" && !d.class("definite", w.low) && !d.isUnit(w.low) {
			return
		}
	}
}

// readMentions reads what the layer of names says of the words.
func (d *reading) readMentions(f *found) {
	for _, m := range d.mentionsOver(f.span) {
		switch {
		case m.Kind == sitrep.KindPlace:
			f.placeMention = true
		case m.Kind == sitrep.KindPerson && f.span.Contains(m.Span):
			// A single name that no list knows is a person's by the model's word alone.
			f.personMention = m.Entity != "" || strings.ContainsRune(d.doc.Words(m.Span), ' ')
		case m.Kind == sitrep.KindOrganization && m.Span != f.span && m.Span.Contains(f.span):
			f.nested = !d.plain(f, &m)
		case m.Kind == sitrep.KindOrganization && m.Span == f.span && m.Actor != nil && m.Actor.Entity != "":
			f.bodyMention = true
		}
	}
}

// maxMention is the length in bytes past which a mention is a description and no
// longer read as a name.
const maxMention = 200

// mentionsOver lists the mentions of up to maxMention bytes that overlap a span.
func (d *reading) mentionsOver(span sitrep.Span) []sitrep.Mention {
	all := d.doc.Mentions
	from := sort.Search(len(all), func(i int) bool { return all[i].Span.Start >= span.Start-maxMention })
	var out []sitrep.Mention
	for _, m := range all[from:] {
		if m.Span.Start >= span.End {
			break
		}
		if m.Span.Overlaps(span) && m.Span.End-m.Span.Start <= maxMention {
			out = append(out, m)
		}
	}
	return out
}

// readName decides by the words around it whether the name is a person's, a
// work's or a street's, or stands inside the name of an organisation.
func (d *reading) readName(f *found) {
	if f.in.caps {
		return
	}
	if d.outlet(f) {
		f.dropped = true
		return
	}
	// "Bab" in "Bab al-Xxx", when no list has the whole, is another place's name.
	if d.inPerson(f) || d.joined(f.in, f.to-1) && d.opensName(f.in, f.to) {
		f.dropped = true
		return
	}
	for i := f.to; i < f.runTo; i++ {
		low := f.in.at(i).low
		switch value, org := d.k.Class("org", low); {
		case d.class("address", low) || d.class("team", low):
			f.dropped = true
			return
		case org && value == "name":
			f.dropped = true
			return
		case org:
			f.nested = true
		}
	}
	before := f.in.at(f.from - 1)
	if d.class("of", before.low) && d.joined(f.in, f.from-1) {
		head := f.in.at(f.from - 2)
		_, org := d.k.Class("org", head.low)
		if org && d.class("saint", f.in.at(f.from).low) { // "the church of St. Xxx"
			f.dropped = true
			return
		}
		if org && head.upper {
			f.nested = true
		}
	}
}

// readParent joins two names of which the second contains the first: "Derna,
// Libya", "Derna (Libya)".
func (d *reading) readParent(a, b *found) {
	if a.in != b.in || len(a.adjective) > 0 || len(b.adjective) > 0 || a.dropped || b.dropped {
		return
	}
	if d.foreign(a, b) {
		b.dropped = true
		return
	}
	if d.owns(a, b) {
		b.parent, a.parentOf, a.child = a, true, b
		return
	}
	if d.claims(a, b) {
		b.holder, b.owned = a, true
		return
	}
	if town := inTown(b, a); d.belongs(a, b) && (town || contains(b, a)) {
		a.parent, b.parentOf, b.child = b, true, a
		if town && b.cue == "" {
			b.cue = kindTown
		}
		return
	}
	if d.belongs(a, b) {
		a.holder = b
		return
	}
	if !d.opensParent(a, b) || isCountry(a) && isCountry(b) {
		return
	}
	if !contains(b, a) {
		if isCountry(b) || b.cue == kindAdmin1 || b.cue == kindAdmin2 {
			a.holder = b
		}
		return
	}
	a.parent, b.parentOf, b.child = b, true, a
}

// opensParent reports whether the words between two names say that the second
// holds the first: a comma, a bracket, "in", "in northern".
func (d *reading) opensParent(a, b *found) bool {
	n := b.from - a.to
	mark := a.in.at(a.to).text
	if n == 1 && (mark == "," || mark == "(") {
		return true
	}
	if mark == "," && d.class("parent", a.in.at(a.to+1).low) { // "X, in northern Y"
		n--
	} else if !d.class("parent", a.in.at(a.to).low) {
		return false
	}
	if n < 1 || n > 2 {
		return false
	}
	last := a.in.at(b.from - 1).low
	_, direction := d.k.Class("direction", last)
	return n == 1 || direction || d.class("definite", last)
}

// readRow joins two names of one enumeration.
func (d *reading) readRow(a, b *found) {
	if a.in != b.in || len(a.adjective) > 0 || len(b.adjective) > 0 || a.dropped || b.dropped || !d.row(a, b) {
		return
	}
	a.beside, b.beside = append(a.beside, b), append(b.beside, a)
}

// row reports whether a comma, "and" or both are all that stands between.
func (d *reading) row(a, b *found) bool {
	if b.from-a.to < 1 || b.from-a.to > 2 {
		return false
	}
	for i := a.to; i < b.from; i++ {
		if w := a.in.at(i); w.text != "," && !d.class("and", w.low) {
			return false
		}
	}
	return true
}

// isCountry reports whether a name is a country's.
func isCountry(f *found) bool {
	for i := range f.cands {
		if f.cands[i].Kind == kindCountry && !f.cands[i].Folded {
			return true
		}
	}
	return false
}

// contains reports whether some entry of b is a unit or country in which some entry of a lies.
func contains(b, a *found) bool {
	for i := range b.cands {
		for j := range a.cands {
			if within(&a.cands[j], &b.cands[i]) {
				return true
			}
		}
	}
	return false
}

// within reports whether place a lies in b.
func within(a, b *knowledge.PlaceMatch) bool {
	if a.Country != b.Country || a.Country == "" || a.Kind == kindCountry {
		return false
	}
	switch b.Kind {
	case kindCountry:
		return true
	case kindAdmin1, kindRegion:
		return a.Kind != kindAdmin1 && (a.Admin1 == b.Name || a.Admin1 != "" && knowledge.PlaceKey(a.Admin1) == knowledge.PlaceKey(b.Name) || kmBetween(a.Lat, a.Lon, b.Lat, b.Lon) < b.RadiusKm && b.Kind == kindRegion)
	case kindAdmin2:
		return a.Admin2 == b.Name && a.Admin2 != ""
	}
	return false
}
