package knowledge_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/sitrep-dev/sitrep/knowledge"
)

func TestPageAndTextLoad(t *testing.T) {
	if _, err := knowledge.LoadPage(knowledge.Embedded()); err != nil {
		t.Error(err)
	}
	if _, err := knowledge.LoadText(knowledge.Embedded()); err != nil {
		t.Error(err)
	}
}

func TestPageAndTextFaults(t *testing.T) {
	whole := map[string]string{
		"page/boilerplate.tsv": "kind\tat\tphrase\nlabel\twhole\ttags\n", "page/zones.tsv": "name\toffset\nUTC\t+00:00\n", "page/english.tsv": "word\nthe\n",
		"text/abbreviations.tsv": "form\tkind\nGen.\ttitle\n", "text/contractions.tsv": "form\tparts\ncannot\tcan|not\n", "text/words.tsv": "kind\tform\nprefix\tanti\n",
	}
	for _, c := range []struct{ file, line, want string }{
		{"page/boilerplate.tsv", "menu\twhole\tx", "page/boilerplate.tsv:3: \"menu\" is no kind of boilerplate"},
		{"page/boilerplate.tsv", "label\tend\tx", "\"end\" is no place of a phrase"},
		{"page/boilerplate.tsv", "label\twhole\tTags", "not in lower case"},
		{"page/zones.tsv", "CET\tone", "\"one\" is no offset"},
		{"text/abbreviations.tsv", "Gen\ttitle", "has no period"},
		{"text/abbreviations.tsv", "Gen.\ttitle", "is there twice"},
		{"text/abbreviations.tsv", "Col.\trank", "is no kind of abbreviation"},
		{"text/contractions.tsv", "gonna\tgoing|to", "do not spell it"},
		{"text/words.tsv", "noun\tx", "is no kind of word list"},
		{"text/words.tsv", "prefix\tAnti", "not in lower case"},
	} {
		fsys := fstest.MapFS{}
		for name, text := range whole {
			if name == c.file {
				text += c.line + "\n"
			}
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
		_, pageErr := knowledge.LoadPage(fsys)
		_, textErr := knowledge.LoadText(fsys)
		got := ""
		for _, err := range []error{pageErr, textErr} {
			if err != nil {
				got += err.Error()
			}
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%s with %q: %q, want %q", c.file, c.line, got, c.want)
		}
	}
}

func TestTextLookUps(t *testing.T) {
	k, err := knowledge.LoadText(knowledge.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	if got := k.Abbreviation("GEN."); got != knowledge.TitleAbbreviation {
		t.Errorf("GEN. is %q", got)
	}
	if got := strings.Join(k.Contraction("CANNOT"), "|"); got != "CAN|NOT" {
		t.Errorf("CANNOT is %q", got)
	}
	if !k.Clitic("’S") || !k.Prefix("Anti") || !k.Month("APRIL") || k.Month("") || k.Contraction("canon") != nil {
		t.Error("a look-up in another case or with a curly apostrophe fails")
	}
}
