package event

import "strings"

// topic is what a document is about, as far as that decides whether words of
// struggle are meant.
type topic struct {
	junk   bool
	reason string
}

// judge looks for documents of a field that borrows the words of war (sport,
// film, business) and has none of war's own. It counts each noun once.
func (r *reading) judge() topic {
	seen := map[string]bool{}
	count := map[string]int{}
	for s := range r.doc.Sentences {
		for i := range r.doc.Sentences[s].Tokens {
			t := &r.doc.Sentences[s].Tokens[i]
			lemma := strings.ToLower(t.Lemma)
			if (t.UPOS != "NOUN" && t.UPOS != "VERB") || seen[lemma] {
				continue
			}
			seen[lemma] = true
			for _, class := range r.k.Classes.Of(lemma) {
				count[class]++
			}
		}
	}
	war := count["armed"] + count["hostilities"] + count["weapon"] + count["missile"]
	for _, field := range []string{"sport", "art", "business"} {
		if n := count[field]; n >= 5 && n >= 3*war {
			return topic{true, field}
		}
	}
	return topic{}
}
