package clerk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"yishi/committee"
	"yishi/store"
)

// Attended is what became of someone's answer, check-in or leaving.
type Attended struct {
	Dossier committee.Dossier
	Line    committee.Attendee
	Changed bool
	Order   int  // of a check-in: the n-th member to arrive
	Back    bool // of a check-in: he had been in the room before
}

// attend runs one change of a line of the roll of the pending meeting.
func (c *Clerk) attend(ctx context.Context, by committee.Actor, id committee.MeetingID, who committee.MemberID, act string,
	change func(k *desk, m *committee.Meeting) (changed bool, err error), follow func(k *desk, d committee.Dossier) error,
) (a Attended, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, err := k.pendingWhen(id)
		if err != nil {
			return err
		}
		if a.Changed, err = change(k, m); err != nil {
			return err
		}
		a.Line = *m.Attendee(who)
		a.Order = a.Line.Order
		if a.Changed {
			if err := k.SaveAttendee(m, who); err != nil {
				return err
			}
			if err := k.logOn(m.ID, act, who, a.Line.Answer, a.Line.How); err != nil {
				return err
			}
		}
		if a.Dossier, err = k.dossier(m); err != nil || !a.Changed {
			return err
		}
		return follow(k, a.Dossier)
	})
	return a, err
}

// reasonPatience is how long the secretary waits for the reason of a leave before
// he hears of the leave without it.
const reasonPatience = 3 * time.Minute

// Reply records the actor's answer to the notice (ATT-01). A leave goes to the
// secretary with its reason (ATT-02), and when no quorum can come any more he
// learns that at once (ATT-03).
func (c *Clerk) Reply(ctx context.Context, by committee.Actor, id committee.MeetingID, answer committee.Answer, reason string) (Attended, error) {
	var before committee.Answer
	change := func(k *desk, m *committee.Meeting) (bool, error) {
		if a := m.Attendee(k.by.Member.ID); a != nil {
			before = a.Answer
		}
		return m.Reply(k.by.Member.ID, answer, reason, c.cal, k.now)
	}
	return c.attend(ctx, by, id, by.Member.ID, "answer", change, func(k *desk, d committee.Dossier) error {
		if err := k.refreshOwn(d.Meeting, k.by.Member.ID, Notice, Chase); err != nil {
			return err
		}
		if d.Meeting.Attendee(k.by.Member.ID).Capacity == committee.Voting {
			if err := k.forecastSoon(d.Meeting.ID); err != nil {
				return err
			}
		}
		if answer != committee.OnLeave {
			return k.leaveOff(d)
		}
		if err := k.leaveAsked(d, reason); err != nil {
			return err
		}
		return k.doomed(d, before)
	})
}

// Come records that the actor is on his way (M4); his cards show that he comes.
func (c *Clerk) Come(ctx context.Context, by committee.Actor, arrives time.Time) (Attended, error) {
	change := func(k *desk, m *committee.Meeting) (bool, error) {
		return true, m.Come(k.by.Member.ID, arrives, c.cal, k.now)
	}
	return c.attend(ctx, by, 0, by.Member.ID, "coming", change, func(k *desk, d committee.Dossier) error {
		if err := k.refreshOwn(d.Meeting, k.by.Member.ID, Notice, Chase); err != nil {
			return err
		}
		return k.leaveOff(d)
	})
}

// doomed tells the secretary of the leave with which the quorum was lost; with
// every other leave the card that says so follows.
func (k *desk) doomed(d committee.Dossier, before committee.Answer) error {
	f, s := d.Meeting.Forecast(d.Committee), store.Subject{Meeting: d.Meeting.ID}
	own := d.Meeting.Attendee(k.by.Member.ID)
	if before != committee.OnLeave && own.Capacity == committee.Voting && f.Most() == f.Quorum-1 {
		return k.toSecretary(QuorumDoomed, s)
	}
	return k.refresh(QuorumDoomed, s)
}

// leaveOff lets the secretary's cards show that somebody comes after all.
func (k *desk) leaveOff(d committee.Dossier) error {
	if err := k.refresh(LeaveCard, store.Subject{Meeting: d.Meeting.ID, Member: k.by.Member.ID}); err != nil {
		return err
	}
	return k.refresh(QuorumDoomed, store.Subject{Meeting: d.Meeting.ID})
}

// gather is how long answers are gathered before the secretary hears of them.
const gather = 30 * time.Minute

// forecastSoon tells the secretary how many will come, once for the answers of half
// an hour (ATT-03).
func (k *desk) forecastSoon(m committee.MeetingID) error {
	body, err := k.Body(k.by.Committee.ID)
	if err != nil {
		return err
	}
	secretary, ok := body.Secretary(committee.DayOf(k.now))
	if !ok {
		return nil
	}
	due := k.now.Truncate(gather).Add(gather + 2*time.Minute)
	return k.postAt(Forecast, secretary.ID, store.Subject{Meeting: m, Step: due.Format("01021504")}, due)
}

func (k *desk) leaveAsked(d committee.Dossier, reason string) error {
	s := store.Subject{Meeting: d.Meeting.ID, Member: k.by.Member.ID}
	if k.by.Is(committee.Secretary) {
		return nil
	}
	secretary, ok := d.Body.Secretary(committee.DayOf(k.now))
	if !ok {
		return nil
	}
	due := k.now
	if reason == "" {
		due = k.now.Add(reasonPatience)
	}
	return k.postAt(LeaveCard, secretary.ID, s, due)
}

// refreshOwn lets a person's cards of some kinds about a meeting show how it stands.
func (k *desk) refreshOwn(m committee.Meeting, who committee.MemberID, kinds ...string) error {
	shown, err := k.Shown(who, 20)
	if err != nil {
		return err
	}
	for _, s := range shown {
		if s.Meeting == m.ID && slices.Contains(kinds, s.Kind) {
			if err := k.refreshOne(s); err != nil {
				return err
			}
		}
	}
	return nil
}

// refreshOne lets one person's card show the present state.
func (k *desk) refreshOne(d store.Delivery) error {
	s := d.Subject
	s.Words = d.Kind
	return k.Post(store.Letter{
		Committee: k.by.Committee.ID, Kind: Refresh, To: d.Member, Subject: s, DueAt: k.now, Key: fmt.Sprintf("%s/%d", Refresh, d.ID),
	})
}

// Opinion keeps what a person who does not come wants to be read out; it is not
// counted. It goes to chair and recorder when the meeting is open.
func (c *Clerk) Opinion(ctx context.Context, by committee.Actor, words string) (Attended, error) {
	change := func(k *desk, m *committee.Meeting) (bool, error) {
		if err := m.Told(); err != nil {
			return false, err
		}
		a := m.Attendee(k.by.Member.ID)
		switch {
		case a == nil:
			return false, committee.Refuse(committee.NotFound, "meeting.not-invited")
		case !k.laws().AbsentOpinion:
			return false, committee.Refuse(committee.Forbidden, "opinion.off")
		case a.Here() || a.Answer != committee.OnLeave && !m.Sitting():
			return false, committee.Refuse(committee.Conflict, "opinion.not-away")
		}
		changed := a.Opinion != words
		a.Opinion = words
		return changed, nil
	}
	return c.attend(ctx, by, 0, by.Member.ID, "opinion", change, func(k *desk, d committee.Dossier) error {
		if !d.Meeting.Sitting() {
			return nil
		}
		return k.tellOpinion(d.Meeting, k.by.Member.ID)
	})
}

// tellOpinion brings what an absent person thinks before chair and recorder.
func (k *desk) tellOpinion(m committee.Meeting, who committee.MemberID) error {
	body, err := k.Body(m.Committee)
	if err != nil {
		return err
	}
	readers := append(ids(body.With(committee.Recorder, committee.DayOf(k.now))), m.Chair)
	return k.postAll(OpinionTold, readers, store.Subject{Meeting: m.ID, Member: who})
}

// Grant grants someone's leave (ATT-02); he learns of it.
func (c *Clerk) Grant(ctx context.Context, by committee.Actor, id committee.MeetingID, who committee.MemberID) (Attended, error) {
	return c.answerLeave(ctx, by, id, who, "granted")
}

// Urge asks someone on leave to come after all (请再协调); he learns of it.
func (c *Clerk) Urge(ctx context.Context, by committee.Actor, id committee.MeetingID, who committee.MemberID) (Attended, error) {
	return c.answerLeave(ctx, by, id, who, "urged")
}

func (c *Clerk) answerLeave(ctx context.Context, by committee.Actor, id committee.MeetingID, who committee.MemberID, verdict string) (Attended, error) {
	change := func(k *desk, m *committee.Meeting) (bool, error) { return m.Grant(k.by, who, verdict == "granted") }
	return c.attend(ctx, by, id, who, "leave.grant", change, func(k *desk, d committee.Dossier) error {
		s := store.Subject{Meeting: d.Meeting.ID, Member: who}
		if err := k.refresh(LeaveCard, s); err != nil {
			return err
		}
		s.Step = verdict
		return k.post(LeaveAnswered, who, s)
	})
}

// CheckIn records that the actor is in the room (ATT-04). code is what he typed;
// where the bylaws ask for one, the button asks for it too.
func (c *Clerk) CheckIn(ctx context.Context, by committee.Actor, id committee.MeetingID, code string) (Attended, error) {
	back := false
	change := func(k *desk, m *committee.Meeting) (bool, error) {
		if a := m.Attendee(k.by.Member.ID); a != nil {
			back = !a.Left.IsZero()
		}
		how := committee.ByButton
		switch {
		case k.now.Before(m.CheckInOpens()), m.AlreadyHere(k.by.Member.ID):
		case code != "":
			if err := m.CheckCode(code, k.now); err != nil {
				return false, err
			}
			how = committee.ByCode
		case k.laws().RequireCode:
			return false, committee.Refuse(committee.Invalid, "checkin.code-needed")
		}
		_, changed, err := m.CheckIn(k.by.Member.ID, how, k.now)
		return changed, err
	}
	a, err := c.attend(ctx, by, id, by.Member.ID, "checkin", change, arrived(by.Member.ID))
	a.Back = back
	return a, err
}

// CheckInFor is the recorder's check-in for somebody else, with a reason (代签).
func (c *Clerk) CheckInFor(ctx context.Context, by committee.Actor, who committee.MemberID, reason string) (Attended, error) {
	change := func(k *desk, m *committee.Meeting) (bool, error) {
		switch {
		case !k.by.Is(committee.Recorder | committee.Secretary):
			return false, committee.Refuse(committee.Forbidden, "checkin.only-recorder")
		case reason == "":
			return false, committee.Refuse(committee.Invalid, "checkin.reason-needed")
		case m.Attendee(who) == nil && !m.NoticedAt.IsZero():
			return false, committee.Refuse(committee.NotFound, "called.not-invited")
		}
		_, changed, err := m.CheckIn(who, committee.ByRecorder, k.now)
		if !changed || err != nil {
			return changed, err
		}
		return true, k.logOn(m.ID, "checkin.for", who, reason)
	}
	return c.attend(ctx, by, 0, who, "checkin", change, arrived(who))
}

// arrived tells the chair the moment the quorum is there.
func arrived(who committee.MemberID) func(*desk, committee.Dossier) error {
	return func(k *desk, d committee.Dossier) error {
		if err := k.refreshOwn(d.Meeting, who, CheckInCard); err != nil {
			return err
		}
		f := d.Meeting.Forecast(d.Committee)
		if d.Meeting.State != committee.Noticed || f.Present != f.Quorum || d.Meeting.Attendee(who).Capacity != committee.Voting {
			return nil
		}
		return k.post(QuorumMet, d.Chair().ID, store.Subject{Meeting: d.Meeting.ID})
	}
}

// LeaveRoom records that a person left the room: he himself, or another by the
// recorder or the chair; at is when, zero for now.
func (c *Clerk) LeaveRoom(ctx context.Context, by committee.Actor, who committee.MemberID, at time.Time) (Attended, error) {
	change := func(k *desk, m *committee.Meeting) (bool, error) {
		if who != k.by.Member.ID && !k.by.Is(committee.Recorder) && !m.Presides(k.by) {
			return false, committee.Refuse(committee.Forbidden, "leave.only-self")
		}
		if who != k.by.Member.ID && m.Attendee(who) == nil && !m.NoticedAt.IsZero() {
			return false, committee.Refuse(committee.NotFound, "called.not-invited")
		}
		if at.IsZero() {
			at = k.now
		}
		if err := k.counted(m, who, at); err != nil {
			return false, err
		}
		return m.Leave(who, at, k.now)
	}
	return c.attend(ctx, by, 0, who, "leave-room", change, fewer)
}

// fewer lets the chair's card show that the quorum is no longer there.
func fewer(k *desk, d committee.Dossier) error {
	if f := d.Meeting.Forecast(d.Committee); d.Meeting.State == committee.Noticed && f.Present < f.Quorum {
		return k.refresh(QuorumMet, store.Subject{Meeting: d.Meeting.ID})
	}
	return nil
}

// UndoCheckIn takes back a wrong check-in before the opening (ATT-04); the journal
// keeps both.
func (c *Clerk) UndoCheckIn(ctx context.Context, by committee.Actor, who committee.MemberID) (Attended, error) {
	change := func(k *desk, m *committee.Meeting) (bool, error) { return true, m.UndoCheckIn(k.by, who) }
	return c.attend(ctx, by, 0, who, "checkin.undo", change, func(k *desk, d committee.Dossier) error {
		if err := k.askCheckIn(d, who); err != nil {
			return err
		}
		return fewer(k, d)
	})
}

// askCheckIn sends a person his check-in card anew: the one that he had is closed for good.
func (k *desk) askCheckIn(d committee.Dossier, who committee.MemberID) error {
	if m, known := d.Body.Member(who); !known || len(m.Accounts) == 0 {
		return nil
	}
	return k.post(CheckInCard, who, noticeOf(&d.Meeting))
}

// AllowRemote lets people attend the pending meeting by video.
func (c *Clerk) AllowRemote(ctx context.Context, by committee.Actor) (committee.Dossier, error) {
	return c.preside(ctx, by, "meeting.remote", func(k *desk, m *committee.Meeting) error {
		changed, err := m.AllowRemote(k.by)
		if err == nil && !changed {
			return errSame
		}
		return err
	})
}

// CheckInByVideo records that the actor attends by video.
func (c *Clerk) CheckInByVideo(ctx context.Context, by committee.Actor) (Attended, error) {
	back := false
	change := func(k *desk, m *committee.Meeting) (bool, error) {
		if err := m.MayAttendRemotely(k.laws()); err != nil {
			return false, err
		}
		if a := m.Attendee(k.by.Member.ID); a != nil {
			back = !a.Left.IsZero()
		}
		_, changed, err := m.CheckIn(k.by.Member.ID, committee.ByVideo, k.now)
		return changed, err
	}
	a, err := c.attend(ctx, by, 0, by.Member.ID, "checkin", change, arrived(by.Member.ID))
	a.Back = back
	return a, err
}

// Code returns the meeting's check-in code now, to the recorder and the chair.
func (c *Clerk) Code(ctx context.Context, by committee.Actor) (code string, d committee.Dossier, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		m, err := k.pending()
		if err != nil {
			return err
		}
		if !k.by.Is(committee.Recorder) && !m.Presides(k.by) {
			return committee.Refuse(committee.Forbidden, "checkin.only-recorder")
		}
		if m.State != committee.Noticed && !m.Sitting() {
			return committee.Refuse(committee.Untimely, "meeting.state."+string(m.State))
		}
		code = m.Code(k.now)
		d, err = k.dossier(m)
		return err
	})
	return code, d, err
}
