package knowledge

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"
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
	top := os.DirFS(dir)
	if err := allRead(top, base, dir); err != nil {
		return nil, err
	}
	return overlay{top, base}, nil
}

// added are the files of an overlay that are read without standing in for one
// of the base: those that are loaded by pattern, and what is for people.
var added = []string{"verbs/*.yaml", "classes/*.tsv", "actors/groups/*.tsv", "actors/leaders/*.tsv",
	"ontology/types/*.tsv", "ontology/modes/*.tsv", "ontology/contexts/*.tsv", "ontology/content/*.tsv", "ontology/phrases/*.tsv"}

// allRead refuses an overlay with a file that nothing would read: a rule in the
// wrong place is a rule that is not in force.
func allRead(top, base fs.FS, dir string) error {
	return fs.WalkDir(top, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("knowledge: %s: %w", path.Join(dir, name), err)
		}
		if strings.HasPrefix(d.Name(), ".") && name != "." {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if ext := path.Ext(name); d.IsDir() || ext == ".md" || ext == ".corpus" || d.Name() == "README" || strings.HasSuffix(name, "~") {
			return nil
		}
		if _, err := fs.Stat(base, name); err == nil {
			return nil
		}
		for _, pattern := range added {
			if ok, _ := path.Match(pattern, name); ok {
				return nil
			}
		}
		return fmt.Errorf("knowledge: %s is read by nothing; give it the name of a file of knowledge/, or one like %s",
			path.Join(dir, name), strings.Join(added, ", "))
	})
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

// WithGazetteer is base with the file at path, a gazetteer that the user built,
// in the place of the gazetteer. The hand-kept places still go before it.
func WithGazetteer(base fs.FS, path string) (fs.FS, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("knowledge: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("knowledge: %s is not a file; name a gazetteer that sitrep gazetteer build made", path)
	}
	return withGazetteer{base, path}, nil
}

type withGazetteer struct {
	fs.FS
	path string
}

func (w withGazetteer) Open(name string) (fs.File, error) {
	if name == GazetteerFile {
		return os.Open(w.path)
	}
	return w.FS.Open(name)
}

func (w withGazetteer) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(w.FS, name) }
