package knowledge

import "io/fs"

// Grammar sorts closed-class words by what they do in a clause.
type Grammar struct{ roles map[string]map[string]bool }

// Is reports whether the lemma has the role (agent, genitive, addressee, place …).
func (g *Grammar) Is(role, lemma string) bool { return g.roles[role][lemma] }

// Words lists nothing when the role is unknown; else the lemmas that have it, unordered.
func (g *Grammar) Words(role string) map[string]bool { return g.roles[role] }

func loadGrammar(fsys fs.FS) (*Grammar, error) {
	rows, err := readTSV(fsys, "grammar/words.tsv", "role", "lemmas")
	if err != nil {
		return nil, err
	}
	g := &Grammar{map[string]map[string]bool{}}
	for _, r := range rows {
		words := map[string]bool{}
		for _, w := range r.list("lemmas") {
			words[w] = true
		}
		g.roles[r.get("role")] = words
	}
	return g, nil
}
