package situation

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
)

// scopes of a figure.
const (
	incident   = "incident"
	cumulative = "cumulative"
)

// entry is a ledger row with what policies need to know of it.
type entry struct {
	row     sitrep.LedgerRow
	src     sitrep.Source // the zero Source for a report's own voice
	org     string        // claimants with one org are one voice
	role    string
	rank    int
	party   bool // the claimant takes part in the fighting
	point   *int // of an approximate figure
	revises bool
	retract bool // its claimant took it back
	first   *sitrep.Claim
}

// rows makes the ledger: one entry for each claimant, figure and occurrence, in
// order of first publication.
func (f *fold) rows() []*entry {
	byKey := map[string]*entry{}
	var all []*entry
	for _, c := range f.order {
		if !f.countable(c) {
			continue
		}
		for i := range c.Figures {
			fig := &c.Figures[i]
			if fig.Measure == "" || fig.Min == nil && fig.Max == nil {
				continue
			}
			e := f.entry(c, fig)
			key := e.row.ID
			if old := byKey[key]; old != nil {
				old.carry(c, fig)
				continue
			}
			byKey[key] = e
			all = append(all, e)
		}
	}
	all = f.withoutHeadlines(all)
	f.supersede(all)
	f.linkDenials(all)
	return all
}

// withoutHeadlines leaves out figures that a report gives in its own voice and
// also on somebody's word: a headline without its source is no second claimant.
func (f *fold) withoutHeadlines(all []*entry) []*entry {
	return slices.DeleteFunc(all, func(e *entry) bool {
		if e.row.Claimant != "" || e.row.Entity != "" || len(e.row.Claims) != 1 {
			return false
		}
		return slices.ContainsFunc(all, func(o *entry) bool {
			return o != e && (o.row.Claimant != "" || o.row.Entity != "") && o.row.Measure == e.row.Measure &&
				equal(o.row.Min, e.row.Min) && equal(o.row.Max, e.row.Max) && slices.ContainsFunc(o.row.Claims, func(id string) bool {
				return f.claims[id] != nil && f.claims[id].Report.ID == e.first.Report.ID
			})
		})
	})
}

func equal(a, b *int) bool { return a == b || a != nil && b != nil && *a == *b }

// countable reports whether figures of a claim are asserted of the matter at
// hand: not hypothesis, plan, threat or history.
func (f *fold) countable(c *sitrep.Claim) bool {
	if c.Modality != "" && c.Modality != sitrep.Happened && c.Modality != sitrep.Attempted {
		return false
	}
	at, ok := f.eventOf[c.ID]
	return ok && (!c.Background || !f.events[at].Background)
}

func (f *fold) entry(c *sitrep.Claim, fig *sitrep.Figure) *entry {
	src := claimant(c)
	ev := &f.events[f.eventOf[c.ID]]
	scope := cmp.Or(fig.Scope, incident)
	e := &entry{src: src, first: c, revises: fig.Revises, row: sitrep.LedgerRow{
		Event: f.occurrence(c, scope), Measure: fig.Measure, Min: fig.Min, Max: fig.Max, Approx: fig.Approx,
		Victims: fig.Victims, Side: fig.Side, Claimant: src.Source, Entity: src.Entity,
		Via: []string{}, Published: c.Report.Published, Scope: scope, Stance: stance(c),
		Subset: fig.Subset, Named: fig.Named, Current: true, Claim: c.ID,
	}}
	if fig.Approx {
		e.point = fig.Best
	}
	e.org = f.voice(c, src)
	if src.Source != "" || src.Entity != "" {
		e.role = f.in.Claimants.Role(src.Source, src.Code)
		e.party = f.party(src)
	} else {
		e.role = "media"
	}
	e.rank = f.in.Claimants.Rank(e.role)
	e.row.Interested = f.interested(e, ev)
	e.row.ID = rowID(e)
	e.carry(c, fig)
	return e
}

// carry adds a claim that repeats the row.
func (e *entry) carry(c *sitrep.Claim, fig *sitrep.Figure) {
	e.revises = e.revises || fig.Revises
	if !slices.Contains(e.row.Claims, c.ID) {
		e.row.Claims = append(e.row.Claims, c.ID)
	}
	if p := cmp.Or(c.Report.Publisher, c.Report.ID); !slices.Contains(e.row.Via, p) {
		e.row.Via = append(e.row.Via, p)
	}
}

// stance is how the claimant relates to the figure; a negated claim denies it.
func stance(c *sitrep.Claim) sitrep.Stance {
	src := claimant(c)
	if c.Polarity == sitrep.Negated {
		return sitrep.Denies
	}
	return cmp.Or(src.Stance, sitrep.Says)
}

// voice is one string for all that one claimant says: its id, its name, or for a
// report's own voice the text it copies.
func (f *fold) voice(c *sitrep.Claim, src sitrep.Source) string {
	switch {
	case src.Entity != "":
		return "e:" + src.Entity
	case event.FoldName(src.Source) != "":
		return "n:" + event.FoldName(src.Source)
	}
	return "o:" + f.lin.Of(c.Report.ID)
}

// occurrence is the event a figure counts for. A total that a sentence about one
// incident gives by the way goes to the campaign, if there is just one.
func (f *fold) occurrence(c *sitrep.Claim, scope string) string {
	own := &f.events[f.eventOf[c.ID]]
	if scope != cumulative || f.campaign(own) {
		return own.ID
	}
	return cmp.Or(f.theCampaign, own.ID)
}

// onlyCampaign is the id of the one event that stands for a campaign, "" when
// there is none or more than one.
func (f *fold) onlyCampaign() string {
	found := ""
	for i := range f.events {
		if ev := &f.events[i]; ev.Polarity == sitrep.Affirmed && f.campaign(ev) {
			if found != "" {
				return ""
			}
			found = ev.ID
		}
	}
	return found
}

// campaign reports whether an event stands for totals over more than one event.
func (f *fold) campaign(ev *sitrep.Event) bool {
	c := f.claims[ev.Claims[0]]
	for _, fig := range c.Figures {
		if fig.Scope != cumulative && !fig.Subset {
			return false
		}
	}
	return slices.ContainsFunc(c.Figures, func(fig sitrep.Figure) bool { return fig.Scope == cumulative })
}

// interested reports whether a party counts the harm it is accused of, or the
// losses that it says it inflicted on its enemy. Its own losses are no such count.
func (f *fold) interested(e *entry, ev *sitrep.Event) bool {
	if e.src.Source == "" && e.src.Entity == "" {
		return false
	}
	own := func(list []sitrep.Actor) bool {
		return slices.ContainsFunc(list, func(a sitrep.Actor) bool { return belongs(e.src, &a) })
	}
	if e.row.Side != "" {
		for i := range f.fighter {
			if a := &f.fighter[i]; f.named(e.row.Side, a) {
				return !belongs(e.src, a) && own(f.fighter)
			}
		}
		if e.src.Entity != "" {
			for name := range f.names[e.src.Entity] {
				if hasWords(event.FoldName(e.row.Side), name) {
					return false
				}
			}
		}
	}
	return own(ev.Actors) && !own(ev.Recipients)
}

func rowID(e *entry) string {
	r := &e.row
	key := fmt.Sprintf("%s\x00%s\x00%s\x00%s\x00%s\x00%s\x00%s\x00%s\x00%t\x00%t", r.Event, e.org, r.Measure, bound(r.Min), bound(r.Max),
		class(r.Victims), event.FoldName(r.Side), r.Scope, r.Stance == sitrep.Denies, r.Subset)
	sum := sha256.Sum256([]byte(key))
	return "l_" + hex.EncodeToString(sum[:8])
}

func bound(n *int) string {
	if n == nil {
		return "open"
	}
	return fmt.Sprint(*n)
}

// class is the class of victims, "" for people without further word.
func class(victims string) string {
	if victims == "unknown" {
		return ""
	}
	return victims
}

func equalBounds(a, b *sitrep.LedgerRow) bool {
	return bound(a.Min) == bound(b.Min) && bound(a.Max) == bound(b.Max)
}

// supersede marks rows that their claimant replaced by a newer figure of the
// same scope. In one report only an explicit revision replaces.
func (f *fold) supersede(all []*entry) {
	rivalling := map[string][]*entry{}
	for _, e := range all {
		if e.row.Stance == sitrep.Denies || e.row.Subset {
			continue
		}
		key := strings.Join([]string{e.row.Event, e.row.Measure, e.row.Scope, class(e.row.Victims), event.FoldName(e.row.Side)}, "\x00")
		for _, old := range rivalling[key] {
			replace(old, e)
		}
		rivalling[key] = append(rivalling[key], e)
	}
}

// replace decides between two rows that count one thing, old printed first or in
// the same report.
func replace(old, e *entry) {
	if !old.row.Current || equalBounds(&old.row, &e.row) || old.org != e.org && !(e.revises && sameOrganisation(old.src, e.src)) {
		return
	}
	newer := old.row.Published.Compare(e.row.Published)
	switch {
	case newer < 0, newer == 0 && e.revises && !old.revises:
		old.row.Current, e.row.Supersedes = false, old.row.ID
	case newer == 0 && old.revises && !e.revises:
		e.row.Current, old.row.Supersedes = false, cmp.Or(old.row.Supersedes, e.row.ID)
	}
}

// sameOrganisation reports whether one source is a part of the other.
func sameOrganisation(a, b sitrep.Source) bool {
	if a.Code == "" || b.Code == "" {
		return false
	}
	short, long := a.Code, b.Code
	if len(short) > len(long) {
		short, long = long, short
	}
	return a.Country == b.Country && len(long) >= len(short) && long[:len(short)] == short
}

// linkDenials points each denial at the row that it denies. A claimant who
// denies its own row takes it back.
func (f *fold) linkDenials(all []*entry) {
	for _, d := range all {
		if d.row.Stance != sitrep.Denies {
			continue
		}
		d.row.Current = false
		for _, e := range all {
			if e == d || e.row.Stance == sitrep.Denies || e.row.Measure != d.row.Measure || !equalBounds(&e.row, &d.row) {
				continue
			}
			d.row.Denies, d.row.Event = e.row.ID, e.row.Event
			if e.org == d.org && e.row.Published.Compare(d.row.Published) < 0 {
				e.row.Current, e.retract = false, true
			}
			break
		}
	}
}

// records are the public rows in order of publication, then of id.
func (f *fold) records() []sitrep.LedgerRow {
	out := make([]sitrep.LedgerRow, len(f.ledger))
	for i, e := range f.ledger {
		out[i] = e.row
	}
	slices.SortStableFunc(out, func(a, b sitrep.LedgerRow) int {
		return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.Event, b.Event),
			cmp.Compare(a.Measure, b.Measure), cmp.Compare(a.ID, b.ID))
	})
	return out
}
