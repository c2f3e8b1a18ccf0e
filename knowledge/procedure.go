package knowledge

import (
	"io/fs"
	"sort"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// Procedure is what we know of bodies, the texts they put out, and the steps in
// the life of such a text.
type Procedure struct {
	Steps     []*StepRule
	steps     patternIndex[*StepRule]
	products  patternIndex[*Product]
	bodies    map[string]string // folded name → canonical
	amendment map[string]bool
	calling   map[string]bool
}

// Product is a kind of text; Specific is false for words that leave it open.
type Product struct {
	Name     string
	Specific bool
}

// StepRule says which words tell a step.
type StepRule struct {
	ID           string   `yaml:"id"`
	Kind         string   `yaml:"kind"`
	Verbs        []string `yaml:"verbs"`
	Nouns        []string `yaml:"nouns"`
	Adjectives   []string `yaml:"adjectives"`
	Of           []string `yaml:"of"`            // product, amendment, calling: one has to stand below the word
	By           []string `yaml:"by"`            // slots of who takes the step, see Entry
	Reason       []string `yaml:"reason"`        // slots of the reason given
	Negated      string   `yaml:"negated"`       // the kind that a negated sentence tells, "" for none
	Gives        bool     `yaml:"gives"`         // who takes the step makes the text his own
	NeedsContext bool     `yaml:"needs_context"` // only where a text of a body was spoken of before
}

// Body is the canonical name of a body whose procedure is followed, "" for others.
func (p *Procedure) Body(name string) string { return p.bodies[foldName(name)] }

// ProductAt is the kind of text that the word at token i names, nil for none.
func (p *Procedure) ProductAt(sent *sitrep.Sentence, i int) *Product {
	var best *Product
	long := 0
	for _, c := range p.products[strings.ToLower(sent.Tokens[i].Lemma)] {
		if used, ok := c.Pattern.Match(sent, i); ok && len(used) > long {
			best, long = c.Value, len(used)
		}
	}
	return best
}

// StepHit is a step rule that matches at a token.
type StepHit struct {
	Rule *StepRule
	POS  string
	Used []int
}

// StepsAt lists the rules that match at token i, longest pattern first.
func (p *Procedure) StepsAt(sent *sitrep.Sentence, i int) []StepHit {
	var hits []StepHit
	for _, c := range p.steps[strings.ToLower(sent.Tokens[i].Lemma)] {
		if used, ok := c.Pattern.Match(sent, i); ok {
			hits = append(hits, StepHit{c.Value, c.Pattern.POS, used})
		}
	}
	sort.SliceStable(hits, func(a, b int) bool { return len(hits[a].Used) > len(hits[b].Used) })
	return hits
}

// Amendment reports whether the lemma names a change to a text.
func (p *Procedure) Amendment(lemma string) bool { return p.amendment[lemma] }

// Calling reports whether the lemma names what a text does ("call on all sides").
func (p *Procedure) Calling(lemma string) bool { return p.calling[lemma] }

func foldName(name string) string {
	name = strings.ToLower(strings.Join(strings.Fields(name), " "))
	return strings.TrimPrefix(name, "the ")
}

type stepFile struct {
	About     string      `yaml:"about"`
	Steps     []*StepRule `yaml:"steps"`
	Amendment []string    `yaml:"amendment"`
	Calling   []string    `yaml:"calling"`
}

func loadProcedure(fsys fs.FS) (*Procedure, error) {
	p := &Procedure{steps: patternIndex[*StepRule]{}, products: patternIndex[*Product]{}, bodies: map[string]string{}}
	bodies, err := readTSV(fsys, "procedure/bodies.tsv", "name", "aliases", "silence")
	if err != nil {
		return nil, err
	}
	for _, r := range bodies {
		for _, name := range append(r.list("aliases"), r.get("name")) {
			p.bodies[foldName(name)] = r.get("name")
		}
	}
	products, err := readTSV(fsys, "procedure/products.tsv", "product", "specific", "patterns")
	if err != nil {
		return nil, err
	}
	for _, r := range products {
		for _, text := range r.list("patterns") {
			pattern, err := ParsePattern(text, "N")
			if err != nil {
				return nil, r.fault(err.Error(), "write lemmas separated by blanks")
			}
			p.products.add(pattern, &Product{r.get("product"), r.get("specific") == "yes"})
		}
	}
	return p, p.loadSteps(fsys)
}

func (p *Procedure) loadSteps(fsys fs.FS) error {
	const file = "procedure/steps.yaml"
	var content stepFile
	if err := readYAML(fsys, file, &content); err != nil {
		return err
	}
	for _, s := range content.Steps {
		if s.ID == "" || s.Kind == "" {
			return &SyntaxError{File: file, Msg: "step without id or kind", Remedy: "give both"}
		}
		p.Steps = append(p.Steps, s)
		for _, group := range []struct {
			pos   string
			words []string
		}{{"V", s.Verbs}, {"N", s.Nouns}, {"A", s.Adjectives}} {
			for _, text := range group.words {
				pattern, err := ParsePattern(text, group.pos)
				if err != nil {
					return &SyntaxError{File: file, Line: lineOf(fsys, file, "id: "+s.ID+"\n"), Msg: err.Error(), Remedy: "write lemmas separated by blanks"}
				}
				p.steps.add(pattern, s)
			}
		}
	}
	p.amendment, p.calling = set(content.Amendment), set(content.Calling)
	return nil
}

func set(words []string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}
