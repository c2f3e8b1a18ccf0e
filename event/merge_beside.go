package event

import (
	"cmp"
	"slices"

	"github.com/sitrep-dev/sitrep"
)

// incidents joins what one report counts with the deeds it counts for: a deed and
// its victims, told in one sentence ("hit a market, killing 14") or in the next,
// are one incident. An incident is compared as one claim with all their slots.
func (j *joiner) incidents(told []*slots) []*slots {
	slices.SortFunc(told, func(a, b *slots) int {
		return cmp.Or(cmp.Compare(a.c.Trigger.Start, b.c.Trigger.Start), cmp.Compare(a.c.ID, b.c.ID))
	})
	parts := map[*slots][]*slots{}
	part := map[*slots]bool{}
	for _, s := range told {
		deed := harmOf(told, s, part)
		if deed == nil && s.c.Type == "" {
			deed = beside(told, s, part)
		}
		if deed != nil {
			part[s] = true
			parts[deed] = append(parts[deed], s)
		}
	}
	var out []*slots
	for _, s := range told {
		switch {
		case part[s]:
		case parts[s] == nil:
			out = append(out, s)
		default:
			out = append(out, together(s, parts[s]))
		}
	}
	return out
}

// together is a deed with what the counts beside it add.
func together(deed *slots, counts []*slots) *slots {
	s, c := *deed, *deed.c
	s.c, s.parts = &c, append([]*slots{deed}, counts...)
	c.Recipients, c.Figures, c.Actors = slices.Clone(c.Recipients), slices.Clone(c.Figures), slices.Clone(c.Actors)
	for _, o := range counts {
		c.Recipients = append(c.Recipients, o.c.Recipients...)
		c.Figures = append(c.Figures, o.c.Figures...)
		if len(c.Actors) == 0 {
			c.Actors = o.c.Actors
		}
		if c.Place == nil {
			c.Place, s.placeName = o.c.Place, o.placeName
		}
		if c.Time == nil {
			c.Time, s.lo, s.hi = o.c.Time, o.lo, o.hi
		}
	}
	return &s
}

// harmOf is the deed of the same sentence and type whose victims a claim with
// figures counts: the nearest before it that counts nothing of the kind itself,
// nil when there is none. A deed that is a part itself is none.
func harmOf(told []*slots, s *slots, part map[*slots]bool) (found *slots) {
	if len(s.c.Figures) == 0 || s.c.Quad != 4 {
		return nil
	}
	for _, m := range told {
		if m == s || part[m] || m.c.Sentence != s.c.Sentence || m.c.Type != s.c.Type || m.modality != s.modality || m.polarity != s.polarity || m.c.Trigger.Start > s.c.Trigger.Start || m.c.Trigger == s.c.Trigger {
			continue
		}
		v := compare(m, s)
		if v.actors == conflict || v.time == conflict || v.place == conflict || v.modes == conflict || sameMeasure(m.c, s.c) {
			continue
		}
		found = m
	}
	return found
}

func sameMeasure(a, b *sitrep.Claim) bool {
	return slices.ContainsFunc(a.Figures, func(f sitrep.Figure) bool {
		return slices.ContainsFunc(b.Figures, func(g sitrep.Figure) bool { return f.Measure == g.Measure })
	})
}

// beside is the deed that a sentence which only counts stands beside: the closest
// before it in the text of its report whose slots it does not contradict; only
// the count of a heading may belong to a deed that follows.
func beside(told []*slots, s *slots, part map[*slots]bool) (found *slots) {
	const reach = 400 // bytes between the sentences of a paragraph
	best := reach
	for _, m := range told {
		if part[m] || m.c.Quad != 4 || m.modality != s.modality || m.polarity != s.polarity || m.c.Type == "" || m.c.Background != s.c.Background || ownLosses(s.c, m.c) {
			continue
		}
		v := compare(m, s)
		if v.time == conflict || v.place == conflict || v.figures == conflict || s.c.Place != nil && m.c.Place == nil {
			continue // a count of a place belongs to no deed of which the place is not told
		}
		gap := s.c.Sentence.Start - m.c.Sentence.End
		if gap < 0 && m.c.Sentence != s.c.Sentence {
			if !inHeading(s.c) {
				continue
			}
			gap = 50 + max(0, m.c.Sentence.Start-s.c.Sentence.End)
		} else if gap > nextSentence && block(s.c) != block(m.c) {
			continue
		}
		if gap < best || gap == best && found != nil && m.c.ID < found.c.ID {
			best, found = gap, m
		}
	}
	return found
}

// ownLosses reports whether a count comes from the doer of a deed: a party that
// counts dead beside what it did counts its own, which something else cost.
func ownLosses(count, deed *sitrep.Claim) bool {
	if len(count.Sources) == 0 || len(deed.Actors) == 0 {
		return false
	}
	src := count.Sources[0]
	who := sitrep.Actor{Name: src.Source, Entity: src.Entity, Code: src.Code, Country: src.Country}
	for i := range deed.Actors {
		if a := &deed.Actors[i]; matchParty(&who, a) >= partly || who.Code != "" && who.Country == a.Country {
			return true
		}
	}
	return false
}

// block is the index of the block of its report that a claim stands in, -1 for none.
func block(c *sitrep.Claim) int {
	return slices.IndexFunc(c.Report.Blocks, func(b sitrep.Block) bool { return b.Span.Contains(c.Sentence) })
}

func inHeading(c *sitrep.Claim) bool {
	i := block(c)
	return i >= 0 && c.Report.Blocks[i].Kind == sitrep.Heading
}
