package situation

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/event"
)

// kinds of step that other code asks for.
const (
	stepDrafted = "drafted"
	stepBlocked = "blocked"
	stepDenied  = "denied"
	stepFailed  = "failed"
)

// projection maps finer names of steps onto those of the contract; other names
// stay, with hyphens.
func projection(kind string) string {
	kind = strings.ReplaceAll(kind, "_", "-")
	switch kind {
	case "draft-circulated", "draft-revised":
		return stepDrafted
	case "objection", "silence-broken":
		return "objected"
	case "failed-votes":
		return stepFailed
	}
	return kind
}

// lifeOfText is the order in which a text goes through its steps, for steps
// whose time no report gives; unknown kinds come in the middle.
func lifeOfText(kind string) int {
	order := []string{"idea", stepDrafted, "consultation", "silence-opened", "objected", "amendment-proposed", "amendment",
		"amendment-refused", "amendment-accepted", "silence-extended", "silence-held", "put-in-blue", "vote", stepBlocked, stepDenied,
		"vetoed", stepFailed, "withdrawn", "adopted", "agreed", "issued", "dissociated"}
	if i := slices.Index(order, kind); i >= 0 {
		return i
	}
	return 8
}

// final reports whether a step settles what becomes of a text.
func final(kind string) bool {
	switch kind {
	case stepBlocked, "vetoed", stepFailed, "withdrawn", "adopted", "agreed", "issued":
		return true
	}
	return false
}

// text is a process in the making: one text before one body.
type text struct {
	body, product string
	subjects      map[string]bool // words of four letters or more
	subject       string
	drafter       string
	first, last   time.Time // publication of the reports
	origins       map[string]bool
	steps         []*step
}

type step struct {
	sitrep.Step
	by   *sitrep.Actor
	src  sitrep.Source
	rank int
	open bool // an accusation by another member, not yet a fact
}

// processes groups the steps that claims tell into one process for each text.
// Texts differ when their product, their subject or their drafter does, or when
// reports on them lie more than ten days apart. A step that does not name its
// product belongs to the text its own report tells of last.
//
// With AsOf only steps that were taken by then count; one without a time counts
// from its publication.
func (f *fold) processes() []sitrep.Process {
	var texts []*text
	byReport := map[string]*text{}
	for _, c := range f.order {
		if c.Step == nil || c.Background || c.Modality != "" && c.Modality != sitrep.Happened || c.Step.Kind == "" {
			continue
		}
		t := f.find(texts, byReport[c.Report.ID], c)
		if t == nil {
			t = &text{subjects: map[string]bool{}, origins: map[string]bool{}}
			texts = append(texts, t)
		}
		byReport[c.Report.ID] = t
		t.take(f, c)
	}
	out := make([]sitrep.Process, 0, len(texts))
	for _, t := range texts {
		t.steps = slices.DeleteFunc(t.steps, func(s *step) bool { return !f.taken(s) })
		if len(t.steps) > 0 {
			out = append(out, t.process())
		}
	}
	slices.SortFunc(out, func(a, b sitrep.Process) int {
		return cmp.Or(cmp.Compare(a.Steps[0].Time, b.Steps[0].Time), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// taken reports whether a step had been taken at the moment asked for.
func (f *fold) taken(s *step) bool {
	at := f.in.AsOf
	if at.IsZero() {
		return true
	}
	if s.Time != "" {
		return begunBy(s.Time, at)
	}
	first := f.firstPrinted(s.Claims)
	return !first.IsZero() && !first.Latest().After(at)
}

// find is the text that a step belongs to, nil for a new one. Last is the text
// that the same report told of before.
func (f *fold) find(texts []*text, last *text, c *sitrep.Claim) *text {
	if last != nil && last.accepts(c) && (c.Step.Product == "" || last.product == "" || c.Step.Product == last.product) {
		return last
	}
	var found *text
	for _, t := range texts {
		if !t.accepts(c) || c.Step.Product != "" && t.product != "" && c.Step.Product != t.product {
			continue
		}
		if c.Step.Product == "" && !t.origins[f.lin.Of(c.Report.ID)] && !t.shares(c.Step.Subject) {
			continue
		}
		if found == nil || t.origins[f.lin.Of(c.Report.ID)] || c.Step.Product == t.product && found.product == "" {
			found = t
		}
	}
	return found
}

// accepts reports whether nothing speaks against a step being of this text.
func (t *text) accepts(c *sitrep.Claim) bool {
	const window = 10 * 24 * time.Hour
	s := c.Step
	if s.Body != "" && t.body != "" && event.FoldName(s.Body) != event.FoldName(t.body) {
		return false
	}
	if len(t.subjects) > 0 && s.Subject != "" && !t.shares(s.Subject) {
		return false
	}
	if projection(s.Kind) == stepDrafted && s.By != nil && t.drafter != "" && holderKey(s.By) != t.drafter {
		return false
	}
	if at := c.Report.Published; !at.IsZero() && !t.last.IsZero() {
		return at.Time.Sub(t.last) <= window && t.first.Sub(at.Time) <= window
	}
	return true
}

// shares reports whether a subject has a word in common with the text's.
func (t *text) shares(subject string) bool {
	return slices.ContainsFunc(subjectWords(subject), func(w string) bool { return t.subjects[w] })
}

func subjectWords(subject string) []string {
	return slices.DeleteFunc(strings.Fields(event.FoldName(subject)), func(w string) bool { return len(w) < 4 })
}

// take adds the step of a claim.
func (t *text) take(f *fold, c *sitrep.Claim) {
	s := c.Step
	t.body, t.product = cmp.Or(t.body, s.Body), cmp.Or(t.product, s.Product)
	if len(s.Subject) > len(t.subject) {
		t.subject = s.Subject
	}
	for _, w := range subjectWords(s.Subject) {
		t.subjects[w] = true
	}
	t.origins[f.lin.Of(c.Report.ID)] = true
	if at := c.Report.Published; !at.IsZero() {
		if t.first.IsZero() || at.Time.Before(t.first) {
			t.first = at.Time
		}
		if at.Time.After(t.last) {
			t.last = at.Time
		}
	}
	n := newStep(c)
	if n.Kind == stepDrafted && n.By != "" {
		t.drafter = cmp.Or(t.drafter, n.By)
	}
	for _, old := range t.steps {
		if old.same(n) {
			old.join(n)
			return
		}
	}
	t.steps = append(t.steps, n)
}

func newStep(c *sitrep.Claim) *step {
	s := c.Step
	n := &step{Step: sitrep.Step{Time: day(c.Time), Kind: projection(s.Kind), Reason: s.Reason, Claims: []string{c.ID}}, by: s.By, src: claimant(c)}
	n.Claimant = n.src.Source
	if s.By != nil {
		n.By = holderKey(s.By)
	}
	if c.Polarity == sitrep.Negated || n.src.Stance == sitrep.Denies {
		if final(n.Kind) && n.Kind != stepFailed || n.src.Stance == sitrep.Denies {
			n.Kind = stepDenied
		}
	}
	n.rank = lifeOfText(n.Kind)
	n.open = n.Kind == stepBlocked && n.src.Country != "" && s.By != nil && !belongs(n.src, s.By) &&
		n.src.Country != s.By.Country && event.FoldName(n.src.Source) != event.FoldName(s.Body)
	return n
}

// same reports whether two tellings are of one step. Another reason stays apart.
func (s *step) same(o *step) bool {
	if s.Kind != o.Kind || s.Time != "" && o.Time != "" && s.Time != o.Time {
		return false
	}
	if s.by != nil && o.by != nil && !sameActor(s.by, o.by) {
		return false
	}
	if (s.by == nil) != (o.by == nil) && s.Kind != "issued" && s.Kind != "adopted" {
		return false
	}
	x, y := event.FoldName(s.Reason), event.FoldName(o.Reason)
	return x == "" || y == "" || x == y || hasWords(x, y) || hasWords(y, x)
}

func (s *step) join(o *step) {
	s.Time, s.Reason, s.Claimant = cmp.Or(s.Time, o.Time), cmp.Or(s.Reason, o.Reason), cmp.Or(s.Claimant, o.Claimant)
	if s.by == nil {
		s.by, s.By = o.by, o.By
	}
	s.open = s.open && o.open
	s.Claims = appendNew(s.Claims, o.Claims[0])
}

// process orders the steps and computes the outcome.
func (t *text) process() sitrep.Process {
	p := sitrep.Process{Body: t.body, Product: t.product, Subject: t.subject}
	slices.SortStableFunc(t.steps, func(a, b *step) int {
		return cmp.Or(cmp.Compare(t.when(a), t.when(b)), cmp.Compare(a.rank, b.rank))
	})
	for _, s := range t.steps {
		p.Steps = append(p.Steps, s.Step)
		for _, id := range s.Claims {
			p.Claims = appendNew(p.Claims, id)
		}
	}
	p.Outcome = t.outcome()
	sum := sha256.Sum256([]byte(strings.Join([]string{"process", t.body, t.product, slices.Min(p.Claims)}, "\x00")))
	p.ID = "p_" + hex.EncodeToString(sum[:8])
	return p
}

// outcome is what became of the text by its steps in order: the last that
// settles it. That a text failed follows from its block, veto or withdrawal and
// does not replace it. One member's word that another blocked settles nothing.
func (t *text) outcome() string {
	out := "open"
	for _, s := range t.steps {
		switch {
		case s.open:
		case s.Kind == stepFailed && (out == stepBlocked || out == "vetoed" || out == "withdrawn"):
		case final(s.Kind):
			out = s.Kind
		case out == "open" && s.Kind == stepDrafted:
			out = stepDrafted
		}
	}
	return out
}

// when is the day a step sorts by: its own, else that of the first dated step
// that it must come before, else after all.
func (t *text) when(s *step) string {
	if s.Time != "" {
		return s.Time
	}
	best, rank := "9999", math.MaxInt
	for _, o := range t.steps {
		if o.Time != "" && o.rank >= s.rank && (o.rank < rank || o.rank == rank && o.Time < best) {
			best, rank = o.Time, o.rank
		}
	}
	return best
}
