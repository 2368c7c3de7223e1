package main

import (
	"slices"
	"strings"
	"testing"

	"yishi/sandbox"
)

// TestPlatformFaults lets the platform misbehave while the notice leaves: each person
// sees it exactly once (quality.md R7).
func TestPlatformFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ail   func(*sandbox.Faults)
		later []string // moments to which the clock must move before all have it
	}{
		"token-void":      {func(f *sandbox.Faults) { f.VoidTokens() }, nil},
		"token-expired":   {func(f *sandbox.Faults) { f.ExpireTokens() }, nil},
		"token-each-time": {func(f *sandbox.Faults) { f.Add(sandbox.Fault{Path: "message/send", Code: 42001, Every: 2, Times: 6}) }, []string{"12-10 09:30"}},
		"busy":            {func(f *sandbox.Faults) { f.Busy(5) }, []string{"12-10 09:08", "12-10 09:30"}},
		"rate":            {func(f *sandbox.Faults) { f.RateLimit(5) }, []string{"12-10 09:08", "12-10 09:30"}},
		"broken":          {func(f *sandbox.Faults) { f.Break(5) }, []string{"12-10 09:08", "12-10 09:30"}},
		"answers-lost":    {func(f *sandbox.Faults) { f.Add(sandbox.Fault{Path: "message/send", Lose: true, Times: 12}) }, []string{"12-10 09:08", "12-10 09:30"}},
		"everything": {func(f *sandbox.Faults) {
			f.ExpireTokens()
			for _, one := range []sandbox.Fault{{Status: 502, Every: 5}, {Code: -1, Every: 5}, {Code: 45009, Every: 10}, {Lose: true, Every: 7}} {
				one.Times = 6
				f.Add(one)
			}
		}, []string{"12-10 09:08", "12-10 09:13", "12-10 09:30", "12-10 10:00", "12-10 10:30"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := staged(t, "fixed")
			w.at("12-10 09:00")
			fetched := w.platform.TokensFetched()
			c.ail(w.platform.Faults())
			w.at("12-10 09:07")
			for _, when := range c.later {
				w.at(when)
			}
			for _, u := range noticed {
				n := 0
				for _, text := range w.news(u) {
					if strings.Contains(text, "【会议通知】") {
						n++
					}
				}
				if n != 1 {
					t.Errorf("%s has the notice %d times", u, n)
				}
			}
			if n := w.platform.TokensFetched() - fetched; n > 8 {
				t.Errorf("%d tokens were fetched", n)
			}
			w.clean()
		})
	}
}

// TestPlatformIsDown keeps the platform silent from the notice on: it is tried again
// and again; at noon of the last lawful day the secretary gets the list for the
// telephone (spec.md §3.9).
func TestPlatformIsDown(t *testing.T) {
	t.Parallel()
	w := staged(t, "fixed")
	w.at("12-10 09:00")
	w.platform.Faults().Add(sandbox.Fault{Path: "message/send", Status: 503})
	w.at("12-10 18:00")
	w.silent(everyone...)
	w.platform.Faults().Clear()
	w.at("12-10 18:20")
	w.gets(without(noticed, secretary), "【会议通知】")
	got := strings.Join(w.news(secretary), "\n")
	if !holds(got, "【会议通知】", "通知已发出") {
		t.Errorf("the secretary hears:\n%s", got)
	}
	w.at("12-10 20:00")
	w.silent(everyone...)
}

// TestNotActivated has one member whose account is not activated: the secretary is
// told at once, by name, reason and telephone; the others have their notice (NTC-06).
func TestNotActivated(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{from: stagedAsleep(t, "fixed").dir, start: "12-08 09:20", users: func(all []sandbox.User) {
		i := slices.IndexFunc(all, func(u sandbox.User) bool { return u.ID == wu })
		all[i].Status = sandbox.NotActivated
	}})
	w.writeConfig("")
	w.start()
	w.at("12-10 09:07")
	w.gets(without(noticed, secretary, wu), "【会议通知】")
	w.at("12-10 09:08")
	w.getsAll(secretary, []string{"【会议通知】"}, []string{"平台未送达1人(吴国栋:账号未激活),请电话通知", "13888880009"})
	w.at("12-11 09:07") // those who are silent are asked again; of him it is known
	w.forget()
	w.at("12-11 16:07")
	calls := strings.Join(w.news(secretary), "\n")
	if !holds(calls, "吴国栋", "13888880009", "[已电话通知]") {
		t.Errorf("the call list:\n%s", calls)
	}
	w.says(secretary, "已电话通知 吴国栋", "12人中1人已通知到")
	w.says(secretary, "谁没回", "12人中1人已通知到")
	w.says(recorder, "谁没回", "13888880009")
	w.says(secretary, "体检", "吴国栋")
	w.clean()
}

// TestRobotIsGone takes the group's robot away: the meeting goes on.
func TestRobotIsGone(t *testing.T) {
	t.Parallel()
	for _, code := range []int{93000, 45009, -1} {
		w := staged(t, "sitting")
		w.platform.Faults().Add(sandbox.Fault{Path: "webhook/send", Code: code})
		w.says(secretary, "开始表决 2", "开始表决")
		w.forget()
		for _, u := range without(present, secretary) {
			w.says(u, "赞成", "已登记:赞成")
		}
		w.pushes(secretary, "赞成", "宣布结果")
		w.pushes(secretary, "宣布结果")
		w.gets(without(present, secretary), "通过")
		w.says(secretary, "散会")
		w.pushes(secretary, "确认散会", "散会")
		w.silent(group)
	}
}

// TestCardsCannotBeChanged refuses every call
// that changes a card: votes count all the same, and a tap on an old card is told so.
func TestCardsCannotBeChanged(t *testing.T) {
	t.Parallel()
	w := staged(t, "sitting")
	w.platform.Faults().Add(sandbox.Fault{Path: "message/update_template_card", Code: 42016})
	w.says(secretary, "开始表决 2", "开始表决")
	w.forget()
	for _, u := range without(present, secretary) {
		w.says(u, "1", "已登记:赞成")
	}
	w.pushes(secretary, "赞成", "赞成8票")
	if err := w.press(t.Context(), liufang, "反对"); err != nil { // her card still looks open
		t.Fatal(err)
	}
	w.settle()
	w.gets([]string{liufang}, "表决已于14:33结束,本次操作未计入")
	w.clean()
}

// TestSYS09RatePerMember sends one person more than the platform takes in a minute: what
// is too much waits and is not lost (SYS-09).
func TestSYS09RatePerMember(t *testing.T) {
	t.Parallel()
	w := staged(t, "noticed")
	for range 20 {
		w.pushes(liufang, "参加")
		w.pushes(liufang, "请假")
	}
	w.at("12-10 09:12")
	if got := w.types(liufang, "会议"); !holds(got, "您的答复:请假") {
		t.Errorf("after forty taps:\n%s", got)
	}
	w.clean()
}
