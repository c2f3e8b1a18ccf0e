package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/evaluate"
)

// scoreSheet prints a result for people.
type scoreSheet struct {
	*sheet
	*evaluate.Result
}

func (s *scoreSheet) print() {
	s.row(piece{strong, fmt.Sprintf("%s: %d with %s, %d without event", number(s.Texts, "text"), s.Texts-s.NoneTexts, number(s.Rows, "labelled event"), s.NoneTexts)})
	s.entry(0, cell{tone: dim, text: s.Coder})
	if s.Skipped > 0 {
		s.row(piece{warn, fmt.Sprintf("%d left out, named on standard error", s.Skipped)})
	}
	s.scores()
	s.types()
	s.confusion()
	s.reliability()
	s.errors()
}

func number(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// scores prints the shares with their intervals.
func (s *scoreSheet) scores() {
	s.title("SCORES")
	c := &s.Scores
	for _, line := range []struct {
		name, what string
		share      evaluate.Share
	}{
		{"events found", "of labelled events: with a claim of them", c.EventsFound},
		{"main type right", "of texts with events: first claim fits", c.MainType},
		{"precision", "of claims of events: a label accepts them", c.Precision},
		{"false alarms", "of texts without event: got one (bad)", c.FalseAlarms},
		{"modality", "where labelled and the type was claimed", c.Modality},
		{"polarity", "", c.Polarity},
		{"mode", "", c.Mode},
		{"actor", "", c.Actor},
		{"recipient", "", c.Recipient},
		{"place", "", c.Place},
	} {
		of := "not labelled"
		if line.share.Of > 0 {
			of = fmt.Sprintf("%d of %d", line.share.Count, line.share.Of)
		}
		s.entry(2, cell{strong, 15, line.name}, cell{usual, 12, of}, cell{usual, 7, percent(line.share.Value)},
			cell{dim, 14, bracket(line.share)}, cell{dim, 0, line.what})
	}
	s.entry(2, cell{dim, 0, "In brackets the 95 % interval (Wilson). A true event that nobody labelled counts as a wrong claim and lowers precision."})
}

// percent prints a share, right-aligned in seven columns.
func percent(x *float64) string {
	if x == nil {
		return "      –"
	}
	return fmt.Sprintf("%5.1f %%", *x*100)
}

func bracket(s evaluate.Share) string {
	if s.Of == 0 {
		return ""
	}
	return fmt.Sprintf("(%.1f–%.1f)", *s.Low*100, *s.High*100)
}

// types prints the table by type.
func (s *scoreSheet) types() {
	if len(s.Types) == 0 {
		return
	}
	s.title("BY TYPE")
	wide := s.widestType()
	s.entry(2, cell{dim, wide, "type"}, cell{dim, 5, " gold"}, cell{dim, 5, "found"}, cell{dim, 7, "claimed"},
		cell{dim, 9, "precision"}, cell{dim, 7, " recall"}, cell{dim, 7, "     F1"}, cell{})
	for _, t := range s.Types {
		s.entry(2, cell{mark, wide, t.Type}, cell{usual, 5, fmt.Sprintf("%5d", t.Gold)}, cell{usual, 5, fmt.Sprintf("%5d", t.Found)},
			cell{usual, 7, fmt.Sprintf("%7d", t.Claimed)}, cell{usual, 9, "  " + percent(t.Precision)}, cell{usual, 7, percent(t.Recall)}, cell{usual, 7, percent(t.F1)}, cell{})
	}
}

func (s *scoreSheet) widestType() int {
	names := []string{"gold"}
	for _, t := range s.Types {
		names = append(names, t.Type)
	}
	for _, c := range s.Confusion {
		names = append(names, c.Gold, c.Got)
	}
	return s.widest(24, names...)
}

// noClaim stands for no claim.
const noClaim = "—"

// confusion prints gold types by claimed types: a table where it fits, else the
// largest confusions.
func (s *scoreSheet) confusion() {
	var gold, got []string
	n := map[[2]string]int{}
	for _, c := range s.Confusion {
		gold, got = append(gold, c.Gold), append(got, c.Got)
		n[[2]string{c.Gold, c.Got}] = c.N
	}
	gold, got = sorted(gold), sorted(got)
	heads := short(got)
	wide, need := s.widestType(), 0
	for _, h := range heads {
		need += s.columns(h) + 1
	}
	s.title("CONFUSION: labelled type (rows) by type of the best claim (columns)")
	if 2+wide+need > s.width {
		s.confusions()
		return
	}
	head := []piece{{dim, "  " + s.fit("gold", wide)}}
	for _, h := range heads {
		head = append(head, piece{dim, " " + h})
	}
	s.row(head...)
	for _, g := range gold {
		row := []piece{{mark, "  " + s.fit(g, wide)}}
		for i, h := range heads {
			p := piece{dim, "·"}
			if k := n[[2]string{g, got[i]}]; k > 0 {
				p.tone, p.text = warn, fmt.Sprint(k)
				if agree(g, got[i]) {
					p.tone = good
				}
			}
			p.text = strings.Repeat(" ", 1+max(0, s.columns(h)-s.columns(p.text))) + p.text
			row = append(row, p)
		}
		s.row(row...)
	}
}

// agree reports whether a claim of type got is what a label of type gold wants.
func agree(gold, got string) bool { return gold == got || gold == evaluate.None && got == "" }

// confusions lists confusions, the largest first.
func (s *scoreSheet) confusions() {
	var list []evaluate.Confusion
	for _, c := range s.Confusion {
		if !agree(c.Gold, c.Got) {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b evaluate.Confusion) int { return cmp.Compare(b.N, a.N) })
	if len(list) == 0 {
		s.row(piece{dim, "  none"})
	}
	const most = 20
	wide := s.widestType()
	for i, c := range list {
		if i == most {
			s.row(piece{dim, fmt.Sprintf("  and %d more; --format json lists all", len(list)-most)})
			break
		}
		s.entry(2, cell{warn, 4, fmt.Sprintf("%4d", c.N)}, cell{mark, wide, c.Gold}, cell{usual, 0, "→ " + cmp.Or(c.Got, noClaim)})
	}
}

// sorted gives each name once, in order; none and no claim come last.
func sorted(names []string) []string {
	last := func(name string) int {
		if name == "" || name == evaluate.None {
			return 1
		}
		return 0
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(a, b)) })
	return slices.Compact(names)
}

// short cuts names to their first four letters, or as many as tell them apart.
func short(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		n := min(4, len(name))
		for n < len(name) && slices.ContainsFunc(names, func(o string) bool { return o != name && strings.HasPrefix(o, name[:n]) }) {
			n++
		}
		out[i] = name[:n]
		if name == "" {
			out[i] = "   " + noClaim
		}
	}
	return out
}

// reliability prints how often claims of each confidence are right.
func (s *scoreSheet) reliability() {
	s.title("CONFIDENCE: how often claims of events are right that say so")
	s.entry(2, cell{dim, 9, "says"}, cell{dim, 6, "claims"}, cell{dim, 5, " mean"}, cell{dim, 7, "  right"}, cell{dim, 0, ""})
	any := false
	for _, b := range s.Reliability {
		if b.Right.Of == 0 {
			continue
		}
		any = true
		s.entry(2, cell{usual, 9, fmt.Sprintf("%.1f – %.1f", b.From, b.To)}, cell{usual, 6, fmt.Sprintf("%6d", b.Right.Of)},
			cell{usual, 5, fmt.Sprintf("%5.2f", *b.Mean)}, cell{usual, 7, percent(b.Right.Value)}, cell{dim, 0, bracket(b.Right)})
	}
	if !any {
		s.row(piece{dim, "  no claims of events"})
	}
}

// errors prints the worst errors, kind by kind.
func (s *scoreSheet) errors() {
	if len(s.Errors) == 0 {
		return
	}
	s.title("WORST ERRORS")
	for _, e := range s.Errors {
		where := fmt.Sprintf("line %d", e.Line)
		if e.ID != "" {
			where += " (" + cut(e.ID, 40) + ")"
		}
		s.entry(2, cell{warn, 14, strings.ReplaceAll(e.Kind, "_", " ")}, cell{dim, 0, where})
		s.entry(6, cell{dim, 4, "text"}, cell{text: cut(e.Text, 240)})
		s.entry(6, cell{dim, 4, "gold"}, cell{text: label(e.Gold)})
		s.entry(6, cell{dim, 4, "got"}, cell{text: answer(e.Got)})
	}
}

// cut shortens a text to so many characters.
func cut(text string, limit int) string {
	n := 0
	for i := range text {
		if n == limit {
			return text[:i] + "…"
		}
		n++
	}
	return text
}

// label is what a row says, in one line.
func label(row *evaluate.Row) string {
	if row == nil {
		return evaluate.None
	}
	out := []string{strings.Join(row.Types, "|")}
	add := func(name, value string) {
		if value != "" {
			out = append(out, name+" "+value)
		}
	}
	var told []string
	for _, m := range row.Modalities {
		told = append(told, string(m))
	}
	add("mode", strings.Join(row.Modes, "|"))
	add("told", strings.TrimSpace(strings.Join(told, "|")+" "+string(row.Polarity)))
	add("who", strings.Join(row.Actors, "; "))
	add("whom", strings.Join(row.Recipients, "; "))
	add("where", row.Place)
	return cut(strings.Join(out, ", "), 400)
}

// answer is a claim in one line, with the entries behind it.
func answer(c *sitrep.Claim) string {
	if c == nil {
		return noClaim
	}
	typ := c.Type
	if len(c.Modes) > 0 {
		typ += "/" + strings.Join(c.Modes, "+")
	}
	place := ""
	if c.Place != nil {
		place = ", where " + c.Place.Name
	}
	return fmt.Sprintf("%s, told %s %s, who %s, whom %s%s, confidence %.2f, by %s", typ, c.Modality, c.Polarity,
		cut(parties(c.Actors), 200), cut(parties(c.Recipients), 200), place, c.Confidence, strings.Join(c.Entries, ", "))
}
