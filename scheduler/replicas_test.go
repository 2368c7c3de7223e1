package scheduler_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"yishi/clerk"
	"yishi/clock"
	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
)

// in runs a test in a bubble, with a real clock that stands at a moment and a
// committee in a store of its own.
func in(t *testing.T, now string, test func(h *house)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h := settle(t, storetest.New(t), inChina(now))
		h.begin()
		test(h)
	})
}

// counted are how often each letter was tried, by its words.
func counted(all []attempt) map[string]int {
	n := map[string]int{}
	for _, a := range all {
		n[a.words]++
	}
	return n
}

func TestTwoReplicasShareTheLetters(t *testing.T) {
	in(t, "2026-12-10 09:00", func(a *house) {
		b := a.again()
		for i := range 150 {
			a.say(1+committee.MemberID(i)%7, fmt.Sprintf("第%d封", i))
		}
		works(a.TB, time.Minute, a, b)
		seen := counted(a.wecom.tried())
		if len(seen) != 150 {
			a.Errorf("%d of 150 letters left", len(seen))
		}
		for words, n := range seen {
			if n != 1 {
				a.Errorf("%s left %d times", words, n)
			}
		}
	})
}

// A letter leaves when it is due, and not at the next look; one that another
// program posts waits for the next look at most.
func TestHowLateALetterLeaves(t *testing.T) {
	in(t, "2026-12-10 09:00", func(h *house) {
		other := storetest.Again(h.TB, h.store)
		elsewhere := settle(h.TB, other, h.clock)
		post := func(by *house, words string, after time.Duration) {
			by.post(store.Letter{Kind: clerk.Answer, Key: words, To: liu, Subject: store.Subject{Words: words}, DueAt: h.clock.Now().Add(after)})
		}
		time.AfterFunc(1200*time.Millisecond, func() {
			post(h, "立刻", 0)
			post(h, "稍后", 2500*time.Millisecond)
			post(elsewhere, "别处", 0)
		})
		start := h.clock.Now()
		works(h.TB, 20*time.Second, h)
		late := map[string]time.Duration{}
		for _, a := range h.wecom.tried() {
			late[a.words] = a.at.Sub(start)
		}
		if late["立刻"] != 1200*time.Millisecond || late["稍后"] != 3700*time.Millisecond || late["别处"] < 1200*time.Millisecond || late["别处"] > 6200*time.Millisecond {
			h.Errorf("left after %v", late)
		}
	})
}

// A replica that stands still while it has letters in hand (R11): another takes
// them when the lease is over, and when the first goes on it leaves alone what is
// no longer its own.
func TestAReplicaThatStandsStill(t *testing.T) {
	in(t, "2026-12-10 09:00", func(a *house) {
		b := a.again()
		var stood atomic.Bool
		a.wecom.fault = func(attempt) error {
			if !stood.Swap(true) {
				time.Sleep(90 * time.Second)
			}
			return nil
		}
		for i := range 5 {
			a.say(liu, fmt.Sprintf("第%d封", i))
		}
		ctx, stop := context.WithCancel(a.Context())
		var wg sync.WaitGroup
		wg.Go(func() { _ = a.sched.Run(ctx) })
		time.Sleep(time.Second)
		wg.Go(func() { _ = b.sched.Run(ctx) })
		time.Sleep(3 * time.Minute)
		stop()
		wg.Wait()
		seen := counted(a.wecom.tried())
		for i := range 5 {
			words, want := fmt.Sprintf("第%d封", i), 1
			if i == 0 {
				want = 2 // it was being sent: whether it arrived nobody knew; the key is the same
			}
			if seen[words] != want {
				a.Errorf("%s was tried %d times, want %d", words, seen[words], want)
			}
		}
		if got := a.wecom.words("liufang"); len(got) != 5 {
			a.Errorf("arrived %q", got)
		}
		if took := a.wecom.tried()[5].at.Sub(at("2026-12-10 09:00")); took > 66*time.Second {
			a.Errorf("taken over after %s", took)
		}
	})
}

// A program that is told to stop finishes what it is sending, records it, and gives
// the rest back, so that its successor need not wait for a lease.
func TestAGracefulStop(t *testing.T) {
	in(t, "2026-12-10 09:00", func(h *house) {
		ctx, stop := context.WithCancel(h.Context())
		var once sync.Once
		h.wecom.lose = func(attempt) error {
			once.Do(stop) // told to stop while the first is on its way
			return nil
		}
		for i := range 4 {
			h.say(liu, fmt.Sprintf("第%d封", i))
			h.say(wang, fmt.Sprintf("致王志强第%d封", i))
		}
		if err := h.sched.Run(ctx); err != nil {
			h.Errorf("Run ended with %v", err)
		}
		left := len(h.outbox())
		if sent := len(h.wecom.Sent()); left != 8-sent || left == 0 {
			h.Errorf("%d were sent, %d are left", sent, left)
		}
		if recorded := len(h.column("SELECT id FROM deliveries WHERE failure = 0")); recorded != 8-left {
			h.Errorf("%d were sent, %d are on record", 8-left, recorded)
		}
		h.wecom.lose = nil
		next := h.again()
		start := next.clock.Now()
		works(h.TB, time.Second, next)
		arrived := map[string]int{}
		for _, m := range h.wecom.Sent() {
			arrived[m.Message.Text]++
		}
		if len(arrived) != 8 {
			h.Errorf("%d of 8 arrived", len(arrived))
		}
		for words, n := range counted(h.wecom.tried()) {
			if n > 2 { // one that was on its way when the program was told to stop is tried again, under its key
				h.Errorf("%s was tried %d times", words, n)
			}
		}
		if left := h.outbox(); len(left) != 0 {
			h.Errorf("a second after the start %v are left", left)
		}
		if got := h.wecom.words("liufang"); !slices.Equal(got, []string{"第0封", "第1封", "第2封", "第3封"}) {
			h.Errorf("arrived %q", got)
		}
		last := h.wecom.tried()
		if took := last[len(last)-1].at.Sub(start); took > time.Second {
			h.Errorf("the last left after %s", took)
		}
		if log := h.log.String(); strings.Contains(log, "could not be delivered") {
			h.Errorf("a stop is told as a fault:\n%s", log)
		}
	})
}

// A sending that hangs when the program is told to stop is broken off.
func TestAStopBreaksOffWhatHangs(t *testing.T) {
	in(t, "2026-12-10 09:00", func(h *house) {
		ctx, stop := context.WithCancel(h.Context())
		h.wecom.fault = func(attempt) error { <-ctx.Done(); return ctx.Err() }
		h.say(liu, "一")
		h.say(liu, "二")
		time.AfterFunc(3*time.Second, stop)
		if err := h.sched.Run(ctx); err != nil {
			h.Errorf("Run ended with %v", err)
		}
		if took := h.clock.Now().Sub(at("2026-12-10 09:00")); took != 3*time.Second {
			h.Errorf("ended after %s", took)
		}
		if got := h.column("SELECT attempts || ' ' || leased_until FROM letters"); !slices.Equal(got, []string{"0 0", "0 0"}) {
			h.Errorf("given back as %v", got)
		}
	})
}

// The database does not answer for a while: nothing is lost, the operator is told,
// and work goes on when it is back.
func TestTheDatabaseIsAwayForAWhile(t *testing.T) {
	in(t, "2026-12-10 09:00", func(h *house) {
		h.say(liu, "会议通知")
		h.alter("ALTER TABLE letters RENAME TO lost")
		time.AfterFunc(time.Minute, func() { h.alter("ALTER TABLE lost RENAME TO letters") })
		works(h.TB, 2*time.Minute, h)
		tried := h.wecom.tried()
		if len(tried) != 1 || tried[0].at.After(at("2026-12-10 09:01:05")) {
			h.Errorf("tried %v", tried)
		}
		if log := h.log.String(); !strings.Contains(log, "doing what is due") {
			h.Errorf("the operator is told\n%s", log)
		}
	})
}

// A moment that has passed while the machine slept is made up for at once.
func TestTheMachineSleeps(t *testing.T) {
	in(t, "2026-12-10 08:50", func(h *house) {
		h.notice()
		time.Sleep(2 * time.Hour) // nothing runs from 08:50 to 10:50
		works(h.TB, time.Minute, h)
		first := to("liufang", h.wecom.tried())
		if len(first) == 0 || first[0].at.Format("15:04") != "10:50" {
			h.Errorf("the notice left as %v", first)
		}
	})
}

// Down until the window of the notice has closed: it does not leave late, and the
// secretary hears of it on the next working morning (SYS-07).
func TestTheProgramWasDownOverTheWindow(t *testing.T) {
	h := found(t, "2026-12-08 09:20")
	h.notice()
	h.clock = clock.NewSimulated(at("2026-12-12 10:00")) // a Saturday
	h.clerk = clerk.New(h.store, h.clerk.Calendar(), h.clock.Now)
	h.begin()
	h.advance("2026-12-15 15:00")
	var told []string
	for _, a := range h.wecom.tried() {
		if a.to != "zhangjianguo" {
			t.Errorf("%s is told %q", a.to, a.words)
		}
		if strings.Contains(a.words, "现已超过通知期限") {
			told = append(told, a.at.Format("01-02 15:04"))
		}
	}
	if !slices.Equal(told, []string{"12-14 09:07"}) {
		t.Errorf("the secretary hears of it at %v", told)
	}
}

// The platform is down until the window has closed: the notices do not leave
// late; whom they did not reach is on the list to telephone.
func TestThePlatformWasDownOverTheWindow(t *testing.T) {
	h := found(t, "2026-12-11 16:00")
	h.notice() // inside the window: it would leave at once
	h.wecom.fault = until("2026-12-11 18:01", errDown)
	h.advance("2026-12-14 12:00")
	calls := 0
	for _, s := range h.wecom.Sent() {
		switch {
		case s.Message.Card != nil && strings.Contains(s.Message.Card.Title, "请电话通知"):
			calls++
		case s.Message.Card != nil && strings.Contains(s.Message.Card.Title, "【会议通知】"):
			t.Errorf("a notice left late, to %s", s.To.To.ID)
		}
	}
	if calls != 12 { // of each of the seven, to secretary and recorder, but to nobody about himself
		t.Errorf("%d cards to telephone", calls)
	}
}
