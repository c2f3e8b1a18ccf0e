package situation

import (
	"cmp"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
)

// hasWords reports whether part, of three letters or more, stands in whole as
// whole words; both are folded.
func hasWords(whole, part string) bool {
	return len(part) >= 3 && strings.Contains(" "+whole+" ", " "+part+" ")
}

// holderKey is how an actor stands in relations, control and steps: its id, else its name.
func holderKey(a *sitrep.Actor) string { return cmp.Or(a.Entity, a.Name) }

// learnNames collects the names under which claims mention each entity, and who
// takes part in fighting.
func (f *fold) learnNames() {
	f.names, f.display = map[string]map[string]bool{}, map[string]string{}
	seen := map[string]bool{}
	for _, c := range f.order {
		for _, list := range [][]sitrep.Actor{c.Actors, c.Recipients} {
			for i := range list {
				a := &list[i]
				f.show(a.Entity, a.Name)
				if s := a.Span; a.Entity != "" && s.Start >= 0 && s.End <= len(c.Report.Text) && !s.Empty() {
					f.learn(a.Entity, c.Report.Text[s.Start:s.End])
				}
				if c.Quad == 4 && c.Modality == sitrep.Happened && !seen[holderKey(a)] {
					seen[holderKey(a)] = true
					f.fighter = append(f.fighter, *a)
				}
			}
		}
		for _, src := range c.Sources {
			f.show(src.Entity, src.Source)
		}
		if c.Control != nil {
			f.show(c.Control.Holder.Entity, c.Control.Holder.Name)
		}
		if c.Step != nil && c.Step.By != nil {
			f.show(c.Step.By.Entity, c.Step.By.Name)
		}
		if c.Control != nil && !seen[holderKey(&c.Control.Holder)] {
			seen[holderKey(&c.Control.Holder)] = true
			f.fighter = append(f.fighter, c.Control.Holder)
		}
	}
}

// show learns a canonical name, the first of which is shown for the entity.
func (f *fold) show(entity, name string) {
	if entity != "" && f.display[entity] == "" {
		f.display[entity] = name
	}
	f.learn(entity, name)
}

// name is a readable name for an entity id; the id itself when none is known.
func (f *fold) name(entity string) string { return cmp.Or(f.display[entity], entity) }

func (f *fold) learn(entity, name string) {
	if name = event.FoldName(name); entity == "" || name == "" || len(name) > 80 {
		return
	}
	if f.names[entity] == nil {
		f.names[entity] = map[string]bool{}
	}
	f.names[entity][name] = true
}

// sameActor reports whether two mentions are one actor, or two names of one side
// (a leader and his force share a code).
func sameActor(a, b *sitrep.Actor) bool {
	if a.Entity != "" && a.Entity == b.Entity {
		return true
	}
	x, y := event.FoldName(a.Name), event.FoldName(b.Name)
	if x != "" && (x == y || hasWords(x, y) || hasWords(y, x)) && (a.Entity == "" || b.Entity == "") {
		return true
	}
	return len(a.Code) > 3 && a.Code == b.Code
}

// belongs reports whether a source speaks for an actor: it is the actor, or its
// code begins with the actor's country and sector.
func belongs(src sitrep.Source, a *sitrep.Actor) bool {
	if src.Entity != "" && src.Entity == a.Entity {
		return true
	}
	x, y := event.FoldName(src.Source), event.FoldName(a.Name)
	if x != "" && y != "" && (x == y || hasWords(x, y)) {
		return true
	}
	return len(src.Code) >= 6 && len(a.Code) >= 6 && src.Code[:6] == a.Code[:6]
}

// named reports whether words ("rebel soldiers") name an actor, by any name that
// the reports use for it.
func (f *fold) named(words string, a *sitrep.Actor) bool {
	words = event.FoldName(words)
	if words == "" {
		return false
	}
	if hasWords(words, event.FoldName(a.Name)) || words == event.FoldName(a.Name) {
		return true
	}
	for name := range f.names[a.Entity] {
		if a.Entity != "" && hasWords(words, name) {
			return true
		}
	}
	return false
}

// party reports whether a source belongs to somebody who takes part in fighting.
func (f *fold) party(src sitrep.Source) bool {
	for i := range f.fighter {
		if belongs(src, &f.fighter[i]) {
			return true
		}
	}
	return false
}

// claimant is who a claim goes back to; the zero Source is the report's own voice.
func claimant(c *sitrep.Claim) sitrep.Source {
	src, _ := event.Claimant(c)
	return src
}

// day is the day a time begins, "" when unknown.
func day(t *sitrep.ClaimTime) string {
	if t == nil || len(t.Start) < 10 {
		return ""
	}
	return t.Start[:10]
}

// printedDay is the day a claim was published, "" when unknown.
func printedDay(c *sitrep.Claim) string {
	if c.Report.Published.IsZero() {
		return ""
	}
	return c.Report.Published.Time.UTC().Format("2006-01-02")
}
