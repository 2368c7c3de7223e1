package clock_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"yishi/clock"
)

// shanghai is the committee's zone; that it loads without the machine's own
// tables is part of what is tested (see TestZoneIsCarried).
func shanghai(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// waiting starts a wait and returns a function that says whether it has ended,
// and how.
func waiting(ctx context.Context, c clock.Clock, until time.Time, wake <-chan struct{}) func() (bool, error) {
	ended := make(chan error, 1)
	go func() { ended <- c.Wait(ctx, until, wake) }()
	return func() (bool, error) {
		synctest.Wait()
		select {
		case err := <-ended:
			return true, err
		default:
			return false, nil
		}
	}
}

func TestZoneIsCarried(t *testing.T) {
	t.Setenv("ZONEINFO", t.TempDir()) // an image without zone files
	zone := shanghai(t)
	if _, offset := time.Date(1988, 7, 1, 12, 0, 0, 0, zone).Zone(); offset != 9*3600 {
		t.Errorf("summer time of 1988 is %d s east, want %d", offset, 9*3600)
	}
}

func TestRealNow(t *testing.T) {
	for name, zone := range map[string]*time.Location{"shanghai": shanghai(t), "none-is-utc": nil} {
		t.Run(name, func(t *testing.T) {
			want := "UTC"
			if zone != nil {
				want = zone.String()
			}
			before := time.Now().Round(0)
			now := clock.Real(zone).Now()
			if now.Location().String() != want {
				t.Errorf("zone is %s, want %s", now.Location(), want)
			}
			if now.Before(before) || now.After(time.Now().Round(0)) {
				t.Errorf("%s is not the present", now)
			}
		})
	}
}

func TestRealWait(t *testing.T) {
	tests := map[string]struct {
		until, wake, cancel time.Duration // from the start; zero: never
		ends                time.Duration
		err                 error
	}{
		"already-past":        {until: -time.Hour, ends: 0},
		"soon":                {until: 3 * time.Second, ends: 3 * time.Second},
		"longer-than-a-look":  {until: 50 * time.Hour, ends: 50 * time.Hour},
		"woken":               {until: time.Hour, wake: 7 * time.Minute, ends: 7 * time.Minute},
		"cancelled":           {until: time.Hour, cancel: 9 * time.Minute, ends: 9 * time.Minute, err: context.Canceled},
		"woken-after-the-end": {until: time.Minute, wake: time.Hour, ends: time.Minute},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				start := time.Now()
				wake := make(chan struct{}, 1)
				if test.wake > 0 {
					time.AfterFunc(test.wake, func() { wake <- struct{}{} })
				}
				if test.cancel > 0 {
					time.AfterFunc(test.cancel, cancel)
				}
				err := clock.Real(shanghai(t)).Wait(ctx, start.Add(test.until), wake)
				if !errors.Is(err, test.err) || (err == nil) != (test.err == nil) {
					t.Errorf("error is %v, want %v", err, test.err)
				}
				if took := time.Since(start); took != test.ends {
					t.Errorf("ended after %s, want %s", took, test.ends)
				}
			})
		})
	}
}

func TestWaitOfTheDead(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	past := time.Date(2026, 12, 10, 9, 7, 0, 0, shanghai(t))
	for name, c := range map[string]clock.Clock{
		"real":      clock.Real(shanghai(t)),
		"simulated": clock.NewSimulated(past),
	} {
		t.Run(name, func(t *testing.T) {
			if err := c.Wait(ctx, past, nil); !errors.Is(err, context.Canceled) {
				t.Errorf("error is %v, want that of the context even though the moment has come", err)
			}
		})
	}
}

func TestSimulatedSet(t *testing.T) {
	zone := shanghai(t)
	start := time.Date(2026, 12, 10, 9, 7, 0, 0, zone)
	tests := map[string]struct {
		to, want time.Time
		refused  bool
	}{
		"forward":           {to: start.Add(time.Hour), want: start.Add(time.Hour)},
		"the-same-again":    {to: start, want: start},
		"in-another-zone":   {to: start.Add(time.Minute).UTC(), want: start.Add(time.Minute)},
		"a-second-back":     {to: start.Add(-time.Second), want: start, refused: true},
		"zero":              {to: time.Time{}, want: start, refused: true},
		"over-the-new-year": {to: time.Date(2027, 1, 4, 9, 7, 0, 0, zone), want: time.Date(2027, 1, 4, 9, 7, 0, 0, zone)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := clock.NewSimulated(start)
			err := c.Set(test.to)
			back, isBack := errors.AsType[*clock.BackwardsError](err)
			if isBack != test.refused || (err != nil) != test.refused {
				t.Fatalf("error is %v, want a refusal: %t", err, test.refused)
			}
			if isBack && (!back.Now.Equal(start) || !back.Asked.Equal(test.to)) {
				t.Errorf("the refusal names %s and %s", back.Now, back.Asked)
			}
			if now := c.Now(); !now.Equal(test.want) || now.Location() != zone {
				t.Errorf("stands at %s, want %s in %s", now, test.want, zone)
			}
		})
	}
}

func TestBackwardsErrorText(t *testing.T) {
	c := clock.NewSimulated(time.Date(2026, 12, 10, 9, 7, 0, 0, shanghai(t)))
	err := c.Set(time.Date(2026, 12, 10, 1, 0, 0, 0, time.UTC))
	const want = "clock: stands at 2026-12-10T09:07:00+08:00 and cannot go back to 2026-12-10T09:00:00+08:00"
	if err == nil || err.Error() != want {
		t.Errorf("says %v, want %s", err, want)
	}
}

func TestSimulatedStandsStill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 12, 10, 9, 7, 0, 0, shanghai(t))
		c := clock.NewSimulated(start)
		ended := waiting(t.Context(), c, start.Add(time.Minute), nil)
		time.Sleep(24 * time.Hour)
		if !c.Now().Equal(start) {
			t.Errorf("moved by itself to %s", c.Now())
		}
		if done, err := ended(); done {
			t.Errorf("a wait ended by itself: %v", err)
		}
		if err := c.Set(start.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if done, err := ended(); !done || err != nil {
			t.Errorf("ended %t with %v, want the end when the moment came", done, err)
		}
	})
}

func TestSimulatedWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 12, 10, 9, 7, 0, 0, shanghai(t))
		c := clock.NewSimulated(start)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		wake := make(chan struct{})
		due := waiting(ctx, c, start, nil)
		woken := waiting(ctx, c, start.Add(time.Hour), wake)
		later := waiting(ctx, c, start.Add(2*time.Hour), nil)
		if done, err := due(); !done || err != nil {
			t.Errorf("a moment that has come: ended %t with %v", done, err)
		}
		if err := c.Set(start.Add(30 * time.Minute)); err != nil {
			t.Fatal(err)
		}
		if done, _ := woken(); done {
			t.Error("ended by a move that did not reach it")
		}
		close(wake)
		if done, err := woken(); !done || err != nil {
			t.Errorf("woken: ended %t with %v", done, err)
		}
		if done, _ := later(); done {
			t.Error("ended by another's wake")
		}
		cancel()
		if done, err := later(); !done || !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: ended %t with %v", done, err)
		}
	})
}

// TestSimulatedByMany moves one clock while sixteen wait for each minute of an
// hour; every one must see every minute, in order.
func TestSimulatedByMany(t *testing.T) {
	start := time.Date(2026, 12, 10, 9, 0, 0, 0, shanghai(t))
	c := clock.NewSimulated(start)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for minute := range 60 {
				until := start.Add(time.Duration(minute) * time.Minute)
				if err := c.Wait(t.Context(), until, nil); err != nil {
					t.Error(err)
					return
				}
				if c.Now().Before(until) {
					t.Errorf("woke at %s, before %s", c.Now(), until)
				}
			}
		})
	}
	for minute := range 60 {
		if err := c.Set(start.Add(time.Duration(minute) * time.Minute)); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
}
