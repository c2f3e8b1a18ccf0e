package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis/syntax"
	"github.com/sitrep-dev/sitrep/internal/doctest"
	"github.com/sitrep-dev/sitrep/internal/golden"
)

// drawn draws a sentence made by hand, with a word of two parts, a line that
// would cross another, nested entities and a phrase with a gap.
func drawn(t *testing.T, width int) []byte {
	t.Helper()
	doc := doctest.Parse("The/DET/det/4 Union/PROPN/nmod:poss/4 's/PART/case/2 envoy/NOUN/nsubj/5 told/VERB/root/0/tell " +
		"a/DET/det/7 deal/NOUN/nsubj/9 reporters/NOUN/iobj/5 failed/VERB/ccomp/5/fail that/PRON/nsubj/11 matters/VERB/acl:relcl/7/matter 东京/PROPN/obj/11 ./PUNCT/punct/5")
	sent := &doc.Sentences[0]
	at := strings.Index(doc.Text, "Union's")
	sent.Tokens[1].Span = sitrep.Span{Start: at, End: at + len("Union's")}
	sent.Tokens[2].Span = sent.Tokens[1].Span
	reading := syntax.Reading{
		Entities: []syntax.Entity{{First: 0, Last: 3, Kind: "person"}, {First: 1, Last: 1, Kind: "organization"}, {First: 5, Last: 11, Kind: "event"},
			{First: 7, Last: 7, Kind: "person"}, {First: 11, Last: 11, Kind: "place"}},
		Roles: []syntax.Role{{Predicate: 4, Word: 3, Role: "ARG0"}, {Predicate: 4, Word: 7, Role: "ARG2"}, {Predicate: 4, Word: 8, Role: "ARG1"},
			{Predicate: 8, Word: 6, Role: "ARG1"}, {Predicate: 10, Word: 6, Role: "ARG0"}},
	}
	predicates := make([]bool, len(sent.Tokens))
	for i := range sent.Tokens {
		predicates[i] = sent.Tokens[i].UPOS == "VERB"
		reading.Words = append(reading.Words, syntax.Word{Predicate: predicates[i] || i == 3})
	}
	var out bytes.Buffer
	e := &explainer{newSheet(&out, width, false), doc}
	words := e.heading(0)
	e.tree(sent, words, predicates)
	e.entities(words, reading.Entities)
	e.roles(sent, words, &reading)
	return out.Bytes()
}

func TestExplainLayout(t *testing.T) {
	golden.Check(t, "explain.txt", append(drawn(t, 90), drawn(t, 50)...))
}

// TestExplainReasons keeps what is said of why a claim has its source, mood, time
// and figure.
func TestExplainReasons(t *testing.T) {
	var all bytes.Buffer
	for _, text := range []string{
		"The navy plans to shell the town of Derna on Friday, two officials said, after rebels killed 12 soldiers there last week.",
		"At least 40 villagers, including nine children, were killed in a raid on Sunday, a doctor said. Rebels said they had shot dead a commander the previous day.",
		"In 2011 the militia did not attack the port, according to a resident.",
		"Would the guard arrest the mayor? Residents demanded on Monday that the rebels leave the town. The death toll since May has risen to 250.",
	} {
		var out, said bytes.Buffer
		if status := run(context.Background(), []string{"explain", "--width", "90", "--published", "2019-04-08", text}, strings.NewReader(""), &out, &said); status != exitDone {
			t.Fatalf("status %d: %s", status, said.String())
		}
		_, claims, _ := strings.Cut(out.String(), "\nCLAIMS\n")
		all.WriteString(text + "\n" + claims + "\n")
	}
	golden.Check(t, "reasons.txt", all.Bytes())
}

// TestExplainHostile wants rows of the width that was asked for, and nothing in
// them that a terminal would obey.
func TestExplainHostile(t *testing.T) {
	for name, text := range map[string]string{
		"sequences": "Rebels\x1b[2J \x1b]0;title\x07 attacked \u009b31m the town of \u202eMisrata\u202c on\rMonday\x7f.",
		"marks":     "\u0301\u0301Re\u0308bels at\u0301tacked 东京都 and \u200d👩‍👩‍👧 \u0301x.",
		"bytes":     "Rebels \xff\xfe attacked\x00 the \xc3( town.",
		"long":      strings.Repeat("a", 500) + " attacked " + strings.Repeat("(", 200) + "Misrata" + strings.Repeat(")", 200),
		"deep":      "Rebels who said " + strings.Repeat("that men who said ", 60) + "so attacked the town.",
		"several":   "Rebels attacked.\nNobody died. 5.",
	} {
		var out, said bytes.Buffer
		if status := run(context.Background(), []string{"explain", "--width", "70", text}, strings.NewReader(""), &out, &said); status != exitDone {
			t.Fatalf("%s: status %d: %s", name, status, said.String())
		}
		s := newSheet(nil, 0, false)
		for line := range strings.Lines(out.String()) {
			line = strings.TrimSuffix(line, "\n")
			for _, r := range line {
				if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d' {
					t.Errorf("%s: %q reaches the terminal in %q", name, r, line)
				}
			}
			if s.columns(line) > 70 {
				t.Errorf("%s: %d columns: %s", name, s.columns(line), line)
			}
		}
	}
}

func TestLegible(t *testing.T) {
	for in, want := range map[string]string{
		"plain “words” 东京 e\u0301":      "plain “words” 东京 e\u0301",
		"a\x1b[31mb\u009b\u0085c":       `a\x1b[31mb\u009b c`,
		"\u202ea\u200b\ufeff\U000e0041": `\u202ea\u200b\ufeff\U000e0041`,
		"\xff\ufffd\n\t\u2028":          "\\xff\ufffd   ",
		"\u0301x":                       "◌\u0301x",
	} {
		if got := legible(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// TestDraw wants lines that end at words, whatever the tree.
func TestDraw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(t, "words")
		order := rapid.Permutation(numbers(n)).Draw(t, "order")
		sent := &sitrep.Sentence{Tokens: make([]sitrep.Token, n)}
		for k, i := range order[1:] {
			sent.Tokens[i].Head = 1 + order[rapid.IntRange(max(0, k-rapid.IntRange(0, 60).Draw(t, "near")), k).Draw(t, "head")]
		}
		sent.Link()
		d := draw(sent)
		for i, arms := range d.arms {
			for at, arm := range arms {
				below, above := i+1 < n && d.arms[i+1][at]&up != 0, i > 0 && d.arms[i-1][at]&down != 0
				if (arm&down != 0) != below || (arm&up != 0) != above {
					t.Fatalf("a line breaks off at word %d, level %d", i, at)
				}
				if arm != 0 && at > d.level[i] {
					t.Fatalf("a line runs through word %d", i)
				}
			}
			if head := sent.HeadOf(i); !d.lifted[i] && head >= 0 && d.level[i] <= maxDepth && d.level[i] != d.level[head]+1 {
				t.Fatalf("word %d stands at level %d, its head at %d", i, d.level[i], d.level[head])
			}
		}
	})
}

// numbers is the numbers from 0 to n-1.
func numbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
