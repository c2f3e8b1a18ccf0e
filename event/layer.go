package event

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// inTimex reports whether the word is part of a time expression.
func (r *reading) inTimex(s, tok int) bool {
	span := r.doc.Sentences[s].Tokens[tok].Span
	lo, _ := slices.BinarySearchFunc(r.doc.Timexes, r.doc.Sentences[s].Span.Start, func(t sitrep.Timex, at int) int { return t.Span.Start - at })
	for i := lo; i < len(r.doc.Timexes) && r.doc.Timexes[i].Span.Start <= span.Start; i++ {
		if r.doc.Timexes[i].Span.Overlaps(span) {
			return true
		}
	}
	return false
}

// maxDistance is the tree distance beyond which a time or place is not the act's own.
const maxDistance = 6

// distance counts the arcs from the predicate to the modifier at mod, with a
// price for each predicate in between and for clauses left on the way.
func (r *reading) distance(s, tok, mod int) int {
	sent := &r.doc.Sentences[s]
	up := map[int]int{}
	price := 0
	for i, d := tok, 0; i >= 0 && d < 30; d++ {
		up[i] = d + price
		head := sent.HeadOf(i)
		if f := sent.Facts[i]; head >= 0 && f.Cue == head && f.Modality != sitrep.Happened && f.Modality != "" {
			price += maxDistance // the time of a demand is not that of what is demanded
		}
		i = head
	}
	for i, d := mod, 0; i >= 0 && d < 30; d++ {
		if above, ok := up[i]; ok {
			return d + above + r.crossing(s, tok, i) + r.crossingDown(s, mod, i)
		}
		i = sent.HeadOf(i)
	}
	return 1 << 29
}

// crossing prices the way up from tok to top: leaving a clause that has its own
// subject costs more than leaving an infinitive or a noun phrase.
func (r *reading) crossing(s, tok, top int) int {
	sent := &r.doc.Sentences[s]
	price := 0
	for i := tok; i >= 0 && i != top; i = sent.HeadOf(i) {
		switch sent.Rel(i) {
		case "ccomp", "parataxis":
			price += 3
		case "acl", "advcl", "conj":
			price++
		}
	}
	return price
}

// crossingDown prices the way from the modifier up to top: a time inside another
// verb's clause belongs to that verb.
func (r *reading) crossingDown(s, mod, top int) int {
	sent := &r.doc.Sentences[s]
	price := 0
	for i := sent.HeadOf(mod); i >= 0 && i != top; i = sent.HeadOf(i) {
		if u := sent.Tokens[i].UPOS; (u == "VERB" || u == "AUX") && !r.tellsOf(s, i) {
			price += 4
		}
	}
	return price
}

// tellsOf reports a relative clause that only says of the thing or occasion before
// it when and where it was: "the incident, which took place in Xxx".
func (r *reading) tellsOf(s, verb int) bool {
	sent := &r.doc.Sentences[s]
	if sent.Deprel(verb) != "acl:relcl" || !r.k.Classes.Has(sent.Tokens[verb].Lemma, "occur") {
		return false
	}
	head := sent.HeadOf(verb)
	return head >= 0 && sent.Tokens[head].UPOS == "NOUN" && !r.human(strings.ToLower(sent.Tokens[head].Lemma)) && slices.Contains(r.antecedents(s, verb, r.children(s, verb, "nsubj")), head)
}

// figures are the counts whose measure the word at tok gives.
func (r *reading) figures(s, tok int) []sitrep.Figure {
	var out []sitrep.Figure
	for i := range r.quantities(s) {
		q := &r.quantities(s)[i]
		if q.Figure.Measure != "" && q.Trigger == tok && r.teller(s, q) == nil {
			f := q.Figure
			f.Why = append(slices.Clone(f.Why), sitrep.Reason{Text: "its word is that of the claim"})
			out = append(out, f)
		}
	}
	return out
}

func (r *reading) quantities(s int) []sitrep.Quantity {
	lo, _ := slices.BinarySearchFunc(r.doc.Quantities, s, func(q sitrep.Quantity, at int) int { return q.Sentence - at })
	hi := lo
	for hi < len(r.doc.Quantities) && r.doc.Quantities[hi].Sentence == s {
		hi++
	}
	return r.doc.Quantities[lo:hi]
}

// counts makes a claim of the figures of a sentence that no act carries: one for
// each group of words that hang together.
func (r *reading) counts(s int, claims []sitrep.Claim) []sitrep.Claim {
	var open *sitrep.Claim
	var out []sitrep.Claim
	for i := range r.quantities(s) {
		q := &r.quantities(s)[i]
		if q.Figure.Measure == "" || slices.ContainsFunc(claims, func(c sitrep.Claim) bool {
			return slices.ContainsFunc(c.Figures, func(f sitrep.Figure) bool { return f.Span == q.Figure.Span })
		}) {
			continue
		}
		tok := q.Trigger
		if tok < 0 {
			tok = q.Token
		}
		if by := r.teller(s, q); by != nil {
			out = r.toldBy(out, by, s, q)
			open = nil
			continue
		}
		if carrier := r.carrier(s, tok, claims); carrier != nil {
			f := q.Figure
			f.Why = append(slices.Clone(f.Why), sitrep.Reason{Text: "its word hangs together with", Span: carrier.Trigger})
			carrier.Figures = append(carrier.Figures, f)
			continue
		}
		if open == nil {
			out = append(out, r.countClaim(s, tok))
			out[len(out)-1].Why.Figure = []sitrep.Reason{{Text: "no claim of the sentence carries the count"}}
			open = &out[len(out)-1]
		}
		open.Figures = append(open.Figures, q.Figure)
	}
	return out
}

// teller is who states a count by a verb of counting or of revision: "the ministry
// raised its toll to 25", "the army put the number of dead at nine". Nil when
// nobody does.
func (r *reading) teller(s int, q *sitrep.Quantity) *sitrep.Actor {
	sent := &r.doc.Sentences[s]
	starts := []int{q.Token, q.Trigger}
	for _, i := range starts {
		for steps := 0; i >= 0 && steps < 5; i, steps = sent.HeadOf(i), steps+1 {
			t := &sent.Tokens[i]
			if t.UPOS != "VERB" || !r.k.Quantity.Counting(strings.ToLower(t.Lemma)) && !r.k.Quantity.Revising(strings.ToLower(t.Lemma)) {
				continue
			}
			for _, w := range r.children(s, i, "nsubj") {
				if m := r.doc.MentionAt(s, w); m != nil && m.Actor != nil && len(r.object(s, i, "V")) > 0 {
					p := *m.Actor
					p.Span = m.Span
					return &p
				}
			}
		}
	}
	return nil
}

// toldBy adds the figure to the claim of its teller, made when it is the first.
func (r *reading) toldBy(out []sitrep.Claim, by *sitrep.Actor, s int, q *sitrep.Quantity) []sitrep.Claim {
	tok := q.Trigger
	if tok < 0 {
		tok = q.Token
	}
	for i := range out {
		if len(out[i].Sources) > 0 && out[i].Sources[0].Span != nil && *out[i].Sources[0].Span == by.Span {
			out[i].Figures = append(out[i].Figures, q.Figure)
			return out
		}
	}
	c := r.countClaim(s, tok)
	span := by.Span
	src := sitrep.Source{Source: by.Name, Span: &span, Stance: sitrep.Says, Entity: by.Entity, Code: by.Code, Country: by.Country,
		Why: []sitrep.Reason{{Text: "states the count, as subject of the verb of counting"}}}
	if !slices.ContainsFunc(c.Sources, func(o sitrep.Source) bool { return o.Source == src.Source || o.Span != nil && o.Span.Overlaps(span) }) {
		c.Sources = append([]sitrep.Source{src}, c.Sources...)
	}
	c.Figures = []sitrep.Figure{q.Figure}
	return append(out, c)
}

// carrier is the claim of violence on whose predicate the counting word hangs:
// "an attack that left 14 dead".
func (r *reading) carrier(s, tok int, claims []sitrep.Claim) *sitrep.Claim {
	sent := &r.doc.Sentences[s]
	for i := range claims {
		c := &claims[i]
		if !r.k.Ontology.Types[c.Type].Has("violent") || c.Modality != sitrep.Happened || c.Polarity != sitrep.Affirmed {
			continue
		}
		at := sent.TokenAt(c.Trigger)
		if at >= 0 && (sent.Under(tok, at) || sent.Under(at, tok) && sent.Rel(at) == "nsubj") {
			return c
		}
	}
	return nil
}

// countClaim is a claim without type that only counts.
func (r *reading) countClaim(s, tok int) sitrep.Claim {
	sent := &r.doc.Sentences[s]
	fact := sent.Facts[tok]
	c := sitrep.Claim{Sentence: sent.Span, Trigger: sent.Tokens[tok].Span, Quote: r.doc.Words(sent.Span),
		Modality: fact.Modality, Polarity: fact.Polarity, Background: fact.Background, Confidence: 0.8}
	if c.Modality == "" {
		c.Modality = sitrep.Happened
	}
	if c.Polarity == "" {
		c.Polarity = sitrep.Affirmed
	}
	c.ID = claimID(r.doc.Report.ID, c.Trigger, "count", 0)
	c.Sources = r.sources(c.Trigger)
	c.Why.Mood = r.whyMood(s, tok, fact)
	if c.Time = r.when(s, tok); c.Time == nil {
		c.Why.Time = r.whyNoTime(s, tok)
	}
	if t := r.nearPlace(s, tok); t != nil && t.Resolved {
		p := placeOf(t)
		c.Place = &p
	}
	r.date(&c)
	Lists(&c)
	return c
}
