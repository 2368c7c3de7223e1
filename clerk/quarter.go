package clerk

import (
	"context"
	"errors"
	"time"

	"yishi/committee"
	"yishi/store"
	"yishi/workday"
)

// RemindQuarter is the morning's work for every committee: the secretary is
// reminded of the quarter's meeting while none is held or dated (MTG-01), and the
// members are asked for topics in the quarter's last month (interface.md,
// “Topics”); he is told of terms that end and of seats that are empty. It asks what is due by now and not yet done, so it may run late,
// twice or after any pause; at night and on a rest day it does nothing.
func (c *Clerk) RemindQuarter(ctx context.Context) error {
	var waiting []committee.ID
	err := c.store.View(ctx, func(tx *store.Tx) (err error) {
		waiting, err = tx.Mornings(workday.On(c.now()))
		return err
	})
	for _, id := range waiting {
		err = errors.Join(err, c.remindQuarter(ctx, id))
	}
	return err
}

// morning is when the bylaws let the day's first letters leave.
func (k *desk) morning(day workday.Date) time.Time {
	at := k.laws().NoticeSendAt
	return day.At(at.Hour, at.Minute, committee.Zone)
}

// clock is the actor of what nobody asked for.
func clock(com committee.Committee) committee.Actor { return committee.Actor{Committee: com} }

func (c *Clerk) remindQuarter(ctx context.Context, id committee.ID) error {
	return c.do(ctx, clock(committee.Committee{ID: id}), func(k *desk) error {
		com, done, err := k.HoldCommittee(id)
		if err != nil {
			return err
		}
		today := workday.On(k.now)
		k.by.Committee = com.On(today)
		if !done.Morning.Before(today) || k.now.Before(k.morning(today)) || !k.clerk.Decent(k.by.Committee, k.now).Equal(k.now) {
			return nil
		}
		body, err := k.Body(id)
		if err != nil {
			return err
		}
		if _, ok := body.Secretary(today); !ok {
			return nil
		}
		done.Morning = today
		if done, err = k.tellTerms(body, done); err != nil {
			return err
		}
		if done, err = k.askForMeeting(body, done); err != nil {
			return err
		}
		return k.SaveProgress(id, done)
	})
}

// askForMeeting asks for what the quarter's meeting needs by now: topics, a date.
func (k *desk) askForMeeting(body committee.Body, done store.Progress) (store.Progress, error) {
	cad := k.cadence()
	meeting, err := k.quartersMeeting(cad.Quarter)
	if err != nil {
		return done, err
	}
	if done.Called, err = k.callWhenDue(cad, meeting, body, done.Called); err != nil {
		return done, err
	}
	return k.remindWhenDue(cad, meeting, done)
}

func (k *desk) cadence() committee.Cadence {
	return committee.CadenceOf(workday.On(k.now).Quarter(), k.laws(), k.clerk.cal)
}

func (k *desk) quartersMeeting(q workday.Quarter) (*committee.Meeting, error) {
	m, err := k.RegularIn(k.by.Committee.ID, q.First().At(0, 0, committee.Zone), q.Last().AddDays(1).At(0, 0, committee.Zone))
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil //nolint:nilnil // no meeting is a usual answer here, and all callers ask for it
	}
	if err == nil && m.Dead(k.by.Committee.Under(m).Bylaws, k.clerk.cal, k.now) {
		return nil, nil //nolint:nilnil // it will not be held as it stands
	}
	return m, err
}

// remindWhenDue asks why the quarter before had no meeting, and while this one has none
// posts the reminder of the latest day that was due, or, once the
// last lawful moment has passed, the one message that says so.
func (k *desk) remindWhenDue(cad committee.Cadence, meeting *committee.Meeting, done store.Progress) (store.Progress, error) {
	if err := k.askWhyMissed(cad.Quarter); err != nil || meeting != nil {
		return done, err
	}
	today := workday.On(k.now)
	if k.now.After(cad.LastNotice) {
		if !today.Before(cad.MissedOn(k.clerk.cal)) && done.Missed != cad.Quarter.First() {
			done.Missed = cad.Quarter.First()
			return done, k.toSecretary(QuarterMissed, store.Subject{Step: today.String()})
		}
		return done, nil
	}
	day, ok := cad.Reminder(today)
	if ok && done.Reminded.Before(day) {
		done.Reminded = day
		return done, k.toSecretary(QuarterReminder, store.Subject{Step: today.String()})
	}
	return done, nil
}

func (k *desk) callWhenDue(cad committee.Cadence, m *committee.Meeting, body committee.Body, called workday.Date) (workday.Date, error) {
	open := m == nil || m.State == committee.Planned || m.State == committee.Fixed
	if !open || called == cad.Quarter.First() || workday.On(k.now).Before(cad.CallOn) || k.now.After(cad.TopicsBy) {
		return called, nil
	}
	return cad.Quarter.First(), k.call(body, cad.TopicsBy)
}

// call asks the vice secretary and members for topics and sets the deadline.
func (k *desk) call(body committee.Body, by time.Time) error {
	s := store.Subject{Step: workday.On(by).String()}
	askees := body.InOffice(workday.On(k.now)).With(committee.Vice|committee.Ordinary, workday.On(k.now))
	if err := k.postAll(TopicsCall, ids(askees), s); err != nil {
		return err
	}
	return k.postAt(doTopics, 0, store.Subject{}, by)
}

// CallTopics asks the members for topics now (征集议题) and returns the deadline:
// the quarter's own where it still lies ahead, else the fifth working day.
func (c *Clerk) CallTopics(ctx context.Context, by committee.Actor) (deadline time.Time, asked int, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		if !k.by.Is(committee.Secretary) {
			return committee.Refuse(committee.Forbidden, "topic.only-secretary")
		}
		_, done, err := k.HoldCommittee(k.by.Committee.ID)
		if err != nil {
			return err
		}
		body, err := k.Body(k.by.Committee.ID)
		if err != nil {
			return err
		}
		cad := k.cadence()
		fifth, _ := c.cal.Forward(workday.On(k.now), 4)
		deadline = fifth.At(18, 0, committee.Zone)
		if !workday.On(k.now).Before(cad.CallOn) && k.now.Before(cad.TopicsBy) {
			deadline = cad.TopicsBy
		}
		asked = len(body.With(committee.Vice|committee.Ordinary, workday.On(k.now)))
		done.Called = cad.Quarter.First()
		if err := k.SaveProgress(k.by.Committee.ID, done); err != nil {
			return err
		}
		if err := k.log(0, "topic.call", workday.On(deadline).String()); err != nil {
			return err
		}
		return k.call(body, deadline)
	})
	return deadline, asked, err
}

// Quarter is where the committee stands in its quarter.
type Quarter struct {
	committee.Cadence
	Meeting  *committee.Meeting // held or dated; nil when there is none
	Stale    *committee.Meeting // stands in the books and can no longer be held as it does
	DaysLeft int                // working days to the end, today included
	Today    workday.Date
}

// ThisQuarter tells how the quarter stands.
func (c *Clerk) ThisQuarter(ctx context.Context, by committee.Actor) (q Quarter, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		q.Cadence, q.Today = k.cadence(), workday.On(k.now)
		q.DaysLeft = c.cal.Count(q.Today, q.Quarter.Last())
		if q.Meeting, err = k.quartersMeeting(q.Quarter); err != nil || q.Meeting != nil {
			return err
		}
		m, err := k.pending()
		if err == nil && m.Dead(k.laws(), c.cal, k.now) {
			q.Stale = m
		}
		return ignoreRefusal(err)
	})
	return q, err
}

// NextMorning tells on which morning the quarter next asks a committee for
// something: a reminder of its meeting, or the call for topics.
func (c *Clerk) NextMorning(ctx context.Context, id committee.ID) (at time.Time, ok bool, err error) {
	err = c.see(ctx, clock(committee.Committee{ID: id}), func(k *desk) error {
		if k.by.Committee, err = c.committeeOf(k.Tx, id); err != nil {
			return err
		}
		var days []workday.Date
		for q := workday.On(k.now).Quarter(); err == nil && !ok; q = q.Next() { // the next quarter begins with a reminder
			days, err = k.askingDays(q)
			_, ok = k.earliest(days)
		}
		if err != nil {
			return err
		}
		ends, err := k.officeDays()
		at, ok = k.earliest(append(days, ends...))
		return err
	})
	return at, ok, err
}

// askingDays are the days on which a quarter asks for something: for topics, or for
// its meeting.
func (k *desk) askingDays(q workday.Quarter) ([]workday.Date, error) {
	cad := committee.CadenceOf(q, k.laws(), k.clerk.cal)
	m, err := k.quartersMeeting(q)
	if err != nil {
		return nil, err
	}
	days := []workday.Date{cad.CallOn}
	if m == nil {
		days = append(days, cad.Reminders...)
		days = append(days, cad.MissedOn(k.clerk.cal))
	}
	return days, nil
}

// earliest is the first morning still to come of some days.
func (k *desk) earliest(days []workday.Date) (at time.Time, ok bool) {
	for _, day := range days {
		if morning := k.morning(day); morning.After(k.now) && (!ok || morning.Before(at)) {
			at, ok = morning, true
		}
	}
	return at, ok
}
