package names

import (
	"time"

	"github.com/sitrep-dev/sitrep/knowledge"
)

// longTerm is how many years of one term tell a time to its middle; of longer
// ones only the end is taken, one year off.
const longTerm = 12

// era is a day from the time of which a report without a date speaks: when those
// whom it calls by their office all held it, and the states that it names and that
// are no more all existed. It is "" for a dated report, when nothing in it has
// ended, and when somebody in it held no office then, so that its time is doubtful.
func (r *reading) era() string {
	if r.day != "" {
		return ""
	}
	from, to := "", ""
	for i := range r.items {
		a, b := r.term(&r.items[i])
		if a > from {
			from = a
		}
		if b != "" && (to == "" || b < to) {
			to = b
		}
	}
	if from == "" || to == "" || from >= to {
		return ""
	}
	day := within(from, to)
	for i := range r.items {
		if ent := r.items[i].ent; ent != nil && ent.person != nil && !r.items[i].shared && len(ent.person.Offices) > 0 && len(ent.person.At(day)) == 0 {
			return ""
		}
	}
	return day
}

// term is the time that an item tells: of a person called by one office, that
// office; of a state that has ended, its own; empty where it tells none.
func (r *reading) term(it *item) (from, to string) {
	if it.ent == nil || it.former || it.shared || it.dropped {
		return "", ""
	}
	if it.ent.state != nil {
		if it.ent.to == "" {
			return "", ""
		}
		return it.ent.from, it.ent.to
	}
	if it.ent.person == nil {
		return "", ""
	}
	var held []knowledge.Office
	for _, o := range it.ent.person.Offices {
		if o.To != "" && o.From != "" && r.lex.titled(o.Titles, it.title) {
			held = append(held, o)
		}
	}
	for k, o := range held {
		if k == 0 || o.From < from {
			from = o.From
		}
		to = max(to, o.To)
	}
	return from, to
}

// within is a day inside [from, to): the middle of a term of usual length, a year
// before the end of a longer one. Both are ISO dates.
func within(from, to string) string {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	if errA != nil || errB != nil {
		return ""
	}
	if b.Sub(a) > longTerm*365*24*time.Hour {
		return b.AddDate(-1, 0, 0).Format(time.DateOnly)
	}
	return a.Add(b.Sub(a) / 2).Format(time.DateOnly)
}
