package knowledge

import (
	"fmt"
	"io/fs"
	"strings"
)

// Text is what the cutting of text into sentences and words needs to know. All
// look-ups take the curly apostrophe for the straight one.
type Text struct {
	abbreviations map[string]AbbreviationKind
	contractions  map[string][]string
	words         map[string]map[string]bool
}

// AbbreviationKind says what an abbreviation tells about the end of a sentence.
type AbbreviationKind string

// The kinds of abbreviation.
const (
	NoAbbreviation     AbbreviationKind = ""
	TitleAbbreviation  AbbreviationKind = "title"  // a name follows
	NeverAbbreviation  AbbreviationKind = "never"  // no sentence ends here
	NumberAbbreviation AbbreviationKind = "number" // an abbreviation only before a number
	MonthAbbreviation  AbbreviationKind = "month"  // a sentence ends here unless a number follows
	MaybeAbbreviation  AbbreviationKind = "maybe"  // a sentence ends here before a typical opening word
	EndAbbreviation    AbbreviationKind = "end"    // a sentence ends here before any capital letter
)

// wordKinds are the lists that text/words.tsv may hold; the value says whether
// the list is looked up in lower case.
var wordKinds = map[string]bool{
	"clitic": true, "prefix": true, "unit": true, "whole": false,
	"opener": true, "saying": true, "month": false, "weekday": false,
}

// LoadText reads the word lists alone, for those who only cut text.
func LoadText(fsys fs.FS) (*Text, error) { return loadText(fsys) }

func loadText(fsys fs.FS) (*Text, error) {
	t := &Text{
		abbreviations: map[string]AbbreviationKind{},
		contractions:  map[string][]string{},
		words:         map[string]map[string]bool{},
	}
	if err := t.readAbbreviations(fsys); err != nil {
		return nil, err
	}
	if err := t.readContractions(fsys); err != nil {
		return nil, err
	}
	return t, t.readWords(fsys)
}

func (t *Text) readAbbreviations(fsys fs.FS) error {
	rows, err := readTSV(fsys, "text/abbreviations.tsv", "form", "kind")
	if err != nil {
		return err
	}
	for _, r := range rows {
		form, kind := r.get("form"), AbbreviationKind(r.get("kind"))
		if !strings.HasSuffix(form, ".") {
			return r.fault(fmt.Sprintf("abbreviation %q has no period", form), "write it with its period")
		}
		switch kind {
		case TitleAbbreviation, NeverAbbreviation, NumberAbbreviation, MonthAbbreviation, MaybeAbbreviation, EndAbbreviation:
		default:
			return r.fault(fmt.Sprintf("%q is no kind of abbreviation", kind), "use title, never, number, month, maybe or end")
		}
		if _, twice := t.abbreviations[form]; twice {
			return r.fault(fmt.Sprintf("abbreviation %q is there twice", form), "keep one line")
		}
		t.abbreviations[form] = kind
	}
	return nil
}

func (t *Text) readContractions(fsys fs.FS) error {
	rows, err := readTSV(fsys, "text/contractions.tsv", "form", "parts")
	if err != nil {
		return err
	}
	for _, r := range rows {
		form, parts := r.get("form"), r.list("parts")
		if strings.Join(parts, "") != form || form != strings.ToLower(form) {
			return r.fault(fmt.Sprintf("the parts of %q do not spell it in lower case", form), "split the word without changing a letter")
		}
		t.contractions[form] = parts
	}
	return nil
}

func (t *Text) readWords(fsys fs.FS) error {
	rows, err := readTSV(fsys, "text/words.tsv", "kind", "form")
	if err != nil {
		return err
	}
	for _, r := range rows {
		kind, form := r.get("kind"), r.get("form")
		lower, known := wordKinds[kind]
		if !known {
			return r.fault(fmt.Sprintf("%q is no kind of word list", kind), "use clitic, prefix, unit, whole, opener, saying, month or weekday")
		}
		if form == "" || lower && form != strings.ToLower(form) {
			return r.fault(fmt.Sprintf("%s %q is empty or not in lower case", kind, form), "write it in lower case")
		}
		if t.words[kind] == nil {
			t.words[kind] = map[string]bool{}
		}
		t.words[kind][form] = true
	}
	return nil
}

// Abbreviation gives the kind of form, which ends in a period; case counts, but
// a form in capitals is also looked up with one capital ("GEN." as "Gen.").
func (t *Text) Abbreviation(form string) AbbreviationKind {
	if kind := t.abbreviations[form]; kind != NoAbbreviation {
		return kind
	}
	if len(form) < 3 || form != strings.ToUpper(form) {
		return NoAbbreviation
	}
	return t.abbreviations[form[:1]+strings.ToLower(form[1:])]
}

// Contraction gives the parts of a word like "cannot" in the letters of form,
// nil when form is one word.
func (t *Text) Contraction(form string) []string {
	lower := strings.ToLower(form)
	parts := t.contractions[lower]
	if parts == nil || len(lower) != len(form) {
		return nil
	}
	out := make([]string, len(parts))
	for i, at := 0, 0; i < len(parts); i++ {
		out[i] = form[at : at+len(parts[i])]
		at += len(parts[i])
	}
	return out
}

// Clitic reports whether suffix, with its apostrophe, is a word of its own when
// written on the end of another.
func (t *Text) Clitic(suffix string) bool { return t.has("clitic", strings.ToLower(suffix)) }

// Prefix reports whether a hyphen after form joins it to the next word.
func (t *Text) Prefix(form string) bool { return t.has("prefix", strings.ToLower(form)) }

// Unit reports whether letters written on the end of a number are a word of their own.
func (t *Text) Unit(form string) bool { return t.has("unit", strings.ToLower(form)) }

// Whole reports whether form is never cut, in this case or in lower case.
func (t *Text) Whole(form string) bool {
	return t.has("whole", form) || t.has("whole", strings.ToLower(form))
}

// Opener reports whether form opens a sentence more often than it follows an abbreviation.
func (t *Text) Opener(form string) bool { return t.has("opener", strings.ToLower(form)) }

// Saying reports whether form is a verb that follows a closed quotation.
func (t *Text) Saying(form string) bool { return t.has("saying", strings.ToLower(form)) }

// Month reports whether form is the name of a month, in full or short, in any case.
func (t *Text) Month(form string) bool { return t.named("month", form) }

// Weekday reports whether form is the name of a weekday, in full or short, in any case.
func (t *Text) Weekday(form string) bool { return t.named("weekday", form) }

func (t *Text) named(list, form string) bool {
	if form == "" {
		return false
	}
	return t.has(list, form) || t.has(list, form[:1]+strings.ToLower(form[1:]))
}

func (t *Text) has(list, form string) bool {
	if strings.Contains(form, "’") {
		form = strings.ReplaceAll(form, "’", "'")
	}
	return t.words[list][form]
}
