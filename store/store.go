// Package store is where a team's reports, codings and decisions are kept.
//
// Three kinds of fact are only ever added: reports as they were received,
// codings (the claims that one version of the coder found in one version of a
// report) and decisions of analysts. Everything else, events among it, is a
// projection: records under a kind and an id that can be dropped and made again
// from the facts. What a record says is the business of its maker; the store
// keeps bytes and the keys they are found by.
//
// An [Update] that returned without error is acknowledged: it survives the death
// of the process and a power cut. The package holds the interface, its types and
// its errors; store/sqlite and store/postgres implement it, store/storetest is
// what both must pass. It reads no clock: times come from the caller.
package store

import (
	"context"
	"errors"
	"time"

	"github.com/sitrep-dev/sitrep"
)

// Errors of every store, to be asked for with errors.Is.
var (
	ErrNotFound = errors.New("store: not found")
	ErrReadOnly = errors.New("store: read only")
	ErrFull     = errors.New("store: disk full")
	ErrCorrupt  = errors.New("store: damaged")
	ErrNewer    = errors.New("store: made by a newer sitrep")
)

// Report is one version of a report as it was received.
type Report struct {
	Seq      int64         // order of acknowledgement, from 1, without regard to clocks; given by the store
	Version  int           // 1 for the first text under an id, 2 for the first correction …; given by the store
	Report   sitrep.Report // with Text, Blocks and Source
	Raw      []byte        // the bytes it was read from; nil when they are Text
	Hash     string        // SHA-256 of Text in hex; given by the store
	Received time.Time     // when it came in, UTC, to the microsecond
}

// Outcome is what became of a report that was put.
type Outcome int

// The outcomes of PutReport.
const (
	Added   Outcome = iota // the id was new
	Known                  // the same id, text, title, publisher and publication time are there
	Revised                // the id was there with something else: kept as a new version beside the old
)

// String names the outcome: added, known, revised.
func (o Outcome) String() string { return [...]string{"added", "known", "revised"}[o] }

// Coding is what one version of the coder found in one version of a report.
type Coding struct {
	Report  string // id
	Version int    // of the report
	Coder   string // as in Claim.Coder
	Claims  []sitrep.Claim
	Coded   time.Time // UTC, to the microsecond
}

// Decision is what an analyst decided, and why. It is never changed; a later one
// on the same items takes its place.
type Decision struct {
	Seq    int64    // from 1; given by the store
	Kind   string   // merge, split, correct, reject, accept
	Items  []string // ids of claims
	Field  string   // of a correction
	Value  string   // of a correction; of a split the claims that stay
	Author string
	Reason string
	Made   time.Time // UTC, to the microsecond
}

// Record is one entry of the projection.
type Record struct {
	Kind string
	ID   string   // unique within its kind
	At   string   // sorts the records of a kind; an ISO 8601 time, or ""
	Keys []uint64 // what it is found by; may be empty; no order
	Body []byte
}

// Store is a store of reports. It is safe for concurrent use; writers, of this
// and of other processes, wait for each other.
type Store interface {
	// Update runs do in one transaction and commits it if do returns nil. It may
	// run do again when the transaction could not be made; do must not keep what
	// an earlier run read, nor call Update of the same store.
	Update(ctx context.Context, do func(Tx) error) error
	// View runs do on one state of the store, which writers do not change meanwhile.
	View(ctx context.Context, do func(View) error) error
	// Check reads the whole store and returns an error that wraps [ErrCorrupt] and
	// names the first damage that the database itself can see.
	Check(ctx context.Context) error
	Close() error
}

// View reads. Its methods return ErrNotFound where one thing was asked for that
// is not there, and an empty list where many were.
type View interface {
	// Report gives a version of a report, the latest for version 0.
	Report(id string, version int) (Report, error)
	// Reports gives at most limit reports, all versions, with a Seq above after, in order of Seq.
	Reports(after int64, limit int) ([]Report, error)
	// CountReports is the number of report ids.
	CountReports() (int, error)
	// Coding gives what a coder found in a version of a report.
	Coding(report string, version int, coder string) (Coding, error)
	// Coders lists the versions of the coder that coded something, first coded first.
	Coders() ([]string, error)
	// Uncoded gives at most limit reports, latest versions only, with a Seq above
	// after, that the coder has not coded, in order of Seq.
	Uncoded(coder string, after int64, limit int) ([]Report, error)
	// Decisions gives all decisions in order of Seq.
	Decisions() ([]Decision, error)
	// Search gives the ids of at most limit reports whose latest version holds all
	// words of the query, best first.
	Search(query string, limit int) ([]string, error)

	// Get gives the records of the ids that are there, in the order of ids.
	Get(kind string, ids ...string) ([]Record, error)
	// Find gives the ids of the records that have one of the keys, each once, in
	// order of id.
	Find(kind string, keys []uint64) ([]string, error)
	// Latest gives at most limit records with At up to and including until ("" for
	// no bound) and not before since, latest first, then by id.
	Latest(kind, since, until string, limit int) ([]Record, error)
	// Count is the number of records of a kind.
	Count(kind string) (int, error)
}

// Tx reads, sees its own writes, and writes.
type Tx interface {
	View
	// PutReport adds a report and gives it a Seq, Version and Hash. The Report
	// returned is the one that stands: of a Known report the one that was there.
	PutReport(Report) (Report, Outcome, error)
	// PutCoding adds a coding. The same report, version and coder once more change
	// nothing: coding is repeatable.
	PutCoding(Coding) error
	PutDecision(Decision) (Decision, error)
	// Put writes records, in the place of those with the same kind and id.
	Put(records ...Record) error
	Delete(kind string, ids ...string) error
	// Drop deletes every record of every kind.
	Drop() error
}
