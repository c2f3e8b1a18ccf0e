package pipeline_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
)

// junkReport is one report of testdata/junk.
type junkReport struct {
	sitrep.Report
	real     bool
	allowed  []string   // types that may be told of a report that is not real
	expected [][]string // of a real one: each needs one of its types
}

// TestJunk counts the false events of quad class 4 that are told of reports of
// sport, plays, drills, history and the like, and the true events that are lost in
// their look-alikes. The bounds are what is reached; they only go down.
func TestJunk(t *testing.T) {
	for _, set := range []struct {
		file        string
		false, lost int
	}{{"testdata/junk/seen.txt", 4, 0}, {"testdata/junk/unseen.txt", 6, 1}, {"testdata/junk/fresh.txt", 11, 0}} {
		falseEvents, lost, names := 0, 0, []string(nil)
		for _, rep := range junkReports(t, set.file) {
			told := toldTypes(t, rep)
			if rep.real {
				for _, want := range rep.expected {
					if !slices.ContainsFunc(want, func(typ string) bool { return slices.Contains(told, typ) }) {
						lost++
						names = append(names, rep.ID+" lost "+strings.Join(want, "|"))
					}
				}
				continue
			}
			for _, typ := range told {
				if quad4(t, typ) && !slices.Contains(rep.allowed, typ) {
					falseEvents++
					names = append(names, rep.ID+" "+typ)
				}
			}
		}
		if falseEvents > set.false || lost > set.lost {
			t.Errorf("%s: %d false events, %d lost; want at most %d and %d\n%s", set.file, falseEvents, lost, set.false, set.lost, strings.Join(names, "\n"))
		}
	}
}

// toldTypes are the types of the claims that are told as events that happened.
func toldTypes(t *testing.T, rep junkReport) []string {
	result, err := stages(t).Code(rep.Report)
	if err != nil {
		t.Fatal(err)
	}
	var types []string
	for _, c := range result.Claims {
		if c.Modality == sitrep.Happened && c.Polarity == sitrep.Affirmed && !c.Background && c.Type != "" {
			types = append(types, c.Type)
		}
	}
	return types
}

func quad4(t *testing.T, typ string) bool { return stages(t).Knowledge.Ontology.Types[typ].Quad == 4 }

// junkReports reads a file of reports in the form that its first lines describe.
func junkReports(t *testing.T, file string) []junkReport {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []junkReport
	for _, line := range strings.Split(string(data), "\n") {
		mark, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "" || mark == "#":
		case mark == "@":
			f := strings.SplitN(rest, " | ", 4)
			day, err := time.Parse(time.DateOnly, f[2])
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			rep := junkReport{real: f[0] == "true"}
			rep.ID, rep.Title, rep.Language, rep.Text = f[1], f[3], "en", f[3]
			rep.Published = sitrep.Stamp{Time: day.Add(12 * time.Hour)}
			all = append(all, rep)
		case mark == "=":
			last := &all[len(all)-1]
			last.expected = append(last.expected, strings.Split(rest, "|"))
		case mark == "~":
			all[len(all)-1].allowed = append(all[len(all)-1].allowed, rest)
		default:
			all[len(all)-1].Text += "\n\n" + line
		}
	}
	return all
}
