package clerk

import (
	"context"

	"yishi/committee"
	"yishi/store"
)

// Count takes what the recorder counted by hand (VOT-11): hands, or, secret, paper
// slips. It becomes a vote when the chair confirms it; entered again it is replaced.
func (c *Clerk) Count(ctx context.Context, by committee.Actor, position, item int, count committee.Count) (Voted, error) {
	return c.opening(ctx, by, position, item, func(k *desk, o opening) (*committee.Ballot, error) {
		b, err := o.meeting.Count(k.by, o.topic, o.item, count.Secret, o.dossier.Ballots, k.now)
		if err != nil {
			return nil, err
		}
		if secret(ByTheBylaws, o.topic, k.laws()) && !count.Secret {
			return nil, committee.Refuse(committee.Forbidden, "hands.secret", b.Name())
		}
		stayOut(b, o.dossier)
		if err := b.Enter(count, o.dossier.Body.Name); err != nil {
			return nil, err
		}
		return b, k.entered(b, o.dossier.Ballots)
	})
}

// entered keeps what was counted in the place of an earlier entry, and brings it before
// the chair.
func (k *desk) entered(b *committee.Ballot, earlier []committee.Ballot) error {
	for _, e := range earlier {
		if e.State != committee.Entered || e.Topic != b.Topic || e.Item != b.Item {
			continue
		}
		if err := k.DropBallot(e.ID); err != nil {
			return err
		}
		if err := k.refresh(CountCard, store.Subject{Meeting: e.Meeting, Ballot: e.ID}); err != nil {
			return err
		}
	}
	if err := k.SaveBallot(b); err != nil {
		return err
	}
	for who, choice := range b.Votes {
		if err := k.SaveVote(b, who, choice, k.now.UnixMilli()); err != nil {
			return err
		}
	}
	m, err := k.meeting(b.Meeting)
	if err != nil {
		return err
	}
	if err := k.log(b.Meeting, "ballot.enter", b.Title); err != nil {
		return err
	}
	return k.post(CountCard, m.Chair, store.Subject{Meeting: b.Meeting, Ballot: b.ID})
}

// ConfirmCount makes what the recorder entered a vote with a result (VOT-11).
func (c *Clerk) ConfirmCount(ctx context.Context, by committee.Actor, id committee.BallotID) (Voted, error) {
	return c.settleBallot(ctx, by, id, func(k *desk, m *committee.Meeting, b *committee.Ballot) (bool, error) {
		changed, err := b.Confirm(k.by, m)
		if err != nil || !changed {
			return changed, err
		}
		if err := k.refresh(CountCard, store.Subject{Meeting: m.ID, Ballot: b.ID}); err != nil {
			return false, err
		}
		return true, k.close(b)
	})
}

// ReturnCount strikes off what the recorder entered: it is to be counted again.
func (c *Clerk) ReturnCount(ctx context.Context, by committee.Actor, id committee.BallotID) (Voted, error) {
	return c.settleBallot(ctx, by, id, func(k *desk, m *committee.Meeting, b *committee.Ballot) (bool, error) {
		switch {
		case !m.Presides(k.by):
			return false, committee.Refuse(committee.Forbidden, "meeting.only-chair")
		case b.State != committee.Entered:
			return false, committee.Refuse(committee.Untimely, "hands.confirmed", b.Name())
		}
		if err := k.log(m.ID, "ballot.enter.returned", b.Title); err != nil {
			return false, err
		}
		if err := k.refresh(CountCard, store.Subject{Meeting: m.ID, Ballot: b.ID}); err != nil {
			return false, err
		}
		return true, k.DropBallot(b.ID)
	})
}
