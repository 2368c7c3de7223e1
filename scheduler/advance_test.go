package scheduler_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yishi/bot"
	"yishi/clerk"
	"yishi/clock"
	"yishi/committee"
	"yishi/scheduler"
	"yishi/store"
	"yishi/store/storetest"
)

// Everything that falls due on the way happens at its own moment, in order, and
// what one moment posts leaves before the next begins.
func TestAdvanceWalksThroughEveryMoment(t *testing.T) {
	h := found(t, "2026-12-10 09:00")
	var mu sync.Mutex
	var story []string
	writer := h.person(liu)
	note := func(what string) {
		mu.Lock()
		defer mu.Unlock()
		story = append(story, h.clock.Now().Format("15:04:05 ")+what)
	}
	h.begin(jobs(
		scheduler.Job{Name: "quarter", Spec: "7 9 * * *", Run: func(ctx context.Context) error {
			note("job")
			return h.clerk.Later(ctx, writer, "由九点零七分的工作寄出", "")
		}},
		scheduler.Job{Name: "later", Spec: "*/10 9 * * *", Run: func(context.Context) error { note("another job"); return nil }},
	))
	h.wecom.fault = func(a attempt) error { note(a.words); return nil }
	for _, when := range []string{"09:20:30", "09:05", "09:07", "09:06:59", "09:12"} {
		h.post(store.Letter{Kind: clerk.Answer, Key: when, To: liu, Subject: store.Subject{Words: "到期 " + when}, DueAt: at("2026-12-10 " + when)})
	}
	h.advance("09:12")
	h.advance("09:30")
	want := []string{
		"09:05:00 到期 09:05", "09:06:59 到期 09:06:59", "09:07:00 job", "09:07:00 到期 09:07", "09:07:00 由九点零七分的工作寄出",
		"09:10:00 another job", "09:12:00 到期 09:12", "09:20:00 another job", "09:20:30 到期 09:20:30", "09:30:00 another job",
	}
	if diff := cmp.Diff(want, story); diff != "" {
		t.Errorf("the way from 09:00 to 09:30 (-want +got):\n%s", diff)
	}
	if now := h.clock.Now(); !now.Equal(at("2026-12-10 09:30")) {
		t.Errorf("the clock stands at %s", now)
	}
}

// A whole meeting falls due by itself: what the errands plan is walked through too.
func TestAdvanceFollowsWhatErrandsPlan(t *testing.T) {
	h := found(t, "2026-12-08 09:20")
	h.notice()
	h.advance("2026-12-15 15:00")
	var got []string
	for _, a := range h.wecom.tried() {
		if a.to == "liufang" {
			got = append(got, a.at.Format("01-02 15:04"))
		}
	}
	want := []string{"12-10 09:07", "12-11 09:07", "12-14 09:07", "12-15 14:00"} // notice, two chases, check-in
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("one who answers nothing hears (-want +got):\n%s", diff)
	}
}

func TestAdvanceBackwards(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	d := &diary{clock: h.clock}
	h.begin(jobs(scheduler.Job{Name: "quarter", Spec: "* * * * *", Run: d.run}))
	h.say(liu, "您好")
	err := h.sched.Advance(t.Context(), at("2026-12-10 09:06:59"))
	if _, back := errors.AsType[*clock.BackwardsError](err); !back {
		t.Errorf("backwards is answered by %v", err)
	}
	if got := h.wecom.tried(); len(got) != 0 || len(d.runs) != 0 {
		t.Errorf("what was refused did something: %v, %v", got, d.runs)
	}
	h.advance("09:07") // the same moment again delivers what is due now
	h.advance("09:07")
	if got := h.wecom.words("liufang"); len(got) != 1 {
		t.Errorf("the same moment twice delivered %v", got)
	}
	d.want(t, "in the minute that had begun")
}

func TestAdvanceOfARealClock(t *testing.T) {
	h := settle(t, storetest.New(t), clock.Real(committee.Zone))
	h.begin()
	if err := h.sched.Advance(t.Context(), time.Now().Add(time.Hour)); err == nil {
		t.Error("a real clock was moved")
	}
}

// A clock that is moved by hand while the program runs by itself: everything
// happens once.
func TestAdvanceBesideRun(t *testing.T) {
	h := found(t, "2026-12-10 09:00")
	d := &diary{clock: h.clock}
	h.begin(jobs(scheduler.Job{Name: "quarter", Spec: "*/5 * * * *", Run: d.run}))
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- h.sched.Run(ctx) }()
	const letters = 120
	for i := range letters {
		h.post(store.Letter{Kind: clerk.Answer, Key: strconv.Itoa(i), To: 1 + committee.MemberID(i)%7, Subject: store.Subject{Words: fmt.Sprintf("第%d封", i)}, DueAt: at("2026-12-10 09:00").Add(time.Duration(i) * time.Minute)})
	}
	for i := range 13 {
		h.advance(at("2026-12-10 09:00").Add(time.Duration(i*10) * time.Minute).Format("15:04"))
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	seen := map[string]int{}
	for _, a := range h.wecom.tried() {
		seen[a.key]++
		if a.at.After(at("2026-12-10 11:00")) {
			t.Errorf("left at %s", a.at)
		}
	}
	if len(seen) != letters {
		t.Errorf("%d of %d letters left", len(seen), letters)
	}
	for key, n := range seen {
		if n != 1 {
			t.Errorf("letter %s left %d times", key, n)
		}
	}
	if len(d.runs) != 24 {
		t.Errorf("two hours of five minutes were done %d times", len(d.runs))
	}
}

func TestNext(t *testing.T) {
	h := found(t, "2026-12-10 09:00")
	if _, ok, err := h.sched.Next(t.Context()); ok || err != nil {
		t.Errorf("an empty outbox has something due: %v, %v", ok, err)
	}
	h.say(liu, "您好")
	if due, ok, err := h.sched.Next(t.Context()); !ok || err != nil || !due.Equal(at("2026-12-10 09:00")) {
		t.Errorf("due at %s, %v, %v", due, ok, err)
	}
}

// notice plans and confirms a meeting on 2026-12-15 14:30 with one topic; its notice
// leaves by itself.
func (h *house) notice() {
	h.Helper()
	ctx, boss := h.Context(), h.person(zhang)
	topic := committee.Topic{
		Title: "电动自行车集中充电棚共建项目", Scope: 6, Kind: committee.Decide, Ask: "同意在三号院先行试点", Reporter: "李慧敏", Disclosure: committee.TitleOnly,
	}
	proposed, err := h.clerk.Propose(ctx, h.person(li), topic)
	if err != nil {
		h.Fatal(err)
	}
	if _, err := h.clerk.Approve(ctx, boss, []int{proposed.Number}); err != nil {
		h.Fatal(err)
	}
	d, err := h.clerk.Fix(ctx, boss, committee.Plan{Starts: at("2026-12-15 14:30"), Place: "二楼会议室", Kind: committee.Regular})
	if err != nil {
		h.Fatal(err)
	}
	if _, err := h.clerk.Confirm(ctx, boss, d.Meeting.ID); err != nil {
		h.Fatal(err)
	}
}

var _ bot.Messenger = (*line)(nil)
