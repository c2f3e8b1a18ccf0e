package pipeline_test

import (
	"strings"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
)

// badTexts are texts that no newsroom prints, by what is wrong with them.
var badTexts = map[string]string{
	"endless quotation":   "“We will fight, the minister said, and the army shelled the town on Monday, and ",
	"quotes that open":    "“ ‘ \" The rebels said « that “ the troops had fired on ‘ the crowd. ",
	"capitals":            "THE ARMY SHELLED THE TOWN OF KALMUT ON MONDAY, KILLING TWELVE PEOPLE, THE MINISTRY SAID. ",
	"absurd numbers":      "The raid killed 99999999999999999999 people and wounded -4 or 1e308 of 0 on Monday. ",
	"dates out of range":  "On 31 February 99999 and on 45 March 0000, in the year 123456789, rebels attacked the town. ",
	"no ends":             "the army and the rebels and the police and the mayor attacked the town and the bridge and ",
	"one word":            "a",
	"control characters":  "The army\x00\x01\x02 attacked\u202e the\u200b town.\r\r\n\n",
	"names without words": "Kalmut Torvane Besnik Arolla Denmar Sorvik ",
}

// TestBadInput asks that bad texts are coded without a panic, with spans inside the
// text, bounds of figures in order, and in time that grows no faster than the text
// by much.
func TestBadInput(t *testing.T) {
	s := stages(t)
	for name, part := range badTexts {
		t.Run(name, func(t *testing.T) {
			var took [2]time.Duration
			for i, size := range []int{4 << 10, 32 << 10} {
				text := strings.Repeat(part, size/len(part)+1)
				start := time.Now()
				result, err := s.Code(sitrep.Report{ID: "bad", Text: text})
				took[i] = time.Since(start)
				if err != nil {
					t.Fatal(err)
				}
				for k := range result.Claims {
					checkSane(t, &result.Claims[k])
				}
			}
			if took[1] > 40*took[0]+2*time.Second { // eight times the text
				t.Errorf("%v for 4 kB, %v for 32 kB", took[0], took[1])
			}
		})
	}
}

// checkSane fails for a claim that no reader could open or count.
func checkSane(t *testing.T, c *sitrep.Claim) {
	t.Helper()
	for _, span := range []sitrep.Span{c.Sentence, c.Trigger} {
		if span.Start < 0 || span.End < span.Start || span.End > len(c.Report.Text) {
			t.Fatalf("span %v in a text of %d bytes", span, len(c.Report.Text))
		}
	}
	for _, f := range c.Figures {
		if f.Min != nil && f.Max != nil && *f.Min > *f.Max || f.Min != nil && *f.Min < 0 {
			t.Errorf("figure %v to %v", *f.Min, f.Max)
		}
	}
	if c.Time != nil && (c.Time.End != "" && c.Time.Start > c.Time.End) {
		t.Errorf("time %s to %s", c.Time.Start, c.Time.End)
	}
}
