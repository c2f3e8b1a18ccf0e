package event_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/text"
)

// TestParties codes testdata/parties.tsv and wants the share of parties with the
// right country and sector not to fall. Rules may fail on single sentences; the
// log names them for the part that was not held back.
func TestParties(t *testing.T) {
	data, err := os.ReadFile("testdata/parties.tsv")
	if err != nil {
		t.Fatal(err)
	}
	k, err := knowledge.Load(knowledge.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	layers, err := analysis.New(k)
	if err != nil {
		t.Fatal(err)
	}
	seg, coder := text.New(k.Text), event.New(k, "test")
	least := map[bool]float64{false: 0.82, true: 0.75}
	right, all := map[bool]int{}, map[bool]int{}
	held := false
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		held = held || line == "# held back"
		if line == "" || line[0] == '#' {
			continue
		}
		col := strings.Split(line, "\t")
		at := strings.Index(col[0], col[1])
		if len(col) != 3 || at < 0 {
			t.Fatalf("%q is not a sentence, a phrase of it and codes", line)
		}
		doc := seg.Document(sitrep.Report{ID: "r", Text: col[0], Language: "en"})
		layers.Analyze(doc)
		all[held]++
		if codedAs(coder.Code(doc), sitrep.Span{Start: at, End: at + len(col[1])}, strings.Split(col[2], "|")) {
			right[held]++
		} else if !held {
			t.Logf("%s: %s is not %s", col[0], col[1], col[2])
		}
	}
	for held, n := range all {
		if share := float64(right[held]) / float64(n); share < least[held] {
			t.Errorf("held back %v: %d of %d parties right, want a share of %.2f", held, right[held], n, least[held])
		}
	}
}

// codedAs reports whether a party over the span bears one of the codes.
func codedAs(claims []sitrep.Claim, span sitrep.Span, codes []string) bool {
	for i := range claims {
		for _, p := range slices.Concat(claims[i].Actors, claims[i].Recipients) {
			if !p.Span.Overlaps(span) {
				continue
			}
			sector := ""
			if len(p.Sectors) > 0 {
				sector = p.Sectors[0]
			}
			for _, code := range codes {
				if code == p.Country+" "+sector || p.Country != "" && code == p.Country || p.Country == "" && code == sector {
					return true
				}
			}
		}
	}
	return false
}
