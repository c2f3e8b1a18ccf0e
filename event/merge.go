package event

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"

	"github.com/sitrep-dev/sitrep"
)

// Merge joins the claims that describe one event. Every claim is in exactly one
// event; events come in order of time, then of id. Figures and grade are left to
// package situation.
//
// Claims are compared by their coded slots: type, modality, polarity, parties,
// place at its precision, time interval, figures, content. Wording alone never
// joins two claims. A demand, plan or denial is an event apart from the deed it
// speaks of and points at it with About. Totals over a time or a campaign are no
// incident: they make an event of their own that stands for the campaign.
//
// The claims may be in any order; the result, ids included, is the same.
func Merge(claims []sitrep.Claim, reports []sitrep.Report) []sitrep.Event {
	return MergeWith(claims, Origins(reports, claims))
}

// MergeWith is Merge for a caller that has the Lineage of the reports.
func MergeWith(claims []sitrep.Claim, lin *Lineage) []sitrep.Event {
	j := &joiner{lin: lin, byID: map[string]*sitrep.Claim{}, index: map[string][]*cluster{}}
	for i := range claims {
		j.byID[claims[i].ID] = &claims[i]
	}
	var typed, counts, totals []*slots
	for _, s := range j.ordered() {
		switch {
		case s.c.Type == "" && len(s.c.Figures) == 0: // states who holds, who is allied, a step, an open question
		case s.cumulative && s.modality == sitrep.Happened && !s.c.Background:
			totals = append(totals, s)
		case s.c.Type == "":
			counts = append(counts, s)
		default:
			typed = append(typed, s)
		}
	}
	for _, s := range typed {
		j.place(s)
	}
	j.attachCounts(counts)
	j.campaigns(totals)
	return j.events()
}

// joiner is the state of one merge.
type joiner struct {
	lin      *Lineage
	byID     map[string]*sitrep.Claim
	index    map[string][]*cluster // blocking key → clusters, oldest first
	clusters []*cluster
}

// cluster is an event in the making.
type cluster struct {
	members  []*slots // the first one opened it
	distinct []*slots // one of each combination of slots, at most maxCompared
	because  []string
	campaign bool
	typ      string // set for a campaign whose counts have no type
	quad     int
	keys     map[string]bool
}

const (
	maxCompared = 16 // members that a claim is compared with
	maxBlock    = 64 // clusters of one blocking key that a claim is compared with
)

// ordered is every claim once: those that say most come first, so that vague
// ones join them and not the other way round; ties by publication and id.
func (j *joiner) ordered() []*slots {
	all := make([]*slots, 0, len(j.byID))
	for _, c := range j.byID {
		all = append(all, newSlots(c, j.byID, j.lin))
	}
	slices.SortFunc(all, func(a, b *slots) int {
		return cmp.Or(cmp.Compare(said(b), said(a)), a.c.Report.Published.Compare(b.c.Report.Published), cmp.Compare(a.c.ID, b.c.ID))
	})
	return all
}

// said counts the slots that a claim fills exactly.
func said(s *slots) int {
	n := 0
	if s.precise() {
		n += 2
	}
	if s.c.Place != nil {
		n++
		if !coarse(s.c.Place) {
			n++
		}
	}
	for i := range s.c.Actors {
		if !vague(&s.c.Actors[i]) {
			n++
			break
		}
	}
	return n + min(len(s.c.Recipients), 1) + min(len(s.c.Figures), 1)
}

// place puts a claim into the event it fits best, else into a new one.
func (j *joiner) place(s *slots) {
	keys := j.keys(s)
	if cl, with, v := j.best(s, keys); cl != nil {
		cl.because = append(cl.because, v.reason(with, s))
		j.add(cl, s, keys)
		return
	}
	j.open(s, keys)
}

func (j *joiner) open(s *slots, keys []string) *cluster {
	cl := &cluster{typ: s.c.Type, quad: s.c.Quad, keys: map[string]bool{}}
	j.clusters = append(j.clusters, cl)
	j.add(cl, s, keys)
	return cl
}

func (j *joiner) add(cl *cluster, s *slots, keys []string) {
	cl.members = append(cl.members, s)
	if len(cl.distinct) < maxCompared && !slices.ContainsFunc(cl.distinct, func(o *slots) bool { return alike(o, s) }) {
		cl.distinct = append(cl.distinct, s)
	}
	for _, k := range keys {
		if !cl.keys[k] {
			cl.keys[k] = true
			j.index[k] = append(j.index[k], cl)
		}
	}
}

// alike reports whether comparing with o says all that comparing with s would.
func alike(o, s *slots) bool {
	v := compare(o, s)
	return v.sameType && v.copied && o.lo == s.lo && o.hi == s.hi && v.actors == same && v.recipients == same && v.place == same
}

// best is the event that a claim belongs to: it must fit one member and conflict
// with none, so that a chain of likenesses cannot join what differs.
func (j *joiner) best(s *slots, keys []string) (*cluster, *slots, verdict) {
	var found *cluster
	var with *slots
	var verd verdict
	seen := map[*cluster]bool{}
	for _, k := range keys {
		block := j.index[k]
		for _, cl := range block[max(0, len(block)-maxBlock):] {
			if seen[cl] {
				continue
			}
			seen[cl] = true
			if m, v, ok := cl.fits(s); ok && (found == nil || v.weight() > verd.weight()) {
				found, with, verd = cl, m, v
			}
		}
	}
	return found, with, verd
}

func (cl *cluster) fits(s *slots) (with *slots, verd verdict, ok bool) {
	for _, m := range cl.distinct {
		v := compare(m, s)
		if v.conflicts() {
			return nil, verdict{}, false
		}
		if m.c.Report.ID == s.c.Report.ID && !v.retold(m, s) {
			return nil, verdict{}, false
		}
		if v.same(m, s) && (with == nil || v.weight() > verd.weight()) {
			with, verd = m, v
		}
	}
	return with, verd, with != nil
}

// keys are the blocks a claim is looked up in: the class of act with each day of
// a precise time, else with each party and place. Only claims that share a key
// are ever compared, which keeps the cost near linear.
func (j *joiner) keys(s *slots) []string {
	class := fmt.Sprintf("%s %s %d ", s.modality, s.polarity, s.c.Quad)
	if s.c.Quad != 4 {
		class += s.c.Type + " "
	}
	var keys []string
	if s.timed() && s.hi-s.lo <= 8 {
		for d := math.Floor(s.lo); d < s.hi || d == math.Floor(s.lo); d++ {
			for _, slot := range s.daySlots() {
				keys = append(keys, fmt.Sprintf("%sd%.0f %s", class, d, slot))
			}
		}
	}
	for _, list := range [][]sitrep.Actor{s.c.Actors, s.c.Recipients} {
		for i := range list {
			keys = append(keys, class+"a "+partyKey(&list[i]), class+"c "+cmp.Or(list[i].Code, partyKey(&list[i])))
		}
	}
	if s.c.Place != nil {
		keys = append(keys, class+"p "+FoldName(s.c.Place.Name))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// daySlots are what a day is looked up with: the place, each party, the country
// and the blank that stands for any. The finer ones find the right event also
// where one day has many.
func (s *slots) daySlots() []string {
	out := []string{""}
	if p := s.c.Place; p != nil {
		out = append(out, "p "+FoldName(p.Name))
		if p.Country != "" {
			out = append(out, p.Country)
		}
	}
	for _, list := range [][]sitrep.Actor{s.c.Actors, s.c.Recipients} {
		for i := range list {
			out = append(out, "a "+partyKey(&list[i]))
		}
	}
	return out
}

func partyKey(a *sitrep.Actor) string { return cmp.Or(a.Entity, FoldName(a.Name)) }

// attachCounts hangs sentences that only count on the deed they count for: one
// that the same report tells within two sentences. The rest stand alone.
func (j *joiner) attachCounts(counts []*slots) {
	near := map[string][]*cluster{}
	for _, cl := range j.clusters {
		for _, m := range cl.members {
			near[m.c.Report.ID] = append(near[m.c.Report.ID], cl)
		}
	}
	for _, s := range counts {
		if cl, m := nearest(near[s.c.Report.ID], s); cl != nil {
			cl.because = append(cl.because, s.c.ID+" counts the victims of "+m.c.ID+", told beside it")
			j.add(cl, s, nil)
			continue
		}
		j.place(s)
	}
}

// nearest is the deed that a count stands beside: the closest before it in the
// text whose slots it does not contradict; only the count of a heading may
// belong to a deed that follows.
func nearest(cls []*cluster, s *slots) (found *cluster, with *slots) {
	const reach = 400 // bytes between the sentences of a paragraph
	const next = 8    // bytes between a sentence and the next, of the next paragraph too
	best := reach
	for _, cl := range cls {
		if cl.quad != 4 || cl.members[0].modality != s.modality || cl.members[0].polarity != s.polarity {
			continue
		}
		for _, m := range cl.members {
			if m.c.Report.ID != s.c.Report.ID || m.c.Type == "" || m.c.Background != s.c.Background {
				continue
			}
			if s.c.Type == "" && ownLosses(s.c, m.c) {
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
			} else if gap > next && block(s.c) != block(m.c) {
				continue
			}
			if gap < best || gap == best && found != nil && m.c.ID < with.c.ID {
				best, found, with = gap, cl, m
			}
		}
	}
	return found, with
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

// eventID is stable: it depends on the claim that was published first.
func eventID(first string) string {
	sum := sha256.Sum256([]byte("event\x00" + first))
	return "e_" + hex.EncodeToString(sum[:8])
}
