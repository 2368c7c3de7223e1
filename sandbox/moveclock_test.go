package sandbox

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"
)

func TestClockActs(t *testing.T) {
	var moved []time.Time
	var failing error
	next, known := time.Time{}, false
	p := openPages(t, func(o *Options) {
		o.MoveClock = func(_ context.Context, to time.Time) error {
			moved = append(moved, to)
			return failing
		}
		o.NextEvent = func(context.Context) (time.Time, bool, error) { return next, known, failing }
	})
	expect := func(body string, status int, words string) {
		t.Helper()
		if got, said := p.do("clock", body); got != status || said != words {
			t.Errorf("%s: %d %q, want %d %q", body, got, said, status, words)
		}
	}
	expect(`{"to":"+10分"}`, http.StatusOK, "")
	expect(`{"to":"昨天"}`, http.StatusUnprocessableEntity, "没有看懂“昨天”，可以写：到12月10日09:07、+10分、明天9:07")
	expect(`{"next":true}`, http.StatusUnprocessableEntity, "目前没有安排好的事")
	next, known = p.clock.now().Add(time.Hour), true
	expect(`{"next":true}`, http.StatusOK, "")
	next = p.clock.now().Add(-time.Hour)
	expect(`{"next":true}`, http.StatusOK, "")
	failing = errors.New("数据库没有应答")
	expect(`{"next":true}`, http.StatusUnprocessableEntity, "暂时查不到下一件事")
	expect(`{"to":"+1分钟"}`, http.StatusUnprocessableEntity, "时钟没有走到：数据库没有应答")
	want := []time.Duration{10 * time.Minute, time.Hour, 0, time.Minute}
	if len(moved) != len(want) {
		t.Fatalf("moved %d times, want %d", len(moved), len(want))
	}
	for i, d := range want {
		if !moved[i].Equal(p.clock.now().Add(d)) {
			t.Errorf("move %d to %s, want %s later", i, moved[i], d)
		}
	}
	p.opt.NextEvent = nil
	expect(`{"next":true}`, http.StatusUnprocessableEntity, "这里不知道下一件事是什么时候")
}

func TestOneMoveAtATime(t *testing.T) {
	started, release := make(chan struct{}), make(chan struct{})
	p := openPages(t, func(o *Options) {
		o.MoveClock = func(context.Context, time.Time) error {
			close(started)
			<-release
			return nil
		}
	})
	done := make(chan int)
	go func() {
		status, _ := p.do("clock", `{"to":"+10分"}`)
		done <- status
	}()
	<-started
	if !p.state(0).Moving {
		t.Error("the page is not told that the clock moves")
	}
	if status, words := p.do("clock", `{"to":"+10分"}`); status != http.StatusUnprocessableEntity || words != "时钟正在前进，请稍候" {
		t.Errorf("second move: %d %s", status, words)
	}
	close(release)
	if status := <-done; status != http.StatusOK || p.state(0).Moving {
		t.Errorf("first move: %d", status)
	}
}
