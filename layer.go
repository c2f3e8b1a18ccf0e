package sitrep

import "encoding/json"

// Mention is a stretch of text that names, describes or stands for somebody.
type Mention struct {
	Span     Span        `json:"span"`
	Kind     MentionKind `json:"kind"`
	Entity   string      `json:"entity,omitempty"` // id of the known actor, "" when in no list
	Chain    int         `json:"chain"`            // mentions of one chain mean the same; counts from 1, 0 is none
	Sentence int         `json:"-"`
	Head     int         `json:"-"` // the token the phrase hangs on
	// Actor is what the mention codes to: for a pronoun what it stands for.
	// Nil when nothing is known beyond the words.
	Actor *Actor `json:"-"`
}

// MentionKind says how a mention refers.
type MentionKind string

// The kinds of mention. Group is a description of people who may act
// ("gunmen", "protesters in Basra"), Nationality an adjective of a country.
const (
	KindPerson       MentionKind = "person"
	KindOrganization MentionKind = "organization"
	KindPlace        MentionKind = "place"
	KindNationality  MentionKind = "nationality"
	KindGroup        MentionKind = "group"
	KindPronoun      MentionKind = "pronoun"
)

// Actor is a party to an event: a known one, or words with what they tell.
type Actor struct {
	Name    string   `json:"name"` // canonical when known, else the words of the text
	Span    Span     `json:"span"`
	Code    string   `json:"code,omitempty"`    // PLOVER: country and sectors, "LBYREB"; "" when unknown
	Country string   `json:"country,omitempty"` // ISO 3166-1 alpha-3 or UNO, EUR, IGO, NGO, IMG, MNC, ISM
	Sectors []string `json:"sectors,omitempty"`
	Entity  string   `json:"entity,omitempty"`
	Thing   bool     `json:"thing,omitempty"` // nobody: a text, building or deed that an act is done to
}

// Timex is a time expression and the interval it names (TIMEX3).
type Timex struct {
	Span  Span      `json:"span"`
	Type  string    `json:"type"`  // DATE, TIME, DURATION or SET
	Value string    `json:"value"` // TIMEX3 value: "2019-04-05", "2019-W14", "P3M", "PAST_REF"; "" when unresolved
	Mod   string    `json:"mod,omitempty"`
	Start string    `json:"start,omitempty"` // ISO 8601; the interval is [Start, End)
	End   string    `json:"end,omitempty"`   // "" with a Start is open ("since 2011")
	Prec  Precision `json:"-"`
	Why   []Reason  `json:"-"` // the rule, and the days that it was read from
	// Ends are the two ends of a range ("3 to 7 April"), each an expression of its
	// own as in TimeML; nil for what is no range.
	Ends []Timex `json:"-"`
}

// Precision is how exact a time or place is.
type Precision string

// Precisions of times, then of places, from fine to coarse.
const (
	PrecMinute Precision = "minute"
	PrecHour   Precision = "hour"
	PrecDay    Precision = "day"
	PrecWeek   Precision = "week"
	PrecMonth  Precision = "month"
	PrecSeason Precision = "season"
	PrecYear   Precision = "year"
	PrecDecade Precision = "decade"
	PrecVague  Precision = "vague"

	PrecSite    Precision = "site"
	PrecTown    Precision = "town"
	PrecNear    Precision = "near"
	PrecAdmin2  Precision = "admin2"
	PrecAdmin1  Precision = "admin1"
	PrecRegion  Precision = "region"
	PrecCountry Precision = "country"
)

// Toponym is a place name found in the text, resolved as far as it could be.
type Toponym struct {
	Span       Span      `json:"span"`
	Name       string    `json:"name"`
	Geoname    int       `json:"geoname,omitempty"`
	Lat        float64   `json:"lat"`
	Lon        float64   `json:"lon"`
	Country    string    `json:"country,omitempty"` // ISO 3166-1 alpha-3
	Admin1     string    `json:"admin1,omitempty"`
	Kind       string    `json:"kind"` // country, capital, town, admin1, admin2, region, site, water, sea, adjective
	Confidence float64   `json:"confidence"`
	Prec       Precision `json:"precision,omitempty"`
	RadiusKm   float64   `json:"radius_km,omitempty"`
	Method     Method    `json:"method,omitempty"` // how it was found; "" when not placed
	Resolved   bool      `json:"resolved"`         // false: found but not placed; Lat, Lon mean nothing then
	// Event is false for names that cannot be where something happened:
	// adjectives, names inside organisations, governments named by their capital.
	Event bool `json:"-"`
	// Home is true in the country whose units GDELT counts as states.
	Home bool `json:"-"`
}

// MarshalJSON leaves lat and lon out of a name that was not placed.
func (t Toponym) MarshalJSON() ([]byte, error) {
	type plain Toponym
	out := struct {
		plain
		Lat *float64 `json:"lat,omitempty"`
		Lon *float64 `json:"lon,omitempty"`
	}{plain: plain(t)}
	if t.Resolved {
		out.Lat, out.Lon = &t.Lat, &t.Lon
	}
	return json.Marshal(out)
}

// Quantity is a number of people and what is said of them.
type Quantity struct {
	Figure   Figure `json:"figure"`
	Sentence int    `json:"-"`
	Token    int    `json:"-"` // the number word, or the noun or verb that implies one
	Counted  int    `json:"-"` // the noun that is counted ("soldiers"), -1 when none is named
	Trigger  int    `json:"-"` // the word that gives the measure ("killed"), -1 when Figure.Measure is ""
}

// Figure is a claimed count. Null bounds are open.
type Figure struct {
	Measure string `json:"measure"` // "killed" …; "" for people counted but not harmed
	Min     *int   `json:"min"`
	Max     *int   `json:"max"`
	Best    *int   `json:"best"`
	Approx  bool   `json:"approx"`
	Victims string `json:"victims"`        // civilian, combatant, police, child … or unknown
	Side    string `json:"side,omitempty"` // whose people they are, in the words of the text
	Span    Span   `json:"span"`
	// Subset marks a part of another figure of the same sentence ("including nine children").
	Subset bool `json:"subset,omitempty"`
	// Named marks the one victim that a claim speaks of ("the colonel was killed"): one
	// of those whom totals count, so it is a Subset, too.
	Named bool `json:"named,omitempty"`
	// Scope is "cumulative" for a total over a time or a campaign, "incident" else.
	Scope string `json:"scope,omitempty"`
	// Revises is set by "rose to", "raised its toll to": the claimant's older figure is replaced.
	Revises bool     `json:"revises,omitempty"`
	Why     []Reason `json:"-"`
}

// Attribution says who is made to say what: the layer of package speech.
type Attribution struct {
	Source  *Span  `json:"source"` // nil when nobody is named ("reportedly")
	Cue     *Span  `json:"cue"`    // nil where the layout alone says it
	Content Span   `json:"content"`
	Stance  Stance `json:"stance,omitempty"`
	// Attitude is true where the content is only what the source approves or
	// disapproves of, wants or calls by a name: no word of the source tells it.
	Attitude bool `json:"-"`
	// Quoted is true where the cue itself stands in a quotation: it is the quoted
	// speaker who names the source.
	Quoted bool `json:"-"`
	// SourceSent and SourceTok are where the source's head word stands, -1 when
	// there is none; CueTok likewise for the cue, in the sentence of the cue.
	SourceSent int `json:"-"`
	SourceTok  int `json:"-"`
	CueSent    int `json:"-"`
	CueTok     int `json:"-"`
	// Speaker names the source where it stands outside the text: the author of
	// an embedded post, or a publisher whose communiqué the whole text is.
	Speaker string `json:"-"`
	// Why is the cue's entry, and where source and content stand to it.
	Why []Reason `json:"-"`
	// Scope is what the content reaches over when speech runs on past the
	// sentence of the cue; it contains Content.
	Scope Span `json:"-"`
}

// Stance is how a source relates to what it is made to say.
type Stance string

// The stances.
const (
	Says      Stance = "says"
	Claims    Stance = "claims"
	Denies    Stance = "denies"
	Confirms  Stance = "confirms"
	Estimates Stance = "estimates"
	Accuses   Stance = "accuses"
)

// Guess is what the language model takes a word for.
type Guess struct {
	Token int
	Type  string  // the likeliest event type
	Prob  float64 // of the type, 0 to 1
	Any   float64 // of any type, 0 to 1
	Modes []string
	// Actors and Recipients are the head words of the parties, in text order.
	Actors, Recipients []int
}

// Fact tells how a predicate is presented. The zero Fact is "happened, affirmed".
type Fact struct {
	Modality Modality
	Polarity Polarity
	// Cue is the token of the same sentence that sets the modality, -1 for none
	// (also for tense): "called" in "called for a halt" on the token "halt".
	Cue int
	// Entry is the id of the cue's knowledge entry, "" for none.
	Entry string
	// How is the form that sets the modality where no entry does, in words for
	// people ("an auxiliary", "a question"); "" for none. Not is the token that
	// negates, where Polarity is Negated. Old says what makes it Background.
	How string
	Not int
	Old string
	// Background is true for what grammar tells as history (pluperfect in a
	// dated past clause, "since 2011", "used to").
	Background bool
}

// Modality is whether something happened, was planned, demanded and so on. "" reads as Happened.
type Modality string

// The modalities.
const (
	Happened     Modality = "happened"
	Planned      Modality = "planned"
	Demanded     Modality = "demanded"
	Offered      Modality = "offered"
	Threatened   Modality = "threatened"
	Attempted    Modality = "attempted"
	Hypothetical Modality = "hypothetical"
	Unclear      Modality = "unclear"
)

// Polarity is whether a claim affirms or negates. "" reads as Affirmed.
type Polarity string

// The polarities.
const (
	Affirmed Polarity = "affirmed"
	Negated  Polarity = "negated"
)
