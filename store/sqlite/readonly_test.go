//go:build unix

package sqlite

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// asReader runs the helper as a user without the right to write dir, and gives
// what it says. Root would be let through everywhere, so it becomes nobody.
func asReader(t *testing.T, dir string, path string) string {
	t.Helper()
	cmd := helper(t, "read", path)
	if os.Geteuid() == 0 {
		exe := filepath.Join(dir, "helper")
		if _, err := os.Stat(exe); err != nil {
			copyFile(t, cmd.Path, exe)
			if err := os.Chmod(exe, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		cmd = &exec.Cmd{Path: exe, Args: cmd.Args, Env: cmd.Env, Dir: dir}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	out, _ := cmd.CombinedOutput()
	return strings.TrimSpace(string(out))
}

func TestReadOnly(t *testing.T) {
	dir, err := os.MkdirTemp("", "sitrep-read-only-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755); _ = os.RemoveAll(dir) })
	path := filepath.Join(dir, "s.db")
	s := openAt(t, path)
	addTo(t, s, 1, 3)
	mode := func(p string, m os.FileMode) {
		t.Helper()
		if err := os.Chmod(p, m); err != nil {
			t.Fatal(err)
		}
	}
	mode(dir, 0o755)
	mode(path, 0o644)
	if os.Geteuid() == 0 {
		if got := asReader(t, dir, path); got != "3 reports" {
			t.Errorf("while another process writes: %s", got)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	mode(path, 0o444)
	mode(dir, 0o555)
	if got := asReader(t, dir, path); got != "3 reports" {
		t.Errorf("file and folder read only: %s", got)
	}
	mode(dir, 0o777)
	if got := asReader(t, dir, path); got != "3 reports" {
		t.Errorf("file read only: %s", got)
	}
	mode(path, 0o666)
	mode(dir, 0o555)
	if got := asReader(t, dir, path); got != "3 reports" {
		t.Errorf("folder read only: %s", got)
	}
	mode(dir, 0o755)
	if err := os.WriteFile(path+"-wal", []byte("the latest changes"), 0o644); err != nil {
		t.Fatal(err)
	}
	mode(dir, 0o555)
	if got := asReader(t, dir, path); !strings.Contains(got, "copy both files") {
		t.Errorf("folder read only, with a log: %s", got)
	}
}
