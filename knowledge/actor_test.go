package knowledge

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestActorsLoad(t *testing.T) {
	a, err := loadActors(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	if len(a.States) < 195 || len(a.Organizations) < 150 || len(a.Roles) < 300 {
		t.Errorf("%d states, %d organizations, %d roles: too few", len(a.States), len(a.Organizations), len(a.Roles))
	}
}

// TestActorFaults lays one wrong file over the good ones and asks for place, fault and remedy.
func TestActorFaults(t *testing.T) {
	cases := []struct{ file, text, want string }{
		{"actors/states.tsv", "iso3\tiso2\tname\taliases\tadjectives\tpeople\tcapital\tcapital_aliases\tfrom\tto\nXX\tX\tNowhere\t-\t-\t-\t-\t-\t-\t-\n", "states.tsv:2: iso3"},
		{"actors/organizations.tsv", "id\tname\taliases\tcountry\tsectors\tkind\tparent\tfrom\tto\nx\tX\t-\tQQQ\t-\tigo\t-\t-\t-\n", "country \"QQQ\" is unknown"},
		{"actors/organizations.tsv", "id\tname\taliases\tcountry\tsectors\tkind\tparent\tfrom\tto\nx\tX\t-\tUNO\tINS\tigo\t-\t-\t-\n", "sector \"INS\" is unknown"},
		{"actors/organizations.tsv", "id\tname\taliases\tcountry\tsectors\tkind\tparent\tfrom\tto\nx\tX\t-\tUNO\t-\tclub\t-\t-\t-\n", "kind \"club\" is unknown"},
		{"actors/organizations.tsv", "id\tname\taliases\tcountry\tsectors\tkind\tparent\tfrom\tto\nx\tX\t-\tUNO\t-\tigo\tnoparent\t-\t-\n", "parent \"noparent\""},
		{"actors/offices.tsv", "person\ttitle\tcountry\tsectors\torganization\tfrom\tto\nnobody\tKing\t-\tGOV\t-\t-\t-\n", "person \"nobody\" is unknown"},
		{"actors/offices.tsv", "person\ttitle\tcountry\tsectors\torganization\tfrom\tto\nputin-vladimir\tPresident\tRUS\tGOV\t-\t2012-5-7\t-\n", "\"2012-5-7\" is no date"},
		{"actors/roles.tsv", "lemma\tkind\tsectors\tarmed\tperson\tnote\ngunman\tthing\tUAF\tyes\tyes\t-\n", "kind \"thing\" is unknown"},
		{"actors/titles.tsv", "title\tsectors\tkind\nGeneral\tMIL\that\n", "kind \"hat\" is unknown"},
	}
	for _, c := range cases {
		top := fstest.MapFS{c.file: {Data: []byte(c.text)}}
		_, err := loadActors(overlay{top, Embedded()})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got error %v, want %q", c.file, err, c.want)
		}
	}
}

func TestPersonAt(t *testing.T) {
	p := Person{Offices: []Office{{Country: "B", From: "2010-01-01"}, {Country: "A", From: "2000-01-01", To: "2010-01-01"}}}
	for day, want := range map[string]string{"": "B", "2005-06-01": "A", "2010-01-01": "B", "1999-12-31": ""} {
		got := ""
		if held := p.At(day); len(held) > 0 {
			got = held[0].Country
		}
		if got != want {
			t.Errorf("office on %q is of %q, want %q", day, got, want)
		}
	}
}
