package clock

import (
	"context"
	"time"
)

// look is how often a waiting real clock reads the time again. Timers run on
// the machine's monotonic clock, which stands still in sleep and does not
// follow a correction of the wall clock, so a wait of days is cut in pieces.
const look = 30 * time.Second

// machine is what Real makes.
type machine struct{ zone *time.Location }

// Real is the machine's clock, read in the given zone (nil: UTC). A wait ends
// at most half a minute late after the machine slept or its clock was set.
func Real(zone *time.Location) Clock {
	if zone == nil {
		zone = time.UTC
	}
	return &machine{zone: zone}
}

// Now reads the wall clock. The reading carries no monotonic part, so that two
// of them compare as their wall times do.
func (m *machine) Now() time.Time {
	return time.Now().Round(0).In(m.zone)
}

// Wait sleeps until the wall clock reaches until.
func (m *machine) Wait(ctx context.Context, until time.Time, wake <-chan struct{}) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		left := until.Sub(m.Now())
		if left <= 0 {
			return nil
		}
		woken, err := sleep(ctx, min(left, look), wake)
		if woken || err != nil {
			return err
		}
	}
}

// sleep rests for d and says whether wake ended it.
func sleep(ctx context.Context, d time.Duration, wake <-chan struct{}) (woken bool, err error) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return false, nil
	case <-wake:
		return true, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}
