package view

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/situation"
)

// pageOf makes the page of claims; all are of report r1 unless they name another.
func pageOf(t testing.TB, limit int, claims ...sitrep.Claim) *Page {
	t.Helper()
	phrases, err := knowledge.LoadPhrases(knowledge.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for i := range claims {
		c := &claims[i]
		if c.Report.ID == "" {
			c.Report = sitrep.Report{ID: "r1", Publisher: "Bay Wire Agency"}
		}
		if c.ID == "" {
			c.ID = fmt.Sprintf("c_%02x", i)
		}
		if c.Trigger.Empty() {
			c.Trigger = sitrep.Span{Start: c.Sentence.Start + i, End: c.Sentence.Start + i + 1}
		}
	}
	s, err := situation.Fold(situation.Input{Merging: merging(t), Claims: claims})
	if err != nil {
		t.Fatal(err)
	}
	return Brief(s, Options{Phrases: phrases, Limit: limit})
}

func section(p *Page, title string) *Section {
	for i := range p.Sections {
		if strings.HasPrefix(p.Sections[i].Title, title) {
			return &p.Sections[i]
		}
	}
	return &Section{}
}

// TestWording checks that a line says no more than that somebody asked for,
// threatened or denied something.
func TestWording(t *testing.T) {
	people := sitrep.Actor{Name: "people"}
	s := sitrep.Span{Start: 0, End: 40}
	act := func(typ string, quad int, who, whom []sitrep.Actor) sitrep.Claim {
		return sitrep.Claim{ID: "c_01", Type: typ, Quad: quad, Modality: sitrep.Happened, Actors: who, Recipients: whom, About: "c_02", Sentence: s, Quote: "The sentence."}
	}
	deed := func(typ, mode string, m sitrep.Modality, who, whom []sitrep.Actor) sitrep.Claim {
		return sitrep.Claim{ID: "c_02", Type: typ, Modes: []string{mode}, Quad: 4, Modality: m, Actors: who, Recipients: whom, Sentence: s, Quote: "The sentence."}
	}
	one := func(a sitrep.Actor) []sitrep.Actor { return []sitrep.Actor{a} }
	not := func(c sitrep.Claim, st sitrep.Stance) sitrep.Claim {
		c.Polarity = sitrep.Negated
		c.Sources = says(front.Name, st)
		return c
	}
	from := func(c sitrep.Claim, name string) sitrep.Claim { c.Sources = says(name, sitrep.Says); return c }
	accused := func(c sitrep.Claim) sitrep.Claim { c.Sources = says(army.Name, sitrep.Accuses); return c }
	tests := []struct {
		claims              []sitrep.Claim
		section, mark, want string
	}{
		{[]sitrep.Claim{act("REQUEST", 3, one(envoy), one(front)), deed("RETREAT", "withdraw", sitrep.Demanded, one(front), nil)},
			"Demands", "○ DEMANDED", "Ana Brill called on Northern Front for a withdrawal"},
		{[]sitrep.Claim{act("REQUEST", 3, one(envoy), nil), deed("RETREAT", "ceasefire", sitrep.Demanded, nil, nil)},
			"Demands", "○ DEMANDED", "Ana Brill called for a halt to fighting"},
		{[]sitrep.Claim{act("THREATEN", 3, one(front), one(army)), deed("ASSAULT", "heavy-weapons", sitrep.Threatened, one(front), nil)},
			"Planned", "○ THREATENED", "Northern Front threatened Xland Army with shelling"},
		{[]sitrep.Claim{act("AGREE", 1, one(xaa), nil), deed("AID", "", sitrep.Offered, one(xaa), one(army))},
			"Planned", "○ OFFERED", "Xaaland offered or promised aid to Xland Army"},
		{[]sitrep.Claim{act("REJECT", 3, one(xbb), nil), not(deed("CONSULT", "", sitrep.Happened, one(xbb), one(xaa)), sitrep.Says)},
			"Demands", "○ REFUSED", "Xbbland refused or opposed talks with Xaaland"},
		{[]sitrep.Claim{from(deed("MOBILIZE", "", sitrep.Planned, one(front), nil), "The Northern Front")},
			"Planned", "○ PLANNED", "The Northern Front planned or announced a mobilisation or movement of forces"},
		{[]sitrep.Claim{from(deed("MOBILIZE", "", sitrep.Planned, one(front), nil), "an analyst")},
			"Planned", "○ PLANNED", "An analyst spoke of a mobilisation or movement of forces by Northern Front to come"},
		{[]sitrep.Claim{not(deed("ASSAULT", "aerial", sitrep.Happened, one(front), nil), sitrep.Denies)},
			"Denied", "✗ DENIED", "Northern Front denied an air strike"},
		{[]sitrep.Claim{not(deed("COERCE", "seize", sitrep.Planned, one(front), nil), sitrep.Says)},
			"Denied", "✗ NOT SO", "Northern Front said that this was not planned: a seizure of ground or property"},
		{[]sitrep.Claim{from(deed("AID", "", sitrep.Happened, one(xaa), one(front)), "Xland Army")},
			"What happened", "◐ CLAIMED", "Xaaland gave aid to Northern Front"},
		{[]sitrep.Claim{accused(deed("AID", "", sitrep.Happened, one(xaa), one(front)))},
			"What happened", "◐ ALLEGED", "Xaaland gave aid to Northern Front"},
		{[]sitrep.Claim{deed("ASSAULT", "", sitrep.Happened, nil, one(people))},
			"What happened", "● OCCURRED", "Fighting or an attack"},
		{[]sitrep.Claim{from(deed("ASSAULT", "aerial", sitrep.Attempted, one(army), nil), "")},
			"What happened", "◐ ATTEMPTED", "A failed attempt at an air strike by Xland Army"},
	}
	for _, tt := range tests {
		lines := section(pageOf(t, 0, tt.claims...), tt.section).Lines
		if len(lines) != 1 {
			t.Errorf("%s: %d lines, want one that says %q", tt.section, len(lines), tt.want)
			continue
		}
		if got := lines[0].Mark.Shape + " " + lines[0].Mark.Word; got != tt.mark || lines[0].Text != tt.want {
			t.Errorf("got %s %q, want %s %q", got, lines[0].Text, tt.mark, tt.want)
		}
	}
}

// TestOneSentenceOnce checks that the deed and its victims, told in one
// sentence, make one line, and that the sentence is quoted once on the page.
func TestOneSentenceOnce(t *testing.T) {
	s := sitrep.Span{Start: 0, End: 60}
	quote := "Two medics were killed when a shell hit their car."
	medics := []sitrep.Actor{{Name: "medics"}}
	page := pageOf(t, 0,
		sitrep.Claim{Type: "ASSAULT", Quad: 4, Modality: sitrep.Happened, Recipients: medics, Sentence: s, Quote: quote,
			Figures: []sitrep.Figure{{Measure: "killed", Min: number(2), Max: number(2), Scope: "incident"}}},
		sitrep.Claim{Type: "ASSAULT", Modes: []string{"heavy-weapons"}, Quad: 4, Modality: sitrep.Happened, Place: &quarry, Sentence: s, Quote: quote},
		sitrep.Claim{Type: "ACCUSE", Modes: []string{"disapprove"}, Quad: 3, Modality: sitrep.Happened, Actors: []sitrep.Actor{envoy}, Sentence: s, Quote: quote},
	)
	lines := section(page, "What happened").Lines
	if len(lines) != 1 || lines[0].Text != "2 killed in shelling of medics" || !strings.Contains(lines[0].Where, "Quarry Hill") {
		t.Errorf("got %+v, want one line on the shelling", lines)
	}
	var out bytes.Buffer
	if err := Text(&out, page, TextOptions{Width: 200}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), quote); n != 1 {
		t.Errorf("the sentence stands %d times on the page:\n%s", n, out.String())
	}
}

// TestNotes checks that numbers start at 1 in order of use, have no gap, and
// lead to a source with its place and, if no line quotes it, its sentence.
func TestNotes(t *testing.T) {
	var claims []sitrep.Claim
	for i := range 9 {
		claims = append(claims, sitrep.Claim{Type: "ASSAULT", Modes: []string{"aerial"}, Quad: 4, Modality: sitrep.Happened,
			Actors: []sitrep.Actor{{Name: fmt.Sprintf("Column %d", i), Entity: fmt.Sprintf("col-%d", i)}}, Time: span(fmt.Sprintf("2031-05-%02d", i+1)),
			Sentence: sitrep.Span{Start: 100 * i, End: 100*i + 50}, Quote: fmt.Sprintf("Column %d struck.", i)})
	}
	page := pageOf(t, 4, claims...)
	sec := section(page, "What happened")
	if len(sec.Lines) != 4 || sec.More != "… and 5 more (--all)" {
		t.Errorf("%d lines and %q, want 4 and the rest said", len(sec.Lines), sec.More)
	}
	var out bytes.Buffer
	if err := Text(&out, page, TextOptions{Width: 100}); err != nil {
		t.Fatal(err)
	}
	body, list, _ := strings.Cut(out.String(), "\nSOURCES\n")
	list, _, _ = strings.Cut(list, "\nMETHOD\n")
	next := 1
	for _, m := range regexp.MustCompile(`\[(\d+)\]`).FindAllStringSubmatch(body, -1) {
		n, _ := strconv.Atoi(m[1])
		if n > next {
			t.Errorf("[%d] stands before [%d]", n, next)
		}
		next = max(next, n+1)
		if !strings.Contains(list, fmt.Sprintf("[%d] bytes", n)) {
			t.Errorf("[%d] leads nowhere", n)
		}
	}
	if next-1 != len(page.Sources) {
		t.Errorf("%d numbers for %d sources", next-1, len(page.Sources))
	}
	for _, s := range page.Sources {
		quoted := strings.Contains(body, fmt.Sprintf("Column %d struck.", s.Start/100))
		if quoted == (s.Quote != "") {
			t.Errorf("[%d]: quoted in the body %t, in the list %q", s.N, quoted, s.Quote)
		}
	}
}

// TestToll checks a range whose upper end is open and what replaced what.
func TestToll(t *testing.T) {
	who := []string{"Relief Board", "Health Office", "Relief Board"}
	mins := []int{700, 1500, 2900}
	var claims []sitrep.Claim
	for i := range 3 {
		day, _ := sitrep.ParseStamp(fmt.Sprintf("2031-05-%02d", i+4))
		claims = append(claims, sitrep.Claim{ID: fmt.Sprintf("c_0%d", i), Report: sitrep.Report{ID: fmt.Sprint("r", i), Publisher: "Bay Wire Agency", Published: day}, Modality: sitrep.Happened,
			Place: &xland, Sources: says(who[i], sitrep.Says), Sentence: sitrep.Span{Start: 0, End: 50}, Quote: fmt.Sprint("Toll ", i),
			Figures: []sitrep.Figure{{Measure: "killed", Min: number(mins[i]), Scope: "cumulative", Victims: "unknown"}}})
	}
	var out bytes.Buffer
	if err := Text(&out, pageOf(t, 0, claims...), TextOptions{Width: 160}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"at least 2,900  Relief Board (revises its older figure; 6 May; Bay Wire Agency)", "SUPERSEDED", "killed: at least 700 → at least 2,900, according to Relief Board", "1,500 to at least 2,900 killed"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

func TestRelativePlaces(t *testing.T) {
	for name, want := range map[string]string{"near Quarry Hill": "near Quarry Hill", "Quarry Hill": "near Quarry Hill", "the capital": "near the capital",
		"south of Quarry Hill": "south of Quarry Hill", "al-Quarra Hill": "near al-Quarra Hill", "quarry": "near quarry"} {
		if got := placeText(&sitrep.Place{Name: name, Precision: sitrep.PrecNear}); got != want {
			t.Errorf("%q is written %q, want %q", name, got, want)
		}
	}
}

func TestDigits(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 25_000: "25,000", 1_234_567: "1,234,567", -1000: "-1,000"} {
		if got := digits(n); got != want {
			t.Errorf("digits(%d) is %s, want %s", n, got, want)
		}
	}
}

// TestHostileTable checks that cells of any length and script keep the width.
func TestHostileTable(t *testing.T) {
	long := strings.Repeat("漢字", 400) + strings.Repeat(" very long", 200)
	page := &Page{Heading: "H", Sections: []Section{{Title: "T", Lines: []Line{{Table: &Table{Columns: []string{"a", "b", "c", "d", "e", "f"},
		Rows: []Row{{Cells: []string{long, long, long, long, long, long}, Notes: []int{1}}, {Cells: []string{"x"}}}}}}}}}
	for _, width := range []int{50, 80} {
		var out bytes.Buffer
		if err := Text(&out, page, TextOptions{Width: width}); err != nil {
			t.Fatal(err)
		}
		p := &textPrinter{cond: narrow()}
		for _, row := range strings.Split(out.String(), "\n") {
			if n := p.cond.StringWidth(row); n > width {
				t.Fatalf("a row has %d columns, want at most %d: %s", n, width, row)
			}
		}
	}
}
