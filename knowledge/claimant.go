package knowledge

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// Claimants tells in what role a source counts victims, and how far rankings of
// sources trust that role.
type Claimants struct {
	rows []claimantRow
	rank map[string]int
}

type claimantRow struct {
	role           string
	words, sectors []string
}

// LoadClaimants reads ontology/claimants.tsv.
func LoadClaimants(fsys fs.FS) (*Claimants, error) {
	rows, err := readTSV(fsys, "ontology/claimants.tsv", "role", "rank", "words", "sectors")
	if err != nil {
		return nil, err
	}
	c := &Claimants{rank: map[string]int{}}
	for _, r := range rows {
		rank, err := strconv.Atoi(r.get("rank"))
		if err != nil {
			return nil, r.fault(fmt.Sprintf("rank %q is no number", r.get("rank")), "write a whole number, higher is trusted more")
		}
		role := r.get("role")
		if _, twice := c.rank[role]; role == "" || twice {
			return nil, r.fault(fmt.Sprintf("role %q is missing or there twice", role), "give each role one line")
		}
		c.rank[role] = rank
		c.rows = append(c.rows, claimantRow{role, r.list("words"), r.list("sectors")})
	}
	return c, nil
}

// Role is the role of a source with this name and PLOVER code, "" when unknown.
// A nil receiver knows none.
func (c *Claimants) Role(name, code string) string {
	if c == nil {
		return ""
	}
	padded := " " + strings.ToLower(strings.Join(strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(" -,.'’()", r) }), " ")) + " "
	for _, r := range c.rows {
		for _, w := range r.words {
			if strings.Contains(padded, " "+w+" ") {
				return r.role
			}
		}
	}
	for _, r := range c.rows {
		for _, s := range r.sectors {
			for i := 0; i+3 <= len(code); i += 3 {
				if code[i:i+3] == s {
					return r.role
				}
			}
		}
	}
	return ""
}

// Rank is how far totals of a role are trusted: higher is more, 0 for unknown
// roles and for parties to the fighting.
func (c *Claimants) Rank(role string) int {
	if c == nil {
		return 0
	}
	return c.rank[role]
}
