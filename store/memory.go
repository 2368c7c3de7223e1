package store

import (
	"database/sql"
	"errors"
	"sync"

	"yishi/committee"
)

// memory is what a store remembers of each committee as it was read last: its people
// and its bylaws. Every change of them counts up a number in the committee's row, in
// the transaction that makes it, so a number that is read tells whether what is
// remembered still holds, whichever program made the change.
type memory struct {
	people counted[committee.Body]
	laws   counted[committee.Lawbook]
}

// counted remembers one thing of each committee with its number.
type counted[T any] struct {
	mu   sync.Mutex
	last map[committee.ID]remembered[T]
}

type remembered[T any] struct {
	rev  int64
	what T
}

func (c *counted[T]) get(id committee.ID, rev int64) (T, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	last, known := c.last[id]
	return last.what, known && last.rev == rev
}

func (c *counted[T]) keep(id committee.ID, rev int64, what T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.last == nil {
		c.last = map[committee.ID]remembered[T]{}
	}
	if c.last[id].rev < rev {
		c.last[id] = remembered[T]{rev, what}
	}
}

// rosterRev reads the number of a committee's roster; 0 when nothing may be
// remembered: there is no such committee, or this transaction changed its people.
func (tx *Tx) rosterRev(id committee.ID) (rev int64, err error) {
	if tx.peopled {
		return 0, nil
	}
	err = tx.db.Raw("SELECT roster_rev FROM committees WHERE id = ?", int64(id)).Row().Scan(&rev)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return rev, wrap(err, "reading the number of the roster")
}
