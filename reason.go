package sitrep

// Reason is one step by which a layer or the coder came to a value: for people
// who write rules, never part of an output format.
type Reason struct {
	Text string // "subject of", "the day of publication 2019-04-08"
	Span Span   // the words that Text speaks of; empty for none
	Rule string // id of the entry or rule of knowledge, "" for none
}

// Reasons tell of a claim what its slots do not tell themselves: why it is told
// as it is, and what was left out of it. The reasons for a source, a time and a
// figure stand at these.
type Reasons struct {
	Mood   []Reason // modality, polarity and background, in the order of decision
	Source []Reason // sources that were taken off
	Time   []Reason // why the claim has no time though its sentence has one
	Figure []Reason // why a count of its sentence is not its own
}
