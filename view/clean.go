package view

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// citation is " [1][2]" for numbers, "" for none.
func citation(notes []int) string {
	if len(notes) == 0 {
		return ""
	}
	var out strings.Builder
	out.WriteByte(' ')
	for _, n := range notes {
		fmt.Fprintf(&out, "[%d]", n)
	}
	return out.String()
}

// quote is a printed sentence in quotation marks on one line.
func quote(s string) string {
	s = shorten(clean(s), 420)
	if s == "" {
		return ""
	}
	return "“" + strings.Trim(s, "“”\"") + "”"
}

// shorten cuts at a blank before n bytes and says so.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	cut := strings.LastIndexByte(s[:n], ' ')
	if cut < n/2 {
		for cut = n; cut > 0 && s[cut]&0xC0 == 0x80; cut-- {
		}
	}
	return s[:cut] + " …"
}

// terminal finds the control sequences of terminals: colours and cursor moves,
// and titles or links up to their end.
var terminal = regexp.MustCompile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\\\)?|[ -~])")

// clean makes words of a report safe to print: white space becomes single
// blanks, terminal sequences, control characters and characters that change the
// direction of writing are dropped, broken UTF-8 is replaced.
func clean(s string) string {
	if strings.ContainsRune(s, '\x1b') {
		s = terminal.ReplaceAllString(s, "")
	}
	var b strings.Builder
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || r == '\u2028' || r == '\u2029':
			gap = b.Len() > 0
			continue
		case unicode.IsControl(r), r == '\u061c', r == '\u200e', r == '\u200f', '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069',
			r == '\ufeff', '\U000e0000' <= r && r <= '\U000e007f':
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	return b.String()
}
