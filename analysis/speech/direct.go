package speech

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// quoted finds the quotation that belongs to the verb i: one that ends right
// before its source, one that starts right behind it, or both.
func (rd *reading) quoted(s, i int) (sitrep.Span, bool) {
	t := rd.trees[s]
	at := t.tok(i).Span
	var before, after sitrep.Span
	for _, q := range rd.quotesIn(t.sent.Span) {
		switch {
		case q.span.Contains(at):
			return sitrep.Span{}, false
		case q.span.End <= at.Start && rd.endsSpeech(s, i, q):
			before = q.span
		case q.span.Start >= at.End && after.Empty() && rd.startsSpeech(s, i, q, !before.Empty()):
			after = q.span
		}
	}
	if !before.Empty() {
		before = rd.fromClause(s, i, before)
	}
	if before.Empty() && !after.Empty() {
		after = rd.toClause(s, i, after)
	}
	span := before.Cover(after)
	return span, !span.Empty()
}

// fromClause widens a quotation before its cue to the clause that runs into it:
// the village "was razed," he said.
func (rd *reading) fromClause(s, i int, q sitrep.Span) sitrep.Span {
	t := rd.trees[s]
	first := t.sent.TokenAt(q)
	if first <= 0 || t.punct(first-1) {
		return q
	}
	from := -1
	for _, c := range t.kids(i) {
		if (t.rel(c) == "ccomp" || t.rel(c) == "parataxis") && t.lo[c] < first && t.hi[c] >= first {
			from = t.lo[c]
		}
	}
	if from < 0 {
		for from = first - 1; from > 0 && !t.punct(from-1) && first-from < longestSource; {
			from--
		}
	}
	return t.words(from, first).Cover(q)
}

// toClause widens a quotation behind its cue to the clause that it opens.
func (rd *reading) toClause(s, i int, q sitrep.Span) sitrep.Span {
	t := rd.trees[s]
	tail := strings.TrimRight(rd.doc.Text[q.Start:q.End], "\"”'’»` ")
	if tail == "" || strings.ContainsAny(tail[len(tail)-1:], ".,?!") {
		return q
	}
	for _, c := range t.kids(i) {
		if t.rel(c) != "ccomp" && t.rel(c) != "parataxis" || c < i {
			continue
		}
		a, b := rd.trim(t, t.lo[c], t.hi[c])
		if span := t.words(a, b); span.Overlaps(q) && t.lo[c] > i {
			return q.Cover(span)
		}
	}
	return q
}

// endsSpeech reports whether q, before the cue i, is what the cue reports: it
// closes with a mark of punctuation and only the source stands between.
func (rd *reading) endsSpeech(s, i int, q quotation) bool {
	t := rd.trees[s]
	text := rd.doc.Text
	tail := strings.TrimRight(text[q.span.Start:q.span.End], "\"”'’»` ")
	closed := tail != "" && strings.ContainsAny(tail[len(tail)-1:], ",.?!-") || strings.HasSuffix(tail, "…") || strings.HasSuffix(tail, "—")
	rest := strings.TrimLeft(text[q.span.End:min(len(text), q.span.End+8)], " ")
	if !closed && !strings.HasPrefix(rest, ",") && !strings.HasPrefix(rest, "-") && !strings.HasPrefix(rest, "—") && !strings.HasPrefix(rest, "–") {
		return false
	}
	if q.words < 2 && !closed {
		return false
	}
	return rd.onlySource(t, i, q.span.End)
}

// onlySource reports whether between the offset and the cue there is no other clause.
func (rd *reading) onlySource(t *tree, i, offset int) bool {
	n := 0
	for j := i - 1; j >= 0 && t.tok(j).Span.Start >= offset; j-- {
		if n++; n > longestSource {
			return false
		}
		if t.tok(j).UPOS == "VERB" && t.head(j) != i && !rd.insideSubject(t, i, j) {
			return false
		}
	}
	return true
}

func (rd *reading) insideSubject(t *tree, i, j int) bool {
	s := t.sent.ChildByRel(i, "nsubj")
	return s >= 0 && j >= t.lo[s] && j <= t.hi[s]
}

// startsSpeech reports whether q, behind the cue i, is its content: right
// behind the cue, its source or addressee, with a comma, colon or nothing between.
func (rd *reading) startsSpeech(s, i int, q quotation, split bool) bool {
	t := rd.trees[s]
	j := i + 1
	verbs := 0
	for j < t.len() && t.tok(j).Span.End <= q.span.Start {
		if t.tok(j).UPOS == "VERB" {
			verbs++
		}
		j++
	}
	if j >= t.len() || j-i > longestSource {
		return false
	}
	last := t.forms[j-1]
	switch {
	case last == ":":
		return true
	case last == ",":
		return verbs == 0 && (q.words > 3 || split)
	case split:
		return false
	case j == i+1:
		return q.words > 1
	}
	c := t.sent.ChildByRel(i, "ccomp")
	return !rd.k.Is("that_words", last) && verbs == 0 && c >= 0 && t.lo[c] >= j-1 && q.words > 3
}
