package speech

import "github.com/sitrep-dev/sitrep"

// widestCue bounds the words that a cue takes in on its right.
const widestCue = 6

// wideCues stretches each cue over the words that belong to it: its auxiliaries and
// adverbs ("has repeatedly said"), its particle or preposition ("called for",
// "pointed to"), and the occasion right behind it ("said in a statement", "said on
// Friday"). It never reaches into source or content.
func (rd *reading) wideCues() {
	for i := range rd.found {
		a := &rd.found[i]
		if a.Cue == nil || a.CueTok < 0 || a.CueSent < 0 {
			continue
		}
		span := *a.Cue
		sent := &rd.doc.Sentences[a.CueSent]
		for k := sent.TokenAt(span) - 1; k >= 0 && rd.leans(sent, k, a.CueTok) && free(a, sent.Tokens[k].Span); k-- {
			span = span.Cover(sent.Tokens[k].Span)
		}
		last := a.CueTok
		for last+1 < len(sent.Tokens) && span.Contains(sent.Tokens[last+1].Span) {
			last++
		}
		if next := last + 1; next < len(sent.Tokens) && sent.Tokens[next].Form == ":" && free(a, sent.Tokens[next].Span) {
			span = span.Cover(sent.Tokens[next].Span) // "said:"
			last = len(sent.Tokens)
		}
		for n := 0; n < widestCue && last+1 < len(sent.Tokens); n++ {
			end := rd.follows(sent, last+1, a)
			if end < 0 {
				break
			}
			span = span.Cover(sent.Tokens[end].Span)
			last = end
		}
		a.Cue = &span
	}
}

// leans reports an auxiliary, negation or adverb in front of the cue that hangs on it.
func (rd *reading) leans(sent *sitrep.Sentence, k, cue int) bool {
	if sent.HeadOf(k) != cue {
		return false
	}
	switch sent.Rel(k) {
	case "aux", "cop":
		return true
	case "advmod":
		return sent.Tokens[k].UPOS == "ADV" || sent.Tokens[k].UPOS == "PART"
	}
	return false
}

// follows is the last token of a phrase of the cue that starts at k, -1 when none
// does: a particle, an adverb, the preposition of the content, or an occasion.
func (rd *reading) follows(sent *sitrep.Sentence, k int, a *sitrep.Attribution) int {
	if !free(a, sent.Tokens[k].Span) {
		return -1
	}
	h := sent.HeadOf(k)
	t := &sent.Tokens[k]
	switch {
	case h == a.CueTok && sent.Deprel(k) == "compound:prt",
		h == a.CueTok && sent.Rel(k) == "advmod" && t.UPOS == "ADV":
		return k
	case t.UPOS == "ADP" && sent.Rel(k) == "case" && k+1 < len(sent.Tokens) && a.Content.Start >= t.Span.End && a.Content.Start <= sent.Tokens[k+1].Span.Start:
		return k // "called for", right before what is called for
	}
	// an occasion: the whole phrase of an oblique that hangs on the cue
	for top, steps := k, 0; top >= 0 && steps < 6; top, steps = sent.HeadOf(top), steps+1 {
		if sent.HeadOf(top) != a.CueTok || sent.Rel(top) != "obl" {
			continue
		}
		phrase := sent.Subtree(top)
		end := top
		for end+1 < len(sent.Tokens) && phrase.Contains(sent.Tokens[end+1].Span) && sent.Tokens[end+1].UPOS != "PUNCT" {
			end++
		}
		if end-k >= widestCue || phrase.Start != sent.Tokens[k].Span.Start || !free(a, phrase) {
			return -1
		}
		return end
	}
	return -1
}

// free reports a span outside the source and content of an attribution.
func free(a *sitrep.Attribution, span sitrep.Span) bool {
	return !a.Content.Overlaps(span) && (a.Source == nil || !a.Source.Overlaps(span))
}
