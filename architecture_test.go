package sitrep_test

import (
	"bufio"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/sitrep-dev/sitrep"

// table reads the package table of ARCHITECTURE.md: package → allowed imports.
func table(t *testing.T) map[string][]string {
	t.Helper()
	f, err := os.Open("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows := map[string][]string{}
	code := regexp.MustCompile("`([^`]+)`")
	for scan := bufio.NewScanner(f); scan.Scan(); {
		cells := strings.Split(scan.Text(), "|")
		if len(cells) != 5 || !strings.Contains(cells[1], "`") {
			continue
		}
		name := code.FindStringSubmatch(cells[1])[1]
		rows[name] = []string{}
		for _, m := range code.FindAllStringSubmatch(cells[3], -1) {
			rows[name] = append(rows[name], m[1])
		}
	}
	if len(rows) < 10 {
		t.Fatalf("ARCHITECTURE.md has %d package rows", len(rows))
	}
	return rows
}

// packages lists the directories of the module that hold Go files, with them.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".go") {
			dir := filepath.ToSlash(filepath.Dir(path))
			found[dir] = append(found[dir], path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestArchitecture(t *testing.T) {
	allowed, found := table(t), packages(t)
	for dir := range allowed {
		if len(found[dir]) == 0 {
			t.Errorf("ARCHITECTURE.md: row %s has no package; remove the row or write the package", dir)
		}
	}
	for dir, files := range found {
		may, ok := allowed[dir]
		if !ok {
			t.Errorf("%s: package is not in the table of ARCHITECTURE.md; add a row that says what it is for", dir)
			continue
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			for _, imp := range ours(t, file) {
				if !slices.Contains(may, imp) {
					t.Errorf("%s: %s may not import %s; move the code or change the table of ARCHITECTURE.md", file, dir, imp)
				}
			}
		}
	}
}

func ours(t *testing.T, file string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, imp := range f.Imports {
		path := strings.Trim(imp.Path.Value, `"`)
		if path == module {
			out = append(out, ".")
		} else if rest, ok := strings.CutPrefix(path, module+"/"); ok {
			out = append(out, rest)
		}
	}
	return out
}

// TestDocumented fails for a package or exported name without a comment.
func TestDocumented(t *testing.T) {
	for dir, files := range packages(t) {
		fset := token.NewFileSet()
		var parsed []*ast.File
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(fset, file, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			parsed = append(parsed, f)
		}
		if len(parsed) == 0 {
			continue
		}
		p, err := doc.NewFromFiles(fset, parsed, module+"/"+dir)
		if err != nil {
			t.Fatal(err)
		}
		if p.Doc == "" {
			t.Errorf("%s: package has no comment", dir)
		}
		for _, name := range undocumented(p) {
			t.Errorf("%s: exported name %s has no comment", dir, name)
		}
	}
}

func undocumented(p *doc.Package) []string {
	var out []string
	funcs := p.Funcs
	for _, typ := range p.Types {
		if typ.Doc == "" && ast.IsExported(typ.Name) {
			out = append(out, typ.Name)
		}
		funcs = append(append(funcs, typ.Funcs...), typ.Methods...)
	}
	for _, f := range funcs {
		known := []string{"Error", "String", "Unwrap", "Open", "ReadDir", "MarshalJSON", "UnmarshalJSON"}
		if f.Doc == "" && ast.IsExported(f.Name) && !slices.Contains(known, f.Name) {
			out = append(out, f.Name)
		}
	}
	return out
}

// TestNoWorldInCode looks for event types and names of states in Go code, where
// only knowledge files may know them.
func TestNoWorldInCode(t *testing.T) {
	var words []string
	for _, source := range []struct {
		file   string
		column int
	}{{"knowledge/ontology/types.tsv", 0}, {"knowledge/actors/states.tsv", 2}} {
		data, err := os.ReadFile(source.file)
		if err != nil {
			t.Fatal(err)
		}
		header := true
		for _, line := range strings.Split(string(data), "\n") {
			cells := strings.Split(line, "\t")
			if line == "" || line[0] == '#' || len(cells) <= source.column {
				continue
			}
			if !header {
				words = append(words, regexp.QuoteMeta(cells[source.column]))
			}
			header = false
		}
	}
	world := regexp.MustCompile(`^(` + strings.Join(words, "|") + `)$`)
	for dir, files := range packages(t) {
		if strings.HasPrefix(dir, "internal/") {
			continue
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if _, ok := n.(*ast.ImportSpec); ok {
					return false
				}
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && world.MatchString(strings.Trim(lit.Value, "`\"")) {
					t.Errorf("%s: %s belongs into a file of knowledge/", file, lit.Value)
				}
				return true
			})
		}
	}
}
