package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// casualties writes the ledger: for each occurrence and measure the figure that
// the policy gives, then one detail for each claimant, newest first.
func (b *builder) casualties() {
	type slot struct{ event, measure, scope string }
	groups := map[slot][]*sitrep.LedgerRow{}
	var order []slot
	for i := range b.s.Ledger {
		r := &b.s.Ledger[i]
		k := slot{r.Event, r.Measure, r.Scope}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], r)
	}
	slices.SortStableFunc(order, func(x, y slot) int {
		return cmp.Or(compareBool(x.scope == "cumulative", y.scope == "cumulative"), len(groups[y])-len(groups[x]))
	})
	var lines []Line
	for _, k := range order {
		lines = append(lines, b.toll(b.events[k.event], k.measure, k.scope, groups[k]))
	}
	b.add("Casualties and other counts, by claimant", "Policy "+b.s.Policy+". One row a claimant, newest first; nothing is added up.", lines)
}

// compareBool puts true first.
func compareBool(x, y bool) int {
	switch {
	case x == y:
		return 0
	case x:
		return -1
	}
	return 1
}

func (b *builder) toll(ev *sitrep.Event, measure, scope string, rows []*sitrep.LedgerRow) Line {
	line := Line{Mark: Mark{"■", "COUNT", "plain"}, Text: measure + ": no total can be given"}
	var claims []string
	for _, r := range rows {
		claims = append(claims, r.Claim)
	}
	if ev != nil {
		line.ID = ev.ID
		for _, f := range ev.Figures {
			if f.Measure == measure && (strings.Contains(f.Arithmetic, "("+scope+")")) {
				line.Text = figureText(f)
				line.Detail = append(line.Detail, "Why: "+clean(f.Arithmetic))
			}
		}
		if scope == "cumulative" {
			line.Text += ", in all"
		} else if ev.Type != "" {
			line.Text += ", in " + b.noun(ev)
		}
		line.Where = whenWhere(ev.Time, ev.Place)
		if ev.Grade != "" && scope != "cumulative" {
			line.Detail = append(line.Detail, "Evidence of harm: "+clean(ev.Grade)+".")
		}
	}
	var table []string
	for i := len(rows) - 1; i >= 0; i-- {
		table = append(table, b.row(rows[i]))
	}
	line.Detail = append(table, line.Detail...)
	return line
}

// row is one claimant's figure.
func (b *builder) row(r *sitrep.LedgerRow) string {
	who := clean(cmp.Or(r.Claimant, b.names[r.Entity]))
	if who == "" {
		who = "the report itself"
	}
	text := bounds(r.Min, r.Max, r.Approx) + " " + clean(r.Measure)
	if r.Side != "" {
		text += " of " + clean(r.Side)
	}
	if r.Victims != "" && r.Victims != "unknown" {
		text += ", " + clean(r.Victims)
	}
	text += " — " + who
	var remarks []string
	add := func(ok bool, s string) {
		if ok {
			remarks = append(remarks, s)
		}
	}
	add(r.Stance == sitrep.Denies, "denies it")
	add(r.Subset, "part of another figure")
	add(r.Interested, "interested party")
	add(!r.Current && r.Stance != sitrep.Denies, "superseded or withdrawn")
	add(r.Supersedes != "", "revises its older figure")
	if at := stampText(r.Published); at != "" {
		remarks = append(remarks, at)
	}
	via := make([]string, len(r.Via))
	for i, v := range r.Via {
		via[i] = clean(v)
	}
	if len(via) > 0 {
		remarks = append(remarks, "via "+strings.Join(via, ", "))
	}
	if len(remarks) > 0 {
		text += " (" + strings.Join(remarks, "; ") + ")"
	}
	return text + citation(b.cite(r.Claims, 3))
}

// figureText is a reconciled figure: "killed 25 (claimed range 25–47)".
func figureText(f sitrep.EventFigure) string {
	text := clean(f.Measure)
	switch {
	case f.Best != nil && (f.Min != nil || f.Max != nil) && !(f.Min != nil && f.Max != nil && *f.Min == *f.Max):
		text += fmt.Sprintf(" %d, claimed range %s", *f.Best, bounds(f.Min, f.Max, false))
	case f.Best != nil:
		text += fmt.Sprintf(" %d", *f.Best)
	default:
		text += " " + bounds(f.Min, f.Max, false)
	}
	if f.Grade != "" {
		text += ", " + clean(f.Grade)
	}
	return text
}

// bounds writes an interval; an open bound is said in words.
func bounds(lo, hi *int, approx bool) string {
	text := ""
	switch {
	case lo == nil && hi == nil:
		return "an unknown number"
	case hi == nil:
		text = fmt.Sprintf("at least %d", *lo)
	case lo == nil:
		text = fmt.Sprintf("up to %d", *hi)
	case *lo == *hi:
		text = fmt.Sprint(*lo)
	default:
		text = fmt.Sprintf("%d–%d", *lo, *hi)
	}
	if approx {
		text = "about " + text
	}
	return text
}
