package speech_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis/speech"
)

// report makes a document of blocks, each "kind: text", joined by blank lines.
func (s *stack) report(rep sitrep.Report, blocks ...sitrep.Block) *sitrep.Document {
	rep.Blocks = blocks
	doc := s.seg.Document(rep)
	s.parser.Parse(doc)
	return doc
}

// page lays texts out as blocks of the given kinds.
func page(kinds []sitrep.BlockKind, texts ...string) (sitrep.Report, []sitrep.Block) {
	var rep sitrep.Report
	var blocks []sitrep.Block
	for i, text := range texts {
		if i > 0 {
			rep.Text += "\n\n"
		}
		start := len(rep.Text)
		rep.Text += text
		blocks = append(blocks, sitrep.Block{Kind: kinds[i], Span: sitrep.Span{Start: start, End: len(rep.Text)}})
	}
	return rep, blocks
}

func TestHeadlines(t *testing.T) {
	s := loaded(t)
	for _, tc := range []struct{ in, want string }{
		{"Minister: no talks with the rebels", "Minister | : | says | no talks with the rebels"},
		{"Blast kills five soldiers - police", "police | - | says | Blast kills five soldiers"},
		{"Analysis: a long war", "none"},
		{"Update: roads closed", "none"},
		{"Talks in Oslo: a new start", "none"},
	} {
		rep, blocks := page([]sitrep.BlockKind{sitrep.Heading}, tc.in)
		doc := s.report(rep, blocks...)
		s.reader.Read(doc)
		if got := shown(doc); got != tc.want {
			t.Errorf("%q gives %q, want %q", tc.in, got, tc.want)
		}
	}
}

func TestEmbeddedPost(t *testing.T) {
	s := loaded(t)
	rep, blocks := page([]sitrep.BlockKind{sitrep.Para, sitrep.Quote}, "The army reacted online.", "We hold the bridge. Our men are safe.")
	blocks[1].Speaker = "Army Press"
	doc := s.report(rep, blocks...)
	s.reader.Read(doc)
	if len(doc.Attributions) != 1 {
		t.Fatalf("got %d attributions, want 1", len(doc.Attributions))
	}
	a := doc.Attributions[0]
	if a.Speaker != "Army Press" || a.Source != nil || a.Cue != nil || a.SourceTok != -1 || a.Content != blocks[1].Span {
		t.Errorf("got %+v", a)
	}
}

func TestColonBeforeBlock(t *testing.T) {
	s := loaded(t)
	rep, blocks := page([]sitrep.BlockKind{sitrep.Para, sitrep.Quote}, "The spokesman tweeted this statement:", "We hold the bridge.")
	doc := s.report(rep, blocks...)
	s.reader.Read(doc)
	if got := shown(doc); got != "The spokesman | tweeted | says | We hold the bridge." {
		t.Errorf("got %q", got)
	}
}

func TestBracketedSpeaker(t *testing.T) {
	s := loaded(t)
	doc := s.read("[Al-Karim, recording] We will enter the city. [passage omitted: thanks] Our men are ready. [end of recording] The army did not comment.")
	var found bool
	for _, a := range doc.Attributions {
		if a.Source != nil && doc.Words(*a.Source) == "Al-Karim" {
			found = true
			if got := strings.TrimSpace(doc.Words(a.Content)); got != "We will enter the city. [passage omitted: thanks] Our men are ready." {
				t.Errorf("content is %q", got)
			}
		}
	}
	if !found {
		t.Errorf("no speaker in %q", shown(doc))
	}
	if got := shown(s.read("[The village lies near the border.]")); got != "none" {
		t.Errorf("a remark in brackets gives %q", got)
	}
}

func TestCommunique(t *testing.T) {
	s := loaded(t)
	kinds := []sitrep.BlockKind{sitrep.Heading, sitrep.Para}
	rep, blocks := page(kinds, "Communiqué No. 4 of the Northern Front", "The Northern Front destroyed two tanks. Our losses are light.")
	rep.Publisher = "Northern Front"
	doc := s.report(rep, blocks...)
	start := strings.LastIndex(doc.Text, "Northern Front")
	doc.Mentions = []sitrep.Mention{{Kind: sitrep.KindOrganization, Span: sitrep.Span{Start: start, End: start + len("Northern Front")}}}
	s.reader.Read(doc)
	if len(doc.Attributions) != 1 || doc.Attributions[0].Speaker != "Northern Front" {
		t.Fatalf("got %+v", doc.Attributions)
	}
	if ids := speech.Sources(doc, 1, 3); !reflect.DeepEqual(ids, []int{0}) {
		t.Errorf("sources of the text are %v, want [0]", ids)
	}
	rep.Publisher = "Daily Post"
	doc = s.report(rep, blocks...)
	s.reader.Read(doc)
	if len(doc.Attributions) != 0 {
		t.Errorf("another publisher's page gives %+v", doc.Attributions)
	}
}

func TestContinuedSpeech(t *testing.T) {
	s := loaded(t)
	open := s.read("\"We hold the bridge,\" the general said. \"The enemy has fled.\n\n\"Our men will stay there.\"\n\nThe town is quiet.")
	if len(open.Attributions) != 1 {
		t.Fatalf("got %q", shown(open))
	}
	a := open.Attributions[0]
	if got := open.Words(a.Scope); !strings.HasSuffix(got, "stay there.\"") {
		t.Errorf("scope ends in %q", got)
	}
	last := len(open.Sentences) - 1
	if ids := speech.Sources(open, last, 1); len(ids) != 0 {
		t.Errorf("the sentence behind the quotation has sources %v", ids)
	}
	whole := s.read("\"We hold the bridge,\" the general said.\n\n\"Our men will stay there,\" ran the next line of the paper.")
	if got := shown(whole); strings.Count(got, "the general") != 1 {
		t.Errorf("a quotation inside another sentence was taken for the general's: %q", got)
	}
	next := s.read("\"We hold the bridge,\" the general said.\n\n\"Our men will stay there for many months.\"")
	if len(next.Attributions) != 2 || next.Attributions[1].Cue != nil || next.Words(*next.Attributions[1].Source) != "the general" {
		t.Errorf("a whole quoted paragraph gives %q", shown(next))
	}
	plain := s.read("The general said the bridge was safe. The enemy has fled.")
	if ids := speech.Sources(plain, 1, 1); len(ids) != 0 {
		t.Errorf("a plain sentence after reported speech has sources %v", ids)
	}
}

func TestChain(t *testing.T) {
	s := loaded(t)
	doc := s.read("The Anadol agency quoted a commander as saying that his men had entered the town.")
	sent := &doc.Sentences[0]
	for i := range sent.Tokens {
		if sent.Tokens[i].Form != "entered" {
			continue
		}
		var names []string
		for _, id := range speech.Sources(doc, 0, i) {
			names = append(names, doc.Words(*doc.Attributions[id].Source))
		}
		if got := strings.Join(names, ", "); got != "a commander, The Anadol agency" {
			t.Errorf("innermost first: got %q", got)
		}
	}
}

func TestBackgroundByTime(t *testing.T) {
	s := loaded(t)
	published, _ := sitrep.ParseStamp("2019-04-08")
	for _, tc := range []struct {
		text, phrase, start, end, word string
		published                      bool
		want                           bool
	}{
		{"The army attacked the town in 2011.", "2011", "2011-01-01", "2012-01-01", "attacked", true, true},
		{"The army attacked the town on Thursday.", "Thursday", "2019-04-04", "2019-04-05", "attacked", true, false},
		{"The army has attacked the town since 2016.", "2016", "2016-01-01", "", "attacked", true, true},
		{"The 2014 annexation of the province angered the envoy.", "2014", "2014-01-01", "2015-01-01", "annexation", true, true},
		{"The 2014 annexation of the province angered the envoy.", "2014", "2014-01-01", "2015-01-01", "angered", true, false},
		{"The army attacked the town in 2011.", "2011", "2011-01-01", "2012-01-01", "attacked", false, false},
		{"The army attacked the town in the past three days.", "the past three days", "2019-04-05", "2019-04-09", "attacked", true, false},
		{"The army attacked the town in the past decade.", "the past decade", "2009-04-08", "2019-04-09", "attacked", true, true},
	} {
		doc := s.parse(tc.text)
		if tc.published {
			doc.Report.Published = published
		}
		at := strings.Index(tc.text, tc.phrase)
		doc.Timexes = []sitrep.Timex{{Type: "DATE", Span: sitrep.Span{Start: at, End: at + len(tc.phrase)}, Start: tc.start, End: tc.end}}
		s.reader.Read(doc)
		for i, tok := range doc.Sentences[0].Tokens {
			if tok.Form == tc.word && doc.Sentences[0].Facts[i].Background != tc.want {
				t.Errorf("%q: background of %q is %v, want %v", tc.text, tc.word, !tc.want, tc.want)
			}
		}
	}
}

func TestReadTwice(t *testing.T) {
	s := loaded(t)
	doc := s.read("\"We will not go,\" said the mayor. According to diplomats, the army plans to attack.")
	first := fmt.Sprintf("%+v %+v", doc.Attributions, doc.Sentences[0].Facts)
	s.reader.Read(doc)
	if second := fmt.Sprintf("%+v %+v", doc.Attributions, doc.Sentences[0].Facts); len(second) != len(first) {
		t.Error("a second reading differs from the first")
	}
}

// check holds what every reading must: facts for every word, spans inside the
// text, links that exist.
func check(t *testing.T, doc *sitrep.Document) {
	t.Helper()
	for s := range doc.Sentences {
		if len(doc.Sentences[s].Facts) != len(doc.Sentences[s].Tokens) {
			t.Fatalf("sentence %d has %d facts for %d words", s, len(doc.Sentences[s].Facts), len(doc.Sentences[s].Tokens))
		}
	}
	inside := func(span sitrep.Span) bool {
		return span.Start >= 0 && span.Start <= span.End && span.End <= len(doc.Text)
	}
	for k, a := range doc.Attributions {
		if !inside(a.Content) || a.Content.Empty() || !inside(a.Scope) || !a.Scope.Contains(a.Content) || a.Stance == "" {
			t.Fatalf("attribution %d: %+v", k, a)
		}
		if k > 0 && a.Content.Start < doc.Attributions[k-1].Content.Start {
			t.Fatalf("attribution %d is out of order", k)
		}
		if a.Source != nil && (!inside(*a.Source) || a.SourceTok < 0 || a.SourceTok >= len(doc.Sentences[a.SourceSent].Tokens)) {
			t.Fatalf("source of attribution %d: %+v", k, a)
		}
		if a.Cue != nil && (!inside(*a.Cue) || a.CueTok < 0 || a.CueTok >= len(doc.Sentences[a.CueSent].Tokens)) {
			t.Fatalf("cue of attribution %d: %+v", k, a)
		}
	}
}

// FuzzRead reads any text, with its tree and with heads that make no tree.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"\"We will not go,\" said the mayor.", "“Open “and open ‘never closed", "said said said that that", "[A, recording] [B] ]",
		"X: \"Y", "''He''``said``''", "IF THE ARMY ATTACKS, ACCORDING TO", "«Non», a dit 'il", "- : - \" ' \" - police", "according to",
	} {
		f.Add(text, byte(3))
	}
	s, err := load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, words string, twist byte) {
		if len(words) > 2000 {
			return
		}
		doc := s.read(words)
		check(t, doc)
		for k := range doc.Sentences {
			sent := &doc.Sentences[k]
			for i := range sent.Tokens {
				sent.Tokens[i].Head = (i*int(twist) + 7) % (len(sent.Tokens) + 2)
			}
			sent.Link()
		}
		s.reader.Read(doc)
		check(t, doc)
	})
}

// TestLinearTime reads text without end of sentence or quotation, ten times longer.
func TestLinearTime(t *testing.T) {
	s := loaded(t)
	for _, unit := range []string{"\"he said that they said ", "the army said the rebels plan to attack, ", "\"We go,\" he said. ", "“never closed, he said. "} {
		short, long := s.parse(strings.Repeat(unit, 300)), s.parse(strings.Repeat(unit, 3000))
		a, b := timed(s, short), timed(s, long)
		if b > 60*a+50*time.Millisecond {
			t.Errorf("%q: ten times the text takes %v for %v", unit, b, a)
		}
		check(t, long)
	}
}

func timed(s *stack, doc *sitrep.Document) time.Duration {
	start := time.Now()
	s.reader.Read(doc)
	return time.Since(start)
}

// BenchmarkRead measures speech alone, on text that is already parsed; bytes/s count the text.
func BenchmarkRead(b *testing.B) {
	s := loaded(b)
	for _, n := range []int{10, 100, 1000} {
		doc := s.parse(strings.Repeat("\"We will not go,\" said the mayor. The army plans to attack the town, diplomats said. ", n))
		b.Run(fmt.Sprint(len(doc.Text)), func(b *testing.B) {
			b.SetBytes(int64(len(doc.Text)))
			b.ReportAllocs()
			for b.Loop() {
				s.reader.Read(doc)
			}
		})
	}
}
