package committee

import (
	"strings"
	"time"

	"yishi/workday"
)

// A Plan is a date and a place that someone wants a meeting at.
type Plan struct {
	Starts  time.Time
	Place   string
	Kind    MeetingKind
	Reason  string // of a special meeting, or of an urgent one, at least five characters (NTC-05)
	RestDay bool   // the planner has confirmed that a rest day is meant
	Instead bool   // the planner gives up a draft of another kind for it
}

// Fix drafts the meeting for a date and place (MTG-03). It refuses a date that
// has passed, a rest day that was not confirmed, and a date that can no longer be
// noticed in time (NTC-02), and to take the place of a draft of another kind unless
// that is meant; nothing leaves before Confirm.
func (m *Meeting) Fix(p Plan, by Actor, cal *workday.Calendar, now time.Time) error {
	if err := p.check(by.Committee.Bylaws, cal, now); err != nil {
		return err
	}
	switch {
	case m.State == Noticed:
		return m.unfit()
	case m.State == Fixed && !m.Convenes(by):
		return Refuse(Forbidden, "meeting.fixed-by-secretary", m.Starts, m.NoticeAt)
	case m.unnoticed() && m.Kind != p.Kind && !p.Instead && !m.Dead(by.Committee.Bylaws, cal, now):
		return Refuse(Conflict, "plan.instead", m.Starts, m.Place)
	}
	if m.State != "" && m.State != Planned {
		if err := m.pass(Planned); err != nil {
			return err
		}
	}
	m.place(p, by)
	return nil
}

// MayRedraft refuses who would put another draft in place of the secretary's own, which
// waits for his word (MTG-03).
func (m *Meeting) MayRedraft(by Actor, drafter Member) error {
	if m.State == Planned && drafter.Roles.Has(Secretary) && !m.Convenes(by) {
		return Refuse(Forbidden, "meeting.drafted-already", m.Starts, m.Place)
	}
	return nil
}

// Move gives a meeting that was noticed a new date (MTG-06): it is planned anew,
// and everyone who was told has to be told again.
func (m *Meeting) Move(p Plan, by Actor, cal *workday.Calendar, now time.Time) error {
	if err := p.check(by.Committee.Bylaws, cal, now); err != nil {
		return err
	}
	if m.State != Planned {
		if err := m.pass(Planned); err != nil {
			return err
		}
	}
	m.place(p, by)
	return nil
}

func (m *Meeting) place(p Plan, by Actor) {
	m.State, m.Starts, m.Place, m.Kind, m.Reason = Planned, p.Starts, p.Place, p.Kind, p.Reason
	m.DraftedBy, m.Committee, m.Year = by.Member.ID, by.Committee.ID, m.Day().Year
	m.NoticeAt, m.NoticedAt, m.LastAsked = time.Time{}, time.Time{}, time.Time{}
	m.Fulfils = m.Fulfils && p.Kind != Regular
	m.Roll, m.Laws, m.Remote, m.EarlyAt = nil, 0, false, time.Time{}
	if m.Chair != by.Member.ID {
		m.Chair, m.ChairReason = 0, ""
	}
}

func (p Plan) check(b Bylaws, cal *workday.Calendar, now time.Time) error {
	day := DayOf(p.Starts)
	switch {
	case day.Before(DayOf(now)):
		return Refuse(Invalid, "plan.past-day", day)
	case !p.Starts.After(now):
		return Refuse(Invalid, "plan.past-time", p.Starts)
	case CheckAsk(p.Place) != nil || CheckAsk(p.Reason) != nil:
		return Refuse(Forbidden, "topic.classified")
	case p.Kind == Urgent && len([]rune(strings.TrimSpace(p.Reason))) < 5:
		return Refuse(Invalid, "plan.urgent-reason")
	case p.Kind == Urgent:
		return nil
	case p.Kind == Special && strings.TrimSpace(p.Reason) == "":
		return Refuse(Invalid, "plan.special-reason")
	}
	if w := WindowOf(day, b, cal); !w.Reachable(b, cal, now) {
		return Refuse(Untimely, "notice.too-late", p.Starts, w.Latest, EarliestDay(b, cal, now), b.NoticeMin)
	}
	if !cal.Works(day) && !p.RestDay {
		return Refuse(Invalid, "plan.rest-day", day, nextWorkdays(day, cal, 2))
	}
	return nil
}

func nextWorkdays(d workday.Date, cal *workday.Calendar, n int) []workday.Date {
	var out []workday.Date
	for i := 1; i <= n; i++ {
		next, _ := cal.Forward(d, i)
		out = append(out, next)
	}
	return out
}

// Confirm releases the draft (MTG-03): only who convenes the meeting. From now on the
// notice leaves by itself at NoticeAt.
func (m *Meeting) Confirm(by Actor, cal *workday.Calendar, now time.Time) error {
	switch {
	case !m.Convenes(by):
		return Refuse(Forbidden, "meeting.only-secretary")
	case m.State == Fixed:
		return Refuse(Conflict, "meeting.already-fixed", m.Starts, m.NoticeAt)
	case m.State != Planned:
		return m.unfit()
	case !m.Starts.After(now):
		return Refuse(Invalid, "plan.past-time", m.Starts)
	}
	b := by.Committee.Bylaws
	at := now
	if m.Kind != Urgent {
		w := WindowOf(m.Day(), b, cal)
		if !w.Reachable(b, cal, now) {
			return Refuse(Untimely, "notice.too-late", m.Starts, w.Latest, EarliestDay(b, cal, now), b.NoticeMin)
		}
		at = w.SendAt(b, cal, now)
	}
	m.NoticeAt = at
	return m.pass(Fixed)
}

// AnnounceEarly records that the meeting is announced before its notice (预通知, NTC-03):
// only the secretary does so, once for a date that he confirmed, before the window
// opens. The notice follows by itself.
func (m *Meeting) AnnounceEarly(by Actor, cal *workday.Calendar, now time.Time) error {
	w := WindowOf(m.Day(), by.Committee.Bylaws, cal)
	switch {
	case !by.Is(Secretary):
		return Refuse(Forbidden, "meeting.only-secretary")
	case m.State != Fixed:
		return m.unfit()
	case m.Kind == Urgent || !now.Before(w.Opens):
		return Refuse(Untimely, "early.window", m.Starts, m.NoticeAt)
	case !m.EarlyAt.IsZero():
		return Refuse(Conflict, "early.sent", m.Starts, m.EarlyAt, m.NoticeAt)
	}
	m.EarlyAt = now
	return nil
}
