package toponym

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// passage is a sentence or the dateline, cut into words at blanks and hyphens.
type passage struct {
	sent  int // index of the sentence, -1 for the dateline
	words []word
	caps  bool // printed in capitals throughout
}

// word is a token or, where a hyphen joins names, a part of one.
type word struct {
	span  sitrep.Span
	text  string
	low   string
	tok   int // index into the sentence's tokens, -1 in the dateline
	upos  string
	upper bool // starts with a capital
	caps  bool // two letters or more, all capitals
	start bool // its capital may be due to its position
	mark  knowledge.WordMark
}

func (w *word) letters() bool {
	r, _ := utf8.DecodeRuneInString(w.text)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// split cuts the document into passages.
func (d *reading) split() {
	if !d.doc.Dateline.Empty() && d.doc.Dateline.Start >= 0 && d.doc.Dateline.End <= len(d.doc.Text) {
		p := &passage{sent: -1}
		d.cut(p, d.doc.Dateline)
		for i := range p.words {
			p.words[i].tok = -1
		}
		d.passages = append(d.passages, p)
	}
	for i := range d.doc.Sentences {
		d.passages = append(d.passages, d.sentence(i))
	}
}

func (d *reading) sentence(i int) *passage {
	sent := &d.doc.Sentences[i]
	p := &passage{sent: i}
	last := -1
	for k := range sent.Tokens {
		tok := &sent.Tokens[k]
		if tok.Span.Start < last || tok.Span.Empty() || tok.Span.End > len(d.doc.Text) || tok.Span.Start < 0 {
			continue
		}
		last = tok.Span.End
		if d.hyphen(tok.Span) {
			continue
		}
		from := len(p.words)
		name, ending := d.genitive(tok.Span)
		d.pieces(p, name)
		p.add(ending.Start, d.doc.Text[ending.Start:ending.End])
		for j := from; j < len(p.words); j++ {
			p.words[j].tok, p.words[j].upos = k, tok.UPOS
		}
	}
	d.dress(p)
	return p
}

// genitive parts a token from the ending that marks a possessor, empty when it
// has none or is nothing else.
func (d *reading) genitive(span sitrep.Span) (name, ending sitrep.Span) {
	text := d.doc.Text[span.Start:span.End]
	at := len(text)
	for range 2 {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		if at -= size; at > 0 && d.class("genitive", text[at:]) {
			cut := span.Start + at
			return sitrep.Span{Start: span.Start, End: cut}, sitrep.Span{Start: cut, End: span.End}
		}
	}
	return span, sitrep.Span{Start: span.End, End: span.End}
}

// hyphen reports whether a token is a hyphen between two words.
func (d *reading) hyphen(span sitrep.Span) bool {
	text := d.doc.Text
	if s := text[span.Start:span.End]; s != "-" && s != "–" || span.Start == 0 || span.End == len(text) {
		return false
	}
	return text[span.Start-1] != ' ' && text[span.End] != ' '
}

// pieces adds the parts of a token that hyphens and slashes separate.
func (d *reading) pieces(p *passage, span sitrep.Span) {
	text := d.doc.Text[span.Start:span.End]
	at := 0
	for i, r := range text {
		if i > 0 && (r == '-' || r == '–' || r == '/') {
			p.add(span.Start+at, text[at:i])
			at = i + utf8.RuneLen(r)
		}
	}
	p.add(span.Start+at, text[at:])
}

func (p *passage) add(start int, text string) {
	if text == "" {
		return
	}
	p.words = append(p.words, word{span: sitrep.Span{Start: start, End: start + len(text)}, text: text})
}

// cut makes words of a stretch that no layer has cut into tokens.
func (d *reading) cut(p *passage, span sitrep.Span) {
	text := d.doc.Text[span.Start:span.End]
	at := -1
	for i, r := range text {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'' || r == '’' || r == '.' && at >= 0
		switch {
		case inside && at < 0:
			at = i
		case !inside:
			if at >= 0 {
				p.add(span.Start+at, text[at:i])
			}
			at = -1
			if !unicode.IsSpace(r) {
				_, size := utf8.DecodeRuneInString(text[i:])
				p.add(span.Start+i, text[i:i+size])
			}
		}
	}
	if at >= 0 {
		p.add(span.Start+at, text[at:])
	}
	d.dress(p)
}

// dress reads the casing of the words.
func (d *reading) dress(p *passage) {
	upper, lower := 0, 0
	for i := range p.words {
		w := &p.words[i]
		w.low = strings.ToLower(w.text)
		w.mark = d.k.Mark(w.text)
		first, _ := utf8.DecodeRuneInString(w.text)
		w.upper = unicode.IsUpper(first) || elided(w.text)
		w.caps = w.upper && utf8.RuneCountInString(w.text) > 1 && w.text == strings.ToUpper(w.text)
		w.start = i == 0 || strings.Contains(`"“”:'‘•-–—`, p.words[i-1].text)
		for _, r := range w.text {
			if unicode.IsUpper(r) {
				upper++
			} else if unicode.IsLower(r) {
				lower++
			}
		}
	}
	p.caps = p.sent >= 0 && upper > 12 && lower*4 < upper
}

// elided reports whether a word is a name after an elided article: "d'Ivoire".
func elided(text string) bool {
	i := strings.IndexAny(text, "'’")
	if i < 1 || i > 2 {
		return false
	}
	_, mark := utf8.DecodeRuneInString(text[i:])
	r, _ := utf8.DecodeRuneInString(text[i+mark:])
	return unicode.IsUpper(r)
}

// joined reports whether no more than a blank, hyphen or full stop lies between
// word i and the next.
func (d *reading) joined(p *passage, i int) bool {
	if i < 0 || i+1 >= len(p.words) {
		return false
	}
	gap := d.doc.Text[p.words[i].span.End:p.words[i+1].span.Start]
	return strings.Trim(gap, " \n\r\t\u00a0-–'’") == ""
}

func (d *reading) class(class, word string) bool {
	_, ok := d.k.Class(class, word)
	return ok
}

// at gives the word i of a passage, a blank one outside it.
func (p *passage) at(i int) *word {
	if i < 0 || i >= len(p.words) {
		return &word{}
	}
	return &p.words[i]
}

// nameLike reports whether word i may be part of a name by its casing.
func (d *reading) nameLike(p *passage, i int) bool {
	w := p.at(i)
	if !w.upper {
		return false
	}
	if p.caps {
		return w.upos == "PROPN" || w.upos == "" && !d.class("stop", w.low) && w.mark&knowledge.DictionaryWord == 0
	}
	if w.start && w.upos != "PROPN" && !w.caps {
		return !d.class("stop", w.low) && (w.upos == "" || w.mark&knowledge.DictionaryWord == 0)
	}
	return !d.class("connector", w.low) && !d.class("locative", w.low)
}
