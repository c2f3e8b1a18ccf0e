// Package timex finds time expressions and resolves them to intervals.
//
// It follows TIMEX3 (TimeML): type, value and modifier of dates, times of day,
// durations and repeated times. What words mean and how they combine is data in
// knowledge/timex; this package knows kinds of rule and the calendar. Relative
// expressions are read from the day of publication in the outlet's own zone,
// weekdays and months by the tense of their clause; in history that is told by
// dates, from the last date told.
//
// It has its own light word cutter and works on bare text; sentences, tags and
// trees make it better at tense but are not needed. It deliberately does not
// decide which event a time belongs to, never reads a clock, and leaves an
// expression without Start where the day it is read from is not known.
package timex

import (
	"errors"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// ErrNoExpr is returned by Resolve for a phrase without a time expression.
var ErrNoExpr = errors.New("timex: no time expression; the rules are in knowledge/timex")

// Finder finds time expressions. It is never changed after New and may be shared
// by any number of goroutines.
type Finder struct {
	g        *grammar
	holidays map[string][]knowledge.Holiday
}

// New compiles the rules of k, which must not be nil.
func New(k *knowledge.Timex) *Finder {
	return &Finder{compile(k), k.Holidays}
}

// Find fills doc.Timexes, in order of Start, without overlaps. It reads
// doc.Text, Blocks, Dateline and Sentences, none of which has to be set but
// Text. It takes time linear in the length of the text.
//
// Start and End are dates, or local times without zone when the expression
// names one ("2019-04-08T13:00:00"). An expression after "since" has no End;
// one after "until" or "before" has an End and no Start.
func (f *Finder) Find(doc *sitrep.Document) {
	r := &reader{f: f, doc: doc}
	if p := doc.Report.Published; !p.IsZero() {
		r.anchor = p.Day()
	}
	r.seq = f.sequence(doc)
	nodes := r.seq.choose()
	if r.anchor.IsZero() {
		r.anchor = r.printedDate(nodes)
	}
	r.history = r.isHistory(nodes)
	r.numericOrder(nodes)
	doc.Timexes = r.evaluate(nodes)
}

// Resolve turns phrase, one time expression as printed ("on Monday", "two days
// ago"), into the interval it names, read by someone on the day of anchor; the
// zero anchor leaves relative expressions without Start.
//
// The interval is half-open, [Start, End), and as wide as the phrase is vague: a
// weekday spans 24 hours, "in March" a month. A bare weekday means the latest
// one not after anchor, since reports look back. Of several expressions the
// first counts. It returns [ErrNoExpr] if no rule matches, and never guesses.
func (f *Finder) Resolve(phrase string, anchor time.Time) (sitrep.Timex, error) {
	doc := &sitrep.Document{Text: phrase}
	if !anchor.IsZero() {
		doc.Report.Published = sitrep.Stamp{Time: anchor, DayOnly: true}
	}
	f.Find(doc)
	if len(doc.Timexes) == 0 {
		return sitrep.Timex{}, ErrNoExpr
	}
	return doc.Timexes[0], nil
}

// sequence cuts the text by blocks and reads the words.
func (f *Finder) sequence(doc *sitrep.Document) *sequence {
	s := &sequence{g: f.g}
	spans := make([]sitrep.Span, 0, len(doc.Blocks))
	for _, b := range doc.Blocks {
		if b.Span.Start >= 0 && b.Span.End <= len(doc.Text) && b.Span.Start <= b.Span.End {
			spans = append(spans, b.Span)
		}
	}
	if doc.Blocks == nil {
		spans = append(spans, sitrep.Span{End: len(doc.Text)})
	}
	for _, span := range spans {
		s.words = append(s.words, scan(doc.Text, span)...)
		s.words = append(s.words, word{span: sitrep.Span{Start: span.End, End: span.End}, isBreak: true})
	}
	tags := map[int]string{}
	for i := range doc.Sentences {
		for _, t := range doc.Sentences[i].Tokens {
			if t.UPOS != "" {
				tags[t.Span.Start] = t.UPOS
			}
		}
	}
	s.tags = func(span sitrep.Span) string { return tags[span.Start] }
	s.annotate()
	return s
}

// choose picks the expressions of the text: from left to right the longest,
// of equal ones that of the higher level, then of the earlier rule.
func (s *sequence) choose() []*node {
	found := s.build()
	var out []*node
	for i := 0; i < len(s.words); {
		var best *node
		for _, nd := range found[i] {
			if !nd.rule.Inner && (best == nil || better(nd, best)) {
				best = nd
			}
		}
		if best == nil {
			i++
			continue
		}
		out = append(out, best)
		i += best.n
	}
	return out
}

func better(a, b *node) bool {
	switch {
	case a.n != b.n:
		return a.n > b.n
	case a.rule.Level != b.rule.Level:
		return a.rule.Level > b.rule.Level
	}
	return a.rule.order < b.rule.order
}

// reader evaluates the expressions of one document.
type reader struct {
	f       *Finder
	doc     *sitrep.Document
	seq     *sequence
	anchor  time.Time // zero when not known
	history bool      // the text is told by dates of the past
	order   string    // "dmy" or "mdy" when the text's numeric dates tell

	last     reading // the last date told, of any width
	lastAt   int     // its word
	lastDay  reading // the last day told
	dayAt    int
	heading  time.Time // the day of the last heading that is a date
	haveLast bool
	haveDay  bool

	quarter   reading // the last quarter told
	quarterAt int

	why   []sitrep.Reason // how the expression at hand is read
	ahead []*node         // the expressions behind it
}

// evaluate resolves the expressions in order, each in the light of those before.
func (r *reader) evaluate(nodes []*node) []sitrep.Timex {
	out := make([]sitrep.Timex, 0, len(nodes))
	for i, nd := range nodes {
		r.why, r.ahead = []sitrep.Reason{{Rule: nd.rule.ID}}, nodes[i+1:]
		v, ok := r.eval(nd)
		if !ok {
			continue
		}
		span := r.seq.words[nd.start].span.Cover(r.seq.words[nd.start+nd.n-1].span)
		r.remember(nd, &v)
		r.openness(nd, &v)
		t := v.timex(span)
		t.Ends = r.ends(nd, &v, span)
		t.Why, r.why = r.why, nil
		out = append(out, t)
	}
	return out
}

// remember keeps dates for what follows.
func (r *reader) remember(nd *node, v *reading) {
	if v.start.IsZero() || v.typ == "DURATION" || v.typ == "SET" {
		return
	}
	if r.history && !r.anchor.IsZero() && !v.start.Before(floor(year, r.anchor)) {
		return // "today" of the writer, not of the story
	}
	if v.grain == quarter {
		r.quarter, r.quarterAt = *v, nd.start
	}
	if r.aside(nd, v) {
		return
	}
	if v.year != 0 {
		r.last, r.lastAt, r.haveLast = *v, nd.start, true
	}
	if v.clock && (nd.rule.Make == "part-of" || nd.rule.Make == "clock-of") {
		r.lastDay, r.dayAt, r.haveDay = unitReading(day, v.start), nd.start, true
	}
	if v.grain == day {
		r.lastDay, r.dayAt, r.haveDay = *v, nd.start, true
		if r.wholeBlock(nd) {
			r.heading = v.start
		}
	}
}

// wholeBlock reports whether the expression is all that its block says.
func (r *reader) wholeBlock(nd *node) bool {
	s := r.seq
	return (nd.start == 0 || s.words[nd.start-1].isBreak) && (nd.start+nd.n >= len(s.words) || s.words[nd.start+nd.n].isBreak)
}

// aside reports a year that a history only mentions ("planned for 1976"), in the
// middle of a sentence of a paragraph that is told by days or months.
func (r *reader) aside(nd *node, v *reading) bool {
	if !r.history || !r.haveLast || v.grain != year || r.last.grain == year || !r.sameBlock(r.lastAt, nd.start) {
		return false
	}
	for k := nd.start - 1; k >= nd.start-2 && k >= 0; k-- {
		if w := &r.seq.words[k]; w.isBreak || w.text == "." {
			return false
		}
	}
	return true
}

// printedDate is the first date with year of the dateline, else of a block that
// says nothing else; zero when there is none.
func (r *reader) printedDate(nodes []*node) time.Time {
	for pass := 0; pass < 2; pass++ {
		for _, nd := range nodes {
			span := r.seq.words[nd.start].span
			if pass == 0 && !r.doc.Dateline.Contains(span) || pass == 1 && !r.wholeBlock(nd) {
				continue
			}
			if _, hasYear := nd.get("year", "numdate"); !hasYear || nd.rule.Make != "date" && nd.rule.Make != "numeric" {
				continue
			}
			if v, ok := r.eval(nd); ok && v.grain == day && !v.start.IsZero() {
				return v.start
			}
		}
	}
	return time.Time{}
}

// isHistory reports whether a text tells the past by dates: many dates with a
// year well before the anchor, and few told from the day of the report.
func (r *reader) isHistory(nodes []*node) bool {
	past, now := 0, 0
	for _, nd := range nodes {
		switch nd.rule.Make {
		case "date", "mod", "season":
			inner := nd
			if c := nd.child(0); c != nil {
				inner = c
			}
			y, ok := inner.get("year", "modern")
			switch {
			case !ok:
			case r.anchor.IsZero() || atoi(y) < r.anchor.Year()-1:
				past++
			default:
				now++
			}
		case "deictic", "weekday", "part":
			now++
		}
	}
	return past >= 5 && past > now
}
