package quantity

import "github.com/sitrep-dev/sitrep"

// why tells how the figure of a count was read: what is counted, which word gives
// the measure and by which way it was found, and what makes a part or total of it.
func (r *reading) why(c *count) []sitrep.Reason {
	var out []sitrep.Reason
	if c.Trigger >= 0 {
		out = append(out, sitrep.Reason{Text: "measure: " + c.how + ",", Span: r.sent.Tokens[c.Trigger].Span})
	}
	if c.Counted >= 0 && c.Counted != c.Trigger {
		out = append(out, sitrep.Reason{Text: "counts", Span: r.sent.Tokens[c.Counted].Span})
	}
	if c.scope.Text != "" {
		out = append(out, c.scope)
	}
	if c.Figure.Subset {
		out = append(out, sitrep.Reason{Text: "a part of another figure"})
	}
	if c.Figure.Revises {
		out = append(out, sitrep.Reason{Text: "replaces an older figure"})
	}
	return out
}
