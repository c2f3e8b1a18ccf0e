// Package knowledge loads and checks what sitrep knows about language and
// politics: the ontology, predicates with their frames, actors with dated
// offices, cues of speech and modality, time and number words, places, bodies
// and their procedures.
//
// The knowledge itself is data beside this package, in three formats: TSV with
// a header, strict YAML, and corpora of examples that the tests run. The binary
// embeds it; a directory given by the user overlays it file by file. A fault in
// a file stops the start with place, fault and remedy.
//
// The package deliberately does not read text: it offers patterns and look-ups
// that the stages apply.
package knowledge

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
)

//go:embed actors classes grammar ontology page places procedure quantity speech text timex verbs
var embedded embed.FS

// Embedded is the knowledge that the binary carries.
func Embedded() fs.FS { return embedded }

// Base is all knowledge, loaded and checked. It is never changed after Load and
// may be shared by any number of goroutines.
type Base struct {
	Ontology   *Ontology
	Predicates *Predicates
	Classes    *Classes
	Grammar    *Grammar
	Lemmas     *Lemmas
	Actors     *Actors
	Page       *Page
	Genres     []Genre
	Text       *Text
	Timex      *Timex
	Quantity   *Quantity
	Places     *Places
	Speech     *Speech
	Procedure  *Procedure
	Phrases    *Phrases
	Claimants  *Claimants
	Merging    *Merging
	// Version is a short hash over all files, those of the overlay included.
	Version string
}

// Load reads all knowledge from fsys, usually Embedded or an overlay of it.
// Every fault found is part of the returned error.
func Load(fsys fs.FS) (*Base, error) {
	b := &Base{}
	var faults []error
	note := func(err error) {
		if err != nil && !slices.ContainsFunc(faults, func(f error) bool { return f.Error() == err.Error() }) {
			faults = append(faults, err) // two loaders may read one file
		}
	}
	var err error
	b.Ontology, err = loadOntology(fsys)
	note(err)
	b.Classes, err = loadClasses(fsys)
	note(err)
	b.Grammar, err = loadGrammar(fsys)
	note(err)
	b.Lemmas, err = LoadLemmas(fsys)
	note(err)
	if b.Ontology != nil && b.Classes != nil {
		b.Predicates, err = loadPredicates(fsys, b.Ontology, b.Classes)
		note(err)
	}
	b.Actors, err = loadActors(fsys)
	note(err)
	b.Page, err = loadPage(fsys)
	note(err)
	b.Genres, err = loadGenres(fsys)
	note(err)
	b.Text, err = loadText(fsys)
	note(err)
	b.Timex, err = loadTimex(fsys)
	note(err)
	b.Quantity, err = loadQuantity(fsys)
	note(err)
	b.Places, err = loadPlaces(fsys)
	note(err)
	b.Speech, err = loadSpeech(fsys)
	note(err)
	b.Procedure, err = loadProcedure(fsys)
	note(err)
	b.Phrases, err = LoadPhrases(fsys)
	note(err)
	b.Claimants, err = LoadClaimants(fsys)
	note(err)
	b.Merging, err = LoadMerging(fsys)
	note(err)
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	b.Version, err = version(fsys)
	return b, err
}

func version(fsys fs.FS) (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		file, err := fsys.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s %d\n", path, info.Size())
		_, err = io.Copy(sum, file)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("knowledge: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil))[:8], nil
}
