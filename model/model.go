// Package model holds the trained weights: the files, what they were trained on
// and under which licence, and the check that they are the ones listed.
//
// It does not know what is in a file; the packages that use one decode it. The
// weights are embedded in the binary and bear a
// licence of their own, see CARD.md and model.lock.
package model

import (
	"crypto/sha256"
	_ "embed" // for the weights
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

//go:embed language.bin
var language []byte

//go:embed model.lock
var lock string

// Language is the name of the weights of package model/encoder.
const Language = "language.bin"

// File is one line of model.lock.
type File struct {
	Name    string
	Bytes   int
	SHA256  string // hex
	Licence string // SPDX
	Trained string // the data
	Command string // that made it
	Scores  string // measured on development data
}

// Open gives the bytes of the weights named in model.lock, after their size and
// SHA-256 were checked. They are those of the binary, not a copy: do not change
// them.
func Open(name string) ([]byte, error) {
	list, err := Files()
	if err != nil {
		return nil, err
	}
	for _, f := range list {
		if f.Name == name && name == Language {
			return f.check(language)
		}
	}
	return nil, fmt.Errorf("model: no weights named %q; model.lock lists those there are", name)
}

func (f File) check(data []byte) ([]byte, error) {
	sum := sha256.Sum256(data)
	if got := hex.EncodeToString(sum[:]); got != f.SHA256 || len(data) != f.Bytes {
		return nil, fmt.Errorf("model: %s has SHA-256 %s and %d bytes, model.lock says %s and %d; take both from one commit", f.Name, got, len(data), f.SHA256, f.Bytes)
	}
	return data, nil
}

// Version is a short hash over all weights, for `sitrep version`: eight hex
// digits that change exactly when a weight file changes.
func Version() string {
	h := sha256.New()
	for _, line := range strings.Split(lock, "\n") {
		if cells := strings.Split(line, "\t"); len(cells) > 2 && !strings.HasPrefix(line, "#") {
			fmt.Fprintln(h, cells[0], cells[2])
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:8]
}

const columns = "name\tbytes\tsha256\tlicence\ttrained on\tcommand\tscores"

// Files lists model.lock in its order.
func Files() ([]File, error) { return parseLock(lock) }

func parseLock(text string) ([]File, error) {
	var out []File
	header := false
	for n, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		if !header {
			if line != columns {
				return nil, fmt.Errorf("model: model.lock:%d: header is %q; write %q", n+1, line, columns)
			}
			header = true
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 7 {
			return nil, fmt.Errorf("model: model.lock:%d: %d cells; write seven, separated by tabs", n+1, len(cells))
		}
		size, err := strconv.Atoi(cells[1])
		if err != nil {
			return nil, fmt.Errorf("model: model.lock:%d: %q is no number of bytes", n+1, cells[1])
		}
		out = append(out, File{cells[0], size, cells[2], cells[3], cells[4], cells[5], cells[6]})
	}
	return out, nil
}
