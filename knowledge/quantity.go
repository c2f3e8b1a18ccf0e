package knowledge

import (
	"io/fs"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// Quantity is what we know of number words, of words that bound them, and of
// what is said of people who are counted.
type Quantity struct {
	Numbers   *Numbers
	bounds    []Bound // longest phrase first
	victims   map[string]string
	scope     []string
	patient   patternIndex[string]
	agent     patternIndex[string]
	tolls     patternIndex[string]
	nouns     map[string]string
	adjs      map[string]string
	of        map[string]string // noun → measure
	ofVerbs   map[string]string
	counting  map[string]bool
	revising  map[string]bool
	including map[string]bool
	joins     map[string]bool
	single    map[string]bool
	harmless  map[string]bool
}

// Bound is a phrase of lower-case words that opens or blurs a number.
type Bound struct {
	Words []string
	Kind  string // least, more, upto, less, nearly, about
	After bool   // it may stand behind the number
}

// Bounds lists the bounding phrases, longest first.
func (q *Quantity) Bounds() []Bound { return q.bounds }

// Victims is the class of victims that a noun names, "" when it names no people.
func (q *Quantity) Victims(lemma string) string { return q.victims[lemma] }

// Cumulative reports whether the sentence, in lower case, speaks of a total over time.
func (q *Quantity) Cumulative(sentence string) bool {
	for _, phrase := range q.scope {
		if i := strings.Index(sentence, phrase); i >= 0 && edge(sentence, i-1) && edge(sentence, i+len(phrase)) {
			return true
		}
	}
	return false
}

func edge(s string, i int) bool {
	return i < 0 || i >= len(s) || !(s[i] >= 'a' && s[i] <= 'z')
}

// Told says of whom a measure word tells: its patient or its agent.
type Told string

// Of whom a measure tells.
const (
	Patient Told = "patient"
	Agent   Told = "agent"
)

// VerbMeasure is the measure that the verb at token i tells, and of whom; "" for none.
func (q *Quantity) VerbMeasure(sent *sitrep.Sentence, i int) (string, Told) {
	lemma := strings.ToLower(sent.Tokens[i].Lemma)
	for _, c := range q.patient[lemma] {
		if _, ok := c.Pattern.Match(sent, i); ok {
			return c.Value, Patient
		}
	}
	for _, c := range q.agent[lemma] {
		if _, ok := c.Pattern.Match(sent, i); ok {
			return c.Value, Agent
		}
	}
	return "", ""
}

// TollMeasure is the measure of a noun whose number follows ("death toll"), "" for none.
func (q *Quantity) TollMeasure(sent *sitrep.Sentence, i int) string {
	for _, c := range q.tolls[strings.ToLower(sent.Tokens[i].Lemma)] {
		if _, ok := c.Pattern.Match(sent, i); ok {
			return c.Value
		}
	}
	return ""
}

// NounMeasure is the measure of a noun that is counted itself ("47 deaths").
func (q *Quantity) NounMeasure(lemma string) string { return q.nouns[lemma] }

// AdjectiveMeasure is the measure of an adjective or participle beside a number ("eleven dead").
func (q *Quantity) AdjectiveMeasure(word string) string { return q.adjs[word] }

// StandIn is the measure of a noun that stands for people as object of certain
// verbs ("claimed 40 lives"), "" for others.
func (q *Quantity) StandIn(verb, noun string) string {
	if q.ofVerbs[verb] == q.of[noun] {
		return q.of[noun]
	}
	return ""
}

// Counting reports whether the verb states a number ("put the number at").
func (q *Quantity) Counting(verb string) bool { return q.counting[verb] }

// Revising reports whether the verb replaces a number ("rose to").
func (q *Quantity) Revising(verb string) bool { return q.revising[verb] }

// Including reports whether the word opens a part of what was counted.
func (q *Quantity) Including(word string) bool { return q.including[word] }

// Joins reports whether the word makes a range of two numbers ("to", "or").
func (q *Quantity) Joins(word string) bool { return q.joins[word] }

// Single reports whether the article tells of one ("a", "another").
func (q *Quantity) Single(word string) bool { return q.single[word] }

// Harmless reports whether the noun is never people: units, weapons, groups.
func (q *Quantity) Harmless(lemma string) bool { return q.harmless[lemma] }

type measureFile struct {
	About    string `yaml:"about"`
	Measures []struct {
		Measure    string   `yaml:"measure"`
		Patient    []string `yaml:"patient"`
		Agent      []string `yaml:"agent"`
		Nouns      []string `yaml:"nouns"`
		Adjectives []string `yaml:"adjectives"`
		Tolls      []string `yaml:"tolls"`
		Of         []string `yaml:"of"`
		OfVerbs    []string `yaml:"of_verbs"`
	} `yaml:"measures"`
	Counting  []string `yaml:"counting"`
	Revising  []string `yaml:"revising"`
	Including []string `yaml:"including"`
	Joins     []string `yaml:"joins"`
	Single    []string `yaml:"single"`
	Harmless  []string `yaml:"harmless"`
}

func loadQuantity(fsys fs.FS) (*Quantity, error) {
	q := &Quantity{victims: map[string]string{}, patient: patternIndex[string]{}, agent: patternIndex[string]{},
		tolls: patternIndex[string]{}, nouns: map[string]string{}, adjs: map[string]string{}, of: map[string]string{}, ofVerbs: map[string]string{}}
	for _, load := range []func(fs.FS) error{q.loadBounds, q.loadVictims, q.loadMeasures} {
		if err := load(fsys); err != nil {
			return nil, err
		}
	}
	var err error
	if q.Numbers, err = loadNumbers(fsys); err != nil {
		return nil, err
	}
	rows, err := readTSV(fsys, "quantity/scope.tsv", "phrase")
	for _, r := range rows {
		q.scope = append(q.scope, r.get("phrase"))
	}
	return q, err
}

func (q *Quantity) loadBounds(fsys fs.FS) error {
	rows, err := readTSV(fsys, "quantity/bounds.tsv", "phrase", "kind", "after")
	if err != nil {
		return err
	}
	for n := 5; n > 0; n-- {
		for _, r := range rows {
			if words := strings.Fields(r.get("phrase")); len(words) == n {
				q.bounds = append(q.bounds, Bound{words, r.get("kind"), r.get("after") == "yes"})
			}
		}
	}
	return nil
}

func (q *Quantity) loadVictims(fsys fs.FS) error {
	rows, err := readTSV(fsys, "quantity/victims.tsv", "class", "lemmas")
	for _, r := range rows {
		for _, lemma := range r.list("lemmas") {
			q.victims[lemma] = r.get("class")
		}
	}
	return err
}

func (q *Quantity) loadMeasures(fsys fs.FS) error {
	const file = "quantity/measures.yaml"
	var content measureFile
	if err := readYAML(fsys, file, &content); err != nil {
		return err
	}
	for _, m := range content.Measures {
		for _, group := range []struct {
			pos   string
			words []string
			index patternIndex[string]
		}{{"V", m.Patient, q.patient}, {"V", m.Agent, q.agent}, {"N", nounHeads(m.Tolls), q.tolls}} {
			for _, text := range group.words {
				p, err := ParsePattern(text, group.pos)
				if err != nil {
					return &SyntaxError{File: file, Line: lineOf(fsys, file, "measure: "+m.Measure+"\n"), Msg: err.Error(), Remedy: "write lemmas separated by blanks"}
				}
				group.index.add(p, m.Measure)
			}
		}
		for _, group := range []struct {
			words []string
			into  map[string]string
		}{{m.Nouns, q.nouns}, {m.Adjectives, q.adjs}, {m.Of, q.of}, {m.OfVerbs, q.ofVerbs}} {
			for _, word := range group.words {
				group.into[word] = m.Measure
			}
		}
	}
	q.counting, q.revising, q.including, q.harmless = set(content.Counting), set(content.Revising), set(content.Including), set(content.Harmless)
	q.joins, q.single = set(content.Joins), set(content.Single)
	return nil
}

// nounHeads marks the head of "number of dead", which is its first word.
func nounHeads(patterns []string) []string {
	out := make([]string, 0, len(patterns))
	for _, p := range patterns {
		if words := strings.Fields(p); len(words) == 3 && !strings.Contains(p, "*") {
			p = "*" + words[0] + " " + words[2]
		}
		out = append(out, p)
	}
	return out
}
