package names

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// line is one sentence prepared for reading.
type line struct {
	lex    *lexicon
	sent   *sitrep.Sentence
	index  int
	toks   []sitrep.Token
	low    []string // forms in small letters
	start  []int    // bytes of each token alone
	end    []int
	units  []unit
	unit0  []int  // first unit of each token, with one more entry at the end
	quoted []bool // tokens inside quotation marks
	shout  bool   // printed in capitals, which then tell nothing
	found  []match
	at     []int  // token to 1 + index of the match that covers it
	roles  []noun // role nouns, in order
	role   []int  // token to 1 + index of the role noun that covers it
	title  []int  // token to the number of tokens of the title that starts there
	named  []*knowledge.Title
}

// match is a known name in the text.
type match struct {
	from, to   int // tokens, inclusive
	start, end int // bytes
	names      []name
}

// noun is a role noun in the text.
type noun struct {
	from, to int // tokens, inclusive
	role     *knowledge.Role
	lemma    string
}

func newLine(lex *lexicon, doc *sitrep.Document, s int, day string) *line {
	sent := &doc.Sentences[s]
	n := len(sent.Tokens)
	ln := &line{
		lex: lex, sent: sent, index: s, toks: sent.Tokens, low: make([]string, n), start: make([]int, n), end: make([]int, n), unit0: make([]int, n+1),
		at: make([]int, n), role: make([]int, n), title: make([]int, n), named: make([]*knowledge.Title, n),
		units: make([]unit, 0, n+4),
	}
	lower := false
	for i := range sent.Tokens {
		tok := &sent.Tokens[i]
		ln.low[i] = strings.ToLower(tok.Form)
		ln.place(doc.Text, i)
		ln.unit0[i] = len(ln.units)
		ln.units = appendUnits(ln.units, tok.Form, ln.start[i], i)
		if len(ln.units) == ln.unit0[i] && dash(tok.Form) && !ln.hyphenAt(i) {
			ln.units = append(ln.units, unit{tok.Form, tok.Form, ln.start[i], ln.end[i], i})
		}
		if len(tok.Form) > 3 && ln.low[i] == tok.Form && 'a' <= tok.Form[0] && tok.Form[0] <= 'z' {
			lower = true
		}
	}
	ln.unit0[n] = len(ln.units)
	ln.shout = !lower && allCapitals(sent.Tokens)
	ln.matchNames(day)
	ln.matchTitles()
	ln.matchRoles()
	return ln
}

// place finds the bytes of token i alone; words of one multi-word token share
// the span of the whole.
func (ln *line) place(text string, i int) {
	tok := &ln.toks[i]
	start := tok.Span.Start
	if i > 0 && ln.toks[i-1].Span == tok.Span {
		start = ln.end[i-1]
	}
	end := start + len(tok.Form)
	if end > tok.Span.End || end > len(text) || start < 0 || text[start:end] != tok.Form {
		start, end = tok.Span.Start, tok.Span.End
	}
	ln.start[i], ln.end[i] = start, end
}

func dash(form string) bool {
	for _, r := range form {
		if !hyphen(r) {
			return false
		}
	}
	return form != ""
}

func allCapitals(toks []sitrep.Token) bool {
	long := 0
	for i := range toks {
		if len(toks[i].Form) > 3 && capitals(toks[i].Form) {
			long++
		}
	}
	return long > 1
}

// matchNames marks the longest known names from left to right.
func (ln *line) matchNames(day string) {
	var key []byte
	for i := 0; i < len(ln.units); {
		n, names := ln.longest(&ln.lex.byName, i, &key)
		if n == 0 && upper(ln.units[i].orig) && !ln.shout {
			n, names = ln.longestByEar(i)
			if n == 1 {
				names = active(names, day)
			}
		}
		if n == 0 || len(names) == 0 || n == 1 && names[0].ent.person != nil && ln.chained(i) {
			i++
			continue
		}
		m := match{from: ln.units[i].tok, to: ln.units[i+n-1].tok, start: ln.units[i].start, end: ln.units[i+n-1].end, names: pick(names, day)}
		ln.found = append(ln.found, m)
		for t := m.from; t <= m.to; t++ {
			ln.at[t] = len(ln.found)
		}
		i += n
	}
}

// chained reports whether unit i is the end of a name that hyphens make longer
// ("Fazl-ur-Rehman"), a particle before it ("al-Assad") apart.
func (ln *line) chained(i int) bool {
	if !ln.hyphenated(i) {
		return false
	}
	before := &ln.units[i-1]
	if !upper(before.orig) || ln.lex.is(before.text, "article-particle") {
		return ln.hyphenated(i - 1)
	}
	return !ln.lex.is(before.text, "former")
}

// hyphenated reports whether a hyphen joins unit i to the one before.
func (ln *line) hyphenated(i int) bool {
	if i < 1 || i >= len(ln.units) {
		return false
	}
	a, b := &ln.units[i-1], &ln.units[i]
	return a.tok == b.tok && a.end+1 == b.start || a.tok+2 == b.tok && ln.hyphenAt(a.tok+1)
}

// longest is the number of units of the longest listed name at unit i.
func (ln *line) longest(b *book, i int, key *[]byte) (int, []name) {
	for n := min(b.first[ln.units[i].text], len(ln.units)-i); n > 0; n-- {
		*key = (*key)[:0]
		for k := i; k < i+n; k++ {
			if k > i {
				*key = append(*key, ' ')
			}
			*key = append(*key, ln.units[k].text...)
		}
		list := b.names[string(*key)]
		if len(list) == 0 {
			continue
		}
		var fit []name
		for k := range list {
			if ln.printed(&list[k], i, n) {
				fit = append(fit, list[k])
			}
		}
		if len(fit) > 0 {
			return n, fit
		}
	}
	return 0, nil
}

// printed reports whether units i to i+n are written as the name has to be.
func (ln *line) printed(nm *name, i, n int) bool {
	if ln.shout {
		tok := &ln.toks[ln.units[i].tok]
		return !nm.exact && !nm.single || n > 1 || tok.UPOS == "PROPN" || !wordy(tok.UPOS) && nm.exact
	}
	if len(nm.forms) != n {
		return true
	}
	for k := range n {
		orig, want := ln.units[i+k].orig, nm.forms[k]
		if nm.exact {
			if strings.ReplaceAll(orig, ".", "") != strings.ReplaceAll(want, ".", "") {
				return false
			}
		} else if upper(want) && !upper(orig) {
			return false
		}
	}
	return true
}

// wordy are the tags of function words, which in capitals look like abbreviations.
func wordy(upos string) bool {
	switch upos {
	case "PRON", "AUX", "ADP", "DET", "SCONJ", "CCONJ", "PART", "ADV", "VERB":
		return true
	}
	return false
}

// longestByEar compares romanised names by sound; article particles do not count.
func (ln *line) longestByEar(i int) (int, []name) {
	var heard []string
	var at []int
	for k := i; k < len(ln.units) && len(heard) < 5; k++ {
		u := &ln.units[k]
		if len(heard) > 0 && ln.lex.is(u.text, "article-particle") {
			continue
		}
		if !upper(u.orig) || capitals(u.orig) {
			break
		}
		heard, at = append(heard, ln.lex.ear.hear(u.text)), append(at, k)
	}
	for n := len(heard); n > 0; n-- {
		if list := ln.lex.bySnd.names[strings.Join(heard[:n], " ")]; len(list) > 0 {
			if _, given := ln.lex.know.FirstNames[ln.units[i].orig]; n > 1 || !given {
				return at[n-1] - i + 1, list
			}
		}
	}
	return 0, nil
}

// pick keeps the names whose entity exists on day, all when none does; without a
// day those that have not ended.
func pick(names []name, day string) []name {
	if len(names) < 2 {
		return names
	}
	var live []name
	for _, n := range names {
		if day == "" && n.ent.to != "" {
			continue
		}
		if knowledge.Valid(n.ent.from, n.ent.to, day) && (n.ent.person == nil || day == "" || len(n.ent.person.At(day)) > 0) {
			live = append(live, n)
		}
	}
	if len(live) == 0 {
		return names
	}
	return live
}

// active leaves out persons who hold no office on day: a single word that only
// sounds like a name is not that of somebody whom nobody speaks of yet.
func active(names []name, day string) []name {
	if day == "" {
		return names
	}
	return slices.DeleteFunc(slices.Clone(names), func(n name) bool { return n.ent.person != nil && len(n.ent.person.At(day)) == 0 })
}

// matchTitles marks titles that stand right before a capitalised word.
func (ln *line) matchTitles() {
	var key []byte
	for i := 0; i < len(ln.toks); {
		n, title := ln.titleAt(i, &key)
		if n == 0 {
			i++
			continue
		}
		ln.title[i], ln.named[i] = n, title
		i += n
	}
}

func (ln *line) titleAt(i int, key *[]byte) (int, *knowledge.Title) {
	u := ln.unit0[i]
	if u == ln.unit0[i+1] || !upper(ln.toks[i].Form) {
		return 0, nil
	}
	for n := min(ln.lex.first[ln.units[u].text], len(ln.units)-u); n > 0; n-- {
		*key = (*key)[:0]
		for k := u; k < u+n; k++ {
			if k > u {
				*key = append(*key, ' ')
			}
			*key = append(*key, ln.units[k].text...)
		}
		title := ln.lex.titles[string(*key)]
		if title == nil {
			continue
		}
		last := ln.units[u+n-1].tok
		if last+1 < len(ln.toks) && ln.capital(last+1) && ln.unit0[last+1] == u+n && ln.nominal(last+1) {
			return last - i + 1, title
		}
	}
	return 0, nil
}

// capital reports whether token i is capitalised and its capital tells something.
func (ln *line) capital(i int) bool {
	return upper(ln.toks[i].Form) && (!ln.shout || ln.toks[i].UPOS == "PROPN")
}

func (ln *line) nominal(i int) bool {
	switch ln.toks[i].UPOS {
	case "NOUN", "PROPN", "ADJ", "X":
		return true
	}
	return ln.at[i] > 0
}

// matchRoles marks the role nouns, the longest first.
func (ln *line) matchRoles() {
	for i := len(ln.toks) - 1; i >= 0; i-- {
		if ln.role[i] > 0 || ln.at[i] > 0 || !ln.nounLike(i) {
			continue
		}
		lemma, entry := ln.roleAt(i)
		if entry == nil {
			continue
		}
		from := ln.units[ln.unit0[i+1]-1-len(entry.before)].tok
		ln.roles = append(ln.roles, noun{from, i, entry.role, lemma})
		for t := from; t <= i; t++ {
			ln.role[t] = len(ln.roles)
		}
	}
}

// nounLike reports whether token i can be the head of a description.
func (ln *line) nounLike(i int) bool {
	switch ln.toks[i].UPOS {
	case "NOUN", "PROPN":
		return true
	case "ADJ", "VERB", "X":
		switch ln.sent.Rel(i) {
		case "nsubj", "obj", "obl", "nmod", "iobj", "appos", "compound":
			return true
		case "flat":
			return ln.sent.HeadOf(i) < i
		}
	}
	return false
}

// roleAt finds the longest role noun that ends at token i.
func (ln *line) roleAt(i int) (string, *roleEntry) {
	end := ln.unit0[i+1] - 1
	if end < ln.unit0[i] {
		return "", nil
	}
	for _, last := range ln.lastForms(i, end) {
		list := ln.lex.roles[last]
		for k := range list {
			if ln.before(end, list[k].before) {
				return list[k].role.Lemma, &list[k]
			}
		}
	}
	return "", nil
}

// lastForms are the forms under which the last word of a role may be listed.
func (ln *line) lastForms(i, end int) []string {
	text := ln.units[end].text
	forms := []string{text}
	if ln.unit0[i] == end {
		if lemma := fold(ln.toks[i].Lemma); lemma != "" && lemma != text {
			forms = append(forms, lemma)
		}
	}
	switch {
	case strings.HasSuffix(text, "men"):
		forms = append(forms, text[:len(text)-3]+"man")
	case strings.HasSuffix(text, "ies"):
		forms = append(forms, text[:len(text)-3]+"y")
	case strings.HasSuffix(text, "s"):
		forms = append(forms, text[:len(text)-1])
	}
	return forms
}

func (ln *line) before(end int, words []string) bool {
	if end < len(words) {
		return false
	}
	for k := range words {
		u := &ln.units[end-len(words)+k]
		if u.text != words[k] && fold(ln.toks[u.tok].Lemma) != words[k] {
			return false
		}
		if ln.at[u.tok] > 0 {
			return false
		}
	}
	return true
}

// plural reports whether noun token i is plural.
func (ln *line) plural(i int) bool {
	switch ln.toks[i].XPOS {
	case "NNS", "NNPS":
		return true
	case "NN", "NNP":
		return false
	}
	return !strings.EqualFold(ln.toks[i].Lemma, ln.toks[i].Form)
}

// premodifier are the labels of words that stand before the noun they belong to.
func premodifier(rel string) bool {
	switch rel {
	case "compound", "amod", "nummod", "nmod", "flat", "advmod", "goeswith", "appos", "dep":
		return true
	}
	return false
}

func postmodifier(rel string) bool {
	switch rel {
	case "flat", "compound", "goeswith", "fixed", "nmod", "appos", "dep", "list":
		return true
	}
	return false
}

// linked reports whether tokens i and i+1 belong to one noun phrase.
func (ln *line) linked(i int) bool {
	if i+1 >= len(ln.toks) {
		return false
	}
	if ln.at[i] > 0 && ln.at[i] == ln.at[i+1] || ln.role[i] > 0 && ln.role[i] == ln.role[i+1] {
		return true
	}
	if ln.hyphenAt(i) || ln.hyphenAt(i+1) {
		return true
	}
	if h := ln.sent.HeadOf(i); h > i && premodifier(ln.sent.Rel(i)) {
		return true
	}
	if h := ln.sent.HeadOf(i + 1); h >= 0 && h <= i && postmodifier(ln.sent.Rel(i+1)) {
		return true
	}
	return false
}

// hyphenAt reports whether token i is a hyphen that joins its neighbours.
func (ln *line) hyphenAt(i int) bool {
	if i <= 0 || i+1 >= len(ln.toks) {
		return false
	}
	return dash(ln.toks[i].Form) && ln.toks[i-1].Span.End == ln.toks[i].Span.Start && ln.toks[i].Span.End == ln.toks[i+1].Span.Start
}

// possessiveAt reports whether token i is a possessive ending.
func (ln *line) possessiveAt(i int) bool {
	if i < 0 || i >= len(ln.toks) || ln.toks[i].UPOS != "PART" {
		return false
	}
	switch ln.toks[i].XPOS {
	case "POS":
		return true
	case "":
		return ln.sent.Rel(i) == "case"
	}
	return false
}

// child is Sentence.ChildByRel among the first dependents only: in a text made
// to be slow one word may have thousands.
func (ln *line) child(i int, rels ...string) int { return childOf(ln.sent, i, rels...) }

func childOf(sent *sitrep.Sentence, i int, rels ...string) int {
	kids := sent.Children(i)
	for _, c := range kids[:min(len(kids), 64)] {
		for _, rel := range rels {
			if sent.Tokens[c].Deprel == rel || sent.Rel(c) == rel {
				return c
			}
		}
	}
	return -1
}
