package store

import (
	"context"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed schema/*.sql
var schema embed.FS

// Migration is one step of the schema.
type Migration struct {
	Version int64
	Name    string
	Applied bool
}

// Migrate brings the schema to this program's version and returns the steps that
// it took. Several programs may start it at once; one killed in the middle is
// taken up by the next.
func (s *Store) Migrate(ctx context.Context) (steps []Migration, err error) {
	for range attempts {
		if steps, err = s.migrate(ctx); err == nil || !s.dialect.lostRace(err) {
			return steps, err
		}
	}
	return steps, err
}

func (s *Store) migrate(ctx context.Context) ([]Migration, error) {
	p, err := s.provider()
	if err != nil {
		return nil, err
	}
	if err := s.mend(ctx); err != nil {
		return nil, err
	}
	results, err := p.Up(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: migrating: %w", err)
	}
	var steps []Migration
	for _, r := range results {
		steps = append(steps, Migration{r.Source.Version, r.Source.Path, true})
	}
	return steps, nil
}

// mend gives goose's own table the row that it begins with. On MySQL a table cannot
// be made in a transaction, so a program that was killed in between left it empty.
func (s *Store) mend(ctx context.Context) error {
	db := s.write.WithContext(ctx)
	if s.dialect != MySQL || !db.Migrator().HasTable(goose.DefaultTablename) {
		return nil
	}
	err := db.Exec("INSERT INTO " + goose.DefaultTablename + " (version_id, is_applied) " +
		"SELECT 0, 1 FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM " + goose.DefaultTablename + ")").Error
	return wrap(err, "mending the table of the schema's steps")
}

// Migrations lists every step and whether it was taken.
func (s *Store) Migrations(ctx context.Context) ([]Migration, error) {
	p, err := s.provider()
	if err != nil {
		return nil, err
	}
	all, err := p.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: reading the schema's state: %w", err)
	}
	var steps []Migration
	for _, m := range all {
		steps = append(steps, Migration{m.Source.Version, m.Source.Path, m.State == goose.StateApplied})
	}
	return steps, nil
}

// SchemaError says that the database is not of this program's version.
type SchemaError struct{ Have, Want int64 }

func (e *SchemaError) Error() string {
	if e.Have > e.Want {
		return fmt.Sprintf("the database is newer (schema %d) than this program (schema %d): use the newer program", e.Have, e.Want)
	}
	return fmt.Sprintf("the database is older (schema %d) than this program (schema %d): run “yishi migrate -config FILE up”", e.Have, e.Want)
}

// CheckSchema returns a *SchemaError unless the schema is of this program's version.
func (s *Store) CheckSchema(ctx context.Context) error {
	p, err := s.provider()
	if err != nil {
		return err
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("store: reading the schema's version: %w", err)
	}
	if have != want {
		return &SchemaError{have, want}
	}
	return nil
}

func (s *Store) provider() (*goose.Provider, error) {
	db, err := s.write.DB()
	if err != nil {
		return nil, fmt.Errorf("store: opening the schema: %w", err)
	}
	files, err := s.dialect.schema(s.hasColumn)
	if err != nil {
		return nil, err
	}
	var opts []goose.ProviderOption
	dialect := goose.DialectSQLite3
	if s.dialect == MySQL {
		dialect = goose.DialectMySQL
		l, err := lock.NewMySQLTableLocker(lock.WithTableLockTimeout(time.Second, 120))
		if err != nil {
			return nil, fmt.Errorf("store: making the schema's lock: %w", err)
		}
		opts = append(opts, goose.WithLocker(l))
	}
	p, err := goose.NewProvider(dialect, db, files, opts...)
	if err != nil {
		return nil, fmt.Errorf("store: reading the schema's steps: %w", err)
	}
	return p, nil
}

// hasColumn looks with a reader's connection: the writer's is busy with the step.
func (s *Store) hasColumn(table, name string) bool { return s.read.Migrator().HasColumn(table, name) }

// schema spells the one schema in the words of a dialect. has tells which columns
// are there already.
func (d Dialect) schema(has func(table, column string) bool) (fs.FS, error) {
	sub, err := fs.Sub(schema, "schema")
	return spelled{sub, d, has}, wrap(err, "reading the schema")
}

// column is a column that a step adds to a table, or takes away on the way back.
var column = regexp.MustCompile(`(?m)^ALTER TABLE (\w+) (ADD|DROP) COLUMN (\w+).*;\n`)

// unless leaves out of a step the columns that need not be added or taken away any
// more: neither engine can be told so in its own words.
func unless(has func(table, column string) bool, step string) string {
	return column.ReplaceAllStringFunc(step, func(line string) string {
		part := column.FindStringSubmatch(line)
		if has(part[1], part[3]) == (part[2] == "ADD") {
			return ""
		}
		return line
	})
}

// index is an index of the schema: its name, its table and its columns.
var index = regexp.MustCompile(`(?m)^CREATE INDEX (\w+) ON (\w+) (\(.+\));\n`)

// spell writes a step in the words of the dialect, so that it can be taken again
// after it was broken off. Texts are compared byte by byte everywhere.
func (d Dialect) spell(step string) string {
	if d != MySQL {
		return strings.NewReplacer("{{id}}", "INTEGER PRIMARY KEY AUTOINCREMENT", "{{text}}", "TEXT", "{{table}}", "", "{{norowid}}", " WITHOUT ROWID",
			"CREATE INDEX", "CREATE INDEX IF NOT EXISTS").Replace(step)
	}
	// MySQL can make an index only once, a table with its indexes again and again.
	for _, i := range index.FindAllStringSubmatch(step, -1) {
		table := "CREATE TABLE IF NOT EXISTS " + i[2] + " ("
		step = strings.Replace(step, table, table+"\n\tINDEX "+i[1]+" "+i[3]+",", 1)
	}
	utf8 := " ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
	return strings.NewReplacer("{{id}}", "BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY", "{{text}}", "MEDIUMTEXT", "{{table}}", utf8, "{{norowid}}", utf8).
		Replace(index.ReplaceAllString(step, ""))
}

// spelled is the schema's folder with its steps in the words of a dialect.
type spelled struct {
	fs.FS
	dialect Dialect
	has     func(table, column string) bool
}

// Open opens a step in the dialect's words; folders are as they are.
func (s spelled) Open(name string) (fs.File, error) {
	f, err := s.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".sql") {
		return f, err
	}
	text, err := io.ReadAll(f)
	return spelledFile{f, strings.NewReader(s.dialect.spell(unless(s.has, string(text))))}, err
}

type spelledFile struct {
	fs.File
	text *strings.Reader
}

func (f spelledFile) Read(p []byte) (int, error) { return f.text.Read(p) }
