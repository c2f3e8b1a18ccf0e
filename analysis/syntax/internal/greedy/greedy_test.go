package greedy

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sitrep-dev/sitrep"
)

// sentences reads one sentence a line, words as form/lemma/UPOS/XPOS/head/deprel.
func sentences(t testing.TB, lines ...string) [][]sitrep.Token {
	t.Helper()
	var out [][]sitrep.Token
	for _, line := range lines {
		var s []sitrep.Token
		for _, w := range strings.Fields(line) {
			p := strings.Split(w, "/")
			if len(p) != 6 {
				t.Fatalf("%q is not form/lemma/UPOS/XPOS/head/deprel", w)
			}
			tok := sitrep.Token{Form: p[0], Lemma: p[1], UPOS: p[2], XPOS: p[3], Deprel: p[5]}
			if _, err := fmt.Sscan(p[4], &tok.Head); err != nil {
				t.Fatal(err)
			}
			s = append(s, tok)
		}
		out = append(out, s)
	}
	return out
}

// toy is a treebank small enough to be learned by heart.
func toy(t testing.TB) [][]sitrep.Token {
	base := sentences(t,
		"The/the/DET/DT/2/det soldiers/soldier/NOUN/NNS/3/nsubj crossed/cross/VERB/VBD/0/root the/the/DET/DT/5/det river/river/NOUN/NN/3/obj ././PUNCT/./3/punct",
		"Mara/Mara/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root that/that/SCONJ/IN/6/mark the/the/DET/DT/5/det talks/talk/NOUN/NNS/6/nsubj failed/fail/VERB/VBD/2/ccomp ././PUNCT/./2/punct",
		"The/the/DET/DT/2/det bridges/bridge/NOUN/NNS/4/nsubj:pass were/be/AUX/VBD/4/aux:pass crossed/cross/VERB/VBN/0/root by/by/ADP/IN/7/case the/the/DET/DT/7/det soldiers/soldier/NOUN/NNS/4/obl ././PUNCT/./4/punct",
	)
	var out [][]sitrep.Token
	for range 6 {
		out = append(out, base...)
	}
	return out
}

func toyOptions() Options {
	return Options{Seed: 1, Passes: 6, TagPasses: 6, Folds: 2, MinUpdates: 1, TagUpdates: 1, Explore: 0.9, Scale: 12,
		VariantShare: 0.1, Progress: func(string, int, int, int) {}}
}

func TestTrainLearns(t *testing.T) {
	sents, opt := toy(t), toyOptions()
	wrong := map[string][]int{}
	opt.Progress = func(stage string, _, mistakes, _ int) { wrong[stage] = append(wrong[stage], mistakes) }
	e := Train(sents, opt)
	for stage, counts := range wrong {
		if counts[0] <= counts[len(counts)-1] {
			t.Errorf("%s: mistakes do not fall: %v", stage, counts)
		}
	}
	for _, want := range sents[:3] {
		got := slices.Clone(want)
		for i := range got {
			got[i] = sitrep.Token{Form: want[i].Form}
		}
		e.Annotate(got)
		if !slices.Equal(got, want) {
			t.Errorf("got  %v\nwant %v", got, want)
		}
	}
	if again := Train(toy(t), toyOptions()); !bytes.Equal(again.Encode(), e.Encode()) {
		t.Error("a second training gives other bytes")
	}
}

func TestCodec(t *testing.T) {
	e := Train(toy(t), toyOptions())
	data := e.Encode()
	back, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(back.Encode(), data) {
		t.Error("decoding and encoding again gives other bytes")
	}
	for n := range data {
		if _, err := Decode(data[:n]); !errors.Is(err, errFormat) {
			t.Fatalf("%d of %d bytes: error is %v", n, len(data), err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(magic))
	f.Add(Train(toy(f), toyOptions()).Encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		if e, err := Decode(data); err == nil {
			e.Annotate([]sitrep.Token{{Form: "Go"}, {Form: "on"}})
		}
	})
}

// projective draws the heads of a tree over words lo to hi-1 whose root hangs on above.
func projective(t *rapid.T, head []int, lo, hi, above int) {
	if lo >= hi {
		return
	}
	root := rapid.IntRange(lo, hi-1).Draw(t, "root")
	head[root] = above
	for start := lo; start < root; {
		end := rapid.IntRange(start+1, root).Draw(t, "end")
		projective(t, head, start, end, root)
		start = end
	}
	for start := root + 1; start < hi; {
		end := rapid.IntRange(start+1, hi).Draw(t, "end")
		projective(t, head, start, end, root)
		start = end
	}
}

// A projective tree can always be rebuilt at no cost, from any scores.
func TestOracleRebuildsTrees(t *testing.T) {
	const labels = 3
	e := &Engine{Tags: []Tag{{"X", "X"}}, Labels: []string{"root", "a", "b"}}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "n")
		head, label := make([]int, n), make([]int, n)
		projective(t, head, 0, n, n)
		for i := range label {
			if head[i] != n {
				label[i] = rapid.IntRange(1, 2).Draw(t, "label")
			}
		}
		g, s := newTarget(head, label), e.newState(make([]word, n))
		for !s.done() {
			scores := make([]int32, 1+2*labels)
			for i := range scores {
				scores[i] = rapid.Int32Range(-9, 9).Draw(t, "score")
			}
			if shift, left, right := s.costs(g); min(shift, left, right) != 0 {
				t.Fatalf("no free transition for heads %v", head)
			}
			a, _ := s.bestCorrect(g, scores, labels)
			s.apply(a, labels)
		}
		if !slices.Equal(s.head[:n], head) || !slices.Equal(s.label[:n], label) {
			t.Fatalf("got %v %v, want %v %v", s.head[:n], s.label[:n], head, label)
		}
	})
}

func TestLemmas(t *testing.T) {
	noun, verb, name := Tag{"NOUN", "NNS"}, Tag{"VERB", "VBD"}, Tag{"PROPN", "NNP"}
	var sents [][]sitrep.Token
	for _, p := range [][3]string{
		{"towns", "town", "NNS"}, {"roads", "road", "NNS"}, {"cities", "city", "NNS"}, {"armies", "army", "NNS"}, {"men", "man", "NNS"}, {"series", "series", "NNS"},
		{"walked", "walk", "VBD"}, {"talked", "talk", "VBD"}, {"moved", "move", "VBD"}, {"saved", "save", "VBD"}, {"went", "go", "VBD"},
	} {
		upos := "NOUN"
		if p[2] == "VBD" {
			upos = "VERB"
		}
		sents = append(sents, []sitrep.Token{{Form: p[0], Lemma: p[1], UPOS: upos, XPOS: p[2]}})
	}
	for range 6 {
		sents = append(sents, []sitrep.Token{{Form: "In", Lemma: "in", UPOS: "ADP", XPOS: "IN"}, {Form: "Omsk", Lemma: "Omsk", UPOS: "PROPN", XPOS: "NNP"}})
	}
	l := LearnLemmas(sents)
	for _, c := range []struct {
		form string
		tag  Tag
		want string
	}{
		{"towns", noun, "town"}, {"Towns", noun, "town"}, {"ferries", noun, "ferry"}, {"men", noun, "man"}, {"series", noun, "series"},
		{"went", verb, "go"}, {"balked", verb, "balk"}, {"shaved", verb, "shave"},
		{"Omsk", name, "Omsk"}, {"Perm", name, "Perm"}, {"1990s", noun, "1990s"},
		{"18,000", Tag{"NUM", "CD"}, "18000"}, {"3,40", Tag{"NUM", "CD"}, "3,40"}, {"1,234.5", Tag{"NUM", "CD"}, "1234.5"},
		{"Unknown", Tag{"X", "FW"}, "unknown"}, {"", noun, ""},
	} {
		if got := l.Find(c.form, c.tag); got != c.want {
			t.Errorf("lemma of %q as %s is %q, want %q", c.form, c.tag.XPOS, got, c.want)
		}
	}
}

func TestModeOf(t *testing.T) {
	for _, c := range []struct {
		text string
		want caseMode
	}{
		{"The army left the town .", plainCase},
		{"ARMY LEAVES NORTHERN TOWN", upperCase},
		{"Army Leaves the Northern Town", titleCase},
		{"UN", plainCase},
		{"", plainCase},
		{"12 34 56", plainCase},
	} {
		if got := modeOf(strings.Fields(c.text)); got != c.want {
			t.Errorf("%q is of mode %d, want %d", c.text, got, c.want)
		}
	}
}

func TestWordForms(t *testing.T) {
	for in, want := range map[string]string{
		"Town": "town", "1,250": "0,000", "It’s": "it's", "https://a.example/b": "<url>", "a.b@c.example": "<mail>", "ÉCOLE": "école",
	} {
		if got := normalise(in); got != want {
			t.Errorf("normalise(%q) is %q, want %q", in, got, want)
		}
	}
	if suffix("naïve", 3) != "ïve" || prefix("école", 1) != "é" || suffix("ab", 5) != "ab" || titled("ÉCOLE") != "École" {
		t.Error("affixes must count runes")
	}
	if shapeOf("McDonald") == shapeOf("Donald") || shapeOf("1995") != shapeOf("12") {
		t.Error("shapes fold runs and keep kinds apart")
	}
}

// Equal templates would only cost time.
func TestTemplatesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for _, tmpl := range parseTemplates(templateText) {
		atoms := slices.Sorted(slices.Values(tmpl.atoms))
		if key := string(atoms); seen[key] {
			t.Errorf("template %v stands twice", tmpl.atoms)
		} else {
			seen[key] = true
		}
	}
	if len(seen) > maxFeatures {
		t.Errorf("%d templates, room for %d", len(seen), maxFeatures)
	}
}

func TestLinear(t *testing.T) {
	rows := []Row{{3, []Cell{{0, 5}, {2, -7}}}, {1 << 20, []Cell{{1, 300}}}, {1<<20 + 1, []Cell{{1, -1}}}, {1<<32 - 1, []Cell{{2, 9}}}}
	m := NewLinear(rows)
	scores := []int32{99, 99, 99}
	m.Score([]uint32{3, 4, 1 << 20, 1<<20 + 1, 1<<32 - 1}, scores)
	if want := []int32{5, 299, 2}; !slices.Equal(scores, want) {
		t.Errorf("scores %v, want %v", scores, want)
	}
	if got := m.Rows(); len(got) != len(rows) || got[3].Key != rows[3].Key {
		t.Errorf("rows come back as %v", got)
	}
}
