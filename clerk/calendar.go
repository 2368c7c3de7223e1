package clerk

import (
	"context"
	"errors"
	"slices"

	"yishi/committee"
	"yishi/store"
)

// Reckon reckons the dates of every meeting to come by the calendar in force (NTC-01):
// it is asked at each start, and does nothing unless a table was published meanwhile
// that moves them. The secretary hears of every notice that moves, or that left when
// the new table would not have let it.
func (c *Clerk) Reckon(ctx context.Context) error {
	var all []committee.ID
	err := c.store.View(ctx, func(tx *store.Tx) (err error) {
		all, err = tx.Committees()
		return err
	})
	for _, id := range all {
		err = errors.Join(err, c.reckon(ctx, id))
	}
	return err
}

func (c *Clerk) reckon(ctx context.Context, id committee.ID) error {
	return c.do(ctx, clock(committee.Committee{ID: id}), func(k *desk) error {
		com, err := c.committeeOf(k.Tx, id)
		if err != nil {
			return err
		}
		k.by.Committee = com
		m, err := k.under(k.PendingMeeting(id))
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		planned := m.NoticeAt
		switch {
		case m.Reckon(k.laws(), c.cal, k.now):
			if _, err := k.planned(m, "notice.reckoned"); err != nil {
				return err
			}
			return k.toSecretary(NoticeReckoned, store.Subject{Meeting: m.ID, Step: planned.Format("200601021504")})
		case m.Outside(k.laws(), c.cal):
			return k.tellOutside(m)
		}
		return k.reckonDues(m)
	})
}

// reckonDues moves what the clock has still to do for a meeting; what has fallen due
// stays.
func (k *desk) reckonDues(m *committee.Meeting) error {
	if err := k.WithdrawAfter(m.ID, k.now, meetingErrands...); err != nil {
		return err
	}
	dues := m.NoticeDues(k.laws(), k.clerk.cal)
	if m.State == committee.Noticed {
		dues = m.MeetingDues(k.laws(), k.clerk.cal)
	}
	return k.plan(m, slices.DeleteFunc(dues, func(d committee.Due) bool { return !d.At.After(k.now) }))
}

// tellOutside tells the secretary, once for each window, that a notice which has left
// lies outside it by the new table.
func (k *desk) tellOutside(m *committee.Meeting) error {
	s := store.Subject{Meeting: m.ID, Step: "outside." + committee.WindowOf(m.Day(), k.laws(), k.clerk.cal).Opens.Format("20060102")}
	told, err := k.Evidence(m.ID, NoticeReckoned)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(told, func(d store.Delivery) bool { return d.Subject.Step == s.Step }) {
		return nil
	}
	if err := k.toSecretary(NoticeReckoned, s); err != nil {
		return err
	}
	return k.reckonDues(m)
}
