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

// The modalities of rows besides "happened". NounModality gives noun phrases.
// An act that speaks of a deed is said by ContentModality when the deed is
// demanded, threatened and so on, by UndoneModality when the deed is to be left
// undone, by MatterModality when it is told as having happened. WordModality
// is the status of an act of speech, in None. AnyType is the type of the rows
// that tell of deeds which did not happen, and of the words of [Phrases.Nobody].
const (
	NounModality    = "noun"
	ContentModality = "content"
	UndoneModality  = "content-not"
	MatterModality  = "matter"
	WordModality    = "word"
	AnyType         = "*"

	anyone = "anyone"
)

var phraseSlot = regexp.MustCompile(`\{[^}]*\}?`)

// LoadPhrases reads ontology/phrases.tsv.
func LoadPhrases(fsys fs.FS) (*Phrases, error) {
	rows, err := readTables(fsys, "ontology/phrases.tsv", "type", "mode", "modality", "both", "actor", "recipient", "none")
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
			if err := checkPhrase(r, col, key); err != nil {
				return nil, err
			}
		}
		p.rows[key] = Phrase{r.get("both"), r.get("actor"), r.get("recipient"), r.get("none")}
	}
	return p, nil
}

// phraseSlots are the slots that each column of a row must have, no others.
func phraseSlots(key phraseKey) map[string]string {
	switch {
	case key.modality == WordModality, key.modality == anyone:
		return map[string]string{}
	case key.typ == AnyType:
		return map[string]string{"both": "{S}{N}", "actor": "{S}{N}", "recipient": "{N}", "none": "{N}"}
	case key.modality == ContentModality, key.modality == UndoneModality, key.modality == MatterModality:
		return map[string]string{"both": "{A}{R}{N}", "actor": "{A}{N}", "recipient": "{R}{N}", "none": "{N}"}
	}
	return map[string]string{"both": "{A}{R}", "actor": "{A}", "recipient": "{R}", "none": ""}
}

// checkPhrase wants every cell of an event type, and the slots that fit its column.
func checkPhrase(r row, col string, key phraseKey) error {
	cell, slots := r.get(col), phraseSlots(key)
	if cell == "" {
		if key.typ != AnyType && (len(slots) > 0 || col == "none") {
			return r.fault("no phrase in column "+col, "write one")
		}
		return nil
	}
	allowed := slots[col]
	for _, slot := range phraseSlot.FindAllString(cell, -1) {
		if !strings.Contains(allowed, slot) {
			return r.fault(fmt.Sprintf("%s in column %s", slot, col), "use only "+allowed+" there")
		}
	}
	for _, slot := range phraseSlot.FindAllString(allowed, -1) {
		if !strings.Contains(cell, slot) {
			return r.fault(fmt.Sprintf("no %s in column %s", slot, col), "name every party")
		}
	}
	return nil
}

// Find gives the templates of a type, the first mode that has a row, and a
// modality ("happened" or one of the constants); ok is false when the type has
// none. A nil receiver has none.
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

// Nobody reports whether a name is only a word for people, such as "people",
// that says no more about who they are. A nil receiver knows no such word.
func (p *Phrases) Nobody(name string) bool {
	row, ok := p.Find(AnyType, nil, anyone)
	return ok && strings.Contains(" "+row.None+" ", " "+strings.ToLower(name)+" ")
}
