package committee

import (
	"time"

	"yishi/workday"
)

// Come records that a person is on his way on the day of the meeting (M4), and when he
// will be there, zero where he does not say. Before the opening it is an answer too.
func (m *Meeting) Come(who MemberID, arrives time.Time, cal *workday.Calendar, now time.Time) error {
	a := m.Attendee(who)
	switch {
	case m.unnoticed():
		return m.unfit()
	case a == nil || a.Capacity == Released:
		return Refuse(NotFound, "meeting.not-invited")
	case m.State != Noticed && !m.Sitting():
		return m.unfit()
	case m.State == Noticed && m.Day().Before(DayOf(now)):
		return m.passed()
	case m.Day().After(DayOf(now)):
		return Refuse(Untimely, "coming.not-today", m.Starts)
	case a.Here():
		return Refuse(Conflict, "coming.here", Moment(a.CheckedIn))
	case !arrives.IsZero() && arrives.Before(now):
		return Refuse(Invalid, "coming.past", Moment(arrives), Moment(now))
	}
	if m.State == Noticed && a.Answer != Comes {
		m.answer(a, Comes, "", cal, now)
	}
	a.OnWayAt, a.ArrivesAt = now, arrives
	return nil
}
