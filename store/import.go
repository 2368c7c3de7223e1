package store

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// Import reads what Export wrote into an empty database of the same schema, in one
// transaction (SYS-12). Every file is held to the manifest before anything is written,
// and what was written is held to it again: a text that an engine would shorten is an
// error, never a loss. told hears of every table that is read.
func (s *Store) Import(ctx context.Context, folder *os.Root, told func(Sheet)) error {
	if err := s.CheckSchema(ctx); err != nil {
		return err
	}
	schema, err := s.schemaVersion(ctx)
	if err != nil {
		return err
	}
	m, err := readManifest(folder)
	switch {
	case err != nil:
		return err
	case m.Schema != schema:
		return fmt.Errorf("store: the files are of schema %d, written by yishi %s, and the database is of schema %d: import them with that program, then upgrade it",
			m.Schema, m.Program, schema)
	}
	for _, sheet := range m.Tables {
		if err := sheet.check(folder); err != nil {
			return err
		}
	}
	return s.Update(ctx, func(tx *Tx) error {
		all, err := tx.tables()
		if err != nil {
			return err
		}
		if err := tx.wantEmpty(all); err != nil {
			return err
		}
		return tx.fill(all, m, folder, told)
	})
}

func readManifest(folder *os.Root) (m Manifest, err error) {
	text, err := folder.ReadFile(manifestName)
	if errors.Is(err, os.ErrNotExist) {
		return m, fmt.Errorf("store: %s has no %s: name a folder that “yishi export” wrote to its end", folder.Name(), manifestName)
	}
	if err != nil {
		return m, wrap(err, "reading the manifest")
	}
	words := json.NewDecoder(bytes.NewReader(text))
	words.DisallowUnknownFields()
	if err := words.Decode(&m); err != nil {
		return m, wrap(err, manifestName+" is none")
	}
	return m, nil
}

// check holds a file to what the manifest says of it.
func (s Sheet) check(folder *os.Root) (err error) {
	f, err := folder.Open(s.File)
	if err != nil {
		return fmt.Errorf("store: the manifest names %s, which cannot be read: export again", s.File)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return wrap(err, "reading "+s.File)
	}
	if hex.EncodeToString(sum.Sum(nil)) != s.SHA256 {
		return fmt.Errorf("store: %s is not as it was exported: bring the file as it was, or export again", s.File)
	}
	return nil
}

func (tx *Tx) wantEmpty(all []table) error {
	for _, t := range all {
		var n int64
		if err := tx.db.Table(t.name).Count(&n).Error; err != nil {
			return wrap(err, "counting "+t.name)
		}
		if n > 0 {
			return fmt.Errorf("store: the database is not empty (%s: %d): name a new one, run “yishi migrate -config FILE up”, then import", t.name, n)
		}
	}
	return nil
}

// fill writes all sheets and reads them again.
func (tx *Tx) fill(all []table, m Manifest, folder *os.Root, told func(Sheet)) error {
	if len(m.Tables) != len(all) {
		return fmt.Errorf("store: the manifest names %d tables, and the database has %d: export again", len(m.Tables), len(all))
	}
	for _, t := range all {
		i := slices.IndexFunc(m.Tables, func(s Sheet) bool { return s.Table == t.name })
		if i < 0 {
			return fmt.Errorf("store: the manifest does not name the table %s: export again", t.name)
		}
		sheet := m.Tables[i]
		if err := t.read(tx, folder, sheet.File); err != nil {
			return err
		}
		kept, err := t.write(tx.db, io.Discard)
		if err != nil {
			return err
		}
		if kept.Rows != sheet.Rows || kept.SHA256 != sheet.SHA256 {
			return fmt.Errorf("store: the database does not keep %s as it was exported: nothing was imported; is it of another kind or setting?", t.name)
		}
		told(sheet)
	}
	return nil
}

// atOnce is how many rows are written with one statement.
const atOnce = 50

// read writes the lines of a file into a table.
func (t table) read(tx *Tx, folder *os.Root, name string) (err error) {
	f, err := folder.Open(name)
	if err != nil {
		return wrap(err, "opening "+name)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	lines := json.NewDecoder(bufio.NewReader(f))
	lines.UseNumber()
	var values []any
	for n := 1; ; n++ {
		var line map[string]any
		err := lines.Decode(&line)
		if err == nil {
			values, err = t.values(values, line)
		}
		switch {
		case errors.Is(err, io.EOF):
			return t.insert(tx, values)
		case err != nil:
			return fmt.Errorf("store: %s, row %d: %w", name, n, err)
		case n%atOnce == 0:
			if err := t.insert(tx, values); err != nil {
				return err
			}
			values = values[:0]
		}
	}
}

// values appends what a line says of each column, in their order.
func (t table) values(to []any, line map[string]any) ([]any, error) {
	for _, c := range t.columns {
		value, said := line[c.Name]
		number, isNumber := value.(json.Number)
		_, isText := value.(string)
		switch {
		case !said:
			return to, fmt.Errorf("the column %s is missing", c.Name)
		case value == nil:
			to = append(to, nil)
		case c.number && isNumber:
			n, err := number.Int64()
			if err != nil {
				return to, fmt.Errorf("the column %s wants a whole number", c.Name)
			}
			to = append(to, n)
		case !c.number && isText:
			to = append(to, value)
		default:
			return to, fmt.Errorf("the column %s holds something else than it should", c.Name)
		}
	}
	if len(line) != len(t.columns) {
		return to, fmt.Errorf("it names %d columns, and the table has %d", len(line), len(t.columns))
	}
	return to, nil
}

func (t table) insert(tx *Tx, values []any) error {
	if len(values) == 0 {
		return nil
	}
	row := "(" + strings.Repeat("?, ", len(t.columns)-1) + "?)"
	rows := strings.Repeat(row+", ", len(values)/len(t.columns)-1) + row
	err := tx.db.Exec("INSERT INTO "+tx.db.Statement.Quote(t.name)+" ("+strings.Join(t.quoted(tx.db), ", ")+") VALUES "+rows, values...).Error
	return wrap(err, "writing "+t.name)
}
