package situation

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
)

// floor and ceiling are the values that stand for a row: an approximate figure
// gives its point for both, an open ceiling gives the floor.
func (e *entry) floor() int {
	switch {
	case e.point != nil:
		return *e.point
	case e.row.Min == nil:
		return 0
	}
	return *e.row.Min
}

func (e *entry) ceiling() int {
	switch {
	case e.point != nil:
		return *e.point
	case e.row.Max == nil:
		return e.floor()
	}
	return *e.row.Max
}

// open reports whether the figure has no upper bound.
func (e *entry) open() bool { return e.row.Max == nil && e.point == nil }

// vague reports whether the bounds come from a bare number word ("dozens").
func (e *entry) vague() bool {
	return !e.open() && e.point == nil && e.floor() >= 3 && 2*e.floor() <= e.ceiling()
}

// totals leaves the rows that compete for the total: current, asserted, no part
// of another, of all victims. When every row is of one class of victims or of
// one side, that class is what the total is of.
func totals(rows []*entry) (pool []*entry, left []rejected, of string) {
	reject := func(e *entry, why string) { left = append(left, rejected{e, why}) }
	var current []*entry
	for _, e := range rows {
		switch {
		case e.row.Stance == sitrep.Denies:
			reject(e, "a denial")
		case e.retract:
			reject(e, "taken back by its claimant")
		case !e.row.Current:
			reject(e, "superseded by its claimant")
		case e.row.Subset:
			reject(e, "a part of another figure")
		default:
			current = append(current, e)
		}
	}
	only := func(e *entry) string { return cmp.Or(event.FoldName(e.row.Side), class(e.row.Victims)) }
	kinds := map[string]bool{}
	for _, e := range current {
		kinds[only(e)] = true
	}
	if !kinds[""] && len(kinds) == 1 {
		return current, left, cmp.Or(current[0].row.Side, current[0].row.Victims)
	}
	for _, e := range current {
		if k := only(e); k != "" {
			reject(e, "only "+k+", no total")
			continue
		}
		pool = append(pool, e)
	}
	return pool, left, ""
}

// trusted leaves out interested claims, unless nothing else is there.
func trusted(pool []*entry, left []rejected) ([]*entry, []rejected, string) {
	free := slices.DeleteFunc(slices.Clone(pool), func(e *entry) bool { return e.row.Interested })
	if len(free) == 0 {
		if len(pool) > 0 {
			return pool, left, "only interested parties give a figure; "
		}
		return pool, left, ""
	}
	for _, e := range pool {
		if e.row.Interested {
			left = append(left, rejected{e, "interested: a party's count of harm it is blamed for or of its enemy's losses"})
		}
	}
	return free, left, ""
}

// span is the lowest floor and the highest ceiling; the top is nil when the row
// on top is open.
func span(pool []*entry) (lo, hi *int) {
	if len(pool) == 0 {
		return nil, nil
	}
	low, high, open := pool[0].floor(), pool[0].ceiling(), pool[0].open()
	for _, e := range pool[1:] {
		low = min(low, e.floor())
		if c := e.ceiling(); c > high || c == high && !e.open() {
			high, open = c, e.open()
		}
	}
	if open {
		return &low, nil
	}
	return &low, &high
}

// base is what the three plain policies share.
func base(rows []*entry) (a answer) {
	pool, left, of := totals(rows)
	pool, left, note := trusted(pool, left)
	if of != "" {
		note += "figures are of " + of + " only; "
	}
	a.used, a.left, a.note = pool, left, note
	a.min, a.max = span(pool)
	return a
}

func lowest(rows []*entry) answer {
	a := base(rows)
	if len(a.used) == 0 {
		return a
	}
	byVoice := map[string]int{}
	for _, e := range a.used {
		if old, ok := byVoice[e.org]; !ok || e.floor() > old {
			byVoice[e.org] = e.floor()
		}
	}
	floors := make([]int, 0, len(byVoice))
	for _, n := range byVoice {
		floors = append(floors, n)
	}
	slices.Sort(floors)
	best := floors[max(0, len(floors)-2)]
	a.best = &best
	if len(floors) == 1 {
		a.note += fmt.Sprintf("best %d is the floor of the only claimant", best)
	} else {
		a.note += fmt.Sprintf("best %d is the highest value that two of %d claimants reach", best, len(floors))
	}
	return a
}

func highest(rows []*entry) answer {
	a := base(rows)
	if len(a.used) == 0 {
		return a
	}
	best := 0
	for _, e := range a.used {
		best = max(best, e.ceiling())
	}
	a.best = &best
	a.note += fmt.Sprintf("best %d is the highest ceiling", best)
	return a
}

func latest(rows []*entry) answer {
	a := base(rows)
	if len(a.used) == 0 {
		return a
	}
	last := slices.MaxFunc(a.used, func(x, y *entry) int { return compareKnown(x.row.Published, y.row.Published) })
	same := 0
	for _, e := range a.used {
		if compareKnown(e.row.Published, last.row.Published) == 0 && e.first.Report.ID == last.first.Report.ID && e.floor() != last.floor() {
			same++
		}
	}
	if same > 0 {
		a.note += "no best: the latest report gives more than one figure"
		return a
	}
	best := last.floor()
	a.best = &best
	a.note += fmt.Sprintf("best %d is the floor of the figure published last", best)
	return a
}

// compareKnown puts unknown moments first.
func compareKnown(a, b sitrep.Stamp) int {
	if a.IsZero() != b.IsZero() {
		if a.IsZero() {
			return -1
		}
		return 1
	}
	return a.Compare(b)
}

func raw(rows []*entry) (a answer) {
	a.used, a.left, _ = totals(rows)
	for _, e := range a.used {
		if n := e.floor(); a.min == nil || n < *a.min {
			a.min = &n
		}
	}
	if !slices.ContainsFunc(a.used, (*entry).open) {
		for _, e := range a.used {
			if n := e.ceiling(); a.max == nil || n > *a.max {
				a.max = &n
			}
		}
	}
	a.note = "the range of all claimed totals"
	return a
}
