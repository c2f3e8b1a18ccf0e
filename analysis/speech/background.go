package speech

import (
	"slices"
	"time"

	"github.com/sitrep-dev/sitrep"
)

// oldTime is what makes history of a word that a time long past dates.
const oldTime = "a time long before the report"

// recent is how far before the report an event may lie and still be news.
const recent = 60 * 24 * time.Hour

// background marks what is told as history: by a time expression well before
// the report, by phrases ("in recent years"), by habit, and by the pluperfect
// of relative clauses. What hangs on such a word is history with it.
func (rd *reading) background() {
	limit, byYear := rd.limit()
	next := 0
	for s, t := range rd.trees {
		seeds := make([]string, t.len())
		for next < len(rd.doc.Timexes) && rd.doc.Timexes[next].Span.Start < t.sent.Span.End {
			if tx := &rd.doc.Timexes[next]; tx.Span.Start >= t.sent.Span.Start && old(tx, limit, byYear) {
				rd.seedTimex(t, tx, seeds)
			}
			next++
		}
		rd.seedWords(t, seeds, limit)
		spread(t, seeds, rd.doc.Sentences[s].Facts)
	}
}

// limit is the moment before which events are history: from the date of the
// report, else the start of the newest year that the text names.
func (rd *reading) limit() (time.Time, bool) {
	if p := rd.doc.Report.Published; !p.IsZero() {
		return p.Day().Add(-recent), false
	}
	var newest time.Time
	for i := range rd.doc.Timexes {
		if at, ok := day(rd.doc.Timexes[i].Start); ok && at.After(newest) {
			newest = at
		}
	}
	if newest.IsZero() {
		return newest, true
	}
	return time.Date(newest.Year(), 1, 1, 0, 0, 0, 0, time.UTC), true
}

func day(iso string) (time.Time, bool) {
	if len(iso) < len(time.DateOnly) {
		return time.Time{}, false
	}
	at, err := time.Parse(time.DateOnly, iso[:len(time.DateOnly)])
	return at, err == nil
}

// old reports whether the expression names a time before the limit.
func old(tx *sitrep.Timex, limit time.Time, byYear bool) bool {
	start, ok := day(tx.Start)
	if !ok || limit.IsZero() || tx.Type == "SET" {
		return false
	}
	if tx.End == "" {
		return start.Before(limit)
	}
	end, ok := day(tx.End)
	return ok && (!end.After(limit) || byYear && end.Before(limit))
}

// seedTimex marks the word that a time expression dates.
func (rd *reading) seedTimex(t *tree, tx *sitrep.Timex, seeds []string) {
	i := t.headIn(tx.Span)
	if i < 0 {
		return
	}
	switch t.rel(i) {
	case "nummod", "compound", "amod", "nmod", "appos":
		if h := t.head(i); h >= 0 && t.nominal(h) && !tx.Span.Overlaps(t.tok(h).Span) {
			seeds[h] = oldTime
			return
		}
	}
	if h := rd.clauseWord(t, i); h >= 0 {
		seeds[h] = oldTime
		rd.seedSince(t, h, seeds)
	}
}

// seedSince makes the main clause history when its "since" clause is.
func (rd *reading) seedSince(t *tree, i int, seeds []string) {
	if t.full(i) == "advcl" && rd.k.Is("since_words", t.link(i)) && t.head(i) >= 0 {
		seeds[t.head(i)] = oldTime
	}
}

// clauseWord is the predicate above token i, itself included.
func (rd *reading) clauseWord(t *tree, i int) int {
	for step := 0; i >= 0 && step < 3*climb; step++ {
		if t.tok(i).UPOS == "VERB" || t.sent.ChildByRel(i, "cop") >= 0 {
			return i
		}
		i = t.head(i)
	}
	return -1
}

// seedWords marks what phrases and grammar tell as history.
func (rd *reading) seedWords(t *tree, seeds []string, limit time.Time) {
	for i := range t.forms {
		for _, words := range rd.history {
			if words[0] == t.forms[i] && wordsAt(t, i, words) && !rd.ofLate(t.words(i, i+len(words)-1), limit) {
				if h := rd.clauseWord(t, i); h >= 0 {
					seeds[h] = "a phrase of history"
				}
			}
		}
		h := t.head(i)
		switch {
		case h >= 0 && t.rel(i) == "advmod" && rd.k.Is("habit", t.lemmas[i]) && rd.habitual(t, h):
			seeds[h] = "a habit"
		case t.full(i) == "acl:relcl" && t.pluperfect(i) && t.relative(i):
			seeds[i] = "the pluperfect of a relative clause"
		case rd.since(t, i):
			seeds[i] = "what something is dated from"
		}
	}
}

// ofLate reports whether words that tell of history elsewhere are part of a time
// that starts after the limit: "in the past" of "in the past three days".
func (rd *reading) ofLate(span sitrep.Span, limit time.Time) bool {
	lo, _ := slices.BinarySearchFunc(rd.doc.Timexes, span.Start, func(tx sitrep.Timex, at int) int { return tx.Span.End - at })
	for i := lo; i < len(rd.doc.Timexes) && rd.doc.Timexes[i].Span.Start < span.End; i++ {
		tx := &rd.doc.Timexes[i]
		if start, ok := day(tx.Start); ok && tx.Span.Overlaps(span) && !start.Before(limit) && !limit.IsZero() {
			return true
		}
	}
	return false
}

// since reports whether i is what something is dated from: a noun behind "since",
// or the past clause behind it of a verb in the perfect.
func (rd *reading) since(t *tree, i int) bool {
	h := t.head(i)
	if h < 0 || !rd.k.Is("since_words", t.link(i)) {
		return false
	}
	switch t.rel(i) {
	case "obl", "nmod":
		return true
	case "advcl":
		return t.past(i) && rd.perfect(t, h)
	}
	return false
}

// perfect reports whether the verb i has an auxiliary of the perfect.
func (rd *reading) perfect(t *tree, i int) bool {
	for _, k := range t.kids(i) {
		if t.rel(k) == "aux" && rd.k.Is("have_words", t.lemmas[k]) {
			return true
		}
	}
	return false
}

// habitual reports whether the verb i is in the perfect or the simple present.
func (rd *reading) habitual(t *tree, i int) bool {
	x := t.tok(i).XPOS
	return x == "VBZ" || x == "VBP" || rd.perfect(t, i)
}

func wordsAt(t *tree, i int, words []string) bool {
	if i+len(words) > t.len() {
		return false
	}
	for k, w := range words {
		if t.forms[i+k] != w {
			return false
		}
	}
	return true
}

// spread carries history down the tree, but not into other clauses that stand
// on their own.
func spread(t *tree, seeds []string, facts []sitrep.Fact) {
	for _, i := range t.order {
		h := t.head(i)
		if h >= 0 && facts[h].Background && inherits(t, i) {
			facts[i].Background, facts[i].Old = true, facts[h].Old
		}
		if seeds[i] != "" {
			facts[i].Background, facts[i].Old = true, seeds[i]
		}
	}
}

func inherits(t *tree, i int) bool {
	switch t.rel(i) {
	case "ccomp", "parataxis", "advcl":
		return false
	case "conj":
		return t.subject(i) < 0
	}
	return true
}
