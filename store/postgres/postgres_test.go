package postgres

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/storetest"
)

var address = flag.String("postgres", "", "address of a PostgreSQL database in which schemas may be made")

var long = flag.Bool("long", false, "kill 200 processes instead of 10")

// roleVar tells a copy of the test program to add reports instead of testing.
const roleVar = "SITREP_STORE_TEST_ROLE"

func TestMain(m *testing.M) {
	if os.Getenv(roleVar) == "" {
		os.Exit(m.Run())
	}
	s, err := Open(context.Background(), os.Args[1])
	if err == nil {
		err = storetest.AddForever(s, os.Args[2], os.Stdout)
	}
	fmt.Println(err)
	os.Exit(1)
}

// TestKill kills clients; every fifth time they make a new store.
func TestKill(t *testing.T) {
	rounds := 10
	if *long {
		rounds = 200
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var dsn string
	storetest.Kill(t, rounds, func(round int) string {
		if round%5 == 0 {
			dsn = fresh(t)
		}
		return dsn
	}, func(dsn, first string) *exec.Cmd {
		cmd := exec.Command(exe, dsn, first)
		cmd.Env = append(os.Environ(), roleVar+"=add")
		cmd.Stderr = os.Stderr
		return cmd
	}, func(dsn string) store.Store { return openAt(t, dsn) })
}

var schemas atomic.Int64

// fresh gives the address of a schema that is not there, and drops it in the end.
func fresh(t testing.TB) string {
	t.Helper()
	if *address == "" { // read here, so that go test knows what its cached results rest on
		*address = os.Getenv("SITREP_POSTGRES")
	}
	if *address == "" {
		t.Skip("PostgreSQL is not tested; pass -postgres postgres://… or run .ci/postgres go test ./store/...")
	}
	schema := fmt.Sprintf("Sitrep test %d_%d", os.Getpid(), schemas.Add(1))
	u, err := url.Parse(*address)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("schema", schema)
	u.RawQuery = query.Encode()
	t.Cleanup(func() { admin(t, "drop schema if exists "+pgx.Identifier{schema}.Sanitize()+" cascade") })
	return u.String()
}

// admin runs a statement on a connection of its own.
func admin(t testing.TB, sql string, args ...any) {
	t.Helper()
	c, err := pgx.Connect(context.Background(), *address)
	if err == nil {
		_, err = c.Exec(context.Background(), sql, args...)
		_ = c.Close(context.Background())
	}
	if err != nil {
		t.Error(err)
	}
}

func openAt(t testing.TB, dsn string, opts ...store.Option) *Store {
	t.Helper()
	s, err := Open(t.Context(), dsn, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) func(...store.Option) store.Store {
		dsn := fresh(t)
		return func(opts ...store.Option) store.Store { return openAt(t, dsn, opts...) }
	})
}

func addReport(ctx context.Context, s *Store, n int) error {
	return s.Update(ctx, func(tx store.Tx) error {
		_, _, err := tx.PutReport(storetest.Report(n, 20))
		return err
	})
}

func countReports(t *testing.T, s *Store) (n int) {
	t.Helper()
	if err := s.View(t.Context(), func(v store.View) (err error) { n, err = v.CountReports(); return err }); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAppendOnly(t *testing.T) {
	s := openAt(t, fresh(t))
	for _, table := range []string{"report", "coder", "coding", "decision"} {
		column := map[string]string{"report": "meta", "coder": "name", "coding": "coded", "decision": "body"}[table]
		for _, query := range []string{"delete from " + table, "update " + table + " set " + column + " = " + column, "truncate " + table + " cascade"} {
			if _, err := s.pool.Exec(t.Context(), query); err == nil || !strings.Contains(err.Error(), "only added") {
				t.Errorf("%s: %v", query, err)
			}
		}
	}
}

// TestLostAnswer loses the answer to a commit that was done, was not done, and is
// neither yet.
func TestLostAnswer(t *testing.T) {
	lost := errors.New("connection reset")
	for _, c := range []struct {
		name   string
		commit func(context.Context, pgx.Tx) error
		runs   int
		says   string
	}{
		{"done", func(ctx context.Context, t pgx.Tx) error { return errors.Join(t.Commit(ctx), lost) }, 1, ""},
		{"not done", func(ctx context.Context, t pgx.Tx) error { return errors.Join(t.Rollback(ctx), lost) }, 2, ""},
		{"in doubt", func(context.Context, pgx.Tx) error { return lost }, 1, "it may be done or not; do it again when the server is back"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := openAt(t, fresh(t))
			right := s.commit
			s.doubtWait = 300 * time.Millisecond
			s.commit = func(ctx context.Context, tx pgx.Tx) error { s.commit = right; return c.commit(ctx, tx) }
			runs := 0
			err := s.Update(t.Context(), func(tx store.Tx) error {
				runs++
				_, _, err := tx.PutReport(storetest.Report(1, 5))
				return err
			})
			if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) || runs != c.runs {
				t.Fatalf("%v after %d runs", err, runs)
			}
			if n := countReports(t, s); (n == 1) != (err == nil) {
				t.Errorf("%d reports, %v", n, err)
			}
		})
	}
}

// TestTerminated ends the connections of the store while do runs: it runs again.
func TestTerminated(t *testing.T) {
	s := openAt(t, fresh(t))
	runs := 0
	err := s.Update(t.Context(), func(tx store.Tx) error {
		if runs++; runs < 3 {
			var pid int
			if err := tx.(interface{ backend(*int) error }).backend(&pid); err != nil {
				return err
			}
			admin(t, "select pg_terminate_backend($1)", pid)
			time.Sleep(20 * time.Millisecond)
		}
		_, _, err := tx.PutReport(storetest.Report(1, 5))
		return err
	})
	if err != nil || runs != 3 {
		t.Fatalf("%v after %d runs", err, runs)
	}
	if n := countReports(t, s); n != 1 {
		t.Errorf("%d reports", n)
	}
	// Idle connections that died are replaced without a word.
	admin(t, "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'")
	if err := addReport(t.Context(), s, 2); err != nil {
		t.Error(err)
	}
}

func (t *tx) backend(pid *int) error {
	return t.q.QueryRow(t.ctx, "select pg_backend_pid()").Scan(pid)
}

func TestNoStore(t *testing.T) {
	dsn := fresh(t)
	says := func(dsn, text string, is error, opts ...store.Option) {
		t.Helper()
		s, err := Open(t.Context(), dsn, opts...)
		if err == nil {
			_ = s.Close()
		}
		if err == nil || !strings.HasPrefix(err.Error(), "store: postgres") || !strings.Contains(err.Error(), text) || is != nil && !errors.Is(err, is) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v", text, err)
		}
	}
	says(dsn, "there is no store in schema", store.ErrNotFound, store.Existing())
	says("mysql://x", "that is no address of a database; write postgres://", nil)
	says("postgres://u:geheim@127.0.0.1:1/x?connect_timeout=1", "the server cannot be reached; see that it runs", nil)
	says(strings.Replace(*address, "/postgres?", "/no_such_database?", 1), "see that user, password and database are right", nil)
	s := openAt(t, dsn)
	if _, err := s.pool.Exec(t.Context(), "insert into schema_version values ($1)", Version+1); err != nil {
		t.Fatal(err)
	}
	says(dsn, "use the newer sitrep", store.ErrNewer)
	if _, err := s.pool.Exec(t.Context(), "drop table schema_version"); err != nil {
		t.Fatal(err)
	}
	says(dsn, "holds tables of something else; give another one with ?schema=name", nil)
}

// TestDamage changes rows past the triggers: Check names them.
func TestDamage(t *testing.T) {
	s := openAt(t, fresh(t))
	for n := 1; n <= 3; n++ {
		if err := addReport(t.Context(), s, n); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Put(store.Record{Kind: "k", ID: "i", Keys: []uint64{1}}) }); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ damage, repair, says string }{
		{"update report set text = text || '!' where seq = 2", "update report set text = substr(text, 1, length(text) - 1) where seq = 2", `report 2 ("r_000002", version 1)`},
		{"update report set received = received + 1 where seq = 2", "update report set received = received - 1 where seq = 2", `report 2 ("r_000002", version 1)`},
		{"update record set at = '1'", "update record set at = ''", `record k "i"`},
		{"delete from record_key", "insert into record_key select kind, 1, n from record", "keys of records are missing"},
		{"delete from words where seq = 3", "", "words of a report"},
		{"delete from report where seq = 2", "", "reports are missing"},
	} {
		change := func(query string) {
			if _, err := s.pool.Exec(t.Context(), "alter table report disable trigger all; "+query+"; alter table report enable trigger all"); err != nil {
				t.Fatal(err)
			}
		}
		change(c.damage)
		err := s.Check(t.Context())
		if !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), c.says) || !strings.HasPrefix(err.Error(), "store: postgres") {
			t.Errorf("%s: %v", c.damage, err)
		}
		if c.repair != "" {
			change(c.repair)
			if err := s.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
}
