package scheduler

import (
	"context"
	"errors"
	"slices"

	"yishi/clerk"
	"yishi/committee"
	"yishi/store"
)

// A parcel is what leaves for a person as one message: a letter, or several in words.
type parcel []store.Letter

// governed reports whether courtesy has a word in when a kind of letter leaves.
func governed(kind string) bool { return spoken(kind) && clerk.MannersOf(kind) != committee.AtOnce }

// errandsFirst leaves what is governed for the next round while errands are still to be
// done: the letters of one moment leave together.
func (s *Scheduler) errandsFirst(ctx context.Context, letters []store.Letter) ([]store.Letter, error) {
	if !slices.ContainsFunc(letters, func(l store.Letter) bool { return clerk.IsErrand(l.Kind) }) {
		return letters, nil
	}
	var now []store.Letter
	var errs []error
	for _, l := range letters {
		if governed(l.Kind) {
			errs = append(errs, s.Clerk.PutOff(ctx, l, l.Attempts, l.DueAt))
		} else {
			now = append(now, l)
		}
	}
	return now, errors.Join(errs...)
}

// parcels lets the rules of courtesy say when each of a person's letters leaves (M12):
// what waits is put off, what would be said twice is struck off, and words that leave
// at one moment are made one message.
func (s *Scheduler) parcels(ctx context.Context, letters []store.Letter) ([]parcel, error) {
	var asked []store.Letter
	var words []bool
	for _, l := range letters {
		if !governed(l.Kind) {
			continue
		}
		if plain, ok := s.plain(ctx, l); ok {
			asked, words = append(asked, l), append(words, plain)
		}
	}
	turns, err := s.Clerk.Turns(ctx, asked, words)
	if err != nil {
		return nil, err
	}
	return s.pack(ctx, letters, asked, turns)
}

// plain tells whether a letter is words alone; ok is false when it will not leave, or
// cannot be written: what becomes of it then is not for courtesy to say. Only what is
// rationed is counted, and written for it.
func (s *Scheduler) plain(ctx context.Context, l store.Letter) (plain, ok bool) {
	if clerk.MannersOf(l.Kind) < committee.Rationed {
		return false, true
	}
	to, err := s.Clerk.ActorOf(ctx, l.Committee, l.To)
	if err != nil {
		return false, false
	}
	ok = true
	err = safely(func() error {
		m, leaves, err := s.Letters.Compose(ctx, l.Kind, to, l.Subject)
		plain, ok = m.Card == nil && m.File == nil, leaves
		return err
	})
	return plain, ok || err != nil
}

// pack makes parcels of the letters that leave now.
func (s *Scheduler) pack(ctx context.Context, letters, asked []store.Letter, turns []committee.Turn) ([]parcel, error) {
	var errs []error
	var parcels []parcel
	in := map[int]int{} // in which parcel a letter that was asked about lies
	i := 0
	for _, l := range letters {
		if i == len(asked) || asked[i].ID != l.ID {
			parcels = append(parcels, parcel{l})
			continue
		}
		switch turn := turns[i]; turn.Fate {
		case committee.Joins:
			parcels[in[turn.With]] = append(parcels[in[turn.With]], l)
		case committee.Waits:
			errs = append(errs, s.Clerk.PutOff(ctx, l, l.Attempts, turn.Until))
			s.observe(l.Kind, "waits")
		case committee.Dropped:
			errs = append(errs, s.Clerk.Drop(ctx, l))
			s.observe(l.Kind, "dropped")
		default:
			in[i] = len(parcels)
			parcels = append(parcels, parcel{l})
		}
		i++
	}
	return parcels, errors.Join(errs...)
}
