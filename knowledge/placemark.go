package knowledge

import (
	"bytes"
	"fmt"
	"io/fs"
	"sort"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// marksFile holds the marks of all words. A gazetteer holds only those of the
// words in its names, so that who builds one needs the others too.
const marksFile = "places/marks.zst"

// EncodeWordMarks encodes marks as places/marks.zst: a line a word in byte order,
// of the word and a letter, "@" plus its marks, compressed.
func EncodeWordMarks(marks map[string]WordMark) ([]byte, error) {
	var lines []string
	for word, mark := range marks {
		if word != "" && !strings.ContainsAny(word, "\t\n") {
			lines = append(lines, word+"\t"+string(rune('@'+mark)))
		}
	}
	sort.Strings(lines)
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("knowledge: %w", err)
	}
	defer enc.Close()
	return enc.EncodeAll([]byte(strings.Join(lines, "\n")+"\n"), nil), nil
}

// LoadWordMarks reads the marks of all words, in lower case.
func LoadWordMarks(fsys fs.FS) (map[string]WordMark, error) {
	data, err := fs.ReadFile(fsys, marksFile)
	if err != nil {
		return nil, fmt.Errorf("knowledge: %w", err)
	}
	fault := &SyntaxError{File: marksFile, Msg: "is no list of marks", Remedy: "build it anew: go run ./knowledge/places/gen"}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
	if err != nil {
		return nil, fmt.Errorf("knowledge: %w", err)
	}
	defer dec.Close()
	raw, err := dec.DecodeAll(data, nil)
	if err != nil {
		return nil, fault
	}
	marks := map[string]WordMark{}
	for line := range bytes.Lines(raw) {
		word, mark, ok := strings.Cut(strings.TrimSuffix(string(line), "\n"), "\t")
		if !ok || len(mark) != 1 || mark[0] < '@' {
			return nil, fault
		}
		marks[word] = WordMark(mark[0] - '@')
	}
	return marks, nil
}
