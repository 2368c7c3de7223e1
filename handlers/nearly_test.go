package handlers_test

import (
	"strings"
	"testing"

	"yishi/bot"
	"yishi/committee"
)

// What busy and elderly people type, and what becomes of it (spec §3.8): “= 参加” does
// what 参加 does, and “? 请假 意见” asks with these buttons, the first of which is what
// was meant, and changes nothing.
var typed = []struct{ moment, who, words, want string }{
	// Politeness, little words and marks around a command.
	{"noticed", "liufang", "我参加", "= 参加"},
	{"noticed", "liufang", "参加，谢谢", "= 参加"},
	{"noticed", "liufang", "好的，参加", "= 参加"},
	{"noticed", "liufang", "我能参加的", "= 参加"},
	{"noticed", "liufang", "收到了", "= 参加"},
	{"noticed", "liufang", "收到！谢谢！", "= 参加"},
	{"noticed", "liufang", "參加", "= 参加"},
	{"noticed", "liufang", "参 加 。", "= 参加"},
	{"noticed", "liufang", "参加会议", "= 参加"},
	{"noticed", "liufang", "我会准时参加", "= 参加"},
	{"noticed", "liufang", "１", "= 参加"},
	{"noticed", "liufang", "1.", "= 参加"},
	{"noticed", "liufang", "（1）", "= 参加"},
	{"noticed", "liufang", "一", "= 参加"},
	{"noticed", "liufang", "我选1", "= 参加"},
	{"noticed", "liufang", "回复1", "= 参加"},
	{"noticed", "liufang", "２", "= 请假"},
	{"noticed", "liufang", "我要请假", "= 请假"},
	{"noticed", "liufang", "我要请个假", "= 请假"},
	{"noticed", "liufang", "请假一下", "= 请假"},
	{"noticed", "liufang", "来不了了", "= 请假"},
	{"noticed", "liufang", "我来不了啊", "= 请假"},
	{"noticed", "liufang", "不能参加会议", "= 请假"},
	{"noticed", "liufang", "请假,出差", "= 请假 出差"},
	{"noticed", "liufang", "請假：出差", "= 请假 出差"},
	{"noticed", "liufang", "请假2", "= 请假 出差"},
	{"door", "liufang", "我到了", "= 签到"},
	{"door", "liufang", "签到了", "= 签到"},
	{"door", "liufang", "我要签到", "= 签到"},
	{"door", "liufang", "簽到。", "= 签到"},
	// Questions about what can only be looked at.
	{"noticed", "liufang", "什么时候开会啊", "= 会议"},
	{"noticed", "liufang", "请问什么时候开会？", "= 会议"},
	{"noticed", "liufang", "几点开会呢", "= 会议"},
	{"noticed", "liufang", "开会地点", "= 会议"},
	{"noticed", "liufang", "看一下会议", "= 会议"},
	{"noticed", "liufang", "帮帮我", "= 帮助"},
	{"noticed", "liufang", "怎么用啊？", "= 帮助"},
	{"noticed", "liufang", "ＨＥＬＰ", "= 帮助"},
	{"noticed", "liufang", "？", "= 帮助"},
	{"noticed", "liufang", "看看议题", "= 议题"},
	{"noticed", "liufang", "我的待办有吗", "? 我的"},
	{"noticed", "zhangjianguo", "谁没回啊？", "= 谁没回"},
	// Numbers and verbs in the other order, and as they stand on buttons.
	{"proposed", "zhangjianguo", "同意上会1 3", "= 同意 1 3"},
	{"proposed", "zhangjianguo", "同意上会 1、3", "= 同意 1 3"},
	{"proposed", "zhangjianguo", "议题2同意", "= 同意 2"},
	{"proposed", "zhangjianguo", "2号议题 同意上会", "= 同意 2"},
	{"proposed", "zhangjianguo", "议题2退回 请补充经费来源", "= 退回 2 请补充经费来源"},
	{"proposed", "zhangjianguo", "下次再议 2", "= 再议 2"},
	{"voting", "liufang", "议题二赞成", "= 赞成 2"},
	{"voting", "liufang", "同意 2", "= 赞成 2"},
	{"voting", "liufang", "我同意", "= 赞成"},
	{"voting", "liufang", "赞成！", "= 赞成"},
	{"voting", "liufang", "贊成", "= 赞成"},
	{"voting", "liufang", "②", "= 反对"},
	{"voting", "liufang", "三", "= 弃权"},
	{"voting", "liufang", "我弃权吧", "= 弃权"},
	// Slips of the keyboard.
	{"noticed", "liufang", "参家", "? 参加"},
	{"noticed", "liufang", "参佳", "? 参加"},
	{"noticed", "liufang", "餐加", "? 参加"},
	{"noticed", "liufang", "清假", "? 请假"},
	{"noticed", "liufang", "请价", "? 请假"},
	{"noticed", "liufang", "会义", "? 会议"},
	{"noticed", "liufang", "议体", "? 议题"},
	{"door", "liufang", "签倒", "? 签到"},
	{"door", "liufang", "千到", "? 签到"},
	{"opened", "liufang", "退习", "? 退席"},
	{"signed", "liufang", "以阅", "? 已阅"},
	{"signed", "liufang", "已读", "? 已阅 纪要"},
	{"signed", "liufang", "看记要", "? 纪要"},
	{"opened", "zhangjianguo", "散汇", "? 散会"},
	{"opened", "zhangjianguo", "开始表绝", "? 开始表决"},
	{"voting", "liufang", "赞城", "? 赞成 反对 弃权"},
	{"voting", "liufang", "反队", "? 赞成 反对 弃权"},
	// Said in one's own words, which is nobody's order.
	{"noticed", "liufang", "参加吗", "? 参加"},
	{"noticed", "liufang", "我能参加吗？", "? 参加"},
	{"noticed", "liufang", "参加不了", "? 请假 意见"},
	{"noticed", "liufang", "那天有事去不成", "? 请假 意见"},
	{"noticed", "liufang", "生病住院了", "? 请假 意见"},
	{"noticed", "liufang", "请假怎么请", "? 请假"},
	{"noticed", "liufang", "可以请假吗", "? 请假"},
	{"noticed", "liufang", "我一定来", "= 参加"},
	{"noticed", "liufang", "好的", "= 参加"},
	{"noticed", "liufang", "OK", "= 参加"},
	{"noticed", "liufang", "开什么会", "? 会议 议题"},
	{"noticed", "liufang", "在哪个会议室", "? 会议 议题"},
	{"noticed", "liufang", "派人代我去行不行", "? 请假 意见"},
	{"door", "liufang", "签到了吗", "? 签到"},
	{"door", "liufang", "我来了", "? 签到 到会"},
	{"opened", "liufang", "我先走了", "= 退席"},
	{"opened", "liufang", "要提前离场", "? 退席"},
	{"voting", "liufang", "反对这个方案的理由是什么", "? 赞成 反对 弃权"},
	{"voting", "liufang", "赞成吗", "? 赞成 反对 弃权"},
	{"voting", "liufang", "我支持", "? 赞成 反对 弃权"},
	{"voting", "liufang", "投票", "? 赞成 反对 弃权"},
	{"noticed", "liufang", "我想提个建议", "? 提议题 意见"},
	{"signed", "liufang", "上次的决议呢", "? 纪要 议题"},
	{"fixed", "zhangjianguo", "推迟几天", "? 改期 会议"},
	{"fixed", "zhangjianguo", "这个会不开了", "? 取消会议 改期"},
	{"noticed", "liufang", "要开会", "? 会议"},
	{"noticed", "liufang", "没问题", "= 参加"},
	{"noticed", "liufang", "取消请假", "? 参加 会议"},
	{"noticed", "liufang", "不请假了", "? 参加 会议"},
	{"noticed", "liufang", "我又能来了", "? 参加 会议"},
	{"noticed", "liufang", "1、参加", "? 参加"},
	{"noticed", "liufang", "2请假", "? 请假"},
	{"noticed", "liufang", "何婷电话多少", "? 帮助 会议"},
	{"noticed", "liufang", "下周二我出差", "? 请假 意见"},
	{"noticed", "zhangjianguo", "同意请假", "= 准假"},
	{"voting", "mazhiming", "同意", "= 1"},
	{"voting", "wuguodong", "同意", "= 1"},
	{"noticed", "liufang", "🙏", "= 谢谢"},
}

func TestSec38WhatPeopleType(t *testing.T) {
	for _, test := range typed {
		t.Run(test.words, func(t *testing.T) {
			t.Parallel()
			p := from(t, test.moment)
			before := p.stage.kept(t)
			got := p.hear(test.who, test.words)
			kind, want, _ := strings.Cut(test.want, " ")
			if kind == "=" {
				if meant := from(t, test.moment).hear(test.who, want); got.Text != meant.Text {
					t.Errorf("%s says %q\n got %s\nwant %s", test.who, test.words, got.Text, meant.Text)
				}
				return
			}
			var buttons []string
			if got.Card != nil {
				for _, b := range got.Card.Offers() {
					buttons = append(buttons, b.Text)
				}
			}
			if found := strings.Join(buttons, " "); found != want && !strings.HasPrefix(found, want+" ") {
				t.Errorf("%s says %q\n is asked for %q: %s\nwant %q", test.who, test.words, found, got.Text, want)
			}
			if after := p.stage.kept(t); after != before {
				t.Errorf("%q was only guessed at, and yet something changed:\n%s", test.words, difference(before, after))
			}
		})
	}
}

// hear says words and returns what is answered.
func (p *play) hear(who, words string) bot.Reply {
	p.Helper()
	ev := p.stage.event(who, bot.Said)
	ev.Said = words
	return p.stage.handle(ev)
}

// Whatever is guessed of any words, its first button does what its words, typed, do:
// no guess leads nowhere.
func TestSec38EveryGuessLeadsSomewhere(t *testing.T) {
	for _, test := range typed {
		kind, _, _ := strings.Cut(test.want, " ")
		if kind != "?" {
			continue
		}
		t.Run(test.words, func(t *testing.T) {
			t.Parallel()
			p := from(t, test.moment)
			reply := p.hear(test.who, test.words)
			if reply.Card == nil {
				t.Fatalf("%q is answered without a card: %s", test.words, reply.Text)
			}
			for n, b := range reply.Card.Offers() {
				q := from(t, test.moment)
				q.hear(test.who, test.words)
				if test.moment == "voting" && n < len(committee.Choices) {
					continue // which of three a vote means is not tried here
				}
				got := q.hear(test.who, string(rune('1'+n)))
				want := from(t, test.moment).hear(test.who, b.Text)
				if got.Text != want.Text {
					t.Errorf("%q, then %d for %s\n got %s\nwant %s", test.words, n+1, b.Text, got.Text, want.Text)
				}
			}
		})
	}
}
