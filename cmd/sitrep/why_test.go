package main

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/view"
)

// TestWhy asks for every item of the briefs of the examples: each is found, with
// claims, their reports, and the sentences of all of them.
func TestWhy(t *testing.T) {
	var out, said bytes.Buffer
	args := []string{"brief", "--format", "json", "../../examples/tripoli-2019", "../../examples/goma-2025"}
	if status := run(context.Background(), args, strings.NewReader(""), &out, &said); status != exitDone {
		t.Fatalf("status %d: %s", status, said.String())
	}
	var sit sitrep.Situation
	if err := json.Unmarshal(out.Bytes(), &sit); err != nil {
		t.Fatal(err)
	}
	sit.Claims = map[string]*sitrep.Claim{}
	reports := map[string]bool{}
	out.Reset()
	args = []string{"code", "../../examples/tripoli-2019", "../../examples/goma-2025"}
	if status := run(context.Background(), args, strings.NewReader(""), &out, &said); status != exitDone {
		t.Fatalf("status %d: %s", status, said.String())
	}
	for dec := json.NewDecoder(&out); dec.More(); {
		var c sitrep.Claim
		if err := dec.Decode(&c); err != nil {
			t.Fatal(err)
		}
		sit.Claims[c.ID], reports[c.Report.ID] = &c, true
	}
	kinds := map[string][]string{"claim": slices.Sorted(maps.Keys(sit.Claims)), "report": slices.Sorted(maps.Keys(reports))}
	for _, ev := range sit.Events {
		kinds["event"] = append(kinds["event"], ev.ID)
	}
	for _, r := range sit.Ledger {
		kinds["figure"] = append(kinds["figure"], r.ID)
	}
	for _, p := range sit.Processes {
		kinds["process"] = append(kinds["process"], p.ID)
	}
	k, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	for kind, ids := range kinds {
		if len(ids) == 0 {
			t.Errorf("the examples have no %s", kind)
		}
		for _, id := range ids {
			e := view.Find(&sit, id)
			if e == nil || e.Kind != kind || len(e.Claims) == 0 || len(e.Reports) == 0 {
				t.Fatalf("%s %s: %+v", kind, id, e)
			}
			var text bytes.Buffer
			if err := view.EvidenceText(&text, e, &sit, k.Phrases, view.TextOptions{Width: 200}); err != nil {
				t.Fatal(err)
			}
			for _, c := range e.Claims {
				if !strings.Contains(text.String(), c.ID) {
					t.Errorf("%s %s: claim %s is not printed", kind, id, c.ID)
				}
			}
			for _, r := range e.Ledger {
				if !strings.Contains(text.String(), r.ID) {
					t.Errorf("%s %s: figure %s is not printed", kind, id, r.ID)
				}
			}
		}
	}
	if view.Find(&sit, "e_none") != nil {
		t.Error("found what is not there")
	}
}
