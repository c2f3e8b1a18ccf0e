package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"github.com/sitrep-dev/sitrep/knowledge"
	"github.com/sitrep-dev/sitrep/store"
	"github.com/sitrep-dev/sitrep/store/postgres"
	"github.com/sitrep-dev/sitrep/store/projection"
	"github.com/sitrep-dev/sitrep/store/sqlite"
)

// open opens the store that --db names. The caller closes it.
func (s *session) open(opts ...store.Option) (store.Store, error) {
	dsn := s.flags.DB
	switch {
	case dsn == "":
		return nil, errors.New("no store; name one with --db, a SQLite file such as news.db, or postgres://…")
	case strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://"):
		return postgres.Open(s.ctx, dsn, opts...)
	}
	return sqlite.Open(s.ctx, dsn, opts...)
}

// view opens the store for one look at it and closes it again.
func (s *session) view(do func(store.View) error) (err error) {
	st, err := s.open(store.Existing())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return st.View(s.ctx, func(v store.View) error {
		if err := s.whole(v); err != nil {
			return err
		}
		return do(v)
	})
}

// whole refuses a store that misses events.
func (s *session) whole(v store.View) error {
	broken, err := projection.Unfinished(v)
	if err == nil && broken {
		err = fmt.Errorf("%s: making its events anew was broken off; finish it with sitrep verify --rebuild --db %s", s.flags.DB, s.flags.DB)
	}
	return err
}

// keeper gives what keeps the events of a store, unless they cannot be added to.
func (s *session) keeper(st store.Store, k *knowledge.Base) (*projection.Keeper, error) {
	keeper := projection.New(k.Merging)
	return keeper, st.View(s.ctx, func(v store.View) error { return s.fits(v, keeper) })
}

// fits refuses a store whose events cannot be added to.
func (s *session) fits(v store.View, k *projection.Keeper) error {
	if err := s.whole(v); err != nil {
		return err
	}
	foreign, err := k.Foreign(v)
	if err == nil && foreign {
		err = fmt.Errorf("%s: its events were made by another version of program or knowledge; make them anew with sitrep verify --rebuild --db %s", s.flags.DB, s.flags.DB)
	}
	return err
}

// warn says so when the events that are read were made by another version.
func (s *session) warn(v store.View, k *projection.Keeper) error {
	foreign, err := k.Foreign(v)
	if err == nil && foreign {
		s.note("%s: its events were made by another version of program or knowledge; to make them anew, sitrep verify --rebuild --db %s", s.flags.DB, s.flags.DB)
	}
	return err
}

// bar shows on a terminal how much of total is done, and nothing in a pipe.
func (s *session) bar(total int, what string) (tick, done func()) {
	f, ok := s.err.(*os.File)
	if !ok || s.flags.Quiet || total == 0 || !term.IsTerminal(int(f.Fd())) {
		return func() {}, func() {}
	}
	p := mpb.NewWithContext(s.ctx, mpb.WithOutput(f), mpb.WithWidth(40))
	bar := p.AddBar(int64(total), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name(what+" "), decor.CountersNoUnit("%d of %d")),
		mpb.AppendDecorators(decor.Percentage(), decor.AverageETA(decor.ET_STYLE_GO, decor.WC{W: 8})))
	return func() { bar.Increment() }, func() {
		bar.Abort(true)
		p.Wait()
	}
}
