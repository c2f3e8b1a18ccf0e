package greedy

import (
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// Casing is how a word is usually printed inside a sentence.
type Casing uint8

// The ways a word can be printed.
const (
	Lower Casing = iota
	Title
	Upper
)

// Entry is what the lexicon knows of a word.
type Entry struct {
	Casing Casing
	Class  uint16 // number of its set of usual tags, from 1
}

// Tag is a UPOS with the XPOS it goes with.
type Tag struct{ UPOS, XPOS string }

// Engine is a trained tagger, lemmatiser and parser. It is never changed after
// it was made.
type Engine struct {
	Tags    []Tag
	Labels  []string         // dependency labels; Labels[0] is "root"
	Lexicon map[string]Entry // by lower-cased form
	Lemmas  *Lemmas
	Tagger  Scorer // classes are indexes of Tags
	Arcs    Scorer // classes are Actions

	templates []template
}

// Annotate fills Lemma, UPOS, XPOS, Head and Deprel of the words of a sentence.
func (e *Engine) Annotate(toks []sitrep.Token) {
	if len(toks) == 0 {
		return
	}
	words, mode := e.words(forms(toks)), modeOf(forms(toks))
	e.tag(words, mode)
	for i := range words {
		t := e.Tags[words[i].tag]
		toks[i].UPOS, toks[i].XPOS = t.UPOS, t.XPOS
		toks[i].Lemma = e.lemma(&words[i], mode)
	}
	st := e.newState(words)
	e.parse(st)
	for i := range toks {
		toks[i].Head = st.head[i] + 1
		if st.head[i] == st.n {
			toks[i].Head = 0
		}
		toks[i].Deprel = e.Labels[st.label[i]]
	}
}

func forms(toks []sitrep.Token) []string {
	out := make([]string, len(toks))
	for i := range toks {
		out[i] = toks[i].Form
	}
	return out
}

// words prepares the forms of one sentence, recased where the sentence is in capitals.
func (e *Engine) words(forms []string) []word {
	mode := modeOf(forms)
	out := make([]word, len(forms))
	for i, f := range forms {
		if mode == upperCase {
			f = e.recase(f)
		}
		norm := normalise(f)
		out[i] = word{first: i == 0, form: f, norm: norm, hash: hashString(norm), shape: shapeOf(f), class: e.Lexicon[norm].Class}
	}
	return out
}

// recase prints a word of an upper-case sentence as the lexicon does; a word it
// does not know stays in capitals.
func (e *Engine) recase(form string) string {
	low := strings.ToLower(form)
	entry, ok := e.Lexicon[normalise(low)]
	switch {
	case !ok || entry.Casing == Upper:
		return form
	case entry.Casing == Title:
		return titled(form)
	}
	return low
}

// lemma of a tagged word; sets its lemma hash too.
func (e *Engine) lemma(w *word, mode caseMode) string {
	tag := e.Tags[w.tag]
	form, whole := e.lemmaForm(w, tag, mode)
	lemma := form
	if !whole {
		lemma = e.Lemmas.Find(form, tag)
	}
	w.lemma = hashString(strings.ToLower(lemma))
	return lemma
}

// acronym is the length in bytes up to which an unknown word in capitals is
// taken for an acronym.
const acronym = 5

// lemmaForm settles the capitals of a word before its lemma is looked up, and
// whether the form is the lemma already.
func (e *Engine) lemmaForm(w *word, tag Tag, mode caseMode) (form string, whole bool) {
	entry, listed := e.Lexicon[w.norm]
	capitals := w.form == strings.ToUpper(w.form) && w.form != strings.ToLower(w.form)
	switch {
	case strings.HasPrefix(tag.XPOS, "NNP"):
		// A shouted name is printed as names are; NATO stays as it is.
		if mode == upperCase && capitals && len(w.form) >= acronym && !listed {
			return titled(w.form), false
		}
	case capitals && mode == plainCase && tag.XPOS == "NN" && len(w.form) <= acronym && (!listed || entry.Casing == Upper):
		return w.form, true
	case listed && entry.Casing == Lower, !listed && w.first:
		return strings.ToLower(w.form), false
	}
	return w.form, false
}
