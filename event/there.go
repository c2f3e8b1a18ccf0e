package event

import (
	"slices"

	"github.com/sitrep-dev/sitrep"
)

// there is the place to which a word of the clause of the act at tok points back: "was
// killed there", "overran a checkpoint there". It is the last one told in the sentence or
// in the one before; nil where there is no such word or the last is not resolved.
func (r *reading) there(s, tok int) *sitrep.Place {
	sent := &r.doc.Sentences[s]
	for _, w := range append([]int{tok}, r.children(s, tok, "obj", "obl", "nsubj")...) {
		for _, c := range r.children(s, w, "advmod") {
			if !r.k.Grammar.Is("yonder", sent.Tokens[c].Lemma) || c < w {
				continue
			}
			t := r.placeBefore(s, c)
			if t == nil {
				t = r.placeBefore(s-1, -1)
			}
			if t == nil || !t.Resolved {
				return nil
			}
			p := placeOf(t)
			p.Span = sent.Tokens[c].Span
			return &p
		}
	}
	return nil
}

// placeBefore is the last place of a sentence, before the word at tok if that is not -1,
// at which something may happen: not one that says where somebody is from.
func (r *reading) placeBefore(s, tok int) *sitrep.Toponym {
	if s < 0 {
		return nil
	}
	sent := &r.doc.Sentences[s]
	var last *sitrep.Toponym
	for t, head := range r.places(s) {
		if tok >= 0 && head >= tok {
			break
		}
		if t.Kind == "adjective" || t.Kind == "country" || !r.located(s, head) {
			continue
		}
		if up := sent.HeadOf(head); up >= 0 && slices.Contains([]string{"nmod", "compound"}, sent.Rel(head)) && sent.Rel(up) == "nsubj" {
			continue
		}
		last = t
	}
	return last
}
