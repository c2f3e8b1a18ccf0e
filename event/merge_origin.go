package event

import (
	"cmp"
	"fmt"
	"maps"
	"math"
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
	imprint map[string]Imprint // report → who printed it
}

// Imprint is who printed a report and whom it credits, all folded.
type Imprint struct {
	Publisher string `json:"publisher,omitempty"` // "" when unknown
	Initials  string `json:"initials,omitempty"`  // of the publisher, "" when shorter than two letters
	Credit    string `json:"credit,omitempty"`    // the tag of an agency, else a byline that is no publisher's; "" for none
	Tagged    bool   `json:"tagged,omitempty"`    // the credit is a tag
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
	l := &Lineage{group: map[string]string{}, imprint: map[string]Imprint{}}
	buckets := map[uint64][]int{}
	places := map[string]int{} // origin → place in l.origins
	texts := make([]*Text, len(all))
	for i := range all {
		rep := &all[i]
		texts[i] = Read(rep)
		l.imprint[rep.ID] = texts[i].Imprint
		first, why := i, ""
		seen := map[int]bool{}
		for _, key := range texts[i].Ask() {
			for _, o := range buckets[key] {
				if o >= first || seen[o] {
					continue
				}
				seen[o] = true
				if reason := texts[o].Copied(texts[i]); reason != "" {
					first, why = o, reason
				}
			}
		}
		for _, key := range texts[i].Keys() {
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

// Printed is what is known of where a report comes from.
type Printed struct {
	Origin  string  `json:"origin"` // id of the first report with its text
	Imprint Imprint `json:"imprint"`
}

// LineageOf is the Lineage of reports of which that is known, by id.
func LineageOf(known map[string]Printed) *Lineage {
	l := &Lineage{group: map[string]string{}, imprint: map[string]Imprint{}}
	places := map[string]int{}
	for _, id := range slices.Sorted(maps.Keys(known)) {
		p := known[id]
		l.group[id], l.imprint[id] = p.Origin, p.Imprint
		if _, ok := places[p.Origin]; !ok {
			places[p.Origin] = len(l.origins)
			l.origins = append(l.origins, Origin{ID: p.Origin})
		}
		o := &l.origins[places[p.Origin]]
		o.Reports = append(o.Reports, id)
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
func imprintOf(rep *sitrep.Report) Imprint {
	p := Imprint{Publisher: FoldName(rep.Publisher)}
	if short := initials(rep.Publisher); len(short) >= 2 {
		p.Initials = short
	}
	text := strings.TrimSpace(rep.Text)
	for _, found := range [][]string{
		tagged.FindStringSubmatch(text[:min(len(text), 400)]),
		credited.FindStringSubmatch(rep.Byline),
		credited.FindStringSubmatch(text[max(0, len(text)-40):]),
	} {
		if found != nil && p.Credit == "" {
			p.Credit, p.Tagged = FoldName(strings.ReplaceAll(found[1], ".", "")), true
		}
	}
	if by := FoldName(rep.Byline); p.Credit == "" && by != p.Publisher {
		p.Credit = by
	}
	return p
}

// named reports whether a folded name or tag is that of the publisher.
func (p Imprint) named(name string) bool {
	return name != "" && (name == p.Publisher || name == p.Initials)
}

// oneAgency reports whether two reports credit one agency, or one the publisher of
// the other.
func oneAgency(a, b Imprint) bool {
	return a.Tagged && b.Tagged && a.Credit == b.Credit || a.named(b.Credit) || b.named(a.Credit)
}

// tagged finds "(AP) -" in the line a report opens with.
var tagged = regexp.MustCompile(`^[^\n]{0,80}?\(([A-Z][A-Za-z.]{1,11})\)\s*[-–—:]`)

// credited finds "(AP)" in a byline or in the last line of a text.
var credited = regexp.MustCompile(`\(([A-Z][A-Z.]{1,7})\)\s*\.?\s*$`)

// Text is a report made ready for the search of copies.
type Text struct {
	shingled
	Imprint
	id  string
	row float64 // of copyDays in which it was published, NaN when unknown
}

// Read makes a report ready for the search of copies, in time linear in its length.
func Read(rep *sitrep.Report) *Text {
	t := &Text{shingle(rep.Text), imprintOf(rep), rep.ID, math.NaN()}
	if !rep.Published.IsZero() {
		t.row = math.Floor(float64(rep.Published.Day().Unix()) / 86400 / copyDays)
	}
	return t
}

// copyDays is how many days apart copies of a text are looked for at least; equal
// texts are found however far they are apart.
const copyDays = 14

// Keys are what a text is filed under, Ask what its copies are looked up by: equal
// texts share one, and nearly always those that copies of it share, when both
// were published within copyDays.
func (t *Text) Keys() []uint64 { return t.keys(t.row) }

// Ask gives the keys that copies of the text may be filed under.
func (t *Text) Ask() []uint64 {
	if math.IsNaN(t.row) {
		return t.Keys()
	}
	return slices.Concat(t.keys(t.row-1), t.keys(t.row), t.keys(t.row+1))
}

func (t *Text) keys(row float64) []uint64 {
	bands := t.bands()
	if len(bands) == 0 {
		return nil
	}
	keys := []uint64{bands[0]} // all words, whenever
	for _, band := range bands[1:] {
		keys = append(keys, inRow(row, band*0x9e3779b97f4a7c15))
	}
	return keys
}

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
	case containment >= wireContainment && oneAgency(t.Imprint, o.Imprint):
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
		for _, name := range []string{p.Initials, p.Publisher} {
			if old := names[name]; name != "" && (old == "" || old > p.Publisher || name == p.Publisher) {
				names[name] = p.Publisher
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
		if p.Publisher != "" {
			join(o, "p:"+p.Publisher)
		}
		if w := names[p.Credit]; w != "" {
			join(o, "p:"+w)
		} else if p.Tagged {
			join(o, "p:"+p.Credit)
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
func (l *Lineage) printed(c *sitrep.Claim) Imprint {
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
