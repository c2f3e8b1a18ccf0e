package situation

import (
	"fmt"
	"slices"
	"strings"
)

// impartial leaves totals of claimants that are no party, then drops number
// words while plain figures exist.
func impartial(rows []*entry) (pool []*entry, left []rejected) {
	all, left, _ := totals(rows)
	for _, e := range all {
		if e.row.Interested || e.party {
			left = append(left, rejected{e, "a party to the fighting"})
			continue
		}
		pool = append(pool, e)
	}
	return prefer(pool, left, func(e *entry) bool { return !e.vague() }, "a bare number word")
}

// prefer drops rows that fail the test, unless all do.
func prefer(pool []*entry, left []rejected, test func(*entry) bool, why string) ([]*entry, []rejected) {
	if !slices.ContainsFunc(pool, test) {
		return pool, left
	}
	var kept []*entry
	for _, e := range pool {
		if test(e) {
			kept = append(kept, e)
		} else {
			left = append(left, rejected{e, why})
		}
	}
	return kept, left
}

// closedOnly drops open floors once a closed figure exists.
func closedOnly(pool []*entry, left []rejected) ([]*entry, []rejected) {
	return prefer(pool, left, func(e *entry) bool { return !e.open() }, "an open floor, and closed figures exist")
}

// acledLike takes the lowest figure until two independent claimants, neither a
// party, give closed figures within a tenth of each other; then the lower of
// those two. It never gives a range.
func acledLike(rows []*entry) (a answer) {
	pool, left := impartial(rows)
	if len(pool) == 0 {
		return answer{left: left}
	}
	if x, y := corroborated(pool); x != nil {
		n := min(x.floor(), y.floor())
		a.best, a.used = &n, []*entry{x, y}
		for _, e := range pool {
			if e != x && e != y {
				left = append(left, rejected{e, "not corroborated"})
			}
		}
		a.left, a.note = left, fmt.Sprintf("best %d is the lower of two independent figures within a tenth", n)
		return a
	}
	low := slices.MinFunc(pool, func(x, y *entry) int { return acledPoint(x) - acledPoint(y) })
	n := acledPoint(low)
	a.best, a.used, a.left = &n, pool, left
	a.note = fmt.Sprintf("best %d is the lowest figure", n)
	if len(pool) > 1 {
		a.note += "; sources differ and none is corroborated"
	}
	return a
}

// acledPoint is the point for a row: of a number word of twenty or more, half
// its floor ("tens" 10, "dozens" 12, "hundreds" 100).
func acledPoint(e *entry) int {
	if e.vague() && e.floor() >= 20 {
		return e.floor() / 2
	}
	return e.floor()
}

// corroborated finds the highest two closed figures of different claimants that
// lie within a tenth of each other; nil when there are none.
func corroborated(pool []*entry) (x, y *entry) {
	for i, a := range pool {
		for _, b := range pool[i+1:] {
			if a.org == b.org || a.open() || b.open() || a.vague() || b.vague() {
				continue
			}
			lo, hi := min(a.floor(), b.floor()), max(a.floor(), b.floor())
			if 10*(hi-lo) <= hi && (x == nil || lo > min(x.floor(), y.floor())) {
				x, y = a, b
			}
		}
	}
	return x, y
}

// ucdpLike gives the lowest and highest reliable total, and as best that of the
// most reliable claimant, the lower on a tie.
func ucdpLike(rows []*entry) (a answer) {
	pool, left := impartial(rows)
	if pool, left = closedOnly(pool, left); len(pool) == 0 {
		return answer{left: left}
	}
	top := slices.MinFunc(pool, func(x, y *entry) int {
		if x.rank != y.rank {
			return y.rank - x.rank
		}
		return x.floor() - y.floor()
	})
	low, high := pool[0].floor(), pool[0].ceiling()
	for _, e := range pool {
		low, high = min(low, e.floor()), max(high, e.ceiling())
	}
	n := top.floor()
	a = answer{min: &low, best: &n, max: &high, used: pool, left: left}
	a.note = fmt.Sprintf("best %d is from the most reliable claimant, %s", n, top.who())
	if parts := partsOf(top, rows); parts != "" {
		a.note += ", of whom " + parts
	}
	return a
}

// partsOf lists the parts that the claim of a total gives ("33 civilian, 4 combatant").
func partsOf(total *entry, rows []*entry) string {
	var parts []string
	for _, e := range rows {
		if e.row.Subset && e.org == total.org && slices.Contains(e.row.Claims, total.row.Claim) {
			parts = append(parts, e.text()+" "+e.row.Victims)
		}
	}
	return strings.Join(parts, ", ")
}

// ibcLike gives the lowest and highest closed figure of claimants that are no
// party; below two independent claimants the result is provisional.
func ibcLike(rows []*entry) (a answer) {
	all, _ := impartial(rows)
	voices := map[string]bool{}
	for _, e := range all {
		if e.role != "media" {
			voices[e.org] = true
		}
	}
	pool, left := impartial(rows)
	if pool, left = closedOnly(pool, left); len(pool) == 0 {
		return answer{left: left}
	}
	a = answer{used: pool, left: left, note: fmt.Sprintf("lowest and highest of %d independent claimants", len(voices))}
	a.min, a.max = span(pool)
	if len(voices) < 2 {
		a.grade = "provisional"
		a.note += ", provisional below two"
	}
	return a
}

// airwarsLike gives the range of civilian harm: a claimant's count of civilians
// where it gives one, else its total, status assumed.
func airwarsLike(rows []*entry) (a answer) {
	pool, left := impartial(rows)
	voices := map[string]bool{}
	for _, e := range pool {
		if e.role != "media" {
			voices[e.org] = true
		}
	}
	for i, e := range pool {
		for _, c := range rows {
			if c.row.Subset && c.org == e.org && c.row.Victims == "civilian" && slices.Contains(c.row.Claims, e.row.Claim) {
				left = append(left, rejected{e, "its civilians are counted apart"})
				left = slices.DeleteFunc(left, func(r rejected) bool { return r.e == c })
				pool[i] = c
			}
		}
	}
	if pool, left = closedOnly(pool, left); len(pool) == 0 {
		return answer{left: left}
	}
	a = answer{used: pool, left: left, note: "civilian status assumed unless stated", grade: "weak"}
	a.min, a.max = span(pool)
	if len(voices) >= 2 {
		a.grade = "fair"
	}
	return a
}
