package pipeline_test

import (
	"testing"

	"github.com/sitrep-dev/sitrep"
)

// TestTimesOfOtherActs checks that an act gets the day of its own clause and not
// that of another act which the sentence tells or only speaks of.
func TestTimesOfOtherActs(t *testing.T) {
	p := stages(t)
	for _, test := range []struct {
		text string
		days map[string]string // trigger → first day, "" for none
	}{
		{"Somalia expelled four Kenyan officials on Thursday, two days after Nairobi ordered three diplomats out.",
			map[string]string{"expelled": "2024-03-07", "ordered": "2024-03-05"}},
		{"A bomb wrecked a hotel in Kandahar on Saturday, killing two guests, a day after a blast at the bus terminal killed four.",
			map[string]string{"killing": "2024-03-09", "killed": "2024-03-08"}},
		{"Troops rescued a diver near Kandahar on Friday, two weeks after he was kidnapped.",
			map[string]string{"kidnapped": "2024-02-22"}},
		{"Saturday's explosion killed the night clerk.", map[string]string{"killed": "2024-03-09"}},
		{"Six clerks were killed in Friday's raid.", map[string]string{"killed": "2024-03-08"}},
		{"The army praised Friday's raid.", map[string]string{"praised": "", "raid": "2024-03-08"}},
		{"A bomb exploded outside a school in Kabul before dawn on Friday, police said.", map[string]string{"exploded": "2024-03-08"}},
	} {
		published, err := sitrep.ParseStamp("2024-03-09T10:00:00Z")
		if err != nil {
			t.Fatal(err)
		}
		result, err := p.Code(sitrep.Report{ID: "r", Text: test.text, Published: published, Publisher: "Outlet", Language: "en"})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, c := range result.Claims {
			day := ""
			if c.Time != nil {
				day = c.Time.Start[:10]
			}
			got[test.text[c.Trigger.Start:c.Trigger.End]] = day
		}
		for trigger, want := range test.days {
			if day, there := got[trigger]; !there || day != want {
				t.Errorf("%q: %q is on %q (coded: %t), want %q", test.text, trigger, day, there, want)
			}
		}
	}
}
