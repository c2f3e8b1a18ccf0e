package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// sections builds the parts of the page in the order a reader needs them.
func (b *builder) sections() {
	b.spoken = map[string]bool{}
	var deeds, talk, ahead, denied, history []*sitrep.Event
	for _, ev := range b.ranked() {
		switch {
		case ev.Type == "" || b.total(ev):
		case ev.Background:
			history = append(history, ev)
		case ev.Polarity == sitrep.Negated:
			denied = append(denied, ev)
		case ev.Modality == sitrep.Demanded:
			talk = append(talk, ev)
		case ev.Modality == sitrep.Happened || ev.Modality == sitrep.Attempted:
			if b.verbal(ev) {
				talk = append(talk, ev)
			} else {
				deeds = append(deeds, ev)
			}
		case ev.Modality == sitrep.Unclear:
		default:
			ahead = append(ahead, ev)
		}
	}
	bottom := len(b.page.Sections)
	b.add("What happened", "", b.eventLines(deeds))
	b.add("Demands and positions", "Said, not done.", b.eventLines(talk))
	b.add("Councils and their texts", "", b.processLines())
	b.casualties()
	b.add("Parties and alignments", "", b.relationLines())
	b.add("Who holds what", "Assessed: conceded by the losing side, or told by two independent origins. Claimed: the word of one side.", b.controlLines())
	b.add("Planned and threatened", "Has not happened.", b.eventLines(ahead))
	b.add("Denied", "", b.eventLines(denied))
	b.add("Unclear", "", b.unclearLines())
	b.add("What changed", "Last published first.", b.changeLines())
	b.add("Background", "Told as history.", b.eventLines(history))
	b.bottomLine(bottom, deeds)
}

// ranked orders events by importance: independent origins, material conflict,
// people harmed, then the latest first.
func (b *builder) ranked() []*sitrep.Event {
	out := make([]*sitrep.Event, len(b.s.Events))
	for i := range b.s.Events {
		out[i] = &b.s.Events[i]
	}
	weigh := func(ev *sitrep.Event) int {
		w := 3 * ev.Origins
		if b.quad(ev) == 4 {
			w += 3
		}
		for _, f := range ev.Figures {
			if n := value(cmp.Or(f.Best, f.Min)); n > 0 {
				w += 1 + len(fmt.Sprint(n))
			}
		}
		return w
	}
	start := func(ev *sitrep.Event) string {
		if ev.Time == nil {
			return ""
		}
		return ev.Time.Start
	}
	slices.SortStableFunc(out, func(x, y *sitrep.Event) int {
		return cmp.Or(cmp.Compare(weigh(y), weigh(x)), cmp.Compare(start(y), start(x)), cmp.Compare(x.ID, y.ID))
	})
	return out
}

func value(n *int) int {
	if n == nil {
		return 0
	}
	return *n
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

func (b *builder) verbal(ev *sitrep.Event) bool { q := b.quad(ev); return q == 0 || q == 1 || q == 3 }

// total reports whether an event only stands for totals over a campaign.
func (b *builder) total(ev *sitrep.Event) bool {
	if len(ev.Actors)+len(ev.Recipients) > 0 || len(ev.Claims) == 0 {
		return false
	}
	c := b.s.Claims[ev.Claims[0]]
	return c != nil && slices.ContainsFunc(c.Figures, func(f sitrep.Figure) bool { return f.Scope == "cumulative" }) &&
		!slices.ContainsFunc(c.Figures, func(f sitrep.Figure) bool { return f.Scope != "cumulative" && !f.Subset })
}

// eventLines writes events; what an act speaks of is told in the line of the act.
func (b *builder) eventLines(evs []*sitrep.Event) []Line {
	var out []Line
	for _, ev := range evs {
		if about := b.events[ev.About]; about != nil && about.Polarity == sitrep.Affirmed && about.Modality != sitrep.Happened {
			b.spoken[about.ID] = true
		}
	}
	for _, ev := range evs {
		if !b.spoken[ev.ID] {
			out = append(out, b.eventLine(ev))
		}
	}
	return out
}

func (b *builder) eventLine(ev *sitrep.Event) Line {
	line := Line{Mark: b.mark(ev), Text: b.sentence(ev), Where: whenWhere(ev.Time, ev.Place), ID: ev.ID, Says: b.says(ev)}
	for _, f := range ev.Figures {
		line.Detail = append(line.Detail, figureText(f)+" (see Casualties)")
	}
	if c := b.firstClaim(ev); c != nil {
		line.Quote = quote(c.Quote)
		line.Notes = b.cite(append([]string{c.ID}, ev.Claims...), 4)
	}
	return line
}

// firstClaim is the claim to quote: of the event's type, a claim in a report's
// own voice before one of a source, else the first.
func (b *builder) firstClaim(ev *sitrep.Event) *sitrep.Claim {
	var found *sitrep.Claim
	for _, id := range ev.Claims {
		c := b.s.Claims[id]
		if c == nil {
			continue
		}
		if found == nil || found.Type != ev.Type && c.Type == ev.Type {
			found = c
		}
	}
	return found
}

// says names the claimants and counts reports and origins.
func (b *builder) says(ev *sitrep.Event) string {
	var who, own []string
	for _, id := range ev.Claims {
		c := b.s.Claims[id]
		if c == nil {
			continue
		}
		if len(c.Sources) == 0 {
			own = appendNew(own, clean(cmp.Or(c.Report.Publisher, c.Report.ID)))
		}
		for _, src := range c.Sources {
			text := clean(cmp.Or(src.Source, b.names[src.Entity], "an unnamed source"))
			if src.Stance == sitrep.Denies || src.Stance == sitrep.Claims {
				text += " (" + string(src.Stance) + ")"
			}
			who = appendNew(who, text)
		}
	}
	var parts []string
	if len(own) > 0 {
		parts = append(parts, "told by "+some(own, 3))
	}
	if len(who) > 0 {
		parts = append(parts, "according to "+some(who, 5))
	}
	return fmt.Sprintf("%s · %s, %s", strings.Join(parts, "; "), count(len(ev.Reports), "report"), count(ev.Origins, "origin"))
}

// some joins names and says how many more there are than limit.
func some(names []string, limit int) string {
	if n := len(names) - limit; n > 0 {
		names = append(slices.Clone(names[:limit]), fmt.Sprintf("%d more", n))
	}
	return strings.Join(names, ", ")
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// mark is the status of an event.
func (b *builder) mark(ev *sitrep.Event) Mark {
	switch {
	case ev.Polarity == sitrep.Negated && slices.ContainsFunc(ev.Sources, func(s sitrep.Source) bool { return s.Stance == sitrep.Denies }):
		return Mark{"✗", "DENIED", "denied"}
	case ev.Polarity == sitrep.Negated:
		return Mark{"✗", "NOT SO", "denied"}
	case ev.Background:
		return Mark{"■", "HISTORY", "plain"}
	case ev.Modality == sitrep.Attempted:
		return Mark{"◐", "ATTEMPTED", "part"}
	case ev.Modality != sitrep.Happened:
		return Mark{"○", strings.ToUpper(string(ev.Modality)), "talk"}
	case b.contested(ev):
		return Mark{"◐", "CONTESTED", "part"}
	case b.verbal(ev):
		return Mark{"●", "SAID", "happened"}
	case ev.Origins < 2 && b.onlyClaimed(ev):
		return Mark{"◐", "CLAIMED", "part"}
	}
	return Mark{"●", "OCCURRED", "happened"}
}

// contested reports whether somebody denies the event.
func (b *builder) contested(ev *sitrep.Event) bool {
	if b.denials == nil {
		b.denials = map[string][]*sitrep.Event{}
		for i := range b.s.Events {
			o := &b.s.Events[i]
			if o.Polarity != sitrep.Negated {
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

func (b *builder) processLines() []Line {
	var out []Line
	for _, p := range b.s.Processes {
		line := Line{ID: p.ID, Mark: Mark{"○", strings.ToUpper(clean(p.Outcome)), "talk"}}
		switch p.Outcome {
		case "blocked", "vetoed", "failed":
			line.Mark.Shape, line.Mark.Tone = "⊘", "blocked"
		case "adopted", "issued", "agreed":
			line.Mark.Shape, line.Mark.Tone = "●", "happened"
		case "withdrawn":
			line.Mark.Shape, line.Mark.Tone = "✗", "denied"
		}
		line.Text = clean(p.Body) + ": " + strings.ReplaceAll(clean(cmp.Or(p.Product, "text")), "-", " ")
		if p.Subject != "" {
			line.Text += " on " + clean(p.Subject)
		}
		for _, st := range p.Steps {
			line.Detail = append(line.Detail, b.step(st))
		}
		line.Notes = b.cite(p.Claims, 4)
		out = append(out, line)
	}
	return out
}

func (b *builder) step(st sitrep.Step) string {
	text := strings.ReplaceAll(clean(st.Kind), "-", " ")
	if st.Time != "" {
		text = dateText(st.Time) + " " + text
	}
	if st.By != "" {
		text += " by " + b.name(st.By)
	}
	if st.Reason != "" {
		text += ": “" + shorten(clean(st.Reason), 160) + "”"
	}
	if st.Claimant != "" {
		text += ", according to " + clean(st.Claimant)
	}
	return text + citation(b.cite(st.Claims, 2))
}

func (b *builder) relationLines() []Line {
	var out []Line
	words := map[string]string{"allied": "allied with", "member-of": "belongs to", "supports": "supports", "hostile": "at war with",
		"recognizes": "recognises", "opposes": "opposes", "ceasefire": "in a ceasefire with"}
	for _, r := range b.s.Relations {
		line := Line{Mark: Mark{"■", strings.ToUpper(clean(r.Kind)), "plain"}, Text: b.name(r.From) + " " + cmp.Or(words[r.Kind], clean(r.Kind)) + " " + b.name(r.To)}
		switch {
		case r.Start != "" && r.End != "":
			line.Where = "from " + dateText(r.Start) + " to " + dateText(r.End)
		case r.Start != "":
			line.Where = "since " + dateText(r.Start)
		case r.End != "":
			line.Where = "ended by " + dateText(r.End)
		}
		line.Says = b.claimants(r.Claims)
		line.Notes = b.cite(r.Claims, 3)
		out = append(out, line)
	}
	if len(b.s.Parties) > 0 {
		var names []string
		for _, p := range b.s.Parties[:min(10, len(b.s.Parties))] {
			names = append(names, fmt.Sprintf("%s (%d)", clean(p.Name), p.Claims))
		}
		out = append(out, Line{Mark: Mark{"■", "PARTIES", "plain"}, Text: "By number of claims: " + strings.Join(names, ", ")})
	}
	return out
}

func (b *builder) controlLines() []Line {
	var out []Line
	for i := range b.s.Control {
		c := &b.s.Control[i]
		line := Line{Mark: Mark{"●", strings.ToUpper(clean(c.State)), "happened"}}
		if c.Basis != "assessed" || c.State == "contested" {
			line.Mark.Shape, line.Mark.Tone = "◐", "part"
		}
		line.Text = fmt.Sprintf("%s: %s by %s, %s", placeText(&c.Place), clean(c.State), b.name(c.Holder), clean(c.Basis))
		switch {
		case c.Start != "" && c.End != "":
			line.Where = "from " + dateText(c.Start) + " to " + dateText(c.End)
		case c.Start != "":
			line.Where = "since " + dateText(c.Start)
		case c.End != "":
			line.Where = "until " + dateText(c.End)
		}
		line.Says = b.claimants(c.Claims)
		line.Notes = b.cite(c.Claims, 4)
		out = append(out, line)
	}
	return out
}

// claimants says who is behind a list of claims.
func (b *builder) claimants(claims []string) string {
	ev := sitrep.Event{Claims: claims}
	reports := map[string]bool{}
	for _, id := range claims {
		if c := b.s.Claims[id]; c != nil {
			reports[c.Report.ID] = true
		}
	}
	text := b.says(&ev)
	return text[:strings.LastIndex(text, " · ")] + " · " + count(len(reports), "report")
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

func (b *builder) changeLines() []Line {
	marks := map[string]Mark{
		"new-event": {"▲", "NEW", "happened"}, "toll-revised": {"↻", "REVISED", "part"}, "control": {"◐", "CONTROL", "part"},
		"step": {"○", "STEP", "talk"}, "denial": {"✗", "DENIAL", "denied"}, "retraction": {"✗", "RETRACTED", "denied"},
	}
	var out []Line
	for _, c := range b.s.Changes {
		mark, ok := marks[c.Kind]
		if !ok {
			mark = Mark{"■", strings.ToUpper(clean(c.Kind)), "plain"}
		}
		line := Line{Mark: mark, Text: clean(c.Text), Notes: b.cite(c.Claims, 2), ID: c.Item}
		if ev := b.events[c.Item]; ev != nil {
			line.Text = b.sentence(ev)
			if ev.Place != nil {
				line.Text += ", " + placeText(ev.Place)
			}
		}
		line.Where = stampText(c.Time)
		out = append(out, line)
	}
	slices.Reverse(out)
	return out
}

// bottomLine puts the few things first that a reader must not miss.
func (b *builder) bottomLine(at int, deeds []*sitrep.Event) {
	var lines []Line
	for _, ev := range deeds[:min(3, len(deeds))] {
		text := b.sentence(ev)
		if w := whenWhere(ev.Time, ev.Place); w != "" {
			text += " — " + w
		}
		lines = append(lines, Line{Mark: b.mark(ev), Text: text, ID: ev.ID})
	}
	for _, ev := range b.ranked() {
		if !b.total(ev) || ev.Polarity == sitrep.Negated || len(ev.Figures) == 0 {
			continue
		}
		var parts []string
		for _, f := range ev.Figures {
			parts = append(parts, figureText(f))
		}
		lines = append(lines, Line{Mark: Mark{"◐", "TOLL", "part"}, Text: "In all, as claimed: " + strings.Join(parts, "; "), ID: ev.ID})
	}
	for _, p := range b.processLines() {
		if len(lines) < 6 {
			lines = append(lines, Line{Mark: p.Mark, Text: p.Text, ID: p.ID})
		}
	}
	if len(lines) > 0 {
		b.page.Sections = slices.Insert(b.page.Sections, at, Section{Title: "Bottom line", Lines: lines})
	}
}
