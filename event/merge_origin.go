package event

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/sitrep-dev/sitrep"
)

// Thresholds of copied text, over 3-word shingles. Stories that two writers
// wrote about one occurrence share under a tenth of their shingles.
const (
	copyJaccard     = 0.40 // shingles of both over shingles of either
	copyContainment = 0.50 // shingles of both over those of the shorter text
	wireContainment = 0.15 // enough when both bear the tag of one agency
	minShingles     = 20   // shorter texts count as copies only when they are equal
)

// Origin is a set of reports that carry one text.
type Origin struct {
	ID      string   // id of the report that was published first
	Reports []string // ids, in order of publication
	Because []string // a sentence for each report after the first
}

// Lineage tells which reports are copies of one text and who printed what. It
// is made by Origins, never changed, and safe for concurrent use.
type Lineage struct {
	origins   []Origin
	group     map[string]string // report → origin
	publisher map[string]string // report → folded publisher, "" when unknown
	wire      map[string]string // report → agency key, "" when it bears no tag
	names     map[string]string // folded publisher or its initials → folded publisher
}

// Origins groups reports by copied text: near-equal texts, shortened copies, and
// stories with the tag of one agency that share wording. Reports that only
// claims know are taken from there. The result does not depend on the order of
// either list.
//
// Candidates come from one-permutation MinHash (Li, Owen, Zhang 2012) over
// 3-word shingles with rotation densification; each candidate pair is then
// compared by its shingles.
func Origins(reports []sitrep.Report, claims []sitrep.Claim) *Lineage {
	all := distinctReports(reports, claims)
	l := &Lineage{
		group: map[string]string{}, publisher: map[string]string{},
		wire: map[string]string{}, names: map[string]string{},
	}
	for i := range all {
		l.addNames(&all[i])
	}
	for i := range all {
		l.wire[all[i].ID] = l.agency(&all[i])
	}
	l.link(all)
	return l
}

// distinctReports is every report once, in order of publication, then of id.
func distinctReports(reports []sitrep.Report, claims []sitrep.Claim) []sitrep.Report {
	byID := make(map[string]sitrep.Report, len(reports))
	add := func(rep sitrep.Report) {
		old, ok := byID[rep.ID]
		if !ok || cmp.Or(len(rep.Text)-len(old.Text), old.Published.Compare(rep.Published), cmp.Compare(rep.Publisher, old.Publisher)) > 0 {
			byID[rep.ID] = rep
		}
	}
	for _, rep := range reports {
		add(rep)
	}
	for i := range claims {
		add(claims[i].Report)
	}
	all := make([]sitrep.Report, 0, len(byID))
	for _, rep := range byID {
		all = append(all, rep)
	}
	slices.SortFunc(all, func(a, b sitrep.Report) int {
		return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
	})
	return all
}

func (l *Lineage) addNames(rep *sitrep.Report) {
	name := FoldName(rep.Publisher)
	l.publisher[rep.ID] = name
	if name == "" {
		return
	}
	l.names[name] = name
	if short := initials(rep.Publisher); len(short) >= 2 {
		if old, taken := l.names[short]; !taken || old > name {
			l.names[short] = name
		}
	}
}

// tagged finds "(AP) -" in the line a report opens with.
var tagged = regexp.MustCompile(`^[^\n]{0,80}?\(([A-Z][A-Za-z.]{1,11})\)\s*[-–—:]`)

// credited finds "(AP)" in a byline or in the last line of a text.
var credited = regexp.MustCompile(`\(([A-Z][A-Z.]{1,7})\)\s*\.?\s*$`)

// agency is the key of the agency a report credits, "" for none: the folded
// publisher when the tag is the name or the initials of a known one.
func (l *Lineage) agency(rep *sitrep.Report) string {
	text := strings.TrimSpace(rep.Text)
	tag := ""
	for _, found := range [][]string{
		tagged.FindStringSubmatch(text[:min(len(text), 400)]),
		credited.FindStringSubmatch(rep.Byline),
		credited.FindStringSubmatch(text[max(0, len(text)-40):]),
	} {
		if found != nil && tag == "" {
			tag = FoldName(strings.ReplaceAll(found[1], ".", ""))
		}
	}
	if tag == "" {
		if by := FoldName(rep.Byline); by != l.publisher[rep.ID] {
			return l.names[by]
		}
		return ""
	}
	return cmp.Or(l.names[tag], tag)
}

// link finds the copies. Each report is compared with the first report of the
// origins it shares a MinHash bucket with, so that many copies of one text cost
// no more than few.
func (l *Lineage) link(all []sitrep.Report) {
	const perBucket = 8 // origins compared for one bucket
	buckets := map[uint64][]int{}
	heads := map[int]int{} // origin (index of its first report) → place in l.origins
	texts := make([]shingled, len(all))
	for i := range all {
		texts[i] = shingle(all[i].Text)
		best, why := -1, ""
		seen := map[int]bool{}
		for _, key := range texts[i].bands() {
			for _, head := range buckets[key] {
				if seen[head] {
					continue
				}
				seen[head] = true
				if reason := l.copied(&all[head], &all[i], &texts[head], &texts[i]); reason != "" && (best < 0 || head < best) {
					best, why = head, reason
				}
			}
		}
		if best < 0 {
			best = i
			heads[i] = len(l.origins)
			l.origins = append(l.origins, Origin{ID: all[i].ID})
			for _, key := range texts[i].bands() {
				if len(buckets[key]) < perBucket {
					buckets[key] = append(buckets[key], i)
				}
			}
		}
		o := &l.origins[heads[best]]
		o.Reports = append(o.Reports, all[i].ID)
		if why != "" {
			o.Because = append(o.Because, why)
		}
		l.group[all[i].ID] = o.ID
	}
}

// copied says in a sentence why two reports are one text, "" when they are not.
func (l *Lineage) copied(a, b *sitrep.Report, x, y *shingled) string {
	if x.whole == y.whole && x.size > 0 {
		return fmt.Sprintf("%s has the same words as %s", b.ID, a.ID)
	}
	if min(x.size, y.size) < minShingles {
		return ""
	}
	jaccard, containment := x.compare(y)
	switch {
	case jaccard >= copyJaccard:
		return fmt.Sprintf("%s shares %.0f %% of its wording with %s", b.ID, 100*jaccard, a.ID)
	case containment >= copyContainment:
		return fmt.Sprintf("%.0f %% of the shorter of %s and %s stands in the other", 100*containment, b.ID, a.ID)
	case containment >= wireContainment && l.wire[a.ID] != "" && l.wire[a.ID] == l.wire[b.ID]:
		return fmt.Sprintf("%s and %s credit one agency and share wording", b.ID, a.ID)
	}
	return ""
}

// Origins lists the origins in order of their first publication.
func (l *Lineage) Origins() []Origin { return l.origins }

// Of is the origin of a report, the report's own id when it is unknown.
func (l *Lineage) Of(report string) string { return cmp.Or(l.group[report], report) }

// Claimant is who a claim's assertion goes back to: the source that denies it
// when one does, else the innermost source. Ok is false for the report's own voice.
func Claimant(c *sitrep.Claim) (src sitrep.Source, ok bool) {
	for i := len(c.Sources) - 1; i >= 0; i-- {
		if c.Sources[i].Stance == sitrep.Denies {
			return c.Sources[i], true
		}
	}
	if len(c.Sources) == 0 {
		return sitrep.Source{}, false
	}
	return c.Sources[0], true
}

// claimantKey names the claimant for comparison; "" is the report's own voice
// or a source that nothing is known of.
func claimantKey(c *sitrep.Claim) string {
	src, ok := Claimant(c)
	if !ok {
		return ""
	}
	if src.Entity != "" {
		return "e:" + src.Entity
	}
	if name := FoldName(src.Source); name != "" {
		return "n:" + name
	}
	return ""
}

// Count is the number of independent origins behind claims. Reports are one
// origin when their text is copied, when they credit one agency, when one outlet
// printed both, when one cites the other, or when all that they say on the
// matter goes back to one claimant (also an unnamed one: two reports that quote
// "diplomats" are not two origins). Nil gives 0.
func (l *Lineage) Count(claims []*sitrep.Claim) int {
	parent := map[string]string{}
	find := func(x string) string {
		for parent[x] != "" && parent[x] != x {
			x = parent[x]
		}
		return x
	}
	join := func(a, b string) {
		if a, b = find(a), find(b); a != b {
			parent[max(a, b)] = min(a, b)
		}
	}
	voices := map[string]map[string]bool{} // origin → claimants, "" for its own voice
	for _, c := range claims {
		o := "o:" + l.Of(c.Report.ID)
		parent[o] = find(o)
		if voices[o] == nil {
			voices[o] = map[string]bool{}
		}
		voices[o][claimantKey(c)] = true
		if p := cmp.Or(l.publisher[c.Report.ID], FoldName(c.Report.Publisher)); p != "" {
			join(o, "p:"+p)
		}
		if w := l.wire[c.Report.ID]; w != "" {
			join(o, "p:"+w)
		}
		for _, src := range c.Sources {
			if p := l.names[FoldName(src.Source)]; p != "" {
				join(o, "p:"+p)
			}
		}
	}
	for o, who := range voices {
		if who[""] {
			continue
		}
		for k := range who {
			join(o, "c:"+k)
		}
	}
	roots := map[string]bool{}
	for o := range voices {
		roots[find(o)] = true
	}
	return len(roots)
}

// FoldName is a name for comparison: letters without marks and digits in lower
// case, runs of anything else one blank, no leading article.
func FoldName(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case r == '\'' || r == '’' || unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteRune(r)
			gap = false
		default:
			gap = true
		}
	}
	return strings.TrimPrefix(b.String(), "the ")
}

// initials are the first letters of the capitalised words of a name, lower case.
func initials(name string) string {
	var b strings.Builder
	for _, word := range strings.Fields(name) {
		if r, _ := utf8.DecodeRuneInString(word); unicode.IsUpper(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}
