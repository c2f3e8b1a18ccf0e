package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// parts are the events of a situation by the section in which they are told.
type parts struct{ deeds, talk, ahead, denied, history []*sitrep.Event }

// sections builds the parts of the page in the order a reader needs them.
func (b *builder) sections() {
	p := b.sort()
	deeds, talk, ahead, denied, history := b.stories(p.deeds), b.stories(p.talk), b.stories(p.ahead), b.stories(p.denied), b.stories(p.history)
	processes, tolls := b.processLines(), b.casualties()
	b.add("Bottom line", "", 0, b.bottomLine(deeds, talk))
	b.add("What happened", "", b.share(12), b.lines(deeds))
	b.add("Demands, positions and talks", "What was said, asked for or agreed; not what came of it.", b.share(10), b.lines(talk))
	b.add("Councils and their texts", "", b.share(6), processes)
	b.add("Casualties and other counts, by claimant", "Each claimant in a row of its own, newest first; nothing is added up.", b.share(8), tolls)
	b.add("Parties and alignments", "", 0, b.relationLines())
	b.add("Who holds what", "Assessed: conceded by the losing side, or told by two independent texts. Claimed: the word of one side or one report.", 0, b.controlLines())
	b.add("Planned, offered and threatened", "Has not happened.", b.share(8), b.lines(ahead))
	b.add("Denied", "", b.share(6), b.lines(denied))
	b.add("Unclear", "", b.share(6), b.unclearLines())
	b.changes()
	b.add("Background", "Told as history.", b.share(4), b.lines(history))
}

// sort gives each event its section. What is told elsewhere on the page, in the
// line of an act or in a procedure, is left out.
func (b *builder) sort() (p parts) {
	b.learnSpoken()
	for _, ev := range b.ranked() {
		modality := cmp.Or(ev.Modality, sitrep.Happened)
		switch {
		case ev.Type == "" || b.total(ev) || b.spoken[ev.ID]:
		case ev.Background:
			p.history = append(p.history, ev)
		case modality == sitrep.Demanded:
			p.talk = append(p.talk, ev)
		case ev.Polarity == sitrep.Negated && modality == sitrep.Hypothetical:
			// a condition that is not to come about tells nothing
		case ev.Polarity == sitrep.Negated && (modality == sitrep.Offered || modality == sitrep.Threatened):
			p.ahead = append(p.ahead, ev)
		case ev.Polarity == sitrep.Negated:
			p.denied = append(p.denied, ev)
		case modality == sitrep.Unclear:
		case modality != sitrep.Happened && modality != sitrep.Attempted, b.looksAhead(ev):
			p.ahead = append(p.ahead, ev)
		case b.verbal(ev):
			p.talk = append(p.talk, ev)
		default:
			p.deeds = append(p.deeds, ev)
		}
	}
	return p
}

// looksAhead reports whether an act of speech threatens or promises something.
func (b *builder) looksAhead(ev *sitrep.Event) bool {
	about := b.events[ev.About]
	return about != nil && about.ID != ev.ID && b.verbal(ev) && (about.Modality == sitrep.Threatened || b.promise(ev, about))
}

// learnSpoken finds the events that the line of an act tells: what did not
// happen, and what only its own sentence names and without any party; and the
// acts that a procedure tells.
func (b *builder) learnSpoken() {
	b.procedural()
	b.bareStatements()
	for i := range b.s.Events {
		ev := &b.s.Events[i]
		about := b.events[ev.About]
		if about == nil || about.ID == ev.ID || ev.Background || wayNotDone(ev) != "" {
			continue
		}
		if _, ok := b.content(ev, about); !ok && about.Type != ev.Type {
			continue
		}
		if wayNotDone(about) != "" || b.vague(about) && b.sameSentences(about, ev) {
			b.spoken[about.ID] = true
		}
	}
}

// bareStatements finds the acts that only say that somebody spoke, in sentences
// of which another line tells what was said.
func (b *builder) bareStatements() {
	told := map[int]bool{}
	bare := func(ev *sitrep.Event) bool {
		if b.quad(ev) != 0 || len(ev.Figures) > 0 {
			return false
		}
		about := b.events[ev.About]
		if about == nil {
			return true
		}
		_, ok := b.content(ev, about)
		return !ok
	}
	for i := range b.s.Events {
		if ev := &b.s.Events[i]; ev.Type != "" && !bare(ev) {
			for _, id := range ev.Claims {
				told[b.note(id)] = true
			}
		}
	}
	for i := range b.s.Events {
		ev := &b.s.Events[i]
		if ev.Type != "" && bare(ev) && !slices.ContainsFunc(ev.Claims, func(id string) bool { return !told[b.note(id)] }) {
			b.spoken[ev.ID] = true
		}
	}
}

// vague reports whether an event names nobody and counts nothing.
func (b *builder) vague(ev *sitrep.Event) bool {
	return len(ev.Figures) == 0 && b.list(ev.Actors) == "" && b.list(ev.Recipients) == ""
}

// sameSentences reports whether all claims of an event stand in sentences of another.
func (b *builder) sameSentences(ev, other *sitrep.Event) bool {
	in := map[int]bool{}
	for _, id := range other.Claims {
		in[b.note(id)] = true
	}
	return !slices.ContainsFunc(ev.Claims, func(id string) bool { return !in[b.note(id)] })
}

// procedural finds the acts that a procedure tells: all their claims are steps.
func (b *builder) procedural() {
	steps := map[string]bool{}
	for i := range b.s.Processes {
		for _, st := range b.s.Processes[i].Steps {
			for _, id := range st.Claims {
				steps[id] = true
			}
		}
	}
	for i := range b.s.Events {
		ev := &b.s.Events[i]
		b.spoken[ev.ID] = len(ev.Claims) > 0 && !slices.ContainsFunc(ev.Claims, func(id string) bool { return !steps[id] })
	}
}

// ranked orders events by importance: independent origins, material conflict,
// people harmed, named parties, then the latest first.
func (b *builder) ranked() []*sitrep.Event {
	out := make([]*sitrep.Event, len(b.s.Events))
	weight := make(map[string]int, len(out))
	for i := range b.s.Events {
		ev := &b.s.Events[i]
		out[i], weight[ev.ID] = ev, b.weigh(ev)
	}
	start := func(ev *sitrep.Event) string {
		if ev.Time == nil {
			return ""
		}
		return ev.Time.Start
	}
	slices.SortStableFunc(out, func(x, y *sitrep.Event) int {
		return cmp.Or(cmp.Compare(weight[y.ID], weight[x.ID]), cmp.Compare(start(y), start(x)), cmp.Compare(x.ID, y.ID))
	})
	return out
}

func (b *builder) weigh(ev *sitrep.Event) int {
	w := 3 * ev.Origins
	switch {
	case b.quad(ev) == 4:
		w += 3
	case b.quad(ev) == 0:
		w -= 3
	}
	for i := range ev.Figures {
		if n := value(cmp.Or(ev.Figures[i].Best, ev.Figures[i].Min)); n > 0 {
			w += 1 + len(digits(n))
		}
	}
	for _, known := range []bool{b.list(ev.Actors) != "", b.list(ev.Recipients) != "", ev.Place != nil, ev.Time != nil, b.events[ev.About] != nil} {
		if known {
			w++
		}
	}
	if b.vague(ev) && b.events[ev.About] == nil {
		w -= 3
	}
	return w
}

func value(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// total reports whether an event only stands for totals over a campaign.
func (b *builder) total(ev *sitrep.Event) bool {
	if len(ev.Actors)+len(ev.Recipients) > 0 || len(ev.Claims) == 0 {
		return false
	}
	c := b.s.Claims[ev.Claims[0]]
	return c != nil && slices.ContainsFunc(c.Figures, func(f sitrep.Figure) bool { return f.Scope == "cumulative" }) &&
		!slices.ContainsFunc(c.Figures, func(f sitrep.Figure) bool { return f.Scope != "cumulative" && !f.Subset })
}

func (b *builder) relationLines() []Line {
	var out []Line
	words := map[string]string{"allied": "is allied with", "member-of": "belongs to", "supports": "supports", "hostile": "is at war with",
		"recognizes": "recognises", "opposes": "opposes", "ceasefire": "is in a ceasefire with"}
	tab := &Table{Columns: []string{"who", "relation", "to whom", "when", "according to"}}
	for _, r := range b.s.Relations {
		tab.Rows = append(tab.Rows, Row{Notes: b.cite(r.Claims, 3), Cells: []string{
			b.name(r.From), cmp.Or(words[r.Kind], strings.ReplaceAll(clean(r.Kind), "-", " ")), b.name(r.To), interval(r.Start, r.End), b.claimants(r.Claims)}})
	}
	if len(tab.Rows) > 0 {
		out = append(out, Line{Table: tab})
	}
	if len(b.s.Parties) > 0 {
		var names []string
		for _, p := range b.s.Parties {
			names = append(names, clean(p.Name)+" ("+digits(p.Claims)+")")
		}
		out = append(out, Line{Mark: Mark{"■", "PARTIES", "plain"}, Text: "By number of claims that name them: " + some(names, 10)})
	}
	return out
}

// interval writes the two ends of what held for a time.
func interval(start, end string) string {
	switch {
	case start != "" && end != "":
		return dateText(start) + " to " + dateText(end)
	case start != "":
		return "since " + dateText(start)
	case end != "":
		return "until " + dateText(end)
	}
	return "not said"
}

func (b *builder) controlLines() []Line {
	if len(b.s.Control) == 0 {
		return nil
	}
	tab := &Table{Columns: []string{"place", "holder", "state", "when", "basis", "according to"}}
	for i := range b.s.Control {
		c := &b.s.Control[i]
		tab.Rows = append(tab.Rows, Row{Notes: b.cite(c.Claims, 4), Cells: []string{
			placeText(&c.Place), b.name(c.Holder), controlMark(c).Shape + " " + clean(c.State), interval(c.Start, c.End), clean(c.Basis), b.claimants(c.Claims)}})
	}
	return []Line{{Table: tab}}
}

func controlMark(c *sitrep.Control) Mark {
	switch {
	case c.State == "lost":
		return Mark{"○", "LOST", "talk"}
	case c.Basis != "assessed" || c.State == "contested":
		return Mark{"◐", strings.ToUpper(clean(c.State)), "part"}
	}
	return Mark{"●", strings.ToUpper(clean(c.State)), "happened"}
}

func (b *builder) unclearLines() []Line {
	var out []Line
	for _, o := range b.s.Unclear {
		line := Line{Mark: Mark{"?", "UNCLEAR", "talk"}, Text: quote(o.Text), Notes: b.cite([]string{o.Claim}, 1), ID: o.Claim}
		if c := b.s.Claims[o.Claim]; c != nil {
			line.Where = whenWhere(c.Time, c.Place)
			line.Says = b.claimants([]string{o.Claim})
		}
		out = append(out, line)
	}
	return out
}
