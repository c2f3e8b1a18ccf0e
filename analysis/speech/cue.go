package speech

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// sentence finds the attributions whose cue stands in sentence s.
func (rd *reading) sentence(s int) {
	t := rd.trees[s]
	for i := 0; i < t.len(); i++ {
		if cue, n := rd.k.PhraseAt(t.sent, i); cue != nil {
			rd.entry, rd.slot = cue.ID, "its clause"
			rd.phraseCue(s, i, n, cue)
			continue
		}
		for _, hit := range rd.k.CuesAt(t.sent, i) {
			rd.entry, rd.slot = hit.Cue.ID, ""
			if rd.tryCue(s, i, hit) {
				break
			}
		}
	}
}

// tryCue adds the attribution of a cue, if it has content and what else it needs.
func (rd *reading) tryCue(s, i int, hit knowledge.CueHit) bool {
	t := rd.trees[s]
	switch {
	case hit.POS == "A":
		return rd.unsourced(s, i, hit)
	case hit.POS == "N":
		return rd.nounCue(s, i, hit)
	case hit.POS == "P":
		return rd.predicateCue(s, i, hit)
	case i > 0 && t.forms[i-1] == "-" && t.tok(i-1).Span.End == t.tok(i).Span.Start:
		return false // the second half of "so-called"
	case t.rel(i) == "amod" || t.rel(i) == "aux" || t.rel(i) == "compound" || t.rel(i) == "case" || t.rel(i) == "mark":
		return false
	case hit.Cue.Source == "obj":
		return rd.citeCue(s, i, hit)
	case hit.Cue.Cites:
		return rd.quoteAs(s, i, hit)
	}
	return rd.verbCue(s, i, hit)
}

// verbCue reads "X said …".
func (rd *reading) verbCue(s, i int, hit knowledge.CueHit) bool {
	t := rd.trees[s]
	if len(hit.Used) > 1 && !hit.Cue.Attitude {
		if _, named := rd.small(t, i, hit); named {
			return false // "called the plan a disaster for the poor" calls for nothing
		}
	}
	content, direct, ok := rd.content(s, i, hit)
	if !ok || hit.Cue.Attitude && t.infinitive(i) {
		return false
	}
	source, ok := rd.speaker(t, i)
	if w, found := rd.listed(t, i, content); found && !direct && !hit.Cue.Attitude && w.span != source.span {
		source, ok = w, true
	}
	if direct && source.tok >= 0 && content.Contains(source.span) && !content.Contains(t.tok(i).Span) {
		source, ok = rd.outsider(t, i, content)
	}
	if hit.Cue.Attitude {
		content = rd.core(t, i, content)
	}
	switch {
	case hit.Cue.Attitude && source.tok >= 0 && content.Contains(source.span):
		source = nobody() // "the mayor seems upset"
	case hit.Cue.Attitude && t.tok(i).XPOS == "VBN" && t.sent.ChildByRel(i, "aux") < 0 && t.rel(i) != "acl" && !t.passive(i):
		source = nobody() // "asked about the toll, …"
	}
	if !ok && (!direct || t.infinitive(i) || t.tok(i).XPOS == "VB") {
		return false
	}
	if source.tok >= 0 && rd.idle(t, i, hit.Cue, source) {
		return false
	}
	rd.add(s, i, rd.cueSpan(t, i, hit.Used), source, s, content, hit.Cue.Stance, direct)
	rd.found[len(rd.found)-1].Attitude = hit.Cue.Attitude && !direct
	return true
}

// idle is a cue that reports nothing: "I think", "you know", and whatever the
// speaker of a quotation says that he says.
func (rd *reading) idle(t *tree, i int, cue *knowledge.SpeechCue, source who) bool {
	if !rd.k.Is("first_second", t.forms[source.tok]) {
		return false
	}
	return cue.Soft || rd.inQuote(t.tok(i).Span)
}

// inQuote reports whether the span lies inside a quotation.
func (rd *reading) inQuote(span sitrep.Span) bool {
	for _, q := range rd.quotesIn(span) {
		if q.span.Contains(span) {
			return true
		}
	}
	return false
}

func (rd *reading) add(s, i int, cue sitrep.Span, source who, sourceSent int, content sitrep.Span, stance sitrep.Stance, direct bool) {
	content = rd.balanced(content)
	a := sitrep.Attribution{Cue: &cue, Content: content, Stance: stance, SourceSent: -1, SourceTok: -1, CueSent: s, CueTok: i, Why: rd.why(source)}
	if source.tok >= 0 {
		span := source.span
		a.Source, a.SourceSent, a.SourceTok = &span, sourceSent, source.tok
	}
	if direct {
		rd.direct = append(rd.direct, len(rd.found))
	}
	rd.found = append(rd.found, a)
}

// balanced takes in the closing mark of a quotation that ends with the content.
func (rd *reading) balanced(content sitrep.Span) sitrep.Span {
	for _, q := range rd.quotesIn(content) {
		if q.span.Start >= content.Start && q.span.End > content.End && q.span.End-content.End <= 4 {
			content.End = q.span.End
		}
	}
	return content
}

// cueSpan covers the cue with its auxiliaries and the words of its pattern that
// follow at once.
func (rd *reading) cueSpan(t *tree, i int, used []int) sitrep.Span {
	a, b := i, i
	for slices.Contains(used, b+1) {
		b++
	}
	for a > 0 && t.head(a-1) == i && (t.rel(a-1) == "aux" || t.rel(a-1) == "advmod" && (rd.k.Is("negators", t.forms[a-1]) || rd.k.Is("further", t.forms[a-1]))) {
		a--
	}
	for a < i && t.rel(a) == "advmod" && !rd.k.Is("negators", t.forms[a]) && !rd.k.Is("further", t.forms[a]) {
		a++
	}
	return t.words(a, b)
}

// unsourced reads "reportedly" and "alleged": nobody is named.
func (rd *reading) unsourced(s, i int, hit knowledge.CueHit) bool {
	t := rd.trees[s]
	h := t.head(i)
	if h < 0 || len(hit.Cue.Adverbs)+len(hit.Cue.Adjectives) == 0 {
		return false
	}
	var content sitrep.Span
	switch t.rel(i) {
	case "amod":
		a, b := rd.trim(t, min(i+1, h), t.hi[h])
		content = t.words(a, b)
	case "advmod":
		a, b := rd.clause(t, h)
		content = t.words(a, b)
	default:
		return false
	}
	if content.Empty() {
		return false
	}
	rd.add(s, i, t.words(i, i), nobody(), s, content, hit.Cue.Stance, false)
	return true
}

// nounCue reads "the ministry's claim that …" and "reports that …".
func (rd *reading) nounCue(s, i int, hit knowledge.CueHit) bool {
	t := rd.trees[s]
	source := rd.owner(t, i)
	for _, slot := range hit.Cue.NounComp {
		c := rd.complement(t, i, hit.Used, slot)
		rd.slot = slot
		if c < 0 || !t.verbal(c) && source.tok < 0 {
			continue
		}
		if !t.verbal(c) && t.sent.ChildByRel(c, "cop") < 0 && !strings.HasPrefix(slot, "prep:") {
			continue
		}
		a, b := rd.inner(t, c)
		if a <= i {
			a = i + 1
		}
		if a > b {
			continue
		}
		rd.add(s, i, rd.cueSpan(t, i, hit.Used), source, s, t.words(a, b), hit.Cue.Stance, false)
		rd.found[len(rd.found)-1].Attitude = hit.Cue.Attitude
		return true
	}
	return false
}

// owner is whose claim, statement or demand the noun i is.
func (rd *reading) owner(t *tree, i int) who {
	for _, k := range t.kids(i) {
		if t.full(k) == "nmod:poss" {
			return rd.phrase(t, k, i).by(owns)
		}
	}
	for _, k := range t.kids(i) {
		if t.rel(k) == "nmod" && k > i && rd.k.Is("owner_preps", t.link(k)) {
			return rd.phrase(t, k, i).by(owns)
		}
	}
	for _, k := range t.kids(i) {
		if k < i && (t.rel(k) == "amod" || t.rel(k) == "compound") && t.tok(k).Form != t.forms[k] && k != t.lo[t.rootOf(i)] {
			return rd.phrase(t, k, i).by(owns)
		}
	}
	h := t.head(i)
	if h >= 0 && t.verbal(h) && t.rel(i) == "obj" && rd.k.Is("light", t.lemmas[h]) {
		if w, ok := rd.speaker(t, h); ok {
			return w
		}
	}
	return nobody()
}

// rootOf climbs to the top of the sentence's tree, as far as a few steps lead.
func (t *tree) rootOf(i int) int {
	for step := 0; step < 2*climb; step++ {
		h := t.head(i)
		if h < 0 {
			break
		}
		i = h
	}
	return i
}

// citeCue reads "…, citing officials": the source is the object.
func (rd *reading) citeCue(s, i int, hit knowledge.CueHit) bool {
	t := rd.trees[s]
	o, h := t.sent.ChildByRel(i, "obj"), t.head(i)
	if o < 0 || h < 0 || !t.nominal(o) || t.tok(i).XPOS != "VBG" && t.full(i) != "advcl" {
		return false
	}
	a, b := rd.clause(t, h)
	switch {
	case t.hi[i] >= b:
		b = t.lo[i] - 1
	case t.lo[i] <= a:
		a = t.hi[i] + 1
	}
	if a, b = rd.trim(t, a, b); a > b {
		return false
	}
	rd.add(s, i, t.words(i, i), rd.phrase(t, o, i).by("the object of the cue"), s, t.words(a, b), hit.Cue.Stance, false)
	return true
}

// quoteAs reads the outer link of "the agency quoted him as saying that …".
func (rd *reading) quoteAs(s, i int, hit knowledge.CueHit) bool {
	t := rd.trees[s]
	said := -1
	for _, k := range t.kids(i) {
		if k > i && t.tok(k).XPOS == "VBG" && rd.k.Is("as_words", t.link(k)) {
			said = k
		}
	}
	if said < 0 {
		return false
	}
	var source who
	if t.passive(i) {
		agent := rd.agent(t, i)
		if agent < 0 {
			return true // the cue belongs to the inner link
		}
		source = rd.phrase(t, agent, i).by("the by-phrase of the cue")
	} else {
		var ok bool
		if source, ok = rd.speaker(t, i); !ok {
			return true
		}
	}
	from := i + 1
	if o := t.sent.ChildByRel(i, "obj"); o > i {
		from = t.lo[o]
	}
	a, b := rd.trim(t, min(from, said), t.hi[said])
	rd.add(s, i, t.words(i, i), source, s, t.words(a, b), hit.Cue.Stance, false)
	return true
}

// phraseCue reads "according to X" at tokens i to i+n-1.
func (rd *reading) phraseCue(s, i, n int, cue *knowledge.SpeechCue) {
	t := rd.trees[s]
	if i+n >= t.len() {
		return
	}
	head := rd.nounAfter(t, i, i+n)
	if head < 0 {
		return
	}
	a, b := rd.trim(t, i+n, t.hi[head])
	if a > b || a > head || b < head {
		a, b = i+n, head
	}
	from, to := rd.around(t, i, b, t.head(head))
	if from > to {
		return
	}
	rd.add(s, i, t.words(i, i+n-1), who{head, t.words(a, b), "behind the cue"}, s, t.words(from, to), cue.Stance, false)
}

// nounAfter is the head of the noun phrase that starts at token j, within the
// words from i on.
func (rd *reading) nounAfter(t *tree, i, j int) int {
	best := -1
	for k, step := j, 0; k >= j && step < 2*climb; step++ {
		a := t.lo[k]
		for a < i && t.punct(a) {
			a++
		}
		if a < i && t.nominal(k) && k-j < longestSource && !rd.broken(t, j, k) {
			best = k // joined to a noun before the cue
		}
		if a < i || t.verbal(k) && t.sent.ChildByRel(k, "nsubj") >= 0 {
			break
		}
		if t.nominal(k) || t.tok(k).UPOS == "ADJ" || t.tok(k).UPOS == "SYM" {
			best = k
		}
		k = t.head(k)
	}
	return best
}

// around is the clause that a phrase from token i to b speaks of; g is what it hangs on.
func (rd *reading) around(t *tree, i, b, g int) (int, int) {
	last := t.len() - 1
	if i == 0 || i <= 2 && t.punct(i-1) {
		if g > b && t.hi[g] > b {
			return rd.trim(t, b+1, t.hi[g])
		}
		return rd.trim(t, b+1, last)
	}
	from, to := 0, last
	if g >= 0 {
		from, to = rd.clause(t, g)
	}
	if from >= i {
		return rd.trim(t, b+1, to)
	}
	if to <= b+1 || rd.described(t, i, b, to, g) {
		to = i - 1
	}
	return rd.trim(t, from, to)
}

// described reports whether what stands behind a source at the end of its clause, up
// to token to, only says who it is: "…, according to Amira Haddad, a lawyer for the
// families".
func (rd *reading) described(t *tree, i, b, to, g int) bool {
	if g < 0 || g > i || b+2 > to || t.forms[b+1] != "," {
		return false
	}
	for k := b + 2; k <= to && k < b+longestSource; k++ {
		if h := t.head(k); t.nominal(k) && (h <= b || h > to) {
			return t.rel(k) == "appos" || t.rel(k) == "list" || t.rel(k) == "parataxis" || t.rel(k) == "conj"
		}
	}
	return false
}

// clause is the stretch of the clause that token g belongs to.
func (rd *reading) clause(t *tree, g int) (int, int) {
	for step := 0; step < 3*climb && t.head(g) >= 0; step++ {
		if t.verbal(g) || t.subject(g) >= 0 {
			switch t.rel(g) {
			case "aux", "cop", "amod", "compound", "xcomp":
			default:
				return rd.trim(t, t.lo[g], t.hi[g])
			}
		}
		g = t.head(g)
	}
	return rd.trim(t, t.lo[g], t.hi[g])
}
