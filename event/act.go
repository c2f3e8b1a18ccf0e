package event

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// acts finds the predicates of a sentence that hold, one a token at most, in
// text order. Words that belong to a longer pattern make no act of their own.
func (r *reading) acts(s int) []act {
	sent := &r.doc.Sentences[s]
	taken := make([]bool, len(sent.Tokens))
	var found []act
	for i := range sent.Tokens {
		if a, ok := r.actAt(s, i); ok {
			found = append(found, a)
		}
	}
	slices.SortStableFunc(found, func(a, b act) int { return cmp.Compare(len(b.used), len(a.used)) })
	kept := found[:0]
	for _, a := range found {
		if taken[a.tok] {
			continue
		}
		for _, u := range a.used {
			taken[u] = true
		}
		kept = append(kept, a)
	}
	slices.SortFunc(kept, func(a, b act) int { return cmp.Compare(a.tok, b.tok) })
	return kept
}

// actAt is the act of the first entry that matches at token i and whose
// conditions hold. Where that one has no type, next is the first that has one.
func (r *reading) actAt(s, i int) (act, bool) {
	sent := &r.doc.Sentences[s]
	if r.inName(s, i) || r.inTitle(s, i) || sent.Tokens[i].UPOS == "PROPN" && r.inTimex(s, i) { // "last March"
		return act{}, false
	}
	var first *act
	for _, hit := range r.k.Predicates.At(sent, i) {
		if hit.Entry.Light || first != nil && hit.Entry.Type == "" || len(hit.Used) > 1 && r.doc.Dates(s, hit.Used) || !r.holds(s, i, hit) || r.blocked(s, i, hit) {
			continue
		}
		a := act{entry: hit.Entry, pos: hit.POS, tok: i, used: hit.Used, light: -1}
		if first != nil {
			first.next = &a
			return *first, true
		}
		if !r.entityOfRelation(&a) {
			return a, true
		}
		first = &a
	}
	if first == nil {
		return act{}, false
	}
	return *first, true
}

// inName reports whether the token is part of somebody's name or title, where
// no word is a predicate ("Operation Claw", "Defence Ministry").
func (r *reading) inName(s, i int) bool {
	m := r.doc.MentionOver(s, i)
	if m == nil {
		return false
	}
	t := &r.doc.Sentences[s].Tokens[i]
	if t.UPOS == "VERB" {
		return false
	}
	return m.Kind == "person" || m.Kind == "organization" || m.Kind == "place" || (m.Kind == "group" && m.Head == i)
}

// inTitle reports a word inside the title of a text or plan ("the Plan of Action to
// End Violence"): capitalised between capitalised words in a sentence that is not
// printed so throughout.
func (r *reading) inTitle(s, i int) bool {
	sent := &r.doc.Sentences[s]
	if i == 0 || i+1 >= len(sent.Tokens) || !capital(sent.Tokens[i].Form) || sent.Tokens[i].UPOS != "VERB" && sent.Tokens[i].UPOS != "NOUN" {
		return false
	}
	words, large := 0, 0
	for k := range sent.Tokens {
		switch t := &sent.Tokens[k]; t.UPOS {
		case "NOUN", "VERB", "ADJ", "ADV":
			words++
			if capital(t.Form) {
				large++
			}
		}
	}
	return capital(sent.Tokens[i+1].Form) && large*2 < words
}

func capital(form string) bool { return form != "" && form[0] >= 'A' && form[0] <= 'Z' }

// blocked reports grammar that takes the act out of a predicate: a participle
// that only modifies a noun before it ("the attacking side"), or a verb used as
// a name's part.
func (r *reading) blocked(s, i int, hit knowledge.Hit) bool {
	sent := &r.doc.Sentences[s]
	rel := sent.Rel(i)
	if hit.POS == "V" && (rel == "amod" || rel == "compound") && len(sent.Children(i)) == 0 {
		return true
	}
	return hit.POS == "N" && (rel == "compound" || rel == "amod")
}

// holds checks the conditions of an entry on its slots.
func (r *reading) holds(s, i int, hit knowledge.Hit) bool {
	for _, slot := range sortedKeys(hit.Entry.If) {
		if !r.fits(s, i, hit, slot, hit.Entry.If[slot]) {
			return false
		}
	}
	return !r.excluded(s, i, hit)
}

// excluded reports a slot that holds what the entry may not have there.
func (r *reading) excluded(s, i int, hit knowledge.Hit) bool {
	for _, slot := range sortedKeys(hit.Entry.Unless) {
		if r.fits(s, i, hit, slot, hit.Entry.Unless[slot]) {
			return true
		}
	}
	return false
}

func sortedKeys(m map[string][]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// fits reports whether a word of one of the classes fills the slot. "a|b" names
// several slots of which one has to fit.
func (r *reading) fits(s, i int, hit knowledge.Hit, slots string, classes []string) bool {
	for _, slot := range strings.Split(slots, "|") {
		if slot == "speaker" {
			if len(r.sources(r.doc.Sentences[s].Tokens[i].Span)) > 0 {
				return true
			}
			continue
		}
		words := r.slot(s, i, hit.POS, hit.Used, slot)
		if slices.Contains(classes, "none") && !slices.ContainsFunc(words, func(w int) bool { return !r.inTimex(s, w) }) {
			return true
		}
		for _, w := range words {
			if slices.ContainsFunc(classes, func(class string) bool { return r.isClass(s, w, class) }) {
				return true
			}
			if slot != "subj" && slices.Contains(classes, "person") && r.calledHuman(s, w) {
				return true
			}
		}
	}
	return false
}

// isClass reports whether the word at tok is of a class of classes/*.tsv or of
// one that the layers decide.
func (r *reading) isClass(s, tok int, class string) bool {
	sent := &r.doc.Sentences[s]
	t := &sent.Tokens[tok]
	if typ, ok := strings.CutPrefix(class, "type:"); ok {
		return r.speaksOf(s, tok, typ)
	}
	switch class {
	case "any":
		return true
	case "none":
		return false
	case "number":
		return t.UPOS == "NUM"
	case "place":
		return r.toponymAt(s, tok) != nil
	case "actor":
		m := r.doc.MentionAt(s, tok)
		return m != nil && (m.Actor != nil || m.Kind == "pronoun" && !r.k.Grammar.Is("thing", t.Lemma)) || r.human(strings.ToLower(t.Lemma)) || r.styled(s, tok)
	case "state":
		m := r.doc.MentionAt(s, tok)
		return m != nil && m.Actor != nil && m.Actor.Country != "" && (m.Kind == "place" || m.Kind == "organization" || m.Kind == "nationality")
	case "person":
		m := r.doc.MentionAt(s, tok)
		return m != nil && (m.Kind == "person" || m.Kind == "group" || m.Kind == "pronoun") || r.human(strings.ToLower(t.Lemma)) ||
			t.UPOS == "PRON" && r.human(strings.ToLower(t.Form)) && len(r.children(s, tok, "acl:relcl")) == 0 || // "those killed"
			t.UPOS == "NUM" && (sent.Rel(tok) == "nsubj" || sent.Rel(tok) == "obj") && len(r.children(s, tok, "nmod")) == 0
	}
	if r.k.Classes.Has(t.Lemma, class) && !r.namedBody(s, tok, class) || class == "leader" && r.inOffice(s, tok) {
		return true
	}
	if class == armedClass && r.bearsArms(s, tok) {
		return true
	}
	if at := r.thing(s, tok); at >= 0 && r.k.Classes.Has(r.doc.Sentences[s-1].Tokens[at].Lemma, class) {
		return true
	}
	if class == "territory" && r.toponymAt(s, tok) != nil {
		return true
	}
	of := r.contents(s, tok)
	return of >= 0 && r.isClass(s, of, class)
}

// speaksOf reports whether a predicate of the type stands at tok. For material
// conflict its conditions have to hold, those on its subject aside, which is often
// left unsaid: who vows to raise taxes threatens nobody, though to raise an army is
// to mobilise. Conditions within conditions are looked at three steps deep.
func (r *reading) speaksOf(s, tok int, typ string) bool {
	r.depth++
	defer func() { r.depth-- }()
	return slices.ContainsFunc(r.k.Predicates.At(&r.doc.Sentences[s], tok), func(h knowledge.Hit) bool {
		if h.Entry.Type != typ || r.depth > 3 || r.k.Ontology.Types[typ].Quad != 4 {
			return h.Entry.Type == typ
		}
		for _, slot := range sortedKeys(h.Entry.If) {
			if slot != "subj" && !r.fits(s, tok, h, slot, h.Entry.If[slot]) {
				return false
			}
		}
		return !r.excluded(s, tok, h)
	})
}

// namedBody reports a body known by its name, whose last word is nothing but a
// body there: the Arab League plays no matches.
func (r *reading) namedBody(s, tok int, class string) bool {
	t := &r.doc.Sentences[s].Tokens[tok]
	m := r.doc.MentionAt(s, tok)
	return class != "body" && t.UPOS == "PROPN" && m != nil && m.Actor != nil && m.Actor.Code != "" &&
		r.k.Classes.Has(t.Lemma, "body") && !r.human(strings.ToLower(t.Lemma))
}

// human reports whether the lemma names people.
func (r *reading) human(lemma string) bool {
	for _, class := range r.k.Classes.Of(lemma) {
		switch class {
		case "person", "armed", "leader", "civilian", "crowd":
			return true
		}
	}
	return false
}

// calledHuman reports a noun of no class that the model takes for a person
// ("an alleged sharpshooter").
func (r *reading) calledHuman(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	if sent.Tokens[tok].UPOS != "NOUN" || len(r.k.Classes.Of(strings.ToLower(sent.Tokens[tok].Lemma))) > 0 {
		return false
	}
	for _, p := range sent.Phrases {
		if p.First <= tok && tok <= p.Last && p.Kind == "person" && p.Score >= sureHuman {
			if h := sent.HeadOf(tok); h < p.First || h > p.Last {
				return true
			}
		}
	}
	return false
}

// sureHuman is how likely a phrase has to be a person's for its noun to be one.
const sureHuman = 0.8

// inOffice reports a named person who acts for a state or body.
func (r *reading) inOffice(s, tok int) bool {
	m := r.doc.MentionAt(s, tok)
	return m != nil && m.Kind == sitrep.KindPerson && m.Actor != nil && m.Actor.Country != "" && len(m.Actor.Sectors) > 0
}

// armedClass is the class of people under arms.
const armedClass = "armed"

// bearsArms reports a body known by its name as an armed one, and people with a word
// before them that says so ("masked men").
func (r *reading) bearsArms(s, tok int) bool {
	if r.human(strings.ToLower(r.doc.Sentences[s].Tokens[tok].Lemma)) && slices.ContainsFunc(r.children(s, tok, "amod"), func(c int) bool {
		return r.k.Classes.Has(r.doc.Sentences[s].Tokens[c].Lemma, armedClass)
	}) {
		return true
	}
	m := r.doc.MentionAt(s, tok)
	return m != nil && (m.Kind == sitrep.KindOrganization || m.Kind == sitrep.KindGroup) && m.Actor != nil &&
		len(m.Actor.Sectors) > 0 && slices.Contains([]string{"armed", "loyal"}, r.k.Actors.Powers[m.Actor.Sectors[0]])
}

// styled reports a name behind the word for an office or rank, which is
// somebody's, known or not.
func (r *reading) styled(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	if sent.Tokens[tok].UPOS != "PROPN" {
		return false
	}
	for _, c := range sent.Children(tok) {
		if sent.Deprel(c) == "nmod:desc" && r.human(strings.ToLower(sent.Tokens[c].Lemma)) {
			return true
		}
	}
	return false
}
