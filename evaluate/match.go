package evaluate

import (
	"cmp"
	"slices"

	"github.com/sitrep-dev/sitrep"
)

// accepts reports whether a claim has one of the types of a row.
func (r *Row) accepts(c *sitrep.Claim) bool { return c.Type != "" && slices.Contains(r.Types, c.Type) }

// told reports whether a claim has the modality that a row states, if it does.
func (r *Row) told(c *sitrep.Claim) bool {
	return len(r.Modalities) == 0 || slices.Contains(r.Modalities, modality(c))
}

// aspect is what a row may state of an event beside its type.
type aspect struct {
	weight int // in choosing between claims
	share  func(*Scores) *Share
	stated func(*Row) bool
	right  func(r *Row, c *sitrep.Claim, text string) bool
}

// aspects lists them in the order of what they weigh, each more than all below it.
func aspects() []aspect {
	return []aspect{
		{32, func(s *Scores) *Share { return &s.Modality }, func(r *Row) bool { return len(r.Modalities) > 0 },
			func(r *Row, c *sitrep.Claim, _ string) bool { return r.told(c) }},
		{16, func(s *Scores) *Share { return &s.Polarity }, func(r *Row) bool { return r.Polarity != "" },
			func(r *Row, c *sitrep.Claim, _ string) bool { return polarity(c) == r.Polarity }},
		{8, func(s *Scores) *Share { return &s.Actor }, func(r *Row) bool { return len(r.Actors) > 0 },
			func(r *Row, c *sitrep.Claim, text string) bool { return hasParties(r.Actors, c.Actors, text) }},
		{4, func(s *Scores) *Share { return &s.Recipient }, func(r *Row) bool { return len(r.Recipients) > 0 },
			func(r *Row, c *sitrep.Claim, text string) bool { return hasParties(r.Recipients, c.Recipients, text) }},
		{2, func(s *Scores) *Share { return &s.Mode }, func(r *Row) bool { return len(r.Modes) > 0 },
			func(r *Row, c *sitrep.Claim, _ string) bool {
				return slices.ContainsFunc(c.Modes, func(m string) bool { return slices.Contains(r.Modes, m) })
			}},
		{1, func(s *Scores) *Share { return &s.Place }, func(r *Row) bool { return r.Place != "" },
			func(r *Row, c *sitrep.Claim, text string) bool { return isPlace(r.Place, c.Place, text) }},
	}
}

// pair is a row and a claim of a type that it accepts.
type pair struct{ row, claim, weight int }

// assign gives for each row of a text the claim that answers it, -1 for none. A
// claim answers one row. First come pairs that agree in most, then, in doubt,
// more confident and earlier claims; as many rows are answered as can be.
func assign(text *Text, claims []sitrep.Claim) []int {
	var pairs []pair
	all := aspects()
	for i := range text.Rows {
		row := &text.Rows[i]
		for k := range claims {
			if !row.accepts(&claims[k]) {
				continue
			}
			p := pair{i, k, 0}
			for _, a := range all {
				if a.stated(row) && a.right(row, &claims[k], text.Text) {
					p.weight += a.weight
				}
			}
			pairs = append(pairs, p)
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(claims[b.claim].Confidence, claims[a.claim].Confidence))
	})
	m := matching{claimOf: filled(len(text.Rows)), rowOf: filled(len(claims)), of: make([][]int, len(text.Rows))}
	for _, p := range pairs {
		m.of[p.row] = append(m.of[p.row], p.claim)
		if m.claimOf[p.row] < 0 && m.rowOf[p.claim] < 0 {
			m.claimOf[p.row], m.rowOf[p.claim] = p.claim, p.row
		}
	}
	for row := range m.claimOf {
		if m.claimOf[row] < 0 {
			m.augment(row, make([]bool, len(claims)))
		}
	}
	return m.claimOf
}

// matching is a matching of rows and claims; of lists what a row may have.
type matching struct {
	claimOf, rowOf []int
	of             [][]int
}

// augment finds a claim for a row, if need be by giving rows that have one
// another (Kuhn's method).
func (m *matching) augment(row int, seen []bool) bool {
	for _, claim := range m.of[row] {
		if seen[claim] {
			continue
		}
		seen[claim] = true
		if m.rowOf[claim] < 0 || m.augment(m.rowOf[claim], seen) {
			m.claimOf[row], m.rowOf[claim] = claim, row
			return true
		}
	}
	return false
}

func filled(n int) []int { return slices.Repeat([]int{-1}, n) }

// best is the typed claim that comes first among those that may be taken: events
// that took place before other acts, those before statements, then by confidence,
// then by place in the text; -1 when there is none.
func best(claims []sitrep.Claim, may func(int) bool) int {
	at := -1
	for i := range claims {
		c := &claims[i]
		if c.Type == "" || !may(i) {
			continue
		}
		if at < 0 || cmp.Or(cmp.Compare(rank(c), rank(&claims[at])), cmp.Compare(c.Confidence, claims[at].Confidence)) > 0 {
			at = i
		}
	}
	return at
}

func rank(c *sitrep.Claim) int {
	switch {
	case isEvent(c):
		return 2
	case c.Quad >= 1:
		return 1
	}
	return 0
}
