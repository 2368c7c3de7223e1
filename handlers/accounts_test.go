package handlers_test

import (
	"slices"
	"testing"

	"yishi/bot"
	"yishi/committee"
)

// One person on two platforms has one vote: what he says there counts as what he says
// here, and he is written to on the account that he prefers (SYS-04).
func TestSYS04OnePersonOnTwoPlatforms(t *testing.T) {
	p := from(t, "opened")
	p.change("liufang", func(m *committee.Member) {
		m.Accounts = append(m.Accounts, committee.Account{Platform: string(bot.DingTalk), User: "liu-2"})
	})
	p.line("at 12-15 15:08")
	p.line("zhangjianguo> 开始表决 2")
	there := func(words string) string {
		ev := p.stage.event("liu-2", bot.Said)
		ev.From.Platform, ev.Said = bot.DingTalk, words
		return p.stage.handle(ev).Text
	}
	if got := there("赞成"); got != "已登记:赞成。表决结束前可更改。" {
		t.Errorf("there he is answered %q", got)
	}
	p.line("liufang> 反对")
	if got := there("反对"); got == "已登记:反对。表决结束前可更改。" {
		t.Errorf("the same vote there counts again: %q", got)
	}
	by, _ := p.stage.actor("liufang")
	open, err := p.stage.clerk.OpenBallots(t.Context(), by)
	if err != nil || len(open) != 1 {
		t.Fatalf("%d votes run: %v", len(open), err)
	}
	if votes := open[0].Votes; len(votes) != 1 || votes[by.Member.ID] != committee.Against {
		t.Errorf("the votes are %v", votes)
	}
	to := map[string]int{}
	for _, s := range p.stage.post.Sent() {
		if s.Message.Card != nil && slices.ContainsFunc(s.Message.Card.Offers(), func(b bot.Button) bool { return b.Text == "赞成" }) {
			to[s.To.To.ID]++
		}
	}
	if to["liufang"] != 1 || to["liu-2"] != 0 {
		t.Errorf("the vote was sent to %v", to)
	}
}
