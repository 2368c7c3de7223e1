package committee

import "slices"

// TakeUp begins a topic of the agenda (SPK-01): the chair calls it, those present speak.
func (m *Meeting) TakeUp(by Actor, t Topic) error {
	switch {
	case !m.Presides(by):
		return Refuse(Forbidden, "meeting.only-chair")
	case m.State != InSession:
		return m.unfit()
	case len(m.Awaited(t)) > 0:
		return Refuse(Untimely, "late.waiting", t.Position, m.Awaited(t))
	}
	m.Topic = t.ID
	return nil
}

// Speakers are the members in the room in the order in which they are asked to speak:
// that of the roll, the chair last (SPK-01, A-13).
func (m *Meeting) Speakers() []MemberID {
	all := m.those(func(a Attendee) bool { return a.Capacity == Voting && a.Here() && a.Member != m.Chair })
	if chair := m.Attendee(m.Chair); chair != nil && chair.Here() {
		all = append(all, m.Chair)
	}
	return all
}

// Reserve refuses a reserved opinion (SPK-03): it is a member's who was there, on a
// topic whose result is announced, until the minutes are out, and the same words once.
func (d Dossier) Reserve(by Actor, t Topic, text string) error {
	a := d.Meeting.Attendee(by.Member.ID)
	switch {
	case a == nil || a.Capacity != Voting || a.CheckedIn.IsZero():
		return Refuse(Forbidden, "reserve.who")
	case !d.Meeting.Sitting() && d.Meeting.State != Adjourned:
		return d.Meeting.unfit()
	case !slices.ContainsFunc(d.Of(t.ID), func(b Ballot) bool { return b.State == Announced }):
		return Refuse(Untimely, "reserve.no-result", t.Position)
	case slices.ContainsFunc(d.Notes, func(n Note) bool {
		return n.Kind == Reserved && n.Topic == t.ID && n.Who == by.Member.ID && n.Text == text
	}):
		return Refuse(Conflict, "reserve.again", t.Position)
	}
	return nil
}
