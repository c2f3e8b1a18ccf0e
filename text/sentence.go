package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

const (
	// maxWords is the length from which a sentence is cut at punctuation or hard:
	// nothing a person wrote as one sentence, and too long for the models.
	maxWords = 400
	// maxBracket is the number of words that a bracket may hold and still be
	// taken as part of one sentence.
	maxBracket = 60
)

// sentences cuts the part span of text into sentences.
func (s *Segmenter) sentences(text string, span sitrep.Span) []sitrep.Sentence {
	words := s.tokenize(text, span)
	c := cutter{know: s.words, words: words, match: brackets(words)}
	var out []sitrep.Sentence
	for start := 0; start < len(words); {
		end := c.end(start)
		out = append(out, c.sentence(start, end))
		start = end
	}
	return out
}

// cutter finds the ends of sentences among the words of one block.
type cutter struct {
	know  *knowledge.Text
	words []word
	match []int // index of the closing bracket for an opening one, else 0
	open  bool  // a straight double quotation mark is open
}

func (c *cutter) sentence(start, end int) sitrep.Sentence {
	sent := sitrep.Sentence{
		Span:   sitrep.Span{Start: c.words[start].Span.Start, End: c.words[end-1].Span.End},
		Tokens: make([]sitrep.Token, 0, end-start),
	}
	for _, w := range c.words[start:end] {
		sent.Tokens = append(sent.Tokens, w.Token)
	}
	return sent
}

// brackets pairs opening with closing brackets; what finds no partner is left alone.
func brackets(words []word) []int {
	match := make([]int, len(words))
	var stack []int
	for i := range words {
		switch words[i].Form {
		case "(", "[", "{":
			stack = append(stack, i)
		case ")", "]", "}":
			if n := len(stack); n > 0 {
				match[stack[n-1]] = i
				stack = stack[:n-1]
			}
		}
	}
	return match
}

// end is the index after the last word of the sentence that starts at start.
func (c *cutter) end(start int) int {
	for i := start; i < len(c.words); i++ {
		if i-start >= maxWords {
			return c.forced(start)
		}
		if m := c.match[i]; m > 0 && i > start && m-i <= maxBracket {
			i = m
			if c.words[m-1].Form == "." && (m+1 == len(c.words) || c.breaks(m-1, m+1, false)) {
				return m + 1
			}
			continue
		}
		if c.words[i].Form == `"` {
			c.open = !c.open
		}
		if !c.terminal(i) {
			continue
		}
		next, quoted := c.closers(i + 1)
		if next == len(c.words) || c.breaks(i, next, quoted) {
			if quoted {
				c.open = false
			}
			return next
		}
	}
	if len(c.words)-start > maxWords {
		return c.forced(start)
	}
	return len(c.words)
}

// forced is the end of a sentence that is too long: after the last mark that
// separates clauses, else anywhere between two tokens.
func (c *cutter) forced(start int) int {
	for i := start + maxWords; i > start+maxWords/2; i-- {
		if strings.Contains(",;:-–—--", c.words[i-1].Form) {
			return i
		}
	}
	end := start + maxWords
	for end < len(c.words) && c.words[end].inner {
		end++
	}
	return end
}

func (c *cutter) terminal(i int) bool {
	return c.words[i].abbrev != knowledge.NoAbbreviation || strings.Trim(c.words[i].Form, ".?!…") == ""
}

// closers is the index after the closing marks and note numbers at i, and
// whether a quotation mark is among them.
func (c *cutter) closers(i int) (next int, quoted bool) {
	open := c.open
	for ; i < len(c.words); i++ {
		w := &c.words[i]
		switch w.Form {
		case ")", "]", "}":
		case "”", "''", "’’", "»", "’", "'":
			if !w.glued {
				return i, quoted
			}
			quoted = true
		case `"`:
			if !w.glued && (!open || i+1 < len(c.words) && c.words[i+1].glued) {
				return i, quoted
			}
			open, quoted = false, true
		case "[":
			m := c.match[i]
			if m != i+2 || !allDigits(c.words[i+1].Form) {
				return i, quoted
			}
			i = m
		default:
			return i, quoted
		}
	}
	return i, quoted
}

// breaks decides whether a sentence ends after the mark at i when next, the
// first word after it and its closing marks, begins what follows.
func (c *cutter) breaks(i, next int, quoted bool) bool {
	at := next
	for at < len(c.words)-1 && !alnumForm(c.words[at].Form) && at-next < 3 {
		at++
	}
	first, _ := utf8.DecodeRuneInString(c.words[at].Form)
	mark := &c.words[i]
	switch {
	case unicode.IsLower(first):
		return mark.Form == "." && (c.words[next].Form == "[" || c.words[next].Form == "(") ||
			at == i+1 && c.breaksBeforeLower(i)
	case mark.abbrev != knowledge.NoAbbreviation:
		return c.breaksAfterAbbreviation(mark, at, first)
	case c.words[next].glued && next == i+1 && !unicode.IsUpper(first) && at == next:
		return false // "3.5.b", "word.23"
	case quoted && strings.ContainsAny(mark.Form, "?!") && c.saidAfter(next):
		return false
	}
	return true
}

// breaksBeforeLower decides about a mark that a small letter follows at once,
// as some write without capitals. The sentence goes on after an ellipsis, a
// single character, and a word with a capital or period of its own: that may
// be an abbreviation nobody listed ("Ind.") or a name that ends in the mark.
func (c *cutter) breaksBeforeLower(i int) bool {
	mark := &c.words[i]
	if mark.abbrev != knowledge.NoAbbreviation || c.words[i+1].glued || i == 0 {
		return false
	}
	last := c.words[i-1].Form
	first, size := utf8.DecodeRuneInString(last)
	if size == len(last) || unicode.IsUpper(first) || !alnumForm(last) || strings.Contains(last, ".") {
		return false
	}
	return mark.Form == "." || strings.Trim(mark.Form, "?!") == "" && !c.saidAfter(i+1)
}

func (c *cutter) breaksAfterAbbreviation(mark *word, at int, first rune) bool {
	switch mark.abbrev {
	case knowledge.MonthAbbreviation:
		return !unicode.IsDigit(first)
	case knowledge.MaybeAbbreviation:
		return unicode.IsUpper(first) && c.know.Opener(c.words[at].Form)
	case knowledge.EndAbbreviation:
		return unicode.IsUpper(first)
	}
	return false
}

// saidAfter reports whether a quotation goes on with its speaker: a verb of
// saying within the next few words, before any mark.
func (c *cutter) saidAfter(next int) bool {
	for i := next; i < len(c.words) && i < next+5; i++ {
		if c.know.Saying(c.words[i].Form) {
			return true
		}
		if !alnumForm(c.words[i].Form) {
			return false
		}
	}
	return false
}

func alnumForm(form string) bool {
	for _, r := range form {
		if alnum(r) {
			return true
		}
	}
	return false
}
