package encoder

import (
	"slices"
	"testing"
)

// A role that a predicate has once goes to the most probable word, the first of
// equals; other roles and other predicates are left alone.
func TestAddRole(t *testing.T) {
	n := &Net{config: config{OnceRoles: []string{"ARG0"}}}
	var got []Role
	for _, add := range []Role{
		{0, 3, "ARG0", 0.9}, {1, 3, "ARG0", 0.4}, {1, 4, "ARGM-TMP", 0.9}, {1, 5, "ARGM-TMP", 0.8},
		{1, 6, "ARG0", 0.7}, {1, 7, "ARG0", 0.7}, {1, 8, "ARG0", 0.1},
	} {
		got = n.addRole(got, add)
	}
	want := []Role{{0, 3, "ARG0", 0.9}, {1, 4, "ARGM-TMP", 0.9}, {1, 5, "ARGM-TMP", 0.8}, {1, 6, "ARG0", 0.7}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
