package pipeline_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
)

// TestTold asks for one claim of each sentence, as
// "TYPE modality actors > recipients figures": what the parties of an act are when
// the tree does not put them in its slots.
func TestTold(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// things and places
		{"The president rejected the peace plan.", "REJECT happened president > (peace plan)"},
		{"The army launched an offensive against Aleppo.", "ASSAULT happened army > Aleppo"},
		{"The army shelled a school near the river.", "ASSAULT happened army > school"},
		{"Ghana deployed troops near the border.", "MOBILIZE happened Ghana >"},
		// two owners of one noun
		{"Clashes between Greek and Bulgarian forces went on.", "ASSAULT happened Greek forces & Bulgarian forces >"},
		// clauses below
		{"Prosecutors opened an inquiry into claims that two colonels tortured prisoners.", "ACCUSE happened Prosecutors > colonels"},
		{"Poland repeated its demand that Belarus release the journalists.", "REQUEST happened Poland > Belarus"},
		{"Chile has offered to send troops to help the Haitian army.", "AGREE happened Chile > Haitian army"},
		{"Workers marched through Lima demanding that the government release a union leader.", "PROTEST happened Workers > government"},
		{"The miners said they would not end the strike until the ministry released the prisoners.", "REJECT happened miners > ministry"},
		// who acts
		{"The missiles fired by the Chadian army struck a depot.", "ASSAULT happened Chadian army > (depot)"},
		{"The government is responsible for mass killings in the region.", "ASSAULT happened government >"},
		{"A gunman opened fire in Peru's city of Tacna, which killed nine people.", "ASSAULT happened gunman > people killed 9"},
		{"The front said it would lay down its arms.", "RETREAT planned front >"},
		{"Ghana and Togo accused each other of shelling villages.", "ACCUSE happened Ghana & Togo >"},
		// what only belongs to another act
		{"Iran agreed to stop the tests in return for the lifting of sanctions by Norway.", "RETREAT planned"},
		{"The president condemned the attack and met the mayor.", "ACCUSE happened president > (attack)"},
		{"Lifting the ban is out of the question.", "CONCEDE hypothetical"},
		{"Robbers kidnapped nine traders in Kogi state, police said, and Ghanaian soldiers killed three herders near Lokoja.", "ASSAULT happened Robbers > traders abducted 9"},
		{"Robbers kidnapped nine traders in Kogi state, police said, and Ghanaian soldiers killed three herders near Lokoja.", "ASSAULT happened Ghanaian soldiers > herders killed 3"},
		{"Robbers abducted two priests in Lokoja. They were freed unharmed.", "RETREAT happened > priests"},
		{"Robbers abducted two priests in Lokoja. They later released one of them.", "RETREAT happened Robbers >"},
		{"Chile kept the council from adopting a statement on artillery strikes in Oruro.", "ASSAULT happened"},
		// one victim
		{"The colonel was killed on Monday.", "ASSAULT happened > colonel killed 1 named"},
		{"The trafficker, 39, was killed.", "ASSAULT happened > trafficker killed 1 named"},
	} {
		result, err := stages(t).Code(sitrep.Report{ID: "told", Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		found := false
		for i := range result.Claims {
			line := told(&result.Claims[i])
			got = append(got, line)
			found = found || line == c.want || strings.HasPrefix(line, c.want+" ")
		}
		if !found {
			t.Errorf("%s\n got  %s\n want %s", c.text, strings.Join(got, "\n      "), c.want)
		}
	}
}

// told is a claim in one line; things stand in brackets.
func told(c *sitrep.Claim) string {
	list := func(ps []sitrep.Actor) string {
		var names []string
		for _, p := range ps {
			name := p.Name
			if p.Thing {
				name = "(" + name + ")"
			}
			names = append(names, name)
		}
		return strings.Join(names, " & ")
	}
	parts := []string{c.Type, string(c.Modality), list(c.Actors), ">", list(c.Recipients)}
	for _, f := range c.Figures {
		if f.Best != nil {
			parts = append(parts, fmt.Sprint(f.Measure, " ", *f.Best))
		}
		if f.Named {
			parts = append(parts, "named")
		}
	}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}
