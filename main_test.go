package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"yishi/committee"
	"yishi/sandbox"
)

// stage is a demo that runs: the whole program on one side of the wire, the
// simulated platform on the other.
type stage struct {
	*testing.T
	demo *demo
	stop func()
	seen map[string]int
}

func newStage(t *testing.T, folder string) *stage {
	t.Helper()
	d, err := newDemo(t.Context(), "127.0.0.1:0", folder, slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		t.Fatalf("building the demo: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	p := &program{stdout: t.Output(), stderr: t.Output()}
	go func() { done <- d.run(ctx, p, false) }()
	s := &stage{T: t, demo: d, seen: map[string]int{}}
	s.stop = func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("stopping: %v", err)
		}
		if err := d.close(); err != nil {
			t.Errorf("closing: %v", err)
		}
		s.stop = func() {}
	}
	t.Cleanup(func() { s.stop() })
	s.listening()
	return s
}

// listening waits until the address answers.
func (s *stage) listening() {
	s.Helper()
	for range 100 {
		c, err := (&net.Dialer{Timeout: time.Second}).DialContext(s.Context(), "tcp", s.demo.cfg.Listen)
		if err == nil {
			_ = c.Close()
			return
		}
	}
	s.Fatal("the demo does not listen")
}

// at moves the clock and lets everything that falls due happen.
func (s *stage) at(when string) {
	s.Helper()
	to, err := time.ParseInLocation("2006-01-02 15:04", "2026-"+when, committee.Zone)
	if err != nil {
		s.Fatal(err)
	}
	if err := s.demo.move(s.Context(), to); err != nil {
		s.Fatalf("moving the clock to %s: %v", when, err)
	}
	s.logNews("== " + when)
}

// settle lets what is due now leave.
func (s *stage) settle() {
	s.Helper()
	if err := s.demo.move(s.Context(), s.demo.clock.Now()); err != nil {
		s.Fatalf("settling: %v", err)
	}
}

func (s *stage) logNews(head string) {
	s.Log(head)
	for _, u := range s.demo.platform.Users() {
		for _, b := range s.news(u.ID) {
			s.Logf("   %-14s %s", u.ID, show(b))
		}
	}
	group := s.demo.platform.Group()
	for _, b := range group[s.seen["group"]:] {
		s.Logf("   GROUP          %s", show(b))
	}
	s.seen["group"] = len(group)
}

func (s *stage) news(user string) []sandbox.Bubble {
	chat := s.demo.platform.Chat(user)
	from := s.seen[user]
	s.seen[user] = len(chat)
	return chat[from:]
}

func show(b sandbox.Bubble) string {
	who := "<"
	if b.Mine {
		who = ">"
	}
	text := b.Text
	if c := b.Card; c != nil {
		var buttons []string
		for _, o := range c.Offers() {
			buttons = append(buttons, "["+o.Text+"]")
		}
		text = fmt.Sprintf("CARD %s | %s | %s | %v %s (%s)", c.Title, c.Desc, c.Body, c.Fields, strings.Join(buttons, ""), c.Replace)
	}
	return who + " " + strings.ReplaceAll(text, "\n", "⏎")
}

func (s *stage) say(user, text string) {
	s.Helper()
	if err := s.demo.platform.Say(s.Context(), user, text); err != nil {
		s.Fatalf("%s says %q: %v", user, text, err)
	}
	s.settle()
	s.logNews("-- " + user + " says " + text)
}

func (s *stage) tap(user, button string) {
	s.Helper()
	if err := s.demo.platform.TapText(s.Context(), user, button); err != nil {
		s.Fatalf("%s taps %q: %v", user, button, err)
	}
	s.settle()
	s.logNews("-- " + user + " taps " + button)
}

func TestTranscript(t *testing.T) {
	if os.Getenv("TRANSCRIPT") == "" {
		t.Skip("development only")
	}
	s := newStage(t, t.TempDir())
	s.at("11-23 10:12")
	s.say("zhangjianguo", "体检")
	s.say("zhangjianguo", "大党委")
	s.at("12-01 09:07")
	s.say("lihuimin", "提议题")
	for _, a := range []string{"听取第三季度决定事项落实情况通报", "1", "2", "无", "李慧敏", "无", "1"} {
		s.say("lihuimin", a)
	}
	s.say("zhoujianping", "提议题 电动自行车集中充电棚共建项目")
	for _, a := range []string{"7", "1", "同意在三号院先行试点,由安居物业牵头。", "本人", "老秦", "1"} {
		s.say("zhoujianping", a)
	}
	s.say("sunxiaoyan", "提议题")
	for _, a := range []string{"推荐续聘兼职委员事项", "8", "任期届满需续聘", "4", "刘芳、周建平", "推荐续聘", "李慧敏", "马主任", "2"} {
		s.say("sunxiaoyan", a)
	}
	s.at("12-07 18:05")
	s.at("12-08 09:20")
	s.tap("zhangjianguo", "退回修改")
	s.say("zhangjianguo", "请补充经费来源")
	s.say("sunxiaoyan", "修改 议题3 推荐续聘,不涉及经费")
	s.say("zhangjianguo", "同意 1 2 3")
	s.say("zhangjianguo", "定会 12-13 14:30 二楼会议室")
	s.say("zhangjianguo", "定会 12-15 14:30 二楼会议室")
	s.tap("zhangjianguo", "确认发出")
	s.at("12-10 09:07")
	s.at("12-10 09:08")
	s.tap("liufang", "参加")
	s.say("liufang", "1")
	for _, u := range []string{"lihuimin", "wangzhiqiang", "zhaolihua", "zhoujianping"} {
		s.say(u, "参加")
	}
	s.tap("wuguodong", "请假")
	s.say("wuguodong", "2")
	s.tap("zhangjianguo", "准假")
	s.say("zhangjianguo", "1")
	s.tap("qinguoan", "能参加")
	s.at("12-11 09:07")
	s.at("12-11 16:07")
	s.tap("heting", "已电话通知")
	s.at("12-14 09:07")
	s.say("chenweidong", "参加")
	s.say("sunxiaoyan", "参加")
	s.at("12-14 17:07")
	s.at("12-15 13:30")
	s.at("12-15 14:00")
	s.tap("liufang", "签到")
	for _, u := range []string{"zhangjianguo", "lihuimin", "wangzhiqiang", "zhaolihua", "chenweidong", "sunxiaoyan"} {
		s.say(u, "签到")
	}
	s.at("12-15 14:30")
	s.say("zhangjianguo", "开会")
	s.say("heting", "签到码")
	s.say("zhoujianping", "签到")
	s.tap("zhangjianguo", "宣布开会")
	s.say("zhangjianguo", "开始表决 2")
	s.say("zhangjianguo", "赞成")
	s.tap("liufang", "赞成")
	s.say("qinguoan", "签到")
	s.say("qinguoan", "赞成")
	for _, u := range []string{"lihuimin", "wangzhiqiang", "zhaolihua", "chenweidong", "zhoujianping"} {
		s.say(u, "1")
	}
	s.say("sunxiaoyan", "3")
	s.tap("zhangjianguo", "赞成")
	s.say("zhangjianguo", "宣布结果")
	s.say("liufang", "反对")
	s.say("zhangjianguo", "开始表决 3")
	for _, u := range []string{"zhangjianguo", "lihuimin", "wangzhiqiang", "zhaolihua", "chenweidong", "zhoujianping"} {
		s.say(u, "1")
	}
	if err := s.demo.platform.Pick(s.Context(), "sunxiaoyan", "提交", "赞成"); err != nil {
		s.Log(err)
	}
	s.settle()
	s.logNews("picked")
	s.say("zhangjianguo", "宣布结果")
	s.say("zhangjianguo", "散会")
	s.tap("zhangjianguo", "确认散会")
	s.at("12-15 16:21")
	s.tap("heting", "提交")
	s.tap("lihuimin", "同意报书记")
	s.tap("zhangjianguo", "签发")
	s.say("liufang", "纪要")
	s.tap("liufang", "已阅")
	s.at("12-18 09:07")
	for _, u := range s.demo.platform.Errors() {
		s.Log(u)
	}
	for _, u := range s.demo.platform.Dropped() {
		s.Log(u)
	}
}
