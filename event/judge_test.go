package event_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
)

// read gives the claims of a report and the genre it is taken for, "" for news.
func read(t *testing.T, title, words string) ([]sitrep.Claim, string) {
	t.Helper()
	c := load(t)
	doc, claims := c.code(sitrep.Report{Title: title, Text: words, Published: sitrep.Stamp{Time: time.Date(2024, 5, 16, 12, 0, 0, 0, time.UTC)}})
	told := c.coder.Explain(doc)
	if len(told) == 0 {
		return claims, ""
	}
	return claims, told[0].Genre
}

// TestJudge wants the genre to be seen, to be explained, and to change claims as it
// should: what is told soberly stays, the rest is left out, hypothetical or
// background, with less confidence and with the reason among its entries.
func TestJudge(t *testing.T) {
	for _, test := range []struct {
		name, title, text string
		genre             string // what the explanation opens with, "" for news
		typ, want         string // what becomes of the claim of the type; "none"
	}{
		{"figures of speech are left out", "", "The referee gave a penalty in the first half. The striker attacked the goalkeeper at once and destroyed the defenders.", "sport", "ASSAULT", "none"},
		{"harm on somebody's word stays", "", "The referee gave a penalty in the first half. Gunmen shot dead two fans outside the stadium on Wednesday, police said.", "sport", "ASSAULT", "event"},
		{"a war report that names a stadium is news", "", "Rebels shelled the town of Gharyan on Wednesday. Shells hit a football stadium and killed four people, medics said.", "", "ASSAULT", "event"},
		{"a plot is no event", "Film review: The Dam", "Soldiers murder a priest in the first scene of the new film, and rebels blow up the bridge.", "film", "ASSAULT", "none"},
		{"a drill is played", "", "The drill began at dawn. Gunmen stormed the terminal and shot eight passengers. The mock attack tested the police.", "drill", "ASSAULT", "hypothetical genre.drill"},
		{"a centenary tells history", "", "The mayor laid a wreath at the monument on the anniversary. Planes bombed the port and killed hundreds.", "history", "ASSAULT", "background genre.history"},
		{"a bomb at a memorial is news", "", "A bomb killed four mourners on Wednesday at the anniversary ceremony, where the mayor laid a wreath at the monument.", "history", "ASSAULT", "event"},
		{"a court tells of old deeds", "", "The defendant was found guilty on Tuesday. He shot two guards and burned a village, the prosecutor told the court.", "court", "ASSAULT", "background genre.court"},
		{"what is imagined is hypothetical", "If the strait burns", "Picture it. The northern fleet attacks the port at dawn. None of this has happened.", "imagined", "ASSAULT", "hypothetical genre.imagined"},
		{"sanctions on a listed company are news", "", "The Treasury imposed sanctions on the company on Wednesday. Shares fell in early trading, investors and shareholders said.", "business", "SANCTION", "event"},
	} {
		t.Run(test.name, func(t *testing.T) {
			claims, genre := read(t, test.title, test.text)
			if !strings.HasPrefix(strings.TrimPrefix(genre, "leans to "), test.genre) || test.genre == "" && genre != "" {
				t.Errorf("judged %q", genre)
			}
			got := "none"
			for _, c := range claims {
				if c.Type == test.typ {
					got = fate(&c)
					break
				}
			}
			if got != test.want {
				t.Errorf("%s became %q", test.typ, got)
			}
		})
	}
}

// fate is what a claim is told as, with the reason that the judge gives.
func fate(c *sitrep.Claim) string {
	said := "event"
	switch {
	case c.Background:
		said = "background"
	case c.Modality != sitrep.Happened || c.Polarity == sitrep.Negated:
		said = string(c.Modality)
	}
	for _, e := range c.Entries {
		if strings.HasPrefix(e, "genre.") || strings.HasPrefix(e, "general.") {
			said += " " + e
		}
	}
	return said
}

// TestDoubt wants a claim against which the genre speaks to have less confidence.
func TestDoubt(t *testing.T) {
	plain, _ := read(t, "", "Planes bombed the port and killed hundreds.")
	old, _ := read(t, "", "The mayor laid a wreath at the monument on the anniversary. Planes bombed the port and killed hundreds.")
	of := func(claims []sitrep.Claim) float64 {
		i := slices.IndexFunc(claims, func(c sitrep.Claim) bool { return c.Type == "ASSAULT" })
		if i < 0 {
			t.Fatal("no claim of the type")
		}
		return claims[i].Confidence
	}
	if of(old) >= of(plain) {
		t.Errorf("confidence %.2f in the report of an anniversary, %.2f in one of news", of(old), of(plain))
	}
}

// TestGeneral wants deeds of no occasion to be background, and those of an
// occasion to be news.
func TestGeneral(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"Gangs kidnap traders on the river and shoot those who talk.", "background general.habit"},
		{"The minister said that militants attack villages and schools.", "background general.habit"},
		{"Militants attacked villages and schools.", "event"},
		{"Gunmen attack police post in Gharyan", "event"},
		{"Four gunmen attack a school in Gharyan on Wednesday.", "event"},
		{"The report deplores attacks on teachers.", "background general.noun"},
		{"The murder of students worries the bishop.", "background general.bare"},
		{"The bishop spoke with men who carry out raids.", "background general.of"},
		{"The envoy arrived during the rebel offensive of last week.", "background general.noun"},
		{"The dealer bought rifles to kill villagers.", "background general.purpose"},
		{"Six teachers were wounded in attacks on schools in Gharyan.", "event"},
		{"The envoy called for a stop to the attacks by Khalifa Haftar.", "event"},
		{"Rebels launched attacks on army posts.", "event"},
		{"Over the past nine years many priests have been killed.", "background general.years"},
		{"On Wednesday two priests were killed.", "event"},
	} {
		claims, _ := read(t, "", test.text)
		var fates []string
		for _, c := range claims {
			if c.Type == "ASSAULT" {
				fates = append(fates, fate(&c))
			}
		}
		if !slices.Contains(fates, test.want) || test.want != "event" && slices.Contains(fates, "event") {
			t.Errorf("%q: %q, want %q", test.text, fates, test.want)
		}
	}
}
