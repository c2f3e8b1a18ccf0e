package event

import (
	"slices"

	"github.com/sitrep-dev/sitrep"
)

// sentence codes one sentence: acts, then claims that only count.
func (r *reading) sentence(s int) []sitrep.Claim {
	sent := &r.doc.Sentences[s]
	if len(sent.Facts) != len(sent.Tokens) {
		return nil
	}
	acts := r.propose(s, r.acts(s))
	for i := range acts {
		acts[i].light = -1
		if acts[i].pos == "N" {
			acts[i].light = r.lightOver(s, acts[i].tok)
		}
		r.fill(s, &acts[i])
		if next := acts[i].next; next != nil && !r.states(s, &acts[i]) {
			next.light = acts[i].light
			acts[i] = *next
			r.fill(s, &acts[i])
		}
	}
	acts = r.join(s, acts)
	acts = slices.DeleteFunc(acts, func(a act) bool { return !r.among(&a, acts) || !r.worthTelling(s, &a, acts) })
	r.share(s, acts)
	acts = slices.DeleteFunc(acts, func(a act) bool { return r.onlyPresumed(s, &a, acts) })

	claims := make([]sitrep.Claim, 0, len(acts))
	byToken := map[int]int{} // token of an act → its claim
	for _, a := range acts {
		for _, t := range append([]int{a.tok}, a.merged...) {
			byToken[t] = len(claims)
		}
		for _, u := range a.used {
			if _, taken := byToken[u]; !taken {
				byToken[u] = len(claims)
			}
		}
		c := r.claim(s, &a)
		r.general(s, &a, &c)
		claims = append(claims, c)
	}
	r.presuppose(claims)
	r.link(s, acts, claims, byToken)
	r.soften(acts, claims)
	claims = append(claims, r.announced(acts, claims)...)
	claims = append(claims, r.denied(s, acts, claims)...)
	claims = append(claims, r.counts(s, claims)...)
	claims = append(claims, r.open(s, claims)...)
	claims = slices.DeleteFunc(claims, func(c sitrep.Claim) bool {
		return c.Type == "" && len(c.Figures) == 0 && c.Control == nil && c.Relation == nil && c.Modality != sitrep.Unclear
	})
	kept := claims[:0]
	for i := range claims {
		if r.meant(s, &claims[i]) {
			kept = append(kept, claims[i])
		}
	}
	return whole(kept)
}

// whole takes away pointers to claims that were left out.
func whole(claims []sitrep.Claim) []sitrep.Claim {
	for i := range claims {
		about := claims[i].About
		if about != "" && !slices.ContainsFunc(claims, func(c sitrep.Claim) bool { return c.ID == about }) {
			claims[i].About = ""
		}
	}
	return claims
}

// join makes one act of predicates of one type that tell one occurrence: counted
// victims in a row ("were killed and 23 injured"), and a deed that only sets the
// scene of its victims ("killed in the fighting over the town").
func (r *reading) join(s int, acts []act) []act {
	var out []act
	for _, a := range acts {
		if b := r.same(s, &a, out); b != nil {
			if len(b.actors) == 0 && !a.entry.Reciprocal {
				b.actors = a.actors
			}
			b.recipients = mergeParties(b.recipients, a.recipients)
			b.merged = append(b.merged, a.tok)
			continue
		}
		out = append(out, a)
	}
	return out
}

// same is the earlier act that a tells with other words, nil for none.
func (r *reading) same(s int, a *act, out []act) *act {
	sent := &r.doc.Sentences[s]
	for k := range out {
		b := &out[k]
		if a.entry.Type != b.entry.Type || b.entry.Measure == "" || len(a.actors) > 0 && len(b.actors) > 0 && !anyShared(a.actors, b.actors) {
			continue
		}
		if a.entry.Measure != "" {
			if a.entry.Measure != b.entry.Measure && r.actedBy(s, a) {
				continue // "were kidnapped, and soldiers killed four"
			}
			top := r.clauseTop(s, a.tok)
			if top == b.tok || top == r.clauseTop(s, b.tok) || a.entry.Measure != b.entry.Measure && len(a.actors) == 0 && !r.clauseBetween(s, a.tok, b.tok) {
				return b
			}
			continue
		}
		if rel := sent.Rel(a.tok); a.pos == "N" && (rel == "obl" || rel == "nmod") && sent.Under(a.tok, b.tok) && len(a.recipients) == 0 {
			return b
		}
		if a.pos == "N" && len(b.merged) > 0 && sent.Under(a.tok, b.merged[len(b.merged)-1]) && len(a.recipients) == 0 {
			return b
		}
	}
	return nil
}

// actedBy reports an active verb with a party of its own for its subject.
func (r *reading) actedBy(s int, a *act) bool {
	return a.pos == "V" && len(a.actors) > 0 && !r.passive(s, a.tok) && len(r.children(s, a.tok, "nsubj")) > 0
}

// clauseBetween reports whether a subordinate clause opens on the way from tok up to top.
func (r *reading) clauseBetween(s, tok, top int) bool {
	sent := &r.doc.Sentences[s]
	for i, steps := tok, 0; i >= 0 && i != top && steps < 12; i, steps = sent.HeadOf(i), steps+1 {
		switch sent.Deprel(i) {
		case "ccomp", "acl:relcl", "advcl", "xcomp":
			return true
		}
	}
	return !sent.Under(tok, top)
}

// among reports whether an act has the company that its entry asks for.
func (r *reading) among(a *act, acts []act) bool {
	if a.entry.Among == "" || len(a.actors) > 0 {
		return true
	}
	return slices.ContainsFunc(acts, func(b act) bool {
		return b.entry.Among == "" && r.trait(&b, a.entry.Among)
	}) || slices.ContainsFunc(r.before, func(c sitrep.Claim) bool { return r.k.Ontology.Types[c.Type].Has(a.entry.Among) })
}

// worthTelling keeps a noun that names a deed only when the sentence says
// something of it: who, to whom, that it is demanded or planned, or when it is
// what a light verb does. "The attack" alone points back and tells nothing new.
func (r *reading) worthTelling(s int, a *act, acts []act) bool {
	sent := &r.doc.Sentences[s]
	if a.entry.Only != "" && string(sent.Facts[a.tok].Polarity) != a.entry.Only {
		return false
	}
	if a.pos != "N" {
		return true
	}
	for i := range acts {
		if acts[i].tok != a.tok && r.fact(s, &acts[i]).Cue == a.tok {
			return true
		}
	}
	if r.k.Classes.Has(sent.Tokens[a.tok].Lemma, "lasting") && r.nearTimex(s, a.tok) == nil && r.commented(s, a, acts) {
		return false // "voiced concern about the use of force by police"
	}
	if a.light >= 0 || slices.ContainsFunc(a.recipients, func(p sitrep.Actor) bool { return !p.Thing || !r.trait(a, "blames") }) {
		return true
	}
	if len(a.actors) == 0 && r.commented(s, a, acts) {
		return false
	}
	fact := r.mood(s, a)
	if fact.Modality != "" && fact.Modality != sitrep.Happened || fact.Polarity == sitrep.Negated {
		return true
	}
	if len(a.actors) > 0 {
		return true
	}
	if r.nearPlace(s, a.tok) != nil || r.nearTimex(s, a.tok) != nil {
		return true
	}
	if sent.Rel(a.tok) == "root" && r.doc.Blocks[sent.Block].Kind == sitrep.Heading {
		return true
	}
	return r.entityOfRelation(a)
}

// commented reports a deed of nobody that stands below words about it without a
// type of their own: who mourns an attack does not report it.
func (r *reading) commented(s int, a *act, acts []act) bool {
	return slices.ContainsFunc(acts, func(b act) bool {
		return b.tok != a.tok && r.k.Ontology.Types[b.entry.Type].Has("comments") && r.doc.Sentences[s].Under(a.tok, b.tok)
	})
}

// onlyPresumed reports a deed that stands inside what is demanded, planned or
// hypothetical, of which the sentence names no known party and no place: "that
// all sides stop fighting" does not report an attack by all sides.
func (r *reading) onlyPresumed(s int, a *act, acts []act) bool {
	sent := &r.doc.Sentences[s]
	if f := sent.Facts[a.tok]; f.Modality != "" && f.Modality != sitrep.Happened || f.Polarity == sitrep.Negated || r.k.Ontology.Types[a.entry.Type].Talk() || a.entry.Type == "" || r.toldOf(s, a) {
		return false
	}
	unreal, doubtful := false, false
	for i, steps := sent.HeadOf(a.tok), 0; i >= 0 && steps < 20; i, steps = sent.HeadOf(i), steps+1 {
		m := sent.Facts[i].Modality
		unreal = unreal || m != "" && m != sitrep.Happened && m != sitrep.Unclear
		doubtful = doubtful || m == sitrep.Attempted || m == sitrep.Hypothetical
	}
	if !unreal {
		return false
	}
	for _, p := range append(slices.Clone(a.actors), a.recipients...) {
		if m := r.doc.MentionOver(s, max(sent.TokenAt(p.Span), 0)); p.Code != "" && (m == nil || m.Kind != sitrep.KindPronoun) {
			return false
		}
	}
	return doubtful || r.nearPlace(s, a.tok) == nil || len(a.actors) > 0
}

func (r *reading) entityOfRelation(a *act) bool {
	return a.entry.Type == "" && (a.entry.Control != "" || a.entry.Relation != "")
}

// share lends parties between acts of a sentence: who is asked to stop fighting
// is who fights; whom a demand addresses is who is to act.
func (r *reading) share(s int, acts []act) {
	at := map[int]*act{}
	for i := range acts {
		for _, u := range acts[i].used {
			at[u] = &acts[i]
		}
	}
	for i := range acts {
		at[acts[i].tok] = &acts[i]
	}
	for i := len(acts) - 1; i >= 0; i-- {
		a := &acts[i]
		if len(a.actors) == 0 && r.trait(a, "yields") {
			for j := range acts {
				if b := &acts[j]; b != a && r.partOf(s, b.tok, a.tok) && len(b.actors) > 0 && r.trait(b, "violent") {
					a.actors = b.actors
					break
				}
			}
		}
	}
	r.undoes(s, acts)
	r.retorts(s, acts)
	r.accuses(s, acts)
	for i := range acts {
		a := &acts[i]
		if len(a.actors) == 0 || !r.trait(a, "yields") {
			continue
		}
		for j := range acts {
			if b := &acts[j]; b != a && len(b.actors) == 0 && r.trait(b, "violent") && b.pos == "N" && r.partOf(s, b.tok, a.tok) {
				b.actors = a.actors
			}
		}
	}
	for i := len(acts) - 1; i >= 0; i-- {
		a := &acts[i]
		cue := r.fact(s, a).Cue
		over := at[max(cue, 0)]
		if cue < 0 || over == nil || over == a {
			continue
		}
		if len(over.recipients) == 0 && len(a.actors) > 0 && r.trait(over, "addresses") && !anyShared(over.actors, a.actors) {
			over.recipients = a.actors
		}
		if len(a.actors) == 0 && len(over.recipients) > 0 && r.trait(over, "addresses") {
			a.actors = without(over.recipients, a.recipients)
		}
		if len(a.actors) == 0 && len(over.actors) > 0 && r.trait(over, "commits") && a.pos == "N" {
			a.actors = without(over.actors, a.recipients)
		}
		if len(over.recipients) == 0 && !r.trait(over, "addresses") && r.k.Ontology.Types[over.entry.Type].Talk() && !over.entry.Reciprocal {
			over.recipients = others(over, a)
		}
	}
	r.voices(s, acts)
}

// partOf reports whether a word belongs to what is acted on by the verb at top, with
// no clause of its own between them.
func (r *reading) partOf(s, tok, top int) bool {
	sent := &r.doc.Sentences[s]
	for i, steps := tok, 0; i >= 0 && steps < 12; i, steps = sent.HeadOf(i), steps+1 {
		if i == top {
			return true
		}
		if u := sent.Tokens[i].UPOS; i != tok && (u == "VERB" || u == "AUX") {
			return false
		}
	}
	return false
}

// undoes lends to an act that undoes another whom that one was done to: the
// restrictions imposed on somebody are lifted for him.
func (r *reading) undoes(s int, acts []act) {
	for i := range acts {
		a := &acts[i]
		if len(a.recipients) > 0 || !r.trait(a, "yields") {
			continue
		}
		for j := range acts {
			b := &acts[j]
			if b.tok == a.tok || r.trait(b, "yields") || r.trait(b, "violent") || !r.doc.Sentences[s].Under(b.tok, a.tok) {
				continue
			}
			if a.recipients = others(a, b); len(a.recipients) > 0 {
				break
			}
		}
	}
}

// others is whom an act that is talked of concerns besides who talks of it: whom
// one agrees to pay, with whom one refuses to meet.
func others(over, a *act) []sitrep.Actor {
	if a.entry.Reciprocal {
		return without(a.actors, over.actors)
	}
	return slices.DeleteFunc(without(a.recipients, over.actors), func(p sitrep.Actor) bool { return p.Thing })
}

// without is a copy of list that leaves out the parties of not.
func without(list, not []sitrep.Actor) []sitrep.Actor {
	return slices.DeleteFunc(slices.Clone(list), func(p sitrep.Actor) bool {
		return slices.ContainsFunc(not, func(q sitrep.Actor) bool { return sameParty(p, q) })
	})
}

func anyShared(a, b []sitrep.Actor) bool {
	return slices.ContainsFunc(a, func(p sitrep.Actor) bool {
		return slices.ContainsFunc(b, func(q sitrep.Actor) bool { return sameParty(p, q) })
	})
}

// claim makes the claim of one act from the layers around it.
func (r *reading) claim(s int, a *act) sitrep.Claim {
	sent := &r.doc.Sentences[s]
	fact := r.fact(s, a)
	c := sitrep.Claim{
		Sentence: sent.Span, Trigger: r.trigger(s, a), Quote: r.doc.Words(sent.Span),
		Type: a.entry.Type, Modes: slices.Clone(a.entry.Modes), Contexts: slices.Clone(a.entry.Contexts), CAMEO: a.entry.CAMEO,
		Modality: fact.Modality, Polarity: fact.Polarity, Background: fact.Background,
		Actors: a.actors, Recipients: a.recipients, Entries: []string{a.entry.ID},
		Confidence: r.confidence(s, a),
	}
	c.Why.Mood = r.whyMood(s, a.tok, fact)
	if fact.Entry != "" {
		c.Entries = append(c.Entries, fact.Entry)
	}
	if c.Modality == "" {
		c.Modality = sitrep.Happened
	}
	if a.entry.Modality != "" && c.Modality == sitrep.Happened {
		c.Modality = a.entry.Modality
		told(&c, sitrep.Reason{Text: string(c.Modality) + ", as the entry says", Rule: a.entry.ID})
	}
	if c.Modality == sitrep.Happened && r.isDuty(s, a) {
		c.Modality = sitrep.Demanded
		told(&c, sitrep.Reason{Text: "demanded, a duty"})
	}
	if c.Modality == sitrep.Happened && r.isTopic(s, a) {
		c.Modality = sitrep.Hypothetical
		told(&c, sitrep.Reason{Text: "hypothetical, only the subject of a judgement or talk"})
	}
	if c.Polarity == "" {
		c.Polarity = sitrep.Affirmed
	}
	if a.entry.Negated {
		c.Polarity = flip(c.Polarity)
		told(&c, sitrep.Reason{Text: string(c.Polarity) + ", as the entry says", Rule: a.entry.ID})
	}
	if t := r.k.Ontology.Types[a.entry.Type]; t != nil {
		c.Quad = t.Quad
		if c.CAMEO == "" {
			c.CAMEO = t.CAMEO
		}
	}
	c.ID = claimID(r.doc.Report.ID, c.Trigger, c.Type+a.entry.ID, 0)
	c.Sources = r.othersThan(&c, r.sources(c.Trigger))
	for _, t := range append([]int{a.tok}, a.merged...) {
		if c.Time == nil {
			c.Time = r.when(s, t)
		}
		if c.Place == nil {
			c.Place = r.where(s, t, &c)
		}
	}
	for _, t := range append([]int{a.tok}, a.merged...) {
		c.Figures = append(c.Figures, r.figures(s, t)...)
	}
	if c.Time == nil {
		c.Time = r.continued(s, a, &c)
	}
	if c.Time == nil {
		r.undated(s, a.tok, &c)
	}
	r.freed(s, &c)
	r.atHome(s, &c)
	if f := r.single(s, a, &c); f != nil {
		c.Figures = append(c.Figures, *f)
	}
	r.date(&c)
	r.state(s, a, &c)
	Lists(&c)
	return c
}

// fact is the mood of an act, or that of what happened where the sentence takes the
// act for a fact.
func (r *reading) fact(s int, a *act) sitrep.Fact {
	f := r.mood(s, a)
	if r.presumed(s, a, f) || r.disowned(s, a, f) {
		return sitrep.Fact{Modality: sitrep.Happened, Polarity: sitrep.Affirmed, Cue: -1, How: "the sentence takes it for a fact", Background: f.Background, Old: f.Old}
	}
	return f
}

// mood is the mood of the word of an act or, where the word has none, of its light
// verb ("the chances of holding talks").
func (r *reading) mood(s int, a *act) sitrep.Fact {
	facts := r.doc.Sentences[s].Facts
	f := facts[a.tok]
	if t := r.k.Ontology.Types[a.entry.Type]; a.light >= 0 && f.Cue == a.light && f.Modality == sitrep.Offered && t != nil && (t.Quad == 0 || t.Quad == 3) {
		f.Modality, f.Entry = sitrep.Happened, "" // hard words that are offered are said
		return f
	}
	if given, ok := r.bargained(s, a.tok); ok && (f.Modality == "" || f.Modality == sitrep.Happened) && f.Polarity != sitrep.Negated {
		given.Background = f.Background
		return given
	}
	if a.light >= 0 && (f.Modality == "" || f.Modality == sitrep.Happened) && f.Polarity != sitrep.Negated {
		light := facts[a.light]
		if light.Modality != "" && light.Modality != sitrep.Happened || light.Polarity == sitrep.Negated {
			return light
		}
	}
	return f
}

// isDuty reports whether the act is a deed of good will that an adjective makes
// somebody's duty: who is "responsible for protecting" is to protect, who is
// "responsible for killing" has killed.
func (r *reading) isDuty(s int, a *act) bool {
	sent := &r.doc.Sentences[s]
	h := sent.HeadOf(a.tok)
	if h < 0 || sent.Tokens[a.tok].XPOS != "VBG" || !r.k.Classes.Has(sent.Tokens[h].Lemma, "duty") {
		return false
	}
	t := r.k.Ontology.Types[a.entry.Type]
	return t != nil && (t.Quad == 1 || t.Quad == 2)
}

// isTopic reports an act that is only the subject of a judgement: "Lifting the
// sanctions is out of the question" lifts none.
func (r *reading) isTopic(s int, a *act) bool {
	sent := &r.doc.Sentences[s]
	if sent.Tokens[a.tok].XPOS == "VBG" && r.hasRole(s, a.tok, "topic") { // "a deal on ending the war"
		return true
	}
	if h := sent.HeadOf(a.tok); a.pos == "N" && sent.Deprel(a.tok) == "nsubj" && h >= 0 && sent.Facts[h].Modality == sitrep.Hypothetical {
		t := r.k.Ontology.Types[a.entry.Type] // "the lifting of the ban would help"
		return t != nil && (t.Quad == 1 || t.Quad == 2) && len(r.children(s, h, "aux")) > 0
	}
	if sent.Rel(a.tok) != "csubj" || r.toldAsPast(s, a.tok) { // "it is said that nine were killed"
		return false
	}
	h := sent.HeadOf(a.tok)
	return h >= 0 && (sent.Tokens[h].UPOS != "VERB" || sent.Tokens[a.tok].XPOS != "VBG")
}

func flip(p sitrep.Polarity) sitrep.Polarity {
	if p == sitrep.Negated {
		return sitrep.Affirmed
	}
	return sitrep.Negated
}

// Lists makes the lists of a claim that the contract promises, so that they print
// as [] where there is nothing in them.
func Lists(c *sitrep.Claim) {
	if c.Modes == nil {
		c.Modes = []string{}
	}
	if c.Contexts == nil {
		c.Contexts = []string{}
	}
	if c.Actors == nil {
		c.Actors = []sitrep.Actor{}
	}
	if c.Recipients == nil {
		c.Recipients = []sitrep.Actor{}
	}
	if c.Sources == nil {
		c.Sources = []sitrep.Source{}
	}
	if c.Figures == nil {
		c.Figures = []sitrep.Figure{}
	}
	if c.Entries == nil {
		c.Entries = []string{}
	}
}

func (r *reading) trigger(s int, a *act) sitrep.Span { return r.doc.Sentences[s].Tokens[a.tok].Span }

func (r *reading) confidence(s int, a *act) float64 {
	p := a.entry.Confidence
	if a.pos == "N" {
		p *= 0.95
	}
	if len(a.actors) == 0 {
		p *= 0.9
	}
	return float64(int(p*100+0.5)) / 100
}

// presuppose takes the source off a deed that a demand only mentions: who calls
// for an end to an attack does not report the attack, the sentence does.
func (r *reading) presuppose(claims []sitrep.Claim) {
	for i := range claims {
		c := &claims[i]
		if c.Modality != sitrep.Happened || c.Polarity != sitrep.Affirmed || c.Quad != 4 {
			continue
		}
		c.Sources = withoutSource(c, "the claim only stands inside what is demanded", func(src sitrep.Source) bool {
			return src.Cue != nil && slices.ContainsFunc(claims, func(over sitrep.Claim) bool {
				return over.ID != c.ID && r.k.Ontology.Types[over.Type].Has("addresses") && over.Trigger.Overlaps(*src.Cue)
			})
		})
	}
}

// link points verbal acts at what they speak of, and makes their speaker the
// source of it.
func (r *reading) link(s int, acts []act, claims []sitrep.Claim, byToken map[int]int) {
	for i := range acts {
		cue := r.fact(s, &acts[i]).Cue
		over, ok := byToken[cue]
		if cue < 0 || !ok || over == i {
			continue
		}
		if claims[over].About == "" {
			claims[over].About = claims[i].ID
		}
		if m, ok := r.k.Ontology.ByContent(claims[over].Type, claims[i].Type, claims[i].Modes); ok && len(acts[over].entry.Modes) == 0 && len(claims[over].Modes) == 0 {
			if m.Mode != "" {
				claims[over].Modes = []string{m.Mode}
			}
			if m.CAMEO != "" && acts[over].entry.CAMEO == "" {
				claims[over].CAMEO = m.CAMEO
			}
		}
		if r.k.Ontology.Types[claims[over].Type].Talk() && !r.k.Ontology.Types[claims[over].Type].Has("disowns") {
			r.addSpeaker(&claims[i], &claims[over])
		}
	}
	r.undemanded(claims)
	r.refusedCalls(s, acts, claims, byToken)
	r.leaveOpen(s, acts, claims)
}

// undemanded takes back what only a demand asks for that was not made: of a call that
// was attempted or blocked, or only may come. It is asked of those whom the call
// addresses.
func (r *reading) undemanded(claims []sitrep.Claim) {
	for i := range claims {
		over := &claims[i]
		if over.Modality == sitrep.Happened || over.Modality == sitrep.Demanded || !r.k.Ontology.Types[over.Type].Has("addresses") {
			continue
		}
		for k := range claims {
			c := &claims[k]
			if c.ID != over.About || c.Modality != sitrep.Demanded {
				continue
			}
			c.Modality = sitrep.Hypothetical
			told(c, sitrep.Reason{Text: "hypothetical, the demand was not made", Span: over.Trigger})
			if len(over.Recipients) > 0 && anyShared(c.Actors, over.Actors) {
				c.Actors = slices.Clone(over.Recipients)
			}
		}
	}
}

// leaveOpen makes unclear what is told only by a claim that somebody will not
// speak of, and takes him off as its source.
func (r *reading) leaveOpen(s int, acts []act, claims []sitrep.Claim) {
	sent := &r.doc.Sentences[s]
	for i := range acts {
		class := acts[i].entry.Leaves
		for j := range acts {
			if class == "" || j == i || !sent.Under(acts[j].tok, acts[i].tok) {
				continue
			}
			for k, steps := acts[j].tok, 0; k >= 0 && k != acts[i].tok && steps < 20; k, steps = sent.HeadOf(k), steps+1 {
				if sent.Tokens[k].UPOS != "NOUN" || !r.k.Classes.Has(sent.Tokens[k].Lemma, class) {
					continue
				}
				if claims[j].Modality == sitrep.Happened {
					claims[j].Modality = sitrep.Unclear
					told(&claims[j], sitrep.Reason{Text: "unclear, only a claim that somebody will not speak of", Span: claims[i].Trigger})
				}
				claims[j].Sources = withoutSource(&claims[j], "will not speak of it", func(src sitrep.Source) bool {
					return slices.ContainsFunc(claims[i].Actors, func(p sitrep.Actor) bool {
						return p.Entity != "" && p.Entity == src.Entity || src.Span != nil && src.Span.Overlaps(p.Span)
					})
				})
				break
			}
		}
	}
}

// refusedCalls gives the refusal of a call the mode of the call: who turns down an
// appeal to withdraw refuses to yield.
func (r *reading) refusedCalls(s int, acts []act, claims []sitrep.Claim, byToken map[int]int) {
	for i := range acts {
		t := r.k.Ontology.Types[claims[i].Type]
		if !t.Has("disowns") || len(claims[i].Modes) > 0 {
			continue
		}
		for _, o := range r.object(s, acts[i].tok, acts[i].pos) {
			call, ok := byToken[o]
			if !ok || call == i || !r.k.Ontology.Types[claims[call].Type].Has("addresses") {
				continue
			}
			claims[i].Modes = slices.DeleteFunc(slices.Clone(claims[call].Modes), func(mode string) bool {
				_, known := t.Modes[mode]
				return !known
			})
		}
	}
}

// announced makes the claim that somebody declared will to do what is told as
// planned by its tense, or by words of intention: who "will visit" has agreed to, who
// "will withdraw" has conceded it, who "will not meet" has refused to.
func (r *reading) announced(acts []act, claims []sitrep.Claim) []sitrep.Claim {
	var out []sitrep.Claim
	for i := range acts {
		c := &claims[i]
		t := r.k.Ontology.Types[c.Type]
		if t == nil || c.Modality != sitrep.Planned || c.Background || acts[i].pos != "V" && acts[i].light < 0 || len(c.Actors) == 0 || len(c.Entries) > 1 && !r.k.Speech.Intends(c.Entries[1]) {
			continue
		}
		as := t.Announcing(c.Modes)
		if c.Polarity == sitrep.Negated {
			as = t.Refused
		}
		told := r.k.Ontology.Types[as]
		if told == nil {
			continue
		}
		if slices.ContainsFunc(claims, func(over sitrep.Claim) bool { return over.About == c.ID }) {
			continue
		}
		d := *c
		d.Polarity = sitrep.Affirmed
		d.Why = sitrep.Reasons{Mood: []sitrep.Reason{{Text: "happened, since who says or shows that he will do a thing has announced it"}}}
		d.Type, d.Quad, d.CAMEO, d.Modes, d.Modality, d.About = told.Name, told.Quad, told.CAMEO, []string{}, sitrep.Happened, c.ID
		if m, ok := r.k.Ontology.ByContent(d.Type, c.Type, c.Modes); ok {
			if m.CAMEO != "" {
				d.CAMEO = m.CAMEO
			}
			if m.Mode != "" {
				d.Modes = []string{m.Mode}
			}
		}
		d.Actors, d.Recipients, d.Contexts = slices.Clone(c.Actors), slices.Clone(c.Recipients), slices.Clone(c.Contexts)
		if len(acts[i].doers) > 0 {
			d.Actors, d.Recipients = slices.Clone(acts[i].doers), without(c.Actors, acts[i].doers)
		}
		d.Sources, d.Entries = slices.Clone(c.Sources), append(slices.Clone(c.Entries), "announced")
		d.Time, d.Place, d.Figures, d.Control, d.Relation, d.Step = nil, nil, []sitrep.Figure{}, nil, nil, nil
		if len(d.Recipients) == 0 {
			d.Recipients = r.awaited(acts, claims, i)
		}
		d.ID = claimID(r.doc.Report.ID, d.Trigger, "announced"+c.ID, 0)
		out = append(out, d)
	}
	return out
}

// awaited is who is to do first what an announced act waits for: "they will not end
// the strike until the ministry pays".
func (r *reading) awaited(acts []act, claims []sitrep.Claim, i int) []sitrep.Actor {
	s := r.doc.SentenceAt(claims[i].Trigger.Start)
	for j := range acts {
		if s < 0 || j == i || claims[j].Modality != sitrep.Hypothetical || !r.doc.Sentences[s].Under(acts[j].tok, acts[i].tok) {
			continue
		}
		if out := without(claims[j].Actors, claims[i].Actors); len(out) > 0 {
			return out
		}
	}
	return []sitrep.Actor{}
}

// soften gives a call in soft words the type that its entry names for it, unless
// it asks to lay force down or to use it: to call for a ceasefire is a demand, to
// call for reform is not.
func (r *reading) soften(acts []act, claims []sitrep.Claim) {
	for i := range acts {
		c, soft := &claims[i], acts[i].entry.Soft
		if soft == "" || slices.ContainsFunc(claims, func(d sitrep.Claim) bool {
			t := r.k.Ontology.Types[d.Type]
			return d.ID == c.About && (t.ModeHas(d.Modes, "stands_down") || t.Has("violent"))
		}) {
			continue
		}
		t := r.k.Ontology.Types[soft]
		c.Type, c.Quad, c.CAMEO, c.Modes = soft, t.Quad, t.CAMEO, []string{}
	}
}

// othersThan leaves out of the sources of an act of speech who performs it: "We
// demand access", the envoy said, is the envoy's demand in the report's voice.
func (r *reading) othersThan(c *sitrep.Claim, sources []sitrep.Source) []sitrep.Source {
	if !r.k.Ontology.Types[c.Type].Talk() {
		return sources
	}
	c.Sources = sources
	return withoutSource(c, "performs the act of speech himself", func(src sitrep.Source) bool {
		return src.Stance != sitrep.Denies && slices.ContainsFunc(c.Actors, func(p sitrep.Actor) bool {
			return p.Name == src.Source || p.Entity != "" && p.Entity == src.Entity || src.Span != nil && src.Span.Overlaps(p.Span)
		})
	})
}

// addSpeaker puts the actor of a verbal act as innermost source of its content.
func (r *reading) addSpeaker(content, act *sitrep.Claim) {
	for _, p := range act.Actors {
		if slices.ContainsFunc(content.Sources, func(src sitrep.Source) bool {
			return src.Source == p.Name || p.Entity != "" && src.Entity == p.Entity || src.Span != nil && src.Span.Overlaps(p.Span)
		}) {
			continue
		}
		span, cue := p.Span, act.Trigger
		src := sitrep.Source{Source: p.Name, Span: &span, Cue: &cue, Stance: sitrep.Says, Entity: p.Entity, Code: p.Code, Country: p.Country,
			Why: []sitrep.Reason{{Text: "performs the act that speaks of it", Span: act.Trigger}}}
		content.Sources = append([]sitrep.Source{src}, content.Sources...)
	}
}

// sources is the chain of who says what stands at span, outermost last.
func (r *reading) sources(span sitrep.Span) []sitrep.Source {
	var chain []sitrep.Source
	for _, i := range r.doc.AttributionsOver(span) {
		at := &r.doc.Attributions[i]
		if at.Attitude || at.Cue != nil && at.Cue.Overlaps(span) {
			continue
		}
		src := sitrep.Source{Source: at.Speaker, Span: at.Source, Cue: at.Cue, Stance: at.Stance, Why: at.Why}
		if !at.Content.Contains(span) {
			src.Why = append(slices.Clone(at.Why), sitrep.Reason{Text: "the speech runs on to here"})
		}
		if src.Stance == "" {
			src.Stance = sitrep.Says
		}
		if at.Source != nil {
			src.Source = r.doc.Words(*at.Source)
			if at.SourceTok >= 0 && at.SourceSent >= 0 {
				if m := r.doc.MentionAt(at.SourceSent, at.SourceTok); m != nil && m.Actor != nil {
					src.Entity, src.Code, src.Country = m.Actor.Entity, m.Actor.Code, m.Actor.Country
					if m.Actor.Entity != "" || m.Kind == sitrep.KindPronoun {
						src.Source = m.Actor.Name
					}
				}
			}
		}
		if src.Source == "" && src.Span == nil {
			continue
		}
		if slices.ContainsFunc(chain, func(o sitrep.Source) bool { return o.Source == src.Source }) {
			continue
		}
		chain = append(chain, src)
	}
	return chain
}

// states reports whether an act says something of alignment or control.
func (r *reading) states(s int, a *act) bool {
	var c sitrep.Claim
	c.Modality, c.Actors, c.Recipients = sitrep.Happened, a.actors, a.recipients
	r.state(s, a, &c)
	return c.Relation != nil || c.Control != nil
}

// state adds what the predicate says of alignment or control.
func (r *reading) state(s int, a *act, c *sitrep.Claim) {
	if c.Polarity == sitrep.Negated || c.Modality != sitrep.Happened {
		return
	}
	if a.entry.Relation != "" && len(c.Actors) > 0 && len(c.Recipients) > 0 {
		c.Relation = &sitrep.RelationClaim{From: c.Actors[0], To: c.Recipients[0], Kind: a.entry.Relation, Ended: a.entry.Ends}
	} else if a.entry.Relation != "" && a.entry.Reciprocal && len(c.Actors) > 1 {
		c.Relation = &sitrep.RelationClaim{From: c.Actors[0], To: c.Actors[1], Kind: a.entry.Relation, Ended: a.entry.Ends}
	}
	if a.entry.Control == "" || len(c.Actors) == 0 {
		return
	}
	slot := a.entry.Holds
	if slot == "" {
		slot = "obj"
	}
	for _, w := range r.slot(s, a.tok, a.pos, a.used, slot) {
		if t := r.toponymUnder(s, w); t != nil {
			place := placeOf(t)
			c.Control = &sitrep.ControlClaim{Place: place, Holder: c.Actors[0], State: controlState[a.entry.Control], Status: a.entry.Control}
			if c.Place == nil || c.Place.Precision == sitrep.PrecCountry {
				c.Place = &place
			}
			return
		}
	}
}

// controlState projects the finer status onto the contract's three states.
var controlState = map[string]string{
	"claims": "held", "holds": "held", "advanced_into": "contested", "contested": "contested",
	"encircled": "contested", "withdrew": "lost", "concedes": "lost", "denied": "contested",
}

func (r *reading) trait(a *act, trait string) bool {
	return r.k.Ontology.Types[a.entry.Type].Has(trait)
}
