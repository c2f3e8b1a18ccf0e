package event

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// Incident is what one report tells of one occurrence: a deed with the counts of
// its victims, or a total over a campaign. It holds all that comparing needs, so
// that incidents of many reports can be kept and joined as reports come in: see
// [Merger.Insert].
type Incident struct {
	ID      string         `json:"id"` // of its first claim
	Claims  []sitrep.Claim `json:"claims"`
	Content *sitrep.Claim  `json:"content,omitempty"` // what the first claim speaks of
	Opening string         `json:"opening,omitempty"` // of its report
	Clauses []sitrep.Span  `json:"clauses"`           // of the claims, the parts of their quotes that tell them
	Origin  string         `json:"origin"`            // of its report
	Leans   string         `json:"leans,omitempty"`   // id of the incident it fits best, "" for none
	Points  float64        `json:"points,omitempty"`  // that it fits it with
	// Same and Apart are ids of claims that analysts joined to it or kept from it.
	Same  []string `json:"same,omitempty"`
	Apart []string `json:"apart,omitempty"`
	Home  string   `json:"home,omitempty"` // the country in which most of what its report tells happens
	// Group is set for totals: the polarity and country they are grouped by.
	Group    string         `json:"group,omitempty"`
	Fighting map[string]int `json:"fighting,omitempty"`

	ready *slots
}

// Space is where incidents are kept. What it gives is shared: the Merger changes
// it and saves it.
type Space interface {
	// Near gives the incidents that have one of the keys, each once.
	Near(keys []uint64) ([]*Incident, error)
	// Incident gives one by its id, nil when it is not there.
	Incident(id string) (*Incident, error)
	// Save keeps an incident under the keys.
	Save(in *Incident, keys []uint64) error
	Remove(id string) error
}

// Merger joins incidents to events as reports come in, so that adding them one by
// one, in any order, gives what Merge gives for all at once.
// It is used by one goroutine at a time.
type Merger struct {
	k    *knowledge.Merging
	memo map[[2]*Incident]float64 // points of pairs of one tree
}

// NewMerger makes a Merger.
func NewMerger(k *knowledge.Merging) *Merger {
	return &Merger{k, map[[2]*Incident]float64{}}
}

// Incidents are what the claims of one report tell, totals last. Origin is that
// of the report.
func (m *Merger) Incidents(claims []sitrep.Claim, origin string) []*Incident {
	j := newJoiner(claims, &Lineage{}, m.k)
	sorted := make([]*sitrep.Claim, 0, len(j.byID))
	for i := range claims {
		sorted = append(sorted, &claims[i])
	}
	slices.SortFunc(sorted, func(a, b *sitrep.Claim) int { return cmp.Compare(a.ID, b.ID) })
	nodes, totals := j.told(sorted)
	slices.SortFunc(nodes, before)
	slices.SortFunc(totals, before)
	var out []*Incident
	for i, s := range append(nodes, totals...) {
		in := &Incident{ID: s.c.ID, Content: s.content, Opening: opening(&s.c.Report), Home: s.home, Origin: origin}
		if s.parts == nil {
			in.Claims = []sitrep.Claim{*s.c}
		}
		for _, p := range s.parts {
			in.Claims = append(in.Claims, *p.c)
		}
		for i := range in.Claims {
			in.Clauses = append(in.Clauses, j.clauses[in.Claims[i].ID])
		}
		if i >= len(nodes) {
			in.Group, in.Fighting = campaignGroup(s), s.fighting
		}
		out = append(out, in)
	}
	return out
}

// opening is the part of a report that its story is read from.
func opening(rep *sitrep.Report) string {
	const length = 600 // bytes
	return strings.ToValidUTF8(rep.Text[:min(len(rep.Text), length)], " ")
}

// slots makes an incident ready for comparison, once.
func (m *Merger) slots(in *Incident) *slots {
	if in.ready == nil {
		j := &joiner{lin: &Lineage{}, k: m.k, byID: map[string]*sitrep.Claim{}, stories: map[string]vector{}, clauses: map[string]sitrep.Span{}}
		for i, own := range in.Clauses {
			j.clauses[in.Claims[i].ID] = own
		}
		if in.Content != nil {
			j.byID[in.Content.ID] = in.Content
		}
		claims := make([]sitrep.Claim, len(in.Claims))
		var all []*slots
		for i := range in.Claims {
			claims[i] = in.Claims[i]
			claims[i].Report.Text = in.Opening
			s := j.slots(&claims[i])
			s.origin = in.Origin
			all = append(all, s)
		}
		s := all[0]
		if len(all) > 1 {
			s = together(s, all[1:])
		}
		s.said, s.home, s.fighting, s.incident = said(s), in.Home, in.Fighting, in
		in.ready = s
	}
	return in.ready
}

// keys are the blocks of an incident, and what it is found by otherwise: its
// report, the claims it is made of, those it is joined to, and what it leans on.
func (m *Merger) keys(in *Incident) []uint64 {
	s := m.slots(in)
	keys := []uint64{Key("report", s.c.Report.ID)}
	if in.Group != "" {
		return append(keys, Key("total", in.Group))
	}
	keys = append(keys, (&joiner{k: m.k}).keys(s)...)
	for i := range in.Claims {
		keys = append(keys, Key("claim", in.Claims[i].ID))
	}
	if in.Leans != "" {
		keys = append(keys, Key("leans", in.Leans))
	}
	return keys
}

// Key is a key of an incident or an event: "report", "claim", "leans" or "total"
// and what it is of.
func Key(of, what string) uint64 { return xxhash.Sum64String("\x00" + of + "\x00" + what) }

// points are those of two incidents, decisions of analysts first. They are the same
// to the last bit whichever comes first.
func (m *Merger) points(a, b *Incident) float64 {
	if before(m.slots(b), m.slots(a)) < 0 {
		a, b = b, a
	}
	if bears(b, a.Apart) || bears(a, b.Apart) {
		return parted
	}
	if bears(b, a.Same) || bears(a, b.Same) {
		return joined
	}
	return (&joiner{k: m.k}).points(m.slots(a), m.slots(b))
}

// fit are the points of two incidents of a tree: a tree that grows is split anew
// again and again, so they are remembered.
func (m *Merger) fit(a, b *Incident) float64 {
	const most = 1 << 18 // pairs
	if len(a.Same)+len(a.Apart)+len(b.Same)+len(b.Apart) > 0 {
		return m.points(a, b)
	}
	p, known := m.memo[[2]*Incident{a, b}]
	if !known {
		if len(m.memo) >= most {
			clear(m.memo)
		}
		p = m.points(a, b)
		m.memo[[2]*Incident{a, b}], m.memo[[2]*Incident{b, a}] = p, p
	}
	return p
}

// joined are the points of two incidents that an analyst joined.
const joined = 100

func bears(in *Incident, ids []string) bool {
	return slices.ContainsFunc(in.Claims, func(c sitrep.Claim) bool { return slices.Contains(ids, c.ID) })
}

// partners are the incidents that may be one event with in.
func (m *Merger) partners(space Space, in *Incident) ([]*Incident, error) {
	keys := (&joiner{k: m.k}).ask(m.slots(in))
	for _, id := range in.Same {
		keys = append(keys, Key("claim", id))
	}
	near, err := space.Near(keys)
	return slices.DeleteFunc(near, func(o *Incident) bool { return o.ID == in.ID || o.Group != "" }), err
}

// Insert puts an incident into space and mends what leans on what. It returns the
// ids of the incidents whose events have to be made anew, see [Merger.Trees].
func (m *Merger) Insert(space Space, in *Incident) ([]string, error) {
	in.Leans, in.Points = "", 0
	if in.Group != "" {
		return []string{in.ID}, space.Save(in, m.keys(in))
	}
	near, err := m.partners(space, in)
	if err != nil {
		return nil, err
	}
	touched := []string{in.ID}
	for _, o := range near {
		p := m.points(o, in)
		if p <= m.k.Lean {
			continue
		}
		if before(m.slots(o), m.slots(in)) < 0 {
			err = m.offer(space, in, o, p)
			continue
		}
		touched = append(touched, o.ID, o.Leans)
		was := o.Leans
		if err := m.offer(space, o, in, p); err != nil {
			return nil, err
		}
		if o.Leans != was {
			if err := space.Save(o, m.keys(o)); err != nil {
				return nil, err
			}
		}
	}
	return touched, errors.Join(err, space.Save(in, m.keys(in)))
}

// offer lets in lean on o if that fits it better than what it leans on.
func (m *Merger) offer(space Space, in, o *Incident, points float64) error {
	if in.Leans != "" && points <= in.Points {
		if points < in.Points {
			return nil
		}
		old, err := space.Incident(in.Leans)
		if err != nil {
			return err
		}
		if old != nil && before(m.slots(old), m.slots(o)) < 0 {
			return nil
		}
	}
	in.Leans, in.Points = o.ID, points
	return nil
}

// Remove takes an incident out of space; what leaned on it finds another.
func (m *Merger) Remove(space Space, in *Incident) ([]string, error) {
	touched := []string{in.Leans}
	leaning, err := space.Near([]uint64{Key("leans", in.ID)})
	if err != nil {
		return nil, err
	}
	if err := space.Remove(in.ID); err != nil {
		return nil, err
	}
	for _, o := range leaning {
		near, err := m.partners(space, o)
		if err != nil {
			return nil, err
		}
		o.Leans, o.Points = "", 0
		for _, p := range near {
			if before(m.slots(p), m.slots(o)) < 0 {
				if points := m.points(p, o); points > m.k.Lean {
					if err := m.offer(space, o, p, points); err != nil {
						return nil, err
					}
				}
			}
		}
		if err := space.Save(o, m.keys(o)); err != nil {
			return nil, err
		}
		touched = append(touched, o.ID)
	}
	return touched, nil
}

// Group is an event in the making: its incidents, and why they are one.
type Group struct{ cl *cluster }

// Claims lists the claims of a group in order of publication.
func (g Group) Claims() []*sitrep.Claim {
	out := make([]*sitrep.Claim, len(g.cl.members))
	for i, s := range g.cl.members {
		out[i] = s.c
	}
	return out
}

// Event makes the event of a group. About is the id of a claim of another event.
func (g Group) Event(lin *Lineage) sitrep.Event { return event(g.cl, lin) }

// Groups gives the events in the making of the trees that the incidents belong to.
// Ids of incidents that are gone are passed over.
func (m *Merger) Groups(space Space, ids []string) ([]Group, error) {
	var groups []Group
	done := map[string]bool{}
	campaigns := map[string]bool{}
	for _, id := range ids {
		in, err := space.Incident(id)
		if err != nil {
			return nil, err
		}
		if in == nil || done[id] {
			continue
		}
		if in.Group != "" {
			campaigns[in.Group] = true
			continue
		}
		tree, err := m.tree(space, in)
		if err != nil {
			return nil, err
		}
		nodes := make([]*slots, len(tree))
		for i, t := range tree {
			done[t.ID] = true
			nodes[i] = m.slots(t)
		}
		groups = append(groups, m.split(nodes)...)
	}
	for group := range campaigns {
		totals, err := space.Near([]uint64{Key("total", group)})
		if err != nil {
			return nil, err
		}
		var all []*slots
		for _, in := range totals {
			all = append(all, m.slots(in))
		}
		for _, part := range splitWindows(all) {
			cl := campaign(part)
			cl.order()
			groups = append(groups, Group{cl})
		}
	}
	return groups, nil
}

// tree are the incidents that lean on each other, directly or not.
func (m *Merger) tree(space Space, in *Incident) ([]*Incident, error) {
	for in.Leans != "" {
		up, err := space.Incident(in.Leans)
		if err != nil || up == nil {
			return nil, errors.Join(err, errors.New("event: incident "+in.ID+" leans on one that is gone"))
		}
		in = up
	}
	tree := []*Incident{in}
	for i := 0; i < len(tree); i++ {
		more, err := space.Near([]uint64{Key("leans", tree[i].ID)})
		if err != nil {
			return nil, err
		}
		tree = append(tree, more...)
	}
	return tree, nil
}

// split makes the events of one tree.
func (m *Merger) split(nodes []*slots) []Group {
	slices.SortFunc(nodes, before)
	j := &joiner{k: m.k, decided: m.fit}
	var clusters []*cluster
	for _, s := range nodes {
		clusters = j.join(clusters, s)
	}
	clusters = j.gather(clusters)
	groups := make([]Group, len(clusters))
	for i, cl := range clusters {
		cl.unfold()
		cl.order()
		groups[i] = Group{cl}
	}
	return groups
}
