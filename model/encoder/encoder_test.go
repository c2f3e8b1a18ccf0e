package encoder

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sitrep-dev/sitrep/model/kernel"
)

func tiny(t testing.TB, path kernel.Path) *Net {
	t.Helper()
	data, err := os.ReadFile("testdata/tiny.bin")
	if err != nil {
		t.Fatal(err)
	}
	n, err := Open(data, path)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// example is what PyTorch says of a sentence (testdata/tiny.py).
type example struct {
	Words                         []string
	Glued                         []bool
	Predicates                    []int
	Pieces                        []int32
	HashRows                      [][5]uint32 `json:"hash_rows"`
	ShapeRows                     []int       `json:"shape_rows"`
	TagVector                     []float64   `json:"tag_vector"`
	StructureVector               []float64   `json:"structure_vector"`
	UPOS, XPOS, Feats, Lemma, Rel []string
	Head, Pred                    []int
	Entities, Roles, Parties      [][3]any
	Acts                          [][2]any
}

func (e example) sentence() Sentence {
	return Sentence{Words: e.Words, Glued: e.Glued, Predicates: e.Predicates}
}

func examples(t testing.TB) []example {
	t.Helper()
	data, err := os.ReadFile("testdata/tiny.json")
	if err != nil {
		t.Fatal(err)
	}
	var out []example
	if err := json.Unmarshal(data, &out); err != nil || len(out) == 0 {
		t.Fatalf("tiny.json: %d examples, %v", len(out), err)
	}
	return out
}

func TestParity(t *testing.T) {
	n := tiny(t, kernel.Best())
	for _, e := range examples(t) {
		checkInput(t, n, e)
		checkVectors(t, n, e)
		r := n.Read([]Sentence{e.sentence()})[0]
		for i, w := range r.Words {
			w.Predicate = false
			want := Word{e.UPOS[i], e.XPOS[i], e.Feats[i], e.Lemma[i], e.Head[i], e.Rel[i], false}
			if w != want {
				t.Errorf("%s: word %d is %+v, PyTorch has %+v", e.Words, i+1, w, want)
			}
		}
		if got := fmt.Sprint(triples(r)); got != fmt.Sprint(e.Entities, e.Roles) {
			t.Errorf("%s: entities and roles\n%s, PyTorch has\n%v %v", e.Words, got, e.Entities, e.Roles)
		}
		checkActs(t, e, r)
		s := e.sentence()
		s.Predicates = nil
		var found []int
		for i, w := range n.Read([]Sentence{s})[0].Words {
			if w.Predicate {
				found = append(found, i)
			}
		}
		if !slices.Equal(found, e.Pred) {
			t.Errorf("%s: predicates %v, PyTorch has %v", e.Words, found, e.Pred)
		}
	}
}

// triples is a string of entities and roles without their probabilities.
func triples(r Reading) string {
	entities, roles := [][3]any{}, [][3]any{}
	for _, e := range r.Entities {
		entities = append(entities, [3]any{e.First, e.Last, e.Kind})
	}
	for _, x := range r.Roles {
		roles = append(roles, [3]any{x.Predicate, x.Word, x.Role})
	}
	return fmt.Sprint(entities, roles)
}

// checkActs compares the words that are likelier an act than none, and the parties
// of all words that are told as possible acts.
func checkActs(t *testing.T, e example, r Reading) {
	t.Helper()
	acts, parties, asked := [][2]any{}, [][3]any{}, [][3]any{}
	for _, a := range r.Acts {
		if a.Prob > 1-a.Any {
			acts = append(acts, [2]any{a.Word, a.Type})
		}
		for _, p := range a.Parties {
			parties = append(parties, [3]any{a.Word, p.Word, p.Role})
		}
		for _, p := range e.Parties {
			if int(p[0].(float64)) == a.Word {
				asked = append(asked, p)
			}
		}
	}
	if got := fmt.Sprint(acts); got != fmt.Sprint(e.Acts) {
		t.Errorf("%s: acts %s, PyTorch has %v", e.Words, got, e.Acts)
	}
	if got := fmt.Sprint(parties); got != fmt.Sprint(asked) {
		t.Errorf("%s: parties %s, PyTorch has %v", e.Words, got, asked)
	}
}

// checkInput compares pieces and features of words.
func checkInput(t *testing.T, n *Net, e example) {
	t.Helper()
	ids := []int32{int32(n.Cls)}
	for i, w := range e.Words {
		ids = n.vocabulary.Append(ids, w)
		if got := hashesOf(w, uint32(n.HashRows)); got != e.HashRows[i] {
			t.Errorf("%s: hash rows %v, want %v", w, got, e.HashRows[i])
		}
		if got := shapeRow(w, i == 0, e.Glued[i], casingOf(e.Words)); got != e.ShapeRows[i] {
			t.Errorf("%s: shape row %v, want %v", w, got, e.ShapeRows[i])
		}
	}
	if ids = append(ids, int32(n.Sep)); !slices.Equal(ids, e.Pieces) {
		t.Errorf("%s: pieces %v, want %v", e.Words, ids, e.Pieces)
	}
}

// checkVectors compares the word vectors from which all labels come. A number
// that lies between two bytes may be rounded the other way than in PyTorch's
// float64, and moves what follows by a little; so the mean difference is small
// and the largest bounded.
func checkVectors(t *testing.T, n *Net, e example) {
	t.Helper()
	w := n.workspace()
	b := batch{net: n, w: w, sentences: []Sentence{e.sentence()}, readings: []Reading{{Words: make([]Word, len(e.Words))}}}
	b.reset()
	b.add(0)
	n.encode(w)
	for k, want := range [][]float64{e.TagVector, e.StructureVector} {
		worst, sum := 0.0, 0.0
		for i, v := range want {
			diff := math.Abs(v - float64(w.vector[k][i]))
			worst, sum = max(worst, diff), sum+diff
		}
		if mean := sum / float64(len(want)); worst > 0.05 || mean > 2e-3 {
			t.Errorf("%s: vectors %d differ by %g, at most %g", e.Words, k, mean, worst)
		}
	}
}

// long is a text of many sentences, one of them of two thousand words.
func long(t testing.TB) []Sentence {
	var out []Sentence
	var all Sentence
	for i := range 12 {
		for _, e := range examples(t) {
			s := Sentence{Words: slices.Repeat(e.Words, 1+i%4)}
			out = append(out, s)
			all.Words = append(all.Words, s.Words...)
		}
	}
	all.Words = slices.Repeat(all.Words, 3)
	return append(append(out, all, Sentence{}), out...)
}

func TestSameOnEveryPath(t *testing.T) {
	text := long(t)
	want := tiny(t, kernel.Plain).Read(text)
	for _, p := range kernel.Paths()[1:] {
		if got := tiny(t, p).Read(text); !reflect.DeepEqual(got, want) {
			t.Errorf("%s and plain read differently", p)
		}
	}
}

func TestSameInAnyCompany(t *testing.T) {
	n, text := tiny(t, kernel.Best()), long(t)
	together := n.Read(text)
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Go(func() {
			for i := worker; i < len(text); i += 4 {
				if got := n.Read(text[i : i+1])[0]; !reflect.DeepEqual(got, together[i]) {
					t.Errorf("sentence %d reads differently by itself", i)
				}
			}
		})
	}
	wg.Wait()
}

// checkTree fails unless the heads are a tree with one root.
func checkTree(t *testing.T, words []Word) {
	t.Helper()
	tops := 0
	for i := range words {
		if words[i].Head == 0 {
			tops++
		}
		at, steps := i+1, 0
		for at != 0 && steps <= len(words) {
			at, steps = words[at-1].Head, steps+1
		}
		if at != 0 {
			t.Fatalf("word %d hangs in a cycle", i+1)
		}
	}
	if len(words) > 0 && tops != 1 {
		t.Fatalf("%d roots", tops)
	}
}

func checkReading(t *testing.T, r Reading) {
	t.Helper()
	checkTree(t, r.Words)
	for _, e := range r.Entities {
		if e.First < 0 || e.Last < e.First || e.Last >= len(r.Words) || e.Prob <= 0 || e.Prob > 1 {
			t.Fatalf("entity %+v of %d words", e, len(r.Words))
		}
	}
	for _, a := range r.Acts {
		if a.Word < 0 || a.Word >= len(r.Words) || a.Prob <= 0 || a.Any < a.Prob-1e-6 || a.Any > 1 || a.Type == "none" {
			t.Fatalf("act %+v of %d words", a, len(r.Words))
		}
	}
	for _, x := range r.Roles {
		if x.Predicate < 0 || x.Word < 0 || x.Word >= len(r.Words) || x.Prob <= 0 || x.Prob > 1 || !r.Words[x.Predicate].Predicate {
			t.Fatalf("role %+v of %d words", x, len(r.Words))
		}
	}
}

func TestReadingsAreSound(t *testing.T) {
	n, text := tiny(t, kernel.Best()), long(t)
	for i, r := range n.Read(text) {
		if len(r.Words) != len(text[i].Words) {
			t.Fatalf("%d words of %d", len(r.Words), len(text[i].Words))
		}
		checkReading(t, r)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"Rebels attacked .", "", "a \x00 b", "\xff \xfe", strings.Repeat("东 ", 300), strings.Repeat("x", 5000)} {
		f.Add(s)
	}
	n := tiny(f, kernel.Best())
	f.Fuzz(func(t *testing.T, text string) {
		words := strings.Split(text, " ")
		got := n.Read([]Sentence{{Words: words}, {Words: words[:len(words)/2]}})
		checkReading(t, got[0])
		checkReading(t, got[1])
	})
}

func TestLayersDoNotAllocate(t *testing.T) {
	n := tiny(t, kernel.Best())
	s := Sentence{Words: slices.Repeat([]string{"rebels", "U.N."}, 50)}
	w := n.workspace()
	b := batch{net: n, w: w, sentences: []Sentence{s}, readings: []Reading{{Words: make([]Word, len(s.Words))}}}
	b.reset()
	b.add(0)
	if got := testing.AllocsPerRun(20, func() { n.encode(w); n.project(w) }); got != 0 {
		t.Errorf("%v allocations in the layers", got)
	}
}
