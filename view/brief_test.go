package view

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/mattn/go-runewidth"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/internal/golden"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/situation"
)

var (
	front  = sitrep.Actor{Name: "Northern Front", Entity: "northern-front", Code: "XLDREB", Country: "XLD", Sectors: []string{"REB"}}
	army   = sitrep.Actor{Name: "Xland Army", Entity: "xland-army", Code: "XLDMIL", Country: "XLD", Sectors: []string{"MIL"}}
	envoy  = sitrep.Actor{Name: "Ana Brill", Entity: "brill-ana", Code: "UNO", Country: "UNO"}
	xaa    = sitrep.Actor{Name: "Xaaland", Entity: "xaa", Code: "XAAGOV", Country: "XAA"}
	xbb    = sitrep.Actor{Name: "Xbbland", Entity: "xbb", Code: "XBBGOV", Country: "XBB"}
	quarry = sitrep.Place{Name: "Quarry Hill", Geoname: 7, Lat: 10, Lon: 20, Country: "XLD", Precision: sitrep.PrecNear, RadiusKm: 15}
	xland  = sitrep.Place{Name: "Xland", Geoname: 9, Lat: 10, Lon: 21, Country: "XLD", Precision: sitrep.PrecCountry, RadiusKm: 300}
)

func number(n int) *int { return &n }

func span(day string) *sitrep.ClaimTime {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return &sitrep.ClaimTime{Value: day, Start: day, End: t.AddDate(0, 0, 1).Format(time.DateOnly), Precision: sitrep.PrecDay}
}

func says(name string, st sitrep.Stance) []sitrep.Source {
	return []sitrep.Source{{Source: name, Stance: st}}
}

// sample is an invented situation that fills every section; one report tries to
// drive the terminal and to turn the direction of writing.
func sample() []sitrep.Claim {
	rep := func(id, outlet, title, at string) sitrep.Report {
		stamp, err := sitrep.ParseStamp(at)
		if err != nil {
			panic(err)
		}
		return sitrep.Report{ID: id, Publisher: outlet, Title: title, Published: stamp, URL: "https://" + id + ".example/story?a=1&b=2"}
	}
	a := rep("r1", "Bay Wire Agency", "Strike near quarry <b>town</b>", "2031-05-04T10:00:00Z")
	b := rep("r2", "Valley\x1b[31m Times\u202e", "Council text *blocked*", "2031-05-08T02:00:00Z")
	c := rep("r3", "Harbour Sheet", "", "2031-05-06")
	return []sitrep.Claim{
		{ID: "c01", Report: a, Sentence: sitrep.Span{Start: 0, End: 90}, Trigger: sitrep.Span{Start: 9, End: 15}, Quote: "The army struck the depot near Quarry Hill on Sunday, and at least 12 people were killed, residents said.",
			Type: "ASSAULT", Modes: []string{"aerial"}, Quad: 4, Modality: sitrep.Happened, Actors: []sitrep.Actor{army}, Recipients: []sitrep.Actor{front}, Time: span("2031-05-04"), Place: &quarry,
			Sources: says("residents", sitrep.Says), Figures: []sitrep.Figure{{Measure: "killed", Min: number(12), Scope: "incident", Victims: "unknown"}}},
		{ID: "c02", Report: c, Sentence: sitrep.Span{Start: 10, End: 80}, Trigger: sitrep.Span{Start: 30, End: 34}, Quote: "The hospital counted 19 dead\x1b]0;owned\x07 after Sunday's raid by army jets.",
			Type: "ASSAULT", Modes: []string{"aerial"}, Quad: 4, Modality: sitrep.Happened, Actors: []sitrep.Actor{army}, Time: span("2031-05-04"), Place: &quarry,
			Figures: []sitrep.Figure{{Measure: "killed", Min: number(19), Max: number(19), Scope: "incident", Victims: "unknown"}}, Sources: says("district hospital", sitrep.Says)},
		{ID: "c03", Report: a, Sentence: sitrep.Span{Start: 200, End: 260}, Trigger: sitrep.Span{Start: 210, End: 215}, Quote: "UN envoy Ana Brill urged the Northern Front to pull back.",
			Type: "REQUEST", Modes: []string{"yield"}, Quad: 3, Modality: sitrep.Happened, Actors: []sitrep.Actor{envoy}, Recipients: []sitrep.Actor{front}, About: "c04", Time: span("2031-05-04")},
		{ID: "c04", Report: a, Sentence: sitrep.Span{Start: 200, End: 260}, Trigger: sitrep.Span{Start: 250, End: 254}, Quote: "UN envoy Ana Brill urged the Northern Front to pull back.",
			Type: "RETREAT", Modes: []string{"withdraw"}, Quad: 2, Modality: sitrep.Demanded, Actors: []sitrep.Actor{front}, Sources: says("Ana Brill", sitrep.Says)},
		{ID: "c05", Report: c, Sentence: sitrep.Span{Start: 90, End: 150}, Trigger: sitrep.Span{Start: 99, End: 105}, Quote: "The front denied that its fighters had entered the quarry.",
			Type: "COERCE", Modes: []string{"seize"}, Quad: 4, Modality: sitrep.Happened, Polarity: sitrep.Negated, Actors: []sitrep.Actor{front}, Place: &quarry, Sources: says("Northern Front", sitrep.Denies)},
		{ID: "c06", Report: c, Sentence: sitrep.Span{Start: 160, End: 240}, Trigger: sitrep.Span{Start: 170, End: 176}, Quote: "The general said his troops would take the hill within a week.",
			Type: "COERCE", Modes: []string{"seize"}, Quad: 4, Modality: sitrep.Planned, Actors: []sitrep.Actor{army}, Place: &quarry, Sources: says("Xland Army", sitrep.Says)},
		{ID: "c07", Report: c, Sentence: sitrep.Span{Start: 250, End: 300}, Trigger: sitrep.Span{Start: 251, End: 255}, Quote: "Who holds the hill could not be established.", Modality: sitrep.Unclear, Place: &quarry},
		{ID: "c08", Report: c, Sentence: sitrep.Span{Start: 310, End: 380}, Trigger: sitrep.Span{Start: 315, End: 320}, Quote: "In 2012 the same hill was shelled for a month.",
			Type: "ASSAULT", Modes: []string{"heavy-weapons"}, Quad: 4, Modality: sitrep.Happened, Background: true, Place: &quarry},
		{ID: "c09", Report: b, Sentence: sitrep.Span{Start: 0, End: 120}, Trigger: sitrep.Span{Start: 9, End: 16}, Quote: "Xbbland blocked the press statement drafted by Xaaland on Wednesday, diplomats said.",
			Type: "REJECT", Quad: 3, Modality: sitrep.Happened, Actors: []sitrep.Actor{xbb}, Recipients: []sitrep.Actor{xaa}, Time: span("2031-05-07"), Sources: says("diplomats", sitrep.Says),
			Step: &sitrep.StepClaim{Body: "League Council", Product: "press-statement", Kind: "blocked", By: &xbb, Subject: "Quarry Hill strike", Reason: "it does not mention rocket fire"}},
		{ID: "c10", Report: b, Sentence: sitrep.Span{Start: 0, End: 120}, Trigger: sitrep.Span{Start: 40, End: 47}, Quote: "Xbbland blocked the press statement drafted by Xaaland on Wednesday, diplomats said.",
			Modality: sitrep.Happened, Sources: says("diplomats", sitrep.Says), Step: &sitrep.StepClaim{Body: "League Council", Product: "press-statement", Kind: "drafted", By: &xaa, Subject: "Quarry Hill strike"}},
		{ID: "c11", Report: b, Sentence: sitrep.Span{Start: 130, End: 200}, Trigger: sitrep.Span{Start: 150, End: 156}, Quote: "The Health Ministry has counted 112 dead in the province since May 1.",
			Modality: sitrep.Happened, Place: &xland, Sources: says("Health Ministry", sitrep.Says), Figures: []sitrep.Figure{{Measure: "killed", Min: number(112), Max: number(112), Scope: "cumulative", Victims: "unknown"}}},
		{ID: "c12", Report: a, Sentence: sitrep.Span{Start: 300, End: 350}, Trigger: sitrep.Span{Start: 310, End: 315}, Quote: "The front said it held Quarry Hill.", Modality: sitrep.Happened, Place: &quarry, Time: span("2031-05-03"),
			Sources: []sitrep.Source{{Source: "Northern Front", Entity: "northern-front", Code: "XLDREB", Country: "XLD", Stance: sitrep.Claims}},
			Control: &sitrep.ControlClaim{Place: quarry, Holder: front, State: "held", Status: "claims"}},
		{ID: "c13", Report: b, Sentence: sitrep.Span{Start: 210, End: 260}, Trigger: sitrep.Span{Start: 220, End: 225}, Quote: "Xaaland arms the army.", Modality: sitrep.Happened, Relation: &sitrep.RelationClaim{From: xaa, To: army, Kind: "supports"}},
	}
}

func samplePage(t testing.TB) (*Page, *sitrep.Situation) {
	t.Helper()
	phrases, err := knowledge.LoadPhrases(knowledge.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	claims := sample()
	s, err := situation.Fold(situation.Input{Merging: merging(t), Claims: claims, Version: "sitrep test"})
	if err != nil {
		t.Fatal(err)
	}
	lin := event.Origins(nil, claims)
	return Brief(s, Options{Phrases: phrases, Origin: lin.Of}), s
}

func TestGolden(t *testing.T) {
	page, _ := samplePage(t)
	prints := map[string]func(io.Writer) error{
		"brief-80.txt":    func(w io.Writer) error { return Text(w, page, TextOptions{Width: 80}) },
		"brief-120.txt":   func(w io.Writer) error { return Text(w, page, TextOptions{Width: 120}) },
		"brief-color.txt": func(w io.Writer) error { return Text(w, page, TextOptions{Width: 100, Color: true}) },
		"brief.md":        func(w io.Writer) error { return Markdown(w, page) },
		"brief.html":      func(w io.Writer) error { return HTML(w, page) },
	}
	for name, print := range prints {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if err := print(&out); err != nil {
				t.Fatal(err)
			}
			golden.Check(t, name, out.Bytes())
		})
	}
}

func TestSections(t *testing.T) {
	page, _ := samplePage(t)
	var titles []string
	for _, sec := range page.Sections {
		titles = append(titles, sec.Title)
	}
	want := "Bottom line|What happened|Demands, positions and talks|Councils and their texts|Casualties and other counts, by claimant|Parties and alignments|Who holds what|Planned, offered and threatened|Denied|Unclear|What changed|Background"
	if got := strings.Join(titles, "|"); got != want {
		t.Errorf("sections are %s, want %s", got, want)
	}
	for _, sec := range page.Sections {
		for _, l := range sec.Lines {
			if (l.Mark.Shape == "" || l.Mark.Word == "" || l.Text == "") && l.Table == nil {
				t.Errorf("%s: line without mark or text: %+v", sec.Title, l)
			}
			if sec.Title != "Background" && len(l.Notes) == 0 && l.Table == nil && l.Mark.Word != "PARTIES" {
				t.Errorf("%s: line without a source: %s", sec.Title, l.Text)
			}
			if l.Quote != "" && len(l.Notes) == 0 {
				t.Errorf("%s: a quotation without a source: %s", sec.Title, l.Quote)
			}
		}
	}
}

func TestTextFitsAndIsHarmless(t *testing.T) {
	page, _ := samplePage(t)
	for _, width := range []int{10, 50, 80, 100, 120} {
		var out bytes.Buffer
		if err := Text(&out, page, TextOptions{Width: width}); err != nil {
			t.Fatal(err)
		}
		cond := runewidth.NewCondition()
		cond.EastAsianWidth = false
		for i, row := range strings.Split(out.String(), "\n") {
			if n := cond.StringWidth(row); n > max(width, 50) {
				t.Errorf("width %d: line %d has %d columns: %s", width, i+1, n, row)
			}
			if strings.TrimRight(row, " \t") != row {
				t.Errorf("width %d: line %d ends in blanks: %q", width, i+1, row)
			}
		}
		for _, r := range out.String() {
			if unicode.IsControl(r) && r != '\n' || r == '\u202e' {
				t.Fatalf("width %d: the text has control character %U", width, r)
			}
		}
	}
}

func TestHTMLEscapes(t *testing.T) {
	page, _ := samplePage(t)
	var out bytes.Buffer
	if err := HTML(&out, page); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "<b>town") || strings.Contains(out.String(), "<script") || strings.Contains(out.String(), "src=") {
		t.Error("words of a report became markup, or the page loads something")
	}
}

func TestJSON(t *testing.T) {
	_, s := samplePage(t)
	var one, two bytes.Buffer
	if err := JSON(&one, s); err != nil {
		t.Fatal(err)
	}
	_, again := samplePage(t)
	if err := JSON(&two, again); err != nil {
		t.Fatal(err)
	}
	if one.String() != two.String() {
		t.Error("two runs give different bytes")
	}
	if strings.Contains(one.String(), ": null,\n  \"") && strings.Contains(one.String(), "\"events\": null") {
		t.Error("a list is null")
	}
}

func TestEmpty(t *testing.T) {
	s, err := situation.Fold(situation.Input{Merging: merging(t)})
	if err != nil {
		t.Fatal(err)
	}
	page := Brief(s, Options{})
	for _, print := range []func(io.Writer) error{
		func(w io.Writer) error { return Text(w, page, TextOptions{}) },
		func(w io.Writer) error { return Markdown(w, page) },
		func(w io.Writer) error { return HTML(w, page) },
		func(w io.Writer) error { return JSON(w, s) },
	} {
		var out bytes.Buffer
		if err := print(&out); err != nil || out.Len() == 0 {
			t.Errorf("an empty situation prints %d bytes, %v", out.Len(), err)
		}
	}
}

func TestTimeAndPlace(t *testing.T) {
	tests := []struct {
		t    *sitrep.ClaimTime
		p    *sitrep.Place
		want string
	}{
		{span("2031-05-04"), &quarry, "4 May 2031, near Quarry Hill (±15 km)"},
		{&sitrep.ClaimTime{Start: "2031-05-01", End: "2031-06-01", Precision: sitrep.PrecMonth}, &xland, "May 2031, Xland (country only)"},
		{&sitrep.ClaimTime{Start: "2031-05-03", End: "2031-05-06", Precision: sitrep.PrecDay}, nil, "3 May 2031 to 5 May 2031"},
		{&sitrep.ClaimTime{Start: "2031-05-03T14:00:00Z", End: "2031-05-03T15:00:00Z", Precision: sitrep.PrecHour}, nil, "about 3 May 2031 14:00 UTC"},
		{&sitrep.ClaimTime{Start: "2031-05-03", Precision: sitrep.PrecVague}, nil, "since 3 May 2031"},
		{nil, nil, ""},
	}
	for _, tt := range tests {
		if got := whenWhere(tt.t, tt.p); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\x1b[2Jb\u202ec", 40)
	f.Add("漢字 and \xff", 5)
	f.Fuzz(func(t *testing.T, s string, n int) {
		got := clean(s)
		for _, r := range got {
			if unicode.IsControl(r) || '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069' {
				t.Fatalf("clean(%q) keeps %U", s, r)
			}
		}
		p := &textPrinter{cond: runewidth.NewCondition(), width: 60}
		width := 10 + (n&0x7fffffff)%100
		for _, row := range p.rows(got, width) {
			if w := p.cond.StringWidth(row); w > width {
				t.Fatalf("row %q has %d columns, want at most %d", row, w, width)
			}
		}
	})
}

// merging is the embedded table of points.
func merging(t testing.TB) *knowledge.Merging {
	t.Helper()
	k, err := knowledge.LoadMerging(knowledge.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return k
}
