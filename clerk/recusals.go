package clerk

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"yishi/committee"
	"yishi/store"
)

// A Place is an item of the agenda: by its topic's id, as cards name it, or by its
// position, as people do.
type Place struct {
	Topic    committee.TopicID
	Position int
	Item     int // of the person in a personnel topic; 0: the whole topic
}

// Stood is what became of a recusal: of whom, from what, and whether the act changed
// anything.
type Stood struct {
	Dossier committee.Dossier
	Topic   committee.Topic
	Member  committee.Member
	Changed bool
	Open    *committee.Ballot // the vote out of which the member is, if one is open
}

// Recuse takes a member out of the vote on a topic (VOT-10).
func (c *Clerk) Recuse(ctx context.Context, by committee.Actor, at Place, who committee.MemberID) (Stood, error) {
	return c.standing(ctx, by, "recusal", at, who, func(k *desk, s *Stood, r committee.Recusal) (err error) {
		s.Open, s.Changed, err = s.Dossier.Recuse(k.by, r, k.now)
		if err != nil || s.Open == nil || !s.Changed {
			return err
		}
		return k.leftVote(s.Open)
	})
}

// DeclineRecusal keeps on record that the chair finds that a member need not stay out.
func (c *Clerk) DeclineRecusal(ctx context.Context, by committee.Actor, at Place, who committee.MemberID) (Stood, error) {
	return c.standing(ctx, by, "recusal.declined", at, who, func(k *desk, s *Stood, r committee.Recusal) (err error) {
		r.Declined = true
		s.Open, s.Changed, err = s.Dossier.Recuse(k.by, r, k.now)
		return err
	})
}

// Readmit takes a recusal back before the vote opens (VOT-10).
func (c *Clerk) Readmit(ctx context.Context, by committee.Actor, at Place, who committee.MemberID) (Stood, error) {
	return c.standing(ctx, by, "recusal.back", at, who, func(k *desk, s *Stood, r committee.Recusal) error {
		s.Changed = true
		return s.Dossier.Readmit(k.by, r)
	})
}

// standing runs one act on who stays out of a vote of the pending meeting: what
// changed is kept, the chair's card shows it; whom another decided about is told, and the
// chair of what a member said of himself.
func (c *Clerk) standing(ctx context.Context, by committee.Actor, name string, at Place, who committee.MemberID,
	act func(*desk, *Stood, committee.Recusal) error,
) (s Stood, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, d, err := k.current()
		if err != nil {
			return err
		}
		s = Stood{Dossier: d, Topic: topicAt(d, at)}
		s.Member, _ = d.Body.Member(who)
		if err := act(k, &s, committee.Recusal{Topic: s.Topic.ID, Item: at.Item, Member: who}); err != nil || !s.Changed {
			return err
		}
		if err := k.SaveRecusals(m, s.Dossier.Recusals); err != nil {
			return err
		}
		if err := k.log(m.ID, name, fmt.Sprintf("%d(%d) %s", s.Topic.Position, at.Item, s.Member.Name)); err != nil {
			return err
		}
		about := store.Subject{Meeting: m.ID, Topic: s.Topic.ID, Member: who}
		if err := k.refresh(RecusalCard, about); err != nil {
			return err
		}
		about.Step = strconv.Itoa(at.Item)
		return k.tellRecusal(s.Dossier.Chair().ID, about)
	})
	return s, err
}

// tellRecusal tells the member about whom another decided, or the chair of what a member
// said of himself.
func (k *desk) tellRecusal(chair committee.MemberID, about store.Subject) error {
	to := about.Member
	if to == k.by.Member.ID {
		to = chair
	}
	if to == 0 || to == k.by.Member.ID {
		return nil
	}
	return k.post(RecusalTold, to, about)
}

func topicAt(d committee.Dossier, at Place) committee.Topic {
	for _, t := range d.Agenda {
		if t.ID == at.Topic || at.Topic == 0 && t.Position == at.Position {
			return t
		}
	}
	return committee.Topic{}
}

// leftVote goes on with an open vote that an elector has left: it may be complete now,
// or the chair's turn may have come.
func (k *desk) leftVote(b *committee.Ballot) error {
	if b.Complete() {
		return k.close(b)
	}
	if err := k.SaveBallot(b); err != nil {
		return err
	}
	s := store.Subject{Meeting: b.Meeting, Ballot: b.ID}
	if err := k.refresh(BallotCard, s); err != nil || b.Chair == 0 || !b.ChairsTurn() {
		return err
	}
	sent, err := k.Evidence(b.Meeting, BallotCard)
	if err != nil || slices.ContainsFunc(sent, func(d store.Delivery) bool { return d.Member == b.Chair && d.Subject.Ballot == b.ID }) {
		return err
	}
	return k.post(BallotCard, b.Chair, s)
}

// proposeRecusals brings before the chair whom the agenda concerns, and tells them (VOT-10).
func (k *desk) proposeRecusals(m *committee.Meeting) error {
	d, err := k.dossier(m)
	if err != nil {
		return err
	}
	for _, r := range d.Concerned() {
		about := store.Subject{Meeting: m.ID, Topic: r.Topic, Member: r.Member}
		if err := k.post(RecusalCard, m.Chair, about); err != nil {
			return err
		}
		if r.Member == m.Chair {
			continue
		}
		if err := k.post(RecusalAsked, r.Member, about); err != nil {
			return err
		}
	}
	return nil
}

// stayOut takes out of a vote that opens whom it is about and who is recused from it,
// and tells them (VOT-10).
func stayOut(b *committee.Ballot, d committee.Dossier) []committee.MemberID {
	var out []committee.MemberID
	for _, id := range slices.Clone(b.Electors) {
		r, said := d.Recused(b.Topic, b.Item, id)
		if name := d.Body.Name(id); b.Person != "" && name == b.Person || said && !r.Declined {
			b.Recuse(id, name)
			out = append(out, id)
		}
	}
	return out
}
