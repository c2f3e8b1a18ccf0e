package evaluate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

var modalities = [...]sitrep.Modality{sitrep.Happened, sitrep.Planned, sitrep.Demanded, sitrep.Offered, sitrep.Threatened,
	sitrep.Attempted, sitrep.Hypothetical, sitrep.Unclear}

// row reads the fields of a row into the gold.
func (r *reader) row(line int, fields map[string]string) *RowError {
	for key := range fields {
		fields[key] = strings.TrimSpace(fields[key])
	}
	if msg := valid(fields["text"]); msg != "" {
		return r.fault(line, msg, "write a sentence or a paragraph, in UTF-8, or remove the row")
	}
	published, err := sitrep.ParseStamp(fields["published"])
	if err != nil {
		return r.fault(line, fmt.Sprintf("published %q is no date", clip(fields["published"])), "write 2019-04-08 or 2019-04-08T09:00:00Z, or leave it empty")
	}
	label, bad := r.label(line, fields)
	if bad != nil {
		return bad
	}
	return r.add(Text{ID: fields["id"], Line: line, Text: fields["text"], Published: published}, label)
}

// label reads what a row says of its event, nil when it says that there is none.
func (r *reader) label(line int, fields map[string]string) (*Row, *RowError) {
	types := items(fields["type"], "type")
	if len(types) == 0 {
		return nil, r.fault(line, "the type is empty", "write a type of the ontology, or "+None+" for a text without event")
	}
	if slices.ContainsFunc(types, func(t string) bool { return strings.EqualFold(t, None) }) {
		return nil, r.noEvent(line, types, fields)
	}
	for i, t := range types {
		types[i] = strings.ToUpper(t)
		if r.ontology.Types[types[i]] == nil {
			return nil, r.fault(line, fmt.Sprintf("type %q is not in the ontology", clip(t)), "use "+strings.Join(r.types(), ", ")+" or "+None)
		}
	}
	row := &Row{Line: line, Types: types, Place: fields["place"], Actors: items(fields["actor"], "actor"), Recipients: items(fields["recipient"], "recipient")}
	return row, r.told(row, fields)
}

// noEvent checks a row that says that its text tells no event.
func (r *reader) noEvent(line int, types []string, fields map[string]string) *RowError {
	if len(types) > 1 {
		return r.fault(line, "the type is "+None+" and something else", "write one or the other")
	}
	for _, key := range columns[4:10] { // mode to place
		if fields[key] != "" {
			return r.fault(line, fmt.Sprintf("the type is %s, but %s is %q", None, key, clip(fields[key])), "leave "+key+" empty, or write the type of the event")
		}
	}
	return nil
}

// told reads mode, modality and polarity into the row.
func (r *reader) told(row *Row, fields map[string]string) *RowError {
	for _, m := range items(fields["mode"], "mode") {
		m = strings.ToLower(m)
		var known []string
		for _, t := range row.Types {
			known = append(known, r.ontology.Types[t].ModeNames...)
		}
		if !slices.Contains(known, m) {
			remedy := "leave it empty"
			if len(known) > 0 {
				remedy = "use " + strings.Join(known, ", ")
			}
			return r.fault(row.Line, fmt.Sprintf("mode %q is not a mode of %s", clip(m), strings.Join(row.Types, " or ")), remedy)
		}
		row.Modes = append(row.Modes, m)
	}
	for _, m := range items(fields["modality"], "modality") {
		m := sitrep.Modality(strings.ToLower(m))
		if !slices.Contains(modalities[:], m) {
			var known []string
			for _, k := range modalities {
				known = append(known, string(k))
			}
			return r.fault(row.Line, fmt.Sprintf("modality %q is not known", clip(string(m))), "use "+strings.Join(known, ", "))
		}
		row.Modalities = append(row.Modalities, m)
	}
	row.Polarity = sitrep.Polarity(strings.ToLower(fields["polarity"]))
	if p := row.Polarity; p != "" && p != sitrep.Affirmed && p != sitrep.Negated {
		return r.fault(row.Line, fmt.Sprintf("polarity %q is not known", clip(string(p))), fmt.Sprintf("use %s or %s", sitrep.Affirmed, sitrep.Negated))
	}
	return nil
}

// types are the names of all types in alphabetical order.
func (r *reader) types() []string {
	var names []string
	for name := range r.ontology.Types {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// items are the parts of a cell, without empty ones.
func items(cell, column string) []string {
	var out []string
	for part := range strings.SplitSeq(cell, separator(column)) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// add puts a label to its text: that of the same id or, without ids, of the same
// words and day. A nil label says that the text tells no event.
func (r *reader) add(text Text, label *Row) *RowError {
	key := "i" + text.ID
	if text.ID == "" {
		key = "t" + text.Published.String() + " " + text.Text
	}
	i, seen := r.at[key]
	if !seen {
		i = len(r.gold.Texts)
		r.at[key] = i
		r.gold.Texts, r.none = append(r.gold.Texts, text), append(r.none, label == nil)
	}
	first := &r.gold.Texts[i]
	switch {
	case first.Text != text.Text:
		return r.fault(text.Line, fmt.Sprintf("id %q has another text in line %d", clip(text.ID), first.Line), "write the same text, or another id")
	case !text.Published.IsZero() && first.Published.Compare(text.Published) != 0:
		return r.fault(text.Line, fmt.Sprintf("id %q was published at another time in line %d", clip(text.ID), first.Line), "write the same time, or another id")
	case r.none[i] != (label == nil):
		return r.fault(text.Line, fmt.Sprintf("line %d says the contrary of the same text: one has an event, the other %s", first.Line, None), "remove one of the rows")
	case len(first.Rows) == maxRows:
		return r.fault(text.Line, fmt.Sprintf("the text has more than %d rows", maxRows), "split the text")
	case label != nil:
		first.Rows = append(first.Rows, *label)
	}
	return nil
}
