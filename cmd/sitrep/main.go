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
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/sitrep-dev/sitrep/store/projection"
)

// Exit statuses, a promise to scripts.
const (
	exitDone    = 0
	exitSome    = 1 // done, but some inputs could not be read
	exitNothing = 2 // wrong usage, or nothing could be done
)

type commands struct {
	Quiet     bool   `help:"No progress, no warnings; errors only." short:"q"`
	Verbose   bool   `help:"Also log what is done, and where a stage failed." short:"v"`
	Workers   int    `help:"Reports coded at the same time (default: number of processors)." default:"0" placeholder:"N"`
	Knowledge string `help:"Directory laid over the built-in knowledge, file by file." placeholder:"DIR"`
	DB        string `name:"db" help:"Store: a SQLite file, or postgres://… for one that a team shares." placeholder:"DB"`
	Gazetteer string `help:"Gazetteer that sitrep gazetteer build made, in the place of the built-in one." placeholder:"FILE"`

	Brief     briefCmd     `cmd:"" help:"Read reports and print the situation, every line with its source. The main job."`
	Add       addCmd       `cmd:"" help:"Read reports, code them and keep them in a store (--db)."`
	Why       whyCmd       `cmd:"" help:"Print the evidence and the arithmetic behind one event, claim, report, figure or process."`
	Find      findCmd      `cmd:"" help:"Find reports in a store by their words."`
	Code      codeCmd      `cmd:"" help:"Read reports and print one claim a line (JSON Lines)."`
	Analyze   analyzeCmd   `cmd:"" help:"Read reports and print the language layers (JSON Lines or CoNLL-U)."`
	Explain   explainCmd   `cmd:"" help:"Show how a sentence is read and which entries fire, for people who write rules."`
	Merge     mergeCmd     `cmd:"" help:"Decide that events in a store are one."`
	Split     splitCmd     `cmd:"" help:"Decide that claims of an event in a store are another event."`
	Correct   correctCmd   `cmd:"" help:"Decide what a claim in a store says."`
	Reject    rejectCmd    `cmd:"" help:"Decide that events or claims in a store do not count."`
	Accept    acceptCmd    `cmd:"" help:"Take decisions about events or claims in a store back."`
	Decisions decisionsCmd `cmd:"" help:"List the decisions in a store, and what they do now."`
	Recode    recodeCmd    `cmd:"" help:"Code the reports in a store with this version, beside the old codings."`
	Verify    verifyCmd    `cmd:"" help:"Check that a store is as it was written: every text, span, claim and event."`
	Eval      evalCmd      `cmd:"" help:"Score the coder on sentences that you labelled (docs/eval.md describes the table)."`
	Places    gazetteerCmd `cmd:"" name:"gazetteer" help:"Make a gazetteer of your own from GeoNames."`
	Version   versionCmd   `cmd:"" help:"Print the versions of program, model, knowledge and ontology."`
}

// Validate checks what the types of the flags cannot say.
func (c *commands) Validate() error {
	if c.Workers < 0 {
		return fmt.Errorf("--workers is %d; write 1 or more, or leave it out", c.Workers)
	}
	return nil
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
	context.AfterFunc(ctx, stop)   // a second signal ends the program at once
	signal.Ignore(syscall.SIGPIPE) // a reader that has enough is not an error
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is main with its surroundings handed in, so that tests can call it.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	var cli commands
	help := out
	if len(args) == 0 {
		args, help = []string{"--help"}, errOut
	} else if len(args) == 1 && args[0] == "--version" {
		args = []string{"version"}
	}
	parser, err := kong.New(&cli, kong.Name("sitrep"), kong.Writers(help, errOut),
		kong.Description("A sourced picture of armed conflict and diplomacy, from news reports, on your own machine.\n\nExample: sitrep brief examples/tripoli-2019"),
		kong.Exit(func(int) { panic(helped{}) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Vars{"policies": policyNames(), "corrigible": strings.Join(projection.Corrigible(), ", ")})
	if err != nil {
		fmt.Fprintln(errOut, "sitrep:", err)
		return exitNothing
	}
	command, helped, err := parse(parser, args)
	s := &session{ctx: ctx, in: in, out: out, err: errOut, flags: &cli, log: logger(errOut, cli.Verbose)}
	switch {
	case err != nil:
		return s.status(usage(err))
	case helped && help == errOut:
		return exitNothing
	case helped:
		return exitDone
	}
	return s.status(command.Run(s))
}

func logger(w io.Writer, verbose bool) *slog.Logger {
	level := slog.LevelWarn
	if verbose {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level}))
}

// helped is what kong's help flag ends the parser with.
type helped struct{}

// parse runs kong; printed means that help was asked for and given.
func parse(parser *kong.Kong, args []string) (command *kong.Context, printed bool, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			if _, printed = cause.(helped); !printed {
				panic(cause)
			}
		}
	}()
	command, err = parser.Parse(args)
	return command, false, err
}

// usage says in one line what is wrong with the arguments and where to read on.
// Other errors of the parser, such as that its help cannot be written, stay.
func usage(err error) error {
	var fault *kong.ParseError
	var file *fs.PathError
	if !errors.As(err, &fault) || fault.Context == nil || errors.As(err, &file) {
		return err
	}
	if node := fault.Context.Selected(); node != nil {
		return fmt.Errorf("%w; see sitrep %s --help", err, node.Path())
	}
	var names []string
	for _, child := range fault.Context.Model.Children {
		names = append(names, child.Name)
	}
	known := strings.Join(names, ", ")
	if word, ok := strings.CutPrefix(err.Error(), "unexpected argument "); ok {
		return fmt.Errorf("there is no command %s; use one of %s", word, known)
	}
	if strings.HasPrefix(err.Error(), "expected one of") {
		return fmt.Errorf("no command; use one of %s", known)
	}
	return fmt.Errorf("%w; see sitrep --help", err)
}

// errNoReport ends a command that found nothing to work on.
var errNoReport = errors.New("no report could be read")

// status turns the end of a command into an exit status and says why on standard error.
func (s *session) status(err error) int {
	var file *fs.PathError
	switch {
	case err == nil && s.skipped > 0:
		return exitSome
	case err == nil, errors.Is(err, syscall.EPIPE):
		return exitDone
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(s.err, "sitrep: interrupted; lines printed so far are whole")
	case errors.As(err, &file) && file.Op == "write":
		fmt.Fprintf(s.err, "sitrep: standard output cannot be written: %v; what was printed is not complete\n", file.Err)
	default:
		fmt.Fprintln(s.err, "sitrep:", err)
	}
	return exitNothing
}
