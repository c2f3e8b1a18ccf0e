package postgres

import (
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/sitrep-dev/sitrep/store"
)

func (s *Store) wrap(fault, remedy string, kind, cause error) error {
	return &store.Error{Place: s.place, Fault: fault, Remedy: remedy, Kind: kind, Cause: cause}
}

// connectionLost says whether an error is of the connection or of the moment, so
// that the same transaction may succeed on another one.
func connectionLost(err error) bool {
	var said *pgconn.PgError
	var network *net.OpError
	var connecting *pgconn.ConnectError
	switch {
	case err == nil:
		return false
	case errors.As(err, &said):
		switch said.Code {
		case "40001", "40P01", "57P01", "57P02", "57P03", "53300":
			return true // serialization, deadlock, shutdown, crash, starting up, too many connections
		}
		return strings.HasPrefix(said.Code, "08")
	}
	return errors.As(err, &network) || errors.As(err, &connecting) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || pgconn.SafeToRetry(err)
}

// fault says of an error of the server where it was and what can be done. Other
// errors stay as they are.
func (s *Store) fault(err error) error {
	var known *store.Error
	var said *pgconn.PgError
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case s.closed.Load():
		return s.wrap("the store is closed", "open it again", nil, err)
	case errors.As(err, &said):
		return s.said(said, err)
	case connectionLost(err):
		return s.wrap("the server cannot be reached", "see that it runs and that the address is right", nil, err)
	}
	return err
}

func (s *Store) said(e *pgconn.PgError, err error) error {
	switch {
	case e.Code == "53100":
		return s.wrap("no space is left; what was acknowledged is safe", "free space and do it again", store.ErrFull, err)
	case e.Code == "25006" || e.Code == "42501":
		return s.wrap("it may not be written", "use the primary server, as a user with the right to write", store.ErrReadOnly, err)
	case e.Code == "XX001" || e.Code == "XX002" || e.Code == "58030":
		return s.wrap("the database is damaged", "take it from a backup", store.ErrCorrupt, err)
	case e.Code == "42P07":
		return s.wrap("the schema "+s.schema+" holds tables of something else", "give another one with ?schema=name", nil, err)
	case strings.HasPrefix(e.Code, "28") || e.Code == "3D000":
		return s.wrap("the server lets us not in", "see that user, password and database are right", nil, err)
	}
	return s.wrap("the database refused", "", nil, err)
}
