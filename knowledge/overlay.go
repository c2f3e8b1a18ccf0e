package knowledge

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sort"
)

// Overlay is base with the files of the directory dir laid over it: a file of
// the same name replaces, a new file is added. An unreadable dir is an error.
func Overlay(base fs.FS, dir string) (fs.FS, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("knowledge: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("knowledge: %s is not a directory; name the directory that holds your ontology, verbs, actors …", dir)
	}
	return overlay{os.DirFS(dir), base}, nil
}

type overlay struct{ top, base fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.top.Open(name)
	if err == nil {
		if info, statErr := f.Stat(); statErr == nil && !info.IsDir() {
			return f, nil
		}
		f.Close()
		if base, baseErr := o.base.Open(name); baseErr == nil {
			return base, nil
		}
		return o.top.Open(name)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return o.base.Open(name)
}

// ReadDir lists both layers, each name once, sorted.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	base, baseErr := fs.ReadDir(o.base, name)
	top, topErr := fs.ReadDir(o.top, name)
	if baseErr != nil && topErr != nil {
		return nil, baseErr
	}
	seen := map[string]bool{}
	var all []fs.DirEntry
	for _, entry := range append(top, base...) {
		if !seen[entry.Name()] {
			seen[entry.Name()] = true
			all = append(all, entry)
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name() < all[j].Name() })
	return all, nil
}
