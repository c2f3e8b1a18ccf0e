package knowledge

import (
	"fmt"
	"io/fs"
	"strings"
	"time"
)

// maxPrompt is the length in bytes up to which a paragraph can be the words of
// a form or a button; a longer one is text that only begins like one.
const maxPrompt = 200

// Page is what the reading of pages needs to know: the phrases and containers
// that are no part of an article, the names of time zones, and the words by
// which English is known.
type Page struct {
	phrases map[string][]phrase
	whole   map[string]map[string]bool // kind, phrase
	zones   map[string]int
	english map[string]bool
}

type phrase struct{ at, text string }

// pageKinds are the kinds of page/boilerplate.tsv.
var pageKinds = []string{"link-lead", "label", "comment-prompt", "form-prompt", "newsletter", "social", "credit", "token", "container"}

// LoadPage reads the phrases of pages alone, for those who only read reports.
func LoadPage(fsys fs.FS) (*Page, error) { return loadPage(fsys) }

func loadPage(fsys fs.FS) (*Page, error) {
	p := &Page{phrases: map[string][]phrase{}, whole: map[string]map[string]bool{}, zones: map[string]int{}, english: map[string]bool{}}
	for _, kind := range pageKinds {
		p.whole[kind] = map[string]bool{}
	}
	if err := p.readBoilerplate(fsys); err != nil {
		return nil, err
	}
	if err := p.readZones(fsys); err != nil {
		return nil, err
	}
	rows, err := readTSV(fsys, "page/english.tsv", "word")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		p.english[r.get("word")] = true
	}
	return p, nil
}

func (p *Page) readBoilerplate(fsys fs.FS) error {
	rows, err := readTSV(fsys, "page/boilerplate.tsv", "kind", "at", "phrase")
	if err != nil {
		return err
	}
	for _, r := range rows {
		kind, at, text := r.get("kind"), r.get("at"), r.get("phrase")
		whole, known := p.whole[kind]
		if !known {
			return r.fault(fmt.Sprintf("%q is no kind of boilerplate", kind), "use one of "+strings.Join(pageKinds, ", "))
		}
		if text == "" || text != strings.ToLower(text) {
			return r.fault(fmt.Sprintf("phrase %q is empty or not in lower case", text), "write it in lower case")
		}
		switch at {
		case "whole":
			whole[text] = true
		case "start", "anywhere":
			p.phrases[kind] = append(p.phrases[kind], phrase{at, text})
		default:
			return r.fault(fmt.Sprintf("%q is no place of a phrase", at), "use start, whole or anywhere")
		}
	}
	return nil
}

func (p *Page) readZones(fsys fs.FS) error {
	rows, err := readTSV(fsys, "page/zones.tsv", "name", "offset")
	if err != nil {
		return err
	}
	for _, r := range rows {
		t, err := time.Parse("-07:00", r.get("offset"))
		if err != nil {
			return r.fault(fmt.Sprintf("%q is no offset", r.get("offset")), "write +02:00 or -05:00")
		}
		_, seconds := t.Zone()
		p.zones[strings.ToLower(r.get("name"))] = seconds
	}
	return nil
}

// Prompt reports whether a paragraph is what a comment form, a newsletter box
// or a row of buttons says; never for one of more than 200 bytes.
func (p *Page) Prompt(paragraph string) bool {
	if len(paragraph) > maxPrompt {
		return false
	}
	text := plainPhrase(paragraph)
	for _, kind := range []string{"comment-prompt", "form-prompt", "newsletter", "social"} {
		if found, _ := p.find(kind, text); found {
			return true
		}
	}
	return p.whole["label"][strings.Trim(text, " :.…!")]
}

// LinkLead reports whether a paragraph begins like a pointer to another
// article, and whether a colon or nothing follows the phrase: then it is a
// pointer without a link, too.
func (p *Page) LinkLead(paragraph string) (lead, colon bool) {
	found, rest := p.find("link-lead", plainPhrase(paragraph))
	return found, found && (rest == "" || rest[0] == ':')
}

// Label reports whether a short paragraph only names tags, a sponsor or a
// picture's maker: a phrase of those kinds, followed by a colon or nothing.
func (p *Page) Label(paragraph string) bool {
	if len(paragraph) > 2*maxPrompt {
		return false
	}
	text := plainPhrase(paragraph)
	for _, kind := range []string{"label", "credit"} {
		if found, rest := p.find(kind, text); found && (rest == "" || rest[0] == ':') {
			return true
		}
	}
	return false
}

// Embedded reports whether word is the address of an embedded picture or post.
func (p *Page) Embedded(word string) bool {
	found, _ := p.find("token", strings.ToLower(word))
	return found
}

// Container reports whether part, one word of a class name or id in lower
// case, marks what is no article text.
func (p *Page) Container(part string) bool { return p.whole["container"][part] }

// Zone is the offset in seconds east of UTC of a zone by its name.
func (p *Page) Zone(name string) (seconds int, known bool) {
	seconds, known = p.zones[strings.ToLower(name)]
	return seconds, known
}

// English reports whether word, in lower case, is one of the small words of English.
func (p *Page) English(word string) bool { return p.english[word] }

// find looks for a phrase of the kind in text and gives what follows the
// longest one that text starts with.
func (p *Page) find(kind, text string) (bool, string) {
	if p.whole[kind][strings.Trim(text, " :.…!*")] {
		return true, ""
	}
	best := -1
	for _, ph := range p.phrases[kind] {
		switch {
		case ph.at == "anywhere":
			if strings.Contains(text, ph.text) {
				best = max(best, 0)
			}
		case strings.HasPrefix(text, ph.text) && wordEnds(text, len(ph.text)):
			best = max(best, len(ph.text))
		}
	}
	if best < 0 {
		return false, ""
	}
	return true, strings.TrimSpace(text[best:])
}

func wordEnds(text string, at int) bool {
	return at == len(text) || text[at] < '0' || text[at] > '9' && text[at] < 'a'
}

// plainPhrase is text in lower case, straight apostrophes, single blanks, without
// marks in front. Only the beginning is looked at, so it is cut at 500 bytes.
func plainPhrase(text string) string {
	text = strings.ToLower(strings.ToValidUTF8(text[:min(len(text), 500)], ""))
	text = strings.Join(strings.Fields(strings.ReplaceAll(text, "’", "'")), " ")
	return strings.TrimLeft(text, " *-–—•»>|▶►→#[(")
}
