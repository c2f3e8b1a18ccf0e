// Package sitrep holds the nouns of the field, and nothing else: the report as
// received, its text and the layers that describe it, the claim one source
// makes in one sentence, the event that several claims describe, and the
// situation that follows from the events.
//
// Nothing here reads, writes or decides. The stages that do are the packages
// below; ARCHITECTURE.md names them in the order in which a report passes
// through. Field names and JSON shapes are promises to the outside.
//
// All positions are byte offsets into Document.Text, which never changes once
// package text has made it.
package sitrep
