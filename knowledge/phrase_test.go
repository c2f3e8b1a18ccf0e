package knowledge

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/sitrep-dev/sitrep/internal/corpus"
)

func TestPhrasesCoverTheOntology(t *testing.T) {
	p, err := LoadPhrases(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	o, err := loadOntology(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for name := range o.Types {
		for _, modality := range []string{"happened", NounModality} {
			if _, ok := p.Find(name, nil, modality); !ok {
				t.Errorf("ontology/phrases.tsv has no row %s - %s", name, modality)
			}
		}
	}
	for key := range p.rows {
		if typ := o.Types[key.typ]; key.typ != AnyType && typ == nil {
			t.Errorf("ontology/phrases.tsv has a row for %s, which is no type", key.typ)
		} else if typ != nil && key.mode != "" {
			if _, ok := typ.Modes[key.mode]; !ok {
				t.Errorf("ontology/phrases.tsv: %s has no mode %s", key.typ, key.mode)
			}
		}
	}
	for _, modality := range []string{"planned", "demanded", "offered", "threatened", "attempted", "hypothetical", "unclear", "denied", "negated",
		"not-planned", "not-demanded", "not-offered", "not-threatened", "not-attempted", "not-hypothetical", "not-unclear"} {
		if row, ok := p.Find(AnyType, nil, modality); !ok || row.Both == "" || row.None == "" {
			t.Errorf("ontology/phrases.tsv has no full row * - %s", modality)
		}
	}
}

func TestPhraseFaults(t *testing.T) {
	const header = "type\tmode\tmodality\tboth\tactor\trecipient\tnone\n"
	for _, row := range []string{
		"X\t-\thappened\t{A} met {B}\t{A} met\t{R} met\ta meeting",
		"X\t-\thappened\t{A} met\t{A} met\t{R} met\ta meeting",
		"X\t-\thappened\t-\t{A} met\t{R} met\ta meeting",
		"X\t-\thappened\t{A} met {R}\t{A} met\t{R} met\tone of {A}",
		"X\t-\tcontent\t{A} met {R}\t{A} met\t{R} met\ta meeting",
		"X\t-\tword\t-\t-\t-\t-",
		"*\t-\tplanned\t{S} planned\t-\t-\tplans for {N}",
	} {
		fsys := fstest.MapFS{"ontology/phrases.tsv": {Data: []byte(header + row + "\n")}}
		if _, err := LoadPhrases(fsys); err == nil || !strings.Contains(err.Error(), "phrases.tsv:2") {
			t.Errorf("%q: got %v, want a fault with its line", row, err)
		}
	}
}

func TestPhraseCorpus(t *testing.T) {
	p, err := LoadPhrases(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	cases, err := corpus.Read("ontology/phrases.corpus")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		parts := strings.Split(c.Input+"|||", "|")
		key, a, r := strings.Fields(parts[0]), strings.TrimSpace(parts[1]), strings.TrimSpace(parts[2])
		if len(key) != 3 {
			t.Fatalf("%s: write type, mode and modality", c.Pos)
		}
		got := "none"
		if row, ok := p.Find(key[0], []string{key[1]}, key[2]); ok && key[2] == WordModality {
			got = row.None
		} else if ok {
			got = map[[2]bool]string{{true, true}: row.Both, {true, false}: row.Actor, {false, true}: row.Recipient, {false, false}: row.None}[[2]bool{a != "", r != ""}]
			got = strings.NewReplacer("{A}", a, "{R}", r, "{N}", strings.TrimSpace(parts[3])).Replace(got)
		}
		corpus.Check(t, c, got)
	}
}

func TestClaimantCorpus(t *testing.T) {
	table, err := LoadClaimants(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	cases, err := corpus.Read("ontology/claimants.corpus")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		name, code, _ := strings.Cut(c.Input, "|")
		got := table.Role(strings.TrimSpace(name), strings.TrimSpace(code))
		if got == "" {
			got = "none"
		}
		corpus.Check(t, c, got)
	}
	if table.Rank("monitor") <= table.Rank("hospital") || table.Rank("hospital") <= table.Rank("health") || table.Rank("no such role") != 0 {
		t.Error("the ranks of the reference on casualties do not hold")
	}
	if (*Claimants)(nil).Role("hospital", "") != "" {
		t.Error("a nil table should know no role")
	}
}

func TestPhrasesReadRightInAnyNumber(t *testing.T) {
	p, err := LoadPhrases(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for key, row := range p.rows {
		for _, cell := range []string{row.Both, row.Actor, row.Recipient, row.None} {
			for _, verb := range []string{"} was", "} were", "} is ", "} are ", "} has ", "} have "} {
				if strings.Contains(cell, verb) {
					t.Errorf("%s %s %s: %q reads wrong for one name or for many", key.typ, key.mode, key.modality, cell)
				}
			}
		}
	}
}

func TestNobody(t *testing.T) {
	p, err := LoadPhrases(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"People": true, "doctors": false, "": false, "two people": false} {
		if got := p.Nobody(name); got != want {
			t.Errorf("Nobody(%q) is %t, want %t", name, got, want)
		}
	}
	if (*Phrases)(nil).Nobody("people") {
		t.Error("nil knows a word")
	}
}
