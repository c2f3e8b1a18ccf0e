package view

import (
	"cmp"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// processLines writes each text before a body as a timeline of its steps.
func (b *builder) processLines() []Line {
	var out []Line
	for i := range b.s.Processes {
		p := &b.s.Processes[i]
		line := Line{ID: p.ID, Mark: processMark(p.Outcome), Text: textOf(p), Notes: b.cite(b.deciding(p), 3), Table: &Table{Columns: []string{"when", "step", "according to"}}}
		if p.Subject != "" {
			line.Text += "; the reports are about " + shorten(clean(p.Subject), 120)
		}
		for k := range p.Steps {
			line.Table.Rows = append(line.Table.Rows, b.step(&p.Steps[k]))
		}
		out = append(out, line)
	}
	return out
}

// textOf names a text and its body.
func textOf(p *sitrep.Process) string {
	return clean(cmp.Or(p.Body, "A body that is not named")) + ": " + strings.ReplaceAll(clean(cmp.Or(p.Product, "text")), "-", " ")
}

// outcome is what became of a text, in one line: by whom, when, on whose word.
func (b *builder) outcome(p *sitrep.Process) Line {
	line := Line{ID: p.ID, Mark: processMark(p.Outcome), Text: textOf(p), Notes: b.cite(b.deciding(p), 3)}
	for i := range p.Steps {
		if st := &p.Steps[i]; st.Kind == p.Outcome {
			line.Text += " " + b.stepText(st)
			if st.Time != "" {
				line.Text += " (" + dateText(st.Time) + ")"
			}
			if st.Claimant != "" {
				line.Text += ", according to " + clean(st.Claimant)
			}
			break
		}
	}
	return line
}

func processMark(outcome string) Mark {
	word := strings.ToUpper(clean(cmp.Or(outcome, "open")))
	switch outcome {
	case "blocked", "vetoed", "failed":
		return Mark{"⊘", word, "blocked"}
	case "adopted", "issued", "agreed":
		return Mark{"●", word, "happened"}
	case "withdrawn":
		return Mark{"✗", word, "denied"}
	}
	return Mark{"○", word, "talk"}
}

// deciding are the claims of the step that made the outcome, else all.
func (b *builder) deciding(p *sitrep.Process) []string {
	for i := range p.Steps {
		if p.Steps[i].Kind == p.Outcome {
			return p.Steps[i].Claims
		}
	}
	return p.Claims
}

// stepKind names a step; of one that is denied or did not come about it says which.
func (b *builder) stepKind(st *sitrep.Step) string {
	for _, id := range st.Claims {
		c := b.s.Claims[id]
		if c == nil || c.Step == nil || c.Polarity != sitrep.Negated || st.Kind != "denied" {
			continue
		}
		kind := strings.NewReplacer("-", " ", "_", " ").Replace(clean(c.Step.Kind))
		for _, src := range c.Sources {
			if src.Stance == sitrep.Denies {
				return "denial that it was " + kind
			}
		}
		if c.Step.Kind == "failed" { // told as "no text was issued"
			return kind
		}
		return "not " + kind
	}
	return strings.ReplaceAll(clean(st.Kind), "-", " ")
}

// stepText is a step and who took it.
func (b *builder) stepText(st *sitrep.Step) string {
	text := b.stepKind(st)
	if st.By != "" {
		text += " by " + b.name(st.By)
	}
	return text
}

func (b *builder) step(st *sitrep.Step) Row {
	when := "not said"
	if st.Time != "" {
		when = dateText(st.Time)
	}
	text := b.stepText(st)
	if st.Reason != "" {
		text += ": “" + shorten(clean(st.Reason), 160) + "”"
	}
	who := clean(st.Claimant)
	if who == "" {
		who = b.claimants(st.Claims)
	} else if _, _, outlets := b.behind(st.Claims, nil); len(outlets) > 0 {
		who += ", in " + some(outlets, 2)
	}
	return Row{Cells: []string{when, text, who}, Notes: b.cite(st.Claims, 2)}
}
