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

// onOffices runs one change of who serves: the committee is held, the roster read
// under its bylaws.
func (c *Clerk) onOffices(ctx context.Context, by committee.Actor, change func(*desk, committee.Body) error) error {
	return c.do(ctx, by, func(k *desk) error {
		com, _, err := k.HoldCommittee(k.by.Committee.ID)
		if err != nil {
			return err
		}
		k.by.Committee = com.On(workday.On(k.now))
		body, err := k.Body(com.ID)
		if err != nil {
			return err
		}
		return change(k, body)
	})
}

// Resize changes the seat plan by a document (调整编制, ORG-01).
func (c *Clerk) Resize(ctx context.Context, by committee.Actor, members int, reference string) (com committee.Committee, err error) {
	err = c.onOffices(ctx, by, func(k *desk, body committee.Body) error {
		com = k.by.Committee
		was := com.Seats.Members
		if err := com.Resize(k.by, members, reference, body, workday.On(k.now)); err != nil {
			return err
		}
		if err := k.SaveCommittee(com); err != nil {
			return err
		}
		return k.log(0, "seats.resize", fmt.Sprintf("%d -> %d, %s", was, members, reference))
	})
	return com, err
}

// Renew gives a member another term (续聘, ORG-05, ORG-06), and tells him.
func (c *Clerk) Renew(ctx context.Context, by committee.Actor, who committee.MemberID, r committee.Renewal) (m committee.Member, err error) {
	err = c.onOffices(ctx, by, func(k *desk, body committee.Body) error {
		m, _ = body.Member(who)
		if err := m.Renew(k.by, r); err != nil {
			return err
		}
		if err := k.SaveMember(&m); err != nil {
			return err
		}
		if err := k.noticeNewcomers(); err != nil {
			return err
		}
		if err := k.tellOffice(m, OfficeGiven, store.Subject{Step: renewedFrom + m.From.String()}); err != nil {
			return err
		}
		return k.log(0, "member.renew", fmt.Sprintf("%s %s..%s, %s %s", m.Name, m.From, m.Until, r.Reference, r.Reason))
	})
	return m, err
}

// saveAll writes everyone whose office changed.
func (k *desk) saveAll(changed committee.Body) error {
	for i := range changed {
		if err := k.SaveMember(&changed[i]); err != nil {
			return err
		}
	}
	return nil
}

// sittingWith reports whether a meeting is sitting that has a person on its roll.
func (k *desk) sittingWith(who committee.MemberID) (bool, error) {
	m, err := k.PendingMeeting(k.by.Committee.ID)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil && m.Sitting() && m.Attendee(who) != nil, err
}

// notWhileSitting refuses to change who chairs and convenes under a meeting that sits.
func (k *desk) notWhileSitting(s committee.Succession) error {
	m, err := k.PendingMeeting(k.by.Committee.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if tomorrow := workday.On(k.now).AddDays(1); err == nil && m.Sitting() && s.From.Before(tomorrow) {
		return committee.Refuse(committee.Untimely, "succeed.sitting", s.Post.Names()[0], tomorrow.String())
	}
	return err
}

// Succeed hands the post of secretary or vice secretary over (变更书记, ORG-03): at
// once, or on the day from which it holds; both are told.
func (c *Clerk) Succeed(ctx context.Context, by committee.Actor, s committee.Succession) (out Changed, err error) {
	err = c.onOffices(ctx, by, func(k *desk, body committee.Body) error {
		changed, left, err := body.Succeed(k.by, s)
		if err != nil {
			return err
		}
		if err := k.notWhileSitting(s); err != nil {
			return err
		}
		out.Member = changed[len(changed)-1]
		for _, m := range changed[:len(changed)-1] {
			out.Before = m
		}
		if out.Effect.Waiting, err = k.waiting(out.Before, s.Post); err != nil {
			return err
		}
		if err := k.saveAll(changed); err != nil {
			return err
		}
		if err := k.changed(&out.Effect, body, s.From, left); err != nil {
			return err
		}
		if err := k.log(0, "post.succeed", fmt.Sprintf("%s %s %s, %s", s.Post.Names()[0], out.Member.Name, s.From, s.Reference)); err != nil {
			return err
		}
		return k.succeeded(out, s)
	})
	return out, err
}

// succeeded tells who held a post and who takes it, and brings what waits before him,
// now or on the day from which it holds.
func (k *desk) succeeded(out Changed, s committee.Succession) error {
	if err := k.noticeNewcomers(); err != nil {
		return err
	}
	if err := k.tellOffice(out.Before, OfficeEnded, store.Subject{Step: s.From.String(), Words: "\n" + s.Reference}); err != nil {
		return err
	}
	post := s.Post.Names()[0]
	if !s.From.After(workday.On(k.now)) {
		return k.handOver(s.To, s.Post)
	}
	if err := k.tellOffice(out.Member, OfficeGiven, store.Subject{Step: takenFrom + s.From.String()}); err != nil {
		return err
	}
	return k.postAt(doHandOver, 0, store.Subject{Member: s.To, Step: post}, s.From.At(0, 0, committee.Zone))
}

// Act lets a member act for the vacant post of secretary (主持工作, ORG-03): what waits
// for the secretary waits for him.
func (c *Clerk) Act(ctx context.Context, by committee.Actor, who committee.MemberID, reference string) (m committee.Member, err error) {
	err = c.onOffices(ctx, by, func(k *desk, body committee.Body) error {
		changed, err := body.Act(k.by, who, reference, workday.On(k.now))
		if err != nil {
			return err
		}
		if err := k.saveAll(changed); err != nil {
			return err
		}
		m = changed[len(changed)-1]
		if err := k.log(0, "post.act", m.Name+", "+reference); err != nil {
			return err
		}
		return k.handOver(m.ID, committee.Secretary)
	})
	return m, err
}

// handOver brings everything that waits for a post before the person who now holds
// it: topics, the date to confirm, leaves, minutes (ORG-03).
func (k *desk) handOver(to committee.MemberID, post committee.Role) error {
	body, err := k.Body(k.by.Committee.ID)
	if err != nil {
		return err
	}
	today := workday.On(k.now)
	if m, ok := body.Member(to); !ok || !m.RolesOn(today).Has(post) {
		return nil // the change was changed again
	}
	if err := k.saveAll(body.Relieve(today)); err != nil {
		return err
	}
	leave := k.clerk.Decent(k.by.Committee, k.now)
	if err := k.postAt(OfficeTaken, to, store.Subject{Member: to, Step: post.Names()[0]}, leave); err != nil {
		return err
	}
	if post == committee.Secretary {
		if err := k.handTopics(to); err != nil {
			return err
		}
		if err := k.handMeeting(to); err != nil {
			return err
		}
	}
	return k.handMinutes(to, post)
}

func (k *desk) handTopics(to committee.MemberID) error {
	pool, err := k.Pool(k.by.Committee.ID)
	if err != nil {
		return err
	}
	for _, t := range pool {
		if t.State != committee.Submitted {
			continue
		}
		if err := k.post(TopicCard, to, store.Subject{Topic: t.ID}); err != nil {
			return err
		}
	}
	return nil
}

func (k *desk) handMeeting(to committee.MemberID) error {
	m, err := k.PendingMeeting(k.by.Committee.ID)
	if err != nil {
		return ignoreNotFound(err)
	}
	leave := k.clerk.Decent(k.by.Committee, k.now)
	switch m.State {
	case committee.Planned:
		return k.postAt(PlanCard, to, store.Subject{Meeting: m.ID, Step: m.Starts.Format("01021504")}, leave)
	case committee.Fixed: // a notice that found nobody to convene the meeting
		return k.postAt(doMeeting+committee.DueNotice, 0, store.Subject{Meeting: m.ID}, m.NoticeAt)
	case committee.Noticed:
		for _, away := range leavesOf(m, to) {
			if err := k.postAt(LeaveCard, to, store.Subject{Meeting: m.ID, Member: away}, leave); err != nil {
				return err
			}
		}
	default:
	}
	return nil
}

// handMinutes hands over a draft that waits for the post.
func (k *desk) handMinutes(to committee.MemberID, post committee.Role) error {
	m, err := k.draftWith(post)
	if err != nil || m == nil {
		return err
	}
	s := store.Subject{Meeting: m.Meeting, Step: fmt.Sprintf("%s.%d", m.State, m.Revision)}
	return k.postAt(DraftCard, to, s, k.clerk.Decent(k.by.Committee, k.now))
}

// handOverWhenDue hands a post over on the day from which a change of it holds.
func (k *desk) handOverWhenDue(s store.Subject) error {
	post, _ := committee.RoleNamed(s.Step)
	return k.handOver(s.Member, post)
}

// tellTerms tells the secretary in the morning whose term ends (ORG-05), and which
// seats are still empty (ORG-07); done says how far that has come.
func (k *desk) tellTerms(body committee.Body, done store.Progress) (store.Progress, error) {
	today := workday.On(k.now)
	since := done.Warned
	if since.IsZero() {
		since = today.AddDays(-1) // what ended before the program came stands in 体检
	}
	done.Warned = today
	if len(body.Warned(since, today, k.clerk.cal)) > 0 {
		if err := k.toSecretary(TermsEnding, store.Subject{Step: today.String()}); err != nil {
			return done, err
		}
	}
	return done, k.tellVacancies(body)
}

func (k *desk) tellVacancies(body committee.Body) error {
	open, err := k.Vacancies(k.by.Committee.ID)
	if err != nil {
		return err
	}
	today := workday.On(k.now)
	for _, v := range k.by.Committee.Refill(open, body, today) {
		if err := k.SaveVacancy(k.by.Committee.ID, &v); err != nil {
			return err
		}
	}
	for _, v := range open {
		day, _, due := v.Nudge(k.laws(), k.clerk.cal, today)
		if !v.Filled.IsZero() || !due || !v.Nudged.Before(day) {
			continue
		}
		v.Nudged = today
		if err := k.SaveVacancy(k.by.Committee.ID, &v); err != nil {
			return err
		}
		if err := k.toSecretary(VacancyOpen, store.Subject{Member: v.Member, Step: fmt.Sprintf("%d.%s", v.ID, today)}); err != nil {
			return err
		}
	}
	return nil
}

// Vacancies lists the seats that are empty, the oldest first.
func (c *Clerk) Vacancies(ctx context.Context, by committee.Actor) (open []committee.Vacancy, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		open, err = k.Vacancies(k.by.Committee.ID)
		if err != nil {
			return err
		}
		body, err := k.Body(k.by.Committee.ID)
		if err != nil {
			return err
		}
		com, _, err := k.Committee(k.by.Committee.ID)
		today := workday.On(k.now)
		com.Refill(open, body, today)
		open = slices.DeleteFunc(open, func(v committee.Vacancy) bool {
			return !v.Filled.IsZero() || v.From.After(today) && com.Empty(v.Seat, body, v.From) == 0
		})
		return err
	})
	return open, err
}

// officeDays lists the coming days on whose mornings the ends of terms and empty seats
// are told.
func (k *desk) officeDays() ([]workday.Date, error) {
	body, err := k.Body(k.by.Committee.ID)
	if err != nil {
		return nil, err
	}
	var days []workday.Date
	for _, m := range body {
		days = append(days, m.WarnOn(k.clerk.cal)...)
	}
	open, err := k.Vacancies(k.by.Committee.ID)
	for _, v := range open {
		days = append(days, v.NextNudge(k.laws(), k.clerk.cal, workday.On(k.now)))
	}
	return days, err
}
