package store

import (
	"database/sql"
	"errors"
	"slices"
	"sync"

	"yishi/committee"
)

// rosters remembers the people of each committee as they were read last. Every
// change of them counts up a number in the committee's row, in the transaction that
// makes it, so a number that is read tells whether what is remembered still holds,
// whichever program made the change.
type rosters struct {
	mu   sync.Mutex
	last map[committee.ID]remembered
}

type remembered struct {
	rev  int64
	body committee.Body
}

func (r *rosters) get(id committee.ID, rev int64) (committee.Body, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	last, known := r.last[id]
	return slices.Clone(last.body), known && last.rev == rev
}

func (r *rosters) keep(id committee.ID, rev int64, body committee.Body) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last == nil {
		r.last = map[committee.ID]remembered{}
	}
	if r.last[id].rev < rev {
		r.last[id] = remembered{rev, slices.Clone(body)}
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
