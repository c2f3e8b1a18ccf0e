package speech

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sitrep-dev/sitrep"
)

// layout adds what the form of the page says: headlines, bracketed speakers,
// embedded posts, words before a colon, and texts that are one communiqué.
func (rd *reading) layout() {
	for s := range rd.trees {
		if rd.doc.Blocks[rd.block(s)].Kind == sitrep.Heading {
			rd.headline(s)
		} else if rd.starts(s) {
			rd.colonSpeaker(s)
			rd.bracketed(s)
		}
		rd.announced(s)
	}
	for b := range rd.doc.Blocks {
		if block := &rd.doc.Blocks[b]; block.Kind == sitrep.Quote && block.Speaker != "" {
			rd.found = append(rd.found, outside(block.Speaker, block.Span, "the author of the quoted block"))
		}
	}
	rd.communique()
}

// outside is an attribution to somebody who stands beside the text.
func outside(speaker string, content sitrep.Span, why string) sitrep.Attribution {
	return sitrep.Attribution{Content: content, Stance: sitrep.Says, SourceSent: -1, SourceTok: -1, CueSent: -1, CueTok: -1, Speaker: speaker, Why: []sitrep.Reason{{Text: why}}}
}

func (rd *reading) block(s int) int {
	return max(0, min(rd.doc.Sentences[s].Block, len(rd.doc.Blocks)-1))
}

// starts reports whether the sentence is the first of its block.
func (rd *reading) starts(s int) bool {
	return s == 0 || rd.doc.Sentences[s-1].Block != rd.doc.Sentences[s].Block
}

// longestLabel is how many words may stand before the colon of a headline.
const longestLabel = 8

// headline reads "Minister: no talks" and "Blast kills five - police".
func (rd *reading) headline(s int) {
	t := rd.trees[s]
	n := t.len()
	for i := 1; i < n && i <= longestLabel; i++ {
		if t.forms[i] == ":" {
			if h := rd.label(t, 0, i-1); h >= 0 && i+2 < n {
				rd.addLabel(s, i, 0, i-1, i+1, n-1, h)
			}
			return
		}
	}
	for i := n - 2; i > 1 && i >= n-1-longestLabel; i-- {
		switch t.forms[i] {
		case "-", "--", "–", "—", "―":
			if h := rd.label(t, i+1, n-1); h >= 0 {
				rd.addLabel(s, i, i+1, n-1, 0, i-1, h)
			}
			return
		}
	}
}

// label is the head of the words from a to b if they name a speaker, else -1.
func (rd *reading) label(t *tree, a, b int) int {
	head := -1
	for i := a; i <= b; i++ {
		if t.tok(i).UPOS == "VERB" || t.tok(i).UPOS == "AUX" || rd.k.Is("not_speakers", t.forms[i]) {
			return -1
		}
		if h := t.head(i); head < 0 && t.nominal(i) && (h < a || h > b) {
			head = i
		}
	}
	if head < 0 {
		return -1
	}
	for i := a; i <= b; i++ {
		if rd.k.Is("speakers", t.lemmas[i]) || rd.k.Is("speakers", t.forms[i]) {
			return head
		}
	}
	span := t.words(a, b)
	for _, m := range rd.mentionsIn(span) {
		switch m.Kind {
		case sitrep.KindPerson, sitrep.KindOrganization, sitrep.KindGroup:
			return head
		}
	}
	return -1
}

// mentionsIn lists the mentions inside a span, found by bisection.
func (rd *reading) mentionsIn(span sitrep.Span) []sitrep.Mention {
	lo, hi := 0, len(rd.doc.Mentions)
	for lo < hi {
		mid := (lo + hi) / 2
		if rd.doc.Mentions[mid].Span.Start < span.Start {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	end := lo
	for end < len(rd.doc.Mentions) && rd.doc.Mentions[end].Span.End <= span.End {
		end++
	}
	return rd.doc.Mentions[lo:end]
}

// endsRecording reports whether a bracket with this text behind it ends what the
// speaker says: "[Presenter]" and "[end of recording]" do, "[passage omitted]" not.
func (rd *reading) endsRecording(text string) bool {
	inside, _, _ := strings.Cut(text[:min(len(text), 120)], "]")
	if r, _ := utf8.DecodeRuneInString(inside); unicode.IsUpper(r) {
		return true
	}
	for _, w := range strings.Fields(inside) {
		if rd.k.Is("bracket_end", w) {
			return true
		}
	}
	return false
}

func (rd *reading) addLabel(s, cue, a, b, from, to, head int) {
	t := rd.trees[s]
	a, b = rd.trim(t, a, b)
	from, to = rd.trim(t, from, to)
	if a > b || from > to {
		return
	}
	rd.entry, rd.slot = "", "a label"
	rd.add(s, cue, t.words(cue, cue), who{head, t.words(a, b), "the words of the label"}, s, t.words(from, to), sitrep.Says, false)
}

// colonSpeaker reads a paragraph that opens with "Name: …", as in a transcript.
func (rd *reading) colonSpeaker(s int) {
	t := rd.trees[s]
	for i := 1; i < t.len() && i <= longestLabel; i++ {
		if t.forms[i] != ":" {
			continue
		}
		h := rd.label(t, 0, i-1)
		if h < 0 || i+1 >= t.len() {
			return
		}
		block := rd.doc.Blocks[rd.block(s)].Span
		rd.entry, rd.slot = "", "the paragraph behind the name"
		rd.add(s, i, t.words(i, i), who{h, t.words(0, i-1), "the name before the colon"}, s, sitrep.Span{Start: t.tok(i + 1).Span.Start, End: block.End}, sitrep.Says, false)
		return
	}
}

// bracketed reads "[Speaker, recording] …" at the start of a paragraph, as
// monitoring services write: what follows is the speaker's, up to the next bracket
// with a name.
func (rd *reading) bracketed(s int) {
	block := rd.doc.Blocks[rd.block(s)].Span
	text := rd.doc.Text[block.Start:block.End]
	if !strings.HasPrefix(text, "[") {
		return
	}
	shut := strings.IndexByte(text, ']')
	if shut < 0 || shut > 120 {
		return
	}
	name, kind, listed := strings.Cut(text[1:shut], ",")
	marked := false
	for _, w := range strings.Fields(kind) {
		marked = marked || rd.k.Is("bracket_end", w)
	}
	span := sitrep.Span{Start: block.Start + 1, End: block.Start + 1 + len(name)}
	tok := rd.trees[s].headIn(span)
	if !listed || !marked || tok < 0 || rd.doc.Sentences[s].Tokens[tok].UPOS != "PROPN" && rd.label(rd.trees[s], tok, tok) < 0 {
		return
	}
	content := sitrep.Span{Start: block.Start + shut + 1, End: block.End}
	for at := content.Start; at < content.End; at++ {
		if rd.doc.Text[at] == '[' && rd.endsRecording(rd.doc.Text[at+1:content.End]) {
			content.End = at
		}
	}
	for content.Start < content.End && rd.doc.Text[content.Start] == ' ' {
		content.Start++
	}
	if content.Empty() {
		return
	}
	a := outside("", content, "the name in brackets that opens the paragraph")
	a.Source, a.SourceSent, a.SourceTok = &span, s, tok
	rd.found = append(rd.found, a)
}

// announced reads a sentence that ends in a colon, with a cue and no content
// yet: the quotation or quoted block that follows is what is said.
func (rd *reading) announced(s int) {
	t := rd.trees[s]
	if s+1 >= len(rd.trees) || t.len() < 3 || t.forms[t.len()-1] != ":" {
		return
	}
	next := rd.doc.Sentences[s+1]
	var content sitrep.Span
	if b := rd.doc.Blocks[rd.block(s+1)]; b.Kind == sitrep.Quote && b.Speaker == "" {
		content = b.Span
	} else if qs := rd.quotesIn(next.Span); len(qs) > 0 && qs[0].span.Start-next.Span.Start < 3 {
		content = qs[0].span
	} else {
		return
	}
	for i := t.len() - 2; i >= 0; i-- {
		for _, hit := range rd.k.CuesAt(t.sent, i) {
			if hit.POS != "V" || !hasSlot(hit.Cue.Comp, "quote") {
				continue
			}
			if w, ok := rd.speaker(t, i); ok && w.tok >= 0 {
				rd.entry, rd.slot = hit.Cue.ID, "quote behind the colon"
				rd.add(s, i, rd.cueSpan(t, i, hit.Used), w, s, content, hit.Cue.Stance, true)
				return
			}
		}
	}
}

// communiqueWords is in how many words of the heading the kind of text is named.
const communiqueWords = 5

// communique reads a text that is a publisher's own statement: its heading
// opens with the word for it, and the publisher is an organisation of the text.
func (rd *reading) communique() {
	pub := strings.TrimSpace(rd.doc.Report.Publisher)
	if pub == "" || len(rd.trees) == 0 || !rd.namesPublisher(pub) {
		return
	}
	first := rd.doc.Report.Title
	content := sitrep.Span{Start: rd.doc.Sentences[0].Span.Start, End: rd.doc.Sentences[len(rd.trees)-1].Span.End}
	if !rd.opensAsStatement(first) {
		b := rd.doc.Blocks[rd.block(0)]
		if b.Kind != sitrep.Heading || !rd.opensAsStatement(rd.doc.Text[b.Span.Start:b.Span.End]) {
			return
		}
		content.Start = min(b.Span.End, content.End)
	}
	if !content.Empty() {
		rd.found = append(rd.found, outside(pub, content, "the publisher, whose statement the text is"))
	}
}

func (rd *reading) opensAsStatement(line string) bool {
	for i, w := range strings.Fields(line) {
		if i >= communiqueWords {
			break
		}
		if rd.k.Is("communique", strings.Trim(w, ".,:;()[]\"")) {
			return true
		}
	}
	return false
}

// namesPublisher reports whether the publisher is an organisation that the text names.
func (rd *reading) namesPublisher(pub string) bool {
	for i := range rd.doc.Mentions {
		m := &rd.doc.Mentions[i]
		if m.Kind != sitrep.KindOrganization {
			continue
		}
		if strings.EqualFold(rd.doc.Words(m.Span), pub) || m.Actor != nil && strings.EqualFold(m.Actor.Name, pub) {
			return true
		}
	}
	return len(rd.doc.Mentions) == 0 && strings.Contains(rd.doc.Text, pub)
}
