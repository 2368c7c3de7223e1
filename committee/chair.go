package committee

import "strings"

// Presides reports whether a person chairs this meeting (MTG-04, A-09): the one whom
// the secretary delegated for it, else the secretary, or before the opening the vice
// secretary where the bylaws let him step in.
func (m *Meeting) Presides(a Actor) bool {
	if m.Chair != 0 {
		return m.Chair == a.Member.ID
	}
	return a.Is(Secretary) || a.Is(Vice) && a.Committee.Bylaws.Delegation == AutoVice
}

// Convenes reports whether a person fixes the time and the place of this meeting and
// releases its notice (MTG-03): the secretary, or whom he delegated for it.
func (m *Meeting) Convenes(a Actor) bool {
	return a.Is(Secretary) || m.Chair != 0 && m.Chair == a.Member.ID && !m.Held()
}

// Delegate lets another member preside over this meeting (MTG-04): only the secretary
// does so, with a reason, before the opening. A new date that he fixes needs a new
// delegation; the delegate keeps his for the date that he fixes himself.
func (m *Meeting) Delegate(by Actor, to Member, reason string) error {
	reason = strings.TrimSpace(reason)
	switch {
	case !by.Is(Secretary):
		return Refuse(Forbidden, "delegate.only-secretary")
	case by.Committee.Bylaws.Delegation == Never:
		return Refuse(Forbidden, "delegate.never")
	case m.Held() || !m.Pending():
		return m.unfit()
	case !to.InOffice(m.Day()) || to.Roles.Has(Secretary):
		return Refuse(Invalid, "delegate.who", to.Name)
	case reason == "":
		return Refuse(Invalid, "delegate.reason", to.Name)
	}
	if m.Chair == to.ID && m.ChairReason == reason {
		return Refuse(Conflict, "delegate.already", to.Name, reason)
	}
	m.Chair, m.ChairReason = to.ID, reason
	return nil
}

// TakeBack ends a delegation before the opening: the secretary presides himself.
func (m *Meeting) TakeBack(by Actor) error {
	switch {
	case !by.Is(Secretary):
		return Refuse(Forbidden, "delegate.only-secretary")
	case m.Held() || !m.Pending():
		return m.unfit()
	case m.Chair == 0:
		return Refuse(Conflict, "delegate.none")
	}
	m.Chair, m.ChairReason = 0, ""
	return nil
}

// mayPreside refuses whoever does not preside, with the reason; the vice secretary, who
// may step in by the bylaws, does not where the secretary has come.
func (m *Meeting) mayPreside(by Actor, inOffice Body) error {
	secretary, _ := inOffice.Secretary(m.Day())
	here := m.Attendee(secretary.ID) != nil && m.Attendee(secretary.ID).Here()
	switch {
	case m.Chair != 0 && m.Chair != by.Member.ID && by.Is(Secretary):
		return Refuse(Forbidden, "meeting.delegated", inOffice.Name(m.Chair))
	case m.Chair == 0 && by.Is(Vice|Ordinary) && by.Committee.Bylaws.Delegation == Never:
		return Refuse(Forbidden, "meeting.never-delegated", secretary.Name)
	case m.Chair == 0 && by.Is(Vice|Ordinary) && !m.Presides(by):
		return Refuse(Forbidden, "meeting.not-delegated", secretary.Name)
	case !m.Presides(by):
		return Refuse(Forbidden, "meeting.only-chair")
	case m.Chair == 0 && !by.Is(Secretary) && here:
		return Refuse(Forbidden, "meeting.secretary-here", secretary.Name)
	}
	return nil
}
