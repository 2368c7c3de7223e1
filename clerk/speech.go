package clerk

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"yishi/committee"
	"yishi/store"
	"yishi/workday"
)

// TakeUp begins a topic of the agenda (SPK-01); those in the room who may see it learn
// of it.
func (c *Clerk) TakeUp(ctx context.Context, by committee.Actor, position int) (t committee.Topic, err error) {
	_, err = c.preside(ctx, by, "topic.take-up", func(k *desk, m *committee.Meeting) error {
		d, err := k.dossier(m)
		if err != nil {
			return err
		}
		found, ok := d.Topic(position)
		if !ok && m.Sitting() {
			return committee.Refuse(committee.NotFound, "ballot.no-topic", position, len(d.Agenda))
		}
		before := m.Topic
		if err := m.TakeUp(k.by, found); err != nil {
			return k.named(err, d.Body)
		}
		if t = found; before == t.ID {
			return errSame
		}
		listeners := inRoom(m, func(a committee.Attendee) bool {
			sees := slices.ContainsFunc(d.Sees(a.Member), func(seen committee.Topic) bool { return seen.ID == t.ID })
			return sees && a.Member != k.by.Member.ID
		})
		return k.postAll(TopicTaken, listeners, store.Subject{Meeting: m.ID, Topic: t.ID})
	})
	return t, err
}

// Reserve keeps a member's reserved opinion on a topic that was decided (保留意见,
// SPK-03): for the record, not for the minutes; the recorder sees it. position 0 is the
// topic that was decided last.
func (c *Clerk) Reserve(ctx context.Context, by committee.Actor, position int, text string) (t committee.Topic, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, err := k.sittingOrLast()
		if err != nil {
			return err
		}
		d, err := k.dossier(m)
		if err != nil {
			return err
		}
		t = decidedTopic(d, position)
		if err := d.Reserve(k.by, t, text); err != nil {
			return err
		}
		note := committee.Note{Meeting: m.ID, Topic: t.ID, Who: k.by.Member.ID, By: k.by.Member.ID, Kind: committee.Reserved, Text: text, At: k.now}
		if err := k.AddNote(k.by.Committee.ID, note); err != nil {
			return err
		}
		if err := k.log(m.ID, "opinion.reserved", strconv.Itoa(t.Position)); err != nil {
			return err
		}
		s := store.Subject{Meeting: m.ID, Topic: t.ID, Member: k.by.Member.ID, Step: k.now.Format("150405")}
		return k.postAll(OpinionReserved, ids(d.Body.With(committee.Recorder, workday.On(k.now))), s)
	})
	return t, err
}

// decidedTopic is the topic at a position, or, of position 0, the one decided last.
func decidedTopic(d committee.Dossier, position int) committee.Topic {
	for _, b := range slices.Backward(d.Ballots) {
		if position == 0 && b.State == committee.Announced {
			position = b.Position
		}
	}
	t, _ := d.Topic(position)
	return t
}

// sittingOrLast is the meeting that is open, else the last one that was held.
func (k *desk) sittingOrLast() (*committee.Meeting, error) {
	m, err := k.under(k.PendingMeeting(k.by.Committee.ID))
	if err == nil && m.Sitting() {
		return m, nil
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	m, err = k.under(k.LatestMeeting(k.by.Committee.ID))
	if errors.Is(err, store.ErrNotFound) {
		return nil, committee.Refuse(committee.NotFound, "meeting.none-held")
	}
	return m, err
}

// Record loads the meeting that is open, else the last one that was held, with its
// notes: for the recorder, and who presides.
func (c *Clerk) Record(ctx context.Context, by committee.Actor) (d committee.Dossier, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		m, err := k.sittingOrLast()
		if err != nil {
			return err
		}
		if !k.by.Is(committee.Recorder|committee.Secretary) && !m.Presides(k.by) {
			return committee.Refuse(committee.Forbidden, "record.who")
		}
		d, err = k.dossier(m)
		return err
	})
	return d, err
}
