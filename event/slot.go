package event

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// slot lists the head words that fill a slot of the frame of the predicate at
// tok, in text order. Nil means that nothing does.
func (r *reading) slot(s, tok int, pos string, used []int, name string) []int {
	switch name {
	case "subj":
		return r.subject(s, tok, pos, 0)
	case "obj":
		return r.object(s, tok, pos)
	case "iobj":
		return r.children(s, tok, "iobj")
	case "poss":
		return r.children(s, tok, "nmod:poss")
	case "mod":
		return r.modifiers(s, tok, used)
	case "xcomp", "advcl":
		return r.children(s, tok, name)
	case "comp":
		return r.complements(s, tok)
	case "self":
		return []int{tok}
	case "head":
		if h := r.doc.Sentences[s].HeadOf(tok); h >= 0 {
			return []int{h}
		}
		return nil
	}
	return r.prepositional(s, tok, pos, used, name)
}

// children lists dependents by full label or label without subtype.
func (r *reading) children(s, tok int, rels ...string) []int {
	sent := &r.doc.Sentences[s]
	var out []int
	for _, c := range sent.Children(tok) {
		if slices.Contains(rels, sent.Tokens[c].Deprel) || slices.Contains(rels, sent.Rel(c)) {
			out = append(out, c)
		}
	}
	return out
}

// hasCase reports whether the word at tok is introduced by the preposition.
func (r *reading) hasCase(s, tok int, prep string) bool {
	return r.caseIs(s, tok, func(lemma string) bool { return lemma == prep })
}

// hasRole is hasCase for any word of a role of the grammar.
func (r *reading) hasRole(s, tok int, role string) bool {
	return r.caseIs(s, tok, func(lemma string) bool { return r.k.Grammar.Is(role, lemma) })
}

func (r *reading) caseIs(s, tok int, is func(string) bool) bool {
	sent := &r.doc.Sentences[s]
	for _, c := range sent.Children(tok) {
		if rel := sent.Rel(c); rel != "case" && rel != "mark" {
			continue
		}
		if is(sent.Tokens[c].Lemma) {
			return true
		}
		for _, f := range sent.Children(c) {
			if sent.Tokens[f].Deprel == "fixed" && is(sent.Tokens[f].Lemma) {
				return true
			}
		}
	}
	return false
}

func (r *reading) prepositional(s, tok int, pos string, used []int, prep string) []int {
	sent := &r.doc.Sentences[s]
	var out []int
	look := func(head int) {
		for _, c := range sent.Children(head) {
			rel := sent.Rel(c)
			if (rel == "obl" || rel == "nmod" || rel == "advcl" || rel == "acl") && r.hasCase(s, c, prep) && !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	for _, u := range used {
		look(u)
	}
	if pos == "V" {
		for _, o := range r.children(s, tok, "obj") {
			look(o)
		}
	}
	if pos == "N" {
		if light := r.lightOver(s, tok); light >= 0 {
			look(light)
		}
		for _, c := range r.children(s, tok, "nmod") { // "the killing of a priest by gunmen"
			if r.hasRole(s, c, "genitive") {
				look(c)
			}
		}
	}
	if len(out) == 0 {
		out = r.followed(s, tok, prep)
	}
	slices.Sort(out)
	return out
}

// followed finds a party right behind the preposition where the tree lost it: the
// preposition stands below the predicate, the next words are a mention.
func (r *reading) followed(s, tok int, prep string) []int {
	sent := &r.doc.Sentences[s]
	for i := tok + 1; i+1 < len(sent.Tokens) && i < tok+8; i++ {
		t := &sent.Tokens[i]
		if t.UPOS != "ADP" || t.Lemma != prep || sent.Rel(i) == "case" || !sent.Under(i, tok) {
			continue
		}
		next := i + 1
		if sent.Tokens[next].UPOS == "DET" && next+1 < len(sent.Tokens) {
			next++
		}
		if m := r.doc.MentionOver(s, next); m != nil && m.Span.Start <= sent.Tokens[next].Span.Start {
			if wide := r.doc.MentionAt(s, m.Head); wide != nil {
				m = wide
			}
			return []int{m.Head}
		}
	}
	return nil
}

func (r *reading) modifiers(s, tok int, used []int) []int {
	sent := &r.doc.Sentences[s]
	var out []int
	for _, c := range sent.Children(tok) {
		rel := sent.Rel(c)
		if (rel == "amod" || rel == "compound" || rel == "nmod") && c < tok && !slices.Contains(used, c) && sent.Tokens[c].Deprel != "nmod:poss" {
			if r.doc.MentionOver(s, c) != nil {
				out = append(out, c)
			}
		}
	}
	return out
}

func (r *reading) complements(s, tok int) []int {
	out := r.children(s, tok, "xcomp", "ccomp", "advcl", "acl", "parataxis")
	for _, o := range r.children(s, tok, "obj") {
		out = append(out, r.children(s, o, "acl", "advcl")...)
	}
	slices.Sort(out)
	return out
}

// passive reports whether the verb at tok is a passive participle.
func (r *reading) passive(s, tok int) bool {
	sent := &r.doc.Sentences[s]
	for _, c := range sent.Children(tok) {
		if d := sent.Tokens[c].Deprel; d == "nsubj:pass" || d == "aux:pass" || d == "csubj:pass" {
			return true
		}
	}
	if sent.Tokens[tok].XPOS == "VBN" && sent.Deprel(tok) == "acl" {
		return true
	}
	return false
}

// agent lists the by-phrases of a passive.
func (r *reading) agent(s, tok int) []int {
	sent := &r.doc.Sentences[s]
	var out []int
	for _, c := range sent.Children(tok) {
		if rel := sent.Rel(c); (rel == "obl" || rel == "nmod") && (sent.Tokens[c].Deprel == "obl:agent" || r.hasRole(s, c, "agent")) {
			out = append(out, c)
		}
	}
	return out
}

// subject finds who does what the predicate at tok names: its own subject or
// by-phrase, or the word that controls it in the clause above.
func (r *reading) subject(s, tok int, pos string, depth int) []int {
	if depth > 6 {
		return nil
	}
	sent := &r.doc.Sentences[s]
	if pos == "N" {
		if light := r.lightOver(s, tok); light >= 0 {
			return r.subject(s, light, "V", depth+1)
		}
		return nil
	}
	if r.passive(s, tok) {
		return r.agent(s, tok)
	}
	if subj := r.children(s, tok, "nsubj"); len(subj) > 0 {
		if subj[0] < tok { // a second one behind the verb is of the clause that says so
			subj = slices.DeleteFunc(subj, func(c int) bool { return c > tok })
		}
		return r.antecedents(s, tok, subj)
	}
	head := sent.HeadOf(tok)
	if head < 0 {
		return nil
	}
	if own := r.strayed(s, tok, head); own != nil {
		return own
	}
	switch rel := sent.Deprel(tok); rel {
	case "xcomp", "advcl", "ccomp":
		return r.controller(s, tok, head, rel, depth)
	case "conj":
		if sent.Tokens[head].UPOS == "VERB" || sent.Tokens[head].UPOS == "AUX" {
			return r.subject(s, head, "V", depth+1)
		}
		return r.copular(s, head)
	case "acl":
		if sent.Tokens[tok].XPOS == "VBG" {
			return []int{head}
		}
		if m := r.doc.MentionAt(s, head); m != nil && m.Kind != sitrep.KindPlace { // "calls on all parties to open a corridor"
			return []int{head}
		}
		if r.nominal(s, head) { // "a plan to attack", "his order to march"
			return r.owner(s, head, depth)
		}
	case "acl:relcl":
		if r.children(s, tok, "obj") != nil || len(r.children(s, tok, "nsubj")) == 0 {
			return []int{head}
		}
	case "obj", "obl", "nmod": // gerunds under a verb or noun: "accused of killing"
		if sent.Tokens[tok].XPOS == "VBG" {
			return r.controller(s, tok, head, "obl", depth)
		}
	}
	return nil
}

// strayed is the subject of the clause at tok that a parser hung on the verb
// behind it that says so, which has one of its own: "The army attacked the town,
// an official said".
func (r *reading) strayed(s, tok, head int) []int {
	if r.doc.Sentences[s].Deprel(tok) != "ccomp" || head < tok {
		return nil
	}
	var own []int
	behind := false
	for _, c := range r.children(s, head, "nsubj") {
		if c < tok {
			own = append(own, c)
		}
		behind = behind || c > tok
	}
	if !behind {
		return nil
	}
	return own
}

// controller finds the understood subject of a clause under head: the object of
// a verb that makes others do something, else the subject of head.
func (r *reading) controller(s, tok, head int, rel string, depth int) []int {
	sent := &r.doc.Sentences[s]
	if sent.Tokens[head].UPOS != "VERB" && sent.Tokens[head].UPOS != "AUX" {
		if subj := r.copular(s, head); subj != nil {
			return subj
		}
		return r.owner(s, head, depth)
	}
	if rel == "advcl" && r.hasRole(s, tok, "transfer") { // "accused the army of arming rebels"
		if obj := r.object(s, head, "V"); len(obj) > 0 && r.animate(s, obj[0]) {
			return obj
		}
	}
	if rel == "xcomp" || rel == "ccomp" {
		if obj := r.children(s, head, "iobj"); len(obj) > 0 && obj[0] < tok { // "urged them to stop"
			return obj
		}
	}
	if rel == "xcomp" || rel == "ccomp" || rel == "obl" || (rel == "advcl" && r.marked(s, tok)) {
		if obj := r.object(s, head, "V"); len(obj) > 0 && !slices.Contains(obj, tok) && r.animate(s, obj[0]) && (rel != "obl" || r.passive(s, head)) {
			return obj
		}
		for _, c := range sent.Children(head) {
			if sent.Rel(c) == "obl" && c < tok && r.animate(s, c) && !r.inTimex(s, c) && r.k.Grammar.Is("addressee", r.caseOf(s, c)) && rel != "obl" {
				return []int{c}
			}
		}
		if rel == "obl" && !r.passive(s, head) {
			if obj := r.object(s, head, "V"); len(obj) > 0 && r.animate(s, obj[0]) {
				return obj
			}
		}
	}
	if rel == "ccomp" {
		return nil
	}
	return r.subject(s, head, "V", depth+1)
}

// marked reports whether the clause at tok is an infinitive with its particle.
func (r *reading) marked(s, tok int) bool {
	for _, c := range r.children(s, tok, "mark") {
		if r.doc.Sentences[s].Tokens[c].XPOS == "TO" {
			return true
		}
	}
	return false
}

func (r *reading) caseOf(s, tok int) string {
	for _, c := range r.children(s, tok, "case") {
		return r.doc.Sentences[s].Tokens[c].Lemma
	}
	return ""
}

func (r *reading) copular(s, tok int) []int {
	if len(r.children(s, tok, "cop")) == 0 {
		return nil
	}
	return r.antecedents(s, tok, r.children(s, tok, "nsubj"))
}

// owner finds whose plan, order or call a noun is.
func (r *reading) owner(s, tok, depth int) []int {
	if poss := r.children(s, tok, "nmod:poss"); len(poss) > 0 {
		return poss
	}
	sent := &r.doc.Sentences[s]
	for _, c := range sent.Children(tok) {
		if sent.Rel(c) == "nmod" && (r.hasRole(s, c, "agent") || r.hasRole(s, c, "genitive")) && r.animate(s, c) {
			return []int{c}
		}
	}
	if mod := r.modifiers(s, tok, nil); len(mod) > 0 {
		return mod
	}
	if head := sent.HeadOf(tok); head >= 0 && sent.Tokens[head].UPOS == "VERB" && sent.Rel(tok) == "obj" {
		return r.subject(s, head, "V", depth+1)
	}
	return nil
}

// object finds what the predicate at tok is done to.
func (r *reading) object(s, tok int, pos string) []int {
	sent := &r.doc.Sentences[s]
	if pos == "N" {
		return nil
	}
	if r.passive(s, tok) {
		if subj := r.children(s, tok, "nsubj:pass", "nsubj"); len(subj) > 0 {
			return r.antecedents(s, tok, subj)
		}
		head := sent.HeadOf(tok)
		if head < 0 {
			return nil
		}
		switch sent.Deprel(tok) {
		case "acl", "acl:relcl":
			return []int{head}
		case "conj":
			if sent.Tokens[head].UPOS == "VERB" {
				return r.object(s, head, "V")
			}
		}
		return nil
	}
	for _, rel := range []string{"obj", "iobj"} { // an only object may be called indirect ("charged the editor with treason")
		if obj := r.children(s, tok, rel); len(obj) > 0 {
			return r.antecedents(s, tok, obj)
		}
	}
	if obj := r.sharedObject(s, tok); obj != nil {
		return obj
	}
	head := sent.HeadOf(tok)
	if head < 0 {
		return nil
	}
	switch sent.Deprel(tok) {
	case "acl:relcl": // "the town that rebels captured"
		if len(r.children(s, tok, "nsubj")) > 0 {
			return []int{head}
		}
	case "conj":
		if sent.Tokens[tok].XPOS == "VBN" && sent.Tokens[head].UPOS == "VERB" && r.passive(s, head) && len(r.children(s, tok, "nsubj")) == 0 {
			return r.object(s, head, "V")
		}
	}
	return nil
}

// sharedObject is the object that two verbs in a row have in common ("rejects
// and condemns the decision"), of which the tree gives it to one.
func (r *reading) sharedObject(s, tok int) []int {
	sent := &r.doc.Sentences[s]
	var other int
	switch conj := r.children(s, tok, "conj"); {
	case sent.Deprel(tok) == "conj" && sent.HeadOf(tok) >= 0:
		other = sent.HeadOf(tok)
	case len(conj) == 1:
		other = conj[0]
	default:
		return nil
	}
	if sent.Tokens[other].UPOS != "VERB" {
		return nil
	}
	for i := min(tok, other) + 1; i < max(tok, other); i++ {
		if u := sent.Tokens[i].UPOS; u != "CCONJ" && u != "ADV" && u != "AUX" && u != "PUNCT" {
			return nil
		}
	}
	return slices.DeleteFunc(r.children(s, other, "obj"), func(o int) bool { return o < max(tok, other) })
}

// antecedents replaces relative pronouns by the noun that their clause hangs on.
func (r *reading) antecedents(s, tok int, words []int) []int {
	sent := &r.doc.Sentences[s]
	var out []int
	for _, w := range words {
		if x := sent.Tokens[w].XPOS; x == "WDT" || x == "WP" {
			if top := r.clauseTop(s, tok); top >= 0 && sent.Deprel(top) == "acl:relcl" && sent.HeadOf(top) >= 0 {
				out = append(out, sent.HeadOf(top))
				continue
			}
		}
		out = append(out, w)
	}
	return out
}

// clauseTop climbs from a conjunct to the first verb of its coordination.
func (r *reading) clauseTop(s, tok int) int {
	sent := &r.doc.Sentences[s]
	for steps := 0; sent.Deprel(tok) == "conj" && sent.HeadOf(tok) >= 0 && steps < 20; steps++ {
		tok = sent.HeadOf(tok)
	}
	return tok
}

func (r *reading) nominal(s, tok int) bool {
	u := r.doc.Sentences[s].Tokens[tok].UPOS
	return u == "NOUN" || u == "PROPN"
}

// animate reports whether the word can act: a mention of somebody, a pronoun of
// persons, or a noun of a class of people.
func (r *reading) animate(s, tok int) bool {
	if m := r.doc.MentionAt(s, tok); m != nil {
		return true
	}
	t := &r.doc.Sentences[s].Tokens[tok]
	if t.UPOS == "PROPN" || t.UPOS == "PRON" {
		return true
	}
	return r.human(strings.ToLower(t.Lemma))
}

// lightOver is the light verb that governs the noun at tok ("launch an
// attack", "talks were held"), -1 when there is none.
func (r *reading) lightOver(s, tok int) int {
	sent := &r.doc.Sentences[s]
	top := r.clauseTop(s, tok)
	head := sent.HeadOf(top)
	if head < 0 || (sent.Tokens[head].UPOS != "VERB" && sent.Tokens[head].UPOS != "AUX") {
		return -1
	}
	rel := sent.Deprel(top)
	if rel == "acl:relcl" || rel == "acl" {
		return -1
	}
	if rel != "obj" && rel != "nsubj:pass" && rel != "obl" {
		return -1
	}
	for _, hit := range r.k.Predicates.At(sent, head) {
		if hit.Entry.Light && (rel != "obl" || len(hit.Used) > 1) {
			return head
		}
	}
	return -1
}

// thing is the noun that "it", "this" or "that" at tok most likely stands for: the
// subject of the sentence before, when it names no people; -1 when there is
// none, when it is known whom the pronoun means, and when a noun of its own
// sentence stands nearer. The sentence is s-1.
func (r *reading) thing(s, tok int) int {
	t := &r.doc.Sentences[s].Tokens[tok]
	if t.UPOS != "PRON" || !r.k.Grammar.Is("thing", t.Lemma) || s == 0 {
		return -1
	}
	if m := r.doc.MentionAt(s, tok); m != nil && m.Actor != nil {
		return -1
	}
	for i := range tok {
		if own := &r.doc.Sentences[s]; own.Rel(i) == "nsubj" && own.Tokens[i].UPOS != "PRON" {
			return -1
		}
	}
	before := &r.doc.Sentences[s-1]
	root := before.Root()
	if root < 0 {
		return -1
	}
	subj := before.ChildByRel(root, "nsubj", "nsubj:pass")
	if subj < 0 || before.Tokens[subj].UPOS != "NOUN" || r.human(strings.ToLower(before.Tokens[subj].Lemma)) {
		return -1
	}
	return subj
}
