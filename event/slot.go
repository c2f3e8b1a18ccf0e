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
		out := r.object(s, tok, pos)
		for _, u := range used {
			if len(out) == 0 && pos == "V" && u != tok && r.doc.Sentences[s].Tokens[u].UPOS == "VERB" { // "refused to accept a request"
				out = r.object(s, u, pos)
			}
		}
		return out
	case "helped": // the subject of the verb that an auxiliary helps
		if h := r.doc.Sentences[s].HeadOf(tok); h >= 0 {
			return r.subject(s, h, "V", 0)
		}
		return nil
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
	}
	return false
}

func (r *reading) prepositional(s, tok int, pos string, used []int, prep string) []int {
	sent := &r.doc.Sentences[s]
	var out []int
	look := func(head int) {
		for _, c := range sent.Children(head) {
			rel := sent.Rel(c)
			if rel == "nmod" && c < head { // a phrase before the noun that the tree hangs on it over other words
				continue
			}
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
			} else if t := &sent.Tokens[c]; t.UPOS != "VERB" || r.k.Grammar.Is("leading", t.Lemma) { // "a U.S. military strike", "a Saudi-led strike"
				for _, d := range sent.Children(c) {
					if m := r.doc.MentionOver(s, d); d < c && sent.Rel(d) != "punct" && m != nil && (m.Kind == sitrep.KindNationality || m.Entity != "") {
						out = append(out, d)
					}
				}
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
	if sent.Tokens[tok].UPOS == "ADJ" { // "is prepared to"
		return false
	}
	for _, c := range sent.Children(tok) {
		if d := sent.Tokens[c].Deprel; d == "nsubj:pass" || d == "aux:pass" || d == "csubj:pass" {
			return true
		}
	}
	return sent.Tokens[tok].XPOS == "VBN" && sent.Deprel(tok) == "acl" || r.reduced(s, tok) >= 0
}

// reduced is the noun right before a bare participle that says something of it but
// was hung on the verb above: "supplies to a ship seized on Monday". It is -1 for none.
func (r *reading) reduced(s, tok int) int {
	sent := &r.doc.Sentences[s]
	if x, d := sent.Tokens[tok].XPOS, sent.Deprel(tok); x != "VBN" && x != "VBD" || d != "advcl" && d != "ccomp" && (d != "xcomp" || tok == 0 || sent.Rel(tok-1) != "obl") || sent.HeadOf(tok) >= tok || tok == 0 || !r.nominal(s, tok-1) {
		return -1
	}
	if len(r.children(s, tok, "nsubj", "aux", "cop", "mark", "obj", "ccomp", "xcomp")) > 0 {
		return -1
	}
	for _, c := range sent.Children(tok) {
		if c < tok {
			return -1
		}
	}
	noun := tok - 1
	for steps := 0; steps < 6; steps++ {
		h := sent.HeadOf(noun)
		if rel := sent.Rel(noun); h < 0 || h >= tok || !r.nominal(s, h) || rel != "flat" && rel != "compound" && rel != "conj" && !(rel == "nmod" && r.hasRole(s, noun, "genitive")) {
			break
		}
		noun = h
	}
	if sent.HeadOf(noun) == tok {
		return -1
	}
	return noun
}

// agent lists the by-phrases of a passive.
func (r *reading) agent(s, tok int) []int {
	sent := &r.doc.Sentences[s]
	var out []int
	for _, c := range sent.Children(tok) {
		if rel := sent.Rel(c); (rel == "obl" || rel == "nmod") && (r.hasRole(s, c, "agent") || sent.Tokens[c].Deprel == "obl:agent" && len(r.children(s, c, "case")) == 0) {
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
		if r.hasRole(s, tok, "engaged") && len(r.children(s, tok, "cop")) > 0 { // "are on strike"
			return r.copular(s, tok)
		}
		return r.culprit(s, tok)
	}
	if r.passive(s, tok) {
		return r.agent(s, tok)
	}
	subj := slices.DeleteFunc(r.children(s, tok, "nsubj"), func(c int) bool { return sent.Tokens[c].Deprel == "nsubj:outer" })
	if len(subj) > 0 {
		if subj[0] < tok { // a second one behind the verb is of the clause that says so
			subj = slices.DeleteFunc(subj, func(c int) bool { return c > tok })
		}
		return r.abovePlaces(s, tok, r.antecedents(s, tok, subj))
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
		if subj := r.copular(s, head); subj != nil && !r.marked(s, tok) { // "is the main donor, providing"
			return subj
		}
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
			return r.abovePlaces(s, tok, []int{head})
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
	if len(r.children(s, tok, "cop", "aux")) == 0 {
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
		if noun := r.reduced(s, tok); noun >= 0 {
			return []int{noun}
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
		case "xcomp": // "are known to have been killed", "came to be freed"
			if r.passive(s, head) {
				return r.object(s, head, "V")
			}
			return r.subject(s, head, "V", 0)
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
	for _, c := range r.children(s, tok, "xcomp") { // "found the minister guilty"
		if sent.Tokens[c].UPOS == "ADJ" {
			if subj := r.children(s, c, "nsubj"); len(subj) > 0 {
				return subj
			}
		}
	}
	for _, c := range r.children(s, tok, "ccomp", "advcl") { // "accusing the army of failing to help"
		if sent.Tokens[c].XPOS == "VBG" && r.hasRole(s, c, "transfer") {
			return r.children(s, c, "nsubj")
		}
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
		if told := r.meantByIt(s, tok, w); told >= 0 {
			w = told
		}
		out = append(out, w)
	}
	return out
}

// abovePlaces replaces places that a relative clause seems to hang on by what
// happens there: of "an attack in the city of Quetta which killed nine" the attack
// kills, of "he opened fire in the city, which killed nine" who opened it.
func (r *reading) abovePlaces(s, tok int, words []int) []int {
	sent := &r.doc.Sentences[s]
	top := r.clauseTop(s, tok)
	var out []int
	for _, w := range words {
		if sent.Deprel(top) != "acl:relcl" || sent.HeadOf(top) != w || !r.isClass(s, w, "territory") {
			out = append(out, w)
			continue
		}
		for steps := 0; steps < 4 && w >= 0 && r.isClass(s, w, "territory"); steps++ {
			w = sent.HeadOf(w)
		}
		if w < 0 {
			continue
		}
		switch u := sent.Tokens[w].UPOS; u {
		case "NOUN", "PROPN":
			out = append(out, w)
		case "VERB":
			out = append(out, r.children(s, w, "nsubj")...)
		}
	}
	return out
}

// meantByIt is the state or body that tells the clause of tok, whose "it" at w means
// the teller ("Iran said it was ready to talk"); -1 when it does not.
func (r *reading) meantByIt(s, tok, w int) int {
	sent := &r.doc.Sentences[s]
	if t := &sent.Tokens[w]; t.UPOS != "PRON" || t.XPOS != "PRP" || !r.k.Grammar.Is("thing", t.Lemma) {
		return -1
	}
	if m := r.doc.MentionAt(s, w); m != nil && m.Actor != nil {
		return -1
	}
	top := r.clauseTop(s, tok)
	says := sent.HeadOf(top)
	if says < 0 || sent.Deprel(top) != "ccomp" || sent.Tokens[says].UPOS != "VERB" {
		return -1
	}
	for _, c := range r.children(s, says, "nsubj") {
		if m := r.doc.MentionAt(s, c); m != nil && m.Actor != nil && (m.Kind == "place" || m.Kind == "organization") {
			return c
		}
	}
	return -1
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
	top := r.clauseTop(s, r.whole(s, tok))
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

// whole climbs from what a quantity is of to the quantity: "a series of raids".
func (r *reading) whole(s, tok int) int {
	sent := &r.doc.Sentences[s]
	for head := sent.HeadOf(tok); head >= 0 && sent.Rel(tok) == "nmod" && r.hasRole(s, tok, "genitive") && r.k.Grammar.Is("partitive", sent.Tokens[head].Lemma); head = sent.HeadOf(tok) {
		tok = head
	}
	return tok
}

// contents is what the quantity at tok is of ("dozens of rounds", "part of the
// programme"), -1 for none.
func (r *reading) contents(s, tok int) int {
	if !r.k.Grammar.Is("partitive", r.doc.Sentences[s].Tokens[tok].Lemma) {
		return -1
	}
	for _, c := range r.children(s, tok, "nmod") {
		if c > tok && r.hasRole(s, c, "genitive") {
			return c
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

// culprit is whom the clause calls responsible for, or guilty of, the deed that the
// noun at tok names.
func (r *reading) culprit(s, tok int) []int {
	sent := &r.doc.Sentences[s]
	head := sent.HeadOf(r.clauseTop(s, tok))
	if head < 0 || sent.Tokens[head].UPOS != "ADJ" || !r.k.Classes.Has(sent.Tokens[head].Lemma, "culpable") {
		return nil
	}
	return r.copular(s, head)
}
