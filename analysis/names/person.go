package names

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep/knowledge"
)

// namedPerson resolves a person's name, known or not.
func (r *reading) namedPerson(i int) {
	it := &r.items[i]
	if it.same > 0 && it.same-1 != i {
		r.resolve(it.same - 1)
		old := r.items[it.same-1]
		it.ent, it.country, it.sector = old.ent, old.country, old.sector
	}
	told := r.told(it)
	if told.country == "" {
		told.country = it.home
	}
	switch {
	case it.ent != nil:
		r.heldOffice(it, told)
	case told.country != "" || len(told.sectors) > 0:
		it.country, it.sector = told.country, told.sectors
	}
	if it.former && !r.has(it.sector, "former") && (len(it.sector) == 0 || r.power(it.sector[0]) == "state") && len(it.title) > 0 {
		it.sector = []string{r.lex.know.SectorFor["former"]}
	}
	var c int
	name, id := it.words, ""
	switch {
	case it.ent != nil:
		name, id = it.ent.name, it.ent.id
		c = r.chainFor("#"+id, i)
		r.chains[c].ent = it.ent
		r.officeTitles(c, it.ent)
	case it.same > 0 && r.items[it.same-1].chain > 0:
		c = r.items[it.same-1].chain
		name = r.items[it.same-1].name()
		it.chain = c
	default:
		c = r.chainFor("="+it.key, i)
	}
	r.chains[c].person = true
	r.chains[c].kinds = appendNew(r.chains[c].kinds, []string{"person"})
	it.actor = r.actorOf(it, name, id)
	r.join(c, i)
}

func (it *item) name() string {
	if it.actor != nil {
		return it.actor.Name
	}
	return it.words
}

func (r *reading) has(sectors []string, use string) bool {
	for _, s := range sectors {
		if s == r.lex.know.SectorFor[use] {
			return true
		}
	}
	return false
}

// standing is what the words around a name tell of its bearer.
type standing struct {
	country string
	sectors []string
}

// told reads titles, roles, owners and an apposition of a person.
func (r *reading) told(it *item) standing {
	s := standing{sectors: it.sectors}
	owner := r.ownerOf(it)
	s.country = owner.country
	switch {
	case it.role != nil:
		s.sectors = r.merge(it.role, owner, it.sectors)
	case len(it.sectors) == 0 && len(it.title) > 0:
		s.sectors = owner.sectors
		if owner.state {
			s.sectors = []string{r.lex.know.SectorFor["government"]}
		}
	}
	s.sectors = r.without(s)
	if len(s.sectors) == 0 && r.lex.know.International[s.country] && r.headsBody(it.title) {
		s.sectors = []string{r.lex.know.SectorFor["government"]}
	}
	if it.about > 0 {
		desc := &r.items[it.about-1]
		if s.country == "" {
			s.country = desc.country
		}
		if len(s.sectors) == 0 {
			s.sectors = desc.sector
		}
		it.title = appendNew(it.title, desc.title)
		it.former = it.former || desc.former
	}
	return s
}

// headsBody reports whether a title is that of the head of an executive.
func (r *reading) headsBody(titles []string) bool {
	return slices.ContainsFunc(titles, func(t string) bool { return r.lex.is(t, "head-title") })
}

// without drops the government's sector where the country is no state.
func (r *reading) without(s standing) []string {
	if !r.lex.know.International[s.country] {
		return s.sectors
	}
	var kept []string
	for _, sec := range s.sectors {
		if sec != r.lex.know.SectorFor["government"] {
			kept = append(kept, sec)
		}
	}
	return kept
}

// heldOffice gives a known person the office of the day, that of the title in
// the text where several fit, and what the text tells where none is known.
func (r *reading) heldOffice(it *item, told standing) {
	p := it.ent.person
	it.country = p.Country
	offices := p.At(r.day)
	if r.day == "" {
		offices = p.Offices
	}
	for pass := range 2 {
		if pass == 1 && r.day == "" && len(told.sectors) > 0 && r.power(told.sectors[0]) != "" {
			break // the title in the text is of an office that is not listed
		}
		for _, o := range offices {
			if pass == 1 || r.lex.titled(o.Titles, it.title) {
				it.country, it.sector = o.Country, o.Sectors
				return
			}
		}
	}
	if told.country != "" {
		it.country = told.country
	}
	it.sector = told.sectors
	if len(it.sector) == 0 && r.pastOffice(p) {
		it.sector = []string{r.lex.know.SectorFor["former"]}
	}
}

// pastOffice reports whether an office of state ended before the day.
func (r *reading) pastOffice(p *knowledge.Person) bool {
	for _, o := range p.Offices {
		if o.To != "" && o.To <= r.day && len(o.Sectors) > 0 && r.power(o.Sectors[0]) == "state" {
			return true
		}
	}
	return false
}

// titled reports whether an office is among the titles of a text; of a rank, as
// long as the text is no more exact, the last word will do: "lieutenant general".
func (l *lexicon) titled(offices, titles []string) bool {
	for _, t := range titles {
		for _, o := range offices {
			if strings.EqualFold(o, t) {
				return true
			}
			low := strings.ToLower(o)
			if title := l.titles[low]; title != nil && title.Kind == "rank" && strings.HasSuffix(t, " "+low) {
				return true
			}
		}
	}
	return false
}

// officeTitles lets "the president" find a known person that the text names.
func (r *reading) officeTitles(c int, ent *entity) {
	for _, o := range ent.person.At(r.day) {
		for _, t := range o.Titles {
			r.chains[c].titles = appendNew(r.chains[c].titles, []string{strings.ToLower(t)})
		}
	}
}
