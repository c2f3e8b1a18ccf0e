package knowledge

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// Merging is what joining claims to events needs: the weight of each thing that
// two claims agree or disagree in, in points of log-odds, and how often words are
// used.
type Merging struct {
	// Lean is the points above which a claim leans on another, Join those that it
	// needs with the members of an event on the average.
	Lean, Join float64
	weights    map[string]float64
	often      map[string]float64
}

// LoadMerging reads ontology/merging.tsv and text/frequency.tsv.
func LoadMerging(fsys fs.FS) (*Merging, error) {
	m := &Merging{weights: map[string]float64{}, often: map[string]float64{}}
	rows, err := readTSV(fsys, "ontology/merging.tsv", "feature", "points")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if err := r.number("feature", "points", m.weights); err != nil {
			return nil, err
		}
	}
	m.Lean, m.Join = m.weights["lean"], m.weights["join"]
	rows, err = readTSV(fsys, "text/frequency.tsv", "word", "per_million")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if err := r.number("word", "per_million", m.often); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// number reads the cell value under the cell key into table.
func (r row) number(key, value string, table map[string]float64) error {
	k := strings.TrimSpace(r.get(key))
	if _, twice := table[k]; twice || k == "" {
		return r.fault(fmt.Sprintf("%s %q is missing or there twice", key, k), "give each its one line")
	}
	n, err := strconv.ParseFloat(r.get(value), 64)
	if err != nil {
		return r.fault(fmt.Sprintf("%s %q is no number", value, r.get(value)), "write a number such as 1.5")
	}
	table[k] = n
	return nil
}

// Weight is the points of a feature, 0 for one that has none.
func (m *Merging) Weight(feature string) float64 { return m.weights[feature] }

// Often is how often a word in lower case, without marks, is used in a million
// words; 0 for a rare one.
func (m *Merging) Often(word string) float64 { return m.often[word] }
