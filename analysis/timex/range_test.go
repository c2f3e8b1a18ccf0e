package timex

import (
	"strings"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
)

// TestEnds wants a range as one expression whose ends are expressions of their own.
func TestEnds(t *testing.T) {
	f := load(t)
	for text, want := range map[string]string{
		"The siege of 12 to 16 April failed.":                "12=2019-04-12 16 April=2019-04-16",
		"Talks ran from 3 March to 5 April.":                 "3 March=2019-03-03 5 April=2019-04-05",
		"The truce of April 3-7, 2018 broke down.":           "April 3=2018-04-03 7, 2018=2018-04-07",
		"Between 2011 and 2014 the border was shut.":         "2011=2011 2014=2014",
		"The war of 2011-14 left the port in ruins.":         "2011=2011 14=2014",
		"The army took the port on 4 April, witnesses said.": "",
	} {
		doc := &sitrep.Document{Text: text}
		doc.Report.Published = sitrep.Stamp{Time: time.Date(2019, 4, 18, 0, 0, 0, 0, time.UTC), DayOnly: true}
		f.Find(doc)
		var got []string
		for _, tx := range doc.Timexes {
			for _, e := range tx.Ends {
				got = append(got, doc.Words(e.Span)+"="+e.Value)
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q has the ends %q, want %q", text, s, want)
		}
	}
}

// TestTold reads what leans on a time told before.
func TestTold(t *testing.T) {
	f := load(t)
	for text, want := range map[string]string{
		"Profit rose in the third quarter of 2018 from a loss a year earlier.":       "2018-Q3 2017-Q3",
		"Sales fell in the first quarter of 2018. The quarter was the worst so far.": "2018-Q1 2018-Q1",
		"The mine closed a year earlier.":                                            "2018",
	} {
		doc := &sitrep.Document{Text: text}
		doc.Report.Published = sitrep.Stamp{Time: time.Date(2019, 4, 18, 0, 0, 0, 0, time.UTC), DayOnly: true}
		f.Find(doc)
		var got []string
		for _, tx := range doc.Timexes {
			got = append(got, tx.Value)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q gives %q, want %q", text, s, want)
		}
	}
}
