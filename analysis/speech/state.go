package speech

import (
	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// state is what is known of a word while the tree is walked from the top.
type state struct {
	fact sitrep.Fact
	deep bool // nouns of every role are reached
}

func real() state { return state{fact: sitrep.Fact{Cue: -1}} }

func (s state) happened() bool {
	return s.fact.Modality == "" || s.fact.Modality == sitrep.Happened
}

func (s state) negated() bool { return s.fact.Polarity == sitrep.Negated }

func (s *state) negate(cue int) {
	if s.negated() {
		s.fact.Polarity = sitrep.Affirmed
		if s.happened() {
			s.fact.Modality, s.fact.Cue, s.fact.How = sitrep.Hypothetical, cue, "a second negation"
		}
		return
	}
	s.fact.Polarity, s.fact.Not = sitrep.Negated, cue
	if s.fact.Cue < 0 {
		s.fact.Cue = cue
	}
}

// set gives a modality that nothing outer has given yet.
func (s *state) set(m sitrep.Modality, cue int, entry string) {
	if s.happened() && m != "" {
		s.fact.Modality, s.fact.Cue, s.fact.Entry = m, cue, entry
	}
}

// form gives, like set, the modality of a form for which there is no entry.
func (s *state) form(m sitrep.Modality, cue int, how string) {
	if s.happened() && m != "" {
		s.fact.Modality, s.fact.Cue, s.fact.Entry, s.fact.How = m, cue, "", how
	}
}

// past notes that a mood tells what it governs as history.
func (s *state) past(m *knowledge.Mood) {
	if m.Background && s.fact.Old == "" {
		s.fact.Old = "the words of " + m.ID
	}
}

// Forms that set a modality by themselves.
const (
	infinitive = "an infinitive of purpose"
	condition  = "a condition"
)
