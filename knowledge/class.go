package knowledge

import (
	"io/fs"
	"strings"
)

// Classes sorts nouns by what they denote (person, weapon, territory, sport …),
// for the constraints of predicates.
type Classes struct {
	byLemma map[string][]string
	names   map[string]bool
}

// computed are the classes that the stages decide, not a list of words.
var computed = map[string]bool{"actor": true, "state": true, "person": true, "place": true, "number": true, "none": true, "any": true}

// Known reports whether a class of that name exists.
func (c *Classes) Known(name string) bool {
	return c.names[name] || computed[name] || strings.HasPrefix(name, "type:")
}

// Of lists the classes of a lemma, in order of file and line; nil for none. A
// plural that was left as a lemma (names keep their form) is tried as singular.
func (c *Classes) Of(lemma string) []string {
	lemma = strings.ToLower(lemma)
	if found, ok := c.byLemma[lemma]; ok {
		return found
	}
	if one, ok := strings.CutSuffix(lemma, "s"); ok && len(one) > 3 {
		return c.byLemma[one]
	}
	return nil
}

// Has reports whether the lemma is of the class.
func (c *Classes) Has(lemma, class string) bool {
	for _, name := range c.Of(lemma) {
		if name == class {
			return true
		}
	}
	return false
}

func loadClasses(fsys fs.FS) (*Classes, error) {
	files, err := glob(fsys, "classes/*.tsv")
	if err != nil {
		return nil, err
	}
	c := &Classes{byLemma: map[string][]string{}, names: map[string]bool{}}
	for _, file := range files {
		rows, err := readTSV(fsys, file, "class", "lemmas")
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			name := r.get("class")
			if name == "" {
				return nil, r.fault("row without a class", "name it in the first column")
			}
			c.names[name] = true
			for _, lemma := range r.list("lemmas") {
				lemma = strings.ToLower(lemma)
				c.byLemma[lemma] = append(c.byLemma[lemma], name)
			}
		}
	}
	return c, nil
}
