package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// claims prints what was coded.
func (e *explainer) claims(claims []sitrep.Claim) {
	e.title("CLAIMS")
	if len(claims) == 0 {
		e.row(piece{dim, "  none"})
	}
	for i := range claims {
		c := &claims[i]
		typ := c.Type
		if typ == "" {
			typ = "(no type)"
		}
		if len(c.Modes) > 0 {
			typ += "/" + strings.Join(c.Modes, "+")
		}
		trigger := e.say(c.Trigger)
		e.entry(2, cell{strong, e.widest(20, trigger), trigger}, cell{mark, e.widest(30, typ), typ},
			cell{text: fmt.Sprintf("confidence %.2f", c.Confidence)})
		for _, d := range details(c) {
			e.entry(6, cell{dim, 8, d.name}, cell{text: d.text})
			if why := reasons(c.Report, d.why); why != "" {
				e.entry(6, cell{dim, 8, ""}, cell{dim, 0, why})
			}
		}
	}
}

// detail is a part of a claim with its name and the reasons for it.
type detail struct {
	name, text string
	why        []sitrep.Reason
}

// details are the parts of a claim.
func details(c *sitrep.Claim) []detail {
	out := []detail{{"who", parties(c.Actors), nil}, {"whom", parties(c.Recipients), nil}, {"told", mood(c), c.Why.Mood}}
	add := func(name string, why []sitrep.Reason, format string, args ...any) {
		out = append(out, detail{name, fmt.Sprintf(format, args...), why})
	}
	for _, src := range c.Sources {
		from := ""
		if src.Cue != nil {
			from = words(c.Report, *src.Cue)
		}
		add("says", src.Why, "%s (%s)%s", src.Source, src.Stance, from)
	}
	if len(c.Sources) == 0 {
		add("says", c.Why.Source, "the report itself")
	}
	if c.Time != nil {
		add("when", c.Time.Why, "%s%s", c.Time.Value, words(c.Report, c.Time.Span))
	} else if len(c.Why.Time) > 0 {
		add("when", c.Why.Time, "–")
	}
	if c.Place != nil {
		add("where", nil, "%s ±%.0f km%s", c.Place.Name, c.Place.RadiusKm, words(c.Report, c.Place.Span))
	}
	for _, f := range c.Figures {
		add("count", append(slices.Clone(f.Why), c.Why.Figure...), "%s %s %s%s", f.Measure, bounds(f), f.Victims, words(c.Report, f.Span))
	}
	if c.Control != nil {
		add("control", nil, "%s %s by %s (%s)", c.Control.Place.Name, c.Control.State, c.Control.Holder.Name, c.Control.Status)
	}
	if c.Relation != nil {
		add("relation", nil, "%s %s %s", c.Relation.From.Name, c.Relation.Kind, c.Relation.To.Name)
	}
	if c.Step != nil {
		add("step", nil, "%s %s of %s", c.Step.Kind, c.Step.Product, c.Step.Body)
	}
	if len(c.Entries) > 0 {
		add("by", nil, "%s", strings.Join(c.Entries, ", "))
	}
	return out
}

// mood is modality and polarity, and whether the claim is told as history.
func mood(c *sitrep.Claim) string {
	text := string(c.Modality) + " " + string(c.Polarity)
	if c.Background {
		text += ", background"
	}
	return text
}

// reasons are the steps that led to a value, with the words they speak of and the
// ids of rules in brackets.
func reasons(rep sitrep.Report, why []sitrep.Reason) string {
	var out []string
	for _, w := range why {
		text := w.Text
		if q := quoted(rep, w.Span); q != "" {
			text += " " + q
		}
		switch {
		case w.Rule != "" && text == "":
			text = "rule " + w.Rule
		case w.Rule != "":
			text += " (" + w.Rule + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

func parties(actors []sitrep.Actor) string {
	if len(actors) == 0 {
		return "–"
	}
	var words []string
	for _, a := range actors {
		word := a.Name
		if a.Code != "" {
			word += " [" + a.Code + "]"
		}
		words = append(words, word)
	}
	return strings.Join(words, "; ")
}

// words are the words of the text that a value was read from, for the end of its
// line; "" where the value stands in none.
func words(rep sitrep.Report, span sitrep.Span) string {
	if q := quoted(rep, span); q != "" {
		return ", from " + q
	}
	return ""
}

// quoted is a stretch of the text in quotation marks, "" for none.
func quoted(rep sitrep.Report, span sitrep.Span) string {
	if span.Start < 0 || span.End <= span.Start || span.End > len(rep.Text) {
		return ""
	}
	return fmt.Sprintf("%q", strings.Join(strings.Fields(rep.Text[span.Start:span.End]), " "))
}
