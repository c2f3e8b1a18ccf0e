package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep/knowledge"
)

// entity is what a name can mean. Exactly one of state, people, org and person is set.
type entity struct {
	id       string
	name     string
	kinds    []string // for hypernyms
	from, to string
	state    *knowledge.State
	people   *knowledge.People
	org      *knowledge.Organization
	person   *knowledge.Person
	gender   string
}

// sense says how a name stands for its entity.
type sense int

const (
	senseName      sense = iota // the name of a state, body or person
	senseAdjective              // "Libyan"
	senseCitizens               // "Libyans"
	senseCapital                // "Tripoli" for Libya
)

// name is one spelling of an entity.
type name struct {
	ent    *entity
	sense  sense
	exact  bool     // an abbreviation in capitals: has to be printed so
	forms  []string // the words as listed, for their capitals
	single bool     // a lone word that also is a first name
}

// book finds names by their folded words.
type book struct {
	names map[string][]name // words joined by blanks
	first map[string]int    // first word to the most words that follow from it
}

func newBook() book { return book{map[string][]name{}, map[string]int{}} }

func (b *book) add(words []string, n name) {
	if len(words) == 0 {
		return
	}
	key := strings.Join(words, " ")
	for i := range b.names[key] {
		if old := &b.names[key][i]; old.ent == n.ent && old.sense == n.sense {
			old.merge(n)
			return
		}
	}
	b.names[key] = append(b.names[key], n)
	b.first[words[0]] = max(b.first[words[0]], len(words))
}

// merge lets either of two spellings of one name count.
func (n *name) merge(o name) {
	n.exact = n.exact && o.exact
	n.forms = append([]string(nil), n.forms...)
	for k := range min(len(n.forms), len(o.forms)) {
		if !upper(o.forms[k]) || !n.exact && capitals(n.forms[k]) {
			n.forms[k] = o.forms[k]
		}
	}
}

// lexicon is the knowledge of actors, indexed for reading text.
type lexicon struct {
	know    *knowledge.Actors
	byName  book
	bySnd   book
	ear     *ear
	titles  map[string]*knowledge.Title // folded words joined by blanks
	first   map[string]int              // first word of titles
	roles   map[string][]roleEntry      // last word, longest first
	words   map[string][]knowledge.Word // form to its classes
	shorts  map[string][]string         // form to entity ids
	ents    map[string]*entity
	bearers bearers
}

type roleEntry struct {
	before []string // the words before the last
	role   *knowledge.Role
}

func newLexicon(k *knowledge.Actors) *lexicon {
	l := &lexicon{
		know: k, byName: newBook(), bySnd: newBook(), ear: newEar(k.Sounds),
		titles: map[string]*knowledge.Title{}, first: map[string]int{}, roles: map[string][]roleEntry{},
		words: map[string][]knowledge.Word{}, shorts: map[string][]string{}, ents: map[string]*entity{}, bearers: newBearers(),
	}
	for i := range k.Words {
		l.words[k.Words[i].Form] = append(l.words[k.Words[i].Form], k.Words[i])
	}
	l.addStates()
	l.addOrganizations()
	l.addPersons()
	l.addRoles()
	for _, s := range k.Shorts {
		l.shorts[s.Form] = append(l.shorts[s.Form], s.Entity)
	}
	return l
}

func (l *lexicon) addStates() {
	for i := range l.know.States {
		st := &l.know.States[i]
		ent := &entity{id: strings.ToLower(st.ISO3), name: st.Name, kinds: []string{"state"}, from: st.From, to: st.To, state: st}
		l.ents[ent.id] = ent
		l.addNames(ent, senseName, append([]string{st.Name}, st.Aliases...))
		l.addNames(ent, senseAdjective, st.Adjectives)
		l.addNames(ent, senseCitizens, st.People)
		if st.Capital != "" {
			l.addNames(ent, senseCapital, append([]string{st.Capital}, st.CapitalAliases...))
		}
	}
	for i := range l.know.Peoples {
		p := &l.know.Peoples[i]
		ent := &entity{name: first(p.Adjectives, p.Nouns), people: p}
		l.addNames(ent, senseAdjective, p.Adjectives)
		l.addNames(ent, senseCitizens, p.Nouns)
	}
}

func first(lists ...[]string) string {
	for _, list := range lists {
		if len(list) > 0 {
			return list[0]
		}
	}
	return ""
}

func (l *lexicon) addOrganizations() {
	for i := range l.know.Organizations {
		o := &l.know.Organizations[i]
		ent := &entity{id: o.ID, name: o.Name, kinds: []string{o.Kind}, from: o.From, to: o.To, org: o}
		l.ents[ent.id] = ent
		l.addNames(ent, senseName, append([]string{o.Name}, o.Aliases...))
		if l.know.Romanised[o.Country] {
			l.addSounds(ent, append([]string{o.Name}, o.Aliases...))
		}
	}
}

func (l *lexicon) addPersons() {
	for i := range l.know.Persons {
		p := &l.know.Persons[i]
		ent := &entity{id: p.ID, name: p.Name, kinds: []string{"person"}, person: p}
		given, _, _ := strings.Cut(p.Name, " ")
		ent.gender = l.know.FirstNames[given]
		l.ents[ent.id] = ent
		l.addNames(ent, senseName, append([]string{p.Name}, p.Aliases...))
		l.addBearer(ent)
		if l.know.Romanised[p.Country] {
			l.addSounds(ent, append([]string{p.Name}, p.Aliases...))
		}
	}
}

// addBearer lists a person under the parts of the name, a suffix ("Jr") apart.
func (l *lexicon) addBearer(ent *entity) {
	for _, s := range append([]string{ent.person.Name}, ent.person.Aliases...) {
		units, forms := l.cut(s)
		if n := len(units); n > 1 && l.is(forms[n-1], "suffix") {
			units = units[:n-1]
		}
		if slices.ContainsFunc(forms, func(f string) bool { return l.is(f, "seat") }) {
			continue // of "Kirill of Moscow" the last word is no surname
		}
		l.bearers.add(ent, units)
	}
}

func (l *lexicon) addNames(ent *entity, how sense, spellings []string) {
	for _, s := range spellings {
		units, forms := l.cut(s)
		_, given := l.know.FirstNames[s]
		l.byName.add(units, name{ent: ent, sense: how, exact: len(units) <= 2 && capitals(s) && len(s) <= 8 || len(units) == 1 && initials(s), forms: forms, single: given && len(units) == 1})
	}
}

// initials reports whether a name is made of the first letters of words, small
// ones among them, and so reads like a word when written otherwise: "LeT".
func initials(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	return len(s) <= 4 && upper(s) && unicode.IsUpper(last)
}

// addSounds lists names of several words, and long single ones, by sound.
func (l *lexicon) addSounds(ent *entity, spellings []string) {
	for _, s := range spellings {
		units, forms := l.cut(s)
		if capitals(s) {
			continue
		}
		var heard []string
		for _, u := range units {
			if !l.is(u, "article-particle") {
				heard = append(heard, l.ear.hear(u))
			}
		}
		if len(heard) == 0 || len(heard) == 1 && len(heard[0]) < 5 {
			continue
		}
		l.bySnd.add(heard, name{ent: ent, forms: forms})
	}
}

// cut gives the folded units of a listed name and their printed forms.
func (l *lexicon) cut(s string) (folded, forms []string) {
	var units []unit
	for _, word := range strings.Fields(s) {
		comma := strings.HasSuffix(word, ",")
		units = appendUnits(units, strings.TrimSuffix(word, ","), 0, 0)
		if comma {
			units = append(units, unit{text: ",", orig: ","})
		}
	}
	for _, u := range units {
		folded, forms = append(folded, u.text), append(forms, u.orig)
	}
	return folded, forms
}

func (l *lexicon) addRoles() {
	for i := range l.know.Roles {
		l.addRole(&l.know.Roles[i])
	}
	for i := range l.know.Titles {
		t := &l.know.Titles[i]
		words, _ := l.cut(t.Name)
		key := strings.Join(words, " ")
		if l.titles[key] == nil {
			l.titles[key] = t
		}
		if len(words) > 0 {
			l.first[words[0]] = max(l.first[words[0]], len(words))
		}
	}
	for key, list := range l.roles {
		sortRoles(list)
		l.roles[key] = list
	}
}

func (l *lexicon) addRole(r *knowledge.Role) {
	words, _ := l.cut(r.Lemma)
	if len(words) == 0 {
		return
	}
	last := words[len(words)-1]
	l.roles[last] = append(l.roles[last], roleEntry{words[:len(words)-1], r})
}

func sortRoles(list []roleEntry) {
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && len(list[j].before) > len(list[j-1].before); j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}

// is reports whether a small-letter form belongs to a closed class.
func (l *lexicon) is(form, class string) bool {
	for i := range l.words[form] {
		if l.words[form][i].Class == class {
			return true
		}
	}
	return false
}

// word is the entry of form in class, nil when it has none.
func (l *lexicon) word(form, class string) *knowledge.Word {
	list := l.words[form]
	for i := range list {
		if list[i].Class == class {
			return &list[i]
		}
	}
	return nil
}
