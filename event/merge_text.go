package event

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"

	"github.com/sitrep-dev/sitrep"
)

// vector is a text as its words, each with a weight, in order of word.
type vector struct {
	words  []uint32
	weight []float32
	norm   float64
}

// vectorOf weighs the words of a text by how rare they are. Very common words
// are left out.
func (j *joiner) vectorOf(text string) vector {
	weights := map[uint32]float32{}
	for w := range strings.FieldsSeq(FoldName(text)) {
		j.weigh(weights, w)
	}
	return pack(weights)
}

// weigh adds a word, folded, unless it is very common.
func (j *joiner) weigh(weights map[uint32]float32, w string) {
	const common = 1500 // uses a million words
	often := j.k.Often(w)
	if often > common || len(w) < 2 && !unicode.IsDigit(rune(w[0])) {
		return
	}
	weights[uint32(xxhash.Sum64String(stem(w)))] = float32(math.Log(1e6 / (often + 5)))
}

// namesOf are the words of a text that are printed with a capital and are not
// common at the opening of a sentence.
func (j *joiner) namesOf(text string) vector {
	weights := map[uint32]float32{}
	opens := true
	for w := range strings.FieldsSeq(text) {
		first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(w, unicode.IsPunct))
		for part := range strings.FieldsSeq(FoldName(w)) {
			if unicode.IsUpper(first) && (!opens || j.k.Often(part) == 0) {
				j.weigh(weights, part)
			}
		}
		opens = strings.ContainsAny(w[len(w)-1:], ".!?:-")
	}
	return pack(weights)
}

// without are the words of a text that another lacks.
func (v vector) without(o vector) vector {
	weights := map[uint32]float32{}
	for i, w := range v.words {
		if _, there := slices.BinarySearch(o.words, w); !there {
			weights[w] = v.weight[i]
		}
	}
	return pack(weights)
}

// pack makes a vector of weighed words.
func pack(weights map[uint32]float32) vector {
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

// likeness is what two texts have in common.
type likeness struct {
	cosine float64 // from 0 to 1; 0 when one is empty
	within float64 // the share, by weight, of the words of the shorter one that stand in the other
	shares int     // the words that stand in both
}

// like compares two texts.
func (v *vector) like(o *vector) (l likeness) {
	sum := 0.0
	for i, k := 0, 0; i < len(v.words) && k < len(o.words); {
		switch x, y := v.words[i], o.words[k]; {
		case x < y:
			i++
		case x > y:
			k++
		default:
			sum += float64(v.weight[i]) * float64(o.weight[k])
			l.shares, i, k = l.shares+1, i+1, k+1
		}
	}
	if sum > 0 {
		l.cosine = sum / v.norm / o.norm
		l.within = l.cosine * max(v.norm, o.norm) / min(v.norm, o.norm)
	}
	return l
}

func (v *vector) shares(o *vector) int { return v.like(o).shares }

func (v *vector) within(o *vector) float64 { return v.like(o).within }

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

// lexical fills in what is compared of the words of a claim.
func (j *joiner) lexical(s *slots) {
	const around = 60 // bytes on either side of a trigger
	c := s.c
	quote := c.Quote[:min(len(c.Quote), 2000)]
	s.names = j.namesOf(quote)
	s.scene = j.namesOf(c.Report.Title + ". " + opening(&c.Report))
	s.plain, s.tale = s.words.without(s.names), s.story.without(s.scene)
	s.title = j.vectorOf(c.Report.Title).without(s.scene)
	from, to := c.Trigger.Start-c.Sentence.Start, c.Trigger.End-c.Sentence.Start
	if 0 <= from && from < to && to <= len(quote) {
		s.trigger = uint32(xxhash.Sum64String(stem(FoldName(quote[from:to]))))
		start, end := max(0, from-around), min(len(quote), to+around)
		if k := strings.LastIndexByte(quote[:start], ' '); k >= 0 {
			start = k
		}
		if k := strings.IndexByte(quote[end:], ' '); k >= 0 {
			end += k
		}
		s.near = j.vectorOf(strings.ToValidUTF8(quote[start:end], " ")).without(s.names)
	}
	if own, ok := j.clauses[c.ID]; ok && 0 <= own.Start && own.Start <= own.End && own.End <= len(quote) {
		part := strings.ToValidUTF8(quote[own.Start:own.End], " ")
		s.inClause = j.namesOf(part)
		s.clause = j.vectorOf(part).without(s.names)
	} else {
		s.inClause, s.clause = s.names, s.plain
	}
	var parties strings.Builder
	for i := range c.Recipients {
		parties.WriteString(" " + c.Recipients[i].Name)
	}
	s.target = j.vectorOf(parties.String())
	if c.Place != nil {
		parties.WriteString(" " + c.Place.Name)
	}
	s.party = j.vectorOf(parties.String())
	const opens = 60 // bytes before the end of the first words of a text
	s.lead = c.Sentence.Start < opens
}

// clausesOf gives for each claim of a report the part of its quote between the
// triggers of other claims of the sentence.
func clausesOf(claims []*sitrep.Claim) map[string]sitrep.Span {
	out := map[string]sitrep.Span{}
	for _, c := range claims {
		own := sitrep.Span{End: c.Sentence.End}
		own.Start = c.Sentence.Start
		for _, o := range claims {
			if o.Sentence != c.Sentence || o.Trigger.Overlaps(c.Trigger) {
				continue
			}
			if o.Trigger.End <= c.Trigger.Start {
				own.Start = max(own.Start, o.Trigger.End)
			} else {
				own.End = min(own.End, o.Trigger.Start)
			}
		}
		out[c.ID] = sitrep.Span{Start: own.Start - c.Sentence.Start, End: own.End - c.Sentence.Start}
	}
	return out
}
