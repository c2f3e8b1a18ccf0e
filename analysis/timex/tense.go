package timex

import "github.com/sitrep-dev/sitrep"

// look tells which way the clause around word i looks: -1 to the past, +1 to
// what is to come, 0 when nothing tells. The tree decides when there is one.
func (r *reader) look(i, n int) int {
	span := r.seq.words[i].span.Cover(r.seq.words[i+n-1].span)
	if r.planned(i) {
		return 1
	}
	if s := r.doc.SentenceAt(span.Start); s >= 0 {
		if sent := &r.doc.Sentences[s]; len(sent.Tokens) > 0 && sent.Tokens[0].Deprel != "" {
			return r.treeTense(sent, span)
		}
	}
	return r.windowTense(i, n)
}

// planned reports a phrase of plans shortly before ("set to", "expected to"),
// which parsers often hang in the wrong place.
func (r *reader) planned(i int) bool {
	const reach = 6
	for k := 2; k <= reach; k++ {
		w := r.seq.at(i - k)
		if w == nil || w.text == "." || w.text == "," || w.text == ";" {
			return false
		}
		for _, p := range r.seq.g.phrases[w.text] {
			if p.class == "future" && len(p.words) > 1 && len(p.words) <= k && r.seq.fits(p, i-k) {
				return true
			}
		}
	}
	return false
}

// treeTense climbs from the expression to its verb.
func (r *reader) treeTense(sent *sitrep.Sentence, span sitrep.Span) int {
	i := sent.HeadIn(span)
	direct := true
	for steps := 0; i >= 0 && steps < 12; steps++ {
		tok := &sent.Tokens[i]
		if tok.UPOS == "VERB" || tok.UPOS == "AUX" || sent.ChildByRel(i, "cop") >= 0 {
			if r.isFuture(tok.Form) {
				return 1
			}
			if t := r.verbTense(sent, i, direct); t != 0 {
				return t
			}
		} else if r.isFuture(tok.Form) && tok.UPOS == "ADJ" {
			return 1
		}
		if !span.Overlaps(tok.Span) && tok.UPOS == "NOUN" {
			direct = false
		}
		i = sent.HeadOf(i)
	}
	return 0
}

// verbTense reads the verb at i and its auxiliaries.
func (r *reader) verbTense(sent *sitrep.Sentence, i int, direct bool) int {
	xpos := sent.Tokens[i].XPOS
	infinitive, finite := false, ""
	for _, c := range sent.Children(i) {
		tok := &sent.Tokens[c]
		switch sent.Rel(c) {
		case "aux", "cop":
			if r.isFuture(tok.Form) || r.isFuture(tok.Lemma) {
				return 1
			}
			finite = tok.XPOS
		case "mark":
			infinitive = infinitive || tok.XPOS == "TO" && tok.UPOS == "PART"
		}
	}
	h := sent.HeadOf(i)
	if infinitive || xpos == "TO" {
		if h >= 0 && sent.Tokens[h].XPOS == "VBN" && !r.isFuture(sent.Tokens[h].Form) {
			return -1
		}
		return 1
	}
	switch {
	case xpos == "VBD" || finite == "VBD":
		if r.isFuture(sent.Tokens[i].Form) {
			return 1
		}
		return -1
	case xpos == "VBN":
		if r.isFuture(sent.Tokens[i].Form) {
			return 1
		}
		return -1
	case (xpos == "VBZ" || xpos == "VBP") && finite == "" && direct && sent.Rel(i) != "parataxis":
		return 1
	case xpos == "VBG" && (finite == "VBZ" || finite == "VBP") && direct:
		return 1
	}
	return 0
}

func (r *reader) isFuture(form string) bool {
	for _, p := range r.seq.g.phrases[plain(form)] {
		if p.class == "future" && len(p.words) == 1 {
			return true
		}
	}
	return false
}

// windowTense looks for a cue near the expression, within its sentence.
func (r *reader) windowTense(i, n int) int {
	const reach = 9
	for k := 1; k <= reach; k++ {
		w := r.seq.at(i - k)
		if w == nil || w.text == "." || w.text == ";" {
			break
		}
		if r.seq.hasClass(i-k, "future") {
			return 1
		}
		if r.pastLike(i-k) && k <= 3 {
			return -1
		}
	}
	for k := 0; k <= 4; k++ {
		w := r.seq.at(i + n + k)
		if w == nil || w.text == "." || w.text == "," {
			break
		}
		if r.seq.hasClass(i+n+k, "future") && w.text != "until" {
			return 1
		}
		if r.pastLike(i + n + k) {
			return -1
		}
	}
	return 0
}

func (r *reader) pastLike(i int) bool { return r.seq.hasClass(i, "past") }
