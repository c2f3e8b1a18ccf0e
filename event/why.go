package event

import (
	"slices"

	"github.com/sitrep-dev/sitrep"
)

// told adds a reason for the modality, polarity or background of a claim.
func told(c *sitrep.Claim, why sitrep.Reason) { c.Why.Mood = append(c.Why.Mood, why) }

// whyMood tells what the layer of speech says of the word at tok, whose mood is f.
func (r *reading) whyMood(s, tok int, f sitrep.Fact) []sitrep.Reason {
	sent := &r.doc.Sentences[s]
	at := func(i int) sitrep.Span {
		if i < 0 || i >= len(sent.Tokens) {
			return sitrep.Span{}
		}
		return sent.Tokens[i].Span
	}
	var out []sitrep.Reason
	if f.Modality != "" && f.Modality != sitrep.Happened {
		why := sitrep.Reason{Text: string(f.Modality) + ", by", Span: at(f.Cue), Rule: f.Entry}
		if f.Entry == "" && f.How != "" {
			why.Text += " " + f.How
		}
		out = append(out, why)
	}
	if f.Polarity == sitrep.Negated {
		why := sitrep.Reason{Text: "negated, by", Span: at(f.Not)}
		if f.Not == f.Cue {
			why.Rule = f.Entry
		}
		out = append(out, why)
	}
	if len(out) == 0 && f.How != "" {
		out = append(out, sitrep.Reason{Text: "happened, " + f.How})
	}
	if len(out) == 0 {
		out = append(out, sitrep.Reason{Text: "no word says otherwise"})
	}
	if f.Background {
		text := "background"
		if f.Old != "" {
			text += ", by " + f.Old
		}
		out = append(out, sitrep.Reason{Text: text})
	}
	return out
}

// withoutSource is the sources of a claim less those that gone picks, which are
// noted in the claim with the reason.
func withoutSource(c *sitrep.Claim, why string, gone func(sitrep.Source) bool) []sitrep.Source {
	return slices.DeleteFunc(c.Sources, func(src sitrep.Source) bool {
		if !gone(src) {
			return false
		}
		off := sitrep.Reason{Text: "not " + src.Source + ", who " + why}
		c.Why.Source = append(c.Why.Source, off)
		return true
	})
}

// whyTime tells how the time expression was read and by which way it is that of
// the word at tok.
func (r *reading) whyTime(s, tok int, t *sitrep.Timex) []sitrep.Reason {
	return append(slices.Clone(t.Why), r.way(s, tok, t))
}

// way is the way over the tree from the word at tok to a time expression.
func (r *reading) way(s, tok int, t *sitrep.Timex) sitrep.Reason {
	sent := &r.doc.Sentences[s]
	head := sent.HeadIn(t.Span)
	over, clause := tok, ""
	for steps := 0; over >= 0 && !sent.Under(head, over) && steps < 40; steps++ {
		switch sent.Rel(over) {
		case "ccomp", "parataxis":
			clause = "the clause that reports it, of"
		case "acl", "advcl", "xcomp", "csubj":
			if clause == "" {
				clause = "the clause above, of"
			}
		}
		over = sent.HeadOf(over)
	}
	switch {
	case over < 0:
		return sitrep.Reason{Text: "elsewhere in the sentence"}
	case over == tok:
		return sitrep.Reason{Text: "hangs on its word"}
	case clause != "":
		return sitrep.Reason{Text: "from " + clause, Span: sent.Tokens[over].Span}
	}
	return sitrep.Reason{Text: "from its clause, of", Span: sent.Tokens[over].Span}
}

// whyNoTime tells of each time expression of the sentence why it is not that of the
// word at tok, which has none.
func (r *reading) whyNoTime(s, tok int) []sitrep.Reason {
	sent := &r.doc.Sentences[s]
	var out []sitrep.Reason
	lo, _ := slices.BinarySearchFunc(r.doc.Timexes, sent.Span.Start, func(t sitrep.Timex, at int) int { return t.Span.Start - at })
	for i := lo; i < len(r.doc.Timexes) && r.doc.Timexes[i].Span.Start < sent.Span.End; i++ {
		t := &r.doc.Timexes[i]
		switch {
		case t.Type == "SET":
			out = append(out, sitrep.Reason{Text: "not a time that comes again,", Span: t.Span})
		case t.Start == "":
			out = append(out, sitrep.Reason{Text: "no day can be told for", Span: t.Span})
		case t.Type == "DURATION" && t.End == "":
			out = append(out, sitrep.Reason{Text: "only how long it lasts,", Span: t.Span})
		default:
			out = append(out, sitrep.Reason{Text: "belongs to another word, or stands too far off:", Span: t.Span})
		}
	}
	return out
}
