package situation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// Policy turns the ledger rows of one occurrence and measure into a figure.
// Policies are pure and name every claim that they used or rejected.
type Policy struct {
	// Name with version, as it stands in results: "lowest".
	Name string
	// Says is one sentence on what the policy does.
	Says    string
	resolve func([]*entry) answer
}

// answer is what a policy makes of its rows.
type answer struct {
	min, best, max *int
	used           []*entry
	left           []rejected
	note           string // how best came about
	grade          string
}

type rejected struct {
	e   *entry
	why string
}

// policies lists all policies, the default first.
func policies() []Policy {
	return []Policy{
		{"lowest", "the highest value that two independent claimants reach, else the lowest claimed", lowest},
		{"highest", "the highest ceiling that a disinterested claimant gives", highest},
		{"latest", "the most recently published figure of a disinterested claimant", latest},
		{"raw", "the range of all claimed totals, without a best value", raw},
		{"acled-like", "the lowest claimed until two independent claimants agree within a tenth", acledLike},
		{"ucdp-like", "low, best and high of reliable totals, best from the most reliable claimant", ucdpLike},
		{"ibc-like", "lowest and highest closed figure of independent claimants, provisional below two", ibcLike},
		{"airwars-like", "range of civilian harm, with a grade", airwarsLike},
	}
}

// PolicyNames lists the names that ParsePolicy knows, the default first.
func PolicyNames() []string {
	var names []string
	for _, p := range policies() {
		names = append(names, p.Name)
	}
	return names
}

// ParsePolicy finds a policy by name; "" is the default.
func ParsePolicy(name string) (Policy, error) {
	all := policies()
	if name == "" {
		return all[0], nil
	}
	for _, p := range all {
		if p.Name == name {
			return p, nil
		}
	}
	return Policy{}, fmt.Errorf("situation: there is no policy %q; use one of %s", name, strings.Join(PolicyNames(), ", "))
}

// reconcile fills the figures and the grade of every event.
func (f *fold) reconcile() {
	type slot struct{ event, measure, scope string }
	groups := map[slot][]*entry{}
	var order []slot
	for _, e := range f.ledger {
		k := slot{e.row.Event, e.row.Measure, e.row.Scope}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], e)
	}
	at := map[string]int{}
	for i := range f.events {
		at[f.events[i].ID] = i
	}
	for _, k := range order {
		a := f.in.Policy.resolve(groups[k])
		if len(a.used) == 0 {
			continue
		}
		fig := sitrep.EventFigure{Measure: k.measure, Min: a.min, Best: a.best, Max: a.max, Grade: a.grade, Claims: []string{}}
		fig.Arithmetic = arithmetic(f.in.Policy.Name, k.measure, k.scope, a)
		for _, e := range a.used {
			for _, id := range e.row.Claims {
				if !slices.Contains(fig.Claims, id) {
					fig.Claims = append(fig.Claims, id)
				}
			}
		}
		ev := &f.events[at[k.event]]
		ev.Figures = append(ev.Figures, fig)
	}
	for i := range f.events {
		f.events[i].Grade = f.grade(&f.events[i])
		slices.SortStableFunc(f.events[i].Figures, func(a, b sitrep.EventFigure) int { return strings.Compare(a.Measure, b.Measure) })
	}
}

// grade grades the evidence for harm (casualties.md, section 6). "" when an
// event counts nobody.
func (f *fold) grade(ev *sitrep.Event) string {
	voices := map[string]bool{}
	harmed, accepted, blamed := false, false, map[string]bool{}
	for _, e := range f.ledger {
		if e.row.Event != ev.ID || e.row.Stance == sitrep.Denies {
			continue
		}
		harmed = true
		if !e.party && (e.src.Source != "" || e.src.Entity != "") {
			voices[e.org] = true
		}
		if e.row.Interested && class(e.row.Victims) != "" && e.row.Victims != combatant {
			accepted = true
		}
	}
	for i := range ev.Actors {
		blamed[ev.Actors[i].Country] = true
	}
	switch {
	case !harmed:
		return ""
	case accepted:
		return "confirmed"
	case len(blamed) > 1:
		return "contested"
	case len(voices) >= 2 && len(ev.Actors) > 0:
		return "fair"
	}
	return "weak"
}

// arithmetic says in words what came out, of what, and what was left out.
func arithmetic(policy, measure, scope string, a answer) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s (%s): %s.", policy, measure, scope, a.note)
	b.WriteString(" Used: ")
	for i, e := range a.used {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s %s %s", e.row.Claim, e.who(), e.text())
	}
	b.WriteString(".")
	for i, r := range a.left {
		if i == 0 {
			b.WriteString(" Left out: ")
		} else {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s %s %s (%s)", r.e.row.Claim, r.e.who(), r.e.text(), r.why)
	}
	if len(a.left) > 0 {
		b.WriteString(".")
	}
	return b.String()
}

// who is the claimant in words.
func (e *entry) who() string {
	if e.row.Claimant != "" {
		return e.row.Claimant
	}
	if len(e.row.Via) > 0 {
		return e.row.Via[0] + " in its own voice"
	}
	return "the report's own voice"
}

// text is the figure in digits.
func (e *entry) text() string {
	lo, hi := e.row.Min, e.row.Max
	switch {
	case e.point != nil:
		return fmt.Sprintf("about %d", *e.point)
	case hi == nil && lo != nil:
		return fmt.Sprintf("at least %d", *lo)
	case lo == nil && hi != nil:
		return fmt.Sprintf("up to %d", *hi)
	case lo == nil:
		return "no number"
	case *lo == *hi:
		return fmt.Sprint(*lo)
	}
	return fmt.Sprintf("%d–%d", *lo, *hi)
}

const combatant = "combatant"
