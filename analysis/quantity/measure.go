package quantity

import (
	"strings"

	"github.com/sitrep-dev/sitrep/knowledge"
)

// measure finds what is said of the counted, and the word that says it; "", -1
// for nothing. The nearest words are asked first, then the tree. It notes in c by
// which way it was found.
func (r *reading) measure(c *count) (string, int) {
	top := c.Counted
	if top < 0 {
		top = c.head
	}
	for _, way := range []struct {
		how  string
		find func() (string, int)
	}{
		{"within the phrase of the number", func() (string, int) { return r.within(c) }},
		{"right behind the number", func() (string, int) { return r.behind(c) }},
		{"the verb behind the number", func() (string, int) { return r.verbAfter(c) }},
		{"the verb before the number", func() (string, int) { return r.activeBefore(c) }},
		{"the deed before the number", func() (string, int) { return r.deedBefore(c) }},
		{"a clause that hangs on what is counted", func() (string, int) { return r.below(top) }},
		{"the verb that governs the number", func() (string, int) { return r.governed(top) }},
		{"a toll that the number follows", func() (string, int) { return r.toll(c) }},
		{"a verb farther behind the number", func() (string, int) { return r.farVerb(c) }},
	} {
		if m, at := way.find(); m != "" {
			c.how = way.how
			return m, at
		}
	}
	return "", -1
}

// within reads the counted noun itself and the words between it and the number:
// "twelve deaths", "23 wounded soldiers", or a verb that makes harm of its object.
func (r *reading) within(c *count) (string, int) {
	if c.Counted < 0 {
		return "", -1
	}
	if m := r.k.StandIn(r.verbBefore(&c.number), r.lemma[c.Counted]); m != "" {
		return m, c.start - 1
	}
	if m := r.k.NounMeasure(r.lemma[c.Counted]); m != "" {
		if r.k.Victims("", r.lemma[c.Counted]) != "" { // people: "killed two hostages"
			if fate, at := r.governed(c.Counted); fate != "" {
				return fate, at
			}
		}
		return m, c.Counted
	}
	for i := c.end; i < c.Counted; i++ { // "23 wounded soldiers"
		if m := r.k.AdjectiveMeasure(r.lower[i]); m != "" {
			return m, i
		}
	}
	return "", -1
}

// behind reads the word right after the phrase: "eleven dead", "four others
// injured", "11 people killed in the raid", "six of the wounded".
func (r *reading) behind(c *count) (string, int) {
	i := c.phraseEnd
	if i >= len(r.lower) {
		return "", -1
	}
	if r.sent.Tokens[i].UPOS == "ADV" && i+1 < len(r.lower) || r.lemma[i] == "name" && i+1 < len(r.lower) {
		i++ // "37 named dead"
	}
	m := r.k.AdjectiveMeasure(r.lower[i])
	if m == "" {
		if i == c.end && c.Counted < 0 {
			if m = r.k.NounMeasure(r.lemma[i]); m != "" {
				return m, i
			}
		}
		return "", -1
	}
	if r.sent.Tokens[i].UPOS == "VERB" && r.active(i) {
		return "", -1
	}
	if i+1 < len(r.lower) && r.nominal(i+1) && c.Counted < 0 && r.sent.Tokens[i].UPOS != "NOUN" && r.k.Victims("", r.lemma[i+1]) == "" {
		return "", -1
	}
	return m, i
}

// active reports whether the participle at i has an object of its own: "12
// rebels killed 30 soldiers".
func (r *reading) active(i int) bool {
	if r.sent.ChildByRel(i, "obj") >= 0 && r.sent.ChildByRel(i, "aux:pass") < 0 {
		return true
	}
	if i+1 >= len(r.lower) {
		return false
	}
	switch r.sent.Tokens[i+1].UPOS {
	case "DET", "NUM", "PROPN":
		return r.sent.Tokens[i].XPOS == "VBD" && !r.timed[i+1]
	}
	return false
}

// verbAfter reads the verb group behind the phrase: "were reported killed",
// "have died", "who were wounded", "surrendered".
func (r *reading) verbAfter(c *count) (string, int) {
	const reach = 7
	passive := false
	for i := c.phraseEnd; i < len(r.lower) && i < c.phraseEnd+reach; i++ {
		tok := &r.sent.Tokens[i]
		switch {
		case tok.UPOS == "AUX" || r.lemma[i] == "be" || r.lemma[i] == "have":
			passive = passive || r.lemma[i] == "be" || r.lemma[i] == "get"
			continue
		case tok.UPOS == "ADV" || tok.UPOS == "PART" || tok.UPOS == "PRON" && strings.HasPrefix(tok.XPOS, "W"):
			continue
		case passive && r.k.Is("passing", r.lemma[i]):
			continue
		}
		if m := r.k.AdjectiveMeasure(r.lower[i]); m != "" && passive && !r.active(i) {
			return m, i
		}
		if m, told := r.k.VerbMeasure(r.sent, i); m != "" && (told == knowledge.Agent || passive && !r.active(i)) {
			return m, i
		}
		break
	}
	return "", -1
}

// farVerb looks beyond a short phrase that stands between the counted and a
// passive verb: "two others along with a guide were wounded".
func (r *reading) farVerb(c *count) (string, int) {
	const far = 9
	if c.Figure.Victims == "" {
		return "", -1
	}
	for i := c.phraseEnd; i < len(r.lower) && i < c.phraseEnd+far; i++ {
		switch r.sent.Tokens[i].UPOS {
		case "ADP", "DET", "NOUN", "PROPN", "ADJ", "ADV":
			continue
		case "AUX":
			if i > c.phraseEnd && r.lemma[i] == "be" {
				moved := *c
				moved.phraseEnd = i
				return r.verbAfter(&moved)
			}
		}
		break
	}
	return "", -1
}

// activeBefore reads the verb right before the phrase: "wounding five people".
func (r *reading) activeBefore(c *count) (string, int) {
	i := c.start - 1
	if i < 0 || c.part && c.Counted < 0 {
		return "", -1
	}
	if r.sent.Tokens[i].UPOS == "DET" && i > 0 { // "arrested the eight students"
		i--
	}
	m, told := r.k.VerbMeasure(r.sent, i)
	if m == "" && r.sent.Tokens[i].UPOS != "NOUN" && i > 0 && strings.HasSuffix(r.lower[i], "ed") {
		if m = r.k.AdjectiveMeasure(r.lower[i]); m != "" && (c.Counted >= 0 || r.sent.Tokens[i-1].UPOS == "CCONJ") {
			return m, i // a verb that the tagger mistook
		}
	}
	if m == "" || told != knowledge.Patient || r.passiveVerb(i) {
		return "", -1
	}
	return m, i
}

// passiveVerb reports a verb behind a form of "be".
func (r *reading) passiveVerb(i int) bool {
	if r.sent.Tokens[i].XPOS == "VBG" {
		return false
	}
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if r.lemma[k] == "be" {
			return true
		}
		if u := r.sent.Tokens[k].UPOS; u != "ADV" && u != "AUX" && u != "PART" {
			return false
		}
	}
	return false
}

// deedBefore reads "the killing of 12 villagers", "the bodies of 14 miners".
func (r *reading) deedBefore(c *count) (string, int) {
	i := c.start - 1
	if i > 0 && r.sent.Tokens[i].UPOS == "DET" {
		i--
	}
	if i < 1 || !r.k.Is("partitive", r.lower[i]) {
		return "", -1
	}
	if m := r.k.DeedMeasure(r.lemma[i-1]); m != "" && r.sent.Tokens[i-1].UPOS != "VERB" {
		return m, i - 1
	}
	return "", -1
}

// below looks at participles and clauses that hang on the counted noun: "eleven
// people reportedly killed", "two soldiers who died".
func (r *reading) below(top int) (string, int) {
	for _, child := range r.sent.Children(top) {
		rel := r.sent.Rel(child)
		if rel != "acl" && rel != "amod" || child < top {
			continue
		}
		m, told := r.k.VerbMeasure(r.sent, child)
		if m == "" {
			continue
		}
		relative := r.sent.Deprel(child) == "acl:relcl"
		participle := r.sent.Tokens[child].XPOS == "VBN" && !r.active(child)
		switch {
		case relative && r.relative(child, told),
			!relative && told == knowledge.Patient && participle,
			!relative && told == knowledge.Agent:
			return m, child
		}
	}
	return "", -1
}

// relative reports whether the relative clause at verb leaves the slot that its
// measure tells of to its noun.
func (r *reading) relative(verb int, told knowledge.Told) bool {
	subj := r.sent.ChildByRel(verb, "nsubj")
	pass := r.sent.ChildByRel(verb, "nsubj:pass", "aux:pass")
	pronoun := subj >= 0 && strings.HasPrefix(r.sent.Tokens[subj].XPOS, "W")
	if told == knowledge.Agent {
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
		switch r.sent.Rel(i) {
		case "conj", "appos", "flat", "nummod":
			if r.sent.Tokens[h].UPOS != "VERB" {
				i = h
				continue
			}
		case "nmod":
			if n := &r.sent.Tokens[h]; n.UPOS == "NUM" || r.quantifier(h) {
				i = h
				continue
			}
			return "", -1
		}
		return r.verbOf(i, h)
	}
	return "", -1
}

// verbOf reads the verb at h over the phrase at i.
func (r *reading) verbOf(i, h int) (string, int) {
	rel := r.sent.Deprel(i)
	if m := r.k.StandIn(r.lemma[h], r.lemma[i]); m != "" && rel == "obj" {
		return m, h
	}
	if m, told := r.k.VerbMeasure(r.sent, h); m != "" && r.fills(h, rel, told) {
		return m, h
	}
	if rel == "obj" || rel == "nsubj:pass" { // "left 14 dead", "were reported killed"
		for _, child := range r.sent.Children(h) {
			if rel := r.sent.Rel(child); rel == "xcomp" || rel == "conj" && r.k.Is("passing", r.lemma[h]) {
				if m := r.k.AdjectiveMeasure(r.lower[child]); m != "" {
					return m, child
				}
			}
		}
	}
	if rel == "nsubj" || rel == "nsubj:pass" { // "nine were dead"
		if m := r.k.AdjectiveMeasure(r.lower[h]); m != "" && !r.active(h) && (r.sent.ChildByRel(h, "cop", "aux:pass") >= 0 || rel == "nsubj:pass") {
			return m, h
		}
	}
	return "", -1
}

func (r *reading) quantifier(i int) bool {
	w, ok := r.k.Numbers.Word(r.lower[i])
	return ok && (w.Kind == knowledge.NumberMany || w.Kind == knowledge.NumberVague)
}

// fills reports whether a phrase with label rel is in the slot that the verb's
// measure is about.
func (r *reading) fills(verb int, rel string, told knowledge.Told) bool {
	if told == knowledge.Agent {
		return rel == "nsubj"
	}
	passive := r.sent.ChildByRel(verb, "aux:pass", "nsubj:pass") >= 0
	return rel == "obj" && !passive || rel == "nsubj:pass" || rel == "nsubj" && passive
}
