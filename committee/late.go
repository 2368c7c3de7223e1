package committee

import (
	"slices"
	"strings"
	"time"
)

// personnelWords betray a matter of personnel, which is never added late (TOP-05).
var personnelWords = []string{"人事", "任免", "聘任", "续聘", "解聘", "增补", "推荐", "选举", "罢免"}

// MayAddLate refuses to add a topic to a meeting whose notice is out (TOP-05, A-21):
// only the secretary does so, with a reason, before the opening, and only where the
// bylaws let him.
func (m *Meeting) MayAddLate(by Actor, reason string, now time.Time) error {
	switch {
	case m.State != Noticed:
		return m.unfit()
	case m.Day().Before(DayOf(now)):
		return m.passed()
	case !by.Committee.Bylaws.LateTopics:
		return Refuse(Forbidden, "late.never", DayOf(m.NoticedAt))
	case !by.Is(Secretary) || strings.TrimSpace(reason) == "":
		return Refuse(Untimely, "late.frozen", DayOf(m.NoticedAt))
	}
	return nil
}

// AddLate puts a topic onto the agenda of a meeting whose notice is out, marked as
// added with the reason why; it is taken up when all present consent.
func (t *Topic) AddLate(by Actor, m *Meeting, reason string, position int, now time.Time) error {
	if err := m.MayAddLate(by, reason, now); err != nil {
		return err
	}
	if err := t.check(); err != nil {
		return err
	}
	named := slices.ContainsFunc(personnelWords, func(word string) bool { return strings.Contains(t.Title, word) })
	if t.Kind == Personnel || named {
		return Refuse(Forbidden, "late.personnel", t.Title)
	}
	if err := CheckAsk(reason); err != nil {
		return err
	}
	t.Committee, t.Meeting, t.State, t.Position, t.Added, t.DecidedAt = m.Committee, m.ID, OnAgenda, position, strings.TrimSpace(reason), now
	if t.Proposer == 0 {
		t.Proposer, t.SubmittedAt = by.Member.ID, now
	}
	return nil
}

// Awaited returns those present since the opening who have not yet said whether a
// topic that was added late may be taken up.
func (m *Meeting) Awaited(t Topic) []MemberID {
	if t.Added == "" {
		return nil
	}
	return m.those(func(a Attendee) bool {
		return a.Capacity == Voting && a.Here() && !a.CheckedIn.After(m.OpenedAt) && !slices.Contains(t.Consents, a.Member)
	})
}

// Consent records what a person present says to a topic that was added late: all
// agree, or it returns to the pool (TOP-05). taken is false when it does.
func (t *Topic) Consent(m *Meeting, who MemberID, agrees bool) (taken bool, err error) {
	switch {
	case t.Added == "" || t.Meeting != m.ID:
		return false, Refuse(Untimely, "late.settled")
	case m.State != InSession:
		return false, m.unfit()
	case slices.Contains(t.Consents, who):
		return false, Refuse(Conflict, "late.said", t.Position)
	case !slices.Contains(m.Awaited(*t), who):
		return false, Refuse(Forbidden, "late.not-asked", t.Position)
	case !agrees:
		t.BackToPool()
		t.State, t.Reason = Deferred, "objected"
		return false, nil
	}
	t.Consents = append(t.Consents, who)
	return true, nil
}

// BackToPool lets a topic wait for another meeting.
func (t *Topic) BackToPool() {
	t.Meeting, t.Position, t.Place, t.Added, t.Consents = 0, 0, 0, "", nil
}
