// Package storetest gives a test a fresh, migrated store: on SQLite always, on
// MySQL or MariaDB where YISHI_TEST_MYSQL names a server on which schemas may be
// made, such as root@tcp(127.0.0.1:3306)/.
package storetest

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"yishi/store"
)

// Server is the environment variable that names the MySQL or MariaDB server.
const Server = "YISHI_TEST_MYSQL"

// A place is where the database of a store lies, as the two drivers call it.
type place struct {
	dialect store.Dialect
	dsn     string
	raw     string // the same for database/sql
}

var places sync.Map // *store.Store → place

// An Engine is a database engine that the store is tested on.
type Engine struct {
	Name string
	make func(testing.TB) place
}

// Engines are SQLite and MySQL. A test on the latter skips where no server is named.
var Engines = []Engine{{string(store.SQLite), sqlite}, {string(store.MySQL), mysql}}

// New opens a fresh database of the engine with the whole schema. It ends with the test.
func (e Engine) New(tb testing.TB) *store.Store {
	tb.Helper()
	s := e.Empty(tb)
	if _, err := s.Migrate(tb.Context()); err != nil {
		tb.Fatalf("storetest: making the tables: %v", err)
	}
	return s
}

// Empty is New without the schema.
func (e Engine) Empty(tb testing.TB) *store.Store {
	tb.Helper()
	return open(tb, e.make(tb))
}

// New opens a fresh SQLite database with the whole schema. It ends with the test.
func New(tb testing.TB) *store.Store {
	tb.Helper()
	return Engines[0].New(tb)
}

// Each runs a test on every engine, each time with a database of its own.
func Each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	for _, e := range Engines {
		t.Run(e.Name, func(t *testing.T) { test(t, e.New(t)) })
	}
}

// Again opens the database of a store a second time, as another replica of the
// program does. The store must come from this package.
func Again(tb testing.TB, s *store.Store) *store.Store {
	tb.Helper()
	return open(tb, placeOf(tb, s))
}

// Raw opens the database of a store without the store, to see what is really
// kept. The store must come from this package.
func Raw(tb testing.TB, s *store.Store) *sql.DB {
	tb.Helper()
	p := placeOf(tb, s)
	return connect(tb, string(p.dialect), p.raw)
}

// Records reads what a query yields, as the engine orders it: the names of the columns,
// and the texts of each row; NULL is empty.
func Records(tb testing.TB, db *sql.DB, query string) (columns []string, rows [][]string) {
	tb.Helper()
	found, err := db.QueryContext(tb.Context(), query)
	if err != nil {
		tb.Fatal(err)
	}
	defer found.Close()
	if columns, err = found.Columns(); err != nil {
		tb.Fatal(err)
	}
	for found.Next() {
		fields, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range fields {
			into[i] = &fields[i]
		}
		if err := found.Scan(into...); err != nil {
			tb.Fatal(err)
		}
		row := make([]string, len(columns))
		for i, field := range fields {
			row[i] = field.String
		}
		rows = append(rows, row)
	}
	if err := found.Err(); err != nil {
		tb.Fatal(err)
	}
	return columns, rows
}

// Rows reads what a query yields, each row joined by |.
func Rows(tb testing.TB, db *sql.DB, query string) []string {
	tb.Helper()
	_, rows := Records(tb, db, query)
	var out []string
	for _, row := range rows {
		out = append(out, strings.Join(row, "|"))
	}
	return out
}

func placeOf(tb testing.TB, s *store.Store) place {
	tb.Helper()
	p, ok := places.Load(s)
	if !ok {
		tb.Fatal("storetest: this store was not opened here")
	}
	known, _ := p.(place)
	return known
}

func sqlite(tb testing.TB) place {
	tb.Helper()
	file := filepath.Join(tb.TempDir(), "议事 库.db")
	return place{store.SQLite, file, file}
}

// mysql makes a schema on the server and drops it when the test has ended.
func mysql(tb testing.TB) place {
	tb.Helper()
	server := os.Getenv(Server)
	if server == "" {
		tb.Skip(Server + " names no server")
	}
	slash := strings.LastIndexByte(server, '/')
	if slash < 0 {
		tb.Fatalf("%s has no / at the end of the address: user:pass@tcp(host:3306)/", Server)
	}
	_, options, _ := strings.Cut(server[slash:], "?")
	name := "yishi_test_" + store.Token()
	db := connect(tb, "mysql", server)
	if _, err := db.ExecContext(tb.Context(), "CREATE DATABASE "+name); err != nil {
		tb.Fatalf("storetest: making a schema: %v", err)
	}
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second) // the test's own has ended
		defer cancel()
		if _, err := db.ExecContext(ctx, "DROP DATABASE "+name); err != nil {
			tb.Errorf("storetest: dropping a schema: %v", err)
		}
	})
	dsn := server[:slash+1] + name
	if options != "" {
		dsn += "?" + options
	}
	return place{store.MySQL, dsn, dsn}
}

func connect(tb testing.TB, driver, dsn string) *sql.DB {
	tb.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		tb.Fatalf("storetest: opening the database: %v", err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Errorf("storetest: closing the database: %v", err)
		}
	})
	return db
}

func open(tb testing.TB, p place) *store.Store {
	tb.Helper()
	s, err := store.Open(tb.Context(), p.dialect, p.dsn)
	if err != nil {
		tb.Fatalf("storetest: opening the store: %v", err)
	}
	places.Store(s, p)
	tb.Cleanup(func() {
		places.Delete(s)
		if err := s.Close(); err != nil {
			tb.Errorf("storetest: closing the store: %v", err)
		}
	})
	return s
}
