package encoder

// treeOf finds the tree with one root word that has the greatest sum of scores:
// at[i*stride+h] is the score of head h of word i; heads count words from 1, 0 is
// the root. It returns one head a word. Chosen as in McDonald and others
// (2005): the best head of each word, and where these are no tree with one root
// word the maximum spanning tree of Chu, Liu and Edmonds. n is at least 1.
func treeOf(at []float32, stride, n int) []int {
	heads := make([]int, n+1)
	for i := 1; i <= n; i++ {
		row := at[(i-1)*stride:][:n+1]
		best := -1
		for h, v := range row {
			if h != i && (best < 0 || v > row[best]) {
				best = h
			}
		}
		heads[i] = best
	}
	if roots(heads) == 1 && cycleOf(heads) == nil {
		return heads[1:]
	}
	g := newGraph(n + 1)
	for i := 1; i <= n; i++ {
		for h := 0; h <= n; h++ {
			if h != i {
				g.set(i, h, float64(at[(i-1)*stride+h]))
			}
		}
		g.set(i, 0, g.at(i, 0)-rootCost)
	}
	return g.tree()[1:]
}

// forbidden is the score of an arc that may not be. rootCost is more than all
// other scores of a tree together, so that the best tree has one root word.
const (
	forbidden = -1e15
	rootCost  = 1e7
)

func roots(heads []int) int {
	n := 0
	for _, h := range heads[1:] {
		if h == 0 {
			n++
		}
	}
	return n
}

// cycleOf is the words of one cycle, nil when there is none. heads[0] is not read.
func cycleOf(heads []int) []int {
	seen := make([]int, len(heads)) // by the word from which the walk began
	for i := 1; i < len(heads); i++ {
		j := i
		for j != 0 && seen[j] == 0 {
			seen[j] = i
			j = heads[j]
		}
		if j == 0 || seen[j] != i {
			continue
		}
		cycle := []int{j}
		for k := heads[j]; k != j; k = heads[k] {
			cycle = append(cycle, k)
		}
		return cycle
	}
	return nil
}

// graph is the score of every head of every word; word 0 is the root and has none.
type graph struct {
	n     int
	score []float64
}

func newGraph(n int) graph {
	g := graph{n, make([]float64, n*n)}
	for i := range g.score {
		g.score[i] = forbidden
	}
	return g
}

func (g graph) at(word, head int) float64     { return g.score[word*g.n+head] }
func (g graph) set(word, head int, v float64) { g.score[word*g.n+head] = v }

// tree is the heads of the maximum spanning tree from 0; [0] is 0.
func (g graph) tree() []int {
	heads := make([]int, g.n)
	for i := 1; i < g.n; i++ {
		best := 0
		for h := 1; h < g.n; h++ {
			if h != i && g.at(i, h) > g.at(i, best) {
				best = h
			}
		}
		heads[i] = best
	}
	cycle := cycleOf(heads)
	if cycle == nil {
		return heads
	}
	return g.breakCycle(heads, cycle)
}

// breakCycle makes one word of the cycle, solves that graph, and opens the cycle
// where the solution enters it.
func (g graph) breakCycle(heads, cycle []int) []int {
	in := make([]bool, g.n)
	for _, c := range cycle {
		in[c] = true
	}
	var rest []int // old numbers of the words that stay
	for i := range g.n {
		if !in[i] {
			rest = append(rest, i)
		}
	}
	m := len(rest) // the number of the cycle in the small graph
	small := newGraph(m + 1)
	enter, leave := make([]int, m), make([]int, m)
	for k, i := range rest {
		for l, h := range rest {
			if i != 0 && i != h {
				small.set(k, l, g.at(i, h))
			}
		}
		enter[k], leave[k] = cycle[0], cycle[0]
		for _, c := range cycle {
			if gain(g, heads, c, i) > gain(g, heads, enter[k], i) {
				enter[k] = c
			}
			if i != 0 && g.at(i, c) > g.at(i, leave[k]) {
				leave[k] = c
			}
		}
		small.set(m, k, gain(g, heads, enter[k], i))
		if i != 0 {
			small.set(k, m, g.at(i, leave[k]))
		}
	}
	got := small.tree()
	for k, i := range rest {
		switch {
		case i == 0:
		case got[k] == m:
			heads[i] = leave[k]
		default:
			heads[i] = rest[got[k]]
		}
	}
	heads[enter[got[m]]] = rest[got[m]]
	return heads
}

// gain is what it costs that word c of a cycle takes head h instead.
func gain(g graph, heads []int, c, h int) float64 { return g.at(c, h) - g.at(c, heads[c]) }
