package report

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"iter"

	"github.com/sitrep-dev/sitrep"
)

// Distinct passes reports on and sees to it that an id stands for one report. A
// report that came before, the same in all fields, is left out with a
// [*Warning]; another report under an id that is taken is an [*InputError],
// since claims could not be traced to their text. It remembers 32 bytes of each
// report.
func Distinct(reports iter.Seq2[sitrep.Report, error]) iter.Seq2[sitrep.Report, error] {
	return func(out func(sitrep.Report, error) bool) {
		type key [16]byte
		seen := map[key]key{}
		for rep, err := range reports {
			if err == nil {
				id, content := sha256.Sum256([]byte(rep.ID)), fingerprint(&rep)
				first, taken := seen[key(id[:16])]
				switch {
				case !taken:
					seen[key(id[:16])] = key(content[:16])
				case first == key(content[:16]):
					err = &Warning{Source: rep.Source, Msg: fmt.Sprintf("report %s was given before and is taken once", rep.ID), Remedy: "leave one of them out"}
				default:
					err = &InputError{Source: rep.Source, Msg: fmt.Sprintf("another report has the id %q", clip(rep.ID)), Remedy: "give each report an id of its own, or none"}
				}
				if err != nil {
					rep = sitrep.Report{}
				}
			}
			if !out(rep, err) {
				return
			}
		}
	}
}

// fingerprint is the SHA-256 of all that a report says.
func fingerprint(rep *sitrep.Report) [sha256.Size]byte {
	sum := sha256.New()
	json.NewEncoder(sum).Encode(rep) // a hash takes every write
	sum.Write([]byte(rep.Text))
	return [sha256.Size]byte(sum.Sum(nil))
}
