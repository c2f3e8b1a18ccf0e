// Package names finds who is spoken of: persons, organizations, states, and
// people that are only described ("gunmen", "the general's troops"), with the
// PLOVER code that knowledge and wording give, and joins the mentions that mean
// the same.
//
// It reads names, titles, roles, possessives and of-phrases over words, tags
// and the tree; where they disagree, casing and known names win, since taggers
// err on foreign names. It resolves pronouns and "the general" only to an
// antecedent that stands out, and leaves them open otherwise.
//
// What a name in no list is, a person, a body or a place, the trained model
// says (Sentence.Phrases); where it is nearly sure it also overrules a list.
//
// It deliberately does not place names on a map, does not decide who acts and
// who is acted upon, does not look into quotations to find out who "we" is ("I"
// is the one who utters them, if only one does), and never maps an unknown name
// to the nearest known one.
package names

import (
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// Finder finds mentions. It is never changed after New and may be used by any
// number of goroutines.
type Finder struct{ lex *lexicon }

// New indexes the knowledge of actors, which it keeps and does not change.
func New(k *knowledge.Actors) *Finder { return &Finder{newLexicon(k)} }

// Find fills doc.Mentions from the tagged and parsed sentences of doc, in order
// of Start, then the longest first; mentions may lie inside each other, and two
// may share a head where one noun has two owners ("Russian and Syrian forces").
// What stood in doc.Mentions is dropped.
//
// Offices and names are read as of the day of publication; without one, as of the
// time of those in office in the text, if it names such, else a person counts as
// what they are best known for and of bodies of one name those that still exist. Time grows with the number of
// words.
func (f *Finder) Find(doc *sitrep.Document) {
	r := newReading(f.lex, doc)
	r.read()
	if day := r.era(); day != "" {
		r = newReading(f.lex, doc)
		r.day = day
		r.read()
	}
	doc.Mentions = r.mentions()
}

func (r *reading) read() {
	r.tallyNames()
	for s := range r.doc.Sentences {
		r.sentence(s)
	}
	r.spread()
}

// reading is the state of one pass over a document.
type reading struct {
	lex   *lexicon
	doc   *sitrep.Document
	day   string // ISO date of publication, "" when unknown
	items []item
	line  *line // the sentence being read
	// known maps a folded name that the text introduced to the item that did.
	known  map[string]int
	local  map[string]bool // names that the text bound in parentheses
	inFull map[string]bool // what inText has answered
	chains []chain
	states []int          // the chains that mean states
	byKey  map[string]int // what a chain is known by to its number
	starts []int          // first item of each sentence
	heads  []int          // token to 1 + index of the widest item with that head, current sentence
	before []int          // the same of the sentence before
	// phrases are, for each sentence and token, 1 + index of the phrase it heads.
	phrases [][]int
	tallies map[string]*tally // what the model says of each name
	open    bool              // a quotation goes on
	quotes  []bool            // sentences with quotation marks
	typos   int               // searches for misspelt names so far
	voice   int               // the item that utters the quotation of the current sentence, -1 without one
}

func newReading(lex *lexicon, doc *sitrep.Document) *reading {
	r := &reading{lex: lex, doc: doc, known: map[string]int{}, local: map[string]bool{}, inFull: map[string]bool{}, byKey: map[string]int{}, chains: make([]chain, 1), voice: -1}
	if pub := doc.Report.Published; !pub.IsZero() {
		r.day = pub.Day().Format(time.DateOnly)
	}
	r.items = make([]item, 0, 4*len(doc.Sentences))
	return r
}

// sentence finds the items of sentence s, then tells whom they mean.
func (r *reading) sentence(s int) {
	first := len(r.items)
	r.starts = append(r.starts, first)
	r.line = newLine(r.lex, r.doc, s, r.day)
	r.preferLocal()
	r.preferTold()
	r.preferRead()
	r.collect()
	r.pair(first)
	r.index(first)
	r.markQuotes()
	order := make([]int, 0, len(r.items)-first)
	for i := first; i < len(r.items); i++ {
		order = append(order, i)
	}
	sort.SliceStable(order, func(a, b int) bool { return r.items[order[a]].start < r.items[order[b]].start })
	for _, i := range order {
		r.resolve(i)
	}
}

// preferLocal drops known names that the text has bound to somebody else.
func (r *reading) preferLocal() {
	if len(r.local) == 0 {
		return
	}
	for i := range r.line.found {
		m := &r.line.found[i]
		if r.local[fold(r.line.textOf(m.from, m.to))] {
			for t := m.from; t <= m.to; t++ {
				r.line.at[t] = 0
			}
		}
	}
}

// preferTold decides between bodies of one short name: those count whose full
// name the text has, else those of a state that it names.
func (r *reading) preferTold() {
	for i := range r.line.found {
		m := &r.line.found[i]
		if len(m.names) < 2 {
			continue
		}
		short := r.line.textOf(m.from, m.to)
		full := func(n name) bool {
			return n.ent.org != nil && n.ent.name != short && r.inText(n.ent.name)
		}
		home := func(n name) bool {
			if n.ent.org == nil {
				return false
			}
			st := r.lex.ents[strings.ToLower(n.ent.org.Country)]
			return st != nil && r.inText(st.name)
		}
		for _, told := range []func(name) bool{full, home} {
			if fit := slices.DeleteFunc(slices.Clone(m.names), func(n name) bool { return !told(n) }); len(fit) > 0 {
				m.names = fit
				break
			}
		}
	}
}

// inText reports whether the text has a name, as it is listed.
func (r *reading) inText(name string) bool {
	found, known := r.inFull[name]
	if !known {
		found = strings.Contains(r.doc.Report.Text, name)
		r.inFull[name] = found
	}
	return found
}

// mentions turns the items into the layer.
func (r *reading) mentions() []sitrep.Mention {
	var out []sitrep.Mention
	number := make([]int, len(r.chains))
	next := 0
	order := make([]int, 0, len(r.items))
	for i := range r.items {
		if !r.items[i].dropped {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(a, b int) bool {
		x, y := &r.items[order[a]], &r.items[order[b]]
		if x.start != y.start {
			return x.start < y.start
		}
		return x.end > y.end
	})
	for _, i := range order {
		it := &r.items[i]
		if it.chain > 0 && number[it.chain] == 0 {
			next++
			number[it.chain] = next
		}
		m := sitrep.Mention{
			Span: sitrep.Span{Start: it.start, End: it.end}, Kind: it.kind, Chain: number[it.chain],
			Sentence: it.sent, Head: it.head, Actor: it.actor,
		}
		if it.actor != nil {
			it.actor.Span = m.Span
			m.Entity = it.actor.Entity
		}
		out = append(out, m)
	}
	return out
}
