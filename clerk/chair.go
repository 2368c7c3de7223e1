package clerk

import (
	"context"
	"fmt"

	"yishi/committee"
	"yishi/store"
)

// Delegate lets another member preside over the pending meeting (MTG-04); he learns
// of it, and the notices that are out name him.
func (c *Clerk) Delegate(ctx context.Context, by committee.Actor, to committee.Member, reason string) (committee.Dossier, error) {
	return c.preside(ctx, by, "chair.delegate", func(k *desk, m *committee.Meeting) error {
		before := m.Chair
		if err := m.Delegate(k.by, to, reason); err != nil {
			return err
		}
		return k.chairChanged(m, before, to.ID)
	})
}

// TakeBack ends the delegation of the pending meeting; who was to preside learns of it.
func (c *Clerk) TakeBack(ctx context.Context, by committee.Actor) (committee.Dossier, error) {
	return c.preside(ctx, by, "chair.take-back", func(k *desk, m *committee.Meeting) error {
		before := m.Chair
		if err := m.TakeBack(k.by); err != nil {
			return err
		}
		return k.chairChanged(m, before)
	})
}

// chairChanged tells those who are concerned who presides now, and all who were told
// otherwise.
func (k *desk) chairChanged(m *committee.Meeting, concerned ...committee.MemberID) error {
	told := map[committee.MemberID]bool{0: true}
	for _, who := range concerned {
		if told[who] {
			continue
		}
		told[who] = true
		if err := k.post(ChairTold, who, store.Subject{Meeting: m.ID, Member: who}); err != nil {
			return err
		}
	}
	if err := k.log(m.ID, "chair", fmt.Sprintf("%d %s", m.Chair, m.ChairReason)); err != nil {
		return err
	}
	told[k.by.Member.ID] = true
	for _, kind := range []string{Notice, Chase} {
		if err := k.chairShown(m, kind, told); err != nil {
			return err
		}
	}
	return nil
}

// chairShown redraws the cards of a kind that name who presides, and writes to those whose
// card the platform changes no more.
func (k *desk) chairShown(m *committee.Meeting, kind string, told map[committee.MemberID]bool) error {
	sent, err := k.Evidence(m.ID, kind)
	if err != nil {
		return err
	}
	leave := k.clerk.Decent(k.by.Committee, k.now)
	if leave.After(m.Starts) {
		leave = k.now
	}
	for _, s := range sent {
		if s.Failure != 0 || s.Code != "" || told[s.Member] {
			continue
		}
		told[s.Member] = true
		if err := k.postAt(ChairTold, s.Member, store.Subject{Meeting: m.ID, Member: s.Member, Step: toRoll}, leave); err != nil {
			return err
		}
	}
	return k.closeKind(m.ID, kind)
}

// toRoll marks the letter to one on the roll whom the chair does not concern himself.
const toRoll = "roll"
