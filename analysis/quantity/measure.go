package quantity

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// measure finds what is said of the number whose phrase has its head at top, and
// the word that says it; "", -1 for nothing.
func (r *reading) measure(n number, top int) (string, int) {
	if m := r.k.NounMeasure(strings.ToLower(r.sent.Tokens[top].Lemma)); m != "" && top != n.head {
		return m, top
	}
	if m, at := r.beside(n); m != "" {
		return m, at
	}
	if m, at := r.below(top); m != "" {
		return m, at
	}
	if m, at := r.governed(top); m != "" {
		return m, at
	}
	return r.toll(n, top)
}

// beside looks at the words right after the number: "eleven dead", "23 others injured".
func (r *reading) beside(n number) (string, int) {
	for k := n.end; k < len(r.sent.Tokens) && k < n.end+3; k++ {
		t := &r.sent.Tokens[k]
		if m := r.k.AdjectiveMeasure(strings.ToLower(t.Form)); m != "" {
			return m, k
		}
		if m := r.k.NounMeasure(strings.ToLower(t.Lemma)); m != "" && r.sent.Rel(k) != "compound" {
			return m, k
		}
		if t.UPOS != "NOUN" && t.UPOS != "ADJ" && t.UPOS != "ADV" && t.UPOS != "PROPN" {
			break
		}
	}
	return "", -1
}

// below looks at participles and clauses that hang on the counted noun: "eleven
// people killed in the raid", "two soldiers who died".
func (r *reading) below(top int) (string, int) {
	for _, c := range r.sent.Children(top) {
		rel := r.sent.Rel(c)
		if rel == "amod" || rel == "acl" {
			if m := r.k.AdjectiveMeasure(strings.ToLower(r.sent.Tokens[c].Form)); m != "" && rel == "amod" {
				return m, c
			}
			m, role := r.k.VerbMeasure(r.sent, c)
			if m == "" {
				continue
			}
			passive := r.sent.Tokens[c].XPOS == "VBN"
			if role == knowledge.Patient && passive && r.sent.Deprel(c) == "acl" || role == knowledge.Agent && !passive ||
				r.sent.Deprel(c) == "acl:relcl" && r.relative(c, role) {
				return m, c
			}
		}
	}
	return "", -1
}

// relative reports whether the relative clause at verb leaves the slot of role to its noun.
func (r *reading) relative(verb int, role knowledge.Told) bool {
	subj := r.sent.ChildByRel(verb, "nsubj")
	pass := r.sent.ChildByRel(verb, "nsubj:pass", "aux:pass")
	pronoun := subj >= 0 && strings.HasPrefix(r.sent.Tokens[subj].XPOS, "W")
	if role == knowledge.Agent {
		return pass < 0 && (subj < 0 || pronoun)
	}
	return pass >= 0 || subj >= 0 && !pronoun
}

// governed climbs from the counted phrase to the verb that tells its fate.
func (r *reading) governed(top int) (string, int) {
	i := top
	for steps := 0; steps < 6; steps++ {
		h := r.sent.HeadOf(i)
		if h < 0 {
			return "", -1
		}
		rel := r.sent.Deprel(i)
		switch r.sent.Rel(i) {
		case "conj", "appos", "flat", "nummod":
			i = h
			if r.sent.Tokens[h].UPOS != "VERB" {
				continue
			}
		case "nmod":
			if r.sent.Tokens[h].UPOS == "NUM" || r.vague(h) {
				i = h
				continue
			}
			return "", -1
		}
		if m := r.standIn(h, top); m != "" {
			return m, h
		}
		if m, role := r.k.VerbMeasure(r.sent, h); m != "" && r.fills(h, rel, role) {
			return m, h
		}
		// "left 14 dead": an adjective beside the object
		if rel == "obj" || rel == "nsubj:pass" {
			for _, c := range r.sent.Children(h) {
				if r.sent.Rel(c) == "xcomp" {
					if m := r.k.AdjectiveMeasure(strings.ToLower(r.sent.Tokens[c].Form)); m != "" {
						return m, c
					}
				}
			}
		}
		// "nine were dead": the number is subject of an adjective or noun
		if rel == "nsubj" {
			if m := r.k.AdjectiveMeasure(strings.ToLower(r.sent.Tokens[h].Form)); m != "" {
				return m, h
			}
		}
		return "", -1
	}
	return "", -1
}

func (r *reading) vague(i int) bool {
	w, ok := r.k.Numbers.Word(r.lower(i))
	return ok && (w.Kind == knowledge.NumberMany || w.Kind == knowledge.NumberVague)
}

func (r *reading) standIn(verb, noun int) string {
	return r.k.StandIn(strings.ToLower(r.sent.Tokens[verb].Lemma), strings.ToLower(r.sent.Tokens[noun].Lemma))
}

// fills reports whether a phrase with label rel is in the slot that the verb's measure is about.
func (r *reading) fills(verb int, rel string, role knowledge.Told) bool {
	passive := r.sent.ChildByRel(verb, "aux:pass", "nsubj:pass") >= 0
	if role == knowledge.Agent {
		return rel == "nsubj"
	}
	return rel == "obj" || rel == "nsubj:pass" || rel == "nsubj" && (passive || r.sent.Tokens[verb].XPOS == "VBN") || rel == "conj"
}

// toll finds "a death toll of 40", "the toll rose to 34", "put the number of dead at 128".
func (r *reading) toll(n number, top int) (string, int) {
	for i, steps := top, 0; i >= 0 && steps < 4; i, steps = r.sent.HeadOf(i), steps+1 {
		if m := r.k.TollMeasure(r.sent, i); m != "" && i != top {
			return m, i
		}
		lemma := strings.ToLower(r.sent.Tokens[i].Lemma)
		if r.sent.Tokens[i].UPOS != "VERB" || !r.k.Revising(lemma) && !r.k.Counting(lemma) {
			continue
		}
		for _, c := range r.sent.Children(i) {
			if rel := r.sent.Rel(c); rel != "nsubj" && rel != "obj" {
				continue
			}
			if m := r.k.TollMeasure(r.sent, c); m != "" {
				return m, c
			}
			if m := r.tollBelow(c); m != "" {
				return m, c
			}
		}
	}
	return "", -1
}

// tollBelow finds the measure inside "the number of its men taken".
func (r *reading) tollBelow(top int) string {
	for _, c := range r.sent.Children(top) {
		if r.sent.Rel(c) != "nmod" {
			continue
		}
		if m := r.k.NounMeasure(strings.ToLower(r.sent.Tokens[c].Lemma)); m != "" {
			return m
		}
		if m, _ := r.below(c); m != "" {
			return m
		}
	}
	return ""
}

// revises reports whether the figure replaces an older one: a verb of change over it.
func (r *reading) revises(tok, trigger int) bool {
	for _, i := range []int{tok, trigger} {
		for steps := 0; i >= 0 && steps < 4; i, steps = r.sent.HeadOf(i), steps+1 {
			if r.sent.Tokens[i].UPOS == "VERB" && r.k.Revising(strings.ToLower(r.sent.Tokens[i].Lemma)) {
				return true
			}
		}
	}
	return false
}

// noneOf carries "no" over to the nouns of loss beside the first: "no injuries or deaths".
func (r *reading) noneOf() {
	for i := range r.out {
		q := r.out[i]
		if q.Counted < 0 || q.Figure.Max == nil || *q.Figure.Max != 0 {
			continue
		}
		for _, c := range r.sent.Children(q.Counted) {
			if r.sent.Rel(c) != "conj" {
				continue
			}
			if m := r.k.NounMeasure(strings.ToLower(r.sent.Tokens[c].Lemma)); m != "" && m != q.Figure.Measure {
				next := q
				next.Figure.Measure, next.Figure.Span, next.Token, next.Counted, next.Trigger = m, r.sent.Tokens[c].Span, c, c, c
				r.out = append(r.out, next)
			}
		}
	}
}

// singles finds one victim told without a number: "a doctor was shot dead".
func (r *reading) singles() {
	for i := range r.sent.Tokens {
		m, role := r.k.VerbMeasure(r.sent, i)
		if m == "" || role != knowledge.Patient || slices.ContainsFunc(r.out, func(q sitrep.Quantity) bool { return q.Trigger == i }) {
			continue
		}
		noun := r.patient(i)
		if noun < 0 || r.sent.Tokens[noun].XPOS != "NN" || !r.one(noun) {
			continue
		}
		lemma := strings.ToLower(r.sent.Tokens[noun].Lemma)
		if r.k.Victims(lemma) == "" {
			continue
		}
		q := sitrep.Quantity{Sentence: r.s, Token: noun, Counted: noun, Trigger: i}
		q.Figure = sitrep.Figure{Measure: m, Min: ptr(1), Max: ptr(1), Best: ptr(1), Victims: "unknown", Span: r.sent.Tokens[noun].Span}
		r.describe(&q)
		r.out = append(r.out, q)
	}
}

func (r *reading) patient(verb int) int {
	if c := r.sent.ChildByRel(verb, "nsubj:pass"); c >= 0 {
		if strings.HasPrefix(r.sent.Tokens[c].XPOS, "W") && r.sent.Deprel(verb) == "acl:relcl" {
			return r.sent.HeadOf(verb)
		}
		return c
	}
	if c := r.sent.ChildByRel(verb, "obj"); c >= 0 {
		return c
	}
	return -1
}

// one reports whether the noun has an article of one.
func (r *reading) one(noun int) bool {
	for _, c := range r.sent.Children(noun) {
		if r.sent.Rel(c) == "det" && r.k.Single(r.lower(c)) {
			return true
		}
	}
	return false
}

// subsets marks parts: a figure behind "including", and numbers that hang on another's phrase so.
func (r *reading) subsets() {
	for i := range r.out {
		q := &r.out[i]
		start := q.Token
		for k := start - 1; k >= 0 && k >= start-4; k-- {
			if r.k.Including(strings.ToLower(r.sent.Tokens[k].Lemma)) || r.k.Including(r.lower(k)) {
				q.Figure.Subset = true
				if q.Figure.Measure == "" && i > 0 {
					q.Figure.Measure, q.Trigger = r.out[i-1].Figure.Measure, r.out[i-1].Trigger
				}
				break
			}
		}
	}
}
