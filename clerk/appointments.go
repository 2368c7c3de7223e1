package clerk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"yishi/committee"
	"yishi/store"
	"yishi/workday"
)

// Appointments loads every case of the actor's committee, in order of their beginning.
func (c *Clerk) Appointments(ctx context.Context, by committee.Actor) (cases []committee.Appointment, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		cases, err = k.Appointments(k.by.Committee.ID)
		return err
	})
	return cases, err
}

// onCase runs one step of a candidate's latest case that is found; step sees a new one
// when there is none.
func (c *Clerk) onCase(ctx context.Context, by committee.Actor, find func(committee.Appointment) bool,
	step func(*desk, committee.Body, *committee.Appointment) error,
) (a committee.Appointment, err error) {
	err = c.onOffices(ctx, by, func(k *desk, body committee.Body) error {
		cases, err := k.Appointments(k.by.Committee.ID)
		if err != nil {
			return err
		}
		a = committee.Appointment{}
		for _, one := range cases {
			if find(one) {
				a = one
			}
		}
		if err := step(k, body, &a); err != nil {
			return err
		}
		if err := k.SaveAppointment(k.by.Committee.ID, &a); err != nil {
			return err
		}
		return k.log(0, "appoint."+string(a.State), a.Name)
	})
	return a, err
}

// CandidateNamed finds the case of a candidate.
func CandidateNamed(name string) func(committee.Appointment) bool {
	return func(a committee.Appointment) bool { return a.Name == name }
}

// CandidateCase finds a case by its number.
func CandidateCase(id committee.AppointmentID) func(committee.Appointment) bool {
	return func(a committee.Appointment) bool { return a.ID == id }
}

// ProposeMember names a candidate (推荐, 自荐; ORG-04).
func (c *Clerk) ProposeMember(ctx context.Context, by committee.Actor, p committee.Proposal) (committee.Appointment, error) {
	same := func(a committee.Appointment) bool {
		return a.OnItsWay() && a.Name == p.Name && (a.Phone == "" || p.Phone == "" || a.Phone == p.Phone)
	}
	return c.onCase(ctx, by, same, func(k *desk, _ committee.Body, a *committee.Appointment) error {
		return a.Propose(k.by, p, k.now)
	})
}

// ReportCandidates brings every case that waits before the street (汇总).
func (c *Clerk) ReportCandidates(ctx context.Context, by committee.Actor, document string) (reported []committee.Appointment, err error) {
	err = c.onOffices(ctx, by, func(k *desk, body committee.Body) error {
		cases, err := k.Appointments(k.by.Committee.ID)
		if err != nil {
			return err
		}
		reported = slices.DeleteFunc(cases, func(a committee.Appointment) bool { return a.State != committee.Proposed })
		if len(reported) == 0 {
			return committee.Refuse(committee.NotFound, "appoint.nothing")
		}
		for i := range reported {
			if err := k.report(&reported[i], document, body); err != nil {
				return err
			}
		}
		return nil
	})
	return reported, err
}

func (k *desk) report(a *committee.Appointment, document string, body committee.Body) error {
	if err := a.Report(k.by, document, k.now); err != nil {
		return err
	}
	if err := k.SaveAppointment(k.by.Committee.ID, a); err != nil {
		return err
	}
	for _, m := range body.With(committee.Street, committee.DayOf(k.now)) {
		if err := k.postAt(CandidateCard, m.ID, candidate(*a), k.clerk.Decent(k.by.Committee, k.now)); err != nil {
			return err
		}
	}
	return k.log(0, "appoint.report", a.Name)
}

// candidate names a case and how often it has come before the street.
func candidate(a committee.Appointment) store.Subject {
	return store.Subject{Step: fmt.Sprintf("%d.%d", a.ID, len(a.Steps))}
}

// Review records what the street says of a case (ORG-04), and tells the secretary.
// seen is how many steps the case had on the card that is answered, 0 without a card.
func (c *Clerk) Review(ctx context.Context, by committee.Actor, find func(committee.Appointment) bool, seen int, v committee.Verdict) (committee.Appointment, error) {
	return c.onCase(ctx, by, find, func(k *desk, _ committee.Body, a *committee.Appointment) error {
		if a.ID == 0 {
			return committee.Refuse(committee.NotFound, "appoint.none")
		}
		if seen != 0 && seen != len(a.Steps) {
			return committee.Refuse(committee.Untimely, "card.gone")
		}
		was := candidate(*a)
		if err := a.Review(k.by, v, k.now); err != nil {
			return err
		}
		if err := k.refresh(CandidateCard, was); err != nil {
			return err
		}
		if k.by.Is(committee.Secretary) {
			return nil
		}
		return k.toSecretary(CandidateHeard, candidate(*a))
	})
}

// Appoint makes a candidate a member (聘任, ORG-04), and tells him. A meeting that is noticed already
// is noticed to him at once.
func (c *Clerk) Appoint(ctx context.Context, by committee.Actor, name string, l committee.Commission) (m committee.Member, err error) {
	_, err = c.onCase(ctx, by, CandidateNamed(name), func(k *desk, body committee.Body, a *committee.Appointment) error {
		if a.ID == 0 {
			return committee.Refuse(committee.NotFound, "appoint.none")
		}
		m = committee.Member{Committee: k.by.Committee.ID, Rank: len(body) + 1}
		for _, known := range body {
			if known.Name == a.Name && (a.Phone == "" || known.Phone == a.Phone) {
				m = known
			}
		}
		if err := a.Appoint(k.by, &m, l, k.by.Committee.Free(committee.Ordinary, body, l.From), k.now); err != nil {
			return err
		}
		if err := k.SaveMember(&m); err != nil {
			return err
		}
		if err := k.tellOffice(m, OfficeGiven, store.Subject{Step: appointedFrom + m.From.String()}); err != nil {
			return err
		}
		return k.noticeNewcomers()
	})
	return m, err
}

// peopled does what people who come, or come back, bring about: nobody acts for a post that
// is held again, a notice that found nobody to convene is tried once more, and who joins a
// meeting that was noticed has its notice (ORG-01, ORG-03).
func (k *desk) peopled() error {
	body, err := k.Body(k.by.Committee.ID)
	if err != nil {
		return err
	}
	if err := k.saveAll(body.Relieve(workday.On(k.now))); err != nil {
		return err
	}
	m, err := k.PendingMeeting(k.by.Committee.ID)
	if err != nil {
		return ignoreNotFound(err)
	}
	if m.State == committee.Fixed {
		return k.postAt(doMeeting+committee.DueNotice, 0, store.Subject{Meeting: m.ID}, m.NoticeAt)
	}
	return k.noticeNewcomers()
}

// noticeNewcomers sends the notice of the meeting that is to come to whoever was
// appointed since it left (ORG-01).
func (k *desk) noticeNewcomers() error {
	m, err := k.PendingMeeting(k.by.Committee.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	body, err := k.Body(m.Committee)
	if err != nil {
		return err
	}
	joined := m.Join(body)
	if len(joined) == 0 {
		return nil
	}
	if err := k.SaveMeeting(m); err != nil {
		return err
	}
	return k.postAll(Notice, joined, noticeOf(m))
}
