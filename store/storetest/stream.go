package storetest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/store"
)

// Coder is the version of the coder in the stream that [Add] writes.
const Coder = "sitrep test"

// Add writes the nth report of a stream with all that belongs to it: 400 words, a
// coding of 8 claims, 3 records with 18 keys each.
func Add(tx store.Tx, n int) error {
	rep, _, err := tx.PutReport(Report(n, 400))
	if err != nil {
		return err
	}
	coding := store.Coding{Report: rep.Report.ID, Version: rep.Version, Coder: Coder, Coded: rep.Received}
	for i := range 8 {
		coding.Claims = append(coding.Claims, Claim(rep.Report, i))
	}
	if err := tx.PutCoding(coding); err != nil {
		return err
	}
	return tx.Put(Records(rep.Report, n)...)
}

// Records are the records of the nth report of the stream.
func Records(rep sitrep.Report, n int) []store.Record {
	var out []store.Record
	for i := range 3 {
		rec := store.Record{Kind: "event", ID: fmt.Sprintf("e_%d_%d", n, i), At: rep.Published.String(), Body: []byte(rep.Text)}
		for k := range 18 {
			rec.Keys = append(rec.Keys, uint64(n*54+i*18+k)*0x9E3779B97F4A7C15)
		}
		out = append(out, rec)
	}
	return out
}

// Whole checks a store that only Add wrote to: every report has its coding and its
// three records. It gives the number of reports.
func Whole(ctx context.Context, s store.Store) (int, error) {
	if err := s.Check(ctx); err != nil {
		return 0, err
	}
	n := 0
	err := s.View(ctx, func(v store.View) error {
		var err error
		if n, err = v.CountReports(); err != nil || n == 0 {
			return err
		}
		uncoded, err := v.Uncoded(Coder, 0, 10)
		if err != nil || len(uncoded) > 0 {
			return errors.Join(fmt.Errorf("%d reports without coding", len(uncoded)), err)
		}
		if events, err := v.Count("event"); err != nil || events != 3*n {
			return errors.Join(fmt.Errorf("%d reports, but %d records", n, events), err)
		}
		_, err = v.Search("report", 10)
		return err
	})
	return n, err
}

// Has gives an error unless the nth report of the stream is there.
func Has(ctx context.Context, s store.Store, n int) error {
	return s.View(ctx, func(v store.View) error {
		_, err := v.Report(Report(n, 0).Report.ID, 0)
		return err
	})
}

// AddForever adds the reports of the stream from the number first on, one Update
// each, and writes the number of each to out when it is acknowledged: what the
// process does that Kill kills.
func AddForever(s store.Store, first string, out io.Writer) error {
	n, err := strconv.Atoi(first)
	for ; err == nil; n++ {
		if err = s.Update(context.Background(), func(tx store.Tx) error { return Add(tx, n) }); err == nil {
			_, err = fmt.Fprintln(out, n)
		}
	}
	return err
}

// Kill ends processes that run AddForever at random times, some while they make
// the store, and looks for everything that they acknowledged. place names the store
// of a round, which may be new; process gives what to run on it, and open opens it.
func Kill(t *testing.T, rounds int, place func(round int) string, process func(place, first string) *exec.Cmd, open func(place string) store.Store) {
	next, total, at := 1, 0, ""
	var acked []int
	for round := range rounds {
		if now := place(round); now != at {
			at, acked = now, nil
		}
		said := killOne(t, process(at, strconv.Itoa(next)))
		acked, total = append(acked, said...), total+len(said)
		next += len(said) + 1 // the one that was on its way may be there
		s := open(at)
		n, err := Whole(t.Context(), s)
		if err != nil || n < len(acked) {
			t.Fatalf("round %d: %d reports, %d acknowledged, %v", round, n, len(acked), err)
		}
		for _, n := range acked {
			if err := Has(t.Context(), s, n); err != nil {
				t.Fatalf("round %d: the acknowledged report %d: %v", round, n, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d kills, %d reports acknowledged, none lost", rounds, total)
	if total == 0 {
		t.Error("no report was acknowledged before a kill; the test tests nothing")
	}
}

// killOne gives the numbers that the process said before it was killed.
func killOne(t *testing.T, cmd *exec.Cmd) (said []int) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(time.Duration(rand.IntN(200))*time.Millisecond, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	for scan := bufio.NewScanner(out); scan.Scan(); {
		n, err := strconv.Atoi(scan.Text())
		if err != nil {
			t.Fatalf("the process said %q", scan.Text())
		}
		said = append(said, n)
	}
	_ = cmd.Wait()
	return said
}
