// Package store keeps the committee's records in SQLite or MySQL: members,
// meetings, topics, votes and minutes; the letters that are to leave and what
// became of them; the journal of who did what. It alone knows gorm. It holds no
// rule: what it loads and saves are the types of package committee.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"
)

// ErrNotFound says that there is no such record.
var ErrNotFound = errors.New("store: no such record")

// ErrSeen says that the event on whose behalf an Update ran has taken effect
// before (SYS-06).
var ErrSeen = errors.New("store: the event was dealt with before")

// Store is an open database. It is safe for concurrent use.
type Store struct {
	dialect Dialect
	write   *gorm.DB
	read    *gorm.DB
	posted  chan struct{}
	queue   queue // of writers, on SQLite
	memory  memory
}

// Tx is one transaction: every method of it belongs to the View or Update that
// made it and must not be used after it.
type Tx struct {
	db     *gorm.DB
	lock   bool
	posted bool

	memory  *memory
	peopled bool // it has changed somebody
}

// Posted fires after a commit that posted letters, so that a courier need not poll.
func (s *Store) Posted() <-chan struct{} { return s.posted }

// Dialect names the engine.
func (s *Store) Dialect() Dialect { return s.dialect }

// View runs fn in a transaction that only reads.
func (s *Store) View(ctx context.Context, fn func(*Tx) error) error {
	return transact(s.read.WithContext(ctx), s.dialect.reading(), func(db *gorm.DB) error { return fn(&Tx{db: db, memory: &s.memory}) })
}

// transact runs fn in a transaction. What fn says is returned as it is.
func transact(db *gorm.DB, begin []*sql.TxOptions, fn func(*gorm.DB) error) error {
	var said error
	err := db.Transaction(func(db *gorm.DB) error {
		said = fn(db)
		return said
	}, begin...)
	if said != nil {
		return said
	}
	return wrap(err, "beginning or ending a transaction")
}

// attempts is how often an Update is tried that lost a race inside the database.
const attempts = 5

// Update runs fn in a transaction that writes, and locks the meeting or ballot
// that it loads. It is repeated as a whole when the database broke it off to
// resolve a deadlock, so fn must have no effect outside. When ctx carries an event
// (WithEvent), the event's key is written in the same transaction; ErrSeen says
// that it was there already. Under Rehearse nothing of it is kept.
func (s *Store) Update(ctx context.Context, fn func(*Tx) error) error {
	var err error
	for range attempts {
		if err = s.update(ctx, fn); err == nil || !s.dialect.lostRace(err) {
			return err
		}
	}
	return err
}

func (s *Store) update(ctx context.Context, fn func(*Tx) error) error {
	tx := &Tx{lock: true, memory: &s.memory}
	ev := eventOf(ctx)
	err := s.writing(ctx, func(db *gorm.DB) error {
		tx.db, tx.posted, tx.peopled = db, false, false
		if err := tx.receive(ev); err != nil {
			return err
		}
		if err := fn(tx); err != nil {
			return err
		}
		return rehearsed(ctx)
	})
	if errors.Is(err, errRehearsed) {
		return nil
	}
	if err != nil {
		return err
	}
	if ev != nil {
		ev.kept = true
	}
	if tx.posted {
		select {
		case s.posted <- struct{}{}:
		default:
		}
	}
	return nil
}

// writing runs fn in a transaction that writes: on SQLite together with others.
func (s *Store) writing(ctx context.Context, fn func(*gorm.DB) error) error {
	if s.dialect == SQLite {
		return s.gather(ctx, fn)
	}
	return transact(s.write.WithContext(ctx), s.dialect.writing(), (&turn{fn: fn}).run)
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	for _, db := range []*gorm.DB{s.write, s.read} {
		pool, err := db.DB()
		if err == nil {
			err = pool.PingContext(ctx)
		}
		if err != nil {
			return fmt.Errorf("store: asking the database: %w", err)
		}
	}
	return nil
}

// Close closes the database.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*gorm.DB{s.read, s.write} {
		if pool, err := db.DB(); err == nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// millis and instant turn moments into the UTC milliseconds that are kept, and
// back; the zero time is 0 (stack.md: times at rest).
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func (tx *Tx) take(dest any, what string, conds ...any) error {
	err := tx.db.Take(dest, conds...).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("store: reading %s: %w", what, err)
	}
	return nil
}

func wrap(err error, doing string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("store: %s: %w", doing, err)
}

// Token returns a fresh random name of 26 letters and digits.
func Token() string { return strings.ToLower(rand.Text()) }
