package view

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// Evidence is all that stands behind one item of a situation.
type Evidence struct {
	ID        string             `json:"id"`
	Kind      string             `json:"kind"`          // event, claim, report, figure, process
	Was       string             `json:"was,omitempty"` // the id that was asked for, where the event had it once
	Events    []sitrep.Event     `json:"events"`        // the event, or those that a claim or report tells
	Claims    []sitrep.Claim     `json:"claims"`        // in order of publication
	Reports   []EvidenceReport   `json:"reports"`
	Policy    string             `json:"policy"`
	Ledger    []sitrep.LedgerRow `json:"ledger"`
	Process   *sitrep.Process    `json:"process,omitempty"`
	Decisions []EvidenceDecision `json:"decisions"`
}

// EvidenceReport is a report behind an item, and which text it goes back to.
type EvidenceReport struct {
	sitrep.Report
	Origin   string    `json:"origin"`            // id of the first report with its text; its own for an original
	CopyOf   string    `json:"copy_of,omitempty"` // the report it was compared with
	Because  string    `json:"because,omitempty"` // why it counts as a copy
	Version  int       `json:"version,omitempty"` // in a store
	Hash     string    `json:"sha256,omitempty"`
	Received time.Time `json:"received,omitzero"`
}

// EvidenceDecision is a decision of an analyst that touches an item.
type EvidenceDecision struct {
	Seq    int64     `json:"seq"`
	Kind   string    `json:"kind"`
	Items  []string  `json:"items"`
	Field  string    `json:"field,omitempty"`
	Value  string    `json:"value,omitempty"`
	Author string    `json:"author"`
	Reason string    `json:"reason"`
	Made   time.Time `json:"made"`
	Effect string    `json:"effect"`
	Note   string    `json:"note,omitempty"`
}

// Find gathers what a situation has behind an id, nil when it has no such item.
// Reports say no more than their id: the caller knows where they are.
func Find(s *sitrep.Situation, id string) *Evidence {
	e := newEvidence(id, "", s.Policy)
	claims := map[string]bool{}
	want := func(ids ...string) {
		for _, id := range ids {
			claims[id] = true
		}
	}
	events := func(ok func(*sitrep.Event) bool) (found bool) {
		for i := range s.Events {
			if ok(&s.Events[i]) {
				e.Events, found = append(e.Events, s.Events[i]), true
			}
		}
		return found
	}
	row := slices.IndexFunc(s.Ledger, func(r sitrep.LedgerRow) bool { return r.ID == id })
	process := slices.IndexFunc(s.Processes, func(p sitrep.Process) bool { return p.ID == id })
	switch {
	case events(func(ev *sitrep.Event) bool { return ev.ID == id }):
		e.Kind = "event"
		want(e.Events[0].Claims...)
	case s.Claims[id] != nil:
		e.Kind = "claim"
		want(id)
		events(func(ev *sitrep.Event) bool { return slices.Contains(ev.Claims, id) })
	case row >= 0:
		e.Kind = "figure"
		want(s.Ledger[row].Claims...)
		events(func(ev *sitrep.Event) bool { return ev.ID == s.Ledger[row].Event })
	case process >= 0:
		e.Kind, e.Process = "process", &s.Processes[process]
		want(e.Process.Claims...)
	default:
		for _, c := range s.Claims {
			if c.Report.ID == id {
				e.Kind = "report"
				want(c.ID)
			}
		}
		if e.Kind == "" {
			return nil
		}
		events(func(ev *sitrep.Event) bool { return slices.Contains(ev.Reports, id) })
	}
	e.fill(s, claims)
	return e
}

func newEvidence(id, kind, policy string) *Evidence {
	return &Evidence{ID: id, Kind: kind, Policy: policy, Events: []sitrep.Event{}, Claims: []sitrep.Claim{}, Reports: []EvidenceReport{},
		Ledger: []sitrep.LedgerRow{}, Decisions: []EvidenceDecision{}}
}

// Alone is the evidence of a claim that no situation has: an analyst rejected it.
func Alone(c sitrep.Claim, policy string) *Evidence {
	e := newEvidence(c.ID, "claim", policy)
	e.Claims = append(e.Claims, c)
	e.AddReport(c.Report)
	return e
}

// Nothing is the evidence of a report without claims.
func Nothing(rep sitrep.Report, policy string) *Evidence {
	e := newEvidence(rep.ID, "report", policy)
	e.AddReport(rep)
	return e
}

// fill adds the claims, their reports and the rows of the ledger.
func (e *Evidence) fill(s *sitrep.Situation, claims map[string]bool) {
	for id := range claims {
		if c := s.Claims[id]; c != nil {
			e.Claims = append(e.Claims, *c)
		}
	}
	slices.SortFunc(e.Claims, func(a, b sitrep.Claim) int {
		return cmp.Or(a.Report.Published.Compare(b.Report.Published), cmp.Compare(a.Report.ID, b.Report.ID),
			cmp.Compare(a.Trigger.Start, b.Trigger.Start), cmp.Compare(a.ID, b.ID))
	})
	for i := range e.Claims {
		e.AddReport(e.Claims[i].Report)
	}
	for _, r := range s.Ledger {
		own := e.Kind == "event" && r.Event == e.ID || e.Kind == "figure" && r.ID == e.ID
		if own || (e.Kind == "claim" || e.Kind == "report") && slices.ContainsFunc(r.Claims, func(id string) bool { return claims[id] }) {
			e.Ledger = append(e.Ledger, r)
		}
	}
}

// AddReport adds a report that is not yet there.
func (e *Evidence) AddReport(rep sitrep.Report) {
	if !slices.ContainsFunc(e.Reports, func(r EvidenceReport) bool { return r.ID == rep.ID }) {
		rep.Text, rep.Blocks, rep.Raw = "", nil, nil
		e.Reports = append(e.Reports, EvidenceReport{Report: rep, Origin: rep.ID})
	}
}

// EvidenceJSON prints evidence, indented.
func EvidenceJSON(w io.Writer, e *Evidence) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(e)
}

// EvidenceText prints evidence for people. The situation is the one it was found
// in, or an empty one.
func EvidenceText(w io.Writer, e *Evidence, s *sitrep.Situation, phrases *knowledge.Phrases, opt TextOptions) error {
	t := &textPrinter{w: bufio.NewWriter(w), width: max(cmp.Or(opt.Width, 100), 50), color: opt.Color, cond: narrow()}
	p := &whyPrinter{textPrinter: t, e: e, b: newBuilder(s, Options{Phrases: phrases})}
	p.b.learnNames()
	p.head()
	p.claims()
	p.origins()
	p.figures()
	p.decisions()
	return t.w.Flush()
}

type whyPrinter struct {
	*textPrinter
	e *Evidence
	b *builder
}

// row prints a name in its column and a text behind it; nothing for no text.
func (p *whyPrinter) row(name, text string) {
	if text != "" {
		p.wrap(fmt.Sprintf("  %-12s", name), "", "plain", text)
	}
}

func (p *whyPrinter) head() {
	e := p.e
	p.wrap("", "", "happened", strings.ToUpper(e.Kind)+" "+clean(e.ID))
	if e.Was != "" {
		p.wrap("", "", "dim", "asked for as "+clean(e.Was)+", an id that it once had")
	}
	switch e.Kind {
	case "report":
		p.wrap("", "", "plain", fmt.Sprintf("%s of %s", count(len(e.Claims), "claim"), count(len(e.Events), "event")))
	case "process":
		p.wrap("", "", "plain", clean(strings.Join([]string{e.Process.Body, e.Process.Product, e.Process.Subject}, " · ")))
		p.row("outcome", clean(e.Process.Outcome))
		for i := range e.Process.Steps {
			st := &e.Process.Steps[i]
			p.row(dateText(st.Time), p.b.stepText(st)+" ("+clean(strings.Join(st.Claims, ", "))+")")
		}
	}
	for i := range e.Events {
		ev := &e.Events[i]
		if e.Kind != "event" {
			p.wrap("  ", "", "dim", "event "+ev.ID)
		}
		p.wrap("", "", "plain", p.b.sentence(ev))
		p.row("coded", coded(ev.Type, ev.Modes, ev.Contexts, ev.Modality, ev.Polarity, ev.Background))
		p.row("actors", parties(ev.Actors))
		p.row("recipients", parties(ev.Recipients))
		p.row("when, where", whenWhere(ev.Time, ev.Place))
		p.row("told by", fmt.Sprintf("%s in %s, %s", count(len(ev.Claims), "claim"), count(len(ev.Reports), "report"), count(ev.Origins, "independent origin")))
		p.row("grade", ev.Grade)
		if about := p.b.events[ev.About]; about != nil {
			p.row("speaks of", about.ID+" "+p.b.sentence(about))
		}
		if e.Kind == "event" {
			for n, why := range ev.MergedBecause {
				p.row([]string{"one event", ""}[min(n, 1)], clean(why))
			}
		}
	}
}

// coded are the codes of an event or a claim.
func coded(typ string, modes, contexts []string, modality sitrep.Modality, polarity sitrep.Polarity, background bool) string {
	parts := []string{cmp.Or(typ, "no act, a count or state")}
	for _, list := range [][]string{modes, contexts} {
		if len(list) > 0 {
			parts = append(parts, strings.Join(list, ", "))
		}
	}
	parts = append(parts, string(modality))
	if polarity == sitrep.Negated {
		parts = append(parts, string(polarity))
	}
	if background {
		parts = append(parts, "background")
	}
	return clean(strings.Join(parts, " · "))
}

func parties(list []sitrep.Actor) string {
	names := make([]string, len(list))
	for i, a := range list {
		names[i] = a.Name
		if code := strings.Join(slices.DeleteFunc([]string{a.Code, a.Entity}, func(s string) bool { return s == "" }), ", "); code != "" {
			names[i] += " (" + code + ")"
		}
	}
	return clean(strings.Join(names, "; "))
}

func (p *whyPrinter) claims() {
	if len(p.e.Claims) == 0 {
		return
	}
	p.title("Claims")
	for i := range p.e.Claims {
		c := &p.e.Claims[i]
		if i > 0 {
			fmt.Fprintln(p.w)
		}
		p.wrap("", "", "happened", c.ID)
		p.wrap("  ", "", "plain", quote(c.Quote))
		p.row("printed", printed(&c.Report))
		p.row("report", fmt.Sprintf("%s bytes %d–%d, the sentence %d–%d", clean(c.Report.ID), c.Trigger.Start, c.Trigger.End, c.Sentence.Start, c.Sentence.End))
		p.row("says so", sources(c.Sources))
		p.row("coded", coded(c.Type, c.Modes, c.Contexts, c.Modality, c.Polarity, c.Background))
		p.row("actors", parties(c.Actors))
		p.row("recipients", parties(c.Recipients))
		p.row("when, where", whenWhere(c.Time, c.Place))
		p.row("counts", countsOf(c.Figures))
		p.row("speaks of", clean(c.About))
		p.row("entries", clean(strings.Join(c.Entries, ", ")))
		p.row("coder", clean(c.Coder)+fmt.Sprintf(" · confidence %.2f", c.Confidence))
	}
}

func printed(rep *sitrep.Report) string {
	parts := []string{rep.Publisher, cmp.Or(stampText(rep.Published), "date unknown"), rep.Title, rep.URL}
	return clean(strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · "))
}

func sources(list []sitrep.Source) string {
	if len(list) == 0 {
		return "the report in its own voice"
	}
	var parts []string
	for _, s := range list {
		parts = append(parts, clean(cmp.Or(s.Source, "somebody"))+" ("+string(s.Stance)+")")
	}
	return strings.Join(parts, ", by the word of ")
}

func countsOf(list []sitrep.Figure) string {
	var parts []string
	for i := range list {
		f := &list[i]
		text := bounds(f.Min, f.Max, f.Approx) + " " + cmp.Or(f.Measure, "people")
		if f.Victims != "" && f.Victims != "unknown" {
			text += " (" + f.Victims + ")"
		}
		parts = append(parts, text)
	}
	return clean(strings.Join(parts, "; "))
}

// origins tells which reports carry one text, and why they count as one.
func (p *whyPrinter) origins() {
	if len(p.e.Reports) == 0 {
		return
	}
	p.title("Reports")
	for i := range p.e.Reports {
		r := &p.e.Reports[i]
		p.wrap("", "  ", "plain", clean(r.ID)+" · "+printed(&r.Report))
		if r.Because != "" {
			p.wrap("  ", "", "plain", "no origin of its own: it goes back to "+clean(r.Origin)+"; "+clean(r.Because))
		}
		if r.Hash != "" {
			p.wrap("  ", "", "dim", fmt.Sprintf("version %d · received %s · SHA-256 %s", r.Version, r.Received.UTC().Format(time.RFC3339), r.Hash))
		}
	}
}

func (p *whyPrinter) figures() {
	if len(p.e.Ledger) == 0 {
		return
	}
	p.title("Figures by policy " + p.e.Policy)
	for i := range p.e.Events {
		if p.e.Kind != "event" && p.e.Kind != "figure" {
			break
		}
		for _, f := range p.e.Events[i].Figures {
			p.wrap("", "  ", "happened", f.Measure+": "+figureText(f))
			p.wrap("  ", "", "plain", clean(f.Arithmetic))
		}
	}
	for i := range p.e.Ledger {
		r := &p.e.Ledger[i]
		p.wrap(r.ID+"  ", "", "plain", fmt.Sprintf("%s %s: %s · %s", p.b.figureOf(r), r.Measure, p.b.claimantOf(r), strings.Join(r.Claims, ", ")))
	}
}

func (p *whyPrinter) decisions() {
	if len(p.e.Decisions) == 0 {
		return
	}
	p.title("Decisions")
	p.textPrinter.decisions(p.e.Decisions)
}

// Decisions prints decisions for people.
func Decisions(w io.Writer, list []EvidenceDecision, opt TextOptions) error {
	t := &textPrinter{w: bufio.NewWriter(w), width: max(cmp.Or(opt.Width, 100), 50), color: opt.Color, cond: narrow()}
	t.decisions(list)
	return t.w.Flush()
}

func (t *textPrinter) decisions(list []EvidenceDecision) {
	for i := range list {
		d := &list[i]
		tone := "happened"
		if d.Effect != "holds" {
			tone = "dim"
		}
		t.wrap("", "  ", tone, fmt.Sprintf("%d %s %s · %s", d.Seq, d.Kind, strings.Join(d.Items, " "), d.Effect))
		switch {
		case d.Field != "":
			t.wrap("   ", "", "plain", clean(d.Field+" is "+d.Value))
		case d.Value != "":
			t.wrap("   ", "", "plain", "apart from "+clean(strings.NewReplacer("[", "", "]", "", `"`, "", ",", " ").Replace(d.Value)))
		}
		t.wrap("   ", "", "plain", clean(d.Author)+", "+d.Made.UTC().Format("2 Jan 2006 15:04 UTC")+": "+clean(d.Reason))
		if d.Note != "" {
			t.wrap("   ", "", "dim", clean(d.Note))
		}
	}
}
