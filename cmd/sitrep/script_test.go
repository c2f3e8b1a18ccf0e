package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"sitrep": main})
}

// TestScript runs the scripts of testdata/script. Their command "status N
// PROGRAM …" wants the program to end with exit status N.
func TestScript(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program some fifty times; run without -short")
	}
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:   "testdata/script",
		Setup: func(env *testscript.Env) error { env.Setenv("EXAMPLES", examples); return nil },
		Cmds:  map[string]func(*testscript.TestScript, bool, []string){"status": status, "ids": ids},
	})
}

// ids reads a situation and sets EVENT1, EVENT2 … to the events of the
// reports d1, d2 … and CLAIM1, CLAIM2 … to their first claims.
func ids(ts *testscript.TestScript, neg bool, args []string) {
	var sit struct {
		Events []struct {
			ID              string
			Claims, Reports []string
		}
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &sit))
	for _, ev := range sit.Events {
		n := strings.TrimPrefix(ev.Reports[0], "d")
		ts.Setenv("EVENT"+n, ev.ID)
		ts.Setenv("CLAIM"+n, ev.Claims[0])
	}
}

func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N program [args…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// TestInterrupt sends a real interrupt to a run that waits for standard input.
func TestInterrupt(t *testing.T) {
	for _, args := range [][]string{{"-v", "brief"}, {"-v", "analyze", "--pretokenized", "-"}} {
		program, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(program, args...)
		cmd.Args[0] = "sitrep" // TestMain goes by it
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		words, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		stop := time.AfterFunc(30*time.Second, func() { cmd.Process.Kill() })
		defer stop.Stop()
		said := bufio.NewScanner(words)
		said.Scan() // knowledge is loaded
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Skip("no interrupts here: ", err)
		}
		last := ""
		for said.Scan() {
			last = said.Text()
		}
		cmd.Wait()
		if cmd.ProcessState.ExitCode() != exitNothing || last != "sitrep: interrupted; lines printed so far are whole" {
			t.Errorf("%q: status %d, last words %q", args, cmd.ProcessState.ExitCode(), last)
		}
	}
}
