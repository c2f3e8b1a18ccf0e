package names

import (
	"github.com/sitrep-dev/sitrep/knowledge"
)

// part is a stretch of a noun phrase.
type part struct {
	kind     partKind
	from, to int // tokens, inclusive
	match    *match
	noun     *noun
	title    *knowledge.Title
}

type partKind int

const (
	partWord    partKind = iota // an ordinary word
	partName                    // a known state, adjective of a state, or body
	partPerson                  // a known person
	partTitle                   // a title before a name
	partRole                    // a role noun
	partUnknown                 // capitalised words in no list
)

// collect makes the items of the current sentence, in order of their phrases.
func (r *reading) collect() {
	ln := r.line
	for i := 0; i < len(ln.toks); {
		if w := r.pronounAt(i); w != nil {
			r.addPronoun(i, w)
			i++
			continue
		}
		parts := ln.parts(i)
		if len(parts) == 0 {
			i++
			continue
		}
		r.readParts(parts)
		i = parts[len(parts)-1].to + 1
	}
}

// longestPhrase bounds the parts of a phrase, against texts that never end one.
const longestPhrase = 40

// parts cuts the noun phrase that starts at token i.
func (ln *line) parts(i int) []part {
	var out []part
	for {
		p, ok := ln.part(i, len(out) > 0)
		if !ok {
			return out
		}
		out = append(out, p)
		if len(out) == longestPhrase || !ln.joined(out, p.to) {
			return out
		}
		i = p.to + 1
	}
}

// joined reports whether the phrase goes on after token i, the end of its last part.
func (ln *line) joined(parts []part, i int) bool {
	if i+1 >= len(ln.toks) || ln.lex.is(ln.toks[i+1].Form, "calendar") {
		return false
	}
	if parts[len(parts)-1].kind == partTitle {
		return true
	}
	if ln.linked(i) {
		return true
	}
	if last := &parts[len(parts)-1]; last.kind == partName && (ln.title[i+1] > 0 || ln.role[i+1] > 0) && (ln.adjectival(last) || last.match.names[0].ent.org != nil) {
		return true
	}
	// A tagger that errs on a foreign name breaks the tree; a name right after
	// a person's role noun belongs to it all the same.
	last := &parts[len(parts)-1]
	return last.kind == partRole && last.noun.role.Person && !ln.plural(last.to) && ln.capital(i+1) && ln.toks[i+1].UPOS == "PROPN" &&
		(ln.at[i+1] == 0 || ln.isPerson(i+1)) && ln.sent.Rel(i+1) != "obj"
}

// adjectival reports whether a part is an adjective of a state.
func (ln *line) adjectival(p *part) bool {
	for _, n := range p.match.names {
		if n.sense == senseAdjective {
			return true
		}
	}
	return false
}

func (ln *line) isPerson(i int) bool {
	return ln.at[i] > 0 && ln.found[ln.at[i]-1].names[0].ent.person != nil
}

// part reads the part that starts at token i.
func (ln *line) part(i int, inside bool) (part, bool) {
	if i >= len(ln.toks) {
		return part{}, false
	}
	if n := ln.title[i]; n > 0 && (ln.at[i] == 0 || ln.found[ln.at[i]-1].to < i+n-1) {
		return part{kind: partTitle, from: i, to: i + n - 1, title: ln.named[i]}, true
	}
	if m := ln.at[i]; m > 0 {
		found := &ln.found[m-1]
		kind := partName
		if found.names[0].ent.person != nil {
			kind = partPerson
		}
		return part{kind: kind, from: i, to: max(i, found.to), match: found}, true
	}
	if n := ln.role[i]; n > 0 {
		return part{kind: partRole, from: i, to: ln.roles[n-1].to, noun: &ln.roles[n-1]}, true
	}
	if ln.nameLike(i) {
		return part{kind: partUnknown, from: i, to: ln.unknownEnd(i)}, true
	}
	if ln.wordLike(i, inside) {
		return part{kind: partWord, from: i, to: i}, true
	}
	return part{}, false
}

// nameLike reports whether token i can start or go on a proper name.
func (ln *line) nameLike(i int) bool {
	tok := &ln.toks[i]
	if !upper(tok.Form) || ln.at[i] > 0 || ln.lex.is(tok.Form, "calendar") {
		return false
	}
	switch tok.UPOS {
	case "PROPN", "X":
		return true
	case "NOUN", "ADJ":
		return !ln.shout && i > 0 && !ln.opening(i)
	}
	return false
}

// opening reports whether token i is the first word, where a capital tells nothing.
func (ln *line) opening(i int) bool {
	for k := i - 1; k >= 0; k-- {
		if ln.toks[k].UPOS != "PUNCT" {
			return false
		}
	}
	return true
}

// unknownEnd is the last token of the run of name words that starts at i, with
// particles and hyphens between them.
func (ln *line) unknownEnd(i int) int {
	end := i
	for k := i + 1; k < len(ln.toks); k++ {
		switch {
		case ln.title[k] > 0 || ln.role[k] > 0:
			return end
		case ln.nameLike(k) && (k > end+1 || ln.linked(end) || ln.toks[k].UPOS == "PROPN" && ln.toks[end].UPOS == "PROPN" && ln.sameName(end, k)):
			end = k
		case ln.hyphenAt(k-1) && ln.toks[k].UPOS == "PROPN" && ln.at[k] == 0:
			end = k
		case ln.hyphenAt(k) || ln.lex.is(ln.low[k], "particle") && ln.reaches(k):
		default:
			return end
		}
	}
	return end
}

// sameName reports whether two adjoining proper nouns have one place in the tree.
func (ln *line) sameName(i, k int) bool {
	return ln.sent.HeadOf(i) == k || ln.sent.HeadOf(k) == i || ln.sent.HeadOf(i) == ln.sent.HeadOf(k) && premodifier(ln.sent.Rel(i))
}

// reaches reports whether after the particle at k more of the name follows.
func (ln *line) reaches(k int) bool {
	stop := min(len(ln.toks), k+5)
	for k++; k < stop; k++ {
		if !ln.hyphenAt(k) && !ln.lex.is(ln.low[k], "particle") {
			return ln.nameLike(k) && ln.toks[k].UPOS == "PROPN"
		}
	}
	return false
}

// wordLike reports whether token i can stand before a noun in its phrase.
func (ln *line) wordLike(i int, inside bool) bool {
	tok := &ln.toks[i]
	switch tok.UPOS {
	case "ADJ", "NOUN", "PROPN", "X":
		return !ln.lex.is(ln.low[i], "quantifier") && !ln.lex.is(tok.Form, "calendar")
	case "NUM":
		return true
	case "VERB", "ADV":
		if tok.XPOS == "VBD" || tok.XPOS == "VBZ" || tok.XPOS == "VBP" || tok.XPOS == "VB" {
			return false
		}
		h := ln.sent.HeadOf(i)
		rel := ln.sent.Rel(i)
		return h > i && (rel == "amod" || rel == "advmod" && h < len(ln.toks) && ln.toks[h].UPOS == "ADJ" || rel == "compound" || rel == "advmod" && ln.sent.Rel(h) == "amod")
	case "PUNCT", "SYM":
		return inside && ln.hyphenAt(i)
	}
	return false
}

// readParts turns the parts of a noun phrase into items: each known or
// described actor in it, with those before it as owners and titles.
func (r *reading) readParts(parts []part) {
	b := &builder{r: r, ln: r.line, parts: parts}
	for b.k < len(parts) {
		b.step()
	}
	last := parts[len(parts)-1].to
	if n := len(r.items) - 1; n >= 0 && r.items[n].sent == r.line.index && r.items[n].named {
		last = max(last, r.items[n].to)
	}
	r.aliases(last)
}
