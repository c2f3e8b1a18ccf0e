package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// sources are the checked packages, by file name.
type sources map[string][]byte

func openSources(dir, list string) (sources, error) {
	src := sources{}
	rows, err := table(list)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		name, want := r["file"], r["sha256"]
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, fmt.Errorf("%w; fetch package %s %s from %s into the directory given with -in", err, r["package"], r["version"], r["registry"])
		}
		sum := sha256.Sum256(data)
		if got := hex.EncodeToString(sum[:]); got != want {
			return nil, fmt.Errorf("%s has SHA-256 %s, want %s; fetch that version again", name, got, want)
		}
		src[name] = data
	}
	return src, nil
}

// file gives a file of a package, named by its package and the end of its path.
func (s sources) file(pkg, end string) ([]byte, error) {
	for name, data := range s {
		if !strings.HasPrefix(name, pkg+"-") {
			continue
		}
		unzip, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		archive := tar.NewReader(unzip)
		for {
			head, err := archive.Next()
			if errors.Is(err, io.EOF) {
				return nil, fmt.Errorf("%s holds no %s", name, end)
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			if strings.HasSuffix(head.Name, end) {
				return io.ReadAll(archive)
			}
		}
	}
	return nil, fmt.Errorf("no package %s in SOURCES.tsv", pkg)
}

// table reads a hand-kept TSV file into one map a row; "-" is empty.
func table(file string) ([]map[string]string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var head []string
	var rows []map[string]string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if head == nil {
			head = cells
			continue
		}
		if len(cells) != len(head) {
			return nil, fmt.Errorf("%s: %q has %d cells, want %d", file, line, len(cells), len(head))
		}
		row := map[string]string{}
		for i, cell := range cells {
			if cell != "-" {
				row[head[i]] = cell
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}
