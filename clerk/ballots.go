package clerk

import (
	"context"
	"slices"
	"time"

	"yishi/committee"
	"yishi/store"
)

// Mode says how a vote is taken.
type Mode int

// The modes of a vote.
const (
	ByTheBylaws Mode = iota // named, and secret for personnel
	Named
	Secret
)

// Voted is what became of a vote: the ballot, the meeting it belongs to, and
// whether the act changed anything.
type Voted struct {
	Dossier committee.Dossier
	Ballot  committee.Ballot
	Changed bool
}

// opening is a vote about to be opened: in which meeting, on what.
type opening struct {
	meeting *committee.Meeting
	dossier committee.Dossier
	topic   committee.Topic
	item    int
}

// OpenBallot opens the vote on a topic of the agenda (VOT-01, VOT-02, VOT-07); of a
// personnel topic, on the next person who has not been voted on. The members
// receive their cards, the chair his when the others have voted (SPK-02).
func (c *Clerk) OpenBallot(ctx context.Context, by committee.Actor, position, item int, mode Mode) (Voted, error) {
	return c.opening(ctx, by, position, item, func(k *desk, o opening) (*committee.Ballot, error) {
		b, err := o.meeting.OpenBallot(k.by, o.topic, o.item, secret(mode, o.topic, k.laws()), o.dossier.Ballots, k.now)
		if err != nil {
			return nil, err
		}
		return b, k.opened(b, o.dossier)
	})
}

// Revote opens a second vote on an item that was voted on (VOT-12), with a reason.
func (c *Clerk) Revote(ctx context.Context, by committee.Actor, position, item int, reason string) (Voted, error) {
	return c.opening(ctx, by, position, item, func(k *desk, o opening) (*committee.Ballot, error) {
		if item == 0 && o.topic.Items() > 1 {
			return nil, committee.Refuse(committee.Invalid, "revote.which", position, o.topic.Items())
		}
		return k.revote(o, max(item, 1), reason)
	})
}

func (k *desk) revote(o opening, item int, reason string) (*committee.Ballot, error) {
	b, err := o.meeting.Revote(k.by, o.topic, item, reason, o.dossier.Ballots, k.now)
	if err != nil {
		return nil, err
	}
	return b, k.opened(b, o.dossier)
}

// opening finds what a vote is to be opened on, item 0 the next one without a result,
// and opens it.
func (c *Clerk) opening(ctx context.Context, by committee.Actor, position, item int, open func(*desk, opening) (*committee.Ballot, error)) (v Voted, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, d, err := k.current()
		if err != nil {
			return err
		}
		t, ok := d.Topic(position)
		if !ok {
			return committee.Refuse(committee.NotFound, "ballot.no-topic", position, len(d.Agenda))
		}
		o := opening{m, d, t, item}
		if item == 0 {
			o.item = nextItem(t, d.Of(t.ID))
		}
		b, err := open(k, o)
		if err != nil {
			return k.named(err, d.Body)
		}
		v = Voted{d, *b, true}
		return nil
	})
	return v, err
}

func secret(mode Mode, t committee.Topic, laws committee.Bylaws) bool {
	switch {
	case mode != ByTheBylaws:
		return mode == Secret
	case t.Kind == committee.Personnel:
		return laws.SecretPersonnel
	default:
		return laws.SecretDefault
	}
}

// nextItem is the first person of a topic who was not voted on; of a topic that is
// voted on once, 1.
func nextItem(t committee.Topic, earlier []committee.Ballot) int {
	for item := 1; item <= t.Items(); item++ {
		if !slices.ContainsFunc(earlier, func(b committee.Ballot) bool {
			return max(b.Item, 1) == item && b.State != committee.Entered
		}) {
			return item
		}
	}
	return t.Items()
}

// opened keeps a vote that has just opened, without those who stay out of it, sends its
// cards and sets its clock.
func (k *desk) opened(b *committee.Ballot, d committee.Dossier) error {
	out := stayOut(b, d)
	if err := k.SaveBallot(b); err != nil {
		return err
	}
	s := store.Subject{Meeting: b.Meeting, Ballot: b.ID}
	if err := k.postAll(Recused, out, s); err != nil {
		return err
	}
	if err := k.postAll(BallotCard, b.Pending(), s); err != nil {
		return err
	}
	if err := k.post(GroupBallot, 0, s); err != nil {
		return err
	}
	if err := k.log(b.Meeting, "ballot.open", b.Title); err != nil {
		return err
	}
	return k.setClock(b)
}

// warning is how long before the end those who have not voted hear of it.
const warning = 2 * time.Minute

func (k *desk) setClock(b *committee.Ballot) error {
	s := store.Subject{Meeting: b.Meeting, Ballot: b.ID}
	if at := b.ClosesAt.Add(-warning); at.After(k.now) {
		if err := k.postAt(doWarn, 0, s, at); err != nil {
			return err
		}
	}
	return k.postAt(doClose, 0, s, b.ClosesAt)
}

// CastBallot records the actor's vote (VOT-05). When the last of the others has
// voted the chair's card opens; when everyone has, the vote closes itself.
func (c *Clerk) CastBallot(ctx context.Context, by committee.Actor, id committee.BallotID, choice committee.Choice) (v Voted, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		b, err := k.ballot(id)
		if err != nil {
			return err
		}
		if err := k.inRoom(b); err != nil {
			return err
		}
		turn := b.ChairsTurn()
		if v.Changed, err = b.Cast(k.by.Member.ID, choice, k.now); err != nil {
			return k.explain(err, b)
		}
		if v.Changed {
			if err := k.SaveVote(b, k.by.Member.ID, choice, k.now.UnixMilli()); err != nil {
				return err
			}
			if err := k.cast(b, choice, turn); err != nil {
				return err
			}
		}
		v.Ballot = *b
		return nil
	})
	return v, err
}

// ShowVote lets the actor's card of a vote show what he said in words.
func (c *Clerk) ShowVote(ctx context.Context, by committee.Actor, b committee.Ballot) error {
	return c.do(ctx, by, func(k *desk) error {
		shown, err := k.Shown(k.by.Member.ID, 20)
		if err != nil {
			return err
		}
		for _, s := range shown {
			if s.Kind == BallotCard && s.Subject.Ballot == b.ID {
				return k.refreshOne(s)
			}
		}
		return nil
	})
}

// inRoom refuses the vote of an elector who has left the room meanwhile (VOT-03).
func (k *desk) inRoom(b *committee.Ballot) error {
	if b.State != committee.Open || !slices.Contains(b.Electors, k.by.Member.ID) {
		return nil
	}
	m, err := k.meeting(b.Meeting)
	if err != nil {
		return err
	}
	if a := m.Attendee(k.by.Member.ID); a != nil && !a.Here() {
		return committee.Refuse(committee.Forbidden, "ballot.left")
	}
	return nil
}

// cast does what a vote brings about.
func (k *desk) cast(b *committee.Ballot, choice committee.Choice, turn bool) error {
	if !b.Secret {
		if err := k.log(b.Meeting, "ballot.cast", b.Title+" "+string(choice)); err != nil {
			return err
		}
	}
	switch {
	case b.Complete():
		return k.close(b)
	case !turn && b.ChairsTurn():
		return k.post(BallotCard, b.Chair, store.Subject{Meeting: b.Meeting, Ballot: b.ID})
	}
	return nil
}

// explain says to one who may not vote why: he observes, he has not checked in, or
// the matter is his own (VOT-03).
func (k *desk) explain(err error, b *committee.Ballot) error {
	m, loadErr := k.meeting(b.Meeting)
	if loadErr != nil || b.State != committee.Open || slices.Contains(b.Electors, k.by.Member.ID) {
		return err
	}
	a := m.Attendee(k.by.Member.ID)
	switch {
	case b.Person != "" && k.by.Member.Name == b.Person:
		return committee.Refuse(committee.Forbidden, "ballot.own", b.Name())
	case slices.Contains(b.Recused, k.by.Member.Name):
		return committee.Refuse(committee.Forbidden, "ballot.recused", b.Name())
	case a == nil || a.Capacity == committee.Recording:
		return committee.Refuse(committee.Forbidden, "ballot.not-elector")
	case a.Capacity == committee.Observing:
		return committee.Refuse(committee.Forbidden, "ballot.observer")
	case !a.Here() && k.laws().AbsentOpinion:
		return committee.Refuse(committee.Forbidden, "ballot.absent")
	case !a.Here():
		return committee.Refuse(committee.Forbidden, "ballot.absent.plain")
	}
	return committee.Refuse(committee.Forbidden, "ballot.came-later", b.Name())
}

func (k *desk) ballot(id committee.BallotID) (*committee.Ballot, error) {
	b, err := k.Ballot(id)
	if err == nil && b.Committee != k.by.Committee.ID {
		return nil, store.ErrNotFound
	}
	return b, err
}

// close ends a vote and brings the result before the chair.
func (k *desk) close(b *committee.Ballot) error {
	b.Close(k.now)
	if err := k.SaveBallot(b); err != nil {
		return err
	}
	if err := k.ShuffleSlips(b); err != nil {
		return err
	}
	s := store.Subject{Meeting: b.Meeting, Ballot: b.ID}
	if err := k.refresh(BallotCard, s); err != nil {
		return err
	}
	m, err := k.meeting(b.Meeting)
	if err != nil {
		return err
	}
	if err := k.log(b.Meeting, "ballot.close", b.Title); err != nil {
		return err
	}
	if b.Publishes(k.laws()) {
		b.State = committee.Announced
		return k.announced(m, b)
	}
	return k.post(BallotClosed, m.Chair, s)
}

// end closes the others' round, or the whole vote when nobody is left to wait for.
func (k *desk) end(b *committee.Ballot) error {
	if b.EndRound() {
		return k.close(b)
	}
	b.ClosesAt = k.now.Add(warning)
	if err := k.SaveBallot(b); err != nil {
		return err
	}
	s := store.Subject{Meeting: b.Meeting, Ballot: b.ID}
	if err := k.log(b.Meeting, "ballot.round", b.Title); err != nil {
		return err
	}
	if err := k.refresh(BallotCard, s); err != nil {
		return err
	}
	if err := k.post(BallotCard, b.Chair, s); err != nil {
		return err
	}
	return k.setClock(b)
}

// closeWhenDue ends a vote whose time has run out (VOT-07).
func (k *desk) closeWhenDue(id committee.BallotID) error {
	b, err := k.Ballot(id)
	if err != nil || b.State != committee.Open || k.now.Before(b.ClosesAt) {
		return err
	}
	return k.end(b)
}

// warnVoters tells those who have not voted that the vote is about to end (VOT-07).
func (k *desk) warnVoters(id committee.BallotID) error {
	b, err := k.Ballot(id)
	if err != nil || b.State != committee.Open {
		return err
	}
	return k.postAll(BallotWarning, b.Pending(), store.Subject{Meeting: b.Meeting, Ballot: b.ID})
}

// OpenBallots loads the votes that run in the actor's committee now.
func (c *Clerk) OpenBallots(ctx context.Context, by committee.Actor) (open []committee.Ballot, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		m, err := k.PendingMeeting(k.by.Committee.ID)
		if err != nil {
			return ignoreNotFound(err)
		}
		all, err := k.Ballots(m.ID)
		open = slices.DeleteFunc(all, func(b committee.Ballot) bool { return b.State != committee.Open })
		return err
	})
	return open, err
}

// Ballot loads a vote of the actor's committee with its meeting.
func (c *Clerk) Ballot(ctx context.Context, by committee.Actor, id committee.BallotID) (v Voted, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		b, err := k.ballot(id)
		if err != nil {
			return err
		}
		m, err := k.meeting(b.Meeting)
		if err != nil {
			return err
		}
		v.Ballot = *b
		v.Dossier, err = k.dossier(m)
		return err
	})
	return v, err
}
