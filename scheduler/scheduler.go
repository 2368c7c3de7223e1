// Package scheduler does what the clock asks for: the jobs of the cron table and
// the letters of the outbox. It is level-triggered: it asks what is due by now and
// not yet done, so a restart, a sleep, a second replica and a clock that is moved
// by hand are all the same case.
package scheduler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"yishi/bot"
	"yishi/clerk"
	"yishi/clock"
	"yishi/committee"
	"yishi/letters"
	"yishi/store"
)

// Job is work that is done when it is due. Every tick is done by one replica.
type Job struct {
	Name  string
	Spec  string        // five fields of cron, in the committee's civil time
	Grace time.Duration // how late a tick that was missed, or whose work failed, is still done
	Run   func(ctx context.Context) error
}

// Parts is what a scheduler works with.
type Parts struct {
	Store      *store.Store
	Clerk      *clerk.Clerk
	Letters    *letters.Letters
	Messengers []bot.Messenger
	Groups     map[committee.ID]bot.Messenger // who announces to a committee's group; a committee without one is told nothing there
	Jobs       []Job
	Clock      clock.Clock
	Log        *slog.Logger
	// Couriers is how many letters to different people leave side by side; 0: eight.
	Couriers int
	// Observe is told what became of each letter; it may be nil.
	Observe func(kind, outcome string)
}

// Scheduler runs jobs and letters. One is enough for a program; several programs on
// one database share the work.
type Scheduler struct {
	Parts
	mu    sync.Mutex // one step at a time: ours, or the one of a clock moved by hand
	jobs  []planned
	moved func(time.Time) error
}

type planned struct {
	Job
	schedule cron.Schedule
	next     time.Time // the tick that is to be done
	again    time.Time // when it is tried again, after its work failed
	failures int
}

// due is when the job is to be looked at next.
func (p *planned) due() time.Time {
	if p.again.After(p.next) {
		return p.again
	}
	return p.next
}

// done goes on to the next tick.
func (p *planned) done() { p.next, p.again, p.failures = p.schedule.Next(p.next), time.Time{}, 0 }

// putOff leaves a tick whose work failed for later, as a letter is left, and gives
// it up when that would be beyond its grace.
func (p *planned) putOff(now time.Time) {
	p.again = now.Add(patience[min(p.failures, len(patience)-1)])
	p.failures++
	if p.again.After(p.next.Add(p.Grace)) {
		p.done()
	}
}

// New plans the jobs from now on, missed ticks within their grace included.
func New(p Parts) (*Scheduler, error) {
	s := &Scheduler{Parts: p}
	now := p.Clock.Now()
	seen := map[string]bool{}
	for _, j := range p.Jobs {
		if seen[j.Name] {
			return nil, fmt.Errorf("scheduler: two jobs are named %q", j.Name)
		}
		seen[j.Name] = true
		spec, err := cron.ParseStandard(j.Spec)
		if err != nil {
			return nil, fmt.Errorf("scheduler: reading the times of job %q: %w", j.Name, err)
		}
		s.jobs = append(s.jobs, planned{Job: j, schedule: spec, next: spec.Next(now.In(committee.Zone).Add(-j.Grace))})
	}
	if sim, ok := p.Clock.(*clock.Simulated); ok {
		s.moved = sim.Set
	}
	return s, nil
}

// poll is how long a letter that another replica posted may wait for us.
const poll = 5 * time.Second

// Run works until ctx ends: it does what is due, and sleeps until something is, or
// until a letter is posted.
func (s *Scheduler) Run(ctx context.Context) error {
	for {
		if err := s.turn(ctx); err != nil && ctx.Err() == nil {
			s.Log.ErrorContext(ctx, "doing what is due", "err", err)
		}
		if err := s.Clock.Wait(ctx, s.until(ctx), s.Store.Posted()); err != nil {
			return nil //nolint:nilerr // the wait ends with an error only when ctx has ended
		}
	}
}

// until is when to look again: when the next thing falls due, and soon in any case.
func (s *Scheduler) until(ctx context.Context) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.Clock.Now()
	at, ok, err := s.due(ctx)
	if err == nil && ok && at.After(now) && at.Before(now.Add(poll)) {
		return at
	}
	return now.Add(poll)
}

func (s *Scheduler) turn(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.step(ctx, s.Clock.Now())
}

// Advance moves a simulated clock forward and does everything that falls due on
// the way, in order, each at its own moment, deliveries included.
func (s *Scheduler) Advance(ctx context.Context, to time.Time) error {
	if s.moved == nil {
		return errors.New("scheduler: the clock is not a simulated one")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if to.Before(s.Clock.Now()) {
		return s.moved(to)
	}
	for {
		at, ok, err := s.due(ctx)
		if err != nil {
			return err
		}
		if !ok || at.After(to) {
			break
		}
		if err := s.walkTo(ctx, at); err != nil {
			return err
		}
	}
	return s.walkTo(ctx, to)
}

func (s *Scheduler) walkTo(ctx context.Context, at time.Time) error {
	if at.After(s.Clock.Now()) {
		if err := s.moved(at); err != nil {
			return fmt.Errorf("scheduler: moving the clock: %w", err)
		}
	}
	return s.step(ctx, s.Clock.Now())
}

// due is when the next job or letter falls due.
func (s *Scheduler) due(ctx context.Context) (at time.Time, ok bool, err error) {
	if at, ok, err = s.Store.NextLetter(ctx); err != nil {
		return at, ok, err
	}
	for i := range s.jobs {
		if next := s.jobs[i].due(); !ok || next.Before(at) {
			at, ok = next, true
		}
	}
	return at, ok, nil
}

// Next tells when the next letter falls due.
func (s *Scheduler) Next(ctx context.Context) (at time.Time, ok bool, err error) {
	return s.Store.NextLetter(ctx)
}

// step does every job tick and letter that is due by now.
func (s *Scheduler) step(ctx context.Context, now time.Time) error {
	var errs []error
	for i := range s.jobs {
		for j := &s.jobs[i]; !j.due().After(now); {
			errs = append(errs, s.tick(ctx, j, now))
		}
	}
	return errors.Join(append(errs, s.deliver(ctx, now))...)
}

// tick does the job's tick, if no other replica has it. A tick whose work failed is
// given back, and tried again as long as its grace lasts.
func (s *Scheduler) tick(ctx context.Context, j *planned, now time.Time) error {
	mine, err := s.Store.ClaimTick(ctx, j.Name, j.next)
	switch {
	case err != nil:
		j.putOff(now)
		return fmt.Errorf("scheduler: job %q: %w", j.Name, err)
	case !mine:
		j.done()
		return nil
	}
	if err := safely(func() error { return j.Run(ctx) }); err != nil {
		err = errors.Join(fmt.Errorf("scheduler: job %q: %w", j.Name, err), s.Store.DropTick(context.WithoutCancel(ctx), j.Name, j.next))
		j.putOff(now)
		return err
	}
	j.done()
	return nil
}

// safely turns a panic into an error, so that one job or letter that cannot be done
// does not keep the others from being done.
func safely(do func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("scheduler: panic: %v\n%s", r, debug.Stack())
		}
	}()
	return do()
}
