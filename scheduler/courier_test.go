package scheduler_test

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yishi/bot"
	"yishi/clerk"
	"yishi/committee"
	"yishi/scheduler"
	"yishi/store"
)

var errDown = errors.New("平台没有响应")

// until is a fault that lasts until a moment.
func until(when string, err error) func(attempt) error {
	return func(a attempt) error {
		if a.at.Before(at(when)) {
			return err
		}
		return nil
	}
}

// The platform is down for an hour: tried again after 1, 5 and 15 minutes of the
// program's clock, and then every 15; delivered once.
func TestThePlatformIsDownForAnHour(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	h.wecom.fault = until("2026-12-10 10:07", errDown)
	h.say(liu, "会议通知")
	h.advance("12:00")
	tried := h.wecom.tried()
	want := []string{"09:07:00", "09:08:00", "09:13:00", "09:28:00", "09:43:00", "09:58:00", "10:13:00"}
	if diff := cmp.Diff(want, clockTimes(tried)); diff != "" {
		t.Errorf("tried at (-want +got):\n%s", diff)
	}
	for _, a := range tried {
		if a.key != tried[0].key || a.words != tried[0].words {
			t.Errorf("a retry is another sending: %+v and %+v", tried[0], a)
		}
	}
	if got := h.wecom.words("liufang"); !slices.Equal(got, []string{"会议通知"}) {
		t.Errorf("delivered %q", got)
	}
	if left := h.outbox(); len(left) != 0 {
		t.Errorf("still in the outbox: %v", left)
	}
	if log := h.log.String(); strings.Contains(log, "会议通知") || strings.Contains(log, "liufang") || !strings.Contains(log, errDown.Error()) {
		t.Errorf("the log says\n%s", log)
	}
}

func TestALetterIsGivenUpAfterAWeek(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	h.wecom.fault = func(a attempt) error {
		if a.to == "liufang" {
			return errDown
		}
		return nil
	}
	h.say(liu, "会议通知")
	h.alter("UPDATE letters SET attempts = 599")
	h.advance("09:21")
	if len(h.outbox()) != 1 {
		t.Error("given up too early")
	}
	h.advance("09:22")
	if left := h.outbox(); len(left) != 0 {
		t.Errorf("still tried after a week: %v", left)
	}
	if got := h.wecom.words("zhangjianguo"); len(got) != 1 || !strings.Contains(got[0], "刘芳同志的账号收不到消息(多次发送未成功)") {
		t.Errorf("the secretary is told %q", got)
	}
}

func TestAThrottledLetterWaitsAsLongAsItIsTold(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	h.wecom.fault = func(a attempt) error {
		if n := len(h.wecom.tried()); n <= 3 {
			return &bot.ThrottledError{After: map[int]time.Duration{1: 90 * time.Second, 2: 0, 3: time.Minute}[n], Code: 45009}
		}
		return nil
	}
	h.say(liu, "一")
	h.say(liu, "二")
	h.advance("09:30")
	want := []string{"09:07:00", "09:08:30", "09:08:31", "09:09:31", "09:09:31"}
	if diff := cmp.Diff(want, clockTimes(h.wecom.tried())); diff != "" {
		t.Errorf("tried at (-want +got):\n%s", diff)
	}
	if got := h.wecom.words("liufang"); !slices.Equal(got, []string{"一", "二"}) {
		t.Errorf("delivered %q", got)
	}
}

// A setting that is wrong keeps every letter; when it is mended all leave.
func TestAWrongSetting(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	h.wecom.fault = until("2026-12-10 15:00", &bot.ConfigError{Code: 40001, Reason: "invalid secret"})
	h.say(liu, "一")
	h.say(wang, "二")
	h.advance("15:15")
	if got := append(h.wecom.words("liufang"), h.wecom.words("wangzhiqiang")...); !slices.Equal(got, []string{"一", "二"}) {
		t.Errorf("delivered %q", got)
	}
	if got := h.wecom.words("zhangjianguo"); len(got) != 0 {
		t.Errorf("the secretary hears what the operator has to mend: %q", got)
	}
	if log := h.log.String(); !strings.Contains(log, "40001") {
		t.Errorf("the operator is told\n%s", log)
	}
}

func TestLettersToOnePersonKeepTheirOrder(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	h.wecom.fault = func(a attempt) error { // to 刘芳 every third attempt passes
		if a.to == "liufang" && len(to("liufang", h.wecom.tried()))%3 != 0 {
			return errDown
		}
		return nil
	}
	var want []string
	for i := range 6 {
		words := fmt.Sprintf("第%d封", i+1)
		want = append(want, words)
		h.say(liu, words)
		h.say(wang, "同时的"+words)
	}
	h.advance("09:07")
	if got := h.wecom.words("wangzhiqiang"); len(got) != 6 {
		t.Errorf("another's letters wait with hers: %q", got)
	}
	h.advance("2026-12-10 12:00")
	if got := h.wecom.words("liufang"); !slices.Equal(got, want) {
		t.Errorf("arrived as %q", got)
	}
}

func to(user string, all []attempt) []attempt {
	return slices.DeleteFunc(all, func(a attempt) bool { return a.to != user })
}

// One letter that can never leave must not keep the others of its person for ever.
func TestALetterThatNeverLeavesHoldsTheOthersForAWhileOnly(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	h.wecom.fault = func(a attempt) error {
		if a.words == "坏的" {
			return errDown
		}
		return nil
	}
	h.say(liu, "坏的")
	h.say(liu, "好的")
	h.advance("09:27")
	if got := h.wecom.words("liufang"); len(got) != 0 {
		t.Errorf("overtaken after twenty minutes: %q", got)
	}
	h.advance("09:28")
	if got := h.wecom.words("liufang"); !slices.Equal(got, []string{"好的"}) {
		t.Errorf("after twenty minutes: %q", got)
	}
}

// Letters to different people leave side by side: nobody waits for another's.
func TestDifferentPeopleAreServedSideBySide(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	var together sync.WaitGroup
	together.Add(3)
	h.wecom.fault = func(a attempt) error {
		if strings.HasPrefix(a.words, "头") {
			together.Done()
			together.Wait() // each waits for the two others: one after the other would never end
		}
		return nil
	}
	for _, who := range []committee.MemberID{li, wang, liu} {
		h.say(who, fmt.Sprint("头一封", who))
		h.say(who, fmt.Sprint("后一封", who))
	}
	h.advance("09:07")
	if n := len(h.wecom.Sent()); n != 6 {
		t.Errorf("%d of six letters left", n)
	}
}

func TestOneCourierGoesFromOneToTheNext(t *testing.T) {
	h := found(t, "2026-12-10 09:07", func(p *scheduler.Parts) { p.Couriers = 1 })
	var mu sync.Mutex
	h.wecom.fault = func(attempt) error {
		if !mu.TryLock() {
			t.Error("two couriers are on their way")
			return nil
		}
		defer mu.Unlock()
		return nil
	}
	for i := range 14 {
		h.say(1+committee.MemberID(i)%7, strconv.Itoa(i))
	}
	h.advance("09:07")
	if n := len(h.wecom.Sent()); n != 14 {
		t.Errorf("%d of 14 letters left", n)
	}
}

func TestALetterPostedAgainWhileInHandLeavesAgain(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	var once sync.Once
	h.wecom.fault = func(attempt) error {
		once.Do(func() {
			h.post(store.Letter{Kind: clerk.Answer, Key: "answer/旧", To: liu, Subject: store.Subject{Words: "新", Step: "旧"}})
		})
		return nil
	}
	h.say(liu, "旧")
	h.advance("09:07")
	if got := h.wecom.words("liufang"); !slices.Equal(got, []string{"旧", "新"}) {
		t.Errorf("delivered %q", got)
	}
	if left := h.outbox(); len(left) != 0 {
		t.Errorf("still in the outbox: %v", left)
	}
}

// The program dies, or the database does, after the platform took a letter and
// before that is on record: it is sent again with the same key, so that the
// platform can tell, and recorded once.
func TestTheRecordIsLostAfterTheSending(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	var once sync.Once
	h.wecom.lose = func(attempt) error {
		once.Do(func() { h.alter("ALTER TABLE deliveries RENAME TO lost") })
		return nil
	}
	h.say(liu, "会议通知")
	if err := h.sched.Advance(t.Context(), at("2026-12-10 09:07")); err != nil { // the letter can still be put off
		t.Fatal(err)
	}
	h.alter("ALTER TABLE lost RENAME TO deliveries")
	h.advance("09:30")
	tried := h.wecom.tried()
	if len(tried) != 2 || tried[0].key != tried[1].key || tried[0].words != tried[1].words {
		t.Errorf("tried %+v", tried)
	}
	if got := h.wecom.words("liufang"); len(got) != 1 {
		t.Errorf("arrived %d times", len(got))
	}
	if got := h.column("SELECT user_id FROM deliveries WHERE failure = 0"); !slices.Equal(got, []string{"liufang"}) {
		t.Errorf("on record: %v", got)
	}
}

func TestTheAnswerOfThePlatformIsLost(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	var once sync.Once
	h.wecom.lose = func(attempt) (err error) {
		once.Do(func() { err = errors.New("连接中断") })
		return err
	}
	h.say(liu, "会议通知")
	h.advance("09:30")
	if tried := h.wecom.tried(); len(tried) != 2 || tried[0].key != tried[1].key {
		t.Errorf("tried %+v", tried)
	}
	if got := h.wecom.words("liufang"); len(got) != 1 {
		t.Errorf("arrived %d times", len(got))
	}
}

// Letters of our own accord wait for a decent hour of a working day; answers, and
// what belongs to a meeting that is going on, don't.
func TestTheHoursInWhichPeopleAreWrittenTo(t *testing.T) {
	for name, test := range map[string]struct{ now, routine string }{
		"in-the-morning":            {"2026-12-10 08:00", "12-10 08:00"},
		"before-eight":              {"2026-12-10 07:59", "12-10 09:07"},
		"just-before-nine-at-night": {"2026-12-10 20:59", "12-10 20:59"},
		"at-nine-at-night":          {"2026-12-10 21:00", "12-11 09:07"},
		"at-ten-at-night":           {"2026-12-10 22:00", "12-11 09:07"},
		"on-friday-night":           {"2026-12-11 22:00", "12-14 09:07"},
		"on-a-saturday":             {"2026-12-12 10:00", "12-14 09:07"},
		"on-a-worked-saturday":      {"2026-10-10 10:00", "10-10 10:00"},
		"on-a-holiday":              {"2026-10-02 10:00", "10-08 09:07"},
	} {
		t.Run(name, func(t *testing.T) {
			h := found(t, test.now)
			deadline := h.clock.Now().AddDate(0, 0, 20).Format("2006-01-02")
			h.post(store.Letter{Kind: clerk.TopicsCall, Key: "call", To: li, Subject: store.Subject{Step: deadline}})
			h.say(liu, "您的操作已登记")
			if clerk.MannersOf(clerk.TopicsCall) != committee.OnceADay || clerk.MannersOf(clerk.Answer) != committee.AtOnce {
				t.Fatal("the kinds are not what they were")
			}
			if err := h.sched.Advance(t.Context(), h.clock.Now().AddDate(0, 0, 10)); err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for _, a := range h.wecom.tried() {
				got[a.to] = a.at.Format("01-02 15:04")
			}
			if want := map[string]string{"lihuimin": test.routine, "liufang": test.now[len("2026-"):]}; !cmp.Equal(want, got) {
				t.Errorf("left at %v, want %v", got, want)
			}
		})
	}
}

func TestALetterWithoutItsReasonIsDropped(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	for name, l := range map[string]store.Letter{
		"no-such-meeting": {Kind: clerk.Notice, To: liu, Subject: store.Subject{Meeting: 99}},
		"no-such-person":  {Kind: clerk.Answer, To: 99, Subject: store.Subject{Words: "您好"}},
		"deadline-over":   {Kind: clerk.TopicsCall, To: liu, Subject: store.Subject{Step: "2026-12-09"}},
	} {
		l.Key = name
		h.post(l)
	}
	h.advance("09:07")
	if left, tried := h.outbox(), h.wecom.tried(); len(left) != 0 || len(tried) != 0 {
		t.Errorf("left in the outbox %v, tried %v", left, tried)
	}
}

// What nobody knows how to write stays for a version that does, and holds up nothing.
func TestAnUnknownKind(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	h.post(store.Letter{Kind: "greeting", Key: "greeting", To: liu})
	h.say(liu, "您好")
	h.advance("09:07")
	if got := h.wecom.words("liufang"); !slices.Equal(got, []string{"您好"}) || !slices.Equal(h.outbox(), []string{"greeting"}) {
		t.Errorf("delivered %q, left %v", got, h.outbox())
	}
	if log := h.log.String(); !strings.Contains(log, "no such kind") {
		t.Errorf("the operator is told\n%s", log)
	}
}

// A panic on the way of one letter is that letter's failure alone.
func TestALetterThatPanics(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	var once sync.Once
	h.wecom.fault = func(a attempt) error {
		once.Do(func() { panic("没有想到的情况") })
		return nil
	}
	h.say(liu, "一")
	h.say(wang, "二")
	h.advance("09:08")
	if n := len(h.wecom.Sent()); n != 2 {
		t.Errorf("%d of two letters left", n)
	}
	if log := h.log.String(); !strings.Contains(log, "没有想到的情况") {
		t.Errorf("the operator is told\n%s", log)
	}
}

func TestObserve(t *testing.T) {
	var mu sync.Mutex
	seen := map[string]int{}
	h := found(t, "2026-12-10 22:00", func(p *scheduler.Parts) {
		p.Observe = func(kind, outcome string) {
			mu.Lock()
			defer mu.Unlock()
			seen[kind+" "+outcome]++
		}
	})
	h.wecom.fault = func(a attempt) error {
		switch a.to {
		case "wangzhiqiang":
			return errDown
		case "zhaolihua":
			return &bot.ThrottledError{After: time.Hour}
		case "chenweidong":
			return &bot.UnreachableError{Code: 60111}
		case "lihuimin":
			return &bot.RejectedError{Code: 40008}
		}
		return nil
	}
	for who := li; who <= liu; who++ {
		h.say(who, fmt.Sprint("您好", who))
	}
	h.tell("群里没有机器人")
	h.post(store.Letter{Kind: clerk.TopicsCall, Key: "call", To: liu, Subject: store.Subject{Step: "2026-12-31"}})
	h.post(store.Letter{Kind: clerk.Refresh, Key: "refresh", Subject: store.Subject{Words: clerk.Notice}})
	h.post(store.Letter{Kind: "do.topics", Key: "do"})
	h.advance("22:00")
	want := map[string]int{
		"answer sent": 1, "answer failed": 1, "answer throttled": 1, "answer unreachable": 1, "answer rejected": 1, "answer dropped": 1,
		"topics.call waits": 1, "refresh refreshed": 1, "do.topics done": 1, "topics.due waits": 1, "unreachable sent": 2,
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
}
