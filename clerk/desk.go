package clerk

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"time"

	"yishi/bot"
	"yishi/committee"
	"yishi/store"
)

// ActorOf loads the person to whom a letter goes, or, for a letter to the group, the
// committee alone.
func (c *Clerk) ActorOf(ctx context.Context, id committee.ID, who committee.MemberID) (a committee.Actor, err error) {
	err = c.store.View(ctx, func(tx *store.Tx) error {
		if who == 0 {
			a.Committee, err = c.committeeOf(tx, id)
			return err
		}
		if a, err = c.actor(tx, id, who); err != nil {
			return err
		}
		a.Elsewhere, err = tx.Elsewhere(a.Member)
		return err
	})
	return a, err
}

// Sent records that letters left in one message, and what the person's card shows.
func (c *Clerk) Sent(ctx context.Context, letters []store.Letter, ref bot.MessageRef, card *bot.Card) error {
	d := store.Delivery{
		Platform: string(ref.To.Platform), User: ref.To.ID, MessageID: ref.Message, CardKey: ref.Card, Code: ref.Code, MessageKey: KeyOf(letters),
	}
	if card != nil {
		d.Offers, d.Face = offersOf(*card), card.Face()
	}
	return c.leave(ctx, letters, d)
}

// The failures for which no platform has a code.
const (
	Unexplained = -1 // the platform gave no code
	GivenUp     = -2 // it was tried for a week
)

// Failed records that a person could not be reached, and tells the secretary at
// once (NTC-06); a notice tells him in its report.
func (c *Clerk) Failed(ctx context.Context, letters []store.Letter, user bot.UserRef, code int, reason string) error {
	platform := cmp.Or(user.Platform, noPlatform)
	return c.leave(ctx, letters, store.Delivery{
		Platform: string(platform), User: user.ID, CardKey: KeyOf(letters), Failure: cmp.Or(code, Unexplained), FailedFor: reason,
	})
}

// noPlatform stands for the account that a person does not have.
const noPlatform bot.Platform = "none"

// Refused records that a platform will never take this message, and tells the
// secretary; the person can be reached with others.
func (c *Clerk) Refused(ctx context.Context, letters []store.Letter, code int, reason string) error {
	return c.leave(ctx, letters, store.Delivery{CardKey: KeyOf(letters), Failure: cmp.Or(code, Unexplained), FailedFor: reason})
}

// leave strikes letters off that left, or never will, and keeps what became of them.
func (c *Clerk) leave(ctx context.Context, letters []store.Letter, d store.Delivery) error {
	return c.do(ctx, clock(committee.Committee{ID: letters[0].Committee}), func(k *desk) error {
		for _, l := range letters {
			if err := k.left(l, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func (k *desk) left(l store.Letter, d store.Delivery) error {
	if l.To == 0 {
		return k.Done(l)
	}
	d.Committee, d.Meeting, d.Kind, d.Subject, d.Member, d.SentAt, d.PlannedAt = l.Committee, l.Subject.Meeting, l.Kind, l.Subject, l.To, k.now, l.PlannedAt
	if err := k.AddDelivery(d); err != nil {
		return err
	}
	var err error
	switch {
	case d.Failure == 0 && l.Kind == Notice:
		err = k.accepted(l)
	case d.Failure != 0 && l.Kind != Notice && l.Kind != Unreachable:
		err = k.tellFailure(d)
	}
	if err != nil {
		return err
	}
	return k.Done(l)
}

// tellFailure tells the secretary that a letter did not reach somebody: once for
// each meeting, or each day where the letter is about none. Of his own he learns
// nothing, since nothing reaches him.
func (k *desk) tellFailure(d store.Delivery) error {
	body, err := k.Body(k.by.Committee.ID)
	if err != nil {
		return err
	}
	secretary, ok := body.Secretary(committee.DayOf(k.now))
	if !ok || secretary.ID == d.Member {
		return nil
	}
	told, err := k.Evidence(d.Meeting, Unreachable)
	if err != nil {
		return err
	}
	for _, t := range told {
		if t.Subject.Member == d.Member && (d.Meeting != 0 || committee.DayOf(t.SentAt) == committee.DayOf(k.now)) {
			return nil
		}
	}
	s := store.Subject{Member: d.Member, Meeting: d.Meeting}
	if d.Platform == "" {
		s.Step = strconv.Itoa(d.Failure)
	}
	return k.post(Unreachable, secretary.ID, s)
}

// Drop strikes a letter off that is no longer to leave.
func (c *Clerk) Drop(ctx context.Context, l store.Letter) error {
	return c.store.Update(ctx, func(tx *store.Tx) error { return tx.Done(l) })
}

// PutOff leaves a letter for later; attempts counts the failed ones so far.
func (c *Clerk) PutOff(ctx context.Context, l store.Letter, attempts int, until time.Time) error {
	return c.store.Update(ctx, func(tx *store.Tx) error { return tx.Postpone(l, until, attempts) })
}

// ShownOf loads the cards that a refresh letter is about.
func (c *Clerk) ShownOf(ctx context.Context, l store.Letter) (cards []store.Delivery, err error) {
	kind := l.Subject.Words
	err = c.store.View(ctx, func(tx *store.Tx) error {
		if l.To == 0 {
			cards, err = tx.ShownOf(kind, l.Subject)
			return err
		}
		mine, err := tx.Shown(l.To, 50)
		for _, d := range mine {
			if d.Kind == kind && d.Subject.Key() == l.Subject.Key() {
				cards = append(cards, d)
			}
		}
		return err
	})
	return cards, err
}

// Reshown records what a card shows after it was changed; code is the platform's
// code for the next change, empty when there is none.
func (c *Clerk) Reshown(ctx context.Context, d store.Delivery, card bot.Card, code string) error {
	return c.store.Update(ctx, func(tx *store.Tx) error { return tx.Reshow(d.ID, offersOf(card), card.Face(), code) })
}

func offersOf(card bot.Card) []store.Offer {
	var out []store.Offer
	for _, b := range card.Offers() {
		if b.Action != "" {
			out = append(out, store.Offer{Text: b.Text, Action: b.Action})
		}
	}
	return out
}

// Shown loads the cards that the actor can still answer, the newest first.
func (c *Clerk) Shown(ctx context.Context, by committee.Actor) (cards []store.Delivery, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		cards, err = k.Shown(k.by.Member.ID, 30)
		return err
	})
	return cards, err
}

// Card finds the card that the actor tapped; nil when it was not sent to him.
func (c *Clerk) Card(ctx context.Context, by committee.Actor, key string) (card *store.Delivery, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		d, err := k.CardDelivery(k.by.Member.ID, key)
		if err == nil {
			card = &d
			return nil
		}
		l, err := k.CardInHand(k.by.Member.ID, key)
		if err == nil {
			card = &store.Delivery{Committee: l.Committee, Meeting: l.Subject.Meeting, Kind: l.Kind, Subject: l.Subject, Member: l.To, CardKey: key}
		}
		return ignoreNotFound(err)
	})
	return card, err
}

// Evidence loads what became of the sendings of a kind about a meeting.
func (c *Clerk) Evidence(ctx context.Context, m committee.MeetingID, kind string) (out []store.Delivery, err error) {
	err = c.store.View(ctx, func(tx *store.Tx) error {
		out, err = tx.Evidence(m, kind)
		return err
	})
	return out, err
}

// Later posts an answer that did not fit into the platform's reply, durably.
func (c *Clerk) Later(ctx context.Context, by committee.Actor, words, card string) error {
	return c.do(ctx, by, func(k *desk) error {
		return k.post(Answer, k.by.Member.ID, store.Subject{Words: words, Card: card, Step: store.Token()})
	})
}

// Dialogue loads the dialogue that the actor is in; ok is false when he is in none.
func (c *Clerk) Dialogue(ctx context.Context, by committee.Actor) (d store.Dialogue, ok bool, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		d, err = k.Dialogue(k.by.Member.ID)
		ok = err == nil
		return ignoreNotFound(err)
	})
	return d, ok, err
}

// Ask keeps the dialogue that the actor is in now.
func (c *Clerk) Ask(ctx context.Context, by committee.Actor, kind string, step int, answers map[string]string) error {
	return c.do(ctx, by, func(k *desk) error {
		return k.SaveDialogue(store.Dialogue{
			Member: k.by.Member.ID, Committee: k.by.Committee.ID, Kind: kind, Step: step, Answers: answers, UpdatedAt: k.now,
		})
	})
}

// EndDialogue forgets the dialogue that the actor is in.
func (c *Clerk) EndDialogue(ctx context.Context, by committee.Actor) error {
	return c.do(ctx, by, func(k *desk) error { return k.EndDialogue(k.by.Member.ID) })
}

// Seen reports whether an error says that the event took effect before.
func Seen(err error) bool { return errors.Is(err, store.ErrSeen) }

// LastFailure returns the platform's code for which a person could not be reached
// last, 0 when he can be.
func (c *Clerk) LastFailure(ctx context.Context, by committee.Actor, who committee.MemberID) (code int, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		failed, err := k.Unreachable(k.by.Committee.ID)
		for _, f := range failed {
			if f.Member == who {
				code = f.Failure
			}
		}
		return err
	})
	return code, err
}

// OutOfReach returns the people to whom the last sending failed.
func (c *Clerk) OutOfReach(ctx context.Context, by committee.Actor) (out []committee.MemberID, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		failed, err := k.Unreachable(k.by.Committee.ID)
		for _, f := range failed {
			out = append(out, f.Member)
		}
		return err
	})
	return out, err
}

// OnBehalf returns a context in which the first change that is made keeps an
// event's key, so that the event, repeated, changes nothing (SYS-06).
func OnBehalf(ctx context.Context, event string, at time.Time) context.Context {
	return store.WithEvent(ctx, event, at)
}

// Rehearse returns a context under which whatever is asked is answered and nothing is
// done.
func Rehearse(ctx context.Context) context.Context { return store.Rehearse(ctx) }

// Shown is a card that a person has on his phone.
type Shown = store.Delivery

// Dialogue is a conversation in which a person answers questions one by one.
type Dialogue = store.Dialogue

// IsNotFound reports whether an error says that there is no such record.
func IsNotFound(err error) bool { return errors.Is(err, store.ErrNotFound) }
