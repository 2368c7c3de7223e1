package bot_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"yishi/bot"
)

// marks is a bot.Marks in a map, which can be broken.
type marks struct {
	mu     sync.Mutex
	kept   map[string]string
	broken error
	slow   time.Duration
}

func newMarks() *marks { return &marks{kept: map[string]string{}} }

func (m *marks) wait(ctx context.Context) error {
	select {
	case <-time.After(m.slow):
		return m.broken
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (m *marks) Get(ctx context.Context, key string) (value string, found bool, err error) {
	if err := m.wait(ctx); err != nil {
		return "", false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	value, found = m.kept[key]
	return value, found, nil
}

func (m *marks) Set(ctx context.Context, key, value string, ttl time.Duration) error {
	if err := m.wait(ctx); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if ttl != 24*time.Hour {
		return errors.New("a mark is to be kept for a day")
	}
	m.kept[key] = value
	return nil
}

// counter is a handler that takes a while and counts how often it ran.
type counter struct {
	mu    sync.Mutex
	ran   int
	takes time.Duration
	fails []error // what the first calls end in
}

func (c *counter) Handle(_ context.Context, ev bot.Event) (bot.Reply, error) {
	time.Sleep(c.takes) // a bubble's clock
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ran++
	if len(c.fails) > 0 {
		err := c.fails[0]
		c.fails = c.fails[1:]
		return bot.Reply{Text: "系统忙，请稍后再试。"}, err
	}
	return bot.Reply{Text: "已签到：" + ev.ID, Card: &bot.Card{Title: "第三季度例会", Fields: []bot.Field{{Name: "实到", Value: "8人"}}}}, nil
}

func TestOnce(t *testing.T) {
	outage := errors.New("database is down")
	for _, test := range []struct {
		name    string
		takes   time.Duration
		fails   []error
		broken  error
		slow    time.Duration
		id      string
		ran     int
		again   bool // the duplicate is answered like the first
		unheard bool // the first is answered by an error
	}{
		{name: "duplicate-is-silent", id: "e1", ran: 1},
		{name: "answer-in-time-is-not-repeated", id: "e1", takes: 4500 * time.Millisecond, ran: 1},
		{name: "late-answer-is-repeated", id: "e1", takes: 4501 * time.Millisecond, ran: 1, again: true},
		{name: "error-is-tried-again", id: "e1", fails: []error{outage}, ran: 2, again: true, unheard: true},
		{name: "broken-marks-stop-nothing", id: "e1", broken: errors.New("redis is down"), ran: 2, again: true},
		{name: "slow-marks-stop-nothing", id: "e1", slow: time.Minute, ran: 2, again: true},
		{name: "without-an-id-nothing-is-a-duplicate", ran: 2, again: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				kept := newMarks()
				kept.broken, kept.slow = test.broken, test.slow
				next := &counter{takes: test.takes, fails: test.fails}
				h := bot.Once(kept, time.Now, next)
				first, err := h.Handle(t.Context(), bot.Event{ID: test.id})
				if (err != nil) != test.unheard {
					t.Fatalf("first delivery: error %v", err)
				}
				if first.Text == "" {
					t.Fatal("the first delivery got no reply")
				}
				second, err := h.Handle(t.Context(), bot.Event{ID: test.id})
				if err != nil {
					t.Fatalf("second delivery: error %v", err)
				}
				if got := second.Text != ""; got != test.again {
					t.Errorf("second delivery got %+v", second)
				}
				if got := second.Card != nil; got != test.again {
					t.Errorf("second delivery got the card %+v", second.Card)
				}
				if next.ran != test.ran {
					t.Errorf("handled %d times, want %d", next.ran, test.ran)
				}
			})
		})
	}
}

func TestOnceKeepsEventsApart(t *testing.T) {
	next := &counter{}
	h := bot.Once(newMarks(), time.Now, next)
	for _, id := range []string{"wecom:a", "wecom:b", "wecom:a"} {
		if _, err := h.Handle(t.Context(), bot.Event{ID: id}); err != nil {
			t.Fatal(err)
		}
	}
	if next.ran != 2 {
		t.Errorf("handled %d events, want 2", next.ran)
	}
}

func TestOnceAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &counter{takes: 6 * time.Second}
		h := bot.Once(newMarks(), time.Now, next)
		var wg sync.WaitGroup
		replies := make([]bot.Reply, 4)
		for i := range replies {
			wg.Go(func() {
				time.Sleep(time.Duration(i) * 5 * time.Second / 4)
				replies[i], _ = h.Handle(t.Context(), bot.Event{ID: "e1"})
			})
		}
		wg.Wait()
		if next.ran != 1 {
			t.Fatalf("handled %d times, want once", next.ran)
		}
		for i, r := range replies {
			if r.Text != "已签到：e1" || r.Card.Fields[0].Value != "8人" {
				t.Errorf("delivery %d got %+v: nobody heard the first answer", i, r)
			}
		}
	})
}

func TestOnceParallelAfterError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &counter{takes: time.Second, fails: []error{errors.New("deadlock")}}
		h := bot.Once(newMarks(), time.Now, next)
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := h.Handle(t.Context(), bot.Event{ID: "e1"}); err == nil {
				t.Error("the first handling should have failed")
			}
		})
		synctest.Wait()
		reply, err := h.Handle(t.Context(), bot.Event{ID: "e1"})
		wg.Wait()
		if err != nil || reply.Text != "已签到：e1" {
			t.Errorf("a duplicate that waited got %+v, %v: it must be handled when the first failed", reply, err)
		}
	})
}

func TestOnceWaitsNoLongerThanItsCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := bot.Once(newMarks(), time.Now, &counter{takes: time.Hour})
		var wg sync.WaitGroup
		wg.Go(func() { _, _ = h.Handle(t.Context(), bot.Event{ID: "e1"}) })
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
		defer cancel()
		if _, err := h.Handle(ctx, bot.Event{ID: "e1"}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the deadline of the caller", err)
		}
		wg.Wait()
	})
}

// panicker breaks the first time.
type panicker struct{ ran int }

func (p *panicker) Handle(context.Context, bot.Event) (bot.Reply, error) {
	if p.ran++; p.ran == 1 {
		panic("broken")
	}
	return bot.Reply{Text: "好"}, nil
}

func TestOnceSurvivesPanic(t *testing.T) {
	h := bot.Once(newMarks(), time.Now, &panicker{})
	func() {
		defer func() { _ = recover() }()
		_, _ = h.Handle(t.Context(), bot.Event{ID: "e1"})
	}()
	reply, err := h.Handle(t.Context(), bot.Event{ID: "e1"})
	if err != nil || reply.Text != "好" {
		t.Errorf("after a panic: %+v, %v", reply, err)
	}
}
