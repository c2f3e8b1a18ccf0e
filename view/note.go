package view

import (
	"cmp"
	"fmt"
	"slices"
)

// note is the number of the sentence of a claim, 0 for an unknown
// claim. Numbers are provisional until the page is cut: see [builder.number].
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
		Published: stampText(c.Report.Published), URL: shorten(clean(c.Report.URL), 500), Start: c.Sentence.Start, End: c.Sentence.End,
		Quote: quote(c.Quote), Report: c.Report.ID}
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

// number gives the sources that the cut page refers to their numbers, in order
// of first use, and quotes each sentence once: where it stands first, or else in
// the list of sources.
func (b *builder) number() {
	given := map[int]int{}
	var kept []Source
	renumber := func(notes []int) []int {
		out := make([]int, 0, len(notes))
		for _, old := range notes {
			if given[old] == 0 {
				src := b.page.Sources[old-1]
				src.N = len(kept) + 1
				kept = append(kept, src)
				given[old] = src.N
			}
			out = append(out, given[old])
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	quoted := map[string]bool{}
	for i := range b.page.Sections {
		lines := b.page.Sections[i].Lines
		for k := range lines {
			l := &lines[k]
			l.Notes = renumber(l.Notes)
			for d := range l.Detail {
				l.Detail[d].Notes = renumber(l.Detail[d].Notes)
			}
			if l.Table != nil {
				for r := range l.Table.Rows {
					l.Table.Rows[r].Notes = renumber(l.Table.Rows[r].Notes)
				}
			}
			if quoted[l.Quote] {
				l.Quote = ""
			}
			quoted[l.Quote], quoted[l.Text] = true, true
		}
	}
	for i := range kept {
		if quoted[kept[i].Quote] {
			kept[i].Quote = ""
		}
		quoted[kept[i].Quote] = true
	}
	b.page.Sources = kept
}

// markCopies says of sources whose text they copy.
func (b *builder) markCopies() {
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
