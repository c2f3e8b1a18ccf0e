package timex

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/internal/doctest"
)

// find gives "text value mod [start,end)" for every expression of a text.
func find(f *Finder, text, published string) []string {
	doc := &sitrep.Document{Text: text}
	if published != "" {
		at, err := sitrep.ParseStamp(published)
		if err != nil {
			panic(err)
		}
		doc.Report.Published = at
	}
	f.Find(doc)
	return lines(doc)
}

func lines(doc *sitrep.Document) []string {
	var out []string
	for _, t := range doc.Timexes {
		out = append(out, fmt.Sprintf("%s|%s %s %s [%s,%s)", doc.Text[t.Span.Start:t.Span.End], t.Type, t.Value, t.Mod, t.Start, t.End))
	}
	return out
}

func TestFindTexts(t *testing.T) {
	f := load(t)
	for _, c := range []struct {
		name, text, published string
		want                  []string
	}{
		{"intervals", "Fighting since 2011. In the past four days 12 died. On Thursday they came.", "2019-04-08", []string{
			"2011|DATE 2011 ON_OR_AFTER [2011-01-01,)",
			"the past four days|DURATION P4D  [2019-04-04,2019-04-09)",
			"Thursday|DATE 2019-04-04  [2019-04-04,2019-04-05)"}},
		{"open ends", "It has to end by 5 May. Before March 2018 he ruled until 5 January. After 3 April it rained.", "2019-04-08", []string{
			"5 May|DATE 2019-05-05 ON_OR_BEFORE [,2019-05-06)",
			"March 2018|DATE 2018-03 BEFORE [,2018-03-01)",
			"5 January|DATE 2019-01-05 ON_OR_BEFORE [,2019-01-06)",
			"3 April|DATE 2019-04-03 AFTER [2019-04-04,)"}},
		{"possessive keeps its day", "Calm returned after Friday's raid.", "2019-04-08", []string{
			"Friday|DATE 2019-04-05  [2019-04-05,2019-04-06)"}},
		{"told year", "In 2014 the state fell apart. The capital was taken in May.", "2019-04-08", []string{
			"2014|DATE 2014  [2014-01-01,2015-01-01)",
			"May|DATE 2014-05  [2014-05-01,2014-06-01)"}},
		{"told year ends with the block", "In 2014 the state fell apart.\n\nThe capital was taken in March.", "2019-04-08", []string{
			"2014|DATE 2014  [2014-01-01,2015-01-01)",
			"March|DATE 2019-03  [2019-03-01,2019-04-01)"}},
		{"the day before", "Rebels shelled the mill on 2 March. The evening before, a bridge had been mined, and two days before a guard was shot. Those caught the day before were freed.", "2019-04-08", []string{
			"2 March|DATE 2019-03-02  [2019-03-02,2019-03-03)",
			"The evening before|TIME 2019-03-01TEV  [2019-03-01T18:00:00,2019-03-02T00:00:00)",
			"two days|DURATION P2D  [,)",
			"the day before|DATE 2019-03-01  [2019-03-01,2019-03-02)"}},
		{"the day told next", "Rebels shelled the mill on 2 March. Two guards caught a day earlier were freed on Friday, and the night before the raid was quiet.", "2019-04-08", []string{
			"2 March|DATE 2019-03-02  [2019-03-02,2019-03-03)",
			"a day earlier|DATE 2019-04-04  [2019-04-04,2019-04-05)",
			"Friday|DATE 2019-04-05  [2019-04-05,2019-04-06)"}},
		{"anaphora", "They met on 2 March. The next morning shelling began, and two days later the truce failed. The same day he left.", "2019-04-08", []string{
			"2 March|DATE 2019-03-02  [2019-03-02,2019-03-03)",
			"The next morning|TIME 2019-03-03TMO  [2019-03-03T05:00:00,2019-03-03T12:00:00)",
			"two days later|DATE 2019-03-04  [2019-03-04,2019-03-05)",
			"The same day|DATE 2019-03-04  [2019-03-04,2019-03-05)"}},
		{"nothing known", "On Friday he left; yesterday too, in April, on 5 April, last week, at 13:20. In 2015 he stayed. The same day it rained.", "", []string{
			"Friday|DATE   [,)", "yesterday|DATE   [,)", "April|DATE XXXX-04  [,)", "5 April|DATE XXXX-04-05  [,)",
			"last week|DATE   [,)", "13:20|TIME XXXX-XX-XXT13:20  [,)",
			"2015|DATE 2015  [2015-01-01,2016-01-01)", "The same day|DATE   [,)"}},
		{"date line stands in for the day of publication", "Friday, August 21, 2015\n\nShells fell yesterday.", "", []string{
			"Friday, August 21, 2015|DATE 2015-08-21  [2015-08-21,2015-08-22)",
			"yesterday|DATE 2015-08-20  [2015-08-20,2015-08-21)"}},
		{"a date line without year does not", "Friday, August 21\n\nShells fell yesterday.", "", []string{
			"Friday, August 21|DATE XXXX-08-21  [,)", "yesterday|DATE   [,)"}},
		{"live blog", "20:35\n\nA jet was hit.\n\nThursday, 4 April 2019\n\n09:10\n\nA road was cut.", "2019-04-05", []string{
			"20:35|TIME 2019-04-05T20:35  [2019-04-05T20:35:00,2019-04-05T20:36:00)",
			"Thursday, 4 April 2019|DATE 2019-04-04  [2019-04-04,2019-04-05)",
			"09:10|TIME 2019-04-04T09:10  [2019-04-04T09:10:00,2019-04-04T09:11:00)"}},
		{"own zone", "They left today.", "2019-04-08T23:30:00-05:00", []string{
			"today|DATE 2019-04-08  [2019-04-08,2019-04-09)"}},
		{"future", "The council will meet on Friday, and it met last Friday.", "2019-04-08", []string{
			"Friday|DATE 2019-04-12  [2019-04-12,2019-04-13)",
			"last Friday|DATE 2019-04-05  [2019-04-05,2019-04-06)"}},
		{"ranges", "Held from March 30 to April 2, 2019 and between 3 and 7 April.", "2019-04-08", []string{
			"from March 30 to April 2, 2019|DATE 2019-03-30/2019-04-02  [2019-03-30,2019-04-03)",
			"between 3 and 7 April|DATE 2019-04-03/2019-04-07  [2019-04-03,2019-04-08)"}},
		{"clock joins its day", "At 1:20 pm on Sunday and again at 3 pm.", "2019-04-08", []string{
			"1:20 pm on Sunday|TIME 2019-04-07T13:20  [2019-04-07T13:20:00,2019-04-07T13:21:00)",
			"3 pm|TIME 2019-04-07T15:00  [2019-04-07T15:00:00,2019-04-07T16:00:00)"}},
		{"numeric order learned from the text", "Reports of 13/4/2016 and 5/4/2016.", "2019-04-08", []string{
			"13/4/2016|DATE 2016-04-13  [2016-04-13,2016-04-14)",
			"5/4/2016|DATE 2016-04-05  [2016-04-05,2016-04-06)"}},
		{"parts of a month", "in early May 2018, mid-May 2018 and late May 2018", "2019-04-08", []string{
			"early May 2018|DATE 2018-05 START [2018-05-01,2018-05-11)",
			"mid-May 2018|DATE 2018-05 MID [2018-05-11,2018-05-21)",
			"late May 2018|DATE 2018-05 END [2018-05-21,2018-06-01)"}},
		{"earlier this week", "Earlier this week a truce failed.", "2019-04-10", []string{
			"Earlier this week|DATE 2019-W15 START [2019-04-08,2019-04-11)"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := find(f, c.text, c.published)
			if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
				t.Errorf("%q\n got %s\nwant %s", c.text, strings.Join(got, "\n     "), strings.Join(c.want, "\n     "))
			}
		})
	}
}

func TestHistory(t *testing.T) {
	f := load(t)
	text := "On 1 September 1939 the war began. By late May 1940 it had spread. On 5 June the front broke, and on 22 June a truce was signed. " +
		"In July 1941 and in August 1942 more fell. In October 1942 the tide turned; in November the encircled army was lost. Two years later it was over."
	got := find(f, text, "2009-12-19")
	for _, want := range []string{"5 June|DATE 1940-06-05", "22 June|DATE 1940-06-22", "November|DATE 1942-11", "Two years later|DATE 1944"} {
		if !strings.Contains(strings.Join(got, "\n"), want) {
			t.Errorf("no %q in\n%s", want, strings.Join(got, "\n"))
		}
	}
}

func TestTreeTense(t *testing.T) {
	f := load(t)
	word := func(s string) string { return s }
	for _, c := range []struct{ name, sent, want string }{
		{"past verb", "The/DET/det/2 army/NOUN/nsubj/3 attacked/VERB/root/0/attack on/ADP/case/5 Friday/PROPN/obl/3 ./PUNCT/punct/3", "2019-04-05"},
		{"will", "The/DET/det/2 council/NOUN/nsubj/4 will/AUX/aux/4 meet/VERB/root/0 on/ADP/case/6 Friday/PROPN/obl/4 ./PUNCT/punct/4", "2019-04-12"},
		{"due", "Talks/NOUN/nsubj/3 are/AUX/cop/3 due/ADJ/root/0 on/ADP/case/5 Friday/PROPN/obl/3 ./PUNCT/punct/3", "2019-04-12"},
		{"agreed to meet", "They/PRON/nsubj/2 agreed/VERB/root/0/agree to/PART/mark/4 meet/VERB/xcomp/2 on/ADP/case/6 Friday/PROPN/obl/4", "2019-04-12"},
		{"will, said before it", "He/PRON/nsubj/2 said/VERB/root/0/say Friday/PROPN/obl:tmod/2 they/PRON/nsubj/6 will/AUX/aux/6 meet/VERB/ccomp/2", "2019-04-05"},
		{"noun", "Friday/PROPN/nmod:poss/3 's/PART/case/1 attack/NOUN/nsubj/4 killed/VERB/root/0/kill ten/NUM/obj/4", "2019-04-05"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := doctest.Parse(word(c.sent))
			tagVerbs(doc)
			doc.Report.Published, _ = sitrep.ParseStamp("2019-04-08")
			f.Find(doc)
			if len(doc.Timexes) != 1 || doc.Timexes[0].Value != c.want {
				t.Errorf("got %v, want %s", lines(doc), c.want)
			}
		})
	}
}

// tagVerbs adds the Penn tags that tense needs.
func tagVerbs(doc *sitrep.Document) {
	for s := range doc.Sentences {
		toks := doc.Sentences[s].Tokens
		for i := range toks {
			switch form := toks[i].Form; {
			case form == "to":
				toks[i].XPOS = "TO"
			case form == "will":
				toks[i].XPOS = "MD"
			case form == "are":
				toks[i].XPOS = "VBP"
			case toks[i].UPOS == "VERB" && (strings.HasSuffix(form, "ed") || form == "said"):
				toks[i].XPOS = "VBD"
			case toks[i].UPOS == "VERB":
				toks[i].XPOS = "VB"
			}
		}
	}
}

func TestEaster(t *testing.T) {
	for year, want := range map[int]string{1980: "1980-04-06", 2000: "2000-04-23", 2008: "2008-03-23", 2019: "2019-04-21", 2024: "2024-03-31", 2035: "2035-03-25"} {
		if got := easter(year).Format(time.DateOnly); got != want {
			t.Errorf("Easter %d is %s, want %s", year, got, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	finder := load(f)
	for _, s := range []string{"On 5 April, at 13:20, in the 1990s", "2019-99-99 31/31/2019 99:99", "’98 – 3–7 May", "\xff\xfe in May\n\n\n", "last last last week the the the", "999999999999999 years ago", "every other other Monday 's"} {
		f.Add(s, "2019-04-08")
	}
	f.Add("in two centuries 5000 years later", "9999-12-31")
	f.Fuzz(func(t *testing.T, text, published string) {
		doc := &sitrep.Document{Text: text}
		doc.Report.Published, _ = sitrep.ParseStamp(published)
		finder.Find(doc)
		last := 0
		for _, x := range doc.Timexes {
			if x.Span.Start < last || x.Span.End <= x.Span.Start || x.Span.End > len(text) {
				t.Fatalf("span %v after %d in a text of %d bytes", x.Span, last, len(text))
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[x.Span.Start:x.Span.End]) {
				t.Fatalf("span %v cuts a character", x.Span)
			}
			if x.Start != "" && x.End != "" && x.Start >= x.End {
				t.Fatalf("%q: interval [%s,%s)", text[x.Span.Start:x.Span.End], x.Start, x.End)
			}
			last = x.Span.End
		}
	})
}

// BenchmarkFind shows that time grows with the length of the text: the
// throughput of the three sizes has to be alike.
func BenchmarkFind(b *testing.B) {
	f := load(b)
	para := "On Thursday, General Omar ordered his units to march on the capital; two days later, at dawn on Saturday, 12 people were killed. " +
		"Since 2011 hundreds of militias have fought in the past 8 years. The council will meet on 12 April at 3 p.m. local time, officials said.\n\n"
	for _, size := range []int{1_000, 10_000, 100_000} {
		text := strings.Repeat(para, size/len(para)+1)
		b.Run(fmt.Sprintf("%dkB", size/1000), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				doc := &sitrep.Document{Text: text}
				doc.Report.Published = sitrep.Stamp{Time: date(2019, 4, 8), DayOnly: true}
				f.Find(doc)
			}
		})
	}
}

// BenchmarkHostile measures texts made to be slow.
func BenchmarkHostile(b *testing.B) {
	f := load(b)
	for _, unit := range []string{"the ", "1 ", "last ", "in May ", "- ", "2019-", "a the of ", "five hundred "} {
		text := strings.Repeat(unit, 100_000/len(unit))
		b.Run(strings.TrimSpace(unit), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				doc := &sitrep.Document{Text: text}
				doc.Report.Published = sitrep.Stamp{Time: date(2019, 4, 8), DayOnly: true}
				f.Find(doc)
			}
		})
	}
}
