package clerk

import (
	"context"
	"slices"

	"yishi/committee"
	"yishi/store"
)

// AddLate adds a topic to the meeting whose notice is out (TOP-05): one of the pool by
// its number, or a new one by its title. Everybody on the roll is told.
func (c *Clerk) AddLate(ctx context.Context, by committee.Actor, t committee.Topic, number int, reason string) (added committee.Topic, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, err := k.pending()
		if err != nil {
			return err
		}
		if err := m.MayAddLate(k.by, reason, k.now); err != nil {
			return err
		}
		if number > 0 {
			if t, err = k.waitingTopic(number); err != nil {
				return err
			}
		}
		agenda, err := k.Agenda(m.Committee, m.ID)
		if err != nil {
			return err
		}
		position := 1
		for _, other := range agenda {
			position = max(position, other.Position+1)
		}
		if err := t.AddLate(k.by, m, reason, position, k.now); err != nil {
			return err
		}
		added = t
		return k.addedLate(m, &added)
	})
	return added, err
}

// waitingTopic finds the topic of the pool that is to be added late.
func (k *desk) waitingTopic(number int) (committee.Topic, error) {
	found, err := k.numbered([]int{number})
	switch {
	case err == nil:
		return *found[0], nil
	case ignoreRefusal(err) == nil:
		return committee.Topic{}, committee.Refuse(committee.NotFound, "late.no-number", number)
	}
	return committee.Topic{}, err
}

func (k *desk) addedLate(m *committee.Meeting, t *committee.Topic) error {
	if err := k.decided(t, "topic.add-late"); err != nil {
		return err
	}
	if err := k.EndDialogue(k.by.Member.ID); err != nil {
		return err
	}
	for _, a := range m.Roll {
		if err := k.post(TopicAdded, a.Member, store.Subject{Meeting: m.ID, Topic: t.ID}); err != nil {
			return err
		}
	}
	return k.closeKind(m.ID, Notice)
}

// askConsent asks all who are present at the opening whether the topics that were
// added late may be taken up.
func (k *desk) askConsent(m *committee.Meeting) error {
	agenda, err := k.Agenda(m.Committee, m.ID)
	if err != nil {
		return err
	}
	for _, t := range agenda {
		if err := k.postAll(ConsentCard, m.Awaited(t), store.Subject{Meeting: m.ID, Topic: t.ID}); err != nil {
			return err
		}
	}
	return nil
}

// Consent records what a person present says to a topic that was added late.
func (c *Clerk) Consent(ctx context.Context, by committee.Actor, id committee.TopicID, agrees bool) (committee.Topic, error) {
	return c.onLate(ctx, by, id, func(k *desk, m *committee.Meeting, t *committee.Topic) error {
		if _, err := t.Consent(m, k.by.Member.ID, agrees); err != nil {
			return err
		}
		return k.spoken(m, t)
	})
}

// onLate runs one act on a topic that was added late, and returns it with the number
// that it had on the agenda. The chair's cards of what was handed in on it follow.
func (c *Clerk) onLate(ctx context.Context, by committee.Actor, id committee.TopicID,
	act func(*desk, *committee.Meeting, *committee.Topic) error,
) (t committee.Topic, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, err := k.pending()
		if err != nil {
			return err
		}
		found, err := k.topic(id)
		if err != nil {
			return err
		}
		t = *found
		if err := act(k, m, found); err != nil {
			return err
		}
		for _, d := range t.Dictated {
			if err := k.refresh(DictationCard, consentDictated(m, t.ID, d)); err != nil {
				return err
			}
		}
		return nil
	})
	return t, err
}

// spoken keeps what became of a late topic by one person's word.
func (k *desk) spoken(m *committee.Meeting, t *committee.Topic) error {
	if t.Meeting == m.ID {
		return k.consented(m, t)
	}
	return k.objected(m, t)
}

// consented keeps what became of a late topic: nobody is told of one yes among several,
// chair and recorder of the last one.
func (k *desk) consented(m *committee.Meeting, t *committee.Topic) error {
	if err := k.keepConsent(m, t, "topic.consent"); err != nil || len(m.Awaited(*t)) > 0 {
		return err
	}
	readers := inRoom(m, func(a committee.Attendee) bool { return a.Member == m.Chair || a.Capacity == committee.Recording })
	return k.postAll(ConsentTold, readers, store.Subject{Meeting: m.ID, Topic: t.ID})
}

// objected returns a late topic to the pool, and tells all who are present.
func (k *desk) objected(m *committee.Meeting, t *committee.Topic) error {
	pool, err := k.Pool(k.by.Committee.ID)
	if err != nil {
		return err
	}
	t.Number = 1
	for _, other := range pool {
		t.Number = max(t.Number, other.Number+1)
	}
	if err := k.keepConsent(m, t, "topic.object"); err != nil {
		return err
	}
	all := inRoom(m, func(committee.Attendee) bool { return true })
	return k.postAll(ConsentTold, all, store.Subject{Meeting: m.ID, Topic: t.ID})
}

func (k *desk) keepConsent(m *committee.Meeting, t *committee.Topic, act string) error {
	if err := k.SaveTopic(t); err != nil {
		return err
	}
	if err := k.log(m.ID, act, t.Title); err != nil {
		return err
	}
	return k.refresh(ConsentCard, store.Subject{Meeting: m.ID, Topic: t.ID})
}

// inRoom are those in the room of whom something holds.
func inRoom(m *committee.Meeting, holds func(committee.Attendee) bool) []committee.MemberID {
	var out []committee.MemberID
	for _, a := range m.Roll {
		if a.Here() && holds(a) {
			out = append(out, a.Member)
		}
	}
	return out
}

// ConsentAsked lists the topics of the sitting on which a person is still to say whether
// they may be taken up.
func (c *Clerk) ConsentAsked(ctx context.Context, by committee.Actor, who committee.MemberID) (asked []committee.Topic, err error) {
	d, err := c.Current(ctx, by)
	if err != nil {
		return nil, ignoreRefusal(err)
	}
	for _, t := range d.Agenda {
		if d.Meeting.State == committee.InSession && slices.Contains(d.Meeting.Awaited(t), who) {
			asked = append(asked, t)
		}
	}
	return asked, nil
}
