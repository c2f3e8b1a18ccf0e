// Command sitrep reads news reports of conflict and diplomacy and keeps a
// sourced picture of the situation.
//
// It holds flags and wiring only; what it does is in the packages it calls.
// Data goes to standard output, words to standard error, progress to a terminal.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit statuses, a promise to scripts.
const (
	exitDone    = 0
	exitSome    = 1 // done, but some inputs could not be read
	exitNothing = 2 // wrong usage, or nothing could be done
)

type commands struct {
	Quiet     bool   `help:"No progress, no summary; errors only." short:"q"`
	Workers   int    `help:"Reports coded at the same time (default: number of processors)." default:"0" placeholder:"N"`
	Knowledge string `help:"Directory laid over the built-in knowledge, file by file." type:"path" placeholder:"DIR"`

	Brief   briefCmd   `cmd:"" help:"Read reports and print the situation, every line with its source. The main job."`
	Code    codeCmd    `cmd:"" help:"Read reports and print one claim a line (JSON Lines)."`
	Analyze analyzeCmd `cmd:"" help:"Read reports and print the language layers (JSON Lines or CoNLL-U)."`
	Explain explainCmd `cmd:"" help:"Show how a sentence is read and which entries fire, for people who write rules."`
	Version versionCmd `cmd:"" help:"Print the versions of program, model, knowledge and ontology."`
}

// session is what a command gets: where to read and write, and what happened.
type session struct {
	ctx      context.Context
	in       io.Reader
	out, err io.Writer
	log      *slog.Logger
	flags    *commands
	skipped  int // inputs that could not be read
	read     int // reports that were
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is main with its surroundings handed in, so that tests can call it.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	var cli commands
	exit := -1
	parser, err := kong.New(&cli, kong.Name("sitrep"), kong.Writers(out, errOut),
		kong.Description("A sourced picture of armed conflict and diplomacy, from news reports, on your own machine.\n\nExample: sitrep brief examples/tripoli-2019"),
		kong.UsageOnError(), kong.Exit(func(code int) { exit = code; panic(exited{}) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Vars{"policies": policyNames()})
	if err != nil {
		fmt.Fprintln(errOut, "sitrep:", err)
		return exitNothing
	}
	command, err := parse(parser, args)
	if exit >= 0 {
		return exit
	}
	if err != nil {
		fmt.Fprintf(errOut, "sitrep: %v; see sitrep --help\n", err)
		return exitNothing
	}
	s := &session{ctx: ctx, in: in, out: out, err: errOut, flags: &cli, log: slog.New(slog.NewTextHandler(errOut, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	return s.status(command.Run(s))
}

type exited struct{}

// parse runs kong, whose help flag ends the program by panicking with exited.
func parse(parser *kong.Kong, args []string) (command *kong.Context, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			if _, ok := cause.(exited); !ok {
				panic(cause)
			}
		}
	}()
	if len(args) == 0 {
		args = []string{"--help"}
	}
	return parser.Parse(args)
}

// status turns the end of a command into an exit status and says why on standard error.
func (s *session) status(err error) int {
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(s.err, "sitrep: interrupted; what was printed so far is whole")
		return exitNothing
	case errors.Is(err, syscall.EPIPE):
		return exitDone
	case err != nil:
		fmt.Fprintln(s.err, "sitrep:", err)
		return exitNothing
	case s.skipped > 0 && s.read == 0:
		fmt.Fprintln(s.err, "sitrep: no report could be read")
		return exitNothing
	case s.skipped > 0:
		return exitSome
	}
	return exitDone
}
