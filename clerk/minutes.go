package clerk

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"yishi/committee"
	"yishi/store"
	"yishi/workday"
)

// draftMinutes draws up the minutes at 散会 and sends them on their way (MIN-02).
func (k *desk) draftMinutes(d committee.Dossier) error {
	m := &committee.Minutes{
		Meeting: d.Meeting.ID, Committee: d.Committee.ID, Revision: 1, State: committee.WithRecorder, Year: k.now.Year(), DraftedAt: k.now,
	}
	if err := k.SaveMinutes(m); err != nil {
		return err
	}
	return k.forward(d.Meeting.ID, m)
}

// forward sends the draft to whom it is with now.
func (k *desk) forward(id committee.MeetingID, m *committee.Minutes) error {
	body, err := k.Body(m.Committee)
	if err != nil {
		return err
	}
	role, readers := k.station(m, body)
	if err := k.SaveMinutes(m); err != nil {
		return err
	}
	s := store.Subject{Meeting: id, Step: fmt.Sprintf("%s.%d", m.State, m.Revision)}
	if role == committee.Recorder {
		if err := k.postAll(DraftFile, readers, s); err != nil {
			return err
		}
	}
	return k.postAll(DraftCard, readers, s)
}

// station finds who works on the draft now; a station without people is passed over.
func (k *desk) station(m *committee.Minutes, body committee.Body) (role committee.Role, readers []committee.MemberID) {
	today := workday.On(k.now)
	for _, at := range []struct {
		state committee.MinutesState
		role  committee.Role
	}{{committee.WithRecorder, committee.Recorder}, {committee.WithVice, committee.Vice}, {committee.WithSecretary, committee.Secretary}} {
		if m.State != at.state {
			continue
		}
		role, readers = at.role, ids(body.With(at.role, today))
		switch {
		case len(readers) > 0:
			return role, readers
		case at.role == committee.Recorder && k.laws().DeputyReads:
			m.State = committee.WithVice
		default:
			m.State = committee.WithSecretary
		}
	}
	return role, readers
}

// onMinutes runs one change of the minutes of a meeting; id 0 means those of the
// last meeting.
func (c *Clerk) onMinutes(ctx context.Context, by committee.Actor, id committee.MeetingID, act string,
	change func(*desk, *committee.Minutes) (changed bool, err error),
) (d committee.Dossier, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		held, m, err := k.minutesOf(id)
		if err != nil {
			return err
		}
		changed, err := change(k, m)
		if err != nil {
			return err
		}
		if changed {
			if err := k.changedMinutes(m, act); err != nil {
				return err
			}
		}
		d, err = k.dossier(held)
		return err
	})
	return d, err
}

func (k *desk) changedMinutes(m *committee.Minutes, act string) error {
	if err := k.SaveMinutes(m); err != nil {
		return err
	}
	if err := k.log(m.Meeting, act, strconv.Itoa(m.Revision)); err != nil {
		return err
	}
	return k.closeKind(m.Meeting, DraftCard)
}

func (k *desk) minutesOf(id committee.MeetingID) (*committee.Meeting, *committee.Minutes, error) {
	var held *committee.Meeting
	var err error
	if id == 0 {
		held, err = k.under(k.LatestMeeting(k.by.Committee.ID))
	} else {
		held, err = k.meeting(id)
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil, k.noMinutes()
	}
	if err != nil {
		return nil, nil, err
	}
	m, err := k.Minutes(held.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil, k.noMinutes()
	}
	return held, m, err
}

// noMinutes says that there are no minutes, or not yet.
func (k *desk) noMinutes() error {
	m, err := k.PendingMeeting(k.by.Committee.ID)
	switch {
	case err == nil && m.Sitting():
		return committee.Refuse(committee.Untimely, "minutes.sitting")
	case ignoreNotFound(err) != nil:
		return err
	}
	return committee.Refuse(committee.NotFound, "meeting.none-held")
}

// EditMinutes replaces the text of one topic in the draft.
func (c *Clerk) EditMinutes(ctx context.Context, by committee.Actor, position int, text string) (committee.Dossier, error) {
	return c.onMinutes(ctx, by, 0, "minutes.edit", func(k *desk, m *committee.Minutes) (bool, error) {
		agenda, err := k.Agenda(k.by.Committee.ID, m.Meeting)
		if err != nil {
			return false, err
		}
		if position < 1 || position > len(agenda) {
			return false, committee.Refuse(committee.NotFound, "ballot.no-topic", position, len(agenda))
		}
		if err := m.Edit(k.by, position, text); err != nil {
			return false, err
		}
		return true, k.forward(m.Meeting, m)
	})
}

// SubmitMinutes passes the draft on (MIN-05).
func (c *Clerk) SubmitMinutes(ctx context.Context, by committee.Actor, id committee.MeetingID) (committee.Dossier, error) {
	return c.onMinutes(ctx, by, id, "minutes.submit", func(k *desk, m *committee.Minutes) (bool, error) {
		changed, err := m.Submit(k.by)
		if err != nil || !changed {
			return changed, err
		}
		return true, k.forward(m.Meeting, m)
	})
}

// ReturnMinutes sends the draft back to the recorder with a reason.
func (c *Clerk) ReturnMinutes(ctx context.Context, by committee.Actor, id committee.MeetingID, reason string) (committee.Dossier, error) {
	return c.onMinutes(ctx, by, id, "minutes.return", func(k *desk, m *committee.Minutes) (bool, error) {
		if err := m.Return(k.by, reason); err != nil {
			return false, err
		}
		if err := k.EndDialogue(k.by.Member.ID); err != nil {
			return false, err
		}
		m.Revision++
		body, err := k.Body(k.by.Committee.ID)
		if err != nil {
			return false, err
		}
		recorders := ids(body.With(committee.Recorder, workday.On(k.now)))
		if err := k.postAll(DraftReturned, recorders, store.Subject{Meeting: m.Meeting, Step: strconv.Itoa(m.Revision)}); err != nil {
			return false, err
		}
		return true, k.forward(m.Meeting, m)
	})
}

// SignMinutes gives the minutes their number and circulates them (MIN-04…06):
// revision is the one that the secretary saw, 0 the present one.
func (c *Clerk) SignMinutes(ctx context.Context, by committee.Actor, id committee.MeetingID, revision int) (committee.Dossier, error) {
	return c.onMinutes(ctx, by, id, "minutes.sign", func(k *desk, m *committee.Minutes) (bool, error) {
		com, _, err := k.HoldCommittee(k.by.Committee.ID)
		if err != nil {
			return false, err
		}
		last, err := k.LastMinutes(k.by.Committee.ID, k.now.Year())
		if err != nil {
			return false, err
		}
		m.Year = k.now.Year()
		if err := m.Sign(k.by, revision, max(last+1, com.FirstMinutes(m.Year)), k.now); err != nil {
			return false, err
		}
		held, err := k.meeting(m.Meeting)
		if err != nil {
			return false, err
		}
		if err := held.Circulate(); err != nil {
			return false, err
		}
		if err := k.SaveMeeting(held); err != nil {
			return false, err
		}
		return true, k.circulate(held, m)
	})
}

// circulate sends the signed minutes to everyone in their range: members, absent
// ones too and those who have left since the meeting, observers, the recorder and the
// street (MIN-06); one line to the group.
func (k *desk) circulate(held *committee.Meeting, m *committee.Minutes) error {
	body, err := k.Body(m.Committee)
	if err != nil {
		return err
	}
	today := workday.On(k.now)
	readers := ids(body.InOffice(today))
	for _, a := range held.Roll {
		if held.OnRoll(a.Member) {
			readers = append(readers, a.Member)
		}
	}
	readers = append(readers, ids(body.With(committee.Recorder|committee.Street, today))...)
	seen := map[committee.MemberID]bool{}
	leave := k.clerk.Decent(k.by.Committee, k.now)
	for _, id := range readers {
		if seen[id] {
			continue
		}
		seen[id] = true
		r := store.Reader{Member: id}
		if id == k.by.Member.ID {
			r.ReadAt = k.now // who signs has read
		}
		if err := k.SaveReader(m, r); err != nil {
			return err
		}
		if err := k.postAt(MinutesCard, id, store.Subject{Meeting: held.ID}, leave); err != nil {
			return err
		}
	}
	if err := k.postAt(GroupMinutes, 0, store.Subject{Meeting: held.ID}, leave); err != nil {
		return err
	}
	first, _ := k.clerk.cal.Forward(workday.On(leave), 1)
	if err := k.postAt(doDuty, 0, store.Subject{Meeting: held.ID}, k.morning(first)); err != nil {
		return err
	}
	second, _ := k.clerk.cal.Forward(workday.On(leave), 2)
	b := k.laws()
	return k.postAt(doUnread, 0, store.Subject{Meeting: held.ID}, second.At(b.NoticeSendAt.Hour, b.NoticeSendAt.Minute, committee.Zone))
}

// chaseReaders reminds, once, those who have not read the minutes, and tells the
// secretary who they are (MIN-06).
func (k *desk) chaseReaders(id committee.MeetingID) error {
	readers, err := k.Readers(id)
	if err != nil {
		return err
	}
	unread := 0
	for _, r := range readers {
		if r.ReadAt.IsZero() {
			unread++
			if err := k.post(MinutesUnread, r.Member, store.Subject{Meeting: id}); err != nil {
				return err
			}
		}
	}
	if unread == 0 {
		return nil
	}
	return k.toSecretary(UnreadReport, store.Subject{Meeting: id})
}

// ReadMinutes records that the actor has read the minutes (已阅).
func (c *Clerk) ReadMinutes(ctx context.Context, by committee.Actor, id committee.MeetingID) (d committee.Dossier, changed bool, err error) {
	d, err = c.onMinutes(ctx, by, id, "minutes.read", func(k *desk, m *committee.Minutes) (bool, error) {
		readers, err := k.Readers(m.Meeting)
		if err != nil {
			return false, err
		}
		for _, r := range readers {
			if r.Member != k.by.Member.ID {
				continue
			}
			if !r.ReadAt.IsZero() {
				return false, nil
			}
			changed, r.ReadAt = true, k.now
			return false, k.read(m, r)
		}
		if m.State != committee.Signed {
			return false, committee.Refuse(committee.Untimely, "minutes.not-signed")
		}
		return false, committee.Refuse(committee.NotFound, "minutes.not-yours")
	})
	return d, changed, err
}

// read keeps that a person has read the minutes.
func (k *desk) read(m *committee.Minutes, r store.Reader) error {
	if err := k.SaveReader(m, r); err != nil {
		return err
	}
	if err := k.log(m.Meeting, "minutes.read", ""); err != nil {
		return err
	}
	return k.readerCards(m.Meeting)
}

func (k *desk) readerCards(id committee.MeetingID) error {
	shown, err := k.Shown(k.by.Member.ID, 20)
	if err != nil {
		return err
	}
	for _, s := range shown {
		if s.Meeting == id && (s.Kind == MinutesCard || s.Kind == MinutesUnread) {
			if err := k.refreshOne(s); err != nil {
				return err
			}
		}
	}
	return nil
}

// Minutes loads the minutes that a person may see: signed ones in his range by
// number, or, with number 0, those of the last meeting; a draft only whoever works
// on it (MIN-05, MIN-06).
func (c *Clerk) Minutes(ctx context.Context, by committee.Actor, year, number int) (d committee.Dossier, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		var id committee.MeetingID
		if number > 0 {
			if id, err = k.MinutesNumbered(k.by.Committee.ID, year, number); err != nil {
				return missing(err, "minutes.no-number", year, number)
			}
		}
		d, err = k.readable(id)
		return err
	})
	return d, err
}

// MinutesOf loads the minutes of one meeting as Minutes does.
func (c *Clerk) MinutesOf(ctx context.Context, by committee.Actor, id committee.MeetingID) (d committee.Dossier, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		d, err = k.readable(id)
		return err
	})
	return d, err
}

func (k *desk) readable(id committee.MeetingID) (d committee.Dossier, err error) {
	held, m, err := k.minutesOf(id)
	by := k.by
	is := func(r committee.Role) bool { return by.Member.Serves(workday.On(k.now)) && by.Is(r) }
	switch {
	case err != nil:
		return d, err
	case m.State != committee.Signed && !is(committee.Recorder|committee.Vice|committee.Secretary):
		return d, committee.Refuse(committee.Untimely, "minutes.not-signed")
	case !is(committee.Seated|committee.Recorder|committee.Street) && !held.OnRoll(by.Member.ID):
		return d, committee.Refuse(committee.Forbidden, "minutes.not-yours")
	}
	return k.dossier(held)
}

// Readers loads who was sent a meeting's minutes and who has read them.
func (c *Clerk) Readers(ctx context.Context, by committee.Actor, id committee.MeetingID) (out []store.Reader, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		out, err = k.Readers(id)
		return err
	})
	return out, err
}

func missing(err error, rule string, args ...any) error {
	if errors.Is(err, store.ErrNotFound) {
		return committee.Refuse(committee.NotFound, rule, args...)
	}
	return err
}

func ignoreNotFound(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
