package sitrep

// Claim is one source's assertion of one occurrence in one report.
type Claim struct {
	ID         string     `json:"id"` // "c_" and a hash of report, trigger and type: stable over runs
	Report     Report     `json:"report"`
	Sentence   Span       `json:"sentence"`
	Trigger    Span       `json:"trigger"`
	Quote      string     `json:"quote"` // the sentence as printed
	Type       string     `json:"type"`  // PLOVER type, STATEMENT, APPEAL, or "" when it only counts
	Modes      []string   `json:"modes"`
	Contexts   []string   `json:"contexts"`
	CAMEO      string     `json:"cameo,omitempty"`
	Quad       int        `json:"quad"`
	Modality   Modality   `json:"modality"`
	Polarity   Polarity   `json:"polarity"`
	Background bool       `json:"background"` // told as history, not as news
	Actors     []Actor    `json:"actors"`
	Recipients []Actor    `json:"recipients"`
	Sources    []Source   `json:"attribution"` // outermost last; empty is the report's own voice
	Time       *ClaimTime `json:"time,omitempty"`
	Place      *Place     `json:"place,omitempty"`
	Figures    []Figure   `json:"figures"`
	About      string     `json:"about,omitempty"` // id of the claim this one demands, threatens, denies …
	Confidence float64    `json:"confidence"`      // probability 0–1
	Entries    []string   `json:"entries"`         // ids of the knowledge entries behind it
	Coder      string     `json:"coder"`

	Relation *RelationClaim `json:"relation,omitempty"`
	Control  *ControlClaim  `json:"control,omitempty"`
	Step     *StepClaim     `json:"step,omitempty"`
	Why      Reasons        `json:"-"`
}

// Source is one link of the chain of who says so.
type Source struct {
	Source  string `json:"source"` // name, canonical when known
	Span    *Span  `json:"span,omitempty"`
	Cue     *Span  `json:"cue,omitempty"`
	Stance  Stance `json:"stance"`
	Entity  string `json:"entity,omitempty"`
	Code    string `json:"code,omitempty"`
	Country string `json:"country,omitempty"`

	Why []Reason `json:"-"`
}

// ClaimTime is when it is said to have happened. Start and End are ISO 8601, half-open.
type ClaimTime struct {
	Value     string    `json:"value"`
	Start     string    `json:"start"`
	End       string    `json:"end"`
	Precision Precision `json:"precision"`
	Mod       string    `json:"mod"`
	Span      Span      `json:"span"`
	Why       []Reason  `json:"-"`
}

// Place is where it is said to have happened.
type Place struct {
	Name      string    `json:"name"`
	Geoname   int       `json:"geoname,omitempty"`
	Lat       float64   `json:"lat"`
	Lon       float64   `json:"lon"`
	Country   string    `json:"country,omitempty"`
	Admin1    string    `json:"admin1,omitempty"`
	Precision Precision `json:"precision"`
	RadiusKm  float64   `json:"radius_km"`
	Span      Span      `json:"span"`
	Kind      string    `json:"kind,omitempty"`   // as of a Toponym
	Method    Method    `json:"method,omitempty"` // how it was found
	// The published codes of the precision; see the methods of the same meaning.
	UCDPPrec  int `json:"where_prec,omitempty"`
	ACLEDPrec int `json:"geo_precision,omitempty"`
	GDELTType int `json:"action_geo_type,omitempty"`
}

// RelationClaim is an alignment a sentence states.
type RelationClaim struct {
	From  Actor  `json:"from"`
	To    Actor  `json:"to"`
	Kind  string `json:"kind"`            // allied, member-of, supports, hostile, recognizes, opposes, ceasefire
	Ended bool   `json:"ended,omitempty"` // the sentence says that it is over
}

// ControlClaim is a statement of who holds a place.
type ControlClaim struct {
	Place  Place  `json:"place"`
	Holder Actor  `json:"holder"`
	State  string `json:"state"`  // held, contested, lost
	Status string `json:"status"` // finer: claims, advanced_into, contested, encircled, withdrew, denied, concedes
}

// StepClaim is one step of a body's procedure over a text.
type StepClaim struct {
	Body    string `json:"body"`
	Product string `json:"product,omitempty"`
	Kind    string `json:"kind"` // drafted, objected, amendment-refused, blocked, adopted, vetoed, failed, withdrawn, issued …
	By      *Actor `json:"by,omitempty"`
	Reason  string `json:"reason,omitempty"`
	Subject string `json:"subject,omitempty"`
}
