// Package row turns reports, codings, decisions and records into the columns that
// every store keeps, and back. docs/store.md shows the columns.
//
// Each row carries a checksum over all that it says, computed here, so that a
// changed byte is found in any store, whatever the database itself checks. The
// package knows no SQL.
package row

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"
	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/store"
)

// nameLimit is the length in bytes of the longest id: an index of PostgreSQL
// takes 2,704 bytes an entry.
const nameLimit = 2000

// sizeLimit is the length in bytes of the longest text and of the longest Raw.
const sizeLimit = 256 << 20

// atLimit is the length in bytes of the longest Record.At.
const atLimit = 100

// Report is a row of the table of reports.
type Report struct {
	Seq      int64
	ID       string
	Version  int
	Hash     string
	Received int64  // microseconds since 1970
	Meta     string // JSON: title, published, publisher and so on
	Text     []byte // as it is
	Raw      []byte // packed, or nil
	Sum      int64
}

// Coding is a row of the table of codings.
type Coding struct {
	Seq    int64 // of the version of the report
	Coder  string
	Coded  int64
	Claims []byte // packed JSON, each claim without its report
	Sum    int64
}

// Decision is a row of the table of decisions.
type Decision struct {
	Seq  int64
	Kind string
	Made int64
	Body string // JSON: items, field, value, author, reason
	Sum  int64
}

// Record is a row of the table of records.
type Record struct {
	Kind string
	ID   string
	At   string
	Keys []byte // 8 bytes each, little end first, ascending, each once
	Body []byte // packed
	Sum  int64
}

// Hash is the SHA-256 of a text in hex.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Report makes the row of a report that has its Seq and Version. The time of
// reception is cut to the microsecond.
func (c *Codec) Report(r store.Report) (Report, error) {
	if err := CheckReport(r); err != nil {
		return Report{}, err
	}
	meta, err := encodeMeta(r.Report)
	if err != nil {
		return Report{}, err
	}
	out := Report{Seq: r.Seq, ID: r.Report.ID, Version: r.Version, Hash: Hash(r.Report.Text),
		Received: r.Received.UnixMicro(), Meta: meta, Text: []byte(r.Report.Text)}
	if r.Raw != nil && string(r.Raw) != r.Report.Text {
		out.Raw = c.pack(r.Raw)
	}
	out.Sum = out.sum()
	return out, nil
}

func (r Report) sum() int64 {
	return sum(number(r.Seq), r.ID, number(int64(r.Version)), r.Hash, number(r.Received), r.Meta, string(r.Text), string(r.Raw))
}

// Decode gives the report of a row, or an error that wraps store.ErrCorrupt.
func (c *Codec) Decode(r Report) (store.Report, error) {
	out := store.Report{Seq: r.Seq, Version: r.Version, Hash: r.Hash, Received: time.UnixMicro(r.Received).UTC()}
	what := fmt.Sprintf("report %d (%q, version %d)", r.Seq, r.ID, r.Version)
	if r.sum() != r.Sum {
		return out, damaged(what, "its checksum does not fit")
	}
	if Hash(string(r.Text)) != r.Hash {
		return out, damaged(what, "its text does not have its hash")
	}
	rep, err := decodeMeta(r.Meta)
	if err != nil {
		return out, damaged(what, err.Error())
	}
	rep.ID, rep.Text = r.ID, string(r.Text)
	out.Report = rep
	if r.Raw != nil {
		if out.Raw, err = c.unpack(r.Raw); err != nil {
			return out, damaged(what, err.Error())
		}
	}
	return out, nil
}

// Stored gives a report as it reads once it is stored.
func Stored(r store.Report) store.Report {
	r.Hash, r.Received = Hash(r.Report.Text), time.UnixMicro(r.Received.UnixMicro()).UTC()
	if r.Raw != nil && string(r.Raw) == r.Report.Text {
		r.Raw = nil
	}
	return r
}

// InOrder gives the records in the order of ids; a repeated id repeats.
func InOrder(found []store.Record, ids []string) []store.Record {
	at := make(map[string]int, len(found))
	for i, r := range found {
		at[r.ID] = i
	}
	out := make([]store.Record, 0, len(found))
	for _, id := range ids {
		if i, ok := at[id]; ok {
			out = append(out, found[i])
		}
	}
	return out
}

// Same says whether a report that is put is one that is there: id, text, title,
// publisher and time of publication.
func Same(a, b sitrep.Report) bool {
	return a.ID == b.ID && a.Text == b.Text && a.Title == b.Title && a.Publisher == b.Publisher &&
		a.Published.DayOnly == b.Published.DayOnly && a.Published.Time.Equal(b.Published.Time)
}

// Coding makes the row of a coding of the report with a Seq.
func (c *Codec) Coding(seq int64, in store.Coding) (Coding, error) {
	if err := CheckName("version of the coder", in.Coder); err != nil {
		return Coding{}, err
	}
	claims := make([]sitrep.Claim, len(in.Claims))
	for i, claim := range in.Claims {
		if claim.Report.ID != in.Report {
			return Coding{}, fmt.Errorf("store: claim %s is of report %q and stands in a coding of report %q; put it into a coding of its own report", claim.ID, claim.Report.ID, in.Report)
		}
		claims[i] = claim
		claims[i].Report = sitrep.Report{}
	}
	body, err := json.Marshal(claims)
	if err != nil {
		return Coding{}, fmt.Errorf("store: coding of report %q: %w", in.Report, err)
	}
	out := Coding{Seq: seq, Coder: in.Coder, Coded: in.Coded.UnixMicro(), Claims: c.pack(body)}
	out.Sum = out.sum()
	return out, nil
}

func (r Coding) sum() int64 {
	return sum(number(r.Seq), r.Coder, number(r.Coded), string(r.Claims))
}

// DecodeCoding gives the coding of a row. The claims get the report back.
func (c *Codec) DecodeCoding(r Coding, of store.Report) (store.Coding, error) {
	out := store.Coding{Report: of.Report.ID, Version: of.Version, Coder: r.Coder, Coded: time.UnixMicro(r.Coded).UTC()}
	what := fmt.Sprintf("coding of report %d by %s", r.Seq, r.Coder)
	if r.sum() != r.Sum {
		return out, damaged(what, "its checksum does not fit")
	}
	body, err := c.unpack(r.Claims)
	if err == nil {
		err = json.Unmarshal(body, &out.Claims)
	}
	if err != nil {
		return out, damaged(what, err.Error())
	}
	for i := range out.Claims {
		out.Claims[i].Report = of.Report
	}
	return out, nil
}

type decisionBody struct {
	Items  []text `json:"items"`
	Field  text   `json:"field,omitempty"`
	Value  text   `json:"value,omitempty"`
	Author text   `json:"author"`
	Reason text   `json:"reason"`
}

// NewDecision makes the row of a decision that has its Seq.
func NewDecision(d store.Decision) (Decision, error) {
	if err := CheckName("kind of a decision", d.Kind); err != nil {
		return Decision{}, err
	}
	body := decisionBody{Field: text(d.Field), Value: text(d.Value), Author: text(d.Author), Reason: text(d.Reason)}
	for _, item := range d.Items {
		body.Items = append(body.Items, text(item))
	}
	b, err := json.Marshal(body)
	if err != nil {
		return Decision{}, fmt.Errorf("store: decision: %w", err)
	}
	out := Decision{Seq: d.Seq, Kind: d.Kind, Made: d.Made.UnixMicro(), Body: string(b)}
	out.Sum = out.sum()
	return out, nil
}

func (r Decision) sum() int64 { return sum(number(r.Seq), r.Kind, number(r.Made), r.Body) }

// Decode gives the decision of a row.
func (r Decision) Decode() (store.Decision, error) {
	out := store.Decision{Seq: r.Seq, Kind: r.Kind, Made: time.UnixMicro(r.Made).UTC()}
	what := fmt.Sprintf("decision %d", r.Seq)
	if r.sum() != r.Sum {
		return out, damaged(what, "its checksum does not fit")
	}
	var body decisionBody
	if err := json.Unmarshal([]byte(r.Body), &body); err != nil {
		return out, damaged(what, err.Error())
	}
	for _, item := range body.Items {
		out.Items = append(out.Items, string(item))
	}
	out.Field, out.Value, out.Author, out.Reason = string(body.Field), string(body.Value), string(body.Author), string(body.Reason)
	return out, nil
}

// Record makes the row of a record, and gives its keys as the database keeps
// them: ascending as signed numbers, each once.
func (c *Codec) Record(r store.Record) (Record, []int64, error) {
	if err := cmp.Or(CheckName("kind of a record", r.Kind), CheckName("id of a record", r.ID), checkAt(r)); err != nil {
		return Record{}, nil, err
	}
	keys := Keys(r.Keys)
	packed := make([]byte, 0, 8*len(keys))
	for _, k := range keys {
		packed = binary.LittleEndian.AppendUint64(packed, uint64(k))
	}
	out := Record{Kind: r.Kind, ID: r.ID, At: r.At, Keys: packed, Body: c.pack(r.Body)}
	out.Sum = out.sum()
	return out, keys, nil
}

func (r Record) sum() int64 {
	return sum(r.Kind, r.ID, r.At, string(r.Keys), string(r.Body))
}

// DecodeRecord gives the record of a row.
func (c *Codec) DecodeRecord(r Record) (store.Record, error) {
	out := store.Record{Kind: r.Kind, ID: r.ID, At: r.At}
	what := fmt.Sprintf("record %s %q", r.Kind, r.ID)
	if r.sum() != r.Sum || len(r.Keys)%8 != 0 {
		return out, damaged(what, "its checksum does not fit")
	}
	for _, k := range UnpackKeys(r.Keys) {
		out.Keys = append(out.Keys, uint64(k))
	}
	var err error
	if out.Body, err = c.unpack(r.Body); err != nil {
		return out, damaged(what, err.Error())
	}
	return out, nil
}

// Keys gives keys as signed numbers, ascending, each once.
func Keys(keys []uint64) []int64 {
	out := make([]int64, len(keys))
	for i, k := range keys {
		out[i] = int64(k)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// UnpackKeys reads the column of keys.
func UnpackKeys(b []byte) []int64 {
	out := make([]int64, 0, len(b)/8)
	for ; len(b) >= 8; b = b[8:] {
		out = append(out, int64(binary.LittleEndian.Uint64(b)))
	}
	return out
}

// Diff gives the keys of was that are not in now, and those of now that are not
// in was. Both lists are ascending.
func Diff(was, now []int64) (gone, come []int64) {
	for len(was) > 0 || len(now) > 0 {
		switch {
		case len(now) == 0 || len(was) > 0 && was[0] < now[0]:
			gone, was = append(gone, was[0]), was[1:]
		case len(was) == 0 || now[0] < was[0]:
			come, now = append(come, now[0]), now[1:]
		default:
			was, now = was[1:], now[1:]
		}
	}
	return gone, come
}

// CheckReport says what keeps a report from being stored.
func CheckReport(r store.Report) error {
	if err := CheckName("id of a report", r.Report.ID); err != nil {
		return err
	}
	if len(r.Report.Text) > sizeLimit || len(r.Raw) > sizeLimit {
		return fmt.Errorf("store: report %q is longer than %d bytes; cut it into several", r.Report.ID, sizeLimit)
	}
	if !utf8.ValidString(r.Report.Text) {
		return fmt.Errorf("store: report %q: its text is not UTF-8; convert it, and keep the bytes as they came in Raw", r.Report.ID)
	}
	return nil
}

// CheckName refuses names that some database cannot hold or find.
func CheckName(what, name string) error {
	fault := ""
	switch {
	case name == "":
		fault = "is empty"
	case len(name) > nameLimit:
		name, fault = strings.ToValidUTF8(name[:40], "")+"…", fmt.Sprintf("is longer than %d bytes", nameLimit)
	case !utf8.ValidString(name):
		fault = "is not UTF-8"
	case strings.IndexByte(name, 0) >= 0:
		fault = "holds a NUL byte"
	default:
		return nil
	}
	return fmt.Errorf("store: %s %q %s; give another one", what, name, fault)
}

func checkAt(r store.Record) error {
	if len(r.At) > atLimit || !utf8.ValidString(r.At) || strings.IndexByte(r.At, 0) >= 0 {
		return fmt.Errorf("store: record %s %q: its At is longer than %d bytes, no UTF-8 or holds a NUL byte; give an ISO 8601 time", r.Kind, r.ID, atLimit)
	}
	return nil
}

func damaged(what, fault string) error {
	return &store.Error{Place: what, Fault: fault, Remedy: "take it from a backup", Kind: store.ErrCorrupt}
}

func number(n int64) string { return string(binary.LittleEndian.AppendUint64(nil, uint64(n))) }

// sum is the xxHash64 of the parts, each with its length before it.
func sum(parts ...string) int64 {
	h := xxhash.New()
	var size [8]byte
	for _, p := range parts {
		binary.LittleEndian.PutUint64(size[:], uint64(len(p)))
		_, _ = h.Write(size[:])
		_, _ = h.WriteString(p)
	}
	return int64(h.Sum64())
}
