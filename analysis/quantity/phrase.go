package quantity

import "github.com/sitrep-dev/sitrep"

// counted finds the noun that a number counts: the last noun of the phrase
// behind it ("145 LNA soldiers", "dozens of people"), -1 when none is named. End
// is one past the phrase; part is true when the number is a share of a group
// told ("six of the wounded", "three of his guards").
func (r *reading) counted(n *number) (noun, end int, part bool) {
	i := n.end
	if i >= len(r.lower) {
		return -1, i, false
	}
	for n.many && i+1 < len(r.lower) && r.k.Is("dashes", r.lower[i]) { // "dozens -- or even hundreds -- of"
		i++
	}
	if !r.k.Is("partitive", r.lower[i]) {
		noun, end = r.nounPhrase(i)
		return noun, end, false
	}
	if i++; i < len(r.lower) && pronoun(&r.sent.Tokens[i]) {
		return -1, i, true // "one of them"
	}
	definite := false
	for i < len(r.lower) && (r.sent.Tokens[i].UPOS == "DET" || r.sent.Tokens[i].UPOS == "PRON") && i < n.end+3 {
		definite = true
		i++
	}
	if definite && i < len(r.lower) && r.k.AdjectiveMeasure(r.lower[i]) != "" && !r.nominal(i+1) {
		return -1, i, true // "four of those killed"
	}
	noun, end = r.nounPhrase(i)
	return noun, end, definite && !n.many
}

// pronoun reports a personal or relative pronoun that stands alone ("them", "whom").
func pronoun(t *sitrep.Token) bool {
	return t.XPOS == "PRP" || t.XPOS == "WP" || t.UPOS == "PRON" && t.XPOS != "PRP$" && t.XPOS != "DT"
}

// nounPhrase reads a run of adjectives and nouns from i; an adjective that is a
// measure ends it unless a noun follows ("19 dead" but "23 wounded soldiers").
func (r *reading) nounPhrase(i int) (noun, end int) {
	const longest = 7
	noun, end = -1, i
	for k := i; k < len(r.lower) && k < i+longest && !r.timed[k]; k++ {
		tok := &r.sent.Tokens[k]
		people := r.k.Victims("", r.lemma[k]) != ""
		if r.k.AdjectiveMeasure(r.lower[k]) != "" && !r.nominal(k+1) {
			break
		}
		switch {
		case r.k.Is("others", r.lower[k]) && r.k.Victims("", r.lemma[k]) == "": // "12 more"
			end = k + 1
			continue
		case tok.UPOS == "NOUN" || tok.UPOS == "PROPN" || people && tok.UPOS != "PRON" || r.k.NounMeasure(r.lemma[k]) != "" && tok.UPOS != "VERB":
			noun, end = k, k+1
			if tok.XPOS == "NNS" && (people || !r.nominal(k+1)) {
				return noun, end
			}
			continue
		case noun >= 0 && noun == k-1 && tok.UPOS == "ADJ" && r.sent.Tokens[noun].UPOS == "PROPN" && (r.sent.HeadOf(noun) == k || r.sent.HeadOf(k) == noun) && r.nominal(k+1):
			continue // "South African soldiers"
		case noun < 0 && (tok.UPOS == "ADJ" || tok.XPOS == "VBN" && r.nominal(k+1) || tok.Form == "-"):
			continue
		}
		break
	}
	return noun, end
}

// nominal reports whether token i goes on with a noun phrase.
func (r *reading) nominal(i int) bool {
	if i >= len(r.lower) || r.timed[i] {
		return false
	}
	switch tok := &r.sent.Tokens[i]; tok.UPOS {
	case "NOUN", "PROPN":
		return r.k.AdjectiveMeasure(r.lower[i]) == ""
	case "ADJ":
		return r.k.Victims("", r.lemma[i]) != "" && r.k.AdjectiveMeasure(r.lower[i]) == "" || r.k.AdjectiveMeasure(r.lower[i]) == "" && i+1 < len(r.lower) && r.sent.Tokens[i+1].UPOS == "NOUN"
	}
	return false
}

// predicateNoun finds "civilians" in "nine were civilians" and "children" in
// "nine of them children".
func (r *reading) predicateNoun(n *number) (noun int, ok bool) {
	i := n.end
	linked := false
	if i+1 < len(r.lower) && r.k.Is("partitive", r.lower[i]) && r.sent.Tokens[i+1].UPOS == "PRON" {
		i, linked = i+2, true
	}
	for i < len(r.lower) && (r.lemma[i] == "be" || r.sent.Tokens[i].UPOS == "AUX") && i < n.end+5 {
		i, linked = i+1, true
	}
	if linked && i < len(r.lower) && r.sent.Tokens[i].UPOS == "DET" {
		i++
	}
	if !linked {
		return -1, false
	}
	noun, end := r.nounPhrase(i)
	if noun < 0 || r.k.Victims("", r.lemma[noun]) == "" || end < len(r.lower) && r.k.Is("partitive", r.lower[end]) {
		return -1, false
	}
	return noun, true
}

// verbBefore is the lemma of the verb right before the number's phrase.
func (r *reading) verbBefore(n *number) string {
	if i := n.start - 1; i >= 0 && (r.sent.Tokens[i].UPOS == "VERB" || r.sent.Tokens[i].UPOS == "AUX") {
		return r.lemma[i]
	}
	return ""
}
