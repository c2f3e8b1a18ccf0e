package timex

import (
	"slices"
	"time"

	"github.com/sitrep-dev/sitrep"
)

// note keeps a step of the reading of the expression at hand.
func (r *reader) note(text string) {
	if !slices.ContainsFunc(r.why, func(w sitrep.Reason) bool { return w.Text == text }) {
		r.why = append(r.why, sitrep.Reason{Text: text})
	}
}

// published is the day of publication, noted as what the expression is read from.
func (r *reader) published() time.Time {
	return r.from("the day of publication", r.anchor)
}

// from notes the day that the expression at hand is read from, and gives it back.
func (r *reader) from(what string, t time.Time) time.Time {
	if !t.IsZero() {
		r.note("read from " + what + ", " + t.Format(time.DateOnly))
	}
	return t
}

// The days that expressions are read from, besides that of publication.
const (
	dayTold     = "the last day told"
	dayNext     = "the day told next"
	dateTold    = "the last date told"
	yearTold    = "the year of the last date told"
	headingDate = "the date of the heading"
)

// tense is which way the clause around word i looks, see look, and is noted.
func (r *reader) tense(i, n int) int {
	t := r.look(i, n)
	switch {
	case t > 0:
		r.note("its clause looks ahead")
	case t < 0:
		r.note("its clause looks back")
	default:
		r.note("its clause tells no tense")
	}
	return t
}
