package event

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/sitrep-dev/sitrep"
)

// degree is how far two claims agree in one slot.
type degree int

const (
	conflict degree = iota
	unknown         // at least one side leaves the slot open
	partly          // one contains the other, or one code for two names
	same
)

// slots is a claim made ready for comparison.
type slots struct {
	c          *sitrep.Claim
	origin     string
	lo, hi     float64 // days since 1970, half-open; lo > hi when unknown
	published  float64 // day, NaN when unknown
	modality   sitrep.Modality
	polarity   sitrep.Polarity
	content    *sitrep.Claim // what the act speaks of, nil for none
	words      vector        // of the sentence
	story      vector        // of the title and the opening of the report
	plain      vector        // of the sentence, names left out
	tale       vector        // of the title and the opening of the report, names left out
	title      vector        // of the title, names left out
	near       vector        // of the words around the trigger, names left out
	names      vector        // of the names of the sentence
	scene      vector        // of the names of title and opening
	party      vector        // of recipients and place
	target     vector        // of recipients
	clause     vector        // of the words between the triggers of other claims of the sentence, names left out
	inClause   vector        // of the names among them
	trigger    uint32        // the word that tells it
	lead       bool          // told in the first sentence of the report
	cumulative bool

	home     string         // of a total: the country in which most of what its report tells happens
	fighting map[string]int // of a total: how often its report tells each type of fighting

	folded    string // the sentence, folded, between blanks
	placeName string // folded, "" for none

	said  int    // slots that are filled exactly
	leans *slots // the incident it fits best among those before it, nil for none
	// parts are the deed and the counts that this incident was made of, nil for
	// one claim alone.
	parts    []*slots
	incident *Incident // that it was made of, nil outside a Space
}

func (j *joiner) slots(c *sitrep.Claim) *slots {
	s := &slots{c: c, origin: j.lin.Of(c.Report.ID), lo: 1, hi: 0, published: math.NaN(), content: j.byID[c.About]}
	s.modality, s.polarity = c.Modality, c.Polarity
	if s.modality == "" {
		s.modality = sitrep.Happened
	}
	if s.polarity == "" {
		s.polarity = sitrep.Affirmed
	}
	if !c.Report.Published.IsZero() {
		s.published = float64(c.Report.Published.Day().Unix()) / 86400
	}
	s.lo, s.hi = interval(c.Time)
	s.words = j.vectorOf(c.Quote[:min(len(c.Quote), 2000)])
	s.story = j.storyOf(&c.Report)
	s.cumulative = isCumulative(c)
	s.folded = " " + FoldName(c.Quote) + " "
	if c.Place != nil {
		s.placeName = FoldName(c.Place.Name)
	}
	j.lexical(s)
	return s
}

// storyOf is the title and the opening of a report.
func (j *joiner) storyOf(rep *sitrep.Report) vector {
	v, ok := j.stories[rep.ID]
	if !ok {
		v = j.vectorOf(rep.Title + " " + opening(rep))
		j.stories[rep.ID] = v
	}
	return v
}

// interval reads a time as days since 1970; lo > hi when it is not known.
func interval(t *sitrep.ClaimTime) (lo, hi float64) {
	if t == nil {
		return 1, 0
	}
	start, err := sitrep.ParseStamp(t.Start)
	if err != nil || start.IsZero() {
		return 1, 0
	}
	lo = float64(start.Time.Unix()) / 86400
	end, err := sitrep.ParseStamp(t.End)
	switch {
	case err == nil && !end.IsZero():
		hi = float64(end.Time.Unix()) / 86400
	case start.DayOnly:
		hi = lo + 1
	default:
		hi = lo + 1.0/24
	}
	return lo, max(hi, lo)
}

// isCumulative reports whether all that a claim counts is a total over a time
// or a campaign.
func isCumulative(c *sitrep.Claim) bool {
	for _, f := range c.Figures {
		if f.Scope != scopeCumulative && !f.Subset {
			return false
		}
	}
	return len(c.Figures) > 0 && slices.ContainsFunc(c.Figures, func(f sitrep.Figure) bool { return f.Scope == scopeCumulative })
}

const scopeCumulative = "cumulative"

func (s *slots) timed() bool { return s.lo <= s.hi }

// precise reports whether the time is known to two days.
func (s *slots) precise() bool { return s.timed() && s.hi-s.lo <= 2 }

// matchParty compares two parties. Only two that are known can contradict each
// other: a description may be of anybody.
func matchParty(a, b *sitrep.Actor) degree {
	if a.Entity != "" && a.Entity == b.Entity {
		return same
	}
	if a.Entity == "" || b.Entity == "" {
		if x, y := FoldName(a.Name), FoldName(b.Name); x != "" && (x == y || containsWords(x, y)) {
			return same
		}
	}
	within := strings.HasPrefix(a.Code, b.Code) || strings.HasPrefix(b.Code, a.Code)
	switch {
	case a.Code != "" && a.Code == b.Code && len(a.Code) > 3:
		return partly // a leader and the force he leads, two spokesmen of one side
	case a.Country != "" && b.Country != "" && a.Country != b.Country:
		return conflict
	case a.Code == "" && a.Entity == "", b.Code == "" && b.Entity == "", within:
		return unknown
	}
	return conflict
}

// containsWords reports whether the shorter of two folded names, of four letters
// or more, stands in the longer as whole words.
func containsWords(x, y string) bool {
	if len(x) > len(y) {
		x, y = y, x
	}
	return len(x) >= 4 && strings.Contains(" "+y+" ", " "+x+" ")
}

// vague reports whether a party is only described ("gunmen"), not named.
func vague(a *sitrep.Actor) bool {
	return a.Entity == "" && a.Code == "" && strings.ToLower(a.Name) == a.Name
}

// matchParties compares two lists: the best pair counts, since one report may
// name fewer; two lists of which no pair can be the same conflict.
func matchParties(as, bs []sitrep.Actor) degree {
	if len(as) == 0 || len(bs) == 0 {
		return unknown
	}
	best := conflict
	for i := range as {
		for j := range bs {
			best = max(best, matchParty(&as[i], &bs[j]))
		}
	}
	return best
}

// matchTime compares when; with one time unknown only the days between the
// reports speak (see dayGap). The wounded may die days after the deed that a count
// of the dead belongs to.
func matchTime(a, b *slots) degree {
	switch {
	case !a.timed() || !b.timed():
		return unknown
	case a.lo >= b.hi && a.lo > b.lo:
		return apart(a, b)
	case b.lo >= a.hi && b.lo > a.lo:
		return apart(b, a)
	case a.precise() && b.precise():
		return same
	}
	return partly
}

// apart is the degree of two times of which one is later than the other.
func apart(later, earlier *slots) degree {
	const lingers = 7 // days
	if later.c.Type == "" && earlier.c.Type != "" && later.lo-earlier.hi < lingers {
		return unknown
	}
	return conflict
}

// dayGap is the number of days between two claims, by the day of publication for
// one that gives no time; NaN, which compares as false, when that is unknown too.
func dayGap(a, b *slots) float64 {
	x, y := a.published, b.published
	if a.timed() {
		x = a.lo
	}
	if b.timed() {
		y = b.lo
	}
	return math.Abs(x - y)
}

// matchPlace compares where: by name or id, else by distance against radii, else
// by containment in a country or province. Two places of one name in two countries
// are unknown: one of them may be taken for the other.
func matchPlace(a, b *sitrep.Place) degree {
	if a == nil || b == nil {
		return unknown
	}
	named := a.Name == b.Name || FoldName(a.Name) == FoldName(b.Name)
	if a.Geoname != 0 && a.Geoname == b.Geoname || named && a.Country == b.Country {
		return same
	}
	if a.Country != "" && b.Country != "" && a.Country != b.Country {
		if named {
			return unknown
		}
		return conflict
	}
	if degree, ok := matchVillages(a, b); ok {
		return degree
	}
	if coarse(a) || coarse(b) {
		if a.Admin1 != "" && b.Admin1 != "" && a.Admin1 != b.Admin1 && a.Precision != sitrep.PrecCountry && b.Precision != sitrep.PrecCountry {
			return conflict
		}
		return partly
	}
	if distanceKm(a, b) <= max(a.RadiusKm, b.RadiusKm, 1) {
		return partly
	}
	return conflict
}

// matchVillages compares places of which at least one is a village. Two of them are two
// places, and whether one is near a place that is known nobody can tell.
func matchVillages(a, b *sitrep.Place) (degree, bool) {
	switch va, vb := village(a), village(b); {
	case va && vb:
		return conflict, true
	case va && !coarse(b) || vb && !coarse(a):
		return unknown, true
	}
	return unknown, false
}

// village reports whether a place is a name that no list has, of which only the area
// around is known: it is not the area.
func village(p *sitrep.Place) bool { return p.Method == sitrep.MethodContainer && wide(p) }

// coarse reports whether a place is an area rather than a point with a radius.
func coarse(p *sitrep.Place) bool { return wide(p) && !village(p) }

// wide reports whether of a place no more than an area is known.
func wide(p *sitrep.Place) bool {
	switch p.Precision {
	case sitrep.PrecAdmin2, sitrep.PrecAdmin1, sitrep.PrecRegion, sitrep.PrecCountry:
		return true
	}
	return p.RadiusKm > 60
}

// distanceKm is the great-circle distance (haversine, radius 6371 km).
func distanceKm(a, b *sitrep.Place) float64 {
	rad := math.Pi / 180
	dLat, dLon := (b.Lat-a.Lat)*rad/2, (b.Lon-a.Lon)*rad/2
	h := math.Sin(dLat)*math.Sin(dLat) + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*math.Sin(dLon)*math.Sin(dLon)
	return 2 * 6371 * math.Asin(math.Sqrt(min(1, h)))
}

// matchFigures compares incident totals measure by measure. Equal figures speak
// for one event. Different ones speak against it when one report or one claimant
// gives them at one time, or when they are far apart on one day; later figures
// are revisions, since tolls rise.
func matchFigures(a, b *slots) degree {
	out := unknown
	for i := range a.c.Figures {
		for j := range b.c.Figures {
			f, g := &a.c.Figures[i], &b.c.Figures[j]
			if f.Measure != g.Measure || f.Subset || g.Subset || f.Scope != g.Scope || f.Victims != g.Victims || f.Side != g.Side {
				continue // counts of different people may both be right
			}
			if equalBound(f.Min, g.Min) && equalBound(f.Max, g.Max) {
				if out != conflict && f.Min != nil {
					out = same
				}
				continue
			}
			oneVoice := a.c.Report.ID == b.c.Report.ID && claimantKey(a.c) == claimantKey(b.c)
			if oneVoice && !f.Revises && !g.Revises || a.published == b.published && farApart(f, g) {
				out = conflict
			}
		}
	}
	return out
}

func equalBound(a, b *int) bool { return a == b || a != nil && b != nil && *a == *b }

// farApart reports whether two closed figures differ more than fourfold.
func farApart(f, g *sitrep.Figure) bool {
	if f.Min == nil || f.Max == nil || g.Min == nil || g.Max == nil {
		return false
	}
	lo, hi := max(*f.Min, *g.Min), min(*f.Max, *g.Max)
	return lo > 4*max(hi, 1) && lo-hi >= 10
}

func matchModes(a, b []string) degree {
	if len(a) == 0 || len(b) == 0 {
		return unknown
	}
	for _, m := range a {
		if slices.Contains(b, m) {
			return same
		}
	}
	return conflict
}

// matchContent compares what two verbal acts speak of.
func matchContent(a, b *slots) degree {
	if a.content == nil || b.content == nil {
		return unknown
	}
	x, y := a.content, b.content
	if x.Type != y.Type || x.Modality != y.Modality || x.Polarity != y.Polarity ||
		matchParties(x.Actors, y.Actors) == conflict || matchParties(x.Recipients, y.Recipients) == conflict ||
		matchPlace(x.Place, y.Place) == conflict || matchModes(x.Modes, y.Modes) == conflict {
		return conflict
	}
	return same
}

// dayText is a day number as a date.
func dayText(day float64) string {
	return time.Unix(int64(math.Floor(day))*86400, 0).UTC().Format(time.DateOnly)
}
