package evaluate

import (
	"math"

	"github.com/sitrep-dev/sitrep"
)

// Result is what the coder scored; as JSON it has the keys that docs/eval.md lists.
type Result struct {
	Coder       string      `json:"coder"`      // program, model and knowledge
	Texts       int         `json:"texts"`      // that were coded
	NoneTexts   int         `json:"none_texts"` // of them, labelled as telling no event
	Rows        int         `json:"rows"`       // events on the other texts
	Skipped     int         `json:"skipped"`    // rows at fault and texts that could not be coded
	Scores      Scores      `json:"scores"`
	Types       []TypeScore `json:"types"`       // in alphabetical order
	Confusion   []Confusion `json:"confusion"`   // by gold, then got
	Reliability []Bin       `json:"reliability"` // ten, from low confidence to high
	Errors      []Error     `json:"errors"`      // see [Score]
}

// Scores are the shares of what was right.
type Scores struct {
	EventsFound Share `json:"events_found"` // of the rows
	MainType    Share `json:"main_type"`    // of the texts with events
	Precision   Share `json:"precision"`    // of the claims of events
	FalseAlarms Share `json:"false_alarms"` // of the texts without event; here less is better
	// The rest is of rows with a claim of their type, where they state it.
	Modality  Share `json:"modality"`
	Polarity  Share `json:"polarity"`
	Mode      Share `json:"mode"`
	Actor     Share `json:"actor"`
	Recipient Share `json:"recipient"`
	Place     Share `json:"place"`
}

// Share is a count of a count, with the 95 % interval of Wilson (1927), which
// holds for small counts too. Value, Low and High are 0 to 1, rounded to four
// places, and nil when Of is 0.
type Share struct {
	Count int      `json:"count"`
	Of    int      `json:"of"`
	Value *float64 `json:"value"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
}

func (s *Share) add(counts bool) {
	s.Of++
	if counts {
		s.Count++
	}
}

// finish works out what follows from the counts.
func (s *Share) finish() {
	if s.Of == 0 {
		return
	}
	const z = 1.959964 // the normal quantile of 97.5 %
	n, p := float64(s.Of), float64(s.Count)/float64(s.Of)
	mid := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	s.Value, s.Low, s.High = rounded(p), rounded(max(mid-half, 0)), rounded(min(mid+half, 1))
}

func rounded(x float64) *float64 {
	x = math.Round(x*1e4) / 1e4
	return &x
}

// TypeScore is how one type fared. Precision is Right of Claimed, Recall is Found
// of Gold, F1 their harmonic mean; nil when there is nothing to divide by.
type TypeScore struct {
	Type      string   `json:"type"`
	Gold      int      `json:"gold"`    // rows, a row of several types under the one that was found, else its first
	Found     int      `json:"found"`   // of them, found
	Claimed   int      `json:"claimed"` // claims of events
	Right     int      `json:"right"`   // of them, accepted by a row
	Precision *float64 `json:"precision"`
	Recall    *float64 `json:"recall"`
	F1        *float64 `json:"f1"`
}

func (t *TypeScore) finish() {
	if t.Claimed > 0 {
		t.Precision = rounded(float64(t.Right) / float64(t.Claimed))
	}
	if t.Gold > 0 {
		t.Recall = rounded(float64(t.Found) / float64(t.Gold))
	}
	if t.Claimed > 0 && t.Gold > 0 {
		p, r := float64(t.Right)/float64(t.Claimed), float64(t.Found)/float64(t.Gold)
		if t.F1 = rounded(0); p+r > 0 {
			t.F1 = rounded(2 * p * r / (p + r))
		}
	}
}

// Confusion counts rows of a gold type, or [None], whose best claim has a type.
type Confusion struct {
	Gold string `json:"gold"`
	Got  string `json:"got"` // "" for no claim
	N    int    `json:"n"`
}

// Bin counts the claims of events with a confidence from From to below To; the
// last includes 1.
type Bin struct {
	From  float64  `json:"from"`
	To    float64  `json:"to"`
	Mean  *float64 `json:"mean_confidence"` // nil when there are none
	Right Share    `json:"right"`           // of the claims
	sum   float64
}

// The kinds of error.
const (
	Missed        = "missed"         // no claim
	WrongType     = "wrong_type"     // a claim of another type
	WrongModality = "wrong_modality" // a claim of the type, but told otherwise than stated
	FalseAlarm    = "false_alarm"    // a claim where the text tells no event
)

// Error is a row that was not found, or a false alarm.
type Error struct {
	Kind string        `json:"kind"`
	Line int           `json:"line"`
	ID   string        `json:"id,omitempty"`
	Text string        `json:"text"`
	Gold *Row          `json:"gold"` // nil for a false alarm
	Got  *sitrep.Claim `json:"got"`  // nil when missed
}
