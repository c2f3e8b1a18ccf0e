package situation

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
)

// states of control, and the finer statuses that a claim may carry.
const (
	held      = "held"
	contested = "contested"
	lost      = "lost"

	statusDenied   = "denied"
	statusConcedes = "concedes"
)

// assertion is one claim about who holds a place.
type assertion struct {
	c       *sitrep.Claim
	holder  *sitrep.Actor
	src     sitrep.Source
	when    string // day it is said to have begun, "" when not said
	order   string // when, else the day of publication: for ordering only
	state   string
	against bool // denies it
}

// holding is a stretch of time in which somebody is said to hold a place.
type holding struct {
	place    sitrep.Place
	holder   *sitrep.Actor
	state    string
	start    string
	begun    string // start, else the day it was first printed
	end      string
	support  []*sitrep.Claim
	against  []*sitrep.Claim
	conceded bool
}

// control folds what claims say of who holds what. Demands, plans and
// hypotheses do not count. A holding lasts until another holder is asserted or
// the holder is said to have left; a denial changes nothing but is kept beside.
func (f *fold) control() []sitrep.Control {
	var out []sitrep.Control
	for _, group := range f.assertions() {
		var hs []*holding
		for _, a := range group {
			if !a.against {
				hs = hold(hs, a)
			}
		}
		for _, a := range group {
			f.weigh(hs, a)
		}
		for _, h := range hs {
			out = append(out, f.assess(h))
		}
	}
	slices.SortFunc(out, func(a, b sitrep.Control) int {
		return cmp.Or(cmp.Compare(a.Place.Name, b.Place.Name), cmp.Compare(a.Start, b.Start), cmp.Compare(a.Holder, b.Holder),
			cmp.Compare(a.State, b.State), cmp.Compare(a.Claims[0], b.Claims[0]))
	})
	return out
}

// assertions are grouped by place, each group in order of time.
func (f *fold) assertions() [][]*assertion {
	var groups [][]*assertion
	for _, c := range f.order {
		if c.Control == nil || c.Background || c.Modality != "" && c.Modality != sitrep.Happened {
			continue
		}
		a := &assertion{c: c, holder: &c.Control.Holder, src: claimant(c), when: day(c.Time), state: c.Control.State}
		a.order = cmp.Or(a.when, printedDay(c), "9999")
		a.against = c.Polarity == sitrep.Negated || c.Control.Status == statusDenied || a.src.Stance == sitrep.Denies
		at := slices.IndexFunc(groups, func(g []*assertion) bool { return samePlace(&g[0].c.Control.Place, &c.Control.Place) })
		if at < 0 {
			groups = append(groups, []*assertion{a})
			continue
		}
		groups[at] = append(groups[at], a)
	}
	for _, g := range groups {
		slices.SortStableFunc(g, func(a, b *assertion) int { return cmp.Compare(a.order, b.order) })
	}
	return groups
}

// samePlace reports whether two names are of one place; a place inside another
// is not the same.
func samePlace(a, b *sitrep.Place) bool {
	if a.Geoname != 0 && b.Geoname != 0 {
		return a.Geoname == b.Geoname
	}
	if event.FoldName(a.Name) == event.FoldName(b.Name) {
		return a.Country == b.Country || a.Country == "" || b.Country == ""
	}
	const near = 0.03 // degrees, about 3 km: two spellings placed apart
	return a.Precision == b.Precision && a.Lat != 0 && math.Abs(a.Lat-b.Lat) < near && math.Abs(a.Lon-b.Lon) < near
}

// hold adds one assertion to the holdings of its place.
func hold(hs []*holding, a *assertion) []*holding {
	mine := slices.IndexFunc(hs, func(h *holding) bool {
		return h.end == "" && sameActor(h.holder, a.holder) && h.state != lost && (a.state == lost || h.state == a.state)
	})
	if a.state == lost {
		if a.looksBack() && prior(hs, a) != nil {
			return hs
		}
		if mine >= 0 {
			hs[mine].end = a.order
			return hs
		}
		if slices.ContainsFunc(hs, func(h *holding) bool { return lostThen(h, a) }) {
			return hs
		}
		return append(hs, newHolding(a))
	}
	if mine >= 0 {
		h := hs[mine]
		h.support = append(h.support, a.c)
		if h.start == "" {
			h.start = a.when
		}
		return hs
	}
	if a.when == "" {
		// Without a day, what was held before and has ended is retold, not regained.
		for _, h := range slices.Backward(hs) {
			if h.end != "" && h.state == a.state && sameActor(h.holder, a.holder) {
				h.support = append(h.support, a.c)
				return hs
			}
		}
	}
	for _, h := range hs {
		if h.end == "" && h.state != lost && (a.state == held || h.state == contested) && h.begun < a.order {
			h.end = a.order
		}
	}
	return append(hs, newHolding(a))
}

// looksBack reports whether somebody admits a loss without saying when: it may
// be long past.
func (a *assertion) looksBack() bool {
	return a.state == lost && a.when == "" && a.c.Control.Status == statusConcedes
}

// prior is the last time that somebody else held the place before the assertion,
// nil for none.
func prior(hs []*holding, a *assertion) *holding {
	for _, h := range slices.Backward(hs) {
		if h.state == held && h.begun <= a.order && !sameActor(h.holder, a.holder) {
			return h
		}
	}
	return nil
}

// lostThen reports whether a loss is the known end of a holding.
func lostThen(h *holding, a *assertion) bool {
	return h.state == held && sameActor(h.holder, a.holder) && closeDays(h.end, a.order)
}

func newHolding(a *assertion) *holding {
	return &holding{place: a.c.Control.Place, holder: a.holder, state: a.state, start: a.when, begun: a.order, support: []*sitrep.Claim{a.c}}
}

// weigh adds to the holdings what speaks for or against them without being their
// own assertion: denials, and losses that other holders concede.
func (f *fold) weigh(hs []*holding, a *assertion) {
	for _, h := range hs {
		theirs := !sameActor(h.holder, a.holder)
		switch {
		case a.against && !theirs && h.begun <= a.order:
			h.against = append(h.against, a.c)
		case a.against:
		case a.state == lost && theirs && h.state == held && (closeDays(h.begun, a.order) || a.looksBack() && h == prior(hs, a)):
			h.support = append(h.support, a.c)
			h.conceded = h.conceded || belongs(a.src, a.holder)
		case a.state == lost && lostThen(h, a):
			h.support = append(h.support, a.c)
			h.conceded = h.conceded || belongs(a.src, a.holder) // who says that it left admits that it held
		}
	}
	if a.against || a.state != held {
		return
	}
	for _, h := range hs {
		// Somebody who holds or held the place says that this one does.
		if h.state == held && !sameActor(h.holder, a.holder) && belongs(a.src, h.holder) {
			for _, o := range hs {
				if o.state == held && sameActor(o.holder, a.holder) && slices.Contains(o.support, a.c) {
					o.conceded = true
				}
			}
		}
	}
}

// closeDays reports whether two days lie within two of each other.
func closeDays(a, b string) bool {
	x, err := time.Parse(time.DateOnly, a)
	if err != nil {
		return false
	}
	y, err := time.Parse(time.DateOnly, b)
	if err != nil {
		return false
	}
	d := y.Sub(x)
	return -48*time.Hour <= d && d <= 48*time.Hour
}

// assess gives the public record. Assessed needs the losing side's concession,
// or two independent origins of which at least one is no party; a party's word
// stays a claim however often it is printed.
func (f *fold) assess(h *holding) sitrep.Control {
	out := sitrep.Control{Place: h.place, Holder: holderKey(h.holder), State: h.state, Start: h.start, End: h.end, Basis: "claimed"}
	neutral := false
	for _, c := range h.support {
		src := claimant(c)
		neutral = neutral || src.Source == "" && src.Entity == "" || !f.party(src)
		out.Claims = appendNew(out.Claims, c.ID)
	}
	if h.conceded || neutral && f.lin.Count(h.support) >= 2 {
		out.Basis = "assessed"
	}
	if h.state == lost && belongs(claimant(h.support[0]), h.holder) {
		out.Basis = "assessed"
	}
	for _, c := range h.against {
		out.Claims = appendNew(out.Claims, c.ID)
	}
	return out
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
