package main

import (
	"os"
	"strings"
	"sync"
	"testing"
)

// The acts of a quarter (spec.md §3.1). A test begins with the act that it is
// about on a copy of the deployment as the acts before it left it.

// proposals are what the members hand in, one after the other.
var proposals = []struct {
	user, first string
	answers     []string
}{
	{vice, "提议题", []string{"听取第三季度决定事项落实情况通报", "1", "2", "无", "本人", "无", "1"}},
	{zhou, "提议题 电动自行车集中充电棚共建项目", []string{"7", "1", "同意在三号院先行试点,由安居物业牵头,2027年1月15日前建成。", "本人", "秦国安", "1"}},
	{vice, "提议题", []string{"推荐续聘兼职委员事项", "1", "4", "刘芳、吴国栋", "推荐续聘", "本人", "马志明", "2"}},
	{sun, "提议题", []string{"单位停车位错时共享方案", "6", "1", "同意错时共享", "本人", "秦国安", "1"}},
	{chen, "提议题", []string{"春节慰问安排", "8", "涉及困难群众", "1", "同意", "本人", "无", "2"}},
	{liufang, "提议题", []string{"操场周末开放", "6", "1", "同意", "本人", "无", "1"}},
}

// propose has six topics handed in, before the deadline.
func (w *world) propose() {
	w.Helper()
	for i, p := range proposals {
		w.types(p.user, p.first)
		last := ""
		for _, a := range p.answers {
			last = w.types(p.user, a)
		}
		if want := "已报书记审定,编号议题" + string(rune('1'+i)); !strings.Contains(last, want) {
			w.Fatalf("%s proposes: want %q, got:\n%s", p.user, want, last)
		}
	}
}

// fixed plays up to the confirmation on Tuesday 8 December.
func (w *world) fixed() {
	w.Helper()
	w.at("12-01 09:07")
	w.propose()
	w.at("12-08 09:20")
	w.says(secretary, "同意 1 2 3 4", "已同意上会4项")
	w.says(secretary, "再议 5", "下次再议")
	w.says(secretary, "退回 6 请补充安全方案", "退回修改")
	w.says(secretary, "定会 12-15 14:30 社区党群服务中心二楼会议室", "12月15日(周二)14:30")
	w.pushes(secretary, "确认发出", "12月10日(周四)09:07")
}

// notified plays up to the notice.
func (w *world) notified() {
	w.Helper()
	w.at("12-10 09:08")
	w.forget()
}

// sitting plays from the notice to the opening with eight of nine.
func (w *world) sitting() {
	w.Helper()
	for _, u := range without(present, secretary) {
		w.types(u, "参加")
	}
	w.types(secretary, "1")
	w.types(wu, "请假 出差")
	w.pushes(secretary, "准假")
	w.at("12-15 14:00")
	for _, u := range present {
		w.types(u, "签到")
	}
	w.types(qin, "签到")
	w.at("12-15 14:33")
	w.says(secretary, "开会", "会议于14:33宣布开会")
	w.forget()
}

// The stages that several tests begin with are played once each and copied.
var stages = map[string]*stage{
	"fixed":   {play: (*world).fixed, end: "12-08 09:20"},
	"noticed": {from: "fixed", play: (*world).notified, end: "12-10 09:08"},
	"sitting": {from: "noticed", play: (*world).sitting, end: "12-15 14:33"},
}

type stage struct {
	from, end string
	play      func(*world)

	once sync.Once
	dir  string
}

// staged returns a running deployment at a stage.
func staged(tb testing.TB, name string) *world {
	tb.Helper()
	w := stagedAsleep(tb, name)
	w.start()
	return w
}

// stagedAsleep is staged before the program is started.
func stagedAsleep(tb testing.TB, name string) *world {
	tb.Helper()
	s := stages[name]
	s.once.Do(func() {
		var w *world
		if s.from == "" {
			w = newWorld(tb, setup{})
			w.start()
		} else {
			w = staged(tb, s.from)
		}
		s.play(w)
		if tb.Failed() {
			tb.Fatalf("the stage %q cannot be played", name)
		}
		w.kill()
		dir, err := os.MkdirTemp("", "yishi-stage-")
		if err != nil {
			tb.Fatal(err)
		}
		if err := os.CopyFS(dir, os.DirFS(w.dir)); err != nil {
			tb.Fatal(err)
		}
		s.dir = dir
	})
	if s.dir == "" {
		tb.Fatalf("the stage %q could not be played by an earlier test", name)
	}
	return newWorld(tb, setup{from: s.dir, start: s.end})
}
