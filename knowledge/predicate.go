package knowledge

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// Entry is a group of predicates that mean the same act and take the same frame.
type Entry struct {
	ID   string `yaml:"id"`
	Type string `yaml:"type"` // PLOVER type, STATEMENT, APPEAL; "" for entries that only state a relation or control
	// Soft is the type that the act has instead, unless it speaks of an act that
	// lays force down or uses it ("called for reform" against "called for a truce").
	Soft     string   `yaml:"soft"`
	Modes    []string `yaml:"modes"`
	Contexts []string `yaml:"contexts"`
	CAMEO    string   `yaml:"cameo"`

	Verbs      []string `yaml:"verbs"`
	Nouns      []string `yaml:"nouns"`
	Adjectives []string `yaml:"adjectives"`

	// Actor and Recipient list slots in order of preference: "subj" (subject, or
	// the by-phrase of a passive), "obj" (object, or the subject of a passive),
	// "iobj", "poss", "mod" (adjective or noun before a noun), "xcomp", "comp"
	// (any clause that fills the verb), "self" (the noun itself, for words that
	// name the party), "head" (the word that it hangs on), "helped" (the subject of
	// the verb that an auxiliary helps), "speaker" (who is made
	// to say it, for actor and conditions only), or a preposition. Defaults: actor subj for verbs, poss,
	// by, mod for nouns; recipient obj.
	Actor         []string `yaml:"actor"`
	Recipient     []string `yaml:"recipient"`
	NounActor     []string `yaml:"noun_actor"`
	NounRecipient []string `yaml:"noun_recipient"`
	// Reciprocal acts put all parties into actor.
	Reciprocal bool `yaml:"reciprocal"`
	// If: every slot named has to be filled by a word of one of the classes.
	// Unless: no slot named may be. A class is a name of classes/*.tsv, or
	// "actor" (a party), "state" (a country or its government), "person", "place"
	// (a place name), "number", "none" (the slot is empty), "type:ASSAULT" (a
	// predicate of that type stands there).
	If     map[string][]string `yaml:"if"`
	Unless map[string][]string `yaml:"unless"`
	// Modality that the predicate itself carries, for acts that are named as
	// not done ("foil an attack": attempted). Default happened.
	Modality sitrep.Modality `yaml:"modality"`
	// Negated is true for predicates that say that the act was not done.
	Negated bool `yaml:"negated"`
	// Denies marks words of denial: what they deny is a negated claim of its own,
	// also when it only stands in the sentence before ("The army denied it").
	Denies bool `yaml:"denies"`
	// Only "negated" keeps an entry to sentences that say that it was not done.
	Only string `yaml:"only"`
	// Vague words tell of nothing new while it is only planned or supposed ("to fight
	// the drug trade").
	Vague bool `yaml:"vague"`
	// Leaves names a class of nouns: what a noun of it below the act says is left open,
	// and not said by who acts ("declined to comment on reports that ...").
	Leaves string `yaml:"leaves"`
	// Among names a trait of types: without a doer the act counts only where the
	// sentence or the one before tells of another act of such a type. People may be
	// hurt by accident.
	Among      string  `yaml:"among"`
	Measure    string  `yaml:"measure"`    // what a number in the recipient counts: killed, injured, captured …
	Confidence float64 `yaml:"confidence"` // default 0.8
	// Relation and Control say what the predicate states of alignment or of who
	// holds a place: see actors-and-control in docs/knowledge.md.
	Relation string `yaml:"relation"` // kind of relation between actor and recipient
	Ends     bool   `yaml:"ends"`     // the relation ends
	Control  string `yaml:"control"`  // claims, contested, advanced_into, encircled, withdrew, concedes: of the place in slot Holds
	Holds    string `yaml:"holds"`    // slot of the place, default obj
	// Light verbs ("launch", "hold") lend their subject and prepositions to the
	// noun they govern and are no predicate of their own.
	Light bool `yaml:"light"`

	File string `yaml:"-"`
	Line int    `yaml:"-"`
}

// Predicates are all entries, found by the words they match.
type Predicates struct {
	Entries []*Entry // in order of id
	index   patternIndex[*Entry]
}

// Hit is an Entry that matches at a token.
type Hit struct {
	Entry *Entry
	POS   string // V, N or A
	Used  []int  // tokens of the pattern, its head first
	Words int    // words of the pattern, the free ones included
}

// At lists the entries whose pattern has its head at token i, longest pattern
// first, then in order of id; at a verb the readings as a noun come last. Constraints on slots are not checked here.
func (p *Predicates) At(sent *sitrep.Sentence, i int) []Hit {
	var hits []Hit
	for _, c := range p.index[strings.ToLower(sent.Tokens[i].Lemma)] {
		if used, ok := c.Pattern.Match(sent, i); ok {
			hits = append(hits, Hit{c.Value, c.Pattern.POS, used, c.Pattern.Len()})
		}
	}
	verb := sent.Tokens[i].UPOS == "VERB"
	sort.SliceStable(hits, func(a, b int) bool {
		if verb && (hits[a].POS == "N") != (hits[b].POS == "N") {
			return hits[b].POS == "N"
		}
		if hits[a].Words != hits[b].Words {
			return hits[a].Words > hits[b].Words
		}
		return hits[a].Entry.ID < hits[b].Entry.ID
	})
	return hits
}

type verbFile struct {
	About   string   `yaml:"about"` // what the file holds, for people
	Entries []*Entry `yaml:"entries"`
}

func loadPredicates(fsys fs.FS, ont *Ontology, classes *Classes) (*Predicates, error) {
	files, err := glob(fsys, "verbs/*.yaml")
	if err != nil {
		return nil, err
	}
	p := &Predicates{index: patternIndex[*Entry]{}}
	seen := map[string]string{}
	for _, file := range files {
		var content verbFile
		if err := readYAML(fsys, file, &content); err != nil {
			return nil, err
		}
		for _, e := range content.Entries {
			e.File, e.Line = file, lineOf(fsys, file, "id: "+e.ID+"\n")
			if other, ok := seen[e.ID]; ok {
				return nil, e.fault(fmt.Sprintf("id %q stands in %s too", e.ID, other), "ids are unique: choose another")
			}
			seen[e.ID] = file
			if err := p.add(e, ont, classes); err != nil {
				return nil, err
			}
		}
	}
	sort.Slice(p.Entries, func(i, j int) bool { return p.Entries[i].ID < p.Entries[j].ID })
	return p, nil
}

func (e *Entry) fault(msg, remedy string) error {
	return &SyntaxError{File: e.File, Line: e.Line, Msg: msg, Remedy: remedy}
}

func (p *Predicates) add(e *Entry, ont *Ontology, classes *Classes) error {
	if e.ID == "" {
		return e.fault("entry without id", "give it one, as in request.call-on")
	}
	if err := e.check(ont, classes); err != nil {
		return err
	}
	if e.Confidence == 0 {
		e.Confidence = 0.8
	}
	for pos, list := range map[string][]string{"V": e.Verbs, "N": e.Nouns, "A": e.Adjectives} {
		for _, text := range list {
			pattern, err := ParsePattern(text, pos)
			if err != nil {
				return e.fault(err.Error(), "write lemmas separated by blanks")
			}
			p.index.add(pattern, e)
		}
	}
	p.Entries = append(p.Entries, e)
	return nil
}

func (e *Entry) check(ont *Ontology, classes *Classes) error {
	if e.Soft != "" && ont.Types[e.Soft] == nil {
		return e.fault(fmt.Sprintf("soft type %q is not in the ontology", e.Soft), "use one of ontology/types.tsv")
	}
	if e.Type != "" && ont.Types[e.Type] == nil {
		return e.fault(fmt.Sprintf("type %q is not in the ontology", e.Type), "use one of ontology/types.tsv")
	}
	for _, mode := range e.Modes {
		if t := ont.Types[e.Type]; t == nil || !slices.Contains(t.ModeNames, mode) {
			return e.fault(fmt.Sprintf("mode %q is not a mode of %s", mode, e.Type), "use one of ontology/modes.tsv, or add it there")
		}
	}
	for _, context := range e.Contexts {
		if !ont.Contexts[context] {
			return e.fault(fmt.Sprintf("context %q is not in the ontology", context), "use one of ontology/contexts.tsv")
		}
	}
	if e.CAMEO != "" && ont.CAMEO[e.CAMEO] == nil {
		return e.fault(fmt.Sprintf("CAMEO code %q is not in ontology/cameo.tsv", e.CAMEO), "quote it, with its leading zero")
	}
	if e.Confidence < 0 || e.Confidence > 1 {
		return e.fault(fmt.Sprintf("confidence is %g", e.Confidence), "write a number from 0 to 1")
	}
	for _, slots := range [][]string{e.Actor, e.Recipient, e.NounActor, e.NounRecipient, {cmp.Or(e.Holds, "obj")}} {
		for _, slot := range slots {
			if err := e.checkSlot(slot, classes); err != nil {
				return err
			}
		}
	}
	for _, conds := range []map[string][]string{e.If, e.Unless} {
		for slots, names := range conds {
			for slot := range strings.SplitSeq(slots, "|") {
				if err := e.checkSlot(slot, classes); err != nil {
					return err
				}
			}
			slot := slots
			for _, name := range names {
				if !classes.Known(name) {
					return e.fault(fmt.Sprintf("slot %s asks for class %q, which no file of classes/ defines", slot, name), "define it there or use another")
				}
			}
		}
	}
	if e.Only != "" && e.Only != string(sitrep.Negated) {
		return e.fault(fmt.Sprintf("only: %q", e.Only), "write negated, or leave it out")
	}
	if len(e.Verbs)+len(e.Nouns)+len(e.Adjectives) == 0 {
		return e.fault("entry "+e.ID+" has no words", "list verbs, nouns or adjectives")
	}
	return nil
}

// slotNames are the slots that are no preposition; docs/knowledge.md tells them.
var slotNames = []string{"subj", "obj", "iobj", "poss", "mod", "xcomp", "comp", "self", "head", "helped", "speaker", "none"}

func (e *Entry) checkSlot(slot string, classes *Classes) error {
	if slices.Contains(slotNames, slot) || classes.Has(slot, "preposition") {
		return nil
	}
	return e.fault(fmt.Sprintf("there is no slot %q", slot), "use one of "+strings.Join(slotNames, ", ")+" or a preposition of classes/things.tsv")
}
