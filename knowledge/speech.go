package knowledge

import (
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// Speech is what is known of the words by which texts say who says something,
// and whether it happened.
type Speech struct {
	Cues  []*SpeechCue // in order of the file
	Moods []*Mood      // in order of the file

	intents map[string]bool // ids of the moods with Intent
	Words   SpeechWords

	cues    patternIndex[cueWords]
	moods   patternIndex[moodWords]
	phrases map[string][]phraseCue // by first word
	lists   map[string]map[string]bool
}

// SpeechCue is a group of words that report what somebody says, thinks or demands.
type SpeechCue struct {
	ID     string        `yaml:"id"`
	Stance sitrep.Stance `yaml:"stance"` // default says
	// Act is true for verbal acts (demand, threat, denial): they are events of
	// their own, besides reporting what they speak of.
	Act bool `yaml:"act"`

	Verbs      []string `yaml:"verbs"`
	Nouns      []string `yaml:"nouns"`
	Adverbs    []string `yaml:"adverbs"`    // report without a source ("reportedly")
	Adjectives []string `yaml:"adjectives"` // the same, before a noun ("alleged")
	Phrases    []string `yaml:"phrases"`    // word by word, the source follows ("according to")
	Predicates []string `yaml:"predicates"` // adjectives said of the source ("is critical of")

	// Comp lists where the content stands, in order of preference: "ccomp" a
	// finite clause, "xcomp" a clause without subject, "quote" a quotation beside
	// the cue, "bare" a sentence beside the cue without any mark, "obj" the
	// object, "acl" a clause that modifies the noun, "that" such a clause with that, "theme" whatever or
	// whoever is the object, "small" the object with what it is called, "mod" a noun before the
	// noun, "prep:for" what hangs on by that preposition or conjunction, "prep" by any
	// preposition, "raised" the subject with what it seems to be or to do.
	Comp []string `yaml:"comp"`
	// NounComp is Comp for the nouns; default acl, ccomp, xcomp.
	NounComp []string `yaml:"noun_comp"`
	// Source is "subj" (default) or "obj": "citing officials" has its source as object.
	Source string `yaml:"source"`
	// Attitude words tell how a source stands to somebody or something ("praised the
	// bill"): what the object tells is not told by the source.
	Attitude bool `yaml:"attitude"`
	// Soft words tell what somebody thinks; with "I" or "you" they report nothing.
	Soft bool `yaml:"soft"`
	// Cites is true for verbs by which one source passes on another: "quoted
	// him as saying".
	Cites bool `yaml:"cites"`
}

// Mood is a group of words that say whether what they govern happened.
type Mood struct {
	ID       string          `yaml:"id"`
	Modality sitrep.Modality `yaml:"modality"` // "" leaves the modality as it is
	Polarity sitrep.Polarity `yaml:"polarity"` // "negated" turns the polarity round
	// Act is true for words that are an act of their own (demand, promise):
	// what they govern is not also planned when the act is.
	Act bool `yaml:"act"`

	Verbs      []string `yaml:"verbs"`
	Nouns      []string `yaml:"nouns"`
	Adjectives []string `yaml:"adjectives"` // adverbs too
	Forms      []string `yaml:"forms"`      // the cue has to be printed so, lower case

	// Scope lists what is governed: "xcomp" (a clause without subject), "inf" (one
	// with to), "ger" (one in -ing), "xcomp:self" (same subject),
	// "xcomp:other" (own subject or object of the cue), "ccomp", "ccomp:self" (the
	// clause has a pronoun for subject), "irrealis" (a clause in the subjunctive or
	// with should), "wh" (an indirect question), "obj" (object, or subject of a
	// passive), "obj:new" (the same when not yet known to the reader: indefinite),
	// "subj", "csubj", "acl", "mod" (noun or adjective before the noun), "gov" (the noun
	// that the cue modifies), "head" (the clause that the cue modifies as an adverb),
	// "prep:for", "prep:for:new" (with a noun not yet known), "any" (all that hangs on
	// the cue).
	Scope     []string `yaml:"scope"`
	NounScope []string `yaml:"noun_scope"`
	AdjScope  []string `yaml:"adj_scope"`

	// Intent is true for words by which somebody makes known what he himself means to
	// do: who plans to attack has threatened it.
	Intent bool `yaml:"intent"`

	// Deep: nouns of every role inside the scope are reached as well.
	Deep bool `yaml:"deep"`
	// Reset: what is governed counts as happened, whatever stands above ("stop the attacks").
	Reset bool `yaml:"reset"`
	// SparesActs: nouns that are acts of their own are left as they are ("rejected calls for").
	SparesActs bool `yaml:"spares_acts"`
	// When is "negated" for entries that count only when their cue is negated.
	When string `yaml:"when"`
	// Negated replaces modality and polarity when the cue itself is negated.
	Negated *MoodValue `yaml:"negated"`
	// Background: what is governed is history.
	Background bool `yaml:"background"`
}

// Intends reports whether the mood of the given id makes an intention known.
func (s *Speech) Intends(id string) bool { return s.intents[id] }

// MoodValue is a modality with a polarity.
type MoodValue struct {
	Modality sitrep.Modality `yaml:"modality"`
	Polarity sitrep.Polarity `yaml:"polarity"`
}

// SpeechWords are the closed lists; all lower case, lemmas unless said otherwise.
type SpeechWords struct {
	About string `yaml:"about"`
	// Modals give the modality of the verb that they help.
	Modals map[string]sitrep.Modality `yaml:"modals"`
	// Lists are sets of words by what they do; see words.yaml for each.
	Lists map[string][]string `yaml:"lists"`
	// History are phrases, word by word as printed, that tell their clause as history.
	History []string `yaml:"history"`
	// Hypothetical and Negating are prepositions and conjunctions of several
	// words, as printed.
	Hypothetical []string `yaml:"hypothetical"`
	Negating     []string `yaml:"negating"`
}

type cueWords struct {
	cue *SpeechCue
	pos string
}

type moodWords struct {
	mood *Mood
	pos  string
}

type phraseCue struct {
	words []string
	cue   *SpeechCue
}

// CueHit is a SpeechCue found at a token.
type CueHit struct {
	Cue  *SpeechCue
	POS  string // V, N or A; P for predicates
	Used []int  // tokens of the pattern, its head first
}

// MoodHit is a Mood found at a token, with its scope for that part of speech.
type MoodHit struct {
	Mood  *Mood
	POS   string
	Used  []int
	Scope []string
}

// CuesAt lists the cues whose pattern has its head at token i, longest pattern
// first, then in order of the file.
func (s *Speech) CuesAt(sent *sitrep.Sentence, i int) []CueHit {
	var hits []CueHit
	for _, c := range s.cues[strings.ToLower(sent.Tokens[i].Lemma)] {
		if used, ok := c.Pattern.Match(sent, i); ok && !gerund(&sent.Tokens[i], c.Value.pos) {
			hits = append(hits, CueHit{c.Value.cue, c.Value.pos, used})
		}
	}
	sort.SliceStable(hits, func(a, b int) bool { return len(hits[a].Used) > len(hits[b].Used) })
	return hits
}

// MoodsAt lists the moods whose pattern has its head at token i, longest pattern
// first, then in order of the file.
func (s *Speech) MoodsAt(sent *sitrep.Sentence, i int) []MoodHit {
	var hits []MoodHit
	tok := &sent.Tokens[i]
	for _, c := range s.moods[strings.ToLower(tok.Lemma)] {
		m := c.Value.mood
		if len(m.Forms) > 0 && !slices.Contains(m.Forms, strings.ToLower(tok.Form)) {
			continue
		}
		if used, ok := c.Pattern.Match(sent, i); ok && !gerund(tok, c.Value.pos) {
			hits = append(hits, MoodHit{m, c.Value.pos, used, m.scope(c.Value.pos)})
		}
	}
	sort.SliceStable(hits, func(a, b int) bool { return len(hits[a].Used) > len(hits[b].Used) })
	return hits
}

// gerund keeps the nouns of an entry from matching a verb in -ing.
func gerund(tok *sitrep.Token, pos string) bool { return pos == "N" && tok.UPOS == "VERB" }

func (m *Mood) scope(pos string) []string {
	switch {
	case pos == "N" && m.NounScope != nil:
		return m.NounScope
	case pos == "A" && m.AdjScope != nil:
		return m.AdjScope
	}
	return m.Scope
}

// PhraseAt is the cue whose phrase starts at token i, and how many tokens the
// phrase has; nil when none does.
func (s *Speech) PhraseAt(sent *sitrep.Sentence, i int) (*SpeechCue, int) {
	for _, p := range s.phrases[strings.ToLower(sent.Tokens[i].Form)] {
		if wordsAt(sent, i, p.words) {
			return p.cue, len(p.words)
		}
	}
	return nil, 0
}

// Is reports whether the word stands in the list of words.yaml.
func (s *Speech) Is(list, word string) bool { return s.lists[list][strings.ToLower(word)] }

func wordsAt(sent *sitrep.Sentence, i int, words []string) bool {
	if i+len(words) > len(sent.Tokens) {
		return false
	}
	for k, w := range words {
		if strings.ToLower(sent.Tokens[i+k].Form) != w {
			return false
		}
	}
	return true
}

type cueFile struct {
	About string       `yaml:"about"`
	Cues  []*SpeechCue `yaml:"cues"`
}

type moodFile struct {
	About string  `yaml:"about"`
	Moods []*Mood `yaml:"moods"`
}

func loadSpeech(fsys fs.FS) (*Speech, error) {
	s := &Speech{cues: patternIndex[cueWords]{}, moods: patternIndex[moodWords]{},
		phrases: map[string][]phraseCue{}, lists: map[string]map[string]bool{}}
	var cues cueFile
	if err := readYAML(fsys, "speech/cues.yaml", &cues); err != nil {
		return nil, err
	}
	var moods moodFile
	if err := readYAML(fsys, "speech/modality.yaml", &moods); err != nil {
		return nil, err
	}
	if err := readYAML(fsys, "speech/words.yaml", &s.Words); err != nil {
		return nil, err
	}
	s.Cues, s.Moods = cues.Cues, moods.Moods
	seen, seenMoods := map[string]bool{}, map[string]bool{} // ids are unique within a file
	for _, c := range s.Cues {
		if msg, remedy := s.addCue(c, seen); msg != "" {
			return nil, &SyntaxError{"speech/cues.yaml", lineOf(fsys, "speech/cues.yaml", "id: "+c.ID+"\n"), msg, remedy}
		}
	}
	s.intents = map[string]bool{}
	for _, m := range s.Moods {
		s.intents[m.ID] = m.Intent
		if msg, remedy := s.addMood(m, seenMoods); msg != "" {
			return nil, &SyntaxError{"speech/modality.yaml", lineOf(fsys, "speech/modality.yaml", "id: "+m.ID+"\n"), msg, remedy}
		}
	}
	if err := s.addWords(fsys); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Speech) addCue(c *SpeechCue, seen map[string]bool) (msg, remedy string) {
	if msg, remedy = newID(c.ID, seen); msg != "" {
		return msg, remedy
	}
	if c.Stance == "" {
		c.Stance = sitrep.Says
	}
	if !slices.Contains(stances, c.Stance) {
		return fmt.Sprintf("stance %q is not known", c.Stance), "use says, claims, denies, confirms, estimates or accuses"
	}
	if c.Source == "" {
		c.Source = "subj"
	}
	if c.Source != "subj" && c.Source != "obj" {
		return fmt.Sprintf("source %q is not known", c.Source), "use subj or obj"
	}
	if c.NounComp == nil {
		c.NounComp = []string{"acl", "ccomp", "xcomp"}
	}
	for _, slot := range append(slices.Clone(c.Comp), c.NounComp...) {
		if !slices.Contains(compSlots, slot) && !strings.HasPrefix(slot, "prep:") {
			return fmt.Sprintf("comp %q is not known", slot), "use " + strings.Join(compSlots, ", ") + " or prep:WORD"
		}
	}
	if len(c.Verbs)+len(c.Nouns)+len(c.Adverbs)+len(c.Adjectives)+len(c.Phrases)+len(c.Predicates) == 0 {
		return "cue " + c.ID + " has no words", "list verbs, nouns, adverbs, adjectives, phrases or predicates"
	}
	for _, group := range []struct {
		pos, as string
		words   []string
	}{{"V", "V", c.Verbs}, {"N", "N", c.Nouns}, {"A", "A", c.Adverbs}, {"A", "A", c.Adjectives}, {"A", "P", c.Predicates}} {
		for _, text := range group.words {
			p, err := ParsePattern(text, group.pos)
			if err != nil {
				return err.Error(), "write lemmas separated by blanks"
			}
			s.cues.add(p, cueWords{c, group.as})
		}
	}
	for _, text := range c.Phrases {
		words := strings.Fields(strings.ToLower(text))
		if len(words) == 0 {
			return "a phrase is empty", "write its words as printed"
		}
		s.phrases[words[0]] = append(s.phrases[words[0]], phraseCue{words, c})
	}
	return "", ""
}

func (s *Speech) addMood(m *Mood, seen map[string]bool) (msg, remedy string) {
	if msg, remedy = newID(m.ID, seen); msg != "" {
		return msg, remedy
	}
	values := []MoodValue{{m.Modality, m.Polarity}}
	if m.Negated != nil {
		values = append(values, *m.Negated)
	}
	for _, v := range values {
		if v.Modality != "" && !slices.Contains(modalities, v.Modality) {
			return fmt.Sprintf("modality %q is not known", v.Modality), "use one of those of CONTRACT.md"
		}
		if v.Polarity != "" && v.Polarity != sitrep.Affirmed && v.Polarity != sitrep.Negated {
			return fmt.Sprintf("polarity %q is not known", v.Polarity), "use affirmed or negated"
		}
	}
	if m.When != "" && m.When != "negated" {
		return fmt.Sprintf("when %q is not known", m.When), "use negated or leave it out"
	}
	for _, list := range [][]string{m.Scope, m.NounScope, m.AdjScope} {
		for _, slot := range list {
			if !slices.Contains(scopeSlots, slot) && !strings.HasPrefix(slot, "prep:") {
				return fmt.Sprintf("scope %q is not known", slot), "use " + strings.Join(scopeSlots, ", ") + " or prep:WORD"
			}
		}
	}
	for _, group := range []struct {
		pos   string
		words []string
	}{{"V", m.Verbs}, {"N", m.Nouns}, {"A", m.Adjectives}} {
		if len(group.words) > 0 && len(m.scope(group.pos)) == 0 {
			return "mood " + m.ID + " governs nothing", "give it a scope"
		}
		for _, text := range group.words {
			p, err := ParsePattern(text, group.pos)
			if err != nil {
				return err.Error(), "write lemmas separated by blanks"
			}
			s.moods.add(p, moodWords{m, group.pos})
		}
	}
	if len(m.Verbs)+len(m.Nouns)+len(m.Adjectives) == 0 {
		return "mood " + m.ID + " has no words", "list verbs, nouns or adjectives"
	}
	return "", ""
}

func newID(id string, seen map[string]bool) (msg, remedy string) {
	switch {
	case id == "":
		return "entry without id", "give it one, as in demand.call-for"
	case seen[id]:
		return fmt.Sprintf("id %q stands twice", id), "ids are unique: choose another"
	}
	seen[id] = true
	return "", ""
}

func (s *Speech) addWords(fsys fs.FS) error {
	for name, words := range s.Words.Lists {
		if !slices.Contains(speechLists, name) {
			return &SyntaxError{"speech/words.yaml", lineOf(fsys, "speech/words.yaml", "  "+name+":"), fmt.Sprintf("list %q is not known", name), "use one of " + strings.Join(speechLists, ", ")}
		}
		set := make(map[string]bool, len(words))
		for _, w := range words {
			set[strings.ToLower(w)] = true
		}
		s.lists[name] = set
	}
	for _, name := range speechLists {
		if s.lists[name] == nil {
			return &SyntaxError{"speech/words.yaml", 0, fmt.Sprintf("list %q is missing", name), "add it; it may be empty: []"}
		}
	}
	for word, m := range s.Words.Modals {
		if !slices.Contains(modalities, m) {
			return &SyntaxError{"speech/words.yaml", lineOf(fsys, "speech/words.yaml", word+":"), fmt.Sprintf("modality %q is not known", m), "use one of those of CONTRACT.md"}
		}
	}
	return nil
}

// compSlots, scopeSlots and speechLists are the kinds that package speech knows.
var (
	compSlots  = []string{"ccomp", "xcomp", "quote", "bare", "obj", "theme", "small", "acl", "that", "mod", "prep", "raised"}
	scopeSlots = []string{"xcomp", "inf", "ger", "xcomp:self", "xcomp:other", "ccomp", "ccomp:self", "irrealis", "wh", "obj", "obj:new",
		"subj", "csubj", "acl", "mod", "gov", "head", "any"}
	speechLists = []string{"speakers", "not_speakers", "negators", "no_words", "nobody", "if_words", "whether_words", "past_links",
		"passing_cases", "definite", "occur", "light", "habit", "communique", "said_pronouns", "agent", "as_words", "texts",
		"bracket_end", "relative", "raising", "wh_words", "further", "implicative", "before_words", "ranks", "ways", "accounts",
		"time_words", "first_second", "that_words", "to_words", "part_words", "content_preps", "owner_preps", "since_words",
		"indefinite", "focus", "until_words", "generic", "past_modals", "have_words", "do_words"}
	stances    = []sitrep.Stance{sitrep.Says, sitrep.Claims, sitrep.Denies, sitrep.Confirms, sitrep.Estimates, sitrep.Accuses}
	modalities = []sitrep.Modality{sitrep.Happened, sitrep.Planned, sitrep.Demanded, sitrep.Offered, sitrep.Threatened,
		sitrep.Attempted, sitrep.Hypothetical, sitrep.Unclear}
)
