package speech

import (
	"slices"
	"strings"
)

// fills reports whether c, a dependent of the cue i, stands in the named slot
// (see knowledge.Mood and knowledge.SpeechCue).
func (r *Reader) fills(t *tree, i, c int, slot string) bool {
	rel, full := t.rel(c), t.full(c)
	if prep, ok := strings.CutPrefix(slot, "prep:"); ok {
		prep, fresh := strings.CutSuffix(prep, ":new")
		if fresh && t.nominal(c) && r.known(t, c) {
			return false
		}
		switch rel {
		case "obl", "nmod", "advcl", "acl", "xcomp", "ccomp":
			return t.link(c) == prep
		}
		return false
	}
	switch slot {
	case "prep":
		return c > i && (rel == "obl" || rel == "nmod" || full == "advcl" && t.tok(c).XPOS == "VBG") && t.tok(t.lo[c]).UPOS == "ADP" && !r.k.Is("agent", t.link(c)) && !r.k.Is("time_words", t.lemmas[c])
	case "xcomp":
		return rel == "xcomp" || full == "advcl" && t.tok(c).XPOS == "VBG" && t.lo[c] == i+1 && c == i+1 || r.lostInfinitive(t, i, c) || t.infinitive(c) && c > i && (full == "advcl" || full == "acl" || full == "ccomp" || full == "csubj")
	case "inf":
		return c > i && t.infinitive(c) && r.fills(t, i, c, "xcomp")
	case "ger":
		return c > i && t.tok(c).XPOS == "VBG" && (rel == "xcomp" || full == "advcl" && t.link(c) == "")
	case "xcomp:self":
		return r.fills(t, i, c, "xcomp") && !r.otherSubject(t, i, c)
	case "xcomp:other":
		return r.fills(t, i, c, "xcomp") && r.otherSubject(t, i, c)
	case "ccomp":
		return (rel == "ccomp" || full == "advcl" && r.k.Is("that_words", t.link(c))) && !r.indirect(t, c)
	case "ccomp:self":
		return r.fills(t, i, c, "ccomp") && r.pronounSubject(t, c)
	case "irrealis":
		return rel == "ccomp" && r.subjunctive(t, c)
	case "wh":
		return r.indirect(t, c)
	case "obj":
		return rel == "obj" || full == "nsubj:pass"
	case "obj:new":
		return (rel == "obj" || full == "nsubj:pass" || r.lostObject(t, i, c)) && !r.known(t, c) && !r.k.Is("texts", t.lemmas[c])
	case "subj":
		return rel == "nsubj"
	case "csubj":
		return rel == "csubj" && !r.indirect(t, c)
	case "acl":
		return (full == "acl" || full == "acl:relcl" && !t.relative(c)) && !r.k.Is("content_preps", t.link(c))
	case "that":
		return (full == "acl" || rel == "ccomp" || full == "acl:relcl" && !t.relative(c)) && r.k.Is("that_words", t.link(c))
	case "mod":
		return c < i && (rel == "compound" || rel == "amod")
	case "any":
		return rel != "punct"
	}
	return false
}

// lostInfinitive reports whether c is a verb after "to" that the tagger took for
// a noun: right behind the particle, in lower case, with an object of i before it.
func (r *Reader) lostInfinitive(t *tree, i, c int) bool {
	if t.full(c) != "obl" || !r.k.Is("to_words", t.link(c)) || t.lo[c] != c-1 || t.tok(c).Form != t.forms[c] || t.tok(c).XPOS == "NNS" || t.tok(c).UPOS == "PRON" {
		return false
	}
	o := t.sent.ChildByRel(i, "obj")
	return o > i && o < c
}

// lostObject reports a noun that the parser took for what the object of an active
// verb is made or called, though there is no object: "called an urgent meeting".
func (r *Reader) lostObject(t *tree, i, c int) bool {
	return t.rel(c) == "xcomp" && t.tok(c).UPOS == "NOUN" && t.link(c) == "" && t.sent.ChildByRel(i, "obj", "iobj") < 0 && !t.passive(i) &&
		t.sent.ChildByRel(c, "cop", "nsubj") < 0
}

// otherSubject reports whether the clause c is about somebody else than the subject of i.
func (r *Reader) otherSubject(t *tree, i, c int) bool {
	if t.sent.ChildByRel(c, "nsubj") >= 0 {
		return true
	}
	for _, k := range t.kids(i) {
		if k > i && k < c && (t.rel(k) == "obj" || t.rel(k) == "iobj") {
			return true
		}
	}
	return false
}

func (r *Reader) pronounSubject(t *tree, c int) bool {
	s := t.sent.ChildByRel(c, "nsubj")
	return s >= 0 && r.k.Is("said_pronouns", t.forms[s])
}

// indirect reports whether c is a clause that asks.
func (r *Reader) indirect(t *tree, c int) bool {
	switch t.rel(c) {
	case "ccomp", "xcomp", "advcl", "csubj", "acl", "obj", "parataxis", "nsubj":
	default:
		return false
	}
	if !t.verbal(c) && t.rel(c) != "ccomp" && t.rel(c) != "csubj" && t.rel(c) != "advcl" {
		return false
	}
	first := t.lo[c]
	if t.full(c) == "advcl" {
		return r.k.Is("whether_words", t.forms[first]) || !r.k.Is("if_words", t.forms[first]) && strings.HasPrefix(t.tok(first).XPOS, "W")
	}
	return r.k.Is("wh_words", t.forms[first])
}

// subjunctive reports whether the clause c says what ought to be.
func (r *Reader) subjunctive(t *tree, c int) bool {
	base := t.tok(c).XPOS == "VB"
	for _, k := range t.kids(c) {
		if rel := t.rel(k); rel != "aux" && rel != "cop" {
			continue
		}
		if m, ok := r.modal(t, k); ok {
			return m == "demanded"
		}
		if t.tok(k).XPOS != "VB" {
			return false
		}
		base = true
	}
	return base && !t.infinitive(c)
}

// known reports whether the noun c is presented as known to the reader.
func (r *Reader) known(t *tree, c int) bool {
	for _, k := range t.kids(c) {
		if k > c {
			break
		}
		if rel := t.rel(k); rel == "det" && r.k.Is("definite", t.forms[k]) || rel == "nmod" && t.full(k) == "nmod:poss" {
			return true
		}
	}
	return false
}

// indefinite reports whether the noun c is introduced as one of its kind.
func (r *Reader) indefinite(t *tree, c int) bool {
	for _, k := range t.kids(c) {
		if k < c && t.rel(k) == "det" && r.k.Is("indefinite", t.forms[k]) {
			return true
		}
	}
	return false
}

// governed lists the tokens that a cue at i with the given scope governs,
// whatever stands in the way: its dependents, else the word that it modifies,
// else what follows it, where the parser may have hung it elsewhere.
func (r *Reader) governed(t *tree, i int, used []int, scope []string) []int {
	var found []int
	for _, c := range t.kids(i) {
		if slices.Contains(used, c) || r.joinedBehind(t, i, c) {
			continue
		}
		for _, slot := range scope {
			if r.fills(t, i, c, slot) {
				found = append(found, c)
				break
			}
		}
		if k := t.sent.ChildByRel(c, "acl"); k > c && addressee(t, c, used) && t.infinitive(k) && (slices.Contains(scope, "xcomp") || slices.Contains(scope, "xcomp:other")) {
			found = append(found, k)
		}
	}
	if gov := r.modified(t, i, scope); gov >= 0 {
		found = append(found, gov)
	}
	if len(found) == 0 {
		found = r.following(t, i, scope)
	}
	return found
}

// joinedBehind reports whether the conjunction of i stands between c and i: what
// was said before "and demanded" belongs to the verb before it.
func (r *Reader) joinedBehind(t *tree, i, c int) bool {
	cc := t.sent.ChildByRel(i, "cc")
	return t.verbal(i) && c < cc && cc < i
}

// addressee reports whether the noun c is one who is asked to do something: the
// object, or what hangs on by a preposition of the pattern ("call on").
func addressee(t *tree, c int, used []int) bool {
	if t.rel(c) == "obj" || t.rel(c) == "iobj" {
		return true
	}
	return t.rel(c) == "obl" && slices.ContainsFunc(used[1:], func(k int) bool { return t.head(k) == c })
}

// modified is the word that the cue i modifies, if its scope asks for it.
func (r *Reader) modified(t *tree, i int, scope []string) int {
	h := t.head(i)
	if h < 0 {
		return -1
	}
	switch {
	case slices.Contains(scope, "head") && t.rel(i) == "advmod":
		return h
	case slices.Contains(scope, "gov") && (t.rel(i) == "amod" || t.rel(i) == "compound" && t.tok(i).UPOS != "NOUN" || t.participle(i)):
		return h
	case slices.Contains(scope, "obj") && t.verbal(i) && t.participle(i):
		return h
	}
	return -1
}

// window is how far behind a cue the parser's mistakes are looked for.
const window = 4

// following finds what stands right behind the cue i in a slot of the scope but
// was hung on another word.
func (r *Reader) following(t *tree, i int, scope []string) []int {
	for j := i + 1; j < t.len() && j <= i+window; j++ {
		if t.punct(j) || t.verbal(j) {
			return nil
		}
		h := t.head(j)
		if h <= j || t.lo[h] <= i && i <= t.hi[h] {
			continue
		}
		link := t.rel(j) == "case" || t.rel(j) == "mark"
		if !link {
			continue
		}
		if slices.Contains(scope, "prep:"+t.lemmas[j]) {
			return []int{h}
		}
		if j == i+1 && t.nominal(i) && r.k.Is("that_words", t.lemmas[j]) && (slices.Contains(scope, "acl") || slices.Contains(scope, "that")) {
			return []int{h}
		}
		if t.tok(j).UPOS == "PART" && t.verbal(h) && (slices.Contains(scope, "xcomp") || slices.Contains(scope, "acl")) {
			return []int{h}
		}
	}
	return nil
}
