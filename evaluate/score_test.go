package evaluate

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
)

// claim is an event that happened.
func claim(typ string, confidence float64) sitrep.Claim {
	quad := map[string]int{"HIT": 4, "HELP": 2, "TALK": 1, "SAY": 0}[typ]
	return sitrep.Claim{ID: fmt.Sprintf("%s %.2f", typ, confidence), Type: typ, Quad: quad, Modality: sitrep.Happened, Polarity: sitrep.Affirmed, Confidence: confidence}
}

func told(c sitrep.Claim, m sitrep.Modality) sitrep.Claim {
	c.Modality = m
	return c
}

func row(line int, types ...string) Row { return Row{Line: line, Types: types} }

// sample is eight texts with what the coder made of them.
func sample() ([]Text, [][]sitrep.Claim) {
	full := Row{Line: 2, Types: []string{"HIT"}, Modes: []string{"hard"}, Modalities: []sitrep.Modality{sitrep.Happened}, Polarity: sitrep.Affirmed,
		Actors: []string{"USA", "army"}, Recipients: []string{"Rebels"}, Place: "Goma"}
	hit := claim("HIT", 0.95)
	hit.Modes = []string{"soft", "hard"}
	hit.Actors = []sitrep.Actor{{Name: "Joe", Code: "USAGOV"}, {Name: "The Northern Army"}}
	hit.Recipients = []sitrep.Actor{{Name: "Someone"}}
	hit.Place = &sitrep.Place{Name: "Goma City"}
	planned := Row{Line: 5, Types: []string{"HIT"}, Modalities: []sitrep.Modality{sitrep.Planned}}
	texts := []Text{
		{ID: "a", Line: 2, Text: "a", Rows: []Row{full}},                        // found
		{Line: 3, Text: "b", Rows: []Row{row(3, "HIT"), row(4, "HELP", "HIT")}}, // one found, one missed
		{Line: 5, Text: "c", Rows: []Row{planned}},                              // told otherwise
		{Line: 6, Text: "d", Rows: []Row{row(6, "TALK")}},                       // wrong type
		{Line: 7, Text: "e", Rows: []Row{row(7, "TALK")}},                       // missed
		{Line: 8, Text: "f"}, // no event, none claimed: what is said or planned is no alarm
		{Line: 9, Text: "g"}, // false alarm
		{Line: 10, Text: "h", Rows: []Row{row(10, "HELP")}}, // found, beside a claim that is not labelled
	}
	return texts, [][]sitrep.Claim{
		{hit}, {claim("HIT", 0.5)}, {claim("HIT", 0.9)}, {claim("HELP", 0.6), claim("SAY", 0.9)}, nil,
		{told(claim("HIT", 0.9), sitrep.Planned), claim("SAY", 0.9)}, {claim("HIT", 0.3), claim("TALK", 0.7)}, {claim("HELP", 1), claim("TALK", 0.1)},
	}
}

func TestScore(t *testing.T) {
	texts, claims := sample()
	got := Score(texts, claims, 10)
	if got.Texts != 8 || got.NoneTexts != 2 || got.Rows != 7 {
		t.Errorf("%d texts, %d without event, %d rows", got.Texts, got.NoneTexts, got.Rows)
	}
	for _, s := range []struct {
		name  string
		share Share
		want  [2]int
	}{
		{"events found", got.Scores.EventsFound, [2]int{3, 7}},
		{"main type", got.Scores.MainType, [2]int{4, 6}},
		{"precision", got.Scores.Precision, [2]int{3, 8}},
		{"false alarms", got.Scores.FalseAlarms, [2]int{1, 2}},
		{"modality", got.Scores.Modality, [2]int{1, 2}},
		{"polarity", got.Scores.Polarity, [2]int{1, 1}},
		{"mode", got.Scores.Mode, [2]int{1, 1}},
		{"actor", got.Scores.Actor, [2]int{1, 1}},
		{"recipient", got.Scores.Recipient, [2]int{0, 1}},
		{"place", got.Scores.Place, [2]int{1, 1}},
	} {
		if have := [2]int{s.share.Count, s.share.Of}; have != s.want {
			t.Errorf("%s: %v, want %v", s.name, have, s.want)
		}
	}
	var types []string
	for _, typ := range got.Types {
		types = append(types, fmt.Sprintf("%s %d/%d %d/%d %s %s %s", typ.Type, typ.Found, typ.Gold, typ.Right, typ.Claimed, shown(typ.Precision), shown(typ.Recall), shown(typ.F1)))
	}
	if want := []string{"HELP 1/2 1/2 0.5 0.5 0.5", "HIT 2/3 2/4 0.5 0.6667 0.5714", "TALK 0/2 0/2 0 0 0"}; !reflect.DeepEqual(types, want) {
		t.Errorf("types %q, want %q", types, want)
	}
	want := []Confusion{{"HELP", "", 1}, {"HELP", "HELP", 1}, {"HIT", "HIT", 3}, {"TALK", "", 1}, {"TALK", "HELP", 1}, {"none", "", 1}, {"none", "TALK", 1}}
	if !reflect.DeepEqual(got.Confusion, want) {
		t.Errorf("confusion %v, want %v", got.Confusion, want)
	}
	var bins []string
	for _, b := range got.Reliability {
		if b.Right.Of > 0 {
			bins = append(bins, fmt.Sprintf("%.1f %d/%d %s", b.From, b.Right.Count, b.Right.Of, shown(b.Mean)))
		}
	}
	if want := []string{"0.1 0/1 0.1", "0.3 0/1 0.3", "0.5 1/1 0.5", "0.6 0/1 0.6", "0.7 0/1 0.7", "0.9 2/3 0.95"}; !reflect.DeepEqual(bins, want) {
		t.Errorf("reliability %q, want %q", bins, want)
	}
}

func shown(x *float64) string {
	if x == nil {
		return "-"
	}
	return fmt.Sprint(*x)
}

// TestWorst wants the kinds in turn, the surest first, listed kind by kind.
func TestWorst(t *testing.T) {
	texts, claims := sample()
	for n, want := range map[int]string{
		0:  "",
		2:  "wrong_type 6 HELP 0.60, false_alarm 9 TALK 0.70",
		4:  "wrong_type 6 HELP 0.60, false_alarm 9 TALK 0.70, wrong_modality 5 HIT 0.90, missed 4",
		99: "wrong_type 6 HELP 0.60, false_alarm 9 TALK 0.70, wrong_modality 5 HIT 0.90, missed 4, missed 7",
	} {
		var got []string
		for _, e := range Score(texts, claims, n).Errors {
			one := fmt.Sprintf("%s %d", e.Kind, e.Line)
			if e.Got != nil {
				one += " " + e.Got.ID
			}
			got = append(got, one)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%d: %s, want %s", n, strings.Join(got, ", "), want)
		}
	}
}

// TestWilson compares with figures worked out elsewhere.
func TestWilson(t *testing.T) {
	for _, test := range []struct {
		count, of        int
		value, low, high float64
	}{{0, 10, 0, 0, 0.2775}, {5, 10, 0.5, 0.2366, 0.7634}, {10, 10, 1, 0.7225, 1}, {81, 263, 0.308, 0.2553, 0.3662}} {
		s := Share{Count: test.count, Of: test.of}
		s.finish()
		for i, pair := range [][2]float64{{*s.Value, test.value}, {*s.Low, test.low}, {*s.High, test.high}} {
			if math.Abs(pair[0]-pair[1]) > 1e-4 {
				t.Errorf("%d of %d: figure %d is %v, want %v", test.count, test.of, i, pair[0], pair[1])
			}
		}
	}
	s := Share{}
	if s.finish(); s.Value != nil || s.Low != nil || s.High != nil {
		t.Error("a share of nothing has figures")
	}
}

// TestAssign wants as many rows answered as can be, by claims that agree in most.
func TestAssign(t *testing.T) {
	hit, talk := claim("HIT", 0.9), claim("TALK", 0.5)
	by := claim("HIT", 0.4)
	by.Actors = []sitrep.Actor{{Name: "Army"}}
	army := Row{Types: []string{"HIT"}, Actors: []string{"army"}}
	for _, test := range []struct {
		name   string
		rows   []Row
		claims []sitrep.Claim
		want   []int
	}{
		{"the surer one first", []Row{row(1, "HIT")}, []sitrep.Claim{by, hit}, []int{1}},
		{"but rather that of the actor", []Row{army}, []sitrep.Claim{hit, by}, []int{1}},
		{"rather the one that happened", []Row{{Types: []string{"HIT"}, Modalities: []sitrep.Modality{sitrep.Happened}, Actors: []string{"army"}}},
			[]sitrep.Claim{told(by, sitrep.Demanded), hit}, []int{1}},
		{"one claim, two rows", []Row{row(1, "HIT"), row(2, "HIT")}, []sitrep.Claim{hit}, []int{0, -1}},
		{"the first gives way", []Row{row(1, "HIT", "TALK"), row(2, "HIT")}, []sitrep.Claim{hit, talk}, []int{1, 0}},
		{"no type, no answer", []Row{row(1, "HIT")}, []sitrep.Claim{{Confidence: 1}}, []int{-1}},
	} {
		if got := assign(&Text{Text: "x", Rows: test.rows}, test.claims); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestParties(t *testing.T) {
	const text = "He met the secretary."
	parties := []sitrep.Actor{{Name: "José Ibarra", Code: "USAGOVMIL", Span: sitrep.Span{Start: 7, End: 20}}, {Name: "Red Front", Code: "REB"}}
	for _, test := range []struct {
		labels string
		want   bool
	}{
		{"USA", true}, {"USAGOV", true}, {"USAGOVMILX", false}, {"US", false}, {"usa", false},
		{"Ibarra", true}, {"President Jose Ibarra", true}, {"Jose Torres", false}, {"secretary", true},
		{"the front", true}, {"Ibarra;USA", true}, {"Ibarra;Front;REB", true}, {"Ibarra;Blue", false}, {"–", false},
	} {
		if got := hasParties(strings.Split(test.labels, ";"), parties, text); got != test.want {
			t.Errorf("%s: %v", test.labels, got)
		}
	}
	place := &sitrep.Place{Name: "Kyiv", Country: "UKR", Span: sitrep.Span{Start: 50, End: 60}}
	for label, want := range map[string]bool{"Kyiv": true, "UKR": true, "RUS": false, "Kyiv Oblast": true, "Lviv": false} {
		if isPlace(label, place, text) != want || isPlace(label, nil, text) {
			t.Error(label)
		}
	}
}

// TestKeys wants lists and figures that are not there as [] and null.
func TestKeys(t *testing.T) {
	out, err := json.Marshal(Score(nil, nil, 5))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"events_found":{"count":0,"of":0,"value":null,"low":null,"high":null}`, `"types":[]`, `"confusion":[]`, `"errors":[]`, `"mean_confidence":null`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %s in %s", want, out)
		}
	}
	texts, claims := sample()
	for range 20 {
		again, _ := json.Marshal(Score(texts, claims, 5))
		if first, _ := json.Marshal(Score(texts, claims, 5)); string(again) != string(first) {
			t.Fatal("two runs, two results")
		}
	}
}
