package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Export writes every table of the database into an empty folder, as one state of it:
// a file of JSON lines for each, and a manifest when all are whole (SYS-12). program
// is this program's version; told hears of every file that is written. The files are
// the same whichever engine they come from.
func (s *Store) Export(ctx context.Context, folder *os.Root, program string, told func(Sheet)) error {
	if err := s.CheckSchema(ctx); err != nil {
		return err
	}
	there, err := fs.ReadDir(folder.FS(), ".")
	switch {
	case err != nil:
		return wrap(err, "looking into the folder")
	case len(there) > 0:
		return fmt.Errorf("store: the folder %s is not empty (it has %s): name one that is new or empty", folder.Name(), there[0].Name())
	}
	m := Manifest{Program: program}
	if m.Schema, err = s.schemaVersion(ctx); err != nil {
		return err
	}
	err = s.View(ctx, func(tx *Tx) error {
		all, err := tx.tables()
		if err != nil {
			return err
		}
		for _, t := range all {
			sheet, err := t.export(tx, folder)
			if err != nil {
				return err
			}
			m.Tables = append(m.Tables, sheet)
			told(sheet)
		}
		return nil
	})
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return wrap(err, "writing the manifest")
	}
	return keepFile(folder, manifestName, func(f *os.File) error {
		_, err := f.Write(append(text, '\n'))
		return wrap(err, "writing the manifest")
	})
}

func (t table) export(tx *Tx, folder *os.Root) (sheet Sheet, err error) {
	err = keepFile(folder, t.name+".jsonl", func(f *os.File) error {
		sheet, err = t.write(tx.db, f)
		return err
	})
	return sheet, err
}

// keepFile writes a new file that only its owner can read, and sees it onto the disk.
func keepFile(folder *os.Root, name string, write func(*os.File) error) error {
	f, err := folder.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return wrap(err, "making a file")
	}
	err = write(f)
	if err == nil {
		err = wrap(f.Sync(), "keeping a file")
	}
	return errors.Join(err, wrap(f.Close(), "closing a file"))
}

func (s *Store) schemaVersion(ctx context.Context) (int64, error) {
	p, err := s.provider()
	if err != nil {
		return 0, err
	}
	have, err := p.GetDBVersion(ctx)
	return have, wrap(err, "reading the schema's version")
}
