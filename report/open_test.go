package report_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/report"
)

func TestTooMuchText(t *testing.T) {
	words := strings.Repeat("The army left the town. ", report.MaxText/20)
	var page strings.Builder
	page.WriteString("<html><body><article>")
	for n := 0; page.Len() < report.MaxText*5/4; n++ {
		fmt.Fprintf(&page, "<p>%d. %s</p>", n, words[:4_000])
	}
	for name, input := range map[string]string{
		"plain": words,
		"JSON":  `{"text":"` + words + `"}`,
		"page":  page.String(),
	} {
		reps, faults := read(t, input)
		if len(reps) != 0 || len(faults) != 1 || !strings.Contains(faults[0], "MiB of text, more than the 2 MiB that one report may have; split it") {
			t.Errorf("%s: %d reports, faults %q", name, len(reps), faults)
		}
	}
}

// TestCopiesKeepTheirOutlet wants two reports of one text in two outlets, so
// that the order of the inputs does not decide which outlet is kept.
func TestCopiesKeepTheirOutlet(t *testing.T) {
	first, second := one(t, "Publisher: Olan Post\n\nThe army left."), one(t, "Publisher: Hill Wire\n\nThe army left.")
	again, bare := one(t, "Publisher: Olan Post\n\nThe army left."), one(t, "The army left.")
	if first.ID == second.ID || first.ID != again.ID || first.ID == bare.ID {
		t.Errorf("ids %s %s %s %s", first.ID, second.ID, again.ID, bare.ID)
	}
}

func TestDistinct(t *testing.T) {
	reps := func(out func(sitrep.Report, error) bool) {
		_ = out(sitrep.Report{ID: "1", Text: "The army left.", Source: "a"}, nil) &&
			out(sitrep.Report{}, &report.InputError{Source: "b", Msg: "is empty"}) &&
			out(sitrep.Report{ID: "1", Text: "The army left.", Source: "c"}, nil) &&
			out(sitrep.Report{ID: "1", Text: "It came back.", Source: "d"}, nil) &&
			out(sitrep.Report{ID: "2", Text: "The army left.", Source: "e"}, nil)
	}
	var got []string
	for rep, err := range report.Distinct(reps) {
		if err != nil {
			got = append(got, err.Error())
			continue
		}
		got = append(got, rep.Source)
	}
	want := []string{"a", "report: b: is empty",
		"report: c: report 1 was given before and is taken once; leave one of them out",
		`report: d: another report has the id "1"; give each report an id of its own, or none`, "e"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	for range report.Distinct(reps) {
		break // must not go on
	}
}
