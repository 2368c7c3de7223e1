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
// and telephone, are changed, new ones added, all in one transaction. Who is not in
// the file stays as he is and is counted in Others.
func (c *Clerk) ImportRoster(ctx context.Context, id committee.ID, people []committee.Member) (n Imported, err error) {
	err = c.onOffices(ctx, clock(committee.Committee{ID: id}), func(k *desk, _ committee.Body) error {
		if n, err = k.importAll(people, k.SaveMember); err != nil {
			return err
		}
		if err := k.peopled(); err != nil {
			return err
		}
		return k.log(0, "roster.import", fmt.Sprintf("%d new, %d changed", n.New, n.Changed))
	})
	return n, err
}

// PreviewRoster counts what ImportRoster would do.
func (c *Clerk) PreviewRoster(ctx context.Context, id committee.ID, people []committee.Member) (n Imported, err error) {
	err = c.see(ctx, clock(committee.Committee{ID: id}), func(k *desk) error {
		n, err = k.importAll(people, func(*committee.Member) error { return nil })
		return err
	})
	return n, err
}

func (k *desk) importAll(people []committee.Member, save func(*committee.Member) error) (n Imported, err error) {
	body, err := k.Tx.Body(k.by.Committee.ID)
	if err != nil {
		return n, err
	}
	n.Others = len(body)
	for _, m := range people {
		m.Committee = k.by.Committee.ID
		i := slices.IndexFunc(body, func(b committee.Member) bool { return b.Name == m.Name && b.Phone == m.Phone })
		if i < 0 {
			n.New++
		} else {
			n.Others--
			m = keptOf(body[i], m)
			m.ID = body[i].ID
			if same(body[i], m) {
				n.Same++
				continue
			}
			n.Changed++
		}
		if err := save(&m); err != nil {
			return n, err
		}
	}
	return n, nil
}

// keptOf lets a row of the file keep what the roster knows and no file says: the terms
// before, the document of the present one, and that it has ended. A later first day is
// a new term.
func keptOf(old, m committee.Member) committee.Member {
	m.Former, m.Reference = old.Former, old.Reference
	m.Roles |= old.Roles & committee.Acting
	switch {
	case len(old.Former) > 0 && (m.From.Before(old.From) || old.From.IsZero()): // a file older than what was decided since
		m.Roles = m.Roles&^committee.Seated | old.Roles&committee.Seated
		m.First, m.From, m.Until, m.Left, m.Category = old.First, old.From, old.Until, old.Left, old.Category
	case !old.From.IsZero() && m.From.After(old.From):
		again := old
		again.Reappoint(m.Roles&committee.Seated, m.From, m.Until, "")
		m.Former, m.Reference = again.Former, ""
	case m.Left.IsZero():
		m.Left = old.Left
	}
	return m
}

func same(a, b committee.Member) bool {
	accounts := slices.Equal(a.Accounts, b.Accounts)
	a.ID, a.Accounts, b.Accounts = b.ID, nil, nil
	return accounts && fmt.Sprint(a) == fmt.Sprint(b)
}

// SaveCommittee writes the committee that the settings name, under the bylaws that
// they say. Where its numbers begin is taken over once, in the year in which it was
// first written.
func (c *Clerk) SaveCommittee(ctx context.Context, com committee.Committee, laws map[string]string) error {
	return c.do(ctx, clock(com), func(k *desk) error {
		com.NumbersYear = k.now.Year()
		old, _, err := k.HoldCommittee(com.ID)
		if ignoreNotFound(err) != nil {
			return err
		}
		if err == nil {
			com.Seats, com.NumbersYear, com.NextMeeting, com.NextMinutes = old.Seats, old.NumbersYear, old.NextMeeting, old.NextMinutes
		}
		if err := k.SaveCommittee(com); err != nil {
			return err
		}
		if com.Name != old.Name || com.Issuer != old.Issuer || com.Street != old.Street || com.Contact != old.Contact {
			if err := k.log(0, "committee.settings", com.Name); err != nil {
				return err
			}
		}
		return k.settleLaws(old.Lawbook, laws)
	})
}

// AddCommittee makes a further committee under the bylaws that the settings say.
func (c *Clerk) AddCommittee(ctx context.Context, com *committee.Committee, laws map[string]string) error {
	return c.do(ctx, clock(*com), func(k *desk) error {
		all, err := k.Committees()
		if err != nil {
			return err
		}
		for _, id := range all {
			other, _, err := k.Committee(id)
			if err != nil {
				return err
			}
			if other.Name == com.Name {
				return fmt.Errorf("there is a committee %s already, number %d: give another name", com.Name, id)
			}
			com.ID = max(com.ID, id)
		}
		com.ID++
		com.NumbersYear = k.now.Year()
		if err := k.SaveCommittee(*com); err != nil {
			return err
		}
		k.by.Committee = *com
		if err := k.log(0, "committee.add", com.Name); err != nil {
			return err
		}
		return k.settleLaws(nil, laws)
	})
}

// Committees loads every committee of the deployment.
func (c *Clerk) Committees(ctx context.Context) (all []committee.Committee, err error) {
	err = c.store.View(ctx, func(tx *store.Tx) error {
		ids, err := tx.Committees()
		for _, id := range ids {
			com, _, err := tx.Committee(id)
			if err != nil {
				return err
			}
			all = append(all, com)
		}
		return err
	})
	return all, err
}
