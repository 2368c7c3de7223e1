package clerk

import (
	"errors"

	"yishi/committee"
	"yishi/store"
)

// What a letter says of an office that begins, before the day from which it holds.
const (
	appointedFrom = "appoint."
	renewedFrom   = "renew."
	takenFrom     = "succeed."
	goesOn        = "again."
)

// tellOffice writes to a person that an office of his ends or begins; who has no account
// is told by the people who know him.
func (k *desk) tellOffice(m committee.Member, kind string, s store.Subject) error {
	if len(m.Accounts) == 0 {
		return nil
	}
	s.Member = m.ID
	return k.postAt(kind, m.ID, s, k.clerk.Decent(k.by.Committee, k.now))
}

// waiting finds what is with a person who holds some roles: the topics, the date, the
// leaves and the minutes that wait for his post, his own topics, and the chair that he
// was delegated.
func (k *desk) waiting(who committee.Member, roles committee.Role) (w committee.Waiting, err error) {
	pool, err := k.Pool(k.by.Committee.ID)
	if err != nil {
		return w, err
	}
	for _, t := range pool {
		switch {
		case t.Proposer == who.ID:
			w.Proposed++
		case t.State == committee.Submitted && roles.Has(committee.Secretary):
			w.Topics++
		}
	}
	if err := k.waitingMeeting(&w, who, roles); err != nil {
		return w, err
	}
	post := roles & committee.Vice
	if roles.Has(committee.Secretary) {
		post = committee.Secretary
	}
	m, err := k.draftWith(post)
	w.Minutes = m != nil
	return w, err
}

// waitingMeeting finds what the coming meeting has waiting with a person.
func (k *desk) waitingMeeting(w *committee.Waiting, who committee.Member, roles committee.Role) error {
	m, err := k.PendingMeeting(k.by.Committee.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	w.Presides = m.Chair != 0 && m.Chair == who.ID && !m.Held()
	if roles.Has(committee.Secretary) {
		w.Plan = m.State == committee.Planned
		w.Leaves = len(leavesOf(m, who.ID))
	}
	return nil
}

// leavesOf are the people whose leave waits for whoever else decides on it.
func leavesOf(m *committee.Meeting, decides committee.MemberID) []committee.MemberID {
	var out []committee.MemberID
	for _, a := range m.Roll {
		if m.State == committee.Noticed && a.Answer == committee.OnLeave && !a.Granted && a.Member != decides {
			out = append(out, a.Member)
		}
	}
	return out
}

// draftWith finds the draft of minutes that waits for a post; nil is none.
func (k *desk) draftWith(post committee.Role) (*committee.Minutes, error) {
	held, err := k.LatestMeeting(k.by.Committee.ID)
	if err != nil {
		return nil, ignoreNotFound(err)
	}
	m, err := k.Minutes(held.ID)
	if err != nil {
		return nil, ignoreNotFound(err)
	}
	waits := map[committee.Role]committee.MinutesState{committee.Secretary: committee.WithSecretary, committee.Vice: committee.WithVice}
	if m.State != waits[post] {
		return nil, nil //nolint:nilnil // no draft waits
	}
	return m, nil
}
