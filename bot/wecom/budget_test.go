package wecom

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestBudget(t *testing.T) {
	b := newBudget(25, 900)
	now := testNow
	for range 25 {
		if wait := b.take("wang", 1, now); wait != 0 {
			t.Fatalf("told to wait %s within the budget", wait)
		}
		now = now.Add(time.Second)
	}
	if wait := b.take("wang", 1, now); wait != 35*time.Second {
		t.Errorf("told to wait %s, want until the first is a minute old", wait)
	}
	if wait := b.take("wang", 3, now); wait != 37*time.Second {
		t.Errorf("three are told to wait %s", wait)
	}
	if wait := b.take("li", 1, now); wait != 0 {
		t.Errorf("another person is told to wait %s", wait)
	}
	if wait := b.take("wang", 1, now.Add(35*time.Second)); wait != 0 {
		t.Errorf("after waiting, told to wait %s", wait)
	}
}

// What one person is sent stays below what the platform takes from an app: 30 messages
// a minute and 1000 an hour (SYS-09).
func TestSYS09OnePerson(t *testing.T) {
	b := newBudget(personPerMinute, personPerHour)
	var sent []time.Time
	for now := testNow; now.Before(testNow.Add(3 * time.Hour)); now = now.Add(time.Second) {
		if b.take("wang", 1, now) == 0 {
			sent = append(sent, now)
		}
	}
	for _, limit := range []struct {
		most int
		span time.Duration
	}{{30, time.Minute}, {1000, time.Hour}} {
		for i := limit.most; i < len(sent); i++ {
			if within := sent[i].Sub(sent[i-limit.most]); within < limit.span {
				t.Fatalf("%d messages within %s", limit.most+1, within)
			}
		}
	}
	if len(sent) < 2*personPerHour {
		t.Errorf("in three hours only %d messages left", len(sent))
	}
}

func TestBudgetOfAnHour(t *testing.T) {
	b := newBudget(25, 900)
	now := testNow
	for range 900 {
		if wait := b.take("wang", 1, now); wait != 0 {
			t.Fatal(wait)
		}
		now = now.Add(3 * time.Second)
	}
	if wait := b.take("wang", 1, now); wait != 15*time.Minute {
		t.Errorf("told to wait %s, want until the first is an hour old", wait)
	}
}

// At no moment was more sent than the platform takes, and nobody who waits as
// long as he is told is told to wait again.
func TestBudgetHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := newBudget(5, 12)
		now := testNow
		var sent []time.Time
		for range rapid.IntRange(1, 200).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 90_000).Draw(t, "ms")) * time.Millisecond)
			n := rapid.IntRange(1, 4).Draw(t, "n")
			wait := b.take("wang", n, now)
			if wait > 0 {
				if wait > time.Hour {
					t.Fatalf("told to wait %s", wait)
				}
				now = now.Add(wait)
				if again := b.take("wang", n, now); again != 0 {
					t.Fatalf("waited %s and was told to wait %s", wait, again)
				}
			}
			sent = append(sent, slices.Repeat([]time.Time{now}, n)...)
			for span, most := range map[time.Duration]int{time.Minute: 5, time.Hour: 12} {
				from := now.Add(-span)
				recent := slices.DeleteFunc(slices.Clone(sent), func(at time.Time) bool { return !at.After(from) })
				if len(recent) > most {
					t.Fatalf("%d were sent within %s", len(recent), span)
				}
			}
		}
	})
}

func TestBudgetWhenTheClockIsSetBack(t *testing.T) {
	b := newBudget(2, 10)
	b.take("wang", 2, testNow.AddDate(0, 0, 1))
	if wait := b.take("wang", 1, testNow); wait <= 0 || wait > time.Minute {
		t.Errorf("told to wait %s: nobody may be silenced for a day", wait)
	}
}

func TestBudgetOfMore(t *testing.T) {
	b := newBudget(2, 10)
	if wait := b.take("wang", 3, testNow); wait != 0 {
		t.Errorf("more than a minute's messages wait %s for ever", wait)
	}
	if wait := b.take("wang", 3, testNow); wait != time.Minute {
		t.Errorf("told to wait %s", wait)
	}
}

func TestBudgetIsBounded(t *testing.T) {
	b := newBudget(25, 900)
	b.people = 100
	for i := range 100 {
		b.take(fmt.Sprint("member", i), 1, testNow)
	}
	if wait := b.take("one-more", 1, testNow.Add(time.Minute)); wait != time.Minute {
		t.Errorf("told to wait %s", wait)
	}
	if wait := b.take("one-more", 1, testNow.Add(time.Hour)); wait != 0 || len(b.sent) > 1 {
		t.Errorf("told to wait %s, %d are remembered", wait, len(b.sent))
	}
}
