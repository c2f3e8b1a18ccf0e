package event

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// merging is the embedded table of points.
var merging = func() *knowledge.Merging {
	k, err := knowledge.LoadMerging(knowledge.Embedded())
	if err != nil {
		panic(err)
	}
	return k
}()

// Invented parties and places.
var (
	front  = sitrep.Actor{Name: "Northern Front", Entity: "northern-front", Code: "XLDREB", Country: "XLD"}
	marsh  = sitrep.Actor{Name: "Ilo Marsh", Entity: "marsh-ilo", Code: "XLDREB", Country: "XLD"}
	army   = sitrep.Actor{Name: "Xland Army", Entity: "xland-army", Code: "XLDMIL", Country: "XLD"}
	envoy  = sitrep.Actor{Name: "Ana Brill", Entity: "brill-ana", Code: "UNO", Country: "UNO"}
	gunmen = sitrep.Actor{Name: "gunmen"}

	mill   = sitrep.Place{Name: "Lower Mill", Geoname: 1, Lat: 10, Lon: 20, Country: "XLD", Precision: sitrep.PrecTown, RadiusKm: 8}
	bridge = sitrep.Place{Name: "Mill Bridge", Geoname: 2, Lat: 10.02, Lon: 20.01, Country: "XLD", Precision: sitrep.PrecSite, RadiusKm: 1}
	harbor = sitrep.Place{Name: "Port Ashe", Geoname: 3, Lat: 11.4, Lon: 21, Country: "XLD", Precision: sitrep.PrecTown, RadiusKm: 8}
	xland  = sitrep.Place{Name: "Xland", Geoname: 4, Lat: 10.5, Lon: 20.5, Country: "XLD", Precision: sitrep.PrecCountry, RadiusKm: 400}
)

type option func(*sitrep.Claim)

func on(day string) option {
	return func(c *sitrep.Claim) {
		start, err := sitrep.ParseStamp(day)
		if err != nil {
			panic(err)
		}
		c.Time = &sitrep.ClaimTime{Value: day, Start: day, End: start.Time.AddDate(0, 0, 1).Format("2006-01-02"), Precision: sitrep.PrecDay}
	}
}
func at(p sitrep.Place) option     { return func(c *sitrep.Claim) { c.Place = &p } }
func by(as ...sitrep.Actor) option { return func(c *sitrep.Claim) { c.Actors = as } }
func to(as ...sitrep.Actor) option { return func(c *sitrep.Claim) { c.Recipients = as } }
func mode(m ...string) option      { return func(c *sitrep.Claim) { c.Modes = m } }
func as(m sitrep.Modality) option  { return func(c *sitrep.Claim) { c.Modality = m } }
func not(c *sitrep.Claim)          { c.Polarity = sitrep.Negated }
func about(id string) option       { return func(c *sitrep.Claim) { c.About = id } }
func words(s string) option        { return func(c *sitrep.Claim) { c.Quote = s } }
func sentence(a, b int) option {
	return func(c *sitrep.Claim) { c.Sentence = sitrep.Span{Start: a, End: b} }
}
func published(day string) option {
	return func(c *sitrep.Claim) { c.Report.Published, _ = sitrep.ParseStamp(day) }
}
func from(outlet string) option { return func(c *sitrep.Claim) { c.Report.Publisher = outlet } }
func says(name string, st sitrep.Stance) option {
	return func(c *sitrep.Claim) { c.Sources = append(c.Sources, sitrep.Source{Source: name, Stance: st}) }
}
func killed(n int, f ...func(*sitrep.Figure)) option {
	return func(c *sitrep.Claim) {
		fig := sitrep.Figure{Measure: "killed", Min: &n, Max: &n, Scope: "incident"}
		for _, set := range f {
			set(&fig)
		}
		c.Figures = append(c.Figures, fig)
	}
}
func overall(f *sitrep.Figure) { f.Scope = "cumulative" }

var quads = map[string]int{"ASSAULT": 4, "COERCE": 4, "REQUEST": 3, "ACCUSE": 3, "RETREAT": 2, "CONSULT": 1, "STATEMENT": 0, "": 0}

func claim(id, report, typ string, opts ...option) sitrep.Claim {
	c := sitrep.Claim{ID: id, Type: typ, Quad: quads[typ], Modality: sitrep.Happened, Polarity: sitrep.Affirmed, Quote: "Sentence " + id + ".",
		Report: sitrep.Report{ID: report, Publisher: "Outlet " + report}}
	published("2031-05-05")(&c)
	for _, o := range opts {
		o(&c)
	}
	return c
}

func TestMergePairs(t *testing.T) {
	strike := []option{by(army), at(mill), on("2031-05-04"), mode("aerial")}
	with := func(more ...option) []option { return append(slices.Clone(strike), more...) }
	tests := []struct {
		name string
		a, b sitrep.Claim
		same bool
	}{
		{"one strike, two outlets", claim("c1", "r1", "ASSAULT", strike...), claim("c2", "r2", "ASSAULT", strike...), true},
		{"another day", claim("c1", "r1", "ASSAULT", strike...), claim("c2", "r2", "ASSAULT", with(on("2031-05-06"))...), false},
		{"another town", claim("c1", "r1", "ASSAULT", strike...), claim("c2", "r2", "ASSAULT", with(at(harbor))...), false},
		{"another actor", claim("c1", "r1", "ASSAULT", strike...), claim("c2", "r2", "ASSAULT", with(by(front))...), false},
		{"a site inside the town", claim("c1", "r1", "ASSAULT", strike...), claim("c2", "r2", "ASSAULT", with(at(bridge))...), true},
		{"only the country, nobody hit named", claim("c1", "r1", "ASSAULT", strike...), claim("c2", "r2", "ASSAULT", with(at(xland))...), false},
		{"only the country, same victims", claim("c1", "r1", "ASSAULT", with(to(front))...), claim("c2", "r2", "ASSAULT", with(to(front), at(xland))...), true},
		{"a leader and his force", claim("c1", "r1", "ASSAULT", with(by(front))...), claim("c2", "r2", "ASSAULT", with(by(marsh))...), true},
		{"unnamed actor, same mode", claim("c1", "r1", "ASSAULT", strike...), claim("c2", "r2", "ASSAULT", with(by())...), true},
		{"described actor, same mode", claim("c1", "r1", "ASSAULT", strike...), claim("c2", "r2", "ASSAULT", with(by(gunmen))...), true},
		{"unnamed actor, another mode", claim("c1", "r1", "ASSAULT", strike...), claim("c2", "r2", "ASSAULT", with(by(), mode("firearms"))...), false},
		{"unnamed actor, no day", claim("c1", "r1", "ASSAULT", strike...), claim("c2", "r2", "ASSAULT", at(mill), mode("aerial")), false},
		{"one site, no day, unnamed actor", claim("c1", "r1", "ASSAULT", by(army), at(bridge), mode("aerial")), claim("c2", "r1", "ASSAULT", at(bridge), mode("aerial"), sentence(60, 90)), true},
		{"one site, another mode", claim("c1", "r1", "ASSAULT", by(army), at(bridge), mode("aerial")), claim("c2", "r2", "ASSAULT", at(bridge), mode("firearms")), false},
		{"one site, printed days apart", claim("c1", "r1", "ASSAULT", by(army), at(bridge), mode("aerial")), claim("c2", "r2", "ASSAULT", at(bridge), mode("aerial"), published("2031-05-08")), false},
		{"rival tolls", claim("c1", "r1", "ASSAULT", with(killed(19))...), claim("c2", "r2", "ASSAULT", with(killed(31))...), true},
		{"tolls far apart", claim("c1", "r1", "ASSAULT", with(killed(3))...), claim("c2", "r2", "ASSAULT", with(killed(90))...), false},
		{"two strikes in one report", claim("c1", "r1", "ASSAULT", with(sentence(0, 50), killed(3))...), claim("c2", "r1", "ASSAULT", with(sentence(60, 90), killed(5))...), false},
		{"told twice in one report", claim("c1", "r1", "ASSAULT", with(to(front), sentence(0, 50))...), claim("c2", "r1", "ASSAULT", with(to(front), sentence(60, 90))...), true},
		{"two deeds of one sentence", claim("c1", "r1", "ASSAULT", with(sentence(0, 50))...), claim("c2", "r1", "ASSAULT", with(sentence(0, 50))...), false},
		{"a demand and the deed", claim("c1", "r1", "RETREAT", by(army), at(mill), on("2031-05-04")), claim("c2", "r2", "RETREAT", by(army), at(mill), on("2031-05-04"), as(sitrep.Demanded)), false},
		{"a plan and the deed", claim("c1", "r1", "ASSAULT", strike...), claim("c2", "r2", "ASSAULT", with(as(sitrep.Planned))...), false},
		{"a denial and the deed", claim("c1", "r1", "ASSAULT", strike...), claim("c2", "r2", "ASSAULT", with(not, says("Xland Army", sitrep.Denies))...), false},
		{"another type", claim("c1", "r1", "ASSAULT", strike...), claim("c2", "r2", "COERCE", with(mode("arrest"))...), false},
		{"talks told from either side", claim("c1", "r1", "CONSULT", by(envoy), to(front), on("2031-05-04")), claim("c2", "r2", "CONSULT", by(front), to(envoy), on("2031-05-04")), true},
		{"two statements of a day", claim("c1", "r1", "STATEMENT", by(envoy), on("2031-05-04"), words("The roads are closed, she said.")), claim("c2", "r2", "STATEMENT", by(envoy), on("2031-05-04"), words("Hospitals lack fuel and bandages.")), false},
		{"no time, printed in the same days, all parties", claim("c1", "r1", "ASSAULT", by(army), to(front), at(mill)), claim("c2", "r2", "ASSAULT", by(army), to(front), at(mill), published("2031-05-06")), true},
		{"no time, printed weeks apart", claim("c1", "r1", "ASSAULT", by(army), to(front), at(mill)), claim("c2", "r2", "ASSAULT", by(army), to(front), at(mill), published("2031-06-06")), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			evs := Merge([]sitrep.Claim{tt.a, tt.b}, nil, merging)
			if same := len(evs) == 1; same != tt.same {
				t.Fatalf("got %d events, want same = %t: %+v", len(evs), tt.same, evs)
			}
			if tt.same && (len(evs[0].MergedBecause) != 1 || !strings.Contains(evs[0].MergedBecause[0], "same type "+tt.a.Type)) {
				t.Errorf("reasons are %q", evs[0].MergedBecause)
			}
		})
	}
}

func TestMergeDemandsByContent(t *testing.T) {
	call := func(n int, report, content string) []sitrep.Claim {
		deed := fmt.Sprintf("c%d", n+1)
		return []sitrep.Claim{
			claim(fmt.Sprintf("c%d", n), report, "REQUEST", by(envoy), to(front), on("2031-05-04"), about(deed)),
			claim(deed, report, content, by(front), as(sitrep.Demanded), says("Ana Brill", sitrep.Says), on("2031-05-04"), at(mill)),
		}
	}
	evs := Merge(append(append(call(1, "r1", "RETREAT"), call(3, "r2", "RETREAT")...), call(5, "r3", "CONSULT")...), nil, merging)
	if len(evs) != 4 {
		t.Fatalf("got %d events, want 4: one demand told twice, its content, another demand, its content", len(evs))
	}
	byID := map[string]sitrep.Event{}
	for _, ev := range evs {
		byID[ev.ID] = ev
	}
	for _, ev := range evs {
		if ev.Type == "REQUEST" && byID[ev.About].Modality != sitrep.Demanded {
			t.Errorf("demand %v points at %q", ev.Claims, ev.About)
		}
	}
}

func TestDenialFindsItsDeed(t *testing.T) {
	evs := Merge([]sitrep.Claim{
		claim("c1", "r1", "COERCE", by(front), at(mill), on("2031-05-04"), mode("seize")),
		claim("c2", "r1", "COERCE", by(front), at(harbor), on("2031-05-04"), mode("seize")),
		claim("c3", "r2", "COERCE", by(front), at(mill), not, says("Xland Army", sitrep.Denies)),
		claim("c4", "r3", "COERCE", by(army), at(harbor), not, says("Xland Army", sitrep.Denies)),
	}, nil, merging)
	deed := map[string]string{}
	for _, ev := range evs {
		for _, o := range evs {
			if ev.About == o.ID {
				deed[ev.Claims[0]] = o.Claims[0]
			}
		}
	}
	if len(evs) != 4 || len(deed) != 1 || deed["c3"] != "c1" {
		t.Errorf("denials point at %v among %d events, want c3 at c1 alone", deed, len(evs))
	}
}

func TestMergeIsNoChain(t *testing.T) {
	// A vague report fits two strikes; it may join one of them but not join both.
	evs := Merge([]sitrep.Claim{
		claim("c1", "r1", "ASSAULT", by(army), to(front), at(mill), on("2031-05-04"), mode("aerial")),
		claim("c2", "r2", "ASSAULT", by(army), to(front), at(harbor), on("2031-05-04"), mode("aerial")),
		claim("c3", "r3", "ASSAULT", by(army), to(front), at(xland), on("2031-05-04"), mode("aerial")),
	}, nil, merging)
	if len(evs) != 2 {
		t.Fatalf("got %d events, want 2", len(evs))
	}
}

func TestMergeCountsAndCampaign(t *testing.T) {
	evs := Merge([]sitrep.Claim{
		claim("c1", "r1", "ASSAULT", by(army), at(mill), on("2031-05-04"), mode("aerial"), sentence(0, 80)),
		claim("c2", "r1", "", killed(9), says("district hospital", sitrep.Says), sentence(82, 130)),
		claim("c3", "r1", "", killed(112, overall), says("Health Ministry", sitrep.Says), sentence(140, 190), at(xland)),
		claim("c4", "r2", "ASSAULT", killed(120, overall), says("Relief Office", sitrep.Says), at(xland)),
	}, nil, merging)
	if len(evs) != 2 {
		t.Fatalf("got %d events, want the strike with its count, and the campaign", len(evs))
	}
	slices.SortFunc(evs, func(a, b sitrep.Event) int { return strings.Compare(a.Claims[0], b.Claims[0]) })
	if !slices.Equal(evs[0].Claims, []string{"c1", "c2"}) || evs[0].Type != "ASSAULT" {
		t.Errorf("the strike is %+v", evs[0])
	}
	if !slices.Equal(evs[1].Claims, []string{"c3", "c4"}) || evs[1].Type != "ASSAULT" || len(evs[1].Actors) != 0 {
		t.Errorf("the campaign is %+v", evs[1])
	}
}

// TestCountsFindTheirDeed says on which deed of a report a count hangs.
func TestCountsFindTheirDeed(t *testing.T) {
	blocks := func(spans ...sitrep.Span) option {
		return func(c *sitrep.Claim) {
			for i, s := range spans {
				kind := sitrep.Para
				if i == 0 {
					kind = sitrep.Heading
				}
				c.Report.Blocks = append(c.Report.Blocks, sitrep.Block{Kind: kind, Span: s})
			}
		}
	}
	layout := blocks(sitrep.Span{Start: 0, End: 40}, sitrep.Span{Start: 42, End: 300}, sitrep.Span{Start: 302, End: 600})
	deed := claim("c1", "r1", "ASSAULT", by(army), at(mill), mode("aerial"), layout, sentence(100, 160))
	tests := []struct {
		name  string
		count sitrep.Claim
		want  bool
	}{
		{"right behind it", claim("c2", "r1", "", killed(9), layout, sentence(162, 200)), true},
		{"two sentences on in its paragraph", claim("c2", "r1", "", killed(9), layout, sentence(240, 290)), true},
		{"in a later paragraph", claim("c2", "r1", "", killed(9), layout, sentence(302, 340)), false},
		{"before it", claim("c2", "r1", "", killed(9), layout, sentence(42, 90)), false},
		{"in the heading", claim("c2", "r1", "", killed(9), layout, sentence(0, 40)), true},
		{"by who did it", claim("c2", "r1", "", killed(9), says(army.Name, sitrep.Says), layout, sentence(162, 200)), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := len(Merge([]sitrep.Claim{deed, tt.count}, nil, merging)) == 1; got != tt.want {
				t.Errorf("joined is %t, want %t", got, tt.want)
			}
		})
	}
}

func TestMergedFields(t *testing.T) {
	evs := Merge([]sitrep.Claim{
		claim("c1", "r1", "ASSAULT", by(gunmen), at(mill), on("2031-05-04"), mode("firearms")),
		claim("c2", "r2", "ASSAULT", by(front), at(bridge), on("2031-05-04"), mode("firearms"), says("police", sitrep.Says)),
		claim("c3", "r3", "ASSAULT", by(front, marsh), at(mill), on("2031-05-04"), mode("firearms"), says("police", sitrep.Says)),
	}, nil, merging)
	if len(evs) != 1 {
		t.Fatalf("got %d events, want 1", len(evs))
	}
	ev := evs[0]
	var names []string
	for _, a := range ev.Actors {
		names = append(names, a.Name)
	}
	if !slices.Equal(names, []string{"Northern Front", "Ilo Marsh"}) {
		t.Errorf("actors are %q: the description goes, two that one report lists stay", names)
	}
	if ev.Place.Name != "Mill Bridge" || ev.Origins != 2 || len(ev.Sources) != 1 || len(ev.MergedBecause) != 2 {
		t.Errorf("got place %s, %d origins, sources %v, reasons %q", ev.Place.Name, ev.Origins, ev.Sources, ev.MergedBecause)
	}
}

// TestMergeOrder: any order of the claims gives the same bytes.
func TestMergeOrder(t *testing.T) {
	days := []string{"2031-05-03", "2031-05-04", "2031-05-05"}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 14).Draw(t, "claims")
		var claims []sitrep.Claim
		for i := range n {
			opts := []option{
				by(rapid.SampledFrom([]sitrep.Actor{army, front, marsh, gunmen}).Draw(t, "actor")),
				at(rapid.SampledFrom([]sitrep.Place{mill, bridge, harbor, xland}).Draw(t, "place")),
				published(rapid.SampledFrom(days).Draw(t, "published")),
				as(rapid.SampledFrom([]sitrep.Modality{sitrep.Happened, sitrep.Happened, sitrep.Planned}).Draw(t, "modality")),
				sentence(100*i, 100*i+80),
			}
			if rapid.IntRange(0, 3).Draw(t, "denied") == 0 {
				opts = append(opts, not, says("Xland Army", sitrep.Denies))
			}
			if rapid.Bool().Draw(t, "timed") {
				opts = append(opts, on(rapid.SampledFrom(days).Draw(t, "day")))
			}
			if k := rapid.IntRange(0, 3).Draw(t, "figure"); k > 0 {
				opts = append(opts, killed(10*k, func(f *sitrep.Figure) {
					if k == 3 {
						overall(f)
					}
				}))
			}
			report := fmt.Sprintf("r%d", rapid.IntRange(1, 4).Draw(t, "report"))
			claims = append(claims, claim(fmt.Sprintf("c%02d", i), report, rapid.SampledFrom([]string{"ASSAULT", "COERCE", "REQUEST", ""}).Draw(t, "type"), opts...))
		}
		want, err := json.Marshal(Merge(claims, nil, merging))
		if err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(Merge(rapid.Permutation(claims).Draw(t, "order"), nil, merging))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Fatalf("another order gives\n%s\nand not\n%s", got, want)
		}
	})
}

// TestMergeCost: many claims about unlike things stay cheap.
func TestMergeCost(t *testing.T) {
	var claims []sitrep.Claim
	for i := range 6000 {
		p := mill
		p.Geoname, p.Name, p.Lat = 100+i%900, fmt.Sprintf("Village %d", i%900), float64(i%900)/10
		day := fmt.Sprintf("2031-%02d-%02d", 1+i%12, 1+i%28)
		claims = append(claims, claim(fmt.Sprintf("c%05d", i), fmt.Sprintf("r%05d", i), "ASSAULT", by(army), at(p), on(day), published(day)))
	}
	if evs := Merge(claims, nil, merging); len(evs) < 900 {
		t.Fatalf("got %d events", len(evs))
	}
}
