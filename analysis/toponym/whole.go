package toponym

import (
	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// lengthen makes of the head of a longer name that no list has the whole name, which
// then has no entry: "Puerto" in "Puerto Xxx". What was found inside goes.
func (d *reading) lengthen() {
	kept := d.found[:0]
	for _, f := range d.found {
		if n := len(kept); n > 0 && kept[n-1].whole && kept[n-1].span.Overlaps(f.span) {
			continue
		}
		for _, m := range d.mentionsOver(f.span) {
			if to := d.wholeName(f, &m); to > f.to {
				f.to = to
				f.span.End = f.in.at(to - 1).span.End
				f.text = d.doc.Words(f.span)
				f.key, f.cands, f.whole, f.lost = knowledge.PlaceKey(f.text), nil, true, true
				break
			}
		}
		kept = append(kept, f)
	}
	d.found = kept
}

// wholeName gives the end of a longer name that f opens: the end of what the layer of
// names takes for a place, or that of the capitals behind it when it takes f alone. At
// most f.to when f is a name by itself.
func (d *reading) wholeName(f *found, m *sitrep.Mention) int {
	if m.Kind != sitrep.KindPlace || m.Span.Start != f.span.Start || m.Span.End < f.span.End || f.in.caps || f.to-f.from > 1 || len(f.cands) == 0 || d.isUnit(f.in.at(f.from).low) {
		return 0
	}
	for i := range f.cands { // "Xxx Art Gallery" is in the town
		if c := &f.cands[i]; c.Kind != kindTown || c.Feature == "" || prior(c, f.key) >= neutralPrior {
			return 0
		}
	}
	to := f.to
	for ; to < len(f.in.words) && d.joined(f.in, to-1); to++ {
		w := &f.in.words[to]
		inside := m.Span.Contains(w.span)
		if !inside && (m.Span.End > f.span.End || !w.upper || w.upos != "PROPN") {
			break
		}
		_, direction := d.k.Class("direction", w.low)
		_, org := d.k.Class("org", w.low)
		if !w.upper || w.mark&knowledge.DictionaryWord != 0 && !isCountry(&found{cands: d.k.Lookup(w.text)}) || direction || org || d.isUnit(w.low) || d.class("title", w.low) || d.class("address", w.low) || d.governs(w.low) || len(d.k.Adjective(w.text)) > 0 {
			return 0
		}
	}
	if f.in.at(to-1).span.End < m.Span.End {
		return 0
	}
	return to
}
