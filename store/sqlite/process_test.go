package sqlite

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/storetest"
)

var long = flag.Bool("long", false, "kill 400 processes instead of 20")

// roleVar tells a copy of the test program what to do instead of testing.
const roleVar = "SITREP_STORE_TEST_ROLE"

func TestMain(m *testing.M) {
	var err error
	switch role := os.Getenv(roleVar); role {
	case "":
		os.Exit(m.Run())
	case "add":
		err = addForever(os.Args[1], os.Args[2])
	case "read":
		err = readOnly(os.Args[1])
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// addForever folds often, so that folding is interrupted too.
func addForever(path, first string) error {
	s, err := Open(context.Background(), path)
	if err != nil {
		return err
	}
	s.logLimit = 1 << 20
	return storetest.AddForever(s, first, os.Stdout)
}

func helper(t *testing.T, role string, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Env = append(os.Environ(), roleVar+"="+role)
	cmd.Stderr = os.Stderr
	return cmd
}

// TestKill uses a new store every fifth time.
func TestKill(t *testing.T) {
	rounds := 20
	if *long {
		rounds = 400
	}
	dir := t.TempDir()
	storetest.Kill(t, rounds,
		func(round int) string { return filepath.Join(dir, fmt.Sprintf("s%d.db", round/5)) },
		func(path, first string) *exec.Cmd { return helper(t, "add", path, first) },
		func(path string) store.Store { return openAt(t, path) })
}

// TestProcesses: two processes add to one store at the same time.
func TestProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	type stream struct {
		cmd   *exec.Cmd
		lines *bufio.Scanner
	}
	var streams []stream
	for i := range 2 {
		cmd := helper(t, "add", path, strconv.Itoa(1+i*1000))
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		streams = append(streams, stream{cmd, bufio.NewScanner(out)})
	}
	for i, s := range streams {
		for n := 1 + i*1000; n <= 30+i*1000; n++ {
			if !s.lines.Scan() || s.lines.Text() != strconv.Itoa(n) {
				t.Errorf("process %d said %q, want %d", i, s.lines.Text(), n)
				break
			}
		}
	}
	for _, s := range streams {
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
	}
	s := openAt(t, path)
	whole(t, s)
	for n := 1; n <= 30; n++ {
		has(t, s, n)
		has(t, s, n+1000)
	}
}

// readOnly is run by somebody who may not write.
func readOnly(path string) error {
	s, err := Open(context.Background(), path)
	if err != nil {
		return err
	}
	n := 0
	err = s.View(context.Background(), func(v store.View) (err error) {
		n, err = v.CountReports()
		return err
	})
	if err == nil {
		err = s.Check(context.Background())
	}
	if err != nil {
		return err
	}
	err = s.Update(context.Background(), func(store.Tx) error { return nil })
	if !errors.Is(err, store.ErrReadOnly) || !strings.Contains(err.Error(), path) {
		return fmt.Errorf("Update: %w", err)
	}
	fmt.Println(n, "reports")
	return s.Close()
}
