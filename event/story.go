package event

import (
	"cmp"
	"math"
	"slices"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// Opened is a report by what it opens with: all that its story is told by.
type Opened struct {
	ID        string
	Published sitrep.Stamp
	Opening   string // title and first lines
}

// Opening is the title of a report and what its text opens with.
func Opening(rep *sitrep.Report) string { return rep.Title + " " + opening(rep) }

// likeStory is the cosine with the middle of a story from which a report belongs
// to it. On news of 1999 to 2012 (ECB+, dev) the figure hardly depends on it
// between 0.19 and 0.25.
const likeStory = 0.23

// storyDays is how many days after its latest report a story still takes reports.
const storyDays = 14

// Stories groups reports that tell of one matter, whatever its events: each, in
// order of publication, joins the story whose middle its opening is most like,
// else it begins one. Stories come in order of their first report; a report
// without like ones is a story alone. The order of the list does not matter.
//
// This is single-pass clustering on weighted words, as in topic detection (Allan,
// Papka, Lavrenko 1998), with weights from a fixed table of frequencies.
func Stories(reports []Opened, k *knowledge.Merging) []sitrep.Story {
	sorted := slices.Clone(reports)
	slices.SortFunc(sorted, func(a, b Opened) int { return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID)) })
	j := &joiner{k: k}
	var stories []*story
	words := map[uint32][]int{} // word → stories that have it
	for _, rep := range sorted {
		v := j.vectorOf(rep.Opening)
		at := closest(stories, words, v, rep.Published)
		if at < 0 {
			at = len(stories)
			stories = append(stories, &story{Story: sitrep.Story{ID: rep.ID}, middle: map[uint32]float64{}})
		}
		for _, w := range stories[at].take(rep, v) {
			words[w] = append(words[w], at)
		}
	}
	out := make([]sitrep.Story, len(stories))
	for i, s := range stories {
		out[i] = s.Story
	}
	return out
}

// story is a story in the making.
type story struct {
	sitrep.Story
	middle map[uint32]float64 // sum of the unit vectors of its reports
	square float64            // of the length of middle
	latest sitrep.Stamp
}

// take adds a report and gives the words that are new to the story.
func (s *story) take(rep Opened, v vector) (fresh []uint32) {
	s.Reports = append(s.Reports, rep.ID)
	s.latest = rep.Published
	for i, w := range v.words {
		old, ok := s.middle[w]
		if !ok {
			fresh = append(fresh, w)
		}
		now := old + float64(v.weight[i])/v.norm
		s.middle[w] = now
		s.square += now*now - old*old
	}
	return fresh
}

// closest is the story that a text is most like, -1 when it is like none.
func closest(stories []*story, words map[uint32][]int, v vector, at sitrep.Stamp) int {
	sums := map[int]float64{}
	for i, w := range v.words {
		for _, n := range words[w] {
			sums[n] += float64(v.weight[i]) / v.norm * stories[n].middle[w]
		}
	}
	best, most := -1, likeStory
	for n := range stories {
		sum, ok := sums[n]
		if !ok || stale(stories[n].latest, at) {
			continue
		}
		if like := sum / math.Sqrt(stories[n].square); like > most {
			best, most = n, like
		}
	}
	return best
}

func stale(latest, at sitrep.Stamp) bool {
	return !latest.IsZero() && !at.IsZero() && at.Latest().Sub(latest.Latest()).Hours() > 24*storyDays
}
