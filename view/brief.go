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
	// count for the period that the brief covers. Nil is fine.
	Reports []sitrep.Report
	// About and Since say what the situation was cut to, in the words of the
	// user; "" for nothing.
	About, Since string
	// Unread is the number of inputs that could not be read.
	Unread int
	// Origin gives the origin of a report's text; nil marks no copies.
	Origin func(report string) string
	// Limit is the number of lines a long section shows; background shows fewer.
	// 0 shows all.
	Limit int
}

// Page is a brief, ready to be printed.
type Page struct {
	Heading  string
	Facts    []string // the period, how many reports, which policy
	Sections []Section
	Sources  []Source
	Method   []string
}

// Section is one part of a brief.
type Section struct {
	Title string
	Note  string // a sentence on how to read it, "" for none
	Lines []Line
	More  string // says how many lines were left out by Options.Limit, "" for none
}

// Line is one item of a brief. A line may have no Mark, and then no Text either,
// when it is only a table.
type Line struct {
	Mark   Mark
	Text   string   // who did what to whom
	Where  string   // time and place with their precision
	Says   string   // claimants, reports, origins
	Detail []Detail // what else the same sentence says
	Quote  string   // the sentence as printed, "" for none or when it stands above already
	Notes  []int    // numbers in Page.Sources
	Table  *Table   // nil for none
	ID     string   // of the event, row or process
}

// Detail is a further remark of a line.
type Detail struct {
	Text  string
	Notes []int
}

// Table is a small table with as many cells in each row as there are columns.
type Table struct {
	Columns []string
	Rows    []Row
}

// Row is one row of a table; its notes stand behind the last cell.
type Row struct {
	Cells []string
	Notes []int
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
	Quote     string // the sentence there, "" when a line of the page quotes it
	Report    string
	CopyOf    string // outlet of the text it copies, "" for none
}

// Brief makes the page of a situation.
func Brief(s *sitrep.Situation, opt Options) *Page {
	b := newBuilder(s, opt)
	b.learnNames()
	b.head()
	b.sections()
	b.number()
	b.markCopies()
	return b.page
}

func newBuilder(s *sitrep.Situation, opt Options) *builder {
	b := &builder{s: s, opt: opt, page: &Page{}, events: map[string]*sitrep.Event{}, names: map[string]string{},
		notes: map[string]int{}, told: map[string]string{}, tellers: map[string][]*sitrep.Event{}, spoken: map[string]bool{},
		rows: map[string]*sitrep.LedgerRow{}, counts: map[string][]*sitrep.LedgerRow{}}
	for i := range s.Events {
		b.events[s.Events[i].ID] = &s.Events[i]
	}
	for i := range s.Ledger {
		r := &s.Ledger[i]
		b.rows[r.ID] = r
		b.counts[r.Event] = append(b.counts[r.Event], r)
	}
	return b
}

type builder struct {
	s       *sitrep.Situation
	opt     Options
	page    *Page
	events  map[string]*sitrep.Event
	names   map[string]string              // entity → name
	notes   map[string]int                 // report and sentence → number
	denials map[string][]*sitrep.Event     // denied event, or type and place → denials
	spoken  map[string]bool                // events told inside the line of the act that speaks of them
	told    map[string]string              // event → event in whose line it is told
	rows    map[string]*sitrep.LedgerRow   // by id
	counts  map[string][]*sitrep.LedgerRow // by event
	tellers map[string][]*sitrep.Event     // event → events told in its line
	period  [2]sitrep.Stamp                // first and last publication
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
	b.page.Heading = "Situation brief"
	if about := b.subject(); about != "" {
		b.page.Heading += ": " + about
	}
	undated := b.learnPeriod()
	facts := []string{fmt.Sprintf("%s, %s", count(s.Reports, "report"), count(s.Origins, "independent text"))}
	first, last := stampText(b.period[0]), stampText(b.period[1])
	switch {
	case first == "":
	case first == last:
		facts = append(facts, "published "+first)
	default:
		facts = append(facts, "published "+first+" to "+last)
	}
	if undated > 0 {
		facts = append(facts, count(undated, "report")+" without a date")
	}
	if b.opt.Unread > 0 {
		facts = append(facts, count(b.opt.Unread, "input")+" could not be read")
	}
	if s.KnownAt != "" {
		facts = append(facts, "only what was published by "+s.KnownAt)
	}
	if s.AsOf != "" {
		facts = append(facts, "state of the world at "+s.AsOf)
	}
	if b.opt.About != "" {
		facts = append(facts, "only what concerns "+clean(b.opt.About))
	}
	if b.opt.Since != "" {
		facts = append(facts, "changes after "+clean(b.opt.Since))
	}
	b.page.Facts = append(facts, "figures by policy "+clean(s.Policy))
	b.page.Method = []string{
		"OCCURRED: a report tells it in its own voice, or two independent texts do. CLAIMED: only the named source says so; ALLEGED: it accuses somebody of it. Reports that carry one text count as one.",
		"Figures are reported estimates. Nothing is averaged or summed; policy " + clean(s.Policy) + " picks among current claims.",
		"What is demanded, planned, threatened or denied stands apart and is not counted as having happened.",
		"A number in brackets leads to the sentence; bytes count in the stored text of the report.",
	}
	if s.Version != "" {
		b.page.Method = append(b.page.Method, "Made by "+clean(s.Version)+".")
	}
}

// subject names what the reports are about: the place with most events and the
// two parties with most claims.
func (b *builder) subject() string {
	var who []string
	count := map[string]int{}
	best := ""
	for i := range b.s.Events {
		ev := &b.s.Events[i]
		if p := ev.Place; p != nil && !ev.Background && p.Name != "" && p.Geoname != 0 && p.Precision != sitrep.PrecNear {
			count[p.Name] += len(ev.Claims)
			if n, m := count[p.Name], count[best]; n > m || n == m && p.Name < best {
				best = p.Name
			}
		}
	}
	if best != "" {
		who = append(who, clean(best))
	}
	for i := range b.s.Parties {
		if len(who) < 3 && b.s.Parties[i].Name != "" {
			who = appendNew(who, clean(b.s.Parties[i].Name))
		}
	}
	return strings.Join(who, ", ")
}

// learnPeriod finds the first and the last publication, and how many reports have none.
func (b *builder) learnPeriod() (undated int) {
	seen := map[string]bool{}
	take := func(r *sitrep.Report) {
		if seen[r.ID] {
			return
		}
		seen[r.ID] = true
		at := r.Published
		if at.IsZero() {
			undated++
			return
		}
		if b.period[0].IsZero() || at.Time.Before(b.period[0].Time) {
			b.period[0] = at
		}
		if b.period[1].IsZero() || at.Latest().After(b.period[1].Latest()) {
			b.period[1] = at
		}
	}
	for i := range b.opt.Reports {
		if b.s.KnownAt == "" {
			take(&b.opt.Reports[i])
		}
	}
	for _, c := range b.s.Claims {
		take(&c.Report)
	}
	return undated
}

// sameYear reports whether all reports are of one year, which then need not be
// said in every row of a table.
func (b *builder) sameYear() bool {
	return !b.period[0].IsZero() && b.period[0].Time.UTC().Year() == b.period[1].Time.UTC().Year()
}

// stamp is a moment of publication, short within one year.
func (b *builder) stamp(s sitrep.Stamp) string {
	text := strings.TrimSuffix(stampText(s), " UTC")
	if b.sameYear() && !s.IsZero() {
		text = strings.Replace(text, s.Time.UTC().Format(" 2006"), "", 1)
	}
	return text
}

// add appends a section unless it is empty, cut to limit lines; 0 shows all.
func (b *builder) add(title, note string, limit int, lines []Line) {
	if len(lines) == 0 {
		return
	}
	sec := Section{Title: title, Note: note, Lines: lines}
	if limit > 0 && len(lines) > limit {
		sec.Lines, sec.More = lines[:limit], fmt.Sprintf("… and %d more (--all)", len(lines)-limit)
	}
	b.page.Sections = append(b.page.Sections, sec)
}

// share is a part of the limit, in twelfths, at least one line; 0 when all is shown.
func (b *builder) share(twelfths int) int {
	if b.opt.Limit <= 0 {
		return 0
	}
	return max(1, (b.opt.Limit*twelfths+11)/12)
}

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%s %ss", digits(n), noun)
}

// digits writes a number with commas between thousands.
func digits(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
