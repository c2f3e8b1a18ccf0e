package event

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"math"
	"slices"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// Merge joins the claims that describe one event. Every claim is in exactly one
// event; events come in order of time, then of id. Figures and grade are left to
// package situation.
//
// Two claims are weighed by their coded slots (type, parties, place at its
// precision, time, figures, content) and by what their sentences and reports
// share in rare words; the points come from knowledge/ontology/merging.tsv. Each
// claim leans on the one it fits best among those that say more than it; what so
// hangs together is then split where members contradict each other. A demand,
// plan or denial is an event apart from the deed it speaks of and points at it
// with About. Totals over a time or a campaign are no incident: they make an
// event of their own that stands for the campaign.
//
// The claims may be in any order; the result, ids included, is the same.
func Merge(claims []sitrep.Claim, reports []sitrep.Report, k *knowledge.Merging) []sitrep.Event {
	return MergeWith(claims, Origins(reports, claims), k)
}

// MergeWith is Merge for a caller that has the Lineage of the reports.
func MergeWith(claims []sitrep.Claim, lin *Lineage, k *knowledge.Merging) []sitrep.Event {
	j := newJoiner(claims, lin, k)
	nodes, totals := j.nodes()
	j.lean(nodes)
	j.split(nodes)
	j.campaigns(totals)
	return j.events()
}

// joiner is the state of one merge.
type joiner struct {
	lin      *Lineage
	k        *knowledge.Merging
	byID     map[string]*sitrep.Claim
	index    map[uint64][]*slots // blocking key → claims, those that say most first
	stories  map[string]vector   // report → the words it opens with
	clusters []*cluster
	clauses  map[string]sitrep.Span // of the report that is read: see clausesOf
	// decided are points that know of decisions of analysts, nil for none.
	decided func(a, b *Incident) float64
}

func newJoiner(claims []sitrep.Claim, lin *Lineage, k *knowledge.Merging) *joiner {
	j := &joiner{lin: lin, k: k, byID: map[string]*sitrep.Claim{}, index: map[uint64][]*slots{}, stories: map[string]vector{}}
	for i := range claims {
		j.byID[claims[i].ID] = &claims[i]
	}
	return j
}

// cluster is an event in the making.
type cluster struct {
	members  []*slots // the first one opened it
	because  []string
	campaign bool
	typ      string // set for a campaign whose counts have no type
	quad     int
}

const maxCompared = 16 // members of an event that a claim is compared with

// nodes are the incidents that reports tell, each with the counts of its victims,
// and the totals over campaigns. Incidents that are told most exactly come first,
// so that vague ones lean on them and not the other way round; ties by publication
// and id.
func (j *joiner) nodes() (nodes, totals []*slots) {
	reports := map[string][]*sitrep.Claim{}
	for _, id := range slices.Sorted(maps.Keys(j.byID)) {
		c := j.byID[id]
		reports[c.Report.ID] = append(reports[c.Report.ID], c)
	}
	for _, claims := range reports {
		told, counted := j.told(claims)
		nodes = append(nodes, told...)
		totals = append(totals, counted...)
	}
	slices.SortFunc(nodes, before)
	return nodes, totals
}

// told are the incidents and the totals that one report tells.
func (j *joiner) told(claims []*sitrep.Claim) (nodes, totals []*slots) {
	var deeds []*slots
	j.clauses = clausesOf(claims)
	for _, c := range claims {
		s := j.slots(c)
		switch {
		case s.c.Type == "" && len(s.c.Figures) == 0: // states who holds, who is allied, a step, an open question
		case s.cumulative && s.modality == sitrep.Happened && !s.c.Background:
			totals = append(totals, s)
		default:
			deeds = append(deeds, s)
		}
	}
	nodes = j.incidents(deeds)
	at := home(claims)
	for _, s := range nodes {
		s.said, s.home = said(s), at
	}
	for _, s := range totals {
		s.home, s.fighting = at, fighting(deeds)
	}
	return nodes, totals
}

// before orders incidents: those that are told most exactly first.
func before(a, b *slots) int {
	if a.said != b.said {
		return cmp.Compare(b.said, a.said)
	}
	if order := a.c.Report.Published.Compare(b.c.Report.Published); order != 0 {
		return order
	}
	return cmp.Compare(a.c.ID, b.c.ID)
}

// said counts the slots that a claim fills exactly.
func said(s *slots) int {
	n := 0
	if s.precise() {
		n += 2
	}
	if s.c.Place != nil {
		n++
		if !coarse(s.c.Place) {
			n++
		}
	}
	for i := range s.c.Actors {
		if !vague(&s.c.Actors[i]) {
			n++
			break
		}
	}
	return n + min(len(s.c.Recipients), 1) + min(len(s.c.Figures), 1)
}

// lean gives every incident the one it fits best among those before it, if it
// fits one well enough.
func (j *joiner) lean(nodes []*slots) {
	for _, s := range nodes {
		var points float64
		seen := map[*slots]bool{}
		for _, key := range j.ask(s) {
			for _, o := range j.index[key] {
				if seen[o] {
					continue
				}
				seen[o] = true
				if p := j.points(o, s); p > j.k.Lean && (s.leans == nil || p > points || p == points && before(o, s.leans) < 0) {
					s.leans, points = o, p
				}
			}
		}
		j.file(s)
	}
}

// file puts an incident into its blocks.
func (j *joiner) file(s *slots) {
	for _, key := range j.keys(s) {
		j.index[key] = append(j.index[key], s)
	}
}

// split makes events of the trees of leaning claims: claim by claim, those that
// say most first, each joins the event of its tree whose members it fits best on
// the average, if it contradicts none of them.
func (j *joiner) split(nodes []*slots) {
	trees := map[*slots][]*cluster{}
	root := func(s *slots) *slots {
		for s.leans != nil {
			s = s.leans
		}
		return s
	}
	for _, s := range nodes {
		top := root(s)
		trees[top] = j.join(trees[top], s)
	}
	for _, s := range nodes {
		if s.leans == nil {
			j.clusters = append(j.clusters, j.gather(trees[s])...)
		}
	}
	for _, cl := range j.clusters {
		cl.unfold()
	}
}

// join puts an incident into the event of its tree that it fits best, else into a
// new one.
func (j *joiner) join(clusters []*cluster, s *slots) []*cluster {
	cl := j.best(clusters, s)
	if cl == nil {
		cl = &cluster{typ: s.c.Type, quad: s.c.Quad}
		clusters = append(clusters, cl)
	}
	cl.members = append(cl.members, s)
	return clusters
}

// gather joins the events of a tree whose members fit each other on the average, the
// best two first.
func (j *joiner) gather(clusters []*cluster) []*cluster {
	if len(clusters) < 2 {
		return clusters
	}
	sums := make([][]float64, len(clusters))
	for i := range clusters {
		sums[i] = make([]float64, len(clusters))
		for k := range i {
			sums[i][k] = j.sum(clusters[k], clusters[i])
			sums[k][i] = sums[i][k]
		}
	}
	sizes := make([]float64, len(clusters))
	for i, cl := range clusters {
		sizes[i] = float64(min(len(cl.members), maxCompared))
	}
	for {
		into, from, most := 0, 0, j.k.Join
		for i := range clusters {
			for k := range i {
				if clusters[i] == nil || clusters[k] == nil {
					continue
				}
				if mean := sums[i][k] / sizes[i] / sizes[k]; mean > most {
					into, from, most = k, i, mean
				}
			}
		}
		if from == 0 {
			return slices.DeleteFunc(clusters, func(cl *cluster) bool { return cl == nil })
		}
		clusters[into].take(clusters[from], j.reason(clusters[into].members[0], clusters[from].members[0]))
		clusters[from] = nil
		sizes[into] += sizes[from]
		for k := range clusters {
			sums[into][k] += sums[from][k]
			sums[k][into] = sums[into][k]
		}
	}
}

// sum is the sum of the points of the members of two events, far below any that joins
// when an analyst keeps two of them apart.
func (j *joiner) sum(a, b *cluster) (sum float64) {
	for _, s := range b.members[:min(len(b.members), maxCompared)] {
		for _, m := range a.members[:min(len(a.members), maxCompared)] {
			p := j.fit(m, s)
			if p <= parted {
				return math.Inf(-1)
			}
			sum += min(max(p, lowest), highest)
		}
	}
	return sum
}

// take moves the members of another event to this one.
func (cl *cluster) take(o *cluster, reason string) {
	cl.because = append(append(cl.because, o.because...), reason)
	cl.members = append(cl.members, o.members...)
	slices.SortStableFunc(cl.members, before)
}

// unfold puts the claims that an incident was made of in its place.
func (cl *cluster) unfold() {
	var all []*slots
	for _, s := range cl.members {
		if s.parts == nil {
			all = append(all, s)
			continue
		}
		all = append(all, s.parts...)
		for _, part := range s.parts[1:] {
			cl.because = append(cl.because, part.c.ID+" counts the victims of "+s.parts[0].c.ID+", told beside it")
		}
	}
	cl.members = all
}

// best is the event that a claim joins, nil when it opens one.
func (j *joiner) best(clusters []*cluster, s *slots) *cluster {
	var found *cluster
	var most float64
	for _, cl := range clusters {
		if mean, ok := j.fits(cl, s); ok && (found == nil || mean > most) {
			found, most = cl, mean
		}
	}
	if found == nil {
		return nil
	}
	with, best := found.members[0], math.Inf(-1)
	for _, m := range found.members[:min(len(found.members), maxCompared)] {
		if p := j.fit(m, s); p > best {
			with, best = m, p
		}
	}
	found.because = append(found.because, j.reason(with, s))
	return found
}

// fits is the mean of the points that a claim has with the members of an event,
// false when it is too low or an analyst keeps it apart from one.
func (j *joiner) fits(cl *cluster, s *slots) (mean float64, ok bool) {
	members := cl.members[:min(len(cl.members), maxCompared)]
	for _, m := range members {
		switch p := j.fit(m, s); {
		case p <= parted:
			return 0, false
		case p >= joined:
			return p, true
		default:
			mean += min(max(p, lowest), highest) / float64(len(members))
		}
	}
	return mean, mean > j.k.Join
}

// lowest and highest bound what one pair of members says about two events.
const lowest, highest = -6, 3

// fit are the points of two incidents.
func (j *joiner) fit(a, b *slots) float64 {
	if j.decided != nil {
		return j.decided(a.incident, b.incident)
	}
	if before(b, a) < 0 {
		a, b = b, a
	}
	return j.points(a, b)
}

func partyKey(a *sitrep.Actor) string { return cmp.Or(a.Entity, FoldName(a.Name)) }

// ID is the id of the event whose claim that was published first is this one. It
// is stable: an event that gets an earlier claim is found under its old id by any
// of its claims.
func ID(first string) string {
	sum := sha256.Sum256([]byte("event\x00" + first))
	return "e_" + hex.EncodeToString(sum[:8])
}
