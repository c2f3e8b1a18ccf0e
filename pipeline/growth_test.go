package pipeline_test

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/projection"
	"github.com/sitrep-dev/sitrep/store/sqlite"
)

var grow = flag.Int("grow", 0, "number of invented claims that TestGrowth puts into a store")
var growInto = flag.String("into", "", "file of the store that TestGrowth fills, to be kept; a temporary one when empty")

// TestGrowth measures what one report costs in a store that grows. The claims are
// invented: so many a day in so many countries, with parties, places and words of
// their own. The first and the last dense claims are of such a world; those between
// are of a world so wide that no two reports have to do with each other, which fills
// the store in less time.
func TestGrowth(t *testing.T) {
	if *grow == 0 {
		t.Skip("pass -grow 1000000 to measure a store of that many claims")
	}
	ctx := context.Background()
	st, err := sqlite.Open(ctx, cmp.Or(*growInto, filepath.Join(t.TempDir(), "grow.db")))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	g := &growing{t: t, st: st, keeper: projection.New(stages(t).Knowledge.Merging), world: invent(rand.New(rand.NewPCG(1, 2))), from: time.Now()}
	const dense = 20480
	g.grow(ctx, dense)
	if *grow > 2*dense {
		g.world.wide = true
		g.grow(ctx, *grow-dense)
		g.world.wide = false
		g.grow(ctx, *grow)
	}
	began := time.Now()
	var w projection.Window
	err = st.View(ctx, func(v store.View) error {
		w, err = g.keeper.Window(v, projection.Query{Limit: 1000})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("window of %d reports, %d claims, %d events of %d reports: %.2f s", w.Read, len(w.Claims), len(w.Events), w.Held, time.Since(began).Seconds())
}

// growing is a store that is filled.
type growing struct {
	t      *testing.T
	st     store.Store
	keeper *projection.Keeper
	world  *world
	from   time.Time
	claims int
}

// grow adds reports until the store has so many claims, and prints what they cost.
func (g *growing) grow(ctx context.Context, until int) {
	const perReport, batch = 8, 32
	step := 5120
	if g.world.wide {
		step = max(5120, *grow/10)
	}
	mark, window := g.claims+step, 0
	var took time.Duration
	for g.claims < until {
		began := time.Now()
		err := g.st.Update(ctx, func(tx store.Tx) error {
			for range batch {
				rep, found := g.world.report(g.claims/perReport, perReport)
				put, _, err := tx.PutReport(store.Report{Report: rep, Received: g.from})
				if err != nil {
					return err
				}
				coding := store.Coding{Report: rep.ID, Version: put.Version, Coder: "test", Claims: found, Coded: g.from}
				if err := tx.PutCoding(coding); err != nil {
					return err
				}
				if _, err := g.keeper.Add(tx, rep, coding); err != nil {
					return err
				}
				g.claims += len(found)
			}
			return nil
		})
		if err != nil {
			g.t.Fatal(err)
		}
		took += time.Since(began)
		window += batch
		if g.claims >= mark || g.claims >= until {
			g.t.Logf("%8d claims: %.2f ms a report (mean of the last %d, wide %t), %.0f s in all", g.claims, took.Seconds()*1000/float64(window), window, g.world.wide, time.Since(g.from).Seconds())
			mark, took, window = mark+step, 0, 0
		}
	}
}

// world is an invented world to report from.
type world struct {
	random *rand.Rand
	words  []string
	zipf   *rand.Zipf
	names  map[string]string // of parties and places
	wide   bool              // each report has names of its own
}

// name invents a name for a key, one word that no other has.
func (w *world) name(key string) string {
	if w.wide {
		sum := sha256.Sum256([]byte(key))
		return "N" + hex.EncodeToString(sum[:5])
	}
	if w.names[key] == "" {
		w.names[key] = fmt.Sprintf("%s%s", strings.ToUpper(w.words[5000+len(w.names)%15000][:1]), w.words[5000+len(w.names)%15000][1:]) + "ov"
	}
	return w.names[key]
}

// common are words that every text has.
var common = strings.Fields("the of and to in a is that for it was on with he be i by as at you are his had not this have from but which she they or an her were there we their been has when who will no more if out so up said what its about than into them can only other time new some could these two may first then do any like my now over such our even most me after also did many off before must well back through years where much your way down should because long each just state those people too")

func invent(random *rand.Rand) *world {
	w := &world{random: random, zipf: rand.NewZipf(random, 1.1, 8, 19999), names: map[string]string{}}
	for i := range 20000 {
		if i < 4900 { // as many as the table of frequent words has
			w.words = append(w.words, common[i%len(common)])
			continue
		}
		var b strings.Builder
		for range 2 + random.IntN(3) {
			b.WriteByte("bcdfgklmnprstv"[random.IntN(14)])
			b.WriteByte("aeiou"[random.IntN(5)])
		}
		w.words = append(w.words, b.String())
	}
	return w
}

func (w *world) sentence(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = w.words[w.zipf.Uint64()]
	}
	return strings.Join(words, " ") + "."
}

// report invents a report with n claims; some 70 reports appear a day.
func (w *world) report(number, n int) (sitrep.Report, []sitrep.Claim) {
	r := w.random
	at := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(number) * 20 * time.Minute)
	rep := sitrep.Report{ID: fmt.Sprintf("r%07d", number), Title: w.sentence(8), Publisher: fmt.Sprintf("Outlet %d", r.IntN(40)), Published: sitrep.Stamp{Time: at}, Language: "en"}
	country := r.IntN(60)
	if w.wide {
		country = 1000 + number
	}
	code := fmt.Sprintf("X%02d", country)
	types := []struct {
		name string
		quad int
	}{{"ASSAULT", 4}, {"ASSAULT", 4}, {"COERCE", 4}, {"CONSULT", 1}, {"ACCUSE", 3}, {"REQUEST", 3}, {"RETREAT", 2}, {"AID", 2}}
	actor := func() []sitrep.Actor {
		k := r.IntN(8)
		return []sitrep.Actor{{Name: w.name(fmt.Sprintf("side %d %d", country, k)), Entity: fmt.Sprintf("side-%d-%d", country, k), Code: code + []string{"MIL", "REB", "GOV", "CVL"}[k%4], Country: code}}
	}
	var claims []sitrep.Claim
	for i := range n {
		doer, done := actor(), actor()
		town := r.IntN(40)
		place := w.name(fmt.Sprintf("town %d %d", country, town))
		quote := doer[0].Name + " " + w.sentence(10) + " " + done[0].Name + " in " + place + " " + w.sentence(8)
		start := len(rep.Text)
		rep.Text += quote + " "
		typ := types[r.IntN(len(types))]
		day := at.AddDate(0, 0, -r.IntN(2))
		c := sitrep.Claim{ID: fmt.Sprintf("c_%07d%d", number, i), Type: typ.name, Quad: typ.quad, Modality: sitrep.Happened, Polarity: sitrep.Affirmed, Quote: quote,
			Sentence: sitrep.Span{Start: start, End: start + len(quote)}, Trigger: sitrep.Span{Start: start, End: start + 4}, Actors: doer, Recipients: done, Confidence: 0.7, Coder: "test"}
		if r.IntN(2) == 0 {
			c.Time = &sitrep.ClaimTime{Value: day.Format(time.DateOnly), Start: day.Format(time.DateOnly), End: day.AddDate(0, 0, 1).Format(time.DateOnly), Precision: sitrep.PrecDay}
		}
		if r.IntN(2) == 0 {
			c.Place = &sitrep.Place{Name: place, Geoname: 1 + country*40 + town, Lat: float64(country), Lon: float64(town), Country: code, Precision: sitrep.PrecTown, RadiusKm: 8}
		}
		if typ.quad == 4 && r.IntN(3) == 0 {
			k := 1 + r.IntN(30)
			c.Figures = []sitrep.Figure{{Measure: "killed", Min: &k, Max: &k, Best: &k, Scope: "incident", Span: c.Trigger}}
		}
		claims = append(claims, c)
	}
	for i := range claims {
		claims[i].Report = rep
	}
	return rep, claims
}
