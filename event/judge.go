package event

import (
	"slices"
	"strings"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// topic is what a document is about, as far as that decides whether words of
// struggle are meant, and of which time they tell.
type topic struct {
	genre *knowledge.Genre // nil for a report of news
	// sure is false where the document only leans to the genre: its claims lose
	// confidence and nothing else.
	sure bool
	// because are the words that decided, strong ones first.
	because []string
}

// Points of the evidence for a genre, see page/genres.tsv.
const (
	pointsWord   = 1
	pointsStrong = 3
	pointsOpens  = 5
	// leaning is the share, in tenths, of the points asked for with which a
	// document leans to a genre.
	leaning = 6
	// doubted is what a claim's confidence is multiplied with in a report whose
	// genre speaks against it.
	doubted = 0.6
)

// judge finds the genre for which the document has most points for those asked,
// some strong evidence among them.
func (r *reading) judge() topic {
	seen, size, running := r.vocabulary()
	title := strings.ToLower(r.doc.Report.Title)
	if title == "" && len(r.doc.Blocks) > 0 && r.doc.Blocks[0].Kind == sitrep.Heading {
		title = strings.ToLower(r.doc.Words(r.doc.Blocks[0].Span))
	}
	var best topic
	most := 0
	for i := range r.k.Genres {
		g := &r.k.Genres[i]
		points, strong, because := weigh(g, seen, running, title, strings.ToLower(r.doc.Report.Byline))
		asked := max(g.Least, (g.Share*size+99)/100)
		if reached := points * 10 / asked; strong && reached >= leaning && reached > most {
			best, most = topic{g, reached >= 10, because}, reached
		}
	}
	return best
}

// vocabulary gives the different words of the document, title included, that can
// speak for a genre, the number of nouns, verbs and names among them, and all words
// in a row for phrases.
func (r *reading) vocabulary() (seen map[string]bool, size int, running string) {
	seen = map[string]bool{}
	add := func(word string, counts bool) {
		if counts && !seen[word] {
			size++
		}
		seen[word] = true
	}
	var row strings.Builder
	row.WriteByte(' ')
	for s := range r.doc.Sentences {
		for i := range r.doc.Sentences[s].Tokens {
			t := &r.doc.Sentences[s].Tokens[i]
			row.WriteString(strings.ToLower(t.Form))
			row.WriteByte(' ')
			switch t.UPOS {
			case "NOUN", "VERB", "PROPN":
				add(strings.ToLower(t.Lemma), true)
			case "ADJ":
				add(strings.ToLower(t.Lemma), false)
			}
		}
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(r.doc.Report.Title), func(c rune) bool { return (c < 'a' || c > 'z') && c != '-' }) {
		row.WriteString(word)
		row.WriteByte(' ')
		add(word, true)
	}
	return seen, size, row.String()
}

// weigh adds the points of a genre and names the evidence for them, strong first;
// sure is whether any is strong.
func weigh(g *knowledge.Genre, seen map[string]bool, running, title, byline string) (points int, sure bool, because []string) {
	var strong, weak []string
	for _, open := range g.Opens {
		if strings.HasPrefix(title, open) || strings.HasPrefix(byline, open) {
			points += pointsOpens
			strong = append(strong, strings.TrimSpace(open))
			break
		}
	}
	for _, phrase := range g.Phrases {
		if strings.Contains(running, " "+phrase+" ") {
			points += pointsStrong
			strong = append(strong, phrase)
		}
	}
	for word := range seen {
		switch {
		case g.Strong[word]:
			points += pointsStrong
			strong = append(strong, word)
		case g.Words[word]:
			points += pointsWord
			weak = append(weak, word)
		}
	}
	slices.Sort(strong)
	slices.Sort(weak)
	return points, len(strong) > 0, append(strong, weak...)
}

// String names the genre and the words that decided.
func (t topic) String() string {
	if t.genre == nil {
		return ""
	}
	const shown = 8
	words := t.because
	if len(words) > shown {
		words = words[:shown]
	}
	return t.genre.Name + " (" + strings.Join(words, ", ") + ")"
}

// meant reports whether a claim may stand in a document of the genre, and
// changes it as the genre asks. The reason is added to its entries.
func (r *reading) meant(s int, c *sitrep.Claim) bool {
	g := r.topic.genre
	if g == nil {
		return true
	}
	sober := r.sober(s, c)
	if sober {
		return true
	}
	mark := func() {
		c.Entries = append(c.Entries, "genre."+g.Name)
		c.Confidence = float64(int(c.Confidence*doubted*100+0.5)) / 100
	}
	if !r.topic.sure {
		mark()
		return true
	}
	switch g.Effect {
	case knowledge.EffectMetaphor, knowledge.EffectFiction:
		return false
	case knowledge.EffectDrill:
		if c.Modality == sitrep.Happened && r.harsh(c) {
			c.Modality = sitrep.Hypothetical
			told(c, sitrep.Reason{Text: "hypothetical, by the genre of the report", Rule: "genre." + g.Name})
			mark()
		}
	case knowledge.EffectImagined:
		if c.Modality == sitrep.Happened && c.Type != "" && len(c.Sources) == 0 {
			c.Modality = sitrep.Hypothetical
			told(c, sitrep.Reason{Text: "hypothetical, by the genre of the report", Rule: "genre." + g.Name})
			mark()
		}
	case knowledge.EffectHistory, knowledge.EffectCourt:
		if !c.Background && c.Modality == sitrep.Happened && r.past(s, c) {
			c.Background = true
			told(c, sitrep.Reason{Text: "background, by the genre of the report", Rule: "genre." + g.Name})
			mark()
		}
	}
	return true
}

// harsh reports whether a claim tells of violence or of victims.
func (r *reading) harsh(c *sitrep.Claim) bool {
	t := r.k.Ontology.Types[c.Type]
	return c.Type == "" || t.Has("violent") || t.Has("coercive")
}

// sober reports whether a claim is told soberly enough to be meant, whatever the
// document is about: the more of harm, armed or official parties, a time of these
// days and a named source its sentence gives. A claim that gives nothing of it
// goes with the one before, where that was of harm.
func (r *reading) sober(s int, c *sitrep.Claim) bool {
	g := r.topic.genre
	recent := r.ofTheseDays(s, c.Time)
	told := len(c.Sources) > 0
	harm := slices.ContainsFunc(c.Figures, func(f sitrep.Figure) bool { return f.Measure != "" })
	party := r.powerful(s, c, g.Keeps == knowledge.KeepsOfficial)
	sober := false
	switch g.Effect {
	case knowledge.EffectMetaphor:
		official := g.Keeps == knowledge.KeepsOfficial
		sober = (harm || party) && (told && (harm || recent) || (harm || official) && party && recent) ||
			official && c.Quad == 4 && !r.harsh(c) && (told || recent) // strikes and sanctions are business too
	case knowledge.EffectFiction:
		sober = recent && (told || harm && party) && !r.present(s, c)
	case knowledge.EffectDrill:
		sober = told && (harm || party) && !r.present(s, c)
	case knowledge.EffectHistory, knowledge.EffectCourt:
		sober = recent
	case knowledge.EffectImagined:
		sober = recent && told
	}
	if !r.harsh(c) {
		return sober
	}
	if c.Time == nil && len(c.Sources) == 0 && r.soberly && !r.present(s, c) && g.Effect != knowledge.EffectImagined {
		return true
	}
	r.soberly = sober
	return sober
}

// ofTheseDays reports whether a time lies within a fortnight before the report.
func (r *reading) ofTheseDays(s int, t *sitrep.ClaimTime) bool {
	if t == nil || r.doc.Report.Published.IsZero() || len(t.Start) < len(time.DateOnly) {
		return false
	}
	switch t.Precision {
	case sitrep.PrecMinute, sitrep.PrecHour:
		if !r.dated(s, t.Span) {
			return false
		}
	case sitrep.PrecDay, sitrep.PrecWeek:
	default:
		return false
	}
	at, err := time.Parse(time.DateOnly, t.Start[:len(time.DateOnly)])
	published := r.doc.Report.Published.Day()
	return err == nil && at.After(published.AddDate(0, 0, -15)) && !at.After(published.AddDate(0, 0, 1))
}

// dated reports whether words that give a time of day name its day as well: "at
// dawn" is the dawn of the day that is told of, whichever it is.
func (r *reading) dated(s int, span sitrep.Span) bool {
	n := 0
	for _, t := range r.doc.Sentences[s].Tokens {
		if t.Span.Overlaps(span) && (t.UPOS == "NOUN" || t.UPOS == "PROPN" || t.UPOS == "ADV") {
			n++
		}
	}
	return n > 1
}

// powerful reports whether a party is armed or, where official is true, of a
// state.
func (r *reading) powerful(s int, c *sitrep.Claim, official bool) bool {
	return slices.ContainsFunc(slices.Concat(c.Actors, c.Recipients), func(p sitrep.Actor) bool {
		for _, sector := range p.Sectors {
			if power := r.k.Actors.Powers[sector]; power != "" && (official || power != "state") {
				return true
			}
		}
		if official && len(p.Code) == len("AAA") {
			return true
		}
		i := r.doc.Sentences[s].HeadIn(p.Span)
		return i >= 0 && r.isClass(s, i, "armed")
	})
}

// past reports whether a claim can belong to the history that its document
// tells: deeds, and words that nobody is said to speak now.
func (r *reading) past(s int, c *sitrep.Claim) bool {
	if c.Quad == 4 || c.Quad == 2 || c.Type == "" {
		return true
	}
	return len(r.sources(c.Trigger)) == 0 && !r.present(s, c)
}

// present reports whether the clause of the claim's trigger is in a present tense.
func (r *reading) present(s int, c *sitrep.Claim) bool {
	sent := &r.doc.Sentences[s]
	for i, steps := sent.TokenAt(c.Trigger), 0; i >= 0 && steps < 8; i, steps = sent.HeadOf(i), steps+1 {
		switch sent.Tokens[i].XPOS {
		case "VBD":
			return false
		case "VBZ", "VBP":
			return true
		}
		for _, aux := range r.children(s, i, "aux", "aux:pass", "cop") {
			switch sent.Tokens[aux].XPOS {
			case "VBD":
				return false
			case "VBZ", "VBP":
				return true
			}
		}
	}
	return false
}
