package clerk

import (
	"context"
	"errors"
	"slices"

	"yishi/committee"
	"yishi/store"
	"yishi/workday"
)

// Fulfil lets the special or urgent meeting that is pending, or else the last one that
// was held, stand for the quarter's meeting (兼作例会, MTG-01).
func (c *Clerk) Fulfil(ctx context.Context, by committee.Actor) (d committee.Dossier, changed bool, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, err := k.under(k.PendingMeeting(k.by.Committee.ID))
		if errors.Is(err, store.ErrNotFound) {
			m, err = k.under(k.LatestMeeting(k.by.Committee.ID))
		}
		switch {
		case errors.Is(err, store.ErrNotFound):
			return committee.Refuse(committee.NotFound, "meeting.none")
		case err != nil:
			return err
		}
		if changed, err = m.Fulfil(k.by); err != nil {
			return err
		}
		if changed {
			if err := k.SaveMeeting(m); err != nil {
				return err
			}
			if err := k.log(m.ID, "meeting.fulfil", ""); err != nil {
				return err
			}
		}
		d, err = k.dossier(m)
		return err
	})
	return d, changed, err
}

// askWhyMissed asks the secretary in a new quarter, once, why the one before had no
// meeting (MTG-01); not of a quarter that the program did not see to its end.
func (k *desk) askWhyMissed(now workday.Quarter) error {
	missed := now.First().AddDays(-1).Quarter()
	book := k.by.Committee.Lawbook
	if len(book) == 0 || book[0].From.After(missed.Last()) {
		return nil
	}
	m, err := k.quartersMeeting(missed)
	if err != nil || m != nil && m.Held() {
		return err
	}
	known, err := k.Missed(k.by.Committee.ID)
	if err != nil || slices.ContainsFunc(known, func(q store.Missed) bool { return q.Quarter == missed }) {
		return err
	}
	if err := k.SaveMissed(k.by.Committee.ID, store.Missed{Quarter: missed, AskedAt: k.now}); err != nil {
		return err
	}
	return k.toSecretary(MissedReason, store.Subject{Step: missed.First().String()})
}

// Missed lists the quarters without their meeting and why, the latest first.
func (c *Clerk) Missed(ctx context.Context, by committee.Actor) (list []store.Missed, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		list, err = k.Missed(k.by.Committee.ID)
		return err
	})
	return list, err
}

// ExplainMissed keeps why a quarter had no meeting: the latest that was asked about, or
// the present one when its meeting can no longer be noticed in time.
func (c *Clerk) ExplainMissed(ctx context.Context, by committee.Actor, reason string) (q workday.Quarter, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		if !k.by.Is(committee.Secretary) {
			return committee.Refuse(committee.Forbidden, "meeting.only-secretary")
		}
		missed, err := k.unexplained()
		if err != nil {
			return err
		}
		missed.Reason, missed.By, missed.SaidAt = reason, k.by.Member.ID, k.now
		q = missed.Quarter
		if err := k.SaveMissed(k.by.Committee.ID, missed); err != nil {
			return err
		}
		return k.log(0, "quarter.missed", q.String()+" "+reason)
	})
	return q, err
}

func (k *desk) unexplained() (store.Missed, error) {
	known, err := k.Missed(k.by.Committee.ID)
	if err != nil {
		return store.Missed{}, err
	}
	cad := k.cadence()
	m, err := k.quartersMeeting(cad.Quarter)
	if err != nil {
		return store.Missed{}, err
	}
	switch {
	case m == nil && k.now.After(cad.LastNotice):
		return store.Missed{Quarter: cad.Quarter, AskedAt: k.now}, nil
	case len(known) > 0:
		return known[0], nil
	}
	return store.Missed{}, committee.Refuse(committee.NotFound, "missed.none")
}
