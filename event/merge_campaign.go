package event

import (
	"cmp"
	"math"
	"slices"
	"strings"

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
	home := j.homes()
	groups := map[string][]*slots{}
	for _, s := range totals {
		key := string(s.polarity) + " " + cmp.Or(countryOf(s.c), home[s.c.Report.ID])
		groups[key] = append(groups[key], s)
	}
	for _, polarity := range []string{string(sitrep.Affirmed), string(sitrep.Negated)} {
		adoptHomeless(groups, polarity+" ")
	}
	for _, key := range sortedGroups(groups) {
		for _, part := range splitWindows(groups[key]) {
			j.campaign(part)
		}
	}
}

// adoptHomeless gives totals that name no country to the only country there is.
func adoptHomeless(groups map[string][]*slots, polarity string) {
	var others []string
	for key := range groups {
		if strings.HasPrefix(key, polarity) && key != polarity {
			others = append(others, key)
		}
	}
	if len(others) == 1 && len(groups[polarity]) > 0 {
		groups[others[0]] = append(groups[others[0]], groups[polarity]...)
		delete(groups, polarity)
	}
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

// homes is, for each report, the country in which most of what it tells happens.
func (j *joiner) homes() map[string]string {
	votes := map[string]map[string]int{}
	for _, c := range j.byID {
		if c.Place == nil || c.Place.Country == "" || c.Background {
			continue
		}
		if votes[c.Report.ID] == nil {
			votes[c.Report.ID] = map[string]int{}
		}
		votes[c.Report.ID][c.Place.Country]++
		if c.Quad == 4 {
			votes[c.Report.ID][c.Place.Country] += 2
		}
	}
	home := make(map[string]string, len(votes))
	for rep, count := range votes {
		home[rep] = most(count)
	}
	return home
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

// campaign makes the event that stands for a campaign.
func (j *joiner) campaign(part []*slots) {
	types := map[string]int{}
	quads := map[string]int{}
	reports := map[string]bool{}
	for _, s := range part {
		reports[s.c.Report.ID] = true
		if s.c.Type != "" && s.c.Quad == 4 {
			types[s.c.Type]++
			quads[s.c.Type] = s.c.Quad
		}
	}
	for _, cl := range j.clusters {
		for _, m := range cl.members {
			if cl.quad == 4 && m.modality == sitrep.Happened && m.polarity == sitrep.Affirmed && reports[m.c.Report.ID] {
				types[cl.typ]++
				quads[cl.typ] = cl.quad
			}
		}
	}
	if part[0].polarity == sitrep.Negated {
		types = nil // a denied total denies no fighting
	}
	cl := &cluster{campaign: true, typ: most(types)}
	cl.quad = quads[cl.typ]
	j.clusters = append(j.clusters, cl)
	for i, s := range part {
		if i > 0 {
			cl.because = append(cl.because, s.c.ID+" joined "+part[0].c.ID+": totals over one campaign, never added to a single event")
		}
		cl.members = append(cl.members, s)
	}
}
