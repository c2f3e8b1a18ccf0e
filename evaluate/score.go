package evaluate

import (
	"cmp"
	"math"
	"slices"

	"github.com/sitrep-dev/sitrep"
)

// Score counts how the claims of each text agree with its labels; claims[i] are
// those of texts[i], in the order of the coder. docs/eval.md says what is counted.
//
// At most errors of the worst errors are given: the kinds in turn, so that each is
// seen, within a kind by confidence, highest first, then by line; they are listed
// kind by kind. The same input gives the same result.
func Score(texts []Text, claims [][]sitrep.Claim, errors int) *Result {
	t := &tally{types: map[string]*TypeScore{}, confusion: map[[2]string]int{}, aspects: aspects()}
	t.Reliability = make([]Bin, 10)
	for i := range t.Reliability {
		t.Reliability[i].From, t.Reliability[i].To = float64(i)/10, float64(i+1)/10
	}
	for i := range texts {
		t.Texts++
		if len(texts[i].Rows) == 0 {
			t.noEvent(&texts[i], claims[i])
		} else {
			t.events(&texts[i], claims[i])
		}
		t.claims(&texts[i], claims[i])
	}
	t.finish(errors)
	return &t.Result
}

// tally is the state of counting.
type tally struct {
	Result
	types     map[string]*TypeScore
	confusion map[[2]string]int
	aspects   []aspect
}

func (t *tally) typ(name string) *TypeScore {
	if t.types[name] == nil {
		t.types[name] = &TypeScore{Type: name}
	}
	return t.types[name]
}

// noEvent counts a text that tells no event.
func (t *tally) noEvent(text *Text, claims []sitrep.Claim) {
	t.NoneTexts++
	alarm := best(claims, func(i int) bool { return isEvent(&claims[i]) })
	t.Scores.FalseAlarms.add(alarm >= 0)
	if alarm < 0 {
		t.confusion[[2]string{None, ""}]++
		return
	}
	t.confusion[[2]string{None, claims[alarm].Type}]++
	t.err(FalseAlarm, text, nil, &claims[alarm])
}

// events counts the rows of a text.
func (t *tally) events(text *Text, claims []sitrep.Claim) {
	main := best(claims, func(int) bool { return true })
	t.Scores.MainType.add(main >= 0 && slices.ContainsFunc(text.Rows, func(r Row) bool { return r.accepts(&claims[main]) }))
	stray := best(claims, func(i int) bool {
		return !slices.ContainsFunc(text.Rows, func(r Row) bool { return r.accepts(&claims[i]) })
	})
	answers := assign(text, claims)
	for i := range text.Rows {
		row, answer := &text.Rows[i], answers[i]
		t.Rows++
		if answer >= 0 {
			t.answered(text, row, &claims[answer])
			continue
		}
		t.Scores.EventsFound.add(false)
		t.typ(row.Types[0]).Gold++
		if stray < 0 {
			t.confusion[[2]string{row.Types[0], ""}]++
			t.err(Missed, text, row, nil)
			continue
		}
		t.confusion[[2]string{row.Types[0], claims[stray].Type}]++
		t.err(WrongType, text, row, &claims[stray])
	}
}

// answered counts a row with a claim of its type.
func (t *tally) answered(text *Text, row *Row, c *sitrep.Claim) {
	found := row.told(c)
	t.Scores.EventsFound.add(found)
	t.confusion[[2]string{c.Type, c.Type}]++
	t.typ(c.Type).Gold++
	if found {
		t.typ(c.Type).Found++
	} else {
		t.err(WrongModality, text, row, c)
	}
	for _, a := range t.aspects {
		if a.stated(row) {
			a.share(&t.Scores).add(a.right(row, c, text.Text))
		}
	}
}

// claims counts the claims of events on a text. One is right when a row accepts
// its type and does not tell the event as anything else than done.
func (t *tally) claims(text *Text, claims []sitrep.Claim) {
	for i := range claims {
		c := &claims[i]
		if !isEvent(c) {
			continue
		}
		right := slices.ContainsFunc(text.Rows, func(r Row) bool { return r.accepts(c) && r.told(c) && r.Polarity != sitrep.Negated })
		t.Scores.Precision.add(right)
		typ := t.typ(c.Type)
		typ.Claimed++
		if right {
			typ.Right++
		}
		bin := &t.Reliability[tenth(c.Confidence)]
		bin.sum += c.Confidence
		bin.Right.add(right)
	}
}

// tenth is the bin of a confidence; what is outside 0 to 1 goes to the nearest.
func tenth(confidence float64) int {
	return int(min(max(math.Floor(confidence*10+1e-9), 0), 9))
}

func (t *tally) err(kind string, text *Text, row *Row, got *sitrep.Claim) {
	line := text.Line
	if row != nil {
		line = row.Line
	}
	t.Errors = append(t.Errors, Error{kind, line, text.ID, text.Text, row, got})
}

// finish works out the shares and puts all in order.
func (t *tally) finish(errors int) {
	for _, share := range []*Share{&t.Scores.EventsFound, &t.Scores.MainType, &t.Scores.Precision, &t.Scores.FalseAlarms} {
		share.finish()
	}
	for _, a := range t.aspects {
		a.share(&t.Scores).finish()
	}
	t.Types = []TypeScore{}
	for _, typ := range t.types {
		typ.finish()
		t.Types = append(t.Types, *typ)
	}
	slices.SortFunc(t.Types, func(a, b TypeScore) int { return cmp.Compare(a.Type, b.Type) })
	t.Confusion = []Confusion{}
	for key, n := range t.confusion {
		t.Confusion = append(t.Confusion, Confusion{key[0], key[1], n})
	}
	slices.SortFunc(t.Confusion, func(a, b Confusion) int { return cmp.Or(cmp.Compare(a.Gold, b.Gold), cmp.Compare(a.Got, b.Got)) })
	for i := range t.Reliability {
		bin := &t.Reliability[i]
		bin.Right.finish()
		if bin.Right.Of > 0 {
			bin.Mean = rounded(bin.sum / float64(bin.Right.Of))
		}
	}
	t.Errors = worst(t.Errors, errors)
}

// worst takes at most n errors, the kinds in turn.
func worst(all []Error, n int) []Error {
	kinds := [...]string{WrongType, FalseAlarm, WrongModality, Missed}
	var of [len(kinds)][]Error
	for _, e := range all {
		i := slices.Index(kinds[:], e.Kind)
		of[i] = append(of[i], e)
	}
	for _, list := range of {
		slices.SortStableFunc(list, func(a, b Error) int {
			if a.Got == nil || b.Got == nil {
				return cmp.Compare(a.Line, b.Line)
			}
			return cmp.Or(cmp.Compare(b.Got.Confidence, a.Got.Confidence), cmp.Compare(a.Line, b.Line))
		})
	}
	var take [len(kinds)]int
	for left := min(n, len(all)); left > 0; {
		for i := range of {
			if left > 0 && take[i] < len(of[i]) {
				take[i]++
				left--
			}
		}
	}
	out := []Error{}
	for i := range of {
		out = append(out, of[i][:take[i]]...)
	}
	return out
}
