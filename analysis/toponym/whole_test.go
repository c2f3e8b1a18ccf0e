package toponym_test

import (
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep"
)

// TestWhole reads names of which a list has the first word only.
func TestWhole(t *testing.T) {
	for _, tt := range []struct{ text, mention, want string }{
		{"Miners died in Puerto Jordan, in Venezuela.", "Puerto", "Puerto Jordan@VEN, Venezuela@VEN"},
		{"Miners died in Puerto Esperanto, in Venezuela.", "Puerto Esperanto", "Puerto Esperanto@VEN, Venezuela@VEN"},
		{"Miners died in Caracas Tower, in Venezuela.", "Caracas Tower", "Venezuela@VEN"},
	} {
		doc := plain(tt.text)
		for i := range doc.Sentences[0].Tokens {
			if tok := &doc.Sentences[0].Tokens[i]; strings.ToLower(tok.Form) != tok.Form {
				tok.UPOS = "PROPN"
			}
		}
		at := strings.Index(tt.text, tt.mention)
		doc.Mentions = []sitrep.Mention{{Span: sitrep.Span{Start: at, End: at + len(tt.mention)}, Kind: sitrep.KindPlace}}
		resolver(t).Find(doc)
		var got []string
		for _, top := range doc.Toponyms {
			got = append(got, top.Name+"@"+top.Country)
		}
		if s := strings.Join(got, ", "); s != tt.want {
			t.Errorf("%s: got %s, want %s", tt.text, s, tt.want)
		}
	}
}
