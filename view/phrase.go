package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// sentence says in plain words what an event is. It never says more than that
// somebody spoke when the event is an act of speech.
func (b *builder) sentence(ev *sitrep.Event) string {
	if how := wayNotDone(ev); how != "" {
		return upperFirst(b.notDone(ev, how, b.sources(ev)))
	}
	about := b.events[ev.About]
	if about == nil || about.ID == ev.ID {
		return upperFirst(b.withFigures(ev, b.fill(ev, string(sitrep.Happened), "")))
	}
	if text, ok := b.content(ev, about); ok {
		return upperFirst(text)
	}
	return upperFirst(b.withFigures(ev, b.fill(ev, string(sitrep.Happened), "")))
}

// wayNotDone is the modality of the rows that tell of a deed which did not
// happen or is not known to have, "" for one that did.
func wayNotDone(ev *sitrep.Event) string {
	modality := cmp.Or(ev.Modality, sitrep.Happened)
	switch {
	case ev.Polarity != sitrep.Negated && modality == sitrep.Happened:
		return ""
	case ev.Polarity != sitrep.Negated:
		return string(modality)
	case modality != sitrep.Happened:
		return "not-" + string(modality)
	case isDenied(ev):
		return "denied"
	}
	return "negated"
}

func isDenied(ev *sitrep.Event) bool {
	return slices.ContainsFunc(ev.Sources, func(s sitrep.Source) bool { return s.Stance == sitrep.Denies })
}

// content words an act of speech together with the deed it speaks of; false
// when no row says how, and the deed is then told in a line of its own.
func (b *builder) content(ev, about *sitrep.Event) (string, bool) {
	how := wayNotDone(about)
	if how != "" && b.promise(ev, about) {
		return b.notDone(about, how, b.list(ev.Actors)), true
	}
	row := knowledge.ContentModality
	switch {
	case how == "":
		row = knowledge.MatterModality
	case about.Polarity == sitrep.Negated:
		row = knowledge.UndoneModality
	}
	if _, ok := b.opt.Phrases.Find(ev.Type, ev.Modes, row); !ok {
		return "", false
	}
	told := *about
	told.Actors = without(about.Actors, ev.Recipients)
	if how != "" { // who asks for, threatens or refuses a deed is named already
		told.Actors = without(told.Actors, ev.Actors)
	}
	return b.fill(ev, row, b.noun(&told)), true
}

// promise reports whether an act of cooperation in words says what its actors
// will do or offer.
func (b *builder) promise(ev, about *sitrep.Event) bool {
	q := b.quad(ev)
	return (q == 0 || q == 1) && about.Polarity != sitrep.Negated && len(ev.Actors) > 0 &&
		(about.Modality == sitrep.Planned || about.Modality == sitrep.Offered || about.Modality == sitrep.Threatened)
}

// without gives the actors of a list that another does not name.
func without(list, other []sitrep.Actor) []sitrep.Actor {
	return slices.DeleteFunc(slices.Clone(list), func(a sitrep.Actor) bool { return shared([]sitrep.Actor{a}, other) })
}

// notDone words a deed that is demanded, planned, denied and so on, by whom if known.
func (b *builder) notDone(ev *sitrep.Event, how, who string) string {
	row, ok := b.opt.Phrases.Find(knowledge.AnyType, nil, how)
	if !ok {
		return how + ": " + b.noun(ev)
	}
	if who == "" {
		return strings.ReplaceAll(row.None, "{N}", b.noun(ev))
	}
	own := *ev
	own.Actors = slices.DeleteFunc(slices.Clone(ev.Actors), func(a sitrep.Actor) bool {
		return strings.HasPrefix(foldedThe(who)+" ", foldedThe(clean(a.Name))+" ")
	})
	text := row.Both
	if len(own.Actors) < len(ev.Actors) && row.Actor != "" {
		text = row.Actor
	}
	return strings.NewReplacer("{N}", b.noun(&own), "{S}", who).Replace(text)
}

// foldedThe is a name without a leading article, in lower case.
func foldedThe(name string) string { return strings.TrimPrefix(strings.ToLower(name), "the ") }

// sources names who is behind a claim of something that did not happen; of a
// chain of sources the innermost.
func (b *builder) sources(ev *sitrep.Event) string {
	for _, src := range ev.Sources {
		if who := clean(cmp.Or(src.Source, b.names[src.Entity])); who != "" {
			return shorten(who, 120)
		}
	}
	return ""
}

// noun is the noun phrase of an event: "an air strike by X on Y".
func (b *builder) noun(ev *sitrep.Event) string { return b.fill(ev, knowledge.NounModality, "") }

// fill takes the row of an event for a modality and puts in the names, and noun for {N}.
func (b *builder) fill(ev *sitrep.Event, modality, noun string) string {
	a, r := b.list(ev.Actors), b.list(ev.Recipients)
	row, ok := b.opt.Phrases.Find(ev.Type, ev.Modes, modality)
	if !ok {
		return strings.Join(strings.Fields(fmt.Sprint(a, " ", strings.ToLower(ev.Type), " ", strings.Join(ev.Modes, " "), " ", r, " ", noun)), " ")
	}
	text := row.None
	switch {
	case a != "" && r != "":
		text = row.Both
	case a != "":
		text = row.Actor
	case r != "":
		text = row.Recipient
	}
	return strings.NewReplacer("{A}", a, "{R}", r, "{N}", noun).Replace(text)
}

// list names parties, "X, Y and Z": each once, without words that name nobody,
// four at most.
func (b *builder) list(actors []sitrep.Actor) string {
	var names, ids []string
	for i := range actors {
		a := &actors[i]
		name := shorten(clean(a.Name), 120)
		if name == "" || slices.Contains(names, name) || a.Entity != "" && slices.Contains(ids, a.Entity) ||
			a.Entity == "" && b.opt.Phrases.Nobody(name) {
			continue
		}
		names, ids = append(names, name), append(ids, a.Entity)
	}
	const most = 4
	if n := len(names) - most; n > 0 {
		names = append(names[:most], fmt.Sprintf("%d more", n))
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// withFigures puts the people harmed before the deed and other counts behind it.
// A figure that only named sources give carries their names where a report
// tells the deed in its own voice.
func (b *builder) withFigures(ev *sitrep.Event, text string) string {
	var harmed, rest []string
	last := ""
	for _, m := range figureMeasures(ev.Figures) {
		for _, f := range ev.Figures {
			switch {
			case f.Measure != m || nothing(&f):
			case harm(m) && !b.verbal(ev):
				who := ""
				if names, own, _ := b.behind(f.Claims, nil); len(own) == 0 && !b.onlyClaimed(ev) {
					who = some(names, 2)
				}
				if who != last {
					harmed = closeGroup(harmed, last)
				}
				harmed, last = append(harmed, b.spanText(ev.ID, &f)), who
			default:
				rest = append(rest, b.spanText(ev.ID, &f))
			}
		}
	}
	if harmed = closeGroup(harmed, last); len(harmed) > 0 {
		text = strings.Join(harmed, ", ") + " in " + b.noun(ev)
	}
	if len(rest) > 0 {
		text += "; " + strings.Join(rest, ", ")
	}
	return text
}

func figureMeasures(figures []sitrep.EventFigure) []string {
	var out []string
	for i := range figures {
		out = appendNew(out, figures[i].Measure)
	}
	return inOrder(out)
}

// harm reports whether a measure counts people hurt in the event itself.
func harm(measure string) bool {
	return measure == "killed" || measure == "injured" || measure == "casualties" || measure == "missing"
}

// upperFirst writes the first letter as a capital.
func upperFirst(s string) string {
	for i, r := range s {
		return s[:i] + string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}
