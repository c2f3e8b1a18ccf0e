package names

import (
	"strings"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
)

// identify says what a run of person names and unknown capitalised words is;
// it leaves it.kind empty when it is not told to be an actor.
func (b *builder) identify(it *item, run []part) {
	it.named = true
	var known *match
	for i := range run {
		if run[i].kind == partPerson {
			known = run[i].match
		}
	}
	switch {
	case known != nil && len(run) == 1:
		it.kind, it.ent, it.shared = sitrep.KindPerson, b.whom(known), len(known.names) > 1
		it.start, it.end = b.ln.start[it.from], known.end
	case known != nil:
		it.kind = sitrep.KindPerson
		if ent := b.whom(known); b.samePerson(ent, run) {
			it.ent = ent
		} else {
			it.ent, it.home = b.bearer(it, b.ln.textOf(it.from, it.to))
		}
	default:
		b.unknown(it)
	}
}

// whom is the person a known name means, nil when several may be meant. Of
// persons of one country it is the first listed or, on a day when none of them is
// in office, the one who was last.
func (b *builder) whom(m *match) *entity {
	best := m.names[0].ent
	if len(m.names) == 1 {
		return best
	}
	for _, n := range m.names {
		if n.ent.person == nil || best.person == nil || n.ent.person.Country != best.person.Country {
			return nil
		}
	}
	if b.r.day == "" {
		return best
	}
	last := ""
	for _, n := range m.names {
		if len(n.ent.person.At(b.r.day)) > 0 {
			return nil // several are in office
		}
		for _, o := range n.ent.person.Offices {
			if o.To != "" && o.To <= b.r.day && o.To > last {
				best, last = n.ent, o.To
			}
		}
	}
	if last == "" {
		return nil
	}
	return best
}

// samePerson reports whether a surname with an unlisted first name still means
// the person of that surname: the first name is a misspelling, it is not
// another known first name and starts alike.
func (b *builder) samePerson(ent *entity, run []part) bool {
	if ent == nil || ent.person == nil || run[0].kind != partUnknown {
		return ent != nil && run[len(run)-1].kind == partUnknown && b.ln.lex.is(b.ln.toks[run[len(run)-1].to].Form, "suffix")
	}
	given := b.ln.toks[run[0].from].Form
	if len(run) > 2 || run[0].to > run[0].from+1 {
		return false
	}
	if _, other := b.ln.lex.know.FirstNames[given]; other {
		listed, _, _ := strings.Cut(fold(ent.person.Name), " ")
		return len(listed) >= shortTypo-2 && apart(fold(given), listed, 1) == 1
	}
	a, _ := utf8.DecodeRuneInString(fold(given))
	z, _ := utf8.DecodeRuneInString(fold(ent.person.Name))
	return a == z
}

// unknown classifies words in no list by what stands around them.
func (b *builder) unknown(it *item) {
	ln := b.ln
	text := ln.textOf(it.from, it.to)
	if same, ok := b.r.known[fold(text)]; ok {
		it.kind, it.same = b.r.items[same].kind, same+1
		return
	}
	if ids := ln.lex.shorts[text]; len(ids) > 0 {
		for _, id := range ids {
			if b.r.byKey["#"+id] > 0 {
				it.ent, it.kind = ln.lex.ents[id], sitrep.KindPlace
				if it.ent.org != nil {
					it.kind = sitrep.KindOrganization
				}
				return
			}
		}
	}
	if ent, country := b.bearer(it, text); ent != nil || country != "" {
		it.kind, it.ent, it.home = sitrep.KindPerson, ent, country
		return
	}
	tokens := it.to - it.from + 1
	_, given := ln.lex.know.FirstNames[ln.toks[it.from].Form]
	abbreviation := tokens == 1 && len(text) <= 6 && capitals(text) && !ln.shout
	read := b.read(it)
	switch {
	case len(b.titles) > 0 && ln.toks[it.to].UPOS == "PROPN":
		it.kind = sitrep.KindPerson
	case given && tokens > 1 && tokens <= 6, tokens > 1 && tokens <= 6 && b.described(it):
		it.kind = sitrep.KindPerson
		if read.score >= certain && read.kind != "" {
			it.kind = read.kind
		}
	case read.score >= trusted && read.kind != "":
		it.kind = read.kind
	case abbreviation && b.actsLikeBody(it):
		it.kind = sitrep.KindOrganization
	case !abbreviation && tokens <= 5 && b.speaks(it) && !ln.article(it.from):
		it.kind = sitrep.KindPerson
	}
	if it.kind == sitrep.KindPerson && ln.toks[it.head].XPOS == "NNPS" {
		it.kind, it.plural = sitrep.KindGroup, true
	}
}

// read is the verdict on the words of an item, none where the phrase that the
// model sees leaves some of them out.
func (b *builder) read(it *item) verdict {
	v := b.r.judge(b.ln.index, it.head)
	if v.span.First > it.from || v.span.Last < it.to {
		return verdict{}
	}
	return v
}

// described reports whether the noun of a single person stands beside the
// words, set off by a comma: ", a spokesman", "its spokesman, …".
func (b *builder) described(it *item) bool {
	ln := b.ln
	if k := it.from - 1; k > 0 && ln.toks[k].Form == "," && len(b.r.items) > 0 {
		last := &b.r.items[len(b.r.items)-1]
		if last.sent == ln.index && last.to == k-1 && last.kind == sitrep.KindPerson && !last.named && last.role != nil {
			return true
		}
	}
	k := it.to + 1
	if k >= len(ln.toks) || ln.toks[k].Form != "," {
		return false
	}
	for k++; k < min(len(ln.toks), it.to+6); k++ {
		if n := ln.role[k]; n > 0 {
			return ln.roles[n-1].role.Person && !ln.plural(ln.roles[n-1].to)
		}
		switch ln.toks[k].UPOS {
		case "DET", "ADJ", "PROPN", "NOUN":
		default:
			return false
		}
	}
	return false
}

func (ln *line) article(i int) bool {
	return i > 0 && ln.toks[i-1].UPOS == "DET"
}

// speaks reports whether the phrase is the subject of a verb that only people do.
func (b *builder) speaks(it *item) bool {
	h := b.ln.sent.HeadOf(it.head)
	return h >= 0 && b.ln.toks[it.to].UPOS == "PROPN" && b.ln.sent.Tokens[it.head].Deprel == "nsubj" && b.ln.lex.is(strings.ToLower(b.ln.toks[h].Lemma), "human-verb")
}

// actsLikeBody reports whether an unknown abbreviation is used for an actor.
func (b *builder) actsLikeBody(it *item) bool {
	if b.speaks(it) {
		return true
	}
	if b.k+1 < len(b.parts) && b.parts[b.k+1].kind == partRole {
		return true
	}
	return b.ln.possessiveAt(it.to + 1)
}

// introduce remembers a name for the rest of the text: persons by full and
// family name.
func (r *reading) introduce(i int, text string) {
	it := &r.items[i]
	key := fold(text)
	if it.same > 0 {
		return
	}
	if _, ok := r.known[key]; !ok {
		r.known[key] = i
	}
	if it.kind != sitrep.KindPerson {
		return
	}
	words := strings.Fields(key)
	if len(words) < 2 {
		return
	}
	family := words[len(words)-1]
	if j := strings.LastIndexByte(family, '-'); j >= 0 && r.lex.is(family[:j], "article-particle") {
		r.remember(family[j+1:], i)
	}
	r.remember(family, i)
}

// remember binds a family name; two bearers make it mean nobody.
func (r *reading) remember(family string, i int) {
	if old, ok := r.known[family]; ok && r.items[old].key != r.items[i].key {
		delete(r.known, family)
		return
	}
	r.known[family] = i
}
