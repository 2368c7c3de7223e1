package clerk

import (
	"context"

	"yishi/committee"
	"yishi/store"
	"yishi/workday"
)

// Tag gives a topic of the pool its tags (TOP-03).
func (c *Clerk) Tag(ctx context.Context, by committee.Actor, number int, tags []string) (committee.Topic, error) {
	return c.amend(ctx, by, number, "topic.tag", func(k *desk, t *committee.Topic) error { return t.Tag(k.by, tags) })
}

// AddMaterial adds a material to a topic of the pool (TOP-04).
func (c *Clerk) AddMaterial(ctx context.Context, by committee.Actor, number int, material string, online bool) (committee.Topic, error) {
	return c.amend(ctx, by, number, "topic.material", func(k *desk, t *committee.Topic) error { return t.AddMaterial(k.by, material, online) })
}

func (c *Clerk) amend(ctx context.Context, by committee.Actor, number int, act string, change func(*desk, *committee.Topic) error) (t committee.Topic, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		found, err := k.numbered([]int{number})
		if err != nil {
			return err
		}
		if err := change(k, found[0]); err != nil {
			return err
		}
		t = *found[0]
		return k.decided(found[0], act)
	})
	return t, err
}

// TopicsOfYear loads the topics that came before the meetings of a year (TOP-03).
func (c *Clerk) TopicsOfYear(ctx context.Context, by committee.Actor, year int) (topics []committee.Topic, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		topics, err = k.Taken(k.by.Committee.ID, workday.New(year, 1, 1).At(0, 0, committee.Zone), workday.New(year+1, 1, 1).At(0, 0, committee.Zone))
		return err
	})
	return topics, err
}

// FollowUp puts what became of the last quarter's decisions first among what is
// approved (TOP-06), and returns all that is; once is enough.
func (c *Clerk) FollowUp(ctx context.Context, by committee.Actor) (list []committee.Topic, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		if _, _, err := k.HoldCommittee(k.by.Committee.ID); err != nil {
			return err
		}
		pool, err := k.Pool(k.by.Committee.ID)
		if err != nil {
			return err
		}
		t, err := committee.FollowUp(k.by, pool, k.now)
		if err != nil {
			return err
		}
		if err := k.SaveTopic(&t); err != nil {
			return err
		}
		if err := k.log(0, "topic.follow-up", t.Title); err != nil {
			return err
		}
		if err := k.nudgeNotice(); err != nil {
			return err
		}
		list, err = k.approved(k.by.Committee.ID)
		return err
	})
	return list, err
}

// Merge takes a topic of the pool into another (合并到, TOP-02); its proposer learns of it.
func (c *Clerk) Merge(ctx context.Context, by committee.Actor, number, into int) (t, target committee.Topic, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		if _, _, err := k.HoldCommittee(k.by.Committee.ID); err != nil {
			return err
		}
		found, err := k.numbered([]int{number, into})
		if err != nil {
			return err
		}
		if err := found[0].MergeInto(found[1], k.by, k.now); err != nil {
			return err
		}
		t, target = *found[0], *found[1]
		if err := k.decided(found[1], "topic.merged-into"); err != nil {
			return err
		}
		if err := k.decided(found[0], "topic.merge"); err != nil {
			return err
		}
		if err := k.EndDialogue(k.by.Member.ID); err != nil {
			return err
		}
		return k.post(TopicDecided, t.Proposer, store.Subject{Topic: t.ID, Step: string(t.State)})
	})
	return t, target, err
}
