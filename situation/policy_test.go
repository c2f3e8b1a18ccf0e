package situation

import (
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
)

// quarryStrike retells the worked example of the reference on casualties in
// other words: a strike on a quarry town, counted by five claimants.
func quarryStrike() []sitrep.Claim {
	strike := []option{by(army), at(quarry), on("2031-05-04")}
	with := func(more ...option) []option { return append(append([]option{}, strike...), more...) }
	k1 := with(says("residents"), count("killed", 12, -1))
	return []sitrep.Claim{
		claim("k1", "2031-05-04T10:00:00Z", "ASSAULT", k1...),
		claim("k1b", "2031-05-04T10:20:00Z", "ASSAULT", k1...),
		claim("k1c", "2031-05-04T10:30:00Z", "ASSAULT", k1...),
		claim("k2", "2031-05-04T13:00:00Z", "ASSAULT", with(says("Quarry Hill district hospital"), count("killed", 19, 19), count("killed", 4, 4, part("child")), count("injured", 30, 30))...),
		claim("k3", "2031-05-04T18:00:00Z", "ASSAULT", with(source(armySays), count("killed", 8, 8, only("combatant")))...),
		claim("k4", "2031-05-05T09:00:00Z", "ASSAULT", with(named("Health Ministry", "xland-health"), count("killed", 31, 31), count("injured", 57, 57))...),
		claim("k5", "2031-05-05T20:00:00Z", "ASSAULT", with(named("Health Ministry", "xland-health"), count("killed", 34, 34, rises))...),
		claim("k6", "2031-05-06T11:00:00Z", "ASSAULT", with(says("Xland Rights Observatory"), count("killed", 37, 37), count("killed", 33, 33, part("civilian")),
			count("killed", 9, 9, part("child")), count("killed", 4, 4, part("combatant")))...),
		claim("k7", "2031-05-06T12:00:00Z", "", named("Health Ministry", "xland-health"), count("killed", 112, 112, overall), at(xland)),
		claim("k8", "2031-05-06T15:00:00Z", "ASSAULT", with(count("killed", 24, 99))...),
	}
}

func TestWorkedExample(t *testing.T) {
	tests := []struct{ known, policy, want, grade string }{
		{"2031-05-04T11:00:00Z", "acled-like", "-/12/-", ""},
		{"2031-05-04T20:00:00Z", "acled-like", "-/12/-", ""},
		{"2031-05-05T21:00:00Z", "acled-like", "-/12/-", ""},
		{"2031-05-06T16:00:00Z", "acled-like", "-/34/-", ""},
		{"2031-05-04T11:00:00Z", "ucdp-like", "12/12/12", ""},
		{"2031-05-04T20:00:00Z", "ucdp-like", "19/19/19", ""},
		{"2031-05-05T21:00:00Z", "ucdp-like", "19/19/34", ""},
		{"2031-05-06T16:00:00Z", "ucdp-like", "19/37/37", ""},
		{"2031-05-04T11:00:00Z", "ibc-like", "12/-/-", "provisional"},
		{"2031-05-04T20:00:00Z", "ibc-like", "19/-/19", ""},
		{"2031-05-05T21:00:00Z", "ibc-like", "19/-/34", ""},
		{"2031-05-06T16:00:00Z", "ibc-like", "19/-/37", ""},
		{"2031-05-04T11:00:00Z", "airwars-like", "12/-/-", "weak"},
		{"2031-05-04T20:00:00Z", "airwars-like", "19/-/19", "fair"},
		{"2031-05-05T21:00:00Z", "airwars-like", "19/-/34", "fair"},
		{"2031-05-06T16:00:00Z", "airwars-like", "19/-/34", "fair"},
		{"2031-05-06T16:00:00Z", "raw", "12/-/-", ""},
		{"2031-05-06T16:00:00Z", "lowest", "12/34/99", ""},
		{"2031-05-05T21:00:00Z", "highest", "12/34/34", ""},
		{"2031-05-05T21:00:00Z", "latest", "12/34/34", ""},
	}
	for _, tt := range tests {
		t.Run(tt.policy+" "+tt.known, func(t *testing.T) {
			s := mustFold(t, Input{Claims: quarryStrike(), KnownAt: moment(tt.known), Policy: policy(t, tt.policy), Claimants: roles(t)})
			var fig *sitrep.EventFigure
			for i := range s.Events {
				for k := range s.Events[i].Figures {
					if f := &s.Events[i].Figures[k]; f.Measure == "killed" && !strings.Contains(f.Arithmetic, "("+cumulative+")") {
						fig = f
					}
				}
			}
			if got := triple(fig); got != tt.want {
				t.Fatalf("got %s, want %s", got, tt.want)
			}
			if fig.Grade != tt.grade {
				t.Errorf("grade is %q, want %q", fig.Grade, tt.grade)
			}
		})
	}
}

func TestArithmeticNamesEveryClaim(t *testing.T) {
	s := mustFold(t, Input{Claims: quarryStrike(), Policy: policy(t, "acled-like"), Claimants: roles(t)})
	for i := range s.Events {
		for _, f := range s.Events[i].Figures {
			if f.Measure != "killed" || strings.Contains(f.Arithmetic, "(cumulative)") {
				continue
			}
			for _, want := range []string{"k5 Health Ministry 34", "k6 Xland Rights Observatory 37", "k4 Health Ministry 31 (superseded", "k3 Xland Army 8 (only combatant", "k8 Outlet k8 in its own voice 24–99 (a bare number word", "k1 residents at least 12 (not corroborated)"} {
				if !strings.Contains(f.Arithmetic, want) {
					t.Errorf("arithmetic lacks %q: %s", want, f.Arithmetic)
				}
			}
			if strings.Contains(f.Arithmetic, "112") {
				t.Errorf("the total over the province met the incident: %s", f.Arithmetic)
			}
		}
	}
}

// TestLowestUntilCorroborated is the example of the scenario format, retyped: a
// committee that corrects itself, a clinic, an agency, an accused party.
func TestLowestUntilCorroborated(t *testing.T) {
	raid := []option{by(army), at(quarry), on("2031-05-04")}
	with := func(more ...option) []option { return append(append([]option{}, raid...), more...) }
	claims := []sitrep.Claim{
		claim("a", "2031-05-05T08:00:00Z", "ASSAULT", with(named("town committee", "committee"), count("killed", 57, 57))...),
		claim("b", "2031-05-05T09:00:00Z", "ASSAULT", with(says("field clinic"), count("killed", 38, 38))...),
		claim("c", "2031-05-05T10:00:00Z", "ASSAULT", with(says("relief agency"), count("killed", 40, -1))...),
		claim("d", "2031-05-05T11:00:00Z", "ASSAULT", with(source(armySays), count("killed", 30, 30))...),
		claim("e", "2031-05-07T08:00:00Z", "ASSAULT", with(named("town committee", "committee"), count("killed", 41, 41, rises))...),
	}
	for _, tt := range []struct{ known, policy, want string }{
		{"2031-05-06T00:00:00Z", "lowest", "38/40/57"},
		{"2031-05-06T00:00:00Z", "highest", "38/57/57"},
		{"2031-05-08T00:00:00Z", "lowest", "38/40/41"},
		{"2031-05-08T00:00:00Z", "highest", "38/41/41"},
		{"2031-05-08T00:00:00Z", "latest", "38/41/41"},
	} {
		s := mustFold(t, Input{Claims: claims, KnownAt: moment(tt.known), Policy: policy(t, tt.policy)})
		if got := triple(figureOf(s, "killed")); got != tt.want {
			t.Errorf("%s at %s gives %s, want %s", tt.policy, tt.known, got, tt.want)
		}
	}
}

func TestPoolRules(t *testing.T) {
	raid := []option{by(army), to(front), at(quarry), on("2031-05-04")}
	with := func(more ...option) []option { return append(append([]option{}, raid...), more...) }
	tests := []struct {
		name   string
		claims []sitrep.Claim
		want   string
	}{
		{"an approximate figure gives its point", []sitrep.Claim{
			claim("a", "2031-05-05T08:00:00Z", "ASSAULT", with(says("clinic"), count("killed", 180, 220, func(f *sitrep.Figure) { n := 200; f.Approx, f.Best = true, &n }))...)}, "200/200/200"},
		{"only the accused counts", []sitrep.Claim{
			claim("a", "2031-05-05T08:00:00Z", "ASSAULT", with(source(armySays), count("killed", 3, 3))...)}, "3/3/3"},
		{"own losses of the attacked are kept", []sitrep.Claim{
			claim("a", "2031-05-05T08:00:00Z", "ASSAULT", with(source(armySays), count("killed", 90, 90, side("Northern Front fighters")))...),
			claim("b", "2031-05-05T09:00:00Z", "ASSAULT", with(source(frontSays), count("killed", 60, 60, side("Northern Front fighters")))...)}, "60/60/60"},
		{"one side is no rival of all", []sitrep.Claim{
			claim("a", "2031-05-05T08:00:00Z", "ASSAULT", with(says("clinic"), count("killed", 20, 20))...),
			claim("b", "2031-05-05T09:00:00Z", "ASSAULT", with(source(frontSays), count("killed", 14, 14, side("Northern Front fighters")))...)}, "20/20/20"},
		{"the same figure twice is one row", []sitrep.Claim{
			claim("a", "2031-05-05T08:00:00Z", "ASSAULT", with(says("clinic"), count("killed", 20, 20))...),
			claim("b", "2031-05-05T09:00:00Z", "ASSAULT", with(says("the clinic"), count("killed", 20, 20))...)}, "20/20/20"},
		{"a threat counts nobody", []sitrep.Claim{
			claim("a", "2031-05-05T08:00:00Z", "ASSAULT", with(as(sitrep.Threatened), count("killed", 1000, 1000))...)}, "none"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mustFold(t, Input{Claims: tt.claims})
			if got := triple(figureOf(s, "killed")); got != tt.want {
				t.Errorf("got %s, want %s; ledger %+v", got, tt.want, s.Ledger)
			}
		})
	}
}

func TestParsePolicy(t *testing.T) {
	for _, name := range PolicyNames() {
		if p := policy(t, name); p.Name != name || p.Says == "" {
			t.Errorf("policy %q is %+v", name, p)
		}
	}
	if p := policy(t, ""); p.Name != "lowest" {
		t.Errorf("the default is %q", p.Name)
	}
	_, err := ParsePolicy("mean")
	if err == nil || !strings.Contains(err.Error(), "lowest, highest, latest") {
		t.Errorf("got %v, want an error that lists the names", err)
	}
}
