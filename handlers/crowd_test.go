package handlers_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"yishi/bot"
)

// TestCrowd lets everybody say and tap whatever comes to his mind while the clock
// runs: there is always an answer, and never a fault. YISHI_CROWD sets how many
// steps each crowd takes.
func TestCrowd(t *testing.T) {
	steps := 40
	if n, err := strconv.Atoi(os.Getenv("YISHI_CROWD")); err == nil {
		steps = n
	}
	for seed, scene := range []string{"", "approved", "answered", "opened"} {
		t.Run(fmt.Sprintf("%d-%s", seed, scene), func(t *testing.T) {
			t.Parallel()
			p := from(t, scene)
			c := &crowd{play: p, dice: rand.New(rand.NewPCG(uint64(seed), 7))}
			for range steps {
				c.step(t)
			}
		})
	}
}

type crowd struct {
	*play

	dice *rand.Rand
}

var sayings = []string{
	"参加", "请假", "请假 出差", "1", "2", "3", "同意", "赞成", "反对", "弃权", "签到", "签到", "签到", "退席", "开会", "宣布开会", "散会", "确认散会", "开始表决 1", "开始表决 2", "开始表决 3", "开始表决 4",
	"结束表决", "重新表决 2 理由 票数有误", "回避 议题2", "回避 刘芳 议题4", "撤销回避 议题2", "举手 议题4 赞成4 反对3 弃权1", "纸质票 议题3 赞成5 反对1 监票人 何婷", "代录 王志强 议题2 赞成", "再次表决", "确认举手结果", "退回重记", "确认代录", "宣布结果", "缓议", "休会", "复会", "发言 建议试点", "记 刘芳 建议", "改 一 会议议定试点。", "提交", "同意报书记", "签发", "退回纪要 补充", "已阅", "纪要", "提议题 充电棚", "8", "无", "本人", "讨论决定", "4", "刘芳、周建平",
	"同意 1", "同意 2 1", "退回 1 补充", "再议 2", "修改 1 改了", "征集议题", "定会 12-15 14:30 二楼", "定会 12-22 9:00 三楼", "定会 12-20 14:30 二楼", "仍安排", "改期 12-23 14:30", "改期 12-24 9:30 二楼", "确认", "取消", "谁没回", "到会", "签到码",
	"代签 刘芳 无手机", "意见 同意", "准假", "请再协调", "已电话通知", "体检", "名单", "帮助", "我的", "会议", "议题", "宣布流会", "继续等候15分钟", "取消会议", "紧急会议 今天23:30 事由 管网爆裂抢修安置", "哈哈",
}

// step is one thing that somebody does; now and then time passes.
func (c *crowd) step(t *testing.T) {
	t.Helper()
	s := c.stage
	if c.dice.IntN(12) == 0 {
		wait := []time.Duration{time.Minute, 9 * time.Minute, 40 * time.Minute, 5 * time.Hour, 26 * time.Hour}[c.dice.IntN(5)]
		s.advance(s.clock.Now().Add(wait))
		return
	}
	m := c.people[c.dice.IntN(len(c.people))]
	if c.dice.IntN(3) == 0 {
		m = c.people[0] // the secretary has the most to do
	}
	who := m.Accounts[0].User
	ev := s.event(who, bot.Said)
	ev.Said = sayings[c.dice.IntN(len(sayings))]
	what := ev.Said
	cards := s.post.phones[who]
	if len(cards) > 0 && c.dice.IntN(2) == 0 {
		card := cards[max(0, len(cards)-1-c.dice.IntN(4))]
		look := card.last
		if c.dice.IntN(4) == 0 {
			look = card.first
		}
		if offers := look.Offers(); len(offers) > 0 {
			offer := offers[c.dice.IntN(len(offers))]
			ev.Kind, ev.Said, what = bot.Tapped, "", "["+offer.Text+"]"
			ev.Tap = &bot.Tap{Action: offer.Action, Card: card.key, Response: "response-" + ev.ID}
			if q := look.Question; q != nil {
				ev.Tap.Choices = map[string][]string{q.Key: {q.Options[c.dice.IntN(len(q.Options))].ID}}
			}
		}
	}
	reply := s.handle(ev)
	checkAnswer(t, m, what, reply.Text)
	if reply.Card != nil && ev.Kind != bot.Tapped {
		if err := s.hands.Later(t.Context(), ev.From, bot.Reply{Card: reply.Card}); err != nil {
			t.Error(err)
		}
	}
	s.advance(s.clock.Now())
	if t.Failed() {
		t.Fatalf("after %s: %s", who, what)
	}
}
