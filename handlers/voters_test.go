package handlers_test

import (
	"testing"

	"yishi/bot"
	"yishi/committee"
)

// VOT-03 Everybody says 赞成 wherever a vote stands, and each is told why it counts or
// why not (spec.md §3.9): roles across, states down.
func TestVOT03WhoMayVote(t *testing.T) {
	const (
		noVote     = "目前没有进行中的表决。"
		observer   = "您为列席人员,不参加表决。依据《议事规则》八(三)。"
		noMember   = "您不是本次表决的委员,不参加表决。依据《议事规则》八(三)。"
		absent     = "您未签到,未到会委员的意见可记入会议记录,不计入票数。依据《议事规则》八(三)。如已到会请先回复“签到”,否则可回复“意见 …”。"
		left       = "您已退席,不能表决。依据《议事规则》八(三)。如已返回会场,请先回复“签到”。"
		late       = "议题二表决开始时您不在会场,本次不参加表决。依据《议事规则》八(三)。"
		recused    = "您已回避议题二,无须表决,仍计入到会人数。依据《议事规则》八(十)。"
		tooEarly   = "请待其他同志表决后再表决(还有5人)。依据《议事规则》七(二)。"
		closed     = "议题二表决已于15:08结束,本次操作未计入。依据《议事规则》八(七)。"
		which      = "现有议题二、议题四正在表决,请回复“赞成 2”等写明议题。\n1 议题二\n2 议题四\n请点选,或回复序号。"
		stranger   = "您好,您尚未列入滨河社区“大党委”成员名单。如您是委员或列席同志,请回复“绑定+6位码”,或联系何婷 0871-60000000。"
		registered = "已登记:赞成。表决结束前可更改。"
		hidden     = "您已投票。无记名表决,系统不保存您与选项的对应关系,提交后不能更改。"
	)
	who := []string{"zhangjianguo", "lihuimin", "liufang", "zhoujianping", "wuguodong", "mazhiming", "heting", "zhoumin", "linxiaodong", "waigong"}
	for state, c := range map[string]struct {
		acts string
		says []string
	}{
		"no-vote": {"", []string{noVote, noVote, noVote, noVote, noVote, noVote, noVote, noVote, noVote, stranger}},
		"named": {
			"zhoujianping> 回避 议题2\nzhangjianguo> 开始表决 2\nliufang> 退席",
			[]string{tooEarly, registered, left, recused, absent, observer, noMember, noMember, noMember, stranger},
		},
		"secret": {
			"zhoujianping> 回避 议题2\nzhangjianguo> 开始表决 2 无记名\nliufang> 退席",
			[]string{hidden, hidden, left, recused, absent, observer, noMember, noMember, noMember, stranger},
		},
		"came-later": {
			"zhoujianping> 回避 议题2\nzhangjianguo> 开始表决 2\nwuguodong> 签到\nliufang> 退席",
			[]string{tooEarly, registered, left, recused, late, observer, noMember, noMember, noMember, stranger},
		},
		"closed": {
			"zhoujianping> 回避 议题2\nzhangjianguo> 开始表决 2\nzhangjianguo> 结束表决\nzhangjianguo> 结束表决",
			[]string{closed, closed, closed, closed, closed, closed, closed, closed, closed, stranger},
		},
		"two-open": {
			"zhangjianguo> 开始表决 2\nzhangjianguo> 开始表决 4",
			[]string{which, which, which, which, which, which, which, which, which, stranger},
		},
	} {
		t.Run(state, func(t *testing.T) {
			p := from(t, "debated")
			if c.acts != "" {
				p.run(c.acts)
			}
			if state == "named" || state == "came-later" {
				p.run("wangzhiqiang> 赞成") // the chair still waits for five
			}
			for i, name := range who {
				ev := p.stage.event(name, bot.Said)
				ev.Said = "赞成"
				if got := p.stage.handle(ev).Text; got != c.says[i] {
					t.Errorf("%s is told %q, want %q", name, got, c.says[i])
				}
			}
		})
	}
}

// VOT-05 One person with two accounts has one vote, whichever he uses.
func TestVOT05TwoAccountsOneVote(t *testing.T) {
	for _, mode := range []string{"记名", "无记名"} {
		t.Run(mode, func(t *testing.T) {
			p := from(t, "debated")
			p.change("liufang", func(m *committee.Member) {
				m.Accounts = append(m.Accounts, committee.Account{Platform: string(bot.WeCom), User: "liufang2"})
			})
			p.run("zhangjianguo> 开始表决 2 " + mode)
			say := func(who, words string) string {
				ev := p.stage.event(who, bot.Said)
				ev.Said = words
				return p.stage.handle(ev).Text
			}
			first, second := say("liufang", "赞成"), say("liufang2", "反对")
			a, _ := p.stage.actor("liufang")
			open, err := p.stage.clerk.OpenBallots(t.Context(), a)
			if err != nil || len(open) != 1 {
				t.Fatalf("%d votes are open, %v", len(open), err)
			}
			want := committee.Tally{Against: 1, NotVoted: 7}
			if mode == "无记名" {
				want = committee.Tally{For: 1, NotVoted: 7}
			}
			if got := open[0].Tally(); got != want {
				t.Errorf("counted %+v after %q and %q", got, first, second)
			}
		})
	}
}
