package knowledge

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
)

// Phrases tells how an event is said in plain words.
type Phrases struct {
	rows map[phraseKey]Phrase
}

type phraseKey struct{ typ, mode, modality string }

// Phrase is one row of templates: Both for known actors and recipients, Actor
// and Recipient for only one of them, None for neither. {A} stands for the
// actors, {R} for the recipients, {S} for who says so, {N} for a noun phrase.
type Phrase struct{ Both, Actor, Recipient, None string }

// NounModality is the modality of the rows that give noun phrases; AnyType the
// type of the rows that tell of deeds which did not happen.
const (
	NounModality = "noun"
	AnyType      = "*"
)

var phraseSlot = regexp.MustCompile(`\{[^}]*\}?`)

// LoadPhrases reads ontology/phrases.tsv.
func LoadPhrases(fsys fs.FS) (*Phrases, error) {
	rows, err := readTSV(fsys, "ontology/phrases.tsv", "type", "mode", "modality", "both", "actor", "recipient", "none")
	if err != nil {
		return nil, err
	}
	p := &Phrases{rows: make(map[phraseKey]Phrase, len(rows))}
	for _, r := range rows {
		key := phraseKey{r.get("type"), r.get("mode"), r.get("modality")}
		if _, twice := p.rows[key]; twice {
			return nil, r.fault(fmt.Sprintf("%s %s %s is there twice", key.typ, key.mode, key.modality), "keep one line")
		}
		for _, col := range []string{"both", "actor", "recipient", "none"} {
			if err := checkPhrase(r, col, key.typ); err != nil {
				return nil, err
			}
		}
		p.rows[key] = Phrase{r.get("both"), r.get("actor"), r.get("recipient"), r.get("none")}
	}
	return p, nil
}

// checkPhrase wants every cell of an event type, and the slots that fit its column.
func checkPhrase(r row, col, typ string) error {
	cell := r.get(col)
	allowed := map[string]string{"both": "{A}{R}", "actor": "{A}", "recipient": "{R}", "none": ""}[col]
	if typ == AnyType {
		if allowed = "{N}"; col == "both" {
			allowed = "{S}{N}"
		}
	} else if cell == "" {
		return r.fault("no phrase in column "+col, "write one")
	}
	for _, slot := range phraseSlot.FindAllString(cell, -1) {
		if !strings.Contains(allowed, slot) {
			return r.fault(fmt.Sprintf("%s in column %s", slot, col), "use only "+allowed+" there")
		}
	}
	for _, slot := range phraseSlot.FindAllString(allowed, -1) {
		if cell != "" && !strings.Contains(cell, slot) {
			return r.fault(fmt.Sprintf("no %s in column %s", slot, col), "name every party")
		}
	}
	return nil
}

// Find gives the templates of a type, the first mode that has a row, and a
// modality ("happened" or NounModality); ok is false when the type has none.
// A nil receiver has none.
func (p *Phrases) Find(typ string, modes []string, modality string) (Phrase, bool) {
	if p == nil {
		return Phrase{}, false
	}
	for _, m := range modes {
		if row, ok := p.rows[phraseKey{typ, m, modality}]; ok {
			return row, true
		}
	}
	row, ok := p.rows[phraseKey{typ, "", modality}]
	return row, ok
}
