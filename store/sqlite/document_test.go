package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sitrep-dev/sitrep"
	"github.com/sitrep-dev/sitrep/store"
)

// TestDocument makes the store of the worked example of docs/store.md and looks for
// its rows there.
func TestDocument(t *testing.T) {
	page, err := os.ReadFile("../../docs/store.md")
	if err != nil {
		t.Fatal(err)
	}
	s := openAt(t, filepath.Join(t.TempDir(), "example.db"))
	at := time.Date(2024, 3, 5, 9, 30, 0, 0, time.FixedZone("", 2*3600))
	err = s.Update(t.Context(), func(tx store.Tx) error {
		rep := sitrep.Report{ID: "r_7", Title: "Bridge closed", Publisher: "The Daily Sample", Text: "Police closed the bridge.",
			Published: sitrep.Stamp{Time: at}, Blocks: []sitrep.Block{{Kind: sitrep.Para, Span: sitrep.Span{Start: 0, End: 25}}}}
		if _, _, err := tx.PutReport(store.Report{Report: rep, Raw: []byte("<p>Police closed the bridge."), Received: at.Add(time.Minute)}); err != nil {
			return err
		}
		rep.Text = "Police closed the bridge for an hour."
		if _, _, err := tx.PutReport(store.Report{Report: rep, Received: at.Add(time.Hour)}); err != nil {
			return err
		}
		if err := tx.PutCoding(store.Coding{Report: "r_7", Version: 2, Coder: "sitrep 0.1.0", Claims: []sitrep.Claim{}, Coded: at.Add(time.Hour)}); err != nil {
			return err
		}
		if _, err := tx.PutDecision(store.Decision{Kind: "merge", Items: []string{"e_1", "e_2"}, Author: "Ada", Reason: "one closure", Made: at.Add(2 * time.Hour)}); err != nil {
			return err
		}
		return tx.Put(store.Record{Kind: "event", ID: "e_1", At: "2024-03-05", Keys: []uint64{7, 1 << 63}, Body: []byte("{}")})
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.View(t.Context(), func(in store.View) error {
		for _, query := range []string{
			"select seq || '|' || id || '|' || version || '|' || substr(hash, 1, 8) || '…|' || received || '|' || cast(text as text) || '|' || coalesce(cast(substr(raw, 2) as text), '') || '|' || sum from report",
			"select meta from report",
			"select seq || '|' || coder || '|' || coded || '|' || hex(claims) || '|' || sum from coding",
			"select seq || '|' || kind || '|' || made || '|' || body || '|' || sum from decision",
			"select n || '|' || kind || '|' || id || '|' || at || '|' || hex(keys) || '|' || hex(body) || '|' || sum from record",
			"select kind || '|' || key || '|' || n from record_key",
			"select 'words|' || rowid from words",
		} {
			rows, err := in.(*view).strings(query)
			if err != nil {
				return err
			}
			for _, row := range rows {
				if !strings.Contains(string(page), "\n    "+row+"\n") {
					t.Errorf("docs/store.md lacks the row\n    %s", row)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), fmt.Sprintf("The schema is version %d.", Version)) {
		t.Errorf("docs/store.md does not say that the schema is version %d", Version)
	}
}
