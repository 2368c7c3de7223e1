package clerk

import (
	"context"
	"errors"
	"slices"

	"yishi/committee"
	"yishi/store"
	"yishi/workday"
)

// Open opens the meeting (ATT-05), with the roster read at this moment.
func (c *Clerk) Open(ctx context.Context, by committee.Actor) (d committee.Dossier, err error) {
	return c.preside(ctx, by, "meeting.open", func(k *desk, m *committee.Meeting) error {
		body, err := k.Body(m.Committee)
		if err != nil {
			return err
		}
		if err := m.Open(k.by, body.InOffice(workday.On(k.now)), k.now); err != nil {
			return k.named(err, body)
		}
		if err := k.leaveWaiting(m); err != nil {
			return err
		}
		if err := k.proposeRecusals(m); err != nil {
			return err
		}
		if err := k.askConsent(m); err != nil {
			return err
		}
		return k.postAll(SessionOpened, ids(body.With(committee.Recorder, workday.On(k.now))), store.Subject{Meeting: m.ID})
	})
}

// leaveWaiting ends what was due and shown before the opening, and brings what the
// absent left to be read out.
func (k *desk) leaveWaiting(m *committee.Meeting) error {
	if err := k.Withdraw(m.ID, meetingErrands...); err != nil {
		return err
	}
	for _, kind := range []string{QuorumMet, WaitCard, QuorumDoomed} {
		if err := k.closeKind(m.ID, kind); err != nil {
			return err
		}
	}
	for _, a := range m.Roll {
		if a.Opinion == "" || a.Here() {
			continue
		}
		if err := k.tellOpinion(*m, a.Member); err != nil {
			return err
		}
	}
	return nil
}

// named puts people where a refusal has their ids: to the chair a quorum that is
// not met names who is missing and how to reach them (ATT-05).
func (k *desk) named(err error, body committee.Body) error {
	r, ok := errors.AsType[*committee.Refusal](err)
	if !ok || r.Rule != "quorum.not-met" && r.Rule != "late.waiting" {
		return err
	}
	var missing committee.Body
	for _, a := range r.Args {
		if list, ok := a.([]committee.MemberID); ok {
			for _, id := range list {
				if m, found := body.Member(id); found {
					missing = append(missing, m)
				}
			}
		}
	}
	return committee.Refuse(r.Kind, r.Rule, append(r.Args[:len(r.Args)-1:len(r.Args)-1], missing)...)
}

func (k *desk) closeKind(m committee.MeetingID, kind string) error {
	sent, err := k.Evidence(m, kind)
	if err != nil {
		return err
	}
	for _, s := range sent {
		if len(s.Offers) > 0 {
			if err := k.refresh(kind, s.Subject); err != nil {
				return err
			}
		}
	}
	return nil
}

// Pause suspends the sitting, Resume takes it up again.
func (c *Clerk) Pause(ctx context.Context, by committee.Actor) (committee.Dossier, error) {
	return c.preside(ctx, by, "meeting.pause", func(k *desk, m *committee.Meeting) error {
		all, err := k.Ballots(m.ID)
		if err != nil {
			return err
		}
		for _, b := range all {
			if b.State == committee.Open && m.Presides(k.by) {
				return committee.Refuse(committee.Untimely, "pause.ballot-open", b.Name(), len(b.Votes), len(b.Electors))
			}
		}
		return m.Pause(k.by)
	})
}

// Resume takes up a suspended sitting.
func (c *Clerk) Resume(ctx context.Context, by committee.Actor) (committee.Dossier, error) {
	return c.preside(ctx, by, "meeting.resume", func(k *desk, m *committee.Meeting) error { return m.Resume(k.by) })
}

// errSame says that what was asked for is so already: nothing is written.
var errSame = errors.New("clerk: it is so already")

// preside runs one act of the chair on the pending meeting.
func (c *Clerk) preside(ctx context.Context, by committee.Actor, act string, do func(*desk, *committee.Meeting) error) (d committee.Dossier, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, err := k.pending()
		if err != nil {
			return err
		}
		switch err := do(k, m); {
		case errors.Is(err, errSame):
			d, err = k.dossier(m)
			return err
		case err != nil:
			return err
		}
		if err := k.SaveMeeting(m); err != nil {
			return err
		}
		if err := k.log(m.ID, act, ""); err != nil {
			return err
		}
		d, err = k.dossier(m)
		return err
	})
	return d, err
}

// Preflight looks a sitting over before it is adjourned; it refuses while a vote
// runs or a result is not announced, and changes nothing.
func (c *Clerk) Preflight(ctx context.Context, by committee.Actor) (d committee.Dossier, err error) {
	d, err = c.Current(ctx, by)
	if err != nil {
		return d, err
	}
	return d, mayAdjourn(by, d)
}

func mayAdjourn(by committee.Actor, d committee.Dossier) error {
	if !d.Meeting.Presides(by) {
		return committee.Refuse(committee.Forbidden, "meeting.only-chair")
	}
	if !d.Meeting.Sitting() {
		return committee.Refuse(committee.Untimely, "meeting.state."+string(d.Meeting.State))
	}
	if _, open := d.Unsettled(); len(open) > 0 {
		b := open[0]
		if b.State == committee.Open {
			return committee.Refuse(committee.Untimely, "adjourn.ballot-open", b.Name(), len(b.Votes), len(b.Electors))
		}
		return committee.Refuse(committee.Untimely, "adjourn.not-announced", b.Name())
	}
	return nil
}

// Adjourn closes the sitting, settles its topics and draws up the minutes
// (MIN-02): what was not decided returns to the pool (TOP-06), and the draft goes
// to the recorder.
func (c *Clerk) Adjourn(ctx context.Context, by committee.Actor) (committee.Dossier, error) {
	return c.preside(ctx, by, "meeting.adjourn", func(k *desk, m *committee.Meeting) error {
		d, err := k.dossier(m)
		if err != nil {
			return err
		}
		if err := mayAdjourn(k.by, d); err != nil {
			return err
		}
		if err := m.Adjourn(k.by, k.now); err != nil {
			return err
		}
		if err := k.settle(d); err != nil {
			return err
		}
		if err := k.closeKind(m.ID, CheckInCard); err != nil {
			return err
		}
		return k.draftMinutes(d)
	})
}

// settle closes the topics of the agenda; those not carried return to the pool as
// new ones, so that the minutes keep what was before this meeting.
func (k *desk) settle(d committee.Dossier) error {
	pool, err := k.Pool(d.Committee.ID)
	if err != nil {
		return err
	}
	number := 0
	for _, t := range pool {
		number = max(number, t.Number)
	}
	for _, t := range d.Agenda {
		back := unfinished(t, d)
		never := len(d.Meeting.Awaited(t)) > 0 // not all consented: it never came up here (TOP-05)
		if !never {
			t.State = committee.Settled
			if err := k.SaveTopic(&t); err != nil {
				return err
			}
			t.ID = 0
		}
		if back == "" {
			continue
		}
		t.Persons = remaining(t, d)
		number++
		t.BackToPool()
		t.Number, t.State, t.Reason = number, committee.Deferred, back
		if err := k.SaveTopic(&t); err != nil {
			return err
		}
	}
	return nil
}

// remaining are the persons of a topic who have no result yet.
func remaining(t committee.Topic, d committee.Dossier) []string {
	done := map[string]bool{}
	for _, b := range d.Of(t.ID) {
		done[b.Person] = !b.Deferred
	}
	return slices.DeleteFunc(slices.Clone(t.Persons), func(person string) bool { return done[person] })
}

// unfinished says why a topic returns to the pool; empty when it is done. A
// personnel proposal that was not carried is settled: it does not come up again by itself.
func unfinished(t committee.Topic, d committee.Dossier) string {
	if !t.Voted() {
		return ""
	}
	ballots := d.Of(t.ID)
	if len(ballots) == 0 {
		return "undiscussed"
	}
	last := ballots[len(ballots)-1]
	switch {
	case t.Kind == committee.Personnel && len(remaining(t, d)) > 0:
		return "undiscussed"
	case last.Deferred:
		return "deferred"
	case t.Kind != committee.Personnel && !last.Outcome(d.Committee.Bylaws).Passed:
		return "lost"
	}
	return ""
}

// Speak keeps a word for the record (SPK-01): one's own, or another's by the recorder;
// it belongs to the topic that is voted on or taken up.
func (c *Clerk) Speak(ctx context.Context, by committee.Actor, who committee.MemberID, kind committee.NoteKind, text string) (d committee.Dossier, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, err := k.pending()
		if err != nil {
			return err
		}
		switch {
		case kind == committee.NoMore && m.Sitting() && m.Topic == 0:
			return committee.Refuse(committee.Untimely, "note.no-topic")
		case who != k.by.Member.ID && !k.by.Is(committee.Recorder):
			return committee.Refuse(committee.Forbidden, "note.only-recorder")
		case !m.Sitting():
			return committee.Refuse(committee.Untimely, "note.not-in-session")
		case m.Attendee(k.by.Member.ID) == nil && !k.by.Is(committee.Recorder):
			return committee.Refuse(committee.NotFound, "meeting.not-invited")
		case !k.by.Is(committee.Recorder) && !m.Attendee(k.by.Member.ID).Here():
			return committee.Refuse(committee.Forbidden, "note.absent")
		case text == "":
			return committee.Refuse(committee.Invalid, "note.empty")
		}
		if d, err = k.dossier(m); err != nil {
			return err
		}
		note := committee.Note{Meeting: m.ID, Who: who, By: k.by.Member.ID, Topic: m.Topic, Kind: kind, Text: text, At: k.now}
		if n := len(d.Ballots); n > 0 && d.Ballots[n-1].State != committee.Announced {
			note.Topic = d.Ballots[n-1].Topic
		}
		if err := k.AddNote(k.by.Committee.ID, note); err != nil {
			return err
		}
		return k.logOn(m.ID, "note.add", who)
	})
	return d, err
}
