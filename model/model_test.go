package model

import (
	"encoding/hex"
	"os"
	"strings"
	"testing"
)

// limit is what all weights together may take in the repository, in bytes.
const limit = 32 << 20

func TestLockListsEveryFile(t *testing.T) {
	list, err := Files()
	if err != nil {
		t.Fatal(err)
	}
	listed, total := map[string]bool{}, 0
	for _, f := range list {
		listed[f.Name] = true
		total += f.Bytes
		if f.Licence == "" || f.Trained == "" || f.Command == "" || f.Scores == "" {
			t.Errorf("%s: licence, training data, command and scores must all be given: %+v", f.Name, f)
		}
		data, err := Open(f.Name)
		if err != nil {
			t.Error(err)
		} else if len(data) == 0 {
			t.Errorf("%s is empty", f.Name)
		}
	}
	if total > limit {
		t.Errorf("weights take %d bytes, limit %d", total, limit)
	}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".bin") && !listed[e.Name()] {
			t.Errorf("%s is not in model.lock", e.Name())
		}
	}
}

func TestOpenFaults(t *testing.T) {
	if _, err := Open("none.zst"); err == nil {
		t.Error("an unlisted name opened")
	}
	list, err := Files()
	if err != nil || len(list) == 0 {
		t.Fatal("no weights listed", err)
	}
	f := list[0]
	f.SHA256 = strings.Repeat("0", 64)
	if _, err := f.check(language); err == nil || !strings.Contains(err.Error(), "SHA-256") {
		t.Errorf("a wrong SHA-256 gives %v", err)
	}
	f = list[0]
	f.Bytes++
	if _, err := f.check(language); err == nil {
		t.Error("a wrong size opened")
	}
}

func TestParseLockFaults(t *testing.T) {
	for _, text := range []string{
		"name\tbytes\n",
		columns + "\na.zst\t1\tab\n",
		columns + "\na.zst\tmany\tab\tMIT\tdata\tcommand\tscores\n",
	} {
		if _, err := parseLock(text); err == nil {
			t.Errorf("no error for %q", text)
		}
	}
}

func TestVersion(t *testing.T) {
	if _, err := hex.DecodeString(Version()); err != nil || len(Version()) != 8 {
		t.Errorf("version is %q, want eight hex digits", Version())
	}
}
