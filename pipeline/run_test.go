package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
)

var errBad = errors.New("report: in:2: is not JSON")

// reports yields n reports with the ids 0 to n-1; every fifth step is an error
// of the input instead.
func reports(n int) iter.Seq2[sitrep.Report, error] {
	return func(yield func(sitrep.Report, error) bool) {
		for i := range n {
			if i%5 == 4 {
				if !yield(sitrep.Report{}, errBad) {
					return
				}
				continue
			}
			if !yield(sitrep.Report{ID: fmt.Sprint(i), Source: "in"}, nil) {
				return
			}
		}
	}
}

// echo gives back the report as a document; early reports take longest.
func echo(rep sitrep.Report) (Result, error) {
	if len(rep.ID) < 2 {
		time.Sleep(2 * time.Millisecond)
	}
	return Result{Document: &sitrep.Document{Report: rep}}, nil
}

func TestOrder(t *testing.T) {
	for _, workers := range []int{-1, 0, 1, 2, 8, 100} {
		i := 0
		for r, err := range inOrder(context.Background(), reports(200), workers, echo) {
			switch {
			case i%5 == 4:
				if !errors.Is(err, errBad) {
					t.Fatalf("%d workers: step %d: %v, want the error of the input", workers, i, err)
				}
			case err != nil || r.Document.Report.ID != fmt.Sprint(i):
				t.Fatalf("%d workers: step %d is %+v, %v", workers, i, r.Document, err)
			}
			i++
		}
		if i != 200 {
			t.Errorf("%d workers: %d results, want 200", workers, i)
		}
	}
}

// TestHeld wants a slow consumer to hold the input back.
func TestHeld(t *testing.T) {
	const workers = 3
	var taken atomic.Int64
	endless := func(yield func(sitrep.Report, error) bool) {
		for yield(sitrep.Report{ID: "x"}, nil) {
			taken.Add(1)
		}
	}
	for range inOrder(context.Background(), endless, workers, echo) {
		time.Sleep(50 * time.Millisecond)
		if n := taken.Load(); n > 3*workers+2 {
			t.Errorf("%d reports taken before the first was used", n)
		}
		break
	}
	settled(t)
}

func TestCrashIsNamed(t *testing.T) {
	code := func(rep sitrep.Report) (Result, error) {
		return Result{}, guard(rep, func() {
			if rep.ID == "3" {
				var none []int
				_ = none[len(rep.ID)]
			}
		})
	}
	n, crashes := 0, 0
	for _, err := range inOrder(context.Background(), reports(10), 2, code) {
		n++
		var crash *ReportError
		if !errors.As(err, &crash) {
			continue
		}
		crashes++
		if crash.Report != "3" || crash.Source != "in" || !strings.Contains(string(crash.Stack), "TestCrashIsNamed") {
			t.Errorf("crash of %q from %q, stack:\n%s", crash.Report, crash.Source, crash.Stack)
		}
		if want := "pipeline: in: report 3 was left out, a stage failed: runtime error: index out of range"; !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("error %q", err)
		}
	}
	if n != 10 || crashes != 1 {
		t.Errorf("%d results with %d crashes, want 10 with 1", n, crashes)
	}
}

func TestCrashOfTheInput(t *testing.T) {
	var errs []error
	for _, err := range inOrder(context.Background(), func(yield func(sitrep.Report, error) bool) {
		yield(sitrep.Report{ID: "0"}, nil)
		panic("no more bytes")
	}, 2, echo) {
		errs = append(errs, err)
	}
	if len(errs) != 2 || errs[0] != nil || errs[1] == nil || !strings.Contains(errs[1].Error(), "no more bytes") {
		t.Errorf("errors %v", errs)
	}
	settled(t)
}

// TestCancel ends a run in the middle, by the context and by the consumer, and
// wants every goroutine gone.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	var last error
	for _, err := range inOrder(ctx, reports(1_000_000), 4, echo) {
		if n++; n == 20 {
			cancel()
		}
		last = err
	}
	if n > 22 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d results, last error %v", n, last)
	}
	for range inOrder(context.Background(), reports(1_000_000), 4, echo) {
		break
	}
	settled(t)
}

// TestCancelBlockedInput wants the end of the context to end the run while the
// input gives nothing.
func TestCancelBlockedInput(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	unblock := make(chan struct{})
	var errs []error
	for _, err := range inOrder(ctx, func(func(sitrep.Report, error) bool) { <-unblock }, 2, echo) {
		errs = append(errs, err)
	}
	if len(errs) != 1 || !errors.Is(errs[0], context.DeadlineExceeded) {
		t.Errorf("errors %v", errs)
	}
	close(unblock)
	settled(t)
}

// settled waits until no goroutine of this package is left.
func settled(t *testing.T) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) {
		buf := make([]byte, 1<<20)
		stacks := string(buf[:runtime.Stack(buf, true)])
		if !strings.Contains(stacks, "pipeline.feed") && !strings.Contains(stacks, "pipeline.work") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("goroutines left:\n%s", stacks)
		}
	}
}
