package knowledge

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// Quantity is what we know of number words, of words that bound them, and of
// what is said of people who are counted.
type Quantity struct {
	Numbers  *Numbers
	bounds   []Bound // longest phrase first
	victims  map[string]string
	scope    [][]string
	patient  patternIndex[string]
	agent    patternIndex[string]
	words    map[measureUse]map[string]string // lemma or phrase → measure
	standIns map[[2]string]string             // verb, noun → measure
	lists    map[string]map[string]bool
}

// measureUse is how a word tells a measure.
type measureUse string

const (
	useNoun  measureUse = "nouns"
	useAdj   measureUse = "adjectives"
	useDeed  measureUse = "deeds"
	useToll  measureUse = "tolls"
	useTaken measureUse = "taken"
)

// Bound is a phrase of lower-case words that opens or blurs a number.
type Bound struct {
	Words []string
	Kind  string // least, more, upto, less, nearly, about
	After bool   // it stands behind the number
}

// Bounds lists the bounding phrases, longest first.
func (q *Quantity) Bounds() []Bound { return q.bounds }

// Victims is the class of victims that a noun names, alone or with the word
// before it; "" when it names no people, "unknown" when it tells nothing more.
func (q *Quantity) Victims(modifier, lemma string) string {
	if class := q.victims[modifier+" "+lemma]; class != "" {
		return class
	}
	return q.victims[lemma]
}

// Scope lists the phrases that make a figure a total over a time, as words.
func (q *Quantity) Scope() [][]string { return q.scope }

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
	for _, group := range []struct {
		index patternIndex[string]
		told  Told
	}{{q.patient, Patient}, {q.agent, Agent}} {
		for _, c := range group.index[lemma] {
			if _, ok := c.Pattern.Match(sent, i); ok {
				return c.Value, group.told
			}
		}
	}
	return "", ""
}

// NounMeasure is the measure of a noun that is counted itself ("47 deaths").
func (q *Quantity) NounMeasure(lemma string) string { return q.words[useNoun][lemma] }

// AdjectiveMeasure is the measure of an adjective or participle, as printed in
// lower case, beside a number ("eleven dead").
func (q *Quantity) AdjectiveMeasure(word string) string { return q.words[useAdj][word] }

// DeedMeasure is the measure of a noun with the counted below it ("the killing of twelve").
func (q *Quantity) DeedMeasure(lemma string) string { return q.words[useDeed][lemma] }

// TollMeasure is the measure of a noun whose number follows, alone or with the
// word before it ("death toll").
func (q *Quantity) TollMeasure(modifier, lemma string) string {
	if m := q.words[useToll][modifier+" "+lemma]; m != "" {
		return m
	}
	return q.words[useToll][lemma]
}

// TakenMeasure is the measure of a word inside "the number of … taken".
func (q *Quantity) TakenMeasure(word string) string { return q.words[useTaken][word] }

// StandIn is the measure of a noun that stands for people as object of certain
// verbs ("claimed 40 lives"), "" for others.
func (q *Quantity) StandIn(verb, noun string) string { return q.standIns[[2]string{verb, noun}] }

// Counting reports whether the subject of the verb states a number ("put the toll at").
func (q *Quantity) Counting(verb string) bool { return q.Is("telling", verb) }

// Revising reports whether the verb replaces a number ("rose to").
func (q *Quantity) Revising(verb string) bool { return q.Is("revising", verb) }

// Is reports whether a lower-case word is in one of the closed lists of
// measures.yaml (revising, including, harmless …).
func (q *Quantity) Is(list, word string) bool { return q.lists[list][word] }

type measureFile struct {
	About    string `yaml:"about"`
	Measures []struct {
		Measure    string   `yaml:"measure"`
		Patient    []string `yaml:"patient"`
		Agent      []string `yaml:"agent"`
		Nouns      []string `yaml:"nouns"`
		Adjectives []string `yaml:"adjectives"`
		Deeds      []string `yaml:"deeds"`
		Tolls      []string `yaml:"tolls"`
		Taken      []string `yaml:"taken"`
	} `yaml:"measures"`
	StandIns []struct {
		Measure string   `yaml:"measure"`
		Verbs   []string `yaml:"verbs"`
		Nouns   []string `yaml:"nouns"`
	} `yaml:"stand_ins"`
	Lists map[string][]string `yaml:"lists"`
}

// listNames are the closed lists that the code asks for; each has to be there.
var listNames = [...]string{"telling", "counting", "revising", "including", "partitive", "range", "between", "and", "states", "old", "single", "age", "passing", "half", "article", "stock", "dashes", "nobody", "others", "units", "harmless"}

// measureNames are the measures of the contract.
var measureNames = [...]string{"killed", "injured", "casualties", "missing", "captured", "detained", "abducted", "displaced", "bodies-found", "surrendered"}

func loadQuantity(fsys fs.FS) (*Quantity, error) {
	q := &Quantity{victims: map[string]string{}, patient: patternIndex[string]{}, agent: patternIndex[string]{},
		words: map[measureUse]map[string]string{}, standIns: map[[2]string]string{}, lists: map[string]map[string]bool{}}
	for _, load := range []func(fs.FS) error{q.loadBounds, q.loadVictims, q.loadMeasures, q.loadScope} {
		if err := load(fsys); err != nil {
			return nil, err
		}
	}
	var err error
	q.Numbers, err = loadNumbers(fsys)
	return q, err
}

func (q *Quantity) loadScope(fsys fs.FS) error {
	rows, err := readTSV(fsys, "quantity/scope.tsv", "phrase")
	for _, r := range rows {
		q.scope = append(q.scope, strings.Fields(r.get("phrase")))
	}
	return err
}

func (q *Quantity) loadBounds(fsys fs.FS) error {
	rows, err := readTSV(fsys, "quantity/bounds.tsv", "phrase", "kind", "after")
	if err != nil {
		return err
	}
	for _, r := range rows {
		b := Bound{strings.Fields(r.get("phrase")), r.get("kind"), r.get("after") == "yes"}
		switch b.Kind {
		case "least", "more", "upto", "less", "nearly", "about":
		default:
			return r.fault(fmt.Sprintf("kind %q of bound", b.Kind), "use least, more, upto, less, nearly or about")
		}
		q.bounds = append(q.bounds, b)
	}
	slices.SortStableFunc(q.bounds, func(a, b Bound) int { return len(b.Words) - len(a.Words) })
	return nil
}

func (q *Quantity) loadVictims(fsys fs.FS) error {
	rows, err := readTSV(fsys, "quantity/victims.tsv", "class", "lemmas")
	for _, r := range rows {
		for _, lemma := range r.list("lemmas") {
			if old := q.victims[lemma]; old != "" {
				return r.fault(fmt.Sprintf("%q is already %s", lemma, old), "keep it in one class")
			}
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
		fault := func(msg, remedy string) error {
			return &SyntaxError{File: file, Line: lineOf(fsys, file, "measure: "+m.Measure+"\n"), Msg: msg, Remedy: remedy}
		}
		if !slices.Contains(measureNames[:], m.Measure) {
			return fault(fmt.Sprintf("measure %q is not in the contract", m.Measure), "use one of "+strings.Join(measureNames[:], ", "))
		}
		for _, group := range []struct {
			words []string
			index patternIndex[string]
		}{{m.Patient, q.patient}, {m.Agent, q.agent}} {
			for _, text := range group.words {
				p, err := ParsePattern(text, "V")
				if err != nil {
					return fault(err.Error(), "write lemmas separated by blanks")
				}
				group.index.add(p, m.Measure)
			}
		}
		for _, group := range []struct {
			use   measureUse
			words []string
		}{{useNoun, m.Nouns}, {useAdj, m.Adjectives}, {useDeed, m.Deeds}, {useToll, m.Tolls}, {useTaken, m.Taken}} {
			if q.words[group.use] == nil {
				q.words[group.use] = map[string]string{}
			}
			for _, w := range group.words {
				if old := q.words[group.use][w]; old != "" {
					return fault(fmt.Sprintf("%q already tells %s", w, old), "keep it in one place")
				}
				q.words[group.use][w] = m.Measure
			}
		}
	}
	for _, s := range content.StandIns {
		for _, v := range s.Verbs {
			for _, n := range s.Nouns {
				q.standIns[[2]string{v, n}] = s.Measure
			}
		}
	}
	for _, name := range listNames {
		if len(content.Lists[name]) == 0 {
			return &SyntaxError{File: file, Line: lineOf(fsys, file, "lists:"), Msg: "no list " + name, Remedy: "add it, with at least one word"}
		}
		q.lists[name] = set(content.Lists[name])
	}
	return nil
}
