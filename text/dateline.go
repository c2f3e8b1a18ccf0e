package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
)

const (
	maxDateline  = 160 // bytes up to and including its dash or colon
	maxAgency    = 48  // bytes of a parenthesis in a dateline
	shortLead    = 120 // a paragraph shorter than this may stand before the dateline
	colonBodyMin = 60  // bytes that follow a dateline that ends in a colon
)

// datelineBlock finds the dateline in one of the first paragraphs, sets
// doc.Dateline, and returns the number of the block; -1 when there is none.
func (s *Segmenter) datelineBlock(doc *sitrep.Document) int {
	seen := 0
	for i, b := range doc.Blocks {
		if b.Kind != sitrep.Para {
			continue
		}
		if seen++; seen > 3 {
			break
		}
		block := doc.Text[b.Span.Start:b.Span.End]
		if n := s.dateline(block); n > 0 {
			doc.Dateline = sitrep.Span{Start: b.Span.Start, End: b.Span.Start + n}
			return i
		}
		if len(block) >= shortLead {
			break
		}
	}
	return -1
}

// head is what stands before the dash or colon of a possible dateline.
type head struct {
	segments [][]string // words between commas and slashes
	agency   bool       // there is a parenthesis
	spaced   bool       // the mark has white space before it
	colon    bool
	end      int // after the mark
}

// dateline is the length of the dateline that block opens with, 0 when none.
func (s *Segmenter) dateline(block string) int {
	h, ok := readHead(block)
	if !ok {
		return 0
	}
	body := block[h.end:]
	if !s.datelineHead(h, body) {
		return 0
	}
	if strings.Trim(body, " \n\t0123456789./-:") == "" {
		return len(block) // nothing but a date follows
	}
	if h.colon {
		return h.end
	}
	return h.end + bracketed(body)
}

// readHead reads words, commas and parentheses up to a dash or colon.
func readHead(block string) (head, bool) {
	var h head
	var segment []string
	limit := min(len(block), maxDateline)
	space := false
	for i := 0; i < limit; {
		r, n := utf8.DecodeRuneInString(block[i:])
		switch {
		case unicode.IsSpace(r):
			space = true
			i += n
			continue
		case r == ',' || r == '/':
			h.segments = append(h.segments, segment)
			segment = nil
			i += n
		case r == '(':
			k := strings.IndexByte(block[i:min(limit, i+maxAgency)], ')')
			if k < 0 {
				return h, false
			}
			h.agency = true
			i += k + 1
		case r == ':':
			h.segments, h.colon, h.spaced, h.end = append(h.segments, segment), true, space, i+1
			return h, i+1 < len(block) && block[i+1] == ' '
		case dash(r):
			for dash(r) {
				i += n
				r, n = utf8.DecodeRuneInString(block[i:])
			}
			h.segments, h.spaced, h.end = append(h.segments, segment), space, i
			return h, true
		case alnum(r):
			k := wordEnd(block, i)
			segment = append(segment, block[i:k])
			i = k
		default:
			return h, false
		}
		space = false
	}
	return h, false
}

func dash(r rune) bool { return r == '-' || r == '–' || r == '—' || r == '―' }

// wordEnd is the end of a word that may hold periods, apostrophes and hyphens.
func wordEnd(block string, i int) int {
	for i < len(block) {
		r, n := utf8.DecodeRuneInString(block[i:])
		next, _ := utf8.DecodeRuneInString(block[i+n:])
		if !alnum(r) && r != '.' && !((r == '-' || r == '\'' || r == '’') && alnum(next)) {
			break
		}
		i += n
	}
	return i
}

// datelineHead judges what was read: a place in capitals, or a place with a
// date, an agency or a spaced dash.
func (s *Segmenter) datelineHead(h head, body string) bool {
	first := h.segments[0]
	if len(first) == 0 { // "(MPA) - Text"
		return len(h.segments) == 1 && h.agency && !h.colon
	}
	if len(first) > 5 || s.words.Opener(first[0]) || !s.placeLike(h.segments) {
		return false
	}
	dated := s.dated(h.segments)
	capitals := inCapitals(first)
	shouting := strings.ToUpper(body) == body && strings.ToLower(body) != body
	if dated || h.agency {
		return capitals || !h.colon
	}
	if h.colon {
		return capitals && !shouting && colonHead(h, body)
	}
	if capitals {
		return !shouting
	}
	return len(first) <= 3 && len(first[0]) > 2 && h.spaced && strings.HasPrefix(body, " ") && capitalised(body) && !shouting
}

// colonHead reports whether "KABUL:" opens a paragraph. A colon after a name
// in small letters is left alone: more often than a place it is a speaker or
// the label of a headline.
func colonHead(h head, body string) bool {
	words := 0
	for _, segment := range h.segments {
		words += len(segment)
	}
	return words <= 3 && len(body) >= colonBodyMin && capitalised(body)
}

func capitalised(body string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(body, " \n\t\"'“‘[("))
	return unicode.IsUpper(r) || digit(r)
}

// placeLike reports whether all words look like names or dates.
func (s *Segmenter) placeLike(segments [][]string) bool {
	for i, segment := range segments {
		for k, word := range segment {
			r, _ := utf8.DecodeRuneInString(word)
			switch {
			case unicode.IsUpper(r):
			case digit(r) && i+k > 0 && len(word) <= 4:
			case unicode.IsLower(r) && k > 0 && len(word) <= 3 && k < len(segment)-1:
			case unicode.IsLower(r) && strings.Contains(word, "-"): // "al-Ayn"
			default:
				return false
			}
		}
	}
	return true
}

// dated reports whether a month with a day, or a weekday, is among the later words.
func (s *Segmenter) dated(segments [][]string) bool {
	for i, segment := range segments {
		for k, word := range segment {
			if i+k > 0 && (s.words.Month(word) && len(segment) > 1 || s.words.Weekday(word)) {
				return true
			}
		}
	}
	return false
}

// inCapitals reports whether the words are in capitals, one of three letters or more.
func inCapitals(words []string) bool {
	long := false
	for _, w := range words {
		if w != strings.ToUpper(w) || allDigits(w) {
			return false
		}
		long = long || len(w) >= 3 && alnumForm(w)
	}
	return long
}

// bracketed is the length of the bracketed notes of a monitoring service
// ("[REPORT] [TEXT]") that body opens with.
func bracketed(body string) int {
	end := 0
	for i := 0; i < len(body); {
		switch body[i] {
		case ' ', '\n', '\t':
			i++
		case '[':
			k := strings.IndexByte(body[i:min(len(body), i+maxDateline)], ']')
			if k < 0 {
				return end
			}
			i += k + 1
			end = i
		default:
			return end
		}
	}
	return end
}
