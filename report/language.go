package report

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"

	"github.com/RadhiFadlillah/whatlanggo"
	"github.com/sitrep-dev/sitrep"
)

const (
	languageSample = 6 << 10 // bytes of text that are looked at
	languageWords  = 20      // words below which a text is not judged
)

// language checks that rep is in English. A language that the input declares
// wins; a text too short to tell is taken as English.
func (r *Reader) language(rep *sitrep.Report, line int) error {
	code := strings.ToLower(strings.TrimSpace(rep.Language))
	if code == "" {
		code = r.detect(rep.Text)
	}
	if code != "" && code != "en" && !strings.HasPrefix(code, "en-") && !strings.HasPrefix(code, "en_") && code != "eng" && code != "english" {
		return &InputError{Source: rep.Source, Line: line, Msg: fmt.Sprintf("language %s: sitrep codes English only", code),
			Remedy: "translate it or set Language: en"}
	}
	if rep.Language == "" {
		rep.Language = code
	}
	return nil
}

// detect gives the code of the language of text, "" when it cannot tell.
func (r *Reader) detect(text string) string {
	sample := strings.ToValidUTF8(text[:min(len(text), languageSample)], "")
	words := strings.FieldsFunc(strings.ToLower(sample), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsMark(c) && c != '\'' })
	if otherScript(sample) {
		return cmp.Or(whatlanggo.Detect(sample).Lang.Iso6391(), "unknown")
	}
	if len(words) < languageWords {
		return ""
	}
	english := 0
	for _, w := range words {
		if r.page.English(w) {
			english++
		}
	}
	if english*8 >= len(words) {
		return "en"
	}
	info := whatlanggo.Detect(sample)
	switch {
	case info.Lang == whatlanggo.Eng:
		return "en"
	case english*14 >= len(words) || !info.IsReliable():
		return ""
	}
	if code := info.Lang.Iso6391(); code != "" {
		return code
	}
	return info.Lang.Iso6393()
}

// otherScript reports whether most letters belong to scripts that English is not
// written in; a few words are then enough to judge.
func otherScript(sample string) bool {
	letters, other := 0, 0
	for _, c := range sample {
		if unicode.IsLetter(c) {
			letters++
			if !unicode.In(c, unicode.Latin) {
				other++
			}
		}
	}
	return letters >= 10 && other*2 > letters
}
