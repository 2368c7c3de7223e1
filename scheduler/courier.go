package scheduler

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"yishi/bot"
	"yishi/clerk"
	"yishi/committee"
	"yishi/store"
)

const (
	lease    = time.Minute // a letter in hand is nobody else's for so long
	batch    = 64          // letters that are taken at once
	couriers = 8           // letters to different people that leave side by side
)

// deliver takes letters that are due until none is left. Letters to one person
// leave in order; letters to different people side by side.
func (s *Scheduler) deliver(ctx context.Context, now time.Time) error {
	for {
		letters, err := s.Store.Claim(ctx, lease, batch, now)
		if err != nil || len(letters) == 0 {
			return err
		}
		if letters, err = s.errandsFirst(ctx, letters); err != nil {
			return err
		}
		if err := s.carry(ctx, letters, now.Add(lease)); err != nil {
			return err
		}
	}
}

// carry delivers letters that are ours until a moment.
func (s *Scheduler) carry(ctx context.Context, letters []store.Letter, until time.Time) error {
	rounds := map[committee.MemberID][]store.Letter{}
	var order []committee.MemberID
	for i, l := range letters {
		to := l.To
		if to == 0 && !spoken(l.Kind) {
			to = committee.MemberID(-1 - i) // what nobody reads waits for nothing
		}
		if rounds[to] == nil {
			order = append(order, to)
		}
		rounds[to] = append(rounds[to], l)
	}
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		errs []error
	)
	free := make(chan struct{}, cmp.Or(s.Couriers, couriers))
	for _, to := range order {
		free <- struct{}{}
		wg.Go(func() {
			defer func() { <-free }()
			if err := s.round(ctx, rounds[to], until); err != nil {
				mu.Lock()
				errs = append(errs, err)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// spoken reports whether a kind of letter is read by somebody.
func spoken(kind string) bool { return !clerk.IsErrand(kind) && kind != clerk.Refresh }

// round delivers the letters to one person, or to the group, in order. What lies
// behind a letter that has to wait waits with it. When our time is up, or the
// program ends, the rest is left to whoever claims it next.
func (s *Scheduler) round(ctx context.Context, letters []store.Letter, until time.Time) error {
	parcels, err := s.parcels(ctx, letters)
	errs := []error{err}
	var before fate // of those before
	for _, p := range parcels {
		switch {
		case ctx.Err() != nil:
			errs = append(errs, s.giveBack(ctx, p))
		case !s.Clock.Now().Before(until):
			return errors.Join(errs...)
		case before.hold:
			errs = append(errs, s.putOff(ctx, p, 0, before.until))
		default:
			f, err := s.parcel(ctx, p, before.until)
			errs = append(errs, err)
			before = fate{later(before.until, f.until), f.hold}
		}
	}
	return errors.Join(errs...)
}

// fate is until when a letter has to wait, and whether those behind it have to.
type fate struct {
	until time.Time
	hold  bool
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// giveBack lets go of letters in hand when the program ends.
func (s *Scheduler) giveBack(ctx context.Context, p parcel) error {
	var errs []error
	for _, l := range p {
		errs = append(errs, s.Clerk.PutOff(context.WithoutCancel(ctx), l, l.Attempts, l.DueAt))
	}
	return errors.Join(errs...)
}

// putOff leaves the letters of a parcel for later, after so many more failures.
func (s *Scheduler) putOff(ctx context.Context, p parcel, failures int, until time.Time) error {
	var errs []error
	for _, l := range p {
		errs = append(errs, s.Clerk.PutOff(context.WithoutCancel(ctx), l, l.Attempts+failures, until))
	}
	return errors.Join(errs...)
}

// patience is how long a letter waits after its n-th failure.
var patience = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute}

// mostAttempts bounds how often a letter is tried: about a week.
const mostAttempts = 600

// failed is what became of a letter that the platform did not take this time.
const failed = "failed"

// parcel does an errand or delivers what leaves as one message. What cannot be done
// now is put off, not before least, so that what waits together stays in order; the
// error is the operator's.
func (s *Scheduler) parcel(ctx context.Context, p parcel, least time.Time) (f fate, err error) {
	var outcome string
	err = safely(func() (err error) {
		outcome, err = s.handOver(ctx, p)
		return err
	})
	first := p[0]
	busy, throttled := errors.AsType[*bot.ThrottledError](err)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return f, s.giveBack(ctx, p)
	case throttled:
		outcome, f = "throttled", fate{later(least, s.Clock.Now().Add(max(busy.After, time.Second))), true}
		err = s.putOff(ctx, p, 0, f.until)
	default:
		s.Log.WarnContext(ctx, "a letter could not be delivered", "kind", first.Kind, "letter", first.ID, "attempt", first.Attempts+1, "err", err)
		f.until = later(least, s.Clock.Now().Add(patience[min(first.Attempts, len(patience)-1)]))
		f.hold = outcome == failed && first.Attempts < len(patience) // one that never leaves must not hold the others for ever
		outcome = failed
		err = s.putOff(ctx, p, 1, f.until)
	}
	for _, l := range p {
		s.observe(l.Kind, outcome)
	}
	return f, err
}

func (s *Scheduler) observe(kind, outcome string) {
	if s.Observe != nil {
		s.Observe(kind, outcome)
	}
}

// handOver does an errand, changes cards or sends a message, and says what came of it.
func (s *Scheduler) handOver(ctx context.Context, p parcel) (outcome string, err error) {
	first := p[0]
	switch {
	case clerk.IsErrand(first.Kind):
		return "done", s.Clerk.Run(ctx, first)
	case first.Kind == clerk.Refresh:
		return s.refresh(ctx, first)
	}
	to, err := s.Clerk.ActorOf(ctx, first.Committee, first.To)
	if errors.Is(err, store.ErrNotFound) {
		return "dropped", s.drop(ctx, p)
	}
	if err != nil {
		return "", err
	}
	m, leaving, err := s.compose(ctx, p, to)
	switch {
	case err != nil:
		return "", err
	case len(leaving) == 0:
		return "dropped", nil
	case first.To == 0:
		return s.announce(ctx, leaving, m)
	}
	return s.send(ctx, leaving, to.Member, m)
}

// compose writes the letters of a parcel as one message, and strikes off what has lost
// its reason.
func (s *Scheduler) compose(ctx context.Context, p parcel, to committee.Actor) (m bot.Message, leaving parcel, err error) {
	var texts []string
	for _, l := range p {
		one, ok, err := s.Letters.Compose(ctx, l.Kind, to, l.Subject)
		if err == nil && !ok {
			err = s.drop(ctx, parcel{l})
		}
		if err != nil {
			return m, nil, err
		}
		if ok {
			m, leaving, texts = one, append(leaving, l), append(texts, one.Text)
		}
	}
	if len(leaving) > 1 {
		m = bot.Message{Text: strings.Join(texts, "\n")}
	}
	if len(leaving) > 0 {
		m.Key = clerk.KeyOf(leaving)
	}
	return m, leaving, nil
}

// drop strikes off what is not to leave.
func (s *Scheduler) drop(ctx context.Context, p parcel) error {
	var errs []error
	for _, l := range p {
		errs = append(errs, s.Clerk.Drop(ctx, l))
	}
	return errors.Join(errs...)
}

// announce tells the group; a committee without a group is told nothing.
func (s *Scheduler) announce(ctx context.Context, p parcel, m bot.Message) (string, error) {
	group := s.Groups[p[0].Committee]
	if group == nil {
		return "dropped", s.drop(ctx, p)
	}
	if _, err := group.Send(ctx, bot.Address{Group: true}, m); err != nil {
		return s.refused(ctx, p, err)
	}
	return "announced", s.drop(context.WithoutCancel(ctx), p)
}

// noAccount is the failure of a person who has no account on a platform that is on.
const noAccount = 1

// send tries a person's accounts in his order; the first that can be reached is his.
func (s *Scheduler) send(ctx context.Context, p parcel, to committee.Member, m bot.Message) (string, error) {
	lost := &bot.UnreachableError{Code: noAccount}
	for _, a := range to.Accounts {
		messenger := s.messenger(bot.Platform(a.Platform))
		if messenger == nil {
			continue
		}
		user := bot.UserRef{Platform: messenger.Platform(), ID: a.User}
		ref, err := messenger.Send(ctx, bot.Address{To: user}, shownOn(a, m))
		if rejected, ok := errors.AsType[*bot.RejectedError](err); ok && m.Card != nil {
			s.Log.WarnContext(ctx, "a platform refuses a card; its words go instead", "kind", p[0].Kind, "letter", p[0].ID, "code", rejected.Code)
			ref, err = messenger.Send(ctx, bot.Address{To: user}, bot.Message{Key: m.Key + "-words", Text: m.Text})
		}
		if unreachable, ok := errors.AsType[*bot.UnreachableError](err); ok {
			lost = unreachable
			lost.User = user
			continue
		}
		if err != nil {
			return s.refused(ctx, p, err)
		}
		return "sent", s.Clerk.Sent(context.WithoutCancel(ctx), p, ref, m.Card) // it has left, whatever ends now
	}
	return "unreachable", s.Clerk.Failed(ctx, p, lost.User, lost.Code, lost.Reason)
}

// shownOn is a message as an account can show it: words where cards cannot be shown.
func shownOn(a committee.Account, m bot.Message) bot.Message {
	if a.Plain && m.Card != nil {
		m.Card = nil
	}
	return m
}

func (s *Scheduler) messenger(p bot.Platform) bot.Messenger {
	for _, m := range s.Messengers {
		if m.Platform() == p {
			return m
		}
	}
	return nil
}

// refused sorts what a platform said: what it will never take is given up and on
// record; all else is worth another try.
func (s *Scheduler) refused(ctx context.Context, p parcel, err error) (string, error) {
	if rejected, ok := errors.AsType[*bot.RejectedError](err); ok {
		s.Log.ErrorContext(ctx, "a platform refuses a letter for good", "kind", p[0].Kind, "letter", p[0].ID, "code", rejected.Code)
		return "rejected", s.Clerk.Refused(ctx, p, rejected.Code, rejected.Reason)
	}
	if _, throttled := errors.AsType[*bot.ThrottledError](err); !throttled && p[0].Attempts >= mostAttempts {
		return "given up", s.Clerk.Failed(ctx, p, bot.UserRef{}, clerk.GivenUp, "")
	}
	return failed, err
}

// refresh changes the cards that a letter names to what they are to show now. One
// that cannot be changed this time keeps the others from nothing.
func (s *Scheduler) refresh(ctx context.Context, l store.Letter) (string, error) {
	shown, err := s.Clerk.ShownOf(ctx, l)
	if err != nil {
		return "", err
	}
	var errs []error
	for _, d := range shown {
		errs = append(errs, s.reshow(ctx, d))
	}
	if err := errors.Join(errs...); err != nil && l.Attempts < mostAttempts {
		return "", err
	}
	return "refreshed", s.Clerk.Drop(ctx, l)
}

// reshow changes one card, where it looks otherwise now. A card that can no longer
// be changed stays as it is; a tap on it is answered by words.
func (s *Scheduler) reshow(ctx context.Context, d clerk.Shown) error {
	to, err := s.Clerk.ActorOf(ctx, d.Committee, d.Member)
	if err != nil {
		return err
	}
	card, ok, err := s.Letters.Card(ctx, to, d)
	if err != nil || ok && card.Face() == d.Face {
		return err
	}
	if !ok {
		return s.Clerk.Reshown(ctx, d, bot.Card{}, d.Code)
	}
	messenger := s.messenger(bot.Platform(d.Platform))
	if messenger == nil || d.Code == "" {
		return s.Clerk.Reshown(ctx, d, card, "")
	}
	ref := bot.MessageRef{To: bot.UserRef{Platform: messenger.Platform(), ID: d.User}, Message: d.MessageID, Card: d.CardKey, Code: d.Code}
	if err := messenger.Update(ctx, ref, card); err != nil && !never(err) {
		return err
	}
	return s.Clerk.Reshown(context.WithoutCancel(ctx), d, card, "")
}

// never reports whether a card can never be changed again.
func never(err error) bool {
	_, unreachable := errors.AsType[*bot.UnreachableError](err)
	_, rejected := errors.AsType[*bot.RejectedError](err)
	return errors.Is(err, bot.ErrGone) || unreachable || rejected
}
