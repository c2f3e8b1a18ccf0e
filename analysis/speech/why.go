package speech

import "github.com/sitrep-dev/sitrep"

// why tells how the attribution at hand was read: the entry of its cue, how its
// source was found, and in which slot of the entry its content stands.
func (rd *reading) why(source who) []sitrep.Reason {
	var out []sitrep.Reason
	if rd.entry != "" {
		out = append(out, sitrep.Reason{Rule: rd.entry})
	}
	if source.tok >= 0 && source.how != "" {
		out = append(out, sitrep.Reason{Text: "source: " + source.how})
	}
	if rd.slot != "" {
		out = append(out, sitrep.Reason{Text: "content: " + rd.slot})
	}
	return out
}
