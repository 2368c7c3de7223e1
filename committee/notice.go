package committee

import (
	"time"

	"yishi/workday"
)

// A Window is when the formal notice of a meeting may lawfully leave (NTC-02):
// from the start of the third working day before the meeting to the closing hour
// of the second.
type Window struct {
	First, Last   workday.Date // T-3 and T-2
	Opens, Latest time.Time
	Provisional   bool // a year without a published holiday table was touched (NTC-01)
}

// Zone is the committee's civil time whatever the machine says; China has one (SYS-08).
var Zone = time.FixedZone("CST", 8*60*60)

// WindowOf returns the window of a meeting on a day.
func WindowOf(day workday.Date, b Bylaws, cal *workday.Calendar) Window {
	extra := 0
	if b.NoticeClearDays {
		extra = 1
	}
	first, p1 := cal.Back(day, b.NoticeMax+extra)
	last, p2 := cal.Back(day, b.NoticeMin+extra)
	return Window{
		First: first, Last: last,
		Opens: first.At(0, 0, Zone), Latest: last.At(b.NoticeLatest.Hour, b.NoticeLatest.Minute, Zone),
		Provisional: p1 || p2 || !cal.Published(day.Year),
	}
}

// SendAt returns when a notice confirmed now leaves: on the first day of the
// window at the sending hour; confirmed later, at once, or on the next working
// morning when that would be at night or on a rest day.
func (w Window) SendAt(b Bylaws, cal *workday.Calendar, now time.Time) time.Time {
	at := w.First.At(b.NoticeSendAt.Hour, b.NoticeSendAt.Minute, Zone)
	if now.Before(at) {
		return at
	}
	return Decent(b, cal, now)
}

// Reachable reports whether a notice confirmed now still leaves inside the window.
func (w Window) Reachable(b Bylaws, cal *workday.Calendar, now time.Time) bool {
	return !w.SendAt(b, cal, now).After(w.Latest)
}

// EarliestDay returns the first working day that a meeting can still be noticed
// for in time.
func EarliestDay(b Bylaws, cal *workday.Calendar, now time.Time) workday.Date {
	for day := cal.OnOrAfter(DayOf(now)); ; day, _ = cal.Forward(day, 1) {
		if WindowOf(day, b, cal).Reachable(b, cal, now) {
			return day
		}
	}
}

// The hours in which nobody is written to of our own accord (NTC-08).
const (
	quietFrom = 21
	quietTo   = 8
)

// Decent returns now, or, at night and on a rest day, the next working morning at
// the sending hour (NTC-08, interface.md “Who is told”).
func Decent(b Bylaws, cal *workday.Calendar, now time.Time) time.Time {
	local := now.In(Zone)
	today := workday.On(local)
	morning := func(d workday.Date) time.Time { return d.At(b.NoticeSendAt.Hour, b.NoticeSendAt.Minute, Zone) }
	switch {
	case !cal.Works(today) || local.Hour() >= quietFrom:
		next, _ := cal.Forward(today, 1)
		return morning(next)
	case local.Hour() < quietTo:
		return morning(today)
	}
	return now
}

// Reckon reckons anew when the notice of a meeting leaves, after a year's holidays were
// published (NTC-01): moved says that it leaves at another time than was planned. A
// notice that is under way, and one that was planned inside its window, stay.
func (m *Meeting) Reckon(b Bylaws, cal *workday.Calendar, now time.Time) (moved bool) {
	if m.State != Fixed || m.Kind == Urgent || !m.NoticeAt.After(now) {
		return false
	}
	w := WindowOf(m.Day(), b, cal)
	due := w.SendAt(b, cal, now)
	waits := due.After(now) && m.NoticeAt.After(due)
	if m.NoticeAt.Equal(due) || !waits && !m.NoticeAt.Before(w.Opens) && !m.NoticeAt.After(w.Latest) {
		return false
	}
	m.NoticeAt = due
	return true
}

// Outside reports whether the notice of a meeting left outside its lawful window, as
// the calendar now has it.
func (m *Meeting) Outside(b Bylaws, cal *workday.Calendar) bool {
	w := WindowOf(m.Day(), b, cal)
	return m.State == Noticed && m.Kind != Urgent && (m.NoticedAt.Before(w.Opens) || m.NoticedAt.After(w.Latest))
}

// Due is something that the clock does for a meeting at a moment.
type Due struct {
	Name string
	At   time.Time
}

// The names of what falls due around a meeting.
const (
	DueNotice   = "notice"        // the notice leaves
	DueConfirm  = "confirm"       // the secretary is reminded of a draft that he has not confirmed
	DueReport   = "notice.report" // the secretary learns whom the notice reached
	DueChase    = "chase"         // the silent are asked again
	DueFailing  = "failing"       // what the platform has not taken by noon is telephoned (§3.9)
	DueCalls    = "calls"         // secretary and recorder get the list to telephone
	DueForecast = "forecast"      // the secretary learns how many will come
	DueRemind   = "remind"        // those who come are reminded
	DueCheckIn  = "checkin"       // check-in opens
	DueWait     = "wait"          // without a quorum the chair is asked what to do
)

// NoticeDues returns what falls due before the notice of a meeting.
func (m *Meeting) NoticeDues(b Bylaws, cal *workday.Calendar) []Due {
	switch m.State {
	case Planned:
		return []Due{{DueConfirm, WindowOf(m.Day(), b, cal).First.At(b.NoticeSendAt.Hour, b.NoticeSendAt.Minute, Zone)}}
	case Fixed:
		return []Due{{DueNotice, m.NoticeAt}}
	default:
		return nil
	}
}

// MeetingDues returns what falls due between the notice and the opening, in order
// of time (NTC-06, NTC-08, ATT-03, ATT-04, A-10); what lies before the notice is left out.
func (m *Meeting) MeetingDues(b Bylaws, cal *workday.Calendar) []Due {
	day := m.Day()
	t1, _ := cal.Back(day, 1)
	t2, _ := cal.Back(day, 2)
	hour, minute := b.NoticeSendAt.Hour, b.NoticeSendAt.Minute
	all := []Due{
		{DueReport, m.NoticedAt.Add(time.Minute)},
		{DueChase + ".2", t2.At(hour, minute, Zone)},
		{DueFailing, t2.At(12, 0, Zone)},
		{DueCalls, t2.At(16, minute, Zone)},
		{DueChase + ".1", t1.At(hour, minute, Zone)},
		{DueForecast + ".1", t1.At(hour, minute, Zone)},
		{DueForecast + ".2", t1.At(17, minute, Zone)},
		{DueRemind + ".1", t1.At(17, minute, Zone)},
		{DueRemind + ".2", m.lastReminder()},
		{DueCheckIn, m.CheckInOpens()},
		{DueWait, m.Starts.Add(b.QuorumWait)},
	}
	var out []Due
	for _, d := range all {
		if d.At.After(m.NoticedAt) {
			out = append(out, d)
		}
	}
	return out
}

// lastReminder is an hour before the start, but not in the night (NTC-08).
func (m *Meeting) lastReminder() time.Time {
	at := m.Starts.Add(-time.Hour)
	if morning := m.Day().At(quietTo, 0, Zone); at.Before(morning) && morning.Before(m.Starts) {
		return morning
	}
	return at
}

// AnswerBy is the deadline of the answers: noon of the working day before (NTC-07).
// A meeting called later than that has none.
func (m *Meeting) AnswerBy(cal *workday.Calendar) time.Time {
	t1, _ := cal.Back(m.Day(), 1)
	return t1.At(12, 0, Zone)
}

// CheckInOpens is half an hour before the start (ATT-04).
func (m *Meeting) CheckInOpens() time.Time { return m.Starts.Add(-30 * time.Minute) }
