package greedy

// Action is a transition of the arc-hybrid system: Shift, or an arc with its
// label. With L labels, 1+l is the left arc and 1+L+l the right arc of label l.
type Action = int

// Shift moves the next word onto the stack.
const Shift Action = 0

// state is a configuration. Words count from 0; n, behind the last word, is the
// root, which is only ever reached by the last left arc.
type state struct {
	n     int
	words []word
	stack []int
	next  int // first word of the buffer; n when only the root is left

	head  []int // -1 while unknown
	label []int

	// The two outermost dependents on either side and their numbers, indexed by
	// word (the root included); -1 is none.
	left, left2, right, right2 []int
	lefts, rights              []uint8
	leftSet, rightSet          []uint32 // hash of the labels, in order of attachment

	seen []between // seen[i] counts what stands before word i
	// atoms is scratch space for features.
	atoms [numAtoms]uint32
}

// between counts kinds of word, to tell what lies between two words.
type between struct{ verb, noun, comma, punct, link, prep int32 }

func (e *Engine) newState(words []word) *state {
	n := len(words)
	ints := make([]int, 6*(n+1))
	for i := range ints {
		ints[i] = -1
	}
	cut := func() []int {
		part := ints[: n+1 : n+1]
		ints = ints[n+1:]
		return part
	}
	s := &state{n: n, words: words, stack: make([]int, 0, n)}
	s.head, s.label = cut(), cut()
	s.left, s.left2, s.right, s.right2 = cut(), cut(), cut(), cut()
	s.lefts, s.rights = make([]uint8, n+1), make([]uint8, n+1)
	s.leftSet, s.rightSet = make([]uint32, n+1), make([]uint32, n+1)
	s.seen = make([]between, n+2)
	for i := range words {
		s.seen[i+1] = s.seen[i].count(e.Tags[words[i].tag].UPOS, words[i].norm)
	}
	s.seen[n+1] = s.seen[n]
	return s
}

func (b between) count(upos, norm string) between {
	switch upos {
	case "VERB", "AUX":
		b.verb++
	case "NOUN", "PROPN", "PRON":
		b.noun++
	case "CCONJ", "SCONJ":
		b.link++
	case "ADP":
		b.prep++
	case "PUNCT":
		if norm == "," {
			b.comma++
		} else {
			b.punct++
		}
	}
	return b
}

// sight packs which kinds of word stand between i and j, i < j.
func (s *state) sight(i, j int) uint32 {
	a, b := s.seen[i+1], s.seen[j]
	bits := uint32(0)
	for k, d := range [...]int32{b.verb - a.verb, b.noun - a.noun, b.comma - a.comma, b.punct - a.punct, b.link - a.link, b.prep - a.prep} {
		if d > 0 {
			bits |= 1 << k
		}
	}
	if b.verb-a.verb > 1 {
		bits |= 1 << 6
	}
	if b.comma-a.comma > 1 {
		bits |= 1 << 7
	}
	return bits
}

func (s *state) done() bool { return s.next == s.n && len(s.stack) == 0 }

// top is the k-th word from the top of the stack, -1 when there is none.
func (s *state) top(k int) int {
	if k >= len(s.stack) {
		return -1
	}
	return s.stack[len(s.stack)-1-k]
}

// canShift, canLeft and canRight say which transitions keep the result a tree
// with one root: with only the root left, the stack folds up before its last
// word goes to the root.
func (s *state) canShift() bool { return s.next < s.n }

func (s *state) canLeft() bool {
	return len(s.stack) == 1 || len(s.stack) > 1 && s.next < s.n
}

func (s *state) canRight() bool { return len(s.stack) > 1 }

// apply performs an action of a system of labels labels.
func (s *state) apply(a Action, labels int) {
	switch {
	case a == Shift:
		s.stack = append(s.stack, s.next)
		s.next++
	case a <= labels:
		s.attachLeft(s.next, s.pop(), a-1)
	default:
		child := s.pop()
		s.attachRight(s.top(0), child, a-1-labels)
	}
}

func (s *state) pop() int {
	k := len(s.stack) - 1
	top := s.stack[k]
	s.stack = s.stack[:k]
	return top
}

func (s *state) attachLeft(head, child, label int) {
	s.head[child], s.label[child] = head, label
	s.left2[head], s.left[head] = s.left[head], child
	s.lefts[head] = min(s.lefts[head]+1, 6)
	s.leftSet[head] = s.leftSet[head]*31 + uint32(label) + 1
}

func (s *state) attachRight(head, child, label int) {
	s.head[child], s.label[child] = head, label
	s.right2[head], s.right[head] = s.right[head], child
	s.rights[head] = min(s.rights[head]+1, 6)
	s.rightSet[head] = s.rightSet[head]*31 + uint32(label) + 1
}

// allowed marks the actions that may follow, with the label "root" (0) bound
// to the root and to nothing else.
func (s *state) allowed(a Action, labels int) bool {
	switch {
	case a == Shift:
		return s.canShift()
	case a <= labels:
		return s.canLeft() && (a == 1) == (s.next == s.n)
	}
	return s.canRight() && a != 1+labels
}

// parse runs the greedy decoder.
func (e *Engine) parse(s *state) {
	scores := make([]int32, 1+2*len(e.Labels))
	feats := make([]uint32, 0, maxFeatures)
	for !s.done() {
		if !s.canShift() && !s.canRight() {
			s.apply(1, len(e.Labels)) // only the root is left to give
			continue
		}
		feats = s.features(feats[:0], e.templates)
		e.Arcs.Score(feats, scores)
		s.apply(s.bestAllowed(scores, len(e.Labels)), len(e.Labels))
	}
}

func (s *state) bestAllowed(scores []int32, labels int) Action {
	top := -1
	for a, score := range scores {
		if (top < 0 || score > scores[top]) && s.allowed(a, labels) {
			top = a
		}
	}
	return top
}
