package committee

import "time"

// AllowRemote lets people attend this meeting by video: only the secretary
// allows it, for the one meeting, until it is over.
func (m *Meeting) AllowRemote(by Actor) (changed bool, err error) {
	switch {
	case !by.Is(Secretary):
		return false, Refuse(Forbidden, "remote.only-secretary")
	case by.Committee.Bylaws.Remote == NeverRemote:
		return false, Refuse(Forbidden, "remote.never")
	case !m.Pending():
		return false, m.unfit()
	case m.Remote || by.Committee.Bylaws.Remote == AlwaysRemote:
		return false, nil
	}
	m.Remote = true
	return true, nil
}

// MayAttendRemotely refuses a check-in by video where it is not allowed.
func (m *Meeting) MayAttendRemotely(b Bylaws) error {
	switch {
	case b.Remote == NeverRemote:
		return Refuse(Forbidden, "remote.never")
	case b.Remote == PerMeeting && !m.Remote:
		return Refuse(Forbidden, "remote.not-allowed")
	}
	return nil
}

// UndoCheckIn takes back a check-in that was wrong (ATT-04): by the recorder, before
// the opening; afterwards only 退席 is recorded.
func (m *Meeting) UndoCheckIn(by Actor, who MemberID) error {
	a := m.Attendee(who)
	switch {
	case !by.Is(Recorder | Secretary):
		return Refuse(Forbidden, "checkin.only-recorder")
	case m.Sitting():
		return Refuse(Untimely, "undo.opened", Moment(m.OpenedAt))
	case m.State != Noticed:
		return m.unfit()
	case a == nil:
		return Refuse(NotFound, "called.not-invited")
	case a.CheckedIn.IsZero():
		return Refuse(Conflict, "undo.none")
	}
	a.CheckedIn, a.Left, a.How, a.Order = time.Time{}, time.Time{}, "", 0
	return nil
}
