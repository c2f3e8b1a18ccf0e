package speech

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// content is what the verb i is made to say; direct is true for a quotation.
// A quotation that holds the whole clause goes before the tree, which goes
// before the order of words.
func (rd *reading) content(s, i int, hit knowledge.CueHit) (span sitrep.Span, direct, ok bool) {
	t := rd.trees[s]
	if hasSlot(hit.Cue.Comp, "quote") {
		if span, ok = rd.quoted(s, i); ok && !(span.End <= t.tok(i).Span.Start && rd.goesOn(t, i)) {
			rd.slot = "quote"
			return span, true, true
		}
	}
	if t.passive(i) && rd.k.Is("raising", t.lemmas[i]) {
		if span, ok = rd.infinitival(t, i, hit); ok {
			rd.slot = "xcomp"
			return span, false, true
		}
	}
	for _, slot := range hit.Cue.Comp {
		rd.slot = slot
		switch slot {
		case "quote":
			continue
		case "bare":
			span, ok = rd.bare(t, i)
		case "xcomp":
			span, ok = rd.infinitival(t, i, hit)
		case "obj":
			span, ok = rd.object(t, i, hit)
		case "theme":
			span, ok = rd.theme(t, i, hit)
		case "raised":
			span, ok = rd.raised(t, i)
		case "small":
			span, ok = rd.small(t, i, hit)
		default:
			if c := rd.complement(t, i, hit.Used, slot); c >= 0 {
				a, b := rd.inner(t, c)
				a, b = rd.opening(t, i, rd.hoisted(t, i, c, a)), rd.extend(t, i, c, rd.second(t, i, c, b))
				b = rd.beforeList(t, i, c, b)
				if whole, lead := rd.leading(t, i); lead && slot == "ccomp" && b < i {
					return whole, false, true
				}
				span, ok = t.words(a, b), a <= b
			}
		}
		if ok {
			return span, false, true
		}
	}
	return sitrep.Span{}, false, false
}

func hasSlot(list []string, slot string) bool {
	for _, s := range list {
		if s == slot {
			return true
		}
	}
	return false
}

// complement is the word that fills a slot of the cue i, -1 for none.
func (rd *reading) complement(t *tree, i int, used []int, slot string) int {
	for _, c := range t.kids(i) {
		if slot == "ccomp" && t.rel(c) == "ccomp" || rd.fills(t, i, c, slot) {
			return c
		}
	}
	if strings.HasPrefix(slot, "prep:") || slot == "acl" || slot == "xcomp" {
		if found := rd.following(t, i, []string{slot}); len(found) > 0 {
			return found[0]
		}
	}
	return -1
}

// inner is the stretch of a complement without its preposition.
func (rd *reading) inner(t *tree, c int) (int, int) {
	a, b := t.lo[c], t.hi[c]
	if a < c && (t.rel(a) == "case" || t.rel(a) == "mark" && !rd.k.Is("that_words", t.lemmas[a]) && !rd.k.Is("wh_words", t.lemmas[a])) && t.tok(a).UPOS != "PART" {
		a++
	}
	if t.rel(c) == "ccomp" {
		b = rd.beforeNext(t, c, b)
	}
	return rd.trim(t, a, b)
}

// beforeNext ends the content clause c, which reaches to b, before a second cue
// that the parser hung into it: "… had been hit, adding that …".
func (rd *reading) beforeNext(t *tree, c, b int) int {
	for _, k := range t.kids(c) {
		if k > c && rd.adds(t, k) {
			return min(b, t.lo[k]-1)
		}
	}
	return b
}

// adds reports whether k is a participle of reporting that continues the sentence behind a comma.
func (rd *reading) adds(t *tree, k int) bool {
	if t.tok(k).XPOS != "VBG" || t.full(k) != "advcl" || t.lo[k] < 1 {
		return false
	}
	if a := t.lo[k]; t.forms[a] != "," && t.forms[a-1] != "," {
		return false
	}
	return len(rd.k.CuesAt(t.sent, k)) > 0
}

// hoisted is where the content c starts when its subject stands before the
// source and was hung on the cue: "The rebels, the mayor said, have left".
func (rd *reading) hoisted(t *tree, i, c, a int) int {
	if t.rel(c) != "ccomp" || c < i || t.subject(c) >= 0 {
		return a
	}
	first, last := -1, -1
	for _, k := range t.kids(i) {
		if k < i && t.rel(k) == "nsubj" {
			if first < 0 {
				first = k
			}
			last = k
		}
	}
	if first >= 0 && first != last {
		return t.lo[first]
	}
	from := rd.sourceStart(t, i)
	if i+1 < a && t.forms[i+1] == "," && from > 1 && from < i && t.forms[from-1] == "," && from <= longestSource {
		return 0
	}
	return a
}

// opening is where a content from token a on starts when the parser lost its
// conjunction: "said on Monday | that".
func (rd *reading) opening(t *tree, i, a int) int {
	for j := i + 1; j < a && j <= i+longestSource && t.tok(j).UPOS != "VERB"; j++ {
		if rd.k.Is("that_words", t.forms[j]) && t.tok(j).XPOS != "DT" {
			return j
		}
	}
	return a
}

// extend lengthens a noun behind the cue i by what follows it at once and was
// hung on the cue: "called for both sides | to withdraw".
func (rd *reading) extend(t *tree, i, c, b int) int {
	if c < i || !t.nominal(c) {
		return b
	}
	for _, k := range t.kids(i) {
		if t.lo[k] != b+1 || k <= c {
			continue
		}
		if t.infinitive(k) || t.rel(k) == "obl" && t.tok(t.lo[k]).UPOS == "ADP" && !rd.k.Is("agent", t.link(k)) {
			b = t.hi[k]
			if t.punct(b) {
				b--
			}
		}
	}
	return b
}

// infinitival is the content of "claimed to have done": a clause without
// subject, or with a passive cue the subject and the clause.
func (rd *reading) infinitival(t *tree, i int, hit knowledge.CueHit) (sitrep.Span, bool) {
	c := rd.complement(t, i, hit.Used, "xcomp")
	if c < 0 || t.hi[c] <= i || !t.infinitive(c) && t.tok(c).XPOS != "VBG" {
		return sitrep.Span{}, false
	}
	a, b := rd.inner(t, c)
	if subj := t.sent.ChildByRel(i, "nsubj"); subj >= 0 && t.passive(i) && rd.k.Is("raising", t.lemmas[i]) {
		a = min(a, t.lo[subj])
	} else if o := t.sent.ChildByRel(i, "obj", "iobj"); o > i && o < c && t.lo[o] > i {
		a = t.lo[o]
	}
	if a, b = rd.trim(t, a, b); a > b {
		return sitrep.Span{}, false
	}
	return t.words(a, b), true
}

// object is the content of "confirmed the attack".
func (rd *reading) object(t *tree, i int, hit knowledge.CueHit) (sitrep.Span, bool) {
	if hit.Cue.Stance == sitrep.Claims && rd.unsaid(t, i) {
		return sitrep.Span{}, false // "no group has claimed the attack"
	}
	for _, c := range t.kids(i) {
		if full := t.full(c); full != "obj" && full != "nsubj:pass" || hasInt(hit.Used, c) {
			continue
		}
		if u := t.tok(c).UPOS; u != "NOUN" || rd.k.Is("speakers", t.lemmas[c]) {
			continue
		}
		if c < i && (!t.passive(i) || rd.agent(t, i) < 0) {
			continue
		}
		a, b := rd.trim(t, t.lo[c], t.hi[c])
		if a <= i && i <= b {
			return sitrep.Span{}, false
		}
		b = rd.extend(t, i, c, b)
		return t.words(a, b), true
	}
	return sitrep.Span{}, false
}

// unsaid reports whether the verb i is negated, by itself or by its subject.
func (rd *reading) unsaid(t *tree, i int) bool {
	for _, k := range t.kids(i) {
		switch t.rel(k) {
		case "advmod":
			if rd.k.Is("negators", t.forms[k]) {
				return true
			}
		case "nsubj":
			if d := t.sent.ChildByRel(k, "det"); rd.k.Is("nobody", t.forms[k]) || d >= 0 && rd.k.Is("no_words", t.forms[d]) {
				return true
			}
		}
	}
	return false
}

// small is the object of the cue with what it is called: "called the plan a
// disaster", of an attitude also "sees the plan as a disaster".
func (rd *reading) small(t *tree, i int, hit knowledge.CueHit) (sitrep.Span, bool) {
	obj, name := -1, -1
	for _, c := range t.kids(i) {
		switch {
		case c < i || hasInt(hit.Used, c):
		case t.full(c) == "obj" || t.full(c) == "iobj":
			if obj < 0 {
				obj = c
			} else {
				name = c
			}
		case t.full(c) == "xcomp" && !t.verbal(c), hit.Cue.Attitude && obj >= 0 && rd.k.Is("as_words", t.link(c)):
			name = c
		}
	}
	if obj < 0 || name < obj {
		return sitrep.Span{}, false
	}
	a, _ := rd.trim(t, t.lo[obj], t.hi[obj])
	_, b := rd.trim(t, t.lo[name], t.hi[name])
	if a <= i || b < a {
		return sitrep.Span{}, false
	}
	return t.words(a, b), true
}

func hasInt(list []int, i int) bool {
	for _, x := range list {
		if x == i {
			return true
		}
	}
	return false
}

// bare is the clause beside a cue that no conjunction joins: "…, he said",
// "as he said", or what is left of the sentence when the tree has lost it.
func (rd *reading) bare(t *tree, i int) (sitrep.Span, bool) {
	if t.full(i) == "acl:relcl" {
		return sitrep.Span{}, false // "…, which did not comment": what is before it is not said by it
	}
	h := t.head(i)
	if h >= 0 && (t.rel(i) == "parataxis" || t.rel(i) == "advcl" && rd.k.Is("as_words", t.link(i)) || t.rel(i) == "dep") {
		a, b := rd.without(t, h, i)
		if b = rd.beforeList(t, i, h, b); a <= b {
			return t.words(a, b), true
		}
	}
	for _, c := range t.kids(i) {
		if rd.clausal(t, c) && (c < i && rd.closes(t, t.hi[c], i) || c > i && rd.opened(t, t.lo[c])) {
			a, b := rd.trim(t, t.lo[c], t.hi[c])
			if b = rd.beforeList(t, i, c, b); a <= b {
				return t.words(a, b), true
			}
		}
	}
	if span, ok := rd.leading(t, i); ok {
		return span, true
	}
	return rd.trailing(t, i)
}

// trailing is what follows a cue to the end of its sentence, when the tree has lost it.
func (rd *reading) trailing(t *tree, i int) (sitrep.Span, bool) {
	s := t.sent.ChildByRel(i, "nsubj")
	if s < 0 || s > i || i+4 >= t.len() || t.punct(i+1) || t.rel(i+1) == "case" || t.tok(i+1).UPOS == "PART" {
		return sitrep.Span{}, false
	}
	a, b := rd.trim(t, i+1, t.len()-1)
	for k := a; k <= b && k <= i+longestSource; k++ {
		if t.verbal(k) && t.subject(k) >= 0 && t.subject(k) > i {
			return t.words(a, b), true
		}
	}
	return sitrep.Span{}, false
}

// without is the clause of h less the part below i.
func (rd *reading) without(t *tree, h, i int) (int, int) {
	a, b := t.lo[h], t.hi[h]
	switch {
	case t.hi[i]+2 >= b:
		b = t.lo[i] - 1
	case t.lo[i] <= a:
		a = t.hi[i] + 1
	}
	return rd.trim(t, a, b)
}

// clausal reports whether c can be a sentence of its own beside its head.
func (rd *reading) clausal(t *tree, c int) bool {
	switch t.full(c) {
	case "parataxis", "dep", "conj":
		return t.subject(c) >= 0 && t.link(c) == ""
	case "advcl", "obl", "dislocated", "csubj":
		return t.subject(c) >= 0 && t.link(c) == ""
	}
	return false
}

// closes reports whether a comma stands behind token j, with only the source
// between it and the cue.
func (rd *reading) closes(t *tree, j, i int) bool {
	return j+1 < t.len() && (t.forms[j+1] == "," || t.forms[j] == ",") && i-j <= longestSource
}

// longestSource is how many words a source between content and cue may have.
const longestSource = 25

// opened reports whether a comma or colon stands before token j.
func (rd *reading) opened(t *tree, j int) bool {
	return j > 0 && (t.forms[j-1] == "," || t.forms[j-1] == ":") || t.forms[j] == ":" || t.forms[j] == ","
}

// leading is what stands before the comma before the source of a cue that
// nothing but circumstances follow: "Ten were killed, the ministry said in a
// statement." The order of words decides, whatever the tree says.
func (rd *reading) leading(t *tree, i int) (sitrep.Span, bool) {
	from := rd.sourceStart(t, i)
	if from < 4 || t.forms[from-1] != "," || rd.clauseBefore(t, i, from) || rd.clauseAfter(t, i) {
		return sitrep.Span{}, false
	}
	a, b := rd.trim(t, 0, from-1)
	if rd.k.Is("past_links", t.forms[a]) || rd.k.Is("if_words", t.forms[a]) {
		return sitrep.Span{}, false
	}
	for k := max(a, b-reach); k <= b; k++ {
		if t.tok(k).UPOS == "VERB" && t.tok(k).XPOS != "VBG" && t.head(k) != i || t.tok(k).UPOS == "AUX" {
			return t.words(a, b), true
		}
	}
	return sitrep.Span{}, false
}

// sourceStart is the token at which the source before the cue i, or the turned
// round cue itself, starts.
func (rd *reading) sourceStart(t *tree, i int) int {
	if i > 0 && t.forms[i-1] == "," {
		return i
	}
	from := i
	if s := rd.namer(t, i); s >= 0 && s < i && t.hi[s] < i {
		from = t.lo[s]
	}
	if list := rd.speakersFrom(t, i); list > from || list > 0 && from == i {
		return list
	}
	for from > 0 && i-from < longestSource && (t.punct(from) || t.rel(from) == "case") {
		from++
	}
	if t.tok(from).UPOS == "CCONJ" { // "two officers and a resident said", of which the tree has the last
		for k := from - 1; k > 0 && i-k < longestSource && t.tok(k).UPOS != "VERB" && t.tok(k).UPOS != "AUX"; k-- {
			if t.forms[k] == "," {
				return k + 1
			}
		}
	}
	return from
}

// clauseAfter reports whether a finite clause follows the cue i.
func (rd *reading) clauseAfter(t *tree, i int) bool {
	for k := i + 1; k < t.len() && k <= i+reach; k++ {
		if t.verbal(k) && t.subject(k) > i && t.full(k) != "acl:relcl" {
			return true
		}
	}
	return false
}

// clauseBefore reports whether an adverbial clause of i stands before token from.
func (rd *reading) clauseBefore(t *tree, i, from int) bool {
	for _, c := range t.kids(i) {
		if c >= from {
			break
		}
		if t.full(c) == "advcl" && t.link(c) != "" {
			return true
		}
	}
	return false
}
