package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// casualties writes the ledger: a table for each occurrence, with the figure that
// the policy gives for each measure, then a row for each claimant, newest first.
func (b *builder) casualties() []Line {
	type slot struct{ event, scope string }
	groups := map[slot][]*sitrep.LedgerRow{}
	var order []slot
	for i := range b.s.Ledger {
		r := &b.s.Ledger[i]
		k := slot{cmp.Or(b.told[r.Event], r.Event), r.Scope}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], r)
	}
	slices.SortStableFunc(order, func(x, y slot) int {
		return cmp.Or(compareBool(x.scope == cumulative, y.scope == cumulative), largest(groups[y])-largest(groups[x]))
	})
	var lines []Line
	for _, k := range order {
		lines = append(lines, b.toll(b.events[k.event], k.scope, b.once(groups[k])))
	}
	return lines
}

const cumulative = "cumulative"

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

// largest ranks a group: by people harmed, then by anything counted.
func largest(rows []*sitrep.LedgerRow) int {
	n := 0
	for _, r := range rows {
		v := min(max(value(r.Min), value(r.Max)), 1_000_000)
		if harm(r.Measure) {
			v *= 2
		}
		n = max(n, v)
	}
	return n
}

// once drops a row that the same sentence gives twice: without claimant where
// it is given with one too.
func (b *builder) once(rows []*sitrep.LedgerRow) []*sitrep.LedgerRow {
	same := func(x, y *sitrep.LedgerRow) bool {
		return x.Measure == y.Measure && x.Subset == y.Subset && bounds(x.Min, x.Max, x.Approx) == bounds(y.Min, y.Max, y.Approx) &&
			(x.Stance == sitrep.Denies) == (y.Stance == sitrep.Denies) && b.note(x.Claim) == b.note(y.Claim)
	}
	var out []*sitrep.LedgerRow
	for i, r := range rows {
		twin := slices.IndexFunc(rows, func(o *sitrep.LedgerRow) bool { return o != r && same(o, r) })
		if twin >= 0 && (r.Claimant == "" && rows[twin].Claimant != "" || r.Claimant == rows[twin].Claimant && twin < i) {
			continue
		}
		out = append(out, r)
	}
	return out
}

// toll is the table of one occurrence.
func (b *builder) toll(ev *sitrep.Event, scope string, rows []*sitrep.LedgerRow) Line {
	line := Line{Mark: Mark{"■", "COUNT", "plain"}, Text: "Not tied to one event", Table: &Table{Columns: []string{"measure", "low–best–high", "figure", "claimant"}}}
	if scope == cumulative {
		line.Mark.Word, line.Text = "IN ALL", "Over the whole period"
	}
	if ev != nil {
		line.ID = ev.ID
		if scope != cumulative && ev.Type != "" {
			told := *ev
			told.Figures = nil
			line.Text = upperFirst(b.noun(&told))
		}
		if w := whenWhere(ev.Time, ev.Place); w != "" {
			line.Text += ", " + w
		}
		if ev.Grade != "" && scope != cumulative {
			line.Text += "; evidence of harm: " + clean(ev.Grade)
		}
	}
	for _, measure := range measures(rows) {
		b.claimed(&line, measure, scope, rows)
	}
	return line
}

// measures lists the measures of rows.
func measures(rows []*sitrep.LedgerRow) []string {
	var out []string
	for _, r := range rows {
		out = appendNew(out, r.Measure)
	}
	return inOrder(out)
}

// inOrder sorts measures: people harmed first, then the others by name.
func inOrder(out []string) []string {
	first := []string{"killed", "injured", "casualties", "missing"}
	place := func(m string) int {
		if i := slices.Index(first, m); i >= 0 {
			return i
		}
		return len(first)
	}
	slices.SortFunc(out, func(x, y string) int { return cmp.Or(place(x)-place(y), cmp.Compare(x, y)) })
	return out
}

// claimed adds the rows of one measure to a table, and the policy's arithmetic
// where it had a choice.
func (b *builder) claimed(line *Line, measure, scope string, rows []*sitrep.LedgerRow) {
	reconciled := "no figure"
	for _, event := range append([]*sitrep.Event{b.events[line.ID]}, b.tellers[line.ID]...) {
		if event == nil {
			continue
		}
		for _, f := range event.Figures {
			if f.Measure == measure && strings.Contains(f.Arithmetic, "("+scope+")") {
				reconciled = b.rangeText(event.ID, &f)
				if several(rows, measure) {
					line.Detail = append(line.Detail, Detail{Text: plainArithmetic(f.Arithmetic)})
				}
			}
		}
	}
	first := true
	for _, r := range slices.Backward(rows) {
		if r.Measure != measure {
			continue
		}
		cells := []string{"", "", b.figureOf(r), b.claimantOf(r)}
		if first {
			cells[0], cells[1], first = strings.ReplaceAll(clean(measure), "-", " "), reconciled, false
		}
		line.Table.Rows = append(line.Table.Rows, Row{Cells: cells, Notes: b.cite(r.Claims, 3)})
	}
}

// several reports whether a policy had a choice of rows for a measure.
func several(rows []*sitrep.LedgerRow, measure string) bool {
	n := 0
	for _, r := range rows {
		if r.Measure == measure && r.Current {
			n++
		}
	}
	return n > 1
}

// plainArithmetic is why a policy gives its figure, without the list of claims,
// which are the rows of the table.
func plainArithmetic(s string) string {
	why, _, _ := strings.Cut(clean(s), " Used: ")
	return "Policy " + why
}

// figureOf is the figure of a row with what it counts; an approximate one as it
// was said, where the claim tells.
func (b *builder) figureOf(r *sitrep.LedgerRow) string {
	text := bounds(r.Min, r.Max, r.Approx)
	if c := b.s.Claims[r.Claim]; c != nil && r.Approx {
		for _, f := range c.Figures {
			if f.Measure == r.Measure && f.Best != nil && bounds(f.Min, f.Max, true) == text {
				text = "about " + digits(*f.Best)
				break
			}
		}
	}
	if r.Side != "" {
		text += " of " + clean(r.Side)
	} else if r.Victims != "" && r.Victims != "unknown" {
		text += " (" + clean(r.Victims) + ")"
	}
	return text
}

// claimantOf says whose figure it is, when and where it was printed, and its status.
func (b *builder) claimantOf(r *sitrep.LedgerRow) string {
	who := clean(cmp.Or(r.Claimant, b.names[r.Entity]))
	via := make([]string, len(r.Via))
	for i, v := range r.Via {
		via[i] = shorten(clean(v), 80)
	}
	carried := some(via, 3)
	if who == "" {
		who, carried = cmp.Or(carried, "the report itself"), ""
	}
	var remarks []string
	add := func(ok bool, s string) {
		if ok && s != "" {
			remarks = append(remarks, s)
		}
	}
	add(r.Stance == sitrep.Denies && r.Min != nil && *r.Min > 0, "DENIED")
	add(!r.Current && r.Stance != sitrep.Denies, "SUPERSEDED")
	add(r.Supersedes != "", "revises its older figure")
	add(r.Subset && !r.Named, "part of another figure")
	add(r.Named, "one victim told of alone")
	add(r.Interested, "interested party")
	add(true, b.stamp(r.Published))
	add(true, carried)
	if len(remarks) > 0 {
		who += " (" + strings.Join(remarks, "; ") + ")"
	}
	return shorten(who, 240)
}

// tollLine sums up the totals that claimants give, each with its claimants; nil
// when there are none.
func (b *builder) tollLine() *Line {
	for _, ev := range b.ranked() {
		if !b.total(ev) || ev.Polarity == sitrep.Negated {
			continue
		}
		if line := b.sumUp(ev); line != nil {
			return line
		}
	}
	return nil
}

func (b *builder) sumUp(ev *sitrep.Event) *Line {
	var groups, claims []string
	last := ""
	for _, m := range []string{"killed", "injured", "missing", "displaced"} {
		for i := range ev.Figures {
			f := &ev.Figures[i]
			if f.Measure != m || nothing(f) || len(ev.Figures) > 1 && !strings.Contains(f.Arithmetic, "("+cumulative+")") {
				continue
			}
			claims = append(claims, f.Claims...)
			who := b.counters(f.Claims)
			text := b.spanText(ev.ID, f)
			if who == last && len(groups) > 0 { // two measures by the same claimants
				groups[len(groups)-1] += ", " + text
				continue
			}
			groups, last = append(closeGroup(groups, last), text), who
		}
	}
	if len(groups) == 0 {
		return nil
	}
	text := "In all: " + strings.Join(closeGroup(groups, last), "; ")
	return &Line{Mark: Mark{"◐", "TOLL", "part"}, ID: ev.ID, Notes: b.cite(claims, 4), Text: text}
}

// closeGroup names the claimants behind the last of the groups of figures.
func closeGroup(groups []string, who string) []string {
	if len(groups) > 0 && who != "" {
		groups[len(groups)-1] += " (" + who + ")"
	}
	return groups
}

// counters names who gives a figure: the sources, or the outlet where it is its own.
func (b *builder) counters(claims []string) string {
	who, own, _ := b.behind(claims, nil)
	for _, name := range own {
		who = appendNew(who, name)
	}
	return some(who, 3)
}

// nothing reports whether a figure gives no number.
func nothing(f *sitrep.EventFigure) bool { return f.Best == nil && f.Min == nil && f.Max == nil }

// figureText is a reconciled figure before its measure: "25–47 killed".
func figureText(f sitrep.EventFigure) string {
	text := strings.ReplaceAll(clean(f.Measure), "-", " ")
	switch {
	case nothing(&f):
		return "an unknown number " + text
	case f.Best != nil && f.Min == nil && f.Max == nil:
		return digits(*f.Best) + " " + text
	}
	return bounds(f.Min, f.Max, false) + " " + text
}

// top is the highest lower bound among the current rows behind a figure whose
// upper end is open, 0 when none is above its own lower end.
func (b *builder) top(event string, f *sitrep.EventFigure) int {
	top := 0
	if f.Max == nil && f.Min != nil {
		for _, r := range b.counts[event] {
			if r.Current && r.Measure == f.Measure && slices.Contains(f.Claims, r.Claim) && value(r.Min) > *f.Min {
				top = max(top, *r.Min)
			}
		}
	}
	return top
}

// spanText is figureText with the highest claim where the upper end is open:
// "700 to at least 2,900 killed".
func (b *builder) spanText(event string, f *sitrep.EventFigure) string {
	if top := b.top(event, f); top > 0 {
		return digits(*f.Min) + " to at least " + digits(top) + " " + strings.ReplaceAll(clean(f.Measure), "-", " ")
	}
	if b.approximate(event, f) {
		return "about " + figureText(*f)
	}
	return figureText(*f)
}

// approximate reports whether the only row behind a figure is approximate.
func (b *builder) approximate(event string, f *sitrep.EventFigure) bool {
	rows, approx := 0, false
	for _, r := range b.counts[event] {
		if r.Current && r.Measure == f.Measure && slices.Contains(f.Claims, r.Claim) {
			rows, approx = rows+1, r.Approx
		}
	}
	return rows == 1 && approx
}

// rangeText is low–best–high of a reconciled figure; "+" stands behind an open end.
func (b *builder) rangeText(event string, f *sitrep.EventFigure) string {
	end := func(n *int) string {
		switch top := b.top(event, f); {
		case n != nil:
			return digits(*n)
		case n == f.Max && f.Best != nil:
			return digits(max(top, *f.Best, value(f.Min))) + "+"
		}
		return "open"
	}
	text := ""
	switch {
	case nothing(f):
		return "no figure"
	case f.Best == nil, f.Max == nil && f.Min != nil && *f.Best == *f.Min && b.top(event, f) == 0:
		text = bounds(f.Min, f.Max, false)
	case f.Min == nil && f.Max == nil, f.Min != nil && f.Max != nil && *f.Min == *f.Max:
		text = digits(*f.Best)
		if b.approximate(event, f) {
			text = "about " + text
		}
	default:
		text = end(f.Min) + "–" + digits(*f.Best) + "–" + end(f.Max)
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
		text = "at least " + digits(*lo)
	case lo == nil:
		text = "up to " + digits(*hi)
	case *hi == 0:
		return "none"
	case *lo == *hi:
		text = digits(*lo)
	default:
		text = digits(*lo) + "–" + digits(*hi)
	}
	if approx {
		text = "about " + text
	}
	return text
}
