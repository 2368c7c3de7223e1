package clerk

import (
	"context"

	"yishi/committee"
	"yishi/store"
)

// Dictate takes the choice of one member without a phone from the recorder (VOT-11);
// it becomes his vote when the chair confirms it.
func (c *Clerk) Dictate(ctx context.Context, by committee.Actor, id committee.BallotID, who committee.Member, choice committee.Choice) (v Voted, err error) {
	return c.settleBallot(ctx, by, id, func(k *desk, m *committee.Meeting, b *committee.Ballot) (bool, error) {
		if err := b.Dictate(k.by, who, choice, k.now); err != nil {
			return false, err
		}
		before, err := k.Dictated(b.ID, who.ID)
		if ignoreNotFound(err) != nil {
			return false, err
		}
		if err == nil {
			if err := k.refresh(DictationCard, dictation(m, before)); err != nil {
				return false, err
			}
		}
		now := committee.Dictated{Ballot: b.ID, Member: who.ID, Choice: choice}
		if err := k.SaveDictated(m.Committee, now); err != nil {
			return false, err
		}
		if err := k.log(m.ID, "ballot.dictate", string(choice)); err != nil {
			return false, err
		}
		return true, k.post(DictationCard, m.Chair, dictation(m, now))
	})
}

// ConfirmDictated makes a dictated choice the member's vote, at the chair's word (VOT-11).
func (c *Clerk) ConfirmDictated(ctx context.Context, by committee.Actor, id committee.BallotID, who committee.MemberID) (Voted, error) {
	return c.onDictated(ctx, by, id, who, func(k *desk, m *committee.Meeting, b *committee.Ballot, d committee.Dictated) error {
		turn := b.ChairsTurn()
		changed, err := b.Cast(who, d.Choice, k.now)
		if err != nil || !changed {
			return err
		}
		if err := k.SaveVote(b, who, d.Choice, k.now.UnixMilli()); err != nil {
			return err
		}
		if err := k.refreshOwn(*m, who, BallotCard); err != nil {
			return err
		}
		if err := k.tellDictated(who, store.Subject{Meeting: m.ID, Ballot: b.ID, Member: who}); err != nil {
			return err
		}
		return k.cast(b, d.Choice, turn)
	})
}

// RefuseDictated strikes a dictated choice off, at the chair's word.
func (c *Clerk) RefuseDictated(ctx context.Context, by committee.Actor, id committee.BallotID, who committee.MemberID) (Voted, error) {
	return c.onDictated(ctx, by, id, who, func(k *desk, m *committee.Meeting, _ *committee.Ballot, _ committee.Dictated) error {
		return k.log(m.ID, "ballot.dictate.refused", "")
	})
}

// onDictated runs the chair's word on a choice that was handed in for a member: after it
// the choice waits no more.
func (c *Clerk) onDictated(ctx context.Context, by committee.Actor, id committee.BallotID, who committee.MemberID,
	act func(*desk, *committee.Meeting, *committee.Ballot, committee.Dictated) error,
) (Voted, error) {
	return c.settleBallot(ctx, by, id, func(k *desk, m *committee.Meeting, b *committee.Ballot) (bool, error) {
		if !m.Presides(k.by) {
			return false, committee.Refuse(committee.Forbidden, "meeting.only-chair")
		}
		d, err := k.Dictated(b.ID, who)
		if err != nil {
			return false, err
		}
		if err := act(k, m, b, d); err != nil {
			return false, err
		}
		if err := k.DropDictated(d); err != nil {
			return false, err
		}
		return true, k.refresh(DictationCard, dictation(m, d))
	})
}

// Dictation loads a dictated choice with its vote; store.ErrNotFound when it waits no
// more.
func (c *Clerk) Dictation(ctx context.Context, by committee.Actor, id committee.BallotID, who committee.MemberID) (v Voted, d committee.Dictated, err error) {
	if v, err = c.Ballot(ctx, by, id); err != nil {
		return v, d, err
	}
	err = c.see(ctx, by, func(k *desk) error {
		d, err = k.Dictated(id, who)
		return err
	})
	return v, d, err
}

// dictation is the subject of the chair's card: entered anew with another word, it is
// another card.
func dictation(m *committee.Meeting, d committee.Dictated) store.Subject {
	return store.Subject{Meeting: m.ID, Ballot: d.Ballot, Member: d.Member, Step: string(d.Choice)}
}

func consentDictated(m *committee.Meeting, t committee.TopicID, d committee.DictatedConsent) store.Subject {
	return store.Subject{Meeting: m.ID, Topic: t, Member: d.Member, Step: d.Word()}
}

// tellDictated tells a member what stands for him now, if he can be told.
func (k *desk) tellDictated(who committee.MemberID, s store.Subject) error {
	m, err := k.Member(k.by.Committee.ID, who)
	if err != nil || len(m.Accounts) == 0 {
		return err
	}
	return k.post(DictationTold, who, s)
}

// DictateConsent takes from the recorder whether one without a phone agrees that a late
// topic is taken up (TOP-05); it becomes his word when the chair confirms it.
func (c *Clerk) DictateConsent(ctx context.Context, by committee.Actor, id committee.TopicID, who committee.Member, agrees bool) (committee.Topic, error) {
	return c.onLate(ctx, by, id, func(k *desk, m *committee.Meeting, t *committee.Topic) error {
		if err := t.Dictate(k.by, m, who, agrees); err != nil {
			return err
		}
		if err := k.SaveTopic(t); err != nil {
			return err
		}
		if err := k.logOn(m.ID, "topic.dictate", who.ID, agrees); err != nil {
			return err
		}
		said, _ := t.DictatedFor(who.ID)
		return k.post(DictationCard, m.Chair, consentDictated(m, t.ID, said))
	})
}

// ConfirmConsent makes what was handed in for a person his word on a late topic.
func (c *Clerk) ConfirmConsent(ctx context.Context, by committee.Actor, id committee.TopicID, who committee.MemberID) (committee.Topic, error) {
	return c.onLate(ctx, by, id, func(k *desk, m *committee.Meeting, t *committee.Topic) error {
		taken, err := t.ConfirmDictated(k.by, m, who)
		if err != nil {
			return err
		}
		if taken {
			if err := k.tellDictated(who, store.Subject{Meeting: m.ID, Topic: t.ID, Member: who}); err != nil {
				return err
			}
		}
		return k.spoken(m, t)
	})
}

// RefuseConsent strikes off what was handed in for a person on a late topic.
func (c *Clerk) RefuseConsent(ctx context.Context, by committee.Actor, id committee.TopicID, who committee.MemberID) (committee.Topic, error) {
	return c.onLate(ctx, by, id, func(k *desk, m *committee.Meeting, t *committee.Topic) error {
		if err := t.RefuseDictated(k.by, m, who); err != nil {
			return err
		}
		return k.keepConsent(m, t, "topic.dictate.refused")
	})
}
