package speech

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// widestCue bounds the words that a cue takes in on its right.
const widestCue = 6

// wideCues stretches each cue over the words that belong to it: its auxiliaries and
// adverbs ("has repeatedly said"), the verb that leads to it ("began by saying",
// "expressed concern"), its particle or preposition ("called for", "was booed by").
// It never reaches into source or content.
func (rd *reading) wideCues() {
	taken := map[place]bool{}
	for _, a := range rd.found {
		taken[place{a.CueSent, a.CueTok}] = true
	}
	for i := range rd.found {
		a := &rd.found[i]
		if a.Cue == nil || a.CueTok < 0 || a.CueSent < 0 {
			continue
		}
		t := rd.trees[a.CueSent]
		first, last := rd.cueStart(t, a, taken), a.CueTok
		span := a.Cue.Cover(t.tok(first).Span)
		for last+1 < t.len() && span.Contains(t.tok(last+1).Span) {
			last++
		}
		if next := last + 1; next < t.len() && t.forms[next] == ":" && free(a, t.tok(next).Span) {
			span = span.Cover(t.tok(next).Span) // "said:"
			last = t.len()
		}
		for n := 0; n < widestCue && last+1 < t.len() && rd.follows(t, last+1, a); n++ {
			last++
			span = span.Cover(t.tok(last).Span)
		}
		a.Cue = &span
		rd.unglue(t, a)
	}
}

// cueStart is the first token of the cue of a: its own auxiliaries and adverbs, or
// those of the verbs that lead to it, if nothing else stands between and they are
// no cues themselves.
func (rd *reading) cueStart(t *tree, a *sitrep.Attribution, taken map[place]bool) int {
	first := a.CueTok
	for first > 0 && t.tok(first-1).Span.Start >= a.Cue.Start {
		first--
	}
	word := a.CueTok
	for step := 0; step < climb; step++ {
		for first > 0 && rd.leans(t, first-1, word) && free(a, t.tok(first-1).Span) {
			first--
		}
		h := rd.lead(t, word)
		if h < 0 || first-h > widestCue || taken[place{a.CueSent, h}] || a.Source != nil && a.SourceSent == a.CueSent && h <= a.SourceTok || !free(a, t.tok(h).Span.Cover(t.tok(first).Span)) {
			break
		}
		first, word = h, h
	}
	return first
}

// lead is the verb or adjective before word that makes one cue with it, -1 for none:
// that of a clause without a subject of its own ("tried to explain", "began by
// saying"), or a light verb before its noun.
func (rd *reading) lead(t *tree, word int) int {
	h := t.head(word)
	if h < 0 || h >= word {
		return -1
	}
	switch {
	case t.rel(word) == "obj" && t.verbal(h) && rd.k.Is("light", t.lemmas[h]):
		return h
	case t.rel(word) == "xcomp" && t.sent.ChildByRel(h, "obj", "iobj") < 0 && t.subject(word) < 0:
		return h
	case t.full(word) == "advcl" && t.verbal(h) && t.tok(word).XPOS == "VBG" && rd.k.Is("agent", t.link(word)) && t.sent.ChildByRel(h, "obj") < 0:
		return h
	}
	return -1
}

// leans reports an auxiliary, negation or adverb in front of the cue that hangs on
// it, or what describes a noun.
func (rd *reading) leans(t *tree, k, cue int) bool {
	if t.head(k) != cue {
		return false
	}
	switch t.rel(k) {
	case "aux", "cop":
		return true
	case "advmod":
		return t.tok(k).UPOS == "ADV" || t.tok(k).UPOS == "PART"
	case "mark":
		return t.tok(k).UPOS == "PART"
	case "amod":
		return t.tok(k).Form == t.forms[k]
	}
	return false
}

// follows reports whether the token k, next behind the cue, is part of it: a
// particle, an adverb, or the preposition of source or content.
func (rd *reading) follows(t *tree, k int, a *sitrep.Attribution) bool {
	if !free(a, t.tok(k).Span) {
		return false
	}
	switch {
	case t.head(k) == a.CueTok && t.full(k) == "compound:prt",
		t.head(k) == a.CueTok && t.rel(k) == "advmod" && t.tok(k).UPOS == "ADV":
		return true
	case t.tok(k).UPOS != "ADP" || t.rel(k) != "case" || k+1 >= t.len():
		return false
	case a.Source != nil && a.SourceSent == a.CueSent && rd.k.Is("agent", t.forms[k]) && a.Source.Start == t.tok(k+1).Span.Start:
		return true // "was first reported by"
	}
	return a.Content.Start >= t.tok(k).Span.End && a.Content.Start <= t.tok(k+1).Span.Start // "called for"
}

// unglue parts source and cue where both hold one printed word: "he" and "’s saying".
func (rd *reading) unglue(t *tree, a *sitrep.Attribution) {
	if a.Source == nil || a.SourceSent != a.CueSent || !a.Source.Overlaps(*a.Cue) {
		return
	}
	word := sitrep.Span{Start: max(a.Source.Start, a.Cue.Start), End: min(a.Source.End, a.Cue.End)}
	k := t.sent.TokenAt(word)
	if k < 0 || t.tok(k).Span != word || !strings.HasPrefix(rd.doc.Text[word.Start:word.End], t.tok(k).Form) {
		return
	}
	source, cue, cut := *a.Source, *a.Cue, word.Start+len(t.tok(k).Form)
	if cut >= word.End || source.End != word.End || cue.Start != word.Start {
		return
	}
	source.End, cue.Start = cut, cut
	a.Source, a.Cue = &source, &cue
}

// free reports a span outside the source and content of an attribution.
func free(a *sitrep.Attribution, span sitrep.Span) bool {
	return !a.Content.Overlaps(span) && (a.Source == nil || !a.Source.Overlaps(span))
}
