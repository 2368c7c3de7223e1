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
	t.undictate(who)
	t.Consents = append(t.Consents, who)
	return true, nil
}

// DictatedConsent is what the recorder hands in for one without a phone who is asked
// whether a late topic may be taken up: it is his word when the chair confirms it.
type DictatedConsent struct {
	Member MemberID
	Agrees bool
}

// Word names what was said: agree or object.
func (d DictatedConsent) Word() string {
	if d.Agrees {
		return "agree"
	}
	return "object"
}

// Dictate keeps what the recorder hands in for a person whose word on a late topic is
// awaited, in the place of an earlier entry (TOP-05, as VOT-11 for votes).
func (t *Topic) Dictate(by Actor, m *Meeting, who Member, agrees bool) error {
	switch {
	case !by.Is(Recorder):
		return Refuse(Forbidden, "dictate.only-recorder")
	case t.Added == "" || t.Meeting != m.ID:
		return Refuse(Untimely, "late.settled")
	case m.State != InSession:
		return m.unfit()
	case slices.Contains(t.Consents, who.ID):
		return Refuse(Conflict, "dictate.said", who.Name, t.Position)
	case !slices.Contains(m.Awaited(*t), who.ID):
		return Refuse(Invalid, "dictate.not-asked", who.Name, t.Position)
	}
	t.undictate(who.ID)
	t.Dictated = append(t.Dictated, DictatedConsent{who.ID, agrees})
	return nil
}

// ConfirmDictated makes what was handed in for a person his word, at the chair's.
func (t *Topic) ConfirmDictated(by Actor, m *Meeting, who MemberID) (taken bool, err error) {
	d, err := t.dictated(by, m, who)
	if err != nil {
		return false, err
	}
	return t.Consent(m, who, d.Agrees)
}

// RefuseDictated strikes off what was handed in for a person, at the chair's word.
func (t *Topic) RefuseDictated(by Actor, m *Meeting, who MemberID) error {
	_, err := t.dictated(by, m, who)
	if err == nil {
		t.undictate(who)
	}
	return err
}

func (t *Topic) dictated(by Actor, m *Meeting, who MemberID) (d DictatedConsent, err error) {
	if !m.Presides(by) {
		return d, Refuse(Forbidden, "meeting.only-chair")
	}
	d, waits := t.DictatedFor(who)
	if !waits {
		return d, Refuse(Untimely, "card.gone")
	}
	return d, nil
}

// DictatedFor finds what was handed in for a person and waits for the chair's word.
func (t *Topic) DictatedFor(who MemberID) (d DictatedConsent, waits bool) {
	i := slices.IndexFunc(t.Dictated, func(d DictatedConsent) bool { return d.Member == who })
	if i < 0 {
		return d, false
	}
	return t.Dictated[i], true
}

func (t *Topic) undictate(who MemberID) {
	t.Dictated = slices.DeleteFunc(slices.Clone(t.Dictated), func(d DictatedConsent) bool { return d.Member == who })
}

// BackToPool lets a topic wait for another meeting.
func (t *Topic) BackToPool() {
	t.Meeting, t.Position, t.Place, t.Added, t.Consents, t.Dictated = 0, 0, 0, "", nil, nil
}
