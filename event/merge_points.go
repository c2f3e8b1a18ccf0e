package event

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/cespare/xxhash/v2"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// never is the points of two claims that cannot be one event.
const never = -100

// points says how well two claims fit one event: the sum of the weights of what
// they agree and disagree in, above 0 for more likely than not.
func (j *joiner) points(a, b *slots) float64 {
	v := compare(a, b)
	if j.rules(v, a, b) {
		return never
	}
	sum := 0.0
	for _, f := range j.features(v, a, b) {
		sum += f.value * j.k.Weight(f.name)
	}
	return sum
}

// rules reports what rules out that two claims are one event, whatever else they
// share: another time or place known exactly, the same sentence with another
// trigger, one report that counts two things.
func (j *joiner) rules(v verdict, a, b *slots) bool {
	sameReport := a.c.Report.ID == b.c.Report.ID
	switch {
	case class(a) != class(b):
		return true
	case sameReport && a.c.Sentence.Overlaps(b.c.Sentence):
		return true
	case v.time == conflict && !v.copied, v.place == conflict && !v.copied:
		return true
	case v.figures == conflict && sameReport:
		return true
	}
	return false
}

// class keeps apart what is never one event: deeds and demands, plans or denials.
func class(s *slots) string {
	m := s.modality
	if m == sitrep.Attempted {
		m = sitrep.Happened
	}
	return string(m) + " " + string(s.polarity)
}

// Pair is two incidents that share a block, and what speaks for and against their
// being one event; nil features for two that can never be one.
type Pair struct {
	A, B     []string // claim ids of the two incidents
	Features map[string]float64
}

// Pairs lists the pairs of incidents that Merge would weigh, in no order: what the
// points are learned from.
func Pairs(claims []sitrep.Claim, reports []sitrep.Report, k *knowledge.Merging) []Pair {
	j := newJoiner(claims, Origins(reports, claims), k)
	var out []Pair
	nodes, _ := j.nodes()
	for _, s := range nodes {
		seen := map[*slots]bool{}
		for _, key := range j.ask(s) {
			for _, o := range j.index[key] {
				if seen[o] {
					continue
				}
				seen[o] = true
				p := Pair{A: o.ids(), B: s.ids()}
				if v := compare(o, s); !j.rules(v, o, s) {
					p.Features = map[string]float64{}
					for _, f := range j.features(v, o, s) {
						p.Features[f.name] = f.value
					}
				}
				out = append(out, p)
			}
		}
		j.file(s)
	}
	return out
}

// ids are those of the claims that an incident was made of.
func (s *slots) ids() []string {
	if s.parts == nil {
		return []string{s.c.ID}
	}
	var ids []string
	for _, p := range s.parts {
		ids = append(ids, p.c.ID)
	}
	return ids
}

// feature is one thing that two claims agree or disagree in.
type feature struct {
	name  string
	value float64
}

// features lists what speaks for and against two claims being one event.
func (j *joiner) features(v verdict, a, b *slots) []feature {
	fs := make([]feature, 0, 24)
	on := func(name string, value float64) {
		if value != 0 {
			fs = append(fs, feature{name, value})
		}
	}
	yes := func(name string, ok bool) {
		if ok {
			fs = append(fs, feature{name, 1})
		}
	}
	on("bias", 1)
	for _, slot := range []struct {
		name string
		d    degree
	}{{"actors", v.actors}, {"recipients", v.recipients}, {"time", v.time}, {"place", v.place}, {"figures", v.figures}, {"modes", v.modes}, {"content", v.content}} {
		yes(slot.name+"."+slot.d.String(), slot.d != unknown)
	}
	yes("type.same", v.sameType && a.c.Type != "")
	yes("type.count", (a.c.Type == "") != (b.c.Type == ""))
	yes("type.quad", !v.sameType && a.c.Quad == b.c.Quad && a.c.Type != "" && b.c.Type != "")
	yes("type.other", !v.sameType && a.c.Quad != b.c.Quad && a.c.Type != "" && b.c.Type != "")
	words, story := a.words.cosine(b.words), a.story.cosine(b.story)
	on("words", words)
	on("story", story)
	on("shared", a.words.within(b.words))
	on("told", max(a.words.within(b.story), b.words.within(a.story)))
	yes("type.modes", v.sameType && v.modes == same)
	yes("same-day", v.time == same && v.sameType)
	yes("untimed", a.timed() != b.timed())
	yes("placeless", (a.c.Place == nil) != (b.c.Place == nil))
	yes("copied", v.copied)
	yes("report", a.c.Report.ID == b.c.Report.ID)
	gap := dayGap(a, b)
	if math.IsNaN(gap) {
		gap = 2
	}
	on("gap", min(gap, 16)/4)
	yes("gap.far", gap > 4)
	yes("where-when", v.place == same && v.time == same && !coarse(a.c.Place) && !coarse(b.c.Place))
	yes("spoken", spoken(a.c) || spoken(b.c))
	yes("attempt", a.modality != b.modality)
	yes("background", a.c.Background != b.c.Background)
	yes("control", v.control)
	return fs
}

func (d degree) String() string { return [...]string{"conflict", "unknown", "partly", "same"}[d] }

// keys are the blocks an incident is filed under, ask those that its partners are
// looked up in: only incidents that share a block are ever compared, which keeps
// the cost of one flat. A block is two things that an incident tells (parties, its
// place, rare words of the sentence and of the story) and a row of days; partners
// are looked up in the row of the incident and in those before and after it.
func (j *joiner) keys(s *slots) []uint64 { return blocks(s, 0) }

func (j *joiner) ask(s *slots) []uint64 {
	if math.IsNaN(s.anchor()) {
		return blocks(s, 0)
	}
	return slices.Concat(blocks(s, -1), blocks(s, 0), blocks(s, 1))
}

const rowDays = 16

// blocks are the keys of an incident in the row so many after its own.
func blocks(s *slots, after float64) []uint64 {
	row := math.NaN()
	if day := s.anchor(); !math.IsNaN(day) {
		row = math.Floor(day/rowDays) + after
	}
	class, things := class(s), things(s)
	keys := make([]uint64, 0, len(things)*len(things)/2)
	for i, a := range things {
		for _, b := range things[:i] {
			keys = append(keys, inRow(row, xxhash.Sum64String(class+"\x00"+min(a, b)+"\x00"+max(a, b))))
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// inRow puts a hash into a row of days: the upper 16 bits of a key are its row, so
// that what is of one time stands together in an index. NaN is the row of what has
// no day.
func inRow(row float64, hash uint64) uint64 {
	n := uint64(1)
	if !math.IsNaN(row) {
		n = uint64(int64(row)+1<<14) & 0x7fff
	}
	return n<<48 | hash>>16
}

// things are what an incident is looked up by, each once.
func things(s *slots) []string {
	var out []string
	add := func(thing string) {
		if !slices.Contains(out, thing) {
			out = append(out, thing)
		}
	}
	for _, list := range [][]sitrep.Actor{s.c.Actors, s.c.Recipients} {
		for i := range list[:min(len(list), 2)] {
			add("a " + partyKey(&list[i]))
		}
	}
	if p := s.c.Place; p != nil && !coarse(p) {
		add("p " + FoldName(p.Name))
	}
	for _, w := range s.words.rarest(5) {
		add(fmt.Sprint("w ", w))
	}
	for _, w := range s.story.rarest(3) {
		add(fmt.Sprint("w ", w))
	}
	return out
}

// anchor is the day a claim is filed under: the one on which it says that it
// happened, if that is known to a week, else that of publication; NaN for neither.
func (s *slots) anchor() float64 {
	if s.timed() && s.hi-s.lo <= 8 {
		return s.lo
	}
	return s.published
}

// vector is a text as its words, each with a weight, in order of word.
type vector struct {
	words  []uint32
	weight []float32
	norm   float64
}

// vectorOf weighs the words of a text by how rare they are. Very common words
// are left out.
func (j *joiner) vectorOf(text string) vector {
	const common = 1500 // uses a million words
	weights := map[uint32]float32{}
	for _, w := range strings.FieldsFunc(FoldName(text), func(r rune) bool { return r == ' ' }) {
		often := j.k.Often(w)
		if often > common || len(w) < 2 && !unicode.IsDigit(rune(w[0])) {
			continue
		}
		weights[uint32(xxhash.Sum64String(stem(w)))] = float32(math.Log(1e6 / (often + 5)))
	}
	v := vector{words: make([]uint32, 0, len(weights))}
	for w := range weights {
		v.words = append(v.words, w)
	}
	slices.Sort(v.words)
	v.weight = make([]float32, len(v.words))
	for i, w := range v.words {
		v.weight[i] = weights[w]
		v.norm += float64(v.weight[i]) * float64(v.weight[i])
	}
	v.norm = math.Sqrt(v.norm)
	return v
}

// stem takes the endings of plural and past off a word.
func stem(w string) string {
	for _, end := range []string{"ing", "ed", "es", "s"} {
		if len(w) > len(end)+3 && strings.HasSuffix(w, end) {
			return strings.TrimSuffix(w, end)
		}
	}
	return w
}

// cosine is the cosine of two texts, from 0 to 1; 0 when one is empty.
func (v vector) cosine(o vector) float64 {
	sum := 0.0
	for i, k := 0, 0; i < len(v.words) && k < len(o.words); {
		switch {
		case v.words[i] < o.words[k]:
			i++
		case v.words[i] > o.words[k]:
			k++
		default:
			sum += float64(v.weight[i]) * float64(o.weight[k])
			i++
			k++
		}
	}
	if sum == 0 {
		return 0
	}
	return sum / v.norm / o.norm
}

// within is the share, by weight, of the words of the shorter of two texts that
// stand in the other.
func (v vector) within(o vector) float64 {
	small := min(v.norm, o.norm)
	if small == 0 {
		return 0
	}
	return v.cosine(o) * max(v.norm, o.norm) / small
}

// rarest gives at most n words, the rarest ones.
func (v vector) rarest(n int) []uint32 {
	order := make([]int, len(v.words))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case v.weight[a] > v.weight[b]:
			return -1
		case v.weight[a] < v.weight[b]:
			return 1
		}
		return 0
	})
	var out []uint32
	for _, i := range order[:min(n, len(order))] {
		out = append(out, v.words[i])
	}
	return out
}
