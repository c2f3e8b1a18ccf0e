package sitrep

import "slices"

// MentionAt is the widest mention whose head is the given token, nil when
// nobody is mentioned there.
func (d *Document) MentionAt(sent, tok int) *Mention {
	var best *Mention
	for i := d.firstMention(d.Sentences[sent].Span.Start); i < len(d.Mentions); i++ {
		m := &d.Mentions[i]
		if m.Span.Start >= d.Sentences[sent].Span.End {
			break
		}
		if m.Sentence != sent || m.Head != tok {
			continue
		}
		if best == nil || better(m, best) {
			best = m
		}
	}
	return best
}

// MentionsAt lists the mentions whose head is the given token, in order of their
// start; two share one where one noun has two owners ("Russian and Syrian forces").
func (d *Document) MentionsAt(sent, tok int) []*Mention {
	var out []*Mention
	for i := d.firstMention(d.Sentences[sent].Span.Start); i < len(d.Mentions) && d.Mentions[i].Span.Start < d.Sentences[sent].Span.End; i++ {
		if m := &d.Mentions[i]; m.Sentence == sent && m.Head == tok {
			out = append(out, m)
		}
	}
	return out
}

// MentionOver is the narrowest mention that covers the token, whatever its head; nil when none does.
// Of a word with a clitic ("Ghana's"), whose tokens share one span, the mention may cover the front alone.
func (d *Document) MentionOver(sent, tok int) *Mention {
	var best *Mention
	start := d.Sentences[sent].Tokens[tok].Span.Start
	for i := d.firstMention(d.Sentences[sent].Span.Start); i < len(d.Mentions); i++ {
		m := &d.Mentions[i]
		if m.Span.Start >= d.Sentences[sent].Span.End {
			break
		}
		if m.Sentence == sent && m.Span.Holds(start) && (best == nil || best.Span.Contains(m.Span)) {
			best = m
		}
	}
	return best
}

func better(m, than *Mention) bool {
	if (m.Actor != nil) != (than.Actor != nil) {
		return m.Actor != nil
	}
	return m.Span.End-m.Span.Start > than.Span.End-than.Span.Start
}

func (d *Document) firstMention(offset int) int {
	lo, hi := 0, len(d.Mentions)
	for lo < hi {
		mid := (lo + hi) / 2
		if d.Mentions[mid].Span.Start < offset {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// AttributionsOver lists the indexes of the attributions whose content or scope
// covers the span, innermost (shortest) first.
func (d *Document) AttributionsOver(span Span) []int {
	var found []int
	for i := range d.Attributions {
		if a := &d.Attributions[i]; a.reach().Contains(span) {
			found = append(found, i)
		}
	}
	for i := 1; i < len(found); i++ {
		for j := i; j > 0 && d.Attributions[found[j]].size() < d.Attributions[found[j-1]].size(); j-- {
			found[j], found[j-1] = found[j-1], found[j]
		}
	}
	return found
}

func (a *Attribution) reach() Span { return a.Content.Cover(a.Scope) }

func (a *Attribution) size() int { r := a.reach(); return r.End - r.Start }

// Dates reports whether one of the words is the preposition of a time expression:
// in "called him on Friday" nobody is called on. It needs the layer of times.
func (d *Document) Dates(sent int, words []int) bool {
	s := &d.Sentences[sent]
	for _, w := range words {
		h := s.HeadOf(w)
		if s.Tokens[w].UPOS != "ADP" || s.Rel(w) != "case" || h < 0 {
			continue
		}
		for i := d.firstTimex(s.Span.Start); i < len(d.Timexes) && d.Timexes[i].Span.Start <= s.Tokens[h].Span.Start; i++ {
			if d.Timexes[i].Span.Overlaps(s.Tokens[h].Span) {
				return true
			}
		}
	}
	return false
}

func (d *Document) firstTimex(offset int) int {
	i, _ := slices.BinarySearchFunc(d.Timexes, offset, func(t Timex, at int) int { return t.Span.Start - at })
	return i
}
