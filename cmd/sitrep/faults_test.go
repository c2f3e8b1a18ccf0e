//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/pipeline"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/projection"
	"github.com/sitrep-dev/sitrep/store/sqlite"
)

var kills = flag.Int("kills", 5, "how often TestKill kills sitrep add")

// streams are files of short reports, some 50 in each.
func streams(t *testing.T, n int) []string {
	t.Helper()
	files, err := filepath.Glob("../../event/testdata/streams/open/*.jsonl")
	if err != nil || len(files) < n {
		t.Fatal("no streams: ", err)
	}
	return files[:n]
}

// program is the program under test with its arguments.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Args[0] = "sitrep" // TestMain goes by it
	return cmd
}

// inPeace gives the reports and events of a store that the first n streams were put
// into without any fault; see inspect.
func inPeace(t *testing.T, n int) (reports map[string]bool, events []string) {
	t.Helper()
	peaceful.Lock()
	defer peaceful.Unlock()
	if peaceful.files != n {
		path := filepath.Join(t.TempDir(), "whole.db")
		if out, err := program(t, append([]string{"add", "--db", path}, streams(t, n)...)...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		peaceful.reports, peaceful.events = inspect(t, path)
		peaceful.files = n
	}
	return peaceful.reports, peaceful.events
}

// peaceful is what inPeace gave last.
var peaceful struct {
	sync.Mutex
	files   int
	reports map[string]bool
	events  []string
}

// inspect opens a store and wants it clean: verified, every report coded and
// projected. It gives the ids of its reports and its events as lines.
func inspect(t *testing.T, path string) (reports map[string]bool, events []string) {
	t.Helper()
	st, err := sqlite.Open(t.Context(), path, store.Existing())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	v := &pipeline.Verifying{Store: st, Tick: func() {}, Fault: func(f pipeline.Fault) { t.Errorf("%s: %s", f.Item, f.Text) }}
	if err := v.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	reports = map[string]bool{}
	err = st.View(t.Context(), func(view store.View) error {
		list, err := view.Reports(0, 100000)
		for _, rep := range list {
			reports[rep.Report.ID] = true
		}
		if err != nil || len(list) == 0 {
			return err
		}
		coders, err := view.Coders()
		if err != nil || len(coders) != 1 {
			return fmt.Errorf("coders %q, %v", coders, err)
		}
		if half, err := view.Uncoded(coders[0], 0, 10); err != nil || len(half) > 0 {
			return fmt.Errorf("%d reports are there by half, %v", len(half), err)
		}
		found, err := projection.New(merging(t)).Events(view)
		events = asLines(t, found)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return reports, events
}

// rebuilt wants the events made anew to be the same records.
func rebuilt(t *testing.T, path string) {
	t.Helper()
	var out, said bytes.Buffer
	status := run(context.Background(), []string{"verify", "--rebuild", "--db", path}, strings.NewReader(""), &out, &said)
	if status != exitDone || !strings.Contains(said.String(), "the same, byte for byte") {
		t.Errorf("rebuild: status %d: %s%s", status, out.String(), said.String())
	}
}

func merging(t *testing.T) *knowledge.Merging {
	t.Helper()
	k, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return k.Merging
}

func asLines(t *testing.T, events []sitrep.Event) []string {
	t.Helper()
	var out []string
	for i := range events {
		b, err := json.Marshal(events[i])
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	return out
}

// TestKill ends sitrep add at random times with a signal that it cannot catch, opens
// the store, and adds again, until all is in; then again with a new store. Nothing
// that was acknowledged is ever missing, nothing is there by half, and in the end
// the events are those of a store that was filled in peace.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program many times; run without -short")
	}
	n := 2 // streams
	if *kills >= 40 {
		n = 5
	}
	files := streams(t, n)
	all, want := inPeace(t, n)
	random := rand.New(rand.NewPCG(1, 2))
	acked, path, whole, seen := map[string]bool{}, "", 0, 0
	for kill := range *kills {
		if path == "" {
			path, acked = filepath.Join(t.TempDir(), fmt.Sprintf("%d.db", kill)), map[string]bool{}
		}
		ids, ended := killed(t, path, files, kill%4 == 0, random)
		seen += len(ids)
		for _, id := range ids {
			acked[id] = true
		}
		if _, err := os.Stat(path); err != nil {
			continue // it was killed before there was a store
		}
		there, events := inspect(t, path)
		for id := range acked {
			if !there[id] {
				t.Fatalf("kill %d: report %s was acknowledged and is not there", kill, id)
			}
		}
		if !ended && len(acked) < len(all) {
			continue
		}
		if !maps.Equal(there, all) || !slices.Equal(events, want) {
			t.Errorf("kill %d: %d reports with %d events, in peace %d with %d", kill, len(there), len(events), len(all), len(want))
		}
		rebuilt(t, path)
		path = ""
		whole++
	}
	t.Logf("%d kills, %d acknowledgements, none lost, %d stores filled", *kills, seen, whole)
	if seen == 0 {
		t.Error("nothing was acknowledged before a kill; the test tests nothing")
	}
}

// killed runs add and kills it, early some time after its start, else some time after
// it has acknowledged something. It gives the ids that were acknowledged and whether
// the program ended by itself.
func killed(t *testing.T, path string, files []string, early bool, random *rand.Rand) (ids []string, ended bool) {
	t.Helper()
	cmd := program(t, append([]string{"add", "--db", path}, files...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := func() { _ = cmd.Process.Kill() }
	timer := time.AfterFunc(time.Minute, kill)
	if early {
		timer.Reset(time.Duration(random.IntN(1000)) * time.Millisecond)
	}
	defer timer.Stop()
	known := true
	for in := bufio.NewScanner(out); in.Scan(); {
		cells := strings.Split(in.Text(), "\t")
		if len(cells) != 4 {
			continue // the kill cut it off
		}
		ids = append(ids, cells[0])
		if known && cells[2] != store.Known.String() && !early {
			known = false
			timer.Reset(time.Duration(random.IntN(600)) * time.Millisecond)
		}
	}
	return ids, cmd.Wait() == nil
}

// TestAddInterrupt sends a real interrupt to add: what it names is in the store, and
// the same command goes on.
func TestAddInterrupt(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program; run without -short")
	}
	files, path := streams(t, 2), filepath.Join(t.TempDir(), "n.db")
	cmd := program(t, append([]string{"add", "--db", path}, files...)...)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var acked []string
	for in := bufio.NewScanner(out); in.Scan(); {
		if acked = append(acked, strings.Split(in.Text(), "\t")[0]); len(acked) == 1 {
			_ = cmd.Process.Signal(os.Interrupt)
		}
	}
	_ = cmd.Wait()
	if cmd.ProcessState.ExitCode() == exitDone {
		t.Skip("it was done before the interrupt came")
	}
	if want := fmt.Sprintf("interrupted; the %d reports named so far are in %s, go on with the same command", len(acked), path); !strings.Contains(said.String(), want) {
		t.Errorf("said %q, want %q", said.String(), want)
	}
	there, _ := inspect(t, path)
	if len(there) != len(acked) {
		t.Errorf("%d reports are there, %d were named", len(there), len(acked))
	}
}

// TestTwoAdds runs two add on one store at once, both with the same half of the
// reports.
func TestTwoAdds(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program; run without -short")
	}
	files, path := streams(t, 2), filepath.Join(t.TempDir(), "n.db")
	_, want := inPeace(t, 2)
	var running []*exec.Cmd
	for _, half := range [][]string{{files[0], files[1]}, {files[1]}} {
		cmd := program(t, append([]string{"add", "--db", path}, half...)...)
		cmd.Stderr = new(bytes.Buffer)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, cmd)
	}
	for _, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %s", err, cmd.Stderr)
		}
	}
	if _, events := inspect(t, path); !slices.Equal(events, want) {
		t.Errorf("%d events, want %d", len(events), len(want))
	}
	rebuilt(t, path)
}

// TestDiskFull adds to a store on a disk that is too small, then makes it larger.
func TestDiskFull(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program; run without -short")
	}
	if err := exec.Command("unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /tmp").Run(); err != nil {
		t.Skip("a small disk needs unshare -rm and mount, which are not allowed here: ", err)
	}
	dir, exe := t.TempDir(), program(t).Path
	disk := filepath.Join(dir, "disk")
	files := streams(t, 2)
	_, want := inPeace(t, 2)
	if err := os.Mkdir(disk, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(exe, filepath.Join(dir, "sitrep")); err != nil {
		t.Fatal(err)
	}
	script := `cd "$1" && mount -t tmpfs -o size=800k tmpfs disk || exit 3
run="$2"; shift 2
"$run" add --db disk/n.db "$@" >acked 2>said; echo $? >status
"$run" verify --db disk/n.db >verified 2>&1 || exit 4
cp disk/n.db* . ; mkdir full && mv n.db* full
mount -o remount,size=100m disk || exit 5
"$run" add --db disk/n.db "$@" >/dev/null 2>said2 || exit 6
cp disk/n.db* .`
	cmd := exec.Command("unshare", append([]string{"-rm", "sh", "-c", script, "sh", dir, filepath.Join(dir, "sitrep")}, absolute(t, files)...)...)
	out, err := cmd.CombinedOutput()
	read := func(name string) string {
		b, _ := os.ReadFile(filepath.Join(dir, name))
		return strings.TrimSpace(string(b))
	}
	if err != nil {
		t.Fatalf("%v: %s; %s; %s; %s", err, out, read("said"), read("verified"), read("said2"))
	}
	if said := read("said"); read("status") != "2" || !strings.Contains(said, "no space is left; what was acknowledged is safe; free space and do it again") {
		t.Errorf("status %s, said %q", read("status"), said)
	}
	there, _ := inspect(t, filepath.Join(dir, "full", "n.db"))
	for line := range strings.Lines(read("acked")) {
		if id, _, _ := strings.Cut(line, "\t"); !there[id] {
			t.Errorf("report %s was acknowledged and is not there", id)
		}
	}
	if _, events := inspect(t, filepath.Join(dir, "n.db")); !slices.Equal(events, want) {
		t.Errorf("after more space: %d events, want %d", len(events), len(want))
	}
}

func absolute(t *testing.T, files []string) []string {
	t.Helper()
	var out []string
	for _, f := range files {
		abs, err := filepath.Abs(f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, abs)
	}
	return out
}

// TestReadOnlyStore wants a store that may not be written to be read, and add and
// decisions on it to be refused in words.
func TestReadOnlyStore(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program; run without -short")
	}
	dir, err := os.MkdirTemp("", "sitrep-read-only-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755); _ = os.RemoveAll(dir) })
	path, report := filepath.Join(dir, "n.db"), filepath.Join(dir, "a.txt")
	if err := os.WriteFile(report, []byte("Soldiers attacked the town of Misrata."), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := program(t, "add", "--db", path, report).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	exe := filepath.Join(dir, "sitrep")
	body, err := os.ReadFile(program(t).Path)
	if err == nil {
		err = os.WriteFile(exe, body, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	for p, mode := range map[string]os.FileMode{path: 0o444, dir: 0o555} {
		if err := os.Chmod(p, mode); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"brief", "--db", path}, exitDone, "Misrata"},
		{[]string{"verify", "--db", path}, exitDone, "all as they were stored"},
		{[]string{"find", "misrata", "--db", path}, exitDone, "Misrata"},
		{[]string{"add", "--db", path, "-"}, exitNothing, "it was opened for reading; give the right to write"},
		{[]string{"verify", "--rebuild", "--db", path}, exitNothing, "it was opened for reading; give the right to write"},
	} {
		cmd := &exec.Cmd{Path: exe, Args: append([]string{"sitrep"}, c.args...), Dir: dir, Stdin: strings.NewReader("Rebels left the town of Sirte.")}
		if os.Geteuid() == 0 { // root may write everywhere
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		out, _ := cmd.CombinedOutput()
		if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != c.status || !strings.Contains(string(out), c.says) {
			t.Errorf("%q: %v: %s", c.args, cmd.ProcessState, out)
		}
	}
}

// TestDamaged changes one letter of a stored text in the file, and wants verify to
// name the report.
func TestDamaged(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program; run without -short")
	}
	path := filepath.Join(t.TempDir(), "n.db")
	add := program(t, "add", "--db", path, "-")
	add.Stdin = strings.NewReader(`{"id":"a","text":"Soldiers attacked the town of Misrata on Monday."}
{"id":"b","text":"Rebels left the town of Sirte on Tuesday."}`)
	if out, err := add.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(body, []byte("Rebels left the town of Sirte"))
	if at < 0 {
		t.Fatal("the text is not in the file as it is")
	}
	body[at] = 'N'
	if err := os.WriteFile(path, body, 0o644); err != nil {
		t.Fatal(err)
	}
	verify := program(t, "verify", "--db", path)
	out, _ := verify.Output()
	if verify.ProcessState.ExitCode() != exitSome || !strings.Contains(string(out), `report 2 ("b", version 1): its checksum does not fit`) || strings.Contains(string(out), `"a"`) {
		t.Errorf("status %d: %s", verify.ProcessState.ExitCode(), out)
	}
}
