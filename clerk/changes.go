package clerk

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"yishi/committee"
	"yishi/store"
	"yishi/workday"
)

// Changed is what came of a change of who serves.
type Changed struct {
	Member committee.Member // who left, or who follows
	Before committee.Member // whom he follows; the zero Member: nobody
	Effect committee.Effect
}

// Depart ends somebody's office (空缺, 离任; ORG-07), and tells him. The roll of a meeting
// that is sitting stands: he is out of office from the day after.
func (c *Clerk) Depart(ctx context.Context, by committee.Actor, who committee.MemberID, d committee.Departure) (out Changed, err error) {
	err = c.onOffices(ctx, by, func(k *desk, body committee.Body) error {
		m, _ := body.Member(who)
		sitting, err := k.sittingWith(who)
		if err != nil {
			return err
		}
		if tomorrow := workday.On(k.now).AddDays(1); sitting && d.From.Before(tomorrow) {
			d.From = tomorrow
		}
		out.Effect.Sitting = sitting
		if out.Effect.Waiting, err = k.waiting(m, m.RolesOn(d.From.AddDays(-1))); err != nil {
			return err
		}
		v, err := m.Depart(k.by, d)
		if err != nil {
			return err
		}
		if err := k.saveAll(committee.Body{m}); err != nil {
			return err
		}
		out.Member = m
		if err := k.changed(&out.Effect, body, d.From, v); err != nil {
			return err
		}
		if err := k.tellOffice(m, OfficeEnded, store.Subject{Step: d.From.String(), Words: d.Reason + "\n" + d.Reference}); err != nil {
			return err
		}
		return k.log(0, "member.depart", strings.TrimSpace(fmt.Sprintf("%s %s %s %s", m.Name, d.From, d.Reason, d.Reference)))
	})
	return out, err
}

// Return takes back that somebody left (撤销离任), and tells him; his seat is no longer to
// be filled.
func (c *Clerk) Return(ctx context.Context, by committee.Actor, who committee.MemberID) (m committee.Member, err error) {
	err = c.onOffices(ctx, by, func(k *desk, body committee.Body) error {
		m, _ = body.Member(who)
		left := m.Left
		if err := m.Return(k.by, k.by.Committee.Free(m.Roles&committee.Seated, body, left)); err != nil {
			return err
		}
		if err := k.SaveMember(&m); err != nil {
			return err
		}
		if err := k.notEmpty(who); err != nil {
			return err
		}
		if err := k.peopled(); err != nil {
			return err
		}
		if err := k.tellOffice(m, OfficeGiven, store.Subject{Step: goesOn + left.String()}); err != nil {
			return err
		}
		return k.log(0, "member.return", m.Name)
	})
	return m, err
}

// notEmpty ends the filling of the seat of one who did not leave after all.
func (k *desk) notEmpty(who committee.MemberID) error {
	open, err := k.Vacancies(k.by.Committee.ID)
	for _, v := range open {
		if v.Member != who {
			continue
		}
		v.Filled = workday.On(k.now)
		if err := k.SaveVacancy(k.by.Committee.ID, &v); err != nil {
			return err
		}
	}
	return err
}

// changed opens the filling of the seat that a change leaves empty, and reckons what it
// comes to beside the body that was before.
func (k *desk) changed(e *committee.Effect, before committee.Body, from workday.Date, left *committee.Vacancy) error {
	if left != nil {
		if err := k.SaveVacancy(k.by.Committee.ID, left); err != nil {
			return err
		}
	}
	after, err := k.Body(k.by.Committee.ID)
	if err != nil {
		return err
	}
	day := from
	if today := workday.On(k.now); day.Before(today) {
		day = today
	}
	e.From, e.Vacancy, e.Before, e.After = from, left, k.by.Committee.Standing(before, day), k.by.Committee.Standing(after, day)
	return nil
}

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
