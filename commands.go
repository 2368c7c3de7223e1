package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"yishi/clerk"
	"yishi/committee"
	"yishi/roster"
)

// prepared opens what a command needs besides its own work; the schema is checked
// unless it is the schema that the command is about.
func (p *program) prepared(ctx context.Context, path string) (*house, error) {
	cfg, err := p.settings(path)
	if err != nil {
		return nil, err
	}
	return open(ctx, cfg, slog.New(slog.DiscardHandler))
}

// ready opens what a command needs on a database of this program's schema.
func (p *program) ready(ctx context.Context, path string) (*house, error) {
	h, err := p.prepared(ctx, path)
	if err != nil {
		return nil, err
	}
	if err := h.store.CheckSchema(ctx); err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

func runMigrate(ctx context.Context, p *program, args []string) (err error) {
	path := p.flags.String("config", "", "the configuration `file`")
	if err := p.parse(args, 1); err != nil {
		return err
	}
	what := "up"
	if p.flags.NArg() == 1 {
		what = p.flags.Arg(0)
	}
	if !known(what, "up", "status") {
		return &usageError{fmt.Sprintf("there is no %q; usage: yishi %s", what, p.usage)}
	}
	h, err := p.prepared(ctx, *path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if what == "status" {
		return h.schemaStatus(ctx, p.stdout)
	}
	steps, err := h.store.Migrate(ctx)
	if err != nil {
		return err
	}
	for _, s := range steps {
		fmt.Fprintf(p.stdout, "applied %s\n", s.Name)
	}
	fmt.Fprintln(p.stdout, "the database is of this program's version")
	return nil
}

func (h *house) schemaStatus(ctx context.Context, w io.Writer) error {
	steps, err := h.store.Migrations(ctx)
	if err != nil {
		return err
	}
	for _, s := range steps {
		state := "pending"
		if s.Applied {
			state = "applied"
		}
		fmt.Fprintf(w, "%-8s %s\n", state, s.Name)
	}
	return nil
}

func runRoster(ctx context.Context, p *program, args []string) error {
	if len(args) == 0 || !known(args[0], "import", "export", "-h") {
		return &usageError{"say import or export; usage: yishi " + p.usage}
	}
	path := p.flags.String("config", "", "the configuration `file`")
	dry := p.flags.Bool("dry-run", false, "only tell what would change")
	of := p.flags.String("committee", "", "the `name` of the committee; empty: the one that the settings name")
	if args[0] == "-h" {
		return p.parse(args, 0)
	}
	if err := p.parse(args[1:], 1); err != nil {
		return err
	}
	work := rosterWork{(*clerk.Clerk).ImportRoster, "已", *of}
	if *dry {
		work = rosterWork{(*clerk.Clerk).PreviewRoster, "将", *of}
	}
	return p.roster(ctx, args[0], *path, work)
}

// rosterWork imports people, or tells what importing them would change; tense says
// which of the two it was, of whose people they are.
type rosterWork struct {
	apply func(*clerk.Clerk, context.Context, committee.ID, []committee.Member) (clerk.Imported, error)
	tense string
	of    string // the name of the committee
}

func (p *program) roster(ctx context.Context, what, path string, work rosterWork) (err error) {
	if what == "import" && p.flags.NArg() == 0 {
		return &usageError{"the roster file is missing; usage: yishi " + p.usage}
	}
	h, err := p.ready(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if what == "export" {
		return h.exportRoster(ctx, p.stdout, p.flags.Arg(0), work.of)
	}
	return h.importRoster(ctx, p.stdout, p.flags.Arg(0), work)
}

// importRoster reads a roster file into the database: all of it, or, when one row is
// wrong, nothing.
func (h *house) importRoster(ctx context.Context, w io.Writer, name string, work rosterWork) error {
	data, err := os.ReadFile(filepath.Clean(name))
	if err != nil {
		return fmt.Errorf("%s cannot be read: give the path of a .csv or .xlsx file", name)
	}
	people, err := roster.Read(filepath.Base(name), data)
	if err != nil {
		return err
	}
	if err := h.clerk.SaveCommittee(ctx, h.committee(), h.cfg.Bylaws); err != nil {
		return err
	}
	of, err := h.committeeNamed(ctx, work.of)
	if err != nil {
		return err
	}
	n, err := work.apply(h.clerk, ctx, of, membersOf(people))
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s新增%d人、更新%d人;不变%d人。\n", work.tense, n.New, n.Changed, n.Same)
	if n.Others > 0 {
		fmt.Fprintf(w, "名册文件之外另有%d人,保持不变。\n", n.Others)
	}
	return nil
}

// membersOf turns the rows of a roster file into members.
func membersOf(people []roster.Person) []committee.Member {
	var out []committee.Member
	for i, p := range people {
		m := committee.Member{
			Name: p.Name, Unit: p.Unit, Post: p.Post, Category: p.Category, Phone: p.Phone, Rank: i + 1, First: p.First, From: p.From, Until: p.Until,
		}
		for _, seat := range p.Seats {
			role, _ := committee.RoleNamed(seat)
			m.Roles |= role
		}
		for _, a := range p.Accounts {
			m.Accounts = append(m.Accounts, committee.Account{Platform: a.Platform, User: a.ID})
		}
		out = append(out, m)
	}
	return out
}

// exportRoster writes the roster in the shape that import reads, to a file or to
// standard output.
func (h *house) exportRoster(ctx context.Context, w io.Writer, name, of string) error {
	id, err := h.committeeNamed(ctx, of)
	if err != nil {
		return err
	}
	body, err := h.clerk.Roster(ctx, id)
	if err != nil {
		return err
	}
	var people []roster.Person
	for _, m := range body {
		p := roster.Person{
			Name: m.Name, Unit: m.Unit, Post: m.Post, Category: m.Category, Phone: m.Phone, Seats: m.Roles.Names(), First: m.First, From: m.From, Until: m.Until,
		}
		for _, a := range m.Accounts {
			p.Accounts = append(p.Accounts, roster.Account{Platform: a.Platform, ID: a.User})
		}
		people = append(people, p)
	}
	if name == "" {
		return roster.WriteCSV(w, people)
	}
	f, err := os.OpenFile(filepath.Clean(name), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", name, err)
	}
	return errors.Join(roster.WriteCSV(f, people), f.Close())
}
