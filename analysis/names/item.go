package names

import (
	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// item is a mention while it is being understood.
type item struct {
	sent       int
	from, to   int // tokens of the phrase without what follows it, inclusive
	head       int
	reach      int // last token of the owner that follows, when there is one
	start, end int // bytes
	kind       sitrep.MentionKind
	ent        *entity // the known entity it names
	how        sense
	role       *knowledge.Role
	pron       *knowledge.Word
	words      string   // what it is called when nothing is known
	title      []string // titles and role nouns it bears, small letters
	sectors    []string // what the titles say
	owners     []int    // items it belongs to, nearest first
	about      int      // 1 + index of the item that describes it in apposition
	same       int      // 1 + index of an earlier item that it names again
	key        string   // what an unknown name is known by in this text
	gender     string
	home       string // the country of all known persons of that name and title
	fixed      bool   // words is the name, whatever the span
	named      bool   // holds a proper name
	definite   bool
	plural     bool
	former     bool
	ethnic     bool // "ethnic" stands before: no state's people
	adjective  bool // one reading of its name is an adjective
	shared     bool // another known person bears the name
	nested     bool // a modifier inside a larger noun phrase
	possessor  bool // stands in the genitive
	dropped    bool
	state      progress
	chain      int
	country    string
	sector     []string // resolved
	actor      *sitrep.Actor
}

// progress keeps a chain of owners from being followed in a circle.
type progress int

const (
	unresolved progress = iota
	resolving
	resolved
)

// chain is a set of mentions that mean the same.
type chain struct {
	ent    *entity
	titles []string
	kinds  []string // for hypernyms
	gender string
	last   int // index of the latest item
	best   int // index of the item that tells most
	count  int // mentions so far
	plural bool
	person bool
	named  bool // a mention is a name
}
