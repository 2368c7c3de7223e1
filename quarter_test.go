package main

import (
	"slices"
	"strings"
	"testing"

	"yishi/sandbox"
)

// TestQuarter plays the fourth quarter of 2026 as spec.md §3.1 tells it, from the
// day of the installation to the minutes that everybody has read, and says at each
// moment who heard what and who heard nothing.
func TestQuarter(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{users: func(all []sandbox.User) {
		i := slices.IndexFunc(all, func(u sandbox.User) bool { return u.ID == wu })
		all[i].Status = sandbox.NotActivated
	}})
	w.start()
	for _, act := range []struct {
		name string
		play func(*world)
	}{
		{"install", (*world).installs},
		{"topics", (*world).collects},
		{"date", (*world).dates},
		{"notice", (*world).notifies},
		{"answers", (*world).answers},
		{"chase", (*world).chases},
		{"forecast", (*world).forecasts},
		{"check-in", (*world).checksIn},
		{"gate", (*world).gates},
		{"named-vote", (*world).votesByName},
		{"near-tie", (*world).nearlyTies},
		{"secret-vote", (*world).votesInSecret},
		{"adjourn", (*world).adjourns},
		{"sign", (*world).signs},
		{"read", (*world).reads},
		{"courtesy", (*world).wasCourteous},
	} {
		act.play(w)
		if t.Failed() {
			t.Fatalf("the act %q went wrong", act.name)
		}
	}
	w.clean()
}

func (w *world) installs() {
	w.Helper()
	w.settle()
	w.gets([]string{secretary}, "本季度尚余29个工作日", "12月29日(周二)18:00前", "12月31日(周四)前")
	w.silent(without(everyone, secretary, wu)...)
	w.restart()
	w.at("11-30 23:59")
	w.silent(without(everyone, wu)...)
	w.silent(group)
}

func (w *world) collects() {
	w.Helper()
	w.at("12-01 09:06:59")
	w.silent(without(everyone, wu)...)
	w.at("12-01 09:07")
	w.gets(without(members, secretary, wu), "12月7日(周一)18:00前", "提议题")
	w.news(secretary) // he is told that one of them cannot be reached
	w.silent(ma, qin, recorder, street, admin, group)
	w.propose()
	cards := w.news(secretary)
	if len(cards) != len(proposals) {
		w.Errorf("the secretary got %d topics, want %d:\n%s", len(cards), len(proposals), strings.Join(cards, "\n---\n"))
	}
	for i, p := range cards {
		if !holds(p, "[同意上会]", "[退回修改]", "[下次再议]", "议题"+string(rune('1'+i))) {
			w.Errorf("topic %d is shown to the secretary as:\n%s", i+1, p)
		}
	}
	w.at("12-07 18:05")
	w.gets([]string{secretary}, "收到议题6项", "请审定")
	w.silent(without(everyone, secretary, wu)...)
}

func (w *world) dates() {
	w.Helper()
	w.at("12-08 09:20")
	w.says(secretary, "同意 3 1 2", "已同意上会3项", "一、推荐续聘兼职委员事项", "二、听取第三季度决定事项落实情况通报", "三、电动自行车集中充电棚共建项目")
	w.says(secretary, "同意 1 2 3 4", "一、听取", "二、电动", "三、推荐", "四、单位停车位")
	w.says(secretary, "再议 5")
	w.gets([]string{chen}, "春节慰问安排", "下次再议")
	w.pushes(secretary, "退回修改", "理由")
	w.says(secretary, "请补充安全方案", "退回修改")
	w.gets([]string{liufang}, "操场周末开放", "退回修改:请补充安全方案")
	w.says(secretary, "定会 12-15 14:30 社区党群服务中心二楼会议室",
		"已拟定:12月15日(周二)14:30", "可通知时限:12月10日(周四)—12月11日(周五)18:00", "12月10日(周四)09:07自动发出", "当日为工作日", "[确认发出]", "[改期]")
	w.silent(without(everyone, secretary, wu)...)
	w.pushes(secretary, "确认发出", "12月10日(周四)09:07", "12月15日(周二)14:30")
	w.silent(without(everyone, secretary, wu)...)
	w.restart()
}

func (w *world) notifies() {
	w.Helper()
	w.at("12-10 09:06:59")
	w.silent(without(everyone, wu)...)
	w.at("12-10 09:07")
	head := []string{"【会议通知】滨河社区“大党委”2026年第四次会议", "12月15日(周二)14:30", "社区党群服务中心二楼会议室", "张建国", "12月14日(周一)12:00前", "何婷", "0871-60000000", "[查看议题]"}
	all := []string{"一、听取第三季度决定事项落实情况通报", "二、电动自行车集中充电棚共建项目", "三、推荐续聘兼职委员事项", "四、单位停车位错时共享方案", "[参加]", "[请假]"}
	w.gets(without(members, secretary, wu), append(slices.Clone(head), all...)...)
	w.gets([]string{recorder}, append(slices.Clone(head), all...)...)
	w.observed(ma, append(slices.Clone(head), "三、推荐续聘兼职委员事项", "[能参加]", "[不能参加]"), "充电棚", "停车位", "听取")
	w.observed(qin, append(slices.Clone(head), "二、电动自行车集中充电棚共建项目", "四、单位停车位错时共享方案", "[能参加]", "[不能参加]"), "续聘", "听取")
	w.silent(street, admin, group)
	w.at("12-10 09:08")
	w.getsAll(secretary, append(slices.Clone(head), all...),
		[]string{"通知已发出:委员9人、列席2人、记录员1人", "平台未送达1人(吴国栋:", "请电话通知", "13888880009"})
	w.settle()
	w.silent(without(everyone, wu)...)
}

// observed expects one message that holds some words and not others.
func (w *world) observed(user string, words []string, never ...string) {
	w.Helper()
	got := w.news(user)
	if len(got) != 1 || !holds(got[0], words...) {
		w.Errorf("%s: want one message with %q, got:\n%s", user, words, strings.Join(got, "\n---\n"))
	}
	for _, text := range got {
		for _, word := range never {
			if strings.Contains(text, word) {
				w.Errorf("%s must not hear of %q:\n%s", user, word, text)
			}
		}
	}
}
