package clerk

import (
	"context"
	"fmt"

	"yishi/committee"
	"yishi/store"
	"yishi/workday"
)

// duties reckons the attendance of every member in office.
func (k *desk) duties() ([]committee.Duty, error) {
	body, err := k.Body(k.by.Committee.ID)
	if err != nil {
		return nil, err
	}
	// Of a member who was not on every roll the last meetings lie further back.
	meetings, err := k.Meetings(k.by.Committee.ID, 3*k.laws().DutyMeetings)
	if err != nil {
		return nil, err
	}
	var out []committee.Duty
	for _, m := range body.InOffice(workday.On(k.now)) {
		out = append(out, committee.DutyOf(m, meetings, k.laws()))
	}
	return out, nil
}

// Duties reckons the attendance of the members that the actor may see: all for the
// secretary and the street, his own for a member (履职, ORG-08, ORG-09).
func (c *Clerk) Duties(ctx context.Context, by committee.Actor) (out []committee.Duty, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		all, err := k.duties()
		for _, d := range all {
			if committee.SeesDuty(k.by, d.Member.ID) {
				out = append(out, d)
			}
		}
		return err
	})
	return out, err
}

// Share is what a member has put into the committee's work: topics, and votes without
// what he chose.
type Share = store.Share

// Share counts a member's topics and votes for whoever may see his attendance (ORG-09).
func (c *Clerk) Share(ctx context.Context, by committee.Actor, who committee.MemberID) (s Share, err error) {
	if !committee.SeesDuty(by, who) {
		return s, committee.Refuse(committee.Forbidden, "duty.who")
	}
	err = c.see(ctx, by, func(k *desk) error {
		s, err = k.Share(k.by.Committee.ID, who)
		return err
	})
	return s, err
}

// nameDuties brings every member whose attendance the bylaws name before the
// secretary, after the minutes have gone round (ORG-08).
func (k *desk) nameDuties(id committee.MeetingID) error {
	all, err := k.duties()
	if err != nil {
		return err
	}
	for _, d := range all {
		if !d.Flagged(k.laws()) {
			continue
		}
		if err := k.toSecretary(DutyCard, store.Subject{Meeting: id, Member: d.Member.ID}); err != nil {
			return err
		}
	}
	return nil
}

// Duty reckons one member's attendance for the secretary, to report it or to let it
// rest; the bot itself does neither (ORG-08).
func (c *Clerk) Duty(ctx context.Context, by committee.Actor, who committee.MemberID, act string) (duty committee.Duty, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		if !k.by.Is(committee.Secretary) {
			return committee.Refuse(committee.Forbidden, "duty.secretary")
		}
		if duty, err = k.dutyOf(who); err != nil {
			return err
		}
		return k.log(0, act, duty.Member.Name)
	})
	return duty, err
}

func (k *desk) dutyOf(who committee.MemberID) (committee.Duty, error) {
	all, err := k.duties()
	if err != nil {
		return committee.Duty{}, err
	}
	for _, d := range all {
		if d.Member.ID == who {
			return d, nil
		}
	}
	return committee.Duty{}, committee.Refuse(committee.NotFound, "duty.none")
}

// DutyOf reckons one member's attendance for a letter about him.
func (c *Clerk) DutyOf(ctx context.Context, by committee.Actor, who committee.MemberID) (d committee.Duty, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		if !committee.SeesDuty(k.by, who) {
			return committee.Refuse(committee.Forbidden, "duty.who")
		}
		d, err = k.dutyOf(who)
		return err
	})
	return d, err
}

// SendDuty sends the report on a member to the street's people on the secretary's
// word. His card asks once.
func (c *Clerk) SendDuty(ctx context.Context, by committee.Actor, who committee.MemberID) (duty committee.Duty, to committee.Body, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		if !k.by.Is(committee.Secretary) {
			return committee.Refuse(committee.Forbidden, "duty.secretary")
		}
		if duty, err = k.dutyOf(who); err != nil {
			return err
		}
		body, err := k.Body(k.by.Committee.ID)
		if err != nil {
			return err
		}
		if to = body.With(committee.Street, workday.On(k.now)); len(to) == 0 {
			return committee.Refuse(committee.NotFound, "duty.no-street")
		}
		leave, day := k.clerk.Decent(k.by.Committee, k.now), workday.On(k.now).String()
		for _, m := range to {
			if err := k.postAt(DutyReport, m.ID, store.Subject{Member: who, Step: day}, leave); err != nil {
				return err
			}
		}
		return k.log(0, "duty.send", fmt.Sprintf("%s %d", duty.Member.Name, duty.Rate()))
	})
	return duty, to, err
}
