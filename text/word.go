package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// maxMailName is the length in bytes of the longest name before the @ of a mail address.
const maxMailName = 80

// word takes what starts with a letter or a number at i: a word with its
// clitics, a number with its unit, an address. It returns where it ends.
func (t *tokenizer) word(i int) int {
	if j := t.address(i); j > 0 {
		t.emit(i, j)
		return j
	}
	j := t.scan(i)
	if end := t.amount(i, j); end > 0 {
		return end
	}
	if kind, end := t.abbreviation(i, j); end > 0 {
		t.emit(i, end).abbrev = kind
		return end
	}
	if t.peek(j) == '$' && t.text[i:j] == strings.ToUpper(t.text[i:j]) && j-i <= 3 && !t.digitAt(i) {
		t.emit(i, j+1) // "US$"
		return j + 1
	}
	return t.clitics(i, j)
}

// address is the end of a web or mail address that starts at i, 0 when none does.
func (t *tokenizer) address(i int) int {
	rest := t.text[i:t.end]
	if n := min(len(rest), 8); !strings.Contains(rest[:n], "://") && !strings.HasPrefix(rest, "www.") {
		return t.mail(i)
	}
	return i + len(strings.TrimRight(rest, ".,;:!?)]}>\"'’”*"))
}

// mail is the end of a mail address, 0 when the word at i is none.
func (t *tokenizer) mail(i int) int {
	at := -1
	j := i
	for j < t.end && (at >= 0 || j < i+maxMailName) {
		r, n := t.rune(j)
		if r == '@' && at < 0 && j > i && t.alnumAt(j+1) {
			at = j
		} else if !alnum(r) && !strings.ContainsRune("._-+%", r) {
			break
		}
		j += n
	}
	if at < 0 {
		return 0
	}
	return i + len(strings.TrimRight(t.text[i:j], ".-_+%"))
}

// scan is the end of the word that starts at i, without a closing period.
func (t *tokenizer) scan(i int) int {
	part := i // start of the part after the last hyphen
	for j := i; ; {
		r, n := t.rune(j)
		switch {
		case alnum(r) || j == i:
			j += n
		case n == 0:
			return j
		case r == '-' || r == '–':
			if !t.alnumAt(j+n) || !t.hyphenJoins(i, part, j, j+n) {
				return j
			}
			j += n
			part = j
		case !t.joins(i, j, r, n):
			return j
		default:
			j += n
		}
	}
}

// joins reports whether the symbol r at j, inside a word that starts at i,
// belongs to the word.
func (t *tokenizer) joins(i, j int, r rune, n int) bool {
	if !t.alnumAt(j+n) || !t.alnumBefore(j) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(t.text[:j])
	after := t.peek(j + n)
	numbers := digit(before) && digit(after)
	switch r {
	case '\'', '’', '&', '_':
		return true
	case '`':
		return false
	case '.':
		return !t.missingBlank(i, j, before, after)
	case ',':
		return numbers && t.thousands(j+1)
	case ':', '/':
		return numbers
	}
	return false
}

// missingBlank tells the end of a sentence without a blank after it
// ("dead.The", "found.23") from an address or an abbreviation.
func (t *tokenizer) missingBlank(i, j int, before, after rune) bool {
	if digit(after) && t.know.Abbreviation(t.text[i:j+1]) == knowledge.NumberAbbreviation {
		return true // "No.4"
	}
	if j-i < 3 || !unicode.IsLower(before) {
		return false
	}
	next := t.peek(j + 1 + utf8.RuneLen(after))
	return unicode.IsUpper(after) && unicode.IsLower(next) || digit(after)
}

// thousands reports whether exactly three digits follow.
func (t *tokenizer) thousands(j int) bool {
	return t.digitAt(j) && t.digitAt(j+1) && t.digitAt(j+2) && !t.digitAt(j+3)
}

// hyphenJoins reports whether the hyphen at j joins the part that starts at
// part to the word that follows at next: after a prefix, and in telephone numbers.
func (t *tokenizer) hyphenJoins(i, part, j, next int) bool {
	left := t.text[part:j]
	if !digit(rune(left[0])) {
		return part == i && t.know.Prefix(left) && t.text[j] == '-' && len(left) > 0
	}
	return allDigits(left) && (len(left) == 3 || part > i) && t.digitRun(next) >= 3 && t.digitRun(next) <= 4
}

func (t *tokenizer) digitRun(j int) int {
	n := 0
	for t.digitAt(j+n) && n < 6 {
		n++
	}
	return n
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !digit(rune(s[i])) {
			return false
		}
	}
	return s != ""
}

// amount emits a number and the unit written on its end ("5km", "9:30pm"), and
// returns where they end; 0 when [i, j) is no such thing.
func (t *tokenizer) amount(i, j int) int {
	k := i
	for k < j && (digit(rune(t.text[k])) || strings.IndexByte(".,:", t.text[k]) >= 0) {
		k++
	}
	if k == i || k == j {
		return 0
	}
	unit := t.text[k:j]
	if t.peek(j) == '.' && strings.Contains(unit, ".") {
		unit += "."
	}
	if !t.know.Unit(unit) || !digit(rune(t.text[k-1])) {
		return 0
	}
	t.emit(i, k)
	w := t.emit(k, k+len(unit))
	if strings.HasSuffix(unit, ".") {
		w.abbrev = knowledge.MaybeAbbreviation
	}
	return k + len(unit)
}

// abbreviation is the kind and the end, with its period, of the abbreviation
// [i, j); the end is 0 when it is none.
func (t *tokenizer) abbreviation(i, j int) (knowledge.AbbreviationKind, int) {
	if t.peek(j) != '.' || t.peek(j+1) == '.' {
		return "", 0
	}
	form := t.text[i : j+1]
	kind := t.know.Abbreviation(form)
	switch {
	case kind == knowledge.NumberAbbreviation:
		if !t.numberFollows(j + 1) {
			return "", 0
		}
	case kind != knowledge.NoAbbreviation:
	case dotted(form):
		kind = knowledge.MaybeAbbreviation
	case initial(form) && t.capitalFollows(j+1):
		kind = knowledge.MaybeAbbreviation
	case lowerFollows(t.text, j+1, t.stop) && len(form) <= 5 && !vowelled(form):
		kind = knowledge.NeverAbbreviation
	default:
		return "", 0
	}
	return kind, j + 1
}

// dotted tells "U.S." and "Ph.D." from a word: parts of one or two letters.
func dotted(form string) bool {
	parts := strings.Split(strings.TrimSuffix(form, "."), ".")
	if len(parts) < 2 {
		return false
	}
	for _, p := range parts {
		r, _ := utf8.DecodeRuneInString(p)
		if utf8.RuneCountInString(p) > 2 || !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

func initial(form string) bool {
	r, n := utf8.DecodeRuneInString(form)
	return n == len(form)-1 && unicode.IsUpper(r)
}

// capitalFollows reports whether a name could go on after the initial: at once
// with a letter or mark, or after white space with a capital that opens no sentence.
func (t *tokenizer) capitalFollows(j int) bool {
	if j < t.end {
		return t.text[j] == ',' || t.text[j] == '\'' || t.text[j] == '-' || t.letterAt(j)
	}
	next := nextChunk(t.text, j, t.stop)
	r, _ := utf8.DecodeRuneInString(next)
	return unicode.IsUpper(r) && !t.know.Opener(strings.TrimRight(next, ".,;:!?"))
}

func (t *tokenizer) numberFollows(j int) bool {
	if j < t.end {
		return t.digitAt(j)
	}
	next := nextChunk(t.text, j, t.stop)
	return next != "" && (digit(rune(next[0])) || strings.Trim(next, "IVX.,;)") == "")
}

func lowerFollows(text string, j, stop int) bool {
	r, _ := utf8.DecodeRuneInString(nextChunk(text, j, stop))
	return unicode.IsLower(r)
}

func vowelled(form string) bool { return strings.ContainsAny(strings.ToLower(form), "aeiouy") }

// nextChunk is the text after the white space at j up to the next, at most 24 bytes.
func nextChunk(text string, j, stop int) string {
	limit := min(stop, j+8)
	for j < limit && (text[j] == ' ' || text[j] == '\n' || text[j] == '\t' || text[j] == '\r') {
		j++
	}
	k := j
	for k < min(stop, j+24) && text[k] > ' ' {
		k++
	}
	return text[j:k]
}

// clitics emits [i, j) as one word or as the words of a multi-word token, and
// returns where it ends: after the apostrophe of a plural possessive.
func (t *tokenizer) clitics(i, j int) int {
	if parts := t.know.Contraction(t.text[i:j]); parts != nil {
		t.multi(i, j, parts)
		return j
	}
	end := j
	var tail []string // last first
	if r, n := t.rune(j); (r == '\'' || r == '’') && !t.quote && possessive(t.text[i:j]) && !t.alnumAt(j+n) && t.peek(j+n) != r {
		tail = append(tail, t.text[j:j+n])
		end = j + n
	}
	for stem := j; ; {
		cut := t.cliticStart(i, stem)
		if cut <= i {
			break
		}
		tail = append(tail, t.text[cut:stem])
		stem, j = cut, cut
	}
	if len(tail) == 0 {
		t.emit(i, end)
		return end
	}
	parts := []string{t.text[i:j]}
	for k := len(tail) - 1; k >= 0; k-- {
		parts = append(parts, tail[k])
	}
	t.multi(i, end, parts)
	return end
}

func possessive(form string) bool {
	last := form[len(form)-1]
	return len(form) > 2 && (last == 's' || last == 'S' || last == 'x' || last == 'z')
}

// cliticStart is where the clitic on the end of [i, j) starts, i when it has none.
func (t *tokenizer) cliticStart(i, j int) int {
	form := t.text[i:j]
	cut := strings.LastIndexAny(form, "'’")
	if cut <= 0 {
		return i
	}
	if n := cut - 1; n > 0 && t.know.Clitic(form[n:]) { // n't
		return i + n
	}
	if !t.know.Clitic(form[cut:]) || decade(form[:cut]) {
		return i
	}
	return i + cut
}

// decade tells "the 60's", one word, from "2003's".
func decade(stem string) bool { return allDigits(stem) && strings.HasSuffix(stem, "0") }

// multi emits the words of one multi-word token, which share the span [i, j).
func (t *tokenizer) multi(i, j int, parts []string) {
	for k, form := range parts {
		w := t.emit(i, j)
		w.Token = sitrep.Token{Span: w.Span, Form: form}
		w.inner = k > 0
	}
}
