package main

import (
	"testing"
)

// asleep lets the program be down from the world's moment until another.
func (w *world) asleep(until string) {
	w.Helper()
	if w.child != nil {
		w.kill()
	}
	w.setNow(at(w, until))
	w.start()
	w.settle()
}

// TestDownOverTheNotice keeps the program down when the notice is due (SYS-07, R12).
func TestDownOverTheNotice(t *testing.T) {
	t.Parallel()
	t.Run("up-at-eleven", func(t *testing.T) {
		w := staged(t, "fixed")
		w.at("12-10 08:50")
		w.silent(everyone...)
		w.asleep("12-10 11:00")
		w.gets(noticed, "【会议通知】", "12月15日(周二)14:30", "12月14日(周一)12:00前")
		w.at("12-10 11:01")
		w.gets([]string{secretary}, "通知已发出:委员9人、列席2人、记录员1人")
		w.silent(everyone...)
		w.clean()
	})
	t.Run("up-in-the-night", func(t *testing.T) { // no notice at night, the next morning is still lawful
		w := staged(t, "fixed")
		w.asleep("12-10 22:00")
		w.silent(everyone...)
		w.at("12-11 09:07")
		w.gets(without(noticed, secretary), "【会议通知】")
		w.news(secretary)
		w.clean()
	})
	t.Run("up-too-late", func(t *testing.T) {
		w := staged(t, "fixed")
		w.asleep("12-12 10:00") // a Saturday: what a restart would send waits for Monday
		w.silent(without(everyone, secretary)...)
		w.at("12-14 09:07")
		missed := []string{"12月15日(周二)14:30", "未能按时发出,现已超过通知期限", "12月11日(周五)18:00"}
		w.getsAll(secretary, missed, []string{"12月15日(周二)14:30的会议已不能按期召开", "本季度尚余"}) // the quarter is open again
		w.at("12-15 18:00")
		w.silent(without(everyone, secretary)...)
		w.says(secretary, "会议", "12月15日")
		w.says(secretary, "改期 12-22 14:30 二楼会议室", "12月22日(周二)14:30", "12月17日(周四)")
		w.pushes(secretary, "确认发出")
		w.at("12-17 09:07")
		w.gets(without(noticed, secretary), "【会议通知】", "12月22日(周二)14:30")
		w.clean()
	})
	t.Run("up-a-minute-too-late", func(t *testing.T) {
		w := staged(t, "fixed")
		w.asleep("12-11 18:01")
		w.silent(without(everyone, secretary)...)
		w.getsAll(secretary, []string{"未能按时发出,现已超过通知期限"}, []string{"12月15日(周二)14:30的会议已不能按期召开", "本季度尚余"})
		w.clean()
	})
	t.Run("up-at-the-last-minute", func(t *testing.T) {
		w := staged(t, "fixed")
		w.asleep("12-11 17:59")
		w.gets(without(noticed, secretary), "【会议通知】")
		w.clean()
	})
}

// TestDownOverReminders keeps the program down when reminders are due: they follow
// while they make sense, once, and not afterwards.
func TestDownOverReminders(t *testing.T) {
	t.Parallel()
	w := staged(t, "noticed")
	for _, u := range without(present, chen) {
		w.types(u, "参加")
	}
	w.forget()
	w.asleep("12-11 15:00")
	w.gets([]string{chen, wu}, "[参加]")
	w.silent(without(present, chen, secretary)...)
	w.forget()
	w.asleep("12-14 18:30") // over the second chase, both forecasts and the reminder
	w.gets(without(present, secretary, chen), "明日14:30召开")
	w.forget()
	w.asleep("12-15 14:10")
	for _, u := range without(present, secretary, chen) {
		w.getsAll(u, []string{"今日14:30召开"}, []string{"会议签到", "[签到]"})
	}
	w.silent(street, admin, group)
	w.clean()
}

// TestDownOverTheVote keeps the program down when a vote ends: it ends the moment
// the program is up again, with the votes that there are.
func TestDownOverTheVote(t *testing.T) {
	t.Parallel()
	w := staged(t, "sitting")
	w.types(secretary, "开始表决 2")
	for _, u := range []string{vice, liufang, zhou, chen, sun} {
		w.types(u, "1")
	}
	w.forget()
	w.asleep("12-15 15:30")
	w.says(liufang, "反对", "本次操作未计入")
	w.says("wangzhiqiang", "反对", "本次操作未计入")
	w.forget()
	w.says(secretary, "到会", "实到8人")
	w.types(secretary, "1")
	w.pushes(secretary, "宣布结果")
	got := w.news("wangzhiqiang")
	if len(got) != 1 || !holds(got[0], "未表决2人", "赞成6票", "通过") && !holds(got[0], "未表决3人", "赞成5票", "通过") {
		t.Errorf("the result is told as %q", got)
	}
	w.clean()
}

// TestDownOverTheCallForTopics keeps the program down on the day on which members
// are asked for topics.
func TestDownOverTheCallForTopics(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{start: "11-30 18:00"})
	w.start()
	w.settle()
	w.forget()
	w.asleep("12-01 15:00")
	w.gets(without(members, secretary), "12月7日(周一)18:00前", "提议题")
	w.asleep("12-02 15:00")
	w.silent(without(members, secretary)...)
	w.clean()
}

// TestOneLeapOverEverything moves the clock over a whole meeting at once: everything
// happens on the way, in its order, once.
func TestOneLeapOverEverything(t *testing.T) {
	t.Parallel()
	w := staged(t, "fixed")
	w.at("12-15 14:00")
	got := w.news(liufang)
	want := [][]string{{"【会议通知】"}, {"尚未收到您的回复"}, {"尚未收到您的回复"}, {"会议签到"}}
	if len(got) != len(want) {
		t.Fatalf("刘芳 hears %q", got)
	}
	for i, words := range want {
		if !holds(got[i], words...) {
			t.Errorf("message %d: %q, want %q", i, got[i], words)
		}
	}
	w.silent(street, admin, group)
	w.forget()
	w.at("12-15 15:00") // half an hour after the time nobody is there
	w.gets([]string{secretary}, "[继续等候15分钟]", "[改期]", "[宣布流会]")
	w.pushes(secretary, "继续等候15分钟", "15:15")
	w.at("12-15 15:15")
	w.gets([]string{secretary}, "[宣布流会]")
	w.pushes(secretary, "宣布流会", "流会")
	w.forget()
	w.says(secretary, "议题", "待议议题")
	w.clean()
}
