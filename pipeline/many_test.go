package pipeline_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/projection"
	"github.com/sitrep-dev/sitrep/store/sqlite"
)

var many = flag.Int("many", 500, "reports that TestMany puts into a store; memory and cost are judged from 20,000")

// TestMany puts reports with prepared codings into one store, in one go, and wants
// the memory of the process to stay flat and the cost of a report too. The reports
// are made up: stories at 2,000 places in 20 countries over three years, each told by up
// to four outlets.
func TestMany(t *testing.T) {
	total := *many
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "many.db")
	st, err := sqlite.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	k := stages(t).Knowledge
	keeper := projection.New(k.Merging)
	tell := &teller{random: rand.New(rand.NewPCG(3, 4))}
	var peaks []int
	var costs []time.Duration
	const batch, parts = 50, 10
	began := time.Now()
	for n := 0; n < total; n += batch {
		err := st.Update(ctx, func(tx store.Tx) error {
			for range batch {
				rep, claims := tell.next()
				put, _, err := tx.PutReport(store.Report{Report: rep, Received: rep.Published.Time})
				if err != nil {
					return err
				}
				coding := store.Coding{Report: rep.ID, Version: put.Version, Coder: "test", Claims: claims, Coded: rep.Published.Time}
				if err := tx.PutCoding(coding); err != nil {
					return err
				}
				if _, err := keeper.Add(tx, rep, coding); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if (n+batch)%(total/parts) == 0 {
			costs = append(costs, time.Since(began)/time.Duration(total/parts))
			peaks = append(peaks, peak(t))
			began = time.Now()
		}
	}
	began = time.Now()
	var window projection.Window
	if err := st.View(ctx, func(v store.View) (err error) {
		window, err = keeper.Window(v, projection.Query{Limit: 1000})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d reports, %d claims; a report costs in each tenth %v; peak of resident memory in MB after each %v; window of %d reports with %d events in %v; file %d MB",
		total, tell.claims, costs, peaks, window.Read, len(window.Events), time.Since(began), info.Size()>>20)
	if window.Held != total || len(window.Events) == 0 {
		t.Errorf("%d reports held, %d events in the window", window.Held, len(window.Events))
	}
	if first, last := peaks[1], peaks[len(peaks)-1]; total >= 20000 && last > first+first/4+50 {
		t.Errorf("memory grew from %d MB after a fifth to %d MB", first, last)
	}
	if total >= 20000 && costs[len(costs)-1] > 2*costs[1] {
		t.Errorf("a report costs %v at the end, %v in the second tenth", costs[len(costs)-1], costs[1])
	}
}

// peak is the largest resident memory of this process so far in MB; 0 where that is
// not told.
func peak(t *testing.T) int {
	t.Helper()
	body, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(body)) {
		kB := 0
		if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kB); n == 1 {
			return kB >> 10
		}
	}
	return 0
}

// teller makes up reports and what a coder would find in them. Words are made up, too,
// a few common and most rare, as in news; stories share few of them.
type teller struct {
	random             *rand.Rand
	n, claims, left    int // left are the outlets that still tell the story
	day                time.Time
	place, group, dead int
	kind               int
	lead               string // of the story: what copies of it share
}

var (
	kinds     = []string{"ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "CONSULT"}
	deeds     = []string{"attacked", "marched through", "searched", "moved troops to", "met leaders of"}
	quads     = []int{4, 3, 4, 4, 1}
	outlets   = []string{"Gazette", "Courier", "Harbour Wire", "Hill Post"}
	countries = []string{"LBY", "NGA", "SDN", "SYR", "IRQ", "YEM", "MLI", "COL", "UKR", "MMR", "AFG", "PAK", "SOM", "COD", "ETH", "HTI", "MEX", "PHL", "LBN", "TCD"}
)

// word makes up a word; low numbers are common.
func (g *teller) word() string {
	n, out := int(20000*pow4(g.random.Float64())), ""
	for ; n > 0 || out == ""; n /= 60 {
		out += string("bdfgklmnprst"[n%12]) + string("aeiou"[n/12%5])
	}
	return out
}

func pow4(x float64) float64 { return x * x * x * x }

func (g *teller) words(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = g.word()
	}
	return strings.Join(list, " ") + "."
}

// next is a report of the story at hand, or of a new one.
func (g *teller) next() (sitrep.Report, []sitrep.Claim) {
	if g.left == 0 {
		g.left, g.place, g.group, g.kind = 1+g.random.IntN(4), g.random.IntN(2000), g.random.IntN(500), g.random.IntN(len(kinds))
		g.day = time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, g.n*1095/100_000)
		g.dead, g.lead = 1+g.random.IntN(30), g.words(18)
	}
	g.left--
	g.n++
	town, group := fmt.Sprintf("Town%c%c%c", 'a'+rune(g.place%26), 'a'+rune(g.place/26%26), 'a'+rune(g.place/676)), fmt.Sprintf("Brigade %d", g.group)
	deed := fmt.Sprintf("%s %s %s on %s, %s", group, deeds[g.kind], town, g.day.Weekday(), g.words(6))
	toll := fmt.Sprintf("At least %d people were killed, %s", g.dead+g.random.IntN(2), g.words(5))
	text := strings.Join([]string{deed, toll, g.words(20), g.words(20)}, " ")
	if g.random.IntN(4) == 0 {
		text = strings.Join([]string{deed, toll, g.lead, g.words(10)}, " ")
	}
	rep := sitrep.Report{ID: fmt.Sprintf("m%06d", g.n), Title: town + " " + deeds[g.kind], Text: text, Publisher: outlets[g.left],
		Published: sitrep.Stamp{Time: g.day.Add(time.Duration(6+g.random.IntN(30)) * time.Hour)}}
	day, country := g.day.Format(time.DateOnly), countries[g.place%len(countries)]
	base := sitrep.Claim{Report: rep, Modality: sitrep.Happened, Polarity: sitrep.Affirmed, Modes: []string{}, Contexts: []string{}, Actors: []sitrep.Actor{},
		Recipients: []sitrep.Actor{}, Sources: []sitrep.Source{}, Figures: []sitrep.Figure{}, Confidence: 0.8, Entries: []string{"made"}, Coder: "test",
		Time: &sitrep.ClaimTime{Value: day, Start: day, End: g.day.AddDate(0, 0, 1).Format(time.DateOnly), Precision: sitrep.PrecDay},
		Place: &sitrep.Place{Name: town, Geoname: 1000 + g.place, Lat: float64(g.place%40) * 2, Lon: float64(g.place/40) * 2, Country: country,
			Precision: sitrep.PrecTown, RadiusKm: 5}}
	act, killed := base, base
	act.ID, act.Type, act.Quad, act.Quote = fmt.Sprintf("c_%06da", g.n), kinds[g.kind], quads[g.kind], deed
	act.Sentence, act.Trigger = sitrep.Span{Start: 0, End: len(deed)}, sitrep.Span{Start: len(group) + 1, End: len(group) + 1 + len(deeds[g.kind])}
	act.Actors = []sitrep.Actor{{Name: group, Entity: fmt.Sprintf("brigade-%d", g.group), Code: country + "REB", Country: country, Span: sitrep.Span{Start: 0, End: len(group)}}}
	killed.ID, killed.Quote = fmt.Sprintf("c_%06db", g.n), toll
	killed.Sentence = sitrep.Span{Start: len(deed) + 1, End: len(deed) + 1 + len(toll)}
	killed.Trigger = killed.Sentence
	n := g.dead
	killed.Figures = []sitrep.Figure{{Measure: "killed", Min: &n, Best: &n, Victims: "unknown", Scope: "incident", Span: killed.Sentence}}
	g.claims += 2
	return rep, []sitrep.Claim{act, killed}
}
