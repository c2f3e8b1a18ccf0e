package knowledge

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// Actors is what is known of those who act: states, bodies, groups and persons
// with their names and dates, and the nouns, titles and function words by which
// the unnamed and unknown are told. Slices are in order of file and line.
type Actors struct {
	States        []State
	Peoples       []People
	Organizations []Organization // organizations.tsv, then groups/*.tsv by name
	Persons       []Person
	Roles         []Role
	Titles        []Title
	Words         []Word
	Shorts        []Short
	Sounds        []Sound
	// FirstNames maps a first name to "male", "female" or "".
	FirstNames map[string]string
	// Hypernyms maps a noun ("group") to the kinds of entity it can take up.
	Hypernyms map[string][]string
	// Ranks maps short forms inside titles ("gen") to full ones ("general").
	Ranks map[string]string
	// International holds the country codes that are no state (UNO, EUR …).
	International map[string]bool
	// CodeOf gives the code of bodies of a kind of which no country is known.
	CodeOf map[string]string
	// Romanised holds the states (ISO 3166-1 alpha-3) whose personal names come
	// in many Latin spellings.
	Romanised map[string]bool
	// FamilyFirst holds the states whose personal names begin with the family's.
	FamilyFirst map[string]bool
	// Powers maps a sector code to "state", "armed", "loyal" or "".
	Powers map[string]string
	// AtHome holds the sectors of those who, told without a country, are of the
	// country where they act.
	AtHome map[string]bool
	// SectorFor gives the sector for a use: government, military, loyal, former,
	// people, unidentified, rebels.
	SectorFor map[string]string
}

// State is a state or what PLOVER treats as one. Its entity id is the ISO3 code
// in small letters.
type State struct {
	ISO3, ISO2, Name string
	Aliases          []string
	Adjectives       []string
	People           []string // nouns for its citizens, singular and plural
	Capital          string
	CapitalAliases   []string // also seats of government that stand for it
	From, To         string   // ISO dates, [From, To); "" is open
}

// People is a people or region that is no state. Country is "" when it lives in several.
type People struct {
	Adjectives, Nouns []string
	Country           string
}

// Organization is a body or group. Country is a state's code or one of
// Actors.International; Parent is an organization's id or "".
type Organization struct {
	ID, Name string
	Aliases  []string
	Country  string
	Sectors  []string // the first is the primary one
	Kind     string   // igo, organ, armed-group, party, ngo, company or media
	Parent   string
	From, To string
}

// Person is a known person. Offices are in order of the file: without a date
// the first one counts.
type Person struct {
	ID, Name string
	Aliases  []string
	Country  string
	Offices  []Office
}

// Office is what a person was from From until before To.
type Office struct {
	Titles       []string
	Country      string
	Sectors      []string
	Organization string // id, "" when none is known
	From, To     string
}

// Role is a noun, of one or more words, that heads descriptions of actors.
type Role struct {
	Lemma   string // the last word as its lemma, small letters
	Kind    RoleKind
	Sectors []string
	Armed   bool
	Person  bool // the singular is one human being
	Abroad  bool // often in a country that is not theirs
	Owned   bool // an actor only with an owner ("the head of …")
	Cause   bool // armed people who fight for something: rebels once their owner is known
}

// RoleKind says how country and sectors of a description come about.
type RoleKind string

// The kinds of role; roles.tsv says what each means.
const (
	RoleSpeaker  RoleKind = "speaker"
	RoleForce    RoleKind = "force"
	RolePlatform RoleKind = "platform"
	RoleOfficial RoleKind = "official"
	RoleBody     RoleKind = "body"
	RolePeople   RoleKind = "people"
	RoleSide     RoleKind = "side"
)

// Title is a phrase that stands before a name. Kind is rank, office or courtesy.
type Title struct {
	Name    string
	Sectors []string
	Kind    string
}

// Word is a closed-class word of English with what it tells.
type Word struct {
	Form   string
	Class  string
	Number string // "singular", "plural" or ""
	Gender string // "male", "female", "none" or ""
	Person string // "1", "2", "3" or ""
}

// Short is a name that means an entity only where the text has named it before.
type Short struct{ Form, Entity string }

// Sound rewrites a spelling of romanised names; see sounds.tsv.
type Sound struct{ From, To string }

// Valid reports whether a thing with these dates exists on day; unknown days
// and open ends are inside. Dates are ISO 8601.
func Valid(from, to, day string) bool {
	return day == "" || (from == "" || from <= day) && (to == "" || day < to)
}

// At lists the offices held on day, in order of file; the first one when day is "".
func (p *Person) At(day string) []Office {
	if day == "" {
		return p.Offices[:min(1, len(p.Offices))]
	}
	var held []Office
	for _, o := range p.Offices {
		if Valid(o.From, o.To, day) {
			held = append(held, o)
		}
	}
	return held
}

func loadActors(fsys fs.FS) (*Actors, error) {
	a := &Actors{}
	steps := []func(fs.FS) error{
		a.loadSectors, a.loadCountries, a.loadStates, a.loadPeoples, a.loadRomanised, a.loadFamilyFirst,
		a.loadOrganizations, a.loadPersons, a.loadOffices, a.loadLeaders, a.loadRoles, a.loadTitles,
		a.loadWords, a.loadShorts, a.loadSounds, a.loadFirstNames, a.loadHypernyms, a.loadRanks,
	}
	for _, step := range steps {
		if err := step(fsys); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func (a *Actors) loadSectors(fsys fs.FS) error {
	rows, err := readTSV(fsys, "actors/sectors.tsv", "code", "name", "power", "use", "home")
	a.Powers, a.SectorFor, a.AtHome = map[string]string{}, map[string]string{}, map[string]bool{}
	for _, r := range rows {
		if power := r.get("power"); !slices.Contains([]string{"", "state", "armed", "loyal"}, power) {
			return r.fault(fmt.Sprintf("power %q is unknown", power), "use state, armed, loyal or -")
		}
		a.Powers[r.get("code")] = r.get("power")
		a.AtHome[r.get("code")] = r.get("home") == "yes"
		if use := r.get("use"); use != "" {
			a.SectorFor[use] = r.get("code")
		}
	}
	return err
}

func (a *Actors) loadCountries(fsys fs.FS) error {
	rows, err := readTSV(fsys, "actors/countries.tsv", "code", "name", "kind")
	a.International, a.CodeOf = map[string]bool{}, map[string]string{}
	for _, r := range rows {
		a.International[r.get("code")] = true
		if kind := r.get("kind"); kind != "" {
			a.CodeOf[kind] = r.get("code")
		}
	}
	return err
}

func (a *Actors) loadStates(fsys fs.FS) error {
	rows, err := readTSV(fsys, "actors/states.tsv", "iso3", "iso2", "name", "aliases", "adjectives", "people", "capital", "capital_aliases", "from", "to")
	seen := map[string]bool{}
	for _, r := range rows {
		st := State{
			ISO3: r.get("iso3"), ISO2: r.get("iso2"), Name: r.get("name"), Aliases: r.list("aliases"),
			Adjectives: r.list("adjectives"), People: r.list("people"),
			Capital: r.get("capital"), CapitalAliases: r.list("capital_aliases"), From: r.get("from"), To: r.get("to"),
		}
		if len(st.ISO3) != 3 || seen[st.ISO3] || a.International[st.ISO3] {
			return r.fault(fmt.Sprintf("iso3 %q is not three letters or is taken", st.ISO3), "give each state its own ISO 3166-1 alpha-3 code")
		}
		if err := dates(r); err != nil {
			return err
		}
		seen[st.ISO3] = true
		a.States = append(a.States, st)
	}
	return err
}

func (a *Actors) loadPeoples(fsys fs.FS) error {
	rows, err := readTSV(fsys, "actors/peoples.tsv", "adjectives", "people", "country")
	for _, r := range rows {
		if err := a.checkCountry(r, true); err != nil {
			return err
		}
		a.Peoples = append(a.Peoples, People{r.list("adjectives"), r.list("people"), r.get("country")})
	}
	return err
}

func (a *Actors) loadRomanised(fsys fs.FS) (err error) {
	a.Romanised, err = a.loadCountrySet(fsys, "actors/romanised.tsv")
	return err
}

func (a *Actors) loadFamilyFirst(fsys fs.FS) (err error) {
	a.FamilyFirst, err = a.loadCountrySet(fsys, "actors/familyfirst.tsv")
	return err
}

// loadCountrySet reads a file of one column of countries.
func (a *Actors) loadCountrySet(fsys fs.FS, file string) (map[string]bool, error) {
	rows, err := readTSV(fsys, file, "country")
	set := map[string]bool{}
	for _, r := range rows {
		if err := a.checkCountry(r, false); err != nil {
			return nil, err
		}
		set[r.get("country")] = true
	}
	return set, err
}

// organKinds are the kinds of organization that the stages tell apart.
var organKinds = []string{"igo", "organ", "armed-group", "party", "ngo", "company", "media"}

func (a *Actors) loadOrganizations(fsys fs.FS) error {
	groups, err := glob(fsys, "actors/groups/*.tsv")
	if err != nil {
		return err
	}
	seen, parents := map[string]bool{}, []row{}
	for _, file := range append([]string{"actors/organizations.tsv"}, groups...) {
		rows, err := readTSV(fsys, file, "id", "name", "aliases", "country", "sectors", "kind", "parent", "from", "to")
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := a.checkOrganization(r, seen); err != nil {
				return err
			}
			parents = append(parents, r)
			a.Organizations = append(a.Organizations, Organization{
				ID: r.get("id"), Name: r.get("name"), Aliases: r.list("aliases"), Country: r.get("country"),
				Sectors: r.list("sectors"), Kind: r.get("kind"), Parent: r.get("parent"), From: r.get("from"), To: r.get("to"),
			})
		}
	}
	for _, r := range parents {
		if p := r.get("parent"); p != "" && !seen[p] {
			return r.fault(fmt.Sprintf("parent %q is no organization", p), "use an id of organizations.tsv or groups, or add it there")
		}
	}
	return nil
}

func (a *Actors) checkOrganization(r row, seen map[string]bool) error {
	id, kind := r.get("id"), r.get("kind")
	switch {
	case id == "" || r.get("name") == "":
		return r.fault("organization without id or name", "fill both columns")
	case seen[id]:
		return r.fault(fmt.Sprintf("id %q is taken", id), "give each row its own id; one group in two times needs two ids")
	case !slices.Contains(organKinds, kind):
		return r.fault(fmt.Sprintf("kind %q is unknown", kind), "use one of "+strings.Join(organKinds, ", "))
	}
	seen[id] = true
	if err := a.checkCountry(r, true); err != nil {
		return err
	}
	if err := a.checkSectors(r); err != nil {
		return err
	}
	return dates(r)
}

func (a *Actors) loadPersons(fsys fs.FS) error {
	rows, err := readTSV(fsys, "actors/persons.tsv", "id", "name", "aliases", "country")
	seen := map[string]bool{}
	for _, r := range rows {
		id := r.get("id")
		if id == "" || r.get("name") == "" || seen[id] {
			return r.fault(fmt.Sprintf("id %q or the name is empty, or the id is taken", id), "give each person an id of their own and a name")
		}
		if err := a.checkCountry(r, true); err != nil {
			return err
		}
		seen[id] = true
		a.Persons = append(a.Persons, Person{ID: id, Name: r.get("name"), Aliases: r.list("aliases"), Country: r.get("country")})
	}
	return err
}

// loadLeaders reads leaders/*.tsv, where a row is a person and one office; more
// rows of one person add offices and aliases, also to a person of persons.tsv.
func (a *Actors) loadLeaders(fsys fs.FS) error {
	files, err := glob(fsys, "actors/leaders/*.tsv")
	if err != nil {
		return err
	}
	at := map[string]int{}
	for i := range a.Persons {
		at[a.Persons[i].ID] = i
	}
	organ := a.organs()
	for _, file := range files {
		rows, err := readTSV(fsys, file, "person", "name", "aliases", "country", "title", "sectors", "organization", "from", "to")
		if err != nil {
			return err
		}
		for _, r := range rows {
			id := r.get("person")
			i, ok := at[id]
			if !ok {
				if id == "" || r.get("name") == "" {
					return r.fault("the person's id or name is empty", "give each person an id of their own and a name")
				}
				i = len(a.Persons)
				at[id] = i
				a.Persons = append(a.Persons, Person{ID: id, Name: r.get("name"), Country: r.get("country")})
			}
			for _, alias := range r.list("aliases") {
				if !slices.Contains(a.Persons[i].Aliases, alias) {
					a.Persons[i].Aliases = append(a.Persons[i].Aliases, alias)
				}
			}
			if err := a.addOffice(r, i, organ); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *Actors) organs() map[string]bool {
	organ := map[string]bool{"": true}
	for i := range a.Organizations {
		organ[a.Organizations[i].ID] = true
	}
	return organ
}

// addOffice gives person i the office of a row of offices.tsv or leaders/*.tsv.
func (a *Actors) addOffice(r row, i int, organ map[string]bool) error {
	if !organ[r.get("organization")] {
		return r.fault(fmt.Sprintf("organization %q is unknown", r.get("organization")), "use an id of organizations.tsv or groups, or -")
	}
	for _, check := range []error{a.checkCountry(r, true), a.checkSectors(r), dates(r)} {
		if check != nil {
			return check
		}
	}
	a.Persons[i].Offices = append(a.Persons[i].Offices, Office{
		Titles: r.list("title"), Country: r.get("country"), Sectors: r.list("sectors"),
		Organization: r.get("organization"), From: r.get("from"), To: r.get("to"),
	})
	return nil
}

func (a *Actors) loadOffices(fsys fs.FS) error {
	rows, err := readTSV(fsys, "actors/offices.tsv", "person", "title", "country", "sectors", "organization", "from", "to")
	at := map[string]int{}
	for i := range a.Persons {
		at[a.Persons[i].ID] = i
	}
	organ := a.organs()
	for _, r := range rows {
		i, ok := at[r.get("person")]
		if !ok {
			return r.fault(fmt.Sprintf("person %q is unknown", r.get("person")), "use an id of persons.tsv, or add the person there")
		}
		if err := a.addOffice(r, i, organ); err != nil {
			return err
		}
	}
	return err
}

func (a *Actors) loadRoles(fsys fs.FS) error {
	rows, err := readTSV(fsys, "actors/roles.tsv", "lemma", "kind", "sectors", "armed", "person", "note")
	kinds := []RoleKind{RoleSpeaker, RoleForce, RolePlatform, RoleOfficial, RoleBody, RolePeople, RoleSide}
	seen := map[string]bool{}
	for _, r := range rows {
		role := Role{
			Lemma: strings.ToLower(r.get("lemma")), Kind: RoleKind(r.get("kind")), Sectors: r.list("sectors"),
			Armed: r.get("armed") == "yes", Person: r.get("person") == "yes", Abroad: r.get("note") == "abroad",
			Owned: r.get("note") == "owned", Cause: r.get("note") == "cause",
		}
		if role.Lemma == "" || seen[role.Lemma] {
			return r.fault(fmt.Sprintf("lemma %q is empty or occurs twice", role.Lemma), "keep one row for each")
		}
		if !slices.Contains(kinds, role.Kind) {
			return r.fault(fmt.Sprintf("kind %q is unknown", role.Kind), fmt.Sprintf("use one of %v", kinds))
		}
		if err := a.checkSectors(r); err != nil {
			return err
		}
		seen[role.Lemma] = true
		a.Roles = append(a.Roles, role)
	}
	return err
}

func (a *Actors) loadTitles(fsys fs.FS) error {
	rows, err := readTSV(fsys, "actors/titles.tsv", "title", "sectors", "kind")
	for _, r := range rows {
		if kind := r.get("kind"); !slices.Contains([]string{"rank", "office", "courtesy"}, kind) {
			return r.fault(fmt.Sprintf("kind %q is unknown", kind), "use rank, office or courtesy")
		}
		if err := a.checkSectors(r); err != nil {
			return err
		}
		a.Titles = append(a.Titles, Title{r.get("title"), r.list("sectors"), r.get("kind")})
	}
	return err
}

func (a *Actors) loadWords(fsys fs.FS) error {
	rows, err := readTSV(fsys, "actors/grammar.tsv", "form", "class", "number", "gender", "person")
	for _, r := range rows {
		a.Words = append(a.Words, Word{r.get("form"), r.get("class"), r.get("number"), r.get("gender"), r.get("person")})
	}
	return err
}

func (a *Actors) loadShorts(fsys fs.FS) error {
	rows, err := readTSV(fsys, "actors/shorts.tsv", "form", "entity")
	for _, r := range rows {
		a.Shorts = append(a.Shorts, Short{r.get("form"), r.get("entity")})
	}
	return err
}

func (a *Actors) loadSounds(fsys fs.FS) error {
	rows, err := readTSV(fsys, "actors/sounds.tsv", "from", "to")
	for _, r := range rows {
		if r.get("from") == "" {
			return r.fault("empty spelling", "write the letters that are to be rewritten")
		}
		a.Sounds = append(a.Sounds, Sound{r.get("from"), r.get("to")})
	}
	return err
}

func (a *Actors) loadFirstNames(fsys fs.FS) error {
	rows, err := readTSV(fsys, "actors/firstnames.tsv", "name", "gender")
	a.FirstNames = map[string]string{}
	for _, r := range rows {
		a.FirstNames[r.get("name")] = r.get("gender")
	}
	return err
}

func (a *Actors) loadHypernyms(fsys fs.FS) error {
	rows, err := readTSV(fsys, "actors/hypernyms.tsv", "lemma", "kinds")
	a.Hypernyms = map[string][]string{}
	for _, r := range rows {
		a.Hypernyms[r.get("lemma")] = r.list("kinds")
	}
	return err
}

func (a *Actors) loadRanks(fsys fs.FS) error {
	rows, err := readTSV(fsys, "actors/ranks.tsv", "form", "full")
	a.Ranks = map[string]string{}
	for _, r := range rows {
		a.Ranks[r.get("form")] = r.get("full")
	}
	return err
}

// checkCountry asks that the row's country is a state or an international code.
func (a *Actors) checkCountry(r row, mayLack bool) error {
	code := r.get("country")
	if code == "" && mayLack || a.International[code] {
		return nil
	}
	for i := range a.States {
		if a.States[i].ISO3 == code {
			return nil
		}
	}
	return r.fault(fmt.Sprintf("country %q is unknown", code), "use an iso3 code of states.tsv or a code of countries.tsv")
}

func (a *Actors) checkSectors(r row) error {
	for _, code := range r.list("sectors") {
		if _, ok := a.Powers[code]; !ok {
			return r.fault(fmt.Sprintf("sector %q is unknown", code), "use a code of sectors.tsv")
		}
	}
	return nil
}

// dates asks for ISO dates in the columns from and to, in this order.
func dates(r row) error {
	from, to := r.get("from"), r.get("to")
	for _, day := range []string{from, to} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return r.fault(fmt.Sprintf("%q is no date", day), "write it as 2019-04-08, or - when it is open")
		}
	}
	if from != "" && to != "" && to <= from {
		return r.fault("the end is not after the start", "check the columns from and to")
	}
	return nil
}
