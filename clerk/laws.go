package clerk

import (
	"context"
	"fmt"
	"strconv"

	"yishi/committee"
)

// AmendLaws changes one switch of the bylaws by a document (SYS-16). Meetings whose
// notice has left stay under the version that governed it.
func (c *Clerk) AmendLaws(ctx context.Context, by committee.Actor, a committee.Amendment) (v committee.Version, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		com, _, err := k.HoldCommittee(k.by.Committee.ID)
		if err != nil {
			return err
		}
		if v, err = com.Lawbook.Amend(k.by, a, k.now); err != nil {
			return err
		}
		if err := k.AddVersion(com.ID, v); err != nil {
			return err
		}
		return k.log(0, "laws.amend", fmt.Sprintf("%d %s=%s %s", v.Number, a.Key, a.Value, v.Reference))
	})
	return v, err
}

// settleLaws takes the program's settings over as the next version of a committee's
// bylaws, when they say something else than they did.
func (k *desk) settleLaws(book committee.Lawbook, settings map[string]string) error {
	v, changed, err := book.Resettle(settings, k.now)
	if err != nil || !changed {
		return err
	}
	if err := k.AddVersion(k.by.Committee.ID, v); err != nil {
		return err
	}
	return k.log(0, "laws.settings", strconv.Itoa(v.Number))
}
