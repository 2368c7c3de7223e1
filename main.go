// Command yishi (议事) runs the meetings of a community's Big Party Committee in
// the chat that its members already have.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"runtime/debug"
	"strings"
	"syscall"

	"yishi/clerk"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// version and commit are set when the program is built for release.
var version, commit = "dev", ""

// subcommand is one thing that the program can be told to do.
type subcommand struct {
	name, usage, about string
	run                func(ctx context.Context, p *program, args []string) error
}

// program is what a subcommand works with: where it may write and what the
// environment says.
type program struct {
	environ        []string
	stdout, stderr io.Writer
	flags          *flag.FlagSet
	usage          string
}

var subcommands = []subcommand{
	{"demo", "demo [-listen 127.0.0.1:8080] [-data DIR] [-open]", "a committee of nine with simulated phones: needs nothing else", runDemo},
	{"serve", "serve -config FILE", "run for real", runServe},
	{"doctor", "doctor -config FILE", "check everything that can be wrong", runDoctor},
	{"migrate", "migrate -config FILE [up|status]", "bring the database to this version, or show where it stands", runMigrate},
	{"roster", "roster import|export -config FILE [-dry-run] [-committee NAME] [ROSTER.csv|.xlsx]", "read or write members, terms and accounts", runRoster},
	{"committee", "committee list -config FILE, or: committee add -config FILE -issuer … -contact … -phone … NAME", "more committees than the one that the settings name", runCommittee},
	{"export", "export -config FILE DIR", "write all data into a folder: a backup, or a move to another database", runExport},
	{"import", "import -config FILE DIR", "read such a folder into an empty database", runImport},
	{"journal", "journal -config FILE [-committee NAME] [-from DATE] [-to DATE]", "who did what when and from where, as a table", runJournal},
	{"version", "version", "version, commit and Go version", runVersion},
}

// The exit statuses: done, it did not work, wrong use.
const (
	exitDone = iota
	exitFailed
	exitMisused
)

// usageError is a wrong use of the command line.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

// run is the program: it does what args say and returns the exit status.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) int {
	p := &program{environ: environ, stdout: stdout, stderr: stderr}
	err := dispatch(ctx, p, args)
	wrong, misused := errors.AsType[*usageError](err)
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, flag.ErrHelp):
		return exitDone
	case misused:
		fmt.Fprintln(stderr, "yishi:", wrong.text)
		return exitMisused
	}
	fmt.Fprintln(stderr, "yishi:", plainly(err))
	return exitFailed
}

// ofPackage is what an error begins with for those who look for its place in the source.
var ofPackage = regexp.MustCompile(`^[a-z]+(/[a-z]+)*: `)

// plainly is an error as it is told to whoever typed the command: without the name of
// the package that it comes from.
func plainly(err error) string { return ofPackage.ReplaceAllString(err.Error(), "") }

func dispatch(ctx context.Context, p *program, args []string) error {
	if len(args) == 0 {
		return &usageError{overview()}
	}
	if args[0] == "-h" || args[0] == "--help" || args[0] == "help" {
		fmt.Fprintln(p.stdout, overview())
		return nil
	}
	for _, c := range subcommands {
		if c.name == args[0] {
			p.usage = c.usage
			p.flags = flag.NewFlagSet(c.name, flag.ContinueOnError)
			p.flags.SetOutput(io.Discard)
			return c.run(clerk.From(ctx, "yishi/"+c.name), p, args[1:])
		}
	}
	return &usageError{fmt.Sprintf("there is no command %q.\n%s", args[0], overview())}
}

func overview() string {
	var b strings.Builder
	b.WriteString("usage: yishi COMMAND …\n")
	for _, c := range subcommands {
		fmt.Fprintf(&b, "  %-70s %s\n", c.usage, c.about)
	}
	b.WriteString("yishi COMMAND -h explains a command.")
	return b.String()
}

// parse reads the flags of a subcommand; what is left over may be at most so many words.
func (p *program) parse(args []string, words int) error {
	err := p.flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(p.stdout, "usage: yishi", p.usage)
		p.flags.SetOutput(p.stdout)
		p.flags.PrintDefaults()
		return err
	}
	if err != nil {
		return &usageError{fmt.Sprintf("%v; usage: yishi %s", err, p.usage)}
	}
	if p.flags.NArg() > words {
		return &usageError{fmt.Sprintf("%q is too much; usage: yishi %s", p.flags.Arg(words), p.usage)}
	}
	return nil
}

func runVersion(_ context.Context, p *program, args []string) error {
	if err := p.parse(args, 0); err != nil {
		return err
	}
	info, _ := debug.ReadBuildInfo()
	of, goVersion := commit, ""
	if info != nil {
		goVersion = info.GoVersion
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && of == "" {
				of = s.Value
			}
		}
	}
	if of == "" {
		of = "unknown"
	}
	_, err := fmt.Fprintf(p.stdout, "yishi %s\ncommit %s\n%s\n", version, of, goVersion)
	return err
}
