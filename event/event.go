// Package event codes claims in PLOVER and CAMEO and joins the claims that
// describe one event.
//
// Coding reads the layers of a Document and the predicate entries of package
// knowledge: an entry that matches at a word makes an act, its frame names the
// words of the parties, and the layers give modality, source, time, place and
// figures. What no entry covers is coded only where the language model is
// sure of it (guess.go); there is no default, and a slot that nothing fills stays
// empty.
//
// The package does not decide what is true, and it never looks across reports
// while it codes.
package event

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
)

// Coder codes documents. It is safe for concurrent use.
type Coder struct {
	k       *knowledge.Base
	version string
	learned map[string]*knowledge.Entry
}

// New makes a Coder; version goes into the Coder field of every claim.
func New(k *knowledge.Base, version string) *Coder { return &Coder{k, version, learned(k.Ontology)} }

// Code gives the claims of an analysed document in order of their trigger.
// The result is nil when there are none.
func (c *Coder) Code(doc *sitrep.Document) []sitrep.Claim {
	r := &reading{k: c.k, doc: doc, learned: c.learned}
	r.topic = r.judge()
	var claims []sitrep.Claim
	for s := range doc.Sentences {
		found := r.sentence(s)
		claims = append(claims, found...)
		r.before = found
		r.keepDay(s, found)
		r.keepLately(s, found)
		r.keepCaptives(found)
	}
	claims = r.procedure(claims)
	for i := range claims {
		claims[i].Coder = c.version
		claims[i].Report = doc.Report
	}
	slices.SortStableFunc(claims, func(a, b sitrep.Claim) int {
		return cmp.Or(cmp.Compare(a.Trigger.Start, b.Trigger.Start), cmp.Compare(a.Type, b.Type))
	})
	return claims
}

// reading is the state of coding one document.
type reading struct {
	k     *knowledge.Base
	doc   *sitrep.Document
	topic topic
	// soberly is whether the last claim of harm was told soberly, see sober.
	soberly bool
	// learned are the entries of acts that only the model knows, by type.
	learned map[string]*knowledge.Entry
	// before are the claims of the sentence before the one that is coded.
	before []sitrep.Claim
	// told are the days of the news so far.
	told []news
	// lately is the day of the last deed of force, and the sentence that told it.
	lately   *sitrep.ClaimTime
	latelyAt int
	taken    *sitrep.Claim // the last deed by which somebody was taken captive
	// depth counts the conditions on acts within conditions on acts.
	depth int
}

// claimID is stable over runs: it depends on the report and the characters.
func claimID(report string, trigger sitrep.Span, typ string, n int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%d\x00%s\x00%d", report, trigger.Start, trigger.End, typ, n))
	return "c_" + hex.EncodeToString(sum[:8])
}

// act is an entry that holds at a word, with its frame filled.
type act struct {
	entry *knowledge.Entry
	pos   string
	tok   int
	used  []int
	light int  // the light verb that governs a noun, -1 for none
	next  *act // for an entry without a type: the act to take where it states nothing

	actors, recipients []sitrep.Actor
	doers              []sitrep.Actor // of a reciprocal act: those of the actors that its subject names
	merged             []int          // tokens of acts that were joined into this one
}
