//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// BenchmarkProcess runs the program from start to end: a sentence, a report, a
// directory of reports. peak-B is the largest resident set of all runs, cpu-ns/op
// the processor time of all threads, which other work on the machine does not add to.
func BenchmarkProcess(b *testing.B) {
	reports, err := filepath.Glob("../../examples/tripoli-2019/*")
	if err != nil || len(reports) == 0 {
		b.Fatal("no example reports: ", err)
	}
	program, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	for _, args := range [][]string{{"explain", "Soldiers left the town."}, {"code", reports[0]}, {"brief", "../../examples/tripoli-2019"}} {
		b.Run(args[0], func(b *testing.B) {
			peak, spent := int64(0), time.Duration(0)
			for b.Loop() {
				cmd := exec.Command(program, args...)
				cmd.Args[0] = "sitrep" // TestMain goes by it
				if out, err := cmd.CombinedOutput(); err != nil {
					b.Fatalf("%v: %s", err, out)
				}
				spent += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
				peak = max(peak, cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
			}
			b.ReportMetric(float64(spent)/float64(b.N), "cpu-ns/op")
			b.ReportMetric(float64(peak)*1024, "peak-B")
		})
	}
}
