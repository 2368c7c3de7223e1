package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"yishi/store"
)

// runExport writes all data into a folder, for a backup or a move to another engine
// (SYS-12). Settings and their secrets are no data.
func runExport(ctx context.Context, p *program, args []string) error {
	return p.archive(ctx, args, func(h *house, folder *os.Root) error {
		return h.store.Export(ctx, folder, version, p.moved)
	}, func(dir string) error { return os.MkdirAll(dir, 0o700) }, "exported")
}

// runImport reads what runExport wrote into an empty database.
func runImport(ctx context.Context, p *program, args []string) error {
	return p.archive(ctx, args, func(h *house, folder *os.Root) error {
		return h.store.Import(ctx, folder, p.moved)
	}, func(string) error { return nil }, "imported")
}

// archive opens the database and the folder that args name, and moves the data
// between them.
func (p *program) archive(ctx context.Context, args []string, move func(*house, *os.Root) error, prepare func(dir string) error, done string) (err error) {
	path := p.flags.String("config", "", "the configuration `file`")
	if err := p.parse(args, 1); err != nil {
		return err
	}
	if p.flags.NArg() == 0 {
		return &usageError{"the folder is missing; usage: yishi " + p.usage}
	}
	h, err := p.prepared(ctx, *path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	dir := filepath.Clean(p.flags.Arg(0))
	if err := prepare(dir); err != nil {
		return fmt.Errorf("%s cannot be made: %w", dir, err)
	}
	folder, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("%s cannot be opened: name a folder", dir)
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	if err := move(h, folder); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "all data is %s\n", done)
	return nil
}

// moved tells of a table that was written or read.
func (p *program) moved(s store.Sheet) { fmt.Fprintf(p.stderr, "%s: %d\n", s.Table, s.Rows) }
