package knowledge

import (
	"fmt"
	"io/fs"
	"strings"
)

// Timex is what is known about the wording of times.
type Timex struct {
	Words    []TimexWord
	Rules    []TimexRule
	Holidays map[string][]Holiday // by lower-case name, in order of the tables
	Stops    []string             // lower-case phrases that only look like times
	Numbers  *Numbers
}

// TimexWord is a word or fixed phrase with its class (month, unit, cue …) and
// value. A Capital one counts only when it is printed with a capital.
type TimexWord struct {
	Phrase  string
	Class   string
	Value   string
	Capital bool
}

// TimexRule turns a sequence of classes into a time expression. A pattern lists
// elements separated by blanks: a class, a 'literal' or a finished expression
// (@day); alternatives are joined by "|", "?" makes an element optional.
type TimexRule struct {
	ID       string            `yaml:"id"`
	Level    int               `yaml:"level"`    // 1 words only, 2 and 3 may use expressions of lower levels
	Make     string            `yaml:"make"`     // what the engine builds, see docs/knowledge.md
	Gives    string            `yaml:"gives"`    // name under which other rules use it, "" for none
	Inner    bool              `yaml:"inner"`    // only a part of other rules, never an expression of its own
	Set      map[string]string `yaml:"set"`      // slots filled without a word
	Prev     string            `yaml:"prev"`     // the word before has to be one of these
	NotPrev  string            `yaml:"not_prev"` // the word before must not be one of these
	Start    bool              `yaml:"start"`    // only where a block of text begins
	Next     string            `yaml:"next"`
	NotNext  string            `yaml:"not_next"`
	Patterns []string          `yaml:"patterns"`
}

// Holiday says when a day or season of the calendar falls. Exactly one of the
// four ways is used; Days is how long it lasts.
type Holiday struct {
	ID         string
	Month, Day int // fixed date
	// Nth weekday (1 is Monday) of Month; Nth -1 is the last.
	Weekday, Nth int
	Easter       *int        // days after Easter Sunday
	Dates        []DateRange // table, in order
	Days         int
	Approx       bool // the date depends on sighting or country
}

// DateRange is one row of a table of movable feasts: first and last day, ISO 8601.
type DateRange struct{ First, Last string }

func loadTimex(fsys fs.FS) (*Timex, error) {
	t := &Timex{Holidays: map[string][]Holiday{}}
	var err error
	if t.Numbers, err = loadNumbers(fsys); err != nil {
		return nil, err
	}
	if err := t.loadWords(fsys); err != nil {
		return nil, err
	}
	if err := t.loadRules(fsys); err != nil {
		return nil, err
	}
	if t.Stops, err = loadStops(fsys); err != nil {
		return nil, err
	}
	return t, t.loadHolidays(fsys)
}

func (t *Timex) loadWords(fsys fs.FS) error {
	rows, err := readTSV(fsys, "timex/words.en.tsv", "class", "value", "case", "words")
	if err != nil {
		return err
	}
	for _, r := range rows {
		if kind := r.get("case"); kind != "" && kind != "capital" {
			return r.fault(fmt.Sprintf("case %q", kind), "write capital or -")
		}
		for _, w := range r.list("words") {
			if w == "" {
				return r.fault("empty word", "remove the stray |")
			}
			t.Words = append(t.Words, TimexWord{strings.ToLower(w), r.get("class"), r.get("value"), r.get("case") == "capital"})
		}
	}
	return nil
}

func (t *Timex) loadRules(fsys fs.FS) error {
	const file = "timex/rules.en.yaml"
	var doc struct {
		Rules []TimexRule `yaml:"rules"`
	}
	if err := readYAML(fsys, file, &doc); err != nil {
		return err
	}
	seen := map[string]bool{}
	for i := range doc.Rules {
		r := &doc.Rules[i]
		if r.Level == 0 {
			r.Level = 1
		}
		fault := ""
		switch {
		case r.ID == "" || seen[r.ID]:
			fault = fmt.Sprintf("rule %q has no id of its own", r.ID)
		case r.Level < 1 || r.Level > 3:
			fault = "level is not 1, 2 or 3"
		case r.Make == "" || len(r.Patterns) == 0:
			fault = "rule without make or patterns"
		}
		if fault != "" {
			return &SyntaxError{file, lineOf(fsys, file, "id: "+r.ID), fault, "compare it with its neighbours"}
		}
		seen[r.ID] = true
	}
	t.Rules = doc.Rules
	return nil
}

// loadStops lists lower-case phrases that only look like times.
func loadStops(fsys fs.FS) ([]string, error) {
	rows, err := readTSV(fsys, "timex/stop.en.tsv", "words")
	if err != nil {
		return nil, err
	}
	var stops []string
	for _, r := range rows {
		stops = append(stops, r.list("words")...)
	}
	return stops, nil
}
