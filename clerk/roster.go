package clerk

import (
	"context"
	"fmt"
	"slices"

	"yishi/committee"
	"yishi/store"
)

// Imported counts what an import of the roster changes.
type Imported struct{ New, Changed, Same, Others int }

// ImportRoster writes people into a committee's roster (SYS-03): known ones, by name
// and telephone, are changed, new ones added, all in one transaction; with dry it
// only counts. Who is not in the file stays as he is and is counted in Others.
func (c *Clerk) ImportRoster(ctx context.Context, id committee.ID, people []committee.Member, dry bool) (n Imported, err error) {
	run := c.store.Update
	if dry {
		run = c.store.View
	}
	err = run(ctx, func(tx *store.Tx) error {
		n = Imported{}
		k := &desk{tx, c, clock(committee.Committee{ID: id}), c.now()}
		body, err := tx.Body(id)
		if err != nil {
			return err
		}
		for i := range people {
			if err := k.importOne(body, people[i], &n, dry); err != nil {
				return err
			}
		}
		n.Others = len(body) - n.Changed - n.Same
		if dry {
			return nil
		}
		return k.log(0, "roster.import", fmt.Sprintf("%d new, %d changed", n.New, n.Changed))
	})
	return n, err
}

func (k *desk) importOne(body committee.Body, m committee.Member, n *Imported, dry bool) error {
	m.Committee = k.by.Committee.ID
	i := slices.IndexFunc(body, func(b committee.Member) bool { return b.Name == m.Name && b.Phone == m.Phone })
	switch {
	case i < 0:
		n.New++
	case same(body[i], m):
		n.Same++
		return nil
	default:
		n.Changed++
		m.ID = body[i].ID
	}
	if dry {
		return nil
	}
	return k.SaveMember(&m)
}

func same(a, b committee.Member) bool {
	accounts := slices.Equal(a.Accounts, b.Accounts)
	a.ID, a.Accounts, b.Accounts = b.ID, nil, nil
	return accounts && fmt.Sprint(a) == fmt.Sprint(b)
}

// SaveCommittee writes the committee that the settings name. Where its numbers
// begin is taken over once, in the year in which it was first written.
func (c *Clerk) SaveCommittee(ctx context.Context, com committee.Committee) error {
	return c.store.Update(ctx, func(tx *store.Tx) error {
		com.NumbersYear = c.now().Year()
		old, _, err := tx.HoldCommittee(com.ID)
		if ignoreNotFound(err) != nil {
			return err
		}
		if err == nil {
			com.Seats, com.NumbersYear, com.NextMeeting, com.NextMinutes = old.Seats, old.NumbersYear, old.NextMeeting, old.NextMinutes
		}
		return tx.SaveCommittee(com)
	})
}
