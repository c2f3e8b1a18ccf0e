package main

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
)

type explainCmd struct {
	display
	Sentence  string `arg:"" help:"The sentence, in quotes."`
	Published string `help:"Day or moment of publication, for relative dates." placeholder:"2019-04-08"`
}

// Run prints how the sentence is read, layer by layer.
func (c *explainCmd) Run(s *session) error {
	if strings.TrimSpace(c.Sentence) == "" {
		return fmt.Errorf("explain: the sentence is empty; write it in quotes")
	}
	if err := c.display.check(); err != nil {
		return fmt.Errorf("explain: %w", err)
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
	readings, err := p.Read(doc)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(s.out)
	width, colour := c.terminal(s.out)
	e := &explainer{newSheet(w, max(width, 50), colour), doc}
	for i := range doc.Sentences {
		sent := &doc.Sentences[i]
		words := e.heading(i)
		predicates := make([]bool, len(sent.Tokens))
		for k := range predicates {
			predicates[k] = readings[i].Words[k].Predicate
		}
		e.tree(sent, words, predicates)
		e.entities(words, readings[i].Entities)
		e.roles(sent, words, &readings[i])
		e.told(sent, words)
		e.layers(i)
		e.guesses(words, tried[i].Guesses)
		e.entries(words, tried[i])
	}
	if len(tried) > 0 && tried[0].Genre != "" {
		e.title("GENRE")
		e.entry(2, cell{text: tried[0].Genre})
	}
	e.claims(result.Claims)
	return w.Flush()
}

// explainer prints one document.
type explainer struct {
	*sheet
	doc *sitrep.Document
}

// say is the text of a span.
func (e *explainer) say(span sitrep.Span) string {
	return legible(strings.Join(strings.Fields(e.doc.Text[span.Start:span.End]), " "))
}

// heading prints a sentence, with its number where there are several.
func (e *explainer) heading(i int) *printed {
	words := e.print(e.doc, &e.doc.Sentences[i])
	if n := len(e.doc.Sentences); n > 1 {
		if i > 0 {
			e.row()
		}
		name := fmt.Sprintf("── %d of %d ", i+1, n)
		e.row(piece{dim, name + strings.Repeat("─", e.width-e.columns(name))})
	}
	rows, _ := words.rows(e.width)
	for _, row := range rows {
		e.row(piece{strong, row})
	}
	return words
}

// told prints the words with a meaning of their own that are not simply told as
// having happened.
func (e *explainer) told(sent *sitrep.Sentence, words *printed) {
	var rows [][]cell
	for i, f := range sent.Facts {
		var how []string
		if f.Modality != "" && f.Modality != sitrep.Happened {
			how = append(how, string(f.Modality))
		}
		if f.Polarity == sitrep.Negated {
			how = append(how, string(f.Polarity))
		}
		if f.Background {
			how = append(how, "background")
		}
		if f.Entry != "" {
			if len(how) == 0 {
				how = append(how, string(sitrep.Happened))
			}
			how = append(how, "by "+f.Entry)
		}
		if upos := sent.Tokens[i].UPOS; len(how) > 0 && (upos == "VERB" || upos == "NOUN" || upos == "ADJ" || upos == "ADV") {
			rows = append(rows, []cell{{strong, 0, words.word(i)}, {text: strings.Join(how, " ")}})
		}
	}
	e.section("TOLD AS", rows)
}

// section prints rows of cells in columns; nothing where there are none.
func (e *explainer) section(title string, rows [][]cell) {
	if len(rows) == 0 {
		return
	}
	e.title(title)
	for k := range rows[0] {
		var texts []string
		for _, row := range rows {
			texts = append(texts, row[k].text)
		}
		wide := e.widest(max(20, e.width*2/5), texts...)
		for _, row := range rows {
			row[k].width = wide
		}
	}
	for _, row := range rows {
		e.entry(2, row...)
	}
}

// layers prints what the layers found in sentence s.
func (e *explainer) layers(s int) {
	doc, span := e.doc, e.doc.Sentences[s].Span
	var names, times, places, counts, speech [][]cell
	for _, m := range doc.Mentions {
		if m.Sentence == s {
			code, name := "", ""
			if m.Actor != nil {
				code, name = m.Actor.Code, m.Actor.Name
			}
			if name == doc.Words(m.Span) {
				name = ""
			}
			names = append(names, []cell{{text: e.say(m.Span)}, {mark, 0, string(m.Kind)}, {text: code}, {text: name}})
		}
	}
	for _, t := range doc.Timexes {
		if span.Contains(t.Span) {
			times = append(times, []cell{{text: e.say(t.Span)}, {mark, 0, t.Type}, {text: interval(t)}})
		}
	}
	for _, t := range doc.Toponyms {
		if span.Contains(t.Span) {
			where := "not placed"
			if t.Resolved {
				where = fmt.Sprintf("%s  %.3f %.3f ±%.0f km", t.Country, t.Lat, t.Lon, t.RadiusKm)
			}
			places = append(places, []cell{{text: e.say(t.Span)}, {mark, 0, t.Kind}, {text: where}})
		}
	}
	for _, q := range doc.Quantities {
		if q.Sentence == s {
			f := q.Figure
			counts = append(counts, []cell{{text: e.say(f.Span)}, {mark, 0, f.Measure}, {text: bounds(f) + " " + f.Victims}})
		}
	}
	for _, a := range doc.Attributions {
		if span.Overlaps(a.Content) {
			source := a.Speaker
			if a.Source != nil {
				source = e.say(*a.Source)
			}
			how := string(a.Stance)
			if a.Attitude {
				how = "on" // how the source stands to it, no word of its own
			}
			speech = append(speech, []cell{{text: source}, {mark, 0, how}, {text: e.say(a.Content)}})
		}
	}
	e.section("NAMES", names)
	e.section("TIMES", times)
	e.section("PLACES", places)
	e.section("COUNTS", counts)
	e.section("WHO SAYS", speech)
}

// interval is the value of a time and the days that it spans.
func interval(t sitrep.Timex) string {
	switch {
	case t.Value == "" && t.Start == "":
		return "not resolved"
	case t.Start == "":
		return t.Value
	case t.End == "":
		return t.Value + "  from " + t.Start
	}
	return t.Value + "  " + t.Start + " – " + t.End
}

func bounds(f sitrep.Figure) string {
	low, high := bound(f.Min), bound(f.Max)
	if low == high {
		return low
	}
	return low + "–" + high
}

func bound(n *int) string {
	if n == nil {
		return "open"
	}
	return fmt.Sprint(*n)
}

// entries prints which entries fired, which nearly did, and why not.
func (e *explainer) entries(words *printed, tried event.Explanation) {
	var rows [][]cell
	for _, t := range tried.Tried {
		how := cell{dim, 0, "passed"}
		if t.Fired {
			how = cell{good, 0, "fired"}
		}
		rows = append(rows, []cell{how, {text: words.word(t.Token)}, {text: t.Entry}, {dim, 0, t.Why}})
	}
	e.section("ENTRIES", rows)
	if len(rows) == 0 {
		e.title("ENTRIES")
		e.row(piece{dim, "  no entry has words in this sentence"})
	}
}

// guesses prints the words that the model takes for acts, with modes and parties,
// for orientation: only a word that no entry knows may be coded from it.
func (e *explainer) guesses(words *printed, guesses []sitrep.Guess) {
	var rows [][]cell
	for _, g := range guesses {
		typ, who := strings.Join(append([]string{g.Type}, g.Modes...), "/"), ""
		for _, w := range g.Actors {
			who += " " + words.word(w)
		}
		if len(g.Actors)+len(g.Recipients) > 0 {
			who += " >"
		}
		for _, w := range g.Recipients {
			who += " " + words.word(w)
		}
		rows = append(rows, []cell{{text: words.word(g.Token)}, {text: typ}, {dim, 0, fmt.Sprintf("%.2f, an act at all %.2f", g.Prob, g.Any)}, {text: strings.TrimSpace(who)}})
	}
	e.section("THE MODEL SEES", rows)
}
