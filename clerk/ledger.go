package clerk

import (
	"context"

	"yishi/committee"
	"yishi/store"
)

// Remembered is how many of the last messages a person can ask about.
const Remembered = 5

// Received loads the letters of the n-th last message that a person was sent, from 1
// (M12): one letter, or several that left as one message.
func (c *Clerk) Received(ctx context.Context, by committee.Actor, n int) (letters []store.Delivery, err error) {
	if n < 1 || n > Remembered {
		return nil, committee.Refuse(committee.Invalid, "came.range", Remembered)
	}
	err = c.see(ctx, by, func(k *desk) error {
		sent, err := k.LastSent(k.by.Member.ID, 100)
		if err != nil {
			return err
		}
		seen, message := 0, ""
		for _, d := range sent {
			if key := messageOf(d); key != message {
				seen, message = seen+1, key
			}
			if seen == n {
				letters = append([]store.Delivery{d}, letters...)
			}
		}
		if len(letters) == 0 {
			return committee.Refuse(committee.NotFound, "came.none", seen)
		}
		return nil
	})
	return letters, err
}
