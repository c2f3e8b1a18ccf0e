package event

import (
	"cmp"
	"math"
	"slices"

	"github.com/sitrep-dev/sitrep"
)

// campaign gaps, in days: totals whose windows begin further apart, or that were
// published further apart, are of two campaigns.
const (
	campaignStartGap   = 14
	campaignPublishGap = 60
)

// campaigns groups totals by country and polarity and then by the window that
// they count over, and makes one event of each group. Its type is that of most
// of the fighting told by the same reports.
func (j *joiner) campaigns(totals []*slots) {
	groups := map[string][]*slots{}
	for _, s := range totals {
		groups[campaignGroup(s)] = append(groups[campaignGroup(s)], s)
	}
	for _, key := range sortedGroups(groups) {
		for _, part := range splitWindows(groups[key]) {
			j.clusters = append(j.clusters, campaign(part))
		}
	}
}

// campaignGroup is the polarity and the country of a total: that of what it
// counts, else the one in which most of what its report tells happens.
func campaignGroup(s *slots) string {
	return string(s.polarity) + " " + cmp.Or(countryOf(s.c), s.home)
}

func sortedGroups(groups map[string][]*slots) []string {
	keys := make([]string, 0, len(groups))
	for k := range groups {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// countryOf is the country a claim is about, "" when it does not tell.
func countryOf(c *sitrep.Claim) string {
	if c.Place != nil && c.Place.Country != "" {
		return c.Place.Country
	}
	for _, list := range [][]sitrep.Actor{c.Recipients, c.Actors} {
		for i := range list {
			if list[i].Country != "" && list[i].Country != list[i].Code {
				return list[i].Country
			}
		}
	}
	return ""
}

// home is the country in which most of what a report tells happens.
func home(claims []*sitrep.Claim) string {
	votes := map[string]int{}
	for _, c := range claims {
		if c.Place == nil || c.Place.Country == "" || c.Background {
			continue
		}
		votes[c.Place.Country]++
		if c.Quad == 4 {
			votes[c.Place.Country] += 2
		}
	}
	return most(votes)
}

// fighting counts the affirmed material conflict that a report tells, by type.
func fighting(deeds []*slots) map[string]int {
	count := map[string]int{}
	for _, s := range deeds {
		if s.c.Quad == 4 && s.modality == sitrep.Happened && s.polarity == sitrep.Affirmed && s.c.Type != "" {
			count[s.c.Type]++
		}
	}
	return count
}

// most is the key with the highest count, the first in order on a tie.
func most(count map[string]int) string {
	best := ""
	for k, n := range count {
		if best == "" || n > count[best] || n == count[best] && k < best {
			best = k
		}
	}
	return best
}

// splitWindows cuts totals of one country into campaigns by the day from which
// they count. A total without such a day goes with the others that were
// published in the same weeks.
func splitWindows(totals []*slots) [][]*slots {
	begin := func(s *slots) float64 {
		if s.timed() {
			return s.lo
		}
		return s.published
	}
	sorted := slices.Clone(totals)
	slices.SortFunc(sorted, func(a, b *slots) int {
		return cmp.Or(cmp.Compare(begin(a), begin(b)), cmp.Compare(a.c.ID, b.c.ID))
	})
	var parts [][]*slots
	for _, s := range sorted {
		if n := len(parts); n > 0 {
			last := parts[n-1][len(parts[n-1])-1]
			gap := float64(campaignPublishGap)
			if s.timed() && last.timed() {
				gap = campaignStartGap
			}
			if d := begin(s) - begin(last); d <= gap || math.IsNaN(d) {
				parts[n-1] = append(parts[n-1], s)
				continue
			}
		}
		parts = append(parts, []*slots{s})
	}
	return parts
}

// campaign makes the event that stands for a campaign: fighting, unless its totals
// are denied.
func campaign(part []*slots) *cluster {
	types := map[string]int{}
	reports := map[string]bool{}
	cl := &cluster{campaign: true}
	for i, s := range part {
		if s.c.Type != "" && s.c.Quad == 4 {
			types[s.c.Type]++
		}
		if !reports[s.c.Report.ID] {
			reports[s.c.Report.ID] = true
			for typ, n := range s.fighting {
				types[typ] += n
			}
		}
		if i > 0 {
			cl.because = append(cl.because, s.c.ID+" joined "+part[0].c.ID+": totals over one campaign, never added to a single event")
		}
	}
	cl.members = slices.Clone(part)
	if part[0].polarity != sitrep.Negated {
		cl.typ = most(types)
	}
	if cl.typ != "" {
		cl.quad = 4
	}
	return cl
}
