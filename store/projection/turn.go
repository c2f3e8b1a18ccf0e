package projection

import (
	"fmt"

	"github.com/sitrep-dev/sitrep/store"
)

// turn sees to it that what the Keeper remembers is what the store holds: it
// forgets all when somebody else wrote since, or when its last write was undone.
func (k *Keeper) turn(tx store.Tx) error {
	records, err := tx.Get(kindState, "writer")
	if err != nil {
		return err
	}
	if len(records) == 0 || string(records[0].Body) != k.last || len(k.cache) > cacheSize {
		clear(k.cache)
		k.decided = nil
	}
	k.turns++
	k.last = fmt.Sprint(k.name, " ", k.turns)
	return tx.Put(store.Record{Kind: kindState, ID: "writer", Body: []byte(k.last)})
}
