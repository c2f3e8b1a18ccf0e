package toponym_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis/toponym"
	"github.com/sitrep-dev/sitrep/internal/corpus"
	"github.com/sitrep-dev/sitrep/internal/doctest"
	"github.com/sitrep-dev/sitrep/knowledge"
)

var places = sync.OnceValues(func() (*knowledge.Places, error) {
	return knowledge.LoadPlaces(os.DirFS("../../knowledge"))
})

func resolver(t testing.TB) *toponym.Resolver {
	t.Helper()
	k, err := places()
	if err != nil {
		t.Fatal(err)
	}
	return toponym.New(k)
}

// plain makes a document of one line a sentence, cut into words without tags.
func plain(text string) *sitrep.Document {
	doc := &sitrep.Document{Text: text, Report: sitrep.Report{ID: "r_test", Text: text}}
	at := 0
	for line := range strings.Lines(text) {
		sent := sitrep.Sentence{Span: sitrep.Span{Start: at, End: at + len(strings.TrimRight(line, "\n"))}}
		start := -1
		for i, r := range line + " " {
			inside := unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("'’-$", r) || r == '.' && abbreviated(line, start, i)
			if inside && start < 0 {
				start = i
			}
			if !inside {
				if start >= 0 {
					sent.Tokens = append(sent.Tokens, token(text, at+start, at+i))
				}
				start = -1
				if !unicode.IsSpace(r) {
					_, size := utf8.DecodeRuneInString(line[min(i, len(line)-1):])
					sent.Tokens = append(sent.Tokens, token(text, at+i, at+i+size))
				}
			}
		}
		sent.Link()
		doc.Sentences = append(doc.Sentences, sent)
		at += len(line)
	}
	return doc
}

func abbreviated(line string, start, dot int) bool {
	if start < 0 {
		return false
	}
	word := line[start:dot]
	return len(word) <= 3 && unicode.IsUpper(rune(word[0])) && dot < len(line)-2
}

func token(text string, start, end int) sitrep.Token {
	end = min(end, len(text))
	return sitrep.Token{Span: sitrep.Span{Start: start, End: end}, Form: text[start:end], Lemma: strings.ToLower(text[start:end])}
}

func TestCorpus(t *testing.T) {
	files, _ := filepath.Glob("../../knowledge/places/*.corpus")
	if len(files) == 0 {
		t.Fatal("no corpus files in knowledge/places")
	}
	r := resolver(t)
	for _, file := range files {
		cases, err := corpus.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			t.Run(c.Input, func(t *testing.T) {
				doc := plain(c.Input)
				r.Find(doc)
				var got []string
				for _, top := range doc.Toponyms {
					if top.Kind != "adjective" {
						got = append(got, top.Name+"@"+top.Country)
					}
				}
				if len(got) == 0 {
					got = []string{"none"}
				}
				corpus.Check(t, c, strings.Join(got, ", "))
			})
		}
	}
}

// TestEvent looks at which names may be where something happened.
func TestEvent(t *testing.T) {
	for _, tt := range []struct {
		name, tree, toponym string
		event               bool
	}{
		{"place of an attack", "Rebels/NOUN/nsubj/2 attacked/VERB/root/0/attack Benghazi/PROPN/obj/2", "Benghazi", true},
		{"place after a preposition", "Troops/NOUN/nsubj/2 died/VERB/root/0/die in/ADP/case/4 Misrata/PROPN/obl/2", "Misrata", true},
		{"capital that speaks", "Moscow/PROPN/nsubj/2 insisted/VERB/root/0/insist that/SCONJ/mark/5 it/PRON/nsubj/5 won/VERB/ccomp/2/win", "Moscow", false},
		{"state that acts", "Turkey/PROPN/nsubj/2 shelled/VERB/root/0/shell Qamishli/PROPN/obj/2", "Turkey", false},
		{"what the state shelled", "Turkey/PROPN/nsubj/2 shelled/VERB/root/0/shell Qamishli/PROPN/obj/2", "Qamishli", true},
		{"town that suffers", "Kharkiv/PROPN/nsubj:pass/3 was/AUX/aux:pass/3/be shelled/VERB/root/0/shell", "Kharkiv", true},
		{"state that undergoes", "Libya/PROPN/nsubj/2 saw/VERB/root/0/see clashes/NOUN/obj/2", "Libya", true},
		{"government named by its seat", "The/DET/det/3 Tripoli/PROPN/compound/3 government/NOUN/nsubj/4 fell/VERB/root/0/fall", "Tripoli", false},
		{"possessor of a ministry", "Egypt/PROPN/nmod:poss/3 's/PART/case/1 ministry/NOUN/nsubj/4 protested/VERB/root/0/protest", "Egypt", false},
		{"state against which", "An/DET/det/2 embargo/NOUN/root/0 against/ADP/case/4 Cuba/PROPN/nmod/2", "Cuba", false},
		{"possessor of a programme", "Pyongyang/PROPN/nmod:poss/4 's/PART/case/1 nuclear/ADJ/amod/4 programme/NOUN/nsubj/5 grew/VERB/root/0/grow", "Pyongyang", false},
		{"possessor of a coast", "Libya/PROPN/nmod:poss/3 's/PART/case/1 coast/NOUN/nsubj/4 burned/VERB/root/0/burn", "Libya", true},
		{"state in a compound", "A/DET/det/3 US/PROPN/compound/3 carrier/NOUN/nsubj/4 sailed/VERB/root/0/sail", "US", false},
		{"town in a compound", "The/DET/det/3 Benghazi/PROPN/compound/3 attack/NOUN/nsubj/4 failed/VERB/root/0/fail", "Benghazi", true},
		{"text signed in a town", "The/DET/det/3 Minsk/PROPN/compound/3 agreements/NOUN/nsubj/4 collapsed/VERB/root/0/collapse", "Minsk", false},
		{"recipient of an appeal", "Envoys/NOUN/nsubj/2 urged/VERB/root/0/urge Myanmar/PROPN/obj/2 again/ADV/advmod/2", "Myanmar", false},
		{"state that is struck", "Jets/NOUN/nsubj/2 bombed/VERB/root/0/bomb Syria/PROPN/obj/2 again/ADV/advmod/2", "Syria", true},
		{"police in a capital", "Police/NOUN/nsubj/4 in/ADP/case/3 Nairobi/PROPN/nmod/1 fired/VERB/root/0/fire", "Nairobi", true},
		{"government in a capital", "The/DET/det/2 government/NOUN/nsubj/5 in/ADP/case/4 Nairobi/PROPN/nmod/2 resigned/VERB/root/0/resign", "Nairobi", false},
		{"river of a unit's name", "Boats/NOUN/nsubj/2 crossed/VERB/root/0/cross the/DET/det/5 Mbomou/PROPN/compound/5 river/NOUN/obj/2", "Mbomou", false},
		{"coordinated speakers", "Paris/PROPN/nsubj/4 and/CCONJ/cc/3 London/PROPN/conj/1 warned/VERB/root/0/warn Tehran/PROPN/obj/4", "London", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := doctest.Parse(tt.tree)
			resolver(t).Find(doc)
			for _, top := range doc.Toponyms {
				if top.Name == tt.toponym {
					if top.Event != tt.event {
						t.Errorf("%q: Event is %v, want %v", top.Name, top.Event, tt.event)
					}
					return
				}
			}
			t.Errorf("%q not found in %+v", tt.toponym, doc.Toponyms)
		})
	}
}

func TestPrecision(t *testing.T) {
	for _, tt := range []struct {
		text, name, kind string
		prec             sitrep.Precision
	}{
		{"Fighters left Derna in Libya.", "Derna", "town", sitrep.PrecTown},
		{"Fighters left Libya.", "Libya", "country", sitrep.PrecCountry},
		{"The strike hit Anbar province in Iraq.", "Anbar province", "admin1", sitrep.PrecAdmin1},
		{"The strike hit Bagram Airfield.", "Bagram Airfield", "site", sitrep.PrecSite},
		{"Hunger spread in southern Libya.", "southern Libya", "region", sitrep.PrecRegion},
		{"Hunger spread in Darfur.", "Darfur", "region", sitrep.PrecRegion},
		{"A bomb went off near Benghazi.", "near Benghazi", "town", sitrep.PrecNear},
		{"Ships burned in the Red Sea.", "Red Sea", "sea", sitrep.PrecRegion},
	} {
		doc := plain(tt.text)
		resolver(t).Find(doc)
		ok := false
		for _, top := range doc.Toponyms {
			if top.Name == tt.name {
				ok = true
				if top.Kind != tt.kind || top.Prec != tt.prec || !top.Resolved || top.RadiusKm <= 0 {
					t.Errorf("%q: %+v, want kind %s, precision %s, resolved, with a radius", tt.text, top, tt.kind, tt.prec)
				}
			}
		}
		if !ok {
			t.Errorf("%q: no %q in %+v", tt.text, tt.name, doc.Toponyms)
		}
	}
}

// TestOffset checks that a distance and a direction move the point.
func TestOffset(t *testing.T) {
	find := func(text string) sitrep.Toponym {
		doc := plain(text)
		resolver(t).Find(doc)
		if len(doc.Toponyms) != 1 {
			t.Fatalf("%q: %d toponyms, want 1: %+v", text, len(doc.Toponyms), doc.Toponyms)
		}
		return doc.Toponyms[0]
	}
	town := find("A mine exploded in Mosul.")
	south := find("A mine exploded 30 km south of Mosul.")
	if km := (town.Lat - south.Lat) * 111.2; math.Abs(km-30) > 1 || math.Abs(town.Lon-south.Lon) > 0.01 {
		t.Errorf("30 km south moved by %.1f km of latitude and %.2f degrees of longitude", km, south.Lon-town.Lon)
	}
	if south.Prec != sitrep.PrecNear || south.RadiusKm < 5 {
		t.Errorf("30 km south has precision %s and radius %.0f", south.Prec, south.RadiusKm)
	}
	area := find("Hunger spread in southern Libya.")
	country := find("Hunger spread in Libya.")
	if area.Lat >= country.Lat || area.RadiusKm >= country.RadiusKm {
		t.Errorf("southern part at %.1f radius %.0f, country at %.1f radius %.0f", area.Lat, area.RadiusKm, country.Lat, country.RadiusKm)
	}
}

func TestAdjective(t *testing.T) {
	doc := plain("Libyan officials met European envoys.")
	resolver(t).Find(doc)
	if len(doc.Toponyms) != 2 {
		t.Fatalf("got %+v, want two adjectives", doc.Toponyms)
	}
	for i, country := range []string{"LBY", ""} {
		if top := doc.Toponyms[i]; top.Kind != "adjective" || top.Event || top.Country != country {
			t.Errorf("got %+v, want an adjective of %q that is no place of an event", top, country)
		}
	}
}

// TestUnlisted: a name that no list holds keeps the precision of what contains it.
func TestUnlisted(t *testing.T) {
	doc := plain("Shells fell in Qarandoura, Libya.")
	resolver(t).Find(doc)
	if len(doc.Toponyms) != 2 || doc.Toponyms[0].Name != "Qarandoura" || doc.Toponyms[0].Prec != sitrep.PrecCountry || doc.Toponyms[0].Country != "LBY" {
		t.Fatalf("got %+v, want Qarandoura with the precision of its country", doc.Toponyms)
	}
}

func TestMentions(t *testing.T) {
	doc := plain("Derna Smith said that the shelling had stopped in Derna.")
	doc.Mentions = []sitrep.Mention{{Span: sitrep.Span{Start: 0, End: 11}, Kind: sitrep.KindPerson}}
	r := resolver(t)
	r.Find(doc)
	for _, top := range doc.Toponyms {
		if top.Span.Start == 0 {
			t.Errorf("a person is listed as a place: %+v", top)
		}
	}
	doc = plain("The Free Benghazi Movement met in Tobruk.")
	doc.Mentions = []sitrep.Mention{{Span: sitrep.Span{Start: 0, End: 26}, Kind: sitrep.KindOrganization}}
	r.Find(doc)
	for _, top := range doc.Toponyms {
		if top.Event != (top.Name == "Tobruk") {
			t.Errorf("%q: Event is %v", top.Name, top.Event)
		}
	}
}

func TestDateline(t *testing.T) {
	doc := plain("TRIPOLI, April 5 (Agency) - Fighting went on.")
	doc.Dateline = sitrep.Span{Start: 0, End: 25}
	doc.Sentences[0].Span.Start = 28
	doc.Sentences[0].Tokens = doc.Sentences[0].Tokens[8:]
	resolver(t).Find(doc)
	if len(doc.Toponyms) != 1 || doc.Toponyms[0].Name != "TRIPOLI" || doc.Toponyms[0].Country != "LBY" {
		t.Errorf("got %+v, want the place of the dateline", doc.Toponyms)
	}
}

func TestPlaceOf(t *testing.T) {
	top := sitrep.Toponym{Name: "Derna", Geoname: 1, Lat: 32, Lon: 22, Country: "LBY", Admin1: "Darnah", Prec: sitrep.PrecTown, RadiusKm: 5, Resolved: true, Span: sitrep.Span{Start: 3, End: 8}}
	want := sitrep.Place{Name: "Derna", Geoname: 1, Lat: 32, Lon: 22, Country: "LBY", Admin1: "Darnah", Precision: sitrep.PrecTown, RadiusKm: 5, Span: top.Span}.Graded(false)
	if got := toponym.PlaceOf(top); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	top.Resolved = false
	if got := toponym.PlaceOf(top); got != (sitrep.Place{Name: "Derna", Span: top.Span}) {
		t.Errorf("unresolved gives %+v, want name and span only", got)
	}
}

// TestRepeat: the same document gives the same layer.
func TestRepeat(t *testing.T) {
	const text = "Paris, London and Springfield sent aid to Tripoli, Derna, Victoria and Georgia. US and Libyan ships left Valletta."
	first := plain(text)
	resolver(t).Find(first)
	for range 5 {
		doc := plain(text)
		resolver(t).Find(doc)
		for i := range doc.Toponyms {
			if doc.Toponyms[i] != first.Toponyms[i] {
				t.Fatalf("got %+v, then %+v", first.Toponyms[i], doc.Toponyms[i])
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Shells fell 30 km south of Tripoli, Libya's capital.", 0, 7)
	f.Add("TRIPOLI (AP) — the U.S. and al-Bab's 'north'\nX, Y, Z-Łódź–İzmir", 3, 9)
	f.Add("0000000\x800", 3, 9)
	f.Add("road from Sabha to Murzuq \xff\xfe the south of the the of", 1, 400)
	r := resolver(f)
	f.Fuzz(func(t *testing.T, text string, a, b int) {
		if len(text) > 4000 {
			return
		}
		doc := plain(text)
		if a >= 0 && a <= b && b <= len(text) {
			doc.Dateline = sitrep.Span{Start: a, End: b}
			doc.Mentions = []sitrep.Mention{{Span: doc.Dateline, Kind: sitrep.KindPerson}}
		}
		r.Find(doc)
		last := 0
		for _, top := range doc.Toponyms {
			if top.Span.Start < last || top.Span.Start >= top.Span.End || top.Span.End > len(text) {
				t.Fatalf("span %v after %d in a text of %d bytes", top.Span, last, len(text))
			}
			last = top.Span.End
			if math.IsNaN(top.Lat) || math.Abs(top.Lat) > 90 || math.Abs(top.Lon) > 180 || top.Confidence < 0 || top.Confidence > 1 {
				t.Fatalf("no point of the earth: %+v", top)
			}
		}
	})
}

// TestLongText: time grows with length, not with its square.
func TestLongText(t *testing.T) {
	doc := plain(strings.Repeat("Paris, London and Jordan of the Union near ", 4000))
	resolver(t).Find(doc)
	if len(doc.Toponyms) == 0 {
		t.Error("nothing found")
	}
}

// BenchmarkFind measures one report of many places on one core; bytes/s count its
// text, places/s the places found and resolved.
func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("Forces loyal to the general advanced on Tripoli from Gharyan, officials in Benghazi said, while Turkey and Egypt watched.\n", 20)
	r, doc, found := resolver(b), plain(text), 0
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		doc.Toponyms = nil
		r.Find(doc)
		found += len(doc.Toponyms)
	}
	b.ReportMetric(float64(found)/b.Elapsed().Seconds(), "places/s")
}
