package evaluate

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// ontology is a small one of invented types.
func ontology() *knowledge.Ontology {
	return &knowledge.Ontology{Types: map[string]*knowledge.Type{
		"HIT":  {Name: "HIT", Quad: 4, ModeNames: []string{"hard", "soft"}},
		"HELP": {Name: "HELP", Quad: 2},
		"TALK": {Name: "TALK", Quad: 1, ModeNames: []string{"phone"}},
	}}
}

func TestRead(t *testing.T) {
	march, err := sitrep.ParseStamp("2024-03-05")
	if err != nil {
		t.Fatal(err)
	}
	both := []Text{
		{ID: "a", Line: 2, Text: `They "hit", and talked; twice.`, Published: march, Rows: []Row{
			{Line: 2, Types: []string{"HIT", "TALK"}, Modes: []string{"hard"}, Modalities: []sitrep.Modality{sitrep.Planned}, Polarity: sitrep.Negated,
				Actors: []string{"USAGOV", "the army"}, Recipients: []string{"Rebels"}, Place: "Goma"},
			{Line: 3, Types: []string{"TALK"}}}},
		{Line: 4, Text: "Nothing.\nAt all."},
	}
	for name, in := range map[string]string{
		"commas": "\xef\xbb\xbfID,Text,type,published,mode,modality,polarity,actor,recipient,place,note\r\n" +
			"a,\"They \"\"hit\"\", and talked; twice.\",hit | TALK,2024-03-05,Hard,planned,negated,USAGOV; the army;,Rebels,Goma,\"any, note\"\r\n" +
			"a,\"They \"\"hit\"\", and talked; twice.\",TALK,,,,,,,,\r\n" +
			",\"Nothing.\r\nAt all.\",none\r\n,,,,,,,,,,\r\n\r\n",
		"semicolons": "id;text;type;published;mode;modality;polarity;actor;recipient;place\n" +
			"a;\"They \"\"hit\"\", and talked; twice.\";HIT|TALK;2024-03-05;hard;planned;negated;\"USAGOV;the army\";Rebels;Goma\n" +
			"a;\"They \"\"hit\"\", and talked; twice.\";TALK;;;;;;;\n;\"Nothing.\nAt all.\";NONE;;;;;;;",
		"tabs": "id\ttext\ttype\tpublished\tmode\tmodality\tpolarity\tactor\trecipient\tplace\n" +
			"a\tThey \"hit\", and talked; twice.\tHIT|TALK\t2024-03-05\thard\tplanned\tnegated\tUSAGOV;the army\tRebels\tGoma\n" +
			"a\tThey \"hit\", and talked; twice.\tTALK\n\t\"Nothing.\nAt all.\"\tnone",
		"lines": "\n" + `{"id":"a","text":"They \"hit\", and talked; twice.","type":["HIT","TALK"],"published":"2024-03-05","mode":"hard","modality":"planned","polarity":"negated","actor":["USAGOV","the army"],"recipient":"Rebels","place":"Goma","note":null}` +
			"\n" + `{"id":"a","text":"They \"hit\", and talked; twice.","type":"TALK"}` + "\n" + `{"text":"Nothing.\nAt all.","type":"none"}` + "\n",
	} {
		got, err := Read("gold", strings.NewReader(in), ontology())
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if len(got.Bad) > 0 || !reflect.DeepEqual(got.Texts, both) {
			t.Errorf("%s: bad %v, got\n%+v, want\n%+v", name, got.Bad, got.Texts, both)
		}
	}
}

// TestTexts wants rows without id to belong together where text and day are the same.
func TestTexts(t *testing.T) {
	got, err := Read("gold", strings.NewReader("text,type,published,id\nOne.,HIT,,\nOne.,TALK,,\nOne.,HIT,2024-01-02,\nOne.,HIT,,7\nTwo.,none,,\nTwo.,none,,\n"), ontology())
	if err != nil || len(got.Bad) > 0 {
		t.Fatal(err, got)
	}
	var rows []int
	for _, text := range got.Texts {
		rows = append(rows, len(text.Rows))
	}
	if want := []int{2, 1, 1, 0}; !reflect.DeepEqual(rows, want) {
		t.Errorf("rows by text %v, want %v", rows, want)
	}
}

func TestBadRows(t *testing.T) {
	const head = "id,text,type,published,mode,modality,polarity,actor\n"
	for _, test := range []struct{ name, in, want string }{
		{"empty text", head + ",,HIT,,,,,", "gold:2: the text is empty; write a sentence"},
		{"no type", head + ",One.,,,,,,", "gold:2: the type is empty; write a type of the ontology, or none for a text without event"},
		{"unknown type", head + ",One.,HITT,,,,,", `gold:2: type "HITT" is not in the ontology; use HELP, HIT, TALK or none`},
		{"control characters", head + ",One.,\x1b[2J\u202e,,,,,", `gold:2: type "\x1b[2J\u202e" is not in the ontology`},
		{"none and more", head + ",One.,HIT|none,,,,,", "gold:2: the type is none and something else; write one or the other"},
		{"none with actor", head + ",One.,none,,,,,Army", `gold:2: the type is none, but actor is "Army"; leave actor empty`},
		{"unknown mode", head + ",One.,HIT,,phone,,,", `gold:2: mode "phone" is not a mode of HIT; use hard, soft`},
		{"type without modes", head + ",One.,HELP,,phone,,,", `gold:2: mode "phone" is not a mode of HELP; leave it empty`},
		{"unknown modality", head + ",One.,HIT,,,done,,", `gold:2: modality "done" is not known; use happened, planned,`},
		{"unknown polarity", head + ",One.,HIT,,,,no,", `gold:2: polarity "no" is not known; use affirmed or negated`},
		{"date", head + ",One.,HIT,May 5,,,,", `gold:2: published "May 5" is no date; write 2019-04-08`},
		{"other text", head + "a,One.,HIT,,,,,\na,Two.,HIT,,,,,", `gold:3: id "a" has another text in line 2; write the same text, or another id`},
		{"other day", head + "a,One.,HIT,2024-01-01,,,,\na,One.,HIT,2024-01-02,,,,", `gold:3: id "a" was published at another time in line 2`},
		{"contrary", head + ",One.,HIT,,,,,\n,One.,none,,,,,", "gold:3: line 2 says the contrary of the same text"},
		{"too many cells", head + ",One, two.,HIT,,,,,,", "gold:2: has 10 cells, the header 8; put quotes around a cell"},
		{"open quote", head + ",\"One.,HIT,,,,,\n,Two.,HIT,,,,,\n", "gold:2: opens a quote that is not closed; write quotes inside"},
		{"words behind a quote", head + ",\"One\" said.,HIT,,,,,", `gold:2: has " said.,HIT,,,,," behind the closing quote of a cell`},
		{"broken UTF-8", head + ",One \xff.,HIT,,,,,", "gold:2: the text is broken UTF-8"},
		{"long text", head + "," + strings.Repeat("x", maxText+1) + ",HIT,,,,,", "gold:2: the text is longer than 64 KiB"},
		{"broken JSON", `{"text":"One.","type":"HIT"` + "\n", "gold:1: is not JSON: unexpected end of JSON input; write "},
		{"unknown key", `{"text":"One.","type":"HIT","typ":"x"}`, `gold:1: key "typ" is not known; use id, text, type`},
		{"no string", `{"text":{},"type":"HIT"}`, `gold:1: key "text" is no string`},
		{"rows of one text", head + strings.Repeat("a,One.,HIT,,,,,\n", maxRows+1), "gold:102: the text has more than 100 rows"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Read("gold", strings.NewReader(test.in), ontology())
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Bad) != 1 || !strings.HasPrefix(got.Bad[0].Error(), "evaluate: "+test.want) {
				t.Errorf("got %v, want %s", got.Bad, test.want)
			}
		})
	}
}

// TestGoOn wants the rows around a bad one.
func TestGoOn(t *testing.T) {
	got, err := Read("gold", strings.NewReader("text,type\nOne.,HIT\n\"Two.,HIT\nThree.,XXX\nFour.,TALK\n"), ontology())
	if err != nil || len(got.Bad) != 2 || len(got.Texts) != 2 || got.Texts[1].Line != 5 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestBadFile(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"", "gold: is empty; write a header"},
		{" \n\n", "gold: is empty; write a header"},
		{"text,type\n", "gold: has no rows; add a line below the header"},
		{"text,type\n,\n", "gold: has no rows"},
		{"text\nOne.\n", `gold:1: the header has no column "type"; the columns text and type are needed`},
		{"\ntext,kind\n", `gold:2: the header has a column "kind"; use id, text, type`},
		{"text,type,Text\n", `gold:1: the header has two columns "text"; leave one`},
		{"\"text,type\nOne.,HIT", "gold:1: the header opens a quote that is not closed"},
		{"[{\"text\":\"One.\"}]", "gold: is a JSON list; write one object on each line"},
		{"\xff\xfet\x00", "gold: is UTF-16; save it as CSV in UTF-8"},
		{"PK\x03\x04", "gold: is a spreadsheet or an archive; save the sheet as CSV"},
		{"text,type\n" + strings.Repeat("One.,XXX\n", maxBad+1), "gold:1002: more than 1000 rows are at fault, the first in line 2: type"},
	} {
		_, err := Read("gold", strings.NewReader(test.in), ontology())
		var fault *RowError
		if !errors.As(err, &fault) || !strings.HasPrefix(err.Error(), "evaluate: "+test.want) {
			t.Errorf("%q: got %v, want %s", clip(test.in), err, test.want)
		}
	}
}

// FuzzRead wants no panic, and of what was read that it is whole.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"text,type\nOne.,HIT\n", "id;text;type\n1;\"a\n\"\"b\";none\n", "text\ttype\n\"a\" b\tHIT\n", `{"text":"a","type":["HIT"]}`,
		"text,type\n\"\"\"", "text,type\r\r\n,", "text,type,\na,HIT,"} {
		f.Add(seed)
	}
	o := ontology()
	f.Fuzz(func(t *testing.T, in string) {
		got, err := Read("gold", strings.NewReader(in), o)
		if err != nil {
			return
		}
		if len(got.Texts) == 0 && len(got.Bad) == 0 {
			t.Error("nothing read, nothing said")
		}
		lines, last := 1+strings.Count(in, "\n")+strings.Count(in, "\r"), 0
		for _, text := range got.Texts {
			if text.Text == "" || text.Line <= last || text.Line > lines {
				t.Errorf("text %q of line %d after %d", text.Text, text.Line, last)
			}
			last = text.Line
			for _, row := range text.Rows {
				if len(row.Types) == 0 {
					t.Error("row without type")
				}
			}
		}
	})
}
