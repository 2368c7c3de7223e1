package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/glebarez/sqlite"
	"github.com/go-sql-driver/mysql"
	gormmysql "gorm.io/driver/mysql"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Dialect names a database engine.
type Dialect string

// The engines.
const (
	SQLite Dialect = "sqlite"
	MySQL  Dialect = "mysql"
)

// Open opens a database: a file for SQLite, user:pass@tcp(host:3306)/name for
// MySQL and MariaDB. It does not touch the schema.
func Open(ctx context.Context, d Dialect, dsn string) (*Store, error) {
	s := &Store{dialect: d, posted: make(chan struct{}, 1)}
	var err error
	switch d {
	case SQLite:
		err = s.openSQLite(dsn)
	case MySQL:
		err = s.openMySQL(dsn)
	default:
		err = fmt.Errorf("store: there is no dialect %q: use sqlite or mysql", d)
	}
	if err != nil {
		return nil, err
	}
	if err := s.Ping(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// readers is how many connections read at once; writers queue on one, which is
// faster than eight (stack.md §1).
const readers = 4

func (s *Store) openSQLite(path string) error {
	if dir := filepath.Dir(path); dir != "." {
		if err := os.MkdirAll(dir, 0o750); err != nil {
			return fmt.Errorf("store: making the folder of the database: %w", err)
		}
	}
	base := "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)&_pragma=secure_delete(1)"
	var err error
	if s.write, err = open(sqlite.Open(base+"&_txlock=immediate"), 1); err != nil {
		return err
	}
	s.read, err = open(sqlite.Open(base+"&_pragma=query_only(1)"), readers)
	return err
}

func (s *Store) openMySQL(dsn string) error {
	cfg, err := mysql.ParseDSN(dsn)
	if err != nil {
		return errors.New("store: database.dsn is no MySQL address such as user:pass@tcp(host:3306)/yishi")
	}
	cfg.InterpolateParams, cfg.Collation = true, "utf8mb4_general_ci"
	cfg.ParseTime, cfg.ClientFoundRows = true, false // of the schema's own table; ClaimTick counts changed rows
	cfg.Timeout, cfg.ReadTimeout, cfg.WriteTimeout = 5*time.Second, 10*time.Second, 10*time.Second
	s.write, err = open(gormmysql.New(gormmysql.Config{DSNConfig: cfg, DSN: cfg.FormatDSN()}), 16)
	s.read = s.write
	return err
}

// reading and writing say how a transaction of the dialect begins; SQLite's begin
// as its connections say. On MySQL a View sees one state of the database and cannot
// write, and an Update sees what others committed before it got the lock. MariaDB
// and MySQL call the session's variable differently, so each transaction says it.
func (d Dialect) reading() []*sql.TxOptions {
	if d == MySQL {
		return []*sql.TxOptions{{Isolation: sql.LevelRepeatableRead, ReadOnly: true}}
	}
	return nil
}

func (d Dialect) writing() []*sql.TxOptions {
	if d == MySQL {
		return []*sql.TxOptions{{Isolation: sql.LevelReadCommitted}}
	}
	return nil
}

func open(d gorm.Dialector, conns int) (*gorm.DB, error) {
	db, err := gorm.Open(d, &gorm.Config{SkipDefaultTransaction: true, TranslateError: true, Logger: logger.Discard, DisableAutomaticPing: true})
	if err != nil {
		return nil, fmt.Errorf("store: opening the database: %w", err)
	}
	pool, err := db.DB()
	if err != nil {
		return nil, fmt.Errorf("store: opening the database: %w", err)
	}
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	return db, nil
}

// lostRace reports whether the database broke a transaction off in favour of
// another, so that the whole of it may be tried again: deadlock (1213) and lock
// time-out (1205) of MySQL; a busy file of SQLite, or a column that another starter
// has just added.
func (d Dialect) lostRace(err error) bool {
	if my, ok := errors.AsType[*mysql.MySQLError](err); ok {
		return my.Number == 1213 || my.Number == 1205
	}
	return d == SQLite && (strings.Contains(err.Error(), "SQLITE_BUSY") || strings.Contains(err.Error(), "duplicate column name"))
}
