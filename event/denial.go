package event

import (
	"slices"
	"time"

	"github.com/sitrep-dev/sitrep"
)

// denied makes the negated claim of a denial whose content stands in the
// sentence before: "The army denied it."
func (r *reading) denied(s int, acts []act, claims []sitrep.Claim) []sitrep.Claim {
	sent := &r.doc.Sentences[s]
	var out []sitrep.Claim
	for i := range acts {
		a := &acts[i]
		if !a.entry.Denies || sent.Facts[a.tok].Polarity == sitrep.Negated || len(a.actors) == 0 {
			continue
		}
		at, ok := r.pointsBack(s, a)
		if !ok {
			continue
		}
		for k := len(r.before) - 1; k >= 0; k-- {
			told := &r.before[k]
			if told.Quad != 4 && told.Quad != 2 || told.Modality != sitrep.Happened || told.Polarity != sitrep.Affirmed || told.Background {
				continue
			}
			out = append(out, r.negation(s, a, &claims[i], told, at))
			break
		}
	}
	return out
}

// pointsBack reports whether what is denied is only a pronoun, or nothing, and
// the characters that stand for it.
func (r *reading) pointsBack(s int, a *act) (sitrep.Span, bool) {
	sent := &r.doc.Sentences[s]
	if len(r.complements(s, a.tok)) > 0 {
		return sitrep.Span{}, false
	}
	obj := r.object(s, a.tok, a.pos)
	if len(obj) == 0 {
		return sent.Tokens[a.tok].Span, true
	}
	t := &sent.Tokens[obj[0]]
	return t.Span, t.UPOS == "PRON" && r.k.Grammar.Is("thing", t.Lemma)
}

// negation is the claim that told did not happen, on the word of who denies it.
func (r *reading) negation(s int, a *act, denial, told *sitrep.Claim, at sitrep.Span) sitrep.Claim {
	sent := &r.doc.Sentences[s]
	c := *told
	c.Sentence, c.Trigger, c.Quote = sent.Span, at, r.doc.Words(sent.Span)
	c.ID = claimID(r.doc.Report.ID, at, "denied"+told.ID, 0)
	c.Why = sitrep.Reasons{Mood: []sitrep.Reason{{Text: "negated, what was told before is denied", Span: sent.Tokens[a.tok].Span, Rule: a.entry.ID}}}
	if told.Time != nil {
		when := *told.Time
		when.Why = append(slices.Clone(when.Why), sitrep.Reason{Text: "taken from the claim that is denied"})
		c.Time = &when
	}
	c.Polarity, c.About, c.Control, c.Relation, c.Step = sitrep.Negated, "", nil, nil, nil
	c.Figures, c.Entries = []sitrep.Figure{}, append(slices.Clone(told.Entries), a.entry.ID)
	c.Sources = nil
	for _, p := range a.actors {
		span, cue := p.Span, sent.Tokens[a.tok].Span
		c.Sources = append(c.Sources, sitrep.Source{Source: p.Name, Span: &span, Cue: &cue, Stance: sitrep.Denies, Entity: p.Entity, Code: p.Code, Country: p.Country,
			Why: []sitrep.Reason{{Text: "who denies it"}}})
	}
	denial.About = c.ID
	return c
}

// open makes a claim of what the sentence says is not known, where no act
// carries it already.
func (r *reading) open(s int, claims []sitrep.Claim) []sitrep.Claim {
	sent := &r.doc.Sentences[s]
	if slices.ContainsFunc(claims, func(c sitrep.Claim) bool { return c.Modality == sitrep.Unclear }) {
		return nil
	}
	best, depth := -1, 1<<30
	for i := range sent.Tokens {
		u := sent.Tokens[i].UPOS
		if f := sent.Facts[i]; f.Modality != sitrep.Unclear || f.Cue < 0 || u != "VERB" && u != "NOUN" && u != "ADJ" {
			continue
		}
		d := 0
		for h := i; h >= 0 && d < 40; d++ {
			h = sent.HeadOf(h)
		}
		if d < depth {
			best, depth = i, d
		}
	}
	if best < 0 {
		return nil
	}
	c := r.countClaim(s, best)
	c.ID = claimID(r.doc.Report.ID, c.Trigger, "open", 0)
	c.Entries = []string{sent.Facts[best].Entry}
	return []sitrep.Claim{c}
}

// longAgo is how far before its report a thing lies that is told as history.
const longAgo = 60 * 24 * time.Hour

// date marks as history what is dated long before the report, and takes off a
// day that came after it.
func (r *reading) date(c *sitrep.Claim) {
	if c.Time == nil || len(c.Time.End) < 10 || r.doc.Report.Published.IsZero() || c.Modality != sitrep.Happened {
		return
	}
	if c.Time.Start > r.doc.Report.Published.Day().AddDate(0, 0, 1).Format(time.DateOnly) {
		c.Why.Time = append(c.Why.Time, sitrep.Reason{Text: "left out, after the day of the report:", Span: c.Time.Span})
		c.Time = nil // the day of something else: what is told did not happen after it was printed
		return
	}
	if r.longBefore(c.Time) {
		told(c, sitrep.Reason{Text: "background, dated long before the report"})
		c.Background = true
	}
}

// longBefore reports whether a time ends long before the report.
func (r *reading) longBefore(t *sitrep.ClaimTime) bool {
	if len(t.End) < len(time.DateOnly) || r.doc.Report.Published.IsZero() {
		return false
	}
	end, err := time.Parse(time.DateOnly, t.End[:len(time.DateOnly)])
	return err == nil && r.doc.Report.Published.Day().Sub(end) > longAgo
}
