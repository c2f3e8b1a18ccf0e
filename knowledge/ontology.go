package knowledge

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// Ontology is PLOVER's types, modes and contexts with the CAMEO codes that map
// onto them.
type Ontology struct {
	Types    map[string]*Type
	Contexts map[string]bool
	CAMEO    map[string]*CAMEO
	content  map[[2]string]ContentMode
}

// Type is one event type.
type Type struct {
	Name      string
	Quad      int
	Score     float64
	Recipient bool // a recipient is required
	CAMEO     string
	Modes     map[string]float64 // mode → score
	ModeNames []string           // in the order of the file
	// Towards are the prepositions before whom acts of the type are aimed at, in
	// order of preference, for predicates whose entry names no slot that is filled.
	Towards []string
	// Announced is the type of announcing such an act, "" where that is no act of
	// its own: to say that one will meet is to AGREE.
	Announced string
	// Refused is the type of saying that one will not do it, "" where that is none.
	Refused       string
	traits        []string
	modeAnnounced map[string]string
	modeTraits    [][2]string // mode, trait
}

// Has reports whether the type has a trait of types.tsv: "addresses" (acts that
// tell a recipient to do what they are about), "yields" (acts that end or undo
// others), "violent", "coercive".
func (t *Type) Has(trait string) bool { return t != nil && slices.Contains(t.traits, trait) }

// ModeHas reports whether one of the modes has a trait of modes.tsv:
// "stands_down" (who does it lays force down or gives captives up), "takes_captive",
// "frees".
func (t *Type) ModeHas(modes []string, trait string) bool {
	return t != nil && slices.ContainsFunc(modes, func(m string) bool { return slices.Contains(t.modeTraits, [2]string{m, trait}) })
}

// Announcing is the type of announcing such an act with these modes, "" where
// that is no act of its own: to announce a withdrawal is to CONCEDE it.
func (t *Type) Announcing(modes []string) string {
	for _, m := range modes {
		if as := t.modeAnnounced[m]; as != "" {
			return as
		}
	}
	return t.Announced
}

// CAMEO is one code of the older ontology and what it maps to.
type CAMEO struct {
	Code, Label, Type, Mode string
	Contexts                []string
	Quad                    int
	Goldstein               float64
}

// ContentMode is what a verbal act becomes by what it speaks of: a REQUEST for
// RETREAT has the mode yield.
type ContentMode struct{ Mode, CAMEO string }

// ByContent gives mode and CAMEO code of an act of type typ that speaks of an
// act of type content; a row for one of its modes ("SANCTION/expel") goes before
// the row for the type. ok is false when the table has none.
func (o *Ontology) ByContent(typ, content string, modes []string) (ContentMode, bool) {
	for _, mode := range modes {
		if m, ok := o.content[[2]string{typ, content + "/" + mode}]; ok {
			return m, true
		}
	}
	m, ok := o.content[[2]string{typ, content}]
	return m, ok
}

// Talk reports a type whose acts are words: quad classes 0, 1 and 3.
func (t *Type) Talk() bool { return t != nil && (t.Quad == 0 || t.Quad == 1 || t.Quad == 3) }

func loadOntology(fsys fs.FS) (*Ontology, error) {
	o := &Ontology{Types: map[string]*Type{}, Contexts: map[string]bool{}, CAMEO: map[string]*CAMEO{}, content: map[[2]string]ContentMode{}}
	for _, load := range []func(fs.FS) error{o.loadTypes, o.loadModes, o.loadContexts, o.loadCAMEO, o.loadContent} {
		if err := load(fsys); err != nil {
			return nil, err
		}
	}
	return o, nil
}

func (o *Ontology) loadTypes(fsys fs.FS) error {
	rows, err := readTables(fsys, "ontology/types.tsv", "type", "quad", "score", "recipient_required", "cameo", "traits", "towards", "announced", "refused")
	if err != nil {
		return err
	}
	for _, r := range rows {
		quad, err := strconv.Atoi(r.get("quad"))
		if err != nil || quad < 0 || quad > 4 {
			return r.fault(fmt.Sprintf("quad %q", r.get("quad")), "write 0 to 4")
		}
		score, err := strconv.ParseFloat(r.get("score"), 64)
		if err != nil {
			return r.fault(fmt.Sprintf("score %q is no number", r.get("score")), "write it as -3.5")
		}
		o.Types[r.get("type")] = &Type{Name: r.get("type"), Quad: quad, Score: score,
			Recipient: r.get("recipient_required") == "yes", CAMEO: r.get("cameo"), traits: r.list("traits"), Towards: r.list("towards"), Announced: r.get("announced"), Refused: r.get("refused"), modeAnnounced: map[string]string{}, Modes: map[string]float64{}}
	}
	return nil
}

func (o *Ontology) loadModes(fsys fs.FS) error {
	rows, err := readTables(fsys, "ontology/modes.tsv", "type", "mode", "score", "traits", "announced")
	if err != nil {
		return err
	}
	for _, r := range rows {
		t := o.Types[r.get("type")]
		if t == nil {
			return r.fault(fmt.Sprintf("type %q is not in ontology/types.tsv", r.get("type")), "add it there or correct it")
		}
		score := t.Score
		if cell := r.get("score"); cell != "" {
			if score, err = strconv.ParseFloat(cell, 64); err != nil {
				return r.fault(fmt.Sprintf("score %q is no number", cell), "write it as -3.5, or - for the type's own")
			}
		}
		t.Modes[r.get("mode")] = score
		t.ModeNames = append(t.ModeNames, r.get("mode"))
		if as := r.get("announced"); as != "" {
			t.modeAnnounced[r.get("mode")] = as
		}
		for _, trait := range r.list("traits") {
			t.modeTraits = append(t.modeTraits, [2]string{r.get("mode"), trait})
		}
	}
	return nil
}

func (o *Ontology) loadContexts(fsys fs.FS) error {
	rows, err := readTables(fsys, "ontology/contexts.tsv", "context")
	for _, r := range rows {
		o.Contexts[r.get("context")] = true
	}
	return err
}

func (o *Ontology) loadCAMEO(fsys fs.FS) error {
	rows, err := readTSV(fsys, "ontology/cameo.tsv", "code", "label", "type", "mode", "contexts", "quad", "goldstein")
	if err != nil {
		return err
	}
	for _, r := range rows {
		if o.Types[r.get("type")] == nil {
			return r.fault(fmt.Sprintf("type %q is not in ontology/types.tsv", r.get("type")), "add it there or correct it")
		}
		quad, errQuad := strconv.Atoi(r.get("quad"))
		goldstein, errScore := strconv.ParseFloat(r.get("goldstein"), 64)
		if errQuad != nil || errScore != nil {
			return r.fault("quad or goldstein is no number", "write them as 3 and -5.0")
		}
		o.CAMEO[r.get("code")] = &CAMEO{r.get("code"), r.get("label"), r.get("type"), r.get("mode"), r.list("contexts"), quad, goldstein}
	}
	return nil
}

func (o *Ontology) loadContent(fsys fs.FS) error {
	rows, err := readTables(fsys, "ontology/content.tsv", "type", "content", "mode", "cameo")
	if err != nil {
		return err
	}
	for _, r := range rows {
		content, mode, _ := strings.Cut(r.get("content"), "/")
		for _, typ := range []string{r.get("type"), content} {
			if o.Types[typ] == nil {
				return r.fault(fmt.Sprintf("type %q is not in ontology/types.tsv", typ), "add it there or correct it")
			}
		}
		if _, known := o.Types[content].Modes[mode]; mode != "" && !known {
			return r.fault(fmt.Sprintf("mode %q is not a mode of %s", mode, content), "use one of ontology/modes.tsv, or add it there")
		}
		if code := r.get("cameo"); code != "" && o.CAMEO[code] == nil {
			return r.fault(fmt.Sprintf("CAMEO code %q is unknown", code), "use one of ontology/cameo.tsv")
		}
		o.content[[2]string{r.get("type"), r.get("content")}] = ContentMode{r.get("mode"), r.get("cameo")}
	}
	return nil
}
