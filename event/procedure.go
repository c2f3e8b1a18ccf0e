package event

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// textContext is which body's text the report speaks of at a point.
type textContext struct {
	body    string
	product string
	sure    bool // a specific product was named
	at      int  // sentence of the last mention
}

// procedure finds the steps of a body's procedure that the document tells, and
// hangs them on the claims that code the same words, or on claims of their own.
func (r *reading) procedure(claims []sitrep.Claim) []sitrep.Claim {
	ctx := textContext{at: -1}
	subject := ""
	for s := range r.doc.Sentences {
		r.update(&ctx, s)
		if ctx.body == "" {
			continue
		}
		sent := &r.doc.Sentences[s]
		if len(sent.Facts) != len(sent.Tokens) {
			continue
		}
		for i := range sent.Tokens {
			step, cue := r.stepAt(s, i, &ctx)
			if step == nil {
				continue
			}
			if subject == "" {
				subject = r.subjectOf()
			}
			step.Subject = subject
			claims = r.attach(claims, s, i, step, cue)
		}
	}
	return claims
}

// titleOf reports whether a mention only says what office somebody holds ("European
// Council President Charles Michel").
func (r *reading) titleOf(s int, m *sitrep.Mention) bool {
	sent := &r.doc.Sentences[s]
	i := sent.HeadIn(m.Span)
	for steps := 0; i >= 0 && steps < 3; steps++ {
		if rel := sent.Rel(i); rel != "compound" && rel != "nmod" && rel != "appos" && rel != "flat" || sent.Deprel(i) == "nmod" && len(r.children(s, i, "case")) > 0 {
			return false
		}
		if i = sent.HeadOf(i); i < 0 {
			return false
		}
		if o := r.doc.MentionAt(s, i); o != nil && o.Kind == sitrep.KindPerson {
			return true
		}
	}
	return false
}

// update notes bodies and products named in sentence s.
func (r *reading) update(ctx *textContext, s int) {
	sent := &r.doc.Sentences[s]
	for i := range r.doc.Mentions {
		m := &r.doc.Mentions[i]
		if m.Sentence != s || r.titleOf(s, m) {
			continue
		}
		body := r.k.Procedure.Body(r.doc.Words(m.Span))
		if body == "" && m.Actor != nil {
			body = r.k.Procedure.Body(m.Actor.Name)
		}
		if body != "" {
			ctx.body = body
		}
	}
	for i := range sent.Tokens {
		p := r.k.Procedure.ProductAt(sent, i)
		if p == nil || ctx.body == "" {
			continue
		}
		ctx.at = s
		if p.Specific && !(ctx.sure && p.Name == "resolution") {
			ctx.product, ctx.sure = p.Name, true
		} else if ctx.product == "" {
			ctx.product = p.Name
		}
	}
}

// stepAt is the step that the word at i tells, nil for none.
func (r *reading) stepAt(s, i int, ctx *textContext) (*sitrep.StepClaim, string) {
	sent := &r.doc.Sentences[s]
	for _, hit := range r.k.Procedure.StepsAt(sent, i) {
		fact := sent.Facts[i]
		negated := fact.Polarity == sitrep.Negated
		if m := fact.Modality; m != "" && m != sitrep.Happened && !negated && hit.Rule.Kind != "objected" {
			continue
		}
		kind := hit.Rule.Kind
		if negated {
			if kind = hit.Rule.Negated; kind == "" {
				continue
			}
		}
		if hit.Rule.NeedsContext && (ctx.at < 0 || s-ctx.at > 2) {
			continue
		}
		product, ok := r.textBelow(s, i, hit, ctx)
		if !ok {
			continue
		}
		step := &sitrep.StepClaim{Body: ctx.body, Product: cmp.Or(product, ctx.product), Kind: kind}
		for _, slot := range hit.Rule.By {
			for _, w := range r.slot(s, i, posOf(hit.POS), hit.Used, slot) {
				if p, ok := r.party(s, w, 0); ok && step.By == nil {
					step.By = &p
				}
			}
		}
		if step.By == nil && (kind == "blocked" || kind == "objected" || kind == "vetoed" || kind == "drafted") {
			continue
		}
		for _, slot := range hit.Rule.Reason {
			if words := r.slot(s, i, posOf(hit.POS), hit.Used, slot); len(words) > 0 && step.Reason == "" {
				step.Reason = r.doc.Words(sent.Subtree(words[0]))
			}
		}
		return step, hit.Rule.ID
	}
	return nil, ""
}

func posOf(pos string) string {
	if pos == "A" {
		return "V"
	}
	return pos
}

// textBelow reports whether what the rule asks for stands with the word, and
// which specific product it is.
func (r *reading) textBelow(s, i int, hit knowledge.StepHit, ctx *textContext) (string, bool) {
	sent := &r.doc.Sentences[s]
	words := append(r.object(s, i, "V"), r.children(s, i, "nsubj", "nsubj:pass", "obl", "xcomp", "ccomp")...)
	for _, x := range r.children(s, i, "xcomp", "advcl") {
		if sent.Tokens[x].XPOS == "VBG" { // "prevented the Council from adopting a text"
			words = append(words, r.children(s, x, "obj")...)
		}
	}
	if hit.POS != "V" {
		words = append(words, sent.HeadOf(i))
		words = append(words, r.children(s, i, "nmod")...)
	}
	for _, u := range hit.Used[1:] {
		words = append(words, u)
		words = append(words, r.children(s, u, "obj", "nmod", "obl")...)
	}
	for _, w := range words {
		if w < 0 {
			continue
		}
		lemma := strings.ToLower(sent.Tokens[w].Lemma)
		for _, of := range hit.Rule.Of {
			switch of {
			case "product":
				if p := r.k.Procedure.ProductAt(sent, w); p != nil {
					if p.Specific {
						return p.Name, true
					}
					return "", true
				}
				if sent.Tokens[w].UPOS == "PRON" && r.k.Grammar.Is("thing", lemma) && ctx.at >= 0 && s-ctx.at <= 1 {
					return "", true
				}
			case "amendment":
				if r.k.Procedure.Amendment(lemma) && ctx.at >= 0 {
					return "", true
				}
			case "calling":
				if r.k.Procedure.Calling(lemma) && ctx.at >= 0 {
					return "", true
				}
			}
		}
	}
	return "", false
}

// attach puts the step on a claim whose trigger is the same word, or on a new one.
func (r *reading) attach(claims []sitrep.Claim, s, i int, step *sitrep.StepClaim, rule string) []sitrep.Claim {
	sent := &r.doc.Sentences[s]
	for k := range claims {
		if claims[k].Trigger == sent.Tokens[i].Span && claims[k].Step == nil {
			claims[k].Step = step
			claims[k].Entries = append(claims[k].Entries, rule)
			return claims
		}
	}
	c := r.countClaim(s, i)
	c.ID = claimID(r.doc.Report.ID, c.Trigger, "step", 0)
	c.Step, c.Entries = step, []string{rule}
	if step.By != nil {
		c.Actors = []sitrep.Actor{*step.By}
	}
	return append(claims, c)
}

// subjectOf names what the report is about: its two most mentioned parties or
// places that are no body.
func (r *reading) subjectOf() string {
	count := map[string]int{}
	var names []string
	for i := range r.doc.Mentions {
		m := &r.doc.Mentions[i]
		if m.Kind == sitrep.KindPronoun || m.Actor == nil || m.Actor.Entity == "" || r.k.Procedure.Body(m.Actor.Name) != "" {
			continue
		}
		if count[m.Actor.Name] == 0 {
			names = append(names, m.Actor.Name)
		}
		count[m.Actor.Name]++
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	return strings.Join(names[:min(len(names), 3)], ", ")
}
