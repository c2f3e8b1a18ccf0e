//go:build unix

package encoder

import (
	"flag"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep/model/kernel"
)

// weights is a real model for the benchmark; the tests take the small random one.
var weights = flag.String("weights", "testdata/tiny.bin", "weight file for BenchmarkRead")

// used is the processor time of this process, which other work on the machine
// does not add to. Rates are by it.
func used(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkRead reads sentences of news on every path; words are those of Universal
// Dependencies, which are more than those between blanks.
func BenchmarkRead(b *testing.B) {
	data, err := os.ReadFile(*weights)
	if err != nil {
		b.Fatal(err)
	}
	text, words := speech()
	for _, p := range kernel.Paths() {
		n, err := Open(data, p)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(p.String(), func(b *testing.B) {
			b.ReportAllocs()
			from := used(b)
			for b.Loop() {
				n.Read(text)
			}
			b.ReportMetric(float64(words*b.N)/(used(b)-from).Seconds(), "words/s")
		})
	}
}

// BenchmarkOpen measures opening the weights.
func BenchmarkOpen(b *testing.B) {
	data, err := os.ReadFile(*weights)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Open(data, kernel.Best()); err != nil {
			b.Fatal(err)
		}
	}
}

// speech is sentences of usual length for the benchmark.
func speech() (text []Sentence, words int) {
	for _, line := range []string{
		"Government troops and allied militias retook two villages east of the river on Thursday , residents said .",
		"The ministry denied that its aircraft had struck a hospital in the northern district , calling the reports baseless .",
		"\" We will not negotiate under fire , \" the opposition 's chief negotiator told reporters in the capital late on Sunday .",
		"At least 14 people were killed and more than 30 wounded when a car bomb exploded near a checkpoint outside the airport .",
		"The two presidents agreed to exchange prisoners and to reopen three border crossings before the end of the month .",
		"Police fired tear gas .",
		"The Security Council is expected to vote on a draft resolution extending the mission 's mandate by six months , diplomats said , although two permanent members have asked for changes to the text .",
		"Negotiators have so far failed to bridge differences over the timetable for elections .",
	} {
		s := Sentence{Words: strings.Fields(line)}
		text, words = append(text, s), words+len(s.Words)
	}
	return slices.Repeat(text, 20), words * 20
}
