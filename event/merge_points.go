package event

import (
	"math"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// never is the points of two claims that cannot be one event, copiedPoints those of
// one printed sentence in two reports of one origin.
const (
	nextSentence = 8     // bytes between a sentence and the next, of the next paragraph too
	parted       = -1000 // an analyst keeps them apart
	never        = -100
	copiedPoints = 8
)

// points says how well two claims fit one event: the sum of the weights of what
// they agree and disagree in, above 0 for more likely than not.
func (j *joiner) points(a, b *slots) float64 {
	if a.origin != b.origin && matchTime(a, b) == conflict {
		return never // most pairs, and the cheapest to tell
	}
	v := compare(a, b)
	if j.rules(v, a, b) {
		return never
	}
	if v.copied && v.sameType && a.trigger == b.trigger {
		return copiedPoints
	}
	sum := 0.0
	for _, f := range j.features(v, a, b) {
		sum += f.value * j.k.Weight(f.name)
	}
	return sum
}

// rules reports what rules out that two claims are one event, whatever else they
// share: another time or place known exactly, the same sentence with another
// trigger, one report that counts two things, a claim and what it speaks of.
func (j *joiner) rules(v verdict, a, b *slots) bool {
	sameReport := a.c.Report.ID == b.c.Report.ID
	switch {
	case class(a) != class(b), speaksOf(a, b), speaksOf(b, a):
		return true
	case sameReport && a.c.Sentence.Overlaps(b.c.Sentence):
		return true
	case v.copied && a.trigger == b.trigger:
		return false
	case v.time == conflict, v.place == conflict && !tells(a, b) && !tells(b, a):
		return true
	case v.figures == conflict && sameReport:
		return true
	case spoken(a.c) && spoken(b.c) && v.actors == conflict, claimed(a) && otherVoice(a.c, b.c):
		return true
	case spoken(a.c) && spoken(b.c) && v.actors == unknown && voiced(a) && voiced(b) && undescribed(a) != undescribed(b):
		return true // "leaders of eight countries" are not the Council that said the same
	case a.c.Type == "" && ownLosses(a.c, b.c), b.c.Type == "" && ownLosses(b.c, a.c):
		return true
	case a.c.Type != "" && b.c.Type != "" && spoken(a.c) != spoken(b.c), spoken(a.c) && spoken(b.c) && v.content != same && apartInWords(a, b):
		return true
	case sameReport && voiced(a) && voiced(b) && v.actors < partly:
		return true
	case counts(a) != counts(b) && !(sameReport && adjacent(a.c, b.c)) && v.place != same && v.time < partly && v.actors < partly && v.recipients < partly:
		return true // victims are not laid to a deed that nothing ties them to
	}
	return unlike(a, b) && !bare(v, a, b)
}

// apartInWords reports whether two claims with words share none of those that tell them.
func apartInWords(a, b *slots) bool {
	return !textless(a) && !textless(b) && a.clause.shares(&b.clause) == 0 && a.target.shares(&b.words)+b.target.shares(&a.words) == 0
}

// adjacent reports whether the sentences of two claims of one report follow each other.
func adjacent(a, b *sitrep.Claim) bool {
	return max(a.Sentence.Start-b.Sentence.End, b.Sentence.Start-a.Sentence.End) <= nextSentence
}

// counts reports whether a claim counts victims.
func counts(s *slots) bool { return len(s.c.Figures) > 0 }

// unlike reports whether two claims have no words to compare: they come without the
// text of their reports, or share not one word with it.
func unlike(a, b *slots) bool {
	return textless(a) && textless(b) ||
		max(a.words.shares(&b.words), a.words.shares(&b.story), b.words.shares(&a.story)) == 0 && a.party.shares(&b.words)+b.party.shares(&a.words) == 0
}

func textless(s *slots) bool { return len(s.story.words) == 0 }

// bare reports whether two claims whose sentences are unlike agree in enough
// coded slots to be compared at all.
func bare(v verdict, a, b *slots) bool {
	sameReport := a.c.Report.ID == b.c.Report.ID
	parties := v.actors >= partly && v.recipients >= partly
	site := v.place >= partly && a.c.Place.RadiusKm <= 2 && b.c.Place.RadiusKm <= 2
	gap := dayGap(a, b)
	switch {
	case v.content == conflict, v.figures == conflict:
		return false
	case v.actors == conflict && named(a.c.Actors) && named(b.c.Actors):
		return false
	case !v.sameType && (sameReport || a.c.Type != "" && b.c.Type != ""):
		return false
	case v.modes == conflict && v.actors < partly:
		return false
	case a.c.Quad == 0 && b.c.Quad == 0 && a.c.Type != "" && v.content != same:
		return false // what is said is known by its words alone
	case v.place == partly && (coarse(a.c.Place) || coarse(b.c.Place)) && v.recipients < partly && v.figures != same:
		return false
	case v.time == unknown && !parties && (!site || gap >= 1):
		return false
	}
	return true
}

// speaksOf reports whether one claim demands, threatens or denies the other.
func speaksOf(a, b *slots) bool { return a.c.About != "" && slices.Contains(b.ids(), a.c.About) }

// claimed reports whether a claim is what somebody demands, offers or threatens: a
// deed of the mind of who says so.
func claimed(s *slots) bool {
	switch s.modality {
	case sitrep.Happened, sitrep.Attempted, sitrep.Unclear:
		return false
	}
	return true
}

// otherVoice reports whether two claims go back to two known claimants.
func otherVoice(a, b *sitrep.Claim) bool {
	x, y := claimantKey(a), claimantKey(b)
	return x != "" && y != "" && x != y
}

// voiced reports whether somebody is known to speak.
func voiced(s *slots) bool { return len(s.c.Actors) > 0 }

// undescribed reports whether somebody who speaks is named or coded, not only described.
func undescribed(s *slots) bool {
	return slices.ContainsFunc(s.c.Actors, func(a sitrep.Actor) bool { return a.Entity != "" || a.Code != "" })
}

// tells reports whether the sentence of one claim names the place of the other.
func tells(a, b *slots) bool {
	return len(b.placeName) >= 4 && strings.Contains(a.folded, " "+b.placeName+" ")
}

// class keeps apart what is never one event: deeds and demands, plans or denials.
func class(s *slots) string {
	m := s.modality
	if m == sitrep.Attempted || m == sitrep.Unclear {
		m = sitrep.Happened
	}
	return string(m) + " " + string(s.polarity)
}

// Pair is two incidents that share a block, and what speaks for and against their
// being one event; nil features for two that can never be one.
type Pair struct {
	A, B     []string // claim ids of the two incidents
	Features map[string]float64
}

// Pairs lists the pairs of incidents that Merge would weigh, in no order: what the
// points are learned from.
func Pairs(claims []sitrep.Claim, reports []sitrep.Report, k *knowledge.Merging) []Pair {
	j := newJoiner(claims, Origins(reports, claims), k)
	var out []Pair
	nodes, _ := j.nodes()
	for _, s := range nodes {
		seen := map[*slots]bool{}
		for _, key := range j.ask(s) {
			for _, o := range j.index[key] {
				if seen[o] {
					continue
				}
				seen[o] = true
				p := Pair{A: o.ids(), B: s.ids()}
				if v := compare(o, s); !j.rules(v, o, s) {
					p.Features = map[string]float64{}
					for _, f := range j.features(v, o, s) {
						p.Features[f.name] = f.value
					}
				}
				out = append(out, p)
			}
		}
		j.file(s)
	}
	return out
}

// ids are those of the claims that an incident was made of.
func (s *slots) ids() []string {
	if s.parts == nil {
		return []string{s.c.ID}
	}
	var ids []string
	for _, p := range s.parts {
		ids = append(ids, p.c.ID)
	}
	return ids
}

// feature is one thing that two claims agree or disagree in.
type feature struct {
	name  string
	value float64
}

// features lists what speaks for and against two claims being one event.
func (j *joiner) features(v verdict, a, b *slots) []feature {
	fs := featureList{list: make([]feature, 0, 48)}
	fs.on("bias", 1)
	fs.yes("textless", textless(a) && textless(b))
	if a.c.Report.ID == b.c.Report.ID {
		fs.within = "own."
	}
	fs.slots(v, a, b)
	fs.types(v, a, b)
	fs.times(v, a, b)
	fs.texts(v, a, b)
	return fs.list
}

// featureList are features in the making. What speaks for one event within a report
// is not what does between reports, and has names of its own.
type featureList struct {
	list   []feature
	within string // stands before the names
}

func (fs *featureList) on(name string, value float64) {
	if value != 0 {
		fs.list = append(fs.list, feature{fs.within + name, value})
	}
}

func (fs *featureList) yes(name string, ok bool) {
	if ok {
		fs.list = append(fs.list, feature{fs.within + name, 1})
	}
}

// slots compares the coded slots.
func (fs *featureList) slots(v verdict, a, b *slots) {
	for _, slot := range []struct {
		name string
		d    degree
	}{{"actors", v.actors}, {"recipients", v.recipients}, {"place", v.place}, {"figures", v.figures}, {"modes", v.modes}, {"content", v.content}} {
		fs.yes(slot.name+"."+slot.d.String(), slot.d != unknown)
	}
	fs.yes("actors.named", v.actors == conflict && named(a.c.Actors) && named(b.c.Actors))
	fs.yes("crossed", v.actors != same && (matchParties(a.c.Actors, b.c.Recipients) == same || matchParties(a.c.Recipients, b.c.Actors) == same))
	fs.yes("parties.same", v.actors >= partly && v.recipients >= partly)
	fs.yes("placeless", (a.c.Place == nil) != (b.c.Place == nil))
	fs.yes("placeless.both", a.c.Place == nil && b.c.Place == nil)
	fs.yes("place.fine", v.place >= partly && !coarse(a.c.Place) && !coarse(b.c.Place))
	fs.yes("attempt", a.modality != b.modality)
	fs.yes("background", a.c.Background != b.c.Background)
	fs.yes("control", v.control)
}

// types compares what kinds of deed they are.
func (fs *featureList) types(v verdict, a, b *slots) {
	typed := a.c.Type != "" && b.c.Type != ""
	fs.yes("type.same", v.sameType && typed)
	fs.yes("type.count", !v.sameType && !typed)
	fs.yes("type.quad", !v.sameType && a.c.Quad == b.c.Quad && typed)
	fs.yes("type.other", !v.sameType && a.c.Quad != b.c.Quad && typed)
	fs.yes("type.modes", v.sameType && v.modes == same)
	fs.yes("spoken", v.sameType && spoken(a.c))
}

// times compares when: days as told, else days of publication.
func (fs *featureList) times(v verdict, a, b *slots) {
	fs.yes("time."+v.time.String(), v.time != unknown)
	fs.yes("same-day", v.time == same && v.sameType)
	fs.yes("where-when", v.time == same && v.place >= partly && !coarse(a.c.Place) && !coarse(b.c.Place))
	fs.yes("untimed", a.timed() != b.timed())
	fs.yes("untimed.both", !a.timed() && !b.timed())
	gap := dayGap(a, b)
	if math.IsNaN(gap) {
		gap = 2
	}
	back := recalls(a) || recalls(b)
	fs.on("gap", min(gap, 16)/4*yesNo(!back))
	fs.yes("gap.near", gap < 1)
	fs.yes("gap.far", gap > 4 && !back)
	fs.on("gap.back", min(gap, 16)/4*yesNo(back))
	fs.yes("gap.back.far", gap > 4 && back)
	fs.yes("late", late(a, b) || late(b, a))
}

// recalls reports whether a claim without a time is not the news of its report, so
// that the day of publication says little of its own.
func recalls(s *slots) bool { return !s.timed() && !s.lead }

// late reports whether one claim was printed before the day that the other gives.
func late(a, b *slots) bool { return a.timed() && !b.timed() && b.published < math.Floor(a.lo) }

// texts compares words: of the sentences, of what stands near the triggers, of
// the parties, and of the openings of the reports.
func (fs *featureList) texts(v verdict, a, b *slots) {
	words, story, plain, tale := a.words.like(&b.words), a.story.like(&b.story), a.plain.like(&b.plain), a.tale.like(&b.tale)
	fs.on("words", words.cosine)
	fs.on("shared", words.within)
	fs.on("story", story.cosine)
	fs.both("told", a.words.within(&b.story), b.words.within(&a.story))
	fs.on("plain", plain.cosine)
	fs.on("plain.shared", plain.within)
	fs.both("plain.told", a.plain.within(&b.tale), b.plain.within(&a.tale))
	fs.yes("plain.apart", plain.shares == 0)
	fs.on("plain.count", float64(min(plain.shares, 6)))
	fs.on("tale", tale.cosine)
	if a.lead || b.lead {
		x, y := a.title.within(&b.tale), b.title.within(&a.tale)
		fs.on("title", max(x, y))
		fs.on("title.lead", min(x, y)*yesNo(a.lead && b.lead))
	}
	near := a.near.like(&b.near)
	fs.on("near", near.cosine)
	fs.on("near.shared", near.within)
	fs.on("near.told", max(a.near.within(&b.words), b.near.within(&a.words)))
	fs.on("party", max(a.party.within(&b.words), b.party.within(&a.words)))
	fs.yes("party.none", len(a.party.words) == 0 && len(b.party.words) == 0)
	fs.clauses(a, b)
	names := a.names.like(&b.names)
	fs.on("names", names.cosine)
	fs.yes("names.apart", len(a.names.words) > 0 && len(b.names.words) > 0 && names.shares == 0)
	fs.on("scene", a.scene.like(&b.scene).cosine)
	fs.on("named", max(a.names.within(&b.scene), b.names.within(&a.scene)))
	fs.yes("trigger", a.trigger == b.trigger)
	fs.yes("copied", v.copied && a.trigger == b.trigger)
	fs.yes("copied.beside", v.copied && a.trigger != b.trigger)
	sameReport := a.c.Report.ID == b.c.Report.ID
	fs.yes("report", sameReport)
	fs.yes("report.type", sameReport && v.sameType)
	fs.yes("lead", a.lead && b.lead)
	fs.on("lead.story", story.cosine*yesNo(a.lead && b.lead))
	fs.yes("lead.report", sameReport && a.lead != b.lead)
	fs.yes("lead.neither", !a.lead && !b.lead)
}

// clauses compares the words of the clauses that tell two claims, and those of what
// was done to whom.
func (fs *featureList) clauses(a, b *slots) {
	clause, names := a.clause.like(&b.clause), a.inClause.like(&b.inClause)
	fs.on("clause", clause.cosine)
	fs.on("clause.shared", clause.within)
	fs.on("clause.names", names.cosine)
	fs.yes("clause.apart", len(a.inClause.words) > 0 && len(b.inClause.words) > 0 && names.shares == 0)
	fs.on("target", a.target.like(&b.target).cosine)
	x, y := a.target.like(&b.clause), b.target.like(&a.clause)
	fs.yes("target.apart", len(a.target.words) > 0 && len(b.target.words) > 0 && x.shares == 0 && y.shares == 0)
	fs.on("target.told", max(x.within, y.within))
}

// both notes a comparison made in both directions.
func (fs *featureList) both(name string, x, y float64) {
	fs.on(name, max(x, y))
	fs.on(name+".both", min(x, y))
}

func yesNo(ok bool) float64 {
	if ok {
		return 1
	}
	return 0
}

// named reports whether a list has a party known by name.
func named(as []sitrep.Actor) bool {
	return slices.ContainsFunc(as, func(a sitrep.Actor) bool { return a.Entity != "" })
}

func (d degree) String() string { return [...]string{"conflict", "unknown", "partly", "same"}[d] }
