package report_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/report"
)

func reader(t testing.TB) *report.Reader {
	t.Helper()
	page, err := knowledge.LoadPage(knowledge.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return report.New(page)
}

// read collects what one input gives: reports, and errors and warnings as text.
func read(t testing.TB, input string) (reps []sitrep.Report, faults []string) {
	t.Helper()
	for rep, err := range reader(t).Read(context.Background(), "in", strings.NewReader(input)) {
		if err != nil {
			faults = append(faults, err.Error())
			continue
		}
		sound(t, rep)
		reps = append(reps, rep)
	}
	return reps, faults
}

// sound checks what holds of every report.
func sound(t testing.TB, rep sitrep.Report) {
	t.Helper()
	last := 0
	for _, b := range rep.Blocks {
		if b.Span.Start < last || b.Span.End > len(rep.Text) || b.Span.Empty() {
			t.Fatalf("block %v after %d in a text of %d bytes", b.Span, last, len(rep.Text))
		}
		if words := rep.Text[b.Span.Start:b.Span.End]; strings.TrimSpace(words) != words {
			t.Fatalf("block %q starts or ends with white space", words)
		}
		last = b.Span.End
	}
	if rep.ID == "" || !utf8.ValidString(rep.Text) || rep.Blocks == nil && strings.TrimSpace(rep.Text) != "" {
		t.Fatalf("report %q without id, blocks or valid text", rep.ID)
	}
}

// outline shows the blocks one a line, as kind and words.
func outline(rep sitrep.Report) string {
	var out []string
	for _, b := range rep.Blocks {
		out = append(out, string(b.Kind)+": "+rep.Text[b.Span.Start:b.Span.End])
	}
	return strings.Join(out, "\n")
}

func one(t *testing.T, input string) sitrep.Report {
	t.Helper()
	reps, faults := read(t, input)
	if len(reps) != 1 || len(faults) != 0 {
		t.Fatalf("%d reports and faults %q, want one report", len(reps), faults)
	}
	return reps[0]
}

func TestHeaders(t *testing.T) {
	rep := one(t, "\ufeffTitle: Bridge  falls\r\nPublisher: Olan Post\r\nPublished: 7 April 2019, 18:00 Olan time (UTC+2)\r\nURL: https://olan.example/1\r\nByline: A. Writer\r\nLanguage: EN\r\n\r\nThe bridge fell.\r\n")
	if rep.Title != "Bridge falls" || rep.Publisher != "Olan Post" || rep.URL != "https://olan.example/1" || rep.Byline != "A. Writer" || rep.Language != "en" {
		t.Errorf("fields: %+v", rep)
	}
	if got := rep.Published.String(); got != "2019-04-07T16:00:00Z" {
		t.Errorf("published %s", got)
	}
	if rep.Text != "The bridge fell.\n" {
		t.Errorf("text %q", rep.Text)
	}
	for name, text := range map[string]string{
		"prose with a colon": "Title: what is in a name? Nobody\nknew it, and nobody asked.\n\nThe end.",
		"unknown first":      "Mood: somebody's\n\nThe bridge fell.",
		"no header":          "The bridge fell.\n\nIt was old.",
		"leading blank":      "\n\nThe bridge fell.",
	} {
		if rep := one(t, text); rep.Text != text || rep.Title != "" {
			t.Errorf("%s: text %q, title %q", name, rep.Text, rep.Title)
		}
	}
	reps, faults := read(t, "Source: Olan Post\nDate: 2019-04-07\nThe bridge fell.\n")
	if len(reps) != 1 || reps[0].Publisher != "Olan Post" || reps[0].Published.String() != "2019-04-07" || reps[0].Text != "The bridge fell.\n" ||
		len(faults) != 1 || !strings.Contains(faults[0], "in:3: the text begins right behind the headers") {
		t.Errorf("headers without an empty line: %+v, %q", reps, faults)
	}
	_, faults = read(t, "Mood: low\nColour: red\n\nThe bridge fell.")
	if len(faults) != 2 {
		t.Errorf("lines that look like headers: %q", faults)
	}
	_, faults = read(t, "Title: x\nColour: red\nPublished: soon\n\nThe bridge fell.")
	if len(faults) != 2 || !strings.Contains(faults[0], `in:2: header "Colour"`) || !strings.Contains(faults[1], `in:3: publication time "soon"`) {
		t.Errorf("warnings %q", faults)
	}
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		"2019-04-08":                            "2019-04-08",
		"2019-04-08T09:00:00+02:00":             "2019-04-08T07:00:00Z",
		"2019-04-08T09:00:00.123Z":              "2019-04-08T09:00:00Z",
		"2019-04-08 09:00:00 +0200":             "2019-04-08T07:00:00Z",
		"Mon, 08 Apr 2019 13:00:00 +0200":       "2019-04-08T11:00:00Z",
		"Mon, 08 Apr 2019 13:00:00 GMT":         "2019-04-08T13:00:00Z",
		"Mon, 08 Apr 2019 13:00:00 CEST":        "2019-04-08T11:00:00Z",
		"2 May 2021, 07:30 (UTC+1)":             "2021-05-02T06:30:00Z",
		"7 April 2019 18:00 GMT":                "2019-04-07T18:00:00Z",
		"3 June 2022, 11:00 (East Africa Time)": "2022-06-03T08:00:00Z",
		"April 7, 2019 at 6:30 p.m. EDT":        "2019-04-07T22:30:00Z",
		"Sunday, April 7th, 2019":               "2019-04-07",
		"11 April 2019":                         "2019-04-11",
		"13 Mar 2023":                           "2023-03-13",
		"8.4.2019":                              "2019-04-08",
		"8.4.2019 10:30 UTC-03:30":              "2019-04-08T14:00:00Z",
		"16/03/2023 18:00":                      "2023-03-16", // no zone: the day only
		"3/16/2023":                             "2023-03-16",
		"2019/04/08":                            "2019-04-08",
		"4/5/2019":                              "", // two readings
		"31 February 2019":                      "",
		"April 2019":                            "",
		"yesterday":                             "",
		"2019-13-40":                            "",
		"99999-01-01":                           "",
	} {
		reps, _ := read(t, "Published: "+text+"\n\nThe bridge fell.")
		if len(reps) != 1 {
			t.Fatalf("%q: %d reports", text, len(reps))
		}
		if got := reps[0].Published.String(); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestPlainBlocks(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"paragraphs", "Fighting spreads\n\nThe army left.\n\nIt came back.", "heading: Fighting spreads\npara: The army left.\npara: It came back."},
		{"one sentence without a period", "The army left the town", "para: The army left the town"},
		{"lines", "Fighting spreads\nThe army left the town on Monday and nobody knew where it had gone or when it would be back.\nIt came back.", "heading: Fighting spreads\npara: The army left the town on Monday and nobody knew where it had gone or when it would be back.\npara: It came back."},
		{"wrapped", "The army left the town on Monday, and nobody knew where\nit had gone or when it would be back. The mayor, who had\nstayed, said he had not been told.\n    Shops stayed shut, and the one road that leads north to\nthe river was mined.",
			"para: The army left the town on Monday, and nobody knew where\nit had gone or when it would be back. The mayor, who had\nstayed, said he had not been told.\npara: Shops stayed shut, and the one road that leads north to\nthe river was mined."},
		{"items", "It asks for:\n- blood bags\n- trauma kits\n• fuel", "para: It asks for:\nitem: - blood bags\nitem: - trauma kits\nitem: • fuel"},
		{"note", "He left. [passage omitted: praise]\n\nHe came back.", "para: He left. [passage omitted: praise]\npara: He came back."},
		{"form", "The army left.\n\n\nPlease leave your comment below\nEnter your name", "para: The army left."},
		{"newsletter", "The army left.\n\nSign up for our newsletter", "para: The army left."},
		{"pointer", "The army left.\n\nAlso read: Army kills twenty in raid\n\nIt came back.", "para: The army left.\npara: It came back."},
		{"form words inside", "Sign up, the army told them.\n\nThey did.", "para: Sign up, the army told them.\npara: They did."},
		{"lower case goes on", "The army left the\ntown. It came back.", "para: The army left the\ntown. It came back."},
	} {
		rep := one(t, c.text)
		if got := outline(rep); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
		if rep.Text != c.text {
			t.Errorf("%s: the text was changed", c.name)
		}
	}
}

func TestJSON(t *testing.T) {
	reps, faults := read(t, `{"id":"a1","title":"T","text":" The army\r\nleft. ","published":"2019-04-08","publisher":"P","url":"u","byline":"B","language":"en","more":1}

{"id":7,"text":"It came back.","published":null}
{"text":
{"text":""}
{"text":5}
{"text":"Gone.","published":"soon"} {"text":"x"}
{"text":"Gone.","published":"soon"}`)
	if len(reps) != 3 {
		t.Fatalf("%d reports, faults %q", len(reps), faults)
	}
	if reps[0].Text != " The army\r\nleft. " || reps[0].ID != "a1" || reps[0].Byline != "B" || reps[0].Published.String() != "2019-04-08" {
		t.Errorf("first report %+v", reps[0])
	}
	if reps[1].ID != "7" || !strings.HasPrefix(reps[2].ID, "r_") || len(reps[2].ID) != 18 {
		t.Errorf("ids %q %q", reps[1].ID, reps[2].ID)
	}
	for i, want := range []string{"in:4: is not JSON", "in:5: the report has no text", "in:6: text is a number", "in:7: is not JSON", "in:8: publication time"} {
		if i >= len(faults) || !strings.Contains(faults[i], want) {
			t.Errorf("fault %d: %q, want %q", i, faults, want)
		}
	}
	for _, text := range []string{"{\n \"text\": \"The army left.\"\n}", "[{\"text\":\"The army left.\"},\n {\"text\":\"It came back.\"}]", "\ufeff{\"text\":\"The army left.\"}"} {
		if reps, faults := read(t, text); len(reps) == 0 || len(faults) != 0 || reps[0].Text != "The army left." {
			t.Errorf("%q: %d reports, %q", text, len(reps), faults)
		}
	}
	if _, faults := read(t, "[{\"text\":\"The army left.\"},\n{\"text\":}]"); len(faults) != 1 || !strings.Contains(faults[0], "in:2") {
		t.Errorf("broken array: %q", faults)
	}
	if rep := one(t, "[Presenter] The army left the town."); !strings.HasPrefix(rep.Text, "[Presenter]") {
		t.Errorf("text with a bracket: %q", rep.Text)
	}
}

func TestFaults(t *testing.T) {
	french := "Le ministre a déclaré que les troupes ont quitté la ville et que les habitants sont rentrés chez eux après la fin des combats, selon le gouvernement de la région."
	for _, c := range []struct{ name, input, want string }{
		{"empty", " \n", "is empty"},
		{"pdf", "%PDF-1.4 x", "is a PDF file"},
		{"gzip", "\x1f\x8b\x08\x00abc", "compressed with gzip"},
		{"binary", "abc\x00\x01\x02def", "is a binary file"},
		{"control", "\x01\x02\x03\x04\x05 abc", "is a binary file"},
		{"broken UTF-8", "Salam\xc3\xa9 said \xc3\xa9 and \xc3\xa9 then \xc3( left", "is broken UTF-8"},
		{"no page", "<html><body><nav><a href=x>Home</a></nav><script>var x</script></body></html>", "no article in it"},
		{"only headers", "Title: x\n\n", "no text"},
		{"feed", "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel></channel></rss>", "a feed"},
		{"web archive", "WARC/1.0\r\nWARC-Type: response\r\n", "a web archive"},
		{"French", french, "language fr: sitrep codes English only; translate it or set Language: en"},
		{"declared", "Language: de\n\nThe army left.", "language de"},
		{"JSON of another language", `{"text":"The army left.","language":"es"}`, "in:1: language es"},
		{"nested", strings.Repeat("<div>", 600) + "<p>x", "no readable web page"},
	} {
		reps, faults := read(t, c.input)
		if len(reps) != 0 || len(faults) != 1 || !strings.Contains(faults[0], c.want) {
			t.Errorf("%s: %d reports, faults %q, want %q", c.name, len(reps), faults, c.want)
		}
	}
	if rep := one(t, "Language: en\n\n"+french); rep.Language != "en" {
		t.Error("the declared language does not win")
	}
	reps, faults := read(t, "The caf\xe9 was hit; \x93nobody died\x94, the owner said.")
	if len(reps) != 1 || len(faults) != 1 || reps[0].Text != "The café was hit; “nobody died”, the owner said." {
		t.Errorf("Windows-1252: %v %q", reps, faults)
	}
	if rep := one(t, "\xff\xfeT\x00h\x00e\x00 \x00e\x00n\x00d\x00.\x00"); rep.Text != "The end." {
		t.Errorf("UTF-16: %q", rep.Text)
	}
}

func TestErrorTypes(t *testing.T) {
	var input *report.InputError
	var warning *report.Warning
	for _, err := range reader(t).Read(context.Background(), "in", strings.NewReader("")) {
		if !errors.As(err, &input) || input.Source != "in" {
			t.Errorf("%T, want *InputError", err)
		}
	}
	for _, err := range reader(t).Read(context.Background(), "in", strings.NewReader("Published: soon\n\nx")) {
		if err != nil && !errors.As(err, &warning) {
			t.Errorf("%T, want *Warning", err)
		}
	}
	if warning == nil {
		t.Error("no warning")
	}
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("b.txt", "Second.")
	write("a/z.txt", "First.")
	write(".hidden", "Never.")
	write(".git/x", "Never.")
	write("c.jsonl", "{\"text\":\"Third.\"}\n{\"text\":\"Fourth.\"}\n")
	write("d.bin", "a\x00b")
	var texts, faults []string
	inputs := []string{dir, "-", filepath.Join(dir, "missing"), "https://olan.example/a"}
	for rep, err := range reader(t).Open(context.Background(), inputs, strings.NewReader("Fifth.")) {
		if err != nil {
			faults = append(faults, err.Error())
			continue
		}
		texts = append(texts, rep.Text)
	}
	if got := strings.Join(texts, " "); got != "First. Second. Third. Fourth. Fifth." {
		t.Errorf("reports %q", got)
	}
	if len(faults) != 3 || !strings.Contains(faults[0], "d.bin") || !strings.Contains(faults[1], "missing: cannot be opened") ||
		!strings.Contains(faults[2], "does not read web addresses; save the page and pass the file") {
		t.Errorf("faults %q", faults)
	}
	n := 0
	for range reader(t).Open(context.Background(), []string{dir, dir}, nil) {
		if n++; n == 2 {
			break // must not go on
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for rep, err := range reader(t).Open(ctx, []string{dir}, nil) {
		if !errors.Is(err, context.Canceled) || rep.Text != "" {
			t.Errorf("after cancel: %q %v", rep.Text, err)
		}
	}
}

// TestHostile gives inputs that are meant to take long.
func TestHostile(t *testing.T) {
	for name, input := range map[string]string{
		"open tags":  "<html><body>" + strings.Repeat("<p>a <b>b ", 20_000),
		"lists":      "<html><body>" + strings.Repeat("<ul><li>a", 200),
		"blank":      strings.Repeat("\n \n", 200_000) + "x",
		"brackets":   strings.Repeat("[", 200_000),
		"quotes":     "<html><body><blockquote>" + strings.Repeat("— (@a) ", 20_000),
		"long line":  `{"text":"` + strings.Repeat("a ", 500_000) + `"}`,
		"headers":    strings.Repeat("Title: x\n", 50_000) + "\nText.",
		"paragraphs": "<html><body><article>" + strings.Repeat("<p>The army left the town and came back on Monday.</p>", 5_000),
	} {
		start := time.Now()
		read(t, input)
		if took := time.Since(start); took > 15*time.Second {
			t.Errorf("%s: %d bytes took %v", name, len(input), took)
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, s := range []string{"Title: x\n\nText.", "Published: 7 April 2019, 18:00 (UTC+2)\n\nx", "- a\n- b", "\xff\xfea\x00", "caf\xe9", "{\"text\":\"x\"}", "[{\"text\":\"x\"}]", "{\"id\":1e400,\"text\":\"x\"}", "8.4.2019\n\nEnter your name"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, input string) { read(t, input) })
}

func FuzzHTML(f *testing.F) {
	f.Add(messyPage)
	f.Add(livePage)
	f.Add("<p>a<br><br>b<blockquote>q — N (@n) April 5, 2019</blockquote><table><tr><td>1<td>2")
	f.Add("<html><script type=application/ld+json>{\"datePublished\":[{}],\"publisher\":{\"name\":{\"name\":[]}}}</script><title> | </title>")
	f.Fuzz(func(t *testing.T, input string) { read(t, "<html>"+input) })
}

// BenchmarkHTML measures one page on one core; bytes/s count the page.
func BenchmarkHTML(b *testing.B) {
	r := reader(b)
	b.SetBytes(int64(len(messyPage)))
	b.ReportAllocs()
	for b.Loop() {
		for range r.Read(context.Background(), "in", strings.NewReader(messyPage)) {
		}
	}
}
