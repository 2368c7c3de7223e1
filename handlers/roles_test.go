package handlers_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"yishi/bot"
	"yishi/committee"
)

// behind is what stands behind the names of commands that need more words to do
// something; other commands are tried with nothing and with a few words.
var behind = map[string]string{
	"请假": "出差", "意见": "同意先行试点", "代签": "吴国栋 无手机", "提议题": "楼道堆物清理", "修改": "1 请补充", "同意": "1", "退回": "1 请补充经费来源", "再议": "1",
	"定会": "12-22 14:30 三楼会议室", "紧急会议": "今天23:00 事由 供暖管网爆裂居民安置", "已电话通知": "吴国栋", "准假": "吴国栋", "请再协调": "吴国栋", "改期": "12-22 14:30",
	"发言": "建议先在三号院试点", "记": "刘芳 建议先试点", "开始表决": "2", "赞成": "2", "反对": "2", "弃权": "2", "改": "二 会议议定先行试点。", "退回纪要": "请补充责任单位",
	"绑定码": "吴国栋", "规则": "vote.minutes=15 依据 临江党工委〔2026〕12号", "退席": "",
}

// apart are those who have no part in the meeting, with the commands by which they
// change something in one of the moments: the street and the administrator never vote
// by being that (SYS-02), and a stranger does nothing.
var apart = map[string][]string{
	"zhoumin":     nil,
	"linxiaodong": {"绑定码", "规则", "自荐"},
	"shui":        nil,
}

// Every command, typed by everybody while the notice is out and while the meeting
// sits: whom it is not meant for changes nothing, and neither does who is refused.
func TestSYS02EveryRoleAndEveryCommand(t *testing.T) {
	refusals := refusals(t)
	people := map[string]committee.Role{"shui": 0}
	for _, m := range cast() {
		if !slices.Contains([]string{"王志强", "赵丽华", "陈卫东", "周建平", "孙晓燕", "吴国栋", "秦国安"}, m.Name) {
			people[m.Accounts[0].User] = m.Roles
		}
	}
	for _, moment := range []string{"noticed", "opened", "voting"} {
		for who, roles := range people {
			t.Run(moment+"/"+who, func(t *testing.T) {
				t.Parallel()
				p := from(t, moment)
				commands := p.stage.hands.Commands()
				if len(commands) < 50 {
					t.Fatalf("only %d commands", len(commands))
				}
				for _, name := range slices.Sorted(maps.Keys(commands)) {
					text := strings.TrimSpace(name + " " + behind[name])
					before := p.stage.kept(t)
					ev := p.stage.event(who, bot.Said)
					ev.Said = text
					reply := p.stage.handle(ev)
					after := p.stage.kept(t)
					meant := commands[name] == 0 || roles.Has(commands[name])
					changes, outsider := apart[who]
					switch {
					case after == before:
					case refusals.MatchString(reply.Text):
						t.Errorf("%q is refused with %q and changed\n%s", text, reply.Text, difference(before, after))
					case !meant:
						t.Errorf("%q is not for him and changed\n%s", text, difference(before, after))
					case outsider && !slices.Contains(changes, name):
						t.Errorf("%q is answered by %q and changed\n%s", text, reply.Text, difference(before, after))
					}
					if who != "shui" {
						checkAnswer(t, committee.Member{Name: who, Roles: roles}, text, reply.Text)
					}
					if after != before || p.talking(who) {
						p = from(t, moment)
					}
				}
				if _, outsider := apart[who]; outsider && p.ballots(who) > 0 {
					t.Errorf("a ballot lies on his phone")
				}
				if moment == "voting" && roles == committee.Ordinary && p.ballots(who) == 0 {
					t.Errorf("no ballot lies on his phone")
				}
			})
		}
	}
}

// talking reports whether a person is in the middle of a dialogue.
func (p *play) talking(who string) bool {
	p.Helper()
	by, known := p.stage.actor(who)
	if !known {
		return false
	}
	_, talking, err := p.stage.clerk.Dialogue(p.Context(), by)
	if err != nil {
		p.Fatal(err)
	}
	return talking
}

// ballots counts the cards on a person's phone on which he could vote.
func (p *play) ballots(who string) int {
	n := 0
	for _, card := range p.stage.post.phones[who] {
		for _, o := range card.first.Offers() {
			if strings.HasPrefix(o.Action, "vote.") {
				n++
			}
		}
	}
	return n
}
