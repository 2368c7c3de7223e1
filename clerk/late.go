package clerk

import (
	"context"
	"fmt"
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
			found, err := k.numbered([]int{number})
			if err != nil {
				return err
			}
			t = *found[0]
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
func (c *Clerk) Consent(ctx context.Context, by committee.Actor, id committee.TopicID, agrees bool) (t committee.Topic, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, err := k.pending()
		if err != nil {
			return err
		}
		found, err := k.topic(id)
		if err != nil {
			return err
		}
		position := found.Position
		if _, err := found.Consent(m, k.by.Member.ID, agrees); err != nil {
			return err
		}
		t = *found
		t.Position = position
		return k.consented(m, found, position, agrees)
	})
	return t, err
}

func (k *desk) consented(m *committee.Meeting, t *committee.Topic, position int, agrees bool) error {
	if !agrees {
		pool, err := k.Pool(k.by.Committee.ID)
		if err != nil {
			return err
		}
		for _, other := range pool {
			if t.Number == 0 || other.Number >= t.Number && other.ID != t.ID {
				t.Number = other.Number + 1
			}
		}
		t.Number = max(t.Number, 1)
	}
	if err := k.SaveTopic(t); err != nil {
		return err
	}
	if err := k.log(m.ID, "topic.consent", fmt.Sprintf("%s %t", t.Title, agrees)); err != nil {
		return err
	}
	s := store.Subject{Meeting: m.ID, Topic: t.ID}
	if err := k.refresh(ConsentCard, s); err != nil {
		return err
	}
	if agrees && len(m.Awaited(*t)) > 0 {
		return nil
	}
	s.Step = fmt.Sprint(position)
	for _, a := range m.Roll {
		if !a.Here() || agrees && a.Member != m.Chair && a.Capacity != committee.Recording {
			continue
		}
		if err := k.post(ConsentTold, a.Member, s); err != nil {
			return err
		}
	}
	return nil
}

// ConsentAsked finds the first topic of the sitting on which the actor is still to say
// whether it may be taken up; 0 when there is none.
func (c *Clerk) ConsentAsked(ctx context.Context, by committee.Actor) (id committee.TopicID, err error) {
	d, err := c.Current(ctx, by)
	if err != nil {
		return 0, ignoreRefusal(err)
	}
	for _, t := range d.Agenda {
		if d.Meeting.State == committee.InSession && slices.Contains(d.Meeting.Awaited(t), by.Member.ID) {
			return t.ID, nil
		}
	}
	return 0, nil
}
