package event

import (
	"fmt"
	"slices"
	"testing"

	"github.com/sitrep-dev/sitrep"
)

// TestStories wants reports of one matter together, whatever the order they come in.
func TestStories(t *testing.T) {
	opened := func(id, day, text string) Opened {
		at, err := sitrep.ParseStamp(day)
		if err != nil {
			t.Fatal(err)
		}
		return Opened{id, at, text}
	}
	reports := []Opened{
		opened("a", "2031-05-05", "Ferry found adrift off Port Ashe. Fishing crews found the ferry drifting without lights."),
		opened("b", "2031-05-06", "Tugs tow drifting ferry to Port Ashe. Police sealed the bridge of the ferry."),
		opened("c", "2031-05-06", "Landslide buries quarry at Tollgate. Nine miners are missing after a landslide at the quarry."),
		opened("d", "2031-05-08", "Rescuers reach two miners in Tollgate quarry. The landslide had trapped nine miners."),
		opened("e", "2031-08-08", "Landslide closes quarry at Tollgate again. No miners were in the quarry."),
	}
	const want = "[{a [a b]} {c [c d]} {e [e]}]"
	if got := fmt.Sprint(Stories(reports, merging)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	slices.Reverse(reports)
	if got := fmt.Sprint(Stories(reports, merging)); got != want {
		t.Errorf("reversed: got %s, want %s", got, want)
	}
}
