//go:build unix

package report_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/sitrep-dev/sitrep/report"
)

func TestFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, dir := range []string{"in/looks-like.txt", "none", "other"} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"in/a.txt", "in/looks-like.txt/b.txt", "other/c.txt"} {
		if err := os.WriteFile(file, []byte("The army left."), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{"in/dangling": "nowhere", "in/linked": "../other", "in/one": "a.txt", "link": "other"} {
		if err := os.Symlink(target, name); err != nil {
			t.Skip("no symbolic links here: ", err)
		}
	}
	if err := syscall.Mkfifo("in/pipe", 0o644); err != nil {
		t.Skip("no named pipes here: ", err)
	}
	var got []string
	for path, err := range report.Files([]string{"in", "none", "link", "link/", "-", "absent"}) {
		if err != nil {
			path = strings.TrimPrefix(err.Error(), "report: ")
		}
		got = append(got, filepath.ToSlash(path))
	}
	want := []string{
		"in/a.txt",
		"in/dangling: cannot be opened: no such file or directory; check the name",
		"in/linked: is a link to a directory, which is not followed; pass that directory by name",
		"in/looks-like.txt/b.txt",
		"in/one",
		"in/pipe: is no regular file; pass it by name if you mean it",
		"none: is a directory without files; put reports into it, or name another",
		"link/c.txt", "link/c.txt", "-",
		"absent: cannot be opened: no such file or directory; check the name",
	}
	if !slices.Equal(got, want) {
		t.Errorf("files:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
