package projection

import (
	"fmt"
	"strings"

	"github.com/sitrep-dev/sitrep/store"
)

// form is the number of the form of the records and of the way in which they are
// made; whoever changes either raises it.
const form = 2

// turn sees to it that what the Keeper remembers is what the store holds: it
// forgets all when somebody else wrote since, or when its last write was undone.
func (k *Keeper) turn(tx store.Tx) error {
	records, err := tx.Get(kindState, "writer")
	if err != nil {
		return err
	}
	if len(records) == 0 || string(records[0].Body) != k.last {
		clear(k.cache)
		k.decided = nil
	}
	if len(k.cache) > cacheSize {
		k.forget(cacheSize / 2)
	}
	k.turns++
	k.last = fmt.Sprint(k.version, " ", k.name, " ", k.turns)
	return tx.Put(store.Record{Kind: kindState, ID: "writer", Body: []byte(k.last)})
}

// forget drops so many incidents, whichever.
func (k *Keeper) forget(n int) {
	for id := range k.cache {
		if n--; n < 0 {
			return
		}
		delete(k.cache, id)
	}
}

// Foreign reports whether the events of a store were made in another way than this
// Keeper's: by another version of the program or of the knowledge. They can be read;
// before something is added to them they have to be made anew with [Keeper.Rebuild].
func (k *Keeper) Foreign(view store.View) (bool, error) {
	records, err := view.Get(kindState, "writer")
	if err != nil || len(records) == 0 {
		return false, err
	}
	return !strings.HasPrefix(string(records[0].Body), k.version+" "), nil
}

// Unfinished reports whether a [Keeper.Rebuild] was broken off, so that events are
// missing until it is done again.
func Unfinished(view store.View) (bool, error) {
	n, err := view.Count(kindRebuild)
	return n > 0, err
}
