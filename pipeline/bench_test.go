//go:build unix

package pipeline_test

import (
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis/names"
	"github.com/sitrep-dev/sitrep/analysis/quantity"
	"github.com/sitrep-dev/sitrep/analysis/speech"
	"github.com/sitrep-dev/sitrep/analysis/syntax"
	"github.com/sitrep-dev/sitrep/analysis/timex"
	"github.com/sitrep-dev/sitrep/analysis/toponym"
	"github.com/sitrep-dev/sitrep/event"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/model/kernel"
	"github.com/sitrep-dev/sitrep/pipeline"
	"github.com/sitrep-dev/sitrep/situation"
	"github.com/sitrep-dev/sitrep/text"
)

// words counts the words between blanks; all rates are of these.
func words(reps []sitrep.Report) (n int) {
	for _, rep := range reps {
		n += len(strings.Fields(rep.Text))
	}
	return n
}

// used is the processor time of this process, which other work on the machine
// does not add to. Rates are by it: words a second of one core.
func used(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// rate reports words a second over the processor time of all rounds.
func rate(b *testing.B, words int, spent time.Duration) {
	b.ReportMetric(float64(words)*float64(b.N)/spent.Seconds(), "words/s")
}

// BenchmarkCode codes the example reports one after the other on one core, from
// text to claims.
func BenchmarkCode(b *testing.B) {
	p := stages(b)
	reps := examples(b, p)
	b.ReportAllocs()
	from := used(b)
	for b.Loop() {
		for _, rep := range reps {
			if _, err := p.Code(rep); err != nil {
				b.Fatal(err)
			}
		}
	}
	rate(b, words(reps), used(b)-from)
}

// stage is one step of the pipeline over one document.
type stage struct {
	name string
	run  func(*sitrep.Document)
}

// chain is the stages as the pipeline runs them, on one path of the kernels.
func chain(b *testing.B, k *knowledge.Base, path kernel.Path) []stage {
	b.Helper()
	parser, err := syntax.On(k.Lemmas, path)
	if err != nil {
		b.Fatal(err)
	}
	cut, coder := text.New(k.Text), event.New(k, pipeline.Coder(k))
	return []stage{
		{"text", func(doc *sitrep.Document) { *doc = *cut.Document(doc.Report) }},
		{"syntax", parser.Parse},
		{"names", names.New(k.Actors).Find},
		{"timex", timex.New(k.Timex).Find},
		{"toponym", toponym.New(k.Places).Find},
		{"quantity", quantity.New(k.Quantity).Find},
		{"speech", speech.New(k.Speech).Read},
		{"event", func(doc *sitrep.Document) { coder.Code(doc) }},
	}
}

// BenchmarkPath is BenchmarkCode on every path that the processor has.
func BenchmarkPath(b *testing.B) {
	p := stages(b)
	reps := examples(b, p)
	for _, path := range kernel.Paths() {
		b.Run(path.String(), func(b *testing.B) {
			all := chain(b, p.Knowledge, path)
			b.ReportAllocs()
			from := used(b)
			for b.Loop() {
				for _, rep := range reps {
					doc := &sitrep.Document{Report: rep}
					for _, s := range all {
						s.run(doc)
					}
				}
			}
			rate(b, words(reps), used(b)-from)
		})
	}
}

// BenchmarkStage measures each stage by itself, on documents that have been
// through those before it; fold makes one situation of the claims of all.
func BenchmarkStage(b *testing.B) {
	p := stages(b)
	reps := examples(b, p)
	docs := make([]*sitrep.Document, len(reps))
	for i := range reps {
		docs[i] = &sitrep.Document{Report: reps[i]}
	}
	for _, s := range chain(b, p.Knowledge, kernel.Best()) {
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			spent := time.Duration(0)
			for b.Loop() {
				b.StopTimer()
				fresh, from := copies(docs), used(b)
				b.StartTimer()
				for _, doc := range fresh {
					s.run(doc)
				}
				spent += used(b) - from
			}
			rate(b, words(reps), spent)
		})
		for _, doc := range docs {
			s.run(doc)
		}
	}
	b.Run("fold", func(b *testing.B) { fold(b, p, reps) })
}

// copies are documents that a stage may write to.
func copies(docs []*sitrep.Document) []*sitrep.Document {
	out := make([]*sitrep.Document, len(docs))
	for i, doc := range docs {
		d := *doc
		d.Sentences = slices.Clone(d.Sentences)
		for s := range d.Sentences {
			d.Sentences[s].Tokens = slices.Clone(d.Sentences[s].Tokens)
			d.Sentences[s].Facts = slices.Clone(d.Sentences[s].Facts)
		}
		d.Mentions, d.Timexes, d.Toponyms = slices.Clone(d.Mentions), slices.Clone(d.Timexes), slices.Clone(d.Toponyms)
		d.Quantities, d.Attributions = slices.Clone(d.Quantities), slices.Clone(d.Attributions)
		out[i] = &d
	}
	return out
}

func fold(b *testing.B, p *pipeline.Pipeline, reps []sitrep.Report) {
	in := situation.Input{Reports: reps, Claimants: p.Knowledge.Claimants, Version: pipeline.Coder(p.Knowledge)}
	for _, rep := range reps {
		r, err := p.Code(rep)
		if err != nil {
			b.Fatal(err)
		}
		in.Claims = append(in.Claims, r.Claims...)
	}
	in.Merging = p.Knowledge.Merging
	var err error
	if in.Policy, err = situation.ParsePolicy(situation.PolicyNames()[0]); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	from := used(b)
	for b.Loop() {
		if _, err := situation.Fold(in); err != nil {
			b.Fatal(err)
		}
	}
	rate(b, words(reps), used(b)-from)
}

// BenchmarkNew measures a cold start: knowledge and model, ready to code.
func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	from := used(b)
	for b.Loop() {
		k, err := knowledge.Load(knowledge.Embedded())
		if err != nil {
			b.Fatal(err)
		}
		if _, err := pipeline.New(k); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(used(b)-from)/float64(b.N), "cpu-ns/op")
}

// BenchmarkSize codes one report of 1, 10 and 100 kB, made of the example reports:
// the rate stays when the time is linear in the text.
func BenchmarkSize(b *testing.B) {
	p := stages(b)
	var all strings.Builder
	for all.Len() < 100<<10 {
		for _, rep := range examples(b, p) {
			all.WriteString(rep.Text + "\n\n")
		}
	}
	for _, size := range []struct {
		name  string
		bytes int
	}{{"1kB", 1 << 10}, {"10kB", 10 << 10}, {"100kB", 100 << 10}} {
		rep := sitrep.Report{ID: "size", Text: strings.ToValidUTF8(all.String()[:size.bytes], "")}
		b.Run(size.name, func(b *testing.B) {
			from := used(b)
			for b.Loop() {
				if _, err := p.Code(rep); err != nil {
					b.Fatal(err)
				}
			}
			rate(b, words([]sitrep.Report{rep}), used(b)-from)
		})
	}
}
