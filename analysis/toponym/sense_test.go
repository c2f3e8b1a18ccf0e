package toponym_test

import (
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/internal/doctest"
)

// TestOrigin: where people are from is not where they act.
func TestOrigin(t *testing.T) {
	for _, tt := range []struct {
		name, tree string
		group      string
		head       int
		event      bool
	}{
		{"after its noun", "Fighters/NOUN/nsubj/4 from/ADP/case/3 Chad/PROPN/nmod/1 attacked/VERB/root/0/attack", "Fighters", 0, false},
		{"in commas", "Militants/NOUN/nsubj/7 ,/PUNCT/punct/4 from/ADP/case/4 Chad/PROPN/obl/7 ,/PUNCT/punct/1 were/AUX/aux:pass/7 killed/VERB/root/0/kill", "Militants", 0, false},
		{"movement", "Fighters/NOUN/nsubj/2 fled/VERB/root/0/flee from/ADP/case/4 Chad/PROPN/obl/2 yesterday/NOUN/obl/2", "Fighters", 0, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := doctest.Parse(tt.tree)
			at := strings.Index(doc.Text, tt.group)
			doc.Mentions = []sitrep.Mention{{Span: sitrep.Span{Start: at, End: at + len(tt.group)}, Kind: sitrep.KindGroup, Head: tt.head}}
			resolver(t).Find(doc)
			if len(doc.Toponyms) != 1 || doc.Toponyms[0].Event != tt.event {
				t.Errorf("got %+v, want one name with Event %v", doc.Toponyms, tt.event)
			}
		})
	}
}

// TestRankAfterName: letters after a person's name are no unit, after a town's they are.
func TestRankAfterName(t *testing.T) {
	for _, tt := range []struct {
		text, person string
		want         int
	}{
		{"Helen Marsh, QC, spoke.", "Helen Marsh", 0},
		{"Fire broke out in Sherbrooke, QC, on Monday.", "", 2},
	} {
		doc := plain(tt.text)
		if tt.person != "" {
			doc.Mentions = []sitrep.Mention{{Span: sitrep.Span{End: len(tt.person)}, Kind: sitrep.KindPerson}}
		}
		resolver(t).Find(doc)
		if len(doc.Toponyms) != tt.want {
			t.Errorf("%q: got %+v, want %d names", tt.text, doc.Toponyms, tt.want)
		}
	}
}

// TestMethod: every place says how it was found.
func TestMethod(t *testing.T) {
	for _, tt := range []struct {
		text, name string
		prec       sitrep.Precision
		method     sitrep.Method
	}{
		{"A bomb went off in Benghazi.", "Benghazi", sitrep.PrecTown, sitrep.MethodExact},
		{"A bomb went off in Tripoli, Lebanon.", "Tripoli", sitrep.PrecTown, sitrep.MethodParent},
		{"Shops were shut in Nairobi's Kibera district.", "Kibera", sitrep.PrecTown, sitrep.MethodParent},
		{"Lebanese troops met Lebanese officials in Tripoli after a raid in Beirut.", "Tripoli", sitrep.PrecTown, sitrep.MethodContext},
		{"The army has been in Maarat al-Numan since noon.", "Maarat al-Numan", sitrep.PrecTown, sitrep.MethodSpelling},
		{"A bomb went off near Benghazi.", "near Benghazi", sitrep.PrecNear, sitrep.MethodRelative},
		{"They met on the road between Benghazi and Ajdabiya.", "Benghazi", sitrep.PrecNear, sitrep.MethodBetween},
		{"Hunger spread in southern Libya.", "southern Libya", sitrep.PrecRegion, sitrep.MethodPart},
		{"The Libyan capital was calm.", "Libyan capital", sitrep.PrecTown, sitrep.MethodDescription},
		{"A mine exploded in Zorvani, Libya.", "Zorvani", sitrep.PrecCountry, sitrep.MethodContainer},
		{"A Libyan envoy spoke.", "Libyan", sitrep.PrecCountry, sitrep.MethodAdjective},
	} {
		doc := plain(tt.text)
		resolver(t).Find(doc)
		found := false
		for _, top := range doc.Toponyms {
			if top.Name == tt.name {
				found = true
				if top.Method != tt.method || top.Prec != tt.prec {
					t.Errorf("%q: %q by method %q with precision %q, want %q, %q", tt.text, tt.name, top.Method, top.Prec, tt.method, tt.prec)
				}
			}
		}
		if !found {
			t.Errorf("%q: no %q in %+v", tt.text, tt.name, doc.Toponyms)
		}
	}
}

// TestSeat: a bare name that a province shares with its seat is the seat's.
func TestSeat(t *testing.T) {
	for _, tt := range []struct {
		text, name string
		prec       sitrep.Precision
	}{
		{"Troops took Homs in Syria.", "Homs", sitrep.PrecTown},
		{"Troops took Homs province in Syria.", "Homs province", sitrep.PrecAdmin1},
		{"Troops took Talbiseh in Homs.", "Homs", sitrep.PrecAdmin1},
	} {
		doc := plain(tt.text)
		resolver(t).Find(doc)
		for _, top := range doc.Toponyms {
			if top.Name == tt.name && top.Prec != tt.prec {
				t.Errorf("%q: %q has precision %q, want %q", tt.text, tt.name, top.Prec, tt.prec)
			}
		}
	}
}
