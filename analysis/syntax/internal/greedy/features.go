package greedy

import (
	"fmt"
	"strings"
)

// Positions of a configuration that features look at: stack, buffer, their
// outermost dependents, and the neighbours in the text.
const (
	posS0 = iota
	posS1
	posS2
	posN0
	posN1
	posN2
	posS0l
	posS0r
	posS0k // second from the left
	posS0q // second from the right
	posS1l
	posS1r
	posS1q
	posN0l
	posN0k
	posS0n // the word after S0 in the text
	posN0p // the word before N0 in the text
	numPositions
)

// What is read at a position: word, lemma, tag, label.
const (
	atomWord = iota
	atomLemma
	atomTag
	atomRel
	atomsPerPosition
)

// Atoms that belong to no single position.
const (
	atomDist       = numPositions*atomsPerPosition + iota // S0 to N0
	atomDistS                                             // S1 to S0
	atomSight                                             // between S0 and N0
	atomSightS                                            // between S1 and S0
	atomS0Lefts                                           // numbers of dependents
	atomS0Rights                                          //
	atomS1Rights                                          //
	atomN0Lefts                                           //
	atomS0LeftSet                                         // their labels
	atomS0RightSet                                        //
	atomS1RightSet                                        //
	atomN0LeftSet                                         //
	atomDepth                                             // of the stack, to 3
	numAtoms
)

var positionNames = [numPositions]string{"S0", "S1", "S2", "N0", "N1", "N2", "S0l", "S0r", "S0k", "S0q", "S1l", "S1r", "S1q", "N0l", "N0k", "S0n", "N0p"}

var otherNames = [...]string{"dist", "distS", "sight", "sightS", "S0vl", "S0vr", "S1vr", "N0vl", "S0sl", "S0sr", "S1sr", "N0sl", "depth"}

// templateText lists the feature templates of the parser, "+" between atoms: a
// position with w word, m lemma, t tag, d label.
const templateText = `
S0.w S0.t S0.w+S0.t S1.w S1.t S1.w+S1.t S2.t S2.w+S2.t
N0.w N0.t N0.w+N0.t N1.w N1.t N1.w+N1.t N2.t N2.w+N2.t
S0.m+S0.t+N0.m+N0.t S0.m+S0.t+N0.m S0.m+N0.m+N0.t S0.m+S0.t+N0.t S0.t+N0.m+N0.t S0.m+N0.m S0.m+N0.t S0.t+N0.m S0.t+N0.t N0.t+N1.t N0.w+N1.t N0.t+N1.m
S1.m+S1.t+S0.m+S0.t S1.m+S0.m S1.m+S1.t+S0.t S1.t+S0.m+S0.t S1.t+S0.t S1.m+S0.t S1.t+S0.m
S1.t+N0.t S1.m+N0.m S1.m+N0.t S1.t+N0.m
N0.t+N1.t+N2.t S0.t+N0.t+N1.t S0.m+N0.t+N1.t S0.t+N0.m+N1.t S0.t+N0.t+N1.m S1.t+S0.t+N0.t S1.m+S0.t+N0.t S1.t+S0.m+N0.t S1.t+S0.t+N0.m S2.t+S1.t+S0.t S1.t+S0.t+N0.t+N1.t S2.t+S1.t+S0.t+N0.t S1.m+S0.m+N0.m S0.m+N0.m+N1.m S0.t+N0.t+N1.t+N2.t S1.m+N0.m+N1.m S1.m+S0.t+N0.m+N1.t
S0.t+S0l.t+N0.t S0.t+S0r.t+N0.t S0.t+N0.t+N0l.t S0.m+N0.t+N0l.d S1.t+S1r.t+S0.t S1.t+S1l.t+S0.t S1.t+S0.t+S0l.t S1.t+S0.t+S0r.t S0.t+S0r.t+S0q.t S0.t+S0l.t+S0k.t N0.t+N0l.t+N0k.t S1.m+S0.t+S0l.m S1.t+S0l.m+S0.m S1.m+S0l.m S0.m+S0l.m S1.t+S0.t+S0l.m S1.m+S0.m+S0l.m S1.t+S1r.d+S0.t S1.m+S1r.d+S0.t S1.t+S1r.d+S0.t+S0l.m S1.m+S1r.m+S0.t
S0.m+dist S0.t+dist N0.m+dist N0.t+dist S0.t+N0.t+dist S0.m+N0.t+dist S0.t+N0.m+dist S1.t+S0.t+distS S1.m+S0.t+distS S1.t+S0.m+distS
S0.m+S0vl S0.t+S0vl S0.m+S0vr S0.t+S0vr N0.m+N0vl N0.t+N0vl S1.m+S1vr S1.t+S1vr
S0.m+S0sl S0.t+S0sl S0.m+S0sr S0.t+S0sr N0.m+N0sl N0.t+N0sl S1.m+S1sr S1.t+S1sr S1.t+S0.t+S1sr S0.t+N0.t+S0sl S0.t+N0.t+S0sr S0.t+N0.t+N0sl S1.t+S0.t+S0sl S1.t+S0.t+S0sr
S0l.d S0r.d S1r.d N0l.d S0l.m S0r.m S1l.m S1r.m N0l.m S0l.t S0r.t S1l.t S1r.t N0l.t S0.t+S0l.d S0.t+S0r.d S0.t+N0l.d S0.t+S0l.d+N0.t S0.t+S0r.d+N0.t S0k.t S0q.t S1q.t S0q.d S1q.d S0k.d N0k.d
S0.t+N0.t+sight S1.t+S0.t+sightS S0.m+sight N0.m+sight S1.m+sightS S0.m+sightS S0.m+N0.t+sight S1.t+S0.t+N0.t+sightS
S0.t+S0n.t+N0.t S0.t+N0p.t+N0.t S0.t+S0n.t+N0p.t+N0.t S1.t+S0n.t+S0.t S0n.m+S0.m
S0.t+N0.t+depth S0.t+N0.t+depth+N1.t
`

// template is a list of atoms whose values together make one feature.
type template struct {
	seed  uint64
	atoms []uint8
}

// parseTemplates reads templateText; a name it does not know is a programming error.
func parseTemplates(text string) []template {
	index := map[string]uint8{}
	for p, name := range positionNames {
		for k, letter := range []string{"w", "m", "t", "d"} {
			index[name+"."+letter] = uint8(p*atomsPerPosition + k)
		}
	}
	for k, name := range otherNames {
		index[name] = uint8(atomDist + k)
	}
	var out []template
	for n, field := range strings.Fields(text) {
		t := template{seed: mix(mixA, uint32(n+1))}
		for _, name := range strings.Split(field, "+") {
			atom, ok := index[name]
			if !ok {
				panic(fmt.Sprintf("greedy: template %q has no atom %q", field, name))
			}
			t.atoms = append(t.atoms, atom)
		}
		out = append(out, t)
	}
	return out
}

// features appends one feature for every template.
func (s *state) features(dst []uint32, templates []template) []uint32 {
	s.fillAtoms()
	for i := range templates {
		h := templates[i].seed
		for _, a := range templates[i].atoms {
			h = mix(h, s.atoms[a])
		}
		dst = append(dst, seal(h))
	}
	return dst
}

func (s *state) fillAtoms() {
	s0, s1, n0 := s.top(0), s.top(1), s.next
	at := [numPositions]int{s0, s1, s.top(2), n0, n0 + 1, n0 + 2,
		pick(s.left, s0), pick(s.right, s0), pick(s.left2, s0), pick(s.right2, s0),
		pick(s.left, s1), pick(s.right, s1), pick(s.right2, s1),
		pick(s.left, n0), pick(s.left2, n0), -1, n0 - 1}
	if s0 >= 0 {
		at[posS0n] = s0 + 1
	}
	for p, i := range at {
		s.fillPosition(p*atomsPerPosition, i)
	}
	a := &s.atoms
	a[atomDist], a[atomDistS], a[atomSight], a[atomSightS] = 0, 0, 0, 0
	a[atomS0Lefts], a[atomS0Rights], a[atomS0LeftSet], a[atomS0RightSet] = 0, 0, 0, 0
	a[atomS1Rights], a[atomS1RightSet] = 0, 0
	if s0 >= 0 {
		a[atomDist], a[atomSight] = distance(n0-s0), s.sight(s0, n0)
		a[atomS0Lefts], a[atomS0Rights] = uint32(s.lefts[s0]), uint32(s.rights[s0])
		a[atomS0LeftSet], a[atomS0RightSet] = s.leftSet[s0], s.rightSet[s0]
	}
	if s1 >= 0 {
		a[atomDistS], a[atomSightS] = distance(s0-s1), s.sight(s1, s0)
		a[atomS1Rights], a[atomS1RightSet] = uint32(s.rights[s1]), s.rightSet[s1]
	}
	a[atomN0Lefts], a[atomN0LeftSet] = uint32(s.lefts[n0]), s.leftSet[n0]
	a[atomDepth] = uint32(min(len(s.stack), 3))
}

// pick is of[i], -1 when i stands for nothing.
func pick(of []int, i int) int {
	if i < 0 {
		return -1
	}
	return of[i]
}

// rootAtom stands for the words and tags of the root.
const rootAtom = 0x5007

func (s *state) fillPosition(base, i int) {
	a := s.atoms[base : base+atomsPerPosition]
	switch {
	case i < 0 || i > s.n:
		a[atomWord], a[atomLemma], a[atomTag], a[atomRel] = edge, edge, edge, edge
	case i == s.n:
		a[atomWord], a[atomLemma], a[atomTag], a[atomRel] = rootAtom, rootAtom, rootAtom, rootAtom
	default:
		w := &s.words[i]
		a[atomWord], a[atomLemma], a[atomTag], a[atomRel] = w.hash, w.lemma, uint32(w.tag), uint32(s.label[i])
	}
}

// distance in words, in five steps.
func distance(d int) uint32 {
	switch {
	case d <= 3:
		return uint32(d)
	case d <= 6:
		return 4
	case d <= 10:
		return 5
	}
	return 6
}
