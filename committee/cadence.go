package committee

import (
	"time"

	"yishi/workday"
)

// A Cadence is when a quarter asks for its meeting (MTG-01).
type Cadence struct {
	Quarter     workday.Quarter
	Reminders   []workday.Date // days on which the secretary is reminded
	LastMeeting workday.Date   // last working day of the quarter
	LastNotice  time.Time      // last lawful moment of the notice for it
	CallOn      workday.Date   // topics are asked for: first working day of the last month
	TopicsBy    time.Time      // answers until the fifth working day, 18:00
	Provisional bool
}

// CadenceOf computes a quarter's cadence: reminders on the first and the middle
// working day, fifteen working days before the last, and then every third, as long
// as a notice can still be lawful.
func CadenceOf(q workday.Quarter, b Bylaws, cal *workday.Calendar) Cadence {
	days := cal.WorkdaysOf(q)
	n := len(days)
	last := days[n-1]
	w := WindowOf(last, b, cal)
	c := Cadence{Quarter: q, LastMeeting: last, LastNotice: w.Latest, Provisional: w.Provisional}
	c.Reminders = append(c.Reminders, days[0], days[n/2])
	for i := n - 1 - 15; i < n; i += 3 {
		if i > n/2 && !days[i].After(w.Last) {
			c.Reminders = append(c.Reminders, days[i])
		}
	}
	month := workday.New(q.Last().Year, q.Last().Month, 1)
	c.CallOn = cal.OnOrAfter(month)
	fifth, _ := cal.Forward(c.CallOn, 4)
	c.TopicsBy = fifth.At(18, 0, Zone)
	return c
}

// Reminder returns the latest day up to today on which the secretary was to be
// reminded; ok is false before the first.
func (c Cadence) Reminder(today workday.Date) (day workday.Date, ok bool) {
	for _, d := range c.Reminders {
		if !d.After(today) {
			day, ok = d, true
		}
	}
	return day, ok
}

// MissedOn is the working day after the last lawful moment: the day of the one
// message that only an urgent meeting or a reason on record remains.
func (c Cadence) MissedOn(cal *workday.Calendar) workday.Date {
	next, _ := cal.Forward(workday.On(c.LastNotice), 1)
	return next
}
