package speech

import (
	"slices"
	"sort"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// predicateCue reads "is critical of …", "seemed sure that …".
func (rd *reading) predicateCue(s, i int, hit knowledge.CueHit) bool {
	t := rd.trees[s]
	c := rd.filler(t, i, hit, hit.Cue.Comp)
	if c < 0 || c < i {
		return false
	}
	var source who
	switch h := t.head(i); {
	case t.subject(i) >= 0:
		source = rd.phrase(t, rd.antecedent(t, i, t.subject(i)), i).by(ofSubject)
	case t.rel(i) == "amod" && h >= 0 && h < i:
		source = rd.phrase(t, h, i).by("the noun that the cue describes")
	case t.rel(i) == "xcomp" || t.rel(i) == "conj":
		h = rd.inherited(t, i)
		if h < 0 {
			return false
		}
		source = rd.phrase(t, h, i).by("shared with the clause above the cue")
	default:
		return false
	}
	a, b := rd.inner(t, c)
	if a = max(a, i+1); a > b {
		return false
	}
	rd.add(s, i, rd.cueSpan(t, i, hit.Used), source, s, t.words(a, b), hit.Cue.Stance, false)
	rd.found[len(rd.found)-1].Attitude = hit.Cue.Attitude
	return true
}

// core is content without what is told of its last noun behind a comma: "praised the
// mayor, who had left".
func (rd *reading) core(t *tree, i int, content sitrep.Span) sitrep.Span {
	a := t.sent.TokenAt(content)
	for k := max(a+1, i+1); a >= 0 && k < t.len() && k <= i+reach && t.tok(k).Span.Start < content.End; k++ {
		if t.forms[k] != "," || k+1 >= t.len() {
			continue
		}
		for _, c := range t.kids(t.nounBefore(k)) {
			if r := t.full(c); c > k && t.lo[c] <= k+1 && (r == "acl:relcl" || r == "acl") {
				return t.words(a, k-1)
			}
		}
	}
	return content
}

// nounBefore is the head, as far as it goes left, of the noun phrase that ends before token k.
func (t *tree) nounBefore(k int) int {
	j := k - 1
	for step := 0; step < 2*climb; step++ {
		h := t.head(j)
		if h < 0 || h > k || !t.nominal(h) || !t.nominal(j) && h > j {
			break
		}
		j = h
	}
	return j
}

// raised is the subject of the cue with what it seems to be or to do.
func (rd *reading) raised(t *tree, i int) (sitrep.Span, bool) {
	subj, c := t.sent.ChildByRel(i, "nsubj"), t.sent.ChildByRel(i, "xcomp")
	if subj < 0 || subj > i || c < i {
		return sitrep.Span{}, false
	}
	a, b := rd.trim(t, t.lo[subj], t.hi[c])
	return t.words(a, b), a <= b
}

// theme is the object of the cue, whatever it names; of a passive its subject.
func (rd *reading) theme(t *tree, i int, hit knowledge.CueHit) (sitrep.Span, bool) {
	for _, c := range t.kids(i) {
		switch full := t.full(c); {
		case hasInt(hit.Used, c):
			continue
		case full == "obj" && (c > i || strings.HasPrefix(t.tok(c).XPOS, "W")):
		case full == "nsubj:pass" && c < i && hit.Cue.Attitude:
		default:
			continue
		}
		a, b := rd.trim(t, t.lo[c], t.hi[c])
		if a <= i && i <= b {
			return sitrep.Span{}, false
		}
		return t.words(a, b), true
	}
	return sitrep.Span{}, false
}

// filler is the word in the first slot of the list that is filled, -1 for none.
func (rd *reading) filler(t *tree, i int, hit knowledge.CueHit, slots []string) int {
	for _, slot := range slots {
		if c := rd.complement(t, i, hit.Used, slot); c >= 0 {
			return c
		}
	}
	return -1
}

// place is a token of the document.
type place struct{ sent, tok int }

// outer keeps of the attitudes those told in the report's own words: how somebody
// stands to a thing, inside what somebody says, is part of what is said. It marks
// the rest of what is told inside a quotation.
func (rd *reading) outer() {
	gone := rd.merged()
	inside := rd.nested(gone)
	var kept []sitrep.Attribution
	for i, a := range rd.found {
		if gone[i] {
			continue
		}
		if a.Cue != nil && a.CueTok >= 0 {
			quoted := rd.inQuote(*a.Cue)
			if a.Attitude && (inside[i] || quoted) {
				continue
			}
			a.Quoted = inside[i] && quoted
		}
		kept = append(kept, a)
	}
	rd.found, rd.direct = kept, nil
}

// merged tells which attributions are part of another: an attitude of the same cue,
// and what leads to a cue ("repeated his support for"), which then has its source.
func (rd *reading) merged() []bool {
	gone, attitude, said := make([]bool, len(rd.found)), map[place]int{}, map[place]int{}
	for i, a := range rd.found {
		if at := (place{a.CueSent, a.CueTok}); a.Attitude {
			attitude[at] = i
		} else if a.CueTok >= 0 {
			said[at] = i
		}
	}
	for i := range rd.found {
		a := &rd.found[i]
		if a.CueSent < 0 || a.CueTok < 0 {
			continue
		}
		if _, twice := said[place{a.CueSent, a.CueTok}]; twice && a.Attitude {
			gone[i] = true
		}
		h := rd.lead(rd.trees[a.CueSent], a.CueTok)
		if h < 0 {
			continue
		}
		if b, ok := attitude[place{a.CueSent, h}]; ok {
			gone[b] = true
			if lead := &rd.found[b]; a.Attitude && lead.Source != nil && !lead.Source.Overlaps(a.Content) {
				a.Source, a.SourceSent, a.SourceTok = lead.Source, lead.SourceSent, lead.SourceTok
				a.Why = append(slices.Clone(a.Why), sitrep.Reason{Text: "source: that of the words that lead to the cue"})
			}
		}
		if b, ok := said[place{a.CueSent, h}]; ok && !a.Attitude {
			lead := &rd.found[b]
			gone[b] = gone[b] || lead.SourceTok == a.SourceTok && lead.Stance == a.Stance && lead.Content.Contains(a.Content) && lead.Content.Contains(*a.Cue) &&
				rd.trees[a.CueSent].rel(a.CueTok) == "obj"
		}
	}
	return gone
}

// nested tells which attributions have their cue inside the content of another.
func (rd *reading) nested(gone []bool) []bool {
	var spans []reachOf
	for i := range rd.found {
		if !gone[i] {
			spans = append(spans, reachOf{i, rd.found[i].Content})
		}
	}
	sort.SliceStable(spans, func(a, b int) bool { return spans[a].span.Start < spans[b].span.Start })
	far := make([][2]reachOf, len(spans)+1) // the two that reach farthest of the first n
	for n, s := range spans {
		far[n+1] = far[n]
		switch {
		case s.span.End > far[n][0].span.End:
			far[n+1] = [2]reachOf{s, far[n][0]}
		case s.span.End > far[n][1].span.End:
			far[n+1][1] = s
		}
	}
	inside := make([]bool, len(rd.found))
	for i, a := range rd.found {
		if a.Cue == nil {
			continue
		}
		n := sort.Search(len(spans), func(k int) bool { return spans[k].span.Start > a.Cue.Start })
		top := far[n][0]
		if top.of == i {
			top = far[n][1]
		}
		inside[i] = top.span.End >= a.Cue.End
	}
	return inside
}

// reachOf is the content of an attribution, found[of].
type reachOf struct {
	of   int
	span sitrep.Span
}
