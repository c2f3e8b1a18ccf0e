package sitrep

// Event is one occurrence that one or more claims describe.
type Event struct {
	ID            string        `json:"id"` // "e_" and a hash: stable over runs and orders of input
	Type          string        `json:"type"`
	Modes         []string      `json:"modes"`
	Contexts      []string      `json:"contexts,omitempty"`
	Modality      Modality      `json:"modality"`
	Polarity      Polarity      `json:"polarity"`
	Background    bool          `json:"background"`
	Actors        []Actor       `json:"actors"`
	Recipients    []Actor       `json:"recipients"`
	Sources       []Source      `json:"attribution"` // every claimant once
	Time          *ClaimTime    `json:"time,omitempty"`
	Place         *Place        `json:"place,omitempty"`
	Figures       []EventFigure `json:"figures"`
	Claims        []string      `json:"claims"`
	Reports       []string      `json:"reports"`
	Origins       int           `json:"origins"` // independent origins, not reports
	Grade         string        `json:"grade,omitempty"`
	About         string        `json:"about,omitempty"` // id of the event demanded, threatened, denied …
	MergedBecause []string      `json:"merged_because"`
}

// EventFigure is the result of a policy over the claims of one measure.
type EventFigure struct {
	Measure    string   `json:"measure"`
	Min        *int     `json:"min"`
	Best       *int     `json:"best"`
	Max        *int     `json:"max"`
	Arithmetic string   `json:"arithmetic"`
	Claims     []string `json:"claims"`
	Grade      string   `json:"grade,omitempty"`
}

// LedgerRow is one claimant's assertion of one figure, however many outlets carry it.
type LedgerRow struct {
	ID         string   `json:"id"`
	Event      string   `json:"event"`
	Measure    string   `json:"measure"`
	Min        *int     `json:"min"`
	Max        *int     `json:"max"`
	Approx     bool     `json:"approx"`
	Victims    string   `json:"victims,omitempty"`
	Side       string   `json:"side,omitempty"`
	Claimant   string   `json:"claimant"` // "" when the outlet says it in its own voice
	Entity     string   `json:"entity,omitempty"`
	Via        []string `json:"via"` // publishers that carried it
	Published  Stamp    `json:"published,omitzero"`
	Scope      string   `json:"scope"` // cumulative or incident
	Stance     Stance   `json:"stance"`
	Subset     bool     `json:"subset,omitempty"`
	Named      bool     `json:"named,omitempty"` // the one victim that a claim speaks of
	Interested bool     `json:"interested,omitempty"`
	Supersedes string   `json:"supersedes,omitempty"` // id of the same claimant's older row
	Denies     string   `json:"denies,omitempty"`     // id of the row that is denied
	Current    bool     `json:"current"`
	Claim      string   `json:"claim"` // first carrier
	Claims     []string `json:"claims"`
}

// Relation is an alignment with the time in which it held, as far as said.
type Relation struct {
	From   string   `json:"from"`
	To     string   `json:"to"`
	Kind   string   `json:"kind"`
	Start  string   `json:"start,omitempty"`
	End    string   `json:"end,omitempty"`
	Claims []string `json:"claims"`
}

// Control is who holds a place, in an interval, on what basis.
type Control struct {
	Place  Place    `json:"place"`
	Holder string   `json:"holder"`
	State  string   `json:"state"`
	Start  string   `json:"start,omitempty"`
	End    string   `json:"end,omitempty"`
	Basis  string   `json:"basis"` // assessed or claimed
	Claims []string `json:"claims"`
}

// Process is a body's procedure over one text.
type Process struct {
	ID      string   `json:"id"`
	Body    string   `json:"body"`
	Product string   `json:"product"`
	Subject string   `json:"subject"`
	Steps   []Step   `json:"steps"`
	Outcome string   `json:"outcome"`
	Claims  []string `json:"claims"`
}

// Step is one step of a Process.
type Step struct {
	Time     string   `json:"time,omitempty"`
	Kind     string   `json:"kind"`
	By       string   `json:"by,omitempty"`
	Reason   string   `json:"reason,omitempty"`
	Claimant string   `json:"claimant,omitempty"`
	Claims   []string `json:"claims"`
}

// Open is something said to be unknown or unconfirmed.
type Open struct {
	Claim string `json:"claim"`
	Text  string `json:"text"`
}

// Change is something that became known at a time.
type Change struct {
	Time   Stamp    `json:"time"`
	Kind   string   `json:"kind"` // new-event, toll-revised, control, step, denial, retraction
	Item   string   `json:"item"`
	Text   string   `json:"text"`
	Claims []string `json:"claims"`
}

// Party is an actor of the situation.
type Party struct {
	Entity  string `json:"entity"`
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	Code    string `json:"code,omitempty"`
	Country string `json:"country,omitempty"`
	Claims  int    `json:"claims"`
}

// Story is a set of reports that tell of one matter, in order of publication.
type Story struct {
	ID      string   `json:"id"` // of its first report
	Reports []string `json:"reports"`
}

// Situation is what follows from a set of reports at two times.
type Situation struct {
	AsOf      string      `json:"as_of,omitempty"`
	KnownAt   string      `json:"known_at,omitempty"`
	Policy    string      `json:"policy"`
	Version   string      `json:"version"`
	Reports   int         `json:"reports"`
	Origins   int         `json:"origins"`
	Events    []Event     `json:"events"`
	Ledger    []LedgerRow `json:"ledger"`
	Relations []Relation  `json:"relations"`
	Control   []Control   `json:"control"`
	Processes []Process   `json:"processes"`
	Unclear   []Open      `json:"unclear"`
	Changes   []Change    `json:"changes"`
	Parties   []Party     `json:"parties"`
	Stories   []Story     `json:"stories"`

	// Claims are the claims that ids above refer to, in order of id.
	Claims map[string]*Claim `json:"-"`
}
