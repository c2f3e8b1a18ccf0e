// Package view answers what a reader asks of a situation.
//
// Brief makes the page an analyst would forward: what happened, who calls for
// what, what a council did, casualties by claimant, alignments, control, what is
// planned, denied or unclear, what changed, and the sources. Text, Markdown, HTML
// and JSON are four ways to print it.
//
// The package decides nothing: it orders, words and prints what package
// situation found. Words of reports are shown as quotations, cleaned of control
// characters, and never read as instructions. It does no I/O but to the writer
// it is given and reads no clock.
package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// Options says how a brief is made.
type Options struct {
	// Phrases words events; nil shows type and mode instead.
	Phrases *knowledge.Phrases
	// Reports are all reports that were read, also those without claims; they
	// are only counted in the list of sources. Nil is fine.
	Reports []sitrep.Report
	// Origin gives the origin of a report's text; nil marks no copies.
	Origin func(report string) string
	// Limit is the number of lines a section shows; 0 shows all.
	Limit int
}

// Page is a brief, ready to be printed.
type Page struct {
	Heading  string
	Facts    []string // how many reports, until when, which policy
	Sections []Section
	Sources  []Source
	Method   []string
}

// Section is one part of a brief.
type Section struct {
	Title string
	Note  string // a sentence on how to read it, "" for none
	Lines []Line
	More  int // lines left out by Options.Limit
}

// Line is one item of a brief.
type Line struct {
	Mark   Mark
	Text   string   // who did what to whom
	Where  string   // time and place with their precision
	Says   string   // claimants, reports, origins
	Detail []string // figures, steps
	Quote  string   // the sentence as printed, "" for none
	Notes  []int    // numbers in Page.Sources
	ID     string   // of the event, row or process
}

// Mark is a status by shape and word; colour only repeats it.
type Mark struct {
	Shape string // one of ● ◐ ○ ⊘ ✗ ▲ ↻ ? ■
	Word  string
	Tone  string // happened, part, talk, blocked, denied, plain: for colour
}

// Source is one numbered place in a report.
type Source struct {
	N         int
	Outlet    string
	Title     string
	Published string
	URL       string
	Start     int // bytes [Start, End) of the stored text
	End       int
	Report    string
	CopyOf    string // outlet of the text it copies, "" for none
}

// Brief makes the page of a situation.
func Brief(s *sitrep.Situation, opt Options) *Page {
	b := &builder{s: s, opt: opt, page: &Page{}, events: map[string]*sitrep.Event{}, names: map[string]string{}, notes: map[string]int{}}
	for i := range s.Events {
		b.events[s.Events[i].ID] = &s.Events[i]
	}
	b.learnNames()
	b.head()
	b.sections()
	b.sourceList()
	return b.page
}

type builder struct {
	s       *sitrep.Situation
	opt     Options
	page    *Page
	events  map[string]*sitrep.Event
	names   map[string]string          // entity → name
	notes   map[string]int             // report and sentence → number
	denials map[string][]*sitrep.Event // denied event, or type and place → denials
	spoken  map[string]bool            // events told inside the line of the act that speaks of them
}

// learnNames takes names of entities from parties, then from claims.
func (b *builder) learnNames() {
	for _, p := range b.s.Parties {
		b.names[p.Entity] = p.Name
	}
	ids := make([]string, 0, len(b.s.Claims))
	for id := range b.s.Claims {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	learn := func(entity, name string) {
		if entity != "" && b.names[entity] == "" {
			b.names[entity] = name
		}
	}
	for _, id := range ids {
		c := b.s.Claims[id]
		for _, list := range [][]sitrep.Actor{c.Actors, c.Recipients} {
			for i := range list {
				learn(list[i].Entity, list[i].Name)
			}
		}
		if c.Control != nil {
			learn(c.Control.Holder.Entity, c.Control.Holder.Name)
		}
		if c.Relation != nil {
			learn(c.Relation.From.Entity, c.Relation.From.Name)
			learn(c.Relation.To.Entity, c.Relation.To.Name)
		}
		if c.Step != nil && c.Step.By != nil {
			learn(c.Step.By.Entity, c.Step.By.Name)
		}
	}
}

func (b *builder) name(entity string) string { return clean(cmp.Or(b.names[entity], entity)) }

func (b *builder) head() {
	s := b.s
	b.page.Heading = "Situation"
	if len(s.Parties) > 0 {
		var who []string
		for _, p := range s.Parties[:min(3, len(s.Parties))] {
			who = append(who, clean(p.Name))
		}
		b.page.Heading += ": " + strings.Join(who, ", ")
	}
	b.page.Facts = append(b.page.Facts, fmt.Sprintf("%s, %s", count(s.Reports, "report"), count(s.Origins, "independent text")))
	if last := b.lastPrinted(); last != "" {
		b.page.Facts = append(b.page.Facts, "data through "+last)
	}
	if s.KnownAt != "" {
		b.page.Facts = append(b.page.Facts, "only what was published by "+s.KnownAt)
	}
	if s.AsOf != "" {
		b.page.Facts = append(b.page.Facts, "state of the world at "+s.AsOf)
	}
	b.page.Facts = append(b.page.Facts, "figures by policy "+s.Policy)
	b.page.Method = []string{
		"Reports that carry one text count as one origin. A claimant is shown with everything that only claimants say.",
		"Casualty figures are reported estimates. Nothing is averaged or summed; policy " + s.Policy + " picks among current claims and names those it left out.",
		"Demanded, planned, threatened and denied things are listed apart and are not events that happened.",
	}
	if s.Version != "" {
		b.page.Method = append(b.page.Method, "Made by "+clean(s.Version)+".")
	}
}

func (b *builder) lastPrinted() string {
	var last sitrep.Stamp
	for _, c := range b.s.Claims {
		if at := c.Report.Published; !at.IsZero() && (last.IsZero() || at.Latest().After(last.Latest())) {
			last = at
		}
	}
	return stampText(last)
}

// add appends a section unless it is empty, cut to the limit.
func (b *builder) add(title, note string, lines []Line) {
	if len(lines) == 0 {
		return
	}
	sec := Section{Title: title, Note: note, Lines: lines}
	if n := b.opt.Limit; n > 0 && len(lines) > n {
		sec.Lines, sec.More = lines[:n], len(lines)-n
	}
	b.page.Sections = append(b.page.Sections, sec)
}

// note is the number of the sentence of a claim, given in order of first use; 0
// for an unknown claim.
func (b *builder) note(id string) int {
	c := b.s.Claims[id]
	if c == nil {
		return 0
	}
	key := fmt.Sprintf("%s\x00%d", c.Report.ID, c.Sentence.Start)
	if n := b.notes[key]; n > 0 {
		return n
	}
	src := Source{N: len(b.page.Sources) + 1, Outlet: shorten(clean(cmp.Or(c.Report.Publisher, c.Report.ID)), 120), Title: shorten(clean(c.Report.Title), 200),
		Published: stampText(c.Report.Published), URL: shorten(clean(c.Report.URL), 500), Start: c.Sentence.Start, End: c.Sentence.End, Report: c.Report.ID}
	b.page.Sources = append(b.page.Sources, src)
	b.notes[key] = src.N
	return src.N
}

// cite gives the numbers for claims, at most limit, one for each report first.
func (b *builder) cite(claims []string, limit int) []int {
	var out []int
	seen := map[string]bool{}
	for _, again := range []bool{false, true} {
		for _, id := range claims {
			c := b.s.Claims[id]
			if c == nil || seen[c.Report.ID] != again || len(out) >= limit {
				continue
			}
			if n := b.note(id); !slices.Contains(out, n) {
				out = append(out, n)
			}
			seen[c.Report.ID] = true
		}
	}
	slices.Sort(out)
	return out
}

// sourceList marks copies.
func (b *builder) sourceList() {
	if b.opt.Origin == nil {
		return
	}
	outlet := map[string]string{}
	for _, c := range b.s.Claims {
		outlet[c.Report.ID] = clean(cmp.Or(c.Report.Publisher, c.Report.ID))
	}
	for i := range b.opt.Reports {
		outlet[b.opt.Reports[i].ID] = clean(cmp.Or(b.opt.Reports[i].Publisher, b.opt.Reports[i].ID))
	}
	for i := range b.page.Sources {
		src := &b.page.Sources[i]
		if o := b.opt.Origin(src.Report); o != src.Report {
			src.CopyOf = cmp.Or(outlet[o], clean(o))
		}
	}
}

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
