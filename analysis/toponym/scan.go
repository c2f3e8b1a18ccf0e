package toponym

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

const maxWords = 6 // of a place name

// scan finds the longest names of the gazetteer and the adjectives, from left to right.
func (d *reading) scan() {
	for _, p := range d.passages {
		for i := 0; i < len(p.words); {
			f := d.longest(p, i)
			if f == nil {
				i++
				continue
			}
			d.found = append(d.found, f)
			i = f.to
		}
	}
}

// longest is the longest name that starts at word i; nil when none does.
func (d *reading) longest(p *passage, i int) *found {
	w := p.at(i)
	if !w.letters() || !w.upper && !d.opens(p, i) {
		return nil
	}
	end := i
	for end+1 < len(p.words) && end-i < maxWords && d.joined(p, end) && p.at(end+1).letters() {
		end++
	}
	var folded *found
	for ; end >= i; end-- {
		last := p.at(end)
		if !last.upper && !(end > i && d.isUnit(last.low)) {
			continue
		}
		f := d.match(p, i, end+1)
		if f == nil {
			continue
		}
		if len(f.adjective) > 0 || len(f.cands) > 0 && !f.cands[0].Folded {
			return f
		}
		if !d.foldable(f) {
			continue
		}
		// A long name folds to another's spelling hardly by chance.
		if f.to-f.from > 1 && len(f.key) >= longKey {
			return f
		}
		if folded == nil {
			folded = f
		}
	}
	return folded
}

// opens reports whether a lower-case word may open a name ("al-Bab").
func (d *reading) opens(p *passage, i int) bool {
	return d.class("article", p.at(i).low) && p.at(i+1).upper && d.joined(p, i)
}

// opensName is opens for an article that a hyphen joins to its name; some
// articles are English words too.
func (d *reading) opensName(p *passage, i int) bool {
	return d.opens(p, i) && d.doc.Text[p.at(i).span.End] == '-'
}

func (d *reading) isUnit(low string) bool {
	return d.class("unit", low) || d.class("cue", low)
}

// foldable limits loose spelling to whole capitalised names that are no common word.
func (d *reading) foldable(f *found) bool {
	last := f.in.at(f.to - 1)
	first := f.in.at(f.from)
	single := f.to-f.from == 1
	if len(f.key) < 5 || single && last.mark != 0 || !single && (d.class("stop", first.low) || first.mark&knowledge.FirstName != 0 && last.mark&knowledge.Surname != 0) {
		return false
	}
	return !d.nameLike(f.in, f.to) || !d.joined(f.in, f.to-1)
}

// match looks up words [from, to); nil when they name nothing.
func (d *reading) match(p *passage, from, to int) *found {
	span := sitrep.Span{Start: p.words[from].span.Start, End: p.words[to-1].span.End}
	text := d.doc.Words(span)
	f := &found{in: p, from: from, to: to, span: span, text: text, key: knowledge.PlaceKey(text), best: -1}
	if f.key == "" || strings.ContainsAny(text, "$€£@#%") {
		return nil
	}
	if f.adjective = d.k.Adjective(text); len(f.adjective) > 0 {
		return f
	}
	if to == from+1 {
		if f.unit = d.abbreviation(p, from); f.unit != nil {
			f.cands = f.unit
			return f
		}
	}
	matches, ok := d.lookups[f.key]
	if !ok {
		matches = distinct(d.k.Lookup(text))
		d.lookups[f.key] = matches
	}
	f.cands = printed(matches, text, p.caps)
	if len(f.cands) == 0 {
		return nil
	}
	return f
}

// abbreviation reads a unit's abbreviation, which counts only after a comma.
func (d *reading) abbreviation(p *passage, i int) []knowledge.PlaceMatch {
	if p.at(i-1).text != "," || !p.at(i-2).upper || d.personBefore(p, i-1) {
		return nil
	}
	if units := d.k.Abbreviation(p.at(i).text); units != nil {
		return units
	}
	if p.at(i+1).text == "." {
		return d.k.Abbreviation(p.at(i).text + ".")
	}
	return nil
}

// personBefore reports whether the full name of a person ends at word i: what
// follows the comma is then a rank or title.
func (d *reading) personBefore(p *passage, i int) bool {
	for _, m := range d.mentionsOver(p.at(i - 1).span) {
		if m.Kind != sitrep.KindPerson {
			continue
		}
		from := i
		for from > 0 && m.Span.Contains(p.words[from-1].span) {
			from--
		}
		if i-from > 1 && !d.knownPlace(p, from, i) {
			return true
		}
	}
	return false
}

// distinct drops an entry that was found before under a closer spelling.
func distinct(matches []knowledge.PlaceMatch) []knowledge.PlaceMatch {
	type id struct {
		geoname  int
		lat, lon float64
		kind     string
	}
	seen := map[id]bool{}
	out := make([]knowledge.PlaceMatch, 0, len(matches))
	for _, m := range matches {
		key := id{m.Geoname, m.Lat, m.Lon, m.Kind}
		if !seen[key] {
			seen[key] = true
			out = append(out, m)
		}
	}
	return out
}

// printed keeps the entries whose name may be printed so.
func printed(matches []knowledge.PlaceMatch, text string, capsText bool) []knowledge.PlaceMatch {
	capital := text == strings.ToUpper(text)
	keep := func(m *knowledge.PlaceMatch) bool {
		if m.Caps {
			return capital && (!capsText || strings.Contains(text, "."))
		}
		// Letters in capitals are an abbreviation, not a village.
		return !capital || capsText || len(text) > 4
	}
	for i := range matches {
		if !keep(&matches[i]) {
			out := make([]knowledge.PlaceMatch, 0, len(matches))
			for j := range matches {
				if keep(&matches[j]) {
					out = append(out, matches[j])
				}
			}
			return out
		}
	}
	return matches
}
