package pipeline

import (
	"context"
	"fmt"
	"iter"
	"runtime/debug"

	"github.com/sitrep-dev/sitrep"
)

// Run codes reports with the given number of workers, at least one, and yields
// the results in the order of the input. Errors of the input are passed on; a
// report that makes a stage panic yields a [*ReportError], and the rest goes on.
//
// At most three reports a worker are held at any time. When ctx ends, its error
// is the last one yielded, at once, even while the input blocks; a report that
// is being coded is finished in the background and dropped.
func (p *Pipeline) Run(ctx context.Context, reports iter.Seq2[sitrep.Report, error], workers int) iter.Seq2[Result, error] {
	return inOrder(ctx, reports, workers, p.Code)
}

// answer is what became of one report.
type answer struct {
	result Result
	err    error
}

// job is a report on its way to a worker, and where the answer goes.
type job struct {
	rep sitrep.Report
	out chan<- answer
}

// inOrder runs code in workers and yields what it gives in the order of reports.
func inOrder(ctx context.Context, reports iter.Seq2[sitrep.Report, error], workers int, code func(sitrep.Report) (Result, error)) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		workers := max(workers, 1)
		inner, cancel := context.WithCancel(ctx)
		defer cancel()
		jobs := make(chan job)
		queue := make(chan (<-chan answer), 2*workers)
		for range workers {
			go work(inner, jobs, code)
		}
		go feed(inner, reports, jobs, queue)
		for {
			got, ok := next(inner, queue)
			if ctx.Err() != nil {
				yield(Result{}, ctx.Err())
				return
			}
			if !ok || !yield(got.result, got.err) {
				return
			}
		}
	}
}

// feed hands reports to the workers and what will answer them to the queue, in
// order, until there are no more or ctx ends. A crash of what reads them is the
// last answer.
func feed(ctx context.Context, reports iter.Seq2[sitrep.Report, error], jobs chan<- job, queue chan<- (<-chan answer)) {
	defer close(queue)
	defer close(jobs)
	add := func() chan answer {
		out := make(chan answer, 1)
		select {
		case queue <- out:
			return out
		case <-ctx.Done():
			return nil
		}
	}
	defer func() {
		if cause := recover(); cause != nil {
			if out := add(); out != nil {
				out <- answer{err: &ReportError{Cause: cause, Stack: debug.Stack()}}
			}
		}
	}()
	for rep, err := range reports {
		out := add()
		switch {
		case out == nil:
			return
		case err != nil:
			out <- answer{err: err}
			continue
		}
		select {
		case jobs <- job{rep, out}:
		case <-ctx.Done():
			return
		}
	}
}

// work codes reports until there are no more or ctx ends.
func work(ctx context.Context, jobs <-chan job, code func(sitrep.Report) (Result, error)) {
	for {
		select {
		case j, ok := <-jobs:
			if !ok {
				return
			}
			var a answer
			a.result, a.err = code(j.rep)
			j.out <- a
		case <-ctx.Done():
			return
		}
	}
}

// next waits for the next answer; false when there is none or ctx ends.
func next(ctx context.Context, queue <-chan (<-chan answer)) (answer, bool) {
	select {
	case out, ok := <-queue:
		if !ok {
			return answer{}, false
		}
		select {
		case a := <-out:
			return a, true
		case <-ctx.Done():
		}
	case <-ctx.Done():
	}
	return answer{}, false
}

// ReportError says which report a stage could not take.
type ReportError struct {
	Report string // id; empty when the reader of reports failed
	Source string // path, address or "-"
	Cause  any    // what the stage panicked with
	Stack  []byte // where
}

func (e *ReportError) Error() string {
	if e.Report == "" {
		return fmt.Sprintf("pipeline: reading stopped after the reports so far: %v; please send the input to the maintainers", e.Cause)
	}
	return fmt.Sprintf("pipeline: %s: report %s was left out, a stage failed: %v; please send the report to the maintainers", e.Source, e.Report, e.Cause)
}

// guard calls do and turns a panic into an error about the report.
func guard(rep sitrep.Report, do func()) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &ReportError{rep.ID, rep.Source, cause, debug.Stack()}
		}
	}()
	do()
	return nil
}
