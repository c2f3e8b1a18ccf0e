package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
)

type explainCmd struct {
	Sentence  string `arg:"" help:"The sentence, in quotes."`
	Published string `help:"Day or moment of publication, for relative dates." placeholder:"2019-04-08"`
}

// Run prints how the sentence is read, layer by layer.
func (c *explainCmd) Run(s *session) error {
	if strings.TrimSpace(c.Sentence) == "" {
		return fmt.Errorf("explain: the sentence is empty; write it in quotes")
	}
	published, err := sitrep.ParseStamp(c.Published)
	if err != nil {
		return fmt.Errorf("explain: --published: %w", err)
	}
	p, err := s.load()
	if err != nil {
		return err
	}
	result, err := p.Code(sitrep.Report{ID: "r_explain", Text: c.Sentence, Language: "en", Published: published, Source: "explain"})
	if err != nil {
		return err
	}
	doc := result.Document
	tried, err := p.Explain(doc)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(s.out)
	for i := range doc.Sentences {
		if i > 0 {
			fmt.Fprintln(w)
		}
		explainSentence(w, doc, i, tried[i])
	}
	explainClaims(w, doc, result.Claims)
	return w.Flush()
}

func explainSentence(w io.Writer, doc *sitrep.Document, s int, tried event.Explanation) {
	sent := &doc.Sentences[s]
	fmt.Fprintf(w, "%s\n\nTREE\n", doc.Words(sent.Span))
	for i := range sent.Tokens {
		if sent.Tokens[i].Head == 0 {
			branch(w, sent, i, "  ", "")
		}
	}
	explainLayers(w, doc, s)
	fmt.Fprintln(w, "\nENTRIES")
	if len(tried.Tried) == 0 {
		fmt.Fprintln(w, "  no entry has words in this sentence")
	}
	for _, t := range tried.Tried {
		mark, why := "fired ", ""
		if !t.Fired {
			mark, why = "passed", ": "+t.Why
		}
		fmt.Fprintf(w, "  %s  %-14s %s%s\n", mark, sent.Tokens[t.Token].Form, t.Entry, why)
	}
}

// branch draws a word and what hangs on it.
func branch(w io.Writer, sent *sitrep.Sentence, i int, lead, joint string) {
	t := &sent.Tokens[i]
	fact := ""
	if i < len(sent.Facts) {
		f := sent.Facts[i]
		if f.Modality != "" && f.Modality != sitrep.Happened {
			fact += " " + string(f.Modality)
		}
		if f.Polarity == sitrep.Negated {
			fact += " negated"
		}
		if f.Background {
			fact += " background"
		}
		if f.Entry != "" {
			fact += " (" + f.Entry + ")"
		}
	}
	fmt.Fprintf(w, "%s%s%s  %s/%s %s%s\n", lead, joint, t.Form, t.Lemma, t.XPOS, t.Deprel, fact)
	switch joint {
	case "├─ ":
		lead += "│  "
	case "└─ ":
		lead += "   "
	}
	kids := sent.Children(i)
	for k, c := range kids {
		next := "├─ "
		if k == len(kids)-1 {
			next = "└─ "
		}
		branch(w, sent, c, lead, next)
	}
}

func explainLayers(w io.Writer, doc *sitrep.Document, s int) {
	span := doc.Sentences[s].Span
	section := func(title string, lines []string) {
		if len(lines) > 0 {
			fmt.Fprintf(w, "\n%s\n", title)
		}
		for _, line := range lines {
			fmt.Fprintln(w, "  "+line)
		}
	}
	var names, times, places, counts, speech []string
	for _, m := range doc.Mentions {
		if m.Sentence == s {
			line := fmt.Sprintf("%-34s %s", doc.Words(m.Span), m.Kind)
			if m.Actor != nil {
				line += fmt.Sprintf("  %s %s", m.Actor.Name, m.Actor.Code)
			}
			names = append(names, line)
		}
	}
	for _, t := range doc.Timexes {
		if span.Contains(t.Span) {
			times = append(times, fmt.Sprintf("%-34s %s %s  %s – %s", doc.Words(t.Span), t.Type, t.Value, t.Start, t.End))
		}
	}
	for _, t := range doc.Toponyms {
		if span.Contains(t.Span) {
			line := fmt.Sprintf("%-34s %s, not placed", doc.Words(t.Span), t.Kind)
			if t.Resolved {
				line = fmt.Sprintf("%-34s %s, %s  %.3f %.3f ±%.0f km", doc.Words(t.Span), t.Kind, t.Country, t.Lat, t.Lon, t.RadiusKm)
			}
			places = append(places, line)
		}
	}
	for _, q := range doc.Quantities {
		if q.Sentence == s {
			counts = append(counts, fmt.Sprintf("%-34s %s %s–%s %s", doc.Words(q.Figure.Span), q.Figure.Measure, bound(q.Figure.Min), bound(q.Figure.Max), q.Figure.Victims))
		}
	}
	for _, a := range doc.Attributions {
		if span.Overlaps(a.Content) {
			source := a.Speaker
			if a.Source != nil {
				source = doc.Words(*a.Source)
			}
			speech = append(speech, fmt.Sprintf("%s %s: %s", source, a.Stance, doc.Words(a.Content)))
		}
	}
	section("NAMES", names)
	section("TIMES", times)
	section("PLACES", places)
	section("COUNTS", counts)
	section("WHO SAYS", speech)
}

func bound(n *int) string {
	if n == nil {
		return "open"
	}
	return fmt.Sprint(*n)
}

func explainClaims(w io.Writer, doc *sitrep.Document, claims []sitrep.Claim) {
	fmt.Fprintln(w, "\nCLAIMS")
	if len(claims) == 0 {
		fmt.Fprintln(w, "  none")
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
		fmt.Fprintf(w, "  %s  %s  %s %s  confidence %.2f\n", doc.Words(c.Trigger), typ, c.Modality, c.Polarity, c.Confidence)
		fmt.Fprintf(w, "      who   %s\n      whom  %s\n", parties(c.Actors), parties(c.Recipients))
		for _, src := range c.Sources {
			fmt.Fprintf(w, "      says  %s (%s)\n", src.Source, src.Stance)
		}
		if c.Time != nil {
			fmt.Fprintf(w, "      when  %s\n", c.Time.Value)
		}
		if c.Place != nil {
			fmt.Fprintf(w, "      where %s ±%.0f km\n", c.Place.Name, c.Place.RadiusKm)
		}
		for _, f := range c.Figures {
			fmt.Fprintf(w, "      count %s %s–%s\n", f.Measure, bound(f.Min), bound(f.Max))
		}
		if c.Control != nil {
			fmt.Fprintf(w, "      control  %s %s by %s (%s)\n", c.Control.Place.Name, c.Control.State, c.Control.Holder.Name, c.Control.Status)
		}
		if c.Relation != nil {
			fmt.Fprintf(w, "      relation %s %s %s\n", c.Relation.From.Name, c.Relation.Kind, c.Relation.To.Name)
		}
		if c.Step != nil {
			fmt.Fprintf(w, "      step  %s %s of %s\n", c.Step.Kind, c.Step.Product, c.Step.Body)
		}
		fmt.Fprintf(w, "      by    %s\n", strings.Join(c.Entries, ", "))
	}
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
