package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/pipeline"
)

// TestCrash wants a crash of a stage to be one line about the report, and
// status 1 when others went through.
func TestCrash(t *testing.T) {
	var said bytes.Buffer
	s := &session{ctx: context.Background(), err: &said, flags: &commands{}, log: slog.New(slog.DiscardHandler), read: 1}
	s.fault(&pipeline.ReportError{Report: "r_1", Source: "a.txt", Cause: "index out of range", Stack: []byte("goroutine 1")})
	if got := s.status(nil); got != exitSome {
		t.Errorf("status %d", got)
	}
	if want := "sitrep: pipeline: a.txt: report r_1 was left out, a stage failed: index out of range; please send the report to the maintainers\n"; said.String() != want {
		t.Errorf("said %q, want %q", said.String(), want)
	}
}

// lines runs a command over the examples and decodes its lines.
func lines(t *testing.T, args ...string) []map[string]any {
	t.Helper()
	var out, said bytes.Buffer
	if status := run(context.Background(), args, strings.NewReader(""), &out, &said); status != exitDone {
		t.Fatalf("%q: status %d: %s", args, status, said.String())
	}
	var all []map[string]any
	for dec := json.NewDecoder(&out); ; {
		var one map[string]any
		if err := dec.Decode(&one); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
}

// TestSpans reads every span of the outputs of analyze and code again: each lies
// in the text of its report, is not empty and starts and ends between characters.
func TestSpans(t *testing.T) {
	texts := map[string]string{}
	for _, doc := range lines(t, "analyze", "../../examples/tripoli-2019", "../../examples/goma-2025") {
		text := doc["text"].(string)
		texts[doc["report"].(map[string]any)["id"].(string)] = text
		for _, key := range []string{"blocks", "sentences", "mentions", "timexes", "toponyms", "quantities", "attributions"} {
			if _, ok := doc[key].([]any); !ok {
				t.Errorf("document without a list of %s", key)
			}
		}
		if n := spans(t, text, "", doc); n < 100 {
			t.Errorf("only %d spans in a document", n)
		}
	}
	claims := lines(t, "code", "../../examples/tripoli-2019", "../../examples/goma-2025")
	if len(claims) < 30 {
		t.Fatalf("only %d claims", len(claims))
	}
	ids := map[string]bool{}
	for _, c := range claims {
		ids[c["id"].(string)] = true
	}
	for _, c := range claims {
		text := texts[c["report"].(map[string]any)["id"].(string)]
		spans(t, text, "", c)
		sentence, trigger := pair(c["sentence"]), pair(c["trigger"])
		if sentence == nil || trigger == nil || trigger[0] < sentence[0] || trigger[1] > sentence[1] {
			t.Errorf("claim %s: trigger %v, sentence %v", c["id"], trigger, sentence)
		} else if got, want := fold(text[sentence[0]:sentence[1]]), fold(c["quote"].(string)); got != want {
			t.Errorf("claim %s quotes %q, its sentence is %q", c["id"], want, got)
		}
		if about, ok := c["about"].(string); ok && !ids[about] {
			t.Errorf("claim %s speaks of %s, which is not there", c["id"], about)
		}
	}
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// spans checks the spans below value, which stands under key, and counts them.
func spans(t *testing.T, text, key string, value any) int {
	t.Helper()
	n := 0
	switch value := value.(type) {
	case map[string]any:
		for key, below := range value {
			n += spans(t, text, key, below)
		}
	case []any:
		if slices.Contains([]string{"span", "sentence", "trigger", "source", "cue", "content"}, key) {
			p := pair(value)
			if p == nil || p[0] < 0 || p[0] >= p[1] || p[1] > len(text) || !utf8.RuneStart(text[p[0]]) || p[1] < len(text) && !utf8.RuneStart(text[p[1]]) {
				t.Errorf("%s %v in a text of %d bytes", key, value, len(text))
			}
			return 1
		}
		for _, below := range value {
			n += spans(t, text, key, below)
		}
	}
	return n
}

// pair reads a list of two whole numbers, nil for anything else.
func pair(value any) []int {
	list, ok := value.([]any)
	if !ok || len(list) != 2 {
		return nil
	}
	var out []int
	for _, v := range list {
		f, ok := v.(float64)
		if !ok || f != float64(int(f)) {
			return nil
		}
		out = append(out, int(f))
	}
	return out
}

// loaded is the built-in knowledge, read once.
var loaded = sync.OnceValues(func() (*knowledge.Base, error) { return knowledge.Load(knowledge.Embedded()) })
