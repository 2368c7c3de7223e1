package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"
)

// A Sheet is one table of the database as a file: a line for each of its rows.
type Sheet struct {
	Table  string `json:"table"`
	File   string `json:"file"`
	Rows   int    `json:"rows"`
	SHA256 string `json:"sha256"`
}

// A Manifest says what was exported, by which program, and how each file must look
// (SYS-12).
type Manifest struct {
	Schema  int64   `json:"schema"`
	Program string  `json:"program"`
	Tables  []Sheet `json:"tables"`
}

// manifestName is the file of the manifest, written when all others are whole.
const manifestName = "manifest.json"

// A table is read from the database itself, so that what a later step of the schema
// adds comes along.
type table struct {
	name    string
	columns []tableColumn
}

type tableColumn struct {
	Name   string
	Type   string
	Key    int  // its place in the primary key, from 1; 0: none
	number bool // or text: the schema has nothing else
}

// The tables of the schema and the columns of one of them. What belongs to the engine
// or to the schema's own steps is none of the data.
const (
	tablesOfSQLite  = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%' ORDER BY name`
	tablesOfMySQL   = `SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name NOT LIKE 'goose%' ORDER BY table_name`
	columnsOfSQLite = `SELECT name, type, pk AS "key" FROM pragma_table_info(?) ORDER BY cid`
	columnsOfMySQL  = "SELECT c.column_name AS name, c.data_type AS type, COALESCE((SELECT s.seq_in_index FROM information_schema.statistics s" +
		" WHERE s.table_schema = c.table_schema AND s.table_name = c.table_name AND s.column_name = c.column_name AND s.index_name = 'PRIMARY'), 0) AS `key`" +
		" FROM information_schema.columns c WHERE c.table_schema = DATABASE() AND c.table_name = ? ORDER BY c.ordinal_position"
)

// tables reads which tables the database has.
func (tx *Tx) tables() ([]table, error) {
	list, columns := tablesOfSQLite, columnsOfSQLite
	if tx.db.Name() == string(MySQL) {
		list, columns = tablesOfMySQL, columnsOfMySQL
	}
	var names []string
	if err := tx.db.Raw(list).Scan(&names).Error; err != nil {
		return nil, wrap(err, "listing the tables")
	}
	var out []table
	for _, name := range names {
		t := table{name: name}
		if err := tx.db.Raw(columns, name).Scan(&t.columns).Error; err != nil {
			return nil, wrap(err, "reading the columns of "+name)
		}
		for i, c := range t.columns {
			kind := strings.ToUpper(c.Type)
			t.columns[i].number = strings.Contains(kind, "INT")
			if !t.columns[i].number && !strings.Contains(kind, "CHAR") && !strings.Contains(kind, "TEXT") {
				return nil, fmt.Errorf("store: %s.%s is neither a number nor a text: %s", name, c.Name, c.Type)
			}
		}
		out = append(out, t)
	}
	return out, nil
}

// quoted are the names of the columns as the engine wants them.
func (t table) quoted(db *gorm.DB) []string {
	var out []string
	for _, c := range t.columns {
		out = append(out, db.Statement.Quote(c.Name))
	}
	return out
}

// order is the primary key: the one order that tells nothing of when a row was written
// (VOT-06). Texts are in the order of their bytes, on either engine.
func (t table) order(db *gorm.DB) string {
	parts := make([]string, len(t.columns))
	n := 0
	for _, c := range t.columns {
		if c.Key == 0 {
			continue
		}
		parts[c.Key-1] = db.Statement.Quote(c.Name)
		if !c.number && db.Name() == string(MySQL) {
			parts[c.Key-1] = "CAST(" + parts[c.Key-1] + " AS BINARY)"
		}
		n++
	}
	return strings.Join(parts[:n], ", ")
}

// write writes every row of a table as a line of JSON, the columns in the order of
// their names.
func (t table) write(db *gorm.DB, w io.Writer) (s Sheet, err error) {
	sum := sha256.New()
	lines := json.NewEncoder(io.MultiWriter(w, sum))
	rows, err := db.Raw("SELECT " + strings.Join(t.quoted(db), ", ") + " FROM " + db.Statement.Quote(t.name) + " ORDER BY " + t.order(db)).Rows()
	if err != nil {
		return s, wrap(err, "reading "+t.name)
	}
	defer func() { err = errors.Join(err, wrap(rows.Close(), "reading "+t.name)) }()
	for rows.Next() {
		line, err := t.line(rows)
		if err != nil {
			return s, err
		}
		if err := lines.Encode(line); err != nil {
			return s, wrap(err, "writing "+t.name)
		}
		s.Rows++
	}
	s.Table, s.File, s.SHA256 = t.name, t.name+".jsonl", hex.EncodeToString(sum.Sum(nil))
	return s, wrap(rows.Err(), "reading "+t.name)
}

// line reads the row at which rows stand.
func (t table) line(rows *sql.Rows) (map[string]any, error) {
	numbers, texts, into := make([]sql.NullInt64, len(t.columns)), make([]sql.NullString, len(t.columns)), make([]any, len(t.columns))
	for i, c := range t.columns {
		into[i] = &texts[i]
		if c.number {
			into[i] = &numbers[i]
		}
	}
	if err := rows.Scan(into...); err != nil {
		return nil, wrap(err, "reading "+t.name)
	}
	line := map[string]any{}
	for i, c := range t.columns {
		switch {
		case numbers[i].Valid:
			line[c.Name] = numbers[i].Int64
		case texts[i].Valid:
			if line[c.Name] = texts[i].String; !utf8.ValidString(texts[i].String) {
				return nil, fmt.Errorf("store: %s.%s holds a text that is no UTF-8: %q", t.name, c.Name, texts[i].String)
			}
		default:
			line[c.Name] = nil
		}
	}
	return line, nil
}
