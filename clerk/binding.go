package clerk

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"yishi/committee"
	"yishi/store"
)

// MakeBinding makes a one-time code for a person (SYS-03); his earlier ones hold no
// longer.
func (c *Clerk) MakeBinding(ctx context.Context, by committee.Actor, who committee.Member) (code string, b committee.Binding, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		earlier, err := k.VoidBindings(who.ID, k.now.Add(-time.Hour), k.now)
		if err != nil {
			return err
		}
		if b, err = committee.Bind(k.by, who, earlier, k.now); err != nil {
			return err
		}
		if code, err = k.freshCode(); err != nil {
			return err
		}
		if err := k.SaveBinding(code, b); err != nil {
			return err
		}
		return k.logOn(0, "binding.make", who.ID)
	})
	return code, b, err
}

// freshCode draws six digits that no code has had yet.
func (k *desk) freshCode() (string, error) {
	for {
		n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
		if err != nil {
			return "", fmt.Errorf("clerk: drawing a code: %w", err)
		}
		code := fmt.Sprintf("%06d", n)
		_, err = k.Binding(code)
		if errors.Is(err, store.ErrNotFound) {
			return code, nil
		}
		if err != nil {
			return "", err
		}
	}
}

// firstCommittee is the one that the settings name; its row puts those who guess in a
// line.
const firstCommittee = committee.ID(1)

// Bind adds an account to the person for whom a code was made. A wrong code is kept in
// mind, though it is refused: who guesses has to wait (quality.md S11).
func (c *Clerk) Bind(ctx context.Context, account committee.Account, code string) (by committee.Actor, err error) {
	wrong := false
	err = c.do(ctx, committee.Actor{}, func(k *desk) error {
		name := account.Platform + "/" + account.User
		if err := k.mayGuess(name); err != nil {
			return err
		}
		b, err := k.Binding(code)
		if wrong = errors.Is(err, store.ErrNotFound); wrong {
			return k.AddGuess(name, k.now)
		}
		if err != nil {
			return err
		}
		if err := b.Use(k.now); err != nil {
			return err
		}
		if by, err = c.actor(k.Tx, b.Committee, b.Member); err != nil {
			return err
		}
		k.by = by
		return k.bind(account, code, b)
	})
	if err == nil && wrong {
		err = committee.Refuse(committee.NotFound, "bind.wrong")
	}
	return by, err
}

// mayGuess looks how often an account, and all of them, were wrong within the hour; they
// are looked at one after the other.
func (k *desk) mayGuess(account string) error {
	if _, _, err := k.HoldCommittee(firstCommittee); ignoreNotFound(err) != nil {
		return err
	}
	his, all, err := k.Guesses(account, k.now.Add(-time.Hour))
	if err != nil {
		return err
	}
	return committee.MayGuess(his, all)
}

func (k *desk) bind(account committee.Account, code string, b committee.Binding) error {
	owners, err := k.Owners(account.Platform, account.User)
	if err != nil {
		return err
	}
	for _, o := range owners {
		if o.Committee == b.Committee && o.Member != b.Member {
			return committee.Refuse(committee.Conflict, "bind.taken")
		}
	}
	m := k.by.Member
	if !slices.ContainsFunc(owners, func(o store.Owner) bool { return o.Member == b.Member }) {
		m.Accounts = append([]committee.Account{account}, m.Accounts...) // the one that he uses now
		if err := k.SaveMember(&m); err != nil {
			return err
		}
	}
	if err := k.SaveBinding(code, b); err != nil {
		return err
	}
	return k.log(0, "binding.use", account.Platform)
}
