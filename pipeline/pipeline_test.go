package pipeline_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/pipeline"
	"github.com/sitrep-dev/sitrep/report"
)

// load prepares the stages once for all tests of the package.
var load = sync.OnceValues(func() (*pipeline.Pipeline, error) {
	k, err := knowledge.Load(knowledge.Embedded())
	if err != nil {
		return nil, err
	}
	return pipeline.New(k)
})

func stages(t testing.TB) *pipeline.Pipeline {
	t.Helper()
	p, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// examples reads the example reports.
func examples(t testing.TB, p *pipeline.Pipeline) []sitrep.Report {
	t.Helper()
	var all []sitrep.Report
	for rep, err := range report.New(p.Knowledge.Page).Open(context.Background(), []string{"../examples/goma-2025", "../examples/tripoli-2019"}, nil) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, rep)
	}
	if len(all) < 10 {
		t.Fatalf("%d example reports", len(all))
	}
	return all
}

// code runs the reports and gives all that came out, as bytes.
func code(t *testing.T, p *pipeline.Pipeline, reps []sitrep.Report, workers int) string {
	t.Helper()
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	in := func(yield func(sitrep.Report, error) bool) {
		for _, rep := range reps {
			if !yield(rep, nil) {
				return
			}
		}
	}
	for r, err := range p.Run(context.Background(), in, workers) {
		if err != nil {
			t.Fatal(err)
		}
		for _, value := range []any{r.Document.Sentences, r.Document.Mentions, r.Document.Timexes, r.Document.Toponyms, r.Document.Attributions, r.Claims} {
			if err := enc.Encode(value); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out.String()
}

// TestSameBytes wants many workers, and a second run, to give the bytes of one.
func TestSameBytes(t *testing.T) {
	p := stages(t)
	reps := examples(t, p)
	want := code(t, p, reps, 1)
	if !strings.Contains(want, `"trigger"`) {
		t.Fatal("the examples have no claims")
	}
	for _, workers := range []int{8, 3} {
		if got := code(t, p, reps, workers); got != want {
			t.Errorf("%d workers give other bytes than one", workers)
		}
	}
}

// TestHostile codes texts that are meant to break a stage, and wants each to
// come back with every claim inside its text.
func TestHostile(t *testing.T) {
	p := stages(t)
	for name, text := range map[string]string{
		"nothing":       " ",
		"one letter":    "a",
		"signs":         "!?.,;:-–—“”‘’()[]{}<>|\\/@#$%^&*_+=~`",
		"digits":        "1 2 3 1,000,000,000,000,000,000,000,000 killed -5 injured 0 dead 1e9 wounded.",
		"wide letters":  "𝕿𝖍𝖊 𝖆𝖗𝖒𝖞 killed 👩‍👩‍👧 in Tripoli\u202e.",
		"broken words":  "An\u00adti\u200b-gov\u2060ern\ufeffment rebels at\u0301tacked.",
		"no sentences":  strings.Repeat("Rebels attacked the town and ", 2_000),
		"nested quotes": strings.Repeat("“He said that ", 500) + strings.Repeat("”", 500),
		"brackets":      strings.Repeat("(", 3_000) + "killed 5" + strings.Repeat(")", 3_000),
		"one word":      strings.Repeat("attack", 20_000),
		"line ends":     strings.Repeat("\n", 10_000) + "Rebels attacked Tripoli.\r\r\n\u2028\u2029\v\f.",
		"dates":         "On 99 April 0000, 31 February 9999 and 1/1/1, 25:61 on the 400th of May last next Monday ago.",
	} {
		r, err := p.Code(sitrep.Report{ID: "r_" + name, Text: text})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, c := range r.Claims {
			if c.Trigger.Start < c.Sentence.Start || c.Trigger.End > c.Sentence.End || c.Sentence.Start < 0 || c.Sentence.End > len(text) {
				t.Errorf("%s: sentence %v, trigger %v in %d bytes", name, c.Sentence, c.Trigger, len(text))
			}
		}
		if _, err := p.Explain(r.Document); err != nil {
			t.Errorf("%s: explain: %v", name, err)
		}
	}
}
