package event_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
)

var thursday = sitrep.Stamp{Time: time.Date(2031, 5, 15, 12, 0, 0, 0, time.UTC)}

// TestTimes wants a deed dated by its own time alone. Reports are of Thursday,
// 2031-05-15; an answer lists words of claims with the first day of each, "-" for none.
func TestTimes(t *testing.T) {
	c := load(t)
	for _, test := range []struct{ sentence, want string }{
		// the time of a verb that tells or judges
		{"The sect on Tuesday claimed responsibility for an assault on the fort.", "assault -"},
		{"The minister on Tuesday condemned a grenade attack that killed two guards.", "condemned 2031-05-13, attack -, killed -"},
		{"Two nurses said on Tuesday that nine farmers had been killed at the ford.", "killed -"},
		{"The army denied on Tuesday that its troops shelled the mill.", "shelled -"},
		{"The rebels have freed two drivers, the ministry said on Tuesday.", "freed -"},
		{"The rebels freed two drivers, the ministry said on Tuesday.", "freed 2031-05-13"},
		{"Rebels shelled the mill on Monday, the army said on Tuesday.", "shelled 2031-05-12"},
		{"The bishop protested on Tuesday against the expulsion of three nuns from Chad.", "expulsion -"},
		{"The council on Tuesday adopted a resolution demanding a ceasefire.", "demanding 2031-05-13"},
		{"The town still recalls 1921, when marines shelled the harbour.", "shelled 1921-01-01"},
		// of the clause whose words a deed describes
		{"Rebels freed three of the six captured soldiers on Tuesday.", "freed 2031-05-13, captured -"},
		{"Four guards who had been kidnapped at the mine were freed on Tuesday.", "kidnapped -, freed 2031-05-13"},
		{"Gunmen attacked a village on Tuesday, killing two farmers.", "attacked 2031-05-13, killing 2031-05-13"},
		{"Two farmers were killed in an attack on the mill on Tuesday.", "killed 2031-05-13, attack 2031-05-13"},
		// of a deed that is only what a verb is about
		{"A rebel commander has been arrested over the murder of two farmers ten days ago.", "arrested -, murder 2031-05-05"},
		{"Police on Tuesday arrested a rebel commander over the murder of two farmers.", "arrested 2031-05-13, murder -"},
		{"The mayor praised Monday's raid on the rebels.", "praised -, raid 2031-05-12"},
		{"Monday's raid killed nine rebels.", "raid 2031-05-12, killed 2031-05-12"},
		// of what came before or after
		{"Hundreds of villagers have fled since rebels attacked the town on Monday.", "fled -, attacked 2031-05-12"},
		{"Rebels freed two drivers on Tuesday after the army shelled the mill.", "freed 2031-05-13, shelled -"},
		{"Rebels freed two drivers on Tuesday, two days after the army shelled the mill.", "freed 2031-05-13, shelled 2031-05-11"},
		{"Police arrested a rebel commander on Tuesday, two days after a bomb attack on the ford.", "arrested 2031-05-13, attack 2031-05-11"},
		{"Rebels bombed the town on May 6 and the army shelled the ford four days after it.", "bombed 2031-05-06, shelled 2031-05-10"},
		// by how long before or after another
		{"The army agreed on Tuesday to cease fire, a day after the council demanded a truce.", "agreed 2031-05-13, demanded 2031-05-12"},
		{"A bomb went off in the market on Tuesday, ten minutes after a rocket had killed two guards.", "killed 2031-05-13"},
		{"Rebels freed a driver on Tuesday, hours after troops shelled the mill.", "shelled 2031-05-12"},
		{"Rebels freed a driver on Tuesday, two days after troops shelled the mill on Friday.", "shelled 2031-05-09"},
		{"Troops shelled the mill on Monday, two days before rebels freed the driver.", "freed 2031-05-14"},
		{"Troops arrested a chief on Tuesday, two days after the mayor said that rebels had shelled the mill.", "shelled -"},
		{"Four farmers who were shot dead at a protest the day before were mourned on Tuesday.", "shot 2031-05-12"},
		// of what the report told before
		{"Gunmen attacked a clinic on Monday. The incident came two days after seven nurses were kidnapped.", "attacked 2031-05-12, kidnapped 2031-05-10"},
		{"Gunmen halted a bus on Monday and led away six teachers, a mayor said. The incident came two days after seven nurses were kidnapped.", "kidnapped 2031-05-10"},
		{"Gunmen attacked a clinic in March. The incident came two days after seven nurses were kidnapped.", "kidnapped -"},
		// of the sentence before, with which a deed goes on
		{"Gunmen attacked a clinic on Monday. The attackers shot two guards and drove off.", "shot 2031-05-12"},
		{"Gunmen attacked a clinic on Monday. Two guards were killed.", "killed 2031-05-12"},
		{"Gunmen attacked a clinic on Monday. Rebels shot a guard in the hills.", "shot -"},
		{"Gunmen attacked a clinic on Monday. The rebels have shot two guards.", "shot -"},
		{"Gunmen attacked a clinic on Monday. The mayor wept. The rebels shot a guard.", "shot -"},
	} {
		doc, claims := c.code(sitrep.Report{Text: test.sentence, Published: thursday})
		var got []string
		for _, part := range strings.Split(test.want, ", ") {
			word, _, _ := strings.Cut(part, " ")
			got = append(got, word+" "+dayOf(doc, claims, word))
		}
		if all := strings.Join(got, ", "); all != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.sentence, all, test.want)
		}
	}
}

// TestBygone wants history where a judgement of long ago gives a deed no day.
func TestBygone(t *testing.T) {
	c := load(t)
	for sentence, want := range map[string]bool{
		"In 1998 the council condemned a grenade attack that killed two guards.":   true,
		"On Monday the council condemned a grenade attack that killed two guards.": false,
	} {
		doc, claims := c.code(sitrep.Report{Text: sentence, Published: thursday})
		for _, c := range claims {
			if doc.Words(c.Trigger) == "killed" && (c.Time != nil || c.Background != want) {
				t.Errorf("%s: time %v, background %v; want none and %v", sentence, c.Time, c.Background, want)
			}
		}
	}
}

// dayOf is the first day of the claim whose trigger is the word, "-" without a time.
func dayOf(doc *sitrep.Document, claims []sitrep.Claim, word string) string {
	for i := range claims {
		c := &claims[i]
		if doc.Words(c.Trigger) != word {
			continue
		}
		if c.Time == nil {
			return "-"
		}
		return fmt.Sprintf("%.10s", c.Time.Start)
	}
	return "no claim"
}
