package main

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"yishi/sandbox"
)

// until waits for something that another process does.
func until(tb testing.TB, what string, done func() bool) {
	tb.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(20 * time.Second); !done(); <-tick.C {
		if time.Now().After(deadline) {
			tb.Fatalf("waiting for %s", what)
		}
	}
}

// TestKilledInTheVote kills the program when so many of seven votes, all cast in one
// moment, were acknowledged. The platform brings the others again. Every vote counts
// once, and every card shows its owner's vote (quality.md R1, R10; SYS-07).
func TestKilledInTheVote(t *testing.T) {
	t.Parallel()
	for _, acknowledged := range []int{0, 1, 3, 6} {
		t.Run(strconv.Itoa(acknowledged), func(t *testing.T) {
			w := staged(t, "sitting")
			w.types(secretary, "开始表决 2")
			w.forget()
			voters := without(present, secretary)
			var taps []callback
			for _, u := range voters {
				card := w.lastCard(u, "【表决】").Card
				taps = append(taps, w.event(w.tapped(u, card.TaskID, card.Buttons[0].Key)))
			}
			w.killWhen(taps, acknowledged)
			w.start()
			var again []answerOf
			for _, c := range taps { // who was not answered asks again; who was, does no harm
				again = append(again, w.post(c))
			}
			w.settle()
			for i, u := range voters {
				// The card changes in the answer, or, when that was lost, by another call.
				card := shown(w.lastCard(u, "【表决】"))
				if got := again[i]; got.status != http.StatusOK || acknowledged == 0 && !holds(got.body+card, "您的表决:赞成 ✔") {
					t.Errorf("%s's tap, brought again, is answered %d %q, and the card shows:\n%s", u, got.status, got.body, card)
				}
				for _, text := range w.news(u) {
					if !holds(text, "已登记:赞成") {
						t.Errorf("%s hears:\n%s", u, text)
					}
				}
			}
			w.gets([]string{secretary}, "【表决】议题二", "[赞成]")
			w.pushes(secretary, "赞成", "赞成8票、反对0票、弃权0票")
			w.pushes(secretary, "宣布结果")
			w.gets(voters, "赞成8票、反对0票、弃权0票", "通过")
			w.clean()
		})
	}
}

// killWhen brings callbacks at once and kills the program when n were answered.
func (w *world) killWhen(all []callback, n int) {
	w.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: len(all)}}
	defer client.CloseIdleConnections()
	answered := make(chan bool, len(all))
	var wg sync.WaitGroup
	for _, c := range all {
		req := c.request(w, w.address)
		wg.Go(func() {
			res, err := client.Do(req)
			if err == nil {
				_ = res.Body.Close()
			}
			answered <- err == nil && res.StatusCode == http.StatusOK
		})
	}
	for range n {
		if !<-answered {
			w.Error("a callback is not answered")
		}
	}
	w.kill()
	wg.Wait()
}

// TestKilledBetweenCallbackAndAnswer lets a person tap, and the program die with the
// answer on its lips: the platform, hearing nothing, brings the tap again.
func TestKilledBetweenCallbackAndAnswer(t *testing.T) {
	t.Parallel()
	w := staged(t, "noticed")
	w.platform.Faults().SetCallbacks(func(r *sandbox.CallbackRules) { r.Retries = 100; r.RetryDelay = 20 * time.Millisecond })
	for _, u := range []string{liufang, zhou, chen} {
		tapped := make(chan error, 1)
		go func() { tapped <- w.press(t.Context(), u, "参加") }()
		w.kill()
		w.start()
		if err := <-tapped; err != nil {
			t.Fatal(err)
		}
		w.settle()
		if card := shown(w.lastCard(u, "【会议通知】")); !holds(card, "您已确认参加 ✔") {
			t.Errorf("%s's card does not show the answer:\n%s", u, card)
		}
		if got := w.news(u); len(got) > 1 || len(got) == 1 && !holds(got[0], "收到") {
			t.Errorf("%s hears %q", u, got)
		}
	}
	w.says(secretary, "到会", "参加3 请假0 未答复6")
	w.clean()
}

// TestKilledWhileNoticesLeave kills the program when so many of the twelve notices
// have left: each arrives exactly once (quality.md R2, R8; SYS-06, SYS-07).
func TestKilledWhileNoticesLeave(t *testing.T) {
	t.Parallel()
	for _, left := range []int{1, 5, 11} {
		t.Run(strconv.Itoa(left), func(t *testing.T) {
			w := staged(t, "fixed")
			w.platform.Faults().Add(sandbox.Fault{Path: "message/send", Delay: 5 * time.Millisecond})
			before := w.platform.Calls("message/send", 0)
			w.setNow(at(t, "12-10 09:07"))
			moved := make(chan struct{})
			go func() {
				defer close(moved)
				req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "http://"+w.address+"/-/clock", strings.NewReader(`{"now":"2026-12-10T09:07:00+08:00"}`))
				if err != nil {
					t.Error(err)
					return
				}
				if res, err := http.DefaultClient.Do(req); err == nil {
					_ = res.Body.Close()
				}
			}()
			until(t, "notices to leave", func() bool { return w.platform.Calls("message/send", 0)-before >= left })
			w.kill()
			<-moved
			w.start()
			w.settle()
			w.gets(noticed, "【会议通知】滨河社区“大党委”2026年第四次会议")
			w.at("12-10 09:08")
			w.gets([]string{secretary}, "通知已发出:委员9人、列席2人、记录员1人", "均已送达平台")
			w.silent(everyone...)
			w.clean()
		})
	}
}

// TestKilledAllTheTime kills the program after every step of a sitting, and once
// more before anything is asked of it: the minutes are as if it had never happened.
func TestKilledAllTheTime(t *testing.T) {
	t.Parallel()
	w := staged(t, "sitting")
	step := func(user, text string, words ...string) {
		t.Helper()
		w.says(user, text, words...)
		w.restart()
	}
	step(secretary, "开始表决 2", "开始表决")
	for _, u := range without(present, secretary) {
		step(u, "1", "已登记:赞成")
	}
	step(secretary, "2", "已登记:反对")
	step(secretary, "宣布结果")
	step(secretary, "开始表决 4")
	for _, u := range without(present, secretary) {
		step(u, "赞成", "已登记:赞成")
	}
	step(secretary, "赞成")
	step(secretary, "宣布结果")
	w.at("12-15 16:20")
	step(secretary, "散会")
	step(secretary, "确认散会", "16:20散会")
	w.forget()
	w.at("12-15 16:21")
	step(recorder, "提交")
	step(vice, "同意报书记")
	w.at("12-17 11:02")
	w.forget()
	step(secretary, "签发", "〔2026〕4号")
	w.settle()
	w.gets(without(append(slices.Clone(noticed), street), secretary), "〔2026〕4号", "[已阅]")
	w.gets([]string{group}, "纪要")
	w.says(wu, "纪要", "赞成7票、反对1票、弃权0票", "赞成8票、反对0票、弃权0票")
	step(wu, "已阅", "已阅")
	w.says(wu, "已阅", "已登记已阅,无须重复")
	w.clean()
}
