package committee

import (
	"cmp"
	"iter"
	"strings"

	"yishi/workday"
)

// VacancyID names one vacant seat that is to be filled.
type VacancyID int64

// A Vacancy is a seat that its holder has left and that is to be filled in time
// (ORG-07).
type Vacancy struct {
	ID     VacancyID
	Member MemberID // who left it
	Seat   Role
	Reason string
	From   workday.Date // the first day on which it was empty
	Filled workday.Date // zero: still empty
	Nudged workday.Date // the last day on which the secretary was told
}

// Due is the last day by which the seat is to be filled.
func (v Vacancy) Due(laws Bylaws) workday.Date { return v.From.AddDays(laws.VacancyDays) }

const week = 7

// Nudge returns the latest working day up to today on which the secretary is told
// that the seat is empty: week by week, and on the working day after it was due and
// week by week from there that it is overdue.
func (v Vacancy) Nudge(laws Bylaws, cal *workday.Calendar, today workday.Date) (day workday.Date, overdue, ok bool) {
	for d := range v.nudges(laws, cal) {
		if d.After(today) {
			break
		}
		day, ok = d, true
	}
	return day, ok && day.After(v.Due(laws)), ok
}

// NextNudge returns the first day after today on which the secretary is told.
func (v Vacancy) NextNudge(laws Bylaws, cal *workday.Calendar, today workday.Date) (day workday.Date) {
	for day = range v.nudges(laws, cal) {
		if day.After(today) {
			break
		}
	}
	return day
}

// nudges are the working days on which the secretary is told, one after another.
func (v Vacancy) nudges(laws Bylaws, cal *workday.Calendar) iter.Seq[workday.Date] {
	return func(yield func(workday.Date) bool) {
		overdue := cal.OnOrAfter(v.Due(laws).AddDays(1))
		for d := v.From.AddDays(week); cal.OnOrAfter(d).Before(overdue) && !cal.OnOrAfter(d).After(v.Due(laws)); d = d.AddDays(week) {
			if !yield(cal.OnOrAfter(d)) {
				return
			}
		}
		for d := overdue; yield(cal.OnOrAfter(d)); d = d.AddDays(week) {
		}
	}
}

// Empty counts the seats of a kind that nobody holds on a day.
func (c Committee) Empty(seat Role, body Body, on workday.Date) int {
	held := body.that(func(m Member) bool { return m.RolesOn(on)&seat != 0 })
	return max(0, c.planned(seat)-len(held))
}

// Free counts the seats of a kind that can be given from a day on: nobody holds them, and
// nobody is to hold them later.
func (c Committee) Free(seat Role, body Body, from workday.Date) int {
	return max(0, c.planned(seat)-len(body.taking(seat, from)))
}

func (c Committee) planned(seat Role) int {
	if seat == Ordinary {
		return c.Seats.Members
	}
	return 1
}

// taking returns who holds a seat of a kind on a day, or is to hold it after that.
func (b Body) taking(seat Role, from workday.Date) Body {
	return b.that(func(m Member) bool {
		return m.RolesOn(from)&seat != 0 || m.Roles&seat != 0 && m.Left.IsZero() && m.From.After(from)
	})
}

// Refill marks as filled, from a day on, the oldest of the open vacancies for which no
// seat of their kind is empty any more, and returns those that it marked.
func (c Committee) Refill(open []Vacancy, body Body, on workday.Date) []Vacancy {
	left := map[Role]int{}
	for _, v := range open {
		if !on.Before(v.From) {
			left[v.Seat]++
		}
	}
	var filled []Vacancy
	for i := range open {
		v := &open[i]
		if on.Before(v.From) || left[v.Seat] <= c.Empty(v.Seat, body, on) {
			continue
		}
		left[v.Seat]--
		v.Filled = on
		filled = append(filled, *v)
	}
	return filled
}

// A Departure is that somebody leaves his office (空缺, 离任).
type Departure struct {
	Reason    string
	Reference string       // the document that ordered it
	From      workday.Date // the first day out of office
	Plain     bool         // it is told without a reason or a document (离任, interface.md)
}

// Depart ends a person's office from a day on (ORG-07). The member of a seat leaves a
// vacancy; anybody else is only taken off.
func (m *Member) Depart(by Actor, d Departure) (*Vacancy, error) {
	seat := m.RolesOn(d.From.AddDays(-1)) & Seated
	switch {
	case !by.Is(Secretary | Admin):
		return nil, Refuse(Forbidden, "office.who")
	case !m.Left.IsZero():
		return nil, Refuse(Conflict, "depart.left", m.Name, m.Left)
	case !d.Plain && strings.TrimSpace(d.Reason+d.Reference) == "":
		return nil, Refuse(Invalid, "depart.no-reason", m.Name)
	case seat == 0 && m.Roles.Has(Seated):
		return nil, Refuse(Conflict, "depart.too-early", m.Name, m.From, d.From)
	}
	m.Left = d.From
	if seat == 0 {
		return nil, nil //nolint:nilnil // who holds no seat leaves none empty
	}
	return &Vacancy{Member: m.ID, Seat: seat, Reason: cmp.Or(strings.TrimSpace(d.Reason), "离任"), From: d.From}, nil
}

// Return takes back that a person has left (撤销离任): it was registered by mistake. free
// is how many seats of his kind can be given. He acts for no other's post any more.
func (m *Member) Return(by Actor, free int) error {
	switch {
	case !by.Is(Secretary | Admin):
		return Refuse(Forbidden, "office.who")
	case m.Left.IsZero():
		return Refuse(Conflict, "depart.serves", m.Name)
	case m.Roles&Seated != 0 && free == 0:
		return Refuse(Conflict, "depart.taken", m.Name, (m.Roles & Seated).Names())
	}
	m.Left = workday.Date{}
	m.Roles &^= Acting
	return nil
}
