package event_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// streamReport is a line of a stream: a report and its gold.
type streamReport struct {
	ID        string          `json:"id"`
	Title     string          `json:"title"`
	Text      string          `json:"text"`
	Published time.Time       `json:"published"`
	Publisher string          `json:"publisher"`
	Origin    string          `json:"origin"`
	Gold      []streamMention `json:"gold"`
}

type streamMention struct {
	Event      string `json:"event"`
	Span       string `json:"span"`
	Sentence   string `json:"sentence"`
	Note       string `json:"note"`
	Background bool   `json:"background"`
}

var (
	streamNotes = map[string]bool{"update": true, "hedged": true, "denial": true, "vague": true, "correction": true}
	streamEvent = regexp.MustCompile(`^s\d+-e\d\d$`)
	streamType  = regexp.MustCompile(`^[A-Z]+$`)
)

// TestStreamsForm checks the form of the invented streams, not the merging.
func TestStreamsForm(t *testing.T) {
	reports, events := 0, 0
	home := map[string]string{} // id or text to the half it stands in
	for _, half := range []string{"open", "kept"} {
		dir := filepath.Join("testdata", "streams", half)
		ids := streamEvents(t, filepath.Join(dir, "events.tsv"))
		events += len(ids)
		files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
		if err != nil || len(files) < 3 {
			t.Fatalf("%s: %d streams, %v", half, len(files), err)
		}
		told := map[string]bool{}
		for _, file := range files {
			list := streamFile(t, file)
			reports += len(list)
			checkStream(t, list, ids, told)
			for _, r := range list {
				claimHalf(t, home, half, r.ID, r.Origin, r.Text)
			}
		}
		for id := range ids {
			claimHalf(t, home, half, id)
			if !told[id] {
				t.Errorf("%s: no report tells event %s", half, id)
			}
		}
	}
	if events < 70 || reports < 360 {
		t.Errorf("%d events in %d reports, want 70 in 360", events, reports)
	}
}

// claimHalf notes that the keys belong to the half, and fails if another has them.
func claimHalf(t *testing.T, home map[string]string, half string, keys ...string) {
	t.Helper()
	for _, k := range keys {
		if was, ok := home[k]; ok && was != half {
			t.Errorf("%.40q stands in %s and in %s", k, was, half)
		}
		home[k] = half
	}
}

// streamEvents reads the ids of a table of events and checks its rows.
func streamEvents(t *testing.T, file string) map[string]bool {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	if want := "event\ttype\tdate\tplace\tactor\trecipient\tdescription\tpart_of\tfollows"; rows[0] != want {
		t.Fatalf("%s: header %q", file, rows[0])
	}
	ids := map[string]bool{}
	var links []string
	for i, row := range rows[1:] {
		f := strings.Split(row, "\t")
		if len(f) != 9 || !streamEvent.MatchString(f[0]) || ids[f[0]] || !streamType.MatchString(f[1]) || f[3] == "" || f[4] == "" || f[6] == "" {
			t.Errorf("%s:%d: bad row %q", file, i+2, row)
			continue
		}
		if _, err := time.Parse(time.DateOnly, f[2]); err != nil {
			t.Errorf("%s:%d: %v", file, i+2, err)
		}
		ids[f[0]] = true
		links = append(links, strings.Fields(f[7]+" "+f[8])...)
	}
	for _, id := range links {
		if !ids[id] {
			t.Errorf("%s: link to unknown event %s", file, id)
		}
	}
	return ids
}

func streamFile(t *testing.T, file string) []streamReport {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []streamReport
	for s := bufio.NewScanner(f); s.Scan(); {
		var r streamReport
		dec := json.NewDecoder(strings.NewReader(s.Text()))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&r); err != nil {
			t.Fatalf("%s:%d: %v", file, len(out)+1, err)
		}
		out = append(out, r)
	}
	return out
}

// checkStream checks the reports of one stream and notes which events they tell as news.
func checkStream(t *testing.T, list []streamReport, ids, told map[string]bool) {
	t.Helper()
	seen, outlets := map[string]bool{}, map[string]bool{}
	for i, r := range list {
		if seen[r.ID] || r.ID == "" || r.Title == "" || r.Origin == "" || r.Gold == nil {
			t.Errorf("%q: id given twice, or a field is empty", r.ID)
		}
		seen[r.ID], outlets[r.Publisher] = true, true
		if i > 0 && r.Published.Before(list[i-1].Published) {
			t.Errorf("%s: published before the report above it", r.ID)
		}
		if n := len(strings.Fields(r.Text)); n < 40 || n > 200 {
			t.Errorf("%s: %d words", r.ID, n)
		}
		for _, m := range r.Gold {
			if fault := mentionFault(r, m, ids); fault != "" {
				t.Errorf("%s: %s", r.ID, fault)
			}
			told[m.Event] = told[m.Event] || !m.Background
		}
	}
	if len(outlets) != 4 {
		t.Errorf("%s: %d outlets, want 4", list[0].ID, len(outlets))
	}
}

func mentionFault(r streamReport, m streamMention, ids map[string]bool) string {
	if !ids[m.Event] || !strings.HasPrefix(r.ID, m.Event[:strings.Index(m.Event, "-")+1]) {
		return fmt.Sprintf("event %q is unknown or of another stream", m.Event)
	}
	if n := strings.Count(r.Text, m.Sentence); n != 1 {
		return fmt.Sprintf("%d times the sentence %q", n, m.Sentence)
	}
	if n := strings.Count(m.Sentence, m.Span); m.Span == "" || n != 1 {
		return fmt.Sprintf("%d times %q in %q", n, m.Span, m.Sentence)
	}
	for _, note := range strings.Fields(m.Note) {
		if !streamNotes[note] {
			return fmt.Sprintf("unknown note %q", note)
		}
	}
	return ""
}
