// Package corpus reads the example files that stand beside knowledge files and
// checks a rule's answers against them.
//
// A corpus is a text file of blank-line separated groups: one or more input
// lines, then one indented line "= answer" that must hold or "~ answer" that is
// a known gap and must fail. "@name value" sets a variable for what follows,
// "#" starts a comment at the start of a line or after two blanks. The answer
// "none" means that nothing may be found.
//
// It knows nothing of what the examples are about; the test that reads the
// file says how an input becomes an answer.
package corpus

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Case is one example.
type Case struct {
	Input string
	Want  string
	Gap   bool // "~": the answer is known to be missed so far
	Vars  map[string]string
	Pos   string // file:line of the input
}

// Read returns the cases of a file in order. An input without an answer, or an
// answer without an input, is an error with file and line.
func Read(file string) ([]Case, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("corpus: %w", err)
	}
	defer f.Close()
	var cases []Case
	var open []Case
	vars := map[string]string{}
	scan, base := bufio.NewScanner(f), filepath.Base(file)
	scan.Buffer(nil, 1<<20)
	for n := 1; scan.Scan(); n++ {
		line := strip(scan.Text())
		text := strings.TrimSpace(line)
		pos := fmt.Sprintf("%s:%d", base, n)
		switch {
		case text == "":
		case text[0] == '@':
			name, value, _ := strings.Cut(text[1:], " ")
			vars = maps.Clone(vars)
			vars[name] = strings.TrimSpace(value)
		case line[0] == ' ' || line[0] == '\t':
			mark, want, ok := strings.Cut(text, " ")
			if !ok || (mark != "=" && mark != "~") {
				return nil, fmt.Errorf("%s: an answer starts with \"= \" or \"~ \"", pos)
			}
			if len(open) == 0 {
				return nil, fmt.Errorf("%s: answer without an input line above it", pos)
			}
			for _, c := range open {
				c.Want, c.Gap = strings.TrimSpace(want), mark == "~"
				cases = append(cases, c)
			}
			open = nil
		default:
			open = append(open, Case{Input: text, Vars: vars, Pos: pos})
		}
	}
	if len(open) > 0 {
		return nil, fmt.Errorf("%s: input without an answer; add \"  = answer\" or \"  = none\" below it", open[0].Pos)
	}
	return cases, scan.Err()
}

func strip(line string) string {
	if strings.HasPrefix(line, "#") {
		return ""
	}
	if i := strings.Index(line, "  # "); i >= 0 {
		return line[:i]
	}
	return line
}

// Check fails the test when got is not what the case wants, and also when a
// known gap has closed, so that the file gets its "=".
func Check(t testing.TB, c Case, got string) {
	t.Helper()
	switch {
	case c.Gap && got == c.Want:
		t.Errorf("%s: %q now passes; change \"~\" to \"=\" to keep it", c.Pos, c.Input)
	case !c.Gap && got != c.Want:
		t.Errorf("%s: %q gives %q, want %q", c.Pos, c.Input, got, c.Want)
	}
}
