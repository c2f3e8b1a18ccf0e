package speech

import (
	"sort"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// scare is up to how many words a quotation without a cue is taken for a
// quoted term rather than speech.
const scare = 3

// continued gives speech that runs on to its speaker: quotations that follow at
// once in the same paragraph, paragraphs of a quotation left open, and whole
// paragraphs of quotation right behind an attributed one.
func (rd *reading) continued() {
	sort.SliceStable(rd.direct, func(a, b int) bool {
		return rd.found[rd.direct[a]].Content.Start < rd.found[rd.direct[b]].Content.Start
	})
	spoken := rd.spoken()
	last := -1 // index into found of the last attributed quotation
	next := 0
	owner := make([]int, len(rd.quotes)) // attribution of each quotation, -1 for none
	for q := range rd.quotes {
		owner[q] = -1
		for next < len(rd.direct) && rd.found[rd.direct[next]].Content.Start <= rd.quotes[q].span.Start {
			last = rd.direct[next]
			next++
		}
		switch {
		case last >= 0 && rd.found[last].Content.Contains(rd.quotes[q].span):
			owner[q] = last
		case q > 0 && rd.quotes[q].resumes && owner[q-1] >= 0:
			owner[q] = owner[q-1]
			a := &rd.found[owner[q]]
			a.Scope = a.Scope.Cover(a.Content).Cover(rd.quotes[q].span)
		case last >= 0 && rd.quotes[q].words > scare && !spoken[q]:
			owner[q] = rd.runOn(last, q)
		}
	}
}

// runOn attributes quotation q to the speaker of the attribution found[last], if
// nothing stands between them; it answers the attribution or -1.
func (rd *reading) runOn(last, q int) int {
	a, span := &rd.found[last], rd.quotes[q].span
	end := a.Content.End
	if a.CueSent >= 0 {
		end = max(end, rd.doc.Sentences[a.CueSent].Span.End)
	}
	if span.Start < end || strings.TrimSpace(rd.doc.Text[end:span.Start]) != "" {
		return -1
	}
	at := rd.doc.SentenceAt(a.Content.Start)
	if at < 0 {
		return -1
	}
	if rd.block(at) == rd.quotes[q].block {
		a.Content = a.Content.Cover(span)
		return last
	}
	block := rd.doc.Blocks[rd.quotes[q].block].Span
	if a.Source == nil || span.Start-block.Start > 2 || block.End-span.End > 2 || rd.quotes[q].block-rd.block(at) > 1 {
		return -1
	}
	source := *a.Source
	rd.found = append(rd.found, sitrep.Attribution{Source: &source, Content: span, Stance: a.Stance,
		SourceSent: a.SourceSent, SourceTok: a.SourceTok, CueSent: -1, CueTok: -1,
		Why: []sitrep.Reason{{Text: "the quotation goes on for its last speaker", Span: source}}})
	return len(rd.found) - 1
}

// spoken tells of each quotation whether an attribution covers it from its own cue.
func (rd *reading) spoken() []bool {
	open := make([]int, len(rd.quotes)+1)
	for _, i := range rd.direct {
		lo := rd.firstQuote(rd.found[i].Content.Start)
		hi := rd.firstQuote(rd.found[i].Content.End)
		open[lo]++
		open[max(lo, hi)]--
	}
	spoken := make([]bool, len(rd.quotes))
	sum := 0
	for q := range rd.quotes {
		sum += open[q]
		spoken[q] = sum > 0
	}
	return spoken
}

// firstQuote is the number of the first quotation that starts at or after an offset.
func (rd *reading) firstQuote(offset int) int {
	return sort.Search(len(rd.quotes), func(q int) bool { return rd.quotes[q].span.Start >= offset })
}
