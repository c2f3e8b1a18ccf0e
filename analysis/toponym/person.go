package toponym

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// readPersons collects the names that persons bear: from the mentions of an
// earlier layer, from titles, and from first names with what follows them.
func (d *reading) readPersons() {
	for _, m := range d.doc.Mentions {
		if m.Kind == sitrep.KindPerson && !m.Span.Empty() && m.Span.End <= len(d.doc.Text) && m.Span.Start >= 0 {
			d.mentioned(m)
		}
	}
	for _, p := range d.passages {
		for i := range p.words {
			if to := d.personFrom(p, i); to > i {
				var names []string
				for ; i < to; i++ {
					names = append(names, p.words[i].text)
				}
				d.person(names)
			}
		}
	}
}

// mentioned notes the name that ends a person's mention: one of a single word
// counts only when it is a known person's, since single names are easily
// mistaken, and "a Benghazi man" names nobody.
func (d *reading) mentioned(m sitrep.Mention) {
	if m.Span.End-m.Span.Start > maxMention {
		return
	}
	names := strings.Fields(d.doc.Words(m.Span))
	capitals := 0
	for i := len(names) - 1; i >= 0 && names[i] != strings.ToLower(names[i]); i-- {
		capitals++
	}
	if capitals > 1 || capitals == 1 && m.Entity != "" {
		d.person(names)
	}
}

// person notes the last capitalised word of a person's name.
func (d *reading) person(names []string) {
	for i := len(names) - 1; i >= 0; i-- {
		low := strings.ToLower(names[i])
		if d.class("suffix", low) || low == names[i] {
			continue
		}
		d.persons[knowledge.PlaceKey(names[i])] = true
		return
	}
}

// personFrom gives the end of a person's name that starts at word i, i when none does.
func (d *reading) personFrom(p *passage, i int) int {
	if p.caps {
		return i
	}
	w := p.at(i)
	switch {
	case w.upper && d.class("title", w.low) && d.joined(p, i) && !d.isOrgStart(w.low):
		to := d.nameRun(p, i+1)
		if to > i+1 && !d.placeTail(p, i+1, to) {
			return to
		}
	case w.upper && (w.mark&knowledge.FirstName != 0 && !d.class("stop", w.low) || d.class("given", w.low) || d.givenName(p, i)):
		to := d.nameRun(p, i)
		if to > i+1 && !d.placeTail(p, i, to) && !d.knownPlace(p, i, to) {
			return to
		}
	}
	return i
}

func (d *reading) isOrgStart(low string) bool { return d.class("unit", low) }

// givenName is a stop word that is also a first name, followed by a surname.
func (d *reading) givenName(p *passage, i int) bool {
	w, next := p.at(i), p.at(i+1)
	if w.start && d.class("where", w.low) { // "In Xxx" is no Mr In
		return false
	}
	return w.mark&knowledge.FirstName != 0 && next.upper && (next.mark&(knowledge.Surname|knowledge.DictionaryWord) == knowledge.Surname || next.mark&knowledge.CommonSurname != 0)
}

// nameRun is the end of the capitalised words from i on, initials included, at most four.
func (d *reading) nameRun(p *passage, i int) int {
	to := i
	for names := 0; to < len(p.words) && names < maxNames && p.words[to].upper && p.words[to].letters(); names++ {
		if to > i && (!d.joined(p, to-1) || p.words[to].caps && len(p.words[to].text) > 2) {
			break
		}
		to++
		if names+1 < maxNames && d.opensName(p, to) { // "Xxx al-Yyy"
			to++
		}
	}
	return to
}

// maxNames is how many names a person bears at most.
const maxNames = 4

// placeTail reports whether the words end like a place's or an organisation's name.
func (d *reading) placeTail(p *passage, from, to int) bool {
	for i := from + 1; i < to; i++ {
		low := p.at(i).low
		if d.isUnit(low) || d.class("address", low) || d.class("org", low) || d.class("team", low) || len(d.k.Adjective(low)) > 0 {
			return true
		}
		if _, ok := d.k.Class("direction", low); ok {
			return true
		}
	}
	return false
}

// knownPlace reports whether the words together are a place of some size.
func (d *reading) knownPlace(p *passage, from, to int) bool {
	for end := to; end > from; end-- {
		f := d.match(p, from, end)
		if f == nil || len(f.adjective) > 0 {
			continue
		}
		for i := range f.cands {
			score := prior(&f.cands[i], f.key)
			if !f.cands[i].Folded && (end > from+1 && score > 24 || end == from+1 && score >= 60 && p.at(from).mark&knowledge.CommonSurname == 0 && p.at(from).mark&knowledge.FirstName == 0) {
				return true
			}
		}
	}
	return false
}

// partOfName reports whether the name is a part of the proper name that a
// person's mention holds, and not of a description in it: "Texas senator Xxx
// Yyy", "a Benghazi man", "the governor of Xxx" name a place.
func (d *reading) partOfName(f *found, mention sitrep.Span) bool {
	from, to := f.from, f.to
	for from > 0 && mention.Contains(f.in.words[from-1].span) && f.in.words[from-1].upper && d.joined(f.in, from-1) {
		from--
	}
	for to < len(f.in.words) && mention.Contains(f.in.words[to].span) && f.in.words[to].upper && d.joined(f.in, to-1) {
		if low := f.in.words[to].low; d.class("title", low) || d.governs(low) || d.isUnit(low) {
			return false
		}
		to++
	}
	before := f.in.at(from - 1)
	inside := from > 0 && mention.Contains(before.span) && (d.class("of", before.low) || d.class("locative", before.low))
	return to-from > f.to-f.from && !inside
}

// inPerson reports whether words of f belong to a person's name.
func (d *reading) inPerson(f *found) bool {
	for _, m := range d.mentionsOver(f.span) {
		if m.Kind == sitrep.KindPerson && !f.span.Contains(m.Span) && d.partOfName(f, m.Span) {
			return true
		}
	}
	for i := max(0, f.from-2*maxNames+1); i <= f.from; i++ {
		if to := d.personFrom(f.in, i); to > i && to > f.from {
			return true
		}
	}
	return false
}
