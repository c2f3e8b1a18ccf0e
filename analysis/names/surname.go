package names

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep/knowledge"
)

// bearers finds known persons by the last words of their names, and by the
// first word where a title or the custom of a country puts the family or the
// only name there ("King Hussein", "President Xi").
type bearers struct {
	last  map[string][]*entity // folded words of a name from some word to its end
	first map[string][]*entity // folded first word
	begin map[rune][]string    // keys of last by their first letter, sorted
}

func newBearers() bearers {
	return bearers{map[string][]*entity{}, map[string][]*entity{}, map[rune][]string{}}
}

// add lists a spelling of a person's name, cut into its folded units.
func (b *bearers) add(ent *entity, units []string) {
	for i := range units {
		b.put(b.last, strings.Join(units[i:], " "), ent)
	}
	if len(units) > 1 {
		b.put(b.first, units[0], ent)
	}
}

func (b *bearers) put(m map[string][]*entity, key string, ent *entity) {
	if slices.Contains(m[key], ent) {
		return
	}
	if len(m[key]) == 0 && utf8.RuneCountInString(key) >= shortTypo {
		letter, _ := utf8.DecodeRuneInString(key)
		b.begin[letter] = append(b.begin[letter], key)
	}
	m[key] = append(m[key], ent)
}

// A name is taken for a misspelling of another from shortTypo letters on with
// one letter wrong, from longTypo on with two. A text gets no more than mostTypos
// searches for them.
const (
	shortTypo = 7
	longTypo  = 9
	mostTypos = 40
)

// bearer is the known person whom an unlisted name means, by its title and the
// offices of those who bear it: "President Reagan". Without a title only a name
// that one known person alone bears counts, and only if the person heads a state,
// or leads its talks with others, or the text names the country. The country is
// given alone where several of one country fit.
func (b *builder) bearer(it *item, text string) (*entity, string) {
	lex := b.ln.lex
	words, _ := lex.cut(text)
	key := strings.Join(words, " ")
	if len(key) < 3 {
		return nil, ""
	}
	if !b.entitled() {
		if _, given := lex.know.FirstNames[text]; given || len(words) > 2 || len(key) < 5 {
			return nil, ""
		}
		if list := lex.bearers.last[key]; len(list) == 1 && b.wellKnown(list[0]) && (b.speaks(it) || b.readsAsPerson(it)) {
			return list[0], ""
		}
		return nil, ""
	}
	fit := b.inOffice(append(slices.Clone(lex.bearers.last[key]), b.byFirst(lex.bearers.first[key])...))
	if len(fit) == 0 {
		fit = b.misspelt(key)
	}
	if list := lex.bearers.last[key]; len(fit) == 0 && len(list) == 1 && len(key) >= shortTypo-1 && b.ofStanding(list[0]) {
		fit = list
	}
	return b.only(slices.DeleteFunc(slices.Clone(fit), func(e *entity) bool { return !b.evident(e, key) }))
}

// evident reports whether a title and a surname alone may mean a person: the text
// speaks of the person's country, or the person leads a state on the day of the
// report; without a day nobody else of note may bear the name ("President Costa").
func (b *builder) evident(ent *entity, key string) bool {
	if b.ownedBy() != "" || b.r.speaksOf(ent.person.Country) {
		return true
	}
	return b.r.leads(ent) && (b.r.day != "" || len(b.ln.lex.bearers.last[key]) <= 1)
}

// entitled reports whether a title or role stands before the name that tells more
// than courtesy.
func (b *builder) entitled() bool {
	for _, t := range b.titles {
		if title := b.ln.lex.titles[t]; title == nil || title.Kind != "courtesy" {
			return true
		}
	}
	return false
}

func (b *builder) readsAsPerson(it *item) bool {
	v := b.read(it)
	return v.kind == "person" && v.score >= trusted
}

// wellKnown reports whether a surname alone can mean a person: one who heads a
// state on the day, or holds any office then in a country of which the text
// speaks.
func (b *builder) wellKnown(ent *entity) bool {
	return b.r.leads(ent) || slices.ContainsFunc(ent.person.Offices, func(o knowledge.Office) bool {
		return knowledge.Valid(o.From, o.To, b.r.day) && b.r.speaksOf(o.Country)
	})
}

// leads reports whether a person holds, on the day, an office that news tells by
// surname alone; without a day, ever.
func (r *reading) leads(ent *entity) bool {
	return slices.ContainsFunc(ent.person.Offices, func(o knowledge.Office) bool {
		return knowledge.Valid(o.From, o.To, r.day) && slices.ContainsFunc(o.Titles, func(t string) bool {
			return r.lex.is(strings.ToLower(t), "head-title")
		})
	})
}

// byFirst keeps those whom their first name may mean.
func (b *builder) byFirst(list []*entity) []*entity {
	regnal := slices.ContainsFunc(b.titles, func(t string) bool { return b.ln.lex.is(t, "regnal-title") })
	return slices.DeleteFunc(slices.Clone(list), func(e *entity) bool {
		return !regnal && !b.ln.lex.know.FamilyFirst[e.person.Country]
	})
}

// inOffice keeps those who hold, on the day of the report, an office of the title
// in the text; with "former" one that has ended; without a day, any.
func (b *builder) inOffice(list []*entity) []*entity {
	var fit []*entity
	owner := b.ownedBy()
	titles, past := b.presentTitles()
	for _, ent := range list {
		held := slices.ContainsFunc(ent.person.Offices, func(o knowledge.Office) bool {
			if owner != "" && o.Country != owner && ent.person.Country != owner || !b.ln.lex.titled(o.Titles, titles) {
				return false
			}
			return knowledge.Valid(o.From, o.To, b.r.day) || past && o.To != "" && o.To <= b.r.day
		})
		if held && !slices.Contains(fit, ent) {
			fit = append(fit, ent)
		}
	}
	return fit
}

// ofStanding reports whether the only bearer of a surname may be meant by a title
// that no list gives him: a high one, of one in office in the country of the text,
// if it tells one.
func (b *builder) ofStanding(ent *entity) bool {
	if owner := b.ownedBy(); owner != "" && owner != ent.person.Country {
		return false
	}
	high := slices.ContainsFunc(b.titles, func(t string) bool {
		title := b.ln.lex.titles[t]
		return b.ln.lex.is(t, "head-title") || title != nil && title.Kind == "rank"
	})
	return high && len(ent.person.At(b.r.day)) > 0
}

// presentTitles are the titles before the name without the words that say that
// the office is over, and whether there were any.
func (b *builder) presentTitles() (titles []string, past bool) {
	for _, t := range b.titles {
		if first, rest, ok := strings.Cut(t, " "); ok && b.ln.lex.is(first, "former") {
			t, past = rest, true
		}
		titles = append(titles, t)
	}
	for k := b.begin; k < b.k; k++ {
		for t := b.parts[k].from; t <= b.parts[k].to; t++ {
			past = past || b.ln.lex.is(b.ln.low[t], "former")
		}
	}
	return titles, past
}

// ownedBy is the country of the words before the name, "" when they tell none.
func (b *builder) ownedBy() string {
	for _, o := range b.owners {
		ent := b.r.items[o].ent
		switch {
		case ent == nil:
		case ent.state != nil:
			return ent.state.ISO3
		case ent.people != nil && ent.people.Country != "":
			return ent.people.Country
		case ent.org != nil && ent.org.Country != "" && !b.ln.lex.know.International[ent.org.Country]:
			return ent.org.Country
		}
	}
	return ""
}

// misspelt lists those in office whose name differs from key in a letter or two.
func (b *builder) misspelt(key string) []*entity {
	n := utf8.RuneCountInString(key)
	if n < shortTypo || b.r.typos >= mostTypos {
		return nil
	}
	b.r.typos++
	most := 1
	if n >= longTypo {
		most = 2
	}
	letter, _ := utf8.DecodeRuneInString(key)
	var fit []*entity
	for _, listed := range b.ln.lex.bearers.begin[letter] {
		if d := len(listed) - len(key); d > most || d < -most || apart(key, listed, most) > most {
			continue
		}
		for _, ent := range b.inOffice(b.ln.lex.bearers.last[listed]) {
			if !slices.Contains(fit, ent) {
				fit = append(fit, ent)
			}
		}
	}
	return fit
}

// apart is the number of letters by which two words differ (inserted, left out
// or changed, as Levenshtein counts), anything above most once it is certain to
// be above.
func apart(a, b string, most int) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal, best := row[0], i
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost++
			}
			diagonal = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
			best = min(best, row[j])
		}
		if best > most {
			return best
		}
	}
	return row[len(b)]
}

// only is the one person who fits, or the country that all who fit share; those
// of a country that the text names go before others.
func (b *builder) only(fit []*entity) (*entity, string) {
	if len(fit) > 1 {
		home := slices.DeleteFunc(slices.Clone(fit), func(e *entity) bool { return !b.r.speaksOf(e.person.Country) })
		if len(home) > 0 {
			fit = home
		}
	}
	switch len(fit) {
	case 0:
		return nil, ""
	case 1:
		return fit[0], ""
	}
	for _, ent := range fit[1:] {
		if ent.person.Country != fit[0].person.Country {
			return nil, ""
		}
	}
	return nil, fit[0].person.Country
}

// speaksOf reports whether the text has the name, the people or the capital of a
// state, as they are listed.
func (r *reading) speaksOf(country string) bool {
	ent := r.lex.ents[strings.ToLower(country)]
	if ent == nil || ent.state == nil {
		return false
	}
	st := ent.state
	for _, list := range [][]string{{st.Name, st.Capital}, st.Aliases, st.Adjectives, st.CapitalAliases} {
		for _, name := range list {
			if name != "" && r.inText(name) {
				return true
			}
		}
	}
	return false
}
