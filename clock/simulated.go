package clock

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Simulated is a clock that stands still until Set moves it. It may be used by
// many goroutines at once.
type Simulated struct {
	mu    sync.Mutex
	now   time.Time
	moved chan struct{} // closed, and replaced, by each move
}

// BackwardsError says that a simulated clock was asked to go back.
type BackwardsError struct {
	Now   time.Time // where the clock stands
	Asked time.Time // the earlier moment it was asked to show
}

// Error names both moments.
func (e *BackwardsError) Error() string {
	return fmt.Sprintf("clock: stands at %s and cannot go back to %s",
		e.Now.Format(time.RFC3339), e.Asked.Format(time.RFC3339))
}

// NewSimulated is a clock that stands at start and stays in start's zone.
func NewSimulated(start time.Time) *Simulated {
	return &Simulated{now: start.Round(0), moved: make(chan struct{})}
}

// Now is where the clock stands.
func (s *Simulated) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// Set moves the clock to t, whatever zone t is in, and wakes those who wait
// for a moment that has come. The same moment again is allowed; an earlier one
// is refused with a *BackwardsError and changes nothing.
func (s *Simulated) Set(t time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t = t.Round(0).In(s.now.Location())
	if t.Before(s.now) {
		return &BackwardsError{Now: s.now, Asked: t}
	}
	s.now = t
	close(s.moved)
	s.moved = make(chan struct{})
	return nil
}

// Wait returns when Set has moved the clock to until or beyond. It uses no
// timer: under a clock that nobody moves it ends by wake or ctx alone.
func (s *Simulated) Wait(ctx context.Context, until time.Time, wake <-chan struct{}) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		reached, moved := s.reached(until)
		if reached {
			return nil
		}
		select {
		case <-moved:
		case <-wake:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// reached says whether the clock shows t or later, and if not what closes at
// the next move. Both are read together, so no move is missed between them.
func (s *Simulated) reached(t time.Time) (bool, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.now.Before(t), s.moved
}
