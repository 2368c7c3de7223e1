package store

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"

	"gorm.io/gorm"
)

// A commit waits for the disk, and SQLite commits one transaction at a time. So
// those who write at one moment are written together: one transaction holds them
// all, each behind a savepoint of its own, and one commit serves them all. Who is
// broken off leaves no trace, and takes nobody with him.

// together is how many are written in one transaction at most.
const together = 32

// turn is one Update that waits to be written.
type turn struct {
	ctx  context.Context //nolint:containedctx // of the caller, who waits while it is here
	fn   func(*gorm.DB) error
	err  error
	done chan struct{} // closed when err is the outcome
}

// queue holds those who wait to be written.
type queue struct {
	mu      sync.Mutex
	waiting []*turn
	busy    bool // someone writes
}

// gather writes fn together with whoever else writes now, and returns when it is
// committed or has come to nothing.
func (s *Store) gather(ctx context.Context, fn func(*gorm.DB) error) error {
	mine := &turn{ctx: ctx, fn: fn, done: make(chan struct{})}
	if s.queue.join(mine) {
		go s.writeAll() //nolint:contextcheck // one caller's goroutine writes for all, each by his own context
	}
	select {
	case <-mine.done:
	case <-ctx.Done():
		if s.queue.leave(mine) {
			return wrap(ctx.Err(), "waiting to write")
		}
		<-mine.done
	}
	return mine.err
}

// join reports whether nobody writes, so that who joined has to see to it.
func (q *queue) join(t *turn) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, t)
	idle := !q.busy
	q.busy = true
	return idle
}

// leave reports whether t was still waiting; it is not written then.
func (q *queue) leave(t *turn) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting, t)
	if i >= 0 {
		q.waiting = slices.Delete(q.waiting, i, i+1)
	}
	return i >= 0
}

// next takes those who are written next; none: nobody writes any more.
func (q *queue) next() []*turn {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.waiting), together)
	batch := slices.Clone(q.waiting[:n])
	q.waiting = slices.Delete(q.waiting, 0, n)
	q.busy = n > 0
	return batch
}

// writeAll writes until nobody waits.
func (s *Store) writeAll() {
	for {
		batch := s.queue.next()
		if len(batch) == 0 {
			return
		}
		s.writeBatch(batch)
		for _, t := range batch {
			close(t.done)
		}
	}
}

// writeBatch writes several in one transaction. When that comes to nothing as a
// whole, and for one alone, each has a transaction of his own: nobody fails for
// another's sake.
func (s *Store) writeBatch(batch []*turn) {
	if len(batch) > 1 && s.writeTogether(batch) == nil {
		return
	}
	for _, t := range batch {
		t.err = transact(s.write.WithContext(t.ctx), s.dialect.writing(), t.run)
	}
}

const savepoint = "one"

// writeTogether hears whoever hangs up before his part and not within it: SQLite,
// interrupted while it writes, takes back the whole transaction.
func (s *Store) writeTogether(batch []*turn) error {
	ctx := context.WithoutCancel(batch[0].ctx)
	return transact(s.write.WithContext(ctx), s.dialect.writing(), func(db *gorm.DB) error {
		for _, t := range batch {
			if t.err = wrap(t.ctx.Err(), "waiting to write"); t.err != nil {
				continue
			}
			if err := db.SavePoint(savepoint).Error; err != nil {
				return wrap(err, "beginning a part of a transaction")
			}
			t.err = t.run(db.WithContext(context.WithoutCancel(t.ctx)))
			if t.err == nil {
				continue
			}
			if err := db.RollbackTo(savepoint).Error; err != nil {
				return wrap(err, "taking back a part of a transaction")
			}
		}
		return nil
	})
}

// run writes one part. What breaks in it is its caller's, and nobody else's.
func (t *turn) run(db *gorm.DB) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("store: what was to be written broke: %v, at %s", fault, debug.Stack())
		}
	}()
	return t.fn(db)
}
