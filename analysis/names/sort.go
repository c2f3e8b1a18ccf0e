package names

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// sortOf joins the name of a group, company or charity with the noun that says
// right before or after it what it is: "the rebel group Seleka", "the Hamas
// movement". Nouns for bodies within a body, as states and unions of them have,
// are none.
func (r *reading) sortOf(i int) {
	it := &r.items[i]
	if !it.named || it.pron != nil || it.about > 0 || it.kind != sitrep.KindOrganization || it.role != nil {
		return
	}
	kind := ""
	if it.ent != nil {
		if it.ent.org == nil {
			return
		}
		kind = it.ent.org.Kind
	}
	for j := max(0, i-window); j < min(len(r.items), i+window); j++ {
		desc := &r.items[j]
		if j == i || desc.sent != it.sent || desc.role == nil || desc.role.Kind != knowledge.RoleBody || desc.named || desc.plural || desc.same > 0 || desc.dropped {
			continue
		}
		after := len(desc.owners) > 0 && desc.owners[0] == i && desc.from <= it.from && !r.line.possessiveAt(it.to+1)
		before := desc.to+1 == it.from && (r.line.linked(desc.to) || r.line.sent.HeadOf(it.head) == desc.head)
		if !after && !before || kind == "" && !before || !r.ofSort(desc.role.Lemma, kind) {
			continue
		}
		desc.owners = slices.DeleteFunc(slices.Clone(desc.owners), func(o int) bool { return o == i })
		it.owners = nil
		it.about, desc.same = j+1, i+1
		if before {
			desc.end, desc.reach = max(desc.end, it.end), it.last()
		}
		return
	}
}

// ofSort reports whether a noun, of which the last word counts, says of what sort
// a body of a kind is; of kind "" whether it says so of any.
func (r *reading) ofSort(lemma, kind string) bool {
	if k := strings.LastIndexByte(lemma, ' '); k >= 0 && len(r.lex.know.Hypernyms[lemma]) == 0 {
		lemma = lemma[k+1:]
	}
	for _, h := range r.lex.know.Hypernyms[lemma] {
		switch h {
		case "armed-group", "party", "ngo", "company", "media":
			if kind == h || kind == "" {
				return true
			}
		case "igo":
			if kind == h && !slices.Contains(r.lex.know.Hypernyms[lemma], "name") && !slices.Contains(r.lex.know.Hypernyms[lemma], "organ") {
				return true
			}
		}
	}
	return false
}
