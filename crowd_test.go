package main

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"yishi/sandbox"
)

// atOnce brings callbacks side by side and returns how long each took and its
// answer.
func (w *world) atOnce(all []*http.Request) (took []time.Duration, answers []answerOf) {
	w.Helper()
	took, answers = make([]time.Duration, len(all)), make([]answerOf, len(all))
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: len(all)}, Timeout: 30 * time.Second}
	defer client.CloseIdleConnections()
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i, req := range all {
		wg.Go(func() {
			<-start
			begun := time.Now()
			res, err := client.Do(req)
			if err != nil {
				w.Errorf("callback %d: %v", i, err)
				return
			}
			defer res.Body.Close()
			answers[i] = answerOf{res.StatusCode, read(w, res)}
			took[i] = time.Since(begun)
		})
	}
	close(start)
	wg.Wait()
	return took, answers
}

// TestOneVoteFromManyCopies brings 200 copies of one tap at once (VOT-05): one
// vote, one text. Then 200 copies of one typed vote.
func TestOneVoteFromManyCopies(t *testing.T) {
	t.Parallel()
	w := staged(t, "sitting")
	w.types(secretary, "开始表决 2")
	w.forget()
	card := w.lastCard(liufang, "【表决】").Card
	for name, c := range map[string]callback{
		"tap":   w.event(w.tapped(liufang, card.TaskID, card.Buttons[0].Key)),
		"words": w.event(w.said(chen, "反对")),
	} {
		var all []*http.Request
		for range 200 {
			all = append(all, c.request(t, w.address))
		}
		_, answers := w.atOnce(all)
		texts := map[string]int{}
		for _, a := range answers {
			if a.status != http.StatusOK {
				t.Fatalf("%s: a copy is answered %d", name, a.status)
			}
			if text := opened(t, a.body); text != "" {
				texts[text]++
			}
		}
		if len(texts) != 1 {
			t.Errorf("%s: %d different answers, want one: %v", name, len(texts), texts)
		}
	}
	w.settle()
	w.gets([]string{liufang}, "已登记:赞成。表决结束前可更改。")
	w.silent(without(everyone, liufang)...)
	w.says(secretary, "散会", "已表决2/8")
	w.clean()
}

// TestThreeCardsInOneSecond taps three cards with the same CreateTime (quality.md
// R10): all three count.
func TestThreeCardsInOneSecond(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	w.start()
	w.at("12-01 09:07")
	w.propose()
	w.at("12-08 09:00")
	w.forget()
	w.platform.Faults().SetCallbacks(func(r *sandbox.CallbackRules) { r.SameSecond = w.now.Load().Unix() })
	var wg sync.WaitGroup
	for _, n := range []string{"议题1", "议题2", "议题3"} {
		b := w.lastCard(secretary, n, "[同意上会]")
		wg.Go(func() {
			if err := w.platform.Tap(t.Context(), secretary, b.ID, b.Card.Buttons[0].Key, nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	w.settle()
	if got := w.news(secretary); len(got) != 3 {
		t.Errorf("three taps are answered by %q", got)
	}
	if got := w.types(secretary, "议题"); strings.Count(got, "已同意上会") != 3 {
		t.Errorf("three topics in one second:\n%s", got)
	}
	w.clean()
}

// crowd is a committee with so many members.
func crowd(n int) string {
	var b strings.Builder
	b.WriteString("姓名,大党委职务,类别,手机号,平台,平台账号\n张建国,书记,社区党委委员,13888880001,企业微信,zhangjianguo\n李慧敏,副书记,社区党委委员,13888880002,企业微信,lihuimin\n何婷,记录员,,13888880012,企业微信,heting\n")
	for i := range n - 2 {
		fmt.Fprintf(&b, "委员%03d,委员,社区党委委员,139%08d,企业微信,m%03d\n", i, i, i)
	}
	return b.String()
}

// TestCrowdAtOnce lets a crowd answer the notice in one moment and then
// vote in one moment: every answer counts, and 99 of 100 wait less than a second.
func TestCrowdAtOnce(t *testing.T) {
	const all = crowdSize
	w := newWorld(t, setup{roster: crowd(all), start: "12-08 09:20"})
	w.start()
	w.types(secretary, "提议题 充电棚")
	for _, a := range []string{"7", "1", "同意", "本人", "无", "1"} {
		w.types(secretary, a)
	}
	w.types(secretary, "同意 1")
	w.types(secretary, "定会 12-15 14:30 二楼会议室")
	w.types(secretary, "确认")
	w.at("12-10 09:07")
	users := []string{vice}
	for i := range all - 2 {
		users = append(users, fmt.Sprintf("m%03d", i))
	}
	w.crowdTaps(users, "【会议通知】", "参加")
	w.says(secretary, "1", "收到")
	w.says(secretary, "到会", fmt.Sprintf("参加%d 请假0 未答复0", all))
	w.at("12-15 14:00")
	w.crowdTaps(users, "会议签到", "签到")
	w.types(secretary, "签到")
	w.at("12-15 14:30")
	w.says(secretary, "开会", fmt.Sprintf("实到%d人", all))
	w.types(secretary, "开始表决 1")
	w.crowdTaps(users, "【表决】", "赞成")
	w.pushes(secretary, "赞成", fmt.Sprintf("赞成%d票", all), "宣布结果")
	w.clean()
}

// crowdTaps taps the same button on everybody's phone at once.
func (w *world) crowdTaps(users []string, words, button string) {
	w.Helper()
	var all []*http.Request
	for _, u := range users {
		card := w.lastCard(u, words).Card
		i := slices.IndexFunc(card.Buttons, func(b sandbox.ButtonView) bool { return b.Text == button })
		if i < 0 {
			w.Fatalf("%s's card has no button %q", u, button)
		}
		all = append(all, w.event(w.tapped(u, card.TaskID, card.Buttons[i].Key)).request(w, w.address))
	}
	before := w.work()
	took, answers := w.atOnce(all)
	worked := w.work() - before
	for i, a := range answers {
		if a.status >= http.StatusInternalServerError { // too busy to save it: the platform comes again
			card := w.lastCard(users[i], words).Card
			button := slices.IndexFunc(card.Buttons, func(b sandbox.ButtonView) bool { return b.Text == button })
			a = w.post(w.event(w.tapped(users[i], card.TaskID, card.Buttons[button].Key)))
		}
		if a.status != http.StatusOK {
			w.Fatalf("%s taps %q: %d %q\n%v\n%.3000s", users[i], button, a.status, a.body, took, w.logs)
		}
	}
	slices.Sort(took)
	p99 := took[len(took)*99/100]
	w.Logf("%q tapped by %d at once: half within %v, 99 of 100 within %v, with %v of work", button, len(users), took[len(took)/2], p99, worked)
	if worked > 2*fairWork { // a machine that is busy with other things answers later, but works no more
		w.Errorf("%q tapped by %d at once took %v of work, want at most %v", button, len(users), worked, 2*fairWork)
	}
	w.settle()
}

// work is how much processor time the program has used so far.
func (w *world) work() time.Duration {
	w.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", w.child.cmd.Process.Pid))
	if err != nil {
		return 0 // not on Linux
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	var ticks int64
	for _, f := range fields[11:13] {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			w.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}
