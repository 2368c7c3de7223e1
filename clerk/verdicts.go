package clerk

import (
	"context"
	"slices"
	"time"

	"yishi/committee"
	"yishi/store"
)

// EndBallot ends the vote that runs, on the chair's word (VOT-07): first the
// others' round, so that he votes last, then the whole; id 0 means the newest.
func (c *Clerk) EndBallot(ctx context.Context, by committee.Actor, id committee.BallotID) (v Voted, err error) {
	return c.settleBallot(ctx, by, id, func(k *desk, m *committee.Meeting, b *committee.Ballot) (bool, error) {
		if !m.Presides(k.by) {
			return false, committee.Refuse(committee.Forbidden, "meeting.only-chair")
		}
		if b.State != committee.Open {
			return false, committee.Refuse(committee.Untimely, "ballot.none")
		}
		return true, k.end(b)
	})
}

// Announce publishes the result: to the members in the room, and to the
// group unless it concerns persons (MIN-06).
func (c *Clerk) Announce(ctx context.Context, by committee.Actor, id committee.BallotID) (Voted, error) {
	return c.settleBallot(ctx, by, id, func(k *desk, m *committee.Meeting, b *committee.Ballot) (bool, error) {
		changed, err := b.Announce(k.by, m)
		if err != nil || !changed {
			return changed, err
		}
		return true, k.announced(m, b)
	})
}

// Defer puts the topic of a closed vote off instead of announcing it (VOT-09).
func (c *Clerk) Defer(ctx context.Context, by committee.Actor, id committee.BallotID) (Voted, error) {
	return c.settleBallot(ctx, by, id, func(k *desk, m *committee.Meeting, b *committee.Ballot) (bool, error) {
		changed, err := b.Defer(k.by, m)
		if err != nil || !changed {
			return changed, err
		}
		return true, k.announced(m, b)
	})
}

// VoteAgain announces a tie and opens the second vote at once, where the bylaws allow it
// nobody has a casting vote.
func (c *Clerk) VoteAgain(ctx context.Context, by committee.Actor, id committee.BallotID, reason string) (Voted, error) {
	var second *committee.Ballot
	v, err := c.settleBallot(ctx, by, id, func(k *desk, m *committee.Meeting, b *committee.Ballot) (bool, error) {
		if !k.laws().TieRevotes || b.State != committee.Closed || !b.Outcome(k.laws()).Tied() {
			return false, committee.Refuse(committee.Untimely, "revote.no-tie", b.Name())
		}
		if _, err := b.Announce(k.by, m); err != nil {
			return false, err
		}
		if err := k.announced(m, b); err != nil {
			return false, err
		}
		d, err := k.dossier(m)
		if err != nil {
			return false, err
		}
		t := topicAt(d, Place{Topic: b.Topic})
		second, err = k.revote(opening{m, d, t, b.Item}, max(b.Item, 1), reason)
		return true, err
	})
	if err == nil {
		v.Ballot = *second
	}
	return v, err
}

func (k *desk) announced(m *committee.Meeting, b *committee.Ballot) error {
	if err := k.SaveBallot(b); err != nil {
		return err
	}
	act := "ballot.announce"
	if b.Deferred {
		act = "ballot.defer"
	}
	if err := k.log(b.Meeting, act, b.Title); err != nil {
		return err
	}
	s := store.Subject{Meeting: b.Meeting, Ballot: b.ID}
	for _, a := range m.Roll {
		if a.Capacity == committee.Voting && a.Here() || a.Capacity == committee.Recording && b.Person == "" {
			if err := k.post(Result, a.Member, s); err != nil {
				return err
			}
		}
	}
	if err := k.refresh(BallotClosed, s); err != nil || b.Person != "" {
		return err
	}
	return k.post(GroupResult, 0, s)
}

// settleBallot runs one act of the chair on a vote of the pending meeting: the one
// that is named, or, with id 0, the one that is not yet announced.
func (c *Clerk) settleBallot(ctx context.Context, by committee.Actor, id committee.BallotID,
	act func(*desk, *committee.Meeting, *committee.Ballot) (bool, error),
) (v Voted, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, err := k.pending()
		switch {
		case err != nil && id != 0:
			return store.ErrNotFound // the meeting of the card is over
		case err != nil:
			return err
		}
		if id == 0 {
			if id, err = k.unannounced(m); err != nil {
				return err
			}
		}
		b, err := k.ballot(id)
		switch {
		case err != nil:
			return err
		case b.Meeting != m.ID:
			return store.ErrNotFound
		}
		if v.Changed, err = act(k, m, b); err != nil {
			return err
		}
		v.Ballot = *b
		v.Dossier, err = k.dossier(m)
		return err
	})
	return v, err
}

// unannounced is the newest vote that has closed and is not announced; where none is, the
// newest that still waits for something else.
func (k *desk) unannounced(m *committee.Meeting) (committee.BallotID, error) {
	all, err := k.Ballots(m.ID)
	if err != nil {
		return 0, err
	}
	var waiting committee.BallotID
	for _, b := range all {
		if b.State == committee.Closed || b.State != committee.Announced && !closed(all) {
			waiting = b.ID
		}
	}
	if waiting == 0 {
		return 0, committee.Refuse(committee.NotFound, "ballot.none")
	}
	return waiting, nil
}

func closed(all []committee.Ballot) bool {
	return slices.ContainsFunc(all, func(b committee.Ballot) bool { return b.State == committee.Closed })
}

// counted refuses to let a person have left before a vote in which he was counted as
// present: what the meeting stood on when it voted cannot be changed afterwards.
func (k *desk) counted(m *committee.Meeting, who committee.MemberID, at time.Time) error {
	all, err := k.Ballots(m.ID)
	if err != nil {
		return err
	}
	for _, b := range slices.Backward(all) {
		if a := m.Attendee(who); b.OpenedAt.After(at) && a != nil && a.Capacity == committee.Voting && b.OpenedAt.After(a.CheckedIn) {
			person, err := k.Member(k.by.Committee.ID, who)
			if err != nil {
				return err
			}
			return committee.Refuse(committee.Conflict, "leave.counted", b.Name(), person.Name, committee.Moment(b.OpenedAt))
		}
	}
	return nil
}
