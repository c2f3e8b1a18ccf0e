package speech

import "github.com/sitrep-dev/sitrep"

// speakersFrom is the token at which a list of people right before the cue i
// starts, behind a comma and a clause: "Shells hit the market, a resident and an
// official said." Parsers take such people for more of what the clause names.
// It is -1 when nothing like it stands there.
func (rd *reading) speakersFrom(t *tree, i int) int {
	end := i - 1
	for end > 0 && i-end < widestCue && (t.tok(end).UPOS == "AUX" || t.tok(end).UPOS == "ADV") {
		end--
	}
	from, joined := -1, false
	for end > 0 && i-end < longestSource {
		first := rd.person(t, end, i)
		if first < 1 {
			return from
		}
		switch before := first - 1; {
		case t.forms[before] == ",":
			from, end = first, before-1
			if !joined {
				return from // one alone
			}
		case t.tok(before).UPOS == "CCONJ" && !joined:
			joined, end = true, before-1
			if end > 0 && t.forms[end] == "," {
				end--
			}
		default:
			return from
		}
	}
	return from
}

// person is the first token of the noun phrase that ends at token end, if it names
// somebody who can speak; else -1.
func (rd *reading) person(t *tree, end, cue int) int {
	first, head := end+1, -1
	for k := end; k >= 0 && cue-k < longestSource; k-- {
		switch u := t.tok(k).UPOS; {
		case t.nominal(k):
			if head < 0 || !t.nominal(k+1) && k < head {
				head = k
			}
		case u == "ADJ", u == "DET", u == "PART", u == "ADP" && k < end:
		case u == "PUNCT" && t.forms[k] == "-":
		default:
			k = -1
			continue
		}
		first = k
	}
	if head < 0 || first > end || t.tok(first).UPOS == "ADP" {
		return -1
	}
	if rd.k.Is("speakers", t.lemmas[head]) || rd.k.Is("speakers", t.forms[head]) {
		return first
	}
	for _, m := range rd.mentionsIn(t.words(first, end)) {
		if t.tok(head).Span.Overlaps(m.Span) && (m.Kind == sitrep.KindPerson || m.Kind == sitrep.KindOrganization || m.Kind == sitrep.KindGroup) {
			return first
		}
	}
	return -1
}

// listed is the list of people before the cue i as its source, where the content
// ends right before it.
func (rd *reading) listed(t *tree, i int, content sitrep.Span) (who, bool) {
	from := rd.speakersFrom(t, i)
	if from < 2 || content.End > t.tok(from).Span.Start || content.End < t.tok(from-2).Span.End {
		return nobody(), false
	}
	last := i - 1
	for last > from && !t.nominal(last) {
		last--
	}
	head := from
	for head < last && !t.nominal(head) {
		head++
	}
	for head < last && t.nominal(head+1) && t.head(head) == head+1 {
		head++
	}
	return who{head, t.words(from, last), "the people named between content and cue"}, true
}

// broken reports a verb or a mark of punctuation between the tokens a and b.
func (rd *reading) broken(t *tree, a, b int) bool {
	for k := a; k < b; k++ {
		if t.punct(k) || t.verbal(k) {
			return true
		}
	}
	return false
}

// beforeList ends the content with head c, which reaches to b, before a list of
// people between it and the cue i: those who say so.
func (rd *reading) beforeList(t *tree, i, c, b int) int {
	if b >= i {
		return b
	}
	if list := rd.speakersFrom(t, i); list > c+1 && list <= b {
		return list - 2
	}
	return b
}

// second lengthens the content with head c, which reaches to b, by a second clause
// right behind it that hangs on the same cue: "said that, since the siege began,
// clinics have closed".
func (rd *reading) second(t *tree, i, c, b int) int {
	if c < i || t.rel(c) != "ccomp" {
		return b
	}
	for _, k := range t.kids(i) {
		if k > c && t.rel(k) == "ccomp" && t.lo[k] <= b+2 {
			_, b = rd.trim(t, k, t.hi[k])
		}
	}
	return b
}

// goesOn reports a participle that brings a clause of its own behind it: what stands
// before "adding that …" is another's content.
func (rd *reading) goesOn(t *tree, i int) bool {
	if t.tok(i).XPOS != "VBG" {
		return false
	}
	c := t.sent.ChildByRel(i, "ccomp")
	return c > i && t.lo[c] > i
}
