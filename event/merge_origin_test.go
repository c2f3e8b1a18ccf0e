package event

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
)

// paragraphs of an invented wire story.
var paragraphs = []string{
	"Fishing crews in the eastern bay found the ferry drifting without lights early on Monday, the coast guard of the island said in a note to shipping.",
	"Nobody was on board, and both lifeboats were missing from their cradles when the first inspectors climbed over the rail an hour later.",
	"The owner, a cooperative with four vessels, could not say why the transponder had gone silent shortly after the ship left the grain pier.",
	"Two tugs towed her to the outer harbour, where police sealed the bridge and took the log, an officer told reporters waiting behind the fence.",
	"Neighbouring islands joined the search with boats and a single aircraft, although fog made the flight useless for most of the afternoon.",
	"Families of the crew gathered in the parish hall and asked the minister for a list of names, which his office promised before the evening.",
}

func report(id, day, outlet, text string) sitrep.Report {
	stamp, err := sitrep.ParseStamp(day)
	if err != nil {
		panic(err)
	}
	return sitrep.Report{ID: id, Published: stamp, Publisher: outlet, Text: text}
}

func TestOrigins(t *testing.T) {
	wire := "ASHE, May 5 (BWA) - " + strings.Join(paragraphs, "\n\n")
	typos := strings.NewReplacer("drifting", "driftng", "cooperative", "co-operative", "harbour", "harbor").Replace(wire)
	short := "Port Ashe - " + strings.Join(paragraphs[:4], "\n\n") + "\n\nThe town council will meet on the matter this week. (agencies)"
	other := "Rain fell on the northern farms for the ninth day and the river rose above its second mark, so the mayor of the valley had the school cleared, and buses carried the children up the hill to the monastery where they spent the night."
	blog := other + "\n\n" + strings.Join(paragraphs[:4], "\n\n") + "\n\n" + strings.Repeat("Readers sent pictures of umbrellas from everywhere. ", 2)
	lin := Origins([]sitrep.Report{
		report("r1", "2031-05-05T06:00:00Z", "Bay Wire Agency", wire),
		report("r2", "2031-05-05T09:00:00Z", "Typo Gazette", typos),
		report("r3", "2031-05-06T09:00:00Z", "Harbour Sheet", short),
		report("r4", "2031-05-06T10:00:00Z", "Valley Times", other),
		report("r5", "2031-05-07T10:00:00Z", "Bay Wire Agency", "ASHE, May 7 (BWA) - The minister named the crew of the ferry on Wednesday and said that an inquiry under a retired judge would open in June, with hearings in the old customs house and a report by the winter session of the assembly."),
		report("r6", "2031-05-08", "Blog", blog),
	}, nil)
	want := map[string]string{"r1": "r1", "r2": "r1", "r3": "r1", "r4": "r4", "r5": "r5"}
	for id, origin := range want {
		if got := lin.Of(id); got != origin {
			t.Errorf("%s is of origin %s, want %s", id, got, origin)
		}
	}
	if got := lin.Of("r6"); got != "r1" && got != "r4" {
		t.Errorf("the blog that embeds two texts is of origin %s", got)
	}
	if o := lin.Origins()[0]; len(o.Because) != len(o.Reports)-1 {
		t.Errorf("origin %s has %d reports and %d reasons", o.ID, len(o.Reports), len(o.Because))
	}
}

func TestOriginsOrder(t *testing.T) {
	var reps []sitrep.Report
	for i := range 12 {
		text := strings.Join(paragraphs[i%3:3+i%3], "\n\n")
		reps = append(reps, report(fmt.Sprintf("r%02d", i), fmt.Sprintf("2031-05-%02d", 1+i), "", text))
	}
	want := fmt.Sprint(Origins(reps, nil).Origins())
	slices.Reverse(reps)
	if got := fmt.Sprint(Origins(reps, nil).Origins()); got != want {
		t.Errorf("reversed reports give %s, want %s", got, want)
	}
}

func TestCount(t *testing.T) {
	diplomats := says("diplomats", sitrep.Says)
	tests := []struct {
		name   string
		claims []sitrep.Claim
		want   int
	}{
		{"none", nil, 0},
		{"own voice of two outlets", []sitrep.Claim{claim("c1", "r1", "ASSAULT"), claim("c2", "r2", "ASSAULT")}, 2},
		{"one claimant in two outlets", []sitrep.Claim{claim("c1", "r1", "ASSAULT", diplomats), claim("c2", "r2", "ASSAULT", diplomats)}, 1},
		{"two claimants in one report", []sitrep.Claim{claim("c1", "r1", "ASSAULT", says("army", sitrep.Says)), claim("c2", "r1", "ASSAULT", says("police", sitrep.Says))}, 1},
		{"two claimants in two outlets", []sitrep.Claim{claim("c1", "r1", "ASSAULT", says("army", sitrep.Says)), claim("c2", "r2", "ASSAULT", says("police", sitrep.Says))}, 2},
		{"one outlet, two stories", []sitrep.Claim{claim("c1", "r1", "ASSAULT", from("Valley Times")), claim("c2", "r2", "ASSAULT", from("Valley Times"))}, 1},
		{"one cites the other", []sitrep.Claim{claim("c1", "r1", "ASSAULT", from("Valley Times")), claim("c2", "r2", "ASSAULT", from("Sheet"), says("Valley Times", sitrep.Says))}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lin := Origins(nil, tt.claims)
			var ptrs []*sitrep.Claim
			for i := range tt.claims {
				ptrs = append(ptrs, &tt.claims[i])
			}
			if got := lin.Count(ptrs); got != tt.want {
				t.Errorf("got %d origins, want %d", got, tt.want)
			}
		})
	}
}

func FuzzShingle(f *testing.F) {
	f.Add(paragraphs[0], paragraphs[1])
	f.Add("", "a")
	f.Add("\xff\xfe three broken words", "ΑΒΓ δεζ ηθι")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := shingle(a), shingle(b)
		for _, v := range [][2]*shingled{{&x, &y}, {&y, &x}, {&x, &x}} {
			if j, c := v[0].compare(v[1]); j < 0 || j > 1 || c < 0 || c > 1 {
				t.Fatalf("%q and %q compare as %f, %f", a, b, j, c)
			}
		}
		if j, _ := x.compare(&y); j != func() float64 { k, _ := y.compare(&x); return k }() {
			t.Fatalf("comparing is not symmetric")
		}
	})
}

func TestManyCopiesAreCheap(t *testing.T) {
	text := strings.Join(paragraphs, " ")
	var reps []sitrep.Report
	for i := range 2000 {
		reps = append(reps, report(fmt.Sprintf("r%04d", i), "2031-05-05", "", fmt.Sprintf("%s Copy for edition %d.", text, i)))
	}
	if got := len(Origins(reps, nil).Origins()); got != 1 {
		t.Errorf("got %d origins, want 1", got)
	}
}
