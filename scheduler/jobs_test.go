package scheduler_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"yishi/clock"
	"yishi/committee"
	"yishi/scheduler"
	"yishi/store/storetest"
)

// diary is a job that writes down when it runs, and fails as it is told.
type diary struct {
	clock clock.Clock
	fail  func(n int) error // of the n-th run, from 1

	mu   sync.Mutex
	runs []string
}

func (d *diary) run(context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.runs = append(d.runs, d.clock.Now().In(committee.Zone).Format("01-02 15:04"))
	if d.fail != nil {
		return d.fail(len(d.runs))
	}
	return nil
}

func (d *diary) want(t *testing.T, what string, want ...string) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if diff := cmp.Diff(want, d.runs); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// jobs replaces the table of jobs.
func jobs(all ...scheduler.Job) func(*scheduler.Parts) {
	return func(p *scheduler.Parts) { p.Jobs = all }
}

// inChina sleeps, in a bubble, until a moment in China.
func inChina(now string) clock.Clock {
	time.Sleep(time.Until(at(now)))
	return clock.Real(committee.Zone)
}

// works runs schedulers in a bubble for some time, and waits for their end.
func works(tb testing.TB, length time.Duration, all ...*house) {
	tb.Helper()
	ctx, stop := context.WithCancel(tb.Context())
	var wg sync.WaitGroup
	for _, h := range all {
		wg.Go(func() {
			if err := h.sched.Run(ctx); err != nil {
				tb.Errorf("Run ended with %v", err)
			}
		})
	}
	time.Sleep(length)
	stop()
	wg.Wait()
}

func TestATickIsDoneByOneReplica(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := inChina("2026-12-08 09:00")
		mine, other := &diary{clock: now}, &diary{clock: now}
		a := settle(t, storetest.New(t), now)
		a.begin(jobs(scheduler.Job{Name: "quarter", Spec: "*/7 9 * * *", Run: mine.run}))
		b := a.again(jobs(scheduler.Job{Name: "quarter", Spec: "*/7 9 * * *", Run: other.run}))
		works(t, 30*time.Minute, a, b)
		if n := len(mine.runs) + len(other.runs); n != 4 {
			t.Errorf("four ticks were done %d times: %v and %v", n, mine.runs, other.runs)
		}
	})
}

func TestTwoJobsInOneMinute(t *testing.T) {
	h := found(t, "2026-12-08 09:00")
	first, second := &diary{clock: h.clock}, &diary{clock: h.clock}
	h.begin(jobs(scheduler.Job{Name: "first", Spec: "7 9 * * *", Run: first.run}, scheduler.Job{Name: "second", Spec: "7 9 * * *", Run: second.run}))
	h.advance("2026-12-09 12:00")
	first.want(t, "first", "12-08 09:07", "12-09 09:07")
	second.want(t, "second", "12-08 09:07", "12-09 09:07")
}

func TestJobsKeepToTheCommitteesTime(t *testing.T) {
	h := settle(t, storetest.New(t), clock.NewSimulated(at("2026-12-08 00:30").UTC()))
	d := &diary{clock: h.clock}
	h.begin(jobs(scheduler.Job{Name: "quarter", Spec: "7 9 * * *", Run: d.run}))
	if err := h.sched.Advance(t.Context(), at("2026-12-08 23:00").UTC()); err != nil {
		t.Fatal(err)
	}
	d.want(t, "on a machine in UTC", "12-08 09:07")
}

func TestAMissedTick(t *testing.T) {
	for name, test := range map[string]struct {
		begin string
		grace time.Duration
		want  []string
	}{
		"in-time":              {"2026-12-08 09:06", 24 * time.Hour, []string{"12-08 09:06", "12-08 09:07"}}, // yesterday's was missed too
		"within-its-grace":     {"2026-12-08 11:00", 2 * time.Hour, []string{"12-08 11:00"}},
		"at-the-end-of-it":     {"2026-12-08 11:06", 2 * time.Hour, []string{"12-08 11:06"}},
		"beyond-it":            {"2026-12-08 11:08", 2 * time.Hour, nil},
		"no-grace":             {"2026-12-08 09:08", 0, nil},
		"on-the-minute":        {"2026-12-08 09:06:59", time.Second, []string{"12-08 09:07"}},
		"two-within-its-grace": {"2026-12-08 10:00", 26 * time.Hour, []string{"12-08 10:00", "12-08 10:00"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := found(t, test.begin)
			d := &diary{clock: h.clock}
			h.begin(jobs(scheduler.Job{Name: "quarter", Spec: "7 9 * * *", Grace: test.grace, Run: d.run}))
			h.advance(test.begin)
			h.advance("2026-12-08 23:00")
			d.want(t, "began "+test.begin, test.want...)
		})
	}
}

func TestATickThatWasDoneIsNotMissed(t *testing.T) {
	h := found(t, "2026-12-08 09:00")
	d := &diary{clock: h.clock}
	h.begin(jobs(scheduler.Job{Name: "quarter", Spec: "7 9 * * *", Grace: 24 * time.Hour, Run: d.run}))
	h.advance("10:00")
	d.want(t, "before the restart", "12-08 09:00", "12-08 09:07") // yesterday's was missed
	again := h.again()
	again.advance("11:00")
	d.want(t, "after the restart", "12-08 09:00", "12-08 09:07")
}

func TestAFailedTickIsTriedAgain(t *testing.T) {
	broken := errors.New("数据库没有响应")
	for name, test := range map[string]struct {
		grace time.Duration
		fail  func(n int) error
		want  []string
	}{
		"never-fails":     {24 * time.Hour, nil, []string{"12-09 09:07", "12-10 09:07"}},
		"once":            {2 * time.Hour, failing(1, broken), []string{"12-09 09:07", "12-09 09:08", "12-10 09:07"}},
		"three-times":     {2 * time.Hour, failing(3, broken), []string{"12-09 09:07", "12-09 09:08", "12-09 09:13", "12-09 09:28", "12-10 09:07"}},
		"beyond-its-time": {10 * time.Minute, failing(3, broken), []string{"12-09 09:07", "12-09 09:08", "12-09 09:13", "12-10 09:07"}},
		"no-grace":        {0, failing(1, broken), []string{"12-09 09:07", "12-10 09:07"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := found(t, "2026-12-09 08:00")
			d := &diary{clock: h.clock, fail: test.fail}
			h.begin(jobs(scheduler.Job{Name: "quarter", Spec: "7 9 * * *", Grace: min(test.grace, 22*time.Hour), Run: d.run}))
			for h.clock.Now().Before(at("2026-12-10 09:10")) { // a walk that meets an error stops, as the page that moved the clock is told
				if err := h.sched.Advance(t.Context(), at("2026-12-10 09:10")); err != nil && !errors.Is(err, broken) {
					t.Fatal(err)
				}
			}
			d.want(t, "the days", test.want...)
		})
	}
}

func failing(times int, err error) func(int) error {
	return func(n int) error {
		if n <= times {
			return err
		}
		return nil
	}
}

// A failed tick must not be left to a restart alone: while the program runs it is
// tried again by itself, and by one replica.
func TestAFailedTickOfAProgramThatRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := inChina("2026-12-08 09:00")
		d := &diary{clock: now, fail: func(n int) error {
			if n == 2 {
				panic("没有想到的情况")
			}
			return failing(3, errors.New("暂时不行"))(n)
		}}
		a := settle(t, storetest.New(t), now)
		a.begin(jobs(scheduler.Job{Name: "quarter", Spec: "7 9 * * *", Grace: time.Hour, Run: d.run}))
		works(t, time.Hour, a)
		d.want(t, "one day", "12-08 09:07", "12-08 09:08", "12-08 09:13", "12-08 09:28")
		if log := a.log.String(); !strings.Contains(log, "暂时不行") || !strings.Contains(log, "没有想到的情况") {
			t.Errorf("the operator is told:\n%s", log)
		}
	})
}

func TestATickThatCouldNotBeClaimed(t *testing.T) {
	h := found(t, "2026-12-08 09:00")
	d := &diary{clock: h.clock}
	h.begin(jobs(scheduler.Job{Name: "quarter", Spec: "7 9 * * *", Grace: 2 * time.Hour, Run: d.run}))
	h.alter("ALTER TABLE ticks RENAME TO lost")
	if err := h.sched.Advance(t.Context(), at("2026-12-08 09:10")); err == nil {
		t.Error("the operator is not told that the database does not answer")
	}
	h.alter("ALTER TABLE lost RENAME TO ticks")
	h.advance("09:30")
	d.want(t, "when the database is back", "12-08 09:08")
}

func TestAJobThatFailsHoldsUpNothing(t *testing.T) {
	h := found(t, "2026-12-08 09:00")
	bad, good := &diary{clock: h.clock, fail: failing(1, errors.New("坏了"))}, &diary{clock: h.clock}
	h.begin(jobs(scheduler.Job{Name: "bad", Spec: "7 9 * * *", Run: bad.run}, scheduler.Job{Name: "good", Spec: "7 9 * * *", Run: good.run}))
	h.say(liu, "请签到")
	if err := h.sched.Advance(t.Context(), at("2026-12-08 09:07")); err == nil {
		t.Error("the failure is not told")
	}
	good.want(t, "the job behind it", "12-08 09:07")
	if got := h.wecom.words("liufang"); len(got) != 1 {
		t.Errorf("the letter behind it: %v", got)
	}
}

func TestNewRefuses(t *testing.T) {
	nothing := func(context.Context) error { return nil }
	for name, test := range map[string]struct {
		jobs []scheduler.Job
		says string
	}{
		"two-of-one-name": {[]scheduler.Job{{Name: "季度", Spec: "7 9 * * *", Run: nothing}, {Name: "季度", Spec: "8 9 * * *", Run: nothing}}, `two jobs are named "季度"`},
		"four-fields":     {[]scheduler.Job{{Name: "季度", Spec: "7 9 * *", Run: nothing}}, `the times of job "季度"`},
		"minute-61":       {[]scheduler.Job{{Name: "季度", Spec: "61 9 * * *", Run: nothing}}, `the times of job "季度"`},
		"empty":           {[]scheduler.Job{{Name: "季度", Run: nothing}}, `the times of job "季度"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := scheduler.New(scheduler.Parts{Clock: clock.NewSimulated(at("2026-12-08 09:00")), Jobs: test.jobs})
			if err == nil || !strings.Contains(err.Error(), test.says) || !strings.HasPrefix(err.Error(), "scheduler: ") {
				t.Errorf("says %v", err)
			}
		})
	}
}
