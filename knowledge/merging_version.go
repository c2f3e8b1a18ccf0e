package knowledge

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
)

// Version is a hash of all that joining depends on, in 8 hex digits: events that
// were made with another version may be other ones.
func (m *Merging) Version() string {
	sum := sha256.New()
	for _, table := range []map[string]float64{m.weights, m.often} {
		for _, key := range slices.Sorted(maps.Keys(table)) {
			fmt.Fprintf(sum, "%s\t%g\n", key, table[key])
		}
		fmt.Fprintln(sum)
	}
	return hex.EncodeToString(sum.Sum(nil)[:4])
}
