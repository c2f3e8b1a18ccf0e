package pipeline_test

import (
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
)

// TestPresumed asks which deeds the text takes for facts though a word above them
// demands, plans or leaves open something, and which stay open. "-" forbids a claim
// that starts so.
func TestPresumed(t *testing.T) {
	day, err := sitrep.ParseStamp("2014-05-15")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want string }{
		// named by its time
		{"Ghana asked the two armies to let monitors see the site of last week's clash.", "ASSAULT happened >"},
		{"The trader is accused of planning the May 3 raid on the mine at Tarkwa.", "ASSAULT happened trader > (mine)"},
		{"Police had suspected smugglers of the May 6 kidnapping of a nurse.", "ASSAULT happened > nurse"},
		{"The army plans a raid on the mine next week.", "-ASSAULT happened"},
		// told behind
		{"The note does not say who started a battle in the valley that killed ten soldiers.", "ASSAULT happened >"},
		{"It is not known who burned the village.", "ASSAULT happened >"},
		{"It is not clear why two drivers were released.", "RETREAT happened > drivers"},
		{"It is not known whether the rebels burned the village.", "ASSAULT unclear rebels >"},
		{"It is not known who will attack the mill.", "-ASSAULT happened"},
		{"The ministry could not confirm Monday's raid on the mill.", "-ASSAULT happened"},
		// below demands and judgements
		{"The mayor condemned before the council the kidnapping of two nurses and demanded that their school be rebuilt.", "ASSAULT happened > nurses"},
		{"The bishop demanded that the state free all men arrested when its troops stormed a mosque.", "ASSAULT happened"},
		{"Guards tried to get water to a ferry hijacked on Monday.", "ASSAULT happened > (ferry)"},
		{"It was said by the miners that nine men were killed.", "ASSAULT happened > men"},
		{"The strike, called over pay, would continue until Friday.", "PROTEST happened"},
		{"A baker became the first person to be killed in the riots.", "ASSAULT happened > first person"},
		// denials
		{"The front rejected the charge that its men had shot the priest.", "ASSAULT negated"},
		{"The rebels set no date and demanded that the army leave the valley.", "REQUEST happened rebels > army"},
		{"The front denied any raid on the mill.", "-ASSAULT happened"},
	} {
		result, err := stages(t).Code(sitrep.Report{ID: "presumed", Text: c.text, Published: day})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		found := false
		want, forbidden := strings.CutPrefix(c.want, "-")
		for i := range result.Claims {
			claim := &result.Claims[i]
			line := told(claim)
			if claim.Polarity == sitrep.Negated {
				line = claim.Type + " negated"
			}
			got = append(got, line)
			found = found || line == want || strings.HasPrefix(line, want)
		}
		if found == forbidden {
			t.Errorf("%s\n got  %s\n want %s", c.text, strings.Join(got, "\n      "), c.want)
		}
	}
}
