package greedy

// target is the tree a configuration should lead to.
type target struct {
	head     []int // n is the root
	label    []int
	children [][]int // of each word and of the root
}

func newTarget(head, label []int) *target {
	g := &target{head, label, make([][]int, len(head)+1)}
	for i, h := range head {
		g.children[h] = append(g.children[h], i)
	}
	return g
}

// never is the cost of a transition that cannot be made.
const never = 1 << 20

// costs counts the arcs of the target that become out of reach by a shift, a
// left arc and a right arc: the dynamic oracle of Goldberg and Nivre (2013).
func (s *state) costs(g *target) (shift, left, right int) {
	s0, s1 := s.top(0), s.top(1)
	shift, left, right = never, never, never
	if s.canShift() {
		shift = 0
		for k, i := range s.stack {
			if g.head[i] == s.next {
				shift++
			}
			if g.head[s.next] == i && k < len(s.stack)-1 {
				shift++
			}
		}
	}
	lost := 0
	if s0 >= 0 {
		for _, c := range g.children[s0] {
			if c >= s.next {
				lost++
			}
		}
	}
	if s.canLeft() {
		left = lost
		if h := g.head[s0]; h != s.next && (h > s.next || h == s1) {
			left++
		}
	}
	if s.canRight() {
		right = lost
		if g.head[s0] >= s.next {
			right++
		}
	}
	return shift, left, right
}

// bestCorrect is the highest-scoring action of least cost. The label counts
// where the arc is right; a wrong arc may bear any.
func (s *state) bestCorrect(g *target, scores []int32, labels int) (Action, func(Action) bool) {
	shift, left, right := s.costs(g)
	least := min(shift, left, right)
	s0, s1 := s.top(0), s.top(1)
	ok := func(a Action) bool {
		switch {
		case !s.allowed(a, labels):
			return false
		case a == Shift:
			return shift == least
		case a <= labels:
			return left == least && (g.head[s0] != s.next || g.label[s0] == a-1)
		}
		return right == least && (g.head[s0] != s1 || g.label[s0] == a-1-labels)
	}
	top := -1
	for a := range scores {
		if (top < 0 || scores[a] > scores[top]) && ok(a) {
			top = a
		}
	}
	return top, ok
}
