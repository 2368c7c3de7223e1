package committee

import "time"

// ReachedByPhone notes that a person was told by telephone (NTC-06): told is when, zero
// for now. Who is known to have the notice stays as he is known.
func (m *Meeting) ReachedByPhone(by Actor, who MemberID, told, now time.Time) (changed bool, err error) {
	a := m.Attendee(who)
	if told.IsZero() {
		told = now
	}
	switch {
	case !by.Is(Secretary | Recorder):
		return false, Refuse(Forbidden, "called.who")
	case m.State != Noticed:
		return false, m.unfit()
	case a == nil:
		return false, Refuse(NotFound, "called.not-invited")
	case told.After(now):
		return false, Refuse(Invalid, "called.future", told, now)
	case told.Before(m.NoticedAt.Truncate(time.Minute)):
		return false, Refuse(Invalid, "called.before-notice", told, m.NoticedAt)
	case a.Reached != "":
		return false, nil
	}
	m.reach(a, ByPhone, told)
	a.ReachedBy, a.NotedAt = by.Member.ID, now
	return true, nil
}

// callUndo is how long a telephone note can be taken back (spec §3.9).
const callUndo = 10 * time.Minute

// TakeBackCall takes back the note that a person was told by telephone, within ten
// minutes of its being noted: it was the wrong person.
func (m *Meeting) TakeBackCall(by Actor, who MemberID, now time.Time) error {
	a := m.Attendee(who)
	switch {
	case !by.Is(Secretary | Recorder):
		return Refuse(Forbidden, "called.who")
	case m.State != Noticed:
		return m.unfit()
	case a == nil:
		return Refuse(NotFound, "called.not-invited")
	case a.Reached != ByPhone:
		return Refuse(Conflict, "called.no-note")
	case now.After(a.NotedAt.Add(callUndo)):
		return Refuse(Untimely, "called.settled", a.NotedAt, int(callUndo.Minutes()))
	}
	a.Reached, a.ReachedAt, a.ReachedBy, a.NotedAt = "", time.Time{}, 0, time.Time{}
	return nil
}

// Accepted notes that the platform took a person's notice. It is evidence that he has
// it only where the bylaws say so (A-04c).
func (m *Meeting) Accepted(who MemberID, b Bylaws, now time.Time) (changed bool) {
	a := m.Attendee(who)
	if a == nil || a.Reached != "" || !b.NoticeSentSuffices {
		return false
	}
	m.reach(a, BySending, now)
	return true
}

// reach keeps how a person is first known to have the notice; more than that it was
// sent is what he did himself.
func (m *Meeting) reach(a *Attendee, how Means, now time.Time) {
	if a.Reached == "" || a.Reached == BySending {
		a.Reached, a.ReachedAt = how, now
	}
}

// Reached counts whom the notice is known to have reached, of all on the roll.
func (m *Meeting) Reached() (reached, all int) {
	for _, a := range m.Roll {
		if a.Reached != "" {
			reached++
		}
	}
	return reached, len(m.Roll)
}

// Unreached returns whom the notice is not known to have reached.
func (m *Meeting) Unreached() []MemberID {
	return m.those(func(a Attendee) bool { return a.Reached == "" && a.asked() })
}

// A Sending is what a platform made of one person's notice: evidence that it left,
// and none that it was read (NTC-06).
type Sending struct {
	Member   MemberID
	Platform string
	At       time.Time
	Code     int // the platform's code when it did not take it
}

// Sendings are what became of the notice of a meeting, by person; of several the last.
type Sendings map[MemberID]Sending

// Unsent returns whom the notice has not left for, or did not reach the platform of,
// and who is not known to have it all the same.
func (m *Meeting) Unsent(sent Sendings) []MemberID {
	return m.those(func(a Attendee) bool {
		s, tried := sent[a.Member]
		return a.Reached == "" && a.asked() && (!tried || s.Code != 0)
	})
}
