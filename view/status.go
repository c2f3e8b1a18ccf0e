package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// mark is the status of an event.
func (b *builder) mark(ev *sitrep.Event) Mark {
	switch {
	case ev.Modality == sitrep.Offered, ev.Modality == sitrep.Threatened:
		return unreal(ev.Modality)
	case ev.Polarity == sitrep.Negated && isDenied(ev):
		return Mark{"✗", "DENIED", "denied"}
	case ev.Polarity == sitrep.Negated:
		return Mark{"✗", "NOT SO", "denied"}
	case ev.Background:
		return Mark{"■", "HISTORY", "plain"}
	case ev.Modality == sitrep.Attempted:
		return Mark{"◐", "ATTEMPTED", "part"}
	case cmp.Or(ev.Modality, sitrep.Happened) != sitrep.Happened:
		return unreal(ev.Modality)
	case b.contested(ev):
		return Mark{"◐", "CONTESTED", "part"}
	case b.verbal(ev):
		return b.actMark(ev)
	case b.onlyClaimed(ev) && b.onlyAccused(ev):
		return Mark{"◐", "ALLEGED", "part"}
	case ev.Origins < 2 && b.onlyClaimed(ev):
		return Mark{"◐", "CLAIMED", "part"}
	}
	return Mark{"●", "OCCURRED", "happened"}
}

// unreal is the mark of what has not happened.
func unreal(m sitrep.Modality) Mark {
	word := strings.ToUpper(string(m))
	switch m {
	case sitrep.Hypothetical:
		word = "POSSIBLE"
	case sitrep.Unclear:
		return Mark{"?", word, "talk"}
	}
	return Mark{"○", word, "talk"}
}

// actMark is the status of an act of speech: by the word of its type, or by what
// it promises.
func (b *builder) actMark(ev *sitrep.Event) Mark {
	if about := b.events[ev.About]; about != nil && b.promise(ev, about) {
		return unreal(about.Modality)
	}
	word := "SAID"
	if row, ok := b.opt.Phrases.Find(ev.Type, ev.Modes, knowledge.WordModality); ok {
		word = row.None
	}
	if b.quad(ev) == 1 {
		return Mark{"●", word, "happened"}
	}
	return Mark{"○", word, "talk"}
}

// quad is PLOVER's quad class of an event, from its first claim of its type.
func (b *builder) quad(ev *sitrep.Event) int {
	for _, id := range ev.Claims {
		if c := b.s.Claims[id]; c != nil && c.Type == ev.Type {
			return c.Quad
		}
	}
	return 0
}

// verbal reports whether an event is an act of speech, not a deed.
func (b *builder) verbal(ev *sitrep.Event) bool { q := b.quad(ev); return q == 0 || q == 1 || q == 3 }

// contested reports whether somebody denies the event.
func (b *builder) contested(ev *sitrep.Event) bool {
	if b.denials == nil {
		b.denials = map[string][]*sitrep.Event{}
		for i := range b.s.Events {
			o := &b.s.Events[i]
			if o.Polarity != sitrep.Negated || cmp.Or(o.Modality, sitrep.Happened) != sitrep.Happened {
				continue
			}
			b.denials[o.About] = append(b.denials[o.About], o)
			if o.Place != nil {
				key := o.Type + "\x00" + o.Place.Name
				b.denials[key] = append(b.denials[key], o)
			}
		}
	}
	if len(b.denials[ev.ID]) > 0 {
		return true
	}
	return ev.Place != nil && slices.ContainsFunc(b.denials[ev.Type+"\x00"+ev.Place.Name], func(o *sitrep.Event) bool { return shared(o.Actors, ev.Actors) })
}

// shared reports whether two lists name an actor in common.
func shared(a, b []sitrep.Actor) bool {
	for i := range a {
		for j := range b {
			if a[i].Entity != "" && a[i].Entity == b[j].Entity || a[i].Name == b[j].Name {
				return true
			}
		}
	}
	return false
}

// onlyClaimed reports whether no report tells the event in its own voice.
func (b *builder) onlyClaimed(ev *sitrep.Event) bool {
	for _, id := range ev.Claims {
		if c := b.s.Claims[id]; c != nil && len(c.Sources) == 0 {
			return false
		}
	}
	return true
}

// onlyAccused reports whether every claim is an accusation.
func (b *builder) onlyAccused(ev *sitrep.Event) bool {
	for _, id := range ev.Claims {
		if c := b.s.Claims[id]; c != nil && !slices.ContainsFunc(c.Sources, func(s sitrep.Source) bool { return s.Stance == sitrep.Accuses }) {
			return false
		}
	}
	return len(ev.Claims) > 0
}

// says names the claimants, then the outlets, then counts reports and origins.
func (b *builder) says(ev *sitrep.Event) string {
	who, own, outlets := b.behind(b.deedClaims(ev), ev)
	var parts []string
	if len(who) > 0 {
		parts = append(parts, "according to "+some(who, 4))
	}
	if len(own) > 0 {
		parts = append(parts, "told by "+some(own, 3))
	} else if len(who) > 0 && len(outlets) > 0 {
		parts[0] += ", in " + some(outlets, 2)
	}
	text := strings.Join(parts, "; ")
	if len(ev.Reports) > 1 {
		text += fmt.Sprintf(" · %s, %s", count(len(ev.Reports), "report"), count(ev.Origins, "independent text"))
	}
	return strings.TrimPrefix(text, " · ")
}

// deedClaims are the claims of an event that tell the deed; who only counts its
// victims has a row among the casualties.
func (b *builder) deedClaims(ev *sitrep.Event) []string {
	if ev.Type == "" {
		return ev.Claims
	}
	told := slices.DeleteFunc(slices.Clone(ev.Claims), func(id string) bool {
		c := b.s.Claims[id]
		return c != nil && c.Type == ""
	})
	if len(told) == 0 {
		return ev.Claims
	}
	return told
}

// claimants says who is behind a list of claims and in which outlets.
func (b *builder) claimants(claims []string) string {
	who, own, outlets := b.behind(claims, nil)
	for i := range own {
		who = appendNew(who, own[i])
	}
	if len(own) > 0 || len(outlets) == 0 {
		return some(who, 4)
	}
	return some(who, 4) + ", in " + some(outlets, 2)
}

// behind lists the sources that claims name, the outlets that tell them in their
// own voice, and all outlets. A source who is the only actor of an act of speech
// needs no naming twice.
func (b *builder) behind(claims []string, ev *sitrep.Event) (who, own, outlets []string) {
	speaker := func(src *sitrep.Source) bool {
		if ev != nil && wayNotDone(ev) != "" && clean(cmp.Or(src.Source, b.names[src.Entity])) == b.sources(ev) {
			return true // named in the sentence
		}
		return ev != nil && b.verbal(ev) && slices.ContainsFunc(ev.Actors, func(a sitrep.Actor) bool {
			return a.Entity != "" && a.Entity == src.Entity || foldedThe(a.Name) == foldedThe(src.Source)
		})
	}
	var seen []string
	for _, id := range claims {
		c := b.s.Claims[id]
		if c == nil {
			continue
		}
		outlet := shorten(clean(cmp.Or(c.Report.Publisher, c.Report.ID)), 80)
		outlets = appendNew(outlets, outlet)
		named := 0
		for k := range c.Sources {
			src := &c.Sources[k]
			if speaker(src) {
				continue
			}
			named++
			text := shorten(clean(cmp.Or(src.Source, b.names[src.Entity], "an unnamed source")), 120)
			switch src.Stance {
			case sitrep.Denies, sitrep.Claims, sitrep.Confirms, sitrep.Estimates:
				text += " (" + string(src.Stance) + ")"
			}
			if name := foldedThe(clean(cmp.Or(src.Source, b.names[src.Entity]))); !slices.Contains(seen, name) || name == "" {
				seen, who = append(seen, name), appendNew(who, text)
			}
		}
		if named == 0 {
			own = appendNew(own, outlet)
		}
	}
	return who, own, outlets
}

// some joins names and says how many more there are than limit. Names that have
// commas of their own are kept apart by semicolons.
func some(names []string, limit int) string {
	if n := len(names) - limit; n > 0 {
		names = append(slices.Clone(names[:limit]), fmt.Sprintf("%d more", n))
	}
	if slices.ContainsFunc(names, func(s string) bool { return strings.Contains(s, ", ") }) {
		return strings.Join(names, "; ")
	}
	return strings.Join(names, ", ")
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
