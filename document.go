package sitrep

// Document is a Report's text with the layers found in it. Each layer is
// written by one package and only read by the others; a layer refers to text
// by Span and to words by sentence and token number, both counted from 0.
type Document struct {
	Report Report
	Text   string  // Report.Text, never changed
	Blocks []Block // in order, at least one when Text is not blank
	// Dateline is the place and day a report opens with ("TRIPOLI, April 5 (AP) -"),
	// empty when it has none. Its words stay in the text but belong to no sentence.
	Dateline  Span
	Sentences []Sentence // by text and syntax, in order

	Mentions     []Mention     // by names, in order of Start, then longest first
	Timexes      []Timex       // by timex, in order
	Toponyms     []Toponym     // by toponym, in order
	Quantities   []Quantity    // by quantity, in order
	Attributions []Attribution // by speech, in order of Content.Start
}

// Sentence is one sentence of one block.
type Sentence struct {
	Span   Span
	Block  int // index into Document.Blocks
	Tokens []Token
	// Phrases are what the trained model takes for nouns with all that belongs
	// to them, by syntax, in order of First, then Last. They may nest. Nil where
	// no model read the sentence.
	Phrases []Phrase
	// Facts says of each token, read as a predicate, whether what it names is
	// told as having happened. It has the length of Tokens once speech has run.
	Facts []Fact
	// Guesses are the words that the language model takes for the heads of
	// political acts, in text order. It knows neither the rules nor the rest of the
	// report; package event decides what it makes of them.
	Guesses []Guess
	// kids[i] lists the dependents of token i; Link fills it.
	kids [][]int
}

// Token is one syntactic word, Universal Dependencies conventions.
type Token struct {
	Span   Span   `json:"span"` // words of one multi-word token share its span
	Form   string `json:"form"` // as printed; for parts of a multi-word token as UD splits it
	Lemma  string `json:"lemma"`
	UPOS   string `json:"upos"`
	XPOS   string `json:"xpos"` // Penn Treebank tag
	Head   int    `json:"head"` // counts words of the sentence from 1; 0 is the root
	Deprel string `json:"deprel"`
}

// Phrase is a stretch of words that names or describes one thing.
type Phrase struct {
	First, Last int     // tokens, counted from 0, both included
	Kind        string  // as in GUM: person, organization, place, event, object, time and others
	Score       float64 // the model's own probability, 0 to 1, not calibrated
}

// Link prepares Children after heads were set; whoever sets heads calls it.
func (s *Sentence) Link() {
	s.kids = make([][]int, len(s.Tokens))
	for i := range s.Tokens {
		if h := s.Tokens[i].Head; h > 0 && h <= len(s.Tokens) {
			s.kids[h-1] = append(s.kids[h-1], i)
		}
	}
}

// Children lists the dependents of token i in text order. Nil before Link.
func (s *Sentence) Children(i int) []int {
	if i < 0 || i >= len(s.kids) {
		return nil
	}
	return s.kids[i]
}

// HeadOf is the index of the head of token i, -1 for the root.
func (s *Sentence) HeadOf(i int) int { return s.Tokens[i].Head - 1 }

// Rel is the dependency label of token i without its subtype: "nsubj" for "nsubj:pass".
func (s *Sentence) Rel(i int) string {
	rel := s.Tokens[i].Deprel
	for k := 0; k < len(rel); k++ {
		if rel[k] == ':' {
			return rel[:k]
		}
	}
	return rel
}

// Root is the index of the root, -1 when the sentence has none.
func (s *Sentence) Root() int {
	for i := range s.Tokens {
		if s.Tokens[i].Head == 0 {
			return i
		}
	}
	return -1
}

// Deprel is the full dependency label of token i.
func (s *Sentence) Deprel(i int) string { return s.Tokens[i].Deprel }

// ChildByRel is the first dependent of i that bears one of the labels, full
// ("nsubj:pass") or without subtype ("nsubj"); -1 when there is none.
func (s *Sentence) ChildByRel(i int, rels ...string) int {
	for _, c := range s.Children(i) {
		for _, rel := range rels {
			if s.Tokens[c].Deprel == rel || s.Rel(c) == rel {
				return c
			}
		}
	}
	return -1
}

// Subtree is the span from the first to the last character of i and all that hangs on it.
func (s *Sentence) Subtree(i int) Span {
	span := s.Tokens[i].Span
	for _, c := range s.Children(i) {
		span = span.Cover(s.Subtree(c))
	}
	return span
}

// Under reports whether token i is a or hangs, directly or not, on a.
func (s *Sentence) Under(i, a int) bool {
	for steps := 0; i >= 0 && steps <= len(s.Tokens); steps++ {
		if i == a {
			return true
		}
		i = s.HeadOf(i)
	}
	return false
}

// TokenAt is the index of the first token that overlaps span, -1 when none does.
func (s *Sentence) TokenAt(span Span) int {
	for i := range s.Tokens {
		if s.Tokens[i].Span.Overlaps(span) {
			return i
		}
	}
	return -1
}

// HeadIn is the token inside span whose head lies outside it, the head of the
// phrase; -1 when the span holds no token.
func (s *Sentence) HeadIn(span Span) int {
	first := -1
	for i := range s.Tokens {
		if !span.Contains(s.Tokens[i].Span) {
			continue
		}
		if first < 0 {
			first = i
		}
		if h := s.HeadOf(i); h < 0 || !span.Contains(s.Tokens[h].Span) {
			return i
		}
	}
	return first
}

// SentenceAt is the index of the sentence that holds the byte at offset, -1 when none does.
func (d *Document) SentenceAt(offset int) int {
	lo, hi := 0, len(d.Sentences)
	for lo < hi {
		mid := (lo + hi) / 2
		if d.Sentences[mid].Span.End <= offset {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(d.Sentences) && d.Sentences[lo].Span.Start <= offset {
		return lo
	}
	return -1
}

// Words is the text of a span, white space folded to single blanks.
func (d *Document) Words(span Span) string {
	out := make([]byte, 0, span.End-span.Start)
	blank := false
	for _, r := range d.Text[span.Start:span.End] {
		if r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\u00a0' {
			blank = len(out) > 0
			continue
		}
		if blank {
			out = append(out, ' ')
			blank = false
		}
		out = append(out, string(r)...)
	}
	return string(out)
}
