package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// changes lists in order of publication what became known, each in a row. When
// there are more than the limit, the ones that matter least are left out; one
// sentence gives one row for each thing it says.
func (b *builder) changes() {
	var rows []change
	seen := map[string]bool{}
	for i := range b.s.Changes {
		c := &b.s.Changes[i]
		if b.told[c.Item] != "" || b.spoken[c.Item] {
			continue
		}
		ch := b.change(c)
		ch.order = i
		key := fmt.Sprint(ch.row.Cells[2], b.sentencesOf(c))
		if seen[key] {
			continue
		}
		seen[key] = true
		rows = append(rows, ch)
	}
	all := len(rows)
	if n := b.share(12); n > 0 && all > n {
		slices.SortStableFunc(rows, func(x, y change) int { return cmp.Compare(y.weight, x.weight) })
		rows = rows[:n]
		slices.SortStableFunc(rows, func(x, y change) int { return cmp.Compare(x.order, y.order) })
	}
	if len(rows) == 0 {
		return
	}
	tab := &Table{Columns: []string{"published", "change", "what"}}
	for _, ch := range rows {
		tab.Rows = append(tab.Rows, ch.row)
	}
	b.add("What changed", "In order of publication; times are UTC.", 0, []Line{{Table: tab}})
	if left := all - len(rows); left > 0 {
		b.page.Sections[len(b.page.Sections)-1].More = fmt.Sprintf("… and %d lesser changes (--all)", left)
	}
}

type change struct {
	row    Row
	weight int
	order  int // in time
}

func (b *builder) change(c *sitrep.Change) change {
	marks := map[string]Mark{
		"new-event": {"▲", "NEW", "happened"}, "toll-revised": {"↻", "REVISED", "part"}, "control": {"◐", "CONTROL", "part"},
		"step": {"○", "STEP", "talk"}, "denial": {"✗", "DENIAL", "denied"}, "retraction": {"✗", "RETRACTED", "denied"},
	}
	mark, ok := marks[c.Kind]
	if !ok {
		mark = Mark{"■", strings.ToUpper(clean(c.Kind)), "plain"}
	}
	out := change{weight: 40}
	text := clean(c.Text)
	switch ev, row := b.events[c.Item], b.rows[c.Item]; {
	case ev != nil:
		text, out.weight = b.sentence(ev), 2*b.weigh(ev)
		if own := b.mark(ev); own.Word != "OCCURRED" && c.Kind == "new-event" {
			mark = Mark{"▲", own.Word, own.Tone}
		}
		if ev.Place != nil {
			text += ", " + whenWherePlain(nil, ev.Place)
		}
	case row != nil:
		text = b.rowChange(row)
		if row.Stance == sitrep.Denies && row.Max != nil && *row.Max == 0 {
			mark, out.weight = Mark{"▲", "NEW", "happened"}, 8
		}
	case c.Kind == "control":
		text = b.controlChange(c)
	case c.Kind == "step":
		text, out.weight = b.stepChange(c)
	}
	out.row = Row{Notes: b.cite(c.Claims, 2), Cells: []string{cmp.Or(b.stamp(c.Time), "not known"), mark.Shape + " " + mark.Word, shorten(text, 200)}}
	return out
}

// rowChange says how a figure came in, was revised or denied.
func (b *builder) rowChange(r *sitrep.LedgerRow) string {
	text := bounds(r.Min, r.Max, r.Approx)
	if old := b.rows[r.Supersedes]; old != nil {
		text = bounds(old.Min, old.Max, old.Approx) + " → " + text
	}
	text = strings.ReplaceAll(clean(r.Measure), "-", " ") + ": " + text
	if r.Stance == sitrep.Denies && (r.Max == nil || *r.Max > 0) {
		text += ", denied"
	}
	who := clean(cmp.Or(r.Claimant, b.names[r.Entity]))
	if who == "" {
		who = clean(some(r.Via, 2))
	}
	return text + ", according to " + cmp.Or(who, "the report")
}

func (b *builder) controlChange(c *sitrep.Change) string {
	for i := range b.s.Control {
		if k := &b.s.Control[i]; k.Place.Name == c.Item && slices.Equal(k.Claims, c.Claims) {
			return whenWherePlain(nil, &k.Place) + ": " + clean(k.State) + " by " + b.name(k.Holder) + ", " + clean(k.Basis)
		}
	}
	return clean(c.Text)
}

// stepChange words a step of a procedure; what settled the text weighs most.
func (b *builder) stepChange(c *sitrep.Change) (text string, weight int) {
	for i := range b.s.Processes {
		p := &b.s.Processes[i]
		for k := range p.Steps {
			if st := &p.Steps[k]; p.ID == c.Item && slices.Equal(st.Claims, c.Claims) {
				text = textOf(p) + " " + b.stepText(st)
				if st.Kind == p.Outcome {
					return text, 40
				}
				return text, 8
			}
		}
	}
	return clean(c.Text), 8
}

// sentencesOf are the numbers of the sentences behind a change.
func (b *builder) sentencesOf(c *sitrep.Change) []int {
	var out []int
	for _, id := range c.Claims {
		out = append(out, b.note(id))
	}
	return out
}
