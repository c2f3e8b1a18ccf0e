package encoder

import (
	"strings"
	"testing"
)

func TestShape(t *testing.T) {
	for word, want := range map[string]int{
		",": 0, "14": 1, "3.5": 17, "the": 2, "Paris": 3, "A": 4, "NATO": 5, "McDonald": 6, "iPhone": 6,
		"F16": 7, "F-16": 15, "U.N.": 21, "x": 2, "Wi-Fi": 14, "": 0, "-": 8, "é": 2, "É": 4, "東": 2,
	} {
		if got := shapeOf(word); got != want {
			t.Errorf("%q has shape %d, want %d", word, got, want)
		}
	}
}

func TestCasing(t *testing.T) {
	for text, want := range map[string]int{
		"Troops took the town":                   casingUsual,
		"TROOPS TOOK THE TOWN":                   casingCapitals,
		"TROOPS TOOK THE town":                   casingCapitals,
		"troops took the town , f16":             casingSmall,
		"Government Troops Took Villages East":   casingHeadline,
		"Government Troops Took":                 casingUsual, // too few to tell
		"14 , -":                                 casingUsual,
		"":                                       casingUsual,
		"A B C":                                  casingUsual, // single letters do not count
		"Government Troops took villages in May": casingUsual,
	} {
		if got := casingOf(strings.Fields(text)); got != want {
			t.Errorf("%q has casing %d, want %d", text, got, want)
		}
	}
}

func TestLemmaRule(t *testing.T) {
	for _, c := range []struct{ rule, form, want string }{
		{"l|3|y", "Parties", "party"},
		{"l|4|go", "went", "go"},
		{"t|0|", "MOSCOW", "Moscow"},
		{"k|0|", "iPhone", "iPhone"},
		{"k|1|", "NGOs", "NGO"},
		{"u|0|", "nato", "NATO"},
		{"l|5|", "a", "a"}, // more than there is
		{"l|1|", "A", "a"}, // all of it
		{"l|1|e", "Été", "éte"},
		{"t|0|", "", ""},
		{"l|2||", "abc", "a|"},
	} {
		rules, err := readRules([]string{c.rule})
		if err != nil {
			t.Fatal(err)
		}
		if got := rules[0].apply(c.form); got != c.want {
			t.Errorf("%s on %q gives %q, want %q", c.rule, c.form, got, c.want)
		}
	}
	for _, bad := range []string{"", "l|1", "x|1|", "l|-1|", "l|a|", "ll|1|"} {
		if _, err := readRules([]string{bad}); err == nil {
			t.Errorf("rule %q: no error", bad)
		}
	}
}
