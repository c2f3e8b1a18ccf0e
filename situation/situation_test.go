package situation

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/sitrep-dev/sitrep"
)

func TestLedger(t *testing.T) {
	health := named("Health Ministry", "xland-health")
	east := source(sitrep.Source{Source: "eastern command", Code: "XLDREB", Country: "XLD", Stance: sitrep.Claims})
	s := mustFold(t, Input{Claims: []sitrep.Claim{
		claim("f", "2031-05-01T08:00:00Z", "ASSAULT", by(front), to(army), at(quarry), on("2031-05-01")),
		claim("a", "2031-05-02T08:00:00Z", "", health, count("killed", 21, 21, overall), at(xland)),
		claim("b", "2031-05-02T09:00:00Z", "", health, count("killed", 21, 21, overall), at(xland)),
		claim("c", "2031-05-03T08:00:00Z", "", health, count("killed", 25, 25, overall, rises), at(xland)),
		claim("d", "2031-05-03T09:00:00Z", "", east, count("killed", 70, 70, overall, side("Xland Army soldiers")), at(xland)),
		claim("e", "2031-05-03T10:00:00Z", "", not, denies(sitrep.Source{Source: "Health Ministry", Entity: "xland-health"}), count("killed", 70, 70, overall), at(xland)),
	}})
	rows := map[string]sitrep.LedgerRow{}
	for _, r := range s.Ledger {
		rows[r.Claim] = r
	}
	if len(s.Ledger) != 4 {
		t.Fatalf("got %d rows, want 4: %+v", len(s.Ledger), s.Ledger)
	}
	a, c, d, e := rows["a"], rows["c"], rows["d"], rows["e"]
	if !slices.Equal(a.Via, []string{"Outlet a", "Outlet b"}) || a.Current {
		t.Errorf("the first toll has carriers %v, current %t", a.Via, a.Current)
	}
	if c.Supersedes != a.ID || !c.Current {
		t.Errorf("the newer toll supersedes %q, current %t", c.Supersedes, c.Current)
	}
	if !d.Interested {
		t.Error("a count of the enemy's losses is interested")
	}
	if e.Denies != d.ID || e.Stance != sitrep.Denies || e.Event != d.Event {
		t.Errorf("the denial is %+v", e)
	}
	if got := triple(figureOf(s, "killed")); got != "25/25/25" {
		t.Errorf("toll is %s", got)
	}
	var kinds []string
	for _, ch := range s.Changes {
		kinds = append(kinds, ch.Kind)
	}
	if !slices.Equal(kinds, []string{newEvent, revised, denied}) {
		t.Errorf("changes are %v", kinds)
	}
}

func holds(who sitrep.Actor, state, status string) option {
	return func(c *sitrep.Claim) {
		c.Control = &sitrep.ControlClaim{Place: quarry, Holder: who, State: state, Status: status}
	}
}

func TestControl(t *testing.T) {
	claimed := claim("a", "2031-05-05T20:00:00Z", "COERCE", by(front), at(quarry), on("2031-05-05"), source(frontSays), holds(front, held, "claims"))
	denial := claim("b", "2031-05-05T21:00:00Z", "COERCE", by(front), at(quarry), on("2031-05-05"), not, denies(armySays), holds(front, held, "denied"))
	conceded := claim("c", "2031-05-11T09:00:00Z", "", source(armySays), on("2031-05-05"), holds(army, lost, "concedes"))
	retaken := claim("d", "2031-05-08T18:00:00Z", "COERCE", by(army), at(quarry), on("2031-05-08"), holds(army, held, "holds"))
	left := claim("e", "2031-05-10T09:00:00Z", "RETREAT", by(front), at(quarry), on("2031-05-08"), source(frontSays), holds(front, lost, "withdrew"))
	tests := []struct {
		name   string
		claims []sitrep.Claim
		asOf   string
		want   []string // holder state start end basis
	}{
		{"one side's word", []sitrep.Claim{claimed}, "", []string{"northern-front held 2031-05-05 - claimed"}},
		{"denied by the other", []sitrep.Claim{claimed, denial}, "", []string{"northern-front held 2031-05-05 - claimed"}},
		{"conceded days later", []sitrep.Claim{claimed, denial, conceded}, "", []string{"northern-front held 2031-05-05 - assessed", "xland-army lost 2031-05-05 - assessed"}},
		{"two outlets, one party's word", []sitrep.Claim{claimed, claim("a2", "2031-05-05T21:00:00Z", "COERCE", by(front), at(quarry), on("2031-05-05"), source(frontSays), holds(front, held, "claims"))}, "", []string{"northern-front held 2031-05-05 - claimed"}},
		{"a witness of its own", []sitrep.Claim{claimed, claim("a3", "2031-05-06T21:00:00Z", "COERCE", by(front), at(quarry), on("2031-05-05"), holds(front, held, "holds"))}, "", []string{"northern-front held 2031-05-05 - assessed"}},
		{"retaken", []sitrep.Claim{claimed, retaken, left}, "", []string{"northern-front held 2031-05-05 2031-05-08 assessed", "xland-army held 2031-05-08 - assessed"}},
		{"as of the day before", []sitrep.Claim{claimed, retaken, left}, "2031-05-07", []string{"northern-front held 2031-05-05 2031-05-08 assessed"}},
		{"as of the day after", []sitrep.Claim{claimed, retaken, left}, "2031-05-09", []string{"xland-army held 2031-05-08 - assessed"}},
		{"a loss admitted without a day", []sitrep.Claim{claimed, retaken, claim("g", "2031-05-11T09:00:00Z", "", source(armySays), holds(army, lost, "concedes"))}, "",
			[]string{"northern-front held 2031-05-05 2031-05-08 assessed", "xland-army held 2031-05-08 - claimed"}},
		{"retold without a day", []sitrep.Claim{claimed, retaken, claim("h", "2031-05-12T09:00:00Z", "COERCE", by(front), source(frontSays), holds(front, held, "claims"))}, "",
			[]string{"northern-front held 2031-05-05 2031-05-08 claimed", "xland-army held 2031-05-08 - claimed"}},
		{"a demand holds nothing", []sitrep.Claim{claim("a", "2031-05-05T20:00:00Z", "COERCE", as(sitrep.Demanded), holds(front, held, "claims"))}, "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := Input{Claims: tt.claims}
			if tt.asOf != "" {
				in.AsOf = moment(tt.asOf)
			}
			var got []string
			for _, c := range mustFold(t, in).Control {
				end := c.End
				if end == "" {
					end = "-"
				}
				got = append(got, c.Holder+" "+c.State+" "+c.Start+" "+end+" "+c.Basis)
			}
			slices.Sort(got)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func takes(body, product, kind string, who *sitrep.Actor, subject, reason string) option {
	return func(c *sitrep.Claim) {
		c.Step = &sitrep.StepClaim{Body: body, Product: product, Kind: kind, By: who, Subject: subject, Reason: reason}
	}
}

func TestProcesses(t *testing.T) {
	xaa := sitrep.Actor{Name: "Xaaland", Entity: "xaa", Code: "XAAGOV", Country: "XAA"}
	xbb := sitrep.Actor{Name: "Xbbland", Entity: "xbb", Code: "XBBGOV", Country: "XBB"}
	const body, press, draft = "League Council", "press-statement", "draft-resolution"
	xaaSays := source(sitrep.Source{Source: "Xaaland", Entity: "xaa", Code: "XAAGOV", Country: "XAA", Stance: sitrep.Accuses})
	xbbSays := source(sitrep.Source{Source: "Xbbland mission", Entity: "xbb", Code: "XBBGOV", Country: "XBB", Stance: sitrep.Confirms})
	in := func(report string, c sitrep.Claim, at int) sitrep.Claim {
		c.Report.ID, c.Trigger = report, sitrep.Span{Start: at, End: at + 1}
		return c
	}
	blocked := []sitrep.Claim{
		in("r", claim("a", "2031-05-08T02:00:00Z", "", takes(body, press, "blocked", &xbb, "Quarry Hill strike", ""), on("2031-05-07"), says("diplomats")), 10),
		in("r", claim("b", "2031-05-08T02:00:00Z", "", takes(body, press, "draft_circulated", &xaa, "Quarry Hill strike", "")), 20),
		in("r", claim("c", "2031-05-08T02:00:00Z", "", takes(body, "", "objection", &xbb, "", "does not name rocket fire"), says("diplomats")), 30),
	}
	tests := []struct {
		name   string
		claims []sitrep.Claim
		want   []string // product outcome steps
	}{
		{"drafted, objected to, blocked", blocked, []string{"press-statement blocked drafted objected blocked"}},
		{"a copy adds nothing", append(slices.Clone(blocked), claim("d", "2031-05-08T08:00:00Z", "", takes(body, press, "blocked", &xbb, "Quarry Hill", ""), on("2031-05-07"), says("diplomats"))), []string{"press-statement blocked drafted objected blocked"}},
		{"another product", append(slices.Clone(blocked), claim("d", "2031-05-09T08:00:00Z", "", takes(body, "press-elements", "issued", nil, "Quarry Hill strike", ""))), []string{"press-elements issued issued", "press-statement blocked drafted objected blocked"}},
		{"another subject", append(slices.Clone(blocked), claim("d", "2031-05-08T08:00:00Z", "", takes(body, press, "issued", nil, "ferry disaster", ""))), []string{"press-statement blocked drafted objected blocked", "press-statement issued issued"}},
		{"one member blames another", []sitrep.Claim{
			claim("a", "2031-05-08T02:00:00Z", "", takes(body, press, "drafted", &xaa, "Quarry Hill", "")),
			claim("b", "2031-05-08T03:00:00Z", "", takes(body, press, "blocked", &xbb, "Quarry Hill", ""), xaaSays)}, []string{"press-statement drafted drafted blocked"}},
		{"the blocker confirms it", []sitrep.Claim{
			claim("b", "2031-05-08T03:00:00Z", "", takes(body, press, "blocked", &xbb, "Quarry Hill", ""), xaaSays),
			claim("c", "2031-05-08T04:00:00Z", "", takes(body, press, "blocked", &xbb, "Quarry Hill", ""), xbbSays)}, []string{"press-statement blocked blocked"}},
		{"the blocker denies it", []sitrep.Claim{
			claim("b", "2031-05-08T03:00:00Z", "", takes(body, press, "blocked", &xbb, "Quarry Hill", ""), says("diplomats")),
			claim("c", "2031-05-08T04:00:00Z", "", takes(body, press, "blocked", &xbb, "Quarry Hill", ""), not, denies(sitrep.Source{Source: "Xbbland", Entity: "xbb", Country: "XBB"}))}, []string{"press-statement blocked blocked denied"}},
		{"rival drafts", []sitrep.Claim{
			claim("a", "2031-05-08T02:00:00Z", "", takes(body, draft, "drafted", &xaa, "Quarry Hill", "")),
			claim("b", "2031-05-08T03:00:00Z", "", takes(body, draft, "drafted", &xbb, "Quarry Hill", ""))}, []string{"draft-resolution drafted drafted", "draft-resolution drafted drafted"}},
		{"a threat to veto is no veto", []sitrep.Claim{claim("a", "2031-05-08T02:00:00Z", "", as(sitrep.Threatened), takes(body, draft, "vetoed", &xbb, "Quarry Hill", ""))}, nil},
		{"adopted after a block: both stay", append(slices.Clone(blocked), claim("d", "2031-05-12T08:00:00Z", "", takes(body, press, "issued", nil, "Quarry Hill strike", ""), on("2031-05-11"))), []string{"press-statement issued drafted objected blocked issued"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range mustFold(t, Input{Claims: tt.claims}).Processes {
				line := p.Product + " " + p.Outcome
				for _, st := range p.Steps {
					line += " " + st.Kind
				}
				got = append(got, line)
			}
			slices.Sort(got)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRelations(t *testing.T) {
	rel := func(kind string, ended bool) option {
		return func(c *sitrep.Claim) {
			c.Relation = &sitrep.RelationClaim{From: front, To: army, Kind: kind, Ended: ended}
		}
	}
	tests := []struct {
		name   string
		claims []sitrep.Claim
		want   string
	}{
		{"stated twice", []sitrep.Claim{claim("a", "2031-05-05", "", rel("allied", false)), claim("b", "2031-05-06", "", rel("allied", false), on("2031-05-01"))}, "allied 2031-05-01  2"},
		{"ended", []sitrep.Claim{claim("a", "2031-05-05", "", rel("allied", false)), claim("b", "2031-05-09", "", rel("allied", true), on("2031-05-08"))}, "allied  2031-05-08 2"},
		{"promised", []sitrep.Claim{claim("a", "2031-05-05", "", rel("supports", false), as(sitrep.Offered))}, ""},
		{"history", []sitrep.Claim{claim("a", "2031-05-05", "", rel("supports", false), func(c *sitrep.Claim) { c.Background = true })}, ""},
		{"denied", []sitrep.Claim{claim("a", "2031-05-05", "", rel("supports", false), not, denies(armySays))}, ""},
		{"refused", []sitrep.Claim{claim("a", "2031-05-05", "", rel("recognizes", false), not)}, "opposes   1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			for _, r := range mustFold(t, Input{Claims: tt.claims}).Relations {
				got += r.Kind + " " + r.Start + " " + r.End + " " + string(rune('0'+len(r.Claims)))
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFilters(t *testing.T) {
	claims := append(quarryStrike(),
		claim("z", "", "ASSAULT", by(front), at(quarry), on("2031-05-20")),
		claim("u", "2031-05-05T10:00:00Z", "", as(sitrep.Unclear), at(quarry)))
	s := mustFold(t, Input{Claims: claims, KnownAt: moment("2031-05-05T12:00:00Z")})
	if s.Claims["z"] != nil || s.Claims["k5"] != nil || s.Claims["k4"] == nil || len(s.Unclear) != 1 {
		t.Errorf("known claims are wrong: %v", s.Claims)
	}
	if last := s.Changes[len(s.Changes)-1]; last.Kind != coverage {
		t.Errorf("the report without a time of publication is not mentioned: %+v", last)
	}
	if s := mustFold(t, Input{Claims: claims, Since: moment("2031-05-05T12:00:00Z")}); len(s.Changes) == 0 || slices.ContainsFunc(s.Changes, func(c sitrep.Change) bool { return c.Time.String() < "2031-05-05T12" && !c.Time.IsZero() }) {
		t.Errorf("changes since are %+v", s.Changes)
	}
	if s := mustFold(t, Input{Claims: claims, About: "Northern Front"}); len(s.Events) != 1 || s.Events[0].Claims[0] != "z" {
		t.Errorf("events about the front are %+v", s.Events)
	}
	if s := mustFold(t, Input{Claims: claims, AsOf: moment("2031-05-01")}); len(s.Events) != 0 {
		t.Errorf("events before the first are %+v", s.Events)
	}
	clash := claim("k1", "2031-05-09", "ASSAULT")
	clash.Report.ID = "elsewhere"
	if _, err := Fold(Input{Claims: append(claims, clash), Merging: merging}); err == nil {
		t.Error("two claims with one id are no error")
	}
}

// TestOrder: any order of claims and reports gives the same bytes, and every id
// in the situation resolves.
func TestOrder(t *testing.T) {
	claims := append(quarryStrike(),
		claim("p", "2031-05-05T20:00:00Z", "COERCE", by(front), at(quarry), on("2031-05-05"), source(frontSays), holds(front, held, "claims")),
		claim("q", "2031-05-08T20:00:00Z", "COERCE", by(army), at(quarry), on("2031-05-08"), holds(army, held, "holds")),
		claim("s", "2031-05-08T20:00:00Z", "", takes("League Council", "press-statement", "blocked", &front, "Quarry Hill", "too long"), says("diplomats")),
		claim("v", "2031-05-08T20:00:00Z", "", takes("League Council", "press-statement", "drafted", &army, "Quarry Hill", "")))
	want, err := json.Marshal(mustFold(t, Input{Claims: claims}))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		s, err := Fold(Input{Claims: rapid.Permutation(claims).Draw(r, "order"), Merging: merging})
		if err != nil {
			r.Fatal(err)
		}
		got, err := json.Marshal(s)
		if err != nil {
			r.Fatal(err)
		}
		if string(got) != string(want) {
			r.Fatalf("another order gives\n%s\nand not\n%s", got, want)
		}
		for _, ev := range s.Events {
			for _, id := range ev.Claims {
				if s.Claims[id] == nil {
					r.Fatalf("event %s names claim %s, which is not there", ev.ID, id)
				}
			}
		}
	})
}
