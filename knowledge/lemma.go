package knowledge

import (
	"io/fs"
	"strings"
)

// Lemmas knows the base forms of words: irregular ones by a table, regular ones
// by the words that other knowledge files use.
type Lemmas struct {
	irregular map[string]map[string]string // kind → form → lemma
	verbs     map[string]bool
	nouns     map[string]bool
}

// LoadLemmas reads the table of irregular forms and gathers the verbs and nouns
// of predicates, cues and classes.
func LoadLemmas(fsys fs.FS) (*Lemmas, error) {
	rows, err := readTSV(fsys, "grammar/irregular.tsv", "kind", "lemma", "forms")
	if err != nil {
		return nil, err
	}
	l := &Lemmas{irregular: map[string]map[string]string{"verb": {}, "noun": {}}, verbs: map[string]bool{}, nouns: map[string]bool{}}
	for _, r := range rows {
		forms := l.irregular[r.get("kind")]
		if forms == nil {
			return nil, r.fault("kind is "+r.get("kind"), "write verb or noun")
		}
		for _, form := range r.list("forms") {
			forms[form] = r.get("lemma")
		}
		if r.get("kind") == "verb" {
			l.verbs[r.get("lemma")] = true
		}
	}
	return l, l.gather(fsys)
}

// gather takes the heads of the patterns of predicates and cues, and the nouns of classes.
func (l *Lemmas) gather(fsys fs.FS) error {
	files, err := glob(fsys, "verbs/*.yaml")
	if err != nil {
		return err
	}
	for _, file := range files {
		var content verbFile
		if err := readYAML(fsys, file, &content); err != nil {
			return err
		}
		for _, e := range content.Entries {
			l.take(e.Verbs, "V", l.verbs)
			l.take(e.Nouns, "N", l.nouns)
		}
	}
	classes, err := loadClasses(fsys)
	if err != nil {
		return err
	}
	for lemma := range classes.byLemma {
		l.nouns[lemma] = true
	}
	return nil
}

func (l *Lemmas) take(patterns []string, pos string, into map[string]bool) {
	for _, text := range patterns {
		if p, err := ParsePattern(text, pos); err == nil {
			for _, lemma := range p.Words[p.Head].Lemmas {
				into[lemma] = true
			}
		}
	}
}

// Verb is the lemma of a verb form in lower case with its Penn tag. Guess is what
// the model says; it stands unless the table, or a known verb that the form is a
// regular form of, says otherwise, or no rule leads from it to the form.
func (l *Lemmas) Verb(form, tag, guess string) string {
	switch tag {
	case "VB", "VBP", "MD":
		if lemma, ok := l.irregular["verb"][form]; ok && tag != "VB" && (lemma == "be" || guess == form && !l.verbs[form]) {
			return lemma
		}
		return guess
	}
	if lemma, ok := l.irregular["verb"][form]; ok {
		return lemma
	}
	return settle(regularVerb(form), guess, l.verbs)
}

// Noun is the lemma of a plural noun in lower case.
func (l *Lemmas) Noun(form, guess string) string {
	if lemma, ok := l.irregular["noun"][form]; ok {
		return lemma
	}
	return settle(regularNoun(form), guess, l.nouns)
}

// Singular is the lemma of a singular noun in lower case: a known noun is its own,
// whatever the model takes it for ("a mine" is not "my").
func (l *Lemmas) Singular(form, guess string) string {
	if l.nouns[form] {
		return form
	}
	return guess
}

// settle chooses among the base forms that rules allow: the guess when it is one
// of them and none is better known, else a known one.
func settle(candidates []string, guess string, known map[string]bool) string {
	allowed := false
	for _, c := range candidates {
		allowed = allowed || c == guess
	}
	if len(candidates) == 0 || allowed && known[guess] {
		return guess
	}
	for _, c := range candidates {
		if known[c] {
			return c
		}
	}
	if allowed {
		return guess
	}
	return candidates[0]
}

// regularVerb lists the base forms whose past, participle or third person the
// form can be, likeliest first.
func regularVerb(form string) []string {
	switch {
	case strings.HasSuffix(form, "ied"):
		return []string{form[:len(form)-3] + "y", form[:len(form)-1]}
	case strings.HasSuffix(form, "ed") && len(form) > 3:
		return stems(form[:len(form)-2])
	case strings.HasSuffix(form, "ing") && len(form) > 4:
		return stems(form[:len(form)-3])
	}
	return regularNoun(form)
}

// stems are the base forms that lose their ending before a vowel: walk, bake, stop.
func stems(stem string) []string {
	out := []string{stem, stem + "e"}
	if n := len(stem); n > 2 && stem[n-1] == stem[n-2] && !strings.ContainsRune("aeiouls", rune(stem[n-1])) {
		out = []string{stem[:n-1], stem}
	} else if n > 2 && stem[n-1] == stem[n-2] {
		out = []string{stem, stem[:n-1]}
	}
	return out
}

// regularNoun lists the singulars whose plural the form can be.
func regularNoun(form string) []string {
	switch {
	case strings.HasSuffix(form, "ies") && len(form) > 4:
		return []string{form[:len(form)-3] + "y", form[:len(form)-1]}
	case strings.HasSuffix(form, "ses"), strings.HasSuffix(form, "xes"), strings.HasSuffix(form, "ches"), strings.HasSuffix(form, "shes"), strings.HasSuffix(form, "zes"), strings.HasSuffix(form, "oes"):
		return []string{form[:len(form)-2], form[:len(form)-1]}
	case strings.HasSuffix(form, "ss"), !strings.HasSuffix(form, "s"), len(form) < 4:
		return nil
	}
	return []string{form[:len(form)-1]}
}
