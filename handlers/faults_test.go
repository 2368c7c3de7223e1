package handlers_test

import (
	"strings"
	"sync"
	"testing"

	"yishi/bot"
)

// A database that does not answer is a fault for the operator, and for the person the
// plain truth that nothing was saved.
func TestFault(t *testing.T) {
	for name, ev := range map[string]bot.Event{
		"words":     {ID: "a", Kind: bot.Said, Said: "参加"},
		"a-tap":     {ID: "b", Kind: bot.Tapped, Tap: &bot.Tap{Action: "answer.comes:1", Card: "x"}},
		"a-picture": {ID: "c", Kind: bot.Sent},
	} {
		t.Run(name, func(t *testing.T) {
			s := from(t, "noticed").stage
			if err := s.store.Close(); err != nil {
				t.Fatal(err)
			}
			ev.From, ev.At = bot.UserRef{Platform: bot.WeCom, ID: "liufang"}, s.clock.Now()
			reply, err := s.hands.Handle(t.Context(), ev)
			if err == nil || !strings.HasPrefix(err.Error(), "handlers: ") {
				t.Errorf("the operator is told %v", err)
			}
			if want := "系统暂时繁忙,您的操作未保存,请稍后再试。"; reply.Text != want || reply.Card != nil {
				t.Errorf("the person is told %q, want %q", reply.Text, want)
			}
		})
	}
}

// What is said in a group, and comings and goings, are not answered.
func TestSilence(t *testing.T) {
	s := from(t, "noticed").stage
	for name, change := range map[string]func(*bot.Event){
		"in-a-group":    func(ev *bot.Event) { ev.Chat, ev.Said = "group-1", "参加" },
		"chat-opened":   func(ev *bot.Event) { ev.Kind = bot.Entered },
		"out-of-reach":  func(ev *bot.Event) { ev.Kind = bot.Left },
		"group-picture": func(ev *bot.Event) { ev.Kind, ev.Chat = bot.Sent, "group-1" },
	} {
		t.Run(name, func(t *testing.T) {
			ev := s.event("liufang", bot.Said)
			change(&ev)
			if reply := s.handle(ev); reply != (bot.Reply{}) {
				t.Errorf("answered %+v", reply)
			}
		})
	}
	if said := s.handle(s.said("zhangjianguo", "谁没回")).Text; !strings.Contains(said, "刘芳") {
		t.Errorf("words in a group were taken for an answer: %s", said)
	}
}

func (s *stage) said(who, words string) bot.Event {
	ev := s.event(who, bot.Said)
	ev.Said = words
	return ev
}

// VOT-05, SYS-06: however many copies of one callback arrive at once, one vote is on
// record and one answer is given.
func TestRepeatedCallback(t *testing.T) {
	const copies = 60
	for name, words := range map[string]string{"a-vote": "赞成", "a-word-for-the-record": "发言 建议试点", "leaving": "退席"} {
		t.Run(name, func(t *testing.T) {
			s := from(t, "voting").stage
			ev := s.said("liufang", words)
			var (
				wg       sync.WaitGroup
				mu       sync.Mutex
				answered int
			)
			for range copies {
				wg.Go(func() {
					reply, err := s.hands.Handle(t.Context(), ev)
					mu.Lock()
					defer mu.Unlock()
					if err != nil {
						t.Error(err)
					}
					if reply.Text != "" {
						answered++
					}
				})
			}
			wg.Wait()
			if answered != 1 {
				t.Errorf("%d copies were answered %d times", copies, answered)
			}
		})
	}
}

// Eight people vote at once: every vote counts.
func TestVotersAtOnce(t *testing.T) {
	s := from(t, "voting").stage
	var wg sync.WaitGroup
	for _, who := range []string{"lihuimin", "wangzhiqiang", "zhaolihua", "chenweidong", "liufang", "zhoujianping", "sunxiaoyan"} {
		ev := s.said(who, "赞成")
		wg.Go(func() {
			if reply, err := s.hands.Handle(t.Context(), ev); err != nil || !strings.HasPrefix(reply.Text, "已登记:赞成") {
				t.Errorf("%s is told %q, %v", who, reply.Text, err)
			}
		})
	}
	wg.Wait()
	s.handle(s.said("zhangjianguo", "弃权"))
	s.advance(s.clock.Now())
	if reply := s.handle(s.said("zhangjianguo", "宣布结果")); !strings.HasPrefix(reply.Text, "已宣布") {
		t.Fatalf("the chair is told %q", reply.Text)
	}
	s.advance(s.clock.Now())
	told := s.post.SentTo(bot.UserRef{Platform: bot.WeCom, ID: "liufang"})
	if last := told[len(told)-1].Text; !strings.Contains(last, "赞成7票、反对0票、弃权1票") {
		t.Errorf("the result is %s", last)
	}
}

// What does not fit into a platform's reply follows as a message of its own.
func TestLater(t *testing.T) {
	s := from(t, "noticed").stage
	to := bot.UserRef{Platform: bot.WeCom, ID: "LiuFang"}
	card := &bot.Card{Title: "问", Text: "问吗?", Buttons: []bot.Button{{Text: "签到", Action: "checkin:1"}}}
	for name, test := range map[string]struct {
		reply bot.Reply
		want  []string
	}{
		"words":                 {bot.Reply{Text: "全文"}, []string{"全文"}},
		"a-card":                {bot.Reply{Card: card}, []string{"card 问 | [签到]"}},
		"words-and-a-card":      {bot.Reply{Text: "答", Card: card}, []string{"答", "card 问 | [签到]"}},
		"a-card-in-other-words": {bot.Reply{Text: "问吗?", Card: card}, []string{"card 问 | [签到]"}},
	} {
		t.Run(name, func(t *testing.T) {
			s.post.collect()
			if err := s.hands.Later(t.Context(), to, test.reply); err != nil {
				t.Fatal(err)
			}
			s.advance(s.clock.Now())
			var got []string
			for _, n := range s.post.collect() {
				if n.to != "liufang" {
					t.Errorf("told to %s", n.to)
				}
				got = append(got, n.String())
			}
			if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
				t.Errorf("what follows is %q, want %q", got, test.want)
			}
		})
	}
	if err := s.hands.Later(t.Context(), bot.UserRef{Platform: bot.WeCom, ID: "waigong"}, bot.Reply{Text: "全文"}); err != nil {
		t.Errorf("a stranger has no letters, and that is no fault: %v", err)
	}
	if s.advance(s.clock.Now()); len(s.post.collect()) != 0 {
		t.Error("a stranger was written to")
	}
}

// Ten thousand characters are answered like anything else, and kept in bounds.
func TestLongWords(t *testing.T) {
	long := strings.Repeat("长", 10_000)
	for name, test := range map[string]struct{ scene, who, words, want string }{
		"nonsense":  {"noticed", "liufang", long, "没有看懂“长长长长长长长长长长长长长长长长长长长长…”"},
		"a-leave":   {"noticed", "liufang", "请假 " + long, "已登记请假(" + strings.Repeat("长", 100) + "…)"},
		"a-title":   {"noticed", "liufang", "提议题 " + long, "议题名称10000个字,不能超过40个字"},
		"a-word":    {"opened", "liufang", "发言 " + long, "已记录"},
		"a-note":    {"opened", "heting", "记 刘芳 " + long, "已记录刘芳同志的发言"},
		"minutes":   {"adjourned", "heting", "改 二 " + long, "内容10000个字,不能超过2000个字"},
		"a-place":   {"approved", "zhangjianguo", "定会 12-15 14:30 " + long, "地点10000个字,不能超过60个字"},
		"a-name":    {"noticed", "zhangjianguo", "已电话通知 " + long, "名册中没有“长"},
		"a-code":    {"door", "liufang", "签到 " + long, "签到码不对"},
		"revised":   {"proposed", "liufang", "修改 4 " + long, "您回复了10000个字,不能超过500个字"},
		"a-reason":  {"proposed", "zhangjianguo", "退回 1 " + long, "议题1"},
		"an-urgent": {"", "zhangjianguo", "紧急会议 今天23:00 二楼 事由 " + long, "您回复了10001个字,不能超过200个字"},
	} {
		t.Run(name, func(t *testing.T) {
			s := from(t, test.scene).stage
			reply := s.handle(s.said(test.who, test.words))
			if !strings.HasPrefix(reply.Text, test.want) {
				t.Errorf("answered %.200q, want %q", reply.Text, test.want)
			}
			if n := len([]rune(reply.Text)); n > 2000 {
				t.Errorf("the answer has %d characters", n)
			}
			s.advance(s.clock.Now())
			for _, n := range s.post.collect() {
				if len([]rune(n.String())) > 4000 {
					t.Errorf("%s is sent %d characters", n.to, len([]rune(n.String())))
				}
			}
		})
	}
}
