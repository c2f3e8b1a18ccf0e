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
	origins []Origin
	group   map[string]string  // report → origin
	imprint map[string]imprint // report → who printed it
}

// imprint is who printed a report and whom it credits, folded.
type imprint struct {
	publisher string // "" when unknown
	initials  string // of the publisher, "" when shorter than two letters
	credit    string // the tag of an agency, else a byline that is no publisher's; "" for none
	tagged    bool   // the credit is a tag
}

// Origins groups reports by copied text: near-equal texts, shortened copies, and
// stories with the tag of one agency that share wording. Each report goes back to
// the earliest one that it is a copy of, and so to the origin of that one. Reports
// that only claims know are taken from there. The result does not depend on the
// order of either list.
//
// Candidates come from one-permutation MinHash (Li, Owen, Zhang 2012) over
// 3-word shingles with rotation densification; each candidate pair is then
// compared by its shingles.
func Origins(reports []sitrep.Report, claims []sitrep.Claim) *Lineage {
	all := distinctReports(reports, claims)
	l := &Lineage{group: map[string]string{}, imprint: map[string]imprint{}}
	buckets := map[uint64][]int{}
	places := map[string]int{} // origin → place in l.origins
	texts := make([]*Text, len(all))
	for i := range all {
		rep := &all[i]
		texts[i] = Read(rep)
		l.imprint[rep.ID] = texts[i].imprint
		first, why := i, ""
		seen := map[int]bool{}
		for _, key := range texts[i].Keys() {
			for _, o := range buckets[key] {
				if o >= first || seen[o] {
					continue
				}
				seen[o] = true
				if reason := texts[o].Copied(texts[i]); reason != "" {
					first, why = o, reason
				}
			}
			buckets[key] = append(buckets[key], i)
		}
		if first == i {
			places[rep.ID] = len(l.origins)
			l.origins = append(l.origins, Origin{ID: rep.ID})
		}
		origin := rep.ID
		if first < i {
			origin = l.group[all[first].ID]
		}
		l.group[rep.ID] = origin
		o := &l.origins[places[origin]]
		o.Reports = append(o.Reports, rep.ID)
		if why != "" {
			o.Because = append(o.Because, why)
		}
	}
	return l
}

// LineageOf is the Lineage of some reports whose origins are known; a report that
// is not in origin is its own.
func LineageOf(reports []sitrep.Report, origin map[string]string) *Lineage {
	l := &Lineage{group: map[string]string{}, imprint: map[string]imprint{}}
	places := map[string]int{}
	for _, rep := range distinctReports(reports, nil) {
		id := cmp.Or(origin[rep.ID], rep.ID)
		l.group[rep.ID], l.imprint[rep.ID] = id, imprintOf(&rep)
		if _, ok := places[id]; !ok {
			places[id] = len(l.origins)
			l.origins = append(l.origins, Origin{ID: id})
		}
		o := &l.origins[places[id]]
		o.Reports = append(o.Reports, rep.ID)
	}
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

// imprintOf reads who printed a report and whom it credits.
func imprintOf(rep *sitrep.Report) imprint {
	p := imprint{publisher: FoldName(rep.Publisher)}
	if short := initials(rep.Publisher); len(short) >= 2 {
		p.initials = short
	}
	text := strings.TrimSpace(rep.Text)
	for _, found := range [][]string{
		tagged.FindStringSubmatch(text[:min(len(text), 400)]),
		credited.FindStringSubmatch(rep.Byline),
		credited.FindStringSubmatch(text[max(0, len(text)-40):]),
	} {
		if found != nil && p.credit == "" {
			p.credit, p.tagged = FoldName(strings.ReplaceAll(found[1], ".", "")), true
		}
	}
	if by := FoldName(rep.Byline); p.credit == "" && by != p.publisher {
		p.credit = by
	}
	return p
}

// named reports whether a folded name or tag is that of the publisher.
func (p imprint) named(name string) bool {
	return name != "" && (name == p.publisher || name == p.initials)
}

// oneAgency reports whether two reports credit one agency, or one the publisher of
// the other.
func oneAgency(a, b imprint) bool {
	return a.tagged && b.tagged && a.credit == b.credit || a.named(b.credit) || b.named(a.credit)
}

// tagged finds "(AP) -" in the line a report opens with.
var tagged = regexp.MustCompile(`^[^\n]{0,80}?\(([A-Z][A-Za-z.]{1,11})\)\s*[-–—:]`)

// credited finds "(AP)" in a byline or in the last line of a text.
var credited = regexp.MustCompile(`\(([A-Z][A-Z.]{1,7})\)\s*\.?\s*$`)

// Text is a report made ready for the search of copies.
type Text struct {
	shingled
	imprint
	id string
}

// Read makes a report ready for the search of copies, in time linear in its length.
func Read(rep *sitrep.Report) *Text {
	return &Text{shingle(rep.Text), imprintOf(rep), rep.ID}
}

// Keys are what a text is filed under: copies share one nearly always.
func (t *Text) Keys() []uint64 { return t.bands() }

// Copied says in a sentence why o, printed later, is a copy of t; "" when it is not.
func (t *Text) Copied(o *Text) string {
	if t.whole == o.whole && t.size > 0 {
		return fmt.Sprintf("%s has the same words as %s", o.id, t.id)
	}
	if min(t.size, o.size) < minShingles {
		return ""
	}
	jaccard, containment := t.compare(&o.shingled)
	switch {
	case jaccard >= copyJaccard:
		return fmt.Sprintf("%s shares %.0f %% of its wording with %s", o.id, 100*jaccard, t.id)
	case containment >= copyContainment:
		return fmt.Sprintf("%.0f %% of the shorter of %s and %s stands in the other", 100*containment, t.id, o.id)
	case containment >= wireContainment && oneAgency(t.imprint, o.imprint):
		return fmt.Sprintf("%s and %s credit one agency and share wording", o.id, t.id)
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
	names := map[string]string{} // publisher or its initials → publisher
	for _, c := range claims {
		p := l.printed(c)
		for _, name := range []string{p.initials, p.publisher} {
			if old := names[name]; name != "" && (old == "" || old > p.publisher || name == p.publisher) {
				names[name] = p.publisher
			}
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
		p := l.printed(c)
		if p.publisher != "" {
			join(o, "p:"+p.publisher)
		}
		if w := names[p.credit]; w != "" {
			join(o, "p:"+w)
		} else if p.tagged {
			join(o, "p:"+p.credit)
		}
		for _, src := range c.Sources {
			if p := names[FoldName(src.Source)]; p != "" {
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

// printed is who printed the report of a claim.
func (l *Lineage) printed(c *sitrep.Claim) imprint {
	p, ok := l.imprint[c.Report.ID]
	if !ok {
		return imprintOf(&c.Report)
	}
	return p
}

// FoldName is a name for comparison: letters without marks and digits in lower
// case, runs of anything else one blank, no leading article.
func FoldName(name string) string {
	var b strings.Builder
	gap := false
	lower := strings.ToLower(name)
	if strings.ContainsFunc(lower, func(r rune) bool { return r >= utf8.RuneSelf }) {
		lower = norm.NFD.String(lower)
	}
	b.Grow(len(lower))
	for _, r := range lower {
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
