package situation

import (
	"cmp"
	"slices"

	"github.com/sitrep-dev/sitrep"
)

// mutual are the kinds of relation that hold both ways.
func mutual(kind string) bool { return kind == "allied" || kind == "hostile" || kind == "ceasefire" }

// warm are the kinds whose refusal opposes.
func warm(kind string) bool { return kind == "allied" || kind == "supports" || kind == "recognizes" }

// relations folds what claims state of alignment. Only what is said to hold
// counts: a promise, demand or plan of an alliance is none, what is told as
// history may be over, a denial changes nothing, and two actors on one side of an event are not thereby allied. A
// relation ends when it is said to have ended: on the day said, else by the day
// of the report.
func (f *fold) relations() []sitrep.Relation {
	var out []*sitrep.Relation
	for _, c := range f.order {
		r := c.Relation
		if r == nil || c.Background && !r.Ended || c.Modality != "" && c.Modality != sitrep.Happened || claimant(c).Stance == sitrep.Denies {
			continue
		}
		from, to, kind := holderKey(&r.From), holderKey(&r.To), r.Kind
		if from == "" || to == "" || from == to {
			continue
		}
		if c.Polarity == sitrep.Negated {
			if !warm(kind) || r.Ended {
				continue
			}
			kind = "opposes"
		}
		at := slices.IndexFunc(out, func(o *sitrep.Relation) bool {
			return o.Kind == kind && o.End == "" && (o.From == from && o.To == to || mutual(kind) && o.From == to && o.To == from)
		})
		when := day(c.Time)
		switch {
		case r.Ended && at >= 0:
			out[at].End = cmp.Or(when, printedDay(c))
			out[at].Claims = appendNew(out[at].Claims, c.ID)
		case r.Ended:
			out = append(out, &sitrep.Relation{From: from, To: to, Kind: kind, End: cmp.Or(when, printedDay(c)), Claims: []string{c.ID}})
		case at >= 0:
			if when != "" && (out[at].Start == "" || when < out[at].Start) {
				out[at].Start = when
			}
			out[at].Claims = appendNew(out[at].Claims, c.ID)
		default:
			out = append(out, &sitrep.Relation{From: from, To: to, Kind: kind, Start: when, Claims: []string{c.ID}})
		}
	}
	rels := make([]sitrep.Relation, len(out))
	for i, r := range out {
		rels[i] = *r
	}
	slices.SortFunc(rels, func(a, b sitrep.Relation) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	return rels
}
