package clerk

import (
	"context"
	"slices"

	"yishi/committee"
	"yishi/store"
)

// approved loads the topics that the secretary approved for the next meeting, in
// the order that he gave them, each with the position it would have.
func (k *desk) approved(id committee.ID) ([]committee.Topic, error) {
	pool, err := k.Pool(id)
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(pool, func(t committee.Topic) bool { return t.State != committee.Approved })
	slices.SortStableFunc(list, func(a, b committee.Topic) int { return a.Place - b.Place })
	for i := range list {
		list[i].Position = i + 1
	}
	return list, nil
}

// coming loads what a meeting that is not yet noticed will take up: what is
// approved, and of an urgent meeting the matter for which it was called (NTC-05).
func (k *desk) coming(m *committee.Meeting) ([]committee.Topic, error) {
	if m.Kind == committee.Urgent {
		return k.Agenda(m.Committee, m.ID)
	}
	return k.approved(m.Committee)
}

// matter makes the matter of an urgent meeting its one topic. Of a meeting that has
// become a regular one it waits with the others.
func (k *desk) matter(m *committee.Meeting) error {
	earlier, err := k.Agenda(m.Committee, m.ID)
	switch {
	case err != nil:
		return err
	case m.Kind != committee.Urgent:
		return k.putBack(earlier)
	}
	pool, err := k.Pool(m.Committee)
	if err != nil {
		return err
	}
	earlier = append(earlier, slices.DeleteFunc(pool, func(t committee.Topic) bool { return t.ScopeReason != m.Reason })...) // called for once before
	t := committee.Topic{Committee: m.Committee}
	if len(earlier) > 0 {
		t = earlier[0]
	}
	title := []rune(m.Reason)
	t.Title, t.Scope, t.ScopeReason, t.Kind = string(title[:min(len(title), committee.MaxTitle)]), committee.OtherScope, m.Reason, committee.Decide
	t.Disclosure, t.Proposer, t.State, t.Meeting, t.Position, t.Place = committee.TitleOnly, k.by.Member.ID, committee.Approved, m.ID, 1, 1
	t.SubmittedAt, t.DecidedAt = k.now, k.now
	return k.SaveTopic(&t)
}

// putBack lets topics wait for another meeting, with their approval; the matter of an
// urgent meeting, which never waited, stands behind those that do.
func (k *desk) putBack(topics []committee.Topic) error {
	if len(topics) == 0 {
		return nil
	}
	if _, _, err := k.HoldCommittee(k.by.Committee.ID); err != nil {
		return err
	}
	pool, err := k.Pool(k.by.Committee.ID)
	if err != nil {
		return err
	}
	number, place := 0, 0
	for _, t := range slices.Concat(pool, topics) {
		number, place = max(number, t.Number), max(place, t.Place)
	}
	for _, t := range topics {
		if t.Number == 0 {
			t.Number, t.Place = number+1, place+1
		}
		at := t.Place
		t.BackToPool()
		t.Place, t.State = at, committee.Approved
		if err := k.SaveTopic(&t); err != nil {
			return err
		}
	}
	return nil
}

// Propose hands a topic in (TOP-01) and brings it before the secretary.
func (c *Clerk) Propose(ctx context.Context, by committee.Actor, t committee.Topic) (committee.Topic, error) {
	err := c.do(ctx, by, func(k *desk) error {
		if _, _, err := k.HoldCommittee(k.by.Committee.ID); err != nil {
			return err
		}
		pool, err := k.Pool(k.by.Committee.ID)
		if err != nil {
			return err
		}
		number := 1
		for _, other := range pool {
			number = max(number, other.Number+1)
		}
		if err := t.Propose(k.by, number, k.now); err != nil {
			return err
		}
		if err := k.SaveTopic(&t); err != nil {
			return err
		}
		if err := k.EndDialogue(k.by.Member.ID); err != nil {
			return err
		}
		if err := k.log(0, "topic.propose", t.Title); err != nil {
			return err
		}
		return k.toSecretary(TopicCard, store.Subject{Topic: t.ID})
	})
	return t, err
}

// Pool loads the topics that wait for a meeting.
func (c *Clerk) Pool(ctx context.Context, by committee.Actor) (pool []committee.Topic, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		pool, err = k.Pool(k.by.Committee.ID)
		return err
	})
	return pool, err
}

// Topic loads one topic of the actor's committee.
func (c *Clerk) Topic(ctx context.Context, by committee.Actor, id committee.TopicID) (t committee.Topic, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		found, err := k.topic(id)
		if err == nil {
			t = *found
		}
		return err
	})
	return t, err
}

func (k *desk) topic(id committee.TopicID) (*committee.Topic, error) {
	t, err := k.Topic(id)
	if err == nil && t.Committee != k.by.Committee.ID {
		return nil, store.ErrNotFound
	}
	return t, err
}

// numbered finds topics of the pool by their numbers.
func (k *desk) numbered(numbers []int) ([]*committee.Topic, error) {
	pool, err := k.Pool(k.by.Committee.ID)
	if err != nil {
		return nil, err
	}
	if len(pool) == 0 {
		return nil, committee.Refuse(committee.NotFound, "topic.none")
	}
	var out []*committee.Topic
	for _, n := range numbers {
		i := slices.IndexFunc(pool, func(t committee.Topic) bool { return t.Number == n })
		if i < 0 {
			return nil, committee.Refuse(committee.NotFound, "topic.no-number", n, numbersOf(pool))
		}
		out = append(out, &pool[i])
	}
	return out, nil
}

func numbersOf(pool []committee.Topic) []int {
	var out []int
	for _, t := range pool {
		out = append(out, t.Number)
	}
	return out
}

// Approve approves topics of the pool and puts them in this order behind those
// approved before (TOP-02); it returns all that are approved now.
func (c *Clerk) Approve(ctx context.Context, by committee.Actor, numbers []int) (list []committee.Topic, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		if _, _, err := k.HoldCommittee(k.by.Committee.ID); err != nil {
			return err
		}
		topics, err := k.numbered(numbers)
		if err != nil {
			return err
		}
		if err := k.approve(topics); err != nil {
			return err
		}
		list, err = k.approved(k.by.Committee.ID)
		return err
	})
	return list, err
}

// approve approves topics; several at once take the order in which they are named,
// one alone keeps a place that it has.
func (k *desk) approve(topics []*committee.Topic) error {
	before, err := k.approved(k.by.Committee.ID)
	if err != nil {
		return err
	}
	place := 0
	for _, t := range before {
		place = max(place, t.Place)
	}
	for _, t := range topics {
		if t.State == committee.Approved && len(topics) == 1 {
			continue
		}
		place++
		if _, err := t.Approve(k.by, place, k.now); err != nil {
			return err
		}
		if err := k.decided(t, "topic.approve"); err != nil {
			return err
		}
	}
	return k.nudgeNotice()
}

// nudgeNotice lets a notice leave that waited for its first topic.
func (k *desk) nudgeNotice() error {
	m, err := k.pending()
	if err != nil || m.State != committee.Fixed || k.now.Before(m.NoticeAt) {
		return ignoreRefusal(err)
	}
	return k.plan(m, []committee.Due{{Name: committee.DueNotice, At: k.now}})
}

// Approved loads the topics that are approved for the next meeting, in order.
func (c *Clerk) Approved(ctx context.Context, by committee.Actor) (list []committee.Topic, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		list, err = k.approved(k.by.Committee.ID)
		return err
	})
	return list, err
}

func (k *desk) decided(t *committee.Topic, act string) error {
	if err := k.SaveTopic(t); err != nil {
		return err
	}
	if err := k.log(0, act, t.Title); err != nil {
		return err
	}
	return k.refresh(TopicCard, store.Subject{Topic: t.ID})
}

// ApproveOne approves the topic of a card.
func (c *Clerk) ApproveOne(ctx context.Context, by committee.Actor, id committee.TopicID) (t committee.Topic, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		if _, _, err := k.HoldCommittee(k.by.Committee.ID); err != nil {
			return err
		}
		found, err := k.topic(id)
		if err != nil {
			return err
		}
		if !found.InPool() {
			return committee.Refuse(committee.Untimely, "topic.frozen", found.Number)
		}
		err = k.approve([]*committee.Topic{found})
		t = *found
		return err
	})
	return t, err
}

// Decided is a topic on which the secretary decided; Changed reports whether it was
// decided otherwise before.
type Decided struct {
	committee.Topic

	Changed bool
}

// TurnDown returns topics to their proposers with a reason (committee.Returned), or
// keeps them for a later meeting (committee.Deferred): all of them or none. Each
// proposer learns why (TOP-02), once.
func (c *Clerk) TurnDown(ctx context.Context, by committee.Actor, which []committee.TopicID, to committee.TopicState, reason string) (out []Decided, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		out = nil // it may be done again
		for _, id := range which {
			d, err := k.turnDown(id, to, reason)
			if err != nil {
				return err
			}
			out = append(out, d)
		}
		return k.EndDialogue(k.by.Member.ID)
	})
	return out, err
}

func (k *desk) turnDown(id committee.TopicID, to committee.TopicState, reason string) (d Decided, err error) {
	t, err := k.topic(id)
	if err != nil {
		return d, err
	}
	turn := t.Return
	if to == committee.Deferred {
		turn = t.Defer
	}
	before := *t
	if err := turn(k.by, reason, k.now); err != nil {
		return d, err
	}
	d = Decided{Topic: *t, Changed: before.State != t.State || before.Reason != t.Reason}
	if !d.Changed {
		return d, nil
	}
	if err := k.decided(t, "topic."+string(t.State)); err != nil {
		return d, err
	}
	return d, k.post(TopicDecided, t.Proposer, store.Subject{Topic: t.ID, Step: string(t.State)})
}

// Numbered finds topics of the pool by their numbers.
func (c *Clerk) Numbered(ctx context.Context, by committee.Actor, numbers []int) (out []committee.Topic, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		found, err := k.numbered(numbers)
		for _, t := range found {
			out = append(out, *t)
		}
		return err
	})
	return out, err
}

// Revise hands a topic in again, changed by its proposer.
func (c *Clerk) Revise(ctx context.Context, by committee.Actor, number int, ask string) (t committee.Topic, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		found, err := k.numbered([]int{number})
		if err != nil {
			return err
		}
		if err := found[0].Revise(k.by, ask, k.now); err != nil {
			return err
		}
		if err := k.decided(found[0], "topic.revise"); err != nil {
			return err
		}
		t = *found[0]
		return k.toSecretary(TopicCard, store.Subject{Topic: t.ID})
	})
	return t, err
}

// topicsDue tells the secretary at the deadline what waits for him (TOP-02).
func (k *desk) topicsDue() error { return k.toSecretary(TopicsDue, store.Subject{}) }
