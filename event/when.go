package event

import (
	"slices"
	"strings"
	"time"

	"github.com/sitrep-dev/sitrep"
)

// when is the time of the act at tok, nil when the clause gives none.
func (r *reading) when(s, tok int) *sitrep.ClaimTime {
	if a, ok := r.gapAt(s, tok); ok {
		sent := &r.doc.Sentences[s]
		own := func(t *sitrep.Timex, head int) bool { return sent.Under(head, a.top) && !r.ofOther(s, tok, head, t) }
		if t := r.timexFor(s, tok, own); t != nil {
			return r.timeBy(s, tok, t)
		}
		if ct := r.between(s, tok, a); ct != nil {
			return ct
		}
	}
	t := r.timexFor(s, tok, func(t *sitrep.Timex, head int) bool { return !r.ofOther(s, tok, head, t) })
	if t == nil {
		return r.datedAgain(s, tok)
	}
	return r.timeBy(s, tok, t)
}

// datedAgain is the time of the deed told before that the subject at tok names again:
// "the raid came two days after …". Nil for other words.
func (r *reading) datedAgain(s, tok int) *sitrep.ClaimTime {
	sent := &r.doc.Sentences[s]
	verb := sent.HeadOf(tok)
	if verb < 0 || sent.Rel(tok) != "nsubj" || !r.onlyDates(s, verb) {
		return nil
	}
	day := r.dayTold(s, verb)
	if day == nil {
		return nil
	}
	ct := *day
	ct.Span = sent.Tokens[tok].Span
	ct.Why = []sitrep.Reason{{Text: "the deed told before, of the time", Span: day.Span}}
	return &ct
}

// undated says why a claim has no time, and marks it as history where bygone tells so.
func (r *reading) undated(s, tok int, c *sitrep.Claim) {
	c.Why.Time = r.whyNoTime(s, tok)
	if c.Modality == sitrep.Happened && !c.Background && r.bygone(s, tok) {
		told(c, sitrep.Reason{Text: "background, told with a time long before the report"})
		c.Background = true
	}
}

// bygone reports whether the act at tok, which has no time of its own, stands with a
// time long before the report: what was told or judged then happened then or before.
func (r *reading) bygone(s, tok int) bool {
	t := r.nearTimex(s, tok)
	if t == nil {
		return false
	}
	ct := r.timeBy(s, tok, t)
	return ct != nil && r.longBefore(ct)
}

// timeBy is the time of the act at tok as t tells it.
func (r *reading) timeBy(s, tok int, t *sitrep.Timex) *sitrep.ClaimTime {
	if length, sign := r.fromThat(s, tok, t); length != nil {
		return r.shifted(s, tok, t, length, sign)
	}
	if back := r.after(s, tok, t); back != nil {
		return r.shifted(s, tok, t, back, -1)
	}
	ct := &sitrep.ClaimTime{Value: t.Value, Start: t.Start, End: t.End, Precision: t.Prec, Mod: t.Mod, Span: t.Span, Why: r.whyTime(s, tok, t)}
	if published := r.doc.Report.Published; ct.End == "" && !published.IsZero() {
		// "since 2011": told of by the report, so up to its day and no further
		if day := published.Day().AddDate(0, 0, 1).Format(time.DateOnly); day > ct.Start {
			ct.End = day
			ct.Why = append(ct.Why, sitrep.Reason{Text: "open, so up to the day of the report"})
		}
	}
	return ct
}

// nearTimex finds the resolved time expression next to the predicate at tok, be it
// its own or not; nil when none is near.
func (r *reading) nearTimex(s, tok int) *sitrep.Timex {
	return r.timexFor(s, tok, func(*sitrep.Timex, int) bool { return true })
}

// timexFor finds the resolved time expression that belongs to the predicate at
// tok: one that hangs on it, on its phrase or on its clause; else one of the
// clause above, as long as no other predicate stands between. Those that fits turns
// down are passed over.
func (r *reading) timexFor(s, tok int, fits func(t *sitrep.Timex, head int) bool) *sitrep.Timex {
	sent := &r.doc.Sentences[s]
	var best *sitrep.Timex
	cost := 1 << 30
	lo, _ := slices.BinarySearchFunc(r.doc.Timexes, sent.Span.Start, func(t sitrep.Timex, at int) int { return t.Span.Start - at })
	for i := lo; i < len(r.doc.Timexes) && r.doc.Timexes[i].Span.Start < sent.Span.End; i++ {
		t := onItsDay(&r.doc.Timexes[i])
		if t.Start == "" || t.Type == "DURATION" && t.End == "" || t.Type == "SET" {
			continue
		}
		head := timexHead(sent, t)
		if head < 0 {
			continue
		}
		if c := r.distance(s, tok, head) + r.ofOccasion(s, tok, head); c < cost && c <= maxDistance && fits(t, head) {
			best, cost = t, c
		}
	}
	return best
}

// onItsDay gives a bound within a day ("before dawn on Saturday") the day.
func onItsDay(t *sitrep.Timex) *sitrep.Timex {
	const date = len("2006-01-02")
	if t.Start != "" || t.Type != "TIME" || len(t.Value) <= date {
		return t
	}
	day, err := time.Parse(time.DateOnly, t.Value[:date])
	if err != nil {
		return t
	}
	dated := *t
	dated.Start, dated.End = day.Format(time.DateOnly), day.AddDate(0, 0, 1).Format(time.DateOnly)
	return &dated
}

// ofOccasion prices a time that a noun has for itself ("Friday's raid"): it is that
// of a verb whose subject or scene the noun is, not of one that only speaks of it
// ("praised Friday's raid") or hangs it on another noun.
func (r *reading) ofOccasion(s, tok, mod int) int {
	sent := &r.doc.Sentences[s]
	noun := sent.HeadOf(mod)
	if noun < 0 || noun == tok || sent.Tokens[noun].UPOS != "NOUN" || sent.Deprel(mod) != "nmod:poss" && sent.Rel(mod) != "compound" {
		return 0
	}
	switch sent.Rel(noun) {
	case "nsubj":
		return 0
	case "obl":
		if r.k.Grammar.Is("within", r.caseOf(s, noun)) {
			return 0
		}
	}
	if sent.Under(tok, noun) {
		return 0
	}
	return tooFar
}

// timexHead is the head of the words of a time expression, -1 for none. A
// genitive ("Monday's") shares a span with its ending, which reaches further.
func timexHead(sent *sitrep.Sentence, t *sitrep.Timex) int {
	inside := func(tok int) bool {
		at := sent.Tokens[tok].Span.Start
		return t.Span.Start <= at && at < t.Span.End
	}
	for i := range sent.Tokens {
		if inside(i) {
			if head := sent.HeadOf(i); head < 0 || !inside(head) {
				return i
			}
		}
	}
	return -1
}

// after finds the length of time that an act at tok lies before the time t of the
// clause: "on Friday, two days after he was seized". Nil for none.
func (r *reading) after(s, tok int, t *sitrep.Timex) *sitrep.Timex {
	sent := &r.doc.Sentences[s]
	var last *sitrep.Timex
	for i := range r.doc.Timexes {
		d := &r.doc.Timexes[i]
		if d.Type != "DURATION" || !sent.Span.Contains(d.Span) {
			continue
		}
		next := slices.IndexFunc(sent.Tokens, func(w sitrep.Token) bool { return w.Span.Start >= d.Span.End })
		if next < 0 || next >= tok || !r.k.Grammar.Is("earlier", strings.ToLower(sent.Tokens[next].Form)) {
			continue
		}
		end := next + 1
		for end < len(sent.Tokens) && sent.Tokens[end].UPOS != "PUNCT" {
			end++
		}
		inside := t.Span.Start >= sent.Tokens[next].Span.Start && t.Span.Start < sent.Tokens[end-1].Span.End
		if tok < end && !inside {
			last = d // of two in a row that before the act
		}
	}
	return last
}

// fromThat finds the length of time that the act at tok lies from the time t told
// before it, and whether before (-1) or after it: "the raid on May 2 and the murder
// two days before it". Nil for none.
func (r *reading) fromThat(s, tok int, t *sitrep.Timex) (*sitrep.Timex, int) {
	sent := &r.doc.Sentences[s]
	for i := range r.doc.Timexes {
		d := &r.doc.Timexes[i]
		if d.Type != "DURATION" || !sent.Span.Contains(d.Span) || d.Span.Start < t.Span.End || d.Span.Start < sent.Tokens[tok].Span.End {
			continue
		}
		next := slices.IndexFunc(sent.Tokens, func(w sitrep.Token) bool { return w.Span.Start >= d.Span.End })
		if next < 0 || !r.pointsAtThat(s, next+1) {
			continue
		}
		for at := tok + 1; at < next; at++ {
			if sent.Tokens[at].UPOS == "VERB" || r.occasion(s, at) {
				return nil, 0
			}
		}
		switch word := strings.ToLower(sent.Tokens[next].Form); {
		case r.k.Grammar.Is("later", word):
			return d, -1
		case r.k.Grammar.Is("earlier", word):
			return d, 1
		}
	}
	return nil, 0
}

// pointsAtThat reports whether no noun or clause follows at tok, so that "before" points
// at what was told: the end of a phrase, or a pronoun.
func (r *reading) pointsAtThat(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	if tok >= len(sent.Tokens) || sent.Tokens[tok].UPOS == "PUNCT" {
		return true
	}
	return r.k.Grammar.Is("thing", sent.Tokens[tok].Lemma) && sent.Rel(tok) != "nsubj" && sent.Rel(tok) != "det"
}

// shifted is the time of the act at tok, a length before or after the time t.
func (r *reading) shifted(s, tok int, t, length *sitrep.Timex, sign int) *sitrep.ClaimTime {
	ct := dayFrom(t, length, sign)
	if ct != nil {
		ct.Why = append(r.whyTime(s, tok, t), sitrep.Reason{Text: "shifted by the time between them,", Span: length.Span})
	}
	return ct
}

// dayFrom is the time that lies a length of time before (sign -1) or after (1) a day,
// nil for lengths and times of which no days can be told.
func dayFrom(t, length *sitrep.Timex, sign int) *sitrep.ClaimTime {
	least, most, ok := daysOf(length)
	day, bad := sitrep.ParseStamp(t.Start)
	if !ok || bad != nil || !oneDay(t.Start, t.End) {
		return nil
	}
	if sign < 0 {
		least, most = -most, -least
	}
	first := day.Time.Truncate(24 * time.Hour)
	last, _ := sitrep.ParseStamp(t.End)
	days := int(last.Time.Add(-time.Second).Sub(first).Hours() / 24) // a night is of two days
	start, end := first.AddDate(0, 0, least), first.AddDate(0, 0, most+1+max(days, 0))
	ct := &sitrep.ClaimTime{Value: start.Format(time.DateOnly), Start: start.Format(time.DateOnly),
		End: end.Format(time.DateOnly), Precision: t.Prec, Mod: t.Mod, Span: t.Span}
	if most > least {
		ct.Mod = "APPROX"
	}
	return ct
}
