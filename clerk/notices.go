package clerk

import (
	"context"
	"errors"
	"strings"
	"time"

	"yishi/committee"
	"yishi/store"
	"yishi/workday"
)

// Run does an errand that has fallen due, and strikes it off in the same
// transaction. It may run late or twice: every errand asks first whether its work
// is still to be done.
func (c *Clerk) Run(ctx context.Context, l store.Letter) error {
	return c.do(ctx, clock(committee.Committee{ID: l.Committee}), func(k *desk) error {
		com, err := c.committeeOf(k.Tx, l.Committee)
		if err != nil {
			return err
		}
		k.by.Committee = com
		again, err := k.errand(l)
		if err != nil {
			return err
		}
		if !again.IsZero() {
			return k.Postpone(l, again, 0)
		}
		return k.Done(l)
	})
}

// errand does one errand; again is set when it is to be tried at another time.
func (k *desk) errand(l store.Letter) (again time.Time, err error) {
	name := strings.TrimPrefix(l.Kind, errand)
	switch l.Kind {
	case doTopics:
		return again, k.topicsDue()
	case doWarn:
		return again, k.warnVoters(l.Subject.Ballot)
	case doClose:
		return again, k.closeWhenDue(l.Subject.Ballot)
	case doUnread:
		return again, k.chaseReaders(l.Subject.Meeting)
	case doDuty:
		return again, k.nameDuties(l.Subject.Meeting)
	case doHandOver:
		return again, k.handOverWhenDue(l.Subject)
	}
	m, err := k.meeting(l.Subject.Meeting)
	if err != nil {
		return again, err
	}
	if name == committee.DueNotice {
		return k.sendNotice(m)
	}
	return again, k.meetingErrand(m, name)
}

func (k *desk) meetingErrand(m *committee.Meeting, name string) error {
	body, err := k.Body(m.Committee)
	if err != nil {
		return err
	}
	asked := m.AsOf(workday.On(k.now), body)
	waiting := m.State == committee.Noticed
	base, _, _ := strings.Cut(name, ".")
	s := store.Subject{Meeting: m.ID, Step: name}
	switch {
	case name == committee.DueConfirm && m.State == committee.Planned:
		return k.toSecretary(PlanReminder, s)
	case name == committee.DueReport && (waiting || m.Sitting()):
		return k.toSecretary(NoticeReport, s)
	case !waiting:
		return nil
	case base == committee.DueChase:
		return k.postAll(Chase, asked.Unanswered(), s)
	case name == committee.DueFailing:
		return k.failing(asked, body)
	case name == committee.DueCalls:
		return k.callList(asked, body)
	case base == committee.DueForecast:
		return k.toSecretary(Forecast, s)
	case base == committee.DueRemind:
		return k.postAll(Reminder, asked.Coming(), s)
	case name == committee.DueCheckIn:
		return k.openCheckIn(asked)
	case name == committee.DueWait:
		return k.askWhetherToWait(m)
	}
	return nil
}

// sendNotice lets the notice leave (NTC-02, NTC-04), or tells the secretary why it
// cannot; outside the hours in which people are written to it waits for them.
func (k *desk) sendNotice(m *committee.Meeting) (again time.Time, err error) {
	b, cal := k.laws(), k.clerk.cal
	if m.State != committee.Fixed {
		return again, nil
	}
	if at := committee.Decent(b, cal, k.now); m.Kind != committee.Urgent && at.After(k.now) && !k.now.After(committee.WindowOf(m.Day(), b, cal).Latest) {
		return at, nil
	}
	body, err := k.Body(m.Committee)
	if err != nil {
		return again, err
	}
	if _, vacant := body.Convener(workday.On(k.now)); vacant != nil {
		return k.nobodyConvenes(m, body)
	}
	agenda, err := k.coming(m)
	if err != nil {
		return again, err
	}
	err = m.Notify(b, committee.Summon(body, agenda, b, workday.On(k.now)), len(agenda), cal, k.now)
	if r, refused := errors.AsType[*committee.Refusal](err); refused {
		return k.noticeRefused(m, r)
	}
	if err != nil {
		return again, err
	}
	return again, k.noticed(m, agenda)
}

// noticeRefused tells the secretary why the notice cannot leave; without topics it is
// looked at again when its window has closed.
func (k *desk) noticeRefused(m *committee.Meeting, r *committee.Refusal) (again time.Time, err error) {
	if r.Rule == "notice.no-topics" {
		closed := committee.WindowOf(m.Day(), k.laws(), k.clerk.cal).Latest.Add(time.Minute)
		return closed, k.toSecretary(NoticeNoTopics, store.Subject{Meeting: m.ID})
	}
	if err := k.log(m.ID, "notice.missed", ""); err != nil {
		return again, err
	}
	return again, k.toSecretary(NoticeMissed, store.Subject{Meeting: m.ID})
}

// nobodyConvenes tells that a notice cannot leave because the post of secretary is
// vacant (ORG-03); it leaves when somebody holds the post or acts for it. It is looked at
// again when its window has closed: then it is missed.
func (k *desk) nobodyConvenes(m *committee.Meeting, body committee.Body) (again time.Time, err error) {
	kind, act := PostVacant, "notice.vacant"
	again = committee.WindowOf(m.Day(), k.laws(), k.clerk.cal).Latest.Add(time.Minute)
	if !k.now.Before(again) {
		kind, act, again = NoticeMissed, "notice.missed", time.Time{}
	}
	if err := k.log(m.ID, act, ""); err != nil {
		return again, err
	}
	return again, k.postAll(kind, ids(body.With(committee.Vice|committee.Admin, workday.On(k.now))), store.Subject{Meeting: m.ID})
}

func (k *desk) noticed(m *committee.Meeting, agenda []committee.Topic) error {
	for _, t := range agenda {
		t.State, t.Meeting = committee.OnAgenda, m.ID
		if err := k.SaveTopic(&t); err != nil {
			return err
		}
	}
	if _, err := k.planned(m, "notice.send"); err != nil {
		return err
	}
	for _, a := range m.Roll {
		if err := k.post(Notice, a.Member, noticeOf(m)); err != nil {
			return err
		}
	}
	return k.plan(m, m.MeetingDues(k.laws(), k.clerk.cal))
}

// noticeOf names the notice of one date of a meeting: a new date is a new notice.
func noticeOf(m *committee.Meeting) store.Subject {
	return store.Subject{Meeting: m.ID, Step: NoticeStep(*m)}
}

// NoticeStep is the step of the letters that carry the notice of a meeting's present
// date.
func NoticeStep(m committee.Meeting) string { return m.Starts.Format("01021504") }

// openCheckIn sends the check-in card to everyone on the roll (ATT-04).
func (k *desk) openCheckIn(m *committee.Meeting) error {
	for _, a := range m.Roll {
		if a.Capacity == committee.Copied || a.Capacity == committee.Released || a.Answer == committee.OnLeave && a.Granted {
			continue
		}
		if err := k.post(CheckInCard, a.Member, noticeOf(m)); err != nil {
			return err
		}
	}
	return nil
}

// askWhetherToWait asks the chair what to do without a quorum.
func (k *desk) askWhetherToWait(m *committee.Meeting) error {
	d, err := k.dossier(m)
	if err != nil {
		return err
	}
	if f := m.Forecast(d.Committee); f.Present >= f.Quorum {
		return nil
	}
	m.LastAsked = k.now
	if err := k.SaveMeeting(m); err != nil {
		return err
	}
	return k.post(WaitCard, d.Chair().ID, store.Subject{Meeting: m.ID, Step: k.now.Format("150405")})
}

// Wait waits another quarter of an hour for a quorum and returns until when.
func (c *Clerk) Wait(ctx context.Context, by committee.Actor) (until time.Time, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, err := k.pending()
		if err != nil {
			return err
		}
		if !m.Presides(k.by) {
			return committee.Refuse(committee.Forbidden, "meeting.only-chair")
		}
		if m.State != committee.Noticed {
			return committee.Refuse(committee.Untimely, "meeting.state."+string(m.State))
		}
		until = k.now.Add(15 * time.Minute)
		if err := k.log(m.ID, "meeting.wait", until.Format("15:04")); err != nil {
			return err
		}
		return k.plan(m, []committee.Due{{Name: committee.DueWait, At: until}})
	})
	return until, err
}

func ignoreRefusal(err error) error {
	if _, refused := errors.AsType[*committee.Refusal](err); refused {
		return nil
	}
	return err
}
