package event_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
)

// TestParties codes testdata/parties.tsv and wants the share of parties with the
// right country and sector not to fall. Rules may fail on single sentences; the
// log names them for the part that was not held back.
func TestParties(t *testing.T) {
	data, err := os.ReadFile("testdata/parties.tsv")
	if err != nil {
		t.Fatal(err)
	}
	c := load(t)
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
		_, claims := c.code(sitrep.Report{Text: col[0]})
		all[held]++
		if codedAs(claims, sitrep.Span{Start: at, End: at + len(col[1])}, strings.Split(col[2], "|")) {
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
