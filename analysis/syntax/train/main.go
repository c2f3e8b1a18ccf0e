// Command train makes the weights of package syntax from Universal Dependencies
// treebanks:
//
//	go run ./analysis/syntax/train -data DIR -out model
//
// DIR holds the files named in inputs.tsv, which are checked by their SHA-256.
// The command writes syntax.zst and model.lock into -out. The same inputs,
// options and Go version give the same bytes. Files named after the flags are
// CoNLL-U to score the result on; they are never trained on.
//
// It does not choose data or options: both are in inputs.tsv and the flags.
package main

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/analysis/syntax"
	"github.com/sitrep-dev/sitrep/analysis/syntax/internal/greedy"
)

//go:embed inputs.tsv
var manifest string

const weights = "syntax.zst"

func main() {
	data := flag.String("data", "", "folder with the files of inputs.tsv")
	out := flag.String("out", "", "folder for "+weights+" and model.lock")
	opt := greedy.Options{Progress: progress}
	flag.Uint64Var(&opt.Seed, "seed", 1, "seed of the order of sentences")
	flag.IntVar(&opt.Passes, "passes", 12, "passes of the parser")
	flag.IntVar(&opt.TagPasses, "tag-passes", 8, "passes of the tagger")
	flag.IntVar(&opt.Folds, "folds", 5, "folds of the tagging the parser learns from")
	flag.IntVar(&opt.MinUpdates, "min-updates", 12, "mistakes before a parser feature is taken up")
	flag.IntVar(&opt.TagUpdates, "tag-updates", 4, "mistakes before a tagger feature is taken up")
	flag.Float64Var(&opt.Explore, "explore", 0.9, "share of mistakes that are followed after the first pass")
	flag.Float64Var(&opt.Scale, "scale", 5, "stored weights are means times this, rounded")
	flag.Float64Var(&opt.VariantShare, "variants", 0.08, "share of sentences added in capitals")
	every := flag.Bool("every", false, "score after every pass")
	flag.Parse()
	if *data == "" || *out == "" {
		fmt.Fprintln(os.Stderr, "train: name the folders with -data and -out")
		os.Exit(2)
	}
	if err := run(*data, *out, opt, flag.Args(), *every); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func progress(stage string, pass, mistakes, decisions int) {
	fmt.Fprintf(os.Stderr, "%s pass %d: %.2f %% of %d decisions wrong\n", stage, pass+1, 100*float64(mistakes)/float64(decisions), decisions)
}

func run(data, out string, opt greedy.Options, devFiles []string, every bool) error {
	sents, err := inputs(data)
	if err != nil {
		return err
	}
	dev := make([][][]sitrep.Token, len(devFiles))
	for i, file := range devFiles {
		if dev[i], err = read(file, nil); err != nil {
			return err
		}
	}
	fmt.Fprintf(os.Stderr, "%d sentences\n", len(sents))
	if every {
		opt.AfterPass = func(pass int, e *greedy.Engine) {
			for i := range dev {
				fmt.Fprintf(os.Stderr, "  %s: %s\n", filepath.Base(devFiles[i]), score(e, dev[i]))
			}
		}
	}
	engine := greedy.Train(sents, opt)
	var scores []string
	for i := range dev {
		name, _, _ := strings.Cut(filepath.Base(devFiles[i]), ".")
		scores = append(scores, name+": "+score(engine, dev[i]))
	}
	return write(out, engine.Encode(), strings.Join(scores, "; "))
}

// inputs reads the files of the manifest, after checking them.
func inputs(dir string) ([][]sitrep.Token, error) {
	var sents [][]sitrep.Token
	for n, line := range strings.Split(strings.TrimSpace(manifest), "\n") {
		cells := strings.Split(line, "\t")
		if n == 0 || len(cells) < 4 {
			continue
		}
		file := filepath.Join(dir, cells[0])
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("train: %w", err)
		}
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != cells[1] {
			return nil, fmt.Errorf("train: %s is not the file of inputs.tsv: SHA-256 is %x; get the release named there", cells[0], sum)
		}
		var genres []string
		if cells[3] != "-" {
			genres = strings.Split(cells[3], "|")
		}
		more, err := read(file, genres)
		if err != nil {
			return nil, err
		}
		sents = append(sents, more...)
	}
	return sents, nil
}

// read gives the sentences of a file; with genres only those of documents whose
// name has one as its second part.
func read(file string, genres []string) ([][]sitrep.Token, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("train: %w", err)
	}
	defer f.Close()
	docs, err := syntax.ReadCoNLLU(f)
	if err != nil {
		return nil, fmt.Errorf("train: %s: %w", filepath.Base(file), err)
	}
	var out [][]sitrep.Token
	for _, d := range docs {
		parts := strings.Split(d.Doc.Report.ID, "_")
		if genres != nil && (len(parts) < 2 || !slices.Contains(genres, parts[1])) {
			continue
		}
		for _, s := range d.Doc.Sentences {
			out = append(out, s.Tokens)
		}
	}
	return out, nil
}

func write(dir string, data []byte, scores string) error {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return fmt.Errorf("train: %w", err)
	}
	packed := enc.EncodeAll(data, nil)
	if err := os.WriteFile(filepath.Join(dir, weights), packed, 0o644); err != nil {
		return fmt.Errorf("train: %w", err)
	}
	lock := "name\tbytes\tsha256\tlicence\ttrained on\tcommand\tscores\n" +
		fmt.Sprintf("%s\t%d\t%x\tCC-BY-SA-4.0\t%s\t%s\t%s\n", weights, len(packed), sha256.Sum256(packed),
			"UD English EWT 2.16 train; UD English GUM 2.16 train without essay, fiction, letter, podcast, whow (analysis/syntax/train/inputs.tsv)",
			"go run ./analysis/syntax/train -data DIR -out model", scores)
	if err := os.WriteFile(filepath.Join(dir, "model.lock"), []byte(lock), 0o644); err != nil {
		return fmt.Errorf("train: %w", err)
	}
	fmt.Fprintf(os.Stderr, "%s: %d bytes, %d unpacked; %s\n", weights, len(packed), len(data), scores)
	return nil
}
